//! A console's place at the central itself: what the browser form stands on. The use cases are the
//! desktop's (`onemap_console`); here they read the central's own database and give orders straight to it.
//!
//! There is no outbox and no overlay: an order is decided when it is given, and is carried out, or refused
//! with the reason, before anybody is told. So nothing is ever pending, and without the line there is
//! nothing: a browser has no files to trust.
//!
//! A seat is made for each request and costs nothing; what is kept between requests is in [`Seats`], and
//! could be made anew from the database at any time. Deliberately absent: HTTP and cookies (`http::console`).

mod giving;
mod printing;
mod reads;
mod shelf;
mod submits;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use onemap_console::{Console, County, Memory};
use onemap_domain::people::{Scope, User};
use onemap_protocol::desk::DemonstrationAccount;
use onemap_protocol::problem::{Problem, ProblemCode};
use onemap_protocol::register::Register;
use onemap_protocol::session::{Secret, Session};
use tokio::sync::RwLock;
use uuid::Uuid;

use self::printing::Printer;
use self::shelf::Shelf;
use crate::apart::{apart, computed};
use crate::repository::Head;
use crate::server::Central;
use crate::tokens::{TokenHash, derived};

/// How long what a scope's consoles keep is kept when nobody of that scope asks anything.
const KEPT_FOR: SignedDuration = SignedDuration::from_mins(30);

/// Scopes that are kept for at once. A county has a few: one for the centre, one for each town, one for
/// each department.
const SCOPES: usize = 200;

/// Whose seat it is.
#[derive(Clone, Debug)]
pub(crate) struct Sitter {
    /// Who.
    pub(crate) user: User,
    /// Their session.
    pub(crate) session: TokenHash,
}

/// What seats share between requests.
#[derive(Default)]
pub(crate) struct Seats {
    shelf: RwLock<Option<Shelf>>,
    /// Of the register that was last asked about: without its people, and with them.
    counties: Mutex<[Option<OfRegister>; 2]>,
    memories: Mutex<Vec<Remembered>>,
    printer: Arc<Printer>,
    demonstration: Vec<DemonstrationAccount>,
}

/// The county by a version of the register.
type OfRegister = (u64, Arc<County>);

/// What the consoles of one scope keep.
struct Remembered {
    scope: Scope,
    memory: Arc<Memory>,
    used_at: Timestamp,
}

impl Seats {
    /// Nothing known yet. The accounts are shown on the sign-in page; those of a sample only.
    pub(crate) fn showing(demonstration: Vec<DemonstrationAccount>) -> Seats {
        Seats {
            demonstration,
            ..Seats::default()
        }
    }

    fn memory(&self, scope: &Scope, now: Timestamp) -> Arc<Memory> {
        let mut memories = lock(&self.memories);
        memories.retain(|one| now.duration_since(one.used_at) < KEPT_FOR);
        if let Some(known) = memories.iter_mut().find(|one| one.scope == *scope) {
            known.used_at = now;
            return known.memory.clone();
        }
        if memories.len() >= SCOPES {
            memories.remove(0);
        }
        let memory: Arc<Memory> = Arc::default();
        memories.push(Remembered {
            scope: scope.clone(),
            memory: memory.clone(),
            used_at: now,
        });
        memory
    }
}

/// What one request comes with.
#[derive(Debug)]
pub(crate) struct Visit {
    /// Whoever is signed in.
    pub(crate) sitter: Option<Sitter>,
    /// The browser, as sign-ins name it.
    pub(crate) device: Uuid,
    /// What this request is called. Sent again, it has no second effect.
    pub(crate) act: Uuid,
    /// What the browser came back with from the identity provider.
    pub(crate) ticket: Option<Secret>,
}

/// A console's place for one request.
pub(crate) struct Seat {
    central: Arc<Central>,
    county: Option<Arc<County>>,
    visit: Visit,
    entered: Mutex<Option<Session>>,
    left: Mutex<bool>,
}

