//! What the central adds to a draw (四不两直): its share of the seed, and the cases that there are.
//!
//! Deliberately absent: drawing, and judging the population, which is the domain's
//! ([`onemap_domain::record::draw`]).

use std::collections::BTreeMap;

use onemap_domain::chain::Digest;
use onemap_domain::command::Command;
use onemap_domain::record::draw::{Command as DrawCommand, POPULATION_LIMIT};
use onemap_domain::record::{Drawing, RecordCommand};

use crate::error::StoreError;
use crate::pad::Pad;
use crate::tokens;

/// What a command is drawn with; `None` for every command that draws nothing.
pub async fn of(pad: &mut Pad<'_>, command: &Command) -> Result<Option<Drawing>, StoreError> {
    let Command::Keep {
        keep: RecordCommand::Draw(DrawCommand::Draw(lot)),
    } = command
    else {
        return Ok(None);
    };
    let mut cases = BTreeMap::new();
    // A larger one is refused, whatever is in it.
    if lot.cases.len() <= POPULATION_LIMIT {
        for id in &lot.cases {
            // Where one is missing the draw is refused, and the others need not be read.
            let Some(case) = pad.case(*id).await? else {
                break;
            };
            cases.insert(*id, case);
        }
    }
    let share = Digest::from(tokens::random()?);
    Ok(Some(Drawing { share, cases }))
}
