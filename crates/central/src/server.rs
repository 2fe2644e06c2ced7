//! Starting and stopping a central.

use std::net::SocketAddr;
use std::sync::{Arc, RwLock};
use std::time::Duration;

use axum::body::Bytes;
use jiff::Timestamp;
use onemap_domain::area::Level;
use onemap_domain::indicator::Tally;
use tokio::net::TcpListener;
use tokio::sync::{Mutex, watch};
use tokio::task::JoinHandle;

use crate::attachments;
use crate::counters::Counters;
use crate::error::{CentralError, StoreError};
use crate::housekeeping;
use crate::http;
use crate::land::Land;
use crate::meetings;
use crate::repository::{Head, Repository};
use crate::sample;
use crate::sqlite::SqliteRepository;
use crate::throttle::Throttles;
use crate::ticks;

/// Tells the time. The central's own is the system's; tests bring theirs.
pub type Now = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// How often the database is looked at for what another process wrote (an import).
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// How long answers that are under way may take once the central is told to stop.
const GRACE: Duration = Duration::from_secs(5);

/// How a central is started.
pub struct Options {
    /// Where it listens; port 0 takes a free one.
    pub listen: SocketAddr,
    /// `sqlite:FILE`; the file is made when it is not there.
    pub database: String,
    /// The county that an empty database is filled with. Asked for only then.
    pub sample: Option<sample::Source>,
    /// The way of working that the sample is opened in; the sample's own without it.
    pub profile: Option<String>,
    /// The clock.
    pub now: Now,
}

impl Options {
    /// On a free port of this machine, by the system's clock, without a sample.
    pub fn local(database: impl Into<String>) -> Options {
        Options {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            database: database.into(),
            sample: None,
            profile: None,
            now: Arc::new(Timestamp::now),
        }
    }
}

/// A running central. Dropping it stops it, without waiting for its end.
#[derive(Debug)]
pub struct Running {
    /// Where it listens.
    pub address: SocketAddr,
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
    /// How much comes in by the forms.
    pub(crate) forms: Throttles,
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
        now,
    } = options;
    // First, so that a second central on the same port leaves the database alone.
    let refused = |source| CentralError::Listen {
        address: listen,
        source,
    };
    let listener = TcpListener::bind(listen).await.map_err(refused)?;
    let address = listener.local_addr().map_err(refused)?;
    let sqlite = Arc::new(SqliteRepository::open(&database).await?);
    if let Some(source) = sample {
        sample::load(sqlite.as_ref(), source, profile.as_deref(), now()).await?;
    }
    let head = sqlite.head().await?;
    let (stopping, stopped) = watch::channel(false);
    let (told, ticks) = watch::channel(Bytes::new());
    let (heads, moved) = watch::channel(head);
    let central = Arc::new(Central {
        repository: sqlite.clone(),
        now,
        heads,
        ticks,
        land: RwLock::new(None),
        counters: Mutex::new(None),
        forms: Throttles::default(),
    });
    central.look_at_register(head.register_version).await?;
    take_up_calendars(&central).await?;
    tracing::info!(%address, "listening");

    let watching = tokio::spawn(watch_database(central.clone(), stopped.clone()));
    tokio::spawn(ticks::tell(central.clone(), moved, told, stopped.clone()));
    let router = http::router(central);
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
        // A stream whose reader has stalled may still hold a connection; commits are durable anyway.
        let _ = tokio::time::timeout(GRACE, sqlite.close()).await;
        result
    });
    Ok(Running {
        address,
        stopping,
        finished,
    })
}

/// Returns when the value turns true, or nobody can turn it any more.
pub(crate) async fn wait_for(mut stopped: watch::Receiver<bool>) {
    let _ = stopped.wait_for(|stopped| *stopped).await;
}

/// Notices what another process wrote, and keeps house. The head is two look-ups by primary key,
/// so looking costs nothing, and unlike `PRAGMA data_version` every database can answer it.
async fn watch_database(central: Arc<Central>, stopped: watch::Receiver<bool>) {
    let mut kept_house_at: Option<Timestamp> = None;
    while !*stopped.borrow() {
        let now = (central.now)();
        let is_due = |at: Timestamp| now.duration_since(at).abs() >= housekeeping::EVERY;
        if kept_house_at.is_none_or(is_due) {
            kept_house_at = Some(now);
            // In a task of its own, so that stopping does not break a transaction off.
            let kept = tokio::spawn(keep_house(central.clone(), now));
            if let Err(error) = kept.await.unwrap_or(Err(StoreError::BrokenOff)) {
                tracing::warn!(%error, "the central's own work is not done");
            }
        }
        tokio::time::sleep(LOOK_EVERY).await;
        let looked = async {
            let head = central.repository.head().await?;
            central.look_at_register(head.register_version).await?;
            Ok::<Head, CentralError>(head)
        };
        match looked.await {
            Ok(head) => central.announce(head),
            Err(error) => tracing::warn!(%error, "the database cannot be looked at"),
        }
        // Followed all the time, so that whoever asks does not wait.
        if let Err(error) = central.counted(|_| ()).await {
            tracing::warn!(%error, "the counters cannot follow");
        }
    }
}

async fn keep_house(central: Arc<Central>, now: Timestamp) -> Result<(), StoreError> {
    let Some(land) = central.land() else {
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
