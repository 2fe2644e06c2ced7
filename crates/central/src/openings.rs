//! Sealed cases that were opened at a desk, from its own copy: told afterwards, written down once.

use std::sync::Arc;

use jiff::Timestamp;
use onemap_domain::audit::{Act, Entry, Who};
use onemap_protocol::audit::Openings;
use onemap_protocol::command::Answer;

use crate::apart::apart;
use crate::error::StoreError;
use crate::repository::{Remembered, Repository};
use crate::tokens::TokenHash;

/// Writes down what was not told before; how many there were. Whoever opened it is who the grant stands for; a
/// grant that has lapsed stands for nobody, and the entry says only at which device it was.
pub async fn take(
    repository: &dyn Repository,
    given: &Openings,
    now: Timestamp,
) -> Result<u32, StoreError> {
    let mut transaction = repository.begin().await?;
    let mut taken = 0;
    for opening in &given.openings {
        let known = transaction.first_answer(given.device, opening.id).await?;
        if known.is_some() || transaction.case(opening.case).await?.is_none() {
            continue;
        }
        let grant = TokenHash::of(&opening.author_grant.0);
        let author = transaction.author(grant, given.device, now).await?;
        let who = author.map_or_else(Who::unknown, |author| (&author.actor).into());
        // A desk's clock may be ahead; nothing is written down that has not been.
        let entry = Entry::new(opening.at.min(now), who, Act::SealedRead);
        let entry = entry.about(opening.case).on(given.device);
        transaction.append_audit(&entry).await?;
        let remembered = Remembered {
            device: given.device,
            id: opening.id,
            at: now,
            answer: Answer::Applied {
                revision: 0,
                number: None,
            },
        };
        transaction.remember(&[remembered]).await?;
        taken += 1;
    }
    transaction.commit().await?;
    Ok(taken)
}

/// The same in a task of its own, so that a caller who goes away does not break it off.
pub async fn take_apart(
    repository: Arc<dyn Repository>,
    given: Openings,
    now: Timestamp,
) -> Result<u32, StoreError> {
    apart(async move { take(repository.as_ref(), &given, now).await }).await
}
