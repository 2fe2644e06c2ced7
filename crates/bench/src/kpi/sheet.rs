//! The cases as a table, for a peer to read: days, moments and codes as they are, nothing counted.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use jiff::civil::Date;
use onemap_domain::area::Level;
use onemap_domain::department::DepartmentCode;
use onemap_domain::indicator::{Owed, Standing};

use crate::failure::Failure;

/// The columns, in order. An empty field is none.
const HEAD: &str = "department,town,category,established_on,dispatched_on,\
acceptance_due,acceptance_done,acceptance_sharp,completion_due,completion_done,completion_sharp,\
closing_due,closing_done,closing_sharp,reworked,extended,returned_by,\
visited_on,responded,resolved,satisfied,imported,open,due_second";

/// Writes one line a case.
pub fn write(path: &Path, cases: &[Standing]) -> Result<(), Failure> {
    let file = File::create(path).map_err(Failure::file(path))?;
    lines(BufWriter::new(file), cases).map_err(Failure::file(path))
}

fn lines(mut out: impl Write, cases: &[Standing]) -> io::Result<()> {
    writeln!(out, "{HEAD}")?;
    for case in cases {
        let town = case.grid.at(Level::Town).map(String::from);
        let returned_by: Vec<&str> = case
            .returned_by
            .iter()
            .map(DepartmentCode::as_str)
            .collect();
        let visit = case.visit.as_ref();
        write!(
            out,
            "{},{},{},",
            case.lead.as_ref().map_or("", |code| code.as_str()),
            town.unwrap_or_default(),
            case.category
        )?;
        write!(
            out,
            "{},{},",
            day(case.established_on),
            day(case.dispatched_on)
        )?;
        for owed in [&case.acceptance, &case.completion, &case.closing] {
            let Owed {
                due_on,
                done_on,
                in_time,
            } = owed;
            write!(out, "{},{},{in_time},", day(*due_on), day(*done_on))?;
        }
        write!(out, "{},{},", case.reworked, case.extended)?;
        write!(out, "{},", returned_by.join(";"))?;
        write!(
            out,
            "{},{},{},{},",
            day(visit.map(|visit| visit.on)),
            said(visit.and_then(|visit| visit.responded)),
            said(visit.and_then(|visit| visit.resolved)),
            said(visit.and_then(|visit| visit.satisfied))
        )?;
        let due = case.next_due_at.map(|at| at.as_second().to_string());
        let due = due.unwrap_or_default();
        writeln!(out, "{},{},{due}", case.imported, case.open)?;
    }
    out.flush()
}

fn day(day: Option<Date>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

fn said(answer: Option<bool>) -> &'static str {
    match answer {
        Some(true) => "true",
        Some(false) => "false",
        None => "",
    }
}
