//! 四不两直 (mission.md, S12): cases drawn at random for a check that nobody is told of. The draw is
//! logged before any result, and the same population, seed and share draw the same sample again.
//!
//! Who asks for a draw names the population and a seed; the sample is drawn by the central, which
//! adds a share of its own that nobody knew before ([`Drawing`]): so nobody can look for a seed that
//! spares somebody. Where there is no central, the draw is only asked for, and its sample is empty.
//!
//! [`sample`] is the whole method: the population is put in the order of
//! SHA-256(seed ‖ share ‖ identity) and the first so many are taken. Any program can do it again
//! from the log. Samples of before there was a share have none, and are drawn again without.
//!
//! Deliberately absent: whether the population is all that its words say. Its cases are on the
//! record one by one, so whoever doubts it counts them again.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::RecordEntry;
use crate::area::AreaCode;
use crate::case::{Case, CaseId};
use crate::chain::Digest;
use crate::decide::{Context, words};
use crate::refusal::Refusal;

/// The largest population, cases.
pub const POPULATION_LIMIT: usize = 5_000;

/// What only the central has for a draw.
#[derive(Clone, Debug)]
pub struct Drawing {
    /// Its share of the seed: 32 bytes that nobody can know before.
    pub share: Digest,
    /// The cases of the population that exist.
    pub cases: BTreeMap<CaseId, Case>,
}

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Finding {
    /// Whether it is as the answer said.
    pub passed: bool,
    /// What was seen.
    pub note: String,
    /// Who checked.
    pub by: String,
    /// When.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
}

/// What is to be drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Lot {
    /// What it is called.
    pub title: String,
    /// The area whose cases it is about.
    pub area: AreaCode,
    /// How the population was chosen, in words.
    pub population: String,
    /// The population.
    pub cases: BTreeSet<CaseId>,
    /// How many are drawn.
    pub size: u32,
    /// The seed of who asks for it, as shown beside the draw.
    pub seed: u64,
}

/// A draw.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Draw {
    /// What was to be drawn.
    pub lot: Lot,
    /// What was drawn, in the order of the draw; empty while the central has not drawn.
    pub drawn: Vec<CaseId>,
    /// The central's share of the seed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<Digest>,
    /// What the checks found.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub findings: BTreeMap<CaseId, Finding>,
}

impl Draw {
    /// Whether the central has drawn.
    pub fn is_drawn(&self) -> bool {
        !self.drawn.is_empty()
    }

    /// Whether the sample is what its population, seed and share give.
    pub fn is_sound(&self) -> bool {
        let lot = &self.lot;
        let again = sample(&lot.cases, lot.size as usize, lot.seed, self.share.as_ref());
        again == self.drawn
    }
}

/// A command on a draw. On the wire: `{"do": "draw", …}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = DrawCommand))]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Command {
    /// 抽样
    Draw(Lot),
    /// 登记检查结果
    Find {
        /// Of which case.
        case: CaseId,
        /// Whether it is as the answer said.
        passed: bool,
        /// What was seen; needed when it is not.
        note: String,
    },
}

impl Command {
    /// The stable name in the locale files.
    pub const fn name(&self) -> &'static str {
        match self {
            Command::Draw(_) => "draw-draw",
            Command::Find { .. } => "draw-find",
        }
    }

    /// What was meant, in its author's own words.
    pub fn meant(&self) -> String {
        match self {
            Command::Draw(lot) => lot.title.clone(),
            Command::Find { note, .. } => note.clone(),
        }
    }
}

/// What happened to a draw. On the wire: `{"kind": "drawn", …}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = DrawEvent))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// Drawn.
    Drawn {
        /// What was to be drawn.
        lot: Lot,
        /// What was; empty where only the central can draw, and has not yet.
        drawn: Vec<CaseId>,
        /// The central's share of the seed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        share: Option<Digest>,
    },
    /// A check's result.
    Found {
        /// Of which case.
        case: CaseId,
        /// Whether it is as the answer said.
        passed: bool,
        /// What was seen.
        note: String,
    },
}

impl Event {
    /// The stable name in the locale files.
    pub const fn name(&self) -> &'static str {
        match self {
            Event::Drawn { .. } => "draw-drawn",
            Event::Found { .. } => "draw-found",
        }
    }
}

