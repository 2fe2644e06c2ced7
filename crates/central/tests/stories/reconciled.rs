//! Reconciliation with the log: what was frozen on each of the sample's last mornings, and what the
//! indicators say of each of its last days, is what the log gives when it is read again.
//!
//! What the screens of one moment say of each other: `tests/stories/reconciled.rs`.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use onemap_domain::apply;
use onemap_domain::area::{AreaCode, Level};
use onemap_domain::calendar::Calendar;
use onemap_domain::case::{Case, CaseId, Stage as At};
use onemap_domain::duty::Diary;
use onemap_domain::event::{Event, Recorded};
use onemap_domain::index::Snapshot;
use onemap_domain::indicator::{Flow, Indicator, Slice, Standing};
use onemap_domain::pack::{FigureKind, Pack, Sources, pack};
use onemap_domain::profile::Profile;
use onemap_domain::record::Matter;
use onemap_domain::record::duty::Book;
use onemap_exchange::{calendar, profile};
use onemap_protocol::feed::{Entry, SnapshotLine};
use serde_json::Value;

use crate::stage::{Person, Stage};

/// Days back that the indicators are asked about, one by one.
const DAYS: i64 = 30;

/// Everything that the central ever said, as one who sees the whole county was told it.
struct Told {
    areas: Vec<AreaCode>,
    profile: Profile,
    calendar: Calendar,
    events: Vec<Recorded>,
    packs: Vec<Pack>,
    books: Vec<Book>,
    indexes: Vec<Snapshot>,
    now: BTreeMap<CaseId, Case>,
}

impl Told {
    async fn to(person: &Person) -> Told {
        let register = person.snapshot().await.into_iter().find_map(|line| {
            let SnapshotLine::Register { register } = line else {
                return None;
            };
            Some(*register)
        });
        let register = register.unwrap();
        let areas = register.areas.iter();
        let mut told = Told {
            areas: areas.map(|area| area.code.clone()).collect(),
            profile: profile::of(&register).unwrap(),
            calendar: calendar::of(&register).unwrap(),
            events: Vec::new(),
            packs: Vec::new(),
            books: Vec::new(),
            indexes: Vec::new(),
            now: BTreeMap::new(),
        };
        let mut records = BTreeMap::new();
        for entry in person.feed(0, 2_000).await.0 {
            match entry {
                Entry::Event { recorded, .. } => told.events.push(recorded),
                Entry::WholeRecord { record, .. } => {
                    records.insert(record.id, record.matter);
                }
                other => panic!("who sees everything is told events: {other:?}"),
            }
        }
        for matter in records.into_values() {
            match matter {
                Matter::Meeting(meeting) => told.packs.push(*meeting.pack),
                Matter::Duty(book) => told.books.push(book),
                Matter::Index(snapshot) => told.indexes.push(*snapshot),
                _ => {}
            }
        }
        told.packs.sort_by_key(|pack| pack.at);
        told.now = told.cases(Timestamp::MAX);
        told
    }

    /// The cases as they stood at a moment, from their first event on.
    fn cases(&self, at: Timestamp) -> BTreeMap<CaseId, Case> {
        let mut cases: BTreeMap<CaseId, Case> = BTreeMap::new();
        for recorded in self.events.iter().filter(|recorded| recorded.at <= at) {
            let before = cases.remove(&recorded.case);
            let after = apply(before, recorded);
            cases.insert(recorded.case, after.unwrap());
        }
        cases
    }

    /// Whether a case counts for some cases now: one that was voided, or merged into another, is
    /// none.
    fn is_counted(&self, case: CaseId, slice: &Slice) -> bool {
        self.now.get(&case).is_some_and(|case| {
            let counts = case.stage != At::Voided && case.merged_into.is_none();
            let inside = match slice {
                Slice::Area(area) => area.covers(&case.facts.grid),
                _ => true,
            };
            counts && inside
        })
    }

    /// What the books of every duty said at a moment.
    fn diaries(&self, at: Timestamp) -> BTreeMap<String, Diary> {
        let then: Vec<Book> = self
            .books
            .iter()
            .cloned()
            .map(|mut book| {
                book.lines.retain(|line| line.at <= at);
                book
            })
            .collect();
        let duties = self.profile.duties.iter();
        duties
            .map(|rule| (rule.code.clone(), Diary::of(rule, &then)))
            .collect()
    }

    /// The pack of a moment, made again.
    fn again(&self, frozen: &Pack) -> Pack {
        let earlier: Vec<&Pack> = self
            .packs
            .iter()
            .filter(|pack| pack.rhythm == frozen.rhythm && pack.at < frozen.at)
            .collect();
        let indexes: Vec<&Snapshot> = self
            .indexes
            .iter()
            .filter(|one| one.at <= frozen.at)
            .collect();
        let cases: Vec<Case> = self.cases(frozen.at).into_values().collect();
        let sources = Sources {
            cases: &cases,
            decisions: &[],
            earlier: &earlier,
            calendar: &self.calendar,
            meetings: &self.profile.meetings,
            duties: &self.profile.duties,
            areas: &self.areas,
            diaries: &self.diaries(frozen.at),
            indexes: &indexes,
        };
        pack(frozen.rhythm, &frozen.area, frozen.at, &sources)
    }
}

