//! Mapbox Vector Tile 2.1, written by hand: a small protocol-buffer message per tile.
//!
//! Deliberately absent: reading tiles, clipping and projecting (see [`crate::tiles`]), and the
//! parts of the format that no map of ours draws (float, int, several geometries of mixed type).

pub(crate) mod points;

use std::collections::HashMap;

/// Tile units across a tile.
pub const EXTENT: u32 = 4_096;

/// A point in tile units: x to the east, y to the south, from the tile's north-western corner.
pub type TilePoint = [i32; 2];

/// A feature's geometry in tile units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Geometry {
    /// One or more points.
    Points(Vec<TilePoint>),
    /// One or more open lines.
    Lines(Vec<Vec<TilePoint>>),
    /// Polygons: each an outer ring and its holes. Winding is put right, a closing point that
    /// repeats the first is optional, rings that enclose nothing are dropped.
    Polygons(Vec<Vec<Vec<TilePoint>>>),
}

/// A property's value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'a> {
    /// A string.
    Text(&'a str),
    /// A number without sign.
    Uint(u64),
    /// A number with sign.
    Sint(i64),
    /// A fraction.
    Double(f64),
    /// Yes or no.
    Bool(bool),
}

/// One layer of a tile, growing by features.
#[derive(Debug)]
pub struct Layer {
    name: &'static str,
    features: Vec<u8>,
    keys: Vec<&'static str>,
    /// Each value already encoded, in the order of their indices.
    values: Vec<u8>,
    value_indices: HashMap<Vec<u8>, u32>,
}

impl Layer {
    /// An empty layer. Names are unique within a tile.
    pub fn new(name: &'static str) -> Layer {
        Layer {
            name,
            features: Vec::new(),
            keys: Vec::new(),
            values: Vec::new(),
            value_indices: HashMap::new(),
        }
    }

