//! What the stories play on: a central on a database of its own, and people who talk to it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use onemap_central::{Options, Running, serve};
use onemap_domain::case::{Case, CaseId};
use onemap_domain::command::Command;
use onemap_domain::people::UserId;
use onemap_exchange::county::County;
use onemap_protocol::command::{Answer, Batch, BatchAnswer, Envelope, Subject};
use onemap_protocol::feed::{Entry, FeedPage, SnapshotLine};
use onemap_protocol::problem::Problem;
use onemap_protocol::session::{Secret, Session, SignIn};
use onemap_testkit::county::{PASSWORD, facts, small_county};
use reqwest::{Client, RequestBuilder, StatusCode};
use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;

use crate::place::Place;

/// How long a story waits for what the central does by itself.
const PATIENCE: Duration = Duration::from_secs(20);

/// Asks again until there is what is waited for; what was there instead is told when it never comes.
pub async fn until<T, S: Debug>(what: &str, mut asks: impl AsyncFnMut() -> Result<T, S>) -> T {
    let begun = Instant::now();
    loop {
        match asks().await {
            Ok(found) => return found,
            Err(instead) => assert!(begun.elapsed() < PATIENCE, "{what}: {instead:?}"),
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// A central on a database of its own.
pub struct Stage {
    running: Option<Running>,
    place: Place,
    clock: Option<Arc<Mutex<Timestamp>>>,
    profile: Option<String>,
}

/// A clock that goes on, in the small hours of the county: no pack of a meeting is due, at whatever
/// time of the day the tests run.
pub fn small_hours() -> onemap_central::Now {
    let now = Timestamp::now();
    let into_the_day = (now.as_second() + 8 * 3_600).rem_euclid(86_400);
    let back = SignedDuration::from_secs((into_the_day - 4 * 3_600).max(0));
    Arc::new(move || Timestamp::now().checked_sub(back).unwrap())
}

impl Stage {
    /// On the small county.
    pub async fn small() -> Stage {
        Stage::on(small_county()).await
    }

    pub async fn on(county: County) -> Stage {
        Stage::open(Some(county), None, None).await
    }

    /// On an empty database.
    pub async fn empty() -> Stage {
        Stage::open(None, None, None).await
    }

    /// By a clock that only moves when it is set.
    pub async fn by_clock(clock: Arc<Mutex<Timestamp>>) -> Stage {
        Stage::open(Some(small_county()), Some(clock), None).await
    }

    /// In another way of working than the county's own.
    pub async fn in_way(
        county: County,
        profile: &str,
        clock: Option<Arc<Mutex<Timestamp>>>,
    ) -> Stage {
        Stage::open(Some(county), clock, Some(profile.to_owned())).await
    }

    async fn open(
        county: Option<County>,
        clock: Option<Arc<Mutex<Timestamp>>>,
        profile: Option<String>,
    ) -> Stage {
        let mut stage = Stage {
            running: None,
            place: Place::new(),
            clock,
            profile,
        };
        stage.start(county).await;
        stage
    }

    async fn start(&mut self, county: Option<County>) {
        let mut options = Options::local(self.database());
        options.sample =
            county.map(|county| -> onemap_central::sample::Source { Box::new(move || Ok(county)) });
        options.profile.clone_from(&self.profile);
        options.now = match self.clock.clone() {
            Some(clock) => Arc::new(move || *clock.lock().unwrap()),
            None => small_hours(),
        };
        self.running = Some(Box::pin(serve(options)).await.unwrap());
    }

    pub async fn restart(&mut self) {
        self.stop().await;
        // A county is given again; a database that has one does not take it.
        self.start(Some(small_county())).await;
    }

    /// Stops the central, if it runs, so that its file can be looked at.
    pub async fn stop(&mut self) {
        let Some(running) = self.running.take() else {
            return;
        };
        running.stop();
        running.finished().await.unwrap();
    }

    pub fn file(&self) -> PathBuf {
        self.place.file()
    }

    pub fn database(&self) -> String {
        self.place.address()
    }

    /// Changes the database behind the central's back: `?` is this identity. How many rows.
    pub async fn altered(&self, statement: &str, id: Uuid) -> u64 {
        self.place.altered(statement, id).await
    }

    pub fn address(&self) -> String {
        format!("http://{}", self.running.as_ref().unwrap().address)
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.address())
    }

    pub async fn signed_in(&self, user: &str) -> Person {
        self.signed_in_with(user, PASSWORD).await
    }

    pub async fn signed_in_with(&self, user: &str, password: &str) -> Person {
        Person::signed_in(&self.address(), user, password).await
    }

    pub async fn sign_in(&self, user: &str, password: &str, device: Uuid) -> reqwest::Response {
        sign_in(&self.address(), user, password, device).await
    }
}

async fn sign_in(address: &str, user: &str, password: &str, device: Uuid) -> reqwest::Response {
    let (user, password) = (UserId(user.to_owned()), Secret(password.to_owned()));
    let sign_in = SignIn::with_password(user, password, device);
    Client::new()
        .post(format!("{address}/v1/sessions"))
        .json(&sign_in)
        .send()
        .await
        .unwrap()
}

/// Somebody at a console.
#[derive(Clone)]
pub struct Person {
    pub client: Client,
    pub address: String,
    pub device: Uuid,
    pub session: Session,
}

impl Person {
    pub async fn signed_in(address: &str, user: &str, password: &str) -> Person {
        let device = Uuid::now_v7();
        let session = sign_in(address, user, password, device).await;
        assert_eq!(session.status(), StatusCode::CREATED);
        Person {
            client: Client::new(),
            address: address.to_owned(),
            device,
            session: session.json().await.unwrap(),
        }
    }

    /// The same person, device and session at another central.
    pub fn at(&self, address: &str) -> Person {
        Person {
            address: address.to_owned(),
            ..self.clone()
        }
    }

    /// What came of sending an order, if anything did.
    pub async fn tries(&self, order: &Envelope) -> Option<Answer> {
        let batch = Batch {
            history_id: None,
            commands: vec![order.clone()],
        };
        let url = format!("{}/v1/commands", self.address);
        let request = self.client.post(url).bearer_auth(&self.session.token.0);
        let response = request.json(&batch).send().await.ok()?;
        if response.status() != StatusCode::OK {
            return None;
        }
        let answer: BatchAnswer = response.json().await.ok()?;
        answer.answers.into_iter().next()
    }

    pub fn asks(&self, path: &str) -> RequestBuilder {
        let url = format!("{}{path}", self.address);
        self.client.get(url).bearer_auth(&self.session.token.0)
    }

    pub async fn reads<T: DeserializeOwned>(&self, path: &str) -> T {
        let response = self.asks(path).send().await.unwrap();
        let status = response.status();
        let text = response.text().await.unwrap();
        assert_eq!(status, StatusCode::OK, "{path}: {text}");
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error} in {text}"))
    }

    pub async fn is_refused(&self, path: &str) -> Problem {
        let response = self.asks(path).send().await.unwrap();
        assert_eq!(
            response.headers()["content-type"],
            "application/problem+json",
            "{path}"
        );
        response.json().await.unwrap()
    }

    pub fn order(&self, case: CaseId, seen: u64, command: Command) -> Envelope {
        Envelope {
            id: Uuid::now_v7(),
            device: self.device,
            author_grant: self.session.grant.clone(),
            issued_at: Timestamp::now(),
            subjects: vec![Subject {
                id: case.into(),
                expected_revision: seen,
            }],
            seen: None,
            command,
        }
    }

    pub async fn sends(&self, commands: Vec<Envelope>) -> BatchAnswer {
        let url = format!("{}/v1/commands", self.address);
        let request = self.client.post(url).bearer_auth(&self.session.token.0);
        let response = request
            .json(&Batch {
                history_id: None,
                commands,
            })
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        response.json().await.unwrap()
    }

    pub async fn gives(&self, case: CaseId, command: Command) -> Answer {
        let answer = self.sends(vec![self.order(case, 0, command)]).await;
        answer.answers.into_iter().next().unwrap()
    }

    /// Gives a command that must be carried out.
    pub async fn does(&self, case: CaseId, command: Command) {
        let kind = command.kind();
        let answer = self.gives(case, command).await;
        assert!(
            matches!(answer, Answer::Applied { .. }),
            "{}: {answer:?}",
            kind.name()
        );
    }

    /// Reports a matter in a grid.
    pub async fn reports(&self, title: &str, grid: usize) -> CaseId {
        let case = CaseId(Uuid::now_v7());
        self.does(
            case,
            Command::Report {
                facts: Box::new(facts(title, grid)),
            },
        )
        .await;
        case
    }

    /// The whole feed after a cursor, in pages of `limit`, and where it ends.
    pub async fn feed(&self, mut after: u64, limit: u32) -> (Vec<Entry>, u64) {
        let mut entries = Vec::new();
        loop {
            let page: FeedPage = self
                .reads(&format!("/v1/feed?after={after}&limit={limit}"))
                .await;
            entries.extend(page.entries);
            after = page.cursor.0;
            if !page.more {
                return (entries, after);
            }
        }
    }

    /// Every case of the list, page by page.
    pub async fn all_cases(&self) -> BTreeSet<CaseId> {
        let mut all = BTreeSet::new();
        let mut path = "/v1/cases?limit=200".to_owned();
        loop {
            let page: Value = self.reads(&path).await;
            let cases: Vec<Case> = serde_json::from_value(page["cases"].clone()).unwrap();
            for case in cases {
                assert!(all.insert(case.id), "{} is on two pages", case.id);
            }
            let Some(next) = page["next"].as_str() else {
                return all;
            };
            path = format!("/v1/cases?limit=200&after={next}");
        }
    }

    pub async fn snapshot_cases(&self) -> BTreeMap<CaseId, Case> {
        let lines = self.snapshot().await;
        assert_eq!(lines.last(), Some(&SnapshotLine::End));
        let cases = lines.into_iter().filter_map(|line| match line {
            SnapshotLine::Case { case, .. } => Some((case.id, *case)),
            _ => None,
        });
        cases.collect()
    }

    pub async fn snapshot(&self) -> Vec<SnapshotLine> {
        let text = self
            .asks("/v1/snapshot")
            .send()
            .await
            .unwrap()
            .text()
            .await
            .unwrap();
        let lines: Vec<SnapshotLine> = text
            .lines()
            .map(|line| SnapshotLine::read(line.as_bytes()).unwrap())
            .collect();
        let by_tag = text
            .lines()
            .map(|line| serde_json::from_str::<SnapshotLine>(line).unwrap());
        assert!(by_tag.eq(lines.iter().cloned()), "both ways read the same");
        lines
    }
}
