//! What a new console starts from.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use onemap_protocol::feed::SnapshotLine;
use onemap_protocol::problem::{Problem, ProblemCode};
use onemap_protocol::register::Register;
use tokio::sync::mpsc;

use super::App;
use super::caller::Caller;
use super::failure::Failure;
use crate::error::StoreError;
use crate::repository::Snapshot;

/// Parts that may wait for a slow reader.
const AHEAD: usize = 2;

/// How long a reader may take over one part. The moment it reads is held in the database's
/// write-ahead log for so long, which grows meanwhile.
const PATIENCE: Duration = Duration::from_mins(1);

/// A snapshot
///
/// Newline-delimited JSON: a head with the cursor from which the feed goes on, the register, every
/// record and every case of the caller's scope with its log, an end. Everything is of one moment. A stream that
/// stops before its end is not a snapshot.
#[utoipa::path(get, path = "/v1/snapshot", tag = "feed", security(("session" = [])),
    responses((status = 200, body = SnapshotLine, content_type = "application/x-ndjson"),
        (status = 401, body = Problem), (status = 503, body = Problem)))]
pub(super) async fn snapshot(State(app): State<App>, caller: Caller) -> Result<Response, Failure> {
    let land = app.land().ok_or(ProblemCode::NotReady)?;
    let snapshot = app.repository.snapshot(&caller.user.scope).await?;
    let head = snapshot.head();
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
    let first = SnapshotLine::Head {
        history_id: head.history_id,
        cursor: head.cursor,
        register_version: head.register_version,
        central_time: (app.now)(),
        cases: snapshot.cases(),
    };
    let (sender, receiver) = mpsc::channel(AHEAD);
    tokio::spawn(async move {
        if let Err(error) = send(&sender, first, register, snapshot).await {
            tracing::warn!(%error, "a snapshot was broken off");
            // An error ends the body without its proper end, so that the reader notices at once.
            let _ = sender.try_send(Err(std::io::Error::other("broken off")));
        }
    });
    let parts = stream::unfold(receiver, |mut receiver| async move {
        receiver.recv().await.map(|part| (part, receiver))
    });
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
    register: Register,
    mut snapshot: Box<dyn Snapshot>,
) -> Result<(), BrokenOff> {
    let register = SnapshotLine::Register {
        register: Box::new(register),
    };
    part(sender, [head, register]).await?;
    let records = snapshot.records().await?;
    let lines = records.into_iter().map(|dossier| SnapshotLine::Record {
        record: Box::new(dossier.record),
        entries: dossier.entries,
    });
    part(sender, lines).await?;
    loop {
        let dossiers = snapshot.more().await?;
        if dossiers.is_empty() {
            break;
        }
        let lines = dossiers.into_iter().map(|dossier| SnapshotLine::Case {
            case: Box::new(dossier.case),
            events: dossier.events,
        });
        part(sender, lines).await?;
    }
    part(sender, [SnapshotLine::End]).await
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
