//! A line between a console and a central that can be cut, and that can lose answers.
//!
//! A TCP proxy on loopback. Cut, it closes what is open and refuses what is new, like a pulled
//! cable with a polite switch; losing answers, it lets requests through and swallows what comes
//! back, like a line that dies between commit and acknowledgement.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// How the line behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Behaviour {
    /// Everything passes.
    Whole,
    /// Nothing passes.
    Cut,
    /// What the console sends passes, what the central answers does not.
    AnswersLost,
}

/// A line to a central.
pub struct Line {
    /// Where a console connects.
    pub address: SocketAddr,
    behaviour: watch::Sender<Behaviour>,
    counts: Arc<Counts>,
}

/// What went over it, both directions apart.
struct Counts {
    swallowed: AtomicU64,
    sent: AtomicU64,
    /// It is cut once so many bytes were sent.
    cut_at: AtomicU64,
}

impl Line {
    /// Lays a line to a central.
    pub async fn to(central: SocketAddr) -> std::io::Result<Line> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let behaviour = watch::Sender::new(Behaviour::Whole);
        let counts = Arc::new(Counts {
            swallowed: AtomicU64::new(0),
            sent: AtomicU64::new(0),
            cut_at: AtomicU64::new(u64::MAX),
        });
        tokio::spawn(accept(listener, central, behaviour.clone(), counts.clone()));
        Ok(Line {
            address,
            behaviour,
            counts,
        })
    }

    /// Changes how it behaves, from now on and for what is open.
    pub fn behave(&self, behaviour: Behaviour) {
        self.behaviour.send_replace(behaviour);
    }

    /// How many pieces of answers were swallowed so far.
    pub fn swallowed(&self) -> u64 {
        self.counts.swallowed.load(Ordering::Relaxed)
    }

    /// How many bytes the console has sent over it so far.
    pub fn sent(&self) -> u64 {
        self.counts.sent.load(Ordering::Relaxed)
    }

    /// Cuts it by itself as soon as the console has sent so many more bytes.
    pub fn cut_after(&self, bytes: u64) {
        let at = self.sent() + bytes;
        self.counts.cut_at.store(at, Ordering::Relaxed);
    }

    /// Whether nothing passes.
    pub fn is_cut(&self) -> bool {
        *self.behaviour.borrow() == Behaviour::Cut
    }
}

async fn accept(
    listener: TcpListener,
    central: SocketAddr,
    behaviour: watch::Sender<Behaviour>,
    counts: Arc<Counts>,
) {
    while let Ok((console, _)) = listener.accept().await {
        if *behaviour.borrow() != Behaviour::Cut {
            tokio::spawn(carry(console, central, behaviour.clone(), counts.clone()));
        }
    }
}

async fn carry(
    mut console: TcpStream,
    central: SocketAddr,
    behaviour: watch::Sender<Behaviour>,
    counts: Arc<Counts>,
) {
    let mut cut = behaviour.subscribe();
    let Ok(mut central) = TcpStream::connect(central).await else {
        return;
    };
    let (mut up, mut down) = (vec![0; 16 * 1024], vec![0; 16 * 1024]);
    loop {
        let passed = tokio::select! {
            () = is_cut(&mut cut) => return,
            read = console.read(&mut up) => match read {
                Ok(count) if count > 0 => {
                    let passed = central.write_all(&up[..count]).await;
                    let sent = counts.sent.fetch_add(count as u64, Ordering::Relaxed);
                    if sent + count as u64 >= counts.cut_at.load(Ordering::Relaxed) {
                        counts.cut_at.store(u64::MAX, Ordering::Relaxed);
                        behaviour.send_replace(Behaviour::Cut);
                    }
                    passed
                }
                _ => return,
            },
            read = central.read(&mut down) => match read {
                Ok(count) if count > 0 => {
                    if *behaviour.borrow() == Behaviour::AnswersLost {
                        counts.swallowed.fetch_add(1, Ordering::Relaxed);
                        return;
                    }
                    console.write_all(&down[..count]).await
                }
                _ => return,
            },
        };
        if passed.is_err() {
            return;
        }
    }
}

async fn is_cut(behaviour: &mut watch::Receiver<Behaviour>) {
    // The line itself gone is as good as cut.
    let _gone = behaviour
        .wait_for(|behaviour| *behaviour == Behaviour::Cut)
        .await
        .is_ok();
}
