//! The county's way of working changes while the central runs, and the central acts by itself.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use onemap_central::database;
use onemap_central::housekeeping::supervise_no_shows;
use onemap_central::land::Land;
use onemap_domain::case::{Case, CaseId};
use onemap_domain::command::Command;
use onemap_domain::department::DepartmentCode;
use onemap_domain::event::{ClockCause, Event, Recorded};
use onemap_domain::people::{Actor, Compartment};
use onemap_protocol::command::Answer;
use onemap_protocol::feed::{SnapshotLine, StreamTick};
use onemap_protocol::register::Register;
use onemap_testkit::county::{small_county, story_case};
use tokio::time::timeout;

use crate::feed::{stream, tick};
use crate::import::program;
use crate::stage::{Person, Stage};

/// Where the small county's stories end: somebody works on the second one.
const HANDLED: usize = 1;

fn clock(at: &str) -> Arc<Mutex<Timestamp>> {
    Arc::new(Mutex::new(at.parse().unwrap()))
}

fn advance(clock: &Mutex<Timestamp>, minutes: i64) {
    *clock.lock().unwrap() += SignedDuration::from_mins(minutes);
}

async fn case(person: &Person, id: CaseId) -> Case {
    person.reads(&format!("/v1/cases/{id}")).await
}

async fn timeline(person: &Person, id: CaseId) -> Vec<Recorded> {
    person.reads(&format!("/v1/cases/{id}/timeline")).await
}

async fn register(person: &Person) -> Register {
    let lines = person.snapshot().await;
    let register = lines.into_iter().find_map(|line| match line {
        SnapshotLine::Register { register } => Some(*register),
        _ => None,
    });
    register.expect("a snapshot has a register")
}

/// What the program says, in English.
pub(crate) async fn said(stage: &Stage, arguments: &[&str]) -> (i32, String) {
    let database = stage.database();
    let rest = ["--database", &database, "--language", "en"];
    let (code, said, problems) = program(&[arguments, &rest].concat()).await;
    (code, format!("{said}{problems}"))
}

/// The tick with which a console hears of a register.
async fn tick_of_register(person: &Person, version: u64) -> StreamTick {
    let mut stream = stream(person).await;
    let heard = async {
        loop {
            let tick = tick(&mut stream).await;
            if tick.register_version == version {
                return tick;
            }
        }
    };
    timeout(Duration::from_secs(10), heard)
        .await
        .expect("the stream tells of the new register")
}

/// A notice that has 6 January off, which no year ever had.
const NOTICE: &str = "year = 2027\n\
    notice = \"国办发明电〔2026〕0号\"\n\
    source = \"\"\n\
    [[holidays]]\n\
    name = \"元旦\"\n\
    rest = [\"2027-01-01/2027-01-07\"]\n\
    work = [\"2027-01-09\"]\n";

