//! A made county, sound and with single faults, beside its register.

use onemap_domain::area::{Datum, Outline};
use onemap_exchange::boundaries::{
    Applied, Asked, Kind, Problem, Report, Severity, applied, read, reconcile,
};
use onemap_spatial::measure;

use crate::made::{
    Made, Page, WGS_PRJ, code, county, geojson_bytes, of, of_level, rectangle, register, shapefile,
};

const GRIDS: Asked = Asked {
    kind: Kind::Grids,
    datum: Some(Datum::Wgs84),
};

/// The grids laid beside a register that has the areas above them.
fn report_of(grids: &[Made]) -> Report {
    let above: Vec<Made> = county(3)
        .into_iter()
        .filter(|made| made.0.len() < 15)
        .collect();
    let sheet = read(&geojson_bytes(grids, Datum::Wgs84), "grids.geojson").unwrap();
    reconcile(&sheet, &register(&above), GRIDS)
}

fn grids() -> Vec<Made> {
    of_level(&county(3), 15)
}

/// The problems of severity error or warning.
fn troubles(report: &Report) -> Vec<Problem> {
    let findings = report.findings.iter();
    let serious = findings.filter(|one| one.severity < Severity::Note);
    serious.map(|one| one.problem).collect()
}

#[test]
fn sound_grids_are_new_and_have_no_faults() {
    let report = report_of(&grids());
    assert_eq!(troubles(&report), []);
    assert_eq!(report.count(Problem::Extra), 36);
    assert!(report.is_good());
}

#[test]
fn a_grid_that_is_drawn_over_its_neighbour_is_an_error_with_both_names_and_a_place() {
    let mut grids = grids();
    grids[0].2.0[0][0][1][0] += 0.01;
    grids[0].2.0[0][0][2][0] += 0.01;
    let report = report_of(&grids);
    assert_eq!(troubles(&report), [Problem::Overlap]);
    let overlap = of(&report, Problem::Overlap)[0];
    assert_eq!(overlap.row, Some(1));
    assert_eq!(overlap.area, Some(code(&grids[0].0)));
    assert_eq!(overlap.others, [code(&grids[1].0)]);
    assert!(measure::contains(&overlap.outline, overlap.place.unwrap()));
    let km2 = overlap.m2.unwrap() / 1e6;
    assert!((3.0..5.0).contains(&km2), "{km2}");
    assert!(!report.is_good());
}

#[test]
fn a_grid_that_is_drawn_too_small_leaves_a_gap() {
    let mut grids = grids();
    grids[0].2.0[0][0][1][0] -= 0.01;
    grids[0].2.0[0][0][2][0] -= 0.01;
    let report = report_of(&grids);
    assert_eq!(troubles(&report), [Problem::Gap]);
    let gap = of(&report, Problem::Gap)[0];
    assert_eq!(gap.area, Some(code("520399001001")));
    assert!(gap.others.contains(&code(&grids[0].0)) && gap.place.is_some());
    assert!(
        report.is_good(),
        "a gap is to be looked at and stops nothing"
    );
}

#[test]
fn a_grid_outside_of_its_village_is_found_and_one_that_is_wholly_elsewhere_is_an_error() {
    let mut over = grids();
    over[0].2.0[0][0][0][0] -= 0.01;
    over[0].2.0[0][0][3][0] -= 0.01;
    over[0].2.0[0][0][4][0] -= 0.01;
    let report = report_of(&over);
    assert_eq!(troubles(&report), [Problem::Outside]);
    assert!(report.is_good());

    let mut elsewhere = grids();
    let (first, last) = (elsewhere[0].2.clone(), elsewhere[35].2.clone());
    elsewhere[0].2 = last;
    elsewhere[35].2 = first;
    let report = report_of(&elsewhere);
    assert_eq!(of(&report, Problem::Outside).len(), 2);
    assert_eq!(of(&report, Problem::Outside)[0].severity, Severity::Error);
    assert!(!report.is_good());
}

