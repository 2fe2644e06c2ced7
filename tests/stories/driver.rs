//! Driving a real page through WebDriver: the desktop's window, or a browser.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

/// How long a story waits for something before it fails.
pub const PATIENCE: Duration = Duration::from_secs(90);

/// Whether this run has a screen; without one the stories of windows say that they were left out.
/// `cargo xtask test` always has one, and says so, so that there nothing is left out silently.
pub fn screen() -> bool {
    let there = std::env::var_os("DISPLAY").is_some();
    assert!(
        there || std::env::var_os("ONEMAP_NEEDS_SCREEN").is_none(),
        "this run was promised a screen and has none"
    );
    if !there {
        println!("left out: no DISPLAY; `cargo xtask test` runs this in a virtual one");
    }
    there
}

/// Whether this run tells its stories of a page in a browser at the central, not of the desktop's window.
pub fn in_browser() -> bool {
    std::env::var("ONEMAP_STORIES_IN").is_ok_and(|form| form == "browser")
}

/// The same as [`screen`] for a story that only the desktop has: of a console's own files, of work without
/// the line, of the wall's window.
pub fn desktop() -> bool {
    if in_browser() {
        println!("left out: a browser has nothing of this");
    }
    !in_browser() && screen()
}

/// What this process asked of its driver last; stories run one after the other.
static ASKED: Mutex<String> = Mutex::new(String::new());

/// Notes what is asked of the driver, so that a story that hangs can say where.
pub fn asks(what: &str) {
    what.clone_into(&mut ASKED.lock().unwrap());
}

/// A story that hangs has failed, too.
pub async fn within_minutes(story: impl Future<Output = ()>) {
    let limit = Duration::from_mins(6);
    let ended = tokio::time::timeout(limit, story).await;
    assert!(
        ended.is_ok(),
        "the story does not end within six minutes; asked last: {}",
        ASKED.lock().unwrap()
    );
}

/// Whether a process has a child that has not ended (`proc(5)`: the state stands after the name).
fn has_living_child(parent: u32) -> bool {
    let processes = std::fs::read_dir("/proc").unwrap().filter_map(Result::ok);
    processes
        .filter_map(|process| std::fs::read_to_string(process.path().join("stat")).ok())
        .any(|stat| {
            let after_name = stat.rsplit(')').next().unwrap_or_default();
            let mut fields = after_name.split_whitespace();
            let state = fields.next();
            fields.next() == Some(parent.to_string().as_str()) && state != Some("Z")
        })
}

/// A driver program and one session in it.
pub struct Page {
    pub client: Client,
    driver: Child,
    /// Where a browser puts what it downloads.
    downloads: Option<PathBuf>,
}

