//! The wall's window (大屏): opened full screen on the chosen monitor and kept there, its own desk
//! behind it, signed in by a device account that no desk's lock or sign-out touches.
//!
//! The desk drives it through [`onemap_desk::Wall`]; this module follows. Its capability lets the
//! page ask and nothing else, but for naming the device account once.
//!
//! Deliberately absent: what a wall shows, which its page asks its console like any other.

mod account;
mod alarm;
mod setting;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use onemap_console::Reads;
use onemap_desk::Wall;
use onemap_domain::people::{Role, UserId};
use onemap_protocol::desk::{
    Drive, EnterSession, LeaveSession, Link, Monitor, Scene, WallOrder, WallWindow,
};
use onemap_protocol::problem::{Problem, ProblemCode};
use onemap_protocol::session::Secret;
use tauri::webview::{Color, WebviewWindow, WebviewWindowBuilder};
use tauri::{AppHandle, Manager, PhysicalPosition, PhysicalSize, WebviewUrl, WindowEvent};
use tauri_plugin_autostart::ManagerExt as _;
use tokio::sync::watch;

use crate::PageFolder;
use crate::commands;
use crate::renderer;
use crate::start::{Door, Opened};
use account::Account;

/// The label of the wall's window, as in its capability.
pub const WINDOW: &str = "wall";

/// The wall's ground, as `--wall-ground` in the page's tokens: no white flash before it loads.
const GROUND: Color = Color(7, 12, 22, 255);
/// A page that shows something asks every ten seconds; one that is silent for so long hangs, and its
/// last picture would stand there as if it were new.
const SILENT: Duration = Duration::from_mins(1);
/// Between two looks at whether it is.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// Between two tries to sign the device in.
const AGAIN: Duration = Duration::from_secs(5);
/// Seconds of each scene until somebody says otherwise.
const SECONDS: [(Scene, u32); 6] = [
    (Scene::Overview, 40),
    (Scene::Towns, 20),
    (Scene::Departments, 20),
    (Scene::Overdue, 20),
    (Scene::Topics, 20),
    (Scene::Spotlight, 15),
];

/// Where the wall's commands meet its own console, and when its page asked last.
#[derive(Clone)]
pub struct WallDoor {
    /// The way to its console.
    pub door: Door,
    heard: Arc<Mutex<Instant>>,
}

impl Default for WallDoor {
    fn default() -> WallDoor {
        WallDoor {
            door: Door::default(),
            heard: Arc::new(Mutex::new(Instant::now())),
        }
    }
}

impl WallDoor {
    /// The page has just asked something.
    pub fn hear(&self) {
        *self.heard.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    fn silent_for(&self) -> Duration {
        let heard = *self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        heard.elapsed()
    }
}

/// The wall's part of the shell.
#[derive(Clone)]
pub struct Rig {
    app: AppHandle,
    wall: Wall,
    desk: Door,
    own: WallDoor,
    folder: PathBuf,
    /// Whom the wall is signed in as; `None` while nobody has said.
    account: watch::Sender<Option<Account>>,
}

/// A wall as it was left, on the monitors that are there now.
pub fn remembered(app: &AppHandle, folder: &Path) -> Wall {
    let kept = setting::read(folder);
    Wall::new(Drive {
        window: WallWindow::Closed,
        monitors: monitors(app),
        seconds: SECONDS.into(),
        starts_by_itself: starts_by_itself(app),
        account: Account::kept(folder).map(|account| account.user.0),
        ..kept
    })
}

/// Whether the program starts with the session.
fn starts_by_itself(app: &AppHandle) -> bool {
    app.autolaunch().is_enabled().unwrap_or_else(|error| {
        tracing::warn!(%error, "whether the program starts by itself cannot be told");
        false
    })
}

/// Has it start with the session, or not; what holds afterwards.
fn start_by_itself(app: &AppHandle, on: bool) -> bool {
    let launch = app.autolaunch();
    let done = if on {
        launch.enable()
    } else {
        launch.disable()
    };
    if let Err(error) = done {
        tracing::error!(%error, on, "whether the program starts by itself could not be changed");
    }
    starts_by_itself(app)
}

/// Whether the wall was open when the program ended, by a closed desk or a power cut.
pub fn was_open(folder: &Path) -> bool {
    setting::read(folder).window == WallWindow::Open
}

fn monitors(app: &AppHandle) -> Vec<Monitor> {
    let found = app.available_monitors().unwrap_or_else(|error| {
        tracing::warn!(%error, "the window system does not tell its monitors");
        Vec::new()
    });
    let monitor = |(index, monitor): (usize, &tauri::Monitor)| Monitor {
        name: named(index, monitor),
        width: monitor.size().width,
        height: monitor.size().height,
    };
    found.iter().enumerate().map(monitor).collect()
}

/// A monitor's name; its place in the list where the window system gives none.
fn named(index: usize, monitor: &tauri::Monitor) -> String {
    let name = monitor.name().filter(|name| !name.is_empty());
    name.cloned().unwrap_or_else(|| format!("{}", index + 1))
}

impl Rig {
    /// Follows the wall from here on.
    pub fn set_up(app: &AppHandle, wall: Wall, desk: Door, own: WallDoor, folder: PathBuf) -> Rig {
        let rig = Rig {
            app: app.clone(),
            wall,
            desk,
            own,
            folder,
            account: watch::Sender::new(None),
        };
        let following = rig.clone();
        tauri::async_runtime::spawn(async move { following.follow().await });
        let app = app.clone();
        let own = rig.own.door.clone();
        tauri::async_runtime::spawn(commands::pass_ticks(own, app, WINDOW));
        rig
    }

