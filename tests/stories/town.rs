//! A small county with a central and desks, on real files.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use onemap_central::accounts;
use onemap_central::change::{self, CalendarTaken, Choice};
use onemap_central::keys::{self, System};
use onemap_central::provider::Provider;
use onemap_central::sqlite::SqliteRepository;
use onemap_central::{Now, Options, Running, serve};
use onemap_console::Console;
use onemap_desk::Desk;
use onemap_domain::account::AccountChange;
use onemap_domain::case::CaseId;
use onemap_domain::command::Command;
use onemap_domain::people::{Actor, UserId};
use onemap_exchange::county::County;
use onemap_protocol::account::AccountChanged;
use onemap_protocol::desk::{Act, Ask, EnterSession, Query};
use onemap_protocol::problem::Problem;
use onemap_protocol::session::Secret;
use onemap_testkit::county::{PASSWORD, small_county};
use onemap_testkit::line::Line;
use onemap_testkit::tls::Authority;
use tempfile::TempDir;

use crate::driver::{PATIENCE, Page, in_browser};

/// A central on a file, and a line to it for each desk that asks for one.
pub struct Town {
    pub folder: TempDir,
    pub central: Option<Running>,
    pub address: SocketAddr,
    profile: Option<&'static str>,
    county: fn() -> County,
    clock: TownClock,
}

/// How far the central's clock is ahead of this machine's, milliseconds; it goes on by itself.
#[derive(Clone, Default)]
struct TownClock(Arc<AtomicI64>);

impl TownClock {
    fn set(&self, to: Timestamp) {
        let ahead = to.as_millisecond() - Timestamp::now().as_millisecond();
        self.0.store(ahead, Ordering::Relaxed);
    }

    fn now(&self) -> Now {
        let ahead = self.0.clone();
        Arc::new(move || {
            let ahead = SignedDuration::from_millis(ahead.load(Ordering::Relaxed));
            Timestamp::now().checked_add(ahead).unwrap()
        })
    }
}

/// The county's day.
pub fn today() -> Date {
    Offset::constant(8).to_datetime(Timestamp::now()).date()
}

impl Town {
    pub async fn new() -> Town {
        Town::of(None, small_county).await
    }

    /// A town that works in another way.
    pub async fn working(profile: &'static str) -> Town {
        Town::of(Some(profile), small_county).await
    }

    /// A town of another county.
    pub async fn of(profile: Option<&'static str>, county: fn() -> County) -> Town {
        Town::open(profile, county, TownClock::default()).await
    }

    /// A town that works this way, where it is `began` when it opens.
    pub async fn at(profile: &'static str, began: &str) -> Town {
        let clock = TownClock::default();
        clock.set(began.parse().unwrap());
        Town::open(Some(profile), small_county, clock).await
    }

    async fn open(profile: Option<&'static str>, county: fn() -> County, clock: TownClock) -> Town {
        let folder = TempDir::new().unwrap();
        let listen = SocketAddr::from(([127, 0, 0, 1], 0));
        let options = options(&folder, listen, profile, county, clock.now());
        Town::running(folder, options, profile, county, clock).await
    }

    /// A town whose county has an identity provider that does not answer.
    pub async fn with_a_silent_provider(name: &str) -> Town {
        // Nobody listens on the port that a listener had.
        let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let silent = listener.local_addr().unwrap();
        drop(listener);
        let settings = format!(
            "name = \"{name}\"\nissuer = \"http://{silent}\"\nclient_id = \"onemap\"\n\
             address = \"http://127.0.0.1\"\n"
        );
        let (folder, clock) = (TempDir::new().unwrap(), TownClock::default());
        let file = folder.path().join("provider.toml");
        std::fs::write(&file, settings).unwrap();
        let listen = SocketAddr::from(([127, 0, 0, 1], 0));
        let options = Options {
            provider: Some(Provider::read(&file).unwrap()),
            ..options(&folder, listen, None, small_county, clock.now())
        };
        Town::running(folder, options, None, small_county, clock).await
    }

    async fn running(
        folder: TempDir,
        options: Options,
        profile: Option<&'static str>,
        county: fn() -> County,
        clock: TownClock,
    ) -> Town {
        let central = serve(options).await.unwrap();
        let address = central.address;
        Town {
            folder,
            central: Some(central),
            address,
            profile,
            county,
            clock,
        }
    }

    /// It is this late now. Sessions that are too old by then have lapsed.
    pub fn becomes(&self, at: &str) {
        self.clock.set(at.parse().unwrap());
    }

