//! The bytes of attachments: durable with their order, sent after it, found out when they are altered.

use std::path::Path;

use jiff::SignedDuration;
use onemap_domain::case::{Attachment, ContentHash, MediaType};
use onemap_protocol::attachment::PIECE;
use sqlx::{Connection, SqliteConnection};
use tempfile::TempDir;

use super::*;

const NAME: &str = "outbox.sqlite";

async fn opened(folder: &Path) -> Outbox {
    Outbox::open(&folder.join(NAME), Uuid::now_v7())
        .await
        .unwrap()
}

/// Bytes of two pieces and a half, other ones for every word.
fn photo(word: &str) -> Vec<u8> {
    let length = (2 * PIECE + PIECE / 2) as usize;
    let bytes = word.bytes().cycle().enumerate();
    bytes
        .take(length)
        .map(|(at, byte)| byte.wrapping_add((at / 251) as u8))
        .collect()
}

async fn attach(outbox: &Outbox, word: &str) -> Envelope {
    let bytes = photo(word);
    let mut envelope = report(outbox.device(), word);
    envelope.command = Command::Attach {
        attachment: Attachment {
            sha256: ContentHash::of(&bytes),
            name: format!("{word}.jpg"),
            media_type: MediaType::Jpeg,
            size: bytes.len() as u64,
        },
    };
    let subject = envelope.subjects[0].id;
    let by = user(0);
    let added = outbox.add_attachment(&envelope, subject, &by, &bytes);
    added.await.unwrap();
    envelope
}

async fn delivered(outbox: &Outbox, envelope: &Envelope, at: Timestamp) {
    let durable = Durable {
        history: HistoryId(Uuid::nil()),
        cursor: Cursor(1),
    };
    outbox
        .answered(envelope.id, &applied(), Some(durable), at)
        .await
        .unwrap();
}

/// Sends everything that can go to nobody; the bytes in their sequence.
async fn drain(outbox: &Outbox, now: Timestamp) -> Vec<u8> {
    let mut sent = Vec::new();
    while let Some(piece) = outbox.next_piece().await.unwrap() {
        assert!(piece.bytes.len() as u64 <= PIECE, "one piece");
        sent.extend_from_slice(&piece.bytes);
        let held = piece.offset + piece.bytes.len() as u64;
        outbox.pieces_held(piece.order, held).await.unwrap();
        if held == piece.size {
            outbox.pieces_whole(piece.order, now).await.unwrap();
        }
    }
    sent
}

#[tokio::test]
async fn bytes_wait_for_their_order_and_go_on_from_where_the_central_has_them() {
    let folder = TempDir::new().unwrap();
    let outbox = opened(folder.path()).await;
    let now = Timestamp::now();
    let order = attach(&outbox, "路灯").await;
    assert_eq!(outbox.next_piece().await.unwrap(), None, "the order first");
    delivered(&outbox, &order, now).await;
    assert!(outbox.pieces_wait().await.unwrap());
    let first = outbox.next_piece().await.unwrap().unwrap();
    assert_eq!((first.offset, first.bytes.len() as u64), (0, PIECE));
    outbox.pieces_held(first.order, PIECE).await.unwrap();
    outbox.close().await;

    let outbox = opened(folder.path()).await;
    let next = outbox.next_piece().await.unwrap().unwrap();
    assert_eq!(next.offset, PIECE, "not from the beginning");
    // The central may stand anywhere.
    outbox.pieces_held(next.order, PIECE + 7).await.unwrap();
    let next = outbox.next_piece().await.unwrap().unwrap();
    let whole = photo("路灯");
    let wanted = &whole[(PIECE + 7) as usize..(2 * PIECE) as usize];
    assert_eq!((next.offset, next.bytes.as_slice()), (PIECE + 7, wanted));
    outbox.pieces_held(next.order, 0).await.unwrap();
    assert_eq!(drain(&outbox, now).await, whole);
    assert!(!outbox.pieces_wait().await.unwrap());
    let waiting = outbox.attachments_waiting(None).await.unwrap();
    assert_eq!(waiting, []);
    let kept = outbox.bytes_of(&ContentHash::of(&whole)).await.unwrap();
    assert_eq!(kept, Some(whole), "for a central that loses them");
    outbox.close().await;
}

