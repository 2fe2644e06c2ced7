//! The file's outlines on the ground: in which datum they are, and what is wrong with them.

use std::collections::BTreeMap;

use onemap_domain::area::{AreaCode, Datum, GridKind, Level, Outline};
use onemap_protocol::boundaries::{Misfit, SliverCount};
use onemap_protocol::register::Register;
use onemap_spatial::faults::{self, Fault, FaultKind, Found, Piece, Tolerances};
use onemap_spatial::fit::{self, Verdict};
use onemap_spatial::{datum, measure};

use super::begin::NOWHERE;
use super::beside::Beside;
use super::{Asked, DatumFound, Finding, Problem, Severity, Sheet};

/// An area whose centre moved farther than this, out of its outline, lies elsewhere, metres.
const MOVED_M: f64 = 200.0;
/// A child with this share of its ground outside of its parent does not belong there.
const ELSEWHERE: f64 = 0.5;

/// In which datum the outlines are, and what is to be said of it.
pub(super) fn datum_found(
    sheet: &Sheet,
    beside: &Beside<'_>,
    register: &Register,
    asked: Asked,
) -> (DatumFound, Vec<Finding>) {
    let mut found = DatumFound {
        declared: sheet.declared.clone(),
        named: asked.datum,
        ..DatumFound::default()
    };
    let rows = || beside.own.values();
    if !rows().any(|row| row.outline.is_some() || row.centre.is_some()) {
        return (found, Vec::new());
    }
    let outlined = rows().filter(|row| row.outline.is_some());
    let highest = outlined.map(|row| row.code.level()).min();
    let fit = highest.and_then(|level| fitted(beside, register, level));
    if let Some(fit) = &fit {
        let figures = fit.candidates.iter().map(|candidate| Misfit {
            datum: candidate.datum,
            share: candidate.misfit,
            metres: candidate.off_m,
        });
        found.misfits = figures.collect();
        found.fits = match fit.verdict {
            Verdict::AsItIs => Some(Datum::Wgs84),
            Verdict::Better { datum } => Some(datum),
            Verdict::CannotTell => None,
        };
    }
    let share = |datum: Datum| fit.as_ref().and_then(|fit| fit.misfit(datum));
    let mut findings = Vec::new();
    found.read_as = Some(match (asked.datum, found.fits) {
        (Some(named), Some(fits)) if named.agrees_with() != fits.agrees_with() => {
            findings.push(Finding {
                value: Some(named.title().to_owned()),
                expected: Some(fits.title().to_owned()),
                share: share(fits),
                ..Finding::new(Problem::DatumAgainst)
            });
            named
        }
        (Some(named), _) => named,
        (None, Some(Datum::Wgs84)) => Datum::Wgs84,
        (None, Some(fits)) => {
            findings.push(Finding {
                value: Some(fits.name().to_owned()),
                expected: Some(fits.title().to_owned()),
                share: share(fits),
                ..Finding::new(Problem::DatumOther)
            });
            fits
        }
        (None, None) => {
            findings.push(Finding::new(Problem::DatumUnknown));
            Datum::Wgs84
        }
    });
    (found, findings)
}

/// Lays the file's outlines of a level over what the register has above them: of each its nearest
/// ancestor with an outline, of the county its own.
fn fitted(beside: &Beside<'_>, register: &Register, level: Level) -> Option<fit::Fit> {
    let ground = |code: &AreaCode| {
        if *code == register.county {
            return register.outlines.get_key_value(code);
        }
        let mut above = code.upwards().skip(1);
        above.find_map(|code| register.outlines.get_key_value(&code))
    };
    let mut grounds: BTreeMap<&AreaCode, &Outline> = BTreeMap::new();
    let mut outlines = Vec::new();
    for row in beside.own.values() {
        // Dedicated grids lie over others, and say nothing more of the ground.
        if row.code.level() != level || row.code.grid_kind() == Some(GridKind::Dedicated) {
            continue;
        }
        if let Some((outline, (code, ground))) = row.outline.as_ref().zip(ground(&row.code)) {
            grounds.insert(code, ground);
            outlines.push(outline);
        }
    }
    fit::fit(outlines, grounds.into_values())
}

/// The file's outlines in WGS-84, rings as they were written.
pub(super) fn converted(beside: &Beside<'_>, read_as: Datum) -> BTreeMap<AreaCode, Outline> {
    let rows = beside.own.values();
    rows.filter_map(|row| {
        let outline = datum::outline_to_wgs84(read_as, row.outline.as_ref()?);
        Some((row.code.clone(), outline))
    })
    .collect()
}

