//! A desktop console without its window.
//!
//! Owns what `console`, `store` and `sync` leave out: the clock, the sockets, the tasks. It runs
//! the sync machine against a real central, keeps the cache and the overlay up to date behind one
//! gate, and is the desktop's [`Reads`](onemap_console::Reads) and
//! [`Submit`](onemap_console::Submit).
//!
//! It is apart from `src-tauri` so that stories with two consoles, a central and a cut line need
//! no window and link no webview.

mod accounts;
mod arriving;
mod attachments;
mod base_maps;
mod central;
mod openings;
mod orders;
mod papers;
mod password;
mod ports;
mod runner;
mod session;
mod state;
mod wall;

use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use onemap_console::Console;
use onemap_domain::people::{Role, User};
use onemap_protocol::desk::{DemonstrationAccount, EnterSession, Tick};
use onemap_protocol::problem::Problem;
use onemap_store::{Outbox, StoreError};
use onemap_sync::machine::Machine;
use tokio::sync::watch;
use uuid::Uuid;

pub use central::LineError;
pub use papers::{Opener, Papers};
pub use wall::Wall;

use state::Inner;

/// What a desk is opened with.
#[derive(Clone)]
pub struct Options {
    /// Where its two kinds of files lie; made when missing.
    pub folder: PathBuf,
    /// The central's address, `http://127.0.0.1:8460`, or one that begins with `https:`.
    pub central: String,
    /// Certificates, in PEM, of the authority that alone may vouch for the central; without it those that
    /// the system goes by.
    pub authority: Option<Vec<u8>>,
    /// The county's name for the sign-in page, where it is known beforehand.
    pub county: Option<String>,
    /// Accounts to show on the sign-in page; empty but in a sample.
    pub demonstration: Vec<DemonstrationAccount>,
    /// Where papers go.
    pub papers: Papers,
    /// The wall of this machine.
    pub wall: Wall,
    /// The device's clock.
    pub now: Arc<dyn Fn() -> Timestamp + Send + Sync>,
}

/// Why a desk cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// The folder cannot be made.
    #[error("the folder {folder} cannot be made: {source}")]
    Folder {
        /// Which.
        folder: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The outbox cannot be opened. It is never thrown away.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There can be no line to the central.
    #[error(transparent)]
    Line(#[from] LineError),
}

/// An open desk. Clones share it; it goes on until [`Desk::close`].
#[derive(Clone)]
pub struct Desk {
    inner: Arc<Inner>,
}

impl Desk {
    /// Opens the files and starts the sync.
    pub async fn open(options: Options) -> Result<Desk, DeskError> {
        let folder = options.folder.clone();
        std::fs::create_dir_all(&folder).map_err(|source| DeskError::Folder {
            folder: folder.clone(),
            source,
        })?;
        let outbox = Outbox::open(&folder.join("outbox.sqlite"), Uuid::now_v7()).await?;
        let line_up = !outbox.line_pulled().await?;
        let machine = Machine::new(line_up, (options.now)());
        let (inner, inputs) = Inner::new(options, outbox, machine.link())?;
        tokio::spawn(wall::pass_ticks(inner.clone()));
        tokio::spawn(openings::tell(inner.clone()));
        tokio::spawn(runner::run(inner.clone(), machine, inputs));
        Ok(Desk { inner })
    }

    /// A console over it.
    pub fn console(&self) -> Console<Desk> {
        Console::new(self.clone())
    }

    /// Signs in, but only with an account of this role: any other is a [`Problem`] at `user`, and
    /// nobody is signed in by it, not for a moment.
    pub async fn enter_as(&self, who: &EnterSession, role: Role) -> Result<User, Problem> {
        self.inner.enter(who, Some(role)).await
    }

    /// The role of whoever is signed in.
    pub fn user_role(&self) -> Option<Role> {
        let signed_in = self.inner.signed_in()?;
        Some(signed_in.user.actor.role)
    }

    /// Ticks that say that what is shown may be old.
    pub fn ticks(&self) -> watch::Receiver<Tick> {
        self.inner.ticks.subscribe()
    }

    /// Stops the sync and closes the files. Orders that wait go on waiting.
    pub async fn close(&self) {
        self.inner.input(onemap_sync::machine::Input::SignedOut);
        self.inner.closing.send_replace(true);
        let cache = self.inner.signed_in().map(|signed_in| signed_in.cache);
        if let Some(cache) = cache {
            cache.close().await;
        }
        self.inner.outbox.close().await;
    }
}
