//! Orders that come at the same moment share one transaction and one wait for the disk, and none of them
//! notices the others.

use std::collections::BTreeSet;
use std::sync::Arc;

use futures_util::future::join_all;
use onemap_central::acceptance::Submitted;
use onemap_central::database;
use onemap_central::error::StoreError;
use onemap_central::land::Land;
use onemap_central::repository::Repository;
use onemap_central::together::{Brought, Together};
use onemap_domain::case::CaseId;
use onemap_domain::command::Command;
use onemap_protocol::command::{Answer, Batch, Envelope};
use onemap_protocol::feed::{Entry, HistoryId};
use onemap_protocol::session::Secret;
use onemap_testkit::county::story_case;
use uuid::Uuid;

use crate::replicas::{is_good, report};
use crate::stage::{Person, Stage, small_hours, until};

fn one(order: &Envelope) -> Batch {
    Batch {
        history_id: None,
        commands: vec![order.clone()],
    }
}

fn note(person: &Person, case: CaseId) -> Envelope {
    let note = "现场已核实".to_owned();
    person.order(case, 0, Command::Verify { note })
}

/// Has these batches come while somebody else writes, so that all of them wait; what became of each, and how
/// many transactions they took.
async fn while_the_writer_is_busy(
    stage: &Stage,
    batches: Vec<Batch>,
) -> (Vec<Result<Submitted, StoreError>>, u64) {
    let repository: Arc<dyn Repository> = database::open(&stage.database()).await.unwrap();
    let elsewhere = database::open(&stage.database()).await.unwrap();
    let (version, register) = repository.register().await.unwrap().unwrap();
    let land = Arc::new(Land::new(version, register).unwrap());
    let (together, now) = (Arc::new(Together::default()), small_hours());
    let busy = elsewhere.begin().await.unwrap();
    let count = batches.len();
    let submitted = batches.into_iter().map(|batch| {
        let (land, batch) = (land.clone(), Arc::new(batch));
        together.submit(&repository, &now, Brought { land, batch })
    });
    let let_go = async {
        until("all wait", async || match together.waiting() {
            all if all == count => Ok(()),
            some => Err(some),
        })
        .await;
        drop(busy);
    };
    let before = repository.pressure().writers;
    let (done, ()) = tokio::join!(join_all(submitted), let_go);
    let transactions = repository.pressure().writers - before;
    repository.close().await;
    elsewhere.close().await;
    (done, transactions)
}

