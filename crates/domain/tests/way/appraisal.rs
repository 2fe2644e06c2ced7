//! Points that people give for a month.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use onemap_domain::record::{Matter, RecordCommand, appraisal};

use crate::fixture::{GRID, area};
use crate::kept::Kept;

const DAY: Date = date(2026, 11, 20);

fn give(row: &str, month: Date, points: u16, note: &str) -> RecordCommand {
    RecordCommand::Appraisal(appraisal::Command::Give {
        area: area(GRID),
        month,
        row: row.to_owned(),
        points,
        note: note.to_owned(),
    })
}

#[test]
fn points_are_given_where_no_count_gives_them_and_less_than_all_needs_a_reason() {
    let mut kept = Kept::new("ulanqab", "2026-11-20 09:00");
    let row = "indicator_4";
    for (command, field) in [
        (give("visits", DAY, 5, ""), "row"),
        (give("none_such", DAY, 5, ""), "row"),
        (give(row, DAY, 6, ""), "points"),
        (give(row, DAY, 4, " "), "note"),
        (give(row, date(2026, 12, 1), 5, ""), "month"),
    ] {
        assert_eq!(kept.refused_field("overseer", command), field);
    }
    assert_eq!(
        kept.give("grid", give(row, DAY, 5, "")),
        Err("record_not_yours")
    );
    kept.give("overseer", give(row, DAY, 5, "")).unwrap();
    kept.give("chenhong", give(row, date(2026, 11, 1), 3, "台账不全"))
        .unwrap();
    let Matter::Appraisal(state) = &kept.record().matter else {
        panic!("an appraisal");
    };
    assert_eq!(state.points(), BTreeMap::from([(row.to_owned(), 3)]));
    assert_eq!(state.given[row].by, "chenhong", "the later word holds");
    assert_eq!(kept.log.len(), 2, "the log has both");
    assert_eq!(
        kept.give("overseer", give(row, date(2026, 10, 31), 5, "")),
        Err("already_exists"),
        "October has an appraisal of its own"
    );
}