/// Draws `size` of the population: those that come first by SHA-256 of the seed (8 bytes, big
/// endian), the share's 32 bytes and the identity's 16 bytes. All of them when there are not so
/// many.
pub fn sample(
    population: &BTreeSet<CaseId>,
    size: usize,
    seed: u64,
    share: Option<&Digest>,
) -> Vec<CaseId> {
    let share = share.map_or(&[][..], |share| share.as_bytes());
    let mut order: Vec<([u8; 32], CaseId)> = population
        .iter()
        .map(|case| {
            let hash = Sha256::new()
                .chain_update(seed.to_be_bytes())
                .chain_update(share)
                .chain_update(case.0.as_bytes())
                .finalize();
            (hash.into(), *case)
        })
        .collect();
    order.sort_unstable();
    order.into_iter().take(size).map(|(_, case)| case).collect()
}

/// Decides a command.
pub(super) fn decide(
    state: Option<&Draw>,
    command: &Command,
    context: &Context,
) -> Result<Event, Refusal> {
    match (state, command) {
        (None, Command::Draw(lot)) => {
            if context.profile.without_inspections {
                return Err(Refusal::RecordNotInProfile);
            }
            let title = words::required("title", &lot.title)?;
            if lot.cases.len() > POPULATION_LIMIT {
                return Err(Refusal::FieldTooLong {
                    field: "cases".to_owned(),
                    limit: POPULATION_LIMIT as u32,
                });
            }
            let size = lot.size as usize;
            if size == 0 || size > lot.cases.len() {
                return Err(words::unknown("size", &lot.size.to_string()));
            }
            if !context.scope.area.covers(&lot.area) {
                return Err(words::unknown("area", lot.area.as_str()));
            }
            let (drawn, share) = match context.drawing {
                Some(drawing) => {
                    whole(lot, drawing, context)?;
                    let share = drawing.share;
                    (
                        sample(&lot.cases, size, lot.seed, Some(&share)),
                        Some(share),
                    )
                }
                None => (Vec::new(), None),
            };
            Ok(Event::Drawn {
                drawn,
                share,
                lot: Lot {
                    title,
                    ..lot.clone()
                },
            })
        }
        (Some(_), Command::Draw(_)) => Err(Refusal::AlreadyExists),
        (None, Command::Find { .. }) => Err(Refusal::NotFound),
        (Some(draw), Command::Find { case, passed, note }) => {
            if !draw.drawn.contains(case) {
                return Err(Refusal::NotDrawn);
            }
            // What was found stays: who looks again draws again.
            if draw.findings.contains_key(case) {
                return Err(Refusal::FoundAlready);
            }
            let note = if *passed {
                words::optional("note", note)?
            } else {
                words::required("note", note)?
            };
            Ok(Event::Found {
                case: *case,
                passed: *passed,
                note,
            })
        }
    }
}

/// Refuses a population with a case that is not there, that lies outside the area of the draw, or
/// that who asks may not see. That no case is in it twice follows from its being a set.
fn whole(lot: &Lot, drawing: &Drawing, context: &Context) -> Result<(), Refusal> {
    let is_known = |id: &&CaseId| {
        let case = drawing.cases.get(id);
        case.is_some_and(|case| lot.area.covers(&case.facts.grid) && context.scope.covers(case))
    };
    match lot.cases.iter().find(|id| !is_known(id)) {
        Some(stranger) => Err(words::unknown("cases", &stranger.to_string())),
        None => Ok(()),
    }
}

/// The state that the first event makes.
pub(super) fn begun(event: &Event) -> Option<Draw> {
    let Event::Drawn { lot, drawn, share } = event else {
        return None;
    };
    Some(Draw {
        lot: lot.clone(),
        drawn: drawn.clone(),
        share: *share,
        findings: BTreeMap::new(),
    })
}

/// The state after an event.
pub(super) fn applied(mut state: Draw, event: &Event, entry: &RecordEntry) -> Draw {
    if let Event::Found { case, passed, note } = event {
        let finding = Finding {
            passed: *passed,
            note: note.clone(),
            by: entry.actor.name.clone(),
            at: entry.at,
        };
        state.findings.insert(*case, finding);
    }
    state
}
