//! The accounts that a new one is compared with, and how rare each bigram is among them.
//!
//! Deliberately absent: a file (it is rebuilt from the cases at start), and approximation: what
//! the index passes over could not have reached [`SUGGEST_FROM`].

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::words::{self, Count, Weight, Words};
use super::{Account, Ground, Likeness, Measure, SUGGEST_FROM, Weighed, per_cent};

/// Accounts by key, in memory.
///
/// A bigram that few accounts hold says more: it weighs 1 + ln((n + 1) ÷ (holders + 1)), the
/// inverse document frequency (Spärck Jones, "A statistical interpretation of term specificity
/// and its application in retrieval", Journal of Documentation 28, 1972), smoothed so that a
/// bigram no account holds has a weight and one that all hold keeps a little.
#[derive(Clone, Debug)]
pub struct Index<K> {
    measure: Measure,
    /// Where each account stands in `entries`.
    places: BTreeMap<K, u32>,
    /// The accounts; `None` is a place to be taken again.
    entries: Vec<Option<Entry<K>>>,
    free_places: Vec<u32>,
    /// The number of each bigram that an account holds.
    numbers: HashMap<Arc<str>, u32>,
    /// By number: the bigram and who holds it.
    bigrams: Vec<Bigram>,
    /// By number: ln(holders + 1), apart because every comparison reads it.
    commonness: Vec<f64>,
    free_numbers: Vec<u32>,
}

#[derive(Clone, Debug)]
struct Bigram {
    text: Arc<str>,
    /// Who holds it, by place, with what it counts for there.
    holders: Vec<(u32, Count)>,
}

#[derive(Clone, Debug)]
struct Entry<K> {
    key: K,
    ground: Ground,
    words: Words,
    /// Its bigrams by number, sorted, with what each counts for within the account.
    counted: Box<[(u32, Count)]>,
    /// The squares of those counts in all: no bigram weighs less than 1, so those of the weights
    /// are no less.
    least: Weight,
}

/// What is looked for.
struct Wanted {
    /// Its bigrams that some account holds, by number, sorted, as they weigh.
    weighed: Vec<(u32, Weight)>,
    /// The squares of all its weights, those of bigrams that no account holds included.
    squares: Weight,
}

impl<K: Copy + Ord> Default for Index<K> {
    fn default() -> Self {
        Self::new(Measure::default())
    }
}

impl<K: Copy + Ord> Index<K> {
    /// An index of nothing.
    pub fn new(measure: Measure) -> Self {
        Self {
            measure,
            places: BTreeMap::new(),
            entries: Vec::new(),
            free_places: Vec::new(),
            numbers: HashMap::new(),
            bigrams: Vec::new(),
            commonness: Vec::new(),
            free_numbers: Vec::new(),
        }
    }

    /// How many accounts it has.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Takes an account in; one that was there under this key goes.
    pub fn insert(&mut self, key: K, account: &Account) {
        self.remove(key);
        let place = self.free_places.pop().unwrap_or_else(|| {
            self.entries.push(None);
            (self.entries.len() - 1) as u32
        });
        let words = Words::of(account);
        let mut counted = Vec::new();
        for (bigram, count) in words.counted() {
            let number = self.number(bigram);
            let holders = &mut self.bigrams[number as usize].holders;
            holders.push((place, count));
            self.commonness[number as usize] = commonness(holders.len());
            counted.push((number, count));
        }
        counted.sort_unstable_by_key(|(number, _)| *number);
        let entry = Entry {
            key,
            ground: Ground::of(account),
            words,
            least: counted
                .iter()
                .map(|(_, count)| count.by(1.0).squared())
                .sum(),
            counted: counted.into(),
        };
        self.entries[place as usize] = Some(entry);
        self.places.insert(key, place);
    }

    /// Lets an account go; nothing happens when it is not there.
    pub fn remove(&mut self, key: K) {
        let Some(place) = self.places.remove(&key) else {
            return;
        };
        self.free_places.push(place);
        let Some(entry) = self.entries[place as usize].take() else {
            return;
        };
        for &(number, _) in &entry.counted {
            let bigram = &mut self.bigrams[number as usize];
            if let Some(at) = bigram
                .holders
                .iter()
                .position(|(holder, _)| *holder == place)
            {
                bigram.holders.swap_remove(at);
            }
            self.commonness[number as usize] = commonness(bigram.holders.len());
            if bigram.holders.is_empty() {
                self.numbers.remove(&bigram.text);
                self.free_numbers.push(number);
            }
        }
    }

    /// The accounts whose score with this one is [`SUGGEST_FROM`] or more: the best first, then
    /// by key, at most `limit`.
    pub fn alike(&self, account: &Account, limit: usize) -> Vec<(K, Likeness)> {
        let words = Words::of(account);
        let (mut known, mut unknown) = (Vec::new(), Weight::default());
        for (bigram, count) in words.counted() {
            match self.numbers.get(bigram) {
                Some(&number) => known.push((number, count)),
                None => unknown += count.by(self.ceiling()).squared(),
            }
        }
        known.sort_unstable_by_key(|(number, _)| *number);
        let mut wanted = self.wanted(&known);
        wanted.squares += unknown;
        self.find(&Ground::of(account), &words, &wanted, None, limit)
    }

