//! `cargo xtask shots DIR`: opens the real window on the sample county and saves a picture of every
//! scene, at the size of the screen it runs on.

#![allow(
    clippy::unwrap_used,
    reason = "a picture that cannot be taken ends the program"
)]
#![allow(
    dead_code,
    reason = "the driver is shared with the stories, which use more of it"
)]

#[path = "../stories/driver.rs"]
mod driver;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use driver::Page;
use onemap_console::Reads;
use onemap_desk::{Desk, Options, Papers};
use onemap_domain::case::CaseId;
use onemap_domain::command::Command;
use onemap_domain::people::UserId;
use onemap_protocol::desk::{EnterSession, Scene, Submit};
use onemap_protocol::session::Secret;

/// The pages beside the desk; of each the parts that are opened after it, and by which button.
const ROOMS: [(&str, &[(&str, &str)]); 7] = [
    (
        "supervision",
        &[
            (
                "department",
                "[data-testid='supervision-page'] .segment button:nth-child(2)",
            ),
            (
                "leader",
                "[data-testid='supervision-page'] .segment button:nth-child(3)",
            ),
            (
                "draws",
                "[data-testid='supervision-page'] .segment button:nth-child(4)",
            ),
        ],
    ),
    (
        "meetings",
        &[
            (
                "weekly",
                "[data-testid='meetings-page'] .segment button:nth-child(2)",
            ),
            (
                "daily",
                "[data-testid='meetings-page'] .segment button:nth-child(1)",
            ),
        ],
    ),
    ("matrix", &[]),
    ("indicators", &[]),
    (
        "index",
        &[(
            "scorecards",
            "[data-testid='index-page'] .segment button:nth-child(2)",
        )],
    ),
    (
        "service",
        &[
            ("roster", "[data-testid='service-tab-roster']"),
            ("staffing", "[data-testid='service-tab-staffing']"),
            ("standard", "[data-testid='service-tab-standard']"),
        ],
    ),
    ("ways", &[]),
];

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let usage = "usage: shots DIR WIDTH HEIGHT desk|wall|both";
    let folder = PathBuf::from(arguments.next().expect(usage));
    let width: u32 = arguments
        .next()
        .and_then(|text| text.parse().ok())
        .expect(usage);
    let height: u32 = arguments
        .next()
        .and_then(|text| text.parse().ok())
        .expect(usage);
    let what = arguments.next().expect(usage);
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    let data = tempfile::TempDir::new().expect("a folder for the console's files");
    // The way of working that has every page.
    let arguments = [
        "--data",
        &data.path().display().to_string(),
        "--profile",
        "chishui",
    ];
    let page = Page::window(&arguments.map(str::to_owned)).await;
    let shots = Shots {
        page,
        folder,
        size: format!("{width}x{height}"),
    };
    shots
        .page
        .client
        .set_window_rect(0, 0, width, height)
        .await
        .expect("the size is accepted");
    if what != "wall" {
        shots.take().await;
    }
    let Shots { page, folder, size } = shots;
    page.close().await;
    if what != "desk" {
        wall(folder, size).await;
    }
}

/// The wall, scene by scene.
async fn wall(folder: PathBuf, size: String) {
    let data = tempfile::TempDir::new().expect("a folder for the wall's files");
    let arguments = ["--wall", "--data", &data.path().display().to_string()];
    let page = Page::window(&arguments.map(str::to_owned)).await;
    let shots = Shots { page, folder, size };
    let page = &shots.page;
    page.becomes("wall", "data-ready", "true").await;
    for scene in Scene::ALL {
        page.becomes("wall", "data-scene", scene.name()).await;
        page.becomes("wall-map", "data-ready", "true").await;
        // The map moves for half a second.
        tokio::time::sleep(Duration::from_secs(2)).await;
        shots.save(&format!("wall-{}", scene.name())).await;
        let script = "window.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowRight'}))";
        page.client.execute(script, Vec::new()).await.unwrap();
    }
    shots.page.close().await;
}

