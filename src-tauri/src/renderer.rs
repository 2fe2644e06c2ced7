//! Keeping the web engine alive: the environment it needs on some machines, and a reload when its
//! renderer dies (which otherwise looks like a freeze).
//!
//! Deliberately absent: everything the page draws.

use std::collections::VecDeque;
use std::io;
use std::time::{Duration, Instant};

use tauri::webview::WebviewWindow;

/// How many reloads a minute may see before the renderer is left dead: a page that kills its
/// renderer each time must not keep the machine busy.
const RELOADS_A_MINUTE: usize = 3;

/// Lets a thing happen a limited number of times in any minute.
struct Ration {
    given: VecDeque<Instant>,
    at_most: usize,
}

impl Ration {
    fn new(at_most: usize) -> Self {
        Self {
            given: VecDeque::with_capacity(at_most),
            at_most,
        }
    }

    fn take(&mut self, now: Instant) -> bool {
        let minute = Duration::from_mins(1);
        while self
            .given
            .front()
            .is_some_and(|then| now.duration_since(*then) >= minute)
        {
            self.given.pop_front();
        }
        let may = self.given.len() < self.at_most;
        if may {
            self.given.push_back(now);
        }
        may
    }
}

/// Whether WebKitGTK's DMA-BUF renderer must be off. It is a quarter faster, but draws nothing
/// with NVIDIA's driver under X11, and was unsound before 2.48.
fn needs_plain_renderer(webkit: &str, nvidia: bool, wayland: bool) -> bool {
    let mut numbers = webkit
        .split('.')
        .map(|part| part.parse::<u32>().unwrap_or(0));
    let version = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    version < (2, 48) || (nvidia && !wayland)
}

/// Sets the renderer's environment where this machine needs it.
///
/// The variable must be there before the first thread starts, and setting it in a running process
/// is unsound; so the program replaces itself, once, under the same process id.
#[cfg(target_os = "linux")]
pub fn prepare_environment() -> io::Result<()> {
    use std::os::unix::process::CommandExt;

    const SWITCH: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    let Ok(webkit) = tauri::webview_version() else {
        return Ok(());
    };
    let nvidia = std::path::Path::new("/proc/driver/nvidia/version").exists();
    let wayland = std::env::var_os("WAYLAND_DISPLAY").is_some();
    if std::env::var_os(SWITCH).is_some() || !needs_plain_renderer(&webkit, nvidia, wayland) {
        return Ok(());
    }
    tracing::info!(webkit, nvidia, wayland, "starting again with {SWITCH}=1");
    let program = std::env::current_exe()?;
    // `exec` only returns when it failed.
    Err(std::process::Command::new(program)
        .args(std::env::args_os().skip(1))
        .env(SWITCH, "1")
        .exec())
}

/// Other systems' web engines need nothing.
#[cfg(not(target_os = "linux"))]
pub fn prepare_environment() -> io::Result<()> {
    Ok(())
}

/// Loads the page again when the renderer died, at most [`RELOADS_A_MINUTE`] times.
#[cfg(target_os = "linux")]
pub fn reload_when_it_dies(window: &WebviewWindow) -> tauri::Result<()> {
    use std::cell::RefCell;
    use webkit2gtk::WebViewExt;

    window.with_webview(|webview| {
        let ration = RefCell::new(Ration::new(RELOADS_A_MINUTE));
        webview
            .inner()
            .connect_web_process_terminated(move |view, reason| {
                if ration.borrow_mut().take(Instant::now()) {
                    tracing::error!(?reason, "the renderer died; loading the page again");
                    view.reload();
                } else {
                    tracing::error!(?reason, "the renderer died too often; leaving it");
                }
            });
    })
}

/// Other systems' web engines start their renderer again themselves.
#[cfg(not(target_os = "linux"))]
pub fn reload_when_it_dies(_window: &WebviewWindow) -> tauri::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fourth_death_within_a_minute_is_not_answered() {
        let start = Instant::now();
        let mut ration = Ration::new(3);
        let deaths = [0, 10, 20, 30, 59, 60, 61, 70, 71];
        let answered: Vec<u64> = deaths
            .into_iter()
            .filter(|second| ration.take(start + Duration::from_secs(*second)))
            .collect();
        assert_eq!(answered, [0, 10, 20, 60, 70]);
    }

    #[test]
    fn the_fast_renderer_stays_on_where_it_works() {
        assert!(!needs_plain_renderer("2.50.6", false, false));
        assert!(!needs_plain_renderer("2.50.6", true, true));
        assert!(needs_plain_renderer("2.50.6", true, false));
        assert!(needs_plain_renderer("2.46.3", false, true));
        assert!(needs_plain_renderer("unknown", false, true));
    }
}
