//! `outbox`: how long one order takes until it is durable, beside what the disk alone takes.
//!
//! The peer is the disk: as many bytes as one order adds to the outbox's log, written behind the end
//! of a file in the same folder and synced by `fdatasync`. Both sides take turns, so that a disk that
//! slows down slows both. Many orders at once are timed, too: what one of them costs then.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;
use onemap_domain::command::Command;
use onemap_domain::people::User;
use onemap_protocol::command::{Envelope, Subject};
use onemap_protocol::session::Secret;
use onemap_store::Outbox;
use onemap_testkit::county::{facts, story_case, users};
use uuid::Uuid;

use crate::failure::Failure;
use crate::measure::{RUNS, median, place_in, timed};

/// Orders of one run.
const ORDERS: usize = 200;
/// How many are given at once.
const AT_ONCE: [usize; 3] = [4, 16, 64];

/// Measures in a folder of its own and returns the last line.
pub async fn measure(folder: &Path) -> Result<String, Failure> {
    let place = place_in(folder)?;
    compare(place.path()).await
}

async fn compare(folder: &Path) -> Result<String, Failure> {
    let path = folder.join("outbox.sqlite");
    let outbox = Outbox::open(&path, Uuid::now_v7()).await?;
    let [user, ..] = &users()[..] else {
        return Err(Failure::Unexpected("no users".to_owned()));
    };
    let bytes = bytes_of_an_order(&outbox, &path, user).await?;
    println!("one order adds {bytes} bytes to the log");
    let raw_path = folder.join("raw");
    let mut raw = File::create(&raw_path).map_err(Failure::file(&raw_path))?;
    let piece = vec![7; bytes];
    let (mut ours, mut disk) = (Vec::new(), Vec::new());
    let mut at_once = AT_ONCE.map(|_| Vec::new());
    for _ in 0..RUNS {
        let (time, written) = timed(|| synced(&mut raw, &piece));
        written.map_err(Failure::file(&raw_path))?;
        disk.push(time / ORDERS as u32);
        let orders: Vec<_> = (0..ORDERS).map(|_| order(&outbox)).collect();
        let began = std::time::Instant::now();
        for order in &orders {
            outbox.add(order, order.subjects[0].id, user).await?;
        }
        ours.push(began.elapsed() / ORDERS as u32);
        for (number, times) in AT_ONCE.into_iter().zip(&mut at_once) {
            times.push(together(&outbox, user, number).await?);
        }
    }
    outbox.close().await;
    let (ours, disk) = (median(&ours), median(&disk));
    for (number, times) in AT_ONCE.into_iter().zip(&at_once) {
        let each = median(times);
        let ratio = each.as_secs_f64() / disk.as_secs_f64();
        println!(
            "{number} at once: {:.3} ms each, {ratio:.2} of a sync",
            milliseconds(each)
        );
    }
    Ok(format!(
        "outbox ratio={:.2} ours={:.3}ms fdatasync={:.3}ms n={ORDERS}",
        ours.as_secs_f64() / disk.as_secs_f64(),
        milliseconds(ours),
        milliseconds(disk)
    ))
}

/// What the log grows by with one order.
async fn bytes_of_an_order(outbox: &Outbox, path: &Path, user: &User) -> Result<usize, Failure> {
    let log = path.with_extension("sqlite-wal");
    let length = || std::fs::metadata(&log).map_err(Failure::file(&log));
    let mut grown = Vec::new();
    for _ in 0..20 {
        let before = length()?.len();
        let order = order(outbox);
        outbox.add(&order, order.subjects[0].id, user).await?;
        grown.push(length()?.len().saturating_sub(before) as usize);
    }
    grown.sort_unstable();
    Ok(grown[grown.len() / 2])
}

fn order(outbox: &Outbox) -> Envelope {
    Envelope {
        id: Uuid::now_v7(),
        device: outbox.device(),
        author_grant: Secret("grant".to_owned()),
        issued_at: Timestamp::UNIX_EPOCH,
        subjects: vec![Subject {
            id: story_case(1).into(),
            expected_revision: 0,
        }],
        seen: None,
        command: Command::Report {
            facts: Box::new(facts("路面塌陷", 1)),
        },
    }
}

fn synced(file: &mut File, piece: &[u8]) -> std::io::Result<()> {
    for _ in 0..ORDERS {
        file.write_all(piece)?;
        file.sync_data()?;
    }
    Ok(())
}

/// So many orders given at once, again and again; what each took.
async fn together(outbox: &Outbox, user: &User, number: usize) -> Result<Duration, Failure> {
    let rounds = ORDERS.div_ceil(number);
    let mut whole = Duration::ZERO;
    for _ in 0..rounds {
        let orders: Vec<_> = (0..number).map(|_| order(outbox)).collect();
        let began = std::time::Instant::now();
        let adding: Vec<_> = orders
            .into_iter()
            .map(|order| {
                let (outbox, user) = (outbox.clone(), user.clone());
                tokio::spawn(async move { outbox.add(&order, order.subjects[0].id, &user).await })
            })
            .collect();
        for added in adding {
            added
                .await
                .map_err(|stopped| Failure::Unexpected(stopped.to_string()))??;
        }
        whole += began.elapsed();
    }
    Ok(whole / (rounds * number) as u32)
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
