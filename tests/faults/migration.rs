//! An outbox of the first version is opened by this one, and the program dies at every step of it: with
//! its power on, and cut. What waits in the file waits in it afterwards.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use onemap_store::outbox::Outbox;
use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode};
use sqlx::{ConnectOptions as _, Connection as _, Row as _};
use uuid::Uuid;

use crate::check;
use crate::power::Survives;
use crate::world::{Plan, Program, World, copy};

static STEPS: Migrator = sqlx::migrate!("crates/store/migrations/outbox");

/// Orders in the file of the first version.
const ORDERS: usize = 20;

/// Opens an outbox and closes it: what the program does that is killed.
pub async fn open(folder: &Path) {
    let path = folder.join("outbox.sqlite");
    let outbox = Outbox::open(&path, Uuid::now_v7()).await.unwrap();
    outbox.close().await;
}

/// Gives back how many steps there were.
pub async fn killed_at_every_step(world: &mut World) -> u64 {
    let first = world.folder.join("first-version");
    let orders = of_the_first_version(&world.console_folder(0), &first).await;
    let nobody = Arc::default();
    for step in 1.. {
        let mut ended = true;
        for power in [None, Some(Survives::Nothing), Some(Survives::Some)] {
            let folder = world.folder.join("opened");
            let _none = std::fs::remove_dir_all(&folder);
            copy(&first, &folder);
            let plan = Plan {
                dies_at: step,
                power,
                lies: false,
            };
            let mut program = Program::start(world.disk(), &folder, &["open"], plan, &nobody);
            let status = program.waited(Duration::from_secs(20));
            ended &= status.success();
            program.forget(world.chance());
            let missing = check::missing(&folder, &orders).await;
            assert_eq!(missing, 0, "step {step}, {power:?}: orders are missing");
            let salvaged = std::fs::read_dir(&folder).unwrap().flatten();
            let mut names = salvaged.map(|entry| entry.file_name().to_string_lossy().into_owned());
            let damaged = names.find(|name| name.contains("damaged"));
            assert_eq!(damaged, None, "step {step}, {power:?}: nothing was damaged");
        }
        if ended {
            return step - 1;
        }
    }
    unreachable!("opening a file has an end")
}

/// Some orders of a console as the first version kept them.
async fn of_the_first_version(console: &Path, folder: &Path) -> Vec<Uuid> {
    std::fs::create_dir_all(folder).unwrap();
    let file = folder.join("outbox.sqlite");
    let options = SqliteConnectOptions::new()
        .filename(&file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal);
    let mut old = options.connect().await.unwrap();
    let first = STEPS.iter().take(1).cloned().collect();
    let steps = Migrator::with_migrations(first);
    steps.run(&mut old).await.unwrap();
    let of_now = SqliteConnectOptions::new().filename(console.join("outbox.sqlite"));
    let mut of_now = of_now.connect().await.unwrap();
    let rows =
        sqlx::query("SELECT id, subject_id, envelope, author, issued_at FROM orders LIMIT ?")
            .bind(ORDERS as i64)
            .fetch_all(&mut of_now)
            .await
            .unwrap();
    let mut orders = Vec::new();
    for row in rows {
        sqlx::query(
            "INSERT INTO orders (id, case_id, envelope, author, issued_at) VALUES (?, ?, ?, ?, ?)",
        )
        .bind(row.get::<&str, _>("id"))
        .bind(row.get::<&str, _>("subject_id"))
        .bind(row.get::<&str, _>("envelope"))
        .bind(row.get::<&str, _>("author"))
        .bind(row.get::<i64, _>("issued_at"))
        .execute(&mut old)
        .await
        .unwrap();
        orders.push(Uuid::parse_str(row.get("id")).unwrap());
    }
    sqlx::query("INSERT INTO device (id) VALUES (?)")
        .bind(Uuid::now_v7().to_string())
        .execute(&mut old)
        .await
        .unwrap();
    old.close().await.unwrap();
    of_now.close().await.unwrap();
    orders
}
