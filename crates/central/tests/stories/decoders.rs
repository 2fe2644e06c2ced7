//! Whatever bytes come in, nothing that reads them panics or takes memory without bound. Good bytes of every kind
//! are broken in many small ways, the same ways every time.
//!
//! Another way with `ONEMAP_DECODERS_SEED`, longer with `ONEMAP_DECODERS_TIMES` (one is a few seconds).

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::Instant;

use onemap_central::open311::posted::Posted;
use onemap_domain::command::Command;
use onemap_exchange::county::{County, CountyError};
use onemap_exchange::{calendar, messages, profile};
use onemap_protocol::command::{Batch, BatchAnswer, Envelope};
use onemap_protocol::feed::{FeedPage, SnapshotLine, StreamTick};
use onemap_protocol::session::SignIn;
use onemap_testkit::broken::{broken, peak};
use onemap_testkit::county::{facts, small_county};
use rand::SeedableRng;
use rand::seq::IndexedRandom as _;
use rand_chacha::ChaCha8Rng;
use rust_xlsxwriter::Workbook;

use crate::stage::Stage;

/// What a whole run may add to the memory of this process at its peak.
const MEMORY: u64 = 1 << 30;

/// One kind of bytes, and what reads them; how often it is tried follows how slow it is.
struct Kind {
    name: &'static str,
    good: Vec<Vec<u8>>,
    times: usize,
    read: fn(&[u8]),
}

fn json<T: serde::de::DeserializeOwned>(bytes: &[u8]) {
    let _ = serde_json::from_slice::<T>(bytes);
}

fn text(bytes: &[u8], read: impl Fn(&str)) {
    read(&String::from_utf8_lossy(bytes));
}

fn assets(folder: &str, most: usize) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../assets")
        .join(folder);
    let files = std::fs::read_dir(&folder)
        .unwrap()
        .map(|file| file.unwrap().path());
    let mut files: Vec<PathBuf> = files
        .filter(|file| file.extension().is_some_and(|ending| ending == "toml"))
        .collect();
    files.sort();
    let texts = files
        .iter()
        .take(most)
        .map(|file| std::fs::read(file).unwrap());
    let texts: Vec<_> = texts.collect();
    assert!(!texts.is_empty(), "{}", folder.display());
    texts
}

