//! Bytes that are nearly right, for whatever reads bytes from outside; and how much memory that took.

use rand::Rng;
use rand_chacha::ChaCha8Rng;

/// What stands for trouble in one form or another.
const TROUBLE: [&[u8]; 16] = [
    b"\0",
    b"\xff\xff\xff\x7f",
    b"\x00\x00\x00\x80",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"99999999999999999999999999",
    b"-1",
    b"1e999",
    b"NaN",
    b"\\u0000",
    b"\\ud800",
    b"null",
    b"[[[[[[[[[[[[[[[[",
    b"\"",
    b"%00%ff=&;",
    "\u{202e}\u{0}\u{10ffff}".as_bytes(),
];

/// Good bytes with some of them changed, left out, doubled or taken from elsewhere; `other` may be empty.
pub fn broken(good: &[u8], other: &[u8], chance: &mut ChaCha8Rng) -> Vec<u8> {
    let mut bytes = good.to_vec();
    for _ in 0..chance.random_range(1..5) {
        if bytes.is_empty() {
            return bytes;
        }
        let at = chance.random_range(0..bytes.len());
        let to = (at + chance.random_range(1..64)).min(bytes.len());
        match chance.random_range(0..8) {
            0 => bytes[at] ^= 1 << chance.random_range(0..8),
            1 => bytes[at] = chance.random(),
            2 => bytes.truncate(at),
            3 => drop(bytes.drain(at..to)),
            4 => {
                let piece = bytes[at..to].to_vec();
                let times = chance.random_range(1..20);
                bytes.splice(at..at, piece.repeat(times));
            }
            5 if !other.is_empty() => {
                let from = chance.random_range(0..other.len());
                let piece = other[from..(from + 64).min(other.len())].to_vec();
                bytes.splice(at..to, piece);
            }
            6 => {
                // A number in the place of a number.
                let digits = |byte: &u8| byte.is_ascii_digit();
                let first = bytes[at..]
                    .iter()
                    .position(digits)
                    .map_or(at, |next| at + next);
                let end = bytes[first..].iter().position(|byte| !digits(byte));
                let end = end.map_or(bytes.len(), |next| first + next);
                bytes.splice(first..end, trouble(chance).iter().copied());
            }
            _ => drop(bytes.splice(at..at, trouble(chance).iter().copied())),
        }
    }
    bytes
}

fn trouble(chance: &mut ChaCha8Rng) -> &'static [u8] {
    TROUBLE[chance.random_range(0..TROUBLE.len())]
}

/// The most memory that this process ever had, bytes; 0 where the system does not say.
pub fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let of = |line: &str| {
        line.strip_prefix("VmHWM:")?
            .trim()
            .strip_suffix(" kB")?
            .parse()
            .ok()
    };
    status.lines().find_map(of).map_or(0, |kib: u64| kib << 10)
}
