//! Messages about the same problem among the 4,326 open ones of the shared data: how many the
//! measure of duplicates offers, how often it is right, and how long an answer takes.
//!
//! Only rows are named here, as Excel numbers them; no text of the messages stands in this file
//! or in what it prints.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use onemap_domain::likeness::{Account, Index, SUGGEST_FROM};
use onemap_exchange::messages::{Message, read};
use onemap_testkit::real;

/// The seed of the sample that was judged.
const SEED: u64 = 20_261_121;

/// Forty of the suggested pairs, drawn by [`sample`] with [`SEED`], read and judged by a person:
/// the rows of both, and whether both are about the same problem. The same kind of problem at
/// another place, another person's own affair, another question about the same place are not.
const JUDGED: [(u32, u32, bool); 40] = [
    (2270, 3823, true),
    (994, 3283, true),
    (412, 695, true),
    (1484, 1779, true),
    (1238, 2321, true),
    (698, 2016, true),
    (1559, 1883, true),
    (320, 2938, true),
    (2249, 4237, true),
    (1465, 3338, true),
    (926, 2609, true),
    (1505, 1532, true),
    (3007, 3232, true),
    (2950, 3628, true),
    (3417, 4316, true),
    (1297, 4040, true),
    (2274, 2716, true),
    (1836, 3257, true),
    (3144, 3541, true),
    (66, 2759, true),
    (2660, 3052, true),
    (3825, 3886, true),
    (814, 3137, true),
    (2508, 2803, false),
    (1546, 2015, true),
    (320, 4277, true),
    (627, 3376, true),
    (1736, 4311, true),
    (1297, 4299, true),
    (2481, 3621, true),
    (2043, 4314, true),
    (971, 1595, true),
    (2049, 2887, true),
    (3499, 4164, true),
    (119, 2415, true),
    (257, 3615, true),
    (1632, 1748, true),
    (1164, 1181, true),
    (1297, 2952, true),
    (1904, 2209, true),
];

/// Forty more, drawn outside the two problems that most people wrote about, where each pair is as
/// good as the next; judged in the same way.
const JUDGED_ELSEWHERE: [(u32, u32, bool); 40] = [
    (739, 3485, true),
    (1967, 3010, true),
    (2043, 4315, true),
    (3977, 4007, true),
    (2509, 3216, true),
    (2329, 3721, true),
    (1200, 2972, true),
    (1816, 4278, true),
    (2451, 3417, true),
    (1695, 3987, true),
    (914, 2687, true),
    (552, 3626, true),
    (1421, 4173, true),
    (754, 1022, true),
    (3533, 4122, true),
    (3047, 3413, true),
    (955, 1841, true),
    (3752, 4297, true),
    (3550, 3953, true),
    (1653, 4297, true),
    (2225, 2622, true),
    (2975, 3248, true),
    (2508, 2803, false),
    (3227, 3881, false),
    (1164, 1181, true),
    (1143, 1785, true),
    (3085, 3573, true),
    (1344, 2278, true),
    (1459, 3666, true),
    (3618, 3812, true),
    (1518, 3494, true),
    (3178, 3899, true),
    (2461, 2837, true),
    (1639, 3989, true),
    (1699, 2285, false),
    (3618, 4276, true),
    (119, 1563, false),
    (3492, 3820, true),
    (3455, 3470, true),
    (3989, 4304, true),
];

/// The real file.
fn open_messages() -> Option<Vec<Message>> {
    let bytes = std::fs::read(real::file("messages/open.xlsx")?).unwrap();
    Some(read(&bytes, &mut |_, _| {}).unwrap().messages)
}

/// A message names neither its place nor its category, and no phone.
fn account(message: &Message) -> Account<'_> {
    Account {
        title: &message.title,
        text: &message.text,
        category: "",
        position: None,
        reported_at: message.at,
        phone: "",
    }
}

/// Draws `count` of `pairs`, the same for the same seed (Fisher and Yates, on the generator
/// `SplitMix64` of Steele, Lea and Flood, 2014).
fn sample(mut pairs: Vec<(u32, u32)>, count: usize, mut state: u64) -> Vec<(u32, u32)> {
    let mut next = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    };
    let count = count.min(pairs.len());
    for at in 0..count {
        let left = (pairs.len() - at) as u64;
        pairs.swap(at, at + (next() % left) as usize);
    }
    pairs.truncate(count);
    pairs
}

