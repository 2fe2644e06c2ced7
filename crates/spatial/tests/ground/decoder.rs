//! A reader of vector tiles, written from the format's text and not from our encoder.

use std::collections::BTreeMap;

/// A property as read.
#[derive(Clone, Debug, PartialEq)]
pub enum Property {
    Text(String),
    Double(f64),
    Uint(u64),
    Sint(i64),
    Bool(bool),
}

/// A feature as read: the geometry as parts of absolute points.
#[derive(Clone, Debug)]
pub struct Feature {
    pub id: Option<u64>,
    pub kind: u64,
    pub parts: Vec<Vec<[i64; 2]>>,
    pub closed: bool,
    pub properties: BTreeMap<String, Property>,
}

impl Feature {
    pub fn text(&self, key: &str) -> &str {
        match self.properties.get(key) {
            Some(Property::Text(text)) => text,
            other => panic!("{key} is {other:?}, not a text"),
        }
    }

    pub fn number(&self, key: &str) -> u64 {
        match self.properties.get(key) {
            Some(Property::Uint(number)) => *number,
            other => panic!("{key} is {other:?}, not a number"),
        }
    }
}

/// Layers by name.
pub type Tile = BTreeMap<String, Vec<Feature>>;

enum Field<'a> {
    Number(u64),
    Bytes(&'a [u8]),
}

impl<'a> Field<'a> {
    fn number(&self) -> u64 {
        match self {
            Field::Number(number) => *number,
            Field::Bytes(_) => panic!("bytes where a number belongs"),
        }
    }

    fn bytes(&self) -> &'a [u8] {
        match self {
            Field::Bytes(bytes) => bytes,
            Field::Number(_) => panic!("a number where bytes belong"),
        }
    }

    fn text(&self) -> String {
        String::from_utf8(self.bytes().to_vec()).expect("UTF-8")
    }
}

fn varint(bytes: &mut &[u8]) -> u64 {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let (byte, rest) = bytes.split_first().expect("a whole varint");
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return number;
        }
    }
    panic!("a varint of more than ten bytes")
}

fn fields(mut bytes: &[u8]) -> Vec<(u64, Field<'_>)> {
    let mut fields = Vec::new();
    while !bytes.is_empty() {
        let tag = varint(&mut bytes);
        let field = match tag & 7 {
            0 => Field::Number(varint(&mut bytes)),
            1 => {
                let (number, rest) = bytes.split_first_chunk::<8>().expect("eight bytes");
                bytes = rest;
                Field::Number(u64::from_le_bytes(*number))
            }
            2 => {
                let length = usize::try_from(varint(&mut bytes)).expect("a length");
                let (inner, rest) = bytes.split_at(length);
                bytes = rest;
                Field::Bytes(inner)
            }
            other => panic!("wire type {other}"),
        };
        fields.push((tag >> 3, field));
    }
    fields
}

fn packed(mut bytes: &[u8]) -> Vec<u64> {
    let mut numbers = Vec::new();
    while !bytes.is_empty() {
        numbers.push(varint(&mut bytes));
    }
    numbers
}

fn zigzag(number: u64) -> i64 {
    let half = i64::try_from(number >> 1).expect("63 bits");
    if number & 1 == 1 { -half - 1 } else { half }
}

fn value(bytes: &[u8]) -> Property {
    let fields = fields(bytes);
    let [(number, field)] = &fields[..] else {
        panic!("a value has one field")
    };
    match number {
        1 => Property::Text(field.text()),
        3 => Property::Double(f64::from_bits(field.number())),
        5 => Property::Uint(field.number()),
        6 => Property::Sint(zigzag(field.number())),
        7 => Property::Bool(field.number() == 1),
        other => panic!("value field {other}"),
    }
}

fn geometry(words: &[u64]) -> (Vec<Vec<[i64; 2]>>, bool) {
    let (mut parts, mut pen, mut closed) = (Vec::new(), [0, 0], false);
    let mut words = words.iter();
    while let Some(word) = words.next() {
        match (word & 7, word >> 3) {
            (command @ (1 | 2), count) => {
                assert!(count > 0, "an empty command");
                for _ in 0..count {
                    for axis in &mut pen {
                        *axis += zigzag(*words.next().expect("a step"));
                    }
                    if command == 1 {
                        parts.push(Vec::new());
                    }
                    parts.last_mut().expect("MoveTo comes first").push(pen);
                }
            }
            (7, 1) => closed = true,
            other => panic!("command {other:?}"),
        }
    }
    (parts, closed)
}

fn feature(bytes: &[u8], keys: &[String], values: &[Property]) -> Feature {
    let mut read = Feature {
        id: None,
        kind: 0,
        parts: vec![],
        closed: false,
        properties: BTreeMap::new(),
    };
    for (number, field) in fields(bytes) {
        match number {
            1 => read.id = Some(field.number()),
            2 => {
                for pair in packed(field.bytes()).chunks(2) {
                    let at = |index: usize| usize::try_from(pair[index]).expect("an index");
                    let old = read
                        .properties
                        .insert(keys[at(0)].clone(), values[at(1)].clone());
                    assert!(old.is_none(), "a key twice");
                }
            }
            3 => read.kind = field.number(),
            4 => (read.parts, read.closed) = geometry(&packed(field.bytes())),
            other => panic!("feature field {other}"),
        }
    }
    read
}

/// Reads a tile, and fails on anything the format does not allow.
pub fn decode(bytes: &[u8]) -> Tile {
    let mut tile = Tile::new();
    for (number, layer) in fields(bytes) {
        assert_eq!(number, 3, "a tile holds layers");
        let layer = fields(layer.bytes());
        let all = |wanted: u64| {
            layer
                .iter()
                .filter(move |(number, _)| *number == wanted)
                .map(|(_, field)| field)
        };
        let one = |wanted: u64| {
            assert_eq!(all(wanted).count(), 1, "layer field {wanted}");
            all(wanted).next().expect("counted")
        };
        assert_eq!(
            (one(15).number(), one(5).number()),
            (2, 4096),
            "version and extent"
        );
        let keys: Vec<String> = all(3).map(Field::text).collect();
        let values: Vec<Property> = all(4).map(|field| value(field.bytes())).collect();
        let features: Vec<Feature> = all(2)
            .map(|field| feature(field.bytes(), &keys, &values))
            .collect();
        assert!(!features.is_empty(), "a layer has a feature");
        assert!(
            tile.insert(one(1).text(), features).is_none(),
            "a layer twice"
        );
    }
    tile
}
