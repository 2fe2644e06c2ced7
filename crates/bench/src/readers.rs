//! Programs that listen to a stream, many at once, and when each was told of what.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::failure::Failure;

/// What has arrived at a reader: which place in the log it was told of, and when.
type Arrivals = Arc<std::sync::Mutex<Vec<(u64, Instant)>>>;

/// Everybody who listens.
pub struct Readers {
    heard: Vec<(Arrivals, Arc<AtomicU64>)>,
    tasks: Vec<tokio::task::JoinHandle<()>>,
}

impl Readers {
    /// Nobody.
    pub fn none() -> Readers {
        Readers {
            heard: Vec::new(),
            tasks: Vec::new(),
        }
    }

    /// Connects so many, each saying one of these first, in turns.
    pub async fn at(address: &str, asks: &[String], count: usize) -> Result<Readers, Failure> {
        let mut readers = Readers::none();
        for ask in asks.iter().cycle().take(count) {
            let mut stream = TcpStream::connect(address).await.map_err(Failure::Peer)?;
            stream.set_nodelay(true).map_err(Failure::Peer)?;
            stream
                .write_all(ask.as_bytes())
                .await
                .map_err(Failure::Peer)?;
            // Its answer's head, and with ours the first tick.
            let mut head = vec![0; 2_048];
            let length = stream.read(&mut head).await.map_err(Failure::Peer)?;
            let answer = String::from_utf8_lossy(&head[..length]).into_owned();
            if !answer.starts_with("HTTP/1.1 200") && !answer.starts_with("HTTP/1.1 101") {
                return Err(Failure::Unexpected(answer));
            }
            let (arrivals, last) = (Arrivals::default(), Arc::new(AtomicU64::new(0)));
            readers.heard.push((arrivals.clone(), last.clone()));
            readers
                .tasks
                .push(tokio::spawn(read(stream, arrivals, last)));
        }
        // What is still on its way of the beginning is not of the round.
        tokio::time::sleep(Duration::from_millis(300)).await;
        readers.forget();
        Ok(readers)
    }

    /// Begins anew to note what arrives.
    pub fn forget(&self) {
        for (arrivals, _) in &self.heard {
            lock(arrivals).clear();
        }
    }

    /// When each was told of a place in the log, or of a later one; `None` for who was not.
    pub fn told(&self, cursor: u64) -> impl Iterator<Item = Option<Instant>> {
        self.heard.iter().map(move |(arrivals, _)| {
            let arrivals = lock(arrivals);
            let first = arrivals.iter().find(|(told, _)| *told >= cursor);
            first.map(|(_, when)| *when)
        })
    }

    /// Waits until every reader was told of this place in the log.
    pub async fn have(&self, cursor: u64) {
        for (_, last) in &self.heard {
            while last.load(Ordering::Relaxed) < cursor {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        }
    }

    /// What has arrived at each.
    pub fn arrivals(&self) -> impl Iterator<Item = Vec<(u64, Instant)>> {
        self.heard
            .iter()
            .map(|(arrivals, _)| lock(arrivals).clone())
    }

    /// Goes away.
    pub fn leave(self) {
        for task in self.tasks {
            task.abort();
        }
    }
}

fn lock(arrivals: &Arrivals) -> std::sync::MutexGuard<'_, Vec<(u64, Instant)>> {
    arrivals
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// Both sides are read in the same way: by the place in the log that each message names.
async fn read(mut stream: TcpStream, arrivals: Arrivals, last: Arc<AtomicU64>) {
    const NAME: &[u8] = b"\"cursor\":";
    let mut rest: Vec<u8> = Vec::new();
    let mut piece = [0; 4_096];
    while let Ok(length @ 1..) = stream.read(&mut piece).await {
        let now = Instant::now();
        rest.extend_from_slice(&piece[..length]);
        let mut from = 0;
        while let Some(found) = rest[from..]
            .windows(NAME.len())
            .position(|some| some == NAME)
        {
            let start = from + found + NAME.len();
            let digits = rest[start..]
                .iter()
                .take_while(|byte| byte.is_ascii_digit())
                .count();
            if start + digits == rest.len() {
                break;
            }
            let cursor = rest[start..start + digits]
                .iter()
                .fold(0, |number: u64, digit| {
                    number * 10 + u64::from(digit - b'0')
                });
            lock(&arrivals).push((cursor, now));
            last.store(cursor, Ordering::Relaxed);
            from = start + digits;
        }
        rest.drain(..from);
    }
}
