//! What became of every order, read from the files of all consoles and of the central.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::PoisonError;

use onemap_protocol::command::Answer;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, Row as _};
use uuid::Uuid;

use crate::world::World;

/// What was found.
#[derive(Clone, Copy, Debug, Default)]
pub struct Found {
    /// Orders whose author was told that they are safe.
    pub orders: usize,
    /// Those that the central carried out.
    pub delivered: usize,
    /// Those that wait for a person, in every outbox.
    pub set_aside: usize,
    /// Those that nobody knows of any more, or whose effect the central does not have.
    pub lost: usize,
    /// Those with more than one effect.
    pub doubled: usize,
    /// Orders of one console on one case that had their effects in another sequence.
    pub out_of_sequence: usize,
}

async fn open(file: &Path) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(file);
    options.connect().await.unwrap()
}

/// What an outbox knows of an order.
struct Kept {
    seq: i64,
    state: String,
    answer: Option<Answer>,
}

async fn outbox(folder: &Path) -> HashMap<Uuid, Kept> {
    let mut file = open(&folder.join("outbox.sqlite")).await;
    let rows = sqlx::query("SELECT id, seq, state, answer FROM orders")
        .fetch_all(&mut file)
        .await
        .unwrap();
    let kept = |row: &sqlx::sqlite::SqliteRow| {
        let answer: Option<&str> = row.get("answer");
        let kept = Kept {
            seq: row.get("seq"),
            state: row.get("state"),
            answer: answer.map(|answer| serde_json::from_str(answer).unwrap()),
        };
        (Uuid::parse_str(row.get("id")).unwrap(), kept)
    };
    rows.iter().map(kept).collect()
}

/// Of these orders, how many the outbox in a folder does not have.
pub async fn missing(folder: &Path, orders: &[Uuid]) -> usize {
    let path = folder.join("outbox.sqlite");
    let device = Uuid::now_v7();
    // As a console opens it: what can be read of a damaged one is saved.
    let opened = onemap_store::outbox::Outbox::open(&path, device)
        .await
        .unwrap();
    opened.close().await;
    let kept = outbox(folder).await;
    orders.iter().filter(|id| !kept.contains_key(*id)).count()
}

/// An event in the central's log.
struct Effect {
    case: Uuid,
    cursor: i64,
    /// What happened, as it was written.
    event: String,
}

/// The events that each command has brought about.
async fn effects(folder: &Path) -> HashMap<Uuid, Vec<Effect>> {
    let mut file = open(&folder.join("central.sqlite")).await;
    let rows = sqlx::query(
        "SELECT cursor, subject_id, recorded FROM events WHERE about = 'case' ORDER BY cursor",
    )
    .fetch_all(&mut file)
    .await
    .unwrap();
    let mut effects: HashMap<Uuid, Vec<Effect>> = HashMap::new();
    for row in rows {
        let recorded: serde_json::Value = serde_json::from_str(row.get("recorded")).unwrap();
        let command: Uuid = serde_json::from_value(recorded["command"].clone()).unwrap();
        effects.entry(command).or_default().push(Effect {
            case: Uuid::from_slice(row.get("subject_id")).unwrap(),
            cursor: row.get("cursor"),
            event: recorded["event"].to_string(),
        });
    }
    effects
}

/// Every order of every console, against the central's log.
pub async fn everything(world: &World) -> Found {
    let effects = effects(&world.folder.join("central")).await;
    let mut found = Found::default();
    for index in World::consoles() {
        let kept = outbox(&world.console_folder(index)).await;
        let given = world.given[index]
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        found.orders += given.len();
        let mut last: HashMap<Uuid, i64> = HashMap::new();
        let mut sent: Vec<(&Uuid, &Kept)> = kept.iter().collect();
        sent.sort_unstable_by_key(|(_, kept)| kept.seq);
        for (id, kept) in &sent {
            let own = effects.get(id).map_or(&[][..], Vec::as_slice);
            let applied = matches!(
                kept.answer.as_ref().map(Answer::settled),
                Some(Answer::Applied { .. })
            );
            match kept.state.as_str() {
                "delivered" => found.delivered += 1,
                _ => found.set_aside += 1,
            }
            if applied == own.is_empty() || (kept.state == "delivered") != applied {
                found.lost += 1;
                println!(
                    "console {index}: {id} is {} with {} events",
                    kept.state,
                    own.len()
                );
            }
            // The same event twice, or events that were not written together.
            let events: HashSet<&str> = own.iter().map(|own| own.event.as_str()).collect();
            let together = own
                .windows(2)
                .all(|pair| pair[1].cursor == pair[0].cursor + 1);
            found.doubled += usize::from(events.len() != own.len() || !together);
            if let Some(first) = own.first() {
                let before = last.insert(first.case, first.cursor).unwrap_or_default();
                found.out_of_sequence += usize::from(before > first.cursor);
            }
        }
        for id in given.iter().filter(|id| !kept.contains_key(*id)) {
            found.lost += 1;
            println!("console {index}: {id} was safe and is gone");
        }
    }
    found
}
