//! What people decide about orders, and what the file keeps of it.

use tempfile::TempDir;

use super::*;

async fn opened() -> (TempDir, Outbox) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("outbox.sqlite");
    let outbox = Outbox::open(&path, Uuid::now_v7()).await.unwrap();
    (folder, outbox)
}

#[tokio::test]
async fn a_dropped_order_is_not_sent_and_is_kept_with_its_reason() {
    let (_folder, outbox) = opened().await;
    let order = give(&outbox, "误报").await;
    let at = Timestamp::from_millisecond(1_800_000_000_000).unwrap();
    let by = user(0);
    let dropped = outbox.drop_order(order.id, "重复登记", &by, at);
    assert!(dropped.await.unwrap());
    assert!(outbox.sendable(10).await.unwrap().orders.is_empty());
    assert!(outbox.unconfirmed().await.unwrap().is_empty());
    let settled = outbox.page(Part::Settled, (0, 10)).await.unwrap();
    let how = settled[0].settled.clone().unwrap();
    assert_eq!(
        (how.how.as_str(), how.reason.as_deref()),
        ("drop", Some("重复登记"))
    );
    assert_eq!((how.by, how.at), (Some(user(0)), Some(at)));
    assert!(!settled[0].was_sent, "the central never had it");
    let again = outbox
        .drop_order(order.id, "再次", &user(0), at)
        .await
        .unwrap();
    assert!(!again, "what is settled is not settled again");
    outbox.close().await;
}

#[tokio::test]
async fn an_order_that_was_dropped_too_late_counts_as_what_the_central_says() {
    let (_folder, outbox) = opened().await;
    let now = Timestamp::now();
    let (late, refused_late) = (
        give(&outbox, "已在路上").await,
        give(&outbox, "也在路上").await,
    );
    outbox
        .sending(&[late.id, refused_late.id], now)
        .await
        .unwrap();
    for order in [&late, &refused_late] {
        assert!(
            outbox
                .drop_order(order.id, "不要了", &user(0), now)
                .await
                .unwrap()
        );
    }
    let listed = outbox.page(Part::Settled, (0, 10)).await.unwrap();
    assert!(
        listed.iter().all(|order| order.was_sent),
        "it may have arrived"
    );
    outbox
        .answered(late.id, &applied(), None, now)
        .await
        .unwrap();
    outbox
        .answered(refused_late.id, &refused(), None, now)
        .await
        .unwrap();
    let counts = outbox.count_all().await.unwrap();
    assert_eq!(
        (counts.delivered, counts.settled, counts.set_aside),
        (1, 1, 0)
    );
    outbox.close().await;
}

#[tokio::test]
async fn an_order_in_the_place_of_another_is_given_once() {
    let (_folder, outbox) = opened().await;
    let now = Timestamp::now();
    let by = user(0);
    let old = give(&outbox, "被拒").await;
    let new = report(outbox.device(), "改过");
    let subject = new.subjects[0].id;
    let early = outbox.replace(old.id, "take_over", (&new, subject), &by, now);
    assert!(!early.await.unwrap(), "it waits, and is not set aside");
    outbox
        .answered(old.id, &refused(), None, now)
        .await
        .unwrap();
    let taken = outbox.replace(old.id, "take_over", (&new, subject), &by, now);
    assert!(taken.await.unwrap());
    let other = report(outbox.device(), "再改");
    let subject = other.subjects[0].id;
    let twice = outbox.replace(old.id, "send_again", (&other, subject), &by, now);
    assert!(!twice.await.unwrap());
    let waiting = outbox.sendable(10).await.unwrap().orders;
    assert_eq!(waiting.len(), 1);
    assert_eq!(waiting[0].envelope, new);
    let settled = outbox.page(Part::Settled, (0, 10)).await.unwrap();
    assert_eq!(
        settled[0].settled.clone().unwrap().replaced_by,
        Some(new.id)
    );
    outbox.close().await;
}

#[tokio::test]
async fn a_list_says_what_goes_before_and_behind_and_a_new_grant_ends_the_waiting_for_the_author() {
    let (_folder, outbox) = opened().await;
    let first = give(&outbox, "第一条").await;
    let subject = first.subjects[0].id;
    let mut second = report(outbox.device(), "第二条");
    second.subjects.clone_from(&first.subjects);
    outbox.add(&second, subject, &user(0)).await.unwrap();
    give(&outbox, "别的").await;
    let listed = outbox.page(Part::Waiting, (0, 10)).await.unwrap();
    let around: Vec<_> = listed.iter().map(|one| (one.ahead, one.behind)).collect();
    assert_eq!(around, [(0, 1), (1, 0), (0, 0)]);
    let one = outbox.page(Part::Waiting, (1, 1)).await.unwrap();
    assert_eq!(one[0].order.envelope.id, second.id);

    let lapsed = Answer::GrantLapsed;
    outbox
        .answered(first.id, &lapsed, None, Timestamp::now())
        .await
        .unwrap();
    let listed = outbox.page(Part::Waiting, (0, 1)).await.unwrap();
    assert_eq!(
        listed[0].order.last_failure.as_deref(),
        Some("grant_lapsed")
    );
    let known = KnownUser {
        user: user(0),
        password_hash: "hash".to_owned(),
        grant: Secret("another".to_owned()),
        signed_in_at: Timestamp::now(),
    };
    outbox.remember(&known).await.unwrap();
    let listed = outbox.page(Part::Waiting, (0, 1)).await.unwrap();
    assert_eq!(listed[0].order.last_failure, None);
    assert_eq!(listed[0].order.envelope.author_grant.0, "another");
    outbox.is_whole().await.unwrap();
    outbox.close().await;
}

#[tokio::test]
async fn five_hundred_orders_are_listed_a_page_at_a_time_and_quickly() {
    let (_folder, outbox) = opened().await;
    let orders: Vec<Envelope> = (0..500)
        .map(|nth| report(outbox.device(), &format!("第{nth}件")))
        .collect();
    outbox.add_all(&orders, &user(0)).await.unwrap();
    let start = std::time::Instant::now();
    let page = outbox.page(Part::Waiting, (450, 50)).await.unwrap();
    let counts = outbox.count_all().await.unwrap();
    let taken = start.elapsed();
    println!("a page of 500 after {} ms", taken.as_millis());
    assert_eq!((page.len(), counts.waiting), (50, 500));
    assert_eq!(page[49].order.envelope.id, orders[499].id);
    assert!(taken.as_millis() < 1_000, "{taken:?}");
    outbox.close().await;
}
