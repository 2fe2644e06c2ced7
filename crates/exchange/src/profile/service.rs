//! The mistakes of what returns (duties, rosters), of who stands on the ground, and of scores.

use std::collections::BTreeMap;

use onemap_domain::area::Level;
use onemap_domain::indicator::Indicator;
use onemap_domain::profile::{DutyRule, Every, Force, Measure, ScoreRow};
use onemap_domain::record::duty::LINES;

use super::meaning::{Reading, is_row_of};
use super::mistake::MistakeKind;
use super::shape::POINTS;
use super::tree::{field, is_within, row};

impl Reading<'_> {
    pub(super) fn service(&mut self) {
        let profile = self.profile;
        for (at, duty) in profile.duties.iter().enumerate() {
            self.duty(&row("duties", at), duty);
        }
        self.forces();
        if let Some(index) = &profile.index {
            for (at, one) in index.rows.iter().enumerate() {
                let path = row("index.rows", at);
                self.measure(&path, one);
                self.of_index(&path, one);
            }
            self.points("index.rows", &index.rows);
        }
        if let Some(card) = &profile.scorecard {
            for (at, one) in card.rows.iter().enumerate() {
                let path = row("scorecard.rows", at);
                self.measure(&path, one);
                self.of_scorecard(&path, one, card.level);
            }
            self.points("scorecard.rows", &card.rows);
        }
    }

    /// The codes of the tables of this file, each group with its places.
    pub(super) fn service_codes(&self) -> Vec<Vec<(String, String)>> {
        let profile = self.profile;
        let group = |path: &str, codes: Vec<&String>| -> Vec<(String, String)> {
            let rows = codes.into_iter().enumerate();
            rows.map(|(at, code)| (field(&row(path, at), "code"), code.clone()))
                .collect()
        };
        let mut groups = vec![
            group(
                "duties",
                profile.duties.iter().map(|one| &one.code).collect(),
            ),
            group(
                "forces",
                profile.forces.iter().map(|one| &one.code).collect(),
            ),
            group(
                "quotas",
                profile.quotas.iter().map(|one| &one.code).collect(),
            ),
        ];
        if let Some(rule) = &profile.roster {
            let shifts = rule.shifts.iter().map(|one| &one.code);
            groups.push(group("roster.shifts", shifts.collect()));
            let modes = rule.modes.iter().map(|one| &one.code);
            groups.push(group("roster.modes", modes.collect()));
        }
        if let Some(rule) = &profile.index {
            let rows = rule.rows.iter().map(|one| &one.code);
            groups.push(group("index.rows", rows.collect()));
        }
        if let Some(rule) = &profile.scorecard {
            let rows = rule.rows.iter().map(|one| &one.code);
            groups.push(group("scorecard.rows", rows.collect()));
        }
        groups
    }

    fn duty(&mut self, path: &str, duty: &DutyRule) {
        let read = |reading: &Reading, name: &str| {
            let at = field(path, name);
            !reading
                .places
                .is_spoilt(|spoilt| is_within(&at, spoilt) || is_within(spoilt, &at))
        };
        if read(self, "every") {
            if duty.working_days_only && duty.every != Every::Day {
                let other = "every = \"day\"";
                self.tell(
                    &field(path, "working_days_only"),
                    MistakeKind::Needs { other },
                );
            }
            // More would never fit into the duty's book.
            let most = most_times(duty.every);
            if i64::from(duty.times) > most {
                let least = 1;
                self.tell(
                    &field(path, "times"),
                    MistakeKind::OutOfRange { least, most },
                );
            }
        }
        if read(self, "level") && duty.base_grids_only && duty.level != Level::Grid {
            let other = "level = \"grid\"";
            self.tell(
                &field(path, "base_grids_only"),
                MistakeKind::Needs { other },
            );
        }
    }

    /// Everybody is in one column, so a post is in one force.
    fn forces(&mut self) {
        let profile = self.profile;
        let mut seen: BTreeMap<_, String> = BTreeMap::new();
        for (at, force) in profile.forces.iter().enumerate() {
            self.figure(&row("forces", at), force);
            let posts = field(&row("forces", at), "posts");
            for (at, post) in force.posts.iter().enumerate() {
                let path = row(&posts, at);
                if let Some(earlier) = seen.get(post) {
                    let first = self.places.line(earlier);
                    let value = post.name();
                    self.tell(&path, MistakeKind::PostTwice { value, first });
                } else {
                    seen.insert(*post, path);
                }
            }
        }
    }

    /// A figure says where it stands, and there is nothing to say it of without one.
    fn figure(&mut self, path: &str, force: &Force) {
        let read = |reading: &Reading, name: &str| {
            let at = field(path, name);
            !reading.places.is_spoilt(|spoilt| is_within(&at, spoilt))
        };
        match (force.counted, &force.basis) {
            (Some(_), None) if read(self, "basis") => {
                let other = "basis";
                self.tell(&field(path, "counted"), MistakeKind::Needs { other });
            }
            (None, Some(_)) if read(self, "counted") => {
                let other = "counted";
                self.tell(&field(path, "basis"), MistakeKind::Needs { other });
            }
            _ => {}
        }
    }

    /// What a row of any score looks at.
    fn measure(&mut self, path: &str, one: &ScoreRow) {
        let measure = field(path, "measure");
        match &one.measure {
            Measure::Duty(code) => {
                let at = field(&measure, "duty");
                self.known_one(&at, code, "duties");
            }
            Measure::Rate(indicator) => {
                let profile = self.profile;
                let (is_there, other) = if indicator.is_of_whistles() {
                    (profile.whistle.is_some(), "whistle")
                } else if matches!(indicator, Indicator::Response | Indicator::Resolution) {
                    // Whether somebody is satisfied, an evaluation tells too.
                    (profile.visits.is_some(), "visits")
                } else if *indicator == Indicator::Extension {
                    let extends = profile.clocks.iter().any(|rule| rule.extension.is_some());
                    (extends, "clocks.extension")
                } else {
                    (true, "")
                };
                if !is_there && self.is_read(other) {
                    self.tell(&field(&measure, "rate"), MistakeKind::Needs { other });
                }
            }
            Measure::Punctual | Measure::Reported(_) | Measure::Judged => {}
        }
    }

    /// An index is computed every day: nobody gives its points, and its days must hold a period
    /// of the duty it looks at, or it would look at nothing.
    fn of_index(&mut self, path: &str, one: &ScoreRow) {
        match &one.measure {
            Measure::Judged => self.tell(&field(path, "measure"), MistakeKind::JudgedIndex),
            Measure::Duty(code) => {
                let every = self.every(code);
                let least = every.map_or(1, |every| i64::from(longest(every)));
                if i64::from(one.days.unwrap_or(1)) < least {
                    let most = i64::from(longest(Every::Year));
                    self.tell(
                        &field(path, "days"),
                        MistakeKind::OutOfRange { least, most },
                    );
                }
            }
            _ => {}
        }
    }

    /// An area's card looks at what the area and those below it owe, not at what is owed above.
    fn of_scorecard(&mut self, path: &str, one: &ScoreRow, level: Level) {
        let Measure::Duty(code) = &one.measure else {
            return;
        };
        let owes = self.profile.duty(code).map(|duty| duty.level);
        if let Some(owes) = owes.filter(|owes| *owes < level)
            && self.knows("duties")
            && self.knows("scorecard.level")
        {
            let (value, other) = (owes.name(), level.name());
            let at = field(&field(path, "measure"), "duty");
            self.tell(&at, MistakeKind::DutyAbove { value, other });
        }
    }

    fn points(&mut self, path: &str, rows: &[ScoreRow]) {
        let sum: i64 = rows.iter().map(|one| i64::from(one.points)).sum();
        if sum != POINTS && self.knows(path) {
            // Another slip in a row must not hide it.
            self.places.mistakes.push(super::Mistake {
                line: self.places.line(path),
                field: path.to_owned(),
                kind: MistakeKind::PointsSum { sum },
            });
        }
    }

    /// How often a duty is owed, where that could be read.
    fn every(&self, code: &str) -> Option<Every> {
        let duty = self.profile.duty(code)?;
        self.knows("duties").then_some(duty.every)
    }

    /// Whether what is concluded from a table could be read: its rows, their codes, levels,
    /// recurrences and points.
    fn knows(&self, table: &str) -> bool {
        const CONCLUDED_FROM: [&str; 5] = ["code", "level", "every", "points", "rows"];
        !self.places.is_spoilt(|spoilt| {
            let last = spoilt.rsplit('.').next().unwrap_or(spoilt);
            let matters = CONCLUDED_FROM.contains(&last) || is_row_of(spoilt, table);
            is_within(table, spoilt) || (is_within(spoilt, table) && matters)
        })
    }
}

/// The days of the longest period.
const fn longest(every: Every) -> u16 {
    match every {
        Every::Day => 1,
        Every::Week => 7,
        Every::Month => 31,
        Every::Quarter => 92,
        Every::Year => 366,
    }
}

/// How many times a period a duty's book has room for: it is a month's or a year's, and a month
/// has days of up to six weeks.
const fn most_times(every: Every) -> i64 {
    let periods = match every {
        Every::Day => 31,
        Every::Week => 6,
        Every::Month => 12,
        Every::Quarter => 4,
        Every::Year => 1,
    };
    LINES as i64 / periods
}
