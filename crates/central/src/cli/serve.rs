//! `onemap-central serve`.

use clap::ArgMatches;
use onemap_central::{Options, serve};
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
        options.sample = Some(Box::new(move || Ok(county)));
    }
    if let Some(code) = matches.get_one::<String>("profile") {
        if !profile::codes().any(|known| known == code) {
            return Err(Said::unknown_profile(text, code));
        }
        options.profile = Some(code.clone());
    }
    let running = serve(options)
        .await
        .map_err(|error| Said::central(text, &error))?;
    let address = running.address.to_string();
    println!(
        "{}",
        text.say("central-listening", &[("address", &address)])
    );
    told_to_end().await;
    running.stop();
    running
        .finished()
        .await
        .map_err(|error| Said::central(text, &error))
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
