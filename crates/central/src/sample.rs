//! The sample county: what a central shows that has nothing of its own yet.
//!
//! Its stories go through the same acceptor as everybody's commands, each step at its own time
//! before the anchor, all of them in the order of time: so the log reads as if the central had
//! been running. Command ids follow from the case and the step, so that two centrals opened on the
//! same sample differ in their times only.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use onemap_domain::Refusal;
use onemap_domain::case::{Case, CaseId};
use onemap_domain::command::Command;
use onemap_domain::index::Snapshot;
use onemap_domain::lane::Lane;
use onemap_domain::pack::Pack;
use onemap_domain::people::{Role, User, UserId};
use onemap_domain::record::RecordId;
use onemap_exchange::county::{Account, County, CountyError, Step, Story};
use onemap_protocol::command::{Answer, Envelope, Subject};
use onemap_protocol::desk::DemonstrationAccount;
use onemap_protocol::session::Secret;
use onemap_sync::acceptor::{Circumstances, Known, Write, accept};

use crate::acceptance::{case_number, civil_day};
use crate::bridge::{self, Bridge};
use crate::error::CentralError;
use crate::indexes;
use crate::land::Land;
use crate::meetings;
use crate::repository::{Remembered, Repository, StoredAccount};
use crate::sign_in::Door;
use crate::tokens::derived;

mod lanes;
mod mornings;
mod service;
mod standard;

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
    /// Cases whose stories do not fit the way of working any further.
    ended: BTreeSet<CaseId>,
    /// Indexes of the last days, the oldest first.
    indexes: Vec<Snapshot>,
    /// Packs of the meetings of the last mornings, the oldest first.
    packs: Vec<(RecordId, Pack)>,
    /// What was done of duties, in the order of time.
    done: Vec<service::Done>,
}

/// Loads a county into a database that has none; does nothing when there is one. All of it is
/// there afterwards, or none of it. `profile` takes the place of the sample's own way of working;
/// a county that is there already and works in another way is left alone, aloud.
pub async fn load(
    repository: &dyn Repository,
    source: Source,
    profile: Option<&str>,
    anchor: Timestamp,
) -> Result<(), CentralError> {
    if let Some((_, register)) = repository.register().await? {
        return match profile.filter(|asked| *asked != register.profile) {
            None => Ok(()),
            Some(asked) => Err(CentralError::OtherProfile {
                there: register.profile,
                asked: asked.to_owned(),
            }),
        };
    }
    let county = source()?;
    let mut transaction = repository.begin().await?;
    if transaction.head().await?.register_version != 0 {
        return Ok(());
    }
    let accounts = county.accounts.iter().map(stored).collect::<Vec<_>>();
    let stories = county.stories.len();
    let users = users(&county);
    let (seed, with_service) = (county.seed, county.with_service);
    let (land, loaded) = played(county, &users, profile, anchor)?;
    transaction.put_register(&land.register).await?;
    transaction.put_accounts(&accounts).await?;
    transaction.append(&loaded.events).await?;
    let cases: Vec<Case> = loaded.cases.into_values().collect();
    transaction.put_cases(&cases).await?;
    transaction.remember(&loaded.answers).await?;
    for (day, last) in &loaded.numbers {
        transaction.set_last_number(day, *last).await?;
    }
    service::write(transaction.as_mut(), &land, &users, loaded.done).await?;
    if with_service {
        service::plan(transaction.as_mut(), &land, &users, anchor).await?;
        standard::attest(transaction.as_mut(), &land, &users, seed, anchor).await?;
    }
    for snapshot in loaded.indexes {
        let at = snapshot.at;
        indexes::keep(transaction.as_mut(), &land, snapshot, at).await?;
    }
    for (id, pack) in loaded.packs {
        let at = pack.at;
        meetings::keep(transaction.as_mut(), &land, id, pack, at).await?;
    }
    transaction.commit().await?;
    tracing::info!(
        stories,
        events = loaded.events.len(),
        "the sample county is loaded"
    );
    Ok(())
}

