//! What a group of commands asks and writes. A question costs no way here but that to SQLite's thread and
//! back, so each is its own; what is written is one statement a table.

use std::collections::HashMap;

use onemap_domain::case::Case;
use sqlx::SqliteConnection;

use super::{accounts, attachments, cases, commands, feed, register};
use crate::error::StoreError;
use crate::pad::{Asked, Found, Put, Written};

/// Everything that is asked.
pub(super) async fn look(
    connection: &mut SqliteConnection,
    asked: &Asked,
) -> Result<Found, StoreError> {
    let mut found = Found {
        head: register::head(connection).await?,
        answers: HashMap::new(),
        authors: HashMap::new(),
        cases: HashMap::new(),
        // The log looks them up by itself.
        digests: HashMap::new(),
        last_number: commands::last_number(connection, &asked.day).await?,
    };
    for (device, id) in &asked.commands {
        if let Some(answer) = commands::first_answer(connection, *device, *id).await? {
            found.answers.insert((*device, *id), answer);
        }
    }
    for (grant, device) in &asked.grants {
        let author = accounts::author(connection, *grant, *device, asked.now).await?;
        if let Some(author) = author {
            found.authors.insert((*grant, *device), author);
        }
    }
    for id in &asked.cases {
        if let Some(case) = cases::for_deciding(connection, *id).await? {
            found.cases.insert(*id, case);
        }
    }
    Ok(found)
}

/// Writes what a group has come to.
pub(super) async fn write(
    connection: &mut SqliteConnection,
    written: &Written,
) -> Result<(), StoreError> {
    feed::append(connection, &written.events).await?;
    let those = |which: fn(&Put) -> bool| -> Vec<&Case> {
        let puts = written.cases.values().filter(|put| which(put));
        puts.map(|put| &put.case).collect()
    };
    cases::put_states(connection, &those(|_| true)).await?;
    let parts = those(|put| put.parts);
    if !parts.is_empty() {
        cases::put_parts(connection, &parts).await?;
    }
    for case in those(|put| put.listed) {
        attachments::put_listed(connection, case).await?;
    }
    for (day, last) in &written.numbers {
        commands::set_last_number(connection, day, *last).await?;
    }
    commands::remember(connection, &written.answers).await
}
