//! The registers and outlines of ten real places (README.md of the shared data), and the sample county.
//! Without the shared data each test says that it is skipped.

use std::path::Path;
use std::time::Instant;

use onemap_domain::area::{Area, AreaCode, Datum, Level};
use onemap_exchange::boundaries::{
    Applied, Asked, BeginError, Kind, Problem, Report, Sheet, applied, begin, read, reconcile,
};
use onemap_exchange::county::County;
use onemap_protocol::register::Register;
use onemap_testkit::real;

use crate::made::{Made, code, geojson_bytes, of};

/// A place: its counties, towns and villages in the register, its outlines, and the worst misfits of
/// its counties in percent, as they are and read as GCJ-02.
struct Place {
    name: &'static str,
    counties: usize,
    towns: usize,
    villages: usize,
    outlines: usize,
}

const fn place(name: &'static str, [counties, towns, villages, outlines]: [usize; 4]) -> Place {
    Place {
        name,
        counties,
        towns,
        villages,
        outlines,
    }
}

/// 常德 has a 西洞庭管理区 in the register that the outlines do not part from its county.
const PLACES: [Place; 10] = [
    place("changde", [10, 178, 2273, 9]),
    place("chishui", [1, 17, 127, 1]),
    place("dongchuan", [1, 9, 170, 1]),
    place("ganzhou", [1, 24, 279, 1]),
    place("korla", [1, 26, 160, 1]),
    place("liaocheng", [8, 136, 2408, 8]),
    place("linxi", [1, 12, 119, 1]),
    place("ulanqab", [11, 110, 1517, 11]),
    place("yanta", [1, 10, 334, 1]),
    place("yongning", [1, 9, 96, 1]),
];

fn shared(path: &str) -> Option<Vec<u8>> {
    Some(std::fs::read(real::file(path)?).unwrap())
}

/// The register and the outlines of a place.
fn sheets(name: &str) -> Option<(Sheet, Sheet)> {
    let csv = shared(&format!("areas/{name}.csv"))?;
    let outlines = shared(&format!("boundaries/{name}.geojson"))?;
    let outlines = read(&outlines, &format!("{name}.geojson")).unwrap();
    Some((read(&csv, &format!("{name}.csv")).unwrap(), outlines))
}

fn of_level(sheet: &Sheet, level: Level) -> usize {
    let rows = sheet.rows.iter();
    rows.filter(|row| row.code.level() == level).count()
}

/// A register begun with the register's file; nothing but the county's own rows are in it.
fn begun(areas: &Sheet, county: &str) -> Register {
    let register = begin(areas, Some(&code(county)), "chishui").unwrap();
    let asked = Asked {
        kind: Kind::Areas,
        datum: None,
    };
    match applied(&register, areas, asked) {
        Ok(Applied { register, .. }) => register,
        Err(report) => panic!("{county}: {:?}", report.findings),
    }
}

fn percent(report: &Report, datum: Datum) -> f64 {
    let mut misfits = report.datum.misfits.iter();
    misfits.find(|one| one.datum == datum).unwrap().share * 100.0
}

#[test]
fn the_registers_of_ten_places_come_in_whole() {
    for place in &PLACES {
        let Some((areas, outlines)) = sheets(place.name) else {
            return;
        };
        let name = place.name;
        let found = [Level::County, Level::Town, Level::Village].map(|l| of_level(&areas, l));
        assert_eq!(
            found,
            [place.counties, place.towns, place.villages],
            "{name}"
        );
        assert_eq!(outlines.rows.len(), place.outlines, "{name}");
        let unexpected = areas.findings.iter().chain(&outlines.findings);
        let unexpected: Vec<_> = unexpected
            .filter(|finding| finding.problem != Problem::ShortenedNames)
            .collect();
        assert!(unexpected.is_empty(), "{name}: {unexpected:?}");
        if place.counties == 1 {
            let register = begin(&areas, None, "chishui").unwrap();
            let register = begun(&areas, register.county.as_str());
            assert_eq!(
                register.areas.len(),
                1 + place.towns + place.villages,
                "{name}"
            );
        } else {
            let refused = begin(&areas, None, "chishui");
            let Err(BeginError::SeveralCounties { counties }) = refused else {
                panic!("{name}: {refused:?}")
            };
            assert_eq!(counties.len(), place.counties, "{name}");
        }
        let counties = areas
            .rows
            .iter()
            .filter(|row| row.code.level() == Level::County);
        let all = counties.map(|row| begun(&areas, row.code.as_str()).areas.len());
        let all: usize = all.sum();
        assert_eq!(all, place.counties + place.towns + place.villages, "{name}");
    }
}

