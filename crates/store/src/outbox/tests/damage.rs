//! A damaged file: what SQLite can still read survives, nothing altered is taken for an order, and
//! the program opens in every case.

use std::collections::BTreeMap;
use std::path::Path;

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sqlx::{Connection, SqliteConnection};
use tempfile::TempDir;

use super::*;

const NAME: &str = "outbox.sqlite";

/// A file with orders in it and in its log, as a kill leaves them; and every order by its place.
async fn in_use(folder: &Path) -> (BTreeMap<i64, Envelope>, Uuid) {
    let place = TempDir::new().unwrap();
    let path = place.path().join(NAME);
    let device = Uuid::now_v7();
    let outbox = Outbox::open(&path, device).await.unwrap();
    let known = KnownUser {
        user: user(0),
        password_hash: "hash".to_owned(),
        grant: Secret("grant".to_owned()),
        signed_in_at: Timestamp::UNIX_EPOCH,
    };
    outbox.remember(&known).await.unwrap();
    let mut given = BTreeMap::new();
    for seq in 1..=40 {
        let envelope = give(&outbox, &format!("第{seq}件")).await;
        match seq % 4 {
            0 => outbox
                .answered(envelope.id, &applied(), None, Timestamp::now())
                .await
                .unwrap(),
            1 => outbox
                .answered(envelope.id, &refused(), None, Timestamp::now())
                .await
                .unwrap(),
            _ => {}
        }
        given.insert(seq, envelope);
    }
    outbox.close().await;
    let outbox = Outbox::open(&path, Uuid::now_v7()).await.unwrap();
    for seq in 41..=80 {
        given.insert(seq, give(&outbox, &format!("第{seq}件")).await);
    }
    for suffix in ["", "-wal"] {
        let name = format!("{NAME}{suffix}");
        std::fs::copy(place.path().join(&name), folder.join(&name)).unwrap();
    }
    outbox.close().await;
    (given, device)
}