/// The accounts of a sample that its sign-in page shows, and those of its walls: their passwords are public.
pub fn demonstration(county: &County) -> Vec<DemonstrationAccount> {
    let unit = |account: &Account| {
        let own = account.user.actor.department.as_ref()?;
        let mut departments = county.departments.iter();
        let department = departments.find(|department| department.code == *own)?;
        Some(department.name.clone())
    };
    let shown = county.accounts.iter();
    let shown = shown.filter(|account| account.featured || account.user.actor.role == Role::Wall);
    shown
        .map(|account| DemonstrationAccount {
            unit: unit(account),
            user: account.user.clone(),
            password: account.password.clone(),
        })
        .collect()
}

fn stored(account: &Account) -> StoredAccount {
    StoredAccount {
        user: account.user.clone(),
        password_hash: account.password_hash.clone(),
        locked: false,
        // A demonstration's users sign in by what the sign-in page says.
        door: Door::default(),
    }
}

fn users(county: &County) -> BTreeMap<UserId, User> {
    let users = county.accounts.iter().map(|account| &account.user);
    users
        .map(|user| (user.actor.user.clone(), user.clone()))
        .collect()
}

/// Plays the stories. They are told in the sample's own way of working, and there a step that is
/// refused is a mistake of the sample; in another one what it asks for in between is put in.
fn played(
    mut county: County,
    users: &BTreeMap<UserId, User>,
    profile: Option<&str>,
    anchor: Timestamp,
) -> Result<(Land, Loaded), CentralError> {
    let stories = std::mem::take(&mut county.stories);
    let own = profile.is_none_or(|profile| profile == county.profile);
    if let Some(profile) = profile {
        profile.clone_into(&mut county.profile);
    }
    let (seed, with_service) = (county.seed, county.with_service);
    let land = Land::new(1, county.into_register())?;
    let stage = Stage {
        land: &land,
        users,
        seed,
        own,
        with_service,
    };
    let mut loaded = told(&stage, &stories, &BTreeSet::new(), anchor)?;
    if !own {
        let profile = &land.profile;
        if lanes::empty(&loaded, profile, anchor).contains(&Lane::Overdue) {
            loaded = told(&stage, &stories, &lanes::old(&stories), anchor)?;
        }
        for lane in lanes::empty(&loaded, profile, anchor) {
            lanes::fill(&mut loaded, &stage, lane, anchor);
        }
        // Each case's own events are in order already, and stay so.
        loaded.events.sort_by_key(|event| event.at);
    }
    Ok((land, loaded))
}

/// All stories, each step at its time before the anchor; those of `old` cases are older.
fn told(
    stage: &Stage,
    stories: &[Story],
    old: &BTreeSet<CaseId>,
    anchor: Timestamp,
) -> Result<Loaded, CentralError> {
    let mut steps: Vec<(Timestamp, CaseId, usize, &Step)> = Vec::new();
    for story in stories {
        for (index, step) in story.steps.iter().enumerate() {
            let before = SignedDuration::from_mins(i64::from(step.minutes_before));
            let at = anchor.checked_sub(before).unwrap_or(Timestamp::MIN);
            let is_old = old.contains(&story.case);
            let at = if is_old { lanes::earlier(at) } else { at };
            steps.push((at, story.case, index, step));
        }
    }
    steps.sort_by_key(|(at, case, index, _)| (*at, *case, *index));
    let mut loaded = Loaded::default();
    if stage.with_service {
        loaded.done = service::done(stage.land, stage.seed, anchor);
    }
    let mut mornings = stage.mornings(anchor).into_iter().peekable();
    for (at, case, index, step) in steps {
        while let Some(morning) = mornings.next_if(|morning| *morning <= at) {
            loaded.freeze(stage.land, morning);
        }
        loaded.play(stage, (at, case, index), step)?;
    }
    for morning in mornings {
        loaded.freeze(stage.land, morning);
    }
    Ok(loaded)
}

