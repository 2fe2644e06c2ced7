//! What can happen to the files: a central restored from a backup, a damaged outbox, a full disk, a
//! broken cache. Nobody loses an order without being told, and the screen says what goes on.

use std::path::Path;
use std::process::Command as Process;

use jiff::Timestamp;
use onemap_central::backup;
use onemap_central::sqlite::SqliteRepository;
use onemap_central::verify;
use onemap_domain::case::{CaseId, Stage};
use onemap_domain::command::Command;
use onemap_domain::people::UserId;
use onemap_exchange::county::{County, Step, Story};
use onemap_protocol::desk::{DismissSalvage, Link, OrderPart, Orders, SetLine, StatusBar};
use onemap_testkit::county::{facts, small_county, story_case};
use uuid::Uuid;

use crate::town::{OpenDesk, Town, eventually};

fn verified() -> Command {
    Command::Verify {
        note: "属实".to_owned(),
    }
}

async fn pulled(desk: &OpenDesk) {
    desk.act(SetLine { up: false }).await.unwrap();
    eventually("the line is pulled", async || {
        matches!(desk.status().await.link, Link::Pulled { .. })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_console_that_had_gone_further_than_the_backup_notices_and_loads_the_county_anew() {
    let mut town = Town::new().await;
    let desk = town.desk("a").await;
    desk.on_line("wangmin").await;
    let database = format!(
        "sqlite:{}",
        town.folder.path().join("central.sqlite").display()
    );
    let file = town.folder.path().join("night.sqlite");
    let kept = backup::backup(&database, &file, false).await.unwrap();
    // Done after the backup on a device that is gone with its outbox: nobody can give it again.
    let gone = town.desk("gone").await;
    gone.on_line("lijun").await;
    gone.give(story_case(3), verified()).await.unwrap();
    eventually("the desk has seen it", async || {
        let view = desk.view(story_case(3)).await.unwrap();
        view.case.stage == Stage::Verified && !view.pending
    })
    .await;
    gone.desk.close().await;
    town.stop_central().await;
    let restored = backup::restore(&file, &database, true, Timestamp::now()).await;
    let restored = restored.unwrap();
    assert_eq!(restored.contents, kept);
    assert!(restored.replaced.is_some_and(|replaced| replaced.exists()));
    town.start_central().await;
    eventually("the desk shows what the backup has", async || {
        let view = desk.view(story_case(3)).await;
        view.is_ok_and(|view| view.case.stage == Stage::Reported)
    })
    .await;
    eventually("and is on line", async || {
        desk.status().await.link == Link::Online
    })
    .await;
    desk.give(story_case(3), verified()).await.unwrap();
    eventually("it works on in the new history", async || {
        let view = desk.view(story_case(3)).await.unwrap();
        view.case.stage == Stage::Verified && !view.pending
    })
    .await;
    town.stop_central().await;
    let repository = SqliteRepository::open(&database).await.unwrap();
    verify::log(&repository).await.unwrap();
    repository.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_with_a_damaged_outbox_opens_says_what_was_saved_and_sends_it() {
    let town = Town::new().await;
    let desk = town.desk("a").await;
    desk.on_line("wangmin").await;
    pulled(&desk).await;
    for nth in 0..12 {
        desk.report(&format!("离线第{nth}件")).await.unwrap();
    }
    desk.desk.close().await;
    let file = town.folder.path().join("a/outbox.sqlite");
    let mut bytes = std::fs::read(&file).unwrap();
    bytes[..64].fill(0);
    std::fs::write(&file, bytes).unwrap();

    let desk = town.desk("a").await;
    desk.enter("wangmin").await.unwrap();
    let status = desk.status().await;
    let salvaged = status.salvaged.clone().expect("it is said");
    assert_eq!((salvaged.saved, status.waiting), (12, 12), "{salvaged:?}");
    assert!(!salvaged.dismissed && !salvaged.new_device);
    let kept = town.folder.path().join("a").join(&salvaged.file);
    assert!(kept.exists(), "the damaged file is kept");
    desk.act(DismissSalvage {}).await.unwrap();
    let salvaged = desk.status().await.salvaged.unwrap();
    assert!(salvaged.dismissed, "read once, it stays on the outbox page");
    desk.act(SetLine { up: true }).await.unwrap();
    eventually("all are delivered", async || {
        let status = desk.status().await;
        status.waiting == 0 && status.delivered == 12
    })
    .await;
}

fn run(command: &[&str], folder: &Path) -> bool {
    let done = Process::new(command[0])
        .args(&command[1..])
        .arg(folder)
        .output();
    done.is_ok_and(|output| output.status.success())
}

/// Taken away again whatever becomes of the story.
struct Mounted<'a>(&'a Path);

impl Drop for Mounted<'_> {
    fn drop(&mut self) {
        // Lazily: the desk may still hold its files.
        run(&["umount", "-l"], self.0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_full_disk_an_order_is_refused_aloud_and_what_is_there_can_be_read() {
    let town = Town::new().await;
    let folder = town.folder.path().join("a");
    std::fs::create_dir(&folder).unwrap();
    if !run(&["mount", "-t", "tmpfs", "-o", "size=16m", "none"], &folder) {
        eprintln!("SKIPPED: no file system can be mounted here");
        return;
    }
    let _mounted = Mounted(&folder);
    let desk = town.desk("a").await;
    desk.on_line("wangmin").await;
    pulled(&desk).await;
    let ballast = folder.join("ballast");
    let mut filled = std::fs::File::create(&ballast).unwrap();
    let piece = vec![0_u8; 4096];
    while std::io::Write::write_all(&mut filled, &piece).is_ok() {}
    let mut given = 0;
    let refused = loop {
        match desk.report(&"满".repeat(100)).await {
            Ok(_) => given += 1,
            Err(problem) => break problem,
        }
        assert!(given < 2_000, "the disk is full");
    };
    println!("{given} orders found room; then {}", refused.code);
    assert_eq!(refused.code, "disk_full");
    let status = desk.status().await;
    assert_eq!(status.waiting, given, "those that were taken, and no half");
    assert!(desk.view(story_case(3)).await.is_ok(), "reading goes on");
    let page = Orders {
        part: OrderPart::Waiting,
        offset: 0,
        limit: 1,
    };
    assert_eq!(desk.ask(page).await.unwrap().counts.waiting, given);
    drop(filled);
    std::fs::remove_file(&ballast).unwrap();
    desk.report("有地方了").await.unwrap();
    desk.act(SetLine { up: true }).await.unwrap();
    eventually("all that was taken is delivered", async || {
        let status = desk.status().await;
        status.waiting == 0 && status.delivered == given + 1
    })
    .await;
    assert_eq!(desk.status().await.trouble, None);
    desk.desk.close().await;
}

/// So many that a snapshot comes in pieces.
fn crowded() -> County {
    let mut county = small_county();
    let more = (0..1_300).map(|nth| Story {
        case: CaseId(Uuid::now_v7()),
        steps: vec![Step {
            minutes_before: 60,
            by: UserId("wangmin".to_owned()),
            command: Command::Report {
                facts: Box::new(facts(&format!("第{nth}件"), nth % 6)),
            },
        }],
    });
    county.stories.extend(more);
    county
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_cache_is_rebuilt_before_everybodys_eyes_and_no_order_is_lost() {
    let mut town = Town::of(None, crowded).await;
    let desk = town.desk("a").await;
    desk.on_line("wangmin").await;
    town.stop_central().await;
    eventually("the desk notices", async || {
        matches!(desk.status().await.link, Link::Offline { .. })
    })
    .await;
    desk.give(story_case(3), verified()).await.unwrap();
    desk.desk.close().await;
    let file = town.folder.path().join("a/cache-wangmin.sqlite");
    let mut bytes = std::fs::read(&file).unwrap();
    for byte in bytes.iter_mut().skip(100).step_by(7) {
        *byte ^= 0x5a;
    }
    std::fs::write(&file, bytes).unwrap();

    let desk = town.desk("a").await;
    desk.enter("wangmin").await.unwrap();
    let status = desk.status().await;
    assert!(
        status.cache_rebuilt && status.cache_rebuilding,
        "off line it waits, and says so: {status:?}"
    );
    assert_eq!(status.waiting, 1);
    let mut ticks = desk.desk.ticks();
    town.start_central().await;
    let mut seen: Vec<StatusBar> = Vec::new();
    loop {
        let status = desk.status().await;
        let is_done = !status.cache_rebuilding && status.waiting == 0;
        seen.push(status);
        if is_done {
            break;
        }
        let patience = std::time::Duration::from_mins(1);
        let ticked = tokio::time::timeout(patience, ticks.changed()).await;
        ticked.expect("it goes on").unwrap();
    }
    let far: Vec<(u64, u64)> = seen
        .iter()
        .filter(|status| status.cache_rebuilding)
        .filter_map(|status| match status.link {
            Link::Loading { done, total } => Some((done, total)),
            _ => None,
        })
        .collect();
    println!("seen on the way: {far:?}");
    assert!(
        far.iter().any(|(done, total)| *done > 0 && done < total),
        "the screen shows how far: {far:?}"
    );
    eventually("the order took effect", async || {
        let view = desk.view(story_case(3)).await;
        view.is_ok_and(|view| view.case.stage == Stage::Verified && !view.pending)
    })
    .await;
    let status = desk.status().await;
    assert!(status.cache_rebuilt && !status.cache_rebuilding);
}
