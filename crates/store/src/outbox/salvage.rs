//! A damaged outbox: what can be read is saved into a new file, row by row, and what happened is
//! kept in that one.
//!
//! The damaged file is never changed: it is read as a copy, and stays beside the new one under a dated
//! name. It is read in three ways, and an order that any of them gives whole is saved: as SQLite
//! reads it; with every frame of its write-ahead log put in, broken or not; and with the first page,
//! which says where everything is, in the place of a damaged one.
//!
//! Deliberately absent: pages that SQLite cannot find its way to in any of the three.

mod rows;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use futures_util::StreamExt as _;
use jiff::Timestamp;
use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePoolOptions};
use sqlx::{Connection as _, Row};
use uuid::Uuid;

use self::rows::{Found, Saved};
use super::wal::Wal;
use super::{FILE, MIGRATOR, Outbox, column, digest, moment, order, page};
use crate::StoreError;

const BESIDE: [&str; 3] = ["-wal", "-shm", "-journal"];

/// That the file was damaged once, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Salvage {
    /// When it was found.
    pub at: Timestamp,
    /// The damaged file's name, beside the outbox.
    pub file: String,
    /// Orders that were saved.
    pub saved: u32,
    /// At most so many could not be read; `None` when nobody can tell.
    pub unreadable: Option<u32>,
    /// The device's id could not be read either, and it has a new one.
    pub new_device: bool,
    /// Somebody has read of it.
    pub dismissed: bool,
}

impl Outbox {
    /// How often the file was damaged, newest first.
    pub async fn salvages(&self) -> Result<Vec<Salvage>, StoreError> {
        let rows = sqlx::query("SELECT * FROM salvages ORDER BY at DESC")
            .fetch_all(&self.pool)
            .await
            .map_err(StoreError::database(FILE))?;
        let salvage = |row: &sqlx::sqlite::SqliteRow| Salvage {
            at: moment(row.get("at")),
            file: row.get("file"),
            saved: row.get("saved"),
            unreadable: row.get("unreadable"),
            new_device: row.get("new_device"),
            dismissed: row.get("dismissed"),
        };
        Ok(rows.iter().map(salvage).collect())
    }

    /// Somebody has read that the file was damaged.
    pub async fn dismiss_salvages(&self) -> Result<(), StoreError> {
        sqlx::query("UPDATE salvages SET dismissed = 1")
            .execute(&self.pool)
            .await
            .map_err(StoreError::database(FILE))?;
        Ok(())
    }

    /// Whether every order is what was written. One that is not would stop all others: it is neither
    /// sent nor passed over.
    pub(super) async fn is_whole(&self) -> Result<(), StoreError> {
        let mut rows = sqlx::query("SELECT * FROM orders").fetch(&self.pool);
        while let Some(row) = rows.next().await {
            let row = row.map_err(StoreError::database(FILE))?;
            let digest: Option<&[u8]> = column(&row, "digest")?;
            let (envelope, author) = (column(&row, "envelope")?, column(&row, "author")?);
            if !digest::fits(digest, envelope, author) {
                return Err(StoreError::Damaged { file: FILE });
            }
            order(&row)?;
            page::settled(&row)?;
        }
        Ok(())
    }
}

/// Looks at the files before SQLite does, which would pass over what it cannot read.
pub(super) fn is_unbroken(path: &Path) -> Result<(), StoreError> {
    let wal = Wal::beside(path).map_err(files)?;
    let length = std::fs::metadata(path).map_or(0, |there| there.len());
    let broken = wal.is_some_and(|wal| {
        // Beside nothing, SQLite takes a log for a leftover and throws it away.
        wal.is_broken() || (length == 0 && wal.frames().next().is_some())
    });
    if broken {
        return Err(StoreError::Damaged { file: FILE });
    }
    Ok(())
}

/// Goes on with a change of files that was broken off: the new outbox was whole already.
pub(super) fn finish(path: &Path) -> Result<(), StoreError> {
    let Some((saved, stamp)) = whole(path)? else {
        return Ok(());
    };
    let aside = with(path, &format!(".damaged-{stamp}"));
    // First what SQLite would take for the new file's.
    for suffix in BESIDE.into_iter().chain([""]) {
        let from = with(path, suffix);
        if suffix == "-shm" {
            remove(&from)?;
        } else if from.exists() {
            std::fs::rename(&from, with(&aside, suffix)).map_err(files)?;
        }
    }
    std::fs::rename(saved, path).map_err(files)?;
    sync_folder(path)
}

