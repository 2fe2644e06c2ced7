//! A running central with as many cases as are wanted: the small county's only open case, again and
//! again, each under a name of its own. What a case costs on its way depends on how much is written
//! in it, not on what.

use std::collections::BTreeSet;
use std::path::Path;

use onemap_central::repository::{Dossier, Repository};
use onemap_central::sqlite::SqliteRepository;
use onemap_central::{Options, Running, sample, serve};
use onemap_domain::case::{Case, CaseId, CaseNumber};
use onemap_domain::event::{Event, Recorded};
use onemap_domain::people::{Actor, Scope, UserId};
use onemap_protocol::feed::SnapshotLine;
use onemap_protocol::session::{Secret, Session, SignIn};
use onemap_protocol::version;
use onemap_testkit::county::{PASSWORD, facts, small_county};
use rand::{Rng as _, SeedableRng};
use rand_chacha::ChaCha8Rng;
use uuid::Uuid;

use crate::failure::Failure;

/// Cases written in one transaction.
const AT_ONCE: usize = 10_000;

/// Who asks: somebody who sees the whole county.
pub const LOGIN: &str = "wangmin";

/// A central in this process, listening on a port of its own.
pub struct Town {
    running: Running,
    /// Where it answers.
    pub address: String,
}

impl Town {
    /// A central in a folder with `cases` cases beside those of the small county.
    pub async fn with(folder: &Path, cases: usize, seed: u64) -> Result<Town, Failure> {
        let database = format!("sqlite:{}", folder.join("central.sqlite").display());
        if cases > 0 {
            let repository = SqliteRepository::open(&database).await?;
            let source: sample::Source = Box::new(|| Ok(small_county()));
            let now = jiff::Timestamp::now();
            sample::load(&repository, source, None, now).await?;
            let template = template(&repository, &whole()).await?;
            fill(&repository, &[template], (0, cases), seed).await?;
            repository.close().await;
        }
        Town::on(&database).await
    }

    /// A central on a database as it is; an empty one is filled with the small county.
    pub async fn on(database: &str) -> Result<Town, Failure> {
        let running = serve(Options {
            sample: Some(Box::new(|| Ok(small_county()))),
            ..Options::local(database)
        })
        .await?;
        let address = format!("http://{}", running.address);
        Ok(Town { running, address })
    }

    /// Stops it.
    pub async fn end(self) -> Result<(), Failure> {
        self.running.stop();
        Ok(self.running.finished().await?)
    }
}

/// A scope that covers everything.
pub fn whole() -> Scope {
    Scope {
        role: Actor::system().role,
        area: small_county().code,
        department: None,
        compartments: BTreeSet::new(),
    }
}

/// Puts in so many more cases, each like one of these, in turns. `first` is the number of the first.
pub async fn fill(
    repository: &dyn Repository,
    templates: &[Dossier],
    (first, cases): (usize, usize),
    seed: u64,
) -> Result<(), Failure> {
    let mut draw = ChaCha8Rng::seed_from_u64(seed);
    let mut left = cases;
    while left > 0 {
        let mut states = Vec::with_capacity(left.min(AT_ONCE));
        let mut events = Vec::new();
        for nth in 0..left.min(AT_ONCE) {
            let (case, log) = another(
                &templates[nth % templates.len()],
                first + left - nth,
                &mut draw,
            );
            states.push(case);
            events.extend(log);
        }
        left -= states.len();
        let mut transaction = repository.begin().await?;
        transaction.append(&events).await?;
        transaction.put_cases(&states).await?;
        transaction.commit().await?;
    }
    Ok(())
}

/// The cases of the small county.
pub async fn templates(
    repository: &dyn Repository,
    whole: &Scope,
) -> Result<Vec<Dossier>, Failure> {
    let mut snapshot = repository.snapshot(whole).await?;
    Ok(snapshot.more(100).await?)
}

