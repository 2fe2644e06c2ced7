//! The written form of a profile as data: which fields each table has, and what each may hold.
//!
//! It says the same as the structs of `onemap_domain::profile` (a test compares them), because a
//! reader that stops at the first mistake cannot tell of the others. Deliberately absent: what the
//! fields mean for each other, which is in `meaning`.

use onemap_domain::area::Level;
use onemap_domain::case::{Path, PauseCause, Stage, Urgency, Visitor};
use onemap_domain::command::CommandKind;
use onemap_domain::indicator::Indicator;
use onemap_domain::people::{Post, ResourceKind, Role};
use onemap_domain::profile::Every;
use onemap_domain::record::ReceptionMode;
use onemap_domain::route::Principle;

mod around;
mod service;

use around::SURROUNDINGS;
#[cfg(test)]
use around::{RING, STATION};
pub(super) use service::POINTS;
use service::{DUTY, FORCE, INDEX, QUOTA, ROSTER, SCORECARD, STANDARD};
#[cfg(test)]
use service::{REVOCATION, SCORE_ROW, SHIFT};

/// A table of the file.
pub(super) struct Shape {
    /// Its fields, in the order of the struct.
    pub(super) fields: &'static [Field],
}

/// A field of a table.
pub(super) struct Field {
    /// Its key.
    pub(super) name: &'static str,
    /// What it may hold.
    pub(super) kind: Kind,
    /// Whether it must be there.
    pub(super) required: bool,
}

/// What a field may hold.
pub(super) enum Kind {
    /// A text with something in it.
    Text,
    /// A whole number, both ends included.
    Number(i64, i64),
    /// True or false.
    Flag,
    /// One of a closed set.
    Word(Words),
    /// One unit and how many of it.
    Period,
    /// The code of an area.
    Area,
    /// A day, written as a text: 2026-03-01.
    Day,
    /// A time of day, written as a text: 08:00.
    Hour,
    /// What a row of a score looks at: a word, or one key with its value.
    Measure,
    /// A table.
    Table(&'static Shape),
    /// At least so many of the same.
    List(usize, &'static Kind),
    /// One of the same for each word.
    Map(Words, &'static Kind),
}

/// A closed set of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Words {
    /// Canonical stages.
    Stage,
    /// Commands.
    Command,
    /// Roles.
    Role,
    /// Urgencies.
    Urgency,
    /// Paths.
    Path,
    /// Causes of a pause.
    Pause,
    /// Who visits.
    Visitor,
    /// The three principles of routing.
    Principle,
    /// Units of a period.
    Unit,
    /// Indicators.
    Indicator,
    /// How leaders receive people.
    Mode,
    /// How often something is owed.
    Every,
    /// Levels of areas that owe duties and have people.
    Level,
    /// Posts on the ground.
    Post,
    /// What rows of scores look at.
    Measure,
    /// Stations, by their level.
    Station,
}

impl Words {
    /// Every set.
    pub const ALL: [Words; 16] = [
        Words::Stage,
        Words::Command,
        Words::Role,
        Words::Urgency,
        Words::Path,
        Words::Pause,
        Words::Visitor,
        Words::Principle,
        Words::Unit,
        Words::Indicator,
        Words::Mode,
        Words::Every,
        Words::Level,
        Words::Post,
        Words::Measure,
        Words::Station,
    ];

    /// The stable name, for the locale files.
    pub const fn name(self) -> &'static str {
        match self {
            Words::Stage => "stage",
            Words::Command => "command",
            Words::Role => "role",
            Words::Urgency => "urgency",
            Words::Path => "path",
            Words::Pause => "pause",
            Words::Visitor => "visitor",
            Words::Principle => "principle",
            Words::Unit => "unit",
            Words::Indicator => "indicator",
            Words::Mode => "mode",
            Words::Every => "every",
            Words::Level => "level",
            Words::Post => "post",
            Words::Measure => "measure",
            Words::Station => "station",
        }
    }

    /// Its words, as they are written.
    pub fn all(self) -> Vec<&'static str> {
        match self {
            Words::Stage => Stage::ALL.map(Stage::name).to_vec(),
            Words::Command => {
                let kinds = CommandKind::ON_A_CASE.map(CommandKind::name);
                [CommandKind::Report.name()]
                    .into_iter()
                    .chain(kinds)
                    .collect()
            }
            // Whatever a profile says, the wall gives no command.
            Words::Role => Role::AT_WORK
                .into_iter()
                .filter(|role| *role != Role::Wall)
                .map(Role::name)
                .collect(),
            Words::Urgency => Urgency::ALL.map(Urgency::name).to_vec(),
            Words::Path => Path::ALL.map(Path::name).to_vec(),
            Words::Pause => PauseCause::ALL.map(PauseCause::name).to_vec(),
            Words::Visitor => [Visitor::Handler, Visitor::Centre]
                .map(Visitor::name)
                .to_vec(),
            Words::Principle => Principle::ALL.map(Principle::name).to_vec(),
            Words::Unit => vec![
                "natural_days",
                "working_days",
                "months",
                "years",
                "running_hours",
                "working_hours",
            ],
            Words::Indicator => Indicator::ALL.map(Indicator::name).to_vec(),
            Words::Mode => ReceptionMode::ALL.map(ReceptionMode::name).to_vec(),
            Words::Every => Every::ALL.map(Every::name).to_vec(),
            // A county's register begins with the county, and household units owe nothing.
            Words::Level => [Level::County, Level::Town, Level::Village, Level::Grid]
                .map(Level::name)
                .to_vec(),
            Words::Post => [
                Post::GridLeader,
                Post::GridWorker,
                Post::PartyGroupLeader,
                Post::HouseholdUnitLeader,
                Post::Mediator,
            ]
            .map(Post::name)
            .to_vec(),
            Words::Measure => vec!["rate", "punctual", "duty", "reported", "judged"],
            Words::Station => ResourceKind::STATIONS.map(ResourceKind::name).to_vec(),
        }
    }
}

