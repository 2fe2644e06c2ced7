//! Starting and stopping a central.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, RwLock};
use std::time::Duration;

use axum::body::Bytes;
use jiff::Timestamp;
use onemap_domain::area::Level;
use onemap_domain::indicator::Tally;
use onemap_domain::people::UserId;
use onemap_protocol::desk::DemonstrationAccount;
use onemap_protocol::session::Secret;
use tokio::net::TcpListener;
use tokio::sync::{Mutex, watch};
use tokio::task::JoinHandle;

use crate::accounts;
use crate::attachments;
use crate::counters::Counters;
use crate::database;
use crate::error::{CentralError, StoreError};
use crate::heads::{Keeper, Keeping};
use crate::housekeeping;
use crate::http;
use crate::land::Land;
use crate::meetings;
use crate::metrics::{self, Metrics};
use crate::provider::Provider;
use crate::repository::{Head, Repository};
use crate::sample;
use crate::seat::Seats;
use crate::throttle::{Calls, Throttles};
use crate::ticks;
use crate::together::Together;

/// Tells the time. The central's own is the system's; tests bring theirs.
pub type Now = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// How often the database is looked at for what another process wrote (an import).
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// How often a database is looked at that other centrals write to, while anybody listens here: what
/// is ordered at one of them is soon told at all. The head is one row.
const LOOK_OFTEN: Duration = Duration::from_millis(50);

/// How long answers that are under way may take once the central is told to stop.
const GRACE: Duration = Duration::from_secs(5);

/// How a central is started.
pub struct Options {
    /// Where it listens; port 0 takes a free one.
    pub listen: SocketAddr,
    /// `sqlite:FILE`; the file is made when it is not there. Or `postgres://…`.
    pub database: String,
    /// The county that an empty database is filled with. Asked for only then.
    pub sample: Option<sample::Source>,
    /// The way of working that the sample is opened in; the sample's own without it.
    pub profile: Option<String>,
    /// Where signed heads are kept, if anywhere.
    pub heads: Option<Keeping>,
    /// The clock.
    pub now: Now,
    /// Where metrics are served; nowhere without it.
    pub metrics: Option<SocketAddr>,
    /// The folder of the page for browsers (`ui/dist`); none is served without it.
    pub page: Option<PathBuf>,
    /// Accounts that the page shows to whoever signs in: those of a sample.
    pub demonstration: Vec<DemonstrationAccount>,
    /// Who vouches for people beside their passwords, if anybody.
    pub provider: Option<Provider>,
}

impl Options {
    /// On a free port of this machine, by the system's clock, without a sample.
    pub fn local(database: impl Into<String>) -> Options {
        Options {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            database: database.into(),
            sample: None,
            profile: None,
            heads: None,
            now: Arc::new(Timestamp::now),
            metrics: None,
            page: None,
            demonstration: Vec::new(),
            provider: None,
        }
    }
}

/// A running central. Dropping it stops it, without waiting for its end.
#[derive(Debug)]
pub struct Running {
    /// Where it listens.
    pub address: SocketAddr,
    /// The account that was opened because the county had none, and its one-time secret.
    pub first: Option<(UserId, Secret)>,
    /// Where its metrics are served, if anywhere.
    pub metrics: Option<SocketAddr>,
    stopping: watch::Sender<bool>,
    finished: JoinHandle<Result<(), CentralError>>,
}

impl Running {
    /// Tells it to stop: no new connection, streams end, answers under way are finished.
    pub fn stop(&self) {
        self.stopping.send_replace(true);
    }

