use proptest::prelude::*;
use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::area::{AreaCode, Position};
use crate::case::{CaseId, Facts, Reporter, Urgency};
use crate::department::DepartmentCode;
use crate::event::Event;
use crate::people::{Actor, Role, UserId};

fn canonical(value: &Value) -> String {
    let mut out = String::new();
    write(value, &mut out);
    out
}

fn facts(lon: f64, lat: f64, text: String) -> Facts {
    Facts {
        title: "桂园路路灯不亮".to_owned(),
        text,
        category: "lighting".to_owned(),
        channel: "hotline".to_owned(),
        urgency: Urgency::Normal,
        reporter: Some(Reporter {
            name: "张三".to_owned(),
            phone: "13800000000".to_owned(),
        }),
        position: Position { lon, lat },
        address: String::new(),
        grid: AreaCode::parse("371502001001001").unwrap(),
        persons: Vec::new(),
        unit: None,
        position_simulated: false,
        origin: None,
    }
}

fn event() -> impl Strategy<Value = Event> {
    let text = || proptest::string::string_regex("(?s).{0,12}").unwrap();
    prop_oneof![
        (any::<f64>(), -90.0..90.0, text())
            .prop_filter("places are numbers", |(lon, _, _)| lon.is_finite())
            .prop_map(|(lon, lat, text)| Event::Amended {
                facts: Box::new(facts(lon, lat, text)),
            }),
        text().prop_map(|note| Event::Progressed { note }),
        Just(Event::Accepted),
        (
            text(),
            proptest::collection::btree_map(text(), text(), 0..4)
        )
            .prop_map(|(note, demands)| Event::Closed {
                reason: "solved".to_owned(),
                note,
                demands,
            }),
    ]
}

/// A log of at least two events of one case; no two commands are the same.
fn log() -> impl Strategy<Value = Vec<Recorded>> {
    let one = (event(), any::<u64>(), 0..4_000_000_000_i64);
    proptest::collection::vec(one, 2..9).prop_map(|drawn| {
        let recorded = |(revision, (event, command, second))| Recorded {
            case: CaseId(Uuid::from_u64_pair(7, 7)),
            revision,
            at: jiff::Timestamp::from_second(second).unwrap(),
            actor: Actor {
                user: UserId("li".to_owned()),
                name: "李四".to_owned(),
                role: Role::Clerk,
                department: Some(DepartmentCode("zhujian".to_owned())),
            },
            command: Uuid::from_u64_pair(revision, command),
            event,
        };
        (1..).zip(drawn).map(recorded).collect()
    })
}

fn chained(log: Vec<Recorded>) -> Vec<(Recorded, Digest)> {
    let mut last = None;
    let mut chain = Vec::new();
    for recorded in log {
        let digest = link(last.as_ref(), &recorded);
        last = Some(digest);
        chain.push((recorded, digest));
    }
    chain
}

fn verified(chain: &[(Recorded, Digest)]) -> Result<Option<Digest>, Break> {
    verify(chain.iter().map(|(recorded, digest)| (recorded, digest)))
}

fn broken_at(index: usize) -> Result<Option<Digest>, Break> {
    let revision = index as u64 + 1;
    Err(Break { revision })
}

type Change = fn(&mut (Recorded, Digest));

/// Every part of a line of the log, changed.
const CHANGES: [Change; 9] = [
    |(recorded, _)| recorded.case = CaseId(Uuid::from_u64_pair(7, 8)),
    |(recorded, _)| recorded.revision += 1,
    |(recorded, _)| recorded.at += jiff::SignedDuration::from_nanos(1),
    |(recorded, _)| recorded.actor.user = UserId("wang".to_owned()),
    |(recorded, _)| recorded.actor.name.push(' '),
    |(recorded, _)| recorded.actor.department = None,
    |(recorded, _)| recorded.command = Uuid::nil(),
    |(recorded, _)| {
        recorded.event = Event::Urged {
            note: "。".to_owned(),
        };
    },
    |(_, digest)| digest.0[31] ^= 1,
];