/// The sizes of the groups that the pairs tie together, the largest first.
fn group_sizes(pairs: &[(u32, u32)]) -> Vec<usize> {
    let mut leader: BTreeMap<u32, u32> = BTreeMap::new();
    let find = |leader: &BTreeMap<u32, u32>, mut row: u32| {
        while let Some(&above) = leader.get(&row).filter(|above| **above != row) {
            row = above;
        }
        row
    };
    for &(one, other) in pairs {
        leader.entry(one).or_insert(one);
        leader.entry(other).or_insert(other);
        let (one, other) = (find(&leader, one), find(&leader, other));
        leader.insert(one.max(other), one.min(other));
    }
    let mut sizes: BTreeMap<u32, usize> = BTreeMap::new();
    for &row in leader.keys() {
        *sizes.entry(find(&leader, row)).or_default() += 1;
    }
    let mut sizes: Vec<usize> = sizes.into_values().collect();
    sizes.sort_unstable_by(|one, other| other.cmp(one));
    sizes
}

#[test]
fn messages_about_the_same_problem_find_each_other() {
    let Some(messages) = open_messages() else {
        return;
    };
    let start = Instant::now();
    let mut index = Index::default();
    for message in &messages {
        index.insert(message.row, &account(message));
    }
    println!("{} messages indexed in {:?}", index.len(), start.elapsed());

    let mut pairs: Vec<(u32, u32)> = Vec::new();
    for message in &messages {
        let found = index.alike_to(message.row, usize::MAX);
        assert!(
            found
                .iter()
                .all(|(_, likeness)| likeness.score >= SUGGEST_FROM)
        );
        let later = found.iter().filter(|(row, _)| *row > message.row);
        pairs.extend(later.map(|(row, _)| (message.row, *row)));
    }
    let sizes = group_sizes(&pairs);
    println!(
        "{} pairs suggested; {} messages in {} groups, the largest {:?}",
        pairs.len(),
        sizes.iter().sum::<usize>(),
        sizes.len(),
        &sizes[..sizes.len().min(10)]
    );
    let drawn = sample(pairs.clone(), JUDGED.len(), SEED);
    let judged = |pair: &&(u32, u32)| JUDGED.iter().any(|(a, b, _)| **pair == (*a, *b));
    println!(
        "seed {SEED} draws {} of which {} are judged: {drawn:?}",
        drawn.len(),
        drawn.iter().filter(judged).count()
    );
    assert!((1_000..1_800).contains(&pairs.len()), "{}", pairs.len());
    assert!((300..600).contains(&sizes.len()), "{}", sizes.len());

    for judged in [JUDGED, JUDGED_ELSEWHERE] {
        let offered = judged.iter().filter(|(a, b, _)| pairs.contains(&(*a, *b)));
        let (right, wrong): (Vec<_>, Vec<_>) = offered.copied().partition(|(_, _, same)| *same);
        println!(
            "of {} judged pairs {} are offered rightly, {} wrongly",
            judged.len(),
            right.len(),
            wrong.len()
        );
        assert!(right.len() >= 30, "what was found is still found");
        assert!(right.len() >= 9 * wrong.len(), "nine in ten are right");
    }
}

#[test]
fn a_new_message_is_answered_while_it_is_typed() {
    let Some(messages) = open_messages() else {
        return;
    };
    let mut index = Index::default();
    let (new, known): (Vec<_>, Vec<_>) = messages.iter().partition(|one| one.row % 10 == 0);
    for message in known {
        index.insert(message.row, &account(message));
    }
    let mut times: Vec<Duration> = Vec::new();
    for message in &new {
        let start = Instant::now();
        let found = index.alike(&account(message), 5);
        times.push(start.elapsed());
        assert!(found.len() <= 5);
    }
    times.sort_unstable();
    let (median, worst) = (times[times.len() / 2], times[times.len() - 1]);
    println!(
        "{} queries: median {median:?}, slowest {worst:?}",
        times.len()
    );
    assert!(median < Duration::from_millis(50), "{median:?}");
}
