//! What a case says: a template of its category with its slots filled, at a place that fits.
//!
//! Deliberately absent: anything that was ever reported by anyone.

use std::collections::BTreeMap;

use onemap_domain::area::{AreaCode, Level};
use onemap_domain::case::{Facts, Reporter, Urgency};

use super::areas::{Grid, Land, is_urban};
use super::draw::Draw;
use super::names::{Category, Names, Texts};

/// How many cases come from the urban core.
const URBAN: f64 = 0.6;
/// Channels of the profile, with how often each is used. The first is the grid worker's.
const CHANNELS: [(&str, f64); 6] = [
    ("grid", 0.38),
    ("hotline", 0.27),
    ("app", 0.13),
    ("window", 0.1),
    ("message_board", 0.08),
    ("meeting", 0.04),
];

/// A matter, and the words that its answer will use.
#[derive(Debug)]
pub(super) struct Told {
    /// The matter.
    pub facts: Facts,
    /// What came of it, once it is handled.
    pub result: String,
    /// Its town.
    pub town: AreaCode,
    /// Notes that fit its handling.
    pub progress: Vec<String>,
    slots: BTreeMap<&'static str, String>,
}

impl Told {
    /// A sentence with the case's own slots filled.
    pub fn fill(&self, text: &str) -> String {
        filled(text, &self.slots)
    }
}

/// Tells one matter.
pub(super) fn tell(
    land: &Land,
    names: &Names,
    texts: &Texts,
    shares: &[f64],
    draw: &mut Draw,
) -> Told {
    let urban = draw.chance(URBAN);
    let grid = loop {
        let grid = &land.grids[draw.weighted(shares)];
        if is_urban(&grid.code) == urban {
            break grid;
        }
    };
    let fits = |place: &str| place == "a" || (place == "u") == urban;
    let weight = |category: &Category| {
        let count = category
            .templates
            .iter()
            .filter(|template| fits(&template[0]))
            .count();
        category.weight * count as f64 / category.templates.len() as f64
    };
    let weights: Vec<f64> = texts.category.iter().map(weight).collect();
    let category = &texts.category[draw.weighted(&weights)];
    let fitting: Vec<_> = category
        .templates
        .iter()
        .filter(|template| fits(&template[0]))
        .collect();
    let [_, title, text, result] = *draw.pick(&fitting);
    let slots = slots(land, names, grid, draw);
    let (title, text) = (filled(title, &slots), filled(text, &slots));

    let mut channel = CHANNELS[draw.weighted(&CHANNELS.map(|(_, share)| share))].0;
    if texts.patrol.iter().any(|word| text.contains(word)) {
        channel = CHANNELS[0].0;
    }
    let has = |words: &[String]| {
        words
            .iter()
            .any(|word| title.contains(word) || text.contains(word))
    };
    let urgency = if has(&texts.emergency) {
        Urgency::Emergency
    } else if has(&texts.urgent) || draw.chance(0.1) {
        Urgency::Urgent
    } else {
        Urgency::Normal
    };
    // A grid worker finds most matters; some are told by the person concerned.
    let told_by_someone =
        channel != CHANNELS[0].0 || texts.first_person.iter().any(|word| text.contains(word));
    let reporter = told_by_someone.then(|| Reporter {
        name: if draw.chance(0.9) {
            names.person(draw)
        } else {
            String::new()
        },
        phone: format!("139{:08}", draw.below(20_000)),
    });
    let address = if !urban {
        "{镇}{村}{组}组"
    } else if title.contains(&slots["小区"]) || text.contains(&slots["小区"]) {
        "{镇}{村}{小区}{栋}栋"
    } else {
        "{镇}{村}{路}{号}号"
    };
    let facts = Facts {
        title,
        text,
        category: category.code.clone(),
        channel: channel.to_owned(),
        urgency,
        reporter,
        position: land.place_in(grid, draw),
        address: filled(address, &slots),
        grid: grid.code.clone(),
        persons: Vec::new(),
        unit: None,
        position_simulated: false,
        origin: None,
    };
    let progress = category.progress.iter().chain(&texts.progress);
    let progress = progress.map(|note| filled(note, &slots)).collect();
    let town = grid
        .code
        .at(Level::Town)
        .unwrap_or_else(|| grid.code.clone());
    Told {
        facts,
        result: filled(result, &slots),
        town,
        progress,
        slots,
    }
}

/// How likely each grid is the place of a case: by its households, and some grids by far more.
pub(super) fn shares(land: &Land, draw: &mut Draw) -> Vec<f64> {
    let households =
        |grid: &Grid| f64::from(grid.units.iter().map(|unit| unit.households).sum::<u32>());
    land.grids
        .iter()
        .map(|grid| households(grid) * draw.between(0.15, 1.0).powi(2))
        .collect()
}

fn slots(
    land: &Land,
    names: &Names,
    grid: &Grid,
    draw: &mut Draw,
) -> BTreeMap<&'static str, String> {
    let name_at = |level: Level| {
        grid.code
            .at(level)
            .map_or_else(String::new, |code| land.name(&code).to_owned())
    };
    let number = |draw: &mut Draw, low, high| draw.whole(low, high).to_string();
    BTreeMap::from([
        ("镇", name_at(Level::Town)),
        ("村", name_at(Level::Village)),
        ("路", draw.pick(&names.roads).clone()),
        ("小区", draw.pick(&names.estates).clone()),
        ("店", draw.pick(&names.shops).clone()),
        ("厂", draw.pick(&names.factories).clone()),
        ("湾", draw.pick(&names.mountains).clone()),
        ("作物", draw.pick(&names.crops).clone()),
        ("时", draw.pick(&names.times).clone()),
        ("姓", names.surname(draw)),
        ("号", number(draw, 3, 268)),
        ("栋", number(draw, 1, 18)),
        ("单元", number(draw, 1, 4)),
        ("层", number(draw, 8, 18)),
        ("户", format!("{}0{}", draw.whole(2, 11), draw.whole(1, 4))),
        ("组", number(draw, 1, 9)),
        ("天", number(draw, 2, 9)),
        ("人", number(draw, 2, 9)),
        ("米", number(draw, 4, 36)),
        ("元", format!("{}00", draw.whole(8, 420))),
        ("小钱", format!("{}0", draw.whole(8, 42))),
    ])
}

fn filled(text: &str, slots: &BTreeMap<&'static str, String>) -> String {
    slots.iter().fold(text.to_owned(), |text, (slot, value)| {
        text.replace(&format!("{{{slot}}}"), value)
    })
}
