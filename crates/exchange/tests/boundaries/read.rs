//! Files of every form, and files that are something else.

use onemap_domain::area::{Datum, Outline};
use onemap_exchange::boundaries::{BoundaryError, Format, Problem, Sheet, read};
use serde_json::json;

use crate::made::{
    Page, WGS_PRJ, code, county, geojson, geojson_bytes, of_level, rectangle, shape_parts,
    shapefile, zipped,
};

fn problems(sheet: &Sheet) -> Vec<Problem> {
    sheet
        .findings
        .iter()
        .map(|finding| finding.problem)
        .collect()
}

#[test]
fn geojson_and_shapefiles_in_gbk_and_utf8_say_the_same() {
    let areas = county(2);
    let plain = read(&geojson_bytes(&areas, Datum::Wgs84), "a.geojson").unwrap();
    assert_eq!(
        (plain.format, plain.rows.len()),
        (Format::Geojson, areas.len())
    );
    assert!(plain.findings.is_empty(), "{:?}", plain.findings);
    for (page, expected) in [
        (Page::Gbk, vec![Problem::Gbk]),
        (Page::Utf8, vec![]),
        (Page::Unsaid, vec![Problem::GuessedGbk]),
    ] {
        let zip = shapefile(&areas, page, Some(WGS_PRJ));
        let sheet = read(&zip, "a.zip").unwrap();
        assert_eq!(problems(&sheet), expected);
        assert_eq!(sheet.declared.as_deref(), Some("GCS_WGS_1984"));
        for (ours, theirs) in sheet.rows.iter().zip(&plain.rows) {
            assert_eq!(
                (ours.row, &ours.code, &ours.name),
                (theirs.row, &theirs.code, &theirs.name)
            );
            let outline = |row: &onemap_exchange::boundaries::Row| {
                let mut corners: Vec<String> = row
                    .outline
                    .iter()
                    .flat_map(|o| o.0.iter().flatten().flatten())
                    .map(|[x, y]| format!("{x:.9} {y:.9}"))
                    .collect();
                corners.sort();
                corners.dedup();
                corners
            };
            assert_eq!(outline(ours), outline(theirs));
        }
    }
}

#[test]
fn a_shapefile_without_a_prj_says_so() {
    let sheet = read(&shapefile(&county(1), Page::Utf8, None), "a.zip").unwrap();
    assert_eq!(problems(&sheet), [Problem::NoProjection]);
}

#[test]
fn a_hole_stays_the_hole_of_its_polygon_and_an_island_in_it_a_polygon() {
    let mut areas = county(1);
    areas.truncate(1);
    let [whole, hole, island] = [
        [105.6, 28.4, 105.8, 28.6],
        [105.65, 28.45, 105.75, 28.55],
        [105.68, 28.48, 105.72, 28.52],
    ]
    .map(|sides| rectangle(sides).0[0][0].clone());
    areas[0].2 = Outline(vec![vec![whole, hole], vec![island]]);
    let sheet = read(&shapefile(&areas, Page::Utf8, Some(WGS_PRJ)), "a.zip").unwrap();
    let outline = sheet.rows[0].outline.as_ref().unwrap();
    let rings: Vec<usize> = outline.0.iter().map(Vec::len).collect();
    assert_eq!(rings, [2, 1]);
}

#[test]
fn a_record_that_is_marked_deleted_goes_with_its_own_shape() {
    let areas = county(1);
    let (shp, mut dbf) = shape_parts(&areas, false);
    let start = 32 + 3 * 32 + 1;
    dbf[start + 73] = b'*';
    let zip = zipped(&[
        ("a.shp", &shp),
        ("a.dbf", &dbf),
        ("a.prj", WGS_PRJ.as_bytes()),
    ]);
    let sheet = read(&zip, "a.zip").unwrap();
    assert_eq!(sheet.rows.len(), areas.len() - 1);
    let rows: Vec<u32> = sheet.rows.iter().map(|row| row.row).collect();
    assert_eq!(&rows[..2], [1, 3], "rows keep their numbers");
    let corner = |outline: &Outline| {
        outline.0[0][0]
            .iter()
            .map(|[x, _]| *x)
            .fold(f64::MAX, f64::min)
    };
    let third = sheet.rows[1].outline.as_ref().unwrap();
    assert!((corner(third) - corner(&areas[2].2)).abs() < 1e-9);
}

