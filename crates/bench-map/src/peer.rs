//! The other side: a program that is asked by lines on its standard input and answers by lines on
//! its standard output. It takes its own time, so that the pipe is not measured.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use crate::Failure;

/// A running peer. It ends when its input does.
pub struct Peer {
    child: Child,
    asking: ChildStdin,
    saying: BufReader<ChildStdout>,
    greeting: String,
}

impl Peer {
    /// Starts it, and waits until it greets: by then it holds what it needs.
    pub fn start(program: &mut Command) -> Result<Peer, Failure> {
        let mut child = program
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(Failure::Peer)?;
        let gone = || Failure::Peer(std::io::ErrorKind::BrokenPipe.into());
        let asking = child.stdin.take().ok_or_else(gone)?;
        let saying = BufReader::new(child.stdout.take().ok_or_else(gone)?);
        let mut peer = Peer {
            child,
            asking,
            saying,
            greeting: String::new(),
        };
        peer.greeting = peer.line()?;
        Ok(peer)
    }

    /// What it said of itself: its version, its threads.
    pub fn greeting(&self) -> &str {
        &self.greeting
    }

    /// Asks, and what it says until an empty line.
    pub fn answer(&mut self, what: &str) -> Result<Vec<String>, Failure> {
        self.tell(what)?;
        let mut lines = Vec::new();
        loop {
            let line = self.line()?;
            if line.is_empty() {
                return Ok(lines);
            }
            lines.push(line);
        }
    }

    /// Asks, and the line it answers by.
    pub fn ask(&mut self, what: &str) -> Result<String, Failure> {
        self.tell(what)?;
        self.line()
    }

    /// Lets it do some work; how many seconds it says that took, and what it says behind them.
    pub fn timed(&mut self, what: &str) -> Result<(Duration, String), Failure> {
        let said = self.ask(what)?;
        let line = said.strip_prefix("done ").unwrap_or(&said);
        let (seconds, rest) = line.split_once(' ').unwrap_or((line, ""));
        let seconds: Option<f64> = seconds.parse().ok();
        let time = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
        match time {
            Some(time) => Ok((time, rest.to_owned())),
            None => Err(Failure::Unexpected(said)),
        }
    }

    /// Lets it go.
    pub fn end(self) -> Result<(), Failure> {
        let Peer {
            mut child, asking, ..
        } = self;
        drop(asking);
        child.wait().map_err(Failure::Peer).map(|_| ())
    }

    /// Says something that is not answered.
    pub fn tell(&mut self, what: &str) -> Result<(), Failure> {
        writeln!(self.asking, "{what}")
            .and_then(|()| self.asking.flush())
            .map_err(Failure::Peer)
    }

    fn line(&mut self) -> Result<String, Failure> {
        let mut line = String::new();
        let read = self.saying.read_line(&mut line).map_err(Failure::Peer)?;
        if read == 0 {
            return Err(Failure::Peer(std::io::ErrorKind::UnexpectedEof.into()));
        }
        Ok(line.trim_end_matches('\n').to_owned())
    }
}
