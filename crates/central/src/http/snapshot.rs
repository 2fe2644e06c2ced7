//! What a new console starts from, and goes on with where the line broke.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt as _, stream};
use onemap_domain::case::CaseId;
use onemap_domain::people::User;
use onemap_domain::record::RecordId;
use onemap_protocol::feed::{Cursor, SnapshotId, SnapshotLine, SnapshotPlace};
use onemap_protocol::problem::{Problem, ProblemCode};
use onemap_protocol::register::Register;
use serde::Deserialize;
use tokio::sync::mpsc;
use utoipa::IntoParams;
use uuid::Uuid;

use super::App;
use super::caller::Caller;
use super::failure::Failure;
use super::input::Query;
use crate::error::StoreError;
use crate::repository::{Head, Snapshot};
use crate::tokens;

/// Parts that may wait for a slow reader.
const AHEAD: usize = 2;

/// How long a reader may take over one part. The moment it reads is held in the database's
/// write-ahead log for so long, which grows meanwhile.
const PATIENCE: Duration = Duration::from_mins(1);

/// Where to go on, and how far.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct SnapshotQuery {
    /// `of` of the head under which the reader began; without it all is given from the beginning.
    of: Option<Uuid>,
    /// As of which place in the log is what the reader has: `cursor` of the last `changes`, or
    /// else of that head.
    cursor: Option<u64>,
    /// The last record that the reader has.
    record: Option<Uuid>,
    /// The last case that the reader has; with one it has every record.
    case: Option<Uuid>,
    /// At most so many records and cases; where that is not all, `more` stands at the end.
    #[param(minimum = 1)]
    limit: Option<u32>,
}

impl SnapshotQuery {
    fn place(&self) -> Result<Option<SnapshotPlace>, Failure> {
        let Some(of) = self.of else {
            let from = [
                self.cursor.is_some(),
                self.record.is_some(),
                self.case.is_some(),
            ];
            return if from.contains(&true) {
                Err(Failure::bad_field("of"))
            } else {
                Ok(None)
            };
        };
        let cursor = self.cursor.ok_or_else(|| Failure::bad_field("cursor"))?;
        Ok(Some(SnapshotPlace {
            of: SnapshotId(of),
            cursor: Cursor(cursor),
            record: self.record.map(RecordId),
            case: self.case.map(CaseId),
        }))
    }
}

/// Of what and for whom a snapshot is. Another history, register, reader or scope gives another
/// one, and so does another version of this program, which may tell a reader something else.
fn of(head: Head, user: &User) -> Result<SnapshotId, serde_json::Error> {
    let parts: [&[u8]; 4] = [
        env!("CARGO_PKG_VERSION").as_bytes(),
        head.history_id.0.as_bytes(),
        &head.register_version.to_be_bytes(),
        &serde_json::to_vec(user)?,
    ];
    Ok(SnapshotId(tokens::derived(&parts)))
}

/// A snapshot
///
/// Newline-delimited JSON: a head with the cursor from which the feed goes on, the register, every
/// record and every case of the caller's scope with its log, an end. Everything is of one moment. A stream that
/// stops before its end was broken off, and its rest can be asked for: with the head's `of`, its
/// `cursor`, and the last record and case that came. The answer then has a head of a later moment that says
/// `goes_on`, what changed until then of what the reader has, and the rest as of that moment. Where the
/// history, the register or the caller's scope are others by now, it begins anew.
#[utoipa::path(get, path = "/v1/snapshot", tag = "feed", params(SnapshotQuery),
    security(("session" = [])),
    responses((status = 200, body = SnapshotLine, content_type = "application/x-ndjson"),
        (status = 401, body = Problem), (status = 422, body = Problem),
        (status = 503, body = Problem)))]
