//! A transaction that reads: one moment of the database, and the settings by which row-level
//! security lets rows through.
//!
//! Deliberately absent: another way to read cases. A connection of the pool by itself sees none.

use onemap_domain::people::Scope;
use sqlx::{PgConnection, PgPool, Postgres};

use crate::error::StoreError;

/// What the rows of a transaction are let through by.
#[derive(Clone, Copy, Debug)]
pub(super) enum Sees<'s> {
    /// The scope of whoever reads.
    Scope(&'s Scope),
    /// Everything: for what the central does by itself, and for what judges each state by the rule
    /// itself, as the feed does, which must know what a scope ever covered.
    All,
}

/// Between two compartments in their setting; no code has it.
const SEPARATOR: &str = "\u{1f}";

/// Begins a transaction that reads one moment. In a task of its own (see [`super`]).
pub(super) async fn begun(
    pool: &PgPool,
    sees: Sees<'_>,
) -> Result<sqlx::Transaction<'static, Postgres>, StoreError> {
    let pool = pool.clone();
    let moment = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
    let task = tokio::spawn(async move { pool.begin_with(moment).await });
    let mut reading = task.await.map_err(|_| StoreError::BrokenOff)??;
    let_through(&mut reading, sees).await?;
    Ok(reading)
}

/// From here on the transaction sees this.
pub(super) async fn let_through(
    connection: &mut PgConnection,
    sees: Sees<'_>,
) -> Result<(), StoreError> {
    let Sees::Scope(scope) = sees else {
        sqlx::query("SELECT set_config('onemap.sees', 'all', true)")
            .execute(connection)
            .await?;
        return Ok(());
    };
    let compartments: Vec<&str> = scope
        .compartments
        .iter()
        .map(|one| one.0.as_str())
        .collect();
    sqlx::query(
        "SELECT set_config('onemap.sees', 'scope', true), set_config('onemap.role', $1, true), \
         set_config('onemap.area', $2, true), set_config('onemap.department', $3, true), \
         set_config('onemap.compartments', $4, true)",
    )
    .bind(scope.role.name())
    .bind(scope.area.as_str())
    .bind(scope.department.as_ref().map_or("", |own| own.as_str()))
    .bind(compartments.join(SEPARATOR))
    .execute(connection)
    .await?;
    Ok(())
}
