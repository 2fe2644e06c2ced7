//! The desktop shell: one window, its page, and the tiles that page draws.
//!
//! Deliberately absent: what a console can do (`onemap-desk` wires it; the commands `query` and
//! `act` only carry it) and every rule of governance (`onemap-domain`).

mod commands;
mod papers;
mod renderer;
pub mod start;
pub mod tiles;

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Parser;
use clap::builder::PossibleValuesParser;
use onemap_exchange::profile;
use start::{Door, Plan};
use tauri::plugin::TauriPlugin;
use tauri::webview::WebviewWindow;
use tauri::{Manager, RunEvent, Wry};

/// The label of the console's only window, as in `tauri.conf.json` and the capabilities.
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
    /// The folder for the console's files; the user's data folder without it
    #[arg(long)]
    data: Option<PathBuf>,
    /// The way of working that the sample county is opened in; each has files of its own
    #[arg(long, value_name = "CODE", conflicts_with = "central",
        value_parser = PossibleValuesParser::new(profile::codes()))]
    profile: Option<String>,
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
    let behind = door.clone();
    tauri::Builder::default()
        // First of the plugins: a second start must end before anything else begins.
        .plugin(one_instance(arguments.own_files().as_deref()))
        .plugin(tauri_plugin_window_state::Builder::new().build())
        .register_asynchronous_uri_scheme_protocol(tiles::SCHEME, tiles::protocol(door.clone()))
        .manage(door.clone())
        .invoke_handler(tauri::generate_handler![commands::query, commands::act])
        .setup(move |app| {
            if let Some(window) = app.get_webview_window(WINDOW) {
                renderer::reload_when_it_dies(&window)?;
            }
            let papers = papers::of(app.handle(), arguments.data.as_deref());
            let branch = arguments.branch();
            let folder = match (arguments.data, branch) {
                (Some(folder), _) => folder,
                (None, Some(branch)) => app.path().app_local_data_dir()?.join(branch),
                (None, None) => app.path().app_local_data_dir()?,
            };
            let plan = Plan {
                folder,
                papers,
                central: arguments.central,
                profile: arguments.profile,
            };
            let opening = door.clone();
            tauri::async_runtime::spawn(async move { opening.open(plan).await });
            tauri::async_runtime::spawn(commands::pass_ticks(door, app.handle().clone()));
            Ok(())
        })
        .build(tauri::generate_context!())?
        .run(move |_app, event| {
            if let (RunEvent::Exit, Some(opened)) = (event, behind.now()) {
                tauri::async_runtime::block_on(async {
                    // What is durable is durable; a file that cannot be closed in time is left.
                    let _late = tokio::time::timeout(CLOSING, opened.close()).await;
                });
            }
        });
    Ok(())
}

/// One console for each folder of files: a second start on the same files brings the first to the
/// front, a start on others is another console.
fn one_instance(files: Option<&Path>) -> TauriPlugin<Wry> {
    let second = |app: &tauri::AppHandle, _arguments: Vec<String>, _directory: String| {
        if let Some(window) = app.get_webview_window(WINDOW) {
            come_to_front(&window);
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

/// Shows a window that may be minimised or behind others. A refusal by the window system costs
/// nothing but the convenience, so it is only logged.
fn come_to_front(window: &WebviewWindow) {
    let steps = [window.unminimize(), window.show(), window.set_focus()];
    for refusal in steps.into_iter().filter_map(Result::err) {
        tracing::warn!(%refusal, "the window did not come to the front");
    }
}
