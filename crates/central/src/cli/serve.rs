//! `onemap-central serve`.

use std::path::PathBuf;
use std::time::Duration;

use clap::ArgMatches;
use onemap_central::heads::Keeping;
use onemap_central::provider::{Provider, SettingsError};
use onemap_central::{Options, sample, serve};
use onemap_domain::people::Role;
use onemap_exchange::profile;
use onemap_protocol::text::Text;

use super::words::Said;
use super::{county, given};

/// Serves until the process is told to end.
pub(super) async fn run(matches: &ArgMatches, text: &Text) -> Result<(), Said> {
    let mut options = Options::local(given(matches, "database"));
    if let Some(listen) = matches.get_one("listen") {
        options.listen = *listen;
    }
    options.metrics = matches.get_one("metrics").copied();
    if let Some(name) = matches.get_one::<String>("sample") {
        let county = county(name, text)?;
        // A wall's account is for a wall.
        options.demonstration = sample::demonstration(&county);
        options
            .demonstration
            .retain(|account| account.user.actor.role != Role::Wall);
        options.sample = Some(Box::new(move || Ok(county)));
    }
    if let Some(code) = matches.get_one::<String>("profile") {
        if !profile::codes().any(|known| known == code) {
            return Err(Said::unknown_profile(text, code));
        }
        options.profile = Some(code.clone());
    }
    options.page = matches.get_one("page").cloned().or_else(beside);
    if let Some(file) = matches.get_one::<PathBuf>("provider") {
        let provider = Provider::read(file);
        let said = |error: SettingsError| {
            let reason = error.to_string();
            Said::bad_input(text.say("central-provider-unusable", &[("reason", &reason)]))
        };
        options.provider = Some(provider.map_err(said)?);
    }
    let heads = matches.get_one::<PathBuf>("heads");
    let key = matches.get_one::<PathBuf>("heads-key");
    options.heads = heads.zip(key).map(|(folder, key)| {
        let minutes = matches.get_one("heads-every").copied().unwrap_or(10);
        Keeping {
            folder: folder.clone(),
            key: key.clone(),
            every: Duration::from_secs(60 * minutes),
        }
    });
    let running = serve(options)
        .await
        .map_err(|error| Said::central(text, &error))?;
    let address = running.address.to_string();
    println!(
        "{}",
        text.say("central-listening", &[("address", &address)])
    );
    if let Some((user, secret)) = &running.first {
        let filled = [("user", user.0.as_str()), ("secret", secret.0.as_str())];
        println!("{}", text.say("central-first-account", &filled));
    }
    told_to_end().await;
    running.stop();
    running
        .finished()
        .await
        .map_err(|error| Said::central(text, &error))
}

/// The page for browsers where packages put it: beside the program, or in the system's folder.
fn beside() -> Option<PathBuf> {
    let program = std::env::current_exe().ok();
    let beside = program.and_then(|program| Some(program.parent()?.join("console")));
    let folders = [beside, Some(PathBuf::from("/usr/share/onemap/console"))];
    let mut folders = folders.into_iter().flatten();
    folders.find(|folder| folder.join("index.html").is_file())
}

/// Ctrl-C, or what a service manager sends.
async fn told_to_end() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}
