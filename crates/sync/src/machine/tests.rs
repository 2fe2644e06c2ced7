//! What the machine does, one sentence at a time.

use super::*;
use onemap_protocol::version::Impasse;
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

const ANEW: Instruction = Instruction::TakeSnapshot { go_on: false };
const REST: Instruction = Instruction::TakeSnapshot { go_on: true };

/// So many of 900 cases are here, as of cursor 5.
fn staged(done: u64) -> Staged {
    Staged {
        place: place(5),
        done,
        total: 900,
    }
}

fn later(seconds: i64) -> Timestamp {
    NOW.checked_add(SignedDuration::from_secs(seconds)).unwrap()
}

/// A machine on line at cursor 7 with nothing to do.
fn quiet() -> Machine {
    let mut machine = Machine::new(true, NOW);
    let signed_in = Input::SignedIn {
        place: Some(place(7)),
        staged: None,
        waiting: 0,
        pieces: false,
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
    assert!(out.contains(&ANEW), "{out:?}");
    let mut machine = quiet();
    let out = machine.handle(NOW, 0.0, tick_of(7, 0));
    assert!(
        !out.contains(&ANEW),
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
        assert!(out.contains(&ANEW), "{other:?}: {out:?}");
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
        staged: None,
        waiting: 2,
        pieces: false,
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
        staged: None,
        waiting: 1,
        pieces: false,
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

fn history(of: u128) -> HistoryId {
    HistoryId(Uuid::from_u128(of))
}

/// A machine on line whose batches are known to name the central's history.
fn settled() -> Machine {
    let mut machine = quiet();
    machine.handle(NOW, 0.0, Input::Replayed(Ok(0)));
    machine
}

#[test]
fn the_first_word_of_the_central_says_which_history_batches_name() {
    let mut machine = Machine::new(true, NOW);
    let signed_in = Input::SignedIn {
        place: None,
        staged: None,
        waiting: 0,
        pieces: false,
        session: true,
    };
    machine.handle(NOW, 0.0, signed_in);
    let replay = Instruction::Replay {
        history: history(0),
        head: None,
    };
    let out = machine.handle(NOW, 0.0, tick(7));
    assert!(out.contains(&replay), "{out:?}");
    let out = machine.handle(NOW, 0.0, tick(7));
    assert!(!out.contains(&replay), "once: {out:?}");
    machine.handle(NOW, 0.0, Input::Replayed(Ok(0)));
    let out = machine.handle(NOW, 0.0, tick(8));
    assert!(!out.contains(&replay), "once: {out:?}");
}

#[test]
fn another_history_has_what_it_lost_given_again_and_that_goes_out() {
    let mut machine = settled();
    let page = Page {
        place: Place {
            history: history(1),
            ..place(7)
        },
        more: false,
    };
    machine.handle(NOW, 0.0, tick(8));
    let out = machine.handle(NOW, 0.0, Input::Pulled(Ok(page)));
    let replay = Instruction::Replay {
        history: history(1),
        head: None,
    };
    assert!(out.contains(&replay), "{out:?}");
    let out = machine.handle(NOW, 0.0, Input::Replayed(Err(Failure::Local)));
    assert!(!out.contains(&replay), "not at once: {out:?}");
    let out = machine.handle(later(10), 0.0, Input::Timer);
    assert!(out.contains(&replay), "again after a failure: {out:?}");
    let out = machine.handle(later(10), 0.0, Input::Replayed(Ok(3)));
    assert!(out.contains(&Instruction::Send { limit: BATCH }), "{out:?}");
}

#[test]
fn a_head_behind_the_cache_has_what_lies_beyond_it_given_again() {
    let mut machine = settled();
    machine.handle(NOW, 0.0, tick(3));
    let page = Page {
        place: place(3),
        more: false,
    };
    let out = machine.handle(NOW, 0.0, Input::Pulled(Ok(page)));
    let replay = Instruction::Replay {
        history: history(0),
        head: Some(Cursor(3)),
    };
    assert!(out.contains(&replay) && out.contains(&ANEW), "{out:?}");
}

#[test]
fn no_batch_follows_one_that_named_another_history_before_the_lost_ones_are_back() {
    let mut machine = settled();
    machine.handle(NOW, 0.0, Input::Queued);
    let refused = Input::Sent(Err(Failure::History(history(1))));
    let out = machine.handle(NOW, 0.0, refused);
    let sends = |out: &[Instruction]| out.iter().any(|i| matches!(i, Instruction::Send { .. }));
    assert!(!sends(&out), "{out:?}");
    assert!(out.contains(&ANEW), "{out:?}");
    // The central is restored once more before the replay for the first time is durable.
    let twice = Input::Heard(StreamTick {
        history_id: history(2),
        cursor: Cursor(1),
        register_version: 1,
        central_time: NOW,
    });
    machine.handle(NOW, 0.0, twice);
    let out = machine.handle(NOW, 0.0, Input::Replayed(Ok(2)));
    let replay = Instruction::Replay {
        history: history(2),
        head: None,
    };
    assert!(!sends(&out) && out.contains(&replay), "{out:?}");
    let out = machine.handle(NOW, 0.0, Input::Replayed(Ok(2)));
    assert!(sends(&out), "{out:?}");
}

#[test]
fn an_order_queued_while_others_are_counted_is_not_forgotten() {
    let mut machine = settled();
    machine.handle(NOW, 0.0, Input::Queued);
    machine.handle(NOW, 0.0, Input::Queued);
    // Counted before the second was durable, reported after it was queued.
    let out = machine.handle(NOW, 0.0, Input::Sent(Ok(0)));
    assert!(out.contains(&Instruction::Send { limit: BATCH }), "{out:?}");
    let out = machine.handle(NOW, 0.0, Input::Sent(Ok(0)));
    assert!(
        !out.iter().any(|i| matches!(i, Instruction::Send { .. })),
        "once: {out:?}"
    );
}

#[test]
fn what_is_given_again_while_a_batch_is_counted_is_not_forgotten() {
    let mut machine = settled();
    machine.handle(NOW, 0.0, Input::Queued);
    let other = Input::Heard(StreamTick {
        history_id: history(1),
        cursor: Cursor(1),
        register_version: 1,
        central_time: NOW,
    });
    machine.handle(NOW, 0.0, other);
    machine.handle(NOW, 0.0, Input::Replayed(Ok(5)));
    // Counted before the five were put back, reported after.
    let out = machine.handle(NOW, 0.0, Input::Sent(Ok(0)));
    assert!(out.contains(&Instruction::Send { limit: BATCH }), "{out:?}");
}

#[test]
fn a_renewal_sends_what_waited_for_it() {
    let mut machine = settled();
    machine.handle(NOW, 0.0, Input::Pulled(Err(Failure::SignInNeeded)));
    let out = machine.handle(NOW, 0.0, Input::Renewed(Ok(())));
    assert!(out.contains(&Instruction::Send { limit: BATCH }), "{out:?}");
}

#[test]
fn a_person_who_wants_orders_tried_now_is_obeyed() {
    let mut machine = settled();
    let out = machine.handle(NOW, 0.0, Input::RetryNow);
    assert!(out.contains(&Instruction::Send { limit: BATCH }), "{out:?}");
}

#[test]
fn what_was_under_way_at_an_earlier_sign_in_holds_nothing_up() {
    let mut machine = settled();
    machine.handle(NOW, 0.0, Input::Queued);
    machine.handle(NOW, 0.0, tick_of(7, 2));
    // Its batch and its snapshot are never reported: they belong to another turn.
    let signed_in = Input::SignedIn {
        place: None,
        staged: None,
        waiting: 1,
        pieces: false,
        session: true,
    };
    let out = machine.handle(NOW, 0.0, signed_in);
    assert!(
        out.contains(&Instruction::Send { limit: BATCH }) && out.contains(&ANEW),
        "{out:?}"
    );
}

#[test]
fn what_comes_to_its_end_after_the_line_was_pulled_does_not_make_it_look_whole() {
    let mut machine = settled();
    machine.handle(NOW, 0.0, tick(9));
    machine.handle(later(1), 0.0, Input::Line { up: false });
    let pulled = Link::Pulled { since: later(1) };
    let page = Page {
        place: place(9),
        more: false,
    };
    machine.handle(later(2), 0.0, Input::Pulled(Ok(page)));
    assert_eq!(machine.link(), pulled);
    machine.handle(later(2), 0.0, Input::Progress(staged(1)));
    assert_eq!(machine.link(), pulled);
    machine.handle(later(2), 0.0, Input::Renewed(Ok(())));
    assert_eq!(machine.link(), pulled);
}

#[test]
fn a_clock_set_back_by_a_day_neither_stops_the_tries_nor_makes_the_picture_young() {
    let mut machine = settled();
    let day = 86_400;
    let failure = Failure::Unreachable { retry_after: None };
    machine.handle(later(day), 1.0, tick(7));
    machine.handle(later(day), 1.0, Input::Queued);
    machine.handle(later(day + 10), 1.0, Input::Sent(Err(failure)));
    assert!(matches!(machine.link(), Link::Offline { .. }));
    // The alarm rings when it should; the clock says yesterday.
    let out = machine.handle(later(11), 1.0, Input::Timer);
    assert!(out.contains(&Instruction::Send { limit: BATCH }), "{out:?}");
    let shown = machine.synchronised_at().unwrap();
    assert!(shown < later(2), "{shown} is not later than it was");
    assert!(matches!(machine.link(), Link::Offline { since } if since <= later(11)));
}

#[test]
fn news_comes_though_no_order_gets_through() {
    let mut machine = settled();
    machine.handle(NOW, 0.0, Input::Queued);
    let mut now = NOW;
    let mut pulls = 0;
    for _ in 0..4 {
        let failure = Failure::Unreachable { retry_after: None };
        let out = machine.handle(now, 0.0, Input::Sent(Err(failure)));
        let wakes = out.iter().rev().find_map(|i| match i {
            Instruction::WakeAt(at) => Some(*at),
            _ => None,
        });
        now = wakes.unwrap();
        machine.handle(now, 0.0, tick(9));
        let page = Page {
            place: place(9),
            more: false,
        };
        pulls += u32::from(machine.link() != Link::Online);
        machine.handle(now, 0.0, Input::Pulled(Ok(page)));
        assert_eq!(machine.link(), Link::Online);
    }
    assert_eq!(pulls, 4, "each failure is shown, and each page, too");
}

#[test]
fn a_line_is_whole_again_after_it_was_pulled_though_nothing_has_changed_meanwhile() {
    let mut machine = settled();
    machine.handle(later(1), 0.0, tick(7));
    machine.handle(later(2), 0.0, Input::Line { up: false });
    let out = machine.handle(later(60), 0.0, Input::Line { up: true });
    assert!(out.contains(&Instruction::Pull(place(7))), "{out:?}");
}

#[test]
fn a_tick_while_a_failed_page_waits_for_its_next_try_does_not_take_its_place() {
    let mut machine = settled();
    machine.handle(NOW, 0.0, tick(9));
    let failure = Failure::Unreachable {
        retry_after: Some(5),
    };
    machine.handle(NOW, 0.0, Input::Pulled(Err(failure)));
    machine.handle(later(1), 0.0, tick(7));
    let out = machine.handle(later(5), 0.0, Input::Timer);
    assert!(out.contains(&Instruction::Pull(place(7))), "{out:?}");
}

#[test]
fn what_ends_after_the_sign_out_shows_nothing() {
    let mut machine = settled();
    machine.handle(NOW, 0.0, Input::Queued);
    machine.handle(NOW, 0.0, Input::SignedOut);
    let failure = Failure::Unreachable { retry_after: None };
    machine.handle(NOW, 0.0, Input::Sent(Err(failure)));
    assert_eq!(machine.link(), Link::Idle);
}

#[test]
fn a_program_that_is_too_old_is_named_until_the_two_understand_each_other_again() {
    for which in [Impasse::OldConsole, Impasse::OldCentral] {
        let mut machine = quiet();
        machine.handle(NOW, 0.0, Input::Queued);
        let refused = Input::Sent(Err(Failure::Impasse(which)));
        let out = machine.handle(later(1), 0.0, refused);
        let since = later(1);
        assert_eq!(machine.link(), Link::Impasse { which, since });
        assert!(out.contains(&Instruction::WakeAt(later(61))), "{out:?}");
        machine.handle(later(2), 0.0, Input::StreamLost);
        assert_eq!(
            machine.link(),
            Link::Impasse { which, since },
            "that the stream ends says nothing new"
        );
        let out = machine.handle(later(62), 0.0, Input::Timer);
        assert!(out.contains(&Instruction::Send { limit: BATCH }), "{out:?}");
        machine.handle(later(62), 0.0, Input::Sent(Ok(0)));
        let page = Page {
            place: place(8),
            more: false,
        };
        machine.handle(later(62), 0.0, Input::Pulled(Ok(page)));
        assert_eq!(machine.link(), Link::Online);
    }
}

#[test]
fn who_wants_to_try_an_update_need_not_wait_for_it() {
    let mut machine = quiet();
    machine.handle(NOW, 0.0, Input::Queued);
    let refused = Input::Sent(Err(Failure::Impasse(Impasse::OldConsole)));
    machine.handle(NOW, 0.0, refused);
    let out = machine.handle(later(1), 0.0, Input::RetryNow);
    assert!(out.contains(&Instruction::Send { limit: BATCH }), "{out:?}");
}

/// Somebody without a county has signed in, and this is here of a snapshot.
fn fetching(staged: Option<Staged>) -> (Machine, Vec<Instruction>) {
    let mut machine = Machine::new(true, NOW);
    let signed_in = Input::SignedIn {
        place: None,
        staged,
        waiting: 0,
        pieces: false,
        session: true,
    };
    let out = machine.handle(NOW, 0.0, signed_in);
    (machine, out)
}

const CUT: Failure = Failure::Unreachable { retry_after: None };

fn wakes(out: &[Instruction]) -> Timestamp {
    let at = out.iter().rev().find_map(|i| match i {
        Instruction::WakeAt(at) => Some(*at),
        _ => None,
    });
    at.unwrap()
}

#[test]
fn a_snapshot_that_was_cut_off_goes_on_from_where_it_was() {
    let (mut machine, out) = fetching(None);
    assert!(out.contains(&ANEW), "{out:?}");
    machine.handle(NOW, 0.0, Input::Progress(staged(0)));
    machine.handle(NOW, 0.0, Input::Progress(staged(500)));
    let (done, total) = (500, 900);
    assert_eq!(machine.link(), Link::Loading { done, total });
    let out = machine.handle(NOW, 0.0, Input::Snapshotted(Err(CUT)));
    assert!(!out.contains(&REST), "not at once: {out:?}");
    assert!(matches!(machine.link(), Link::Offline { .. }));
    assert_eq!(machine.staged(), Some(staged(500)), "it is still shown");
    let out = machine.handle(wakes(&out), 0.0, Input::Timer);
    assert!(out.contains(&REST), "{out:?}");
    assert_eq!(machine.link(), Link::Loading { done, total });
    machine.handle(later(5), 0.0, Input::Progress(staged(900)));
    let whole = Input::Snapshotted(Ok(Taken::Whole(place(5))));
    let out = machine.handle(later(5), 0.0, whole);
    assert!(out.contains(&Instruction::Pull(place(5))), "{out:?}");
    assert_eq!(machine.staged(), None);
}

#[test]
fn the_rest_of_a_snapshot_is_asked_for_at_once() {
    let (mut machine, _) = fetching(None);
    machine.handle(NOW, 0.0, Input::Progress(staged(300)));
    let out = machine.handle(NOW, 0.0, Input::Snapshotted(Ok(Taken::Part)));
    assert!(out.contains(&REST), "{out:?}");
}

#[test]
fn who_signs_in_again_goes_on_with_the_snapshot_that_is_there() {
    let (machine, out) = fetching(Some(staged(500)));
    assert!(out.contains(&REST), "{out:?}");
    let (done, total) = (500, 900);
    assert_eq!(machine.link(), Link::Loading { done, total });
}

#[test]
fn a_county_that_is_shown_is_followed_and_not_fetched_whatever_lies_beside_it() {
    let mut machine = Machine::new(true, NOW);
    let signed_in = Input::SignedIn {
        place: Some(place(7)),
        staged: Some(staged(500)),
        waiting: 0,
        pieces: false,
        session: true,
    };
    let out = machine.handle(NOW, 0.0, signed_in);
    assert!(out.contains(&Instruction::Pull(place(7))), "{out:?}");
    assert!(!out.contains(&REST), "{out:?}");
    assert_eq!(machine.staged(), None, "it is not waited for");
}

#[test]
fn another_history_or_a_newer_register_begins_a_snapshot_anew() {
    for (of, register_version) in [(1, 1), (0, 2)] {
        let (mut machine, _) = fetching(Some(staged(500)));
        let out = machine.handle(NOW, 0.0, Input::Snapshotted(Err(CUT)));
        let at = wakes(&out);
        let tick = Input::Heard(StreamTick {
            history_id: history(of),
            cursor: Cursor(9),
            register_version,
            central_time: NOW,
        });
        machine.handle(NOW, 0.0, tick);
        let out = machine.handle(at, 0.0, Input::Timer);
        assert!(out.contains(&ANEW), "{of}, {register_version}: {out:?}");
    }
}

#[test]
fn what_cannot_be_gone_on_with_begins_anew_and_a_full_disk_loses_nothing() {
    for (failure, next) in [
        (Failure::Unusable, ANEW),
        (Failure::Rejected, ANEW),
        (Failure::Local, REST),
        (CUT, REST),
    ] {
        let (mut machine, _) = fetching(Some(staged(500)));
        let out = machine.handle(NOW, 0.0, Input::Snapshotted(Err(failure)));
        let out = machine.handle(wakes(&out), 0.0, Input::Timer);
        assert!(out.contains(&next), "{failure:?}: {out:?}");
    }
}

#[test]
fn a_line_that_breaks_again_and_again_is_waited_for_longer_only_where_nothing_came() {
    let waits = |progress: bool| {
        let (mut machine, _) = fetching(Some(staged(0)));
        let (mut now, mut waits) = (NOW, Vec::new());
        for nth in 1..=6 {
            let so_far = staged(if progress { nth * 100 } else { 0 });
            machine.handle(now, 1.0, Input::Progress(so_far));
            let out = machine.handle(now, 1.0, Input::Snapshotted(Err(CUT)));
            let at = wakes(&out);
            waits.push(at.duration_since(now).as_millis() as i64);
            // The stream is alive; only the snapshot breaks off.
            let out = machine.handle(at, 1.0, tick(5));
            assert!(out.contains(&REST), "{out:?}");
            now = at;
        }
        waits
    };
    assert_eq!(waits(true), [FIRST_WAIT_MS; 6]);
    assert_eq!(waits(false), [500, 1_000, 2_000, 4_000, 8_000, 16_000]);
}

/// A machine on line with nothing to do, told that the bytes of an attachment can go.
fn with_pieces() -> (Machine, Vec<Instruction>) {
    let mut machine = settled();
    let out = machine.handle(NOW, 0.0, Input::PiecesWait);
    (machine, out)
}

fn sends_a_piece(out: &[Instruction]) -> bool {
    out.contains(&Instruction::SendPiece)
}

#[test]
fn pieces_go_one_after_the_other_until_there_are_none() {
    let (mut machine, out) = with_pieces();
    assert!(sends_a_piece(&out), "{out:?}");
    let out = machine.handle(NOW, 0.0, Input::Timer);
    assert!(!sends_a_piece(&out), "one at a time: {out:?}");
    let out = machine.handle(NOW, 0.0, Input::PieceSent(Ok(true)));
    assert!(sends_a_piece(&out), "{out:?}");
    let out = machine.handle(NOW, 0.0, Input::PieceSent(Ok(false)));
    assert!(!sends_a_piece(&out), "{out:?}");
}

#[test]
fn an_order_goes_before_the_next_piece_and_does_not_wait_for_the_last_one() {
    let (mut machine, _) = with_pieces();
    let out = machine.handle(NOW, 0.0, Input::Queued);
    assert!(
        out.contains(&Instruction::Send { limit: BATCH }),
        "though a piece is under way: {out:?}"
    );
    let out = machine.handle(NOW, 0.0, Input::PieceSent(Ok(true)));
    assert!(!sends_a_piece(&out), "the order is not out yet: {out:?}");
    let out = machine.handle(NOW, 0.0, Input::Sent(Ok(0)));
    assert!(sends_a_piece(&out), "{out:?}");
}

#[test]
fn nothing_of_an_attachment_is_sent_off_line_or_without_a_session() {
    let (mut machine, _) = with_pieces();
    machine.handle(NOW, 0.0, Input::Line { up: false });
    let out = machine.handle(NOW, 0.0, Input::PieceSent(Ok(true)));
    assert!(!sends_a_piece(&out), "{out:?}");
    let out = machine.handle(later(60), 0.0, Input::Line { up: true });
    assert!(sends_a_piece(&out), "from where it was: {out:?}");
    let lapsed = Input::PieceSent(Err(Failure::SignInNeeded));
    let out = machine.handle(later(60), 0.0, lapsed);
    assert!(
        out.contains(&Instruction::Renew) && !sends_a_piece(&out),
        "{out:?}"
    );
    machine.handle(later(60), 0.0, Input::Renewed(Ok(())));
    let out = machine.handle(later(60), 0.0, Input::Sent(Ok(0)));
    assert!(sends_a_piece(&out), "{out:?}");

    let mut machine = Machine::new(true, NOW);
    let signed_in = Input::SignedIn {
        place: Some(place(7)),
        staged: None,
        waiting: 0,
        pieces: true,
        session: false,
    };
    let out = machine.handle(NOW, 0.0, signed_in);
    assert!(!sends_a_piece(&out), "{out:?}");
}

#[test]
fn what_waited_when_the_program_was_closed_goes_on_after_the_next_sign_in() {
    let mut machine = Machine::new(true, NOW);
    let signed_in = Input::SignedIn {
        place: Some(place(7)),
        staged: None,
        waiting: 0,
        pieces: true,
        session: true,
    };
    let out = machine.handle(NOW, 0.0, signed_in);
    assert!(sends_a_piece(&out), "{out:?}");
}

#[test]
fn a_piece_that_fails_waits_longer_each_time_and_neither_shows_as_a_cut_nor_holds_orders_up() {
    let (mut machine, _) = with_pieces();
    let mut now = NOW;
    let mut last = 0;
    for _ in 0..12 {
        machine.handle(now, 1.0, tick(7));
        let failure = Failure::Unreachable { retry_after: None };
        let out = machine.handle(now, 1.0, Input::PieceSent(Err(failure)));
        assert_eq!(machine.link(), Link::Online);
        assert!(!sends_a_piece(&out), "{out:?}");
        let at = machine.pieces.next_try().unwrap();
        let wakes = out
            .iter()
            .any(|i| matches!(i, Instruction::WakeAt(wakes) if *wakes <= at));
        assert!(wakes, "{out:?}");
        let wait = at.duration_since(now).as_millis() as i64;
        assert!(
            wait >= last && wait <= LONGEST_WAIT_MS,
            "{wait} after {last}"
        );
        last = wait;
        let out = machine.handle(now, 1.0, Input::Queued);
        assert!(out.contains(&Instruction::Send { limit: BATCH }), "{out:?}");
        machine.handle(now, 1.0, Input::Sent(Ok(0)));
        let page = Page {
            place: place(7),
            more: false,
        };
        machine.handle(now, 1.0, Input::Pulled(Ok(page)));
        now = at;
        let out = machine.handle(now, 1.0, tick(7));
        assert!(sends_a_piece(&out), "{out:?}");
    }
    assert_eq!(last, LONGEST_WAIT_MS);
}

#[test]
fn a_piece_that_can_never_be_taken_is_set_aside_and_the_next_attachment_goes() {
    let (mut machine, _) = with_pieces();
    let out = machine.handle(NOW, 0.0, Input::PieceSent(Err(Failure::Rejected)));
    assert!(
        out.contains(&Instruction::SetAsidePiece) && !sends_a_piece(&out),
        "{out:?}"
    );
    let out = machine.handle(NOW, 0.0, Input::PieceSent(Ok(true)));
    assert!(sends_a_piece(&out), "{out:?}");
}

#[test]
fn an_attachment_that_is_announced_while_a_piece_is_counted_is_not_forgotten() {
    let (mut machine, _) = with_pieces();
    machine.handle(NOW, 0.0, Input::PiecesWait);
    let out = machine.handle(NOW, 0.0, Input::PieceSent(Ok(false)));
    assert!(sends_a_piece(&out), "{out:?}");
}

#[test]
fn no_piece_goes_into_another_history_before_the_lost_orders_are_back() {
    let (mut machine, _) = with_pieces();
    let other = Input::Heard(StreamTick {
        history_id: history(1),
        cursor: Cursor(1),
        register_version: 1,
        central_time: NOW,
    });
    machine.handle(NOW, 0.0, other);
    let out = machine.handle(NOW, 0.0, Input::PieceSent(Ok(true)));
    assert!(!sends_a_piece(&out), "{out:?}");
    let out = machine.handle(NOW, 0.0, Input::Replayed(Ok(2)));
    assert!(!sends_a_piece(&out), "the orders first: {out:?}");
    let out = machine.handle(NOW, 0.0, Input::Sent(Ok(0)));
    assert!(sends_a_piece(&out), "{out:?}");
}