#[test]
fn a_dedicated_grid_may_lie_over_base_grids() {
    let mut grids = grids();
    let outline = rectangle([105.61, 28.41, 105.65, 28.45]);
    grids.push(("520399001001901".to_owned(), "东市场".to_owned(), outline));
    assert_eq!(troubles(&report_of(&grids)), []);
}

#[test]
fn a_ring_that_crosses_itself_is_an_error_at_its_crossing() {
    let mut grids = grids();
    grids[4].2.0[0][0].swap(1, 2);
    let report = report_of(&grids);
    let crossing = of(&report, Problem::SelfCrossing);
    assert_eq!(crossing.len(), 1);
    assert_eq!(
        (crossing[0].row, crossing[0].severity),
        (Some(5), Severity::Error)
    );
    assert!(crossing[0].place.is_some());
}

#[test]
fn a_ring_that_is_not_closed_is_taken_as_closed_aloud() {
    let mut grids = grids();
    grids[4].2.0[0][0].pop();
    let above: Vec<Made> = county(3)
        .into_iter()
        .filter(|made| made.0.len() < 15)
        .collect();
    let sheet = read(&geojson_bytes(&grids, Datum::Wgs84), "grids.geojson").unwrap();
    let Applied { register, report } = applied(&register(&above), &sheet, GRIDS).unwrap();
    assert_eq!(troubles(&report), [Problem::Unclosed]);
    let ring = &register.outlines[&code(&grids[4].0)].0[0][0];
    assert_eq!(ring.first(), ring.last());
}

#[test]
fn a_datum_is_offered_and_never_taken_silently() {
    let all = county(3);
    let known = register(&all);
    for written in Datum::ALL {
        let sheet = read(&geojson_bytes(&all, written), "a.geojson").unwrap();
        let unasked = reconcile(&sheet, &known, Asked::default());
        let fits_as_it_is = matches!(written, Datum::Wgs84 | Datum::Cgcs2000);
        assert_eq!(unasked.is_good(), fits_as_it_is, "{written:?}");
        if !fits_as_it_is {
            let offered = of(&unasked, Problem::DatumOther)[0];
            assert_eq!(offered.value.as_deref(), Some(written.name()));
            assert!(applied(&known, &sheet, Asked::default()).is_err());
        }
        let asked = Asked {
            datum: Some(written),
            ..Asked::default()
        };
        let Applied { register, report } = applied(&known, &sheet, asked).unwrap();
        assert_eq!(report.count(Problem::DatumAgainst), 0);
        for (code, outline) in &known.outlines {
            let ours = register.outlines[code].0.iter().flatten().flatten();
            for (a, b) in ours.zip(outline.0.iter().flatten().flatten()) {
                assert!((a[0] - b[0]).abs() < 1e-8 && (a[1] - b[1]).abs() < 1e-8);
            }
        }
        let source = format!("a.geojson ({})", written.title());
        assert_eq!(register.sources, [source]);
    }
}

#[test]
fn a_datum_that_is_named_against_the_fit_is_said() {
    let all = county(2);
    let sheet = read(&geojson_bytes(&all, Datum::Wgs84), "a.geojson").unwrap();
    let asked = Asked {
        datum: Some(Datum::Bd09),
        ..Asked::default()
    };
    let report = reconcile(&sheet, &register(&all), asked);
    let against = of(&report, Problem::DatumAgainst)[0];
    assert_eq!(against.expected.as_deref(), Some("WGS-84"));
    assert_eq!(report.datum.read_as, Some(Datum::Bd09));
}

