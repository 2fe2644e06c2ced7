//! Areas and boundaries from files, through the program itself: a register begun, filled, and left alone.

use std::path::{Path, PathBuf};

use onemap_central::database;
use onemap_central::repository::AuditQuery;
use onemap_domain::area::{AreaCode, Datum, Level, Outline};
use onemap_domain::audit::{Act, RegisterPart};
use onemap_protocol::register::Register;
use onemap_spatial::datum;
use onemap_testkit::county::small_county;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::import::program;
use crate::place::Place;

const AREAS: &str = "code,name,level,parent\n\
    5203,遵义市,city,52\n\
    520381,赤水市,county,5203\n\
    520381001,市中街道,town,520381\n\
    520381100,天台镇,town,520381\n\
    520381001001,康佳社区居民委员会,village,520381001\n\
    520381001002,太平社区居民委员会,village,520381001\n\
    520381100201,红星村村民委员会,village,520381100\n";

/// A database, and a folder for files.
struct Office {
    place: Place,
    folder: TempDir,
}

impl Office {
    fn new() -> Office {
        Office {
            place: Place::new(),
            folder: TempDir::new().unwrap(),
        }
    }

    fn file(&self, name: &str, contents: &[u8]) -> PathBuf {
        let file = self.folder.path().join(name);
        std::fs::write(&file, contents).unwrap();
        file
    }

    async fn imports(&self, what: &str, file: &Path, more: &[&str]) -> (i32, String, String) {
        let (file, database) = (file.display().to_string(), self.place.address());
        let mut arguments = vec![
            "import",
            what,
            &file,
            "--database",
            &database,
            "--language",
            "en",
        ];
        arguments.extend(more);
        program(&arguments).await
    }

    async fn register(&self) -> Option<(u64, Register)> {
        let repository = database::open(&self.place.address()).await.unwrap();
        let register = repository.register().await.unwrap();
        repository.close().await;
        register
    }

    /// A database with the small county's areas, its outline and those of its villages.
    async fn filled() -> Office {
        let office = Office::new();
        let areas = office.file("areas.csv", AREAS.as_bytes());
        let (code, _, problems) = office
            .imports("areas", &areas, &["--profile", "liaocheng"])
            .await;
        assert_eq!(code, 0, "{problems}");
        let outlines = features(&outlined(Level::County, Level::Village), Datum::Wgs84);
        let outlines = office.file("outlines.geojson", outlines.to_string().as_bytes());
        let (code, _, problems) = office
            .imports("areas", &outlines, &["--datum", "cgcs2000"])
            .await;
        assert_eq!(code, 0, "{problems}");
        office
    }
}

/// The outlined areas of the small county between two levels.
fn outlined(from: Level, to: Level) -> Vec<(AreaCode, Outline)> {
    let county = small_county();
    let outlines = county.outlines.into_iter();
    outlines
        .filter(|(code, _)| (from..=to).contains(&code.level()))
        .collect()
}

fn features(areas: &[(AreaCode, Outline)], written: Datum) -> Value {
    let feature = |(code, outline): &(AreaCode, Outline)| {
        let outline = datum::outline_from_wgs84(written, outline);
        let name = format!("第{}网格", code.as_str().trim_start_matches("520381"));
        let named = code.level() == Level::Grid;
        json!({
            "type": "Feature",
            "properties": if named {
                json!({ "网格编码": code, "网格名称": name })
            } else {
                json!({ "网格编码": code })
            },
            "geometry": { "type": "MultiPolygon", "coordinates": outline.0 },
        })
    };
    let features: Vec<Value> = areas.iter().map(feature).collect();
    json!({ "type": "FeatureCollection", "features": features })
}

