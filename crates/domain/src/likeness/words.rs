//! Words for comparing: bigrams of characters, their cosine, and the runs two texts share.
//!
//! The text is folded (lower case, full-width forms as ASCII) and cut at everything that is
//! neither letter nor digit. Within a piece each Chinese character is one element, and each run
//! of other letters and digits is one (`a7`, `12345`), so that building 5 and building 15 differ
//! altogether. Two neighbouring elements are a bigram; an element alone in its piece stands for
//! itself.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use super::{Account, RUNS_SHOWN};

/// What the titles weigh in the words, of 1: they are where people name the matter, and the rest
/// of a text is often how they ask for help, which is alike for every matter.
const TITLES: f64 = 0.5;

/// Elements of an account that are searched for shared runs. The search is quadratic at worst,
/// and what an explanation needs stands near the beginning.
const SEARCHED: usize = 3_000;

/// An account's words, folded and cut.
#[derive(Clone, Debug)]
pub(super) struct Words {
    /// The pieces of title and text, a space after each.
    folded: Box<str>,
    /// Where the title ends in `folded`.
    title: usize,
}

impl Words {
    pub(super) fn of(account: &Account) -> Self {
        let mut folded = fold(account.title);
        let title = folded.len();
        folded.push_str(&fold(account.text));
        Self {
            folded: folded.into(),
            title,
        }
    }

    /// Its bigrams in the order of their text, each with what it counts for within the account.
    pub(super) fn counted(&self) -> Vec<(&str, Count)> {
        let mut times: HashMap<&str, (u32, u32)> = HashMap::new();
        for piece in pieces(&self.folded) {
            let in_title = u32::from(piece.start < self.title);
            for (from, to) in bigrams(&piece.elements) {
                let (title, whole) = times.entry(&self.folded[from..to]).or_default();
                *title += in_title;
                *whole += 1;
            }
        }
        let count = |times: u32| match times {
            0 => 0.0,
            more => 1.0 + (more as f32).ln(),
        };
        let mut counted: Vec<(&str, Count)> = times
            .into_iter()
            .map(|(bigram, (title, whole))| {
                let (title, whole) = (count(title), count(whole));
                (bigram, Count { title, whole })
            })
            .collect();
        counted.sort_unstable_by_key(|(bigram, _)| *bigram);
        counted
    }
}

/// What a bigram counts for in a title, and in title and text together: 1 + ln of how often it
/// stands there. Single precision, because an index holds millions.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Count {
    title: f32,
    whole: f32,
}

impl Count {
    /// Weighed by how rare the bigram is.
    pub(super) fn by(self, rarity: f64) -> Weight {
        Weight {
            title: f64::from(self.title) * rarity,
            whole: f64::from(self.whole) * rarity,
        }
    }
}

/// What a bigram weighs in a title, and in title and text together; or a sum of such.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Weight {
    title: f64,
    whole: f64,
}

impl Weight {
    pub(super) fn times(self, other: Self) -> Self {
        Self {
            title: self.title * other.title,
            whole: self.whole * other.whole,
        }
    }

    pub(super) fn squared(self) -> Self {
        self.times(self)
    }

    /// Whether two accounts with this product share no word.
    pub(super) fn is_nothing(self) -> bool {
        self.whole <= 0.0
    }
}

impl std::ops::AddAssign for Weight {
    fn add_assign(&mut self, other: Self) {
        self.title += other.title;
        self.whole += other.whole;
    }
}

impl std::iter::Sum for Weight {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |mut sum, one| {
            sum += one;
            sum
        })
    }
}

/// How much two accounts share, of 1, from their bigrams in the order of their text.
pub(super) fn share_of(
    a: &[(&str, Count)],
    b: &[(&str, Count)],
    rarity: impl Fn(&str) -> f64,
) -> f64 {
    let weigh = |&(bigram, count): &(&str, Count)| count.by(rarity(bigram));
    let squares = |all: &[(&str, Count)]| all.iter().map(|one| weigh(one).squared()).sum();
    let shared = a.iter().filter_map(|one| {
        let at = b.binary_search_by_key(&one.0, |(bigram, _)| bigram);
        at.ok().map(|at| weigh(one).times(weigh(&b[at])))
    });
    share(shared.sum(), squares(a), squares(b))
}

/// How much two accounts share, of 1, from the product of their vectors and the square of the
/// length of each.
///
/// It is the root of the cosine of the titles, and that of title and text together, [`TITLES`] to
/// the rest; without two titles, the latter alone. The cosine is that of Manning, Raghavan and
/// Schütze, "Introduction to Information Retrieval" (2008): a bigram weighs 1 + ln of its count in
/// the text (6.4.1) times its rarity among the texts (6.2.1), vectors at unit length (6.3.1). The
/// cosine rather than Dice on sets, because a short report and a long one of the same matter
/// differ in length before all. The root, because two people who tell one matter in their own
/// words seldom reach a cosine of a half, and strangers' texts stay near nought: it puts the line
/// between them in the middle of the scale, and whoever agrees in both title and text stands
/// before who agrees in one alone.
///
/// Two accounts without a word have the same words.
pub(super) fn share(product: Weight, a: Weight, b: Weight) -> f64 {
    if a.whole <= 0.0 && b.whole <= 0.0 {
        return 1.0;
    }
    if product.is_nothing() {
        return 0.0;
    }
    let root = |product: f64, a: f64, b: f64| (product / (a.sqrt() * b.sqrt())).min(1.0).sqrt();
    let whole = root(product.whole, a.whole, b.whole);
    if a.title > 0.0 && b.title > 0.0 {
        TITLES * root(product.title, a.title, b.title) + (1.0 - TITLES) * whole
    } else {
        whole
    }
}

