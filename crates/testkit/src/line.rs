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
    swallowed: Arc<AtomicU64>,
}

impl Line {
    /// Lays a line to a central.
    pub async fn to(central: SocketAddr) -> std::io::Result<Line> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let behaviour = watch::Sender::new(Behaviour::Whole);
        let swallowed = Arc::new(AtomicU64::new(0));
        tokio::spawn(accept(
            listener,
            central,
            behaviour.subscribe(),
            swallowed.clone(),
        ));
        Ok(Line {
            address,
            behaviour,
            swallowed,
        })
    }

    /// Changes how it behaves, from now on and for what is open.
    pub fn behave(&self, behaviour: Behaviour) {
        self.behaviour.send_replace(behaviour);
    }

    /// How many pieces of answers were swallowed so far.
    pub fn swallowed(&self) -> u64 {
        self.swallowed.load(Ordering::Relaxed)
    }
}

async fn accept(
    listener: TcpListener,
    central: SocketAddr,
    behaviour: watch::Receiver<Behaviour>,
    swallowed: Arc<AtomicU64>,
) {
    while let Ok((console, _)) = listener.accept().await {
        if *behaviour.borrow() != Behaviour::Cut {
            tokio::spawn(carry(
                console,
                central,
                behaviour.clone(),
                swallowed.clone(),
            ));
        }
    }
}

async fn carry(
    mut console: TcpStream,
    central: SocketAddr,
    behaviour: watch::Receiver<Behaviour>,
    swallowed: Arc<AtomicU64>,
) {
    let mut cut = behaviour.clone();
    let Ok(mut central) = TcpStream::connect(central).await else {
        return;
    };
    let (mut up, mut down) = (vec![0; 16 * 1024], vec![0; 16 * 1024]);
    loop {
        let passed = tokio::select! {
            () = is_cut(&mut cut) => return,
            read = console.read(&mut up) => match read {
                Ok(count) if count > 0 => central.write_all(&up[..count]).await,
                _ => return,
            },
            read = central.read(&mut down) => match read {
                Ok(count) if count > 0 => {
                    if *behaviour.borrow() == Behaviour::AnswersLost {
                        swallowed.fetch_add(1, Ordering::Relaxed);
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
