//! Work in a task of its own: a caller who goes away breaks no transaction off, and whoever comes next does not
//! begin anew what was nearly done.

use crate::error::StoreError;

/// Does it, and waits for the end; a task that ended in a panic is a fault.
pub(crate) async fn apart<T, E>(
    work: impl Future<Output = Result<T, E>> + Send + 'static,
) -> Result<T, E>
where
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
{
    let done = tokio::spawn(work).await;
    done.map_err(|_| StoreError::BrokenOff)?
}
