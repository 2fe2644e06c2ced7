//! The desktop shell: the desk's window and the wall's, their page, and the tiles it draws.
//!
//! Deliberately absent: what a console can do (`onemap-desk` wires it; the commands `query` and
//! `act` only carry it) and every rule of governance (`onemap-domain`).

mod again;
mod commands;
mod papers;
mod renderer;
pub mod start;
pub mod tiles;
pub mod wall;

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Parser;
use clap::builder::PossibleValuesParser;
use onemap_exchange::profile;
use start::{Door, Plan};
use tauri::plugin::TauriPlugin;
use tauri::webview::{WebviewWindow, WebviewWindowBuilder};
use tauri::{Manager, RunEvent, WindowEvent, Wry};
use wall::{Rig, WallDoor};

/// The label of the desk's window, as in `tauri.conf.json` and the capabilities.
pub const WINDOW: &str = "main";

/// How long closing the files may keep the program open.
const CLOSING: Duration = Duration::from_secs(3);

/// The desktop dispatch console of a county governance centre (社会治理一张图).
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    /// The central's address, such as <http://127.0.0.1:8460>; without it the console opens its
    /// own with the sample county
    #[arg(long)]
    central: Option<String>,
    /// A file with the certificates (PEM) of the authority that alone may vouch for the central; those that
    /// the system goes by without it
    #[arg(long, value_name = "FILE", requires = "central")]
    authority: Option<PathBuf>,
    /// The folder for the console's files; the user's data folder without it
    #[arg(long)]
    data: Option<PathBuf>,
    /// The way of working that the sample county is opened in; each has files of its own
    #[arg(long, value_name = "CODE", conflicts_with = "central",
        value_parser = PossibleValuesParser::new(profile::codes()))]
    profile: Option<String>,
    /// Opens the wall (大屏) and no desk, on a machine of its own
    #[arg(long)]
    wall: bool,
    /// Starts with this user's session from now on, with the same arguments
    #[arg(long)]
    autostart: bool,
}

impl Arguments {
    /// What the files' folder is called under the user's data folder: each way of working has one
    /// of its own, so that no two ever mix. `None` for the data folder itself.
    fn branch(&self) -> Option<String> {
        let code = self.profile.as_ref()?;
        Some(format!("profile-{code}"))
    }

    /// What tells this console from others on the same session; nothing the usual one.
    fn own_files(&self) -> Option<PathBuf> {
        let absolute =
            |folder: &PathBuf| std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
        let given = self.data.as_ref().map(absolute);
        given.or_else(|| self.branch().map(PathBuf::from))
    }
}

