//! Accounts, for the three administrators. What each may do is `onemap_domain::account`'s.

use axum::Json;
use axum::extract::{Path, State};
use onemap_domain::Refusal;
use onemap_domain::account::AccountChange;
use onemap_domain::people::UserId;
use onemap_protocol::account::{AccountChanged, AccountRow};
use onemap_protocol::problem::Problem;
use serde::Serialize;
use utoipa::ToSchema;

use super::App;
use super::caller::Caller;
use super::failure::Failure;
use super::input::Body;
use crate::accounts;

/// Accounts.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AccountList {
    /// By their names.
    accounts: Vec<AccountRow>,
}

/// Accounts
///
/// Every account of a person or a wall. For administrators.
#[utoipa::path(get, path = "/v1/accounts", tag = "accounts", security(("session" = [])),
    responses((status = 200, body = AccountList), (status = 401, body = Problem),
        (status = 403, body = Problem)))]
pub(super) async fn list(
    State(app): State<App>,
    caller: Caller,
) -> Result<Json<AccountList>, Failure> {
    let role = caller.user.actor.role;
    if !role.is_administrator() {
        return Err(Failure(Refusal::AccountNotYours { role }.into()));
    }
    let stored = app.repository.accounts().await?;
    let accounts = stored.iter().map(accounts::row).collect();
    Ok(Json(AccountList { accounts }))
}

/// Change an account
///
/// Opens it, grants it, locks or unlocks it, or gives a new one-time secret or second factor. Each by
/// the administrator whose it is; never one's own account.
#[utoipa::path(post, path = "/v1/accounts/{login}", tag = "accounts", security(("session" = [])),
    params(("login" = String, Path, description = "The login name.")),
    request_body = AccountChange,
    responses((status = 200, body = AccountChanged), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem),
        (status = 503, body = Problem)))]
pub(super) async fn change(
    State(app): State<App>,
    caller: Caller,
    Path(login): Path<String>,
    Body(change): Body<AccountChange>,
) -> Result<Json<AccountChanged>, Failure> {
    let changed = accounts::change_apart(&app, caller.user.actor, UserId(login), change).await;
    changed.map(Json).map_err(Failure)
}
