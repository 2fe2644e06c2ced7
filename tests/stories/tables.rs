//! Tables of figures leave a desk as Excel sheets; read by a program that is not ours (openpyxl).

use jiff::civil::date;
use onemap_domain::indicator::Rate;
use onemap_protocol::desk::{KeepTable, Kept, LeaveSession, OpenKept, Table, TableCell};
use onemap_protocol::problem::ProblemCode;
use onemap_protocol::text::Language;

use crate::minutes::python;
use crate::town::{OpenDesk, Town};

const NOW: &str = "2026-11-23T09:41:00+08:00";

const SHEET: &str = r"
import sys, openpyxl
sheet = openpyxl.load_workbook(sys.argv[1]).active
print('sheet', sheet.title, sheet.freeze_panes, sheet.auto_filter.ref)
print('head', sheet.oddHeader.right.text)
for row in sheet.iter_rows():
    for cell in row:
        if cell.value is not None:
            print(cell.coordinate, cell.data_type, cell.number_format, cell.quotePrefix, cell.value)
";

fn table() -> Table {
    let row = |day, name: &str, open: u32, points, rate| {
        vec![
            TableCell::Day(day),
            TableCell::text(name),
            TableCell::count(open),
            TableCell::Hundredths(points),
            TableCell::share(rate),
        ]
    };
    let first = date(2026, 11, 22);
    let second = date(2026, 11, 23);
    Table {
        title: "住建局 近 30 天".to_owned(),
        head: ["日期", "名称", "在办", "与前一天比", "百分率"]
            .map(str::to_owned)
            .to_vec(),
        rows: vec![
            row(first, "=1+1", 1_203, -25, Rate::new(1_203, 1_260)),
            row(second, "电话 13812341234", 0, 8_975, Rate::new(0, 0)),
        ],
    }
}

async fn kept(desk: &OpenDesk, table: Table) -> Kept {
    let language = Language::Chinese;
    desk.act(KeepTable { table, language }).await.unwrap()
}

/// A text stays a text, a number a number, a day a day; the sheet says when it was and who made
/// it; a second one does not take the first one's place.
#[tokio::test(flavor = "multi_thread")]
async fn a_table_of_the_page_becomes_a_sheet_that_says_when_and_by_whom() {
    Box::pin(becomes_a_sheet()).await;
}

async fn becomes_a_sheet() {
    let town = Town::at("liaocheng", NOW).await;
    let desk = town.desk("a").await;
    desk.on_line("wangmin").await;
    let first = kept(&desk, table()).await;
    assert_eq!(first.name, "住建局 近 30 天-2026-11-23.xlsx");
    let read = python(SHEET, &first);
    let line = |wanted: &str| {
        assert!(
            read.lines().any(|line| line == wanted),
            "{wanted} is missing in\n{read}"
        );
    };
    line("sheet 住建局 近 30 天 A5 A4:E6");
    line("A1 s General False 住建局 近 30 天");
    let begins = |mark: &str| read.lines().any(|line| line.starts_with(mark));
    assert!(
        begins("A2 s General False 截至 2026年11月23日 09:4"),
        "{read}"
    );
    let watermark = read.lines().find(|line| line.starts_with("A3 s"));
    let watermark = watermark.unwrap_or_default();
    for part in ["wangmin", "2026年11月23日"] {
        assert!(watermark.contains(part), "{part}: {watermark}");
    }
    let in_the_head = watermark.trim_start_matches("A3 s General False ");
    line(&format!("head {in_the_head}"));
    line("E4 s General False 百分率");
    line("A5 d yyyy-mm-dd False 2026-11-22 00:00:00");
    line("B5 s General True =1+1");
    line("C5 n #,##0 False 1203");
    line("D5 n 0.00 False -0.25");
    line("E5 n 0.00% False 0.9548");
    line("B6 s General False 电话 138****1234");
    line("D6 n 0.00 False 89.75");
    assert!(
        !begins("E6"),
        "nothing counted, so there is nothing: {read}"
    );

    let second = kept(&desk, table()).await;
    assert_eq!(second.name, "住建局 近 30 天-2026-11-23 (2).xlsx");
    assert!(std::path::Path::new(&first.path).is_file());
    // Nothing opens files here, and it says so; what was not kept is not even tried.
    let open = async |name: &str| {
        let name = name.to_owned();
        desk.act(OpenKept { name }).await.unwrap_err()
    };
    assert!(open(&second.name).await.is(ProblemCode::StorageFailed));
    assert!(open("住建局.xlsx").await.is(ProblemCode::NotFound));
}

/// What no page shows is refused, and the refusal names what of it; nobody exports before signing in.
#[tokio::test(flavor = "multi_thread")]
async fn a_table_that_is_too_large_is_refused_by_the_name_of_its_field() {
    let town = Town::at("liaocheng", NOW).await;
    let desk = town.desk("a").await;
    desk.on_line("wangmin").await;
    let language = Language::Chinese;
    let keep = async |table: Table| desk.act(KeepTable { table, language }).await;
    let large = Table {
        rows: vec![table().rows[0].clone(); 5_001],
        ..table()
    };
    let refused = keep(large).await.unwrap_err();
    assert!(refused.is(ProblemCode::TableTooLarge), "{refused:?}");
    let sentence = refused.sentence(language);
    assert!(
        sentence.contains("表格行数最多 5000"),
        "the field and its limit: {sentence}"
    );
    let ragged = Table {
        rows: vec![vec![TableCell::Nothing]],
        ..table()
    };
    let refused = keep(ragged).await.unwrap_err();
    assert_eq!(refused.params["field"], "table_rows");
    desk.act(LeaveSession {}).await.unwrap();
    let refused = keep(table()).await.unwrap_err();
    assert!(refused.is(ProblemCode::SignInNeeded), "{refused:?}");
}
