//! How alike two accounts of a matter are, with every part of the answer shown: words, place,
//! time, category, caller. People decide whether two cases are one; this only suggests.
//!
//! The score is a weighted sum of the parts, as Sun, Lo, Khoo and Jiang rank duplicate reports
//! ("Towards more accurate retrieval of duplicate bug reports", ASE 2011): a sum can be read out
//! on screen, a learnt model cannot. A part that is not known (no place, no category, no phone in
//! common) does not lower the score: its weight moves to the words.
//!
//! Deliberately absent: the merge itself (a command), word segmentation (bigrams of characters
//! need no dictionary and serve Chinese retrieval as well as words do: Nie, Gao, Zhang and Zhou,
//! "On the use of words and n-grams for Chinese information retrieval", IRAL 2000), and meaning:
//! two texts that say the same in other words are not found.

mod index;
mod words;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::area::Position;

pub use index::Index;
use words::Words;

/// From this score on a pair is offered as possibly one matter.
///
/// Chosen on the 4,326 open messages of the shared data, which name no place: of forty suggested
/// pairs drawn at random, 39 were about one problem when read; outside the two problems that most
/// people wrote about, 36 of forty (`crates/exchange/tests/duplicates.rs`). What is offered
/// wrongly is mostly one writer's phrases, or one estate's several troubles.
pub const SUGGEST_FROM: u8 = 58;

/// The most shared runs that are shown.
pub const RUNS_SHOWN: usize = 5;

/// What each part weighs, of 1; the words have the rest.
const PLACE: f64 = 0.25;
const TIME: f64 = 0.05;
const CATEGORY: f64 = 0.05;
const PHONE: f64 = 0.05;

// Who shares no word is never offered, so an index need look only at who does.
const _: () = assert!((PLACE + TIME + CATEGORY + PHONE) * 100.0 < SUGGEST_FROM as f64);

/// The mean radius of the earth (IUGG), metres.
const EARTH: f64 = 6_371_008.8;

/// What is compared.
#[derive(Clone, Copy, Debug)]
pub struct Account<'a> {
    /// One line.
    pub title: &'a str,
    /// The whole text.
    pub text: &'a str,
    /// A category code of the profile; empty when not known.
    pub category: &'a str,
    /// Where; `None` when not known or made up.
    pub position: Option<Position>,
    /// When it was reported.
    pub reported_at: Timestamp,
    /// The reporter's phone number; empty when not known.
    pub phone: &'a str,
}

/// How alike two accounts are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Likeness {
    /// How far apart, metres on the sphere; `None` when one place is not known.
    pub metres: Option<f64>,
    /// How long apart they were reported, hours.
    pub hours: f64,
    /// How much of the words they share, per cent, rounded down: the root of the cosine of their
    /// weighted bigrams, titles counting half.
    pub words: u8,
    /// Both name a category and it is the same.
    pub same_category: bool,
    /// Both name a phone number and it is the same.
    pub same_phone: bool,
    /// All parts together, 0 to 100, rounded down.
    pub score: u8,
    /// The longest runs of words that stand in both, at most [`RUNS_SHOWN`], at least two
    /// characters each; where an index weighs the words, rare ones come first. Lower case, as
    /// compared; they may hold personal data that the texts hold.
    pub shared: Vec<String>,
}

/// How fast place and time stop counting: each part halves with every such step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measure {
    /// Metres at which the place counts half.
    pub half_metres: f64,
    /// Hours at which the time counts half.
    pub half_hours: f64,
}

impl Default for Measure {
    /// 300 metres and 30 days.
    fn default() -> Self {
        Self {
            half_metres: 300.0,
            half_hours: 30.0 * 24.0,
        }
    }
}

impl Measure {
    /// How alike two accounts are when nothing is known of how rare their words are: every bigram
    /// weighs the same. [`Index::likeness`] knows better.
    pub fn likeness(&self, a: &Account, b: &Account) -> Likeness {
        self.compare(a, b, |_| 1.0)
    }

