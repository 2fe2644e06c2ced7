//! What a meeting leaves: minutes as PDF and Word, the ledger of decisions as Excel; each read by
//! a program that is not ours (pdftotext, python-docx, openpyxl).

use std::process::Command as Program;
use std::time::Instant;

use jiff::Timestamp;
use jiff::civil::Date;
use onemap_domain::case::{CaseId, Facts, Urgency};
use onemap_domain::command::{Command, Dispatch};
use onemap_domain::department::DepartmentCode;
use onemap_domain::pack::Rhythm;
use onemap_domain::people::Compartment;
use onemap_domain::record::{Becomes, RecordCommand, RecordId, Resolution, decision, meeting};
use onemap_protocol::desk::{
    KeepLedger, KeepMinutes, KeepRecord, Kept, MeetingRow, Meetings, PaperForm, RecordCard,
    Resolve, Submit,
};
use onemap_protocol::problem::ProblemCode;
use onemap_protocol::text::Language;
use onemap_testkit::county::{COUNTY, code, facts};

use crate::papers::{read, says, squeezed};
use crate::town::{OpenDesk, Town, eventually};

const CHINESE: Language = Language::Chinese;
const MONDAY: &str = "2026-11-23T08:05:00+08:00";
const TUESDAY: &str = "2026-11-24T08:05:00+08:00";
const FRIDAY: Date = Date::constant(2026, 11, 27);
const PLAIN: [&str; 2] = ["13812341234", "13987654321"];

async fn of_today(desk: &OpenDesk, day: Date) -> MeetingRow {
    let mut found = None;
    eventually("the pack is frozen and here", async || {
        let rhythm = Rhythm::Daily;
        let meetings = desk.ask(Meetings { rhythm }).await.unwrap();
        found = meetings.into_iter().find(|row| row.days.to == day);
        found.is_some()
    })
    .await;
    found.unwrap()
}

async fn keep(desk: &OpenDesk, record: RecordId, keep: RecordCommand) {
    let keep = KeepRecord {
        record: Some(record),
        revision: 0,
        keep,
    };
    desk.act(keep).await.unwrap();
}

async fn opened(desk: &OpenDesk, id: RecordId) {
    keep(desk, id, RecordCommand::Meeting(meeting::Command::Open {})).await;
}

fn resolution(meeting: RecordId, text: &str) -> Resolution {
    Resolution {
        meeting: Some(meeting),
        area: code(COUNTY),
        case: None,
        text: text.to_owned(),
        becomes: Becomes::Note,
        department: None,
        person: "周建国".to_owned(),
        by: FRIDAY,
    }
}

async fn resolved(desk: &OpenDesk, resolution: Resolution) -> RecordId {
    desk.act(Resolve { resolution }).await.unwrap().record
}

/// A case that is established, and sent to a department when it names one.
async fn case(desk: &OpenDesk, facts: Facts, lead: Option<(&str, Timestamp)>) -> CaseId {
    let command = Command::Report {
        facts: Box::new(facts),
    };
    let report = Submit {
        case: None,
        revision: 0,
        command,
    };
    let id = desk.act(report).await.unwrap().case;
    let note = "属实".to_owned();
    desk.give(id, Command::Verify { note }).await.unwrap();
    let urgency = Urgency::Normal;
    desk.give(id, Command::Establish { urgency }).await.unwrap();
    if let Some((lead, due_at)) = lead {
        let order = Dispatch {
            lead: DepartmentCode(lead.to_owned()),
            assists: Vec::new(),
            requirements: "三日内回复".to_owned(),
            due_at: Some(due_at),
        };
        desk.give(id, Command::Dispatch(order)).await.unwrap();
    }
    settled(desk).await;
    id
}

async fn settled(desk: &OpenDesk) {
    eventually("everything is confirmed", async || {
        desk.status().await.waiting == 0
    })
    .await;
}

async fn number(desk: &OpenDesk, case: CaseId) -> String {
    let mut number = None;
    eventually("the case has its number", async || {
        let view = desk.view(case).await;
        number = view
            .ok()
            .filter(|view| !view.pending)
            .and_then(|view| view.case.number);
        number.is_some()
    })
    .await;
    number.unwrap().0
}

