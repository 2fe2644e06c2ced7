//! What each scene shows: which panels come first, what the map draws and where it looks. Pure.

use onemap_domain::area::{AreaCode, Level, Position};
use onemap_domain::case::CaseId;
use onemap_protocol::desk::{PlaceRow, Scene, WallView};

use crate::map::{Show, Switches};

/// The panels of a scene.
pub type Panels = [Panel; 12];

/// A panel beside the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Panel {
    Today,
    Bands,
    Funnel,
    Departments,
    Hours,
    Channels,
    Quality,
    Hot,
    Latest,
    Worst,
    Places,
    Categories,
}

impl Panel {
    /// The name in the locale files and of its test id.
    pub const fn name(self) -> &'static str {
        match self {
            Panel::Today => "today",
            Panel::Bands => "bands",
            Panel::Funnel => "funnel",
            Panel::Departments => "departments",
            Panel::Hours => "hours",
            Panel::Channels => "channels",
            Panel::Quality => "quality",
            Panel::Hot => "hot",
            Panel::Latest => "latest",
            Panel::Worst => "worst",
            Panel::Places => "places",
            Panel::Categories => "categories",
        }
    }
}

/// The panels of a scene: the first half left of the map, the second right, the most telling ones
/// first. One screen shows three on each side, two show four, three show all.
pub const fn panels(scene: Scene) -> Panels {
    use Panel::{
        Bands, Categories, Channels, Departments, Funnel, Hot, Hours, Latest, Places, Quality,
        Today, Worst,
    };
    match scene {
        Scene::Overview => [
            Today,
            Funnel,
            Departments,
            Bands,
            Hours,
            Channels,
            Quality,
            Latest,
            Hot,
            Places,
            Worst,
            Categories,
        ],
        Scene::Towns => [
            Places,
            Today,
            Bands,
            Funnel,
            Hours,
            Channels,
            Categories,
            Latest,
            Hot,
            Worst,
            Departments,
            Quality,
        ],
        Scene::Departments => [
            Departments,
            Bands,
            Today,
            Funnel,
            Hours,
            Channels,
            Worst,
            Quality,
            Latest,
            Places,
            Hot,
            Categories,
        ],
        Scene::Overdue => [
            Worst,
            Bands,
            Today,
            Departments,
            Funnel,
            Hours,
            Places,
            Quality,
            Latest,
            Hot,
            Channels,
            Categories,
        ],
        Scene::Topics => [
            Hot,
            Categories,
            Hours,
            Today,
            Funnel,
            Departments,
            Channels,
            Latest,
            Places,
            Worst,
            Bands,
            Quality,
        ],
        Scene::Spotlight => [
            Today,
            Bands,
            Departments,
            Funnel,
            Hours,
            Channels,
            Worst,
            Latest,
            Quality,
            Places,
            Hot,
            Categories,
        ],
    }
}

/// Whether a scene has anything to show.
pub fn has(scene: Scene, view: &WallView) -> bool {
    match scene {
        Scene::Overdue | Scene::Spotlight => !view.worst.is_empty(),
        Scene::Departments => !view.loads.is_empty(),
        Scene::Topics => !view.hot_spots.is_empty() || !view.categories.is_empty(),
        Scene::Overview | Scene::Towns => true,
    }
}

/// Where the map looks.
#[derive(Clone, Debug, PartialEq)]
pub enum Aim {
    /// At an area.
    Area(AreaCode),
    /// At a case.
    Case(CaseId, Position),
}

/// Where a scene looks. What interrupts comes before every scene; the case in the spotlight is
/// another one each hour's quarter, so that not the same hangs there all day.
pub fn aim(scene: Scene, view: &WallView, area: Option<&AreaCode>) -> Option<Aim> {
    if let Some(alarm) = view.alarms.first() {
        return Some(Aim::Case(alarm.row.id, alarm.row.position));
    }
    let whole = || Some(Aim::Area(area.cloned().unwrap_or(view.area.code.clone())));
    if scene != Scene::Spotlight || view.worst.is_empty() {
        return whole();
    }
    let quarter = usize::try_from(view.at.as_second() / 900).unwrap_or_default();
    let row = view.worst.get(quarter % view.worst.len())?;
    Some(Aim::Case(row.id, row.position))
}

/// What the map of a scene draws.
pub fn look(scene: Scene, view: &WallView) -> Show {
    let switches = Switches {
        areas: true,
        units: false,
        cases: !matches!(scene, Scene::Towns | Scene::Departments | Scene::Topics),
        departments: scene == Scene::Departments,
        forces: false,
        stations: false,
        cameras: false,
    };
    let hot = |place: &PlaceRow| {
        let spots = view.hot_spots.iter();
        let cases: u32 = spots
            .filter(|spot| spot.area == place.area)
            .map(|spot| spot.count)
            .sum();
        cases
    };
    let weight = |place: &PlaceRow| match scene {
        Scene::Topics => hot(place),
        Scene::Overdue => place.overdue,
        _ => place.open,
    };
    let mut weights: Vec<u32> = view.places.iter().map(weight).filter(|n| *n > 0).collect();
    weights.sort_unstable();
    let level = view.places.first().map(|place| place.area.level());
    // Under the departments' signs and close by a shade says nothing.
    let shades = !matches!(scene, Scene::Departments | Scene::Spotlight) && view.alarms.is_empty();
    let level =
        level.filter(|level| shades && matches!(level, Level::Town | Level::Village | Level::Grid));
    let shaded = match scene {
        Scene::Topics => "wall-shade-spots",
        Scene::Overdue => "wall-shade-overdue",
        _ => "wall-shade",
    };
    Show {
        switches,
        shaded: level.map(|_| shaded),
        level,
        steps: view
            .places
            .iter()
            .map(|place| (place.area.clone(), step(weight(place), &weights)))
            .collect(),
    }
}

/// The step of the scale, 0 to 4: nothing, then the quarters of those that have any, from the
/// fewest. By rank, since one town often has as many as all others.
fn step(value: u32, weights: &[u32]) -> u8 {
    let fewer = weights.iter().filter(|weight| **weight < value).count();
    match value {
        0 => 0,
        _ => u8::try_from(1 + fewer * 4 / weights.len().max(1)).map_or(4, |step| step.min(4)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scene_has_every_panel_once() {
        for scene in Scene::ALL {
            let mut all = panels(scene).to_vec();
            all.sort_unstable();
            all.dedup();
            assert_eq!(all.len(), 12, "{scene:?}");
        }
    }

    #[test]
    fn the_scale_has_nothing_at_nothing_and_goes_by_rank() {
        let weights = [1, 2, 3, 4, 5, 6, 7, 161];
        assert_eq!(
            [0, 1, 2, 3, 4, 7, 161].map(|n| step(n, &weights)),
            [0, 1, 1, 2, 2, 4, 4]
        );
        assert_eq!(step(0, &[]), 0);
        assert_eq!([3, 3].map(|n| step(n, &[3, 3])), [1, 1], "equals are equal");
    }
}