    fn compare(&self, a: &Account, b: &Account, rarity: impl Fn(&str) -> f64) -> Likeness {
        let (words_a, words_b) = (Words::of(a), Words::of(b));
        let share = words::share_of(&words_a.counted(), &words_b.counted(), &rarity);
        let shared = words::shared_runs(&words_a, &words_b, &rarity);
        self.weigh(&Ground::of(a), &Ground::of(b), share)
            .into_likeness(shared)
    }

    /// Puts the parts together; `words` is a share of 1.
    fn weigh(&self, a: &Ground, b: &Ground, words: f64) -> Weighed {
        let metres = a.position.zip(b.position).map(|(a, b)| metres(a, b));
        let hours = a
            .reported_at
            .duration_since(b.reported_at)
            .abs()
            .as_secs_f64()
            / 3600.0;
        let categories = !a.category.is_empty() && !b.category.is_empty();
        let same_category = categories && a.category == b.category;
        let same_phone = !a.phone.is_empty() && a.phone == b.phone;
        let place = metres.map(|metres| (PLACE, (-metres / self.half_metres).exp2()));
        let time = Some((TIME, (-hours / self.half_hours).exp2()));
        let category = categories.then_some((CATEGORY, f64::from(u8::from(same_category))));
        // Neighbours report the same matter from their own phones: another number says nothing.
        let phone = same_phone.then_some((PHONE, 1.0));
        let (mut known, mut sum) = (0.0, 0.0);
        for (weight, share) in [place, time, category, phone].into_iter().flatten() {
            known += weight;
            sum += weight * share;
        }
        Weighed {
            metres,
            hours,
            words,
            same_category,
            same_phone,
            score: sum + (1.0 - known) * words,
        }
    }
}

/// How alike two accounts are, by the default [`Measure`]. Symmetric; 100 for an account and
/// itself.
pub fn likeness(a: &Account, b: &Account) -> Likeness {
    Measure::default().likeness(a, b)
}

/// All of an account but its words.
#[derive(Clone, Debug)]
struct Ground {
    category: Box<str>,
    position: Option<Position>,
    reported_at: Timestamp,
    phone: Box<str>,
}

impl Ground {
    fn of(account: &Account) -> Self {
        Self {
            category: account.category.into(),
            position: account.position,
            reported_at: account.reported_at,
            phone: account.phone.into(),
        }
    }

    /// What the parts beside the words can weigh at most.
    fn weight(&self) -> f64 {
        let place = if self.position.is_some() { PLACE } else { 0.0 };
        let category = if self.category.is_empty() {
            0.0
        } else {
            CATEGORY
        };
        let phone = if self.phone.is_empty() { 0.0 } else { PHONE };
        place + TIME + category + phone
    }
}

/// A [`Likeness`] before its runs are looked for; shares of 1.
struct Weighed {
    metres: Option<f64>,
    hours: f64,
    words: f64,
    same_category: bool,
    same_phone: bool,
    score: f64,
}

impl Weighed {
    fn into_likeness(self, shared: Vec<String>) -> Likeness {
        Likeness {
            metres: self.metres,
            hours: self.hours,
            words: per_cent(self.words),
            same_category: self.same_category,
            same_phone: self.same_phone,
            score: per_cent(self.score),
            shared,
        }
    }
}

/// Per cent, rounded down, so that 100 means all; the small addend is for sums of floats.
fn per_cent(share: f64) -> u8 {
    (share * 100.0 + 1e-6).clamp(0.0, 100.0) as u8
}

/// The distance on the sphere by the haversine formula (Sinnott, "Virtues of the haversine",
/// Sky & Telescope 68, 1984), which is exact for near points too.
fn metres(a: Position, b: Position) -> f64 {
    let half = |from: f64, to: f64| ((to - from).to_radians() / 2.0).sin().powi(2);
    let across = a.lat.to_radians().cos() * b.lat.to_radians().cos() * half(a.lon, b.lon);
    let chord = (half(a.lat, b.lat) + across).clamp(0.0, 1.0);
    2.0 * EARTH * chord.sqrt().asin()
}
