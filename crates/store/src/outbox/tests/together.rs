//! Orders that are given while the disk is busy.

use futures_util::future::join_all;
use tempfile::TempDir;

use super::super::wal::{Frame, Wal};
use super::*;

/// So many commits stand in the log.
fn commits(file: &std::path::Path) -> usize {
    let log = Wal::beside(file).unwrap().unwrap();
    let of_this_turn = log.frames().filter(|frame| log.is_of_this_turn(frame));
    of_this_turn.filter(Frame::ends_a_commit).count()
}

/// Lets orders be given while somebody else has the file, until every one has been handed in.
async fn while_busy<T>(outbox: &Outbox, giving: impl Future<Output = T>) -> T {
    let busy = outbox.pool.acquire().await.unwrap();
    let done = async {
        tokio::task::yield_now().await;
        drop(busy);
    };
    tokio::join!(giving, done).0
}

#[tokio::test]
async fn what_is_given_while_the_disk_is_busy_shares_one_commit_in_the_sequence_it_was_given() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("outbox.sqlite");
    let outbox = Outbox::open(&path, Uuid::now_v7()).await.unwrap();
    give(&outbox, "第一件").await;
    let before = commits(&path);
    let orders: Vec<Envelope> = (0..40)
        .map(|nth| report(outbox.device(), &format!("第{nth}件, 同时")))
        .collect();
    let author = user(0);
    let giving = orders
        .iter()
        .map(|order| outbox.add(order, order.subjects[0].id, &author));
    let given = while_busy(&outbox, join_all(giving)).await;
    assert!(given.iter().all(Result::is_ok), "{given:?}");
    let after = commits(&path) - before;
    assert!(after <= 2, "forty orders took {after} commits");
    let kept = outbox.sendable(u32::MAX).await.unwrap().orders;
    let kept: Vec<&Envelope> = kept.iter().map(|order| &order.envelope).skip(1).collect();
    assert_eq!(kept, orders.iter().collect::<Vec<_>>());
    outbox.close().await;
}

#[tokio::test]
async fn an_order_that_cannot_be_written_takes_no_other_with_it() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("outbox.sqlite");
    let outbox = Outbox::open(&path, Uuid::now_v7()).await.unwrap();
    let known = give(&outbox, "已有的").await;
    let others = [
        report(outbox.device(), "别的"),
        report(outbox.device(), "又一件"),
    ];
    let author = user(0);
    let pair = [report(outbox.device(), "同一批"), known.clone()];
    let giving = async {
        tokio::join!(
            outbox.add(&others[0], others[0].subjects[0].id, &author),
            outbox.add_all(&pair, &author),
            outbox.add(&others[1], others[1].subjects[0].id, &author),
        )
    };
    let (first, second, third) = while_busy(&outbox, giving).await;
    first.unwrap();
    second.unwrap_err();
    third.unwrap();
    let kept = outbox.sendable(u32::MAX).await.unwrap().orders;
    let kept: Vec<Uuid> = kept.iter().map(|order| order.envelope.id).collect();
    assert_eq!(
        kept,
        [known.id, others[0].id, others[1].id],
        "nothing of the pair whose half was known"
    );
    outbox.close().await;
}

#[tokio::test]
async fn an_order_whose_giver_has_gone_is_written_all_the_same() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("outbox.sqlite");
    let outbox = Outbox::open(&path, Uuid::now_v7()).await.unwrap();
    let author = user(0);
    let pair = [report(outbox.device(), "一"), report(outbox.device(), "二")];
    let busy = outbox.pool.acquire().await.unwrap();
    let gone = tokio::time::timeout(
        std::time::Duration::from_millis(1),
        outbox.add_all(&pair, &author),
    );
    gone.await.unwrap_err();
    drop(busy);
    let last = give(&outbox, "后来的").await;
    let kept = outbox.sendable(u32::MAX).await.unwrap().orders;
    let kept: Vec<Uuid> = kept.iter().map(|order| order.envelope.id).collect();
    assert_eq!(kept, [pair[0].id, pair[1].id, last.id]);
    outbox.close().await;
}
