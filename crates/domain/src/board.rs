//! The supervision board (督办台): the open cases by department, by lamp and days overdue, and by
//! what they give cause for.
//!
//! Every figure of it is the number of [`Brief`]s that a [`Pick`] chooses, so that the cases behind
//! a figure are always exactly those that were counted.
//!
//! Deliberately absent: closed cases, rates ([`crate::indicator`]), and any order among
//! departments: a board shows what is owed, a ranking says who is good.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::area::AreaCode;
use crate::case::{Case, Flag, Stage};
use crate::clock::{Lamp, Term};
use crate::department::DepartmentCode;

/// How near the deadline is, or how long it has passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Band {
    /// No deadline runs.
    Unlimited,
    /// 正常
    Green,
    /// 临期
    Yellow,
    /// 逾期 at most three times 24 hours.
    Late3,
    /// 逾期 at most seven times 24 hours.
    Late7,
    /// 逾期 for longer.
    Later,
}

impl Band {
    /// Every band, the calm ones first.
    pub const ALL: [Band; 6] = [
        Band::Unlimited,
        Band::Green,
        Band::Yellow,
        Band::Late3,
        Band::Late7,
        Band::Later,
    ];

    /// The stable name on the wire and, with dashes, in the locale files.
    pub const fn name(self) -> &'static str {
        match self {
            Band::Unlimited => "unlimited",
            Band::Green => "green",
            Band::Yellow => "yellow",
            Band::Late3 => "late3",
            Band::Late7 => "late7",
            Band::Later => "later",
        }
    }

    /// Whether the deadline has passed.
    pub const fn is_overdue(self) -> bool {
        matches!(self, Band::Late3 | Band::Late7 | Band::Later)
    }

    /// The band of a term; `yellow_share` as in [`Term::lamp`].
    pub fn of(term: Option<Term>, now: Timestamp, yellow_share: u8) -> Band {
        let Some(term) = term else {
            return Band::Unlimited;
        };
        match term.lamp(now, yellow_share) {
            Lamp::Green => Band::Green,
            Lamp::Yellow => Band::Yellow,
            Lamp::Red => match now.duration_since(term.due_at).as_secs() {
                ..=259_200 => Band::Late3,
                259_201..=604_800 => Band::Late7,
                _ => Band::Later,
            },
        }
    }
}

/// Why somebody should look at an open case, whatever its deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Concern {
    /// 督办中: a slip waits for its answer.
    Supervised,
    /// 督办超期未复: its time to answer has passed.
    Unanswered,
    /// 反复退单: sent back twice or more.
    ReturnedTwice,
    /// 不满意
    Dissatisfied,
    /// 领导包案
    Adopted,
    /// 申请待批
    Request,
}

impl Concern {
    /// Every concern, in the order of the screen.
    pub const ALL: [Concern; 6] = [
        Concern::Supervised,
        Concern::Unanswered,
        Concern::ReturnedTwice,
        Concern::Dissatisfied,
        Concern::Adopted,
        Concern::Request,
    ];

    /// The stable name on the wire and, with dashes, in the locale files.
    pub const fn name(self) -> &'static str {
        match self {
            Concern::Supervised => "supervised",
            Concern::Unanswered => "unanswered",
            Concern::ReturnedTwice => "returned_twice",
            Concern::Dissatisfied => "dissatisfied",
            Concern::Adopted => "adopted",
            Concern::Request => "request",
        }
    }
}

/// The slip that stands on a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slip {
    /// One of the profile's ladders.
    pub ladder: String,
    /// On which rung, from 0.
    pub rung: u32,
    /// By when it must be answered.
    pub due_at: Timestamp,
    /// Whether it is.
    pub answered: bool,
}

/// What the board needs of one open case.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts of a case: none follows from or excludes another"
)]
pub struct Brief {
    /// Its grid.
    pub grid: AreaCode,
    /// Its category.
    pub category: String,
    /// Where it stands.
    pub stage: Stage,
    /// Who leads it.
    pub lead: Option<DepartmentCode>,
    /// The term of its nearest running clock.
    pub term: Option<Term>,
    /// The slip that stands.
    pub slip: Option<Slip>,
    /// Sent back twice or more.
    pub returned_twice: bool,
    /// Somebody said no.
    pub dissatisfied: bool,
    /// A leader took it on.
    pub adopted: bool,
    /// Somebody asks leave for something.
    pub request: bool,
}

impl Brief {
    /// Of a case; `None` when it is not open.
    pub fn of(case: &Case) -> Option<Brief> {
        case.is_open().then(|| Brief {
            grid: case.facts.grid.clone(),
            category: case.facts.category.clone(),
            stage: case.stage,
            lead: case.lead.clone(),
            term: case.nearest_clock().map(crate::clock::Clock::term),
            slip: case.supervision.as_ref().map(|stands| Slip {
                ladder: stands.ladder.clone(),
                rung: stands.rung,
                due_at: stands.due_at,
                answered: stands.answer.is_some(),
            }),
            returned_twice: case.returned >= 2,
            dissatisfied: Flag::Dissatisfied.is_on(case),
            adopted: case.adoption.is_some(),
            request: case.request.is_some(),
        })
    }