impl Seat {
    /// A console at the central: for whoever is signed in, or for nobody yet.
    pub(crate) async fn console(
        central: Arc<Central>,
        visit: Visit,
    ) -> Result<Console<Seat>, Problem> {
        let now = (central.now)();
        let (county, memory) = match &visit.sitter {
            Some(sitter) => {
                let scope = &sitter.user.scope;
                let county = county(&central, scope).await?;
                (county, central.seats.memory(scope, now))
            }
            None => (None, Arc::default()),
        };
        let seat = Seat {
            central,
            county,
            visit,
            entered: Mutex::new(None),
            left: Mutex::new(false),
        };
        Ok(Console::sharing(seat, memory))
    }

    /// The session that this request opened.
    pub(crate) fn entered(&self) -> Option<Session> {
        lock(&self.entered).take()
    }

    /// Whether this request ended the session.
    pub(crate) fn has_left(&self) -> bool {
        *lock(&self.left)
    }

    fn signed_in(&self) -> Result<&Sitter, Problem> {
        let sitter = self.visit.sitter.as_ref();
        sitter.ok_or_else(|| Problem::new(ProblemCode::SignInNeeded))
    }

    /// An identity that follows from what the request is called, so that it is the same when it comes again.
    fn identity(&self, of: &str, nth: usize) -> Uuid {
        let nth = nth.to_be_bytes();
        derived(&[b"seat", self.visit.act.as_bytes(), of.as_bytes(), &nth])
    }

    /// Asks the shelf, as it is after the last commit that this central knows of.
    async fn shelved<T>(&self, ask: impl FnOnce(&Shelf) -> T) -> Result<T, Problem> {
        let head = *self.central.heads.borrow();
        let mut is_followed = false;
        loop {
            let kept = self.central.seats.shelf.read().await;
            let shelf = kept.as_ref();
            if let Some(shelf) = shelf.filter(|shelf| is_followed || shelf.is_at(head)) {
                return Ok(ask(shelf));
            }
            drop(kept);
            // In a task of its own, so that a caller who goes away, or whose time is over, does not have
            // whoever comes next begin anew.
            apart(followed(self.central.clone())).await?;
            is_followed = true;
        }
    }
}

/// Fills the shelf, or has it follow the log to its head.
async fn followed(central: Arc<Central>) -> Result<(), Problem> {
    let land = central.land();
    let land = land.ok_or_else(|| Problem::new(ProblemCode::NotReady))?;
    let (repository, whole) = (central.repository.as_ref(), land.whole());
    let mut kept = central.seats.shelf.write().await;
    let follows = match kept.as_mut() {
        Some(shelf) => shelf.follow(repository, &whole).await,
        None => Ok(false),
    };
    // What was read half is not kept.
    let followed = kept.take().filter(|_| matches!(follows, Ok(true)));
    follows?;
    let shelf = match followed {
        Some(shelf) => shelf,
        None => Shelf::filled(repository, &whole).await?,
    };
    *kept = Some(shelf);
    Ok(())
}

/// The county as a scope is told it; made once for each register.
async fn county(central: &Arc<Central>, scope: &Scope) -> Result<Option<Arc<County>>, Problem> {
    let Some(land) = central.land() else {
        return Ok(None);
    };
    let place = usize::from(Register::tells_people(scope));
    if let Some((version, county)) = &lock(&central.seats.counties)[place]
        && *version == land.version
    {
        return Ok(Some(county.clone()));
    }
    let mut register = land.register.clone();
    register.tell(scope);
    let made = computed(move || County::new(register)).await?;
    let county = Arc::new(made.map_err(|error| crate::error::fault(&error))?);
    lock(&central.seats.counties)[place] = Some((land.version, county.clone()));
    Ok(Some(county))
}

/// Of what a page shows of cases: it grows with each event, and with each register, by which lamps, names and
/// what may be done follow.
pub(crate) fn version(head: Head) -> u64 {
    head.cursor.0 + head.register_version
}

/// A poisoned lock only means that another request died while it read or wrote a plain value.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