    /// Waits until it has stopped and its database is closed.
    pub async fn finished(mut self) -> Result<(), CentralError> {
        match (&mut self.finished).await {
            Ok(result) => result,
            Err(_) => Err(StoreError::BrokenOff.into()),
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop();
    }
}

/// What all requests share.
pub struct Central {
    /// The database.
    pub repository: Arc<dyn Repository>,
    /// The clock.
    pub now: Now,
    /// Where the log stands; a stream ticks whenever it moves.
    pub heads: watch::Sender<Head>,
    /// What streams tell; it ends when the central is told to stop.
    pub ticks: watch::Receiver<Bytes>,
    land: RwLock<Option<Arc<Land>>>,
    counters: Mutex<Option<Counters>>,
    /// Everybody who listens to the ticks holds one.
    listening: Arc<()>,
    /// How much comes in by the forms.
    pub(crate) forms: Throttles,
    /// How much comes in by the API.
    pub(crate) calls: Calls,
    /// What is counted.
    pub(crate) metrics: Metrics,
    /// What consoles in browsers share.
    pub(crate) seats: Seats,
    /// Who vouches for people beside their passwords.
    pub(crate) provider: Option<Provider>,
    /// Batches that wait for the writer.
    pub(crate) together: Arc<Together>,
}

impl Central {
    /// The register in force; `None` while there is none.
    pub fn land(&self) -> Option<Arc<Land>> {
        // A lock is poisoned only by a panic while it is held; what it holds is whole anyway.
        self.land
            .read()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .clone()
    }

    /// The register in force, read anew when the one that is known has another version than this.
    pub async fn land_of(&self, version: u64) -> Result<Option<Arc<Land>>, CentralError> {
        self.look_at_register(version).await?;
        Ok(self.land())
    }

    /// The register in force at this moment, whoever put it there.
    pub async fn land_in_force(&self) -> Result<Option<Arc<Land>>, CentralError> {
        let head = self.repository.head().await?;
        self.land_of(head.register_version).await
    }

    /// To be held by whoever listens to the ticks.
    pub(crate) fn listens(&self) -> Arc<()> {
        self.listening.clone()
    }

    /// How many listen to the ticks.
    pub(crate) fn listeners(&self) -> usize {
        Arc::strong_count(&self.listening).saturating_sub(1)
    }

    /// How long the database is left alone between two looks.
    fn look_every(&self) -> Duration {
        let is_listened_to = self.listeners() > 0;
        if self.repository.is_shared() && is_listened_to {
            LOOK_OFTEN
        } else {
            LOOK_EVERY
        }
    }

    /// Tells the streams that the log has moved. Never backwards: two commits may report in the
    /// other order.
    pub fn announce(&self, head: Head) {
        self.heads.send_if_modified(|known| {
            let before = *known;
            *known = if head.history_id == known.history_id {
                Head {
                    cursor: head.cursor.max(known.cursor),
                    register_version: head.register_version.max(known.register_version),
                    ..head
                }
            } else {
                head
            };
            *known != before
        });
    }

    /// Asks the county's counters, as they are after the last commit. They have nothing while there
    /// is no register.
    pub async fn counted<T>(&self, ask: impl FnOnce(&Tally) -> T) -> Result<T, StoreError> {
        let Some(land) = self.land() else {
            return Ok(ask(&Tally::new(Level::County)));
        };
        let (repository, whole) = (self.repository.as_ref(), land.whole());
        let mut kept = self.counters.lock().await;
        let follows = match kept.as_mut() {
            Some(counters) => counters.follow(repository, &whole, &land.calendar).await,
            None => Ok(false),
        };
        // What was read half is not kept.
        let followed = kept.take().filter(|_| matches!(follows, Ok(true)));
        follows?;
        let counters = match followed {
            Some(counters) => counters,
            None => Counters::built(repository, &whole, &land.calendar).await?,
        };
        Ok(ask(kept.insert(counters).tally()))
    }