const fn required(name: &'static str, kind: Kind) -> Field {
    Field {
        name,
        kind,
        required: true,
    }
}

const fn optional(name: &'static str, kind: Kind) -> Field {
    Field {
        name,
        kind,
        required: false,
    }
}

/// The largest number that a field of 16 bits holds, and one of 8 bits.
const MANY: i64 = u16::MAX as i64;
const FEW: i64 = u8::MAX as i64;
/// Everything, in hundredths of a percent.
const WHOLE: i64 = 10_000;

const TEXTS: Kind = Kind::List(0, &Kind::Text);
const STAGES: Kind = Kind::List(1, &Kind::Word(Words::Stage));
const ROLES: Kind = Kind::List(1, &Kind::Word(Words::Role));
const PAUSES: Kind = Kind::List(0, &Kind::Word(Words::Pause));
const LABELS: Kind = Kind::Table(&LABEL);
const ANY_NAMED: Kind = Kind::List(0, &Kind::Table(&NAMED));
const SOME_NAMED: Kind = Kind::List(1, &Kind::Table(&NAMED));

/// `profile::Profile`
pub(super) static PROFILE: Shape = Shape {
    fields: &[
        required("code", Kind::Text),
        required("name", LABELS),
        required("source", Kind::Text),
        required("yellow_share", Kind::Number(0, 100)),
        required("steps", Kind::List(1, &Kind::Table(&STEP))),
        optional("may", Kind::Map(Words::Command, &ROLES)),
        optional("words", Kind::Map(Words::Command, &LABELS)),
        required("clocks", Kind::List(0, &Kind::Table(&CLOCK))),
        optional("triage", Kind::Table(&TRIAGE)),
        optional("returns", Kind::Table(&RETURNS)),
        optional("task_force", Kind::Table(&TASK_FORCE)),
        optional("visits", Kind::Table(&VISITS)),
        optional("pauses", PAUSES),
        optional("bodies", ANY_NAMED),
        optional("mediation", Kind::Table(&MEDIATION)),
        optional("review", Kind::Table(&REVIEW)),
        optional("ladders", Kind::List(0, &Kind::Table(&LADDER))),
        optional("adoption", Kind::Table(&ADOPTION)),
        optional("whistle", Kind::Table(&WHISTLE)),
        optional("green_channel", Kind::Flag),
        optional("compartments", ANY_NAMED),
        optional("lists", Kind::List(0, &Kind::Table(&OPEN_LIST))),
        optional("routing", Kind::Table(&ROUTING)),
        optional("persons", ANY_NAMED),
        optional("policies", Kind::List(0, &Kind::Table(&POLICY))),
        optional("targets", Kind::List(0, &Kind::Table(&TARGET))),
        optional("without_inspections", Kind::Flag),
        optional("meetings", Kind::Table(&MEETINGS)),
        optional("reception", Kind::Table(&RECEPTION)),
        optional("duties", Kind::List(0, &Kind::Table(&DUTY))),
        optional("roster", Kind::Table(&ROSTER)),
        optional("forces", Kind::List(0, &Kind::Table(&FORCE))),
        optional("quotas", Kind::List(0, &Kind::Table(&QUOTA))),
        optional("index", Kind::Table(&INDEX)),
        optional("scorecard", Kind::Table(&SCORECARD)),
        optional("standard", Kind::Table(&STANDARD)),
        optional("surroundings", Kind::Table(&SURROUNDINGS)),
        required("channels", Kind::List(1, &Kind::Table(&CHANNEL))),
        required("categories", Kind::List(1, &Kind::Table(&CATEGORY))),
        required("closings", Kind::List(1, &Kind::Table(&CLOSING))),
    ],
};