/// What is wrong with the outlines of the file, by themselves and among those of the register with the
/// file in it.
pub(super) fn faults_found(
    beside: &Beside<'_>,
    register: &Register,
    converted: &BTreeMap<AreaCode, Outline>,
) -> (Vec<Finding>, SliverCount) {
    let tolerances = Tolerances::default();
    let mut found = Found::default();
    for (code, outline) in converted {
        found.extend(faults::of_rings(code, outline, &tolerances));
    }
    let mut merged: BTreeMap<&AreaCode, &Outline> = register.outlines.iter().collect();
    merged.extend(converted);
    let pieces = |levels: &dyn Fn(Level) -> bool| -> Vec<Piece<'_>> {
        let some = merged.iter().filter(|(code, _)| levels(code.level()));
        some.map(|(code, outline)| Piece { code, outline })
            .collect()
    };
    let highest = converted.keys().map(AreaCode::level).min();
    for level in Level::ALL {
        // Above the file's own areas nothing is new.
        if highest.is_none_or(|highest| level < highest) {
            continue;
        }
        let (own, above) = (pieces(&|one| one == level), pieces(&|one| one < level));
        let mut among = faults::among(&own, &above, &tolerances);
        among.faults.retain(|fault| concerns(fault, converted));
        found.extend(among);
    }
    found.faults.sort_by(|a, b| b.m2.total_cmp(&a.m2));
    let findings = found.faults.into_iter();
    let slivers = SliverCount {
        count: u32::try_from(found.slivers.count).unwrap_or(u32::MAX),
        m2: found.slivers.m2,
    };
    (
        findings.map(|fault| finding(fault, beside)).collect(),
        slivers,
    )
}

/// Whether a fault is of the file, and not of what the register had before.
fn concerns(fault: &Fault, converted: &BTreeMap<AreaCode, Outline>) -> bool {
    let ours = |code: &AreaCode| converted.contains_key(code);
    let child = || {
        converted
            .keys()
            .any(|code| code.parent().as_ref() == Some(&fault.area))
    };
    ours(&fault.area) || fault.others.iter().any(ours) || (fault.kind == FaultKind::Gap && child())
}

fn finding(fault: Fault, beside: &Beside<'_>) -> Finding {
    let base =
        |code: &AreaCode| code.level() == Level::Grid && code.grid_kind() == Some(GridKind::Base);
    let both_base = base(&fault.area) && fault.others.iter().all(base);
    let (problem, severity) = match fault.kind {
        FaultKind::Unclosed => (Problem::Unclosed, Severity::Warning),
        FaultKind::TooShort => (Problem::TooShort, Severity::Error),
        FaultKind::NoArea => (Problem::NoArea, Severity::Error),
        FaultKind::SelfCrossing => (Problem::SelfCrossing, Severity::Error),
        FaultKind::Overlap if both_base => (Problem::Overlap, Severity::Error),
        FaultKind::Overlap => (Problem::Overlap, Severity::Warning),
        FaultKind::Gap => (Problem::Gap, Severity::Warning),
        FaultKind::Outside if fault.share.is_some_and(|share| share >= ELSEWHERE) => {
            (Problem::Outside, Severity::Error)
        }
        FaultKind::Outside => (Problem::Outside, Severity::Warning),
    };
    Finding {
        severity,
        row: beside.own.get(&fault.area).map(|row| row.row),
        name: beside.name(&fault.area),
        area: Some(fault.area),
        others: fault.others,
        m2: Some(fault.m2),
        share: fault.share,
        place: fault.place,
        outline: fault.outline,
        ..Finding::new(problem)
    }
}

/// Areas that are on other ground than before.
pub(super) fn moved(before: &Register, after: &Register, beside: &Beside<'_>) -> Vec<Finding> {
    let centres: BTreeMap<&AreaCode, _> = after
        .areas
        .iter()
        .map(|area| (&area.code, area.centre))
        .collect();
    let mut found = Vec::new();
    for area in &before.areas {
        let (Some(row), Some(centre)) = (beside.own.get(&area.code), centres.get(&area.code))
        else {
            continue;
        };
        // A centre without an outline may only be the parent's.
        if area.centre == NOWHERE || !before.outlines.contains_key(&area.code) {
            continue;
        }
        let metres = measure::distance_m(area.centre, *centre);
        let outline = after.outlines.get(&area.code);
        let inside = row.outline.is_some()
            && outline.is_some_and(|outline| measure::contains(outline, area.centre));
        if metres > MOVED_M && !inside {
            found.push(Finding {
                row: Some(row.row),
                area: Some(area.code.clone()),
                name: beside.name(&area.code),
                metres: Some(metres),
                place: Some(*centre),
                ..Finding::new(Problem::MovedPlace)
            });
        }
    }
    found
}
