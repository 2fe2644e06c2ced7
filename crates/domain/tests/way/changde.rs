//! 常德 434: the grid whistles, departments come; there are no field inspections.

use jiff::civil::Date;
use onemap_domain::area::Level;
use onemap_domain::case::{Satisfaction, Urgency};
use onemap_domain::indicator::{Indicator, Slice, Standing, Tally};
use onemap_domain::profile::Measure;
use onemap_domain::record::RecordCommand;
use onemap_domain::record::draw::{self, Lot};
use onemap_domain::staffing::{counted, staff};

use crate::fixture::{CALENDAR, Walk, area, facts, profile};
use crate::kept::Kept;
use crate::words::*;

pub fn grid_whistle() -> Walk {
    let mut walk = Walk::new("changde", "2026-03-02 09:00");
    walk.give("grid", report(facts()))
        .give("wangmin", verify())
        .give("wangmin", establish(Urgency::Normal))
        .give("wangmin", dispatch("zhifa"))
        .give("zhifa", accept())
        .refused(
            "role_not_allowed",
            "wangmin",
            whistle(&["zhujian"], "2026-03-02 11:00"),
        )
        .give("grid", whistle(&["zhujian"], "2026-03-02 11:00"))
        .at("2026-03-02 10:20")
        .give("zhujian", report_in())
        .give("grid", rate_whistle("zhujian", Satisfaction::Satisfied))
        .give("zhujian", rate_whistle("zhujian", Satisfaction::Satisfied))
        .at("2026-03-03 10:00")
        .give("zhifa", feed_back())
        .give("wangmin", close("resolved", "", &[]))
        .give("wangmin", evaluate(Satisfaction::Satisfied));
    walk
}

#[test]
fn a_grid_whistles_and_the_rates_of_the_city_count_the_case() {
    let walk = grid_whistle();
    let standing = Standing::of(walk.case(), &CALENDAR).unwrap();
    let tally = Tally::of(Level::Town, [&standing]);
    let (from, to) = (Date::constant(2026, 3, 1), Date::constant(2026, 3, 31));
    for indicator in [
        Indicator::Handling,
        Indicator::Satisfaction,
        Indicator::Arrival,
    ] {
        let rate = tally.rate(indicator, from, to, &Slice::All);
        assert_eq!((rate.numerator, rate.denominator), (1, 1), "{indicator:?}");
    }
}

#[test]
fn what_the_city_gave_up_is_not_there() {
    let changde = profile("changde");
    assert!(changde.without_inspections);
    assert!(changde.duties.iter().all(|duty| duty.code != "posting"));
    let mut kept = Kept::new("changde", "2026-03-02 09:00");
    let draw = RecordCommand::Draw(draw::Command::Draw(Lot {
        title: "二月不满意件复查".to_owned(),
        area: area("520381"),
        population: "二月结案的全部案件".to_owned(),
        cases: [crate::fixture::id(0)].into(),
        size: 1,
        seed: 1,
    }));
    assert_eq!(kept.give("overseer", draw), Err("record_not_in_profile"));
}

#[test]
fn the_lists_have_the_sizes_of_the_city_and_no_member_that_it_does_not_name() {
    let changde = profile("changde");
    let list = |code: &str| {
        let list = changde.lists.iter().find(|list| list.code == code).unwrap();
        (usize::from(list.size), list.members.len())
    };
    assert_eq!(list("three_lists"), (3, 3));
    assert_eq!(list("common_duties"), (4, 4));
    assert_eq!(list("four_systems"), (4, 0));
    assert_eq!(changde.forces.len(), 4);
    let index = changde.index.unwrap();
    let points: u16 = index.rows.iter().map(|row| row.points).sum();
    assert_eq!(points, 100);
    assert!(
        index.rows.iter().all(|row| row.measure != Measure::Judged),
        "nobody gives points of the index"
    );
}

#[test]
fn the_county_s_own_figures_of_the_four_forces_sum_and_stand_beside_the_register_s() {
    let changde = profile("changde");
    let figures = [16_584, 25_133, 2_513, 3_333];
    assert_eq!(
        counted(&changde.forces),
        Some((figures.map(Some).to_vec(), 47_563))
    );
    let nobody = staff(&[area("520381")], &[], &changde.forces);
    assert_eq!(nobody[0].total(), 0, "the register has nobody all the same");
    assert!(changde.forces.iter().all(|force| force.basis.is_some()));
    assert_eq!(counted(&profile("chishui").forces), None);
}
