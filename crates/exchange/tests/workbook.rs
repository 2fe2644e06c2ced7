//! Workbooks as an independent reader (openpyxl) finds them.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::io::Write;
use std::process::{Command, Stdio};

use jiff::civil::{date, datetime};
use onemap_exchange::paper::Frame;
use onemap_exchange::workbook::{Cell, Head, Workbook};

/// Debian's own Python, which `cargo xtask` gives its packages; another one may come first in PATH.
const PYTHON: &str = "/usr/bin/python3";

const READER: &str = r#"
import io, sys, openpyxl
book = openpyxl.load_workbook(io.BytesIO(sys.stdin.buffer.read()))
sheet = book.active
print("sheets", book.sheetnames, "creator", book.properties.creator)
print("frozen", sheet.freeze_panes, "filter", sheet.auto_filter.ref, "titles", sheet.print_title_rows)
print("widths", [round(sheet.column_dimensions[letter].width) for letter in "ABCD"])
print("foot", sheet.oddFooter.center.text, "head", sheet.oddHeader.right.text)
for row in sheet.iter_rows():
    for cell in row:
        print(cell.coordinate, cell.data_type, cell.number_format, cell.quotePrefix, repr(cell.value))
"#;

fn read(xlsx: &[u8]) -> String {
    let mut reader = Command::new(PYTHON)
        .args(["-c", READER])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    reader.stdin.take().unwrap().write_all(xlsx).unwrap();
    let read = reader.wait_with_output().unwrap();
    assert!(read.status.success(), "{read:?}");
    String::from_utf8(read.stdout).unwrap()
}

fn book(texts: &[&str]) -> Workbook {
    let heads = [
        ("序号", 6),
        ("议定事项", 48),
        ("时限", 12),
        ("上报时间", 18),
    ];
    let row = |(index, text): (u32, &&str)| {
        vec![
            Cell::Number(u64::from(index)),
            Cell::text(*text),
            Cell::Day(date(2026, 11, 25)),
            Cell::Moment(datetime(2026, 11, 21, 9, 38, 0, 0)),
        ]
    };
    Workbook {
        frame: Frame {
            language: "zh-CN".to_owned(),
            title: "议定事项台账".to_owned(),
            number: String::new(),
            watermark: "王敏 wangmin R&D".to_owned(),
            page: "第 <page> 页 共 <pages> 页".to_owned(),
            author: "王敏".to_owned(),
            day: (2026, 11, 21),
        },
        above: Vec::new(),
        heads: heads
            .map(|(name, width)| Head {
                name: name.to_owned(),
                width,
            })
            .to_vec(),
        rows: (1..).zip(texts).map(row).collect(),
    }
}

#[test]
fn a_text_is_a_text_whatever_it_begins_with_and_a_day_is_a_day() {
    let texts = [
        "限期修复管网",
        "=1+1",
        "+86 13",
        "-2",
        "@SUM(1)",
        " =HYPERLINK(\"http://x\")",
        "第一行\r\n第二行\u{0}",
        "",
    ];
    let xlsx = book(&texts).xlsx().unwrap();
    assert_eq!(
        xlsx,
        book(&texts).xlsx().unwrap(),
        "the same bytes each time"
    );
    let read = read(&xlsx);
    for line in [
        "sheets ['议定事项台账'] creator 王敏",
        "frozen A2 filter A1:D9 titles $1:$1",
        "widths [7, 49, 13, 19]",
        "foot 第 &P 页 共 &N 页 head 王敏 wangmin R&&D",
        "B1 s General False '议定事项'",
        "A2 n #,##0 False 1",
        "B2 s General False '限期修复管网'",
        "C2 d yyyy-mm-dd False datetime.datetime(2026, 11, 25, 0, 0)",
        "D2 d yyyy-mm-dd hh:mm False datetime.datetime(2026, 11, 21, 9, 38)",
        "B3 s General True '=1+1'",
        "B4 s General True '+86 13'",
        "B5 s General True '-2'",
        "B6 s General True '@SUM(1)'",
        "B7 s General True ' =HYPERLINK(\"http://x\")'",
        "B8 s General False '第一行\\n第二行\u{fffd}'",
        "B9 n General False None",
    ] {
        assert!(
            read.lines().any(|found| found == line),
            "{line} is missing in\n{read}"
        );
    }
    assert!(!read.contains(" f "), "no formula: {read}");
}

#[test]
fn figures_are_numbers_below_a_title_and_a_long_name_names_its_sheet() {
    let column = [
        Cell::text("总分"),
        Cell::text("文华街道·康佳社区·第4网格"),
        Cell::text("长".repeat(40)),
    ];
    let rows = [
        vec![Cell::Number(1_203), Cell::Hundredths(-25)],
        vec![Cell::Percent(9_999), Cell::Number(999_999_999_999_999)],
    ];
    let title = "=指标: 全县/各部门 2026-11-01 至 2026-11-23 的排名";
    let mut workbook = book(&[]);
    workbook.frame.title = title.to_owned();
    workbook.above = vec![title.to_owned(), "截至 09:41".to_owned()];
    workbook.heads = vec![
        Head::fitting("=列".to_owned(), column.iter()),
        Head::fitting("列".to_owned(), [Cell::Empty].iter()),
    ];
    workbook.rows = rows.to_vec();
    let read = read(&workbook.xlsx().unwrap());
    for line in [
        "sheets ['=指标_ 全县_各部门 2026-11-01 至 2026-1'] creator 王敏",
        "frozen A4 filter A3:B5 titles $3:$3",
        "A2 s General False '截至 09:41'",
        "A3 s General True '=列'",
        "A4 n #,##0 False 1203",
        "B4 n 0.00 False -0.25",
        "A5 n 0.00% False 0.9999",
        "B5 n #,##0 False 999999999999999",
    ] {
        assert!(
            read.lines().any(|found| found == line),
            "{line} is missing in\n{read}"
        );
    }
    assert!(
        read.contains(&format!("A1 s General True '{title}'")),
        "{read}"
    );
    assert_eq!((workbook.heads[0].width, workbook.heads[1].width), (45, 8));
    assert!(!read.contains(" f "), "no formula: {read}");
}

#[test]
fn a_workbook_without_rows_has_its_head() {
    let read = read(&book(&[]).xlsx().unwrap());
    assert!(read.contains("filter A1:D1"), "{read}");
    assert!(read.contains("D1 s General False '上报时间'"), "{read}");
}