    /// Opens the wall, as a second start with `--wall` asks.
    pub fn open(&self) {
        // Possible wherever there is a rig.
        let _possible = self.wall.drive(WallOrder::Open { monitor: None });
    }

    async fn follow(self) {
        let mut drive = self.wall.follow();
        let mut kept = None;
        let mut begun = false;
        loop {
            let monitors = monitors(&self.app);
            if self.wall.now().monitors != monitors {
                self.wall.change(|drive| drive.monitors = monitors);
            }
            let now = drive.borrow_and_update().clone();
            if now.starts_by_itself != starts_by_itself(&self.app) {
                let holds = start_by_itself(&self.app, now.starts_by_itself);
                if holds != now.starts_by_itself {
                    self.wall.change(|drive| drive.starts_by_itself = holds);
                }
            }
            let window = self.app.get_webview_window(WINDOW);
            match (now.window == WallWindow::Open, window) {
                (true, None) => {
                    if !begun {
                        begun = true;
                        let rig = self.clone();
                        tauri::async_runtime::spawn(async move { rig.begin().await });
                    }
                    if let Err(error) = self.show(&now) {
                        tracing::error!(%error, "the wall could not be opened");
                        self.wall.change(|drive| drive.window = WallWindow::Failed);
                    }
                }
                (true, Some(window)) => {
                    let before: Option<&Drive> = kept.as_ref();
                    if before.is_some_and(|before| before.monitor != now.monitor) {
                        self.place(&window, &now);
                    }
                }
                (false, Some(window)) => {
                    // Not a close, which is a person's wish and would be kept as one.
                    if let Err(error) = window.destroy() {
                        tracing::warn!(%error, "the wall could not be closed");
                    }
                }
                (false, None) => {}
            }
            if kept.as_ref() != Some(&now) {
                setting::write(&self.folder, &now);
                kept = Some(now);
            }
            if drive.changed().await.is_err() {
                return;
            }
        }
    }

    /// Makes the window. Full screen comes after it is there: a builder's does not find secondary
    /// monitors.
    fn show(&self, drive: &Drive) -> tauri::Result<()> {
        let page = WebviewUrl::App("index.html".into());
        let window = WebviewWindowBuilder::new(&self.app, WINDOW, page)
            .title("社会治理一张图")
            .background_color(GROUND)
            .decorations(false)
            .disable_drag_drop_handler()
            .data_directory(PageFolder::of(&self.app))
            .build()?;
        renderer::reload_when_it_dies(&window)?;
        self.place(&window, drive);
        let wall = self.wall.clone();
        let awake = awake();
        window.on_window_event(move |event| {
            // What keeps the screen awake goes with the window.
            let _awake = &awake;
            if let WindowEvent::CloseRequested { .. } = event {
                wall.change(|drive| drive.window = WallWindow::Closed);
            }
        });
        Ok(())
    }

    fn place(&self, window: &WebviewWindow, drive: &Drive) {
        let monitors = self.app.available_monitors().unwrap_or_default();
        let chosen = monitors
            .iter()
            .enumerate()
            .find(|(index, monitor)| drive.monitor.as_ref() == Some(&named(*index, monitor)))
            .map(|(_, monitor)| monitor)
            .or(monitors.last());
        let steps = [
            window.set_fullscreen(false),
            chosen.map_or(Ok(()), |monitor| {
                let position: PhysicalPosition<i32> = *monitor.position();
                let size: PhysicalSize<u32> = *monitor.size();
                window.set_position(position)?;
                window.set_size(size)
            }),
            window.set_fullscreen(true),
        ];
        for refusal in steps.into_iter().filter_map(Result::err) {
            tracing::warn!(%refusal, "the wall does not stand as it should");
        }
    }

