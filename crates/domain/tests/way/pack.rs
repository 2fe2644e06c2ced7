//! The pack of a meeting: what it counts, what is hot, and that it can be made again.

use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan};
use onemap_domain::apply;
use onemap_domain::area::AreaCode;
use onemap_domain::case::{Case, CaseId, Facts, Reporter, Satisfaction, Urgency};
use onemap_domain::pack::{Days, FigureKind, Pack, Rhythm, Subject, pack};
use onemap_domain::people::Compartment;

use crate::fixture::{Walk, facts, moment, of_cases};
use crate::words::*;

fn county() -> AreaCode {
    AreaCode::parse("520381").unwrap()
}

fn made(rhythm: Rhythm, at: Timestamp, cases: &[Case], earlier: &[&Pack]) -> Pack {
    pack(rhythm, &county(), at, &of_cases(cases, earlier))
}

fn count(pack: &Pack, kind: FigureKind) -> (u64, Option<u64>, Option<u64>) {
    let figure = pack
        .figures
        .iter()
        .find(|figure| figure.kind == kind)
        .unwrap();
    (figure.count, figure.before, figure.week_before)
}

fn listed(pack: &Pack, subject: Subject) -> u64 {
    pack.listed
        .iter()
        .find(|listed| listed.subject == subject)
        .unwrap()
        .total
}

/// A case reported at a moment; `number` keeps identities apart.
fn reported(number: u64, at: &str, category: &str, phone: &str) -> Case {
    let mut walk = Walk::new("liaocheng", at);
    let facts = Facts {
        category: category.to_owned(),
        reporter: Some(Reporter {
            name: "张三".to_owned(),
            phone: phone.to_owned(),
        }),
        ..facts()
    };
    walk.give("wangmin", report(facts));
    let mut case = walk.case().clone();
    case.id.0 = uuid::Uuid::from_u64_pair(6, number);
    case
}

#[test]
fn a_period_is_the_last_whole_one() {
    let before = |rhythm: Rhythm, day: Date| rhythm.period_before(day);
    let days = Days::new;
    let day = date(2026, 11, 20);
    assert_eq!(
        before(Rhythm::Daily, day),
        days(date(2026, 11, 19), date(2026, 11, 19))
    );
    let week = days(date(2026, 11, 9), date(2026, 11, 15));
    assert_eq!(
        before(Rhythm::Weekly, day),
        week,
        "a Friday looks back to Sunday"
    );
    assert_eq!(
        before(Rhythm::Weekly, date(2026, 11, 16)),
        week,
        "as does the Monday"
    );
    let month = days(date(2026, 2, 1), date(2026, 2, 28));
    assert_eq!(before(Rhythm::Monthly, date(2026, 3, 31)), month);
}

#[test]
fn flows_are_of_yesterday_and_stocks_of_the_moment() {
    let cases = [
        reported(1, "2026-11-19 09:00", "road", "1"),
        reported(2, "2026-11-19 23:59", "road", "2"),
        reported(3, "2026-11-20 00:01", "road", "3"),
        reported(4, "2026-11-18 10:00", "road", "4"),
        reported(5, "2026-11-12 10:00", "road", "5"),
        reported(6, "2026-11-12 11:00", "road", "6"),
    ];
    let pack = made(Rhythm::Daily, moment("2026-11-20 08:00"), &cases, &[]);
    assert_eq!(count(&pack, FigureKind::Reported), (2, Some(1), Some(2)));
    assert_eq!(
        count(&pack, FigureKind::Open),
        (6, None, None),
        "no pack before said"
    );
    // 24 hours to verify: those of the 12th and the 18th are late, one of the 19th is due today.
    assert_eq!(listed(&pack, Subject::Overdue), 3);
    assert_eq!(
        count(&pack, FigureKind::Overdue).0,
        3,
        "the list and the figure agree"
    );
    let tomorrow = made(Rhythm::Daily, moment("2026-11-21 08:00"), &cases, &[&pack]);
    assert_eq!(count(&tomorrow, FigureKind::Open), (6, Some(6), None));
}

