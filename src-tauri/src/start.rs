//! Opening what stands behind the window: the embedded central when no other is named, and the
//! desk. It happens while the window already shows, so whoever asks waits here.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use onemap_central::{Options, Running, sample, serve};
use onemap_console::Console;
use onemap_desk::{Desk, Papers, Wall};
use onemap_domain::people::Role;
use onemap_protocol::desk::DemonstrationAccount;
use onemap_protocol::problem::{Problem, ProblemCode};
use tokio::sync::watch;

/// Where an embedded central listens, so that a second console and `onemap-central simulate` find
/// it; when the port is taken, any free one.
const USUAL_PORT: u16 = 8460;

/// What to open.
#[derive(Clone)]
pub struct Plan {
    /// Where the files lie.
    pub folder: PathBuf,
    /// Where papers go.
    pub papers: Papers,
    /// The wall that it drives.
    pub wall: Wall,
    /// The central's address; an embedded one with the sample county when absent.
    pub central: Option<String>,
    /// The file of the authority that alone may vouch for it; the system's where absent.
    pub authority: Option<PathBuf>,
    /// The way of working that the sample county is opened in; its own when absent.
    pub profile: Option<String>,
}

/// What was opened.
#[derive(Clone)]
pub struct Opened {
    /// The console that the commands carry.
    pub console: Arc<Console<Desk>>,
    /// The desk under it.
    pub desk: Desk,
    central: Option<Arc<Running>>,
    plan: DeskPlan,
}

/// What a desk is opened with, whichever window it is for.
#[derive(Clone)]
struct DeskPlan {
    address: String,
    authority: Option<Vec<u8>>,
    county: Option<String>,
    accounts: Vec<DemonstrationAccount>,
    papers: Papers,
    wall: Wall,
}

impl Opened {
    /// Accounts whose passwords are public: in a sample only.
    pub fn accounts(&self) -> &[DemonstrationAccount] {
        &self.plan.accounts
    }

    /// Closes the files and the embedded central.
    pub async fn close(&self) {
        self.desk.close().await;
        if let Some(central) = &self.central {
            central.stop();
        }
    }
}

#[derive(Clone)]
enum State {
    Opening,
    Open(Opened),
    Failed(Problem),
}

/// Where the window's commands meet the console.
#[derive(Clone)]
pub struct Door {
    state: watch::Sender<State>,
}

impl Default for Door {
    fn default() -> Door {
        Door {
            state: watch::Sender::new(State::Opening),
        }
    }
}

impl Door {
    /// What was opened, as soon as it is.
    pub async fn opened(&self) -> Result<Opened, Problem> {
        let mut state = self.state.subscribe();
        let settled = state
            .wait_for(|state| !matches!(state, State::Opening))
            .await;
        match settled.as_deref() {
            Ok(State::Open(opened)) => Ok(opened.clone()),
            Ok(State::Failed(problem)) => Err(problem.clone()),
            _ => Err(Problem::new(ProblemCode::NotReady)),
        }
    }

    /// Opens; the result reaches everybody who waits.
    pub async fn open(&self, plan: Plan) {
        self.settle(open(plan).await);
    }

    fn settle(&self, opened: Result<Opened, OpenFailure>) {
        let state = match opened {
            Ok(opened) => State::Open(opened),
            Err(failure) => {
                tracing::error!(%failure, "the console could not be opened");
                State::Failed(failure.into())
            }
        };
        self.state.send_replace(state);
    }

    /// Opens a second desk, on files of its own, at the central that the first one talks to.
    pub async fn open_beside(&self, first: &Opened, folder: PathBuf) {
        self.settle(desk(first.plan.clone(), None, folder).await);
    }

    /// Nothing will be opened.
    pub fn fail(&self, problem: Problem) {
        self.state.send_replace(State::Failed(problem));
    }

    /// What was opened, if it is.
    pub fn now(&self) -> Option<Opened> {
        match &*self.state.borrow() {
            State::Open(opened) => Some(opened.clone()),
            _ => None,
        }
    }
}

