//! What the map tells beside cases and departments: who works where and which posts are vacant, what stands around
//! a case, how far one comes in so many minutes, and areas shaded by one figure.

use jiff::ToSpan;
use jiff::civil::Date;
use onemap_domain::area::{AreaCode, Level, Position};
use onemap_domain::people::{GRID_POSTS, Person, Resource, ResourceKind};
use onemap_exchange::county::County;
use onemap_protocol::desk::{
    AskAround, AskForces, AskHeat, AskShade, Directory, LayerCounts, Layers, Shading,
};
use onemap_testkit::county::{COUNTY, GRIDS, code, place, small_county};

use crate::driver::{screen, within_minutes};
use crate::town::{Town, eventually, today};
use crate::walk::picture;

const GANZHOU: &str = include_str!("../../assets/profiles/ganzhou.toml");

/// Three levels of stations with as many services as a county says; two of them are filled in.
const SERVICES: &str = r#"
[[lists]]
code = "county_services"
name = { zh = "县级驿站服务", en = "Services of the county's station" }
size = 16
basis = "故事里的约定"
members = [
    { code = "legal_advice", name = { zh = "法律咨询", en = "Legal advice" } },
    { code = "court_filing", name = { zh = "网上立案", en = "Filing a suit" } },
]

[[lists]]
code = "town_services"
name = { zh = "镇级驿站服务", en = "Services of a town's station" }
size = 12
basis = "故事里的约定"
members = [{ code = "legal_advice", name = { zh = "法律咨询", en = "Legal advice" } }]

[[lists]]
code = "village_services"
name = { zh = "村级驿站服务", en = "Services of a village's station" }
size = 8
basis = "故事里的约定"

[[surroundings.stations]]
kind = "county_station"
list = "county_services"

[[surroundings.stations]]
kind = "town_station"
list = "town_services"

[[surroundings.stations]]
kind = "village_station"
list = "village_services"
"#;

/// So many metres north of where the cases of the first grid are.
fn north(metres: f64) -> Position {
    let Position { lon, lat } = place(0);
    Position {
        lon,
        lat: lat + metres / 110_800.0,
    }
}

/// The small county with stations of each level, cameras, and one grid with all its posts.
fn equipped() -> County {
    let mut county = small_county();
    let stands = |id: &str, kind, name: &str, metres| Resource {
        id: id.to_owned(),
        kind,
        name: name.to_owned(),
        position: north(metres),
        area: code(GRIDS[0]),
        simulated: true,
    };
    county.resources = vec![
        stands("c1", ResourceKind::Camera, "路口一号", 100.0),
        stands("c2", ResourceKind::Camera, "路口二号", 250.0),
        stands("c3", ResourceKind::Camera, "桥头", 900.0),
        stands("s3", ResourceKind::VillageStation, "康佳社区驿站", 380.0),
        stands("s2", ResourceKind::TownStation, "市中街道驿站", 1_200.0),
        stands("s1", ResourceKind::CountyStation, "市综治中心驿站", 2_500.0),
    ];
    for (at, post) in GRID_POSTS.into_iter().enumerate() {
        county.people.push(Person {
            id: format!("staffed-{at}"),
            name: "示例".to_owned(),
            phone: "13900002222".to_owned(),
            post,
            area: code(GRIDS[1]),
            force: None,
            simulated: true,
        });
    }
    county
}

async fn town() -> Town {
    let town = Town::of(Some("ganzhou"), equipped).await;
    town.works_by(&format!("{GANZHOU}{SERVICES}")).await;
    town
}

