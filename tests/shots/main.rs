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

use driver::Page;
use serde_json::json;

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let usage = "usage: shots DIR WIDTH HEIGHT";
    let folder = PathBuf::from(arguments.next().expect(usage));
    let width: u32 = arguments
        .next()
        .and_then(|text| text.parse().ok())
        .expect(usage);
    let height: u32 = arguments
        .next()
        .and_then(|text| text.parse().ok())
        .expect(usage);
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    let data = tempfile::TempDir::new().expect("a folder for the console's files");
    let page = Page::window(&["--data".to_owned(), data.path().display().to_string()]).await;
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
    shots.take().await;
    shots.page.close().await;
}

struct Shots {
    page: Page,
    folder: PathBuf,
    size: String,
}

impl Shots {
    async fn take(&self) {
        let page = &self.page;
        page.find("sign-in-user").await;
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

        self.theme("dark").await;
        self.save("case-dark").await;
        self.theme("light").await;

        page.click("new-case").await;
        page.fill(
            "new-case-text",
            "文华街道康佳社区3栋后侧化粪池外溢，污水流到沿河步道，气味很大。",
        )
        .await;
        self.settled().await;
        self.save("new-case").await;
        page.click("new-case-cancel").await;
    }

    async fn theme(&self, theme: &str) {
        let script = "localStorage.setItem('onemap.theme', arguments[0]); \
            document.documentElement.dataset.theme = arguments[0];";
        self.page
            .client
            .execute(script, vec![json!(theme)])
            .await
            .expect("the script runs");
        self.settled().await;
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
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
    }

    async fn save(&self, scene: &str) {
        let path: &Path = &self.folder.join(format!("{scene}-{}.png", self.size));
        let picture = self.page.client.screenshot().await.expect("a picture");
        std::fs::write(path, picture).expect("the picture can be written");
        println!("{}", path.display());
    }
}
