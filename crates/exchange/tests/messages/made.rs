//! Files made here, most of them wrong.

use std::io::{Cursor, Read, Write};

use onemap_exchange::messages::{FileKind, Message, Problem, Sheet, SheetError, case_id, read};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

const HEADERS: [&str; 5] = ["留言编号", "留言用户", "留言主题", "留言时间", "留言详情"];
const GOOD: [&str; 5] = ["1", "A1", "路灯不亮", "2019/4/25 9:32:09", "三天了"];

/// A sheet of texts, packed.
fn file(rows: &[&[&str]]) -> Vec<u8> {
    file_with(rows, |_| {})
}

/// A sheet of texts, and what else is done to it.
fn file_with(rows: &[&[&str]], more: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, cells) in (0..).zip(rows) {
        for (column, text) in (0..).zip(*cells) {
            sheet.write_string(row, column, *text).unwrap();
        }
    }
    more(sheet);
    workbook.save_to_buffer().unwrap()
}

fn read_quietly(bytes: &[u8]) -> Result<Sheet, SheetError> {
    read(bytes, &mut |_, _| {})
}

/// The problems of a file: row, column, code.
fn problems(bytes: &[u8]) -> Vec<(u32, String, &'static str)> {
    match read_quietly(bytes) {
        Err(SheetError::Rows { findings, more: 0 }) => {
            assert!(findings.iter().all(|finding| !finding.problem.is_note()));
            findings
                .iter()
                .map(|f| (f.row, f.column.clone(), f.code()))
                .collect()
        }
        other => panic!("expected bad rows, got {other:?}"),
    }
}

fn looks_like(bytes: &[u8]) -> FileKind {
    match read_quietly(bytes) {
        Err(SheetError::NotASheet { looks_like, .. }) => looks_like,
        other => panic!("expected no sheet, got {other:?}"),
    }
}

#[test]
fn a_bad_date_is_told_with_its_row_its_column_and_its_value() {
    let mut bad = GOOD;
    bad[3] = "去年春天";
    let bytes = file(&[&HEADERS, &GOOD, &bad]);
    let error = read_quietly(&bytes).unwrap_err();
    assert_eq!(error.code(), "bad_rows");
    assert_eq!(error.params()["count"], "1");
    let SheetError::Rows { findings, more: 0 } = error else {
        panic!("one finding")
    };
    let params = findings[0].params();
    assert_eq!(params["row"], "3");
    assert_eq!(params["column"], "D");
    assert_eq!(params["header"], "留言时间");
    assert_eq!(params["value"], "去年春天");
    assert_eq!(findings[0].code(), "bad_date");
}

#[test]
fn every_problem_of_a_file_is_told_and_nothing_is_taken() {
    let bytes = file(&[
        &HEADERS,
        &["1", "", "题", "2019/2/30", " \t"],
        &GOOD,
        &["", "A", "题"],
    ]);
    let told = problems(&bytes);
    let expected = [
        (2, "B", "missing_value"),
        (2, "D", "bad_date"),
        (2, "E", "missing_value"),
        (4, "A", "missing_value"),
        (4, "D", "missing_value"),
        (4, "E", "missing_value"),
    ];
    assert_eq!(
        told,
        expected.map(|(row, column, code)| (row, column.to_owned(), code))
    );
}

#[test]
fn beyond_fifty_problems_the_rest_is_counted() {
    let bad = ["1", "A", "题", "?", "文"];
    let rows: Vec<&[&str]> = std::iter::once(&HEADERS)
        .chain([&bad; 63])
        .map(|r| &r[..])
        .collect();
    match read_quietly(&file(&rows)) {
        Err(SheetError::Rows { findings, more }) => assert_eq!((findings.len(), more), (50, 13)),
        other => panic!("expected bad rows, got {other:?}"),
    }
}

#[test]
fn a_missing_column_is_told_with_what_was_found() {
    let bytes = file(&[
        &["留言编号", "备注", "留言主题", "留言时间", "留言详情"],
        &GOOD,
    ]);
    match read_quietly(&bytes) {
        Err(SheetError::MissingColumns { missing, found }) => {
            assert_eq!(missing, ["留言用户"]);
            assert_eq!(
                found,
                ["留言编号", "备注", "留言主题", "留言时间", "留言详情"]
            );
        }
        other => panic!("expected a missing column, got {other:?}"),
    }
}

