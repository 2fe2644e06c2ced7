//! The tables of what returns, of who stands on the ground, of scores, and of the standard.

use super::{Kind, LABELS, MANY, ROLES, Shape, Words, optional, required};

/// The days of the longest year: a score looks no further back.
const YEAR: i64 = 366;
/// The points of a whole score.
pub(in super::super) const POINTS: i64 = 100;

/// The largest number of people that a field of 32 bits holds.
const MOST_PEOPLE: i64 = u32::MAX as i64;

const POSTS: Kind = Kind::List(1, &Kind::Word(Words::Post));
const ROWS: Kind = Kind::List(1, &Kind::Table(&SCORE_ROW));

/// `profile::DutyRule`
pub(in super::super) static DUTY: Shape = Shape {
    fields: &[
        required("code", Kind::Text),
        required("name", LABELS),
        required("basis", Kind::Text),
        optional("heading", LABELS),
        required("every", Kind::Word(Words::Every)),
        optional("times", Kind::Number(1, MANY)),
        required("level", Kind::Word(Words::Level)),
        optional("base_grids_only", Kind::Flag),
        optional("working_days_only", Kind::Flag),
        optional("from", Kind::Day),
        optional("marked", Kind::Flag),
        optional("by", ROLES),
    ],
};

/// `profile::RosterRule`
pub(in super::super) static ROSTER: Shape = Shape {
    fields: &[
        required("shifts", Kind::List(1, &Kind::Table(&SHIFT))),
        optional("modes", super::ANY_NAMED),
        required("basis", Kind::Text),
    ],
};

/// `profile::ShiftRule`
pub(in super::super) static SHIFT: Shape = Shape {
    fields: &[
        required("code", Kind::Text),
        required("name", LABELS),
        required("from", Kind::Hour),
        required("to", Kind::Hour),
    ],
};

/// `profile::Force`
pub(in super::super) static FORCE: Shape = Shape {
    fields: &[
        required("code", Kind::Text),
        required("name", LABELS),
        // A force whose people only the register names has no post.
        optional("posts", Kind::List(0, &Kind::Word(Words::Post))),
        optional("counted", Kind::Number(0, MOST_PEOPLE)),
        optional("basis", Kind::Text),
    ],
};

/// `profile::Quota`
pub(in super::super) static QUOTA: Shape = Shape {
    fields: &[
        required("code", Kind::Text),
        required("name", LABELS),
        required("posts", POSTS),
        required("level", Kind::Word(Words::Level)),
        required("least", Kind::Number(1, MANY)),
        optional("per_households", Kind::Number(1, MANY)),
        required("basis", Kind::Text),
    ],
};

/// `profile::IndexRule`
pub(in super::super) static INDEX: Shape = Shape {
    fields: &[
        required("version", Kind::Text),
        required("basis", Kind::Text),
        required("rows", ROWS),
    ],
};

/// `profile::ScorecardRule`
pub(in super::super) static SCORECARD: Shape = Shape {
    fields: &[
        required("name", LABELS),
        required("basis", Kind::Text),
        required("level", Kind::Word(Words::Level)),
        required("rows", ROWS),
    ],
};

/// `profile::StandardRule`
pub(in super::super) static STANDARD: Shape = Shape {
    fields: &[
        required("list", Kind::Text),
        required("level", Kind::Word(Words::Level)),
        optional("base_grids_only", Kind::Flag),
        required("basis", Kind::Text),
        optional("by", ROLES),
        optional("revoked_by", Kind::List(0, &Kind::Table(&REVOCATION))),
    ],
};

/// `profile::Revocation`
pub(in super::super) static REVOCATION: Shape = Shape {
    fields: &[
        optional("item", Kind::Number(1, MANY)),
        required("categories", Kind::List(1, &Kind::Text)),
    ],
};

/// `profile::ScoreRow`
pub(in super::super) static SCORE_ROW: Shape = Shape {
    fields: &[
        required("code", Kind::Text),
        required("name", LABELS),
        required("points", Kind::Number(1, POINTS)),
        required("measure", Kind::Measure),
        optional("days", Kind::Number(1, YEAR)),
    ],
};
