//! The wall: signed in once, driven from a desk, unable to write, back after its renderer's death
//! and its line's, and heard when something is urgent.

use std::path::{Path, PathBuf};
use std::process::{Child, Command as Program, Stdio};
use std::time::{Duration, Instant};

use onemap_domain::case::{CaseId, Facts, Urgency};
use onemap_domain::command::Command;
use onemap_protocol::desk::{AlarmKind, RetryNow, Scene, Submit};
use onemap_testkit::county::facts;
use onemap_testkit::line::{Behaviour, Line};
use serde_json::json;

use crate::driver::{PATIENCE, Page, asks, desktop, within_minutes};
use crate::town::{OpenDesk, Town, eventually};
use crate::walk::picture;

/// How long a wall may be gone after its renderer died.
const BACK_WITHIN: Duration = Duration::from_secs(10);
/// How long a wall may take to draw itself.
const DRAWN_WITHIN: Duration = Duration::from_secs(30);

/// How long a page may hang: a minute's silence, a look every five seconds.
const NOTICED_WITHIN: Duration = Duration::from_secs(80);

fn arguments(folder: &Path, line: &Line) -> Vec<String> {
    vec![
        "--data".to_owned(),
        folder.display().to_string(),
        "--central".to_owned(),
        format!("http://{}", line.address),
    ]
}

fn on_the_wall(folder: &Path, line: &Line) -> Vec<String> {
    let mut arguments = arguments(folder, line);
    arguments.push("--wall".to_owned());
    arguments
}

async fn report(desk: &OpenDesk, facts: Facts) -> CaseId {
    let command = Command::Report {
        facts: Box::new(facts),
    };
    let submit = Submit {
        case: None,
        revision: 0,
        command,
    };
    desk.act(submit).await.unwrap().case
}

