//! What a group of commands asks and writes, in few statements: at a county's rate what a command costs is
//! how often it goes to the database and back.
//!
//! Each `LATERAL … LIMIT 1` is looked up by its key, however many rows the server believes a table to have;
//! connections that write are told to leave out scans of whole tables for the same reason.

use std::collections::HashMap;

use onemap_domain::case::CaseId;
use onemap_domain::subject::SubjectId;
use onemap_protocol::feed::{Cursor, HistoryId};
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row as _};
use uuid::Uuid;

use super::{attachments, cases, feed};
use crate::error::StoreError;
use crate::pad::{Asked, Found, Put, Written};
use crate::repository::Head;
use crate::rows::{self, ACCOUNT, ANSWER, CASE, chained, goes_on, json, read};
use crate::tokens::TokenHash;

const LOOK: &str = "\
    SELECT 0 AS kind, h.history_id AS one, NULL::uuid AS other, h.cursor AS number, \
        NULL::text AS words, NULL::bytea AS bytes FROM head h \
    UNION ALL SELECT 1, NULL, NULL, r.version, NULL, NULL FROM register r \
    UNION ALL SELECT 2, NULL, NULL, d.last, NULL, NULL FROM numbers d WHERE d.day = $1 \
    UNION ALL SELECT 3, n.device, n.id, NULL, c.answer, NULL \
        FROM UNNEST($2::uuid[], $3::uuid[]) AS n (device, id) \
        CROSS JOIN LATERAL (SELECT answer FROM commands c \
            WHERE c.device = n.device AND c.id = n.id LIMIT 1) c \
    UNION ALL SELECT 4, n.device, NULL, NULL, a.holder, n.token \
        FROM UNNEST($4::bytea[], $5::uuid[]) AS n (token, device) \
        CROSS JOIN LATERAL (SELECT account FROM grants g WHERE g.token = n.token \
            AND g.device = n.device AND g.expires_at > $6 LIMIT 1) g \
        CROSS JOIN LATERAL (SELECT holder FROM accounts a \
            WHERE a.name = g.account AND NOT a.locked LIMIT 1) a \
    UNION ALL SELECT 5, n.id, NULL, c.revision, c.state, e.digest \
        FROM UNNEST($7::uuid[]) AS n (id) \
        CROSS JOIN LATERAL (SELECT revision, state FROM cases c WHERE c.id = n.id LIMIT 1) c \
        LEFT JOIN LATERAL (SELECT digest FROM events e \
            WHERE e.subject_id = n.id AND e.revision = c.revision LIMIT 1) e ON true";

/// Everything that is asked, in one statement.
pub(super) async fn look(
    connection: &mut PgConnection,
    asked: &Asked,
) -> Result<Found, StoreError> {
    let (devices, ids): (Vec<Uuid>, Vec<Uuid>) = asked.commands.iter().copied().unzip();
    let grants = asked.grants.iter();
    let (tokens, at): (Vec<Vec<u8>>, Vec<Uuid>) = grants
        .map(|(token, device)| (token.0.to_vec(), *device))
        .unzip();
    let cases: Vec<Uuid> = asked.cases.iter().map(|id| id.0).collect();
    let rows = sqlx::query(LOOK)
        .bind(&asked.day)
        .bind(devices)
        .bind(ids)
        .bind(tokens)
        .bind(at)
        .bind(asked.now.as_microsecond())
        .bind(cases)
        .fetch_all(connection)
        .await?;
    let mut found = Found {
        head: Head {
            history_id: HistoryId(Uuid::nil()),
            cursor: Cursor(0),
            register_version: 0,
        },
        answers: HashMap::new(),
        authors: HashMap::new(),
        cases: HashMap::new(),
        digests: HashMap::new(),
        last_number: 0,
    };
    for row in rows {
        add(&mut found, &row)?;
    }
    Ok(found)
}

