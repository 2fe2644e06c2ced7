//! A PostgreSQL of a test's own: its programs are those of this machine, its files lie in a folder
//! that goes with it, and it listens on a socket in there and nowhere else.
//!
//! A shell beside it waits for its standard input to end, and then stops the server and removes the
//! folder. That input ends when the [`Cluster`] is dropped, and when the test's process ends in any
//! other way, so nothing is left behind even by a process that is killed.
//!
//! Deliberately absent: a client. The tests have one.

use std::io::{Error, Result};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use uuid::Uuid;

/// A server that refuses to run as root runs as the first of these that there is.
const INSTEAD_OF_ROOT: [&str; 2] = ["postgres", "nobody"];

/// What is said to the server beyond its defaults. Nothing waits for the disk: the machine does not
/// lose its power in a test. Commits are not written at once either, unless who commits asks for it:
/// so a central that forgot to ask loses something in the stories.
const SETTINGS: &str = "listen_addresses = ''\n\
    max_connections = 300\n\
    shared_buffers = 64MB\n\
    fsync = off\n\
    full_page_writes = off\n\
    synchronous_commit = off\n\
    wal_writer_delay = 10s\n";

/// What is said to a server that is measured: every commit waits for the disk, as on a county's own. What
/// it keeps in memory is a quarter of a small machine's, and a checkpoint does not come in the middle.
const DURABLE: &str = "listen_addresses = ''\n\
    max_connections = 300\n\
    shared_buffers = 512MB\n\
    fsync = on\n\
    full_page_writes = on\n\
    synchronous_commit = on\n\
    max_wal_size = 8GB\n\
    checkpoint_timeout = 30min\n";

/// Ends what it was told to end, and removes the folder, as soon as its input ends.
const WATCHDOG: &str =
    "trap '' INT TERM HUP; folder=$1; shift; read -r _; \"$@\"; rm -rf \"$folder\"";

/// A running server with files of its own.
#[derive(Debug)]
pub struct Cluster {
    folder: PathBuf,
    tools: Tools,
    watchdog: Child,
}

impl Cluster {
    /// Makes one and starts it.
    pub fn start() -> Result<Cluster> {
        Cluster::started(SETTINGS)
    }

    /// Makes one whose commits are on the disk when they are answered, and starts it: for measuring.
    pub fn durable() -> Result<Cluster> {
        Cluster::started(DURABLE)
    }

