//! A central in a process of its own, as the benches need one: it says where it listens, and what it takes of
//! the machine when asked. It is the library that the program `onemap-central` is made of, on the small county.

use std::io::{BufRead as _, Write as _};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use tokio::sync::mpsc;

use crate::failure::Failure;
use crate::peer::Peer;
use crate::town::Town;

/// Such a process, seen from outside.
pub struct Served {
    process: Peer,
    /// `http://HOST:PORT`.
    pub address: String,
}

impl Served {
    /// Starts one on a database.
    pub fn start(database: &str) -> Result<Served, Failure> {
        let this = std::env::current_exe().map_err(Failure::Peer)?;
        let mut command = Command::new(this);
        let process = Peer::start(command.arg("served").arg("--database").arg(database))?;
        let address = process.greeting().strip_prefix("ready ");
        let address = address.map(str::to_owned);
        let address = address.ok_or_else(|| Failure::Unexpected(process.greeting().to_owned()))?;
        Ok(Served { process, address })
    }

    /// `HOST:PORT`.
    pub fn host(&self) -> &str {
        self.address.trim_start_matches("http://")
    }

    /// What it has taken of the processors.
    pub fn processor(&mut self) -> Result<Duration, Failure> {
        Ok(Duration::from_micros(self.number("cpu")?))
    }

    /// What it has in memory, bytes.
    pub fn memory(&mut self) -> Result<u64, Failure> {
        self.number("rss")
    }

    fn number(&mut self, what: &str) -> Result<u64, Failure> {
        let said = self.process.ask(what)?;
        said.parse().map_err(|_| Failure::Unexpected(said))
    }

    /// Stops it.
    pub fn end(self) -> Result<(), Failure> {
        Ok(self.process.end()?)
    }
}

/// What the process does.
pub async fn run(database: &str) -> Result<(), Failure> {
    let town = Town::on(database).await?;
    let said = |line: String| {
        let mut out = std::io::stdout().lock();
        writeln!(out, "{line}")
            .and_then(|()| out.flush())
            .map_err(Failure::Peer)
    };
    said(format!("ready {}", town.address))?;
    // Reading waits, and would keep a thread of the central busy.
    let (sender, mut lines) = mpsc::unbounded_channel();
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    while let Some(line) = lines.recv().await {
        match line.as_str() {
            "cpu" => said(processor_time()?.as_micros().to_string())?,
            "rss" => said(resident()?.to_string())?,
            _ => said(String::new())?,
        }
    }
    town.end().await
}

/// What this process has taken of the processors (`proc(5)`, hundredths of a second).
fn processor_time() -> Result<Duration, Failure> {
    let path = Path::new("/proc/self/stat");
    let stat = std::fs::read_to_string(path).map_err(Failure::file(path))?;
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let fields: Vec<u64> = after_name
        .split_whitespace()
        .map(|field| field.parse().unwrap_or_default())
        .collect();
    let ticks = fields.get(11..13).unwrap_or_default().iter().sum::<u64>();
    Ok(Duration::from_millis(ticks * 10))
}

/// What this process has in memory (`proc(5)`, `VmRSS`).
fn resident() -> Result<u64, Failure> {
    let path = Path::new("/proc/self/status");
    let status = std::fs::read_to_string(path).map_err(Failure::file(path))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.trim().split(' ').next()?.parse::<u64>().ok());
    kilobytes
        .map(|kilobytes| kilobytes << 10)
        .ok_or_else(|| Failure::Unexpected(status.clone()))
}
