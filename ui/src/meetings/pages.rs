//! The presentation without a screen: which pages it has, in which order, and what can be chosen
//! on each.

use onemap_domain::area::AreaCode;
use onemap_domain::pack::{Pack, PackCase, PackDuty, Subject};

/// A page: one subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// 上次议定事项
    Owed,
    /// 数据
    Figures,
    /// The cases of a subject.
    Subject(Subject),
    /// 热点
    HotSpots,
    /// 勤务
    Duties,
    /// 本次议定事项, and the end of the meeting.
    Decided,
}

impl Page {
    /// The stable name in the locale files and for tests.
    pub const fn name(self) -> &'static str {
        match self {
            Page::Owed => "owed",
            Page::Figures => "figures",
            Page::Subject(subject) => subject.name(),
            Page::HotSpots => "hot_spots",
            Page::Duties => "duties",
            Page::Decided => "decided",
        }
    }
}

/// The pages of a pack: what was decided last comes first, what is empty is left out.
pub fn order(pack: &Pack) -> Vec<Page> {
    let owed = (!pack.owed.is_empty()).then_some(Page::Owed);
    let subjects = Subject::ALL.into_iter().filter(|subject| {
        let listed = pack.listed(*subject);
        listed.is_some_and(|listed| !listed.cases.is_empty())
    });
    let hot = (!pack.hot_spots.is_empty()).then_some(Page::HotSpots);
    let duties = (!pack.duties.is_empty()).then_some(Page::Duties);
    owed.into_iter()
        .chain([Page::Figures])
        .chain(subjects.map(Page::Subject))
        .chain(hot)
        .chain(duties)
        .chain([Page::Decided])
        .collect()
}

/// A line of a page that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// A case.
    Case(PackCase),
    /// An area.
    Area(AreaCode),
    /// What the map has no place for.
    Nowhere,
}

/// The lines of a page.
pub fn lines(page: Page, pack: &Pack) -> Vec<Line> {
    match page {
        Page::Figures | Page::Decided => Vec::new(),
        Page::Owed => {
            let owed = pack.owed.iter();
            owed.map(|owed| match &owed.case {
                Some(case) => Line::Case(case.about.clone()),
                None => Line::Nowhere,
            })
            .collect()
        }
        Page::Subject(subject) => {
            let cases = pack.listed(subject).map(|listed| listed.cases.as_slice());
            let cases = cases.unwrap_or_default().iter();
            cases.map(|case| Line::Case(case.clone())).collect()
        }
        Page::HotSpots => {
            let spots = pack.hot_spots.iter();
            spots.map(|spot| Line::Area(spot.area.clone())).collect()
        }
        // Each duty's line, and behind it those of where it is missing.
        Page::Duties => {
            let of = |duty: &PackDuty| {
                let gaps = duty.standing.gaps.iter();
                let gaps = gaps.map(|gap| Line::Area(gap.area.clone()));
                std::iter::once(Line::Nowhere)
                    .chain(gaps)
                    .collect::<Vec<_>>()
            };
            pack.duties.iter().flat_map(of).collect()
        }
    }
}

/// The next place from one, so many further, where there are so many.
pub fn step(place: usize, by: isize, count: usize) -> usize {
    let last = count.saturating_sub(1);
    place.saturating_add_signed(by).min(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pack(owed: bool) -> Pack {
        let case = serde_json::json!({
            "id": "01934d00-0000-7000-8000-000000000001", "number": "KF202611180001",
            "title": "下水道堵塞", "grid": "520381001002002", "category": "sewage",
            "lead": "zhujian", "due_at": "2026-11-17T16:00:00Z", "returned": 0,
        });
        let listed = |subject: &str, cases: &[&serde_json::Value]| serde_json::json!({ "subject": subject, "total": cases.len(), "cases": cases });
        let decision = serde_json::json!({
            "id": "01934d00-0000-7000-8000-000000000002",
            "decision": {
                "resolution": {
                    "area": "520381", "text": "清淤", "becomes": "note",
                    "person": "王敏", "by": "2026-11-20",
                },
                "decided_at": "2026-11-17T00:30:00Z",
            },
        });
        serde_json::from_value(serde_json::json!({
            "version": 2, "rhythm": "daily", "area": "520381",
            "days": { "from": "2026-11-17", "to": "2026-11-17" },
            "at": "2026-11-18T00:00:00Z", "figures": [], "rates": [],
            "listed": [
                listed("overdue", &[&case]), listed("due_today", &[]),
                listed("dissatisfied", &[&case, &case]),
            ],
            "hot_spots": [{
                "category": "sewage", "area": "520381001", "count": 7,
                "earlier": [1, 0, 2, 1, 0, 0, 1, 1], "usual_to_hundredths": 235,
            }],
            "owed": if owed { vec![decision] } else { Vec::new() },
        }))
        .unwrap()
    }

    #[test]
    fn what_was_decided_last_comes_first_and_empty_subjects_have_no_page() {
        let names = |owed| order(&pack(owed)).into_iter().map(Page::name);
        let whole: Vec<_> = names(true).collect();
        assert_eq!(
            whole,
            [
                "owed",
                "figures",
                "overdue",
                "dissatisfied",
                "hot_spots",
                "decided"
            ]
        );
        let first: Vec<_> = names(false).collect();
        assert_eq!(first.first(), Some(&"figures"), "the first meeting of all");
    }

    #[test]
    fn every_line_leads_to_its_case_or_its_town() {
        let pack = pack(true);
        assert_eq!(lines(Page::Owed, &pack), [Line::Nowhere]);
        assert_eq!(
            lines(Page::Subject(Subject::Dissatisfied), &pack).len(),
            2,
            "each case is a line"
        );
        assert_eq!(
            lines(Page::HotSpots, &pack),
            [Line::Area(AreaCode::parse("520381001").unwrap())]
        );
        assert!(lines(Page::Figures, &pack).is_empty());
    }

    #[test]
    fn steps_end_at_both_ends() {
        assert_eq!(step(0, -1, 3), 0);
        assert_eq!(step(0, 1, 3), 1);
        assert_eq!(step(2, 1, 3), 2);
        assert_eq!(step(0, 1, 0), 0);
    }
}
