//! Which database an address means.

use std::sync::Arc;

use crate::error::CentralError;
use crate::postgres::{self, PostgresRepository};
use crate::repository::Repository;
use crate::sqlite::SqliteRepository;

/// Opens `sqlite:FILE` or `postgres://…`, and brings it to this version.
pub async fn open(address: &str) -> Result<Arc<dyn Repository>, CentralError> {
    if postgres::is_address(address) {
        return Ok(Arc::new(PostgresRepository::open(address).await?));
    }
    Ok(Arc::new(SqliteRepository::open(address).await?))
}