#[test]
fn without_the_countys_outline_the_datum_must_be_named() {
    let all = county(2);
    let mut bare = register(&all[..1]);
    bare.outlines.clear();
    let sheet = read(&geojson_bytes(&all, Datum::Wgs84), "a.geojson").unwrap();
    let report = reconcile(&sheet, &bare, Asked::default());
    assert_eq!(report.count(Problem::DatumUnknown), 1);
    assert!(!report.is_good());
    let asked = Asked {
        datum: Some(Datum::Cgcs2000),
        ..Asked::default()
    };
    let Applied { register, .. } = applied(&bare, &sheet, asked).unwrap();
    assert_eq!(register.outlines.len(), all.len());
    assert!(register.areas.iter().all(|area| area.centre.lon > 105.0));
    let place = |text: &str| {
        let mut areas = register.areas.iter();
        areas.position(|area| area.code == code(text)).unwrap()
    };
    for area in &register.areas[1..] {
        let parent = area.code.parent().unwrap();
        assert!(
            place(parent.as_str()) < place(area.code.as_str()),
            "parents before children"
        );
    }
}

#[test]
fn areas_without_an_outline_stand_where_their_parent_stands() {
    let text = "code,name\n520399,测试县\n520399001,东街道\n520399001001,第一社区\n";
    let sheet = read(text.as_bytes(), "a.csv").unwrap();
    let mut bare = register(&county(1)[..1]);
    bare.outlines.clear();
    bare.areas[0].centre.lon = 0.0;
    bare.areas[0].centre.lat = 0.0;
    let Applied { register, report } = applied(&bare, &sheet, Asked::default()).unwrap();
    assert_eq!(of(&report, Problem::NoPlace)[0].count, Some(3));
    let outline = geojson_bytes(&county(1)[..1], Datum::Wgs84);
    let sheet = read(&outline, "b.geojson").unwrap();
    let asked = Asked {
        datum: Some(Datum::Wgs84),
        ..Asked::default()
    };
    let Applied { register, report } = applied(&register, &sheet, asked).unwrap();
    assert_eq!(report.count(Problem::NoPlace), 0);
    let centres = register.areas.iter().map(|area| area.centre.lon);
    assert!(centres.into_iter().all(|lon| (105.6..105.8).contains(&lon)));
    assert_eq!(report.count(Problem::MovedPlace), 0);
}

#[test]
fn grids_do_not_come_among_areas_nor_areas_among_grids() {
    let all = county(1);
    let sheet = read(&shapefile(&all, Page::Gbk, Some(WGS_PRJ)), "a.zip").unwrap();
    let known = register(&all);
    for (kind, others) in [(Kind::Areas, 4), (Kind::Grids, 7), (Kind::All, 0)] {
        let report = reconcile(&sheet, &known, Asked { kind, datum: None });
        assert_eq!(report.count(Problem::OtherKind), others, "{kind:?}");
    }
}

#[test]
fn a_file_of_another_county_is_refused_with_what_it_has() {
    let text = "code,name\n520398,别的县\n520398001,别的街道\n";
    let sheet = read(text.as_bytes(), "a.csv").unwrap();
    let report = reconcile(&sheet, &register(&county(1)), Asked::default());
    let found = of(&report, Problem::NothingOfCounty)[0];
    assert_eq!(found.others, [code("520398")]);
}

#[test]
fn a_grid_that_moved_says_how_far() {
    let all = county(3);
    let known = register(&all);
    let mut moved = grids();
    moved.truncate(1);
    let far = |[x, y]: [f64; 2]| [x + 0.04, y];
    moved[0].2 = Outline(vec![vec![
        moved[0].2.0[0][0].iter().map(|at| far(*at)).collect(),
    ]]);
    let sheet = read(&geojson_bytes(&moved, Datum::Wgs84), "a.geojson").unwrap();
    let report = reconcile(&sheet, &known, GRIDS);
    let found = of(&report, Problem::MovedPlace)[0];
    assert!(
        (found.metres.unwrap() - 3_915.0).abs() < 50.0,
        "{:?}",
        found.metres
    );
    assert_eq!(report.count(Problem::Missing), 35);
    assert!(report.count(Problem::Overlap) > 0);
}
