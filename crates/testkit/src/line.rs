//! A line between a console and a central that can be cut, and that can lose answers.
//!
//! A TCP proxy on loopback. Cut, it closes what is open and refuses what is new, like a pulled
//! cable with a polite switch; losing answers, it lets requests through and swallows what comes
//! back, like a line that dies between commit and acknowledgement. It counts what it carries, and can
//! be cut in the middle of an answer.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use onemap_protocol::version;
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
    /// Half-open: whatever is sent vanishes, and nobody is told.
    BlackHole,
    /// What the console sends says that it is of the version before the first.
    OldConsole,
    /// What the central answers says that it is of the version before the first.
    OldCentral,
}

/// A line to a central.
pub struct Line {
    /// Where a console connects.
    pub address: SocketAddr,
    wire: Arc<Wire>,
}

/// What its connections share.
struct Wire {
    behaviour: watch::Sender<Behaviour>,
    swallowed: AtomicU64,
    carried: AtomicU64,
    /// Bytes of answers that pass until it is cut.
    left: AtomicU64,
    /// Bytes that the console has sent, and at how many it is cut.
    sent: AtomicU64,
    cut_at: AtomicU64,
}

/// It is not cut by itself.
const FOR_EVER: u64 = u64::MAX;

impl Line {
    /// Lays a line to a central.
    pub async fn to(central: SocketAddr) -> std::io::Result<Line> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let wire = Arc::new(Wire {
            behaviour: watch::Sender::new(Behaviour::Whole),
            swallowed: AtomicU64::new(0),
            carried: AtomicU64::new(0),
            left: AtomicU64::new(FOR_EVER),
            sent: AtomicU64::new(0),
            cut_at: AtomicU64::new(FOR_EVER),
        });
        tokio::spawn(accept(listener, central, wire.clone()));
        Ok(Line { address, wire })
    }

    /// Changes how it behaves, from now on and for what is open.
    pub fn behave(&self, behaviour: Behaviour) {
        self.wire.behaviour.send_replace(behaviour);
    }

    /// It is cut by itself when so many more bytes of answers have passed.
    pub fn cut_after(&self, bytes: u64) {
        self.wire.left.store(bytes, Ordering::Relaxed);
    }

    /// It is cut by itself as soon as the console has sent so many more bytes.
    pub fn cut_after_sending(&self, bytes: u64) {
        let at = self.sent() + bytes;
        self.wire.cut_at.store(at, Ordering::Relaxed);
    }

    /// How many bytes the console has sent over it so far.
    pub fn sent(&self) -> u64 {
        self.wire.sent.load(Ordering::Relaxed)
    }

    /// Whether it is cut.
    pub fn is_cut(&self) -> bool {
        *self.wire.behaviour.borrow() == Behaviour::Cut
    }

    /// How many pieces of answers were swallowed so far.
    pub fn swallowed(&self) -> u64 {
        self.wire.swallowed.load(Ordering::Relaxed)
    }

    /// How many bytes of answers have passed so far.
    pub fn carried(&self) -> u64 {
        self.wire.carried.load(Ordering::Relaxed)
    }
}

impl Wire {
    /// Of so many bytes of an answer, how many pass. Where that is not all, it is cut after them.
    fn passes(&self, count: usize) -> usize {
        let take = |left: u64| (left != FOR_EVER).then(|| left.saturating_sub(count as u64));
        let before = self
            .left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, take);
        let passing = before.map_or(count as u64, |left| left.min(count as u64));
        self.carried.fetch_add(passing, Ordering::Relaxed);
        passing as usize
    }

    /// The console has sent so many bytes.
    fn passed_up(&self, count: usize) {
        let before = self.sent.fetch_add(count as u64, Ordering::Relaxed);
        if before + count as u64 >= self.cut_at.load(Ordering::Relaxed) {
            self.cut();
        }
    }

    fn cut(&self) {
        self.left.store(FOR_EVER, Ordering::Relaxed);
        self.cut_at.store(FOR_EVER, Ordering::Relaxed);
        self.behaviour.send_replace(Behaviour::Cut);
    }
}

async fn accept(listener: TcpListener, central: SocketAddr, wire: Arc<Wire>) {
    while let Ok((console, _)) = listener.accept().await {
        if *wire.behaviour.borrow() != Behaviour::Cut {
            tokio::spawn(carry(console, central, wire.clone()));
        }
    }
}

async fn carry(mut console: TcpStream, central: SocketAddr, wire: Arc<Wire>) {
    let mut cut = wire.behaviour.subscribe();
    let Ok(mut central) = TcpStream::connect(central).await else {
        return;
    };
    let (mut up, mut down) = (vec![0; 16 * 1024], vec![0; 16 * 1024]);
    // What has vanished is missing: nothing more can go this way.
    let mut has_gap = false;
    loop {
        let passed = tokio::select! {
            () = is_cut(&mut cut) => return,
            read = console.read(&mut up) => match read {
                Ok(count) if count > 0 => {
                    let behaves = *wire.behaviour.borrow();
                    if behaves == Behaviour::BlackHole {
                        has_gap = true;
                        continue;
                    }
                    if has_gap {
                        return;
                    }
                    if behaves == Behaviour::OldConsole {
                        make_old(&mut up[..count]);
                    }
                    let passed = central.write_all(&up[..count]).await;
                    wire.passed_up(count);
                    passed
                }
                _ => return,
            },
            read = central.read(&mut down) => match read {
                Ok(count) if count > 0 => {
                    let behaves = *wire.behaviour.borrow();
                    if behaves == Behaviour::BlackHole {
                        has_gap = true;
                        continue;
                    }
                    if has_gap {
                        return;
                    }
                    if behaves == Behaviour::AnswersLost {
                        wire.swallowed.fetch_add(1, Ordering::Relaxed);
                        return;
                    }
                    if behaves == Behaviour::OldCentral {
                        make_old(&mut down[..count]);
                    }
                    let passing = wire.passes(count);
                    let passed = console.write_all(&down[..passing]).await;
                    if passing < count {
                        wire.cut();
                        return;
                    }
                    passed
                }
                _ => return,
            },
        };
        if passed.is_err() {
            return;
        }
    }
}

/// Writes an older version over the header that says which is spoken. Its length stays, and heads of
/// requests and answers go over the line in one piece.
fn make_old(piece: &mut [u8]) {
    let said = format!("{}: {}\r\n", version::HEADER, version::SPOKEN);
    let old: String = said
        .chars()
        .map(|sign| if sign.is_ascii_digit() { '0' } else { sign })
        .collect();
    let mut at = 0;
    while let Some(found) = piece[at..]
        .windows(said.len())
        .position(|here| here == said.as_bytes())
    {
        at += found;
        piece[at..at + old.len()].copy_from_slice(old.as_bytes());
        at += old.len();
    }
}

async fn is_cut(behaviour: &mut watch::Receiver<Behaviour>) {
    // The line itself gone is as good as cut.
    let _gone = behaviour
        .wait_for(|behaviour| *behaviour == Behaviour::Cut)
        .await
        .is_ok();
}
