//! Papers: printed from a desk, read by an independent reader (poppler's pdftotext).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command as Program;

use onemap_domain::case::{CaseId, Facts, Reporter, Urgency, VisitAnswers};
use onemap_domain::command::Command;
use onemap_domain::department::DepartmentCode;
use onemap_domain::people::Compartment;
use onemap_protocol::desk::{KeepCaseFile, KeepSlip, Kept, OpenKept, SetLine};
use onemap_protocol::problem::ProblemCode;
use onemap_protocol::text::Language;
use onemap_testkit::county::{facts, order};

use crate::driver::{screen, within_minutes};
use crate::town::{OpenDesk, Town, eventually};
use crate::walk::Fill::{self, Press};
use crate::walk::{Walk, looks_at};

const CHINESE: Language = Language::Chinese;

/// A paper at a place.
pub fn at(path: &Path) -> Kept {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    Kept {
        name,
        path: path.display().to_string(),
        content: None,
    }
}

/// What stands on a paper, without the white between.
pub fn read(kept: &Kept) -> String {
    pictured(Path::new(&kept.path));
    let read = Program::new("pdftotext")
        .args(["-raw", &kept.path, "-"])
        .output()
        .unwrap();
    assert!(read.status.success(), "{read:?}");
    squeezed(&String::from_utf8(read.stdout).unwrap())
}

pub fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Saves pictures of the pages, when `ONEMAP_PICTURES` names a folder.
fn pictured(file: &Path) {
    let Some(folder) = std::env::var_os("ONEMAP_PICTURES").map(PathBuf::from) else {
        return;
    };
    std::fs::create_dir_all(&folder).unwrap();
    let name = format!("paper-{}", file.file_stem().unwrap().display());
    let drawn = Program::new("pdftoppm")
        .args(["-png", "-r", "80"])
        .args([file, &folder.join(name)])
        .status();
    assert!(drawn.unwrap().success());
}

pub fn says(paper: &str, words: &[&str]) {
    for words in words {
        assert!(paper.contains(&squeezed(words)), "{words} in {paper}");
    }
}

/// A matter whose text has the numbers of people in it.
fn told() -> Facts {
    Facts {
        text: "化粪池堵塞, 污水流到路面. 邻居李女士 13987654321 也来电; 户主身份证 520381199001011234."
            .to_owned(),
        reporter: Some(Reporter {
            name: "张三丰".to_owned(),
            phone: "13812341234".to_owned(),
        }),
        ..facts("康佳社区3组化粪池外溢", 0)
    }
}

async fn report(desk: &OpenDesk, facts: Facts) -> CaseId {
    let submit = onemap_protocol::desk::Submit {
        case: None,
        revision: 0,
        command: Command::Report {
            facts: Box::new(facts),
        },
    };
    desk.act(submit).await.unwrap().case
}

fn note(text: &str) -> String {
    text.to_owned()
}

/// The commands from verifying to dispatching.
async fn dispatched(desk: &OpenDesk, case: CaseId) {
    let verify = Command::Verify {
        note: note("到现场看过, 属实"),
    };
    desk.give(case, verify).await.unwrap();
    let urgency = Urgency::Urgent;
    desk.give(case, Command::Establish { urgency })
        .await
        .unwrap();
    desk.give(case, order("zhujian")).await.unwrap();
}