fn add(found: &mut Found, row: &PgRow) -> Result<(), StoreError> {
    let one = || row.try_get::<Uuid, _>("one");
    let number = || row.try_get::<i64, _>("number");
    let words = || row.try_get::<&str, _>("words");
    match row.try_get::<i32, _>("kind")? {
        0 => {
            found.head.history_id = HistoryId(one()?);
            found.head.cursor = Cursor(number()? as u64);
        }
        1 => found.head.register_version = number()? as u64,
        2 => found.last_number = number()? as u32,
        3 => {
            let command = (one()?, row.try_get("other")?);
            found.answers.insert(command, read(ANSWER, words()?)?);
        }
        4 => {
            let token: Vec<u8> = row.try_get("bytes")?;
            let token: [u8; 32] = token.try_into().unwrap_or_default();
            let grant = (TokenHash(token), one()?);
            found.authors.insert(grant, read(ACCOUNT, words()?)?);
        }
        _ => {
            let id = one()?;
            found.cases.insert(CaseId(id), read(CASE, words()?)?);
            if let Some(digest) = rows::digest(row.try_get("bytes")?) {
                found.digests.insert(SubjectId(id), digest);
            }
        }
    }
    Ok(())
}

/// The head is known, for who writes has the lock: it is set, not counted on.
const LOG: &str = "WITH \
    h AS (UPDATE head SET cursor = $1), \
    e AS (INSERT INTO events (cursor, subject_id, about, revision, command, recorded, digest) \
        SELECT n.cursor, n.subject_id, 'case', n.revision, n.command, n.recorded, n.digest \
        FROM UNNEST($2::bigint[], $3::uuid[], $4::bigint[], $5::uuid[], $6::text[], $7::bytea[]) \
        AS n (cursor, subject_id, revision, command, recorded, digest)), \
    d AS (INSERT INTO numbers (day, last) SELECT * FROM UNNEST($8::text[], $9::bigint[]) \
        ON CONFLICT (day) DO UPDATE SET last = excluded.last) \
    INSERT INTO commands (device, id, answered_at, answer) \
    SELECT * FROM UNNEST($10::uuid[], $11::uuid[], $12::bigint[], $13::text[])";

/// Writes what a group has come to: the log, numbers and answers in one statement, states in another.
pub(super) async fn write(
    connection: &mut PgConnection,
    written: &Written,
) -> Result<(), StoreError> {
    let mut last = written.digests.clone();
    let unknown: Vec<(SubjectId, u64)> = goes_on(&written.events)
        .into_iter()
        .filter(|(subject, _)| !last.contains_key(subject))
        .collect();
    if !unknown.is_empty() {
        last.extend(feed::digests_before(connection, &unknown).await?);
    }
    let links = chained(&written.events, last)?;
    let first = written.cursor as i64 - links.len() as i64 + 1;
    let answers: Vec<String> = written
        .answers
        .iter()
        .map(|remembered| json(ANSWER, &remembered.answer))
        .collect::<Result<_, _>>()?;
    let digests = links.iter().map(|link| &link.digest.as_bytes()[..]);
    let (days, numbers): (Vec<&str>, Vec<i64>) = written
        .numbers
        .iter()
        .map(|(day, last)| (day.as_str(), i64::from(*last)))
        .unzip();
    let events = links.iter().map(|link| link.event);
    let remembered = written.answers.iter();
    let times = remembered.clone().map(|one| one.at.as_microsecond());
    sqlx::query(LOG)
        .bind(written.cursor as i64)
        .bind((first..).take(links.len()).collect::<Vec<_>>())
        .bind(events.clone().map(|one| one.case.0).collect::<Vec<_>>())
        .bind(
            events
                .clone()
                .map(|one| one.revision as i64)
                .collect::<Vec<_>>(),
        )
        .bind(events.map(|one| one.command).collect::<Vec<_>>())
        .bind(
            links
                .iter()
                .map(|link| link.text.as_str())
                .collect::<Vec<_>>(),
        )
        .bind(digests.collect::<Vec<_>>())
        .bind(days)
        .bind(numbers)
        .bind(remembered.clone().map(|one| one.device).collect::<Vec<_>>())
        .bind(remembered.map(|one| one.id).collect::<Vec<_>>())
        .bind(times.collect::<Vec<_>>())
        .bind(answers)
        .execute(&mut *connection)
        .await?;
    put(connection, written).await
}

async fn put(connection: &mut PgConnection, written: &Written) -> Result<(), StoreError> {
    let those = |which: fn(&Put) -> bool| {
        let puts = written.cases.values().filter(|put| which(put));
        puts.map(|put| &put.case).collect::<Vec<_>>()
    };
    let all = those(|_| true);
    if all.is_empty() {
        return Ok(());
    }
    cases::put_states(connection, &all).await?;
    let parts = those(|put| put.parts);
    if !parts.is_empty() {
        cases::put_parts(connection, &parts).await?;
    }
    attachments::put_listed(connection, &those(|put| put.listed)).await
}
