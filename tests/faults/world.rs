//! Processes that die at chosen steps, lines that are cut, disks that forget.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use onemap_testkit::line::{Behaviour, Line};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};
use uuid::Uuid;

use crate::console::GAVE;
use crate::power::{self, Survives};

/// Consoles, and who works at them.
const LOGINS: [&str; 3] = ["wangmin", "lijun", "wangmin"];

/// A step at which a program dies is drawn evenly from the powers of two up to this one: the first
/// steps of opening the files are as likely as those in the middle of the work.
const LATEST: u32 = 14;

/// A program that finds no step to die at in so long is killed where it is.
const LONGEST: Duration = Duration::from_secs(6);

/// How long a console may need to come to rest, or to say why it does not.
const REST: Duration = Duration::from_mins(2);

/// What went wrong, counted.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counted {
    /// Starts of a program.
    pub trials: u64,
    /// Programs that died at a chosen step.
    pub killed: u64,
    /// Those of them whose power was cut as well.
    pub power_cuts: u64,
    /// Writes that no sync had made durable when the power was cut.
    pub unsynced: u64,
    /// Changes of how a line behaved.
    pub lines: u64,
}

/// The shim that counts steps and kills, compiled once for a run.
pub struct Disk(PathBuf);

impl Disk {
    pub fn compiled(folder: &Path) -> Disk {
        let shim = folder.join("disk.so");
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faults/disk.c");
        let compiled = Command::new("cc")
            .args(["-shared", "-fPIC", "-O1", "-o"])
            .args([&shim, &source])
            .status()
            .expect("a C compiler, which SQLite needs too");
        assert!(compiled.success(), "disk.c is compiled");
        Disk(shim)
    }
}

/// How a program's disk behaves.
#[derive(Clone, Copy, Debug, Default)]
pub struct Plan {
    /// It dies at this step; 0 for never.
    pub dies_at: u64,
    /// The power is cut with it.
    pub power: Option<Survives>,
    /// Syncs do nothing.
    pub lies: bool,
}

impl Plan {
    fn drawn(chance: &mut ChaCha8Rng) -> Plan {
        let most = 1 << (4 + chance.next_u32() % (LATEST - 3));
        let power = match chance.next_u32() % 4 {
            0 => Some(Survives::Nothing),
            1 => Some(Survives::Some),
            _ => None,
        };
        Plan {
            dies_at: 1 + chance.next_u64() % most,
            power,
            lies: false,
        }
    }
}

/// A running program with its folder.
pub struct Program {
    child: Child,
    plan: Plan,
    journal: PathBuf,
    started: Instant,
    heard: Option<JoinHandle<()>>,
}

impl Program {
    /// Starts this program anew as one of those in `console`. What it says it gave goes to `given`.
    pub fn start(
        disk: &Disk,
        folder: &Path,
        words: &[&str],
        plan: Plan,
        given: &Arc<Mutex<Vec<Uuid>>>,
    ) -> Program {
        std::fs::create_dir_all(folder).unwrap();
        // The shim compares whole paths.
        let folder = folder.canonicalize().unwrap();
        let journal = folder.with_extension("journal");
        let _none = std::fs::remove_file(&journal);
        let mut command = Command::new(std::env::current_exe().unwrap());
        command
            .arg(words[0])
            .arg(&folder)
            .args(&words[1..])
            .env("LD_PRELOAD", &disk.0)
            .env("FAULT_FOLDER", &folder)
            .env("FAULT_AT", plan.dies_at.to_string())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit());
        if plan.power.is_some() {
            command.env("FAULT_JOURNAL", &journal);
        }
        if plan.lies {
            command.env("FAULT_LIES", "1");
        }
        let mut child = command.spawn().unwrap();
        let said = BufReader::new(child.stdout.take().unwrap());
        let given = given.clone();
        let heard = std::thread::spawn(move || {
            for line in said.lines().map_while(Result::ok) {
                let order = line.strip_prefix(GAVE).map(str::trim);
                // A line that the death of its program cut short was told to nobody.
                if let Some(order) = order.and_then(|order| Uuid::parse_str(order).ok()) {
                    given
                        .lock()
                        .unwrap_or_else(PoisonError::into_inner)
                        .push(order);
                }
            }
        });
        Program {
            child,
            plan,
            journal,
            started: Instant::now(),
            heard: Some(heard),
        }
    }

    /// How it ended, once it has; one that has lived too long is killed where it is.
    fn ended(&mut self, longest: Duration) -> Option<ExitStatus> {
        if self.started.elapsed() > longest {
            self.child.kill().unwrap();
            return Some(self.child.wait().unwrap());
        }
        self.child.try_wait().unwrap()
    }

    /// Waits for its end, at most so long.
    pub fn waited(&mut self, within: Duration) -> ExitStatus {
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(self.started.elapsed() < within, "a program does not end");
            std::thread::sleep(Duration::from_millis(2));
        };
        self.gone();
        status
    }

    fn gone(&mut self) {
        if let Some(heard) = self.heard.take() {
            heard.join().unwrap();
        }
    }

    /// Where its power was cut: takes back what was not synced. Gives back how much that was.
    pub fn forget(&self, chance: &mut ChaCha8Rng) -> usize {
        let survives = self.plan.power;
        survives.map_or(0, |survives| power::cut(&self.journal, survives, chance))
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _gone = self.child.kill();
        let _ended = self.child.wait();
    }
}

