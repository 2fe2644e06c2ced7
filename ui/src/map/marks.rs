//! The results of a sample on the map (四不两直): every drawn case at once, each with a sign for what
//! the check found. They stand until somebody takes them off, and follow what is recorded meanwhile.
//!
//! Deliberately absent: whose sample it is, and recording a result, which is its page's.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;
use onemap_domain::area::Position;
use onemap_domain::case::CaseId;
use onemap_domain::record::{Draw, Matter};
use onemap_protocol::desk::{CasesOf, RecordCard};

use super::PADDING;
use super::bridge::{MarkedCase, ToMap};
use crate::parts::{Button, count};
use crate::remote::{Remote, remote};
use crate::state::Desk;
use crate::text::t;

/// The most that are asked for at once: the console's.
const MOST: u32 = 200;

/// The least that is seen around a single case, degrees.
const LEAST: f64 = 0.01;

/// What a check found, by its name for the map, in the order of the legend.
const SIGNS: [&str; 3] = ["passed", "failed", "left"];

fn sign(draw: &Draw, case: CaseId) -> &'static str {
    match draw.findings.get(&case) {
        Some(finding) if finding.passed => "passed",
        Some(_) => "failed",
        None => "left",
    }
}

/// The drawn cases whose places are known.
fn marks(draw: &Draw, places: &BTreeMap<CaseId, Position>) -> Vec<MarkedCase> {
    let mark = |case: &CaseId| {
        Some(MarkedCase {
            key: *case,
            sign: sign(draw, *case),
            position: *places.get(case)?,
        })
    };
    draw.drawn.iter().filter_map(mark).collect()
}

/// `[west, south, east, north]` around all of them.
fn around(marks: &[MarkedCase]) -> Option<[f64; 4]> {
    let first = marks.first()?.position;
    let start = [first.lon, first.lat, first.lon, first.lat];
    let [west, south, east, north] = marks.iter().fold(start, |bounds, mark| {
        let Position { lon, lat } = mark.position;
        [
            bounds[0].min(lon),
            bounds[1].min(lat),
            bounds[2].max(lon),
            bounds[3].max(lat),
        ]
    });
    Some([west - LEAST, south - LEAST, east + LEAST, north + LEAST])
}

/// What stands on the map, and how many of the sample there are.
type Marks = Memo<(Arc<Vec<MarkedCase>>, usize)>;

/// Supplies the map with the signs, and moves it to them when they come.
pub(super) fn feed(
    desk: Desk,
    alive: RwSignal<u32>,
    post: impl Fn(&ToMap) + Copy + 'static,
    go: impl Fn(ToMap) + Copy + 'static,
) -> Marks {
    let card = remote(move || {
        desk.cases.track();
        desk.marks.get().map(|id| RecordCard { id })
    });
    let draw = Memo::new(move |_| {
        let id = desk.marks.get()?;
        card.with(|view| match &view.row.record.matter {
            Matter::Draw(draw) if view.row.record.id == id => Some(draw.clone()),
            _ => None,
        })
        .flatten()
    });
    let cases: Remote<_> = remote(move || {
        desk.cases.track();
        let cases = draw.with(|draw| draw.as_ref().map(|draw| draw.drawn.clone()))?;
        Some(CasesOf {
            cases,
            offset: 0,
            limit: MOST,
        })
    });
    let shown: Marks = Memo::new(move |_| {
        let places = cases.with(|page| {
            let rows = page.rows.iter();
            rows.map(|row| (row.id, row.position)).collect()
        });
        draw.with(|draw| match (draw, places) {
            (Some(draw), Some(places)) => (Arc::new(marks(draw, &places)), draw.drawn.len()),
            _ => (Arc::default(), 0),
        })
    });
    Effect::new(move |_| {
        alive.track();
        let (features, _) = shown.get();
        post(&ToMap::Marks {
            features: features.to_vec(),
        });
    });
    Effect::new(move |before: Option<bool>| {
        let there = shown.with(|(marks, _)| !marks.is_empty());
        if there && before != Some(true) {
            let bounds = shown.with_untracked(|(marks, _)| around(marks));
            if let Some(bounds) = bounds {
                go(ToMap::Fit {
                    bounds,
                    padding: PADDING,
                });
            }
        }
        there
    });
    shown
}

/// What the signs mean and how many there are of each, and taking them off.
#[component]
pub fn MarksBar(
    /// What stands on the map.
    marks: Marks,
) -> impl IntoView {
    let desk = Desk::here();
    let numbers = Memo::new(move |_| {
        marks.with(|(marks, _)| {
            SIGNS.map(|sign| marks.iter().filter(|mark| mark.sign == sign).count())
        })
    });
    let words = move || {
        let [passed, failed, left] = numbers.get().map(|number| count(number as u64));
        let figures = [("passed", &*passed), ("failed", &*failed), ("left", &*left)];
        t("drawn-map-legend", &figures)
    };
    let unseen = move || {
        let (marks, whole) = marks.get();
        let unseen = whole.saturating_sub(marks.len());
        let unseen =
            (unseen > 0).then(|| t("drawn-map-unseen", &[("count", &count(unseen as u64))]));
        unseen.map(|unseen| view! { <span class="part-note">{unseen}</span> })
    };
    let number = move |place: usize| move || numbers.get()[place].to_string();
    view! {
        <Show when=move || desk.marks.with(Option::is_some)>
            <div class="map-pick map-marks" role="status" data-testid="map-marks" data-passed=number(0)
                data-failed=number(1) data-left=number(2)>
                <span class="figures">{words}</span>
                {unseen}
                <Button on_press=move |()| desk.marks.set(None) testid="map-marks-off">
                    {crate::say!("drawn-map-off")}
                </Button>
            </div>
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use onemap_domain::area::AreaCode;
    use onemap_domain::record::{Finding, Lot};
    use uuid::Uuid;

    use super::*;

    #[test]
    fn every_case_whose_place_is_known_has_a_sign_and_all_are_in_sight() {
        let case = |n| CaseId(Uuid::from_u128(n));
        let finding = |passed| Finding {
            passed,
            note: String::new(),
            by: String::new(),
            at: Timestamp::UNIX_EPOCH,
        };
        let draw = Draw {
            lot: Lot {
                title: String::new(),
                area: AreaCode::parse("520381").unwrap(),
                population: String::new(),
                cases: [case(1), case(2), case(3), case(4)].into(),
                size: 4,
                seed: 1,
            },
            drawn: vec![case(1), case(2), case(3), case(4)],
            share: None,
            findings: [(case(1), finding(true)), (case(2), finding(false))].into(),
        };
        let at = |lon, lat| Position { lon, lat };
        let places = BTreeMap::from([
            (case(1), at(105.1, 28.5)),
            (case(2), at(105.3, 28.4)),
            (case(3), at(105.2, 28.6)),
        ]);
        let shown = marks(&draw, &places);
        let signs: Vec<&str> = shown.iter().map(|mark| mark.sign).collect();
        assert_eq!(signs, ["passed", "failed", "left"]);
        let [west, south, east, north] = around(&shown).unwrap();
        assert!(west < 105.1 && south < 28.4 && east > 105.3 && north > 28.6);
        assert_eq!(around(&[]), None);
    }
}