#[test]
fn half_of_a_reply_is_a_missing_column_or_a_missing_value() {
    let headers = [&HEADERS[..], &["答复意见"]].concat();
    match read_quietly(&file(&[&headers, &GOOD])) {
        Err(SheetError::MissingColumns { missing, .. }) => assert_eq!(missing, ["答复时间"]),
        other => panic!("expected a missing column, got {other:?}"),
    }
    let headers = [&HEADERS[..], &["答复意见", "答复时间"]].concat();
    let half = [&GOOD[..], &["已修好"]].concat();
    assert_eq!(
        problems(&file(&[&headers, &half])),
        [(2, "G".to_owned(), "missing_value")]
    );
    let sheet = read_quietly(&file(&[&headers, &GOOD])).unwrap();
    assert_eq!(sheet.messages[0].reply, None, "no reply yet is no problem");
}

#[test]
fn columns_are_found_by_name_in_any_order_below_a_title() {
    let bytes = file(&[
        &["2019年群众留言汇总"],
        &[],
        &[
            "序号",
            "留言详情",
            "点赞数",
            " 留言时间 ",
            "留言主题",
            "留言用户",
            "留言编号",
        ],
        &[
            "1",
            "\n\t\t　 三天了\n没人管 \n",
            "7",
            "2019-04-25 09:32:09",
            "路灯",
            "A1",
            "X-9",
        ],
    ]);
    let sheet = read_quietly(&bytes).unwrap();
    let expected = Message {
        row: 4,
        external: "X-9".to_owned(),
        user: "A1".to_owned(),
        title: "路灯".to_owned(),
        text: "三天了\n没人管".to_owned(),
        at: "2019-04-25T09:32:09+08:00".parse().unwrap(),
        reply: None,
        votes_for: Some(7),
        votes_against: None,
    };
    assert_eq!(sheet.messages, [expected]);
}

#[test]
fn the_same_header_twice_is_told_and_not_guessed() {
    let headers = [&HEADERS[..], &["留言时间"]].concat();
    assert_eq!(
        problems(&file(&[&headers, &GOOD])),
        [(1, "F".to_owned(), "duplicate_column")]
    );
}

#[test]
fn sixty_five_thousand_blank_rows_are_passed_over() {
    let bytes = file_with(&[&HEADERS, &GOOD], |sheet| {
        let border = Format::new().set_bold();
        for row in 2..65_002 {
            if row % 2 == 0 {
                sheet.write_string(row, 4, " \u{3000}\n").unwrap();
            } else {
                sheet.write_blank(row, 3, &border).unwrap();
            }
        }
        for (column, text) in (0..).zip(["2", "A2", "井盖", "2019/4/26 10:00:00", "响"]) {
            sheet.write_string(65_002, column, text).unwrap();
        }
    });
    let mut last = (0, 0);
    let sheet = read(&bytes, &mut |done, all| last = (done, all)).unwrap();
    assert_eq!(
        sheet.messages.iter().map(|m| m.row).collect::<Vec<_>>(),
        [2, 65_003]
    );
    assert_eq!(last, (65_002, 65_002), "blank rows are rows that were read");
}

#[test]
fn a_sheet_that_claims_a_million_rows_costs_what_it_holds() {
    let bytes = file_with(&[&HEADERS, &GOOD], |sheet| {
        sheet.write_string(1_048_575, 4, " ").unwrap();
    });
    let sheet = read_quietly(&bytes).unwrap();
    assert_eq!(sheet.messages.len(), 1);
}