#[tokio::test(flavor = "multi_thread")]
async fn what_lies_around_a_place_is_told_by_distance_by_service_and_by_ring() {
    let town = town().await;
    let desk = town.desk("desk").await;
    desk.on_line("wangmin").await;
    eventually("the county's own way is there", async || {
        let around = desk
            .ask(AskAround {
                position: place(0),
                service: None,
            })
            .await;
        around.is_ok_and(|around| around.services.len() == 3)
    })
    .await;
    let ask = |service: &str| AskAround {
        position: place(0),
        service: Some(service.to_owned()),
    };
    let around = desk.ask(ask("court_filing")).await.unwrap();
    let names = |near: &[onemap_protocol::desk::Near]| -> Vec<String> {
        near.iter().map(|near| near.resource.id.clone()).collect()
    };
    assert_eq!(
        (around.camera_metres, names(&around.cameras)),
        (300, vec!["c1".to_owned(), "c2".to_owned()])
    );
    let rings: Vec<(u16, u32, u32)> = around
        .rings
        .iter()
        .map(|view| (view.ring.minutes, view.stations, view.cameras))
        .collect();
    assert_eq!(rings, [(1, 1, 2), (3, 2, 3), (5, 3, 3)]);
    assert_eq!(
        around.suitable.unwrap().resource.id,
        "s1",
        "only the county's has it"
    );
    let nearest = desk
        .ask(ask("legal_advice"))
        .await
        .unwrap()
        .suitable
        .unwrap();
    assert_eq!(nearest.resource.id, "s2", "of two that have it the nearer");
    assert!((1_190..1_210).contains(&nearest.metres), "{nearest:?}");
    assert_eq!(desk.ask(ask("nobody_has_it")).await.unwrap().suitable, None);

    desk.desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn people_vacancies_and_shades_add_up_at_every_level_and_within_a_scope() {
    let town = town().await;
    let desk = town.desk("desk").await;
    desk.on_line("wangmin").await;
    // People and vacancies add up from the grids to the county.
    let rows = desk.ask(AskForces {}).await.unwrap();
    let sum = |level: Level| -> (u32, u32) {
        let of = rows.iter().filter(|row| row.area.level() == level);
        of.fold((0, 0), |sum, row| (sum.0 + row.people, sum.1 + row.lacking))
    };
    assert_eq!(
        [Level::Town, Level::Village, Level::Grid].map(sum),
        [(4, 6); 3]
    );
    let first = rows.iter().find(|row| row.area == code(GRIDS[0])).unwrap();
    assert_eq!(first.vacant, &GRID_POSTS[1..], "it has a leader");
    let counts: LayerCounts = desk.ask(Layers {}).await.unwrap();
    assert_eq!(
        (
            counts.people,
            counts.lacking,
            counts.stations,
            counts.cameras
        ),
        (4, 6, 3, 3)
    );

    // What shades the map is what the list says, at every level.
    for level in [Level::Town, Level::Village, Level::Grid] {
        let ask = |what| AskShade {
            what,
            level,
            days: 30,
        };
        let open = desk.ask(ask(Shading::Open)).await.unwrap();
        assert_eq!(open.whole, (u64::from(counts.cases), 1), "{level:?}");
        let vacant = desk.ask(ask(Shading::Vacant)).await.unwrap();
        assert_eq!(vacant.whole, (6, 1), "{level:?}");
        let stepped = open.rows.iter().all(|row| row.step.is_some());
        assert!(stepped && open.steps[0] == 0, "{open:?}");
    }
    let rate = |level| AskShade {
        what: Shading::Rate(onemap_domain::indicator::Indicator::Closing),
        level,
        days: 30,
    };
    let towns = desk.ask(rate(Level::Town)).await.unwrap();
    let villages = desk.ask(rate(Level::Village)).await.unwrap();
    assert_eq!(towns.whole, villages.whole);
    assert!(
        desk.ask(rate(Level::Grid)).await.is_err(),
        "rates are not kept by grid"
    );
    // Somebody of one town is told of that town.
    let narrow = town.desk("town").await;
    narrow.on_line("zhouyong").await;
    let own = narrow.ask(AskForces {}).await.unwrap();
    let village = AreaCode::parse("520381001001").unwrap();
    assert!(own.iter().all(|row| village.covers(&row.area)), "{own:?}");
    assert!(village.covers(&own[0].area) && !AreaCode::parse(COUNTY).unwrap().eq(&own[0].area));
    for desk in [desk, narrow] {
        desk.desk.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_case_is_in_one_cell_of_the_heat_by_category_and_by_day() {
    let town = town().await;
    let desk = town.desk("desk").await;
    desk.on_line("wangmin").await;
    let today = today();
    let heat = |category: Option<&str>, from: Date, to: Date| AskHeat {
        category: category.map(str::to_owned),
        from,
        to,
    };
    let long_ago = today.saturating_sub(60.days());
    let all = desk.ask(heat(None, long_ago, today)).await.unwrap();
    assert!(all.total > 0);
    assert_eq!(
        all.cells.iter().map(|cell| cell.count).sum::<u32>(),
        all.total
    );
    let names = desk.ask(Directory {}).await.unwrap();
    let mut by_category = 0;
    for category in &names.profile.categories {
        let one = heat(Some(&category.code), long_ago, today);
        by_category += desk.ask(one).await.unwrap().total;
    }
    assert_eq!(by_category, all.total);
    let mut by_day = 0;
    for back in 0..=60 {
        let day = today.saturating_sub(i64::from(back).days());
        by_day += desk.ask(heat(None, day, day)).await.unwrap().total;
    }
    assert_eq!(by_day, all.total);
    assert!(desk.ask(heat(None, today, long_ago)).await.is_err());
    desk.desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn at_the_window_a_case_shows_what_stands_around_it_and_the_map_who_is_missing() {
    if screen() {
        within_minutes(Box::pin(around())).await;
    }
}

async fn around() {
    let town = town().await;
    let desk = town.desk("desk").await;
    desk.on_line("wangmin").await;
    let case = desk.report("路口积水").await.unwrap();
    eventually("it is with the central", async || {
        !desk.view(case).await.unwrap().pending
    })
    .await;
    let page = town.window("window", town.address).await;
    page.sign_in("wangmin").await;
    page.becomes("status-link", "data-link", "online").await;
    page.click("lane-open").await;
    page.click_on(&format!("[data-testid='case-row'][data-case='{case}']"))
        .await;
    page.becomes("case-panel", "data-stage", "reported").await;
    page.becomes("around-cameras", "data-count", "2").await;
    let stations = page.text("around-stations").await;
    for said in ["康佳社区驿站", "镇级驿站服务 12 项", "县级驿站服务 16 项"] {
        assert!(stations.contains(said), "{said} in {stations}");
    }
    page.choose("around-service", "court_filing").await;
    page.says("around-suitable", "市综治中心驿站").await;
    page.choose("around-service", "legal_advice").await;
    page.says("around-suitable", "市中街道驿站").await;
    page.click("around-draw").await;
    page.becomes("around-draw", "aria-pressed", "true").await;
    page.becomes("map", "data-ready", "true").await;
    picture(&page, "row-around").await;

    // The layers: who works where, and what lacks somebody.
    page.says("layer-row-forces", "缺岗网格 6").await;
    assert_eq!(page.text("layer-count-stations").await, "3");
    page.click("layer-forces").await;
    page.click("layer-stations").await;
    page.click("layer-cameras").await;
    page.choose("map-topic-what", "vacant").await;
    page.choose("map-topic-level", "grid").await;
    page.says("map-topic-whole", "6").await;
    page.becomes("map", "data-ready", "true").await;
    picture(&page, "row-vacant").await;
    page.choose("map-topic-what", "open").await;
    let cases = page.text("layer-count-cases").await;
    page.says("map-topic-whole", &cases).await;
    page.choose("map-topic-what", "rate-closing").await;
    page.says("map-topic-whole", "%").await;
    page.choose("map-topic-what", "").await;

    // Heat: by category, over a period, played up to today.
    page.click("layer-forces").await;
    page.click("layer-heat").await;
    page.says("heat-said", "上报").await;
    page.becomes("map", "data-ready", "true").await;
    picture(&page, "row-heat").await;
    let all = page.text("layer-count-heat").await;
    assert_ne!(all, "0");
    // Every case of the small county is about sewage.
    page.choose("heat-category", "public_order").await;
    page.says("layer-count-heat", "0").await;
    page.choose("heat-category", "sewage").await;
    page.says("layer-count-heat", &all).await;
    page.click("heat-play").await;
    page.becomes("heat-bar", "data-back", "28").await;
    page.click("heat-play").await;
    desk.desk.close().await;
    page.close().await;
}