/// The longest runs of elements that stand in both, none within another, where each bigram is as
/// long as `rarity` says.
pub(super) fn shared_runs(a: &Words, b: &Words, rarity: impl Fn(&str) -> f64) -> Vec<String> {
    let (left, right) = (elements(&a.folded), elements(&b.folded));
    let mut places: HashMap<(&str, &str), Vec<usize>> = HashMap::new();
    for (at, pair) in right.windows(2).enumerate() {
        if let &[Some(first), Some(second)] = pair {
            places.entry((first, second)).or_default().push(at);
        }
    }
    let mut runs: BTreeSet<String> = BTreeSet::new();
    for (i, pair) in left.windows(2).enumerate() {
        let &[Some(first), Some(second)] = pair else {
            continue;
        };
        for &j in places.get(&(first, second)).into_iter().flatten() {
            let begun_before =
                i > 0 && j > 0 && left[i - 1].is_some() && left[i - 1] == right[j - 1];
            if !begun_before {
                let pairs = left[i..].iter().zip(&right[j..]);
                let run = pairs.map_while(|(one, other)| one.filter(|_| one == other));
                runs.insert(run.collect());
            }
        }
    }
    // A word alone in its piece is shared without a neighbour.
    let alone = |all: &[Option<&'_ str>]| -> BTreeSet<String> {
        all.split(Option::is_none)
            .filter_map(|piece| match piece {
                [Some(one)] if one.chars().nth(1).is_some() => Some((*one).to_owned()),
                _ => None,
            })
            .collect()
    };
    runs.extend(alone(&left).intersection(&alone(&right)).cloned());

    let length = |run: &str| -> f64 {
        let pieces = pieces(run);
        let all = pieces.flat_map(|piece| bigrams(&piece.elements).collect::<Vec<_>>());
        all.map(|(from, to)| rarity(&run[from..to])).sum()
    };
    let mut ranked: Vec<(f64, String)> = runs.into_iter().map(|run| (length(&run), run)).collect();
    ranked.sort_by(|(one, one_run), (other, other_run)| {
        other.total_cmp(one).then_with(|| {
            let by_size = |run: &str| Reverse(run.len());
            (by_size(one_run), one_run).cmp(&(by_size(other_run), other_run))
        })
    });
    let mut shown: Vec<String> = Vec::new();
    for (_, run) in ranked {
        if shown.len() == RUNS_SHOWN {
            break;
        }
        if !shown.iter().any(|longer| longer.contains(&run)) {
            shown.push(run);
        }
    }
    shown
}

/// Lower case, full-width forms as ASCII, a space after each piece and nowhere else.
fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        let c = match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            other => other,
        };
        if c.is_alphanumeric() {
            folded.extend(c.to_lowercase().filter(|c| c.is_alphanumeric()));
        } else if !folded.is_empty() && !folded.ends_with(' ') {
            folded.push(' ');
        }
    }
    if !folded.is_empty() && !folded.ends_with(' ') {
        folded.push(' ');
    }
    folded
}

/// A piece of folded text.
struct Piece {
    /// Where it begins.
    start: usize,
    /// Where each element begins and ends.
    elements: Vec<(usize, usize)>,
}

fn pieces(folded: &str) -> impl Iterator<Item = Piece> + '_ {
    let mut start = 0;
    folded.split(' ').filter_map(move |piece| {
        let here = start;
        start += piece.len() + 1;
        let mut elements: Vec<(usize, usize)> = Vec::new();
        let mut in_run = false;
        for (at, c) in piece.char_indices() {
            let (from, to) = (here + at, here + at + c.len_utf8());
            let alone = is_han(c);
            match elements.last_mut() {
                Some(last) if in_run && !alone => last.1 = to,
                _ => elements.push((from, to)),
            }
            in_run = !alone;
        }
        (!elements.is_empty()).then_some(Piece {
            start: here,
            elements,
        })
    })
}

/// Where each bigram begins and ends.
fn bigrams(elements: &[(usize, usize)]) -> impl Iterator<Item = (usize, usize)> + '_ {
    let alone = match elements {
        [only] => Some(*only),
        _ => None,
    };
    let pairs = elements.windows(2).map(|pair| (pair[0].0, pair[1].1));
    alone.into_iter().chain(pairs)
}

/// The elements that are searched, with `None` between pieces.
fn elements(folded: &str) -> Vec<Option<&str>> {
    let mut all = Vec::new();
    for piece in pieces(folded) {
        all.extend(
            piece
                .elements
                .iter()
                .map(|&(from, to)| Some(&folded[from..to])),
        );
        all.push(None);
    }
    all.truncate(SEARCHED);
    all
}

/// Chinese characters: the unified ideographs with their extensions, the compatibility ones, 〇.
fn is_han(c: char) -> bool {
    matches!(c,
        '\u{3007}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}