/// Debian's own Python, which `cargo xtask` gives its packages; another one may come first in PATH.
pub fn python(script: &str, kept: &Kept) -> String {
    if let Some(folder) = std::env::var_os("ONEMAP_PICTURES") {
        std::fs::create_dir_all(&folder).unwrap();
        let copy = std::path::Path::new(&folder).join(&kept.name);
        std::fs::copy(&kept.path, copy).unwrap();
    }
    let read = Program::new("/usr/bin/python3")
        .args(["-c", script, &kept.path])
        .output()
        .unwrap();
    assert!(read.status.success(), "{read:?}");
    String::from_utf8(read.stdout).unwrap()
}

pub const WORD: &str = r"
import sys, docx
document = docx.Document(sys.argv[1])
for paragraph in document.paragraphs:
    print(paragraph.style.name + '|' + paragraph.text)
for table in document.tables:
    for row in table.rows:
        print('|'.join(cell.text for cell in row.cells))
";

const EXCEL: &str = r"
import sys, openpyxl
sheet = openpyxl.load_workbook(sys.argv[1]).active
print(sheet.title, sheet.freeze_panes, sheet.auto_filter.ref)
for row in sheet.iter_rows():
    print('|'.join('' if c.value is None else str(c.value) for c in row))
print('types', ''.join(c.data_type for c in sheet[sheet.max_row]))
";

fn has_line(text: &str, line: &str) {
    assert!(
        text.lines().any(|found| found == line),
        "{line} is missing in\n{text}"
    );
}

