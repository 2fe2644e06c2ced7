//! Files that the tests make, and a small county to lay them beside.

use std::collections::BTreeMap;
use std::io::{Cursor, Write as _};

use onemap_domain::area::{Area, AreaCode, Datum, Outline, Position};
use onemap_exchange::boundaries::{Finding, Problem, Report};
use onemap_protocol::register::Register;
use onemap_spatial::{datum, measure};
use serde_json::{Value, json};
use shapefile::dbase::{FieldName, TableWriterBuilder};
use shapefile::{Point, Polygon, PolygonRing, ShapeWriter};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

pub const GBK_PAGE: &str = "936";
pub const WGS_PRJ: &str =
    "GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137,298.257223563]]]";

pub fn code(text: &str) -> AreaCode {
    AreaCode::parse(text).unwrap()
}

pub fn rectangle([west, south, east, north]: [f64; 4]) -> Outline {
    Outline(vec![vec![vec![
        [west, south],
        [east, south],
        [east, north],
        [west, north],
        [west, south],
    ]]])
}

/// An area of the made county: code, name, outline.
pub type Made = (String, String, Outline);

/// The county of the tests: 20 km square, two towns of two villages, each of `grids` × `grids` grids.
pub fn county(grids: usize) -> Vec<Made> {
    const SIDE: f64 = 0.2;
    let [west, south] = [105.6, 28.4];
    let mut all = vec![(
        "520399".to_owned(),
        "测试县".to_owned(),
        rectangle([west, south, west + SIDE, south + SIDE]),
    )];
    for town in 0..2 {
        let x = west + SIDE / 2.0 * town as f64;
        let own = format!("520399{:03}", town + 1);
        let outline = rectangle([x, south, x + SIDE / 2.0, south + SIDE]);
        all.push((own.clone(), format!("{}街道", ["东", "西"][town]), outline));
        for village in 0..2 {
            let y = south + SIDE / 2.0 * f64::from(village);
            let own = format!("{own}{:03}", village + 1);
            let outline = rectangle([x, y, x + SIDE / 2.0, y + SIDE / 2.0]);
            all.push((own.clone(), format!("第{town}{village}社区"), outline));
            let step = SIDE / 2.0 / grids as f64;
            for grid in 0..grids * grids {
                let at = [
                    x + (grid % grids) as f64 * step,
                    y + (grid / grids) as f64 * step,
                ];
                let outline = rectangle([at[0], at[1], at[0] + step, at[1] + step]);
                all.push((
                    format!("{own}{:03}", grid + 1),
                    format!("第{}网格", grid + 1),
                    outline,
                ));
            }
        }
    }
    all
}

/// The areas of one level.
pub fn of_level(areas: &[Made], digits: usize) -> Vec<Made> {
    let level = areas.iter().filter(|(code, _, _)| code.len() == digits);
    level.cloned().collect()
}

/// A register of areas.
pub fn register(areas: &[Made]) -> Register {
    let area = |(text, name, outline): &Made| Area {
        code: code(text),
        name: name.clone(),
        centre: measure::inner_point(outline).unwrap_or(Position { lon: 0.0, lat: 0.0 }),
        households: None,
        simulated: true,
    };
    Register {
        county: code("520399"),
        name: "测试县".to_owned(),
        profile: "chishui".to_owned(),
        own_profile: None,
        calendars: Vec::new(),
        sources: Vec::new(),
        areas: areas.iter().map(area).collect(),
        outlines: outlines(areas),
        departments: Vec::new(),
        people: Vec::new(),
        resources: Vec::new(),
    }
}

fn outlines(areas: &[Made]) -> BTreeMap<AreaCode, Outline> {
    let areas = areas.iter();
    areas
        .map(|(text, _, outline)| (code(text), outline.clone()))
        .collect()
}

/// Areas as `GeoJSON`, written in a datum.
pub fn geojson(areas: &[Made], written: Datum) -> Value {
    let features = areas.iter().map(|(code, name, outline)| {
        let outline = datum::outline_from_wgs84(written, outline);
        json!({
            "type": "Feature",
            "properties": { "code": code, "name": name },
            "geometry": { "type": "MultiPolygon", "coordinates": outline.0 },
        })
    });
    json!({ "type": "FeatureCollection", "features": features.collect::<Vec<_>>() })
}

