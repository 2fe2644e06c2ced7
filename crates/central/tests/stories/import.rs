//! Messages from Excel sheets, through the program itself.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Duration;

use onemap_domain::case::{Case, Stage as At};
use onemap_protocol::feed::Entry;
use onemap_testkit::real;
use serde_json::Value;
use tokio::time::timeout;

use crate::feed::{stream, tick};
use crate::stage::Stage;

/// Where the real files lie.
fn messages(name: &str) -> Option<PathBuf> {
    real::file(&format!("messages/{name}"))
}

/// Runs the program in a task that may block, and gives back what it said.
pub async fn program(arguments: &[&str]) -> (i32, String, String) {
    let arguments: Vec<String> = arguments.iter().map(|&a| a.to_owned()).collect();
    let run = move || -> Output {
        Command::new(env!("CARGO_BIN_EXE_onemap-central"))
            .args(arguments)
            .output()
            .unwrap()
    };
    let output = tokio::task::spawn_blocking(run).await.unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (
        output.status.code().unwrap(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

async fn import(stage: &Stage, file: &Path, language: &str) -> (i32, String, String) {
    let (file, database) = (file.display().to_string(), stage.database());
    program(&[
        "import",
        "cases",
        &file,
        "--database",
        &database,
        "--language",
        language,
    ])
    .await
}

#[tokio::test]
async fn a_real_file_comes_in_once_while_the_central_runs_and_its_streams_hear_of_it() {
    let Some(file) = messages("replied.xlsx") else {
        return;
    };
    let stage = Stage::small().await;
    let operator = stage.signed_in("wangmin").await;
    let (_, before) = operator.feed(0, 2000).await;
    let mut stream = stream(&operator).await;
    let (code, said, progress) = import(&stage, &file, "en").await;
    println!(
        "{said}{}",
        progress.split('\r').next_back().unwrap_or_default()
    );
    assert_eq!(code, 0, "{progress}");
    assert!(said.contains("2816 messages read: 2816 added"), "{said}");
    assert!(
        said.contains("row 1141"),
        "the reply without a time is noted: {said}"
    );
    assert!(progress.contains("100 %"));
    let heard = async { while tick(&mut stream).await.cursor.0 < before + 2816 {} };
    timeout(Duration::from_secs(10), heard)
        .await
        .expect("the stream ticks for what another process wrote");
    let (entries, after) = operator.feed(before, 2000).await;
    assert_eq!((entries.len(), after), (2816, before + 2816));
    for entry in &entries {
        let Entry::Event { case, .. } = entry else {
            panic!("{entry:?}")
        };
        assert_eq!(case.stage, At::Closed, "every one has its reply");
        assert!(case.facts.position_simulated && case.number.is_some());
        assert!(case.closed_at.is_some() && !case.result.is_empty());
    }

    let (code, said, _) = import(&stage, &file, "zh-CN").await;
    assert_eq!(code, 0);
    assert!(said.contains("新增 0 件"), "{said}");
    assert_eq!(
        operator.feed(before, 2000).await.1,
        after,
        "a second import adds nothing"
    );
}

#[tokio::test]
async fn messages_without_a_reply_are_reported_cases() {
    let Some(file) = messages("open.xlsx") else {
        return;
    };
    let stage = Stage::small().await;
    let (code, said, problems) = import(&stage, &file, "en").await;
    assert_eq!(code, 0, "{problems}");
    assert!(said.contains("added (0 of them"), "{said}");
    let operator = stage.signed_in("wangmin").await;
    let list: Value = operator
        .reads("/v1/cases?stage=reported&category=other&limit=200")
        .await;
    let cases: Vec<Case> = serde_json::from_value(list["cases"].clone()).unwrap();
    assert_eq!(cases.len(), 200);
    assert!(
        cases.iter().all(|case| case.due_at().is_none()),
        "no clock runs on another's case"
    );
}

#[tokio::test]
async fn a_bad_file_imports_nothing_and_says_why() {
    let stage = Stage::small().await;
    let operator = stage.signed_in("wangmin").await;
    let (_, before) = operator.feed(0, 2000).await;
    let folder = tempfile::tempdir().unwrap();
    for (name, contents, sentence) in [
        ("empty.xlsx", &b""[..], "Nothing was imported."),
        ("text.xlsx", "留言编号,留言用户\n1,张三".as_bytes(), "CSV"),
        (
            "noise.xlsx",
            &[0xde, 0xad, 0xbe, 0xef, 0, 1, 2, 3],
            "Nothing was imported.",
        ),
        ("cut.xlsx", b"PK\x03\x04\x14\x00\x06\x00", "damaged"),
    ] {
        let file = folder.path().join(name);
        std::fs::write(&file, contents).unwrap();
        let (code, said, problems) = import(&stage, &file, "en").await;
        assert_eq!((code, said.as_str()), (2, ""), "{name}: {problems}");
        assert!(problems.contains(sentence), "{name}: {problems}");
    }
    let (code, _, problems) = import(&stage, &folder.path().join("none.xlsx"), "zh-CN").await;
    assert_eq!(code, 2);
    assert!(problems.contains("无法读取"), "{problems}");
    assert_eq!(operator.feed(0, 2000).await.1, before);
}

#[tokio::test]
async fn a_sheet_with_bad_rows_imports_nothing_and_names_row_and_column() {
    let stage = Stage::small().await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bad.xlsx");
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let rows = [
        ["留言编号", "留言用户", "留言主题", "留言时间", "留言详情"],
        ["1", "A1", "路灯不亮", "2019/4/25 9:32:09", "请修理"],
        ["2", "A2", "井盖破损", "2019/13/45", "请更换"],
    ];
    for (row, cells) in (0_u32..).zip(rows) {
        for (column, cell) in (0_u16..).zip(cells) {
            sheet.write(row, column, cell).unwrap();
        }
    }
    book.save(&file).unwrap();
    let (code, _, problems) = import(&stage, &file, "en").await;
    assert_eq!(code, 2);
    assert!(
        problems.contains("Row 3, column D (留言时间)"),
        "{problems}"
    );
    let (_, _, problems) = import(&stage, &file, "zh-CN").await;
    assert!(problems.contains("第 3 行 D 列"), "{problems}");
    let operator = stage.signed_in("wangmin").await;
    let list: Value = operator.reads("/v1/cases?category=other").await;
    assert_eq!(
        list["cases"].as_array().unwrap().len(),
        0,
        "not even the good row"
    );
}
