//! Attachments on the wire: their bytes go in pieces.
//!
//! `POST /v1/attachments?sha256=…&size=…&offset=…` takes one piece and answers how far the central
//! holds the whole. A piece that does not begin where the central stands is not taken, and the
//! answer says from where to go on: so a piece can be sent twice, and nobody needs to remember.

use serde::{Deserialize, Serialize};

/// Largest piece, bytes.
pub const PIECE: u64 = 256 << 10;

/// How far the central holds an attachment that somebody sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Holding {
    /// So many bytes from the beginning; the next piece begins here.
    pub held: u64,
    /// All of them are there, and they are those of the address.
    pub whole: bool,
}
