//! A file beside a register, and the register with the file in it.

use std::collections::BTreeMap;

use onemap_domain::area::{Area, AreaCode, Datum, Level, Outline, Position};
use onemap_protocol::boundaries::SliverCount;
use onemap_protocol::register::Register;
use onemap_spatial::{datum, measure};

use super::begin::NOWHERE;
use super::beside::Beside;
use super::{DatumFound, Finding, Problem, Report, Sheet, ground};

/// Which areas an import is of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// County, towns and villages.
    Areas,
    /// Grids and household units.
    Grids,
    /// Whatever the file has.
    #[default]
    All,
}

/// How a file is to be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Which areas it may have.
    pub kind: Kind,
    /// The datum of its outlines and places, when somebody knows it.
    pub datum: Option<Datum>,
}

/// A register with a file in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Applied {
    /// The register.
    pub register: Register,
    /// What was found; no error.
    pub report: Report,
}

/// Lays a file beside a register.
pub fn reconcile(sheet: &Sheet, register: &Register, asked: Asked) -> Report {
    laid(sheet, register, asked).0
}

/// The register with the file's areas and outlines in it, WGS-84, the file and its datum among its
/// sources. Nothing is taken out of it. The report alone while an error stands.
pub fn applied(register: &Register, sheet: &Sheet, asked: Asked) -> Result<Applied, Box<Report>> {
    let (report, register) = laid(sheet, register, asked);
    if report.is_good() {
        Ok(Applied { register, report })
    } else {
        Err(Box::new(report))
    }
}

fn laid(sheet: &Sheet, register: &Register, asked: Asked) -> (Report, Register) {
    let mut findings = sheet.findings.clone();
    let beside = Beside::new(sheet, register, &mut findings);
    findings.extend(beside.misplaced(&register.county, asked.kind));
    findings.extend(beside.changes());
    let (datum, doubts) = ground::datum_found(sheet, &beside, register, asked);
    findings.extend(doubts);
    let mut slivers = SliverCount::default();
    let mut outlines = BTreeMap::new();
    if let Some(read_as) = datum.read_as {
        outlines = ground::converted(&beside, read_as);
        let (faults, thin) = ground::faults_found(&beside, register, &outlines);
        findings.extend(faults);
        slivers = thin;
    }
    let after = merged(register, sheet, &beside, outlines, &datum);
    findings.extend(ground::moved(register, &after, &beside));
    let placeless = after.areas.iter().filter(|area| area.centre == NOWHERE);
    let placeless = placeless.count();
    if placeless > 0 {
        findings.push(Finding::counted(Problem::NoPlace, placeless));
    }
    let mut report = Report {
        file: sheet.file.clone(),
        format: sheet.format,
        rows: sheet.rows_in_all,
        levels: beside.counts(),
        datum,
        findings: Vec::new(),
        counts: Vec::new(),
        errors: 0,
        slivers,
    };
    report.take(findings);
    (report, after)
}

/// The register with the rows of its county in it.
fn merged(
    register: &Register,
    sheet: &Sheet,
    beside: &Beside<'_>,
    outlines: BTreeMap<AreaCode, Outline>,
    datum: &DatumFound,
) -> Register {
    let mut after = register.clone();
    let outlines: BTreeMap<AreaCode, Outline> = outlines
        .into_iter()
        .map(|(code, outline)| (code, closed(outline)))
        .collect();
    let place = |row: &super::Row| -> Option<Position> {
        let given = row.centre.zip(datum.read_as);
        let given = given.map(|(centre, read_as)| datum::to_wgs84(read_as, centre));
        let within = || outlines.get(&row.code).and_then(measure::inner_point);
        given.or_else(within)
    };
    for area in &mut after.areas {
        let Some(row) = beside.own.get(&area.code) else {
            continue;
        };
        if let Some(name) = &row.name {
            area.name.clone_from(name);
        }
        area.centre = place(row).unwrap_or(area.centre);
        area.simulated &= row.outline.is_none();
        if area.code == after.county {
            after.name.clone_from(&area.name);
        }
    }
    let mut fresh: Vec<Area> = beside
        .own
        .values()
        .filter(|row| !beside.known.contains_key(&row.code))
        .map(|row| Area {
            code: row.code.clone(),
            name: row.name.clone().unwrap_or_default(),
            centre: place(row).unwrap_or(NOWHERE),
            households: None,
            simulated: false,
        })
        .collect();
    fresh.sort_by(|a, b| (a.code.level(), &a.code).cmp(&(b.code.level(), &b.code)));
    after.areas.extend(fresh);
    after.outlines.extend(outlines);
    settle(&mut after, register);
    let source = match datum.read_as {
        Some(datum) => format!("{} ({})", sheet.file, datum.title()),
        None => sheet.file.clone(),
    };
    if !after.sources.contains(&source) {
        after.sources.push(source);
    }
    after
}

/// Areas without a place of their own stand where their parent stands, until somebody says better.
fn settle(after: &mut Register, before: &Register) {
    let old: BTreeMap<&AreaCode, Position> = before
        .areas
        .iter()
        .map(|area| (&area.code, area.centre))
        .collect();
    let mut centres: BTreeMap<AreaCode, Position> = BTreeMap::new();
    let mut order: Vec<usize> = (0..after.areas.len()).collect();
    order.sort_by_key(|index| after.areas[*index].code.level());
    for index in order {
        let area = &mut after.areas[index];
        let parent = area.code.parent();
        if area.code.level() > Level::County && !after.outlines.contains_key(&area.code) {
            let stood = parent.as_ref().and_then(|parent| old.get(parent));
            let borrowed = area.centre == NOWHERE || Some(&area.centre) == stood;
            let stands = parent.as_ref().and_then(|parent| centres.get(parent));
            if let Some(centre) = stands.filter(|_| borrowed) {
                area.centre = *centre;
            }
        }
        centres.insert(area.code.clone(), area.centre);
    }
}

/// Every ring with its first corner as its last.
fn closed(mut outline: Outline) -> Outline {
    for ring in outline.0.iter_mut().flatten() {
        if let (Some(first), Some(last)) = (ring.first().copied(), ring.last().copied())
            && first.map(f64::to_bits) != last.map(f64::to_bits)
        {
            ring.push(first);
        }
    }
    outline
}