/// A central, three consoles, and a line for each.
pub struct World {
    pub folder: PathBuf,
    disk: Disk,
    central: SocketAddr,
    lines: Vec<Line>,
    chance: ChaCha8Rng,
    pub given: Vec<Arc<Mutex<Vec<Uuid>>>>,
    pub counted: Counted,
}

impl World {
    pub async fn new(folder: &Path, seed: u64) -> World {
        let free = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let central = free.local_addr().unwrap();
        drop(free);
        let mut lines = Vec::new();
        for _ in LOGINS {
            lines.push(Line::to(central).await.unwrap());
        }
        World {
            folder: folder.to_owned(),
            disk: Disk::compiled(folder),
            central,
            lines,
            chance: ChaCha8Rng::seed_from_u64(seed),
            given: LOGINS.map(|_| Arc::default()).into(),
            counted: Counted::default(),
        }
    }

    pub fn console_folder(&self, index: usize) -> PathBuf {
        self.folder.join(format!("console-{index}"))
    }

    pub fn consoles() -> std::ops::Range<usize> {
        0..LOGINS.len()
    }

    fn central(&self, plan: Plan) -> Program {
        let address = self.central.to_string();
        let folder = self.folder.join("central");
        Program::start(
            &self.disk,
            &folder,
            &["central", &address],
            plan,
            &Arc::default(),
        )
    }

    fn console(&self, index: usize, does: &str, plan: Plan, seed: u64) -> Program {
        let address = self.lines[index].address.to_string();
        let seed = seed.to_string();
        let words = [does, &address, LOGINS[index], &seed];
        let folder = self.console_folder(index);
        Program::start(&self.disk, &folder, &words, plan, &self.given[index])
    }

    /// Everybody signs in once while nothing goes wrong: a stranger cannot work without the line.
    pub fn begin(&self) {
        self.rest();
    }

    /// Nothing goes wrong any more: all that waits is sent.
    pub fn rest(&self) {
        for line in &self.lines {
            line.behave(Behaviour::Whole);
        }
        let _central = self.central(Plan::default());
        let draining = World::consoles();
        let draining = draining.map(|index| self.console(index, "drain", Plan::default(), 0));
        for mut program in draining.collect::<Vec<_>>() {
            assert!(program.waited(REST).success(), "a console comes to rest");
        }
    }

    /// Lets everything go wrong for so long.
    pub async fn storm(&mut self, lasts: Duration) {
        let begun = Instant::now();
        let plan = Plan::drawn(&mut self.chance);
        let mut programs = vec![(self.central(plan), None)];
        for index in World::consoles() {
            let plan = Plan::drawn(&mut self.chance);
            let seed = self.chance.next_u64();
            programs.push((self.console(index, "give", plan, seed), Some(index)));
        }
        self.counted.trials += programs.len() as u64;
        let mut changes = Instant::now();
        while begun.elapsed() < lasts {
            for (program, index) in &mut programs {
                let Some(status) = program.ended(LONGEST) else {
                    continue;
                };
                program.gone();
                self.died(program, status);
                let plan = Plan::drawn(&mut self.chance);
                *program = match *index {
                    Some(index) => {
                        let seed = self.chance.next_u64();
                        self.console(index, "give", plan, seed)
                    }
                    None => self.central(plan),
                };
                self.counted.trials += 1;
            }
            if changes.elapsed() > Duration::from_millis(400) {
                changes = Instant::now();
                self.change_a_line();
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        for (mut program, _) in programs {
            program.child.kill().unwrap();
            let status = program.child.wait().unwrap();
            program.gone();
            self.died(&program, status);
        }
    }

    /// A program is gone; only by being killed, or this run has found something.
    fn died(&mut self, program: &Program, status: ExitStatus) {
        use std::os::unix::process::ExitStatusExt as _;
        assert_eq!(
            status.signal(),
            Some(9),
            "a program ended by itself: {status}"
        );
        self.counted.killed += 1;
        if program.plan.power.is_some() {
            self.counted.power_cuts += 1;
            self.counted.unsynced += program.forget(&mut self.chance) as u64;
        }
    }

    fn change_a_line(&mut self) {
        let line = self.chance.next_u32() as usize % self.lines.len();
        let behaviour = match self.chance.next_u32() % 5 {
            0 => Behaviour::Cut,
            1 => Behaviour::AnswersLost,
            _ => Behaviour::Whole,
        };
        self.lines[line].behave(behaviour);
        self.counted.lines += 1;
    }

    /// A console whose disk lies about its syncs, and whose power is cut: the folder that is left,
    /// and what it had said was safe.
    pub fn with_a_lying_disk(&mut self) -> (PathBuf, Vec<Uuid>) {
        let folder = self.folder.join("lied-to");
        copy(&self.console_folder(0), &folder);
        let given = Arc::default();
        let plan = Plan {
            dies_at: 1_500,
            power: Some(Survives::Nothing),
            lies: true,
        };
        // Nobody answers there.
        let words = ["give", "127.0.0.1:9", LOGINS[0], "1"];
        let mut program = Program::start(&self.disk, &folder, &words, plan, &given);
        let status = program.waited(REST);
        self.died(&program, status);
        let given = std::mem::take(&mut *given.lock().unwrap_or_else(PoisonError::into_inner));
        (folder, given)
    }

    pub fn disk(&self) -> &Disk {
        &self.disk
    }

    pub fn chance(&mut self) -> &mut ChaCha8Rng {
        &mut self.chance
    }
}

/// Copies the files of a folder.
pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_file() {
            std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}
