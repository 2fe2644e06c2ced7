//! The tables of what is looked for around a case.

use super::{Kind, LABELS, MANY, Shape, Words, optional, required};

/// The longest distance, metres: half way around a large county.
const FAR: i64 = 100_000;

/// `profile::SurroundingsRule`
pub(in super::super) static SURROUNDINGS: Shape = Shape {
    fields: &[
        required("basis", Kind::Text),
        optional("camera_metres", Kind::Number(1, FAR)),
        optional("rings", Kind::List(0, &Kind::Table(&RING))),
        optional("stations", Kind::List(0, &Kind::Table(&STATION))),
    ],
};

/// `profile::RingRule`
pub(in super::super) static RING: Shape = Shape {
    fields: &[
        required("name", LABELS),
        required("minutes", Kind::Number(1, MANY)),
        required("metres", Kind::Number(1, FAR)),
    ],
};

/// `profile::StationRule`
pub(in super::super) static STATION: Shape = Shape {
    fields: &[
        required("kind", Kind::Word(Words::Station)),
        required("list", Kind::Text),
    ],
};