#[tokio::test]
async fn a_calendar_that_comes_moves_the_deadlines_that_waited_for_it() {
    let clock = clock("2026-12-30T09:00:00+08:00");
    let stage = Stage::by_clock(clock).await;
    let operator = stage.signed_in("wangmin").await;
    let id = story_case(HANDLED);
    let before = case(&operator, id).await;
    let waits = before
        .running_clocks()
        .find(|clock| clock.code.as_str() == "handling");
    let waits = waits.expect("somebody works on it").clone();
    assert_eq!(
        waits.due.provisional,
        Some(2027),
        "seven days end in a year without a calendar"
    );

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("2027.toml");
    let path = file.display().to_string();
    let wrong = NOTICE.replace("2027-01-09", "2027-01-08");
    std::fs::write(&file, wrong).unwrap();
    let (code, told) = said(&stage, &["import", "calendar", &path]).await;
    assert_eq!(code, 2, "{told}");
    assert!(
        told.contains("Line 7, work") && told.contains("Nothing was imported"),
        "{told}"
    );
    assert_eq!(
        case(&operator, id).await,
        before,
        "a bad file changes nothing"
    );

    std::fs::write(&file, NOTICE).unwrap();
    let (code, told) = said(&stage, &["import", "calendar", &path]).await;
    assert_eq!(code, 0, "{told}");
    let tick = tick_of_register(&operator, 2).await;
    assert_eq!(register(&operator).await.calendars[0].year, 2027);
    let after = case(&operator, id).await;
    let moved = after
        .clocks
        .iter()
        .find(|clock| clock.code == waits.code)
        .unwrap();
    assert_eq!(moved.due.provisional, None);
    assert!(
        moved.due.at > waits.due.at,
        "its last day rests now: {moved:?}"
    );
    let log = timeline(&operator, id).await;
    let last = log.last().unwrap();
    assert!(last.actor.is_system(), "{last:?}");
    assert!(
        matches!(
            &last.event,
            Event::ClockMoved {
                cause: ClockCause::Calendar,
                ..
            }
        ),
        "{last:?}"
    );
    assert_eq!(
        tick.cursor.0,
        operator.feed(0, 2000).await.1,
        "consoles are told"
    );

    let (code, told) = said(&stage, &["import", "calendar", &path]).await;
    assert_eq!(code, 0, "{told}");
    assert!(told.contains(" 0 cases"), "what is settled stays: {told}");
    let (code, told) = said(&stage, &["verify-log"]).await;
    assert_eq!(code, 0, "{told}");
}

#[tokio::test]
async fn another_profile_is_taken_up_by_the_running_central_and_by_consoles() {
    let stage = Stage::small().await;
    let operator = stage.signed_in("wangmin").await;
    let expedite = || Command::Expedite {
        reason: "有人员受伤".to_owned(),
    };
    let answer = operator.gives(story_case(3), expedite()).await;
    assert!(
        matches!(answer, Answer::Refused(_)),
        "聊城 has no green channel"
    );

    let (code, told) = said(&stage, &["profile", "use", "atlantis"]).await;
    assert_eq!(code, 2);
    assert!(
        told.contains("liaocheng, chishui") && told.contains("weifang-hotline"),
        "{told}"
    );
    let (code, told) = said(&stage, &["profile", "use", "xicheng"]).await;
    assert_eq!(code, 0, "{told}");
    tick_of_register(&operator, 2).await;
    assert_eq!(register(&operator).await.profile, "xicheng");
    operator.does(story_case(3), expedite()).await;

    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/profiles/xicheng.toml");
    let own = std::fs::read_to_string(shipped).unwrap();
    let own = own.replace("code = \"xicheng\"", "code = \"ours\"");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ours.toml");
    let path = file.display().to_string();
    std::fs::write(
        &file,
        own.replace("green_channel = true", "green_chanel = true"),
    )
    .unwrap();
    let (code, told) = said(&stage, &["profile", "use", &path]).await;
    assert_eq!(code, 2);
    assert!(told.contains("green_chanel"), "{told}");
    assert_eq!(
        register(&operator).await.profile,
        "xicheng",
        "nothing is changed by a bad file"
    );
    std::fs::write(&file, &own).unwrap();
    let (code, told) = said(&stage, &["profile", "use", &path]).await;
    assert_eq!(code, 0, "{told}");
    tick_of_register(&operator, 3).await;
    let register = register(&operator).await;
    assert_eq!(register.profile, "ours");
    assert_eq!(register.own_profile.unwrap().code, "ours");
    operator.does(story_case(4), expedite()).await;
}

#[tokio::test]
async fn a_county_that_works_in_another_way_is_not_opened_as_if_it_did_not() {
    let stage = Stage::small().await;
    let (code, told) = said(
        &stage,
        &[
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--sample",
            "chishui",
            "--profile",
            "xicheng",
        ],
    )
    .await;
    assert_eq!(code, 1, "{told}");
    assert!(
        told.contains("liaocheng") && told.contains("xicheng"),
        "{told}"
    );
    let (code, told) = said(
        &stage,
        &[
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--sample",
            "chishui",
            "--profile",
            "atlantis",
        ],
    )
    .await;
    assert_eq!(code, 2, "{told}");
    assert!(told.contains("ganzhou"), "{told}");
}