#[test]
fn the_outlines_of_ten_places_are_found_to_be_in_gcj02() {
    let mut told = 0;
    for place in &PLACES {
        let Some((areas, outlines)) = sheets(place.name) else {
            return;
        };
        for row in &outlines.rows {
            let county = row.code.as_str();
            let register = begun(&areas, county);
            let doubtful = reconcile(&outlines, &register, Asked::default());
            let unknown = of(&doubtful, Problem::DatumUnknown);
            assert_eq!(unknown.len(), 1, "{county}: nothing to fit against yet");

            let named = Asked {
                datum: Some(Datum::Gcj02),
                ..Asked::default()
            };
            let Applied { register, report } = applied(&register, &outlines, named)
                .unwrap_or_else(|report| panic!("{county}: {:?}", report.findings));
            let other = of(&report, Problem::OtherCounty).first().map(|f| f.count);
            let expected = place.outlines as u32 - 1;
            assert_eq!(other.flatten().unwrap_or(0), expected, "{county}");
            assert_eq!(report.levels[0].outlined, 1);
            let outlined = register.outlines.keys().map(AreaCode::as_str);
            assert_eq!(outlined.collect::<Vec<_>>(), [county]);

            let again = reconcile(&outlines, &register, Asked::default());
            let figures = [Datum::Wgs84, Datum::Gcj02, Datum::Bd09].map(|d| percent(&again, d));
            let [as_it_is, gcj02, bd09] = figures;
            println!(
                "{} {county}: WGS-84 {as_it_is:.2} %, GCJ-02 {gcj02:.5} %, BD-09 {bd09:.2} %",
                place.name
            );
            assert_eq!(again.datum.fits, Some(Datum::Gcj02), "{county}");
            assert!(
                gcj02 < 0.001 && as_it_is > 0.5 && bd09 > as_it_is,
                "{county}: {figures:?}"
            );
            let offered = of(&again, Problem::DatumOther);
            assert_eq!(offered[0].value.as_deref(), Some("gcj02"), "{county}");
            assert!(!again.is_good() && again.datum.read_as == Some(Datum::Gcj02));

            // Also against an outline that somebody else drew, with an eighth of the corners.
            let mut coarse = register.clone();
            for ring in coarse
                .outlines
                .values_mut()
                .flat_map(|o| o.0.iter_mut().flatten())
            {
                let first = ring[0];
                *ring = ring.iter().step_by(8).copied().collect();
                ring.push(first);
            }
            let rough = reconcile(&outlines, &coarse, Asked::default());
            let fits = rough.datum.fits;
            assert!(fits.is_none_or(|fits| fits == Datum::Gcj02), "{county}");
            told += usize::from(fits.is_some());
        }
    }
    assert_eq!(
        told, 24,
        "of 35; the others are left to a person, and none is told wrongly"
    );
}

