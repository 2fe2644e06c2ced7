//! Backups through the program itself: taken while people work, and put back. They are of files; what is told
//! of a file is not told again on PostgreSQL.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use onemap_central::repository::Repository as _;
use onemap_central::sqlite::SqliteRepository;
use onemap_domain::case::{Case, CaseId};
use onemap_domain::command::Command;
use onemap_testkit::county::facts;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use tempfile::TempDir;
use uuid::Uuid;

use crate::import::program;
use crate::place::on_postgres;
use crate::stage::{Person, Stage};

async fn copies(name: &str, file: &Path, database: &str, more: &[&str]) -> (i32, String) {
    let file = file.display().to_string();
    let mut arguments = vec![
        name,
        file.as_str(),
        "--database",
        database,
        "--language",
        "en",
    ];
    arguments.extend(more);
    let (code, said, problems) = program(&arguments).await;
    (code, format!("{said}{problems}"))
}

async fn is_good(database: &str) -> String {
    let (code, said, problems) =
        program(&["verify-log", "--database", database, "--language", "en"]).await;
    assert_eq!(code, 0, "{said}{problems}");
    said
}

fn in_folder(folder: &TempDir, name: &str) -> (PathBuf, String) {
    let file = folder.path().join(name);
    let address = format!("sqlite:{}", file.display());
    (file, address)
}

/// The number before ` events`.
fn events(said: &str) -> u64 {
    let before = said.split(" events").next().unwrap();
    let number = before.rsplit([' ', ':']).next().unwrap();
    number.parse().unwrap_or_else(|_| panic!("{said}"))
}

