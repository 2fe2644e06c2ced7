//! What the machine does, one sentence at a time.

use super::*;
use uuid::Uuid;

const NOW: Timestamp = Timestamp::UNIX_EPOCH;

fn place(cursor: u64) -> Place {
    Place {
        history: HistoryId(Uuid::nil()),
        cursor: Cursor(cursor),
        register_version: 1,
    }
}

fn tick(cursor: u64) -> Input {
    tick_of(cursor, 1)
}

fn tick_of(cursor: u64, register_version: u64) -> Input {
    Input::Heard(StreamTick {
        history_id: HistoryId(Uuid::nil()),
        cursor: Cursor(cursor),
        register_version,
        central_time: NOW,
    })
}

fn later(seconds: i64) -> Timestamp {
    NOW.checked_add(SignedDuration::from_secs(seconds)).unwrap()
}

/// A machine on line at cursor 7 with nothing to do.
fn quiet() -> Machine {
    let mut machine = Machine::new(true, NOW);
    let signed_in = Input::SignedIn {
        place: Some(place(7)),
        waiting: 0,
        session: true,
    };
    let first = machine.handle(NOW, 0.0, signed_in);
    assert!(first.contains(&Instruction::Listen) && first.contains(&Instruction::Pull(place(7))));
    machine.handle(
        NOW,
        0.0,
        Input::Pulled(Ok(Page {
            place: place(7),
            more: false,
        })),
    );
    assert_eq!(machine.link(), Link::Online);
    machine
}

#[test]
fn an_order_goes_out_at_once_and_news_is_fetched_after_its_answer() {
    let mut machine = quiet();
    let out = machine.handle(NOW, 0.0, Input::Queued);
    assert!(out.contains(&Instruction::Send { limit: BATCH }), "{out:?}");
    let out = machine.handle(NOW, 0.0, tick(9));
    assert!(
        !out.iter().any(|i| matches!(i, Instruction::Pull(_))),
        "not while sending: {out:?}"
    );
    let out = machine.handle(NOW, 0.0, Input::Sent(Ok(0)));
    assert!(out.contains(&Instruction::Pull(place(7))), "{out:?}");
}

#[test]
fn a_tick_of_what_is_known_asks_for_nothing() {
    let mut machine = quiet();
    let out = machine.handle(later(5), 0.0, tick(7));
    assert!(
        !out.iter().any(|i| matches!(i, Instruction::Pull(_))),
        "{out:?}"
    );
    assert_eq!(machine.synchronised_at(), Some(later(5)));
}

#[test]
fn a_tick_of_a_newer_register_forces_a_new_snapshot_though_nothing_else_happened() {
    let mut machine = quiet();
    let out = machine.handle(NOW, 0.0, tick_of(7, 2));
    assert!(out.contains(&Instruction::TakeSnapshot), "{out:?}");
    let mut machine = quiet();
    let out = machine.handle(NOW, 0.0, tick_of(7, 0));
    assert!(
        !out.contains(&Instruction::TakeSnapshot),
        "a late tick of the register before: {out:?}"
    );
}

#[test]
fn failures_wait_longer_each_time_and_never_longer_than_the_limit() {
    let mut machine = quiet();
    let mut last = 0;
    let mut now = NOW;
    machine.handle(now, 1.0, Input::Queued);
    for _ in 0..12 {
        let failure = Failure::Unreachable { retry_after: None };
        let out = machine.handle(now, 1.0, Input::Sent(Err(failure)));
        let Some(Instruction::WakeAt(at)) = out
            .iter()
            .rev()
            .find(|i| matches!(i, Instruction::WakeAt(_)))
        else {
            panic!("no wake-up: {out:?}");
        };
        let wait = at.duration_since(now).as_millis() as i64;
        assert!(
            wait >= last && wait <= LONGEST_WAIT_MS,
            "{wait} after {last}"
        );
        last = wait;
        now = *at;
        // The stream is alive; only the sending fails.
        let out = machine.handle(now, 1.0, tick(7));
        assert!(
            out.iter().any(|i| matches!(i, Instruction::Send { .. })),
            "{out:?}"
        );
    }
    assert_eq!(last, LONGEST_WAIT_MS);
}

#[test]
fn a_pulled_line_is_silent_until_it_is_plugged_in() {
    let mut machine = quiet();
    let out = machine.handle(NOW, 0.0, Input::Line { up: false });
    assert!(out.contains(&Instruction::StopListening));
    let out = machine.handle(NOW, 0.0, Input::Queued);
    assert!(out.is_empty(), "{out:?}");
    let out = machine.handle(later(60), 0.0, Input::Line { up: true });
    assert!(out.contains(&Instruction::Send { limit: BATCH }), "{out:?}");
}