/// A new outbox that was made and has not got its place yet.
fn whole(path: &Path) -> Result<Option<(PathBuf, String)>, StoreError> {
    let begins = format!("{}.saved-", name_of(path));
    let folder = match std::fs::read_dir(folder_of(path)) {
        Ok(folder) => folder,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(files(error)),
    };
    for entry in folder {
        let name = entry.map_err(files)?.file_name();
        let stamp = name.to_str().and_then(|name| name.strip_prefix(&begins));
        if let Some(stamp) = stamp.filter(|stamp| !stamp.contains('-')) {
            let stamp = stamp.to_owned();
            return Ok(Some((folder_of(path).join(&name), stamp)));
        }
    }
    Ok(None)
}

/// Saves what can be read, and puts the new file in the damaged one's place.
pub(super) async fn save(path: &Path, new_device: Uuid) -> Result<(), StoreError> {
    let scratch = with(path, ".saving");
    discard(&scratch)?;
    std::fs::create_dir(&scratch).map_err(files)?;
    let images = images(path, &scratch).await?;
    let mut found = Found::default();
    for image in &images {
        found.read(image).await;
    }
    let now = Timestamp::now();
    let stamp = now.strftime("%Y%m%dT%H%M%S%3f").to_string();
    let made = scratch.join("made.sqlite");
    let device = found.device();
    let outbox = Outbox::connected(&made, device.unwrap_or(new_device)).await?;
    let saved = found.saved();
    let salvage = Salvage {
        at: now,
        file: format!("{}.damaged-{stamp}", name_of(path)),
        saved: saved.orders.len() as u32,
        unreadable: saved.unreadable,
        new_device: device.is_none(),
        dismissed: false,
    };
    let written = outbox.take_over(&saved, &salvage).await;
    outbox.close().await;
    written?;
    let file = std::fs::File::options().write(true).open(&made);
    file.and_then(|file| file.sync_all()).map_err(files)?;
    std::fs::rename(&made, with(path, &format!(".saved-{stamp}"))).map_err(files)?;
    finish(path)?;
    // Copies only; the damaged file itself is beside.
    if let Err(error) = discard(&scratch) {
        tracing::warn!(%error, "copies of the damaged outbox are left over");
    }
    Ok(())
}

/// The ways to read the file, each a file in the scratch folder.
async fn images(path: &Path, scratch: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let as_it_is = scratch.join("as-it-is.sqlite");
    for suffix in ["", "-wal", "-journal"] {
        let from = with(path, suffix);
        if from.exists() {
            std::fs::copy(&from, with(&as_it_is, suffix)).map_err(files)?;
        }
    }
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(files(error)),
    };
    let wal = Wal::beside(path).map_err(files)?;
    let mut bytes = with_log(bytes, wal.as_ref());
    let with_frames = scratch.join("with-frames.sqlite");
    std::fs::write(&with_frames, &bytes).map_err(files)?;
    let head = first_page(&scratch.join("head.sqlite")).await?;
    let pages = (bytes.len() / head.len().max(1)) as u32;
    if bytes.len() < head.len() {
        bytes.resize(head.len(), 0);
    }
    bytes[..head.len()].copy_from_slice(&head);
    // How many pages there are, and that none of them is free.
    bytes[28..32].copy_from_slice(&pages.to_be_bytes());
    bytes[32..40].fill(0);
    let with_head = scratch.join("with-head.sqlite");
    std::fs::write(&with_head, &bytes).map_err(files)?;
    add_later_columns(&with_head).await;
    Ok(vec![as_it_is, with_frames, with_head])
}

/// The file as its log would leave it, every frame counted in.
fn with_log(mut bytes: Vec<u8>, wal: Option<&Wal>) -> Vec<u8> {
    let Some(wal) = wal else { return bytes };
    let size = wal.page_size();
    // A number that no page of this file can have is damage itself.
    let most = bytes.len() / size + wal.frames().count();
    let frames = wal.frames().filter(|frame| wal.is_of_this_turn(frame));
    for frame in frames.filter(|frame| (1..=most).contains(&(frame.number as usize))) {
        let end = frame.number as usize * size;
        if bytes.len() < end {
            bytes.resize(end, 0);
        }
        bytes[end - size..end].copy_from_slice(frame.page);
    }
    // No log beside it any more: it is read as a file without one.
    if bytes.len() >= 20 {
        bytes[18..20].fill(1);
    }
    bytes
}

