use std::io::Write;
use std::process::{Command, Stdio};
use std::time::Instant;

use onemap_exchange::paper::{Column, Line, Minutes, Part, Section};

use crate::{frame, printed, rows, squeezed};

const MEETING: &str = "每日晨会 2026年11月21日";

fn columns(columns: &[(&str, u8)]) -> Vec<Column> {
    columns
        .iter()
        .map(|(name, share)| Column {
            name: (*name).to_owned(),
            share: *share,
        })
        .collect()
}

fn line(cells: &[&str], notes: &[&str]) -> Line {
    Line {
        cells: cells.iter().map(|&cell| cell.to_owned()).collect(),
        notes: notes.iter().map(|&note| note.to_owned()).collect(),
    }
}

fn decisions(lines: Vec<Line>) -> Part {
    let heads = [
        ("序", 2),
        ("议定事项", 10),
        ("去向", 5),
        ("责任单位", 5),
        ("责任人", 4),
        ("时限", 5),
        ("状态", 4),
    ];
    Part::Table {
        columns: columns(&heads),
        lines,
    }
}

fn minutes(text: &str, cases: usize) -> Minutes {
    let section = |title: &str, parts: Vec<Part>| Section {
        title: title.to_owned(),
        parts,
    };
    let figures = Part::Table {
        columns: columns(&[("事项", 4), ("件数", 3), ("前一日", 3), ("上周同日", 3)]),
        lines: vec![
            line(&["新增", "41", "38", "40"], &[]),
            line(&["在办", "486", "491", "—"], &[]),
            line(&["逾期", "23", "19", "—"], &[]),
        ],
    };
    let case = |index: usize| {
        let number = format!("520381-20261121-{index:04}");
        let title = "康佳社区3组化粪池外溢, 污水流到路面";
        line(&[&number, title, "住建局", "2026年11月27日 18:00"], &[])
    };
    let cases = Part::Table {
        columns: columns(&[("案号", 15), ("案件", 17), ("牵头单位", 8), ("时限", 16)]),
        lines: (0..cases).map(case).collect(),
    };
    let spots = Part::Table {
        columns: columns(&[
            ("类别", 6),
            ("乡镇 (街道)", 5),
            ("本期", 3),
            ("平时", 3),
            ("平时上限", 3),
        ]),
        lines: vec![line(
            &["污水外溢", "市中街道", "6", "1.25", "3.48"],
            &[
                "前 8 周同日: 1 + 2 + 0 + 1 + 3 + 1 + 1 + 1, 平均 1.25; 平时上限 = 平均 + 2 × √平均 = 3.48",
            ],
        )],
    };
    let taken = vec![
        line(
            &[
                "1",
                text,
                "交办",
                "住建局",
                "周建国",
                "2026-11-23",
                "未到期",
            ],
            &["案件 520381-20261121-0041"],
        ),
        line(
            &[
                "2",
                "夜市油烟问题由分管领导包案",
                "督办",
                "执法局",
                "刘洋",
                "2026-11-25",
                "未到期",
            ],
            &[],
        ),
    ];
    Minutes {
        frame: frame("会议纪要", MEETING),
        organisation: "赤水市".to_owned(),
        subject: MEETING.to_owned(),
        marks: vec!["未结束".to_owned(), "模拟".to_owned()],
        head: rows(&[
            ("研判期间", "2026年11月20日"),
            ("材料冻结", "2026年11月21日 08:00"),
            ("主持", "陈宏"),
            ("出席", "王敏、李军、孙强"),
        ]),
        sections: vec![
            section("一、运行数据", vec![figures]),
            section(
                "二、往次议定事项落实情况",
                vec![Part::Words("无.".to_owned())],
            ),
            section(
                "三、研究的案件",
                vec![Part::Title("逾期 (23 件)".to_owned()), cases],
            ),
            section("四、热点", vec![spots]),
            section("五、本次议定事项", vec![decisions(taken)]),
        ],
        end: vec!["由王敏 (wangmin) 于 2026年11月21日 19:05 从社会治理一张图生成.".to_owned()],
    }
}