#[tokio::test]
async fn every_frozen_morning_is_what_the_log_gives_when_it_is_read_up_to_its_moment() {
    let stage = Stage::on(onemap_central::sample::chishui().unwrap()).await;
    let operator = stage.signed_in_with("wangmin", "onemap-demo").await;
    let told = Told::to(&operator).await;
    assert!(told.packs.len() > 8, "{} packs", told.packs.len());
    for frozen in &told.packs {
        let again = told.again(frozen);
        let of = format!("{:?} of {}", frozen.rhythm, frozen.days.to);
        assert_eq!(again.figures, frozen.figures, "{of}");
        assert_eq!(again, *frozen, "{of}");
    }
    let open: Vec<u64> = told
        .packs
        .iter()
        .map(|pack| pack.figure(FigureKind::Open).unwrap().count)
        .collect();
    assert!(
        open.windows(2).any(|pair| pair[0] != pair[1]),
        "the mornings differ, so that taking one for another would be noticed: {open:?}"
    );
}

#[tokio::test]
async fn the_indicators_of_every_past_day_are_what_a_plain_count_over_the_log_gives() {
    let stage = Stage::on(onemap_central::sample::chishui().unwrap()).await;
    let operator = stage.signed_in_with("wangmin", "onemap-demo").await;
    let told = Told::to(&operator).await;
    let calendar = &told.calendar;
    let now = told.events.last().unwrap().at;
    let standings: Vec<Standing> = told
        .now
        .values()
        .filter_map(|case| Standing::of(case, calendar))
        .collect();
    let today = calendar.date(now);
    let mut counted = 0;
    for back in 0..DAYS {
        let day = today.saturating_sub(back.days());
        let path = format!("/v1/indicators?from={day}&to={day}&by=town");
        let said: Value = operator.reads(&path).await;
        counted += agrees(&said["all"], &told, &standings, &Slice::All, day);
        let towns = said["parts"].as_array().unwrap();
        for town in towns {
            let code = AreaCode::parse(town["slice"]["key"].as_str().unwrap()).unwrap();
            assert_eq!(code.level(), Level::Town);
            agrees(town, &told, &standings, &Slice::Area(code), day);
        }
        for (at, rate) in said["all"]["rates"].as_array().unwrap().iter().enumerate() {
            let sum = |field: &str| -> u64 {
                let of = |town: &Value| town["rates"][at][field].as_u64().unwrap();
                towns.iter().map(of).sum()
            };
            for field in ["numerator", "denominator"] {
                assert_eq!(rate[field], sum(field), "{} on {day}", rate["indicator"]);
            }
        }
    }
    assert!(counted > 500, "{counted} cases counted for something");
}

/// What the central said of a day and some cases is what a plain count gives; how many counted.
fn agrees(said: &Value, told: &Told, standings: &[Standing], slice: &Slice, day: Date) -> u64 {
    let calendar = &told.calendar;
    let inside = |standing: &&Standing| match slice {
        Slice::Area(area) => area.covers(&standing.grid),
        _ => true,
    };
    let own: Vec<&Standing> = standings.iter().filter(inside).collect();
    let mut counted = 0;
    for rate in said["rates"].as_array().unwrap() {
        let indicator: Indicator = serde_json::from_value(rate["indicator"].clone()).unwrap();
        let marks = own.iter().filter_map(|one| one.mark(indicator));
        let marks: Vec<bool> = marks
            .filter(|mark| mark.on == day)
            .map(|mark| mark.met)
            .collect();
        let met = marks.iter().filter(|met| **met).count() as u64;
        assert_eq!(
            rate["numerator"], met,
            "{indicator:?} of {slice:?} on {day}"
        );
        assert_eq!(
            rate["denominator"],
            marks.len() as u64,
            "{indicator:?} of {slice:?} on {day}"
        );
        counted += marks.len() as u64;
    }
    // What was reported is counted from the log itself, with no rule of ours between.
    let reported = told.events.iter().filter(|recorded| {
        matches!(recorded.event, Event::Reported { .. })
            && calendar.date(recorded.at) == day
            && told.is_counted(recorded.case, slice)
    });
    let reported = reported.count() as u64;
    let flow = |flow: Flow| {
        let flows = said["flows"].as_array().unwrap();
        let of = flows.iter().find(|one| one["flow"] == flow.name()).unwrap();
        of["count"].as_u64().unwrap()
    };
    assert_eq!(flow(Flow::Reported), reported, "{slice:?} on {day}");
    counted
}
