//! A layer of points that all have the same properties: the fast way for a million of them.
//!
//! Deliberately absent: features without an id, and values that a caller does not count itself.

use super::{EXTENT, TilePoint, Value, encoded, put_bytes, put_number, put_varint};

/// A layer of points with `N` properties each.
#[derive(Debug)]
pub(crate) struct Points<const N: usize> {
    keys: [&'static str; N],
    /// Room for the tag and the length of the layer, its name, and then the features.
    layer: Vec<u8>,
    /// How much room that is.
    room: usize,
    /// Where the features start.
    head: usize,
    values: Vec<u8>,
    count: u32,
}

/// More bytes than a feature can take: its id, five pairs of indices, its place.
const MOST: usize = 64;

impl<const N: usize> Points<N> {
    /// An empty layer with room for so many points.
    pub fn new(name: &'static str, keys: [&'static str; N], room: usize) -> Points<N> {
        // Each pair takes six bytes at most.
        const { assert!(N <= 5) };
        // What a feature usually takes.
        let likely = room * (16 + 3 * N);
        let length = 1 + varint_length(likely);
        let mut layer = Vec::with_capacity(likely + MOST);
        layer.resize(length, 0);
        put_bytes(&mut layer, 1, name.as_bytes());
        Points {
            keys,
            head: layer.len(),
            layer,
            room: length,
            values: Vec::new(),
            count: 0,
        }
    }

    /// The index of a value that was not there before.
    pub fn value(&mut self, value: Value) -> u32 {
        put_bytes(&mut self.values, 4, &encoded(value));
        self.count += 1;
        self.count - 1
    }

    /// Adds a point; `values` are indices, one for each key.
    #[inline]
    pub fn add(&mut self, id: u64, point: TilePoint, values: [u32; N]) {
        let mut feature = Bytes([0; MOST], 2);
        feature.one(1 << 3);
        feature.number(id);
        let length = feature.reserved(2 << 3 | 2);
        for (key, value) in values.iter().enumerate() {
            feature.one(key as u8);
            feature.number(u64::from(*value));
        }
        feature.close(length);
        feature.one(3 << 3);
        feature.one(1);
        let length = feature.reserved(4 << 3 | 2);
        feature.one(1 | 1 << 3);
        for step in point {
            feature.number(u64::from((step << 1 ^ step >> 31) as u32));
        }
        feature.close(length);
        feature.0[0] = 2 << 3 | 2;
        feature.0[1] = feature.1 as u8 - 2;
        // All of it, and less again: a copy of fixed length is a few instructions.
        let end = self.layer.len() + feature.1;
        self.layer.extend_from_slice(&feature.0);
        self.layer.truncate(end);
    }

    /// The layer as a tile, or as a part of one: tiles are joined by putting their bytes together.
    pub fn encode(self) -> Vec<u8> {
        let Points {
            mut layer, room, ..
        } = self;
        if layer.len() == self.head {
            return Vec::new();
        }
        for key in self.keys {
            put_bytes(&mut layer, 3, key.as_bytes());
        }
        layer.extend(&self.values);
        put_number(&mut layer, 5, u64::from(EXTENT));
        put_number(&mut layer, 15, 2);
        let mut length = vec![3 << 3 | 2];
        put_varint(&mut length, (layer.len() - room) as u64);
        if length.len() == room {
            layer[..room].copy_from_slice(&length);
        } else {
            layer.splice(..room, length);
        }
        layer
    }
}

/// How many bytes a number takes.
fn varint_length(number: usize) -> usize {
    (usize::BITS - number.leading_zeros()).div_ceil(7).max(1) as usize
}

/// A feature while it is written: its bytes, and how many there are.
struct Bytes([u8; MOST], usize);

impl Bytes {
    #[inline]
    fn one(&mut self, byte: u8) {
        self.0[self.1] = byte;
        self.1 += 1;
    }

    #[inline]
    fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.one(number as u8 | 0x80);
            number >>= 7;
        }
        self.one(number as u8);
    }

    /// Begins a field of fewer than 128 bytes; where its length will stand.
    #[inline]
    fn reserved(&mut self, tag: u8) -> usize {
        self.one(tag);
        self.one(0);
        self.1 - 1
    }

    #[inline]
    fn close(&mut self, length: usize) {
        self.0[length] = (self.1 - length - 1) as u8;
    }
}