#[test]
fn a_silent_stream_is_taken_for_dead_and_opened_again() {
    let mut machine = quiet();
    let out = machine.handle(later(SILENCE_SECONDS + 1), 0.0, Input::Timer);
    assert!(out.contains(&Instruction::StopListening), "{out:?}");
    assert!(matches!(machine.link(), Link::Offline { .. }));
    let out = machine.handle(later(SILENCE_SECONDS + 60), 0.0, Input::Timer);
    assert!(out.contains(&Instruction::Listen), "{out:?}");
}

#[test]
fn another_history_or_another_register_forces_a_new_snapshot() {
    for other in [
        Place {
            history: HistoryId(Uuid::max()),
            ..place(7)
        },
        Place {
            register_version: 2,
            ..place(7)
        },
        place(3),
    ] {
        let mut machine = quiet();
        machine.handle(NOW, 0.0, tick(8));
        let page = Page {
            place: other,
            more: false,
        };
        let out = machine.handle(NOW, 0.0, Input::Pulled(Ok(page)));
        assert!(
            out.contains(&Instruction::TakeSnapshot),
            "{other:?}: {out:?}"
        );
    }
}

#[test]
fn a_batch_the_central_cannot_accept_is_split_and_its_poison_set_aside() {
    let mut machine = quiet();
    machine.handle(NOW, 0.0, Input::Queued);
    let out = machine.handle(NOW, 0.0, Input::Sent(Err(Failure::Rejected)));
    assert!(out.contains(&Instruction::Send { limit: 1 }), "{out:?}");
    let out = machine.handle(NOW, 0.0, Input::Sent(Err(Failure::Rejected)));
    assert!(out.contains(&Instruction::SetAsideOldest), "{out:?}");
    let out = machine.handle(NOW, 0.0, Input::Sent(Ok(3)));
    assert!(
        out.contains(&Instruction::Send { limit: BATCH }),
        "the others go on: {out:?}"
    );
}

#[test]
fn who_signed_in_off_line_gets_a_session_when_the_line_returns() {
    let mut machine = Machine::new(true, NOW);
    let signed_in = Input::SignedIn {
        place: Some(place(7)),
        waiting: 2,
        session: false,
    };
    let out = machine.handle(NOW, 0.0, signed_in);
    assert!(out.contains(&Instruction::Renew), "{out:?}");
    let failure = Failure::Unreachable { retry_after: None };
    machine.handle(NOW, 0.0, Input::Renewed(Err(failure)));
    let out = machine.handle(later(60), 0.0, Input::Timer);
    assert!(out.contains(&Instruction::Renew), "{out:?}");
    let out = machine.handle(later(60), 0.0, Input::Renewed(Ok(())));
    assert!(out.contains(&Instruction::Send { limit: BATCH }), "{out:?}");
}

#[test]
fn a_lapsed_session_keeps_the_orders_and_asks_for_a_sign_in() {
    let mut machine = quiet();
    machine.handle(NOW, 0.0, Input::Queued);
    let out = machine.handle(NOW, 0.0, Input::Sent(Err(Failure::SignInNeeded)));
    assert_eq!(
        out,
        [Instruction::Renew],
        "one renewal, without asking anybody"
    );
    machine.handle(NOW, 0.0, Input::Renewed(Err(Failure::SignInNeeded)));
    assert_eq!(machine.link(), Link::SignInNeeded);
    let again = Input::SignedIn {
        place: Some(place(7)),
        waiting: 1,
        session: true,
    };
    let out = machine.handle(NOW, 0.0, again);
    assert!(out.contains(&Instruction::Send { limit: BATCH }), "{out:?}");
}

#[test]
fn a_line_that_comes_back_is_whole_again_though_nothing_has_changed_meanwhile() {
    let mut machine = quiet();
    machine.handle(later(5), 0.0, tick(7));
    machine.handle(later(6), 0.0, Input::StreamLost);
    assert!(matches!(machine.link(), Link::Offline { .. }));
    let out = machine.handle(later(60), 0.0, Input::Timer);
    assert!(
        out.contains(&Instruction::Listen) && out.contains(&Instruction::Pull(place(7))),
        "{out:?}"
    );
    let page = Page {
        place: place(7),
        more: false,
    };
    machine.handle(later(61), 0.0, Input::Pulled(Ok(page)));
    assert_eq!(machine.link(), Link::Online);
    assert_eq!(machine.synchronised_at(), Some(later(61)));
}