    /// The same for an account that the index has, which is not its own answer.
    pub fn alike_to(&self, key: K, limit: usize) -> Vec<(K, Likeness)> {
        let place = self.places.get(&key);
        let Some(entry) = place.and_then(|place| self.entries[*place as usize].as_ref()) else {
            return Vec::new();
        };
        let wanted = self.wanted(&entry.counted);
        self.find(&entry.ground, &entry.words, &wanted, Some(key), limit)
    }

    /// How alike any two accounts are, their words weighed as among the index's.
    pub fn likeness(&self, a: &Account, b: &Account) -> Likeness {
        self.measure.compare(a, b, |bigram| self.rarity(bigram))
    }

    fn find(
        &self,
        ground: &Ground,
        words: &Words,
        wanted: &Wanted,
        except: Option<K>,
        limit: usize,
    ) -> Vec<(K, Likeness)> {
        let mut found: Vec<(f64, K, Weighed, &Entry<K>)> = Vec::new();
        for (share, entry) in self.candidates(ground, wanted) {
            if except == Some(entry.key) {
                continue;
            }
            let weighed = self.measure.weigh(ground, &entry.ground, share);
            if per_cent(weighed.score) >= SUGGEST_FROM {
                found.push((weighed.score, entry.key, weighed, entry));
            }
        }
        found.sort_unstable_by(|(one, one_key, ..), (other, other_key, ..)| {
            other.total_cmp(one).then_with(|| one_key.cmp(other_key))
        });
        found.truncate(limit);
        let explained = found.into_iter().map(|(_, key, weighed, entry)| {
            let shared = words::shared_runs(words, &entry.words, |bigram| self.rarity(bigram));
            (key, weighed.into_likeness(shared))
        });
        explained.collect()
    }

    /// Every account that can reach [`SUGGEST_FROM`], and some that cannot, with the share of
    /// the words.
    ///
    /// The words must agree so far even if all else agrees altogether, which alone is not enough.
    /// The products of all accounts with what is wanted are summed bigram by bigram, so that who
    /// shares none costs nothing; an account's length, which is dear because it changes with
    /// every account that comes or goes, is computed only where its least length leaves a chance.
    fn candidates(&self, ground: &Ground, wanted: &Wanted) -> Vec<(f64, &Entry<K>)> {
        let beside = ground.weight();
        // A hair less than needed, for the rounding of sums.
        let needed = (f64::from(SUGGEST_FROM) / 100.0 - beside) / (1.0 - beside) - 1e-6;
        let mut products = vec![Weight::default(); self.entries.len()];
        let ceiling = self.ceiling();
        for &(number, weight) in &wanted.weighed {
            for &(place, count) in &self.bigrams[number as usize].holders {
                products[place as usize] += weight.times(self.weigh(ceiling, number, count));
            }
        }
        let mut candidates = Vec::new();
        for (product, entry) in products.into_iter().zip(&self.entries) {
            let Some(entry) = entry else { continue };
            if product.is_nothing() || words::share(product, wanted.squares, entry.least) < needed {
                continue;
            }
            let weights = entry.counted.iter();
            let squares =
                weights.map(|&(number, count)| self.weigh(ceiling, number, count).squared());
            let share = words::share(product, wanted.squares, squares.sum());
            candidates.push((share, entry));
        }
        candidates
    }

    fn wanted(&self, counted: &[(u32, Count)]) -> Wanted {
        let ceiling = self.ceiling();
        let weighed: Vec<(u32, Weight)> = counted
            .iter()
            .map(|&(number, count)| (number, self.weigh(ceiling, number, count)))
            .collect();
        let squares = weighed.iter().map(|(_, weight)| weight.squared()).sum();
        Wanted { weighed, squares }
    }

    /// The rarity of a bigram that no account holds.
    fn ceiling(&self) -> f64 {
        1.0 + ((self.places.len() + 1) as f64).ln()
    }

    fn weigh(&self, ceiling: f64, number: u32, count: Count) -> Weight {
        count.by(ceiling - self.commonness[number as usize])
    }

    fn rarity(&self, bigram: &str) -> f64 {
        let number = self.numbers.get(bigram);
        self.ceiling() - number.map_or(0.0, |number| self.commonness[*number as usize])
    }

    /// The number of a bigram, given now if it has none.
    fn number(&mut self, bigram: &str) -> u32 {
        if let Some(&number) = self.numbers.get(bigram) {
            return number;
        }
        let text: Arc<str> = bigram.into();
        let new = Bigram {
            text: Arc::clone(&text),
            holders: Vec::new(),
        };
        let number = if let Some(number) = self.free_numbers.pop() {
            self.bigrams[number as usize] = new;
            number
        } else {
            self.bigrams.push(new);
            self.commonness.push(0.0);
            (self.bigrams.len() - 1) as u32
        };
        self.numbers.insert(text, number);
        number
    }
}

fn commonness(holders: usize) -> f64 {
    ((holders + 1) as f64).ln()
}