#[test]
fn minutes_have_their_sections_and_the_meeting_on_every_page() {
    let paper = printed("minutes", &minutes("限期修复管网", 30).markup());
    assert!(paper.pages.len() >= 2, "{} pages", paper.pages.len());
    for page in &paper.pages {
        assert!(squeezed(page).contains(&squeezed(MEETING)), "{page}");
        assert!(page.contains("wangmin"), "{page}");
    }
    for words in [
        "会议纪要",
        "一、运行数据",
        "逾期 (23 件)",
        "平均 + 2 × √平均 = 3.48",
        "限期修复管网",
        "案件 520381-20261121-0041",
    ] {
        assert!(paper.says(words), "{words} is missing in {}", paper.text);
    }
    let heads = paper.count("牵头单位");
    assert!(
        heads >= 2,
        "the table's head is on each of its pages: {heads}"
    );
}

/// Debian's own Python, which `cargo xtask` gives its packages; another one may come first in PATH.
const PYTHON: &str = "/usr/bin/python3";

/// What python-docx finds in a Word document: one line for each paragraph with its style, and for
/// each row of a table.
const READER: &str = r#"
import io, sys, docx
document = docx.Document(io.BytesIO(sys.stdin.buffer.read()))
section = document.sections[0]
print("page", section.page_width.mm, section.page_height.mm)
print("header", " ".join(p.text for p in section.header.paragraphs))
print("footer", " ".join(p.text for p in section.footer.paragraphs), "fields",
      " ".join(e.text for e in section.footer._element.iter() if e.tag.endswith("instrText")))
print("author", document.core_properties.author, "title", document.core_properties.title)
for paragraph in document.paragraphs:
    print(paragraph.style.name + "|" + paragraph.text.replace("\n", "/"))
for table in document.tables:
    heads = [r for r in table.rows if r._tr.xpath("./w:trPr/w:tblHeader")]
    print("table", len(table.rows), "heads", len(heads))
    for row in table.rows:
        print("row|" + "|".join(cell.text.replace("\n", "/") for cell in row.cells))
"#;

fn read(docx: &[u8]) -> String {
    let mut reader = Command::new(PYTHON)
        .args(["-c", READER])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    reader.stdin.take().unwrap().write_all(docx).unwrap();
    let read = reader.wait_with_output().unwrap();
    assert!(read.status.success(), "{read:?}");
    String::from_utf8(read.stdout).unwrap()
}

#[test]
fn a_word_document_is_read_by_another_program_as_it_was_meant() {
    let start = Instant::now();
    let minutes = minutes("=1+1 <w:cantSplit /> & \"引号\"\n第二行\u{0}\u{202e}", 30);
    let docx = minutes.word().unwrap();
    println!(
        "minutes: {} kB of Word in {} ms",
        docx.len() / 1000,
        start.elapsed().as_millis()
    );
    assert_eq!(docx, minutes.word().unwrap(), "the same bytes each time");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("minutes.docx");
    std::fs::write(&file, &docx).unwrap();
    if let Some(folder) = std::env::var_os("ONEMAP_PICTURES") {
        std::fs::copy(&file, std::path::Path::new(&folder).join("minutes.docx")).unwrap();
    }
    let read = read(&docx);
    for line in [
        "header 每日晨会 2026年11月21日    王敏 wangmin 2026年11月21日 19:05",
        "footer 第 1 页 共 1 页 fields PAGE NUMPAGES",
        "author 王敏 title 会议纪要 每日晨会 2026年11月21日",
        "Title|会议纪要",
        "Mark|[未结束] [模拟]",
        "Heading 1|一、运行数据",
        "Heading 2|逾期 (23 件)",
        "Body Text|无.",
        "row|出席|王敏、李军、孙强",
        "table 31 heads 1",
        "row|520381-20261121-0029|康佳社区3组化粪池外溢, 污水流到路面|住建局|2026年11月27日 18:00",
        "row|1|=1+1 <w:cantSplit /> & \"引号\"/第二行\u{fffd}\u{fffd}|交办|住建局|周建国|2026-11-23|未到期",
    ] {
        assert!(
            read.lines().any(|found| found == line),
            "{line} is missing in\n{read}"
        );
    }
    let page = read.lines().next().unwrap();
    assert!(
        page.starts_with("page 210") && page.contains("297"),
        "{page}"
    );
}