    /// The running central works by this file from now on, as `onemap-central profile use FILE`
    /// has it.
    pub async fn works_by(&self, file: &str) {
        let profile = onemap_exchange::profile::check(file);
        let profile = Box::new(profile.unwrap_or_else(|mistakes| panic!("{mistakes:?}")));
        let repository = self.repository().await;
        let choice = Choice::Own(profile);
        let now = (self.clock.now())();
        change::profile(&repository, choice, now).await.unwrap();
        repository.close().await;
    }

    /// The running central takes this file for its year, as `onemap-central import calendar FILE`
    /// has it.
    pub async fn takes_calendar(&self, file: &str) -> CalendarTaken {
        let year = onemap_exchange::calendar::read(file);
        let year = year.unwrap_or_else(|mistake| panic!("{mistake}"));
        let repository = self.repository().await;
        let now = (self.clock.now())();
        let taken = change::calendar(&repository, year, now).await.unwrap();
        repository.close().await;
        taken
    }

    /// The key of another system, as `onemap-central key issue` makes it.
    pub async fn issues_key(&self, account: &str, name: &str) -> Secret {
        let system = System {
            account: UserId(account.to_owned()),
            name: name.to_owned(),
            channel: None,
        };
        let repository = self.repository().await;
        let now = (self.clock.now())();
        let key = keys::issue(&repository, system, now).await.unwrap();
        repository.close().await;
        key
    }

    /// An account is changed, as `onemap-central user` has it.
    pub async fn changes_account(&self, login: &str, change: &AccountChange) -> AccountChanged {
        let repository = self.repository().await;
        let (by, login, now) = (
            Actor::system(),
            UserId(login.to_owned()),
            (self.clock.now())(),
        );
        let changed = accounts::change(&repository, &by, &login, change, now).await;
        repository.close().await;
        changed.unwrap()
    }

    /// The central's database, opened beside it as another process would.
    async fn repository(&self) -> SqliteRepository {
        SqliteRepository::open(&database(&self.folder))
            .await
            .unwrap()
    }

    /// The central goes down, its file stays.
    pub async fn stop_central(&mut self) {
        if let Some(central) = self.central.take() {
            central.stop();
            central.finished().await.unwrap();
        }
    }

    /// The central comes back on the same port and file.
    pub async fn start_central(&mut self) {
        let (profile, county) = (self.profile, self.county);
        let now = self.clock.now();
        let options = options(&self.folder, self.address, profile, county, now);
        self.central = Some(serve(options).await.unwrap());
    }

    /// A desk with its own folder, straight to the central.
    pub async fn desk(&self, name: &str) -> OpenDesk {
        self.desk_over(name, self.address).await
    }

    /// A desk with its own folder, over a line that the story can cut.
    pub async fn desk_on_a_line(&self, name: &str) -> (OpenDesk, Line) {
        let line = Line::to(self.address).await.unwrap();
        (self.desk_over(name, line.address).await, line)
    }

    /// The real window of a console with its own folder that talks to this address; in a run of browsers, a
    /// browser with its own folder there.
    pub async fn window(&self, name: &str, address: SocketAddr) -> Page {
        if in_browser() {
            return self.browser(name, address).await;
        }
        let arguments = [
            "--data".to_owned(),
            self.folder.path().join(name).display().to_string(),
            "--central".to_owned(),
            format!("http://{address}"),
        ];
        Page::window(&arguments).await
    }

    /// A browser with its own folder, on the page of the central at this address.
    pub async fn browser(&self, name: &str, address: SocketAddr) -> Page {
        let address = format!("http://{address}/console/");
        Page::browser(&address, &self.folder.path().join(name)).await
    }

    /// A desk with its own folder that talks to this address.
    pub async fn desk_over(&self, name: &str, address: SocketAddr) -> OpenDesk {
        let now = Arc::new(jiff::Timestamp::now);
        self.opened(name, format!("http://{address}"), None, now)
            .await
    }

    /// A desk with its own folder that talks to this address over TLS, and believes this authority alone,
    /// or those of the system.
    pub async fn desk_over_tls(
        &self,
        name: &str,
        address: SocketAddr,
        authority: Option<&Authority>,
    ) -> OpenDesk {
        let authority = authority.map(|authority| authority.pem().into_bytes());
        let now = Arc::new(jiff::Timestamp::now);
        self.opened(name, format!("https://{address}"), authority, now)
            .await
    }

