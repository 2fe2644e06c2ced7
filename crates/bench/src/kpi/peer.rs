//! The other side: a program that is asked by lines on its standard input and answers by lines on
//! its standard output. It takes its own time, so that the pipe is not measured.
//!
//! `answer` is answered by the figures and an empty line, `run` by the seconds that one run took.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use super::Question;
use crate::failure::Failure;

/// A running peer. It ends when its input does.
pub struct Peer {
    child: Child,
    asking: ChildStdin,
    saying: BufReader<ChildStdout>,
    greeting: String,
}

impl Peer {
    /// Starts it, and waits until it holds the cases.
    pub fn start(
        python: &Path,
        script: &Path,
        sheet: &Path,
        question: Question,
    ) -> Result<Peer, Failure> {
        let days = [
            question.month.0,
            question.month.1,
            question.year.0,
            question.year.1,
        ];
        let mut child = Command::new(python)
            .arg(script)
            .arg(sheet)
            .args(days.map(|day| day.to_string()))
            .args([question.now, question.day_end].map(|at| at.as_second().to_string()))
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

    /// Its figures, in whatever order.
    pub fn answer(&mut self) -> Result<Vec<String>, Failure> {
        self.ask("answer")?;
        let mut lines = Vec::new();
        loop {
            let line = self.line()?;
            if line.is_empty() {
                return Ok(lines);
            }
            lines.push(line);
        }
    }

    /// Lets it do the work once; how long that took.
    pub fn run(&mut self) -> Result<Duration, Failure> {
        self.ask("run")?;
        let line = self.line()?;
        let seconds: Option<f64> = line.parse().ok();
        seconds
            .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
            .ok_or(Failure::Unexpected(line))
    }

    /// Lets it go.
    pub fn end(self) -> Result<(), Failure> {
        let Peer {
            mut child, asking, ..
        } = self;
        drop(asking);
        child.wait().map_err(Failure::Peer).map(|_| ())
    }

    fn ask(&mut self, what: &str) -> Result<(), Failure> {
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