/// `profile::Label`
pub(super) static LABEL: Shape = Shape {
    fields: &[required("zh", Kind::Text), required("en", Kind::Text)],
};

/// `profile::Named`
pub(super) static NAMED: Shape = Shape {
    fields: &[required("code", Kind::Text), required("name", LABELS)],
};

/// `profile::Step`
pub(super) static STEP: Shape = Shape {
    fields: &[required("name", LABELS), required("stages", STAGES)],
};

/// `profile::ClockRule`
pub(super) static CLOCK: Shape = Shape {
    fields: &[
        required("code", Kind::Text),
        required("name", LABELS),
        required("basis", Kind::Text),
        required("stages", STAGES),
        required("period", Kind::Period),
        optional("urgencies", Kind::List(0, &Kind::Word(Words::Urgency))),
        optional("paths", Kind::List(0, &Kind::Word(Words::Path))),
        optional("channels", TEXTS),
        optional("categories", TEXTS),
        optional("expedited", Kind::Flag),
        optional("stops", PAUSES),
        optional("extension", Kind::Table(&EXTENSION)),
        optional("follows_order", Kind::Flag),
        optional("repeats", Kind::Flag),
        optional("without_deadline", Kind::Flag),
    ],
};

/// `profile::MeetingRule`
pub(super) static MEETINGS: Shape = Shape {
    fields: &[
        required("hour", Kind::Number(0, 23)),
        optional("minute", Kind::Number(0, 59)),
        optional("working_days_only", Kind::Flag),
    ],
};

/// `profile::ReceptionRule`
pub(super) static RECEPTION: Shape = Shape {
    fields: &[
        required("every_days", Kind::Number(1, MANY)),
        required("modes", Kind::List(1, &Kind::Word(Words::Mode))),
        required("basis", Kind::Text),
    ],
};

/// `profile::ExtensionRule`
pub(super) static EXTENSION: Shape = Shape {
    fields: &[
        required("times", Kind::Number(1, FEW)),
        required("longest", Kind::Period),
        optional("told", Kind::Flag),
    ],
};

/// `profile::TriageRule`
pub(super) static TRIAGE: Shape = Shape {
    fields: &[required("channels", TEXTS)],
};

/// `profile::ReturnRule`
pub(super) static RETURNS: Shape = Shape {
    fields: &[
        optional("window", Kind::Period),
        optional("reviewed", Kind::Flag),
        optional("after_designation", Kind::Flag),
    ],
};

/// `profile::TaskForceRule`
pub(super) static TASK_FORCE: Shape = Shape {
    fields: &[
        required("roles", SOME_NAMED),
        required("members", LABELS),
        required("least_members", Kind::Number(0, FEW)),
        required("required", Kind::Flag),
    ],
};