fn answers(done: &Result<Submitted, StoreError>) -> &[Answer] {
    match done {
        Ok(Submitted::Decided(answer, _)) => &answer.answers,
        other => panic!("it is decided: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn orders_that_wait_for_the_writer_share_its_transaction_and_each_has_its_own_outcome() {
    let stage = Stage::small().await;
    let wangmin = stage.signed_in("wangmin").await;
    let (first, second) = (report(&wangmin, "路灯不亮"), report(&wangmin, "井盖缺失"));
    let on_first = note(&wangmin, first.subjects[0].id.case());
    let on_nothing = note(&wangmin, CaseId(Uuid::now_v7()));
    let mut lapsed = report(&wangmin, "树枝断落");
    lapsed.author_grant = Secret("nobody's".to_owned());
    let elsewhere = Batch {
        history_id: Some(HistoryId(Uuid::now_v7())),
        ..one(&report(&wangmin, "另一段历史"))
    };
    let mut batches: Vec<Batch> = [&first, &on_nothing, &first, &on_first, &lapsed, &second]
        .map(one)
        .into();
    batches.push(elsewhere);
    let (_, before) = wangmin.feed(0, 2_000).await;

    let (done, transactions) = while_the_writer_is_busy(&stage, batches).await;
    assert_eq!(transactions, 1, "they share it");
    let [applied, refused, again, then, grant, other, no_history] = done.as_slice() else {
        panic!("{done:?}");
    };
    assert!(matches!(answers(applied), [Answer::Applied { .. }]));
    assert!(
        matches!(answers(refused), [Answer::Refused(_)]),
        "{refused:?}"
    );
    let [Answer::Duplicate { first: known }] = answers(again) else {
        panic!("what came twice is carried out once: {again:?}");
    };
    assert_eq!(**known, answers(applied)[0]);
    assert!(
        matches!(answers(then), [Answer::Applied { .. }]),
        "{then:?}"
    );
    assert_eq!(answers(grant), [Answer::GrantLapsed]);
    assert!(matches!(answers(other), [Answer::Applied { .. }]));
    assert!(answers(no_history).is_empty());

    for order in [&first, &second, &on_first, &on_nothing] {
        let told_again = wangmin.tries(order).await;
        assert!(
            matches!(told_again, Some(Answer::Duplicate { .. })),
            "what was told is kept: {told_again:?}"
        );
    }
    let (entries, head) = wangmin.feed(before, 2_000).await;
    assert_eq!(entries.len() as u64, head - before, "no gap");
    let last = match other {
        Ok(Submitted::Decided(answer, _)) => answer.durable_cursor.0,
        _ => 0,
    };
    assert_eq!(last, head, "each is told how far the log came with it");
    let subjects: BTreeSet<CaseId> = entries
        .iter()
        .map(|entry| match entry {
            Entry::Event { case, .. } => case.id,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(subjects.len(), 2);
    is_good(&stage.database()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_database_does_not_take_harms_none_of_those_it_shared_a_transaction_with() {
    let stage = Stage::small().await;
    let wangmin = stage.signed_in("wangmin").await;
    let known = report(&wangmin, "噪声扰民");
    let Some(Answer::Applied {
        number: Some(number),
        ..
    }) = wangmin.tries(&known).await
    else {
        panic!("it is reported");
    };
    let (day, last) = number.0.rsplit_once('-').unwrap();
    let next = format!("{day}-{:04}", last.parse::<u32>().unwrap() + 1);
    // The number that the next report is to get is somebody else's already.
    let take = format!("UPDATE cases SET number = '{next}' WHERE id = ?");
    assert_eq!(stage.altered(&take, story_case(0).0).await, 1);
    let broken = report(&wangmin, "垃圾堆放");
    let good = note(&wangmin, known.subjects[0].id.case());

    let batches = vec![one(&broken), one(&good)];
    let (done, transactions) = while_the_writer_is_busy(&stage, batches).await;
    assert_eq!(transactions, 3, "together, and then each by itself");
    assert!(
        matches!(done[0], Err(StoreError::Database(_))),
        "{:?}",
        done[0]
    );
    assert!(matches!(answers(&done[1]), [Answer::Applied { .. }]));
    let told_again = wangmin.tries(&good).await;
    assert!(
        matches!(told_again, Some(Answer::Duplicate { .. })),
        "{told_again:?}"
    );
    let (entries, head) = wangmin.feed(0, 2_000).await;
    assert_eq!(entries.len() as u64, head, "what failed has left no gap");
}

#[tokio::test(flavor = "multi_thread")]
async fn forty_who_report_at_the_same_moment_get_forty_numbers_and_a_whole_feed() {
    let stage = Stage::small().await;
    let wangmin = stage.signed_in("wangmin").await;
    let orders: Vec<Envelope> = (0..40)
        .map(|nth| report(&wangmin, &format!("第{nth}件")))
        .collect();
    let (_, before) = wangmin.feed(0, 2_000).await;
    let told = join_all(orders.iter().map(|order| wangmin.tries(order))).await;
    let numbers: BTreeSet<String> = told
        .into_iter()
        .map(|answer| match answer {
            Some(Answer::Applied {
                number: Some(number),
                ..
            }) => number.0,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(numbers.len(), 40);
    let (entries, head) = wangmin.feed(before, 2_000).await;
    assert_eq!(entries.len() as u64, head - before, "no gap");
    is_good(&stage.database()).await;
}