#[test]
fn a_sealed_case_is_in_no_pack() {
    let mut sealed = reported(1, "2026-11-19 09:00", "road", "1");
    sealed.compartment = Some(Compartment("minors".to_owned()));
    let pack = made(Rhythm::Daily, moment("2026-11-20 08:00"), &[sealed], &[]);
    assert_eq!(count(&pack, FigureKind::Reported).0, 0);
    assert_eq!(count(&pack, FigureKind::Open).0, 0);
}

#[test]
fn the_same_person_again_within_thirty_days_is_repeated() {
    let cases = [
        reported(1, "2026-10-20 09:00", "road", "13800001111"),
        reported(2, "2026-11-19 09:00", "noise", "13800001111"),
        reported(3, "2026-10-19 09:00", "road", "13800002222"),
        reported(4, "2026-11-19 09:30", "noise", "13800002222"),
        reported(5, "2026-11-19 09:30", "noise", ""),
        reported(6, "2026-11-19 09:40", "noise", ""),
    ];
    let pack = made(Rhythm::Daily, moment("2026-11-20 08:00"), &cases, &[]);
    let repeated = pack
        .listed
        .iter()
        .find(|one| one.subject == Subject::Repeated)
        .unwrap();
    let ids: Vec<_> = repeated.cases.iter().map(|case| case.id).collect();
    assert_eq!(
        ids,
        [cases[1].id],
        "31 days are too long, and who left no number is nobody"
    );
}

#[test]
fn a_hot_spot_is_above_its_usual_range_and_shows_the_sum() {
    let mut cases = Vec::new();
    let mut add = |day: Date, category: &str, times: u64| {
        for _ in 0..times {
            let number = cases.len() as u64;
            cases.push(reported(number, &format!("{day} 10:00"), category, ""));
        }
    };
    let day = date(2026, 11, 19);
    for week in 1..=8_i64 {
        let before = day.saturating_sub((7 * week).days());
        add(before, "noise", 2);
        add(before, "refuse", 2);
        // Other weekdays are not what is usual on this one.
        add(before.saturating_sub(1.day()), "noise", 9);
    }
    add(day, "noise", 5);
    add(day, "refuse", 4);
    add(day, "road", 3);
    add(day, "power", 2);
    let pack = made(Rhythm::Daily, moment("2026-11-20 08:00"), &cases, &[]);
    let hot: Vec<(&str, u32)> = pack
        .hot_spots
        .iter()
        .map(|spot| (spot.category.as_str(), spot.count))
        .collect();
    // 2 are usual, up to 2 + 2·√2 = 4.8284; where nothing is usual, three are the floor.
    assert_eq!(hot, [("road", 3), ("noise", 5)]);
    let noise = &pack.hot_spots[1];
    assert_eq!(
        (noise.earlier.as_slice(), noise.usual().as_str()),
        ([2; 8].as_slice(), "2")
    );
    assert_eq!(noise.usual_to_hundredths, 483);
}

#[test]
fn as_many_as_the_usual_range_holds_are_not_hot() {
    let day = date(2026, 11, 19);
    let reports = |now: u64| {
        let mut cases = Vec::new();
        let mut add = |day: Date, times: u64| {
            for _ in 0..times {
                let number = cases.len() as u64;
                cases.push(reported(number, &format!("{day} 10:00"), "noise", ""));
            }
        };
        for week in 1..=8_i64 {
            add(
                day.saturating_sub((7 * week).days()),
                if week == 8 { 3 } else { 2 },
            );
        }
        add(day, now);
        made(Rhythm::Daily, moment("2026-11-20 08:00"), &cases, &[]).hot_spots
    };
    // 17 ÷ 8 + 2·√(17 ÷ 8) = 5.0405: five are usual, whatever a mean rounded down gives.
    assert_eq!(reports(5), []);
    let hot = reports(6);
    assert_eq!(
        (hot[0].usual().as_str(), hot[0].usual_to_hundredths),
        ("2.125", 505)
    );
}