#[test]
fn a_changed_register_is_told_by_what_changed() {
    let Some((areas, _)) = sheets("chishui") else {
        return;
    };
    let register = begun(&areas, "520381");
    let bytes = shared("areas/chishui.csv").unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let at = |lines: &[String], start: &str| {
        lines
            .iter()
            .position(|line| line.starts_with(start))
            .unwrap()
    };
    // One village is gone, one renamed, one came under another town, one is new.
    let gone = at(&lines, "520381001001,");
    lines.remove(gone);
    let renamed = at(&lines, "520381001002,");
    lines[renamed] = "520381001002,新名字社区居民委员会,village,520381001".to_owned();
    let moved = at(&lines, "520381001003,");
    let name = lines[moved].split(',').nth(1).unwrap().to_owned();
    lines[moved] = format!("520381002099,{name},village,520381002");
    lines.push("520381001099,全新社区,village,520381001".to_owned());
    lines.push("520381990001,孤村,village,520381990".to_owned());
    let sheet = read(lines.join("\n").as_bytes(), "new.csv").unwrap();
    let report = reconcile(&sheet, &register, Asked::default());
    let codes = |problem| -> Vec<String> {
        let found = of(&report, problem);
        found
            .iter()
            .map(|f| f.area.as_ref().unwrap().to_string())
            .collect()
    };
    assert_eq!(codes(Problem::Missing), ["520381001001"]);
    assert_eq!(codes(Problem::Renamed), ["520381001002"]);
    assert_eq!(codes(Problem::MovedCode), ["520381002099"]);
    assert_eq!(
        of(&report, Problem::MovedCode)[0].others,
        [code("520381001003")]
    );
    assert_eq!(codes(Problem::Extra), ["520381001099", "520381990001"]);
    assert_eq!(codes(Problem::UnknownParent), ["520381990001"]);
    assert_eq!(report.errors, 1);
    let villages = report
        .levels
        .iter()
        .find(|c| c.level == Level::Village)
        .unwrap();
    assert_eq!(
        (villages.expected, villages.there, villages.after),
        (127, 128, 130)
    );
    let towns = report
        .levels
        .iter()
        .find(|c| c.level == Level::Town)
        .unwrap();
    assert_eq!((towns.expected, towns.there, towns.after), (17, 17, 17));
}

fn sample() -> County {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/sample/chishui.county.zst");
    County::unpack(&std::fs::read(path).unwrap()).unwrap()
}

#[test]
fn the_sample_county_is_what_the_real_register_says() {
    let Some((areas, _)) = sheets("chishui") else {
        return;
    };
    let report = reconcile(&areas, &sample().into_register(), Asked::default());
    assert!(report.is_good(), "{:?}", report.findings);
    for problem in [
        Problem::Missing,
        Problem::Extra,
        Problem::Renamed,
        Problem::MovedCode,
    ] {
        assert_eq!(report.count(problem), 0, "{:?}", of(&report, problem));
    }
}

#[test]
fn all_grids_of_the_sample_come_back_through_gcj02_without_a_fault() {
    let register = sample().into_register();
    let areas = register.areas.iter();
    let grids: Vec<Made> = areas
        .filter(|area| area.code.level() == Level::Grid)
        .map(|Area { code, name, .. }| {
            let outline = register.outlines.get(code).unwrap().clone();
            (code.to_string(), name.clone(), outline)
        })
        .collect();
    let bytes = geojson_bytes(&grids, Datum::Gcj02);
    let start = Instant::now();
    let sheet = read(&bytes, "grids.geojson").unwrap();
    let asked = Asked {
        kind: Kind::Grids,
        datum: None,
    };
    let doubtful = reconcile(&sheet, &register, asked);
    println!(
        "{} grids, {} MiB: {:?}; {:?}",
        grids.len(),
        bytes.len() >> 20,
        start.elapsed(),
        doubtful.datum.misfits
    );
    assert_eq!(
        of(&doubtful, Problem::DatumOther)[0].value.as_deref(),
        Some("gcj02")
    );
    let asked = Asked {
        datum: Some(Datum::Gcj02),
        ..asked
    };
    let Applied {
        register: after,
        report,
    } = applied(&register, &sheet, asked).unwrap_or_else(|report| panic!("{:?}", report.findings));
    for problem in [
        Problem::Overlap,
        Problem::Gap,
        Problem::Outside,
        Problem::MovedPlace,
    ] {
        let found = of(&report, problem);
        assert!(found.is_empty(), "{} {:?}", found.len(), found.first());
    }
    println!("{:?}", report.slivers);
    assert_eq!(after.areas.len(), register.areas.len());
    assert_eq!(after.outlines.len(), register.outlines.len());
}
