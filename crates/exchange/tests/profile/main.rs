//! Profiles checked: those that ship, a good one with one mistake at a time or many, and damaged
//! ones.

#![allow(clippy::unwrap_used, reason = "what cannot be read has failed")]

use std::collections::BTreeSet;

use onemap_exchange::profile::{Mistake, MistakeKind, check, codes, read, shipped};
use onemap_protocol::text::{Language, Text};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

mod slips;

use slips::{Slip, slips};

/// A profile with every field and no mistake.
const GOOD: &str = include_str!("good.toml");

fn shipped_text(code: &str) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/profiles");
    std::fs::read_to_string(format!("{folder}/{code}.toml")).unwrap()
}

fn sentences(mistakes: &[Mistake]) -> Vec<String> {
    let text = Text::of(Language::English);
    mistakes.iter().map(|one| one.sentence(&text)).collect()
}

/// The good profile with slips, and where each must be told: its code and its line.
fn slipped(slips: &[&Slip]) -> (String, Vec<(&'static str, usize)>) {
    let mut text = GOOD.to_owned();
    for (at, slip) in slips.iter().enumerate() {
        assert!(
            text.contains(slip.from),
            "the good profile has no {:?}",
            slip.from
        );
        // Many slips are made before the marks are counted, so each mark bears its number.
        let to = slip.to.replace('¶', &format!("¶{at}¶"));
        text = text.replacen(slip.from, &to, 1);
    }
    let mut expected = Vec::new();
    for (at, slip) in slips.iter().enumerate() {
        let mark = if slip.at.is_empty() {
            format!("¶{at}¶")
        } else {
            slip.at.to_owned()
        };
        let before = text
            .find(&mark)
            .and_then(|place| text.get(..place))
            .unwrap();
        expected.push((slip.code, 1 + before.matches('\n').count()));
    }
    for at in 0..slips.len() {
        text = text.replace(&format!("¶{at}¶"), "");
    }
    (text, expected)
}

fn told(mistakes: &[Mistake]) -> Vec<(&'static str, usize)> {
    mistakes
        .iter()
        .map(|one| (one.kind.code(), one.line))
        .collect()
}

#[test]
fn every_shipped_profile_is_without_mistakes_and_bears_its_code() {
    for code in codes() {
        match check(&shipped_text(code)) {
            Ok(profile) => {
                assert_eq!(profile.code, code);
                assert_eq!(profile, shipped(code).unwrap());
            }
            Err(mistakes) => panic!("{code}: {:#?}", sentences(&mistakes)),
        }
    }
    assert_eq!(codes().count(), 9);
}

#[test]
fn shipped_profiles_take_the_cases_of_the_same_sample_county() {
    let usual = shipped("liaocheng").unwrap();
    for code in codes() {
        let profile = shipped(code).unwrap();
        for category in &usual.categories {
            let same = profile.category(&category.code);
            assert!(same.is_some(), "{code} has no category {}", category.code);
        }
        for channel in &usual.channels {
            let same = profile.channel(&channel.code);
            assert!(same.is_some(), "{code} has no channel {}", channel.code);
        }
    }
}

#[test]
fn a_profile_with_every_field_is_without_mistakes() {
    if let Err(mistakes) = check(GOOD) {
        panic!("{:#?}", sentences(&mistakes));
    }
}

#[test]
fn each_mistake_is_told_once_with_its_line_and_nothing_else_is() {
    for slip in slips() {
        let (text, expected) = slipped(&[slip]);
        let mistakes = check(&text).expect_err(slip.to);
        assert_eq!(
            told(&mistakes),
            expected,
            "{:?}: {:#?}",
            slip.to,
            sentences(&mistakes)
        );
    }
}

#[test]
fn every_kind_of_mistake_is_tried_and_has_a_whole_sentence_in_both_languages() {
    let tried: BTreeSet<&str> = slips().map(|slip| slip.code).collect();
    let source = Language::English.sources().concat();
    let keys = source.lines().filter_map(|line| line.split_once(" = "));
    let kinds = keys.filter_map(|(key, _)| key.strip_prefix("central-profile-mistake-"));
    // Nothing leads to `unreadable`; it is only there so that no mistake could ever pass.
    let known: BTreeSet<&str> = kinds.filter(|kind| *kind != "unreadable").collect();
    assert_eq!(tried, known);
    for language in Language::ALL {
        let catalogue = Text::of(language);
        for slip in slips() {
            for mistake in check(&slipped(&[slip]).0).unwrap_err() {
                let sentence = mistake.sentence(&catalogue);
                assert!(sentence.contains(&mistake.line.to_string()), "{sentence}");
                assert!(sentence.contains(&mistake.field), "{sentence}");
                assert!(
                    !sentence.contains("central-") && !sentence.contains('$'),
                    "{sentence}"
                );
            }
        }
    }
}

#[test]
fn many_mistakes_are_all_told_in_the_order_of_the_lines() {
    let together: Vec<&Slip> = slips().filter(|slip| slip.together).collect();
    assert!(
        together.len() >= 12,
        "only {} slips go together",
        together.len()
    );
    let (text, mut expected) = slipped(&together);
    expected.sort_by_key(|(_, line)| *line);
    let mistakes = check(&text).unwrap_err();
    assert_eq!(told(&mistakes), expected, "{:#?}", sentences(&mistakes));
}

/// The good profile without a table: from the line that begins with its head to the next empty one.
fn without(text: &str, head: &str) -> String {
    let mut kept = text.to_owned();
    while let Some(start) = kept.find(head) {
        let rest = kept.get(start..).unwrap();
        let end = rest.find("\n\n").map_or(rest.len(), |end| end + 2);
        kept.replace_range(start..start + end, "");
    }
    kept
}

#[test]
fn handing_out_needs_policies_and_what_is_of_whistles_and_visits_needs_them() {
    let needs = |text: &str| -> Vec<(String, &'static str)> {
        let kinds = check(text).unwrap_err().into_iter();
        kinds
            .map(|one| match one.kind {
                MistakeKind::Needs { other } => (one.field, other),
                other => panic!("{other:?}"),
            })
            .collect()
    };
    let hands_out = GOOD.replace("[may]\n", "[may]\nhand_out = [\"clerk\"]\n");
    assert!(check(&hands_out).is_ok());
    let expected = [("may.hand_out".to_owned(), "policies")];
    assert_eq!(needs(&without(&hands_out, "[[policies]]")), expected);

    let rated = GOOD
        .replace("whistle = [\"grid_worker\"]", "rate_whistle = [\"clerk\"]")
        .replace("indicator = \"rework\"", "indicator = \"arrival\"");
    assert!(check(&rated).is_ok());
    let expected = [
        ("may.rate_whistle".to_owned(), "whistle"),
        ("targets[2].indicator".to_owned(), "whistle"),
    ];
    assert_eq!(needs(&without(&rated, "[whistle]")), expected);

    for (indicator, table, other) in [
        ("arrival", "[whistle]", "whistle"),
        ("resolution", "[visits]", "visits"),
    ] {
        let scored = GOOD
            .replace("whistle = [\"grid_worker\"]\n", "")
            .replace("visit = [\"clerk\", \"operator\"]\n", "")
            .replace(
                "rate = \"closing_in_time\"",
                &format!("rate = \"{indicator}\""),
            );
        assert!(check(&scored).is_ok());
        let expected = [("index.rows[1].measure.rate".to_owned(), other)];
        assert_eq!(needs(&without(&scored, table)), expected);
    }
}

#[test]
fn the_field_of_a_mistake_counts_rows_from_one() {
    let text = GOOD.replacen(
        "[\"hearing\", \"hand_off\"]",
        "[\"hearing\", \"handoff\"]",
        1,
    );
    let mistakes = check(&text).unwrap_err();
    assert_eq!(mistakes[0].field, "clocks[1].stops[2]");
    let sentence = mistakes[0].sentence(&Text::of(Language::Chinese));
    assert!(sentence.contains("hand_off"), "{sentence}");
}

#[test]
fn the_whole_example_of_the_document_for_counties_is_without_mistakes() {
    let document = include_str!("../../../../docs/profile.md");
    let after = document.split("```toml\n").nth(1).unwrap();
    let example = after.split("```").next().unwrap();
    if let Err(mistakes) = check(example) {
        panic!("{:#?}", sentences(&mistakes));
    }
}

/// Whatever is damaged, [`check`] knows why [`read`] does not take it.
fn agrees(text: &str) {
    let unexplained = |one: &Mistake| matches!(one.kind, MistakeKind::Unreadable { .. });
    match (check(text), read(text)) {
        (Ok(checked), Ok(read)) => assert_eq!(checked, read),
        (Err(mistakes), _) => {
            let found = mistakes.iter().find(|one| unexplained(one));
            assert!(found.is_none(), "{found:?} of\n{text}");
        }
        (Ok(_), Err(error)) => panic!("checked, but not read: {error}\n{text}"),
    }
}

#[test]
fn a_profile_without_any_one_of_its_lines_is_explained() {
    let lines: Vec<&str> = GOOD.lines().collect();
    for left_out in 0..lines.len() {
        let kept = lines.iter().enumerate().filter(|(at, _)| *at != left_out);
        let text: Vec<&str> = kept.map(|(_, line)| *line).collect();
        agrees(&text.join("\n"));
    }
}

#[test]
fn a_profile_with_words_changed_at_random_is_explained() {
    let seed = 20_261_121;
    println!("seed {seed}");
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    let words: Vec<&str> = GOOD.split_inclusive([' ', '\n', '"']).collect();
    for _ in 0..2_000 {
        let mut text = words.clone();
        for _ in 0..chance.random_range(1..4) {
            let (one, other) = (
                chance.random_range(0..words.len()),
                chance.random_range(0..words.len()),
            );
            text[one] = words[other];
        }
        agrees(&text.concat());
    }
}

#[test]
fn the_standard_of_the_sample_county_counts_its_730_base_grids_or_all_883() {
    let sample = include_bytes!("../../../../assets/sample/chishui.county.zst");
    let county = onemap_exchange::county::County::unpack(sample).unwrap();
    let count = |text: &str| {
        let rule = check(text).unwrap().standard.unwrap();
        let areas = county.areas.iter();
        areas.filter(|area| rule.is_for(&area.code)).count()
    };
    let chishui = shipped_text("chishui");
    assert_eq!(count(&chishui), 730);
    assert_eq!(count(&chishui.replace("base_grids_only = true\n", "")), 883);
}