#[test]
fn a_byte_order_mark_is_passed_over_and_said() {
    let mut bytes = b"\xef\xbb\xbf".to_vec();
    bytes.extend(geojson_bytes(&county(1), Datum::Wgs84));
    let sheet = read(&bytes, "a.json").unwrap();
    assert_eq!(problems(&sheet), [Problem::ByteOrderMark]);
    let sheet = read("\u{feff}区划代码,名称\n520399,测试县\n".as_bytes(), "a.csv").unwrap();
    assert_eq!(problems(&sheet), [Problem::ByteOrderMark]);
    assert_eq!(sheet.rows[0].name.as_deref(), Some("测试县"));
    let utf16: Vec<u8> = "\u{feff}代码\t名称\r\n520399\t测试县\r\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let sheet = read(&utf16, "a.txt").unwrap();
    assert_eq!(sheet.rows[0].name.as_deref(), Some("测试县"));
}

#[test]
fn a_csv_in_gbk_is_read_as_what_it_is() {
    let text = "统计用区划代码;名称;经度;纬度\n520399000000;测试县;105.7;28.5\n\n520399001000;\"东\"\"街道\";;\n";
    let bytes = encoding_rs::GBK.encode(text).0;
    let sheet = read(&bytes, "a.csv").unwrap();
    assert_eq!(problems(&sheet), [Problem::Gbk, Problem::PaddedCodes]);
    let [county, town] = sheet.rows.as_slice() else {
        panic!("{:?}", sheet.rows)
    };
    assert_eq!((county.row, &county.code), (2, &code("520399")));
    assert!((county.centre.unwrap().lon - 105.7).abs() < 1e-12);
    assert_eq!((town.row, town.name.as_deref()), (4, Some("东\"街道")));
}

#[test]
fn bad_rows_are_found_with_their_row_and_their_field() {
    let text = "code,name,level,parent,lon,lat\n\
        520399,测试县,county,5203,,\n\
        52039900,八位,,,,\n\
        520399001,东街道,village,520399,,\n\
        520399001,再来一次,town,520399,,\n\
        520399002,,town,520398,,\n\
        ,无代码,town,,,\n\
        520399003,南街道,town,520399,一百,28\n";
    let sheet = read(text.as_bytes(), "a.csv").unwrap();
    let found: Vec<_> = sheet
        .findings
        .iter()
        .map(|f| (f.row.unwrap(), f.field.as_deref().unwrap(), f.problem))
        .collect();
    assert_eq!(
        found,
        [
            (3, "code", Problem::BadCode),
            (4, "level", Problem::LevelDiffers),
            (5, "code", Problem::DuplicateCode),
            (6, "name", Problem::EmptyName),
            (6, "parent", Problem::ParentDiffers),
            (7, "code", Problem::MissingCode),
            (8, "lon", Problem::BadPlace),
        ]
    );
    assert_eq!(sheet.findings[2].other_row, Some(4));
    assert_eq!(sheet.rows_in_all, 7);
}

#[test]
fn a_geometry_that_is_no_polygon_names_its_feature() {
    let mut file = geojson(&county(1), Datum::Wgs84);
    file["features"][2]["geometry"] = json!({ "type": "Point", "coordinates": [105.6, 28.4] });
    file["features"][3]["geometry"]["coordinates"][0][0][0][0] = json!("105.6");
    file["features"][4]["geometry"] = json!(null);
    let sheet = read(file.to_string().as_bytes(), "a.json").unwrap();
    let found: Vec<_> = sheet.findings.iter().map(|f| (f.row, f.problem)).collect();
    let expected = [
        (Some(3), Problem::BadGeometry),
        (Some(4), Problem::BadGeometry),
        (Some(5), Problem::NoGeometry),
    ];
    assert_eq!(found, expected);
    assert_eq!(sheet.findings[0].value.as_deref(), Some("Point"));
}

#[test]
fn codes_that_are_numbers_and_codes_that_are_the_features_identity_are_read() {
    let mut file = geojson(&county(1), Datum::Wgs84);
    file["features"][0]["properties"] =
        json!({ "adcode": 520_399, "name": "测试县", "parent": { "adcode": 520_300 } });
    file["features"][1]["properties"] = json!({ "名称": "东街道" });
    file["features"][1]["id"] = json!("520399001");
    let sheet = read(file.to_string().as_bytes(), "a.json").unwrap();
    assert_eq!(sheet.rows[0].code, code("520399"));
    assert_eq!(sheet.rows[1].code, code("520399001"));
    assert!(sheet.findings.is_empty(), "{:?}", sheet.findings);
}

