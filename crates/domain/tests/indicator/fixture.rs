//! Days, and a plain case that tests change where it matters.

use std::collections::BTreeSet;

use jiff::civil::Date;
use onemap_domain::area::AreaCode;
use onemap_domain::department::DepartmentCode;
use onemap_domain::indicator::{Owed, Slice, Standing, Visit};

pub const GRID: &str = "520381001001001";

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub fn department(code: &str) -> DepartmentCode {
    DepartmentCode(code.to_owned())
}

pub fn led_by(code: &str) -> Slice {
    Slice::Department(department(code))
}

pub fn area(code: &str) -> AreaCode {
    AreaCode::parse(code).unwrap()
}

/// Reported, established and dispatched on a day; open, without a deadline.
pub fn case(on: &str) -> Standing {
    let on = day(on);
    Standing {
        grid: area(GRID),
        category: "sewage".to_owned(),
        channel: "hotline".to_owned(),
        lead: Some(department("zhujian")),
        reported_on: on,
        established_on: Some(on),
        declined_on: None,
        dispatched_on: Some(on),
        acceptance: Owed::default(),
        completion: Owed::default(),
        closing: Owed::default(),
        reworked: false,
        extended: false,
        returned_by: BTreeSet::new(),
        visit: None,
        called: std::collections::BTreeMap::new(),
        imported: false,
        open: true,
        next_due_at: None,
    }
}

/// Due on a day and not done.
pub fn owed(due: &str) -> Owed {
    Owed {
        due_on: Some(day(due)),
        done_on: None,
        in_time: false,
    }
}

/// Due on a day and done on another, by its moment or not.
pub fn done(due: &str, done: &str, in_time: bool) -> Owed {
    Owed {
        done_on: Some(day(done)),
        in_time,
        ..owed(due)
    }
}

/// A visit that asked all three questions.
pub fn visit(on: &str, responded: bool, resolved: bool, satisfied: bool) -> Visit {
    Visit {
        on: day(on),
        responded: Some(responded),
        resolved: Some(resolved),
        satisfied: Some(satisfied),
    }
}
