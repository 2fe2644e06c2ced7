//! Every type that crosses a wire.
//!
//! Two wires: between a console and the central ([`command`], [`feed`], [`session`],
//! [`register`], [`problem`], [`version`]), and between the front end and its console ([`desk`]). The texts
//! that people read ([`text`]) are here because both the central and the front end word the same
//! refusals; so are the sentences of what happened to a case
//! ([`told`]), which stand on the screen and on paper.
//!
//! Deliberately absent: sockets and clients. These are only the shapes.

pub mod account;
pub mod attachment;
pub mod audit;
pub mod boundaries;
pub mod command;
pub mod desk;
pub mod feed;
pub mod problem;
pub mod register;
pub mod session;
pub mod text;
pub mod told;
pub mod trace;
pub mod version;