/// The same as bytes.
pub fn geojson_bytes(areas: &[Made], written: Datum) -> Vec<u8> {
    serde_json::to_vec(&geojson(areas, written)).unwrap()
}

/// A zip of parts.
pub fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// How a made Shapefile says its encoding.
#[derive(Clone, Copy)]
pub enum Page {
    Gbk,
    Utf8,
    Unsaid,
}

/// The parts of a Shapefile: .shp and .dbf. The table has the columns 代码 and 名称 in GBK, or CODE and
/// NAME in UTF-8, and one that is nobody's.
pub fn shape_parts(areas: &[Made], gbk: bool) -> (Vec<u8>, Vec<u8>) {
    let mut shp = Cursor::new(Vec::new());
    let mut writer = ShapeWriter::new(&mut shp);
    for (_, _, outline) in areas {
        let rings = outline.0.iter().flat_map(|polygon| {
            polygon.iter().enumerate().map(|(index, ring)| {
                let points: Vec<Point> = ring.iter().map(|[x, y]| Point::new(*x, *y)).collect();
                if index == 0 {
                    PolygonRing::Outer(points)
                } else {
                    PolygonRing::Inner(points)
                }
            })
        });
        writer
            .write_shape(&Polygon::with_rings(rings.collect()))
            .unwrap();
    }
    writer.finalize().unwrap();
    drop(writer);
    let encoded = |text: &str| -> Vec<u8> {
        if gbk {
            encoding_rs::GBK.encode(text).0.into_owned()
        } else {
            text.as_bytes().to_vec()
        }
    };
    let heads = if gbk {
        ["代码", "名称"]
    } else {
        ["CODE", "NAME"]
    };
    let mut dbf = Cursor::new(Vec::new());
    // The writer only knows ASCII for the names of columns: they are put in afterwards.
    let columns = ["AAAA", "BBBB"].map(|name| FieldName::try_from(name).unwrap());
    let [first, second] = columns;
    let table = TableWriterBuilder::new()
        .add_character_field(first, 20)
        .add_character_field(second, 40)
        .add_numeric_field(FieldName::try_from("SHAPE_LEN").unwrap(), 12, 3);
    drop(table.build_with_dest(&mut dbf));
    let mut dbf = dbf.into_inner();
    let start = 32 + 3 * 32 + 1;
    dbf.truncate(start);
    for (index, head) in heads.iter().enumerate() {
        let at = 32 + index * 32;
        dbf[at..at + 11].fill(0);
        let head = encoded(head);
        dbf[at..at + head.len()].copy_from_slice(&head);
    }
    dbf[4..8].copy_from_slice(&(areas.len() as u32).to_le_bytes());
    dbf[8..10].copy_from_slice(&(start as u16).to_le_bytes());
    dbf[10..12].copy_from_slice(&73_u16.to_le_bytes());
    dbf[29] = 0;
    for (code, name, _) in areas {
        let mut row = vec![b' '; 73];
        row[1..=code.len()].copy_from_slice(code.as_bytes());
        let name = encoded(name);
        row[21..21 + name.len()].copy_from_slice(&name);
        row[61..69].copy_from_slice(b"1234.500");
        dbf.extend(row);
    }
    dbf.push(0x1a);
    (shp.into_inner(), dbf)
}

/// A Shapefile in a zip.
pub fn shapefile(areas: &[Made], page: Page, prj: Option<&str>) -> Vec<u8> {
    let (shp, dbf) = shape_parts(areas, !matches!(page, Page::Utf8));
    let mut parts: Vec<(&str, &[u8])> = vec![("区划/grids.shp", &shp), ("区划/grids.DBF", &dbf)];
    if let Some(prj) = prj {
        parts.push(("区划/grids.prj", prj.as_bytes()));
    }
    match page {
        Page::Gbk => parts.push(("区划/grids.cpg", GBK_PAGE.as_bytes())),
        Page::Utf8 => parts.push(("区划/grids.cpg", b"UTF-8")),
        Page::Unsaid => {}
    }
    zipped(&parts)
}

/// The findings of one problem.
pub fn of(report: &Report, problem: Problem) -> Vec<&Finding> {
    let findings = report.findings.iter();
    findings.filter(|one| one.problem == problem).collect()
}
