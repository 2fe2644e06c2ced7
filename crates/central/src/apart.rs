//! Work in a task of its own: a caller who goes away breaks no transaction off, and whoever comes next does not
//! begin anew what was nearly done.

use tracing::Instrument as _;

use crate::error::StoreError;

/// Computes where it holds nobody up, and waits for the end.
pub(crate) async fn computed<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, StoreError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|_| StoreError::BrokenOff)
}

/// Does it, and waits for the end; a task that ended in a panic is a fault.
pub(crate) async fn apart<T, E>(
    work: impl Future<Output = Result<T, E>> + Send + 'static,
) -> Result<T, E>
where
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
{
    let done = tokio::spawn(work.in_current_span()).await;
    done.map_err(|_| StoreError::BrokenOff)?
}
