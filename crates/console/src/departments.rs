//! Departments: loads and cards.

use onemap_domain::department::Load;
use onemap_protocol::desk::{CaseFilter, DepartmentCard, DepartmentLoad, DepartmentView};
use onemap_protocol::problem::{Problem, ProblemCode};

use crate::{Console, Reads, Submit, inbox};

/// Most cases on a card.
const CASES_LIMIT: u32 = 200;

impl<P: Reads + Submit> Console<P> {
    /// Every department, also those that carry nothing.
    pub(crate) async fn loads(&self) -> Result<Vec<DepartmentLoad>, Problem> {
        let user = self.user()?;
        let county = self.county()?;
        let now = self.ports.now();
        let end_of_today = county.calendar.end_of(county.calendar.date(now));
        let carried = self.ports.loads(&user.scope, now, end_of_today).await?;
        let with_capacity = county.register.departments.iter().map(|department| {
            let load = carried.iter().find(|(code, _)| *code == department.code);
            let load = load.map(|(_, load)| *load).unwrap_or_default();
            DepartmentLoad {
                department: department.code.clone(),
                load: Load {
                    capacity: department.capacity,
                    ..load
                },
            }
        });
        Ok(with_capacity.collect())
    }

    pub(crate) async fn department_card(
        &self,
        ask: &DepartmentCard,
    ) -> Result<DepartmentView, Problem> {
        let user = self.user()?;
        let county = self.county()?;
        let now = self.ports.now();
        let missing = || Problem::new(ProblemCode::NotFound);
        let department = county.department(&ask.code).ok_or_else(missing)?.clone();
        let loads = self.loads().await?;
        let load = loads
            .iter()
            .find(|load| load.department == ask.code)
            .ok_or_else(missing)?
            .load;
        let filter = CaseFilter {
            department: Some(ask.code.clone()),
            ..CaseFilter::default()
        };
        let (_, shown) = self
            .ports
            .cases(&user.scope, &county.profile, &filter, now, (0, CASES_LIMIT))
            .await?;
        let cases = shown
            .iter()
            .map(|shown| inbox::row(shown, &county.profile, now))
            .collect();
        Ok(DepartmentView {
            department,
            load,
            cases,
        })
    }
}
