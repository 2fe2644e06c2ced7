//! Base maps: a file on this computer, the national service by its key, and what is left of it without the network.

use std::path::{Path, PathBuf};

use onemap_console::{Tile, TileLayer};
use onemap_protocol::desk::{AskBaseMaps, BaseMap, BaseMapName, BaseMapsView, BaseTiles, Sheet};
use onemap_protocol::problem::ProblemCode;
use onemap_spatial::tiles::TileId;
use onemap_testkit::base_map::{Service, picture, pictures};
use onemap_testkit::county::place;

use crate::driver::{screen, within_minutes};
use crate::town::{OpenDesk, Town};

const GREEN: [u8; 3] = [190, 214, 176];

const SAYS: &str = r#"{"name":"全县影像 2026","attribution":"<a href=\"x\">&copy; 县自然资源局</a> 审图号 GS(2026)1 号"}"#;

/// The folder of base maps of the desk or the window of this name.
fn maps(folder: &Path) -> PathBuf {
    let maps = folder.join("maps");
    std::fs::create_dir_all(&maps).unwrap();
    maps
}

/// A file of pictures around the small county.
fn file(path: &Path) {
    let here = place(0);
    let bounds = [
        here.lon - 0.5,
        here.lat - 0.5,
        here.lon + 0.5,
        here.lat + 0.5,
    ];
    pictures(path, GREEN, bounds, 8..=13, SAYS);
}

fn settings(maps: &Path, service: &Service) {
    let address = service.address;
    let settings = format!(
        "key = \"kept-here\"\naddress = \"http://{address}\"\napproval = \"GS(2024)0650号\"\n"
    );
    std::fs::write(maps.join("tianditu.toml"), settings).unwrap();
}

fn tile(map: u16, sheet: u8, zoom: u8) -> Tile {
    Tile {
        layer: TileLayer::Base(Sheet { map, sheet }),
        id: TileId::containing(place(0), zoom),
    }
}

async fn view(desk: &OpenDesk) -> BaseMapsView {
    desk.ask(AskBaseMaps {}).await.unwrap()
}