/// The cases of a subject, in their order.
fn ids(pack: &Pack, subject: Subject) -> Vec<CaseId> {
    let listed = pack.listed(subject).unwrap();
    assert_eq!(listed.cases.len() as u64, listed.total);
    listed.cases.iter().map(|case| case.id).collect()
}

#[test]
fn dissatisfied_is_who_said_so_on_a_visit_and_who_said_so_when_asked_to_evaluate() {
    let closed = |number: u64| {
        let mut walk = Walk::new("liaocheng", "2026-11-17 09:00");
        walk.give("wangmin", report(facts()))
            .give("wangmin", verify())
            .give("wangmin", establish(Urgency::Normal))
            .give("wangmin", dispatch("zhujian"))
            .give("zhujian", accept())
            .give("zhujian", feed_back());
        (walk, number)
    };
    let done = |(walk, number): (Walk, u64)| {
        let mut case = walk.case().clone();
        case.id.0 = uuid::Uuid::from_u64_pair(6, number);
        case
    };
    // 双回访, in a county that has it: the handler heard yes, the centre no.
    let mut visited = Walk::new("chishui", "2026-11-17 09:00");
    visited
        .give("wangmin", report(facts()))
        .give("wangmin", verify())
        .give("wangmin", establish(Urgency::Normal))
        .give("wangmin", dispatch("zhujian"))
        .give(
            "zhujian",
            form(&["leader", "official", "village"], &["某党员"]),
        )
        .give("zhujian", accept())
        .give("zhujian", feed_back())
        .at("2026-11-19 10:00")
        .give("zhujian", visit(true))
        .give("wangmin", visit(false));
    let evaluated = |number: u64, on: &str, said: Satisfaction| {
        let (mut walk, _) = closed(number);
        walk.give("wangmin", close("resolved", "", &[]))
            .at(on)
            .give("wangmin", evaluate(said));
        (walk, number)
    };
    let mut again = evaluated(5, "2026-11-19 10:00", Satisfaction::Dissatisfied);
    again.0.at("2026-11-19 15:00").give("lijun", reopen());
    let cases = [
        done((visited, 1)),
        done(evaluated(2, "2026-11-19 10:00", Satisfaction::Dissatisfied)),
        done(evaluated(3, "2026-11-19 10:00", Satisfaction::Fair)),
        done(evaluated(4, "2026-11-18 10:00", Satisfaction::Dissatisfied)),
        done(again),
    ];
    let pack = made(Rhythm::Daily, moment("2026-11-20 08:00"), &cases, &[]);
    let mut told = ids(&pack, Subject::Dissatisfied);
    told.sort_unstable();
    assert_eq!(
        told,
        [cases[0].id, cases[1].id, cases[4].id],
        "what was said yesterday is not unsaid by doing it again"
    );
}

/// Merges a case into another, as [`apply`] does.
fn merged(cases: &mut [Case], from: usize, into: usize, at: &str) {
    let (from_id, into_id) = (cases[from].id, cases[into].id);
    cases[from].merged_into = Some(into_id);
    cases[from].merged_at = Some(moment(at));
    cases[into].absorbed.insert(from_id);
}

#[test]
fn a_merge_says_when_it_was_and_taking_it_back_takes_that_back() {
    let mut walk = Walk::new("liaocheng", "2026-11-10 09:00");
    walk.give("wangmin", report(facts()))
        .give_on(1, "wangmin", report(facts()))
        .at("2026-11-19 15:00")
        .give_on(1, "wangmin", merge(0));
    assert_eq!(walk.other().merged_at, Some(moment("2026-11-19 15:00")));
    walk.give_on(1, "wangmin", unmerge(0));
    assert_eq!(walk.other().merged_at, None);
}

