//! `GeoJSON`, RFC 7946, and the `crs` of its forerunner of 2008.
//!
//! Deliberately absent: `TopoJSON`, heights (a third coordinate is passed over), geometries other than
//! polygons.

use onemap_domain::area::Outline;
use serde::Deserialize;
use serde::de::{self, IgnoredAny, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::text::Decoded;
use super::{BoundaryError, Finding, Format, Geometry, Problem, Raw, Record, projection};

#[derive(Deserialize)]
struct Document {
    #[serde(rename = "type")]
    kind: Option<String>,
    features: Option<Vec<Feature>>,
    crs: Option<Value>,
    id: Option<Value>,
    properties: Option<Map<String, Value>>,
    geometry: Option<Shape>,
}

#[derive(Deserialize)]
struct Feature {
    id: Option<Value>,
    properties: Option<Map<String, Value>>,
    geometry: Option<Shape>,
}

#[derive(Deserialize)]
struct Shape {
    #[serde(rename = "type")]
    kind: Option<String>,
    #[serde(default)]
    coordinates: Nested,
    geometries: Option<Vec<Shape>>,
}

/// Coordinates before anybody knows how deep they are nested.
#[derive(Default)]
enum Nested {
    Number(f64),
    List(Vec<Nested>),
    #[default]
    Other,
}

impl<'de> Deserialize<'de> for Nested {
    fn deserialize<D: de::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyNesting)
    }
}

struct AnyNesting;

impl<'de> Visitor<'de> for AnyNesting {
    type Value = Nested;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("coordinates")
    }

    fn visit_f64<E>(self, number: f64) -> Result<Nested, E> {
        Ok(Nested::Number(number))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Nested, E> {
        Ok(Nested::Number(number as f64))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Nested, E> {
        Ok(Nested::Number(number as f64))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Nested, E> {
        Ok(Nested::Other)
    }

    fn visit_str<E>(self, _: &str) -> Result<Nested, E> {
        Ok(Nested::Other)
    }

    fn visit_unit<E>(self) -> Result<Nested, E> {
        Ok(Nested::Other)
    }

    fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Nested, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Nested::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Nested, A::Error> {
        let mut all = Vec::new();
        while let Some(one) = list.next_element()? {
            all.push(one);
        }
        Ok(Nested::List(all))
    }
}

/// Reads a `FeatureCollection` or a single feature.
pub(super) fn read(text: Decoded) -> Result<Raw, BoundaryError> {
    let document: Document =
        serde_json::from_str(&text.text).map_err(|error| BoundaryError::Json {
            line: error.line(),
            column: error.column(),
            reason: error.to_string(),
        })?;
    let kind = document.kind.as_deref().unwrap_or_default();
    let features = match (kind, document.features) {
        ("FeatureCollection", Some(features)) => features,
        ("Feature", _) => vec![Feature {
            id: document.id,
            properties: document.properties,
            geometry: document.geometry,
        }],
        _ => {
            return Err(BoundaryError::NotBoundaries {
                found: super::short(if kind.is_empty() { "{…}" } else { kind }),
            });
        }
    };
    let declared = match document.crs.as_ref().filter(|crs| !crs.is_null()) {
        None => None,
        Some(crs) => {
            let name = crs.pointer("/properties/name").and_then(Value::as_str);
            let code = || {
                crs.pointer("/properties/code")
                    .map(|code| format!("EPSG:{code}"))
            };
            let name = name.map(str::to_owned).or_else(code);
            let name = name.unwrap_or_else(|| crs.to_string());
            Some(projection::of_crs(&name)?)
        }
    };
    let mut findings = Vec::new();
    if text.byte_order_mark {
        findings.push(Finding::new(Problem::ByteOrderMark));
    }
    if text.gbk {
        findings.push(Finding::new(Problem::Gbk));
    }
    let records = features.into_iter().zip(1_u32..);
    Ok(Raw {
        format: Format::Geojson,
        records: records.map(|(feature, row)| record(feature, row)).collect(),
        findings,
        declared,
    })
}

fn record(feature: Feature, row: u32) -> Record {
    let mut fields: Vec<(String, String)> = feature
        .properties
        .unwrap_or_default()
        .into_iter()
        .filter_map(|(name, value)| Some((name, scalar(&value)?)))
        .collect();
    // The identity of a feature is its code only where no property is.
    if let Some(id) = feature.id.as_ref().and_then(scalar)
        && super::fields::find(&fields, &super::CODE_FIELDS).is_none()
    {
        fields.push(("id".to_owned(), id));
    }
    let geometry = match feature.geometry {
        None => Geometry::Absent,
        Some(shape) => match polygons(&shape) {
            Ok(outline) if outline.0.is_empty() => Geometry::Absent,
            Ok(outline) => Geometry::Outline(outline),
            Err(found) => Geometry::Other(found),
        },
    };
    Record {
        row,
        fields,
        geometry,
    }
}

/// A text or a number as the file has it; nothing else is a field of ours.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null => Some(String::new()),
        Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The polygons of a geometry, or what it is instead.
fn polygons(shape: &Shape) -> Result<Outline, String> {
    let kind = shape.kind.as_deref().unwrap_or_default();
    let polygons = match kind {
        "Polygon" => rings(&shape.coordinates).map(|rings| vec![rings]),
        "MultiPolygon" => list(&shape.coordinates, rings),
        "GeometryCollection" => {
            let parts = shape.geometries.iter().flatten();
            let mut all = Vec::new();
            for part in parts {
                all.extend(polygons(part)?.0);
            }
            Some(all)
        }
        other => return Err(super::short(other)),
    };
    let mut polygons = polygons.ok_or_else(|| super::short(kind))?;
    polygons.retain(|rings| !rings.is_empty());
    Ok(Outline(polygons))
}

fn rings(nested: &Nested) -> Option<Vec<Vec<[f64; 2]>>> {
    list(nested, |ring| list(ring, corner))
}

fn corner(nested: &Nested) -> Option<[f64; 2]> {
    let Nested::List(numbers) = nested else {
        return None;
    };
    match numbers.as_slice() {
        [Nested::Number(x), Nested::Number(y), ..] if x.is_finite() && y.is_finite() => {
            Some([*x, *y])
        }
        _ => None,
    }
}

fn list<T>(nested: &Nested, of: impl Fn(&Nested) -> Option<T>) -> Option<Vec<T>> {
    match nested {
        Nested::List(all) => all.iter().map(of).collect(),
        Nested::Number(_) | Nested::Other => None,
    }
}
