//! Consoles that send one command after the other over connections of their own.
//!
//! The HTTP is written by hand: whoever asks is to take as little of the two cores as `pgbench` does, or the
//! bench would measure it.

use std::time::{Duration, Instant};

use onemap_protocol::command::{Answer, BatchAnswer};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::failure::Failure;
use crate::fanout::batch;
use crate::town::Caller;

/// What a run gave.
pub struct Run {
    /// From the first command to the last answer.
    pub took: Duration,
    /// How long each command took.
    pub times: Vec<Duration>,
}

impl Run {
    /// So many a second.
    pub fn rate(&self) -> f64 {
        self.times.len() as f64 / self.took.as_secs_f64()
    }
}

/// Has `clients` consoles report `each` matters at the same time, and checks every answer.
pub async fn report(address: &str, clients: usize, each: usize) -> Result<Run, Failure> {
    let mut ready = Vec::new();
    for _ in 0..clients {
        let caller = Caller::sign_in(address).await?;
        let bodies: Vec<Vec<u8>> = (0..each)
            .map(|_| request(&caller, address))
            .collect::<Result<_, _>>()?;
        ready.push((Line::to(address).await?, bodies));
    }
    let began = Instant::now();
    let asked: Vec<_> = ready
        .into_iter()
        .map(|(line, requests)| tokio::spawn(sent(line, requests)))
        .collect();
    let mut answered = Vec::new();
    for one in asked {
        answered.push(one.await.map_err(|_| gone())??);
    }
    let took = began.elapsed();
    let mut times = Vec::new();
    for (time, answer) in answered.into_iter().flatten() {
        let answer: BatchAnswer = serde_json::from_slice(&answer)?;
        if !matches!(answer.answers.as_slice(), [Answer::Applied { .. }]) {
            return Err(Failure::Unexpected(format!("{answer:?}")));
        }
        times.push(time);
    }
    Ok(Run { took, times })
}

async fn sent(mut line: Line, requests: Vec<Vec<u8>>) -> Result<Vec<(Duration, Vec<u8>)>, Failure> {
    let mut answers = Vec::with_capacity(requests.len());
    for request in requests {
        let began = Instant::now();
        let answer = line.ask(&request).await?;
        answers.push((began.elapsed(), answer));
    }
    Ok(answers)
}

/// A batch with one report, as the bytes that a console sends.
fn request(caller: &Caller, address: &str) -> Result<Vec<u8>, Failure> {
    let body = serde_json::to_vec(&batch(caller))?;
    let token = &caller.session.token.0;
    Ok(Line::request(address, token, "POST /v1/commands", &body))
}

/// A connection over which one request follows the other.
pub struct Line {
    stream: TcpStream,
    rest: Vec<u8>,
}

fn gone() -> Failure {
    Failure::Peer(std::io::ErrorKind::UnexpectedEof.into())
}

impl Line {
    /// Connects to `http://HOST:PORT`.
    pub async fn to(address: &str) -> Result<Line, Failure> {
        let host = address.trim_start_matches("http://");
        let stream = TcpStream::connect(host).await.map_err(Failure::Peer)?;
        stream.set_nodelay(true).map_err(Failure::Peer)?;
        let rest = Vec::with_capacity(4_096);
        Ok(Line { stream, rest })
    }

    /// The bytes of a request.
    pub fn request(address: &str, token: &str, what: &str, body: &[u8]) -> Vec<u8> {
        let host = address.trim_start_matches("http://");
        let mut request = format!(
            "{what} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\n\
             {}: {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            onemap_protocol::version::HEADER,
            onemap_protocol::version::SPOKEN,
            body.len()
        )
        .into_bytes();
        request.extend_from_slice(body);
        request
    }

    /// Asks, and the body of the answer, which must be a good one.
    pub async fn ask(&mut self, request: &[u8]) -> Result<Vec<u8>, Failure> {
        let written = self.stream.write_all(request).await;
        written.map_err(Failure::Peer)?;
        let head = loop {
            let end = self.rest.windows(4).position(|four| four == b"\r\n\r\n");
            match end {
                Some(end) => break end + 4,
                None => self.more().await?,
            }
        };
        let said = String::from_utf8_lossy(&self.rest[..head]).into_owned();
        let length = said.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            let is_it = name.eq_ignore_ascii_case("content-length");
            is_it.then(|| value.trim().parse::<usize>().ok())?
        });
        let (true, Some(length)) = (said.starts_with("HTTP/1.1 200"), length) else {
            return Err(Failure::Unexpected(said));
        };
        while self.rest.len() < head + length {
            self.more().await?;
        }
        let body = self.rest[head..head + length].to_vec();
        self.rest.drain(..head + length);
        Ok(body)
    }

    async fn more(&mut self) -> Result<(), Failure> {
        let read = self.stream.read_buf(&mut self.rest).await;
        match read.map_err(Failure::Peer)? {
            0 => Err(gone()),
            _ => Ok(()),
        }
    }
}