async fn signed_in_once(page: &Page) {
    page.find("wall-enter").await;
    page.fill("wall-enter-user", "wangmin").await;
    page.fill("wall-enter-password", onemap_testkit::county::PASSWORD)
        .await;
    page.click("wall-enter-submit").await;
    page.shows(
        "[data-testid='wall-enter'] .field-problem, [data-testid='wall-enter'] [role='alert']",
    )
    .await;
    page.fill("wall-enter-user", "daping").await;
    page.fill("wall-enter-password", onemap_testkit::county::PASSWORD)
        .await;
    page.click("wall-enter-submit").await;
    page.becomes("wall", "data-ready", "true").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wall_is_signed_in_once_shows_what_happens_and_says_large_when_it_is_old() {
    if desktop() {
        within_minutes(Box::pin(signed_in_and_live())).await;
    }
}

async fn signed_in_and_live() {
    let town = Town::new().await;
    let line = Line::to(town.address).await.unwrap();
    let desk = town.desk("a").await;
    desk.on_line("wangmin").await;
    let folder = town.folder.path().join("wall-machine");
    let page = Page::window(&on_the_wall(&folder, &line)).await;
    signed_in_once(&page).await;
    let (reported, open) = (
        figure(&page, "wall-reported").await,
        figure(&page, "wall-open").await,
    );
    let case = report(&desk, facts("康佳社区3组路灯不亮", 0)).await;
    page.becomes("wall-reported", "data-count", &(reported + 1).to_string())
        .await;
    page.becomes("wall-open", "data-count", &(open + 1).to_string())
        .await;
    page.shows(&format!("[data-testid='wall-latest'] [data-case='{case}']"))
        .await;
    picture(&page, "wall-live").await;

    let urgent = Facts {
        urgency: Urgency::Emergency,
        ..facts("河边有人落水, 联系13812341234", 1)
    };
    let urgent = report(&desk, urgent).await;
    page.shows(&format!(
        "[data-testid='wall-interrupt'] [data-case='{urgent}']"
    ))
    .await;
    picture(&page, "wall-interrupt").await;
    let title = "return document.querySelector('.wall-alarm-title').textContent";
    let title = page.client.execute(title, Vec::new()).await.unwrap();
    assert_eq!(title, json!("河边有人落水, 联系138****1234"));

    // Its page can ask, and nothing else.
    let script = "const done = arguments[arguments.length - 1]; \
        window.__TAURI_INTERNALS__.invoke('act', {act: arguments[0]}) \
        .then(() => done('written'), (why) => done(String(why)));";
    let submit = json!({
        "ask": "submit", "case": case, "revision": 1,
        "command": {"kind": "verify", "note": "大屏写入"},
    });
    let keep_table = json!({
        "ask": "keep_table", "language": "zh-CN",
        "table": {"title": "表", "head": ["列"], "rows": []},
    });
    for act in [submit, keep_table] {
        let answer = page.client.execute_async(script, vec![act]).await.unwrap();
        let answer = answer.as_str().unwrap_or_default().to_owned();
        assert!(answer.contains("not allowed"), "the wall wrote: {answer}");
    }

    line.behave(Behaviour::Cut);
    page.shows("[data-testid='wall-old']").await;
    picture(&page, "wall-old").await;
    line.behave(Behaviour::Whole);
    // Nobody presses anything: it is back with the next try, which comes within a minute.
    let begun = Instant::now();
    while page.has("[data-testid='wall-old']").await {
        assert!(
            begun.elapsed() < 4 * PATIENCE,
            "the wall does not come back"
        );
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    page.close().await;

    // The machine is started again: nobody types anything.
    let page = Page::window(&on_the_wall(&folder, &line)).await;
    page.becomes("wall", "data-ready", "true").await;
    page.becomes("wall-open", "data-count", &(open + 2).to_string())
        .await;
    page.close().await;
}

async fn figure(page: &Page, id: &str) -> u32 {
    let count = page.find(id).await.attr("data-count").await.unwrap();
    count.unwrap().parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wall_is_driven_from_the_desk_and_outlives_its_sign_out() {
    if desktop() {
        within_minutes(Box::pin(driven_from_the_desk())).await;
    }
}

async fn driven_from_the_desk() {
    let town = Town::new().await;
    let line = Line::to(town.address).await.unwrap();
    let elsewhere = town.desk("elsewhere").await;
    elsewhere.on_line("lijun").await;
    let folder = town.folder.path().join("centre");
    let alone = Page::window(&on_the_wall(&folder, &line)).await;
    signed_in_once(&alone).await;
    alone.close().await;

    // The driver ended it as a power cut would: the next start has the wall again, by itself.
    let page = Page::window(&arguments(&folder, &line)).await;
    let desk = holding(&page, "sign-in-user").await;
    let wall = holding(&page, "wall").await;
    let to = async |window: &fantoccini::wd::WindowHandle| {
        asks("switch");
        page.client.switch_to_window(window.clone()).await.unwrap();
    };
    to(&desk).await;
    page.sign_in("wangmin").await;
    page.becomes("status-link", "data-link", "online").await;
    page.click("user-menu").await;
    page.click("menu-wall").await;
    page.becomes("wall-account", "data-account", "daping").await;
    page.click("wall-close").await;
    page.click("wall-open-window").await;
    page.find("wall-close").await;
    drop(wall);
    let wall = holding(&page, "wall").await;
    to(&wall).await;
    page.becomes("wall", "data-ready", "true").await;
    page.becomes("wall", "data-scene", "overview").await;
    to(&desk).await;
    page.click_on("[data-testid='wall-scenes'] .segment-option:nth-child(3)")
        .await;
    to(&wall).await;
    page.becomes("wall", "data-scene", "towns").await;
    page.shows("[data-testid='wall-hold']").await;
    to(&desk).await;
    page.click("wall-pause").await;
    page.click_on("[data-testid='wall-scenes'] .segment-option:nth-child(1)")
        .await;
    page.click("wall-next").await;
    page.choose("wall-area-choice", "520381001").await;
    picture(&page, "wall-control").await;
    to(&wall).await;
    page.becomes("wall", "data-scene", "departments").await;
    page.shows("[data-testid='wall-hold']").await;
    let begun = Instant::now();
    while page.text("wall-area").await == "赤水市" {
        assert!(begun.elapsed() < PATIENCE, "the wall is not narrowed");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    to(&desk).await;
    page.client
        .active_element()
        .await
        .unwrap()
        .send_keys("\u{e00c}")
        .await
        .unwrap();
    page.hides("[data-testid='wall-control']").await;
    page.click("user-menu").await;
    page.click("menu-sign-out").await;
    page.find("sign-in-user").await;
    to(&wall).await;
    let open = figure(&page, "wall-open").await;
    report(&elsewhere, facts("康佳社区3组路灯不亮", 0)).await;
    page.becomes("wall-open", "data-count", &(open + 1).to_string())
        .await;
    to(&desk).await;
    page.sign_in("wangmin").await;
    page.becomes("status-link", "data-link", "online").await;
    page.click("user-menu").await;
    page.click("menu-wall").await;
    page.click("wall-close").await;
    page.find("wall-open-window").await;
    page.close().await;
}

/// Whether a wall is interrupted by a case for this reason.
async fn interrupts(wall: &OpenDesk, kind: AlarmKind, case: CaseId) -> bool {
    let alarms = wall.console.alarms(None).await.unwrap_or_default();
    alarms.contains(&(kind, case))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_becomes_an_emergency_later_comes_late_or_falls_overdue_interrupts_when_it_is_seen() {
    let town = Town::at("liaocheng", "2026-11-27T02:00:00Z").await;
    let desk = town.desk("a").await;
    desk.on_line("wangmin").await;
    let (wall, line) = town.desk_on_a_line("wall").await;
    wall.on_line("daping").await;
    let case = desk.report("河堤有裂缝").await.unwrap();
    eventually("the wall has the case", async || {
        wall.view(case).await.is_ok()
    })
    .await;
    assert!(!interrupts(&wall, AlarmKind::Emergency, case).await);

    // Five minutes later somebody has been there.
    town.becomes("2026-11-27T02:05:00Z");
    let note = String::new();
    desk.give(case, Command::Verify { note }).await.unwrap();
    let urgency = Urgency::Emergency;
    desk.give(case, Command::Establish { urgency })
        .await
        .unwrap();
    eventually("a case that became an emergency interrupts", async || {
        interrupts(&wall, AlarmKind::Emergency, case).await
    })
    .await;

    // The line is cut while the next one comes in, and for long enough that it is old by then.
    line.behave(Behaviour::Cut);
    let urgent = Facts {
        urgency: Urgency::Emergency,
        ..facts("河边有人落水", 1)
    };
    let late = report(&desk, urgent).await;
    eventually("it is delivered", async || desk.status().await.waiting == 0).await;
    town.becomes("2026-11-27T02:15:00Z");
    line.behave(Behaviour::Whole);
    wall.act(RetryNow {}).await.unwrap();
    eventually("an emergency that comes late interrupts", async || {
        interrupts(&wall, AlarmKind::Emergency, late).await
    })
    .await;

    // An emergency is verified within the hour, or it is overdue.
    assert!(!interrupts(&wall, AlarmKind::Overdue, late).await);
    town.becomes("2026-11-27T03:05:10Z");
    desk.report("又一件").await.unwrap();
    eventually("a deadline that has just passed interrupts", async || {
        interrupts(&wall, AlarmKind::Overdue, late).await
    })
    .await;
}

/// Sizes of walls: one screen, two side by side, three; and how many panels each has room for.
const LAYOUTS: [(u32, u32, u64); 3] = [(1920, 1080, 6), (3840, 1080, 8), (5760, 1080, 12)];
/// The smallest letters that a room reads on a wall of 1080 lines, pixels (screens.md).
const LEAST_LETTERS: f64 = 28.0;

#[tokio::test(flavor = "multi_thread")]
async fn a_wall_of_one_two_or_three_screens_has_its_own_layout_and_letters_that_a_room_reads() {
    if desktop() {
        within_minutes(Box::pin(read_from_afar())).await;
    }
}

async fn read_from_afar() {
    let town = Town::new().await;
    let line = Line::to(town.address).await.unwrap();
    let desk = town.desk("a").await;
    desk.on_line("wangmin").await;
    report(&desk, facts("康佳社区3组路灯不亮", 0)).await;
    let folder = town.folder.path().join("wall-machine");
    let page = Page::window(&on_the_wall(&folder, &line)).await;
    signed_in_once(&page).await;
    // Every text that is seen, with the size of its letters; and the panels.
    let read = "const wall = document.querySelector('[data-testid=\"wall\"]'); \
        const walker = document.createTreeWalker(wall, NodeFilter.SHOW_TEXT); \
        const small = []; let seen = 0; \
        while (walker.nextNode()) { \
            const text = walker.currentNode.textContent.trim(); \
            const box = walker.currentNode.parentElement.getBoundingClientRect(); \
            if (!text || box.width === 0 || box.height === 0) continue; \
            seen += 1; \
            const size = parseFloat(getComputedStyle(walker.currentNode.parentElement).fontSize); \
            if (size < arguments[0]) small.push(`${text}: ${size}`); \
        } \
        const panels = [...document.querySelectorAll('.wall-panel')] \
            .filter((panel) => panel.getBoundingClientRect().width > 0); \
        const wide = document.documentElement.scrollWidth > innerWidth; \
        return {small, seen, wide, panels: panels.length, at: [innerWidth, innerHeight]};";
    for (width, height, panels) in LAYOUTS {
        let resized = page.client.set_window_rect(0, 0, width, height);
        resized.await.unwrap();
        for scene in Scene::ALL {
            page.becomes("wall-map", "data-ready", "true").await;
            let seen = page.client.execute(read, vec![json!(LEAST_LETTERS)]);
            let seen = seen.await.unwrap();
            let of = format!("{scene:?} at {width}×{height}: {seen}");
            assert_eq!(seen["at"], json!([width, height]), "{of}");
            assert_eq!(seen["panels"], panels, "{of}");
            assert_eq!(seen["wide"], false, "{of}");
            assert!(seen["seen"].as_u64().unwrap() > 40, "{of}");
            // One screen is read from nearer by.
            let small = seen["small"].as_array().unwrap();
            assert!(width == 1920 || small.is_empty(), "{of}");
            let step = "window.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowRight'}))";
            page.client.execute(step, Vec::new()).await.unwrap();
        }
        picture(&page, &format!("wall-{width}")).await;
    }
    page.close().await;
}

/// The window that holds a test id, as soon as one does.
async fn holding(page: &Page, id: &str) -> fantoccini::wd::WindowHandle {
    let begun = Instant::now();
    loop {
        for window in page.client.windows().await.unwrap() {
            // It may be closing.
            asks(&format!("switch to {window:?}"));
            let there = page.client.switch_to_window(window.clone()).await.is_ok();
            if there && page.has(&format!("[data-testid='{id}']")).await {
                return window;
            }
        }
        assert!(begun.elapsed() < PATIENCE, "no window holds {id}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// A wall without a driver, so that its renderer can be killed.
struct Alone {
    program: Child,
    sound: PathBuf,
}

impl Alone {
    fn start(folder: &Path, line: &Line) -> Alone {
        let sound = folder.join("heard.raw");
        let setting = folder.join("asound.conf");
        let text = format!(
            "pcm.!default {{ type file; slave.pcm null; file \"{}\"; format raw }}\n\
             pcm.null {{ type null }}\nctl.!default {{ type null }}\n",
            sound.display()
        );
        std::fs::write(&setting, text).unwrap();
        let program = Program::new(env!("CARGO_BIN_EXE_onemap"))
            .args(on_the_wall(folder, line))
            .arg("--autostart")
            // Where its desktop entry goes: not to whoever runs this.
            .env("HOME", folder)
            .env("XDG_CONFIG_HOME", folder.join(".config"))
            .env("ALSA_CONFIG_PATH", &setting)
            .env("GTK_USE_PORTAL", "0")
            .env("NO_AT_BRIDGE", "1")
            .env("GDK_BACKEND", "x11")
            .stdout(Stdio::null())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        Alone { program, sound }
    }

    /// The web engine's process that draws.
    fn renderer(&self) -> Option<String> {
        let own = self.program.id().to_string();
        let mut processes = std::fs::read_dir("/proc").unwrap().filter_map(Result::ok);
        processes.find_map(|process| {
            let stat = std::fs::read_to_string(process.path().join("stat")).ok()?;
            let (name, after) = stat.rsplit_once(')')?;
            let mut fields = after.split_whitespace();
            let (state, parent) = (fields.next()?, fields.next()?);
            let draws = name.contains("WebKitWebProces") && state != "Z";
            let id = process.file_name().into_string().ok()?;
            (draws && parent == own).then_some(id)
        })
    }
}

impl Drop for Alone {
    fn drop(&mut self) {
        let _gone = self.program.kill();
        let _ended = self.program.wait();
    }
}

/// The screen as it is now, as a number of colours and a digest.
fn screen_now() -> (u32, String) {
    let words = "import -window root png:- | convert - -scale 25% -format '%k %#' info:-";
    let counted = Program::new("sh").args(["-c", words]).output().unwrap();
    let text = String::from_utf8(counted.stdout).unwrap();
    let (colours, digest) = text
        .trim()
        .split_once(' ')
        .expect("ImageMagick is installed");
    (colours.parse().unwrap(), digest.to_owned())
}

/// Waits until the wall is drawn and lives: its clock goes on, which the last picture of a dead
/// renderer does not.
async fn drawn(what: &str, within: Duration) {
    let begun = Instant::now();
    let mut before = screen_now();
    loop {
        assert!(begun.elapsed() < within, "{what}: {before:?}");
        tokio::time::sleep(Duration::from_millis(300)).await;
        let now = screen_now();
        if before.0 > 400 && now.0 > 400 && before.1 != now.1 {
            return;
        }
        before = now;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wall_comes_back_when_its_renderer_dies_and_is_heard_when_something_is_urgent() {
    if desktop() {
        within_minutes(Box::pin(killed_and_heard())).await;
    }
}

async fn killed_and_heard() {
    let town = Town::new().await;
    let line = Line::to(town.address).await.unwrap();
    let desk = town.desk("a").await;
    desk.on_line("wangmin").await;
    report(&desk, facts("康佳社区3组路灯不亮", 0)).await;
    let folder = town.folder.path().join("wall-machine");
    let page = Page::window(&on_the_wall(&folder, &line)).await;
    signed_in_once(&page).await;
    page.close().await;

    let wall = Alone::start(&folder, &line);
    drawn("the wall is not drawn", DRAWN_WITHIN).await;
    let starts = std::fs::read_dir(folder.join(".config/autostart")).unwrap();
    let entries: Vec<String> = starts
        .map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap())
        .collect();
    assert_eq!(entries.len(), 1, "it starts with the session: {entries:?}");
    assert!(entries[0].contains("--wall"), "{}", entries[0]);
    let renderer = wall.renderer().expect("the wall has a renderer");
    assert!(
        Program::new("kill")
            .args(["-9", &renderer])
            .status()
            .unwrap()
            .success()
    );
    let killed = Instant::now();
    while wall.renderer().is_none_or(|now| now == renderer) {
        assert!(killed.elapsed() < BACK_WITHIN, "no new renderer");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    // How fast it is drawn again is told and not asked: beside a compiler everything is slow.
    drawn("the wall did not come back", DRAWN_WITHIN).await;
    println!("the wall was back after {:?}", killed.elapsed());

    // A page that hangs does not die of itself, and would show its last picture for ever.
    let hung = wall.renderer().unwrap();
    let stopped = Program::new("kill").args(["-STOP", &hung]).status();
    assert!(stopped.unwrap().success());
    let begun = Instant::now();
    while wall.renderer().is_none_or(|now| now == hung) {
        assert!(
            begun.elapsed() < NOTICED_WITHIN,
            "nobody noticed that it hangs"
        );
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    drawn("the wall did not come back from hanging", DRAWN_WITHIN).await;
    println!("a hanging wall was back after {:?}", begun.elapsed());

    let heard = || std::fs::read(&wall.sound).unwrap_or_default();
    assert!(
        heard().iter().all(|sample| *sample == 0),
        "nothing was urgent yet"
    );
    let urgent = Facts {
        urgency: Urgency::Emergency,
        ..facts("河边有人落水", 1)
    };
    report(&desk, urgent).await;
    let begun = Instant::now();
    while heard().iter().all(|sample| *sample == 0) {
        assert!(begun.elapsed() < PATIENCE, "no alarm was heard");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}
