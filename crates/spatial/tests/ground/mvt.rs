//! The vector tile encoder, read back.

use super::decoder::{Property, decode};
use onemap_spatial::mvt::{Geometry, Layer, Value, encode};

#[test]
fn every_kind_of_value_comes_back() {
    let mut layer = Layer::new("values");
    let tags = [
        ("text", Value::Text("仁怀")),
        ("uint", Value::Uint(u64::from(u32::MAX) + 7)),
        ("minus", Value::Sint(-41)),
        ("least", Value::Sint(i64::MIN + 1)),
        ("half", Value::Double(0.5)),
        ("yes", Value::Bool(true)),
        ("no", Value::Bool(false)),
    ];
    layer.add(
        Some(52_038_200_101_001),
        &Geometry::Points(vec![[-3, 4_100]]),
        &tags,
    );
    layer.add(None, &Geometry::Points(vec![[1, 2], [0, 0]]), &tags[..2]);
    let tile = decode(&encode([layer]));
    let [first, second] = &tile["values"][..] else {
        panic!("two features")
    };

    assert_eq!((first.id, first.kind), (Some(52_038_200_101_001), 1));
    assert_eq!(first.parts, [[[-3, 4_100]]]);
    let expected = [
        ("text", Property::Text("仁怀".into())),
        ("uint", Property::Uint(u64::from(u32::MAX) + 7)),
        ("minus", Property::Sint(-41)),
        ("least", Property::Sint(i64::MIN + 1)),
        ("half", Property::Double(0.5)),
        ("yes", Property::Bool(true)),
        ("no", Property::Bool(false)),
    ];
    assert_eq!(
        first.properties,
        expected.map(|(key, value)| (key.to_owned(), value)).into()
    );
    assert_eq!(second.id, None);
    assert_eq!(second.parts, [[[1, 2]], [[0, 0]]]);
    assert_eq!(second.properties.len(), 2);
}

#[test]
fn the_bytes_are_those_of_the_formats_own_arithmetic() {
    // MoveTo(+25,+17) = [9, 50, 34], the worked example of the specification's geometry chapter.
    let mut layer = Layer::new("p");
    layer.add(None, &Geometry::Points(vec![[25, 17]]), &[]);
    let feature = [0x12, 0x00, 0x18, 0x01, 0x22, 0x03, 9, 50, 34];
    let mut expected = vec![0x1a, 19, 0x0a, 1, b'p', 0x12, 9];
    expected.extend(feature);
    expected.extend([0x28, 0x80, 0x20, 0x78, 0x02]);
    assert_eq!(encode([layer]), expected);
}

#[test]
fn rings_are_wound_as_the_format_wants_and_not_repeated_at_their_end() {
    let outer = vec![[0, 0], [0, 100], [100, 100], [100, 0], [0, 0]];
    let hole = vec![[10, 10], [10, 20], [20, 20], [20, 10], [10, 10]];
    let (mut turned_outer, mut turned_hole) = (outer.clone(), hole.clone());
    turned_outer.reverse();
    turned_hole.reverse();
    for rings in [[outer, hole], [turned_outer, turned_hole]] {
        let mut layer = Layer::new("p");
        layer.add(None, &Geometry::Polygons(vec![rings.to_vec()]), &[]);
        let tile = decode(&encode([layer]));
        let feature = &tile["p"][0];
        assert!(feature.closed && feature.kind == 3);
        let areas: Vec<i64> = feature.parts.iter().map(|ring| area(ring)).collect();
        assert_eq!(areas, [20_000, -200]);
        assert!(feature.parts.iter().all(|ring| ring.len() == 4));
    }
}

/// Twice the area; positive when clockwise with y downwards.
fn area(ring: &[[i64; 2]]) -> i64 {
    let ends = ring.iter().zip(ring.iter().cycle().skip(1));
    ends.map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum()
}

#[test]
fn lines_keep_their_order_and_lose_their_repeats() {
    let mut layer = Layer::new("l");
    let lines = vec![
        vec![[0, 0], [0, 0], [5, 5], [5, 5], [9, 5]],
        vec![[3, 3]],
        vec![[1, 1]; 4],
    ];
    layer.add(None, &Geometry::Lines(lines), &[]);
    let tile = decode(&encode([layer]));
    assert_eq!(tile["l"][0].parts, [[[0, 0], [5, 5], [9, 5]]]);
    assert_eq!(tile["l"][0].kind, 2);
}

#[test]
fn what_has_nothing_left_to_draw_is_dropped() {
    let flat = vec![[0, 0], [10, 0], [20, 0], [0, 0]];
    let hole = vec![[1, 1], [1, 2], [2, 2], [1, 1]];
    for geometry in [
        Geometry::Points(vec![]),
        Geometry::Lines(vec![vec![[4, 4], [4, 4]]]),
        Geometry::Polygons(vec![vec![flat.clone()], vec![vec![]], vec![]]),
        Geometry::Polygons(vec![vec![flat, hole]]),
    ] {
        let mut layer = Layer::new("n");
        layer.add(Some(1), &geometry, &[("key", Value::Bool(true))]);
        assert!(encode([layer]).is_empty(), "{geometry:?}");
    }
}
