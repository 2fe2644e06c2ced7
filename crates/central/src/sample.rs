//! The sample county: what a central shows that has nothing of its own yet.
//!
//! Its stories go through the same acceptor as everybody's commands, each step at its own time
//! before the anchor, all of them in the order of time: so the log reads as if the central had
//! been running. Command ids follow from the case and the step, so that two centrals opened on the
//! same sample differ in their times only.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use onemap_domain::case::{Case, CaseId};
use onemap_domain::command::Command;
use onemap_domain::people::{User, UserId};
use onemap_exchange::county::{Account, County, CountyError, Step};
use onemap_protocol::command::{Answer, Envelope, Subject};
use onemap_protocol::register::Register;
use onemap_protocol::session::Secret;
use onemap_sync::acceptor::{Circumstances, Known, accept};

use crate::acceptance::{CALENDAR, case_number, civil_day};
use crate::error::CentralError;
use crate::land::Land;
use crate::repository::{Remembered, Repository, StoredAccount};
use crate::tokens::derived;

/// Makes the sample when it is needed.
pub type Source = Box<dyn FnOnce() -> Result<County, CountyError> + Send>;

/// The sample county that ships with the program: 赤水, its grids and cases made up.
pub fn chishui() -> Result<County, CountyError> {
    County::unpack(include_bytes!("../../../assets/sample/chishui.county.zst"))
}

/// What a sample adds to an empty database, in memory first.
#[derive(Default)]
struct Loaded {
    events: Vec<onemap_domain::event::Recorded>,
    cases: BTreeMap<CaseId, Case>,
    answers: Vec<Remembered>,
    numbers: BTreeMap<String, u32>,
}

/// Loads a county into a database that has none; does nothing when there is one. All of it is
/// there afterwards, or none of it.
pub async fn load(
    repository: &dyn Repository,
    source: Source,
    anchor: Timestamp,
) -> Result<(), CentralError> {
    if repository.head().await?.register_version != 0 {
        return Ok(());
    }
    let county = source()?;
    let mut transaction = repository.begin().await?;
    if transaction.head().await?.register_version != 0 {
        return Ok(());
    }
    let accounts = county.accounts.iter().map(stored).collect::<Vec<_>>();
    let stories = county.stories.len();
    let (register, loaded) = played(county, anchor)?;
    transaction.put_register(&register).await?;
    transaction.put_accounts(&accounts).await?;
    transaction.append(&loaded.events).await?;
    let cases: Vec<Case> = loaded.cases.into_values().collect();
    transaction.put_cases(&cases).await?;
    transaction.remember(&loaded.answers).await?;
    for (day, last) in &loaded.numbers {
        transaction.set_last_number(day, *last).await?;
    }
    transaction.commit().await?;
    tracing::info!(
        stories,
        events = loaded.events.len(),
        "the sample county is loaded"
    );
    Ok(())
}

fn stored(account: &Account) -> StoredAccount {
    StoredAccount {
        user: account.user.clone(),
        password_hash: account.password_hash.clone(),
        locked: false,
    }
}

/// A county without its stories.
pub(crate) fn register_of(county: County) -> Register {
    Register {
        county: county.code,
        name: county.name,
        profile: county.profile,
        sources: county.sources,
        areas: county.areas,
        outlines: county.outlines,
        departments: county.departments,
        people: county.people,
        resources: county.resources,
    }
}

/// Plays the stories.
fn played(mut county: County, anchor: Timestamp) -> Result<(Register, Loaded), CentralError> {
    let stories = std::mem::take(&mut county.stories);
    let seed = county.seed;
    let users: BTreeMap<UserId, User> = county
        .accounts
        .iter()
        .map(|account| (account.user.actor.user.clone(), account.user.clone()))
        .collect();
    let land = Land::new(1, register_of(county))?;

    let mut steps: Vec<(Timestamp, CaseId, usize, Step)> = Vec::new();
    for story in stories {
        for (index, step) in story.steps.into_iter().enumerate() {
            let before = SignedDuration::from_mins(i64::from(step.minutes_before));
            let at = anchor.checked_sub(before).unwrap_or(Timestamp::MIN);
            steps.push((at, story.case, index, step));
        }
    }
    steps.sort_by_key(|(at, case, index, _)| (*at, *case, *index));

    let mut loaded = Loaded::default();
    for (at, case, index, step) in steps {
        loaded.play(&land, &users, seed, (at, case, index), step)?;
    }
    Ok((land.register, loaded))
}

impl Loaded {
    fn play(
        &mut self,
        land: &Land,
        users: &BTreeMap<UserId, User>,
        seed: u64,
        (at, case, index): (Timestamp, CaseId, usize),
        step: Step,
    ) -> Result<(), CentralError> {
        let author = users
            .get(&step.by)
            .ok_or_else(|| CentralError::SampleAccount {
                case,
                account: step.by.0.clone(),
            })?;
        let reports = matches!(step.command, Command::Report { .. });
        let day = civil_day(at);
        let last = self.numbers.get(&day).copied().unwrap_or(0) + 1;
        let number = reports.then(|| case_number(&land.register.county, &day, last));
        let state = self.cases.get(&case);
        let envelope = Envelope {
            id: derived(&[
                b"sample step",
                case.0.as_bytes(),
                &(index as u64).to_be_bytes(),
            ]),
            device: derived(&[b"sample device", &seed.to_be_bytes()]),
            author_grant: Secret(String::new()),
            issued_at: at,
            subjects: vec![Subject {
                id: case,
                expected_revision: state.map_or(0, |state| state.revision),
            }],
            command: step.command,
        };
        let known = Known {
            first: None,
            author: Some(author),
            case: state,
        };
        let outcome = accept(
            &envelope,
            known,
            &Circumstances {
                now: at,
                profile: &land.profile,
                calendar: &CALENDAR,
                ground: land,
                number: number.as_ref(),
            },
        );
        if let Answer::Refused(refusal) = outcome.answer {
            return Err(CentralError::SampleStep {
                case,
                step: index,
                refusal,
            });
        }
        if let Some(write) = outcome.write {
            self.events.extend(write.events);
            self.cases.insert(case, write.case);
        }
        if reports {
            self.numbers.insert(day, last);
        }
        let (device, id) = (envelope.device, envelope.id);
        self.answers.push(Remembered {
            device,
            id,
            at,
            answer: outcome.answer,
        });
        Ok(())
    }
}
