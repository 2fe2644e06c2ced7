//! The wall of this machine, as its desks drive it.
//!
//! A desk says what the wall should do, and whoever has windows follows. The wall's page asks for
//! the same state. Neither window talks to the other.
//!
//! Deliberately absent: windows, monitors and sound, which are the shell's; and what a wall shows,
//! which it asks its own console.

use std::sync::Arc;

use onemap_protocol::desk::{Drive, WallOrder, WallWindow};
use onemap_protocol::problem::{Problem, ProblemCode};
use tokio::sync::watch;

use crate::state::Inner;

/// How the wall is driven. Clones share it.
#[derive(Clone)]
pub struct Wall {
    drive: watch::Sender<Drive>,
}

impl Wall {
    /// Where no wall can be shown.
    pub fn none() -> Wall {
        Wall::new(Drive::default())
    }

    /// A wall that begins so.
    pub fn new(drive: Drive) -> Wall {
        Wall {
            drive: watch::Sender::new(drive),
        }
    }

    /// How it is driven now.
    pub fn now(&self) -> Drive {
        self.drive.borrow().clone()
    }

    /// To follow it.
    pub fn follow(&self) -> watch::Receiver<Drive> {
        self.drive.subscribe()
    }

    /// What whoever has the windows knows better.
    pub fn change(&self, change: impl FnOnce(&mut Drive)) {
        self.drive.send_modify(change);
    }

    /// Does what a desk says.
    pub fn drive(&self, order: WallOrder) -> Result<(), Problem> {
        if self.now().window == WallWindow::Impossible {
            return Err(Problem::new(ProblemCode::NotReady));
        }
        self.change(|drive| match order {
            WallOrder::Open { monitor } => {
                drive.window = WallWindow::Open;
                if monitor.is_some() {
                    drive.monitor = monitor;
                }
            }
            WallOrder::Close => drive.window = WallWindow::Closed,
            WallOrder::Pause { paused } => drive.paused = paused,
            WallOrder::Next => drive.steps = drive.steps.wrapping_add(1),
            WallOrder::Pin { scene } => drive.pinned = scene,
            WallOrder::Area { area } => drive.area = area,
            WallOrder::Mute { muted } => drive.muted = muted,
            WallOrder::StartByItself { on } => drive.starts_by_itself = on,
        });
        Ok(())
    }
}

/// Tells a desk's page whenever the wall is driven otherwise.
pub(crate) async fn pass_ticks(inner: Arc<Inner>) {
    let mut drive = inner.options.wall.follow();
    let mut closing = inner.closing.subscribe();
    loop {
        tokio::select! {
            changed = drive.changed() => if changed.is_err() { return },
            _ = closing.wait_for(|closing| *closing) => return,
        }
        inner.tick(|tick| tick.wall += 1);
    }
}