/// Declines a case from a second console on the window's embedded central.
async fn decline(case: uuid::Uuid) {
    let folder = tempfile::TempDir::new().unwrap();
    let desk = Desk::open(Options {
        folder: folder.path().to_owned(),
        central: "http://127.0.0.1:8460".to_owned(),
        authority: None,
        county: None,
        demonstration: Vec::new(),
        papers: Papers::in_folder(folder.path().join("papers")),
        wall: onemap_desk::Wall::none(),
        now: Arc::new(jiff::Timestamp::now),
    })
    .await
    .unwrap();
    let console = desk.console();
    let user = UserId("lijun".to_owned());
    let password = Secret("onemap-demo".to_owned());
    console
        .perform(EnterSession::with_password(user, password).into())
        .await
        .unwrap();
    let command = Command::Decline {
        reason: "重复诉求, 已在另一件中办理".to_owned(),
    };
    let submit = Submit {
        case: Some(CaseId(case)),
        revision: 0,
        command,
    };
    // The county may still be loading; the order makes sense only once the case is here.
    while console.perform(submit.clone().into()).await.is_err() {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    while Reads::status(&desk).await.unwrap().delivered == 0 {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    desk.close().await;
}

struct Shots {
    page: Page,
    folder: PathBuf,
    size: String,
}

impl Shots {
    async fn take(&self) {
        let page = &self.page;
        page.shows_at_last("[data-testid='sign-in-user']").await;
        self.save("sign-in").await;
        page.sign_in("wangmin").await;
        page.becomes("status-link", "data-link", "online").await;
        page.shows("[data-testid='map'][data-ready='true']").await;
        self.settled().await;
        self.save("desk").await;

        page.click("lane-to_dispatch").await;
        page.click_on("[data-testid='case-row']").await;
        page.find("case-panel").await;
        self.settled().await;
        self.save("case").await;
        page.click("action-dispatch").await;
        page.find("dispatch-lead").await;
        self.settled().await;
        self.save("dispatch").await;
        page.click("form-cancel").await;

        page.click("new-case").await;
        let text = "文华街道康佳社区3栋后侧化粪池外溢，污水流到沿河步道，气味很大。";
        page.fill("new-case-text", text).await;
        self.settled().await;
        self.save("new-case").await;
        page.click("new-case-cancel").await;
        page.click("draft-drop").await;

        page.fill("search-box", "住房和城乡建设局").await;
        page.click_on("[data-testid='hit']").await;
        page.find("department-panel").await;
        self.settled().await;
        self.save("department").await;

        self.rooms("").await;
        page.click("go-desk").await;
        self.offline().await;

        self.theme("dark").await;
        page.becomes("status-link", "data-link", "online").await;
        self.settled().await;
        self.save("desk-dark").await;
        self.rooms("-dark").await;

        self.kept("language", "en").await;
        page.becomes("status-link", "data-link", "online").await;
        self.settled().await;
        self.save("desk-english").await;
        self.rooms("-english").await;
    }

    /// Every page beside the desk, with the parts that it has.
    async fn rooms(&self, kind: &str) {
        let page = &self.page;
        for (scene, parts) in ROOMS {
            // Not every way of working has each of them.
            if !page.has(&format!("[data-testid='go-{scene}']")).await {
                continue;
            }
            page.click(&format!("go-{scene}")).await;
            page.find(&format!("{scene}-page")).await;
            self.loaded().await;
            self.save(&format!("{scene}{kind}")).await;
            for part in parts {
                let (name, button) = part;
                // Before the first eight o'clock of a new county there is no index, say.
                if !page.has(button).await {
                    println!("left out: {scene}-{name}{kind}");
                    continue;
                }
                page.click_on(button).await;
                self.loaded().await;
                self.save(&format!("{scene}-{name}{kind}")).await;
            }
        }
        page.click("go-meetings").await;
        page.click("meeting-present").await;
        self.loaded().await;
        page.becomes("meeting-show", "data-at", "1").await;
        for at in 1.. {
            page.becomes("meeting-show", "data-at", &at.to_string())
                .await;
            self.loaded().await;
            self.save(&format!("presenter-{at}{kind}")).await;
            let of = page.find("meeting-show").await.attr("data-of").await;
            if of.unwrap().is_none_or(|of| of == at.to_string()) {
                break;
            }
            page.click("meeting-next").await;
        }
        page.click("meeting-leave").await;
        page.click("status-waiting").await;
        page.find("orders-panel").await;
        self.loaded().await;
        self.save(&format!("orders{kind}")).await;
    }

    /// Nothing is being fetched any more.
    async fn loaded(&self) {
        let mut calm = 0;
        while calm < 5 {
            let loading = self.page.has("[data-testid='loading']").await;
            calm = if loading { 0 } else { calm + 1 };
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    async fn theme(&self, theme: &str) {
        self.kept("theme", theme).await;
    }

    /// Keeps a choice and begins again with it.
    async fn kept(&self, name: &str, choice: &str) {
        self.page
            .shows_at_last("[data-testid='sign-in-user'], [data-testid='status-link']")
            .await;
        let script =
            "localStorage.setItem(`onemap.${arguments[0]}`, arguments[1]); location.reload();";
        self.page
            .client
            .execute(script, vec![name.into(), choice.into()])
            .await
            .unwrap();
    }

    /// The line is pulled, an order waits; meanwhile somebody else decides otherwise.
    async fn offline(&self) {
        let page = &self.page;
        page.click("user-menu").await;
        page.click("menu-line").await;
        page.becomes("status-link", "data-link", "pulled").await;
        page.click("lane-to_verify").await;
        page.click_on("[data-testid='case-row']").await;
        page.becomes("case-panel", "data-stage", "reported").await;
        let case = page
            .find("case-panel")
            .await
            .attr("data-case")
            .await
            .unwrap()
            .unwrap();
        page.click("action-verify").await;
        page.fill("form-note", "电话核实属实").await;
        page.click("form-submit").await;
        page.becomes("case-panel", "data-pending", "true").await;
        self.settled().await;
        self.save("offline").await;

        decline(case.parse().unwrap()).await;
        page.click("user-menu").await;
        page.click("menu-line").await;
        page.becomes("status-conflicts", "data-count", "1").await;
        page.click("status-conflicts").await;
        page.find("order-why").await;
        self.settled().await;
        self.save("conflict").await;
        page.click("order-drop").await;
        page.fill("order-drop-reason", "已由别人办结").await;
        page.click("order-drop-confirm").await;
        page.becomes("status-conflicts", "data-count", "0").await;
    }

    /// Waits until the map has drawn what it is to show.
    async fn settled(&self) {
        let mut calm = 0;
        while calm < 5 {
            let ready = self
                .page
                .has("[data-testid='map'][data-ready='true']")
                .await;
            let loading = self.page.has("[data-testid='loading']").await;
            calm = if ready && !loading { calm + 1 } else { 0 };
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    async fn save(&self, scene: &str) {
        let path: &Path = &self.folder.join(format!("{scene}-{}.png", self.size));
        let picture = self.page.client.screenshot().await.expect("a picture");
        std::fs::write(path, picture).expect("the picture can be written");
        println!("{}", path.display());
    }
}
