//! What a file says of its coordinates: a `.prj` (well-known text, OGC 01-009 or ISO 19162) or the
//! member `crs` of `GeoJSON` 2008.
//!
//! Deliberately absent: projections. Only longitude and latitude of WGS-84 or CGCS2000 are let through;
//! whether they are what they say is for the fit to find.

use super::BoundaryError;

/// What a `.prj` calls its datum; an error with its name when it is projected or of another datum.
pub(super) fn of_prj(text: &str) -> Result<String, BoundaryError> {
    let text = text.trim().trim_start_matches('\u{feff}').trim_start();
    let name = quoted(text).unwrap_or(text);
    let refused = || BoundaryError::Projection {
        name: super::short(name),
    };
    let keyword = text.split(['[', '(']).next().unwrap_or_default().trim();
    let geographic = [
        "GEOGCS",
        "GEOGCRS",
        "GEODCRS",
        "GEODETICCRS",
        "GEOGRAPHICCRS",
    ];
    if !geographic
        .iter()
        .any(|known| keyword.eq_ignore_ascii_case(known))
    {
        return Err(refused());
    }
    is_known(name)
        .then(|| super::short(name))
        .ok_or_else(refused)
}

/// What a `crs` names; the same.
pub(super) fn of_crs(name: &str) -> Result<String, BoundaryError> {
    let code = name.rsplit([':', '/']).next().unwrap_or_default();
    if matches!(code, "CRS84" | "CRS84h" | "4326" | "4490" | "4979" | "4480") || is_known(name) {
        return Ok(super::short(name));
    }
    Err(BoundaryError::Projection {
        name: super::short(name),
    })
}

/// Whether a name is one of WGS-84 or CGCS2000, however its words are joined.
fn is_known(name: &str) -> bool {
    let plain: String = name
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| letter.to_ascii_lowercase())
        .collect();
    [
        "wgs84",
        "gcswgs1984",
        "wgs1984",
        "worldgeodeticsystem1984",
        "cgcs2000",
        "gcscgcs2000",
        "chinageodeticcoordinatesystem2000",
        "gcschinageodeticcoordinatesystem2000",
    ]
    .contains(&plain.as_str())
}

/// The first text between quotes.
fn quoted(text: &str) -> Option<&str> {
    let mut parts = text.splitn(3, '"');
    let (_, name, _) = (parts.next()?, parts.next()?, parts.next()?);
    Some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longitude_and_latitude_are_let_through_and_all_else_is_refused_by_its_name() {
        let good = "GEOGCS[\"GCS_China_Geodetic_Coordinate_System_2000\",DATUM[\"D\"]]";
        assert!(of_prj(good).is_ok());
        assert!(of_prj("GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\"]]").is_ok());
        assert!(of_prj("\u{feff}GEOGCRS[\"WGS 84\",ENSEMBLE[]]").is_ok());
        for (text, named) in [
            (
                "PROJCS[\"CGCS2000_3_Degree_GK_Zone_35\",GEOGCS[\"WGS 84\"]]",
                "CGCS2000_3_Degree_GK_Zone_35",
            ),
            ("GEOGCS[\"GCS_Xian_1980\",DATUM[\"D\"]]", "GCS_Xian_1980"),
            ("", ""),
            ("nonsense", "nonsense"),
        ] {
            let name = named.to_owned();
            assert_eq!(of_prj(text), Err(BoundaryError::Projection { name }));
        }
        assert!(of_crs("urn:ogc:def:crs:OGC:1.3:CRS84").is_ok());
        assert!(of_crs("urn:ogc:def:crs:EPSG::4490").is_ok());
        assert!(of_crs("EPSG:4523").is_err());
    }
}