/// `profile::VisitRule`
pub(super) static VISITS: Shape = Shape {
    fields: &[required("by", Kind::List(1, &Kind::Word(Words::Visitor)))],
};

/// `profile::MediationRule`
pub(super) static MEDIATION: Shape = Shape {
    fields: &[
        required("bodies", SOME_NAMED),
        required("least_bodies", Kind::Number(1, FEW)),
        optional("confirmation", Kind::Period),
    ],
};

/// `profile::ReviewRule`
pub(super) static REVIEW: Shape = Shape {
    fields: &[
        required("ask_within", Kind::Period),
        required("rounds", Kind::Number(1, 2)),
    ],
};

/// `profile::Ladder`
pub(super) static LADDER: Shape = Shape {
    fields: &[
        required("code", Kind::Text),
        required("name", LABELS),
        required("rungs", Kind::List(1, &Kind::Table(&RUNG))),
    ],
};

/// `profile::Rung`
pub(super) static RUNG: Shape = Shape {
    fields: &[required("name", LABELS), required("period", Kind::Period)],
};

/// `profile::AdoptionRule`
pub(super) static ADOPTION: Shape = Shape {
    fields: &[
        required("leader_items", ANY_NAMED),
        required("unit_items", ANY_NAMED),
    ],
};

/// `profile::WhistleRule`
pub(super) static WHISTLE: Shape = Shape {
    fields: &[required("arrive_within", Kind::Period)],
};

/// `profile::OpenList`
pub(super) static OPEN_LIST: Shape = Shape {
    fields: &[
        required("code", Kind::Text),
        required("name", LABELS),
        required("size", Kind::Number(1, MANY)),
        required("basis", Kind::Text),
        optional("members", ANY_NAMED),
    ],
};

/// `profile::Policy`
pub(super) static POLICY: Shape = Shape {
    fields: &[
        required("code", Kind::Text),
        required("name", LABELS),
        required("basis", Kind::Text),
        optional("categories", TEXTS),
        required("text", LABELS),
    ],
};

/// `profile::Target`
pub(super) static TARGET: Shape = Shape {
    fields: &[
        required("indicator", Kind::Word(Words::Indicator)),
        required("hundredths", Kind::Number(0, WHOLE)),
        required("basis", Kind::Text),
    ],
};

/// `route::RouteTable`
pub(super) static ROUTING: Shape = Shape {
    fields: &[
        required("version", Kind::Text),
        optional("lists", Kind::List(0, &Kind::Table(&ROUTE_LIST))),
        optional("routes", Kind::List(0, &Kind::Table(&ROUTE))),
    ],
};

/// `route::RouteList`
pub(super) static ROUTE_LIST: Shape = Shape {
    fields: &[required("code", Kind::Text), optional("name", LABELS)],
};

/// `route::Rule`
pub(super) static ROUTE: Shape = Shape {
    fields: &[
        required("code", Kind::Text),
        required("list", Kind::Text),
        required("principle", Kind::Word(Words::Principle)),
        required("basis", Kind::Text),
        optional("categories", TEXTS),
        optional("channels", TEXTS),
        optional("areas", Kind::List(0, &Kind::Area)),
        optional("persons", TEXTS),
        optional("units", TEXTS),
        required("lead", Kind::Text),
        optional("assists", TEXTS),
    ],
};

/// `profile::Channel`
pub(super) static CHANNEL: Shape = Shape {
    fields: &[
        required("code", Kind::Text),
        required("name", LABELS),
        required("online", Kind::Flag),
    ],
};

/// `profile::Category`
pub(super) static CATEGORY: Shape = Shape {
    fields: &[
        required("code", Kind::Text),
        required("name", LABELS),
        required("departments", TEXTS),
    ],
};

/// `profile::Closing`
pub(super) static CLOSING: Shape = Shape {
    fields: &[
        required("code", Kind::Text),
        required("name", LABELS),
        required("needs_note", Kind::Flag),
        optional("demands", ANY_NAMED),
    ],
};

#[cfg(test)]
mod tests;