pub(super) async fn snapshot(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<SnapshotQuery>,
) -> Result<Response, Failure> {
    if query.limit == Some(0) {
        return Err(Failure::bad_field("limit"));
    }
    let asked = query.place()?;
    let land = app.land().ok_or(ProblemCode::NotReady)?;
    let mut snapshot = app.repository.snapshot(&caller.user.scope).await?;
    let head = snapshot.head();
    let of = of(head, &caller.user).map_err(|source| StoreError::Unwritable {
        what: "a user",
        source,
    })?;
    // A cursor beyond the head is of a log that this database does not have.
    let place = asked.filter(|place| place.of == of && place.cursor <= head.cursor);
    let register = if let Some(place) = place {
        snapshot.go_on_from(place);
        None
    } else {
        // The register of the same moment: it may have changed since it was last looked at.
        let mut register = if head.register_version == land.version {
            land.register.clone()
        } else {
            let (_, register) = app
                .repository
                .register()
                .await?
                .ok_or(ProblemCode::NotReady)?;
            register
        };
        register.tell(&caller.user.scope);
        Some(register)
    };
    let first = SnapshotLine::Head {
        history_id: head.history_id,
        cursor: head.cursor,
        register_version: head.register_version,
        central_time: (app.now)(),
        cases: snapshot.cases(),
        of: Some(of),
        goes_on: place.is_some(),
    };
    let limit = query.limit.unwrap_or(u32::MAX);
    let (sender, receiver) = mpsc::channel(AHEAD);
    tokio::spawn(async move {
        if let Err(error) = send(&sender, first, register, snapshot, limit).await {
            tracing::warn!(%error, "a snapshot was broken off");
            // An error ends the body without its proper end, so that the reader notices at once.
            let _ = sender.try_send(Err(std::io::Error::other("broken off")));
        }
    });
    let parts = stream::unfold(receiver, |mut receiver| async move {
        receiver.recv().await.map(|part| (part, receiver))
    });
    // Whoever makes the answer small asks once more after its end.
    let parts = parts.fuse();
    Ok((
        [(CONTENT_TYPE, "application/x-ndjson")],
        Body::from_stream(parts),
    )
        .into_response())
}

type Part = Result<Bytes, std::io::Error>;

/// Why a snapshot did not come to its end.
#[derive(Debug, thiserror::Error)]
enum BrokenOff {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("a line cannot be written: {0}")]
    Line(#[from] serde_json::Error),
    #[error("the reader has gone, or stalled")]
    Reader,
}

async fn send(
    sender: &mpsc::Sender<Part>,
    head: SnapshotLine,
    register: Option<Register>,
    mut snapshot: Box<dyn Snapshot>,
    limit: u32,
) -> Result<(), BrokenOff> {
    let register = register.map(|register| SnapshotLine::Register {
        register: Box::new(register),
    });
    part(sender, [head].into_iter().chain(register)).await?;
    while let Some(changes) = snapshot.changes().await? {
        let line = SnapshotLine::Changes {
            cursor: changes.cursor,
            entries: changes.entries,
        };
        part(sender, [line]).await?;
    }
    let mut left = limit;
    while left > 0 {
        let dossiers = snapshot.records(left).await?;
        if dossiers.is_empty() {
            break;
        }
        left = left.saturating_sub(dossiers.len() as u32);
        let lines = dossiers.into_iter().map(|dossier| SnapshotLine::Record {
            record: Box::new(dossier.record),
            entries: dossier.entries,
        });
        part(sender, lines).await?;
    }
    while left > 0 {
        let dossiers = snapshot.more(left).await?;
        if dossiers.is_empty() {
            return part(sender, [SnapshotLine::End]).await;
        }
        left = left.saturating_sub(dossiers.len() as u32);
        let lines = dossiers.into_iter().map(|dossier| SnapshotLine::Case {
            case: Box::new(dossier.case),
            events: dossier.events,
        });
        part(sender, lines).await?;
    }
    part(sender, [SnapshotLine::More]).await
}

async fn part(
    sender: &mpsc::Sender<Part>,
    lines: impl IntoIterator<Item = SnapshotLine>,
) -> Result<(), BrokenOff> {
    let mut text = Vec::new();
    for line in lines {
        serde_json::to_writer(&mut text, &line)?;
        text.push(b'\n');
    }
    let sent = tokio::time::timeout(PATIENCE, sender.send(Ok(text.into()))).await;
    sent.map_err(|_| BrokenOff::Reader)?
        .map_err(|_| BrokenOff::Reader)
}