    /// A desk with its own folder and a clock that is off by so much.
    pub async fn desk_with_clock_off(&self, name: &str, by: SignedDuration) -> OpenDesk {
        let now = move || jiff::Timestamp::now().checked_add(by).unwrap();
        let address = format!("http://{}", self.address);
        self.opened(name, address, None, Arc::new(now)).await
    }

    async fn opened(
        &self,
        name: &str,
        central: String,
        authority: Option<Vec<u8>>,
        now: Now,
    ) -> OpenDesk {
        let options = onemap_desk::Options {
            folder: self.folder.path().join(name),
            central,
            authority,
            county: None,
            demonstration: Vec::new(),
            papers: onemap_desk::Papers::in_folder(self.folder.path().join(name).join("papers")),
            wall: onemap_desk::Wall::none(),
            now,
        };
        let desk = Desk::open(options).await.unwrap();
        OpenDesk {
            console: desk.console(),
            desk,
        }
    }
}

fn database(folder: &TempDir) -> String {
    format!("sqlite:{}", folder.path().join("central.sqlite").display())
}

fn options(
    folder: &TempDir,
    listen: SocketAddr,
    profile: Option<&str>,
    county: fn() -> County,
    now: Now,
) -> Options {
    Options {
        sample: Some(Box::new(move || Ok(county()))),
        profile: profile.map(str::to_owned),
        listen,
        now,
        page: Some(Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/dist")),
        ..Options::local(database(folder))
    }
}

/// A desk and its console.
pub struct OpenDesk {
    pub desk: Desk,
    pub console: Console<Desk>,
}

impl OpenDesk {
    pub async fn ask<A: Ask<Wire = Query>>(&self, ask: A) -> Result<A::Answer, Problem>
    where
        Query: From<A>,
    {
        let json = self.console.answer(ask.into()).await?;
        Ok(serde_json::from_str(&json).unwrap())
    }

    pub async fn act<A: Ask<Wire = Act>>(&self, ask: A) -> Result<A::Answer, Problem>
    where
        Act: From<A>,
    {
        let json = self.console.perform(ask.into()).await?;
        Ok(serde_json::from_str(&json).unwrap())
    }

    pub async fn enter(&self, login: &str) -> Result<(), Problem> {
        let user = onemap_domain::people::UserId(login.to_owned());
        let password = Secret(PASSWORD.to_owned());
        self.act(EnterSession::with_password(user, password))
            .await
            .map(|_| ())
    }

    /// Signs in and waits until the county is here and the line stands.
    pub async fn on_line(&self, login: &str) {
        self.enter(login).await.unwrap();
        let link = onemap_protocol::desk::Link::Online;
        eventually("the desk is on line", async || {
            self.status().await.link == link
        })
        .await;
    }

    /// Gives a command on a case as it is shown here.
    pub async fn give(&self, case: CaseId, command: Command) -> Result<(), Problem> {
        let revision = self.view(case).await?.case.revision;
        let submit = onemap_protocol::desk::Submit {
            case: Some(case),
            revision,
            command,
        };
        self.act(submit).await.map(|_| ())
    }

    /// Takes in a new case.
    pub async fn report(&self, title: &str) -> Result<CaseId, Problem> {
        let facts = Box::new(onemap_testkit::county::facts(title, 0));
        let command = Command::Report { facts };
        let submit = onemap_protocol::desk::Submit {
            case: None,
            revision: 0,
            command,
        };
        Ok(self.act(submit).await?.case)
    }

    pub async fn view(&self, case: CaseId) -> Result<onemap_protocol::desk::CaseView, Problem> {
        self.ask(onemap_protocol::desk::CaseCard { id: case }).await
    }

    pub async fn status(&self) -> onemap_protocol::desk::StatusBar {
        self.ask(onemap_protocol::desk::Status {}).await.unwrap()
    }

    /// The first hundred of every part of the outbox, what must be settled first.
    pub async fn orders(&self) -> Vec<onemap_protocol::desk::OrderRow> {
        let mut rows = Vec::new();
        for part in onemap_protocol::desk::OrderPart::ALL {
            let ask = onemap_protocol::desk::Orders {
                part,
                offset: 0,
                limit: 100,
            };
            rows.extend(self.ask(ask).await.unwrap().rows);
        }
        rows
    }
}

/// Polls until the closure says yes; fails with what was awaited.
pub async fn eventually(awaited: &str, mut done: impl AsyncFnMut() -> bool) {
    let start = Instant::now();
    while !done().await {
        assert!(start.elapsed() < PATIENCE, "waited in vain: {awaited}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
