//! How a console learns what happened.

use std::collections::BTreeMap;
use std::time::Duration;

use futures_util::StreamExt;
use onemap_domain::apply;
use onemap_domain::case::{Case, CaseId};
use onemap_domain::command::Command;
use onemap_protocol::feed::{Entry, FeedPage, SnapshotLine, StreamTick};
use onemap_testkit::county::story_case;
use tokio::time::timeout;

use crate::stage::{Person, Stage};

/// Folds the feed's events, and checks each state that came with one.
fn replayed(entries: Vec<Entry>) -> BTreeMap<CaseId, Case> {
    let mut states = BTreeMap::new();
    for entry in entries {
        let Entry::Event { recorded, case } = entry else {
            panic!("not an event: {entry:?}")
        };
        let state = apply(states.remove(&recorded.case), &recorded).unwrap();
        assert_eq!(state, *case, "an event comes with the state after it");
        states.insert(state.id, state);
    }
    states
}

#[tokio::test]
async fn the_snapshot_is_what_the_feed_replays_to_and_the_feed_goes_on_from_it() {
    let stage = Stage::small().await;
    let operator = stage.signed_in("wangmin").await;
    operator.reports("井盖破损", 2).await;
    let states = replayed(operator.feed(0, 7).await.0);
    let mut lines = operator.snapshot().await.into_iter();
    let Some(SnapshotLine::Head {
        cursor,
        cases,
        register_version,
        ..
    }) = lines.next()
    else {
        panic!("the head comes first")
    };
    assert_eq!(register_version, 1);
    let Some(SnapshotLine::Register { register }) = lines.next() else {
        panic!("then the register")
    };
    assert_eq!(register.areas.len(), 13);
    let mut snapshot = BTreeMap::new();
    for line in lines.by_ref().take(cases as usize) {
        let SnapshotLine::Case { case, events } = line else {
            panic!("then {cases} cases")
        };
        assert_eq!(events.iter().fold(None, apply).as_ref(), Some(&*case));
        snapshot.insert(case.id, *case);
    }
    assert_eq!(lines.next(), Some(SnapshotLine::End));
    assert_eq!(lines.next(), None);
    assert_eq!(snapshot, states);
    assert_eq!(operator.feed(cursor.0, 500).await.0, []);
    operator.reports("路灯不亮", 2).await;
    assert!(!operator.feed(cursor.0, 500).await.0.is_empty());
}

#[tokio::test]
async fn the_feed_resumes_at_any_cursor_without_a_gap_or_a_repetition() {
    let stage = Stage::small().await;
    let operator = stage.signed_in("wangmin").await;
    let (all, head) = operator.feed(0, 2000).await;
    assert_eq!(all.len() as u64, head, "one entry for each event");
    for cursor in [1, 7, head - 1, head] {
        let (rest, end) = operator.feed(cursor, 3).await;
        assert_eq!(rest, all[cursor as usize..]);
        assert_eq!(end, head);
    }
    let beyond: FeedPage = operator.reads("/v1/feed?after=1000000&limit=10").await;
    assert_eq!(
        (beyond.cursor.0, beyond.more),
        (head, false),
        "the reader sees it is beyond"
    );
}

/// The next tick of a stream.
pub async fn tick(
    stream: &mut (impl StreamExt<Item = reqwest::Result<Vec<u8>>> + Unpin),
) -> StreamTick {
    let mut text = String::new();
    while !text.contains("\n\n") {
        let part = stream.next().await.expect("the stream goes on").unwrap();
        text.push_str(std::str::from_utf8(&part).unwrap());
    }
    assert!(text.starts_with("event: tick\n"), "{text}");
    let data = text
        .lines()
        .find_map(|line| line.strip_prefix("data: "))
        .unwrap();
    serde_json::from_str(data).unwrap()
}

/// The parts of somebody's stream.
pub async fn stream(person: &Person) -> impl StreamExt<Item = reqwest::Result<Vec<u8>>> + Unpin {
    let response = person.asks("/v1/stream").send().await.unwrap();
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    Box::pin(
        response
            .bytes_stream()
            .map(|part| part.map(|bytes| bytes.to_vec())),
    )
}

#[tokio::test]
async fn a_commit_ticks_on_every_stream_within_two_seconds() {
    let stage = Stage::small().await;
    let (wangmin, lijun) = (
        stage.signed_in("wangmin").await,
        stage.signed_in("lijun").await,
    );
    let mut stream = stream(&lijun).await;
    let first = timeout(Duration::from_secs(2), tick(&mut stream))
        .await
        .expect("one at once");
    wangmin
        .does(
            story_case(3),
            Command::Verify {
                note: String::new(),
            },
        )
        .await;
    let second = timeout(Duration::from_secs(2), tick(&mut stream))
        .await
        .expect("within 2 s");
    assert_eq!(second.history_id, first.history_id);
    assert!(second.cursor > first.cursor);
    assert_eq!(second.cursor.0, lijun.feed(0, 2000).await.1);
}

#[tokio::test]
async fn an_idle_stream_beats() {
    let stage = Stage::small().await;
    let operator = stage.signed_in("wangmin").await;
    let mut stream = stream(&operator).await;
    let first = tick(&mut stream).await;
    let beat = timeout(Duration::from_secs(8), tick(&mut stream))
        .await
        .expect("a heartbeat");
    assert_eq!(beat.cursor, first.cursor);
}

#[tokio::test]
async fn an_answer_goes_small_to_whoever_takes_it_so_and_a_stream_goes_as_it_comes() {
    let stage = Stage::small().await;
    let operator = stage.signed_in("wangmin").await;
    for nth in 0..20 {
        operator.reports(&format!("井盖破损, 第{nth}处"), 2).await;
    }
    let plain = reqwest::Client::builder().no_zstd().build().unwrap();
    let asks = |path: &str| {
        let url = format!("{}{path}", operator.address);
        plain.get(url).bearer_auth(&operator.session.token.0)
    };
    let whole = asks("/v1/feed?limit=2000").send().await.unwrap();
    assert!(!whole.headers().contains_key("content-encoding"));
    let whole: FeedPage = whole.json().await.unwrap();
    let takes = |path: &str| asks(path).header("accept-encoding", "zstd").send();
    let small = takes("/v1/feed?limit=2000").await.unwrap();
    assert_eq!(small.headers()["content-encoding"], "zstd");
    let small = small.bytes().await.unwrap();
    let text = zstd::decode_all(&small[..]).unwrap();
    assert!(
        small.len() * 5 < text.len(),
        "{} bytes of {}",
        small.len(),
        text.len()
    );
    let page: FeedPage = serde_json::from_slice(&text).unwrap();
    assert_eq!(page.entries, whole.entries);
    let snapshot = takes("/v1/snapshot").await.unwrap();
    assert_eq!(snapshot.headers()["content-encoding"], "zstd");
    let ticks = takes("/v1/stream").await.unwrap();
    assert!(!ticks.headers().contains_key("content-encoding"));
}
