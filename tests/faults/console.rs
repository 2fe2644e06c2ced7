//! The programs that are killed: a console without a window that gives orders as fast as it can, and
//! the central. Each is a process of its own, with its own files.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use onemap_central::serve;
use onemap_console::{Console, Reads};
use onemap_desk::{Desk, Options, Papers, Wall};
use onemap_domain::case::CaseId;
use onemap_domain::command::Command;
use onemap_domain::people::UserId;
use onemap_protocol::desk::{CaseCard, EnterSession, Link, Submit, Submitted};
use onemap_protocol::session::Secret;
use onemap_testkit::county::{PASSWORD, facts, small_county};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};

/// How long everything may need to come to rest when nothing goes wrong any more.
const REST: Duration = Duration::from_secs(100);

/// What a console that gives orders writes for each that it has been told is safe.
pub const GAVE: &str = "gave";

/// Serves until it is killed.
pub async fn central(folder: &Path, listen: SocketAddr) {
    let database = format!("sqlite:{}", folder.join("central.sqlite").display());
    let options = onemap_central::Options {
        sample: Some(Box::new(|| Ok(small_county()))),
        listen,
        ..onemap_central::Options::local(database)
    };
    let running = serve(options).await.unwrap();
    running.finished().await.unwrap();
}

async fn open(folder: PathBuf, central: SocketAddr) -> Desk {
    let options = Options {
        papers: Papers::in_folder(folder.join("papers")),
        folder,
        central: format!("http://{central}"),
        authority: None,
        county: None,
        demonstration: Vec::new(),
        wall: Wall::none(),
        now: Arc::new(jiff::Timestamp::now),
    };
    Desk::open(options).await.unwrap()
}

async fn enter(desk: &Console<Desk>, login: &str) {
    let enter = EnterSession::with_password(UserId(login.to_owned()), Secret(PASSWORD.to_owned()));
    while desk.perform(enter.clone().into()).await.is_err() {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Gives orders until it is killed.
pub async fn give(folder: PathBuf, central: SocketAddr, login: &str, seed: u64) {
    let desk = open(folder, central).await;
    let console = desk.console();
    enter(&console, login).await;
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    let mut own = Vec::new();
    while Reads::county(&desk).is_none() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    for round in 0.. {
        let known = cases(&console).await;
        let submit = next(&console, &mut chance, &own, &known, (seed, round)).await;
        if let Ok(json) = console.perform(submit.into()).await {
            let given: Submitted = serde_json::from_str(&json).unwrap();
            own.push(given.case);
            // One write: it is told whole or not at all.
            println!("{GAVE} {}", given.order);
        }
        tokio::time::sleep(Duration::from_millis(u64::from(chance.next_u32() % 15))).await;
    }
}

/// The newest cases that this console has.
async fn cases(console: &Console<Desk>) -> Vec<CaseId> {
    let filter = onemap_protocol::desk::Cases {
        limit: 50,
        ..Default::default()
    };
    let Ok(json) = console.answer(filter.into()).await else {
        return Vec::new();
    };
    let page: onemap_protocol::desk::CasePage = serde_json::from_str(&json).unwrap();
    page.rows.iter().map(|row| row.id).collect()
}

/// A new case; the next steps of an own one, which must arrive in their sequence; or the facts of any
/// case anew, which must not be written over what another console has written meanwhile.
async fn next(
    console: &Console<Desk>,
    chance: &mut ChaCha8Rng,
    own: &[CaseId],
    known: &[CaseId],
    (seed, round): (u64, u64),
) -> Submit {
    let mut pick = |cases: &[CaseId]| {
        let count = cases.len() as u32;
        (count > 0).then(|| cases[(chance.next_u32() % count) as usize])
    };
    let title = format!("第 {seed} 次第 {round} 件");
    let (own, known) = (pick(own), pick(known));
    let kind = chance.next_u32() % 10;
    let anew = Submit {
        case: None,
        revision: 0,
        command: Command::Report {
            facts: Box::new(facts(&title, 0)),
        },
    };
    let case = match kind {
        0..4 => None,
        4..7 => own,
        _ => known,
    };
    let Some(case) = case else { return anew };
    let Ok(json) = console.answer(CaseCard { id: case }.into()).await else {
        return anew;
    };
    let view: onemap_protocol::desk::CaseView = serde_json::from_str(&json).unwrap();
    let command = if kind < 7 {
        Command::Verify { note: title }
    } else {
        Command::Amend {
            facts: Box::new(facts(&title, 0)),
        }
    };
    Submit {
        case: Some(case),
        revision: view.case.revision,
        command,
    }
}

/// Signs in, sends all that waits, and closes its files. Where that takes too long, it says what it
/// waits for.
pub async fn drain(folder: PathBuf, central: SocketAddr, login: &str) {
    let desk = open(folder, central).await;
    let console = desk.console();
    let entered = async {
        enter(&console, login).await;
        loop {
            let status = Reads::status(&desk).await.unwrap();
            let has_county = Reads::county(&desk).is_some();
            if status.link == Link::Online && status.waiting == 0 && has_county {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    if tokio::time::timeout(REST, entered).await.is_err() {
        let status = Reads::status(&desk).await;
        let again = EnterSession::with_password(UserId(login.to_owned()), Secret(PASSWORD.into()));
        let again = console.perform(again.into()).await;
        panic!("{login} does not come to rest: {status:?}, signing in: {again:?}");
    }
    desk.close().await;
}
