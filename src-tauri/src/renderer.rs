//! Keeping the web engine alive: the environment it needs on some machines, and a reload when its
//! renderer dies (which otherwise looks like a freeze).
//!
//! Deliberately absent: everything the page draws.

use std::collections::VecDeque;
use std::io;
use std::time::{Duration, Instant};

use tauri::webview::WebviewWindow;

/// How many reloads a minute may see: a page that kills its renderer each time must not keep the
/// machine busy. The next one waits for its minute; no renderer is left dead.
const RELOADS_A_MINUTE: usize = 3;
const MINUTE: Duration = Duration::from_mins(1);

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

    /// Gives the next place, and how long it is until then.
    fn next(&mut self, now: Instant) -> Duration {
        while self.given.len() >= self.at_most.max(1) {
            let Some(oldest) = self.given.front().copied() else {
                break;
            };
            let free = oldest + MINUTE;
            if free > now {
                self.given.pop_front();
                self.given.push_back(free);
                return free - now;
            }
            self.given.pop_front();
        }
        self.given.push_back(now);
        Duration::ZERO
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
    Err(crate::again::with(SWITCH, "1"))
}

/// Other systems' web engines need nothing.
#[cfg(not(target_os = "linux"))]
pub fn prepare_environment() -> io::Result<()> {
    Ok(())
}

/// Loads the page again when the renderer died, at most [`RELOADS_A_MINUTE`] times a minute.
#[cfg(target_os = "linux")]
pub fn reload_when_it_dies(window: &WebviewWindow) -> tauri::Result<()> {
    use std::cell::RefCell;
    use webkit2gtk::{WebViewExt, glib};

    window.with_webview(|webview| {
        let ration = RefCell::new(Ration::new(RELOADS_A_MINUTE));
        webview
            .inner()
            .connect_web_process_terminated(move |view, reason| {
                let wait = ration.borrow_mut().next(Instant::now());
                tracing::error!(
                    ?reason,
                    ?wait,
                    "the renderer died; the page is loaded again"
                );
                if wait.is_zero() {
                    view.reload();
                } else {
                    let view = view.clone();
                    glib::timeout_add_local_once(wait, move || view.reload());
                }
            });
    })
}

/// Ends a renderer that does not answer any more, and with that has its page loaded again.
#[cfg(target_os = "linux")]
pub fn end(window: &WebviewWindow) -> tauri::Result<()> {
    use webkit2gtk::WebViewExt;

    window.with_webview(|webview| webview.inner().terminate_web_process())
}

/// Loads the page of a renderer that does not answer any more again.
#[cfg(not(target_os = "linux"))]
pub fn end(window: &WebviewWindow) -> tauri::Result<()> {
    window.reload()
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
    fn a_fourth_death_within_a_minute_is_answered_when_the_minute_is_over() {
        let start = Instant::now();
        let mut ration = Ration::new(3);
        let deaths = [0, 10, 20, 30, 64, 80, 200];
        let answered: Vec<u64> = deaths
            .into_iter()
            .map(|second| {
                let wait = ration.next(start + Duration::from_secs(second));
                second + wait.as_secs()
            })
            .collect();
        assert_eq!(answered, [0, 10, 20, 60, 70, 80, 200]);
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