    /// Reads the register anew when another version is in force.
    async fn look_at_register(&self, version: u64) -> Result<(), CentralError> {
        if version == self.land().map_or(0, |land| land.version) {
            return Ok(());
        }
        if let Some((version, register)) = self.repository.register().await? {
            let land = Arc::new(Land::new(version, register)?);
            *self
                .land
                .write()
                .unwrap_or_else(std::sync::PoisonError::into_inner) = Some(land);
        }
        Ok(())
    }
}

/// Opens the database, fills it when asked to, and serves until told to stop.
pub async fn serve(options: Options) -> Result<Running, CentralError> {
    let Options {
        listen,
        database,
        sample,
        profile,
        heads: signed,
        now,
        metrics,
        page,
        demonstration,
        provider,
    } = options;
    // First, so that a second central on the same port leaves the database alone.
    let bind = async |address: SocketAddr| {
        let refused = |source| CentralError::Listen { address, source };
        let listener = TcpListener::bind(address).await.map_err(refused)?;
        let bound = listener.local_addr().map_err(refused)?;
        Ok::<_, CentralError>((listener, bound))
    };
    let (listener, address) = bind(listen).await?;
    let watchers = match metrics {
        Some(address) => Some(bind(address).await?),
        None => None,
    };
    let keeper = match &signed {
        Some(keeping) => Some(Arc::new(Mutex::new(Keeper::begin(keeping)?))),
        None => None,
    };
    let repository = database::open(&database).await?;
    if let Some(source) = sample {
        sample::load(repository.as_ref(), source, profile.as_deref(), now()).await?;
    }
    let first = accounts::first(repository.as_ref(), now()).await?;
    let head = repository.head().await?;
    let (stopping, stopped) = watch::channel(false);
    let (told, ticks) = watch::channel(Bytes::new());
    let (heads, moved) = watch::channel(head);
    let central = Arc::new(Central {
        repository: repository.clone(),
        now,
        heads,
        ticks,
        land: RwLock::new(None),
        counters: Mutex::new(None),
        listening: Arc::new(()),
        forms: Throttles::default(),
        calls: Calls::default(),
        metrics: Metrics::default(),
        seats: Seats::showing(demonstration),
        provider,
        together: Arc::default(),
    });
    central.look_at_register(head.register_version).await?;
    take_up_calendars(&central).await?;
    tracing::info!(%address, "listening");

    let watching = tokio::spawn(watch_database(central.clone(), stopped.clone()));
    let keeping = tokio::spawn(keep_house_often(central.clone(), stopped.clone()));
    tokio::spawn(ticks::tell(central.clone(), moved, told, stopped.clone()));
    let signing = signed.zip(keeper.clone()).map(|(signed, keeper)| {
        let (central, every) = (central.clone(), signed.every);
        tokio::spawn(keep_heads_often(central, keeper, every))
    });
    let clock = central.now.clone();
    let metrics = watchers.as_ref().map(|(_, address)| *address);
    if let Some((listener, _)) = watchers {
        tokio::spawn(metrics::serve(listener, central.clone(), stopped.clone()));
    }
    let router = http::router(central, page.as_deref());
    let finished = tokio::spawn(async move {
        let told = wait_for(stopped.clone());
        let router = router.into_make_service_with_connect_info::<SocketAddr>();
        let served = axum::serve(listener, router).with_graceful_shutdown(told);
        let overdue = async {
            wait_for(stopped).await;
            tokio::time::sleep(GRACE).await;
        };
        let result = tokio::select! {
            result = served.into_future() => result.map_err(CentralError::Serve),
            () = overdue => Ok(()),
        };
        watching.abort();
        keeping.abort();
        signing.inspect(JoinHandle::abort);
        if let Some(keeper) = keeper {
            keep_head(repository.as_ref(), &keeper, clock()).await;
        }
        // A stream whose reader has stalled may still hold a connection; commits are durable anyway.
        let _ = tokio::time::timeout(GRACE, repository.close()).await;
        result
    });
    Ok(Running {
        address,
        first,
        metrics,
        stopping,
        finished,
    })
}

/// Returns when the value turns true, or nobody can turn it any more.
pub(crate) async fn wait_for(mut stopped: watch::Receiver<bool>) {
    let _ = stopped.wait_for(|stopped| *stopped).await;
}

/// Notices what another process wrote. The head is a look-up or two by primary key, so looking costs
/// next to nothing, and every database can answer it.
async fn watch_database(central: Arc<Central>, stopped: watch::Receiver<bool>) {
    let mut known: Option<Head> = None;
    while !*stopped.borrow() {
        let looked = look(&central, known).await;
        let rest = if looked.is_ok() {
            central.look_every()
        } else {
            LOOK_EVERY
        };
        match looked {
            Ok(head) => known = Some(head),
            Err(error) => tracing::warn!(%error, "the database cannot be looked at"),
        }
        tokio::time::sleep(rest).await;
    }
}

/// Follows the log to where it stands. The register comes first: whoever hears of the head may ask
/// for what was made by it.
async fn look(central: &Central, known: Option<Head>) -> Result<Head, CentralError> {
    let head = central.repository.head().await?;
    if known == Some(head) {
        return Ok(head);
    }
    central.look_at_register(head.register_version).await?;
    central.announce(head);
    // Followed all the time, so that whoever asks does not wait.
    central.counted(|_| ()).await?;
    Ok(head)
}

/// Keeps house, every so often by the central's time.
async fn keep_house_often(central: Arc<Central>, stopped: watch::Receiver<bool>) {
    let mut kept_at: Option<Timestamp> = None;
    while !*stopped.borrow() {
        let now = (central.now)();
        let is_due = |at: Timestamp| now.duration_since(at).abs() >= housekeeping::EVERY;
        if kept_at.is_none_or(is_due) {
            kept_at = Some(now);
            // In a task of its own, so that stopping does not break a transaction off.
            let kept = tokio::spawn(keep_house(central.clone(), now));
            let kept = kept.await.map_err(|_| StoreError::BrokenOff.into());
            if let Err(error) = kept.and_then(|kept| kept) {
                tracing::warn!(%error, "the central's own work is not done");
            }
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// Keeps a signed head every so often.
async fn keep_heads_often(central: Arc<Central>, keeper: Arc<Mutex<Keeper>>, every: Duration) {
    let mut turns = tokio::time::interval(every);
    loop {
        turns.tick().await;
        keep_head(central.repository.as_ref(), &keeper, (central.now)()).await;
    }
}

async fn keep_head(repository: &dyn Repository, keeper: &Mutex<Keeper>, now: Timestamp) {
    let kept = keeper.lock().await.keep(repository, now).await;
    if let Err(error) = kept {
        tracing::error!(%error, "no signed head is kept");
    }
}

/// By the register in force, whoever put it there. Each piece of work is decided in the transaction
/// that writes it, under an identity that follows from what it is about: of several centrals on
/// one database, the first does it, and the others find it done.
async fn keep_house(central: Arc<Central>, now: Timestamp) -> Result<(), CentralError> {
    let Some(land) = central.land_in_force().await? else {
        return Ok(());
    };
    let repository = central.repository.as_ref();
    if let Some(head) = housekeeping::supervise_no_shows(repository, &land, now).await? {
        central.announce(head);
    }
    attachments::forget(repository, now).await?;
    if let Some(head) = meetings::freeze(repository, &land, now).await? {
        central.announce(head);
    }
    Ok(())
}

/// Computes deadlines anew that wait for a year whose calendar came with this version of the
/// program.
async fn take_up_calendars(central: &Central) -> Result<(), StoreError> {
    let Some(land) = central.land() else {
        return Ok(());
    };
    let repository = central.repository.as_ref();
    if repository.provisional().await?.is_empty() {
        return Ok(());
    }
    let mut transaction = repository.begin().await?;
    let now = (central.now)();
    let moved =
        housekeeping::recompute(repository, transaction.as_mut(), &land.calendar, now).await?;
    if moved > 0 {
        let head = transaction.head().await?;
        transaction.commit().await?;
        central.announce(head);
    }
    Ok(())
}