#[derive(Debug, thiserror::Error)]
enum OpenFailure {
    #[error(transparent)]
    Central(#[from] onemap_central::CentralError),
    #[error(transparent)]
    Desk(#[from] onemap_desk::DeskError),
    #[error("the folder {0} cannot be made: {1}")]
    Folder(PathBuf, std::io::Error),
    #[error("the file {0} cannot be read: {1}")]
    File(PathBuf, std::io::Error),
    #[error("the sample county cannot be read: {0}")]
    Sample(#[from] onemap_exchange::county::CountyError),
}

impl From<OpenFailure> for Problem {
    fn from(failure: OpenFailure) -> Problem {
        let file = match &failure {
            OpenFailure::Desk(onemap_desk::DeskError::Store(_)) => "outbox",
            OpenFailure::Folder(..) | OpenFailure::Desk(onemap_desk::DeskError::Folder { .. }) => {
                "folder"
            }
            OpenFailure::File(file, _) => {
                let file = file.display();
                return Problem::new(ProblemCode::AuthorityUnusable).with("file", file);
            }
            OpenFailure::Desk(onemap_desk::DeskError::Line(
                onemap_desk::LineError::NoAuthority,
            )) => {
                return Problem::new(ProblemCode::AuthorityUnusable).with("file", "--authority");
            }
            _ => return Problem::new(ProblemCode::Internal).with("reference", failure),
        };
        Problem::new(ProblemCode::StorageFailed).with("file", file)
    }
}

async fn open(plan: Plan) -> Result<Opened, OpenFailure> {
    std::fs::create_dir_all(&plan.folder)
        .map_err(|source| OpenFailure::Folder(plan.folder.clone(), source))?;
    let authority = match plan.authority {
        Some(file) => Some(std::fs::read(&file).map_err(|error| OpenFailure::File(file, error))?),
        None => None,
    };
    let (central, address, sample) = if let Some(address) = plan.central {
        (None, address, None)
    } else {
        let running = embedded(&plan.folder, plan.profile).await?;
        let address = format!("http://{}", running.address);
        (Some(Arc::new(running)), address, Some(sample::chishui()?))
    };
    let first = DeskPlan {
        address,
        authority,
        county: sample.as_ref().map(|sample| sample.name.clone()),
        accounts: sample
            .as_ref()
            .map(sample::demonstration)
            .unwrap_or_default(),
        papers: plan.papers,
        wall: plan.wall,
    };
    desk(first, central, plan.folder.join("desk")).await
}

async fn desk(
    plan: DeskPlan,
    central: Option<Arc<Running>>,
    folder: PathBuf,
) -> Result<Opened, OpenFailure> {
    let desk = Desk::open(onemap_desk::Options {
        folder,
        central: plan.address.clone(),
        authority: plan.authority.clone(),
        county: plan.county.clone(),
        // The wall's is for the wall, not for the sign-in page.
        demonstration: plan
            .accounts
            .iter()
            .filter(|account| account.user.actor.role != Role::Wall)
            .cloned()
            .collect(),
        papers: plan.papers.clone(),
        wall: plan.wall.clone(),
        now: Arc::new(Timestamp::now),
    })
    .await?;
    Ok(Opened {
        console: Arc::new(desk.console()),
        desk,
        central,
        plan,
    })
}

async fn embedded(
    folder: &std::path::Path,
    profile: Option<String>,
) -> Result<Running, onemap_central::CentralError> {
    let file = folder.join("central.sqlite");
    let at = |port| Options {
        listen: SocketAddr::from(([127, 0, 0, 1], port)),
        sample: Some(Box::new(sample::chishui)),
        profile: profile.clone(),
        ..Options::local(format!("sqlite:{}", file.display()))
    };
    match serve(at(USUAL_PORT)).await {
        Err(onemap_central::CentralError::Listen { .. }) => serve(at(0)).await,
        other => other,
    }
}