    /// Adds a feature; one whose geometry has nothing left to draw is dropped.
    pub fn add(&mut self, id: Option<u64>, geometry: &Geometry, tags: &[(&'static str, Value)]) {
        let (kind, commands) = match geometry {
            Geometry::Points(points) => (1, Commands::points(points)),
            Geometry::Lines(lines) => (2, Commands::lines(lines)),
            Geometry::Polygons(polygons) => (3, Commands::polygons(polygons)),
        };
        if commands.words.is_empty() {
            return;
        }
        let indices: Vec<u32> = tags
            .iter()
            .flat_map(|(key, value)| [self.key(key), self.value(*value)])
            .collect();
        let mut feature = Vec::with_capacity(commands.words.len() * 2 + 16);
        if let Some(id) = id {
            put_number(&mut feature, 1, id);
        }
        put_packed(&mut feature, 2, &indices);
        put_number(&mut feature, 3, kind);
        put_packed(&mut feature, 4, &commands.words);
        put_bytes(&mut self.features, 2, &feature);
    }

    fn key(&mut self, key: &'static str) -> u32 {
        let known = self.keys.iter().position(|other| *other == key);
        known.unwrap_or_else(|| {
            self.keys.push(key);
            self.keys.len() - 1
        }) as u32
    }

    fn value(&mut self, value: Value) -> u32 {
        let bytes = encoded(value);
        if let Some(index) = self.value_indices.get(&bytes) {
            return *index;
        }
        put_bytes(&mut self.values, 4, &bytes);
        let index = self.value_indices.len() as u32;
        self.value_indices.insert(bytes, index);
        index
    }

    fn encode(&self) -> Vec<u8> {
        let mut layer = Vec::with_capacity(self.features.len() + self.values.len() + 128);
        put_bytes(&mut layer, 1, self.name.as_bytes());
        layer.extend(&self.features);
        for key in &self.keys {
            put_bytes(&mut layer, 3, key.as_bytes());
        }
        layer.extend(&self.values);
        put_number(&mut layer, 5, u64::from(EXTENT));
        put_number(&mut layer, 15, 2);
        layer
    }
}

/// A tile of these layers, without those that are empty. A tile with nothing on it has no bytes.
pub fn encode(layers: impl IntoIterator<Item = Layer>) -> Vec<u8> {
    let mut tile = Vec::new();
    for layer in layers {
        if !layer.features.is_empty() {
            put_bytes(&mut tile, 3, &layer.encode());
        }
    }
    tile
}

/// Geometry commands and the pen that draws them: all steps are relative.
#[derive(Default)]
struct Commands {
    words: Vec<u32>,
    pen: TilePoint,
}

const MOVE_TO: u32 = 1;
const LINE_TO: u32 = 2;
const CLOSE_PATH: u32 = 7;

impl Commands {
    fn points(points: &[TilePoint]) -> Commands {
        let mut commands = Commands::default();
        if !points.is_empty() {
            commands.run(MOVE_TO, points.iter().copied());
        }
        commands
    }

    fn lines(lines: &[Vec<TilePoint>]) -> Commands {
        let mut commands = Commands::default();
        for line in lines {
            let line = without_repeats(line);
            if let [first, rest @ ..] = &line[..]
                && !rest.is_empty()
            {
                commands.run(MOVE_TO, std::iter::once(*first));
                commands.run(LINE_TO, rest.iter().copied());
            }
        }
        commands
    }

    fn polygons(polygons: &[Vec<Vec<TilePoint>>]) -> Commands {
        let mut commands = Commands::default();
        for polygon in polygons {
            let mut rings = polygon.iter();
            // Without its outer ring a polygon's holes would be read as the previous one's.
            if rings.next().is_some_and(|outer| commands.ring(outer, true)) {
                for hole in rings {
                    commands.ring(hole, false);
                }
            }
        }
        commands
    }

    /// Draws a ring, clockwise on the screen when it is an outer one; says whether it did.
    fn ring(&mut self, ring: &[TilePoint], outer: bool) -> bool {
        let mut ring = without_repeats(ring);
        while ring.len() > 1 && ring.first() == ring.last() {
            ring.pop();
        }
        let area = doubled_area(&ring);
        if area == 0 {
            return false;
        }
        if (area > 0) != outer {
            ring.reverse();
        }
        if let [first, rest @ ..] = &ring[..] {
            self.run(MOVE_TO, std::iter::once(*first));
            self.run(LINE_TO, rest.iter().copied());
            self.words.push(CLOSE_PATH | 1 << 3);
        }
        true
    }

    fn run(&mut self, command: u32, points: impl ExactSizeIterator<Item = TilePoint>) {
        self.words.push(command | (points.len() as u32) << 3);
        for point in points {
            for (axis, from) in point.iter().zip(self.pen) {
                let step = axis.wrapping_sub(from);
                self.words.push((step << 1 ^ step >> 31) as u32);
            }
            self.pen = point;
        }
    }
}

/// Twice the area by the surveyor's formula: positive for a ring clockwise on the screen, where y
/// grows downwards, as the format wants its outer rings.
fn doubled_area(ring: &[TilePoint]) -> i64 {
    let Some(last) = ring.last() else { return 0 };
    let mut from = last;
    let mut area = 0;
    for to in ring {
        area += i64::from(from[0]) * i64::from(to[1]) - i64::from(to[0]) * i64::from(from[1]);
        from = to;
    }
    area
}

fn without_repeats(points: &[TilePoint]) -> Vec<TilePoint> {
    let mut points = points.to_vec();
    points.dedup();
    points
}

/// A value's message.
fn encoded(value: Value) -> Vec<u8> {
    let mut bytes = Vec::new();
    match value {
        Value::Text(text) => put_bytes(&mut bytes, 1, text.as_bytes()),
        Value::Double(number) => {
            bytes.push(3 << 3 | 1);
            bytes.extend(number.to_le_bytes());
        }
        Value::Uint(number) => put_number(&mut bytes, 5, number),
        Value::Sint(number) => {
            put_number(&mut bytes, 6, (number << 1 ^ number >> 63) as u64);
        }
        Value::Bool(yes) => put_number(&mut bytes, 7, u64::from(yes)),
    }
    bytes
}

fn put_varint(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn put_number(out: &mut Vec<u8>, field: u64, number: u64) {
    put_varint(out, field << 3);
    put_varint(out, number);
}

fn put_bytes(out: &mut Vec<u8>, field: u64, bytes: &[u8]) {
    put_varint(out, field << 3 | 2);
    put_varint(out, bytes.len() as u64);
    out.extend(bytes);
}

fn put_packed(out: &mut Vec<u8>, field: u64, words: &[u32]) {
    let mut packed = Vec::with_capacity(words.len() * 2);
    for word in words {
        put_varint(&mut packed, u64::from(*word));
    }
    put_bytes(out, field, &packed);
}
