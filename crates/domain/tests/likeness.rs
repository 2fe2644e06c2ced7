//! What the measure of duplicates promises.

#![expect(clippy::unwrap_used, reason = "tests")]

use jiff::{SignedDuration, Timestamp};
use onemap_domain::area::Position;
use onemap_domain::likeness::{Account, Index, Likeness, Measure, SUGGEST_FROM, likeness};
use proptest::prelude::*;

const HERE: Position = Position {
    lon: 105.69,
    lat: 28.58,
};

fn noon() -> Timestamp {
    "2026-11-21T04:00:00Z".parse().unwrap()
}

fn account<'a>(title: &'a str, text: &'a str) -> Account<'a> {
    Account {
        title,
        text,
        category: "",
        position: None,
        reported_at: noon(),
        phone: "",
    }
}

fn lamp() -> Account<'static> {
    Account {
        category: "lighting",
        position: Some(HERE),
        phone: "13800000000",
        ..account(
            "桂园路路灯不亮",
            "桂园路12号门口的路灯坏了三天，晚上看不见路。",
        )
    }
}

fn lamp_again() -> Account<'static> {
    Account {
        category: "lighting",
        position: Some(Position {
            lon: HERE.lon + 0.0005,
            ..HERE
        }),
        phone: "13900000000",
        ..account(
            "反映桂园路路灯损坏",
            "请修一下桂园路12号的路灯，老人晚上出门害怕。",
        )
    }
}

fn noise() -> Account<'static> {
    Account {
        category: "noise",
        position: Some(HERE),
        ..account("夜市噪音扰民", "烧烤摊营业到凌晨两点，孩子没法睡觉。")
    }
}

#[test]
fn an_account_is_wholly_like_itself() {
    for account in [lamp(), noise(), account("", ""), account("。", "灯")] {
        let itself = likeness(&account, &account);
        assert_eq!((itself.words, itself.score), (100, 100), "{account:?}");
        assert_eq!(itself.hours.to_bits(), 0.0f64.to_bits());
    }
}

#[test]
fn every_part_is_shown() {
    let alike = likeness(&lamp(), &lamp_again());
    let metres = alike.metres.unwrap();
    assert!((48.0..50.0).contains(&metres), "{metres}");
    assert!(alike.same_category && !alike.same_phone);
    assert!(alike.score >= SUGGEST_FROM, "{alike:?}");
    for run in ["桂园路路灯", "桂园路12号"] {
        assert!(alike.shared.iter().any(|shared| shared == run), "{alike:?}");
    }
}

#[test]
fn the_same_place_and_hour_alone_do_not_make_one_matter() {
    let other = Account {
        category: "lighting",
        phone: "13800000000",
        ..noise()
    };
    let alike = likeness(&lamp(), &other);
    assert!(alike.words < 10, "{alike:?}");
    assert!(alike.score < SUGGEST_FROM, "{alike:?}");
}

#[test]
fn place_and_time_count_half_after_their_half_distance() {
    let measure = Measure {
        half_metres: 100.0,
        half_hours: 24.0,
    };
    // 100 metres of a meridian.
    let north = Position {
        lat: HERE.lat + (100.0_f64 / 6_371_008.8).to_degrees(),
        ..HERE
    };
    let moved = Account {
        position: Some(north),
        ..lamp()
    };
    let later = Account {
        reported_at: noon() + SignedDuration::from_hours(24),
        ..lamp()
    };
    // The place weighs 25 of 100, the time 5; rounded down.
    assert_eq!(measure.likeness(&lamp(), &moved).score, 87);
    assert_eq!(measure.likeness(&lamp(), &later).score, 97);
    assert_eq!(likeness(&lamp(), &moved).score, 94, "300 m is the default");
}

#[test]
fn without_a_place_its_weight_moves_to_the_words() {
    let nowhere = Account {
        position: None,
        ..lamp_again()
    };
    let (with, without) = (
        likeness(&lamp(), &lamp_again()),
        likeness(&lamp(), &nowhere),
    );
    assert_eq!(without.metres, None);
    assert_eq!(with.words, without.words);
    assert!(without.score < with.score, "near in place says more");
    assert!(
        without.score >= without.words,
        "an unknown place costs nothing"
    );
}

#[test]
fn a_different_phone_says_nothing_and_the_same_one_something() {
    let unknown = Account {
        phone: "",
        ..lamp_again()
    };
    let same = Account {
        phone: "13800000000",
        ..lamp_again()
    };
    let score = |other: &Account| likeness(&lamp(), other).score;
    assert_eq!(score(&lamp_again()), score(&unknown));
    assert!(score(&same) > score(&unknown));
}

#[test]
fn width_case_and_punctuation_do_not_matter_but_numbers_do() {
    let plain = account("a区5号楼漏水", "5号楼漏水");
    let wide = account("Ａ区５号楼，漏水！", "５号楼漏水……");
    let other = account("a区15号楼漏水", "15号楼漏水");
    assert!(likeness(&plain, &wide).words > likeness(&plain, &other).words);
    assert_eq!(
        likeness(&account("Ａ区", "５号楼"), &account("a区!", "(5号楼)")).words,
        100
    );
}

