//! Attachments: their bytes in, piece by piece, and out.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::response::IntoResponse;
use onemap_domain::Refusal;
use onemap_domain::case::ContentHash;
use onemap_domain::command::CommandKind;
use onemap_domain::people::Role;
use onemap_protocol::attachment::Holding;
use onemap_protocol::problem::{Problem, ProblemCode};
use serde::Deserialize;
use utoipa::IntoParams;

use super::App;
use super::caller::Caller;
use super::failure::Failure;
use super::input::Query;
use crate::attachments::{Piece, take_apart};
use crate::repository::AttachmentBytes;

/// Which piece.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct PieceQuery {
    /// The SHA-256 of the whole attachment, 64 lower-case hexadecimal digits.
    sha256: String,
    /// How long the whole is, bytes; 10 MiB at most.
    size: u64,
    /// Where this piece begins.
    offset: u64,
}

/// Send a piece of an attachment
///
/// 256 KiB at most. It is taken where the central stands, and the answer says how far it stands now:
/// the next piece begins there, whatever was sent before; an empty one only asks. The last piece
/// makes the whole, which must be what its digest says and a JPEG, PNG, WebP or PDF file by its own
/// bytes; otherwise all of it is thrown away. What is not finished after 7 days, or is in no case
/// then, is cleared away.
#[utoipa::path(post, path = "/v1/attachments", tag = "attachments", params(PieceQuery),
    request_body(content_type = "application/octet-stream", description = "The piece."),
    security(("session" = [])),
    responses((status = 200, body = Holding), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 413, body = Problem),
        (status = 422, body = Problem), (status = 429, body = Problem),
        (status = 507, body = Problem)))]
pub(super) async fn send(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<PieceQuery>,
    bytes: Bytes,
) -> Result<Json<Holding>, Failure> {
    let actor = caller.user.actor;
    if actor.role == Role::Wall {
        let refusal = Refusal::RoleNotAllowed {
            command: CommandKind::Attach,
            role: actor.role,
        };
        return Err(Failure(refusal.into()));
    }
    let piece = Piece {
        account: actor.user,
        sha256: ContentHash(query.sha256),
        size: query.size,
        offset: query.offset,
        bytes: bytes.to_vec(),
    };
    let taken = take_apart(app.repository.clone(), piece, (app.now)()).await?;
    taken.map(Json).map_err(Failure)
}

/// The bytes of an attachment
///
/// For whoever may see a case that lists it; for anybody else there is none. While they have not all
/// come, the code is `attachment_on_its_way`.
#[utoipa::path(get, path = "/v1/attachments/{sha256}", tag = "attachments",
    security(("session" = [])), params(("sha256" = String, Path, description = "Which")),
    responses((status = 200, description = "The bytes, as what they are themselves."),
        (status = 401, body = Problem), (status = 404, body = Problem)))]
pub(super) async fn content(
    State(app): State<App>,
    caller: Caller,
    Path(sha256): Path<String>,
) -> Result<impl IntoResponse, Failure> {
    let sha256 = ContentHash(sha256);
    if !sha256.is_well_formed() {
        return Err(ProblemCode::NotFound.into());
    }
    let found = app
        .repository
        .attachment(&caller.user.scope, &sha256)
        .await?;
    match found {
        AttachmentBytes::Unknown => Err(ProblemCode::NotFound.into()),
        AttachmentBytes::OnTheirWay => Err(ProblemCode::AttachmentOnItsWay.into()),
        // A browser is to keep it, not to run it, and not to guess what it might be.
        AttachmentBytes::There { media_type, bytes } => Ok((
            [
                (CONTENT_TYPE, media_type.name()),
                (CONTENT_DISPOSITION, "attachment"),
                (X_CONTENT_TYPE_OPTIONS, "nosniff"),
                (CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
                (CACHE_CONTROL, "private, no-store"),
            ],
            bytes,
        )),
    }
}