fn names_nobody(text: &str) {
    for plain in PLAIN {
        assert!(!text.contains(plain), "{plain} in {text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_meeting_leaves_minutes_and_a_ledger_that_others_can_read() {
    Box::pin(leaves()).await;
}

async fn leaves() {
    let town = Town::at("liaocheng", MONDAY).await;
    let centre = town.desk("a").await;
    let held = two_mornings(&town, &centre).await;
    the_pdf_says_it(&centre, &held).await;
    the_word_document_says_it(&centre, &held).await;
    the_ledger_says_it(&centre, &held).await;
    every_word_is_there_in_both_languages(&centre).await;

    let clerk = town.desk("c").await;
    clerk.on_line("zhujian").await;
    let refused = clerk.act(held.minutes(PaperForm::Pdf)).await.unwrap_err();
    assert!(refused.is(ProblemCode::NotFound), "{refused:?}");
    let theirs = clerk.act(KeepLedger { language: CHINESE }).await.unwrap();
    let theirs = squeezed(&python(EXCEL, &theirs));
    assert!(theirs.contains("挂牌督办"), "{theirs}");
}

/// The second morning, with the numbers of two cases that it decided about.
struct Held {
    meeting: RecordId,
    spilling: String,
    unclaimed: String,
}

impl Held {
    fn minutes(&self, form: PaperForm) -> KeepMinutes {
        KeepMinutes {
            meeting: self.meeting,
            form,
            language: CHINESE,
        }
    }
}

/// A morning that decides one thing, and the next with its three decisions.
async fn two_mornings(town: &Town, centre: &OpenDesk) -> Held {
    let board = town.desk("b").await;
    centre.on_line("wangmin").await;
    let first = of_today(centre, Date::constant(2026, 11, 22)).await.id;
    opened(centre, first).await;
    let earlier = resolved(centre, resolution(first, "夜市油烟整治方案报常务会")).await;
    let done = decision::Command::Report {
        text: "方案已报, 联系 13812341234".to_owned(),
        done: false,
    };
    settled(centre).await;
    keep(centre, earlier, RecordCommand::Decision(done)).await;
    let due: Timestamp = "2026-11-24T17:00:00+08:00".parse().unwrap();
    let spilling = facts("化粪池外溢, 联系 13987654321", 0);
    let spilling = case(centre, spilling, Some(("zhujian", due))).await;

    // With that one, four of a category in a town where there were none: a hot spot.
    for title in ["污水井盖缺失", "排水沟堵塞", "污水横流"] {
        centre.report(title).await.unwrap();
    }
    settled(centre).await;

    town.becomes(TUESDAY);
    centre.on_line("lijun").await;
    let second = of_today(centre, Date::constant(2026, 11, 23)).await.id;
    let mut held = Held {
        meeting: second,
        spilling: String::new(),
        unclaimed: String::new(),
    };
    let before = read(&centre.act(held.minutes(PaperForm::Pdf)).await.unwrap());
    says(&before, &["未结束", "五、本次议定事项 无."]);

    // The presenter shows the pack to a whole room.
    let card = centre.ask(RecordCard { id: second }).await.unwrap();
    let shown = serde_json::to_string(&card.row.record).unwrap();
    assert!(shown.contains("139****4321"), "{shown}");
    names_nobody(&shown);

    opened(centre, second).await;
    let unclaimed = case(centre, facts("下水道堵塞", 3), None).await;
    let order = Resolution {
        case: Some(unclaimed),
        becomes: Becomes::Order,
        department: Some(DepartmentCode("zhujian".to_owned())),
        ..resolution(second, "本周内疏通, 联系 13812341234")
    };
    resolved(centre, order).await;
    settled(centre).await;
    board.on_line("sunqiang").await;
    number(&board, spilling).await;
    let supervision = Resolution {
        case: Some(spilling),
        becomes: Becomes::Supervision,
        department: Some(DepartmentCode("zhujian".to_owned())),
        ..resolution(second, "化粪池外溢挂牌督办")
    };
    resolved(&board, supervision).await;
    settled(&board).await;
    resolved(centre, resolution(second, "=1+1 是公式的样子")).await;
    let close = meeting::Command::Close {
        attendees: vec!["王敏".to_owned(), "周建国".to_owned()],
        note: "明日同一时间".to_owned(),
    };
    keep(centre, second, RecordCommand::Meeting(close)).await;
    settled(centre).await;
    held.spilling = number(centre, spilling).await;
    held.unclaimed = number(centre, unclaimed).await;
    eventually("the supervisor's decision is here", async || {
        let minutes = centre.act(held.minutes(PaperForm::Word)).await.unwrap();
        python(WORD, &minutes).contains("挂牌督办")
    })
    .await;
    held
}

async fn the_pdf_says_it(centre: &OpenDesk, held: &Held) {
    let start = Instant::now();
    let pdf = centre.act(held.minutes(PaperForm::Pdf)).await.unwrap();
    let took = start.elapsed().as_millis();
    println!(
        "PDF: {} bytes in {took} ms",
        std::fs::metadata(&pdf.path).unwrap().len()
    );
    assert_eq!(pdf.name, "会议纪要-2026-11-24 每日晨会 (2).pdf");
    let paper = read(&pdf);
    says(
        &paper,
        &[
            "会议纪要",
            "每日晨会 2026年11月24日",
            "研判期间 2026年11月23日",
            "主持 lijun",
            "王敏、周建国",
            "一、运行数据",
            "上周同日",
            "二、往次议定事项落实情况",
            "夜市油烟整治方案报常务会",
            "方案已报, 联系 138****1234",
            "今日到期",
            &held.spilling,
            "化粪池外溢, 联系 139****4321",
            "四、热点",
            "前 8 周同日: 0 + 0 + 0 + 0 + 0 + 0 + 0 + 0, 平均 0",
            "五、本次议定事项",
            "=1+1 是公式的样子",
            &format!("案件 {}", held.unclaimed),
            "本周内疏通, 联系 138****1234",
            "六、备注",
            "明日同一时间",
            "lijun",
        ],
    );
    assert!(!paper.contains("未结束"), "{paper}");
    names_nobody(&paper);

    let ask = KeepMinutes {
        language: Language::English,
        ..held.minutes(PaperForm::Pdf)
    };
    let english = centre.act(ask).await.unwrap();
    assert_eq!(english.name, "minutes-2026-11-24 Daily meeting.pdf");
    says(
        &read(&english),
        &["Minutes", "Decisions of this meeting", "Led by lijun"],
    );
}

async fn the_word_document_says_it(centre: &OpenDesk, held: &Held) {
    let start = Instant::now();
    let word = centre.act(held.minutes(PaperForm::Word)).await.unwrap();
    let took = start.elapsed().as_millis();
    println!(
        "Word: {} bytes in {took} ms",
        std::fs::metadata(&word.path).unwrap().len()
    );
    assert!(
        word.name.starts_with("会议纪要-2026-11-24 每日晨会"),
        "{word:?}"
    );
    let read_word = python(WORD, &word);
    for line in [
        "Title|会议纪要",
        "Heading 1|五、本次议定事项",
        "出席|王敏、周建国",
        "1|本周内疏通, 联系 138****1234|交办|住建局|周建国|2026-11-27|未到期",
        "2|化粪池外溢挂牌督办|督办|住建局|周建国|2026-11-27|未到期",
        "3|=1+1 是公式的样子|议定||周建国|2026-11-27|未到期",
    ] {
        has_line(&read_word, line);
    }
    names_nobody(&read_word);
}

async fn the_ledger_says_it(centre: &OpenDesk, held: &Held) {
    let Held {
        spilling,
        unclaimed,
        ..
    } = held;
    let start = Instant::now();
    let ledger = centre.act(KeepLedger { language: CHINESE }).await.unwrap();
    let took = start.elapsed().as_millis();
    println!(
        "Excel: {} bytes in {took} ms",
        std::fs::metadata(&ledger.path).unwrap().len()
    );
    assert_eq!(ledger.name, "议定事项台账-2026-11-24.xlsx");
    let sheet = python(EXCEL, &ledger);
    for line in [
        "议定事项台账 A2 A1:L5",
        "序号|会议|议定日期|议定事项|去向|案件编号|责任单位|责任人|时限|状态|最近落实情况|上报时间",
        &format!(
            "2|2026-11-24 每日晨会|2026-11-24 00:00:00|本周内疏通, 联系 138****1234|交办|{unclaimed}|\
             住房和城乡建设局|周建国|2026-11-27 00:00:00|未到期||"
        ),
        &format!(
            "3|2026-11-24 每日晨会|2026-11-24 00:00:00|化粪池外溢挂牌督办|督办|{spilling}|\
             住房和城乡建设局|周建国|2026-11-27 00:00:00|未到期||"
        ),
        "4|2026-11-24 每日晨会|2026-11-24 00:00:00|=1+1 是公式的样子|议定|||周建国|\
         2026-11-27 00:00:00|未到期||",
        "types nsdssnnsdsnn",
    ] {
        has_line(&sheet, line);
    }
    let reported = "方案已报, 联系 138****1234|2026-11-23 08:0";
    assert!(sheet.contains(reported), "{sheet}");
    names_nobody(&sheet);
}

async fn every_word_is_there_in_both_languages(centre: &OpenDesk) {
    for rhythm in Rhythm::ALL {
        for language in Language::ALL {
            let meetings = centre.ask(Meetings { rhythm }).await.unwrap();
            let ask = KeepMinutes {
                meeting: meetings.last().unwrap().id,
                form: PaperForm::Word,
                language,
            };
            let minutes = python(WORD, &centre.act(ask).await.unwrap());
            for key in ["paper-", "rhythm-", "figure-", "subject-", "indicator-"] {
                assert!(
                    !minutes.contains(key),
                    "{key}: a word is missing in {minutes}"
                );
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sealed_case_is_named_on_no_paper_of_a_meeting() {
    let town = Town::at("chishui", MONDAY).await;
    let centre = town.desk("a").await;
    centre.on_line("wangmin").await;
    let meeting = of_today(&centre, Date::constant(2026, 11, 22)).await.id;
    let id = centre.report("邻里纠纷").await.unwrap();
    let number = number(&centre, id).await;
    let about = Resolution {
        case: Some(id),
        ..resolution(meeting, "专人跟进")
    };
    resolved(&centre, about).await;
    settled(&centre).await;
    // The next morning asks for it, and names its case: nobody has looked at it.
    town.becomes(TUESDAY);
    centre.on_line("lijun").await;
    let next = of_today(&centre, Date::constant(2026, 11, 23)).await.id;
    let language = CHINESE;
    let ask = KeepMinutes {
        meeting,
        form: PaperForm::Word,
        language,
    };
    let papers = async || {
        let minutes = centre.act(ask.clone()).await.unwrap();
        let of_next = KeepMinutes {
            meeting: next,
            ..ask.clone()
        };
        let of_next = centre.act(of_next).await.unwrap();
        let ledger = centre.act(KeepLedger { language }).await.unwrap();
        [
            python(WORD, &minutes),
            python(WORD, &of_next),
            python(EXCEL, &ledger),
        ]
    };
    for paper in papers().await {
        assert!(paper.contains(&number), "{paper}");
    }

    let profile = onemap_exchange::profile::shipped("chishui").unwrap();
    let group = profile.compartments.first().unwrap().code.clone();
    let seal = Command::Seal {
        compartment: Compartment(group),
        reason: "涉及个人隐私".to_owned(),
    };
    centre.give(id, seal).await.unwrap();
    settled(&centre).await;
    assert!(centre.view(id).await.is_ok(), "the operator still sees it");
    for paper in papers().await {
        // What was decided about it says as much as its title.
        assert!(!paper.contains("专人跟进"), "{paper}");
        assert!(!paper.contains(&number), "{paper}");
        assert!(!paper.contains("邻里纠纷"), "{paper}");
    }

    let worker = town.desk("b").await;
    worker.on_line("zhouyong").await;
    let refused = worker.act(KeepLedger { language }).await.unwrap_err();
    assert!(refused.is(ProblemCode::NotFound), "not for a grid worker");
}