#[test]
fn an_index_finds_the_same_matter_and_forgets_what_is_removed() {
    let mut index = Index::default();
    index.insert(1, &lamp());
    index.insert(2, &noise());
    index.insert(3, &noise());
    let found = index.alike(&lamp_again(), 5);
    assert_eq!(keys(&found), [1]);
    assert_eq!(keys(&index.alike_to(2, 5)), [3], "not itself");
    assert_eq!(keys(&index.alike(&noise(), 1)), [2], "ties go by key");
    index.remove(1);
    assert!(index.alike(&lamp_again(), 5).is_empty());
    index.insert(2, &lamp());
    assert_eq!(keys(&index.alike(&lamp_again(), 5)), [2], "replaced");
    assert_eq!(index.len(), 2);
}

#[test]
fn what_everybody_writes_explains_less_than_what_few_do() {
    let mut index = Index::default();
    let texts: Vec<String> = (0..50)
        .map(|n| format!("尊敬的各位领导你们好，第{n}件事"))
        .collect();
    for (n, text) in texts.iter().enumerate() {
        index.insert(n, &account("", text));
    }
    let one = account("", "尊敬的各位领导你们好，滨江花园漏水");
    let other = account("", "尊敬的各位领导你们好，滨江花园电梯停");
    let runs = index.likeness(&one, &other).shared;
    assert_eq!(runs.first().unwrap(), "滨江花园");
    let runs = likeness(&one, &other).shared;
    assert_eq!(runs.first().unwrap(), "尊敬的各位领导你们好", "the longest");
}

fn keys<K: Copy>(found: &[(K, Likeness)]) -> Vec<K> {
    found.iter().map(|(key, _)| *key).collect()
}

/// An account that owns its words.
#[derive(Clone, Debug)]
struct Told {
    title: String,
    text: String,
    category: &'static str,
    position: Option<Position>,
    hours: i64,
    phone: &'static str,
}

impl Told {
    fn account(&self) -> Account<'_> {
        Account {
            title: &self.title,
            text: &self.text,
            category: self.category,
            position: self.position,
            reported_at: noon() + SignedDuration::from_hours(self.hours),
            phone: self.phone,
        }
    }
}

fn told() -> impl Strategy<Value = Told> {
    let position = prop::option::of((0.0..0.01f64, 0.0..0.01f64)).prop_map(|offset| {
        offset.map(|(east, north)| Position {
            lon: HERE.lon + east,
            lat: HERE.lat + north,
        })
    });
    (
        "[路灯坏水管a7，]{0,6}",
        "[路灯坏水管漏噪音12a，。 ]{0,30}",
        prop::sample::select(vec!["", "lighting", "water"]),
        position,
        0..2000i64,
        prop::sample::select(vec!["", "13800000000", "13900000000"]),
    )
        .prop_map(|(title, text, category, position, hours, phone)| Told {
            title,
            text,
            category,
            position,
            hours,
            phone,
        })
}

proptest! {
    #[test]
    fn likeness_is_symmetric_and_bounded(a in told(), b in told()) {
        let there = likeness(&a.account(), &b.account());
        prop_assert_eq!(&there, &likeness(&b.account(), &a.account()));
        prop_assert!(there.score <= 100 && there.words <= 100);
        prop_assert!(there.shared.len() <= 5);
        for run in &there.shared {
            prop_assert!(run.chars().count() >= 2);
        }
        prop_assert_eq!(likeness(&a.account(), &a.account()).score, 100);
    }

    /// The index passes over only what could not be suggested, whatever came and went before.
    #[test]
    fn an_index_answers_as_if_every_pair_were_compared(
        all in prop::collection::vec(told(), 1..25),
        gone in prop::collection::vec(0..25usize, 0..10),
        new in told(),
    ) {
        let mut index = Index::default();
        for (key, told) in all.iter().enumerate() {
            index.insert(key, &told.account());
        }
        for key in &gone {
            index.remove(*key);
        }
        let compare = |one: &Told, except: Option<usize>| -> Vec<(usize, Likeness)> {
            let left = (0..all.len()).filter(|key| !gone.contains(key) && Some(*key) != except);
            left.map(|key| (key, index.likeness(&one.account(), &all[key].account())))
                .filter(|(_, likeness)| likeness.score >= SUGGEST_FROM && likeness.words > 0)
                .filter(|(key, _)| has_words(one) && has_words(&all[*key]))
                .collect()
        };
        let by_key = |mut found: Vec<(usize, Likeness)>| {
            found.sort_by_key(|(key, _)| *key);
            found
        };
        prop_assert_eq!(by_key(index.alike(&new.account(), 100)), compare(&new, None));
        for key in (0..all.len()).filter(|key| !gone.contains(key)) {
            let found = index.alike_to(key, 100);
            prop_assert!(found.is_sorted_by(|one, other| one.1.score >= other.1.score));
            prop_assert_eq!(by_key(found), compare(&all[key], Some(key)));
        }
    }
}

fn has_words(told: &Told) -> bool {
    let mut all = told.title.chars().chain(told.text.chars());
    all.any(char::is_alphanumeric)
}