fn of(view: &BaseMapsView, name: &BaseMapName) -> BaseMap {
    let mut found = view.maps.iter().filter(|map| map.name == *name);
    found
        .next()
        .unwrap_or_else(|| panic!("{name:?}: {view:?}"))
        .clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_in_the_folder_is_a_base_map_and_a_broken_one_says_so() {
    let town = Town::new().await;
    let desk = town.desk("desk").await;
    assert!(
        desk.ask(AskBaseMaps {}).await.is_err(),
        "nobody is signed in"
    );
    desk.on_line("wangmin").await;
    let nothing = view(&desk).await;
    assert_eq!(nothing.maps, []);
    let folder = PathBuf::from(nothing.folder.unwrap());
    file(&folder.join("imagery.pmtiles"));
    std::fs::write(folder.join("notes.txt"), "no map").unwrap();
    std::fs::write(folder.join("broken.pmtiles"), "PMTiles and no more").unwrap();
    let there = view(&desk).await;
    assert_eq!(there.maps.len(), 2);
    let broken = of(&there, &BaseMapName::File("broken".to_owned()));
    let trouble = broken.trouble.unwrap();
    assert!(trouble.is(ProblemCode::BaseMapBroken), "{trouble:?}");
    assert_eq!(trouble.params["file"], "broken.pmtiles");
    let imagery = of(&there, &BaseMapName::File("全县影像 2026".to_owned()));
    assert_eq!((imagery.min_zoom, imagery.max_zoom), (8, 13));
    assert_eq!((imagery.tiles, imagery.sheets), (BaseTiles::Pictures, 1));
    assert_eq!(imagery.attribution, "© 县自然资源局 审图号 GS(2026)1 号");
    let bytes = desk.console.tile(tile(imagery.id, 0, 12)).await.unwrap();
    assert_eq!(bytes, picture(GREEN));
    let outside = desk.console.tile(tile(imagery.id, 0, 4)).await.unwrap();
    assert_ne!(outside, bytes);
    assert!(outside.starts_with(b"\x89PNG"), "a clear picture");
    assert!(desk.console.tile(tile(99, 0, 12)).await.is_err());
    // Another file in its place, while the old one is open.
    let other = [40, 80, 120];
    let here = place(0);
    let bounds = [here.lon, here.lat, here.lon + 0.01, here.lat + 0.01];
    pictures(
        &folder.join("imagery.pmtiles"),
        other,
        bounds,
        12..=12,
        r#"{"name":"新"}"#,
    );
    let there = view(&desk).await;
    let new = of(&there, &BaseMapName::File("新".to_owned()));
    let bytes = desk.console.tile(tile(new.id, 0, 12)).await.unwrap();
    assert_eq!(bytes, picture(other));
    desk.desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_national_service_is_asked_with_the_key_once_a_tile_and_its_last_tiles_stay() {
    let town = Town::new().await;
    let desk = town.desk("desk").await;
    desk.on_line("wangmin").await;
    let folder = PathBuf::from(view(&desk).await.folder.unwrap());
    let service = Service::begun().await.unwrap();
    settings(&folder, &service);
    let there = view(&desk).await;
    let lines = of(&there, &BaseMapName::TiandituLines);
    let pictured = of(&there, &BaseMapName::TiandituPictures);
    assert_eq!(
        (lines.sheets, lines.attribution.as_str()),
        (2, "GS(2024)0650号")
    );
    let ask = async |map: &BaseMap, sheet, zoom| desk.console.tile(tile(map.id, sheet, zoom)).await;
    let first = ask(&lines, 0, 12).await.unwrap();
    assert!(first.starts_with(b"\x89PNG"));
    let asked = service.asked();
    let [question] = &asked[..] else {
        panic!("{asked:?}")
    };
    let id = TileId::containing(place(0), 12);
    for said in [
        "/vec_w/wmts?",
        "LAYER=vec&",
        "TILEMATRIXSET=w&",
        "TILEMATRIX=12&",
        &format!("TILEROW={}&", id.y()),
        &format!("TILECOL={}&", id.x()),
        "tk=kept-here",
    ] {
        assert!(question.contains(said), "{said} in {question}");
    }
    assert_eq!(ask(&lines, 0, 12).await.unwrap(), first);
    assert_eq!(service.asked().len(), 1, "it is kept");
    ask(&lines, 1, 12).await.unwrap();
    ask(&pictured, 0, 12).await.unwrap();
    assert!(service.asked()[1].starts_with("/cva_w/"));
    assert!(service.asked()[2].starts_with("/img_w/"));
    // The service refuses, and says why as well as it can; what is kept stays.
    for (status, code) in [
        (403, ProblemCode::BaseMapRefused),
        (418, ProblemCode::BaseMapRefused),
        (500, ProblemCode::BaseMapUnreachable),
    ] {
        service.answers(Some(status));
        let problem = ask(&lines, 0, 11).await.unwrap_err();
        assert!(problem.is(code), "{status}: {problem:?}");
        let trouble = of(&view(&desk).await, &BaseMapName::TiandituLines).trouble;
        assert!(trouble.unwrap().is(code));
        assert_eq!(ask(&lines, 0, 12).await.unwrap(), first);
    }
    service.answers(None);
    ask(&lines, 0, 11).await.unwrap();
    let trouble = of(&view(&desk).await, &BaseMapName::TiandituLines).trouble;
    assert_eq!(trouble, None);
    // A settings file that cannot be read says so, and never the key.
    std::fs::write(
        folder.join("tianditu.toml"),
        "key = \"kept-here\"\nkeys = 1\n",
    )
    .unwrap();
    let trouble = of(&view(&desk).await, &BaseMapName::TiandituLines)
        .trouble
        .unwrap();
    assert!(trouble.is(ProblemCode::BaseMapBroken), "{trouble:?}");
    assert!(!format!("{trouble:?}").contains("kept-here"), "{trouble:?}");
    desk.desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn at_the_window_a_base_map_is_chosen_seen_credited_and_still_there_the_next_day() {
    if screen() {
        within_minutes(Box::pin(chosen())).await;
    }
}

async fn chosen() {
    let town = Town::new().await;
    let maps = maps(&town.folder.path().join("window/desk"));
    file(&maps.join("imagery.pmtiles"));
    let service = Service::begun().await.unwrap();
    settings(&maps, &service);
    let page = town.window("window", town.address).await;
    page.sign_in("wangmin").await;
    page.becomes("status-link", "data-link", "online").await;
    page.choose("base-choice", "file-全县影像 2026").await;
    page.says("base-credit", "审图号 GS(2026)1 号").await;
    page.becomes("map", "data-ready", "true").await;
    crate::walk::picture(&page, "row-base-map").await;
    page.choose("base-choice", "tianditu-pictures").await;
    page.says("base-credit", "国家地理信息公共服务平台 GS(2024)0650号")
        .await;
    crate::town::eventually("both its sheets are asked for", async || {
        let asked = service.asked();
        ["/img_w/", "/cia_w/"]
            .iter()
            .all(|sheet| asked.iter().any(|asked| asked.starts_with(sheet)))
    })
    .await;
    assert!(!page.source().await.contains("kept-here"), "the key stays");
    // The key is refused: it is said, and another try helps once it is good again.
    service.answers(Some(403));
    page.choose("base-choice", "tianditu-lines").await;
    page.says("base-trouble", "密钥").await;
    service.answers(None);
    page.click("base-retry").await;
    page.hides("[data-testid='base-trouble']").await;
    page.choose("base-choice", "file-全县影像 2026").await;
    page.says("base-credit", "审图号 GS(2026)1 号").await;
    page.close().await;
    let page = town.window("window", town.address).await;
    page.sign_in("wangmin").await;
    page.says("base-credit", "审图号 GS(2026)1 号").await;
    page.choose("base-choice", "").await;
    page.hides("[data-testid='base-credit']").await;
    page.close().await;
}