    /// Opens the wall's own desk, once, and keeps its device signed in as long as the program runs.
    async fn begin(&self) {
        let opened = match self.desk.opened().await {
            Ok(opened) => opened,
            Err(problem) => return self.own.door.fail(problem),
        };
        self.own
            .door
            .open_beside(&opened, self.folder.clone())
            .await;
        let Ok(own) = self.own.door.opened().await else {
            return;
        };
        tauri::async_runtime::spawn(alarm::sound(own.clone(), self.wall.clone()));
        let (rig, watched) = (self.clone(), own.clone());
        tauri::async_runtime::spawn(async move { rig.watch(watched).await });
        if self.account.borrow().is_none() {
            let kept = Account::kept(&self.folder).or_else(|| Account::of_sample(&opened));
            self.account.send_replace(kept);
        }
        self.keep_signed_in(&own).await;
    }

    /// Has the page loaded again when it asks nothing any more though there is something to show.
    async fn watch(&self, own: Opened) {
        loop {
            tokio::time::sleep(LOOK_EVERY).await;
            let shows = self.wall.now().window == WallWindow::Open
                && own.desk.user_role() == Some(Role::Wall);
            let window = self.app.get_webview_window(WINDOW);
            let Some(window) = window.filter(|_| shows) else {
                self.own.hear();
                continue;
            };
            if self.own.silent_for() < SILENT {
                continue;
            }
            tracing::error!("the wall's page hangs; it is loaded again");
            if let Err(error) = renderer::end(&window) {
                tracing::error!(%error, "the wall's page could not be loaded again");
            }
            // It has its time to load.
            self.own.hear();
        }
    }

    /// The one place that signs the wall in: at first, when its account is named, and whenever the
    /// central wants it again.
    async fn keep_signed_in(&self, own: &Opened) {
        let mut named = self.account.subscribe();
        loop {
            let account = named.borrow_and_update().clone();
            let user = account.as_ref().map(|account| account.user.0.clone());
            if self.wall.now().account != user {
                self.wall.change(|drive| drive.account = user);
            }
            if let Some(account) = &account
                && wants_sign_in(own).await
            {
                match own.desk.enter_as(&account.session(), Role::Wall).await {
                    Ok(_) => {}
                    // No contact, files that fail, a central that is only starting: it passes.
                    Err(problem) if !is_unfit(&problem) => {
                        tracing::warn!(code = problem.code, "the wall is not signed in yet");
                    }
                    // It is no wall's account any more, or never was on this device: the page asks
                    // for another, and shows nothing meanwhile.
                    Err(problem) => {
                        tracing::error!(code = problem.code, "the wall's account is not accepted");
                        let left = own.console.perform(LeaveSession {}.into()).await;
                        if let Err(problem) = left {
                            tracing::warn!(code = problem.code, "the wall was not signed out");
                        }
                        self.account.send_if_modified(|now| {
                            let same = now.as_ref() == Some(account);
                            if same {
                                *now = None;
                            }
                            same
                        });
                        continue;
                    }
                }
            }
            tokio::select! {
                changed = named.changed() => if changed.is_err() { return },
                () = tokio::time::sleep(AGAIN) => {}
            }
        }
    }

    /// The window is gone; whoever follows looks again.
    pub fn window_gone(&self) {
        self.wall.change(|_| {});
    }
}

impl Account {
    fn session(&self) -> EnterSession {
        EnterSession::with_password(self.user.clone(), self.password.clone())
    }
}

/// Whether nobody is signed in on the wall, or somebody who must not be, or the central asks again.
async fn wants_sign_in(own: &Opened) -> bool {
    let asks = own.desk.status().await;
    let asks = asks.is_ok_and(|status| status.link == Link::SignInNeeded);
    asks || own.desk.user_role() != Some(Role::Wall)
}

/// Whether a problem says that this is no wall's account: it is known by another password, or is
/// somebody's with another role. What else goes wrong may be right in a moment.
fn is_unfit(problem: &Problem) -> bool {
    problem.is(ProblemCode::WrongCredentials) || problem.is(ProblemCode::BadInput)
}

/// Names the device account, once, on the wall itself; the only thing its page can do.
#[tauri::command]
pub async fn enter_wall(
    rig: tauri::State<'_, Rig>,
    user: UserId,
    password: Secret,
) -> Result<(), Problem> {
    if rig.account.borrow().is_some() {
        return Err(Problem::new(ProblemCode::NotFound));
    }
    let own = rig.own.door.opened().await?;
    let account = Account { user, password };
    own.desk.enter_as(&account.session(), Role::Wall).await?;
    account.keep(&rig.folder)?;
    rig.account.send_replace(Some(account));
    Ok(())
}

/// Keeps the display awake for as long as it is held. Where the desktop does not offer that, the
/// wall goes on without.
fn awake() -> Option<Arc<keepawake::KeepAwake>> {
    let asked = keepawake::Builder::default()
        .display(true)
        .idle(true)
        .sleep(true)
        .reason("大屏")
        .app_name("onemap")
        .app_reverse_domain("cn.onemap.console")
        .create();
    match asked {
        Ok(awake) => Some(Arc::new(awake)),
        Err(error) => {
            tracing::warn!(%error, "the screen may fall asleep");
            None
        }
    }
}