/// Reports one matter after the other until told to stop; gives back how many.
fn at_work(person: Person, stop: Arc<AtomicBool>) -> tokio::task::JoinHandle<u32> {
    tokio::spawn(async move {
        let mut given = 0;
        while !stop.load(Ordering::Relaxed) {
            person.reports(&format!("第{given}件"), given % 6).await;
            given += 1;
        }
        given as u32
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_under_load_holds_nobody_up_and_restores_to_a_log_that_is_good() {
    if on_postgres() {
        return;
    }
    let mut stage = Stage::small().await;
    let folder = TempDir::new().unwrap();
    let before = stage.signed_in("wangmin").await.all_cases().await.len();
    let stop = Arc::new(AtomicBool::new(false));
    let people: Vec<_> = [
        stage.signed_in("wangmin").await,
        stage.signed_in("lijun").await,
    ]
    .map(|person| at_work(person, stop.clone()))
    .into();
    let mut held = Vec::new();
    for night in 0..4 {
        let (file, _) = in_folder(&folder, &format!("night-{night}.sqlite"));
        let (code, said) = copies("backup", &file, &stage.database(), &[]).await;
        assert_eq!(code, 0, "{said}");
        assert!(said.contains("is whole"), "{said}");
        held.push((file, events(&said)));
    }
    stop.store(true, Ordering::Relaxed);
    let mut given = 0;
    for person in people {
        given += person.await.unwrap();
    }
    let reader = stage.signed_in("wangmin").await;
    let after = reader.all_cases().await.len();
    let (_, head) = reader.feed(0, 2000).await;
    println!("{given} reports while 4 backups were taken: {held:?}");
    assert_eq!(after, before + given as usize, "nobody was held up or lost");
    assert!(held.windows(2).all(|two| two[0].1 <= two[1].1), "{held:?}");
    assert!(
        held[3].1 > held[0].1 && held[3].1 <= head,
        "commands came in meanwhile: {held:?}"
    );
    let there = Repository::of(&stage.database()).await;
    stage.stop().await;
    for (file, events_held) in &held {
        let (_, database) = in_folder(&folder, &format!("restored-{events_held}.sqlite"));
        let (code, said) = copies("restore", file, &database, &["--replace"]).await;
        assert_eq!(code, 0, "{said}");
        assert_eq!(events(&said), *events_held, "{said}");
        assert!(said.contains("up to 20"), "it says until when: {said}");
        let good = is_good(&database).await;
        assert_eq!(
            good.split(" events").next().unwrap().rsplit(' ').next(),
            Some(events_held.to_string().as_str()),
            "{good}"
        );
        let here = Repository::of(&database).await;
        assert_ne!(here, there, "another history");
    }
    let rest: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains(".part"))
        .collect();
    assert!(rest.is_empty(), "nothing half-made is left: {rest:?}");
}

/// The history of a database.
struct Repository;

impl Repository {
    async fn of(database: &str) -> Uuid {
        let repository = SqliteRepository::open(database).await.unwrap();
        let history = repository.head().await.unwrap().history_id;
        repository.close().await;
        history.0
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restore_waits_for_nobody_to_have_the_database_and_keeps_the_one_it_replaces() {
    if on_postgres() {
        return;
    }
    let mut stage = Stage::small().await;
    let folder = TempDir::new().unwrap();
    let (file, _) = in_folder(&folder, "night.sqlite");
    let operator = stage.signed_in("wangmin").await;
    operator.reports("备份之前", 1).await;
    let (code, said) = copies("backup", &file, &stage.database(), &[]).await;
    assert_eq!(code, 0, "{said}");
    let lost = operator.reports("备份之后", 2).await;

    let (code, said) = copies("backup", &file, &stage.database(), &[]).await;
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("--replace"), "{said}");
    let (code, said) = copies("restore", &file, &stage.database(), &["--replace"]).await;
    assert_eq!(code, 1, "a central has it open: {said}");
    assert!(said.contains("in use"), "{said}");
    let case: Case = operator.reads(&format!("/v1/cases/{lost}")).await;
    assert_eq!(case.id, lost, "the running central was not disturbed");

    stage.stop().await;
    let (code, said) = copies("restore", &file, &stage.database(), &[]).await;
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("is there already"), "{said}");
    // A program that knows nothing of the lock, `sqlite3` at somebody's prompt.
    let other = sqlx::SqlitePool::connect(&stage.database()).await.unwrap();
    let _: i64 = sqlx::query_scalar("SELECT count(*) FROM events")
        .fetch_one(&other)
        .await
        .unwrap();
    let (code, said) = copies("restore", &file, &stage.database(), &["--replace"]).await;
    assert_eq!(code, 1, "{said}");
    other.close().await;

    let (code, said) = copies("restore", &file, &stage.database(), &["--replace"]).await;
    assert_eq!(code, 0, "{said}");
    let kept = said
        .lines()
        .find(|line| line.contains("is kept as"))
        .unwrap();
    let kept = kept.split(" as ").nth(1).unwrap().trim_end_matches('.');
    assert!(kept.contains(".replaced-20"), "{said}");
    is_good(&format!("sqlite:{kept}")).await;
    stage.restart().await;
    let operator = stage.signed_in("wangmin").await;
    assert!(
        !operator.all_cases().await.contains(&lost),
        "what came after the backup is not in it"
    );
    operator.reports("恢复之后", 3).await;
    stage.stop().await;
    is_good(&stage.database()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_no_whole_backup_is_refused_and_nothing_is_touched() {
    if on_postgres() {
        return;
    }
    let mut stage = Stage::small().await;
    let folder = TempDir::new().unwrap();
    let (file, _) = in_folder(&folder, "night.sqlite");
    let operator = stage.signed_in("wangmin").await;
    for nth in 0..40 {
        let report = Command::Report {
            facts: Box::new(facts(&format!("第{nth}件"), nth % 6)),
        };
        operator.does(CaseId(Uuid::now_v7()), report).await;
    }
    let (code, said) = copies("backup", &file, &stage.database(), &[]).await;
    assert_eq!(code, 0, "{said}");
    stage.stop().await;
    let there = Repository::of(&stage.database()).await;
    let whole = std::fs::read(&file).unwrap();

    let seed = 20_261_130;
    println!("seed {seed}");
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    let (bad, _) = in_folder(&folder, "bad.sqlite");
    for _ in 0..4 {
        let length = chance.random_range(0..whole.len());
        std::fs::write(&bad, &whole[..length]).unwrap();
        let (code, said) = copies("restore", &bad, &stage.database(), &["--replace"]).await;
        assert_eq!(code, 2, "cut at {length}: {said}");
        assert!(said.contains("no whole backup"), "cut at {length}: {said}");
    }
    std::fs::write(&bad, "not a database").unwrap();
    let (code, said) = copies("restore", &bad, &stage.database(), &["--replace"]).await;
    assert_eq!(code, 2, "{said}");
    let (missing, _) = in_folder(&folder, "missing.sqlite");
    let (code, said) = copies("restore", &missing, &stage.database(), &["--replace"]).await;
    assert_eq!(code, 2, "{said}");
    let (code, said) = copies("backup", &stage.file(), &stage.database(), &["--replace"]).await;
    assert_eq!(code, 2, "never over itself: {said}");
    let (_, nowhere) = in_folder(&folder, "nowhere.sqlite");
    let (code, said) = copies("backup", &bad, &nowhere, &["--replace"]).await;
    assert_eq!(code, 2, "no database, no backup: {said}");
    assert_eq!(Repository::of(&stage.database()).await, there);
    is_good(&stage.database()).await;
}

#[tokio::test]
async fn a_postgres_database_is_left_to_its_own_tools_and_that_is_said() {
    let folder = TempDir::new().unwrap();
    let (file, _) = in_folder(&folder, "night.sqlite");
    for name in ["backup", "restore"] {
        let (code, said) = copies(name, &file, "postgres://onemap@localhost/county", &[]).await;
        assert_eq!(code, 2, "{said}");
        assert!(said.contains("pg_dump"), "{said}");
    }
    assert!(!file.exists());
}
