//! Citizens' messages from an Excel sheet become cases, all of a file or none.
//!
//! A message says neither where it happened nor what kind of matter it is: its place is drawn by
//! chance and marked so, its category is "other". One with a reply is closed.
//!
//! Deliberately absent: reading the sheet (`onemap_exchange::messages`), wording the report.

use std::collections::BTreeMap;

use jiff::Timestamp;
use onemap_domain::case::{Case, CaseId, Facts, Reporter, Urgency};
use onemap_domain::event::{Event, Recorded};
use onemap_domain::people::{Actor, Role, UserId};
use onemap_domain::{Ground, apply};
use onemap_exchange::messages::{self, Finding, Message, SheetError};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use crate::acceptance::{case_number, civil_day};
use crate::error::StoreError;
use crate::land::{Land, LandError};
use crate::repository::{Repository, Transaction};
use crate::scatter::Scatter;
use crate::tokens::derived;

/// What every imported message gets that its file does not say.
const CATEGORY: &str = "other";
const CHANNEL: &str = "message_board";

/// Cases written between two reports of progress.
const CHUNK: usize = 500;

/// How a file is taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Where it comes from; the same number from another source is another case.
    pub source: String,
    /// What the places are drawn from.
    pub seed: u64,
    /// The time of the import.
    pub at: Timestamp,
}

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Messages in the file.
    pub read: usize,
    /// Cases added.
    pub added: usize,
    /// Of those, closed because they have a reply.
    pub closed: usize,
    /// Messages that were cases already.
    pub known: usize,
    /// What was taken with a reservation.
    pub notes: Vec<Finding>,
}

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Rows read, of all.
    Reading(usize, usize),
    /// Cases written, of all.
    Writing(usize, usize),
}

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file cannot be taken.
    #[error(transparent)]
    Sheet(#[from] SheetError),
    /// The database has no county yet, or one without base grids.
    #[error("the database has no county with grids to put the cases in")]
    NoGround,
    /// The county's profile or calendar cannot be used.
    #[error(transparent)]
    Land(#[from] LandError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Imports a file: all of it in one transaction. What is there already stays as it is.
pub async fn cases(
    repository: &dyn Repository,
    bytes: &[u8],
    plan: &Plan,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Report, ImportError> {
    let sheet = messages::read(bytes, &mut |done, all| {
        progress(Progress::Reading(done, all));
    })?;
    let (version, register) = repository.register().await?.ok_or(ImportError::NoGround)?;
    let land = Land::new(version, register)?;

    let mut transaction = repository.begin().await?;
    let report = taken_in(transaction.as_mut(), &land, sheet, plan, progress).await?;
    transaction.commit().await?;
    Ok(report)
}

async fn taken_in(
    transaction: &mut dyn Transaction,
    land: &Land,
    sheet: messages::Sheet,
    plan: &Plan,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Report, ImportError> {
    let mut report = Report {
        read: sheet.messages.len(),
        notes: sheet.notes,
        ..Report::default()
    };
    let mut fresh: Vec<(CaseId, Message)> = sheet
        .messages
        .into_iter()
        .map(|message| (messages::case_id(&message.external, &plan.source), message))
        .collect();
    let ids: Vec<CaseId> = fresh.iter().map(|(id, _)| *id).collect();
    let known = transaction.existing(&ids).await?;
    fresh.retain(|(id, _)| !known.contains(id));
    // In the order of time, so that numbers grow with it.
    fresh.sort_by_key(|(id, message)| (message.at, *id));

    let scatter = Scatter::over(land);
    let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
    let all = fresh.len();
    progress(Progress::Writing(0, all));
    let mut fresh = fresh.into_iter().peekable();
    while fresh.peek().is_some() {
        let mut events = Vec::with_capacity(CHUNK);
        let mut cases: Vec<Case> = Vec::with_capacity(CHUNK);
        for (id, message) in fresh.by_ref().take(CHUNK) {
            report.closed += usize::from(message.reply.is_some());
            let day = civil_day(message.at);
            let last = match numbers.get(&day) {
                Some(last) => *last,
                None => transaction.last_number(&day).await?,
            } + 1;
            let recorded = recorded(land, &scatter, plan, id, message, &day, last)?;
            cases.extend(apply(None, &recorded));
            events.push(recorded);
            numbers.insert(day, last);
        }
        transaction.append(&events).await?;
        transaction.put_cases(&cases).await?;
        report.added += cases.len();
        progress(Progress::Writing(report.added, all));
    }
    for (day, last) in &numbers {
        transaction.set_last_number(day, *last).await?;
    }
    report.known = report.read - report.added;
    Ok(report)
}

fn recorded(
    land: &Land,
    scatter: &Scatter,
    plan: &Plan,
    id: CaseId,
    message: Message,
    day: &str,
    last: u32,
) -> Result<Recorded, ImportError> {
    let draw = derived(&[b"import place", &plan.seed.to_be_bytes(), id.0.as_bytes()]);
    let mut chance = ChaCha8Rng::seed_from_u64(draw.as_u64_pair().0);
    let village = scatter.village(&mut chance).ok_or(ImportError::NoGround)?;
    let position = scatter
        .place(village, &mut chance)
        .ok_or(ImportError::NoGround)?;
    let grid = land.grid_at(position).ok_or(ImportError::NoGround)?;
    let facts = Facts {
        title: message.title,
        text: message.text,
        category: CATEGORY.to_owned(),
        channel: CHANNEL.to_owned(),
        urgency: Urgency::Normal,
        reporter: Some(Reporter {
            name: message.user,
            phone: String::new(),
        }),
        position,
        address: String::new(),
        grid,
        persons: Vec::new(),
        unit: None,
        position_simulated: true,
        origin: None,
    };
    let actor = Actor {
        user: UserId("import".to_owned()),
        name: plan.source.clone(),
        role: Role::Operator,
        department: None,
    };
    Ok(Recorded {
        case: id,
        revision: 1,
        at: plan.at,
        actor,
        command: derived(&[b"import", id.0.as_bytes()]),
        event: Event::Imported {
            facts: Box::new(facts),
            number: Some(case_number(&land.register.county, day, last)),
            external: message.external,
            reported_at: message.at,
            reply: message.reply,
        },
    })
}
