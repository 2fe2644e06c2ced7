//! The tools of the map: measuring, choosing the cases around a place, and keeping the map as it is seen.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use fantoccini::actions::{InputSource, MouseActions, PointerAction};

use crate::driver::{Page, screen, within_minutes};
use crate::papers;
use crate::town::{Town, eventually};

/// Clicks so far right and down of the map's middle, pixels.
async fn clicks(page: &Page, right: f64, down: f64) {
    let script = "
        const at = document.querySelector(\"[data-testid='map']\").getBoundingClientRect();
        return [(at.left + at.right) / 2, (at.top + at.bottom) / 2];";
    let told = page.client.execute(script, Vec::new()).await.unwrap();
    let (x, y): (f64, f64) = serde_json::from_value(told).unwrap();
    let click = MouseActions::new("pointer".to_owned())
        .then(PointerAction::MoveTo {
            duration: Some(Duration::from_millis(80)),
            x: (x + right).round(),
            y: (y + down).round(),
        })
        .then(PointerAction::Down { button: 0 })
        .then(PointerAction::Up { button: 0 });
    page.client.perform_actions(click).await.unwrap();
}

fn asked(program: &str, arguments: &[&str], file: &Path) -> String {
    let answer = Command::new(program).args(arguments).arg(file).output();
    let answer = answer.unwrap();
    assert!(answer.status.success(), "{answer:?}");
    String::from_utf8(answer.stdout).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn at_the_window_one_measures_chooses_by_radius_and_keeps_the_map() {
    if screen() {
        within_minutes(Box::pin(tools())).await;
    }
}

async fn tools() {
    let town = Town::new().await;
    let page = town.window("window", town.address).await;
    page.sign_in("wangmin").await;
    page.becomes("status-link", "data-link", "online").await;
    page.becomes("map", "data-ready", "true").await;

    // A line has a length, three points enclose ground, and the last point can be taken back.
    page.click("map-measure").await;
    page.says("map-measured", "逐点单击").await;
    clicks(&page, -60.0, -60.0).await;
    clicks(&page, 60.0, -60.0).await;
    page.says("map-measured", "全长").await;
    clicks(&page, 60.0, 60.0).await;
    page.says("map-measured", "围合").await;
    crate::walk::picture(&page, "row-measure").await;
    page.click("map-measure-back").await;
    eventually("two points enclose nothing", async || {
        !page.text("map-measured").await.contains("围合")
    })
    .await;
    page.click("map-tool-done").await;
    page.hides("[data-testid='map-measure-bar']").await;

    // Every open case of the small county lies within five kilometres of where they are.
    page.click("map-circle").await;
    page.choose("map-circle-radius", "5000").await;
    clicks(&page, 0.0, 0.0).await;
    page.hides("[data-testid='map-circle-bar']").await;
    page.shows("[data-testid='bulk-panel']").await;

    // The map on paper and as a picture: what, who and when stand on both.
    page.click("map-picture").await;
    page.click("paper-map-pdf").await;
    let sheet = page.kept_file("map-pdf").await;
    let text = papers::read(&papers::at(&sheet));
    for said in ["赤水市", "wangmin", "打印"] {
        assert!(text.contains(said), "{said} in {text}");
    }
    let about = asked("pdfinfo", &[], &sheet);
    assert!(about.contains("841.89 x 595.276"), "A4 across: {about}");
    // Two lines of heads, the picture, and how clear it is.
    assert_eq!(asked("pdfimages", &["-list"], &sheet).lines().count(), 4);
    page.click("paper-map-png").await;
    let picture = page.kept_file("map-png").await;
    let sizes = asked("identify", &["-format", "%w %h %k"], &picture);
    let sizes: Vec<u32> = sizes.split(' ').map(|size| size.parse().unwrap()).collect();
    let [width, height, colors] = sizes[..] else {
        panic!("{sizes:?}")
    };
    assert!(width > 400 && height > 300, "{width} {height}");
    assert!(colors > 50, "a map is no empty sheet: {colors} colours");
    if let Some(folder) = std::env::var_os("ONEMAP_PICTURES") {
        std::fs::copy(&picture, Path::new(&folder).join("kept-map.png")).unwrap();
        std::fs::copy(&sheet, Path::new(&folder).join("kept-map.pdf")).unwrap();
    }
    page.close().await;
}