#[test]
fn a_file_of_another_type_is_refused_by_what_it_is() {
    assert_eq!(looks_like(b""), FileKind::Nothing);
    assert_eq!(
        looks_like("留言编号,留言用户\n1,A1\n".as_bytes()),
        FileKind::Text
    );
    assert_eq!(
        looks_like(b"\xc1\xf4\xd1\xd4\xb1\xe0\xba\xc5,1\r\n"),
        FileKind::Text,
        "GBK"
    );
    assert_eq!(
        looks_like(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        FileKind::Picture
    );
    assert_eq!(
        looks_like(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0\0\0"),
        FileKind::OldOrLocked
    );
    assert_eq!(looks_like(b"\0\x01\x02\x03"), FileKind::Unknown);
    let whole = file(&[&HEADERS, &GOOD]);
    for cut in [5, 100, whole.len() / 2, whole.len() - 1] {
        assert_eq!(looks_like(&whole[..cut]), FileKind::Damaged, "cut at {cut}");
    }
}

#[test]
fn a_file_with_any_byte_spoilt_is_read_or_refused_but_ends_nothing() {
    let whole = file(&[&HEADERS, &GOOD]);
    for place in 0..whole.len() {
        let mut spoilt = whole.clone();
        spoilt[place] ^= 0x5a;
        if let Ok(sheet) = read_quietly(&spoilt) {
            assert_eq!(sheet.messages.len(), 1, "byte {place}");
        }
    }
}

#[test]
fn a_file_that_is_too_large_is_refused_before_it_is_opened() {
    let mut bytes = b"PK\x03\x04".to_vec();
    bytes.resize((64 << 20) + 1, 0);
    let error = read_quietly(&bytes).unwrap_err();
    assert_eq!(
        (error.code(), error.params()["limit_mib"].as_str()),
        ("sheet_too_large", "64")
    );
}

/// A package of one part.
fn package(name: &str, part: &[u8]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    archive
        .start_file(name, SimpleFileOptions::default())
        .unwrap();
    archive.write_all(part).unwrap();
    archive.finish().unwrap().into_inner()
}

#[test]
fn a_small_file_that_unpacks_to_very_much_is_refused() {
    let bytes = package("xl/worksheets/sheet1.xml", &vec![b' '; 20 << 20]);
    assert!(bytes.len() < 1 << 20);
    assert!(matches!(
        read_quietly(&bytes),
        Err(SheetError::TooLarge { .. })
    ));
}

#[test]
fn a_file_that_announces_more_texts_than_it_can_hold_is_refused() {
    let part = br#"<sst uniqueCount="999999999999999"><si><t>1</t></si></sst>"#;
    assert_eq!(
        looks_like(&package("xl/sharedStrings.xml", part)),
        FileKind::Damaged
    );
}

/// The same file with one text of its first sheet's XML replaced.
fn tampered(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    let mut whole = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut other = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..whole.len() {
        let mut file = whole.by_index(index).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut part = String::new();
        file.read_to_string(&mut part).unwrap();
        if name.ends_with("sheet1.xml") {
            assert!(part.contains(from), "{part}");
            part = part.replace(from, to);
        }
        other
            .start_file(name, SimpleFileOptions::default())
            .unwrap();
        other.write_all(part.as_bytes()).unwrap();
    }
    other.finish().unwrap().into_inner()
}

#[test]
fn a_false_range_is_of_no_use_and_does_no_harm() {
    let bytes = file(&[&HEADERS, &GOOD]);
    let huge = tampered(&bytes, "ref=\"A1:E2\"", "ref=\"A1:XFD1048576\"");
    assert_eq!(read_quietly(&huge).unwrap().messages.len(), 1);
    // The reader panics over it where overflow is checked, and passes over it where it is not.
    let backwards = tampered(&bytes, "ref=\"A1:E2\"", "ref=\"E2:A1\"");
    match read_quietly(&backwards) {
        Ok(sheet) => assert_eq!(sheet.messages.len(), 1),
        Err(error) => assert_eq!(error.code(), "not_a_sheet"),
    }
}

#[test]
fn a_sheet_without_messages_is_empty() {
    for bytes in [
        file(&[]),
        file(&[&HEADERS]),
        file(&[&HEADERS, &["  ", "", "\n"]]),
    ] {
        assert!(matches!(read_quietly(&bytes), Err(SheetError::Empty)));
    }
}

#[test]
fn a_number_where_a_text_is_expected_is_told() {
    let bytes = file_with(&[&HEADERS, &GOOD, &GOOD, &GOOD], |sheet| {
        sheet.write_number(1, 2, 12.5).unwrap();
        sheet.write_boolean(2, 4, true).unwrap();
        sheet.write_number(3, 3, 43_580.4).unwrap();
    });
    let expected = [
        (2, "C", "wrong_type"),
        (3, "E", "wrong_type"),
        (4, "D", "wrong_type"),
    ];
    assert_eq!(
        problems(&bytes),
        expected.map(|(row, column, code)| (row, column.to_owned(), code))
    );
}

#[test]
fn a_number_is_as_good_as_a_text_where_an_identifier_is_expected() {
    let bytes = file_with(&[&HEADERS, &GOOD], |sheet| {
        sheet.write_number(1, 0, 188_006).unwrap();
        sheet.write_number(1, 1, 13_800_000_000.0).unwrap();
    });
    let message = read_quietly(&bytes).unwrap().messages.remove(0);
    assert_eq!(
        (message.external.as_str(), message.user.as_str()),
        ("188006", "13800000000")
    );
}

#[test]
fn a_vote_is_a_whole_number_from_zero_on() {
    let headers = [&HEADERS[..], &["点赞数", "反对数"]].concat();
    let bytes = file_with(&[&headers, &GOOD], |sheet| {
        sheet.write_number(1, 5, -1).unwrap();
        sheet.write_number(1, 6, 2.5).unwrap();
    });
    let expected = [(2, "F", "bad_number"), (2, "G", "bad_number")];
    assert_eq!(
        problems(&bytes),
        expected.map(|(row, column, code)| (row, column.to_owned(), code))
    );
}

#[test]
fn a_real_date_cell_is_a_time_and_without_its_hours_a_day() {
    let headers = [&HEADERS[..], &["答复意见", "答复时间"]].concat();
    let answered = [&GOOD[..], &["已修好"]].concat();
    let bytes = file_with(&[&headers, &answered], |sheet| {
        let minute = Format::new().set_num_format("yyyy-mm-dd hh:mm:ss");
        let day = Format::new().set_num_format("yyyy\"年\"m\"月\"d\"日\"");
        let at = ExcelDateTime::parse_from_str("2019-04-25T09:32:09").unwrap();
        sheet
            .write_datetime_with_format(1, 3, &at, &minute)
            .unwrap();
        let at = ExcelDateTime::parse_from_str("2019-05-10").unwrap();
        sheet.write_datetime_with_format(1, 6, &at, &day).unwrap();
    });
    let sheet = read_quietly(&bytes).unwrap();
    let message = &sheet.messages[0];
    assert_eq!(message.at, "2019-04-25T09:32:09+08:00".parse().unwrap());
    let reply = message.reply.as_ref().unwrap();
    assert_eq!(reply.at, "2019-05-10T00:00:00+08:00".parse().unwrap());
    assert!(reply.day_only);
    assert_eq!(sheet.notes.len(), 1);
    assert_eq!(
        (sheet.notes[0].column.as_str(), sheet.notes[0].problem),
        ("G", Problem::DayOnly)
    );
}

#[test]
fn the_same_row_twice_is_taken_once_and_noted() {
    let sheet = read_quietly(&file(&[&HEADERS, &GOOD, &GOOD])).unwrap();
    assert_eq!(sheet.messages.len(), 1);
    assert_eq!(sheet.notes.len(), 1);
    let note = &sheet.notes[0];
    assert_eq!(
        (note.row, note.other_row, note.problem),
        (3, Some(2), Problem::DuplicateSame)
    );
    assert_eq!(note.value, "1");
}

#[test]
fn one_number_with_two_contents_names_both_rows() {
    let mut other = GOOD;
    other[4] = "四天了";
    let error = read_quietly(&file(&[&HEADERS, &GOOD, &other])).unwrap_err();
    let SheetError::Rows { findings, .. } = error else {
        panic!("expected bad rows")
    };
    assert_eq!(findings[0].code(), "duplicate_differs");
    let params = findings[0].params();
    assert_eq!(
        (params["row"].as_str(), params["other_row"].as_str()),
        ("3", "2")
    );
}

#[test]
fn what_looks_like_a_formula_is_a_text() {
    let mut row = GOOD;
    row[2] = "=HYPERLINK(\"http://x\")";
    row[4] = "+86 的号码打不通";
    let sheet = read_quietly(&file(&[&HEADERS, &row])).unwrap();
    assert_eq!(sheet.messages[0].title, row[2]);
    assert_eq!(sheet.messages[0].text, row[4]);
}

#[test]
fn a_message_is_always_the_same_case_and_no_other() {
    assert_eq!(case_id("2549", "12345"), case_id("2549", "12345"));
    assert_ne!(case_id("2549", "12345"), case_id("2550", "12345"));
    assert_ne!(case_id("2549", "12345"), case_id("2549", "网格"));
    assert_ne!(case_id("52549", "1234"), case_id("2549", "12345"));
    let frozen = case_id("2549", "12345").to_string();
    assert_eq!(
        frozen, "7f9baa50-4a0a-56fc-8c2c-3d94227d5705",
        "the ids of imported cases never change"
    );
}