fn copy(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

/// What SQLite itself still reads, order by order, on a copy.
async fn still_read(folder: &Path, given: &BTreeMap<i64, Envelope>) -> Vec<Uuid> {
    let own = TempDir::new().unwrap();
    copy(folder, own.path());
    let address = format!("sqlite:{}", own.path().join(NAME).display());
    let Ok(mut connection) = SqliteConnection::connect(&address).await else {
        return Vec::new();
    };
    let mut read = Vec::new();
    for (seq, envelope) in given {
        let text: Result<Option<String>, _> =
            sqlx::query_scalar("SELECT envelope FROM orders WHERE seq = ?")
                .bind(seq)
                .fetch_optional(&mut connection)
                .await;
        let author: Result<Option<String>, _> =
            sqlx::query_scalar("SELECT author FROM orders WHERE seq = ?")
                .bind(seq)
                .fetch_optional(&mut connection)
                .await;
        let whole = serde_json::to_string(envelope).unwrap();
        let by = serde_json::to_string(&user(0)).unwrap();
        if text.ok().flatten() == Some(whole) && author.ok().flatten() == Some(by) {
            read.push(envelope.id);
        }
    }
    read
}

/// Does something to a file that a disk could do; says what.
fn damage(folder: &Path, chance: &mut ChaCha8Rng) -> String {
    let name = if chance.random_bool(0.5) {
        NAME.to_owned()
    } else {
        format!("{NAME}-wal")
    };
    let file = folder.join(&name);
    let mut bytes = std::fs::read(&file).unwrap();
    let told = match chance.random_range(0..5) {
        0 => {
            let length = chance.random_range(0..bytes.len());
            bytes.truncate(length);
            format!("{name} cut off at {length}")
        }
        1 => {
            let page = chance.random_range(0..bytes.len() / 4096);
            bytes[page * 4096..(page + 1) * 4096].fill(0);
            format!("{name} without 4096 bytes at {}", page * 4096)
        }
        2 => {
            let at = chance.random_range(0..100);
            bytes[at] ^= 1 << chance.random_range(0..8);
            format!("{name} with another byte {at} in its head")
        }
        _ => {
            let flips = chance.random_range(1..12);
            for _ in 0..flips {
                let at = chance.random_range(0..bytes.len());
                bytes[at] ^= 1 << chance.random_range(0..8);
            }
            format!("{name} with {flips} other bits")
        }
    };
    std::fs::write(&file, bytes).unwrap();
    told
}

async fn all(outbox: &Outbox) -> Vec<Order> {
    let mut orders = Vec::new();
    for part in [
        Part::Waiting,
        Part::SetAside,
        Part::Delivered,
        Part::Settled,
    ] {
        let page = outbox.page(part, (0, 1_000)).await.unwrap();
        orders.extend(page.into_iter().map(|listed| listed.order));
    }
    orders
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_sqlite_can_still_read_survives_and_nothing_altered_is_sent() {
    let whole = TempDir::new().unwrap();
    let (given, device) = in_use(whole.path()).await;
    let trials = std::env::var("ONEMAP_TRIALS").map_or(60, |trials| trials.parse().unwrap());
    let seed = std::env::var("ONEMAP_SEED").map_or(20_261_130, |seed| seed.parse().unwrap());
    println!("seed {seed}, {trials} trials");
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    let (mut found_out, mut saved, mut readable, mut new_devices) = (0, 0, 0, 0);
    let mut doubted = 0;
    for trial in 0..trials {
        let folder = TempDir::new().unwrap();
        copy(whole.path(), folder.path());
        let told = damage(folder.path(), &mut chance);
        let wanted = still_read(folder.path(), &given).await;
        let path = folder.path().join(NAME);
        let other = Uuid::now_v7();
        let opened = Outbox::open(&path, other).await;
        let outbox = opened.unwrap_or_else(|error| panic!("trial {trial}, {told}: {error}"));
        let orders = all(&outbox).await;
        for id in &wanted {
            assert!(
                orders.iter().any(|order| order.envelope.id == *id),
                "trial {trial}, {told}: an order that SQLite reads is gone"
            );
        }
        let unseen = |order: &&Order| order.last_failure.as_deref() != Some("unverified");
        doubted += orders.iter().filter(|order| !unseen(order)).count();
        assert!(
            orders
                .iter()
                .all(|order| unseen(&order) || order.state != OrderState::Waiting),
            "trial {trial}, {told}: what may be altered is not sent by itself"
        );
        for order in orders.iter().filter(unseen) {
            let was = given.values().find(|was| was.id == order.envelope.id);
            assert_eq!(
                Some(&order.envelope),
                was,
                "trial {trial}, {told}: an order is not what was given"
            );
        }
        let salvages = outbox.salvages().await.unwrap();
        assert!(
            orders.len() >= wanted.len() && (salvages.len() <= 1),
            "trial {trial}, {told}"
        );
        match salvages.first() {
            Some(salvage) => {
                found_out += 1;
                assert_eq!(
                    salvage.saved as usize,
                    orders.len(),
                    "trial {trial}, {told}"
                );
                let kept = folder.path().join(&salvage.file);
                let wal = folder.path().join(format!("{}-wal", salvage.file));
                assert!(kept.exists() || wal.exists(), "trial {trial}, {told}");
                let new = outbox.device() != device;
                assert_eq!(salvage.new_device, new, "trial {trial}, {told}");
                new_devices += u32::from(new);
            }
            None => assert_eq!(outbox.device(), device, "trial {trial}, {told}"),
        }
        saved += orders.len();
        readable += wanted.len();
        // It works on, and is whole.
        give(&outbox, "之后").await;
        outbox.close().await;
        let again = Outbox::open(&path, other).await.unwrap();
        assert_eq!(all(&again).await.len(), orders.len() + 1);
        again.close().await;
    }
    println!(
        "{trials} trials: {found_out} found damaged, {readable} orders readable to SQLite, \
         {saved} saved of {}, {doubted} of them for a person to read, {new_devices} new devices",
        trials * given.len()
    );
    assert!(found_out > trials / 4, "the damage is real");
}

#[tokio::test(flavor = "multi_thread")]
async fn orders_behind_a_broken_frame_of_the_log_are_saved_and_it_is_said() {
    let folder = TempDir::new().unwrap();
    let (given, device) = in_use(folder.path()).await;
    let wal = folder.path().join(format!("{NAME}-wal"));
    let mut bytes = std::fs::read(&wal).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x10;
    std::fs::write(&wal, bytes).unwrap();
    let seen_by_sqlite = still_read(folder.path(), &given).await.len();
    let path = folder.path().join(NAME);
    let outbox = Outbox::open(&path, Uuid::now_v7()).await.unwrap();
    let saved = all(&outbox).await.len();
    println!(
        "SQLite reads {seen_by_sqlite}, {saved} of {} are saved",
        given.len()
    );
    assert!(saved >= given.len() - 2 && saved > seen_by_sqlite + 10);
    assert_eq!(outbox.salvages().await.unwrap().len(), 1);
    assert_eq!(outbox.device(), device);
    let known = outbox.known(&user(0).actor.user).await.unwrap();
    assert!(known.is_some(), "who signed in can still do so off line");
    outbox.dismiss_salvages().await.unwrap();
    assert!(outbox.salvages().await.unwrap()[0].dismissed);
    outbox.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_without_its_first_page_gives_up_all_its_orders() {
    let folder = TempDir::new().unwrap();
    let (given, device) = in_use(folder.path()).await;
    let path = folder.path().join(NAME);
    let whole = Outbox::open(&path, Uuid::now_v7()).await.unwrap();
    whole.close().await;
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[..4096].fill(0xa5);
    std::fs::write(&path, bytes).unwrap();
    let outbox = Outbox::open(&path, Uuid::now_v7()).await.unwrap();
    assert_eq!(all(&outbox).await.len(), given.len());
    assert_eq!(outbox.device(), device, "its orders say which device it is");
    outbox.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_says_nothing_is_replaced_under_a_new_device_and_it_is_said() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join(NAME);
    std::fs::write(&path, vec![0x5a; 20_000]).unwrap();
    let device = Uuid::now_v7();
    let outbox = Outbox::open(&path, device).await.unwrap();
    let salvage = outbox.salvages().await.unwrap().remove(0);
    assert_eq!((salvage.saved, salvage.unreadable), (0, None));
    assert!(salvage.new_device && outbox.device() == device);
    let kept = std::fs::read(folder.path().join(&salvage.file)).unwrap();
    assert_eq!(kept, vec![0x5a; 20_000], "as it was");
    outbox.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn saving_that_was_broken_off_between_two_names_is_finished() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join(NAME);
    let device = Uuid::now_v7();
    let outbox = Outbox::open(&path, device).await.unwrap();
    give(&outbox, "已经救出").await;
    outbox.close().await;
    for there in [true, false] {
        std::fs::rename(
            &path,
            folder.path().join("outbox.sqlite.saved-20261130T010203"),
        )
        .unwrap();
        if there {
            std::fs::write(&path, b"damaged").unwrap();
            std::fs::write(folder.path().join("outbox.sqlite-wal"), b"also").unwrap();
        }
        let outbox = Outbox::open(&path, Uuid::now_v7()).await.unwrap();
        assert_eq!(outbox.device(), device);
        assert_eq!(outbox.sendable(10).await.unwrap().orders.len(), 1);
        outbox.close().await;
    }
    let aside = folder.path().join("outbox.sqlite.damaged-20261130T010203");
    assert_eq!(std::fs::read(aside).unwrap(), b"damaged");
}
