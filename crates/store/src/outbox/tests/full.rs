//! No room, or no right to write: an order is refused and nothing is half-written; reading goes on.

use std::path::Path;
use std::process::Command as Process;

use tempfile::TempDir;

use super::*;

async fn limit(outbox: &Outbox, pages: i64) {
    let sql = format!("PRAGMA max_page_count = {pages}");
    sqlx::query(sqlx::AssertSqlSafe(sql))
        .execute(&outbox.pool)
        .await
        .unwrap();
}

async fn is_whole(outbox: &Outbox) {
    let checked: String = sqlx::query_scalar("PRAGMA integrity_check")
        .fetch_one(&outbox.pool)
        .await
        .unwrap();
    assert_eq!(checked, "ok");
}

/// Gives orders until one is refused; the ids of those that were taken, and why no more.
async fn until_refused(outbox: &Outbox) -> (Vec<Uuid>, StoreError) {
    let mut taken = Vec::new();
    loop {
        let envelope = report(outbox.device(), &"长".repeat(300));
        let subject = envelope.subjects[0].id;
        match outbox.add(&envelope, subject, &user(0)).await {
            Ok(()) => taken.push(envelope.id),
            Err(error) => return (taken, error),
        }
        assert!(taken.len() < 10_000, "nothing stops it");
    }
}

async fn ids(outbox: &Outbox) -> Vec<Uuid> {
    let orders = outbox.sendable(u32::MAX).await.unwrap().orders;
    orders.into_iter().map(|order| order.envelope.id).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_that_finds_no_room_is_refused_and_nothing_of_it_is_there() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("outbox.sqlite");
    let outbox = Outbox::open(&path, Uuid::now_v7()).await.unwrap();
    let pages: i64 = sqlx::query_scalar("PRAGMA page_count")
        .fetch_one(&outbox.pool)
        .await
        .unwrap();
    limit(&outbox, pages + 6).await;
    let (taken, why) = until_refused(&outbox).await;
    assert!(matches!(why, StoreError::Full), "{why}");
    let said = onemap_protocol::problem::Problem::from(why);
    assert_eq!(said.code, "disk_full");
    assert!(!taken.is_empty());
    let many: Vec<Envelope> = (0..20)
        .map(|_| report(outbox.device(), &"多".repeat(300)))
        .collect();
    let refused = outbox.add_all(&many, &user(0)).await.unwrap_err();
    assert!(matches!(refused, StoreError::Full), "{refused}");
    assert_eq!(ids(&outbox).await, taken, "all that was taken, and no half");
    assert_eq!(outbox.counts().await.unwrap().0 as usize, taken.len());
    is_whole(&outbox).await;
    limit(&outbox, 1_000_000).await;
    give(&outbox, "有地方了").await;
    outbox.close().await;
    let outbox = Outbox::open(&path, Uuid::now_v7()).await.unwrap();
    assert!(outbox.salvages().await.unwrap().is_empty());
    assert_eq!(ids(&outbox).await.len(), taken.len() + 1);
    outbox.close().await;
}

/// A file system of its own in memory; `None`, said aloud, where nobody may mount one.
struct Small(TempDir);

impl Small {
    fn mounted() -> Option<Small> {
        let folder = TempDir::new().unwrap();
        let small = run(
            &["mount", "-t", "tmpfs", "-o", "size=512k", "none"],
            folder.path(),
        );
        if !small {
            eprintln!("SKIPPED: no file system can be mounted here");
            return None;
        }
        Some(Small(folder))
    }

    fn read_only(&self, read_only: bool) {
        let how = if read_only {
            "remount,ro"
        } else {
            "remount,rw"
        };
        assert!(run(&["mount", "-o", how], self.0.path()));
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        assert!(run(&["umount"], self.0.path()));
    }
}

fn run(command: &[&str], folder: &Path) -> bool {
    let done = Process::new(command[0])
        .args(&command[1..])
        .arg(folder)
        .output();
    done.is_ok_and(|output| output.status.success())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_real_disk_that_is_full_or_read_only_refuses_aloud_and_can_be_read() {
    let Some(small) = Small::mounted() else {
        return;
    };
    let path = small.0.path().join("outbox.sqlite");
    let outbox = Outbox::open(&path, Uuid::now_v7()).await.unwrap();
    let (taken, why) = until_refused(&outbox).await;
    assert!(matches!(why, StoreError::Full), "{why}");
    assert_eq!(ids(&outbox).await, taken);
    is_whole(&outbox).await;
    outbox.close().await;

    let outbox = Outbox::open(&path, Uuid::now_v7()).await.unwrap();
    assert_eq!(
        ids(&outbox).await,
        taken,
        "closed and opened on a full disk"
    );
    outbox.close().await;

    let folder = TempDir::new().unwrap();
    let other = folder.path().join("outbox.sqlite");
    std::fs::copy(&path, &other).unwrap();
    for file in std::fs::read_dir(small.0.path()).unwrap() {
        std::fs::remove_file(file.unwrap().path()).unwrap();
    }
    let outbox = Outbox::open(&path, Uuid::now_v7()).await.unwrap();
    let given = give(&outbox, "写得进").await;
    // As a disk does that the system no longer trusts; SQLite keeps its handles.
    let pool = outbox.pool.clone();
    sqlx::query("PRAGMA query_only = 1")
        .execute(&pool)
        .await
        .unwrap();
    let envelope = report(outbox.device(), "写不进");
    let subject = envelope.subjects[0].id;
    let refused = outbox.add(&envelope, subject, &user(0)).await.unwrap_err();
    assert!(matches!(refused, StoreError::ReadOnly { .. }), "{refused}");
    let said = onemap_protocol::problem::Problem::from(refused);
    assert_eq!(said.code, "storage_read_only");
    assert_eq!(ids(&outbox).await, [given.id], "reading goes on");
    sqlx::query("PRAGMA query_only = 0")
        .execute(&pool)
        .await
        .unwrap();
    outbox.close().await;
    small.read_only(true);
    let refused = Outbox::open(&path, Uuid::now_v7()).await.err().unwrap();
    let said = onemap_protocol::problem::Problem::from(refused);
    println!("opened on a read-only disk: {}", said.code);
    assert!(
        std::fs::read_dir(small.0.path()).unwrap().all(|file| {
            let name = file.unwrap().file_name();
            !name.to_string_lossy().contains("damaged")
        }),
        "a disk that cannot be written is no damage"
    );
    small.read_only(false);
    let outbox = Outbox::open(&path, Uuid::now_v7()).await.unwrap();
    assert_eq!(ids(&outbox).await, [given.id]);
    outbox.close().await;
}
