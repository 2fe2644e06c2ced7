//! What the program opens with, and the names screens need all the time.

use onemap_domain::area::Level;
use onemap_domain::people::Resource;
use onemap_protocol::desk::{LayerCounts, Names, Opened};
use onemap_protocol::problem::{Problem, ProblemCode};

use crate::{Console, Reads, Submit};

impl<P: Reads + Submit> Console<P> {
    pub(crate) fn opening(&self) -> Opened {
        let county = self.ports.county();
        let demonstration = self.ports.demonstration();
        Opened {
            user: self.ports.user(),
            county: county
                .map(|county| county.register.name.clone())
                .or_else(|| self.ports.county_name()),
            simulated: !demonstration.is_empty(),
            demonstration,
            provider: self.ports.provider(),
        }
    }

    pub(crate) fn directory(&self) -> Result<Names, Problem> {
        self.user()?;
        let county = self.county()?;
        let register = &county.register;
        let down_to_grids = register
            .areas
            .iter()
            .filter(|area| area.code.level() <= Level::Grid)
            .cloned();
        Ok(Names {
            county: county
                .area(&register.county)
                .cloned()
                .ok_or_else(|| Problem::new(ProblemCode::NotReady))?,
            bounds: county.bounds,
            sources: register.sources.clone(),
            areas: down_to_grids.collect(),
            departments: register.departments.clone(),
            profile: county.profile.clone(),
        })
    }

    pub(crate) async fn layers(&self) -> Result<LayerCounts, Problem> {
        let user = self.user()?;
        let county = self.county()?;
        let register = &county.register;
        let of = |level: Level| {
            register
                .areas
                .iter()
                .filter(|area| area.code.level() == level)
                .count() as u32
        };
        let dedicated = register.areas.iter().filter(|area| {
            area.code.level() == Level::Grid
                && area.code.grid_kind() == Some(onemap_domain::area::GridKind::Dedicated)
        });
        let resources = county.resources(&user.scope);
        let (stations, cameras): (Vec<_>, Vec<_>) =
            resources.partition(|resource| resource.kind.is_station());
        Ok(LayerCounts {
            towns: of(Level::Town),
            villages: of(Level::Village),
            grids: of(Level::Grid),
            dedicated: dedicated.count() as u32,
            units: of(Level::HouseholdUnit),
            cases: self.ports.points(&user.scope).await?.len() as u32,
            departments: register.departments.len() as u32,
            stations: stations.len() as u32,
            cameras: cameras.len() as u32,
            people: register.people.len() as u32,
            lacking: county.posts().lacking(&user.scope.area),
        })
    }

    pub(crate) fn resources(&self) -> Result<Vec<Resource>, Problem> {
        let user = self.user()?;
        let county = self.county()?;
        Ok(county.resources(&user.scope).cloned().collect())
    }
}