#[test]
fn a_file_in_another_projection_is_refused_by_its_name_or_by_its_first_coordinates() {
    let mut file = geojson(&county(1), Datum::Wgs84);
    file["crs"] = json!({ "type": "name", "properties": { "name": "urn:ogc:def:crs:EPSG::4523" } });
    let name = "urn:ogc:def:crs:EPSG::4523".to_owned();
    let refused = read(file.to_string().as_bytes(), "a.json");
    assert_eq!(refused, Err(BoundaryError::Projection { name }));

    file["crs"] =
        json!({ "type": "name", "properties": { "name": "urn:ogc:def:crs:OGC:1.3:CRS84" } });
    assert!(read(file.to_string().as_bytes(), "a.json").is_ok());

    let prj = "PROJCS[\"CGCS2000_3_Degree_GK_CM_105E\",GEOGCS[\"x\"]]";
    let refused = read(&shapefile(&county(1), Page::Gbk, Some(prj)), "a.zip");
    let name = "CGCS2000_3_Degree_GK_CM_105E".to_owned();
    assert_eq!(refused, Err(BoundaryError::Projection { name }));

    let mut areas = county(1);
    areas[1].2 = rectangle([435_021.5, 3_154_882.0, 436_000.0, 3_155_000.0]);
    let refused = read(&geojson_bytes(&areas, Datum::Wgs84), "a.json");
    assert!(
        matches!(refused, Err(BoundaryError::Projected { row: 2, .. })),
        "{refused:?}"
    );

    areas[1].2 = rectangle([28.4, 105.6, 28.5, 105.7]);
    let refused = read(&geojson_bytes(&areas, Datum::Wgs84), "a.json");
    assert!(
        matches!(refused, Err(BoundaryError::Swapped { row: 2, .. })),
        "{refused:?}"
    );
}

#[test]
fn files_that_are_something_else_are_refused_for_what_they_are() {
    let refusal = |bytes: &[u8]| read(bytes, "a").unwrap_err().code();
    assert_eq!(refusal(b""), "nothing");
    assert_eq!(refusal(b"\xef\xbb\xbf \n"), "nothing");
    assert_eq!(refusal(&[0xde, 0xad, 0, 1, 2, 3]), "unknown");
    assert_eq!(refusal(b"%PDF-1.7\x00\x01"), "unknown");
    assert_eq!(refusal(b"[1, 2]"), "not_boundaries");
    assert_eq!(refusal(b"{\"type\": \"Topology\"}"), "not_boundaries");
    assert_eq!(
        refusal(b"{\"type\": \"FeatureCollection\", \"features\": []}"),
        "no_rows"
    );
    assert_eq!(refusal("姓名,电话\n张三,1\n".as_bytes()), "no_code_column");
    assert_eq!(refusal(b"PK\x03\x04\x14\x00"), "damaged");
    assert_eq!(
        refusal(&zipped(&[("xl/workbook.xml", b"<x/>")])),
        "no_shapes"
    );
    let (shp, dbf) = shape_parts(&county(1), false);
    assert_eq!(refusal(&shp), "loose_shape");
    assert_eq!(
        refusal(&zipped(&[("a.shp", &shp), ("b.dbf", &dbf)])),
        "no_table"
    );
    assert_eq!(
        refusal(&zipped(&[("a.shp", &shp), ("b.shp", &shp)])),
        "several_shapes"
    );
    let (_, fewer) = shape_parts(&of_level(&county(1), 9), false);
    assert_eq!(
        refusal(&zipped(&[("a.shp", &shp), ("a.dbf", &fewer)])),
        "counts"
    );
    let mac = [
        ("a.shp", &*shp),
        ("__MACOSX/._a.shp", b"x"),
        ("a.dbf", &*dbf),
    ];
    assert!(read(&zipped(&mac), "a.zip").is_ok());
}

#[test]
fn a_file_that_breaks_off_says_where() {
    let bytes = geojson_bytes(&county(1), Datum::Wgs84);
    let refused = read(&bytes[..bytes.len() / 2], "a.json").unwrap_err();
    let BoundaryError::Json {
        line: 1, column, ..
    } = refused
    else {
        panic!("{refused:?}")
    };
    assert!(column > 100);
    let zip = shapefile(&county(1), Page::Gbk, Some(WGS_PRJ));
    let refused = read(&zip[..zip.len() / 2], "a.zip").unwrap_err();
    assert_eq!(refused.code(), "damaged");
    let (shp, dbf) = shape_parts(&county(1), false);
    for (shp, dbf) in [
        (&shp[..shp.len() - 20], &dbf[..]),
        (&shp[..], &dbf[..dbf.len() - 100]),
    ] {
        let refused = read(&zipped(&[("a.shp", shp), ("a.dbf", dbf)]), "a.zip").unwrap_err();
        assert_eq!(refused.code(), "damaged");
    }
}

#[test]
fn a_zip_that_unpacks_to_far_more_than_it_is_is_refused() {
    let blank = vec![0_u8; 80 << 20];
    let (_, dbf) = shape_parts(&county(1), false);
    let bomb = zipped(&[("a.shp", &blank), ("a.dbf", &dbf)]);
    assert!(bomb.len() < 1 << 20, "{}", bomb.len());
    assert_eq!(read(&bomb, "a.zip").unwrap_err().code(), "too_large");
}
