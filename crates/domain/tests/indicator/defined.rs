//! What counts in which indicator, and on which day.

use std::collections::BTreeSet;

use onemap_domain::indicator::{Indicator, Mark, Owed, Slice, Standing};

use crate::fixture::{case, day, department, done, led_by, owed, visit};

fn closing(closing: Owed) -> Standing {
    Standing {
        closing,
        open: closing.done_on.is_none(),
        ..case("2025-12-01")
    }
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "it stands opposite what a case answers"
)]
fn mark(on: &str, met: bool) -> Option<Mark> {
    Some(Mark { on: day(on), met })
}

#[test]
fn a_case_closed_early_is_due_on_the_day_it_closed() {
    let early = closing(done("2026-01-09", "2025-12-28", true));
    assert_eq!(early.mark(Indicator::Closing), mark("2025-12-28", true));
    assert_eq!(
        early.mark(Indicator::ClosingInTime),
        mark("2025-12-28", true)
    );
}

#[test]
fn a_case_closed_late_is_due_on_its_deadline_closed_and_not_in_time() {
    let late = closing(done("2025-12-20", "2026-01-03", false));
    assert_eq!(late.mark(Indicator::Closing), mark("2025-12-20", true));
    assert_eq!(
        late.mark(Indicator::ClosingInTime),
        mark("2025-12-20", false)
    );
}

#[test]
fn on_the_last_day_the_moment_decides_and_on_any_other_the_day() {
    let met = |owed: Owed| owed.is_done_in_time();
    assert!(met(done("2025-12-20", "2025-12-20", true)));
    assert!(
        !met(done("2025-12-20", "2025-12-20", false)),
        "an hour late"
    );
    assert!(met(done("2025-12-20", "2025-12-19", false)));
    assert!(!met(done("2025-12-20", "2025-12-21", true)));
}

#[test]
fn an_open_case_is_due_on_its_deadline_and_without_one_never() {
    let open = closing(owed("2025-12-20"));
    assert_eq!(open.mark(Indicator::Closing), mark("2025-12-20", false));
    let unlimited = closing(Owed {
        done_on: Some(day("2025-12-05")),
        ..Owed::default()
    });
    assert_eq!(unlimited.mark(Indicator::Closing), None);
    assert_eq!(unlimited.mark(Indicator::ClosingInTime), None);
}

#[test]
fn rework_and_extension_are_out_of_what_is_due() {
    let twice = Standing {
        reworked: true,
        extended: true,
        ..closing(owed("2025-12-20"))
    };
    assert_eq!(twice.mark(Indicator::Rework), mark("2025-12-20", true));
    assert_eq!(twice.mark(Indicator::Extension), mark("2025-12-20", true));
    let plain = closing(owed("2025-12-20"));
    assert_eq!(plain.mark(Indicator::Rework), mark("2025-12-20", false));
    assert_eq!(
        Standing {
            reworked: true,
            ..case("2025-12-01")
        }
        .mark(Indicator::Rework),
        None
    );
}

#[test]
fn acceptance_and_completion_are_judged_as_closing_is() {
    let petition = Standing {
        acceptance: done("2025-12-16", "2025-12-03", true),
        completion: done("2026-01-30", "2026-02-02", false),
        ..case("2025-12-01")
    };
    assert_eq!(
        petition.mark(Indicator::AcceptanceInTime),
        mark("2025-12-03", true)
    );
    assert_eq!(
        petition.mark(Indicator::Completion),
        mark("2026-01-30", true)
    );
    assert_eq!(
        petition.mark(Indicator::CompletionInTime),
        mark("2026-01-30", false)
    );
    let ignored = Standing {
        acceptance: owed("2025-12-16"),
        ..case("2025-12-01")
    };
    assert_eq!(
        ignored.mark(Indicator::AcceptanceInTime),
        mark("2025-12-16", false),
        "what nobody accepts counts on its deadline without anybody touching it"
    );
}

#[test]
fn handled_is_what_was_answered_or_closed_out_of_what_was_established() {
    let answered = Standing {
        completion: done("2025-12-20", "2025-12-18", true),
        ..case("2025-12-01")
    };
    assert_eq!(answered.mark(Indicator::Handling), mark("2025-12-01", true));
    assert_eq!(
        case("2025-12-01").mark(Indicator::Handling),
        mark("2025-12-01", false)
    );
    let declined = Standing {
        established_on: None,
        ..case("2025-12-01")
    };
    assert_eq!(declined.mark(Indicator::Handling), None);
}

#[test]
fn a_visit_counts_in_each_question_that_was_answered() {
    let mut asked = visit("2025-12-24", true, true, false);
    asked.resolved = None;
    let visited = Standing {
        visit: Some(asked),
        ..case("2025-12-01")
    };
    assert_eq!(visited.mark(Indicator::Response), mark("2025-12-24", true));
    assert_eq!(visited.mark(Indicator::Resolution), None);
    assert_eq!(
        visited.mark(Indicator::Satisfaction),
        mark("2025-12-24", false)
    );
}

#[test]
fn an_imported_case_counts_in_rates_of_time_and_not_in_rates_of_visits() {
    let imported = Standing {
        imported: true,
        visit: Some(visit("2025-12-24", true, true, true)),
        ..closing(done("2025-12-20", "2025-12-10", true))
    };
    for indicator in Indicator::ALL {
        let other = Standing {
            imported: false,
            ..imported.clone()
        };
        if indicator.is_of_visits() {
            assert_eq!(imported.mark(indicator), None, "{indicator:?}");
            assert!(other.mark(indicator).is_some(), "{indicator:?}");
        } else {
            assert_eq!(
                imported.mark(indicator),
                other.mark(indicator),
                "{indicator:?}"
            );
        }
    }
}

#[test]
fn a_return_counts_for_who_sent_it_back_and_not_for_who_took_it_over() {
    let moved = Standing {
        lead: Some(department("zhifa")),
        returned_by: BTreeSet::from([department("zhujian")]),
        ..case("2025-12-01")
    };
    let at = |slice: &Slice| moved.mark_in(Indicator::Return, slice);
    assert_eq!(at(&Slice::All), mark("2025-12-01", true));
    assert_eq!(at(&led_by("zhujian")), mark("2025-12-01", true));
    assert_eq!(at(&led_by("zhifa")), mark("2025-12-01", false));
    assert_eq!(at(&led_by("renshe")), None);
    assert_eq!(moved.mark_in(Indicator::Handling, &led_by("zhujian")), None);
}

#[test]
fn every_indicator_has_its_own_name() {
    let names: BTreeSet<_> = Indicator::ALL.map(Indicator::name).into();
    assert_eq!(names.len(), Indicator::ALL.len());
    for indicator in Indicator::ALL {
        let wire = serde_json::to_value(indicator).unwrap();
        assert_eq!(wire, indicator.name());
    }
}