proptest! {
    #[test]
    fn a_log_as_it_was_recorded_holds_and_hands_out_its_last_digest(log in log()) {
        let chain = chained(log);
        prop_assert_eq!(verified(&chain), Ok(chain.last().map(|(_, digest)| *digest)));
    }

    #[test]
    fn a_changed_event_is_found_where_it_stands(
        log in log(),
        at in any::<prop::sample::Index>(),
        change in 0..CHANGES.len(),
    ) {
        let mut chain = chained(log);
        let at = at.index(chain.len());
        CHANGES[change](&mut chain[at]);
        // Another case's first event would be a log of that case; the next event tells.
        let found = if change == 0 && at == 0 {
            chain[0].1 = link(None, &chain[0].0);
            1
        } else {
            at
        };
        prop_assert_eq!(verified(&chain), broken_at(found));
    }

    #[test]
    fn a_removed_event_is_found_where_it_is_missing(
        log in log(),
        at in any::<prop::sample::Index>(),
    ) {
        let mut chain = chained(log);
        let whole = verified(&chain);
        let at = at.index(chain.len());
        let is_last = at + 1 == chain.len();
        chain.remove(at);
        if is_last {
            // Only a digest kept elsewhere shows that the end is missing.
            prop_assert!(verified(&chain).is_ok());
            prop_assert_ne!(verified(&chain), whole);
        } else {
            prop_assert_eq!(verified(&chain), broken_at(at));
        }
    }

    #[test]
    fn an_inserted_event_is_found_there_or_right_behind_it(
        log in log(),
        at in any::<prop::sample::Index>(),
        forged in event(),
        is_chained in any::<bool>(),
    ) {
        let mut chain = chained(log);
        let at = at.index(chain.len());
        let (mut line, mut digest) = chain[at].clone();
        line.command = Uuid::nil();
        line.event = forged;
        if is_chained {
            let before = at.checked_sub(1).map(|before| chain[before].1);
            digest = link(before.as_ref(), &line);
        }
        chain.insert(at, (line, digest));
        prop_assert_eq!(verified(&chain), broken_at(at + usize::from(is_chained)));
    }

    #[test]
    fn swapped_events_are_found_at_the_first_of_them(
        log in log(),
        one in any::<prop::sample::Index>(),
        other in any::<prop::sample::Index>(),
        is_renumbered in any::<bool>(),
    ) {
        let mut chain = chained(log);
        let (one, other) = (one.index(chain.len()), other.index(chain.len()));
        prop_assume!(one != other);
        chain.swap(one, other);
        if is_renumbered {
            for (revision, (recorded, _)) in (1..).zip(&mut chain) {
                recorded.revision = revision;
            }
        }
        prop_assert_eq!(verified(&chain), broken_at(one.min(other)));
    }

    #[test]
    fn a_log_that_was_chained_anew_has_another_last_digest(
        log in log(),
        at in any::<prop::sample::Index>(),
    ) {
        let was = verified(&chained(log.clone()));
        let mut forged = log;
        let at = at.index(forged.len());
        forged[at].command = Uuid::nil();
        let is = verified(&chained(forged));
        prop_assert!(is.is_ok());
        prop_assert_ne!(is, was);
    }

    #[test]
    fn an_event_that_was_stored_as_json_has_the_same_digest(log in log()) {
        for recorded in log {
            let stored = serde_json::to_string(&recorded).unwrap();
            let read: Recorded = serde_json::from_str(&stored).unwrap();
            prop_assert_eq!(link(None, &read), link(None, &recorded), "{}", stored);
        }
    }

    #[test]
    fn the_canonical_form_is_the_same_value(log in log()) {
        for recorded in log {
            let value = serde_json::to_value(&recorded).unwrap();
            let read: Recorded = serde_json::from_str(&canonical(&value)).unwrap();
            prop_assert_eq!(read, recorded);
        }
    }
}

#[test]
fn an_empty_log_holds() {
    assert_eq!(verified(&[]), Ok(None));
}

#[test]
fn members_are_sorted_by_utf16_and_nothing_stands_between() {
    // U+10000 is D800 DC00 in UTF-16, before U+E000; as scalars they stand the other way round.
    let value = json!({
        "\u{e000}": 1, "\u{10000}": [true, false, null], "b": {"z": "", "a": -3}, "a": "é\u{7f}",
    });
    let wanted = "{\"a\":\"é\u{7f}\",\"b\":{\"a\":-3,\"z\":\"\"},\
                  \"\u{10000}\":[true,false,null],\"\u{e000}\":1}";
    assert_eq!(canonical(&value), wanted);
}

#[test]
fn only_what_must_be_is_escaped() {
    let value = json!("\"\\/\u{8}\t\n\u{c}\r\0\u{1f}€\u{2028}");
    let wanted = "\"\\\"\\\\/\\b\\t\\n\\f\\r\\u0000\\u001f€\u{2028}\"";
    assert_eq!(canonical(&value), wanted);
}

#[test]
fn numbers_are_written_as_ecmascript_does() {
    let wanted = [
        (json!(0.0), "0"),
        (json!(-0.0), "0"),
        (json!(105.0), "105"),
        (json!(105.695_001), "105.695001"),
        (json!(1e20), "100000000000000000000"),
        (json!(1e21), "1e+21"),
        (json!(-1.5e300), "-1.5e+300"),
        (json!(0.000_001), "0.000001"),
        (json!(1.5e-7), "1.5e-7"),
        (json!(5e-324), "5e-324"),
        (json!(u64::MAX), "18446744073709551615"),
        (json!(i64::MIN), "-9223372036854775808"),
    ];
    for (value, text) in wanted {
        assert_eq!(canonical(&value), text);
    }
}

#[test]
fn a_digest_is_64_digits_in_lower_case_on_the_wire() {
    let digest = Digest(std::array::from_fn(|at| at as u8 * 8));
    let text = "0008101820283038404850586068707880889098a0a8b0b8c0c8d0d8e0e8f0f8";
    assert_eq!(serde_json::to_value(digest).unwrap(), json!(text));
    assert_eq!(text.parse(), Ok(digest));
    for wrong in [&text[1..], &text.to_uppercase(), &format!("{text}00"), ""] {
        assert!(
            serde_json::from_value::<Digest>(json!(wrong)).is_err(),
            "{wrong}"
        );
    }
}
