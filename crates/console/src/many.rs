//! Many cases at once: finding them, and giving each the same command. Each is decided by itself,
//! so one that cannot is refused by itself.

use onemap_domain::area::{Outline, Position};
use onemap_domain::case::CaseId;
use onemap_protocol::desk::{
    CaseIds, Found, Lasso, MANY_AT_ONCE, MANY_LIMIT, OneOfMany, SubmitMany,
};
use onemap_protocol::problem::{Problem, ProblemCode};
use onemap_spatial::measure;
use uuid::Uuid;

use crate::{Console, Reads, Subjects, Submit, submit};

impl<P: Reads + Submit> Console<P> {
    pub(crate) async fn case_ids(&self, ask: &CaseIds) -> Result<Found, Problem> {
        let user = self.user()?;
        let county = self.county()?;
        let page = (0, MANY_LIMIT as u32);
        let (total, shown) = self
            .ports
            .cases(
                &user.scope,
                &county.profile,
                &ask.filter,
                self.ports.now(),
                page,
            )
            .await?;
        let cases = shown.into_iter().map(|shown| shown.case.id).collect();
        Ok(Found { total, cases })
    }

    pub(crate) async fn lasso(&self, ask: &Lasso) -> Result<Found, Problem> {
        let user = self.user()?;
        if ask.ring.len() < 3 {
            return Ok(Found::default());
        }
        let outline = closed(&ask.ring);
        let points = self.ports.points(&user.scope).await?;
        let inside: Vec<CaseId> = points
            .into_iter()
            .filter(|point| measure::contains(&outline, point.position))
            .map(|point| point.id)
            .collect();
        Ok(Found {
            total: inside.len() as u32,
            cases: inside.into_iter().take(MANY_LIMIT).collect(),
        })
    }

    pub(crate) async fn submit_many(&self, ask: &SubmitMany) -> Result<Vec<OneOfMany>, Problem> {
        let user = self.user()?;
        if ask.cases.len() > MANY_AT_ONCE {
            return Err(Problem::new(ProblemCode::TooLarge));
        }
        submit::with_its_bytes(&ask.command)?;
        let mut outcomes: Vec<OneOfMany> = Vec::with_capacity(ask.cases.len());
        let mut orders = Vec::new();
        let mut ids = ask.cases.clone();
        ids.sort_unstable();
        ids.dedup();
        for id in ids {
            let (title, result) = match self.ports.case(&user.scope, id).await? {
                None => (String::new(), Err(Problem::new(ProblemCode::NotFound))),
                Some(shown) => {
                    let case = shown.case;
                    let decided = self.decided(&user, Some(&case), &ask.command).await;
                    if let Ok(other) = decided {
                        let subjects = Subjects {
                            case: Some(id),
                            revision: case.revision,
                            other,
                        };
                        orders.push((subjects, ask.command.clone()));
                    }
                    // The order's own identity comes when all of them are given.
                    (case.facts.title, decided.map(|_| Uuid::nil()))
                }
            };
            outcomes.push(OneOfMany {
                case: id,
                title,
                result,
            });
        }
        for given in self.ports.submit_all(&user, orders).await? {
            let outcome = outcomes.iter_mut().find(|one| one.case == given.case);
            if let Some(outcome) = outcome {
                outcome.result = Ok(given.order);
            }
        }
        Ok(outcomes)
    }
}

fn closed(ring: &[Position]) -> Outline {
    let mut ring = ring.to_vec();
    if ring.first() != ring.last() {
        ring.extend(ring.first().copied());
    }
    Outline(vec![vec![ring.iter().map(|at| [at.lon, at.lat]).collect()]])
}