/// The first page of a file as the first version made it: where the orders begin never changed.
async fn first_page(file: &Path) -> Result<Vec<u8>, StoreError> {
    let fail = StoreError::database(FILE);
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Delete);
    let pool = SqlitePoolOptions::new()
        .max_connections(1)
        .connect_with(options)
        .await
        .map_err(&fail)?;
    let first: Vec<_> = MIGRATOR.iter().take(1).cloned().collect();
    let made = Migrator {
        migrations: first.into(),
        ..Migrator::DEFAULT
    };
    let made = made.run(&pool).await;
    pool.close().await;
    made.map_err(|source| StoreError::Migration { file: FILE, source })?;
    let mut bytes = std::fs::read(file).map_err(files)?;
    bytes.truncate(4096);
    Ok(bytes)
}

/// What later versions have added to an order: it lies in its row, but a first page of the first
/// version does not say so. Where that fails, the orders are read without.
async fn add_later_columns(file: &Path) {
    let options = SqliteConnectOptions::new().filename(file);
    let Ok(mut connection) = SqliteConnection::connect_with(&options).await else {
        return;
    };
    for step in MIGRATOR.iter().skip(1) {
        let lines = step.sql.as_str().lines();
        let lines: Vec<&str> = lines.filter(|line| !line.starts_with("--")).collect();
        for statement in lines.join("\n").split(';') {
            let statement = statement.trim();
            if statement.starts_with("ALTER TABLE orders ") {
                let added = sqlx::raw_sql(sqlx::AssertSqlSafe(statement.to_owned()));
                if let Err(error) = added.execute(&mut connection).await {
                    tracing::info!(%error, statement, "a column cannot be read this way");
                }
            }
        }
    }
    // A copy: what closing could lose is lost to nobody.
    let _ = connection.close().await;
}

impl Outbox {
    /// Writes what was saved into this new file, all or nothing.
    async fn take_over(&self, saved: &Saved, salvage: &Salvage) -> Result<(), StoreError> {
        let fail = StoreError::database(FILE);
        let mut transaction = self.pool.begin().await.map_err(&fail)?;
        sqlx::query("UPDATE device SET line_pulled = ?, history_id = ?")
            .bind(saved.line_pulled)
            .bind(saved.history.map(|history| history.to_string()))
            .execute(&mut *transaction)
            .await
            .map_err(&fail)?;
        for table in saved.tables() {
            for row in table.rows {
                let names: Vec<&str> = row.keys().map(String::as_str).collect();
                let sql = format!(
                    "INSERT OR IGNORE INTO {} ({}) VALUES ({})",
                    table.name,
                    names.join(", "),
                    vec!["?"; names.len()].join(", ")
                );
                let mut query = sqlx::query(sqlx::AssertSqlSafe(sql));
                for value in row.values() {
                    query = value.bind(query);
                }
                query.execute(&mut *transaction).await.map_err(&fail)?;
            }
        }
        sqlx::query(
            "INSERT INTO salvages (at, file, saved, unreadable, new_device)
             VALUES (?, ?, ?, ?, ?)",
        )
        .bind(salvage.at.as_millisecond())
        .bind(&salvage.file)
        .bind(salvage.saved)
        .bind(salvage.unreadable)
        .bind(salvage.new_device)
        .execute(&mut *transaction)
        .await
        .map_err(&fail)?;
        transaction.commit().await.map_err(&fail)
    }
}

/// A row by its columns.
type Columns = BTreeMap<String, rows::Value>;

fn folder_of(path: &Path) -> &Path {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new("."))
}

fn name_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

fn with(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

fn remove(file: &Path) -> Result<(), StoreError> {
    match std::fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(files(error)),
        _ => Ok(()),
    }
}

fn discard(folder: &Path) -> Result<(), StoreError> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(files(error)),
        _ => Ok(()),
    }
}

fn sync_folder(path: &Path) -> Result<(), StoreError> {
    #[cfg(unix)]
    std::fs::File::open(folder_of(path))
        .and_then(|folder| folder.sync_all())
        .map_err(files)?;
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

fn files(source: std::io::Error) -> StoreError {
    match source.kind() {
        std::io::ErrorKind::StorageFull => StoreError::Full,
        std::io::ErrorKind::ReadOnlyFilesystem => StoreError::ReadOnly { file: FILE },
        _ => StoreError::Files { file: FILE, source },
    }
}