#[tokio::test]
async fn a_county_begins_with_its_register_and_gets_its_outlines_and_its_grids() {
    let office = Office::new();
    let areas = office.file("areas.csv", AREAS.as_bytes());
    let (code, _, problems) = office.imports("areas", &areas, &[]).await;
    assert_eq!(code, 2);
    assert!(problems.contains("--profile"), "{problems}");
    assert!(office.register().await.is_none());

    let begin = ["--profile", "liaocheng", "--county", "520381"];
    let (code, said, problems) = office.imports("areas", &areas, &begin).await;
    assert_eq!(code, 0, "{problems}");
    assert!(
        said.contains("The register of 赤水市 is begun; version 1"),
        "{said}"
    );
    let (version, register) = office.register().await.unwrap();
    assert_eq!((version, register.areas.len()), (1, 6));
    assert_eq!(register.areas[3].name, "康佳社区");

    // Without an outline of the county nothing tells the datum: it is asked for.
    let outlines = features(&outlined(Level::County, Level::Village), Datum::Gcj02);
    let outlines = office.file("outlines.geojson", outlines.to_string().as_bytes());
    let (code, said, problems) = office.imports("areas", &outlines, &[]).await;
    assert_eq!((code, said.as_str()), (2, ""), "{problems}");
    assert!(problems.contains("--datum"), "{problems}");
    let datum = ["--datum", "gcj02"];
    let (code, said, problems) = office.imports("areas", &outlines, &datum).await;
    assert_eq!(code, 0, "{problems}");
    assert!(said.contains("version 2"), "{said}");

    // Grids in GCJ-02 are offered the conversion, and taken once it is said.
    let grids = features(&outlined(Level::Grid, Level::Grid), Datum::Gcj02);
    let grids = office.file("grids.json", grids.to_string().as_bytes());
    let (code, _, problems) = office.imports("grids", &grids, &[]).await;
    assert_eq!(code, 2);
    assert!(problems.contains("--datum gcj02"), "{problems}");
    let preview = ["--datum", "gcj02", "--preview"];
    let (code, said, problems) = office.imports("grids", &grids, &preview).await;
    assert_eq!(code, 0, "{problems}");
    assert!(said.contains("nothing was imported"), "{said}");
    assert_eq!(office.register().await.unwrap().0, 2);
    let (code, said, problems) = office.imports("grids", &grids, &datum).await;
    assert_eq!(code, 0, "{problems}");
    assert!(said.contains("version 3"), "{said}");

    let (_, register) = office.register().await.unwrap();
    let known = small_county().outlines;
    assert!(register.outlines.keys().eq(known.keys()));
    for (code, outline) in &register.outlines {
        let corners = outline.0.iter().flatten().flatten();
        for (ours, theirs) in corners.zip(known[code].0.iter().flatten().flatten()) {
            assert!((ours[0] - theirs[0]).abs() < 1e-8 && (ours[1] - theirs[1]).abs() < 1e-8);
        }
    }
    let sources = [
        "areas.csv",
        "outlines.geojson (GCJ-02)",
        "grids.json (GCJ-02)",
    ];
    assert_eq!(register.sources, sources);
}

#[tokio::test]
async fn a_file_with_an_error_or_a_broken_one_changes_nothing_and_says_why() {
    let office = Office::filled().await;
    let before = office.register().await.unwrap();
    let mut grids = outlined(Level::Grid, Level::Grid);
    let whole = features(&grids, Datum::Wgs84).to_string();
    let sides = &mut grids[0].1.0[0][0];
    for corner in sides.iter_mut().filter(|[lon, _]| *lon > 105.705) {
        corner[0] += 0.003;
    }
    let overlapping = features(&grids, Datum::Wgs84).to_string();
    let mut projected = features(&grids, Datum::Wgs84);
    projected["crs"] = json!({ "properties": { "name": "EPSG:4523" } });
    let projected = projected.to_string();
    let cases: [(&str, &[u8], &str); 6] = [
        (
            "cut.json",
            &whole.as_bytes()[..whole.len() / 2],
            "no whole GeoJSON",
        ),
        ("empty.zip", b"", "empty"),
        ("noise.zip", b"PK\x03\x04\x14\x00\x06\x00", "damaged"),
        ("projected.json", projected.as_bytes(), "EPSG:4523"),
        (
            "overlapping.json",
            overlapping.as_bytes(),
            "520381001001002",
        ),
        (
            "duplicate.csv",
            "code,name\n520381001001001,甲\n520381001001001,乙\n".as_bytes(),
            "Line 3, field “code”",
        ),
    ];
    for (name, contents, sentence) in cases {
        let file = office.file(name, contents);
        let (code, said, problems) = office.imports("grids", &file, &[]).await;
        assert_eq!((code, said.as_str()), (2, ""), "{name}: {problems}");
        assert!(problems.contains(sentence), "{name}: {problems}");
        assert!(
            problems.contains("Nothing was imported."),
            "{name}: {problems}"
        );
    }
    assert_eq!(office.register().await.unwrap(), before);

    let file = office.file("whole.json", whole.as_bytes());
    let (code, _, problems) = office.imports("grids", &file, &[]).await;
    assert_eq!(
        code, 0,
        "grids that fit as they are need no datum: {problems}"
    );
}

#[tokio::test]
async fn an_import_is_in_the_audit_stream_and_names_another_county_aloud() {
    let office = Office::filled().await;
    let repository = database::open(&office.place.address()).await.unwrap();
    let filter = AuditQuery::default();
    let entries = repository.audit(&filter, 100).await.unwrap();
    repository.close().await;
    let part = RegisterPart::Register;
    let changed = entries
        .iter()
        .filter(|entry| entry.entry.act == Act::RegisterChanged { part });
    assert_eq!(changed.count(), 2);

    let areas = office.file("areas.csv", AREAS.as_bytes());
    let (code, _, problems) = office
        .imports("areas", &areas, &["--county", "371502"])
        .await;
    assert_eq!(code, 2);
    assert!(problems.contains("520381"), "{problems}");
}