#[test]
fn several_people_with_one_matter_are_a_group_and_one_person_with_it_is_repeated() {
    let mut cases = vec![
        // Old, with another person's of yesterday.
        reported(0, "2026-09-01 09:00", "road", "13800000001"),
        reported(1, "2026-11-19 09:00", "road", "13800000002"),
        // Both old, merged yesterday: noticed on the day it happens.
        reported(2, "2026-09-01 09:00", "noise", "13800000003"),
        reported(3, "2026-09-02 09:00", "noise", "13800000004"),
        // One person twice, long apart, merged yesterday.
        reported(4, "2026-06-01 09:00", "refuse", "13800000005"),
        reported(5, "2026-09-01 09:00", "refuse", "13800000005"),
        // Nothing of it was yesterday.
        reported(6, "2026-09-01 09:00", "power", "13800000006"),
        reported(7, "2026-09-02 09:00", "power", "13800000007"),
        // One merged through another, and one who left no number but the same name.
        reported(8, "2026-09-01 09:00", "sewage", "13800000008"),
        reported(9, "2026-09-02 09:00", "sewage", "13800000009"),
        reported(10, "2026-11-19 09:00", "sewage", ""),
    ];
    for (from, into, at) in [
        (1, 0, "2026-11-19 09:30"),
        (3, 2, "2026-11-19 10:00"),
        (5, 4, "2026-11-19 11:00"),
        (7, 6, "2026-11-18 10:00"),
        (10, 9, "2026-11-19 12:00"),
        (9, 8, "2026-11-19 13:00"),
    ] {
        merged(&mut cases, from, into, at);
    }
    let pack = made(Rhythm::Daily, moment("2026-11-20 08:00"), &cases, &[]);
    let mut group = ids(&pack, Subject::Group);
    group.sort_unstable();
    assert_eq!(group, [cases[0].id, cases[2].id, cases[8].id]);
    let people: Vec<u32> = pack
        .listed(Subject::Group)
        .unwrap()
        .cases
        .iter()
        .map(|case| case.people)
        .collect();
    assert_eq!(
        people,
        [2, 2, 2],
        "张三 without a number is one of the 张三 with one"
    );
    assert_eq!(
        ids(&pack, Subject::Repeated),
        [cases[4].id],
        "the case that goes on, and no group"
    );
    assert_eq!(pack.listed(Subject::Overdue).unwrap().cases[0].people, 0);

    let later = made(Rhythm::Daily, moment("2026-11-21 08:00"), &cases, &[]);
    assert_eq!(ids(&later, Subject::Group), [], "it is not told every day");
}

#[test]
fn a_pack_is_the_same_whatever_the_order_of_its_cases_and_when_made_again_from_the_log() {
    let at = moment("2026-11-20 08:00");
    let mut walk = Walk::new("liaocheng", "2026-11-18 09:00");
    walk.give("wangmin", report(facts()))
        .give("wangmin", verify())
        .give("wangmin", establish(Urgency::Normal))
        .give("wangmin", dispatch("zhujian"));
    let mut cases = vec![walk.case().clone()];
    cases.extend((2..9).map(|number| reported(number, "2026-11-19 09:00", "road", "7")));
    let frozen = made(Rhythm::Daily, at, &cases, &[]);
    cases.reverse();
    assert_eq!(made(Rhythm::Daily, at, &cases, &[]), frozen);

    // The case goes on; next year its log, read up to the moment, gives the same pack.
    walk.at("2026-11-21 09:00")
        .give("zhujian", accept())
        .give("zhujian", feed_back())
        .give("wangmin", close("resolved", "", &[]));
    let log = walk.ways[0].log.iter().filter(|recorded| recorded.at <= at);
    let then = log.fold(None, apply).unwrap();
    cases.retain(|case| case.id != then.id);
    cases.push(walk.case().clone());
    assert_ne!(
        made(Rhythm::Daily, at, &cases, &[]),
        frozen,
        "it is not what is known today"
    );
    cases.pop();
    cases.push(then);
    assert_eq!(made(Rhythm::Daily, at, &cases, &[]), frozen);
}