    /// Whether it gives cause for a concern.
    pub fn has(&self, concern: Concern, now: Timestamp) -> bool {
        let waits = |slip: &&Slip| !slip.answered;
        match concern {
            Concern::Supervised => self.slip.as_ref().is_some_and(|slip| waits(&slip)),
            Concern::Unanswered => {
                let slip = self.slip.as_ref().filter(waits);
                slip.is_some_and(|slip| now > slip.due_at)
            }
            Concern::ReturnedTwice => self.returned_twice,
            Concern::Dissatisfied => self.dissatisfied,
            Concern::Adopted => self.adopted,
            Concern::Request => self.request,
        }
    }
}

/// Whose cases.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whose {
    /// Led by this department.
    Department(DepartmentCode),
    /// Nobody leads them yet.
    Nobody,
}

/// Which open cases; what is absent does not narrow.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pick {
    /// Of this area.
    #[serde(default)]
    pub area: Option<AreaCode>,
    /// About this.
    #[serde(default)]
    pub category: Option<String>,
    /// Led by whom.
    #[serde(default)]
    pub whose: Option<Whose>,
    /// In this band.
    #[serde(default)]
    pub band: Option<Band>,
    /// Past their deadline, by however much.
    #[serde(default)]
    pub overdue: bool,
    /// With this concern.
    #[serde(default)]
    pub concern: Option<Concern>,
    /// On this rung of this ladder.
    #[serde(default)]
    pub rung: Option<(String, u32)>,
}

/// The moment and the lamps' rule that a board is read by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The moment.
    pub now: Timestamp,
    /// Percentage of the term that is left when the lamp turns yellow.
    pub yellow_share: u8,
}

impl Pick {
    /// Whether it chooses a case.
    pub fn chooses(&self, brief: &Brief, reading: Reading) -> bool {
        let band = || Band::of(brief.term, reading.now, reading.yellow_share);
        let of_area = self.area.as_ref();
        let about = self.category.as_ref();
        let led = match &self.whose {
            None => true,
            Some(Whose::Nobody) => brief.lead.is_none(),
            Some(Whose::Department(code)) => brief.lead.as_ref() == Some(code),
        };
        led && of_area.is_none_or(|area| area.covers(&brief.grid))
            && about.is_none_or(|category| brief.category == *category)
            && self.band.is_none_or(|wanted| band() == wanted)
            && (!self.overdue || band().is_overdue())
            && self
                .concern
                .is_none_or(|concern| brief.has(concern, reading.now))
            && self.rung.as_ref().is_none_or(|(ladder, rung)| {
                let slip = brief.slip.as_ref();
                slip.is_some_and(|slip| slip.ladder == *ladder && slip.rung == *rung)
            })
    }
}

/// Sums of some open cases.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sums {
    /// All of them.
    pub open: u32,
    /// By band; the bands sum to `open`.
    pub bands: BTreeMap<Band, u32>,
    /// By concern; a case can have several, or none.
    pub concerns: BTreeMap<Concern, u32>,
}

impl Sums {
    /// Those of a band.
    pub fn band(&self, band: Band) -> u32 {
        self.bands.get(&band).copied().unwrap_or_default()
    }

    /// Those with a concern.
    pub fn concern(&self, concern: Concern) -> u32 {
        self.concerns.get(&concern).copied().unwrap_or_default()
    }

    /// Those past their deadline.
    pub fn overdue(&self) -> u32 {
        let late = Band::ALL.into_iter().filter(|band| band.is_overdue());
        late.map(|band| self.band(band)).sum()
    }

    fn add(&mut self, brief: &Brief, reading: Reading) {
        self.open += 1;
        let band = Band::of(brief.term, reading.now, reading.yellow_share);
        *self.bands.entry(band).or_default() += 1;
        for concern in Concern::ALL {
            if brief.has(concern, reading.now) {
                *self.concerns.entry(concern).or_default() += 1;
            }
        }
    }
}

/// A board.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Board {
    /// By whose they are; who has none has no row.
    pub rows: BTreeMap<Whose, Sums>,
    /// All of them; every column of the rows sums to it.
    pub total: Sums,
    /// Slips that stand, by ladder and rung.
    pub rungs: BTreeMap<(String, u32), u32>,
}

impl Board {
    /// Of the cases that a pick chooses.
    pub fn of<'a>(briefs: impl Iterator<Item = &'a Brief>, pick: &Pick, reading: Reading) -> Board {
        let mut board = Board::default();
        for brief in briefs.filter(|brief| pick.chooses(brief, reading)) {
            let whose = match &brief.lead {
                Some(code) => Whose::Department(code.clone()),
                None => Whose::Nobody,
            };
            board.rows.entry(whose).or_default().add(brief, reading);
            board.total.add(brief, reading);
            if let Some(slip) = &brief.slip {
                let key = (slip.ladder.clone(), slip.rung);
                *board.rungs.entry(key).or_default() += 1;
            }
        }
        board
    }
}