/// Starts the driver program on a free port and waits until it answers.
async fn start(program: &str, arguments: &[&str], capabilities: Value) -> Page {
    let port = TcpListener::bind(("127.0.0.1", 0))
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let driver = Command::new(program)
        .arg(format!("--port={port}"))
        .args(arguments)
        .envs([
            ("TAURI_AUTOMATION", "true"),
            ("TAURI_WEBVIEW_AUTOMATION", "true"),
            ("GTK_USE_PORTAL", "0"),
            ("NO_AT_BRIDGE", "1"),
            ("GDK_BACKEND", "x11"),
        ])
        .stdout(Stdio::null())
        .stderr(Stdio::inherit())
        .spawn()
        .unwrap_or_else(|error| panic!("{program}: {error}; run `cargo xtask setup`"));
    let mut builder = ClientBuilder::new(HttpConnector::new());
    let Value::Object(capabilities) = capabilities else {
        panic!("capabilities are an object")
    };
    builder.capabilities(capabilities);
    let begun = Instant::now();
    loop {
        match builder.connect(&format!("http://127.0.0.1:{port}")).await {
            Ok(client) => {
                return Page {
                    client,
                    driver,
                    downloads: None,
                };
            }
            Err(error) => {
                assert!(
                    begun.elapsed() < PATIENCE,
                    "no session in {program}: {error}"
                );
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

impl Page {
    /// The desktop's real window.
    pub async fn window(arguments: &[String]) -> Page {
        // Stories wait for what they look for; a driver that waits for pages, too, waits five
        // minutes for one that is closing.
        let capabilities = json!({
            "pageLoadStrategy": "none",
            "timeouts": { "pageLoad": 20_000, "script": 20_000 },
            "webkitgtk:browserOptions": {
                "binary": env!("CARGO_BIN_EXE_onemap"),
                "args": arguments,
            }
        });
        start("WebKitWebDriver", &[], capabilities).await
    }

    /// A browser at an address, with a folder of its own.
    pub async fn browser(address: &str, folder: &Path) -> Page {
        let downloads = folder.join("downloads");
        let capabilities = json!({
            "browserName": "chrome",
            "timeouts": { "pageLoad": 60_000, "script": 20_000 },
            "goog:chromeOptions": {
                "binary": "/usr/bin/chromium",
                "args": [
                    "--headless", "--no-sandbox", "--disable-quic", "--no-first-run",
                    "--disable-background-networking", "--disable-component-update",
                    "--disable-sync", "--window-size=1366,768", "--lang=zh-CN",
                    "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
                    format!("--user-data-dir={}", folder.join("profile").display()),
                ],
                "prefs": { "download.default_directory": downloads },
            }
        });
        let mut page = start("chromedriver", &[], capabilities).await;
        page.downloads = Some(downloads);
        page.client.goto(address).await.unwrap();
        page
    }

    /// The file of a paper that was kept: where the desktop put it, or what the browser downloaded.
    pub async fn kept_file(&self, paper: &str) -> PathBuf {
        let kept = self.find(&format!("paper-{paper}-kept")).await;
        let path = kept.attr("data-path").await.unwrap().unwrap();
        let Some(downloads) = &self.downloads else {
            return PathBuf::from(path);
        };
        let file = downloads.join(path);
        let begun = Instant::now();
        while !file.is_file() {
            assert!(
                begun.elapsed() < PATIENCE,
                "{} did not come",
                file.display()
            );
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
        file
    }

    /// Everything that was ordered here has been carried out. In a browser nothing else can be.
    pub async fn owes_nothing(&self) {
        if self.downloads.is_none() {
            self.becomes("status-waiting", "data-count", "0").await;
            self.becomes("status-conflicts", "data-count", "0").await;
        }
    }

    /// Closes the window as a person would, waits until its program has ended (a second start
    /// before that would only bring the first to the front), and ends the driver.
    pub async fn close(mut self) {
        self.stands_still().await;
        asks("close");
        self.client.clone().close().await.unwrap();
        let begun = Instant::now();
        while has_living_child(self.driver.id()) {
            assert!(begun.elapsed() < PATIENCE, "the program does not end");
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
        self.driver.kill().unwrap();
        self.driver.wait().unwrap();
    }

    /// Nothing that was done has made the whole window slip: only parts of a page scroll.
    async fn stands_still(&self) {
        let script = "const all = [document.documentElement, document.body]; \
                      return Math.max(...all.map(one => one ? one.scrollTop : 0))";
        let slipped = self.client.execute(script, Vec::new()).await.unwrap();
        if slipped.as_f64() != Some(0.0) {
            self.fail(&format!("the window has slipped by {slipped} px"))
                .await;
        }
    }

    /// The element with this test id, as soon as it is there.
    pub async fn find(&self, id: &str) -> Element {
        self.select(&format!("[data-testid='{id}']")).await
    }

    /// The element a CSS selector names, as soon as it is there.
    pub async fn select(&self, selector: &str) -> Element {
        asks(&format!("find {selector}"));
        let begun = Instant::now();
        loop {
            if let Ok(element) = self.client.find(Locator::Css(selector)).await {
                return element;
            }
            if begun.elapsed() > PATIENCE {
                self.fail(&format!("{selector} did not appear")).await;
            }
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    }

    /// Whether something is on the page now.
    pub async fn has(&self, selector: &str) -> bool {
        asks(&format!("has {selector}"));
        self.client.find(Locator::Css(selector)).await.is_ok()
    }

    /// Clicks what a test id names, as soon as it can be clicked.
    pub async fn click(&self, id: &str) {
        self.click_on(&format!("[data-testid='{id}']")).await;
    }

    /// Clicks what a selector names, as soon as it can be clicked.
    pub async fn click_on(&self, selector: &str) {
        let begun = Instant::now();
        loop {
            // The page may draw the element anew between finding and clicking it.
            let element = self.select(selector).await;
            asks(&format!("click {selector}"));
            match element.click().await {
                Ok(()) => return,
                Err(error) if begun.elapsed() > PATIENCE => {
                    self.fail(&format!("{selector} cannot be clicked: {error}"))
                        .await;
                }
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
    }

    /// Types into what a test id names, replacing what stands there.
    pub async fn fill(&self, id: &str, text: &str) {
        let begun = Instant::now();
        loop {
            // The page may draw the element anew between finding and filling it.
            let element = self.find(id).await;
            self.centre(&element).await;
            asks(&format!("fill {id}"));
            let filled = match element.clear().await {
                Ok(()) => element.send_keys(text).await,
                Err(error) => Err(error),
            };
            match filled {
                Ok(()) => return,
                Err(error) if begun.elapsed() > PATIENCE => {
                    self.fail(&format!("{id} cannot be filled: {error}")).await;
                }
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
    }

    /// Chooses an option of a select by its value.
    pub async fn choose(&self, id: &str, value: &str) {
        self.select(&format!("[data-testid='{id}'] option[value='{value}']"))
            .await;
        let begun = Instant::now();
        loop {
            let element = self.find(id).await;
            self.centre(&element).await;
            asks(&format!("choose {value} of {id}"));
            match element.select_by_value(value).await {
                Ok(()) => return,
                Err(error) if begun.elapsed() > PATIENCE => {
                    self.fail(&format!("{id} has no {value}: {error}")).await;
                }
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
    }

    /// What stands half under the foot of a panel can be neither typed into nor chosen from.
    async fn centre(&self, element: &Element) {
        asks("scroll to it");
        let script = "arguments[0].scrollIntoView({block: 'center'})";
        if let Ok(this) = serde_json::to_value(element) {
            // An element that was drawn anew meanwhile is found again by whoever asks.
            let _gone = self.client.execute(script, vec![this]).await;
        }
    }

    /// The text of what a test id names.
    pub async fn text(&self, id: &str) -> String {
        let element = self.find(id).await;
        asks(&format!("text of {id}"));
        element.text().await.unwrap_or_default()
    }

    /// Waits until what a test id names says something.
    pub async fn says(&self, id: &str, text: &str) {
        let begun = Instant::now();
        while !self.text(id).await.contains(text) {
            if begun.elapsed() > PATIENCE {
                self.fail(&format!("{id} does not say {text}")).await;
            }
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    }

    /// The whole page as it is now, as HTML.
    pub async fn source(&self) -> String {
        asks("source");
        self.client.source().await.unwrap()
    }

    /// Waits until a selector names something.
    pub async fn shows(&self, selector: &str) {
        self.select(selector).await;
    }

    /// Waits until a selector names nothing any more.
    pub async fn hides(&self, selector: &str) {
        let begun = Instant::now();
        while self.has(selector).await {
            if begun.elapsed() > PATIENCE {
                self.fail(&format!("{selector} did not go away")).await;
            }
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    }

    /// Waits until an attribute has a value, through work of many pieces that a slow machine takes
    /// its time for.
    pub async fn becomes_at_last(&self, id: &str, name: &str, value: &str) {
        self.shows_at_last(&format!("[data-testid='{id}'][{name}='{value}']"))
            .await;
    }

    /// Waits for as long as a slow machine may take until a selector names something.
    pub async fn shows_at_last(&self, selector: &str) {
        let begun = Instant::now();
        while !self.has(selector).await {
            if begun.elapsed() > 6 * PATIENCE {
                self.fail(&format!("{selector} did not appear")).await;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Waits until an attribute has a value.
    pub async fn becomes(&self, id: &str, name: &str, value: &str) {
        self.shows(&format!("[data-testid='{id}'][{name}='{value}']"))
            .await;
    }

    /// Signs in on the sign-in page.
    pub async fn sign_in(&self, login: &str) {
        self.fill("sign-in-user", login).await;
        self.fill("sign-in-password", onemap_testkit::county::PASSWORD)
            .await;
        self.click("sign-in-submit").await;
    }

    /// Fails with a picture of what was there instead.
    async fn fail(&self, why: &str) -> ! {
        let path = std::env::temp_dir().join("onemap-story-failed.png");
        if let Ok(picture) = self.client.screenshot().await {
            std::fs::write(&path, picture).unwrap();
        }
        panic!("{why}; the page is in {}", path.display());
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        // A story that failed leaves its driver behind otherwise; the session ends with it.
        let _ended = self.driver.kill();
    }
}
