//! What the sample's grids show of the county's standard: made up, and said to be so in every line.
//!
//! Only some areas of the first town have any: evidence of a whole county would keep a new user
//! waiting for nothing.

use std::collections::BTreeMap;

use jiff::{Timestamp, ToSpan};
use onemap_domain::area::AreaCode;
use onemap_domain::people::{Role, User, UserId};
use onemap_domain::record::RecordCommand;
use onemap_domain::record::standard::{Command, identity};

use super::service::kept;
use crate::error::CentralError;
use crate::ground;
use crate::land::Land;
use crate::repository::Transaction;
use crate::tokens::derived;

/// How many areas show anything.
const AREAS: usize = 24;
/// Of 256 items, how many are shown.
const SHOWN: u8 = 248;
/// How many days back evidence lies at most.
const DAYS: u8 = 60;
/// What every line says.
const NOTE: &str = "示例凭证, 模拟数据";

/// Writes the evidence.
pub(super) async fn attest(
    transaction: &mut dyn Transaction,
    land: &Land,
    users: &BTreeMap<UserId, User>,
    seed: u64,
    anchor: Timestamp,
) -> Result<(), CentralError> {
    let Some((rule, items)) = land.profile.items_of_standard() else {
        return Ok(());
    };
    let mut areas: Vec<AreaCode> = ground::areas(land)
        .into_iter()
        .filter(|area| rule.is_for(area))
        .collect();
    areas.sort_unstable();
    let today = land.calendar.date(anchor);
    for area in areas.into_iter().take(AREAS) {
        let may =
            |user: &&User| rule.by.contains(&user.actor.role) && user.scope.area.covers(&area);
        // Whoever walks the ground, where the sample has one; else whoever may.
        let walks = |user: &&User| user.actor.role == Role::GridWorker;
        let mut able: Vec<&User> = users.values().filter(may).collect();
        able.sort_by_key(|user| !walks(user));
        let Some(author) = able.first() else {
            continue;
        };
        let id = identity(&rule.list, &area);
        for item in 1..=items {
            let order = derived(&[
                b"sample standard",
                &seed.to_be_bytes(),
                id.0.as_bytes(),
                &item.to_be_bytes(),
            ]);
            let [first, second, ..] = *order.as_bytes();
            if first >= SHOWN {
                continue;
            }
            let keep = RecordCommand::Standard(Command::Attest {
                list: rule.list.clone(),
                area: area.clone(),
                item,
                on: today.saturating_sub(i64::from(second % DAYS).days()),
                note: NOTE.to_owned(),
            });
            kept(transaction, land, anchor, order, id, keep, author).await?;
        }
    }
    Ok(())
}