    fn started(said: &str) -> Result<Cluster> {
        let cluster = Cluster::prepared()?;
        let data = cluster.data();
        let mut make = cluster.tools.command("initdb");
        make.arg("-D")
            .arg(&data)
            .args(["-U", "postgres", "-A", "trust"]);
        done(make.args(["-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]))?;
        let settings = data.join("postgresql.auto.conf");
        std::fs::write(settings, format!("{said}{}", cluster.sockets()))?;
        done(&mut cluster.control("start"))?;
        Ok(cluster)
    }

    /// Makes a standby of this one, which from then on answers no commit before the standby has it.
    pub fn standby(&self) -> Result<Cluster> {
        let standby = Cluster::prepared()?;
        let mut copy = self.tools.command("pg_basebackup");
        copy.arg("-h").arg(&self.folder).args(["-U", "postgres"]);
        copy.args(["-R", "-X", "stream", "-c", "fast", "--no-sync", "-D"]);
        done(copy.arg(standby.data()))?;
        let settings = standby.data().join("postgresql.auto.conf");
        let copied = std::fs::read_to_string(&settings)?;
        // The last line of a setting holds.
        std::fs::write(settings, format!("{copied}{}", standby.sockets()))?;
        done(&mut standby.control("start"))?;
        self.tell("ALTER SYSTEM SET synchronous_standby_names = '*'")?;
        self.tell("SELECT pg_reload_conf()")?;
        Ok(standby)
    }

    /// Kills the server's first process; the others end when they notice.
    pub fn kill(&self) -> Result<()> {
        let pid = std::fs::read_to_string(self.data().join("postmaster.pid"))?;
        let pid = pid.lines().next().unwrap_or_default().to_owned();
        let mut kill = self.tools.command("pg_ctl");
        done(kill.args(["kill", "KILL", &pid]))
    }

    /// Has a standby take its primary's place.
    pub fn promote(&self) -> Result<()> {
        done(&mut self.control("promote"))
    }

    /// A folder, and whoever removes it and whatever runs in it.
    fn prepared() -> Result<Cluster> {
        let tools = Tools::found()?;
        let folder = std::env::temp_dir().join(format!("onemap-postgres-{}", Uuid::now_v7()));
        std::fs::create_dir(&folder)?;
        tools.hand_over(&folder)?;
        // Before the server, so that whatever goes wrong from here on leaves nothing behind.
        let mut stop = tools.command("pg_ctl");
        stop.arg("stop")
            .arg("-D")
            .arg(folder.join("data"))
            .args(["-m", "immediate"]);
        let watchdog = watchdog(&folder, &stop)?;
        Ok(Cluster {
            folder,
            tools,
            watchdog,
        })
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn sockets(&self) -> String {
        format!("unix_socket_directories = '{}'\n", self.folder.display())
    }

    /// Where all its files are.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Breaks the server off, as if it had crashed, and starts it again.
    pub fn crash_and_restart(&self) -> Result<()> {
        done(self.control("restart").args(["-m", "immediate"]))
    }

    /// Makes an empty database.
    pub fn create(&self, database: &str) -> Result<()> {
        self.tell(&format!("CREATE DATABASE {database}"))
    }

    /// Removes a database, whoever is in it.
    pub fn remove(&self, database: &str) -> Result<()> {
        self.tell(&format!("DROP DATABASE {database} WITH (FORCE)"))
    }

    /// The address of a database, for the server's superuser.
    pub fn address(&self, database: &str) -> String {
        self.address_of("postgres", database)
    }

    /// The address of a database for another role.
    pub fn address_of(&self, role: &str, database: &str) -> String {
        let sockets = self.folder.display();
        format!("postgres://{role}@localhost/{database}?host={sockets}")
    }

    /// Has the server's superuser say something outside of any database of a test.
    pub fn tell(&self, statement: &str) -> Result<()> {
        let mut psql = self.tools.command("psql");
        psql.arg("-h").arg(&self.folder);
        psql.args(["-U", "postgres", "-d", "postgres", "-q", "-c", statement]);
        done(&mut psql)
    }

    /// One of the programs that came with the server, about to ask this one as its superuser.
    pub fn program(&self, name: &str) -> Command {
        let mut program = self.tools.command(name);
        program.arg("-h").arg(&self.folder).args(["-U", "postgres"]);
        program
    }

    fn control(&self, order: &str) -> Command {
        let mut control = self.tools.command("pg_ctl");
        let log = self.folder.join("log");
        control.arg(order).arg("-w").arg("-D").arg(self.data());
        control.arg("-l").arg(log);
        control
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.watchdog.stdin.take());
        let _ended = self.watchdog.wait();
    }
}

/// Starts the shell that runs a command and removes a folder when its input ends.
fn watchdog(folder: &Path, stop: &Command) -> Result<Child> {
    let mut shell = Command::new("sh");
    shell.args(["-c", WATCHDOG, "watchdog"]).arg(folder);
    shell.arg(stop.get_program()).args(stop.get_args());
    shell
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    shell.spawn()
}

/// Where the server's programs are, and as whom they run.
#[derive(Debug)]
struct Tools {
    folder: PathBuf,
    /// A user of the machine; `None` for whoever runs the test.
    user: Option<&'static str>,
}

impl Tools {
    /// Those of Debian's newest version, those installed by hand, or those in the path.
    fn found() -> Result<Tools> {
        let versions = std::fs::read_dir("/usr/lib/postgresql");
        let versions = versions.into_iter().flatten().flatten();
        let mut folders: Vec<PathBuf> = versions.map(|one| one.path().join("bin")).collect();
        folders.sort_by(|one, other| other.cmp(one));
        folders.push(PathBuf::from("/usr/local/bin"));
        let path = std::env::var_os("PATH").unwrap_or_default();
        folders.extend(std::env::split_paths(&path));
        let has_all = |folder: &PathBuf| {
            let has = |name: &str| folder.join(name).exists();
            ["postgres", "initdb", "pg_ctl", "psql", "pg_basebackup"]
                .iter()
                .all(|name| has(name))
        };
        let folder = folders.into_iter().find(has_all);
        let folder =
            folder.ok_or_else(|| Error::other("there is no PostgreSQL on this machine"))?;
        let user = match said("id", &["-u"]).as_deref() {
            Some("0") => Some(somebody()?),
            _ => None,
        };
        Ok(Tools { folder, user })
    }

    fn command(&self, name: &str) -> Command {
        let program = self.folder.join(name);
        let mut command = match self.user {
            None => Command::new(program),
            Some(user) => {
                let mut command = Command::new("setpriv");
                let as_user = ["--reuid", user, "--regid", user, "--clear-groups", "--"];
                command.args(as_user).arg(program);
                command
            }
        };
        // Not the test's own folder, which that user may not be allowed to enter.
        command
            .current_dir(std::env::temp_dir())
            .stdin(Stdio::null());
        command
    }

    /// Gives a folder to whoever runs the server.
    fn hand_over(&self, folder: &Path) -> Result<()> {
        let Some(user) = self.user else {
            return Ok(());
        };
        done(Command::new("chown").arg(user).arg(folder))
    }
}

fn somebody() -> Result<&'static str> {
    INSTEAD_OF_ROOT
        .into_iter()
        .find(|user| said("id", &["-u", user]).is_some())
        .ok_or_else(|| Error::other("PostgreSQL does not run as root, and there is nobody else"))
}

/// What a program says; `None` when it fails.
fn said(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}

/// Runs a command to its end. Its words go to nobody: the server goes on with what it is given to
/// write to, and whoever waits for the end of that would wait for the server's.
fn done(command: &mut Command) -> Result<()> {
    let status = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()?;
    if status.success() {
        return Ok(());
    }
    Err(Error::other(format!("{command:?} ended with {status}")))
}