#[tokio::test]
async fn an_attachment_that_cannot_be_written_leaves_no_order_behind() {
    let folder = TempDir::new().unwrap();
    let outbox = opened(folder.path()).await;
    sqlx::query("PRAGMA max_page_count = 60")
        .execute(&outbox.pool)
        .await
        .unwrap();
    let bytes = photo("太大");
    let envelope = report(outbox.device(), "太大");
    let subject = envelope.subjects[0].id;
    let by = user(0);
    let added = outbox.add_attachment(&envelope, subject, &by, &bytes);
    assert!(matches!(added.await, Err(StoreError::Full)));
    assert_eq!(outbox.counts().await.unwrap(), (0, 0));
    give(&outbox, "放得下").await;
    outbox.close().await;
}

#[tokio::test]
async fn altered_bytes_are_not_sent_and_are_shown_until_they_are_given_again() {
    let folder = TempDir::new().unwrap();
    let outbox = opened(folder.path()).await;
    let now = Timestamp::now();
    let (bad, good) = (attach(&outbox, "坏").await, attach(&outbox, "好").await);
    for order in [&bad, &good] {
        delivered(&outbox, order, now).await;
    }
    outbox.close().await;
    let address = format!("sqlite:{}", folder.path().join(NAME).display());
    let mut disk = SqliteConnection::connect(&address).await.unwrap();
    let altered =
        "UPDATE pieces SET bytes = zeroblob(length(bytes)) WHERE order_id = ? AND start > 0";
    sqlx::query(altered)
        .bind(bad.id.to_string())
        .execute(&mut disk)
        .await
        .unwrap();
    disk.close().await.unwrap();

    let outbox = opened(folder.path()).await;
    let sent = drain(&outbox, now).await;
    let whole = photo("坏");
    let wanted = [&whole[..PIECE as usize], &photo("好")].concat();
    assert!(sent == wanted, "the first piece, and then the next file");
    let waiting = outbox.attachments_waiting(None).await.unwrap();
    let stand: Vec<_> = waiting.iter().map(|one| (one.order, one.state)).collect();
    assert_eq!(stand, [(bad.id, BytesState::Damaged)]);
    let lost = outbox.bytes_of(&ContentHash::of(&whole)).await.unwrap();
    assert_eq!(lost, None);

    let stray = outbox.mend_attachment(b"something else").await.unwrap();
    assert_eq!(stray, None);
    let mended = outbox.mend_attachment(&whole).await.unwrap();
    assert_eq!(mended, Some(bad.id));
    assert_eq!(drain(&outbox, now).await, whole);
    outbox.close().await;
}

#[tokio::test]
async fn what_the_central_will_never_take_is_set_aside_until_a_person_tries_again() {
    let folder = TempDir::new().unwrap();
    let outbox = opened(folder.path()).await;
    let order = attach(&outbox, "照片").await;
    delivered(&outbox, &order, Timestamp::now()).await;
    outbox
        .set_pieces_aside(order.id, "attachment_kind")
        .await
        .unwrap();
    assert_eq!(outbox.next_piece().await.unwrap(), None);
    let subject = order.subjects[0].id;
    let waiting = outbox.attachments_waiting(Some(subject)).await.unwrap();
    assert_eq!(waiting[0].state, BytesState::SetAside);
    assert_eq!(waiting[0].last_failure.as_deref(), Some("attachment_kind"));
    assert_eq!(outbox.stuck_attachments().await.unwrap(), 1);
    outbox.retry_pieces().await.unwrap();
    assert!(outbox.next_piece().await.unwrap().is_some());
    outbox.close().await;
}

