//! The real files of README.md of the shared data. Without them each test says that it is skipped.

use std::collections::BTreeSet;
use std::time::Instant;

use onemap_exchange::messages::{Finding, Problem, Sheet, SheetError, read};
use onemap_testkit::real;

/// The bytes of a real file.
fn real_file(name: &str) -> Option<Vec<u8>> {
    let file = real::file(&format!("messages/{name}"))?;
    Some(std::fs::read(file).unwrap())
}

fn read_timed(name: &str) -> Option<Sheet> {
    let bytes = real_file(name)?;
    let start = Instant::now();
    let mut told = Vec::new();
    let sheet = read(&bytes, &mut |done, all| told.push((done, all))).unwrap();
    println!(
        "{name}: {} messages in {:?}",
        sheet.messages.len(),
        start.elapsed()
    );
    assert!(told.is_sorted(), "progress never goes back: {told:?}");
    assert_eq!(
        told.last(),
        Some(&(sheet.messages.len(), sheet.messages.len()))
    );
    assert!(
        told.len() > 10,
        "a file of thousands of rows reports on the way"
    );
    Some(sheet)
}

fn assert_whole(sheet: &Sheet, rows: u32) {
    let numbers: BTreeSet<&str> = sheet.messages.iter().map(|m| m.external.as_str()).collect();
    assert_eq!(numbers.len(), rows as usize, "every number is there once");
    let places: Vec<u32> = sheet.messages.iter().map(|m| m.row).collect();
    assert_eq!(
        places,
        (2..rows + 2).collect::<Vec<u32>>(),
        "every row is there, in order"
    );
    for message in &sheet.messages {
        assert!(
            message.external.bytes().all(|b| b.is_ascii_digit()),
            "{message:?}"
        );
        for text in [&message.user, &message.title, &message.text] {
            assert!(
                !text.is_empty() && text.trim() == text.as_str(),
                "{message:?}"
            );
        }
    }
}

/// The first and the last moment, and the characters of the titles and the texts.
fn extent(sheet: &Sheet) -> (String, String, usize, usize) {
    let times = || sheet.messages.iter().map(|m| m.at);
    (
        times().min().unwrap().to_string(),
        times().max().unwrap().to_string(),
        sheet.messages.iter().map(|m| m.title.chars().count()).sum(),
        sheet.messages.iter().map(|m| m.text.chars().count()).sum(),
    )
}

// The figures below were counted by a separate reading of the files' XML, without this code: with
// `_x000D_` read as the carriage return it stands for, `\r\n` as one character, and the marks of no
// width (U+200B) at both ends of a text gone like the white space.

#[test]
fn every_answered_message_is_read_with_its_answer() {
    let Some(sheet) = read_timed("replied.xlsx") else {
        return;
    };
    assert_whole(&sheet, 2816);
    let (first, last, titles, texts) = extent(&sheet);
    assert_eq!(first, "2011-04-02T10:00:54Z");
    assert_eq!(last, "2020-01-08T03:23:30Z");
    assert_eq!((titles, texts), (52_210, 896_472));
    let replies: Vec<_> = sheet
        .messages
        .iter()
        .filter_map(|m| m.reply.as_ref())
        .collect();
    assert_eq!(replies.len(), 2816);
    let letters: usize = replies.iter().map(|reply| reply.text.chars().count()).sum();
    assert_eq!(letters, 1_014_481);
    assert!(
        sheet
            .messages
            .iter()
            .all(|m| m.reply.as_ref().unwrap().at >= m.at)
    );
    assert!(
        sheet
            .messages
            .iter()
            .all(|m| m.votes_for.is_none() && m.votes_against.is_none())
    );

    let first = &sheet.messages[0];
    assert_eq!(
        (first.external.as_str(), first.user.as_str()),
        ("2549", "A00045581")
    );
    assert_eq!(first.at.to_string(), "2019-04-25T01:32:09Z");
    assert_eq!(
        first.reply.as_ref().unwrap().at.to_string(),
        "2019-05-10T06:56:53Z"
    );
}

#[test]
fn the_one_reply_without_a_time_of_day_is_taken_as_a_day_and_noted() {
    let Some(sheet) = read_timed("replied.xlsx") else {
        return;
    };
    let note = Finding {
        row: 1141,
        column: "G".to_owned(),
        header: "答复时间".to_owned(),
        value: "2018/4/24".to_owned(),
        problem: Problem::DayOnly,
        other_row: None,
    };
    assert_eq!(sheet.notes, [note]);
    let days: Vec<_> = sheet
        .messages
        .iter()
        .filter(|m| m.reply.as_ref().is_some_and(|reply| reply.day_only))
        .map(|m| (m.row, m.reply.as_ref().unwrap().at.to_string()))
        .collect();
    assert_eq!(days, [(1141, "2018-04-23T16:00:00Z".to_owned())]);
}

#[test]
fn every_open_message_is_read_with_its_votes() {
    let Some(sheet) = read_timed("open.xlsx") else {
        return;
    };
    assert_whole(&sheet, 4326);
    let (first, last, titles, texts) = extent(&sheet);
    assert_eq!(first, "2017-06-08T09:31:20Z");
    assert_eq!(last, "2020-01-26T11:47:11Z");
    assert_eq!((titles, texts), (87_276, 1_520_378));
    assert!(sheet.messages.iter().all(|m| m.reply.is_none()));
    assert_eq!(
        sheet
            .messages
            .iter()
            .map(|m| m.votes_against.unwrap())
            .sum::<u32>(),
        510
    );
    assert_eq!(
        sheet
            .messages
            .iter()
            .map(|m| m.votes_for.unwrap())
            .sum::<u32>(),
        12_512
    );
    assert_eq!(
        sheet.notes,
        [],
        "midnight in a cell that shows its time is a time"
    );
    let midnight = sheet.messages.iter().find(|m| m.row == 34).unwrap();
    assert_eq!(
        midnight.at.to_string(),
        "2019-07-31T16:00:00Z",
        "a real date cell"
    );
}

#[test]
fn the_category_tree_is_told_apart_by_its_missing_columns() {
    let Some(bytes) = real_file("taxonomy.xlsx") else {
        return;
    };
    match read(&bytes, &mut |_, _| {}) {
        Err(SheetError::MissingColumns { missing, found }) => {
            assert_eq!(
                missing,
                ["留言编号", "留言用户", "留言主题", "留言时间", "留言详情"]
            );
            assert!(!found.is_empty());
        }
        other => panic!("expected missing columns, got {other:?}"),
    }
}