async fn settled(desk: &OpenDesk, case: CaseId) {
    eventually("everything is confirmed", async || {
        let shown = desk.view(case).await;
        desk.status().await.waiting == 0 && shown.is_ok_and(|view| !view.pending)
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_file_tells_the_whole_case_and_nobodys_number() {
    let town = Town::new().await;
    let (centre, office) = (town.desk("a").await, town.desk("b").await);
    centre.on_line("wangmin").await;
    office.on_line("zhujian").await;
    let case = report(&centre, told()).await;
    dispatched(&centre, case).await;
    eventually("the clerk finds it", async || {
        office.view(case).await.is_ok()
    })
    .await;
    office.give(case, Command::Accept).await.unwrap();
    let progress = Command::Progress {
        note: note("已联系 13987654321, 约好下午疏通"),
    };
    office.give(case, progress).await.unwrap();
    settled(&office, case).await;
    eventually("the centre sees it", async || {
        centre.view(case).await.unwrap().timeline.len()
            == office.view(case).await.unwrap().timeline.len()
    })
    .await;

    let ask = KeepCaseFile {
        case,
        language: CHINESE,
    };
    let kept = centre.act(ask.clone()).await.unwrap();
    let number = centre.view(case).await.unwrap().case.number.unwrap().0;
    assert_eq!(kept.name, format!("一案一册-{number}.pdf"));
    let paper = read(&kept);
    says(
        &paper,
        &[
            "一案一册",
            &number,
            "康佳社区3组化粪池外溢",
            "张** 138****1234",
            "李女士 139****4321",
            "520***********1234",
            "住房和城乡建设局",
            "三日内回复",
            "到现场看过, 属实",
            "约好下午疏通",
            "市中街道 康佳社区 第1网格",
            "依据:",
            "wangmin",
        ],
    );
    for plain in ["13812341234", "13987654321", "520381199001011234", "张三丰"] {
        assert!(!paper.contains(plain), "{plain} in {paper}");
    }
    let again = centre.act(ask).await.unwrap();
    assert_eq!(again.name, format!("一案一册-{number} (2).pdf"));
    assert!(Path::new(&kept.path).is_file(), "the first one stays");

    let english = KeepCaseFile {
        case,
        language: Language::English,
    };
    let english = centre.act(english).await.unwrap();
    let paper = read(&english);
    says(&paper, &["Case file", "What happened", "138****1234"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slip_is_numbered_and_asks_for_an_answer() {
    let town = Town::new().await;
    let (centre, board) = (town.desk("a").await, town.desk("b").await);
    centre.on_line("wangmin").await;
    board.on_line("sunqiang").await;
    let case = report(&centre, told()).await;
    dispatched(&centre, case).await;
    eventually("the supervisor finds it", async || {
        let view = board.view(case).await;
        view.is_ok_and(|view| view.case.lead.is_some())
    })
    .await;
    let ask = KeepSlip {
        case,
        language: CHINESE,
    };
    let none = board.act(ask.clone()).await.unwrap_err();
    assert!(none.is(ProblemCode::NotFound), "no supervision stands yet");
    let supervise = Command::Supervise {
        ladder: "usual".to_owned(),
        reason: note("受理三日没有进展, 反映人 13812341234 再次来电"),
    };
    board.give(case, supervise).await.unwrap();
    settled(&board, case).await;
    let kept = board.act(ask).await.unwrap();
    let number = board.view(case).await.unwrap().case.number.unwrap().0;
    assert_eq!(kept.name, format!("督办单-{number}督1.pdf"));
    let paper = read(&kept);
    let slip = format!("{number}督1");
    says(
        &paper,
        &[
            "督办单",
            &slip,
            "住房和城乡建设局:",
            "第 1 级 督办",
            "反映人 138****1234 再次来电",
            "回执",
            "签发: sunqiang (督办员)",
        ],
    );
    let opened = board.act(OpenKept { name: kept.name }).await;
    assert!(opened.is_err(), "no desktop opens it here");
    let elsewhere = OpenKept {
        name: "../outbox.sqlite".to_owned(),
    };
    let refused = board.act(elsewhere).await.unwrap_err();
    assert!(refused.is(ProblemCode::NotFound), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_prints_what_they_may_not_see() {
    let town = Town::working("chishui").await;
    let (centre, leader, other) = (
        town.desk("a").await,
        town.desk("b").await,
        town.desk("c").await,
    );
    centre.on_line("wangmin").await;
    leader.on_line("chenhong").await;
    other.on_line("zhifa").await;
    let case = report(&centre, told()).await;
    let ask = KeepCaseFile {
        case,
        language: CHINESE,
    };
    eventually("the leader finds it", async || {
        leader.view(case).await.is_ok()
    })
    .await;
    leader.act(ask.clone()).await.unwrap();
    let refused = other.act(ask.clone()).await.unwrap_err();
    assert!(refused.is(ProblemCode::NotFound), "another department");

    let profile = onemap_exchange::profile::shipped("chishui").unwrap();
    let group = profile.compartments.first().unwrap();
    let seal = Command::Seal {
        compartment: Compartment(group.code.clone()),
        reason: note("涉及个人隐私"),
    };
    centre.give(case, seal).await.unwrap();
    settled(&centre, case).await;
    eventually("it is gone for the leader", async || {
        leader.view(case).await.is_err()
    })
    .await;
    let refused = leader.act(ask.clone()).await.unwrap_err();
    assert!(refused.is(ProblemCode::NotFound), "sealed");
    let paper = read(&centre.act(ask).await.unwrap());
    says(&paper, &[&format!("已封存: {}", group.name.zh)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn off_line_a_paper_says_what_is_not_confirmed() {
    let town = Town::new().await;
    let centre = town.desk("a").await;
    centre.on_line("wangmin").await;
    centre.act(SetLine { up: false }).await.unwrap();
    let case = report(&centre, told()).await;
    let ask = KeepCaseFile {
        case,
        language: CHINESE,
    };
    let kept = centre.act(ask).await.unwrap();
    assert_eq!(kept.name, "一案一册-待编号.pdf");
    says(&read(&kept), &["待编号", "待确认", "还没有得到中心确认"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_with_everything_beside_its_way_has_a_chapter_for_each() {
    let town = Town::working("xicheng").await;
    let (centre, office) = (town.desk("a").await, town.desk("b").await);
    centre.on_line("wangmin").await;
    office.on_line("zhujian").await;
    let case = report(&centre, told()).await;
    let urgency = Urgency::Normal;
    centre
        .give(case, Command::Establish { urgency })
        .await
        .unwrap();
    centre.give(case, order("zhujian")).await.unwrap();
    eventually("the clerk finds it", async || {
        office.view(case).await.is_ok()
    })
    .await;
    let profile = onemap_exchange::profile::shipped("xicheng").unwrap();
    let policy = profile.policies.first().unwrap();
    office.give(case, Command::Accept).await.unwrap();
    let hand_out = Command::HandOut {
        policies: vec![policy.code.clone()],
    };
    office.give(case, hand_out).await.unwrap();
    let feed_back = Command::FeedBack {
        result: note("已疏通管网, 路面已冲洗, 住户现场确认."),
    };
    office.give(case, feed_back).await.unwrap();
    let answers = VisitAnswers {
        handled: true,
        resolved: true,
        satisfied: true,
    };
    let visit = Command::Visit {
        answers,
        note: note("电话回访, 满意"),
    };
    settled(&office, case).await;
    eventually("the centre sees the answer", async || {
        !centre.view(case).await.unwrap().case.result.is_empty()
    })
    .await;
    centre.give(case, visit).await.unwrap();
    let close = Command::Close {
        reason: "resolved".to_owned(),
        note: note("办结"),
        demands: BTreeMap::new(),
    };
    centre.give(case, close).await.unwrap();
    settled(&centre, case).await;
    let ask = KeepCaseFile {
        case,
        language: CHINESE,
    };
    let paper = read(&centre.act(ask).await.unwrap());
    let unit = DepartmentCode("zhujian".to_owned());
    assert!(centre.view(case).await.unwrap().case.lead == Some(unit));
    says(
        &paper,
        &[
            &policy.name.zh,
            &policy.basis,
            "电话回访, 满意",
            "真满意: 是",
            "已疏通管网",
            "按期",
        ],
    );
}

/// S42: one click on the case keeps its file; the slip is kept from where the supervision stands.
#[tokio::test(flavor = "multi_thread")]
async fn papers_are_kept_from_the_window_by_one_click() {
    if screen() {
        within_minutes(Box::pin(by_one_click())).await;
    }
}

async fn by_one_click() {
    let mut walk = Walk::begin("liaocheng", "wangmin", told()).await;
    walk.does("wangmin", "verify", &[]).await;
    walk.does("wangmin", "establish", &[]).await;
    let order = [Press("dispatch-option-zhujian")];
    walk.does("wangmin", "dispatch", &order).await;
    let why = [
        Press("form-ladder-usual"),
        Fill::Text("form-reason", "反映人再次来电"),
    ];
    walk.does("sunqiang", "supervise", &why).await;
    for (paper, title) in [("slip", "督办单"), ("case-file", "一案一册")] {
        walk.page.click(&format!("paper-{paper}-keep")).await;
        let kept = format!("[data-testid='paper-{paper}-kept']");
        walk.page.shows(&kept).await;
        looks_at(&walk, &kept).await;
        let path = walk.page.kept_file(paper).await;
        says(&read(&at(&path)), &[title, "139****4321"]);
        walk.picture(&format!("paper-{paper}")).await;
    }
    walk.end().await;
}