#[tokio::test]
async fn a_central_that_lost_them_is_asked_how_far_it_is_once_it_has_the_order_again() {
    let folder = TempDir::new().unwrap();
    let outbox = opened(folder.path()).await;
    let now = Timestamp::now();
    let order = attach(&outbox, "照片").await;
    outbox
        .follow(HistoryId(Uuid::nil()), None, now)
        .await
        .unwrap();
    delivered(&outbox, &order, now).await;
    drain(&outbox, now).await;
    outbox
        .follow(HistoryId(Uuid::max()), None, now)
        .await
        .unwrap();
    assert_eq!(outbox.next_piece().await.unwrap(), None, "the order first");
    delivered(&outbox, &order, now).await;
    let question = outbox.next_piece().await.unwrap().unwrap();
    assert_eq!((question.offset, question.bytes.len()), (question.size, 0));
    outbox.pieces_held(order.id, 0).await.unwrap();
    assert_eq!(drain(&outbox, now).await, photo("照片"));
    outbox.close().await;
}

#[tokio::test]
async fn what_the_central_has_is_dropped_when_its_order_can_not_be_given_again() {
    let folder = TempDir::new().unwrap();
    let outbox = opened(folder.path()).await;
    let now = Timestamp::now();
    let long_ago = now - SignedDuration::from_hours(24 * REPLAY_DAYS + 1);
    let (old, new) = (attach(&outbox, "旧").await, attach(&outbox, "新").await);
    delivered(&outbox, &old, long_ago).await;
    delivered(&outbox, &new, now).await;
    drain(&outbox, now).await;
    let has = async |word: &str| {
        let sha256 = ContentHash::of(&photo(word));
        outbox.bytes_of(&sha256).await.unwrap().is_some()
    };
    assert!(!has("旧").await && has("新").await);
    outbox.close().await;
}

#[tokio::test]
async fn an_order_in_the_place_of_another_takes_its_bytes_along() {
    let folder = TempDir::new().unwrap();
    let outbox = opened(folder.path()).await;
    let now = Timestamp::now();
    let old = attach(&outbox, "照片").await;
    outbox
        .answered(old.id, &refused(), None, now)
        .await
        .unwrap();
    let new = Envelope {
        id: Uuid::now_v7(),
        ..old.clone()
    };
    let subject = new.subjects[0].id;
    let by = user(0);
    let replaced = outbox.replace(old.id, "send_again", (&new, subject), &by, now);
    assert!(replaced.await.unwrap());
    delivered(&outbox, &new, now).await;
    assert_eq!(outbox.next_piece().await.unwrap().unwrap().order, new.id);
    assert_eq!(drain(&outbox, now).await, photo("照片"));
    outbox.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_damaged_file_the_bytes_that_are_whole_are_saved_and_the_others_are_shown() {
    let folder = TempDir::new().unwrap();
    let outbox = opened(folder.path()).await;
    let now = Timestamp::now();
    let mut given = Vec::new();
    for number in 1..=8 {
        let order = attach(&outbox, &format!("第{number}张")).await;
        delivered(&outbox, &order, now).await;
        given.push(order);
    }
    outbox.close().await;
    // A page in the middle of one photo, and an order's digest, so that it is found out at once.
    let path = folder.path().join(NAME);
    let mut bytes = std::fs::read(&path).unwrap();
    let photo_3 = photo("第3张");
    let needle = &photo_3[100_000..100_064];
    let at = bytes.windows(64).position(|window| window == needle);
    bytes[at.unwrap()] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    let address = format!("sqlite:{}", path.display());
    let mut disk = SqliteConnection::connect(&address).await.unwrap();
    sqlx::query("UPDATE orders SET digest = zeroblob(32) WHERE seq = 8")
        .execute(&mut disk)
        .await
        .unwrap();
    disk.close().await.unwrap();

    let outbox = opened(folder.path()).await;
    assert_eq!(outbox.salvages().await.unwrap().len(), 1);
    let waiting = outbox.attachments_waiting(None).await.unwrap();
    let damaged: Vec<Uuid> = waiting
        .iter()
        .filter(|one| one.state == BytesState::Damaged)
        .map(|one| one.order)
        .collect();
    assert_eq!(damaged, [given[2].id]);
    for number in (1..=8).filter(|number| *number != 3) {
        let sha256 = ContentHash::of(&photo(&format!("第{number}张")));
        assert!(
            outbox.bytes_of(&sha256).await.unwrap().is_some(),
            "{number}"
        );
    }
    outbox.close().await;
}
