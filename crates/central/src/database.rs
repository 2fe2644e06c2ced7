//! Which database an address means.

use std::sync::Arc;

use futures_util::future::BoxFuture;

use crate::error::CentralError;
use crate::postgres::{self, PostgresRepository};
use crate::repository::Repository;
use crate::sqlite::SqliteRepository;

/// Opens `sqlite:FILE` or `postgres://…`, and brings it to this version.
///
/// Boxed: what sqlx does to reach a PostgreSQL is a future that the compiler cannot see to be `Send`
/// from far away.
pub fn open(address: &str) -> BoxFuture<'_, Result<Arc<dyn Repository>, CentralError>> {
    Box::pin(async move {
        if postgres::is_address(address) {
            return Ok(Arc::new(PostgresRepository::open(address).await?) as Arc<dyn Repository>);
        }
        Ok(Arc::new(SqliteRepository::open(address).await?) as Arc<dyn Repository>)
    })
}
