//! The desktop's SQLite: two files with two fates.
//!
//! [`Outbox`]: orders that somebody gave. WAL with `synchronous=FULL`; an order is durable when
//! [`Outbox::add`] returns. Never thrown away.
//!
//! [`Cache`]: what the central has confirmed, and the overlay of pending orders over it. Broken or
//! old, it is made anew; the orders are untouched.
//!
//! Deliberately absent: deciding (that is the domain's), the network, and any way to read cases
//! without a scope.

pub mod cache;
mod error;
pub mod outbox;
mod pool;

pub use cache::Cache;
pub use error::StoreError;
pub use outbox::Outbox;