/// The case of the small county with the shortest log: it was only reported.
async fn template(repository: &dyn Repository, whole: &Scope) -> Result<Dossier, Failure> {
    let shortest = templates(repository, whole)
        .await?
        .into_iter()
        .min_by_key(|one| one.events.len());
    shortest.ok_or_else(|| Failure::Unexpected("the small county has no case".to_owned()))
}

fn another(template: &Dossier, number: usize, draw: &mut ChaCha8Rng) -> (Case, Vec<Recorded>) {
    let grid = draw.random_range(0..6);
    let mut facts = facts(&format!("第{number}件, 化粪池外溢"), grid);
    // Not where a number has no fraction: two languages write that in two ways.
    facts.position.lon += 0.001 * draw.random_range(0.01..0.99);
    let mut case = template.case.clone();
    case.id = CaseId(Uuid::from_u128(draw.random()));
    case.number = Some(CaseNumber(format!("520381-20260615-{number}")));
    case.facts = facts.clone();
    let command = Uuid::from_u128(draw.random());
    let mut events = template.events.clone();
    for recorded in &mut events {
        recorded.case = case.id;
        recorded.command = command;
        if let Event::Reported {
            facts: told,
            number,
        } = &mut recorded.event
        {
            **told = facts.clone();
            number.clone_from(&case.number);
        }
    }
    (case, events)
}

/// Somebody who talks to a central as any program may.
pub struct Caller {
    client: reqwest::Client,
    address: String,
    /// Who they are.
    pub session: Session,
    /// On which device.
    pub device: Uuid,
}

impl Caller {
    /// Signs in.
    pub async fn sign_in(address: &str) -> Result<Caller, Failure> {
        let client = reqwest::Client::builder().no_proxy().build()?;
        let device = Uuid::now_v7();
        let (user, password) = (UserId(LOGIN.to_owned()), Secret(PASSWORD.to_owned()));
        let sign_in = SignIn::with_password(user, password, device);
        let session = client
            .post(format!("{address}/v1/sessions"))
            .header(version::HEADER, version::SPOKEN)
            .json(&sign_in)
            .send()
            .await?
            .error_for_status()?
            .json()
            .await?;
        Ok(Caller {
            client,
            address: address.to_owned(),
            session,
            device,
        })
    }

    /// What it answers under a path.
    pub async fn get(&self, path: &str) -> Result<reqwest::Response, Failure> {
        let asked = self.client.get(format!("{}{path}", self.address));
        self.sent(asked).await
    }

    /// What it answers to a body under a path.
    pub async fn post(
        &self,
        path: &str,
        body: &impl serde::Serialize,
    ) -> Result<reqwest::Response, Failure> {
        let asked = self.client.post(format!("{}{path}", self.address));
        self.sent(asked.json(body)).await
    }

    async fn sent(&self, asked: reqwest::RequestBuilder) -> Result<reqwest::Response, Failure> {
        let asked = asked
            .header(version::HEADER, version::SPOKEN)
            .bearer_auth(&self.session.token.0);
        Ok(asked.send().await?.error_for_status()?)
    }
}

/// Every case that a snapshot has, one line each as the snapshot has it, with `_id` before it; how
/// many cases and how many events those are.
pub async fn documents(caller: &Caller, file: &Path) -> Result<(u64, u64), Failure> {
    use std::io::Write as _;
    let failed = || Failure::file(file);
    let out = std::fs::File::create(file).map_err(failed())?;
    let mut out = std::io::BufWriter::new(out);
    let (mut count, mut logged) = (0, 0);
    let text = caller.get("/v1/snapshot").await?.text().await?;
    for line in text.lines() {
        if let SnapshotLine::Case { case, events } = serde_json::from_str(line)? {
            let rest = line.strip_prefix('{').unwrap_or(line);
            writeln!(out, "{{\"_id\":\"{}\",{rest}", case.id).map_err(failed())?;
            count += 1;
            logged += events.len() as u64;
        }
    }
    out.flush().map_err(failed())?;
    Ok((count, logged))
}