fn sheet() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let heads = [
        "留言编号",
        "留言用户",
        "留言时间",
        "留言主题",
        "留言详情",
        "点赞数",
        "反对数",
    ];
    for (column, head) in heads.into_iter().enumerate() {
        sheet.write(0, column as u16, head).unwrap();
        for row in 1..20 {
            sheet
                .write(row, column as u16, format!("{row}{head}"))
                .unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

#[expect(
    clippy::too_many_lines,
    reason = "a list of kinds, one after the other"
)]
async fn kinds() -> Vec<Kind> {
    let stage = Stage::small().await;
    let operator = stage.signed_in("wangmin").await;
    let read = async |path: &str| {
        let answer = operator.asks(path).send().await.unwrap();
        answer.bytes().await.unwrap().to_vec()
    };
    let snapshot = read("/v1/snapshot").await;
    let lines = snapshot
        .split(|byte| *byte == b'\n')
        .map(<[u8]>::to_vec)
        .collect();
    let feed = read("/v1/feed?after=0&limit=20").await;
    let case = onemap_domain::case::CaseId(uuid::Uuid::now_v7());
    let report = Command::Report {
        facts: Box::new(facts("井盖破损", 1)),
    };
    let order = operator.order(case, 0, report);
    let batch = Batch {
        history_id: None,
        commands: vec![order.clone(), order.clone()],
    };
    let answers = operator.sends(vec![order.clone()]).await;
    let written = |value: serde_json::Result<Vec<u8>>| vec![value.unwrap()];
    let form = "api_key=a.b&service_code=sewage&lat=28.58&long=105.72&description=%E8%B7%AF\
        &attribute[pole]=L-204&media_url=https%3A%2F%2Fexample.org";
    let county = small_county();
    let kind = |name, good, times, read| Kind {
        name,
        good,
        times,
        read,
    };
    vec![
        kind("a line of a snapshot", lines, 4_000, |bytes| {
            let _ = SnapshotLine::read(bytes);
        }),
        kind("a page of the feed", vec![feed], 400, json::<FeedPage>),
        kind(
            "an envelope",
            written(serde_json::to_vec(&order)),
            4_000,
            json::<Envelope>,
        ),
        kind(
            "a batch",
            written(serde_json::to_vec(&batch)),
            2_000,
            json::<Batch>,
        ),
        kind(
            "answers",
            written(serde_json::to_vec(&answers)),
            4_000,
            json::<BatchAnswer>,
        ),
        kind(
            "a tick",
            vec![
                b"{\"history_id\":\"01a22dd7-305a-710e-b0f0-aef78a630508\",\"cursor\":5,\
                \"register_version\":1,\"central_time\":\"2026-11-30T19:05:44Z\"}"
                    .to_vec(),
            ],
            4_000,
            json::<StreamTick>,
        ),
        kind(
            "a sign-in",
            vec![
                b"{\"user\":\"a\",\"password\":\"b\",\
                \"device\":\"01a22dd7-305a-710e-b0f0-aef78a630508\"}"
                    .to_vec(),
            ],
            2_000,
            json::<SignIn>,
        ),
        kind(
            "a form of Open311",
            vec![form.as_bytes().to_vec()],
            4_000,
            |bytes| {
                let _ = Posted::read(bytes);
            },
        ),
        kind(
            "a county package",
            vec![county.pack().unwrap()],
            2_000,
            |bytes| {
                let _ = County::unpack(bytes);
            },
        ),
        kind(
            "a county",
            written(serde_json::to_vec(&county)),
            300,
            json::<County>,
        ),
        kind("a profile", assets("profiles", 9), 40, |bytes| {
            text(bytes, |text| drop(profile::read(text)));
        }),
        kind("a calendar", assets("calendars", 30), 400, |bytes| {
            text(bytes, |text| drop(calendar::read(text)));
        }),
        kind("a sheet of messages", vec![sheet()], 400, |bytes| {
            let _ = messages::read(bytes, &mut |_, _| {});
        }),
    ]
}

#[tokio::test]
async fn no_bytes_that_come_in_make_a_reader_panic_or_take_memory_without_bound() {
    let asked_for =
        |name: &str, usual: u64| std::env::var(name).map_or(usual, |text| text.parse().unwrap());
    let seed = asked_for("ONEMAP_DECODERS_SEED", 20_261_130);
    let times = asked_for("ONEMAP_DECODERS_TIMES", 1) as usize;
    println!("seed {seed}");
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    let kinds = kinds().await;
    let (before, mut tried) = (peak(), 0);
    let begun = Instant::now();
    for kind in &kinds {
        for nth in 0..kind.times * times {
            let good = kind.good.choose(&mut chance).unwrap();
            let other = kinds
                .choose(&mut chance)
                .unwrap()
                .good
                .choose(&mut chance)
                .unwrap();
            let bytes = broken(good, other, &mut chance);
            let read = catch_unwind(AssertUnwindSafe(|| (kind.read)(&bytes)));
            assert!(
                read.is_ok(),
                "ONEMAP_DECODERS_SEED={seed}: {} number {nth}: {:?}",
                kind.name,
                String::from_utf8_lossy(&bytes)
            );
            tried += 1;
        }
    }
    let more = peak().saturating_sub(before);
    println!(
        "{tried} broken inputs in {:?}, {} MiB more",
        begun.elapsed(),
        more >> 20
    );
    assert!(more < MEMORY, "{more} bytes more");
}

#[test]
fn a_few_bytes_that_unpack_to_a_gigabyte_are_no_county() {
    let mut bomb = zstd::Encoder::new(Vec::new(), 1).unwrap();
    let piece = vec![b' '; 1 << 20];
    for _ in 0..=(onemap_exchange::county::UNPACKED >> 20) {
        std::io::Write::write_all(&mut bomb, &piece).unwrap();
    }
    let bomb = bomb.finish().unwrap();
    assert!(bomb.len() < 1 << 20, "{}", bomb.len());
    assert!(matches!(County::unpack(&bomb), Err(CountyError::TooLarge)));
}