/// Where the stories are played.
struct Stage<'a> {
    land: &'a Land,
    users: &'a BTreeMap<UserId, User>,
    seed: u64,
    /// The way of working is the one that the stories are told in.
    own: bool,
    /// What was done of duties is made up, too.
    with_service: bool,
}

impl Stage<'_> {
    /// Somebody of a role; a clerk of the case's lead.
    fn somebody(&self, role: Role, case: Option<&Case>) -> Option<&User> {
        let lead = case.and_then(|case| case.lead.as_ref());
        let fits = |user: &&User| {
            user.actor.role == role
                && (role != Role::Clerk || user.actor.department.as_ref() == lead)
        };
        self.users.values().find(fits)
    }
}

/// Most steps that a way of working asks for before one of the plain way.
const BRIDGES: usize = 6;

impl Loaded {
    fn play(
        &mut self,
        stage: &Stage,
        (at, case, index): (Timestamp, CaseId, usize),
        step: &Step,
    ) -> Result<(), CentralError> {
        if self.ended.contains(&case) {
            return Ok(());
        }
        let account = stage.users.get(&step.by);
        let author = account.ok_or_else(|| CentralError::SampleAccount {
            case,
            account: step.by.0.clone(),
        })?;
        let mut command = step.command.clone();
        for bridged in 0..BRIDGES {
            let key = index * BRIDGES + bridged;
            let refused = self.give(stage, (at, case, key), author, &command);
            let Err(refusal) = refused else {
                return Ok(());
            };
            if stage.own {
                return Err(CentralError::SampleStep {
                    case,
                    step: index,
                    refusal,
                });
            }
            let state = self.cases.get(&case);
            let first = match bridge::over(&refusal, &command, state, &stage.land.profile) {
                Bridge::Skip => return Ok(()),
                Bridge::End => break,
                Bridge::Instead(other) => {
                    command = other;
                    continue;
                }
                Bridge::First(role, command) => stage.somebody(role, state).zip(Some(command)),
            };
            let key = key + BRIDGES * BRIDGES * BRIDGES;
            let given = first.map(|(by, command)| self.give(stage, (at, case, key), by, &command));
            if !matches!(given, Some(Ok(()))) {
                break;
            }
        }
        // What the story tells from here on does not fit this way of working; the case stays.
        self.ended.insert(case);
        Ok(())
    }

    fn give(
        &mut self,
        stage: &Stage,
        (at, case, key): (Timestamp, CaseId, usize),
        author: &User,
        command: &Command,
    ) -> Result<(), Refusal> {
        let land = stage.land;
        let reports = matches!(command, Command::Report { .. });
        let day = civil_day(at);
        let last = self.numbers.get(&day).copied().unwrap_or(0) + 1;
        let number = reports.then(|| case_number(&land.register.county, &day, last));
        let state = self.cases.get(&case);
        let envelope = Envelope {
            id: derived(&[
                b"sample step",
                case.0.as_bytes(),
                &(key as u64).to_be_bytes(),
            ]),
            device: derived(&[b"sample device", &stage.seed.to_be_bytes()]),
            author_grant: Secret(String::new()),
            issued_at: at,
            subjects: vec![Subject {
                id: case.into(),
                expected_revision: state.map_or(0, |state| state.revision),
            }],
            seen: None,
            command: command.clone(),
        };
        let known = Known {
            first: None,
            author: Some(author),
            case: state,
            ..Known::default()
        };
        let outcome = accept(
            &envelope,
            known,
            &Circumstances {
                now: at,
                profile: &land.profile,
                calendar: &land.calendar,
                ground: land,
                number: number.as_ref(),
                drawing: None,
            },
        );
        if let Answer::Refused(refusal) = outcome.answer {
            return Err(refusal);
        }
        if let Some(Write::Case {
            events,
            case: state,
            ..
        }) = outcome.write
        {
            self.events.extend(events);
            self.cases.insert(case, state);
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