#[tokio::test]
async fn units_that_a_whistle_called_in_vain_are_supervised_once() {
    let clock = clock("2026-11-18T09:00:00+08:00");
    let stage = Stage::in_way(small_county(), "liaocheng", Some(clock.clone())).await;
    let operator = stage.signed_in("wangmin").await;
    let id = story_case(HANDLED);
    let now = *clock.lock().unwrap();
    let unit = |code: &str| DepartmentCode(code.to_owned());
    let whistle = Command::Whistle {
        units: vec![unit("zhujian"), unit("renshe")],
        needed_by: now + SignedDuration::from_hours(2),
        reason: "需现场会商".to_owned(),
    };
    operator.does(id, whistle).await;
    advance(&clock, 70);
    let note = String::new();
    let there = stage.signed_in("zhujian").await;
    there.does(id, Command::ReportIn { note }).await;
    // A session that nobody used for an hour has lapsed.
    let operator = stage.signed_in("wangmin").await;
    assert_eq!(case(&operator, id).await.supervision, None);

    let mut stream = stream(&operator).await;
    advance(&clock, 51);
    let supervised = async {
        loop {
            tick(&mut stream).await;
            if let Some(supervision) = case(&operator, id).await.supervision {
                return supervision;
            }
        }
    };
    let supervision = timeout(Duration::from_secs(20), supervised)
        .await
        .expect("the central supervises by itself");
    assert_eq!(supervision.rung, 0);
    assert!(supervision.reason.contains("人社局"), "{supervision:?}");
    assert!(
        !supervision.reason.contains("住建局"),
        "who came is not blamed: {supervision:?}"
    );
    let log = timeline(&operator, id).await;
    assert!(log.iter().any(|recorded| recorded.actor == Actor::system()
        && matches!(recorded.event, Event::Supervised { .. })));

    let text = "已安排人员".to_owned();
    let lead = stage.signed_in("zhifa").await;
    lead.does(id, Command::AnswerSupervision { text }).await;
    let repository = database::open(&stage.database()).await.unwrap();
    let (version, register) = repository.register().await.unwrap().unwrap();
    let land = Land::new(version, register).unwrap();
    advance(&clock, 10);
    let now = *clock.lock().unwrap();
    assert_eq!(
        repository.whistled(now).await.unwrap(),
        [id],
        "one is still absent"
    );
    assert_eq!(
        supervise_no_shows(repository.as_ref(), &land, now)
            .await
            .unwrap(),
        None
    );
    assert_eq!(
        case(&operator, id).await.supervised,
        1,
        "one slip for one whistle"
    );
    repository.close().await;
}

#[tokio::test]
async fn where_the_profile_has_no_whistle_nobody_is_supervised_for_one() {
    let stage = Stage::in_way(small_county(), "weifang-hotline", None).await;
    let repository = database::open(&stage.database()).await.unwrap();
    let (version, register) = repository.register().await.unwrap().unwrap();
    assert_eq!(register.profile, "weifang-hotline");
    let land = Land::new(version, register).unwrap();
    let done = supervise_no_shows(repository.as_ref(), &land, Timestamp::MAX)
        .await
        .unwrap();
    assert_eq!(done, None);
    repository.close().await;
}

#[tokio::test]
async fn a_profile_that_could_not_open_what_is_sealed_is_not_taken() {
    let stage = Stage::in_way(small_county(), "ganzhou", None).await;
    let operator = stage.signed_in("wangmin").await;
    let seal = Command::Seal {
        compartment: Compartment("mental_health".to_owned()),
        reason: "涉及个人隐私".to_owned(),
    };
    operator.does(story_case(HANDLED), seal).await;
    let (code, told) = said(&stage, &["profile", "use", "liaocheng"]).await;
    assert_eq!(code, 1, "{told}");
    assert!(told.contains("mental_health"), "{told}");
    assert_eq!(register(&operator).await.profile, "ganzhou");
    let (code, told) = said(&stage, &["profile", "use", "chishui"]).await;
    assert_eq!(code, 0, "it has the same group: {told}");
}