/// Why the shell could not start, or ended badly.
#[derive(Debug, thiserror::Error)]
pub enum ShellError {
    /// The window system or the web engine refused.
    #[error("the window could not be opened: {0}")]
    Window(#[from] tauri::Error),
    /// The program could not start itself again with the renderer's environment.
    #[error("the renderer's environment could not be set: {0}")]
    Environment(#[from] std::io::Error),
}

/// Opens the console's window and returns when it is closed.
///
/// A second start on the same session brings the first window to the front and ends at once.
pub fn run() -> Result<(), ShellError> {
    let arguments = Arguments::parse();
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_default_env()
                .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info")),
        )
        .with_writer(std::io::stderr)
        .init();
    renderer::prepare_environment()?;
    let door = Door::default();
    let own = WallDoor::default();
    let behind = [door.clone(), own.door.clone()];
    tauri::Builder::default()
        // First of the plugins: a second start must end before anything else begins.
        .plugin(one_instance(arguments.own_files().as_deref()))
        // The wall stands where it was told to.
        .plugin(
            tauri_plugin_window_state::Builder::new()
                .with_denylist(&[wall::WINDOW])
                .build(),
        )
        .plugin(
            tauri_plugin_autostart::Builder::new()
                .args(std::env::args().skip(1))
                .build(),
        )
        .register_asynchronous_uri_scheme_protocol(
            tiles::SCHEME,
            tiles::protocol(door.clone(), own.clone()),
        )
        .manage(door.clone())
        .manage(own.clone())
        .invoke_handler(tauri::generate_handler![
            commands::query,
            commands::act,
            wall::enter_wall
        ])
        .setup(move |app| {
            let papers = papers::of(app.handle(), arguments.data.as_deref());
            let branch = arguments.branch();
            let folder = match (arguments.data, branch) {
                (Some(folder), _) => folder,
                (None, Some(branch)) => app.path().app_local_data_dir()?.join(branch),
                (None, None) => app.path().app_local_data_dir()?,
            };
            app.manage(PageFolder(folder.join("page")));
            let wall_folder = folder.join("wall");
            let wall = wall::remembered(app.handle(), &wall_folder);
            let opens_wall = arguments.wall || wall::was_open(&wall_folder);
            let plan = Plan {
                folder,
                papers,
                wall: wall.clone(),
                central: arguments.central,
                authority: arguments.authority,
                profile: arguments.profile,
            };
            let opening = door.clone();
            tauri::async_runtime::spawn(async move { opening.open(plan).await });
            let ticks = commands::pass_ticks(door.clone(), app.handle().clone(), WINDOW);
            tauri::async_runtime::spawn(ticks);
            if !arguments.wall {
                show_desk(app.handle())?;
            }
            if arguments.autostart {
                wall.change(|drive| drive.starts_by_itself = true);
            }
            let rig = Rig::set_up(app.handle(), wall, door, own, wall_folder);
            if opens_wall {
                rig.open();
            }
            app.manage(rig);
            Ok(())
        })
        .build(tauri::generate_context!())
        .inspect_err(again::when_the_other_has_left)?
        .run(move |app, event| {
            if let RunEvent::WindowEvent {
                label,
                event: WindowEvent::Destroyed,
                ..
            } = &event
                && label == wall::WINDOW
                && let Some(rig) = app.try_state::<Rig>()
            {
                rig.window_gone();
            }
            if let RunEvent::Exit = event {
                tauri::async_runtime::block_on(async {
                    // The wall's before the desk's, which has the embedded central.
                    for opened in behind.iter().rev().filter_map(Door::now) {
                        // What is durable is durable; a file that cannot be closed in time is left.
                        let _late = tokio::time::timeout(CLOSING, opened.close()).await;
                    }
                });
            }
        });
    Ok(())
}

/// Where the webview of both windows keeps what a person has set on this screen: in the console's
/// own folder, so that two consoles on one computer do not change each other's language.
struct PageFolder(PathBuf);

impl PageFolder {
    fn of(app: &tauri::AppHandle) -> PathBuf {
        app.state::<PageFolder>().0.clone()
    }
}

/// One console for each folder of files: a second start on the same files brings the first to the
/// front, a start on others is another console.
fn one_instance(files: Option<&Path>) -> TauriPlugin<Wry> {
    let second = |app: &tauri::AppHandle, arguments: Vec<String>, _directory: String| {
        if arguments.iter().any(|argument| argument == "--wall") {
            if let Some(rig) = app.try_state::<Rig>() {
                rig.open();
            }
        } else if let Err(error) = show_desk(app) {
            tracing::error!(%error, "the desk's window could not be opened again");
        }
    };
    let mut plugin = tauri_plugin_single_instance::Builder::new().callback(second);
    if let Some(files) = files {
        let mut hasher = DefaultHasher::new();
        files.hash(&mut hasher);
        plugin = plugin.dbus_id(format!("cn.onemap.console.f{:016x}", hasher.finish()));
    }
    plugin.build()
}

/// Opens the desk's window, or brings it to the front. It may have been closed while the wall goes
/// on.
fn show_desk(app: &tauri::AppHandle) -> tauri::Result<()> {
    if let Some(window) = app.get_webview_window(WINDOW) {
        come_to_front(&window);
        return Ok(());
    }
    let windows = &app.config().app.windows;
    if let Some(config) = windows.iter().find(|config| config.label == WINDOW) {
        let window = WebviewWindowBuilder::from_config(app, config)?
            .data_directory(PageFolder::of(app))
            .build()?;
        renderer::reload_when_it_dies(&window)?;
    }
    Ok(())
}

/// Shows a window that may be minimised or behind others. A refusal by the window system costs
/// nothing but the convenience, so it is only logged.
fn come_to_front(window: &WebviewWindow) {
    let steps = [window.unminimize(), window.show(), window.set_focus()];
    for refusal in steps.into_iter().filter_map(Result::err) {
        tracing::warn!(%refusal, "the window did not come to the front");
    }
}
