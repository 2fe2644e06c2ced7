//! The text form of Prometheus (exposition format 0.0.4), written by hand: it is a dozen lines of numbers.

use std::fmt::Write as _;
use std::sync::PoisonError;
use std::sync::atomic::Ordering;

use super::{BUCKETS, OUTCOMES, Route, Seen};
use crate::server::Central;

/// Everything that is counted, as it stands now.
pub(super) fn of(central: &Central) -> String {
    let mut text = String::new();
    requests(&mut text, central);
    let commands = OUTCOMES.iter().zip(&central.metrics.commands);
    head(
        &mut text,
        "onemap_commands_total",
        "counter",
        "Commands by what became of them.",
    );
    for (outcome, count) in commands {
        let count = count.load(Ordering::Relaxed);
        line(
            &mut text,
            &format!("onemap_commands_total{{outcome=\"{outcome}\"}} {count}"),
        );
    }
    let pressure = central.repository.pressure();
    let limited = central.metrics.limited.load(Ordering::Relaxed);
    let feed_head = central.heads.borrow().cursor.0;
    let single: [(&str, &str, &str, f64); 8] = [
        (
            "onemap_requests_limited_total",
            "counter",
            "Requests put off because there were too many.",
            limited as f64,
        ),
        (
            "onemap_streams_open",
            "gauge",
            "Streams of ticks that somebody listens to.",
            central.listeners() as f64,
        ),
        (
            "onemap_feed_head",
            "gauge",
            "The last event of the log that this central knows.",
            feed_head as f64,
        ),
        (
            "onemap_writers_total",
            "counter",
            "Transactions that write.",
            pressure.writers as f64,
        ),
        (
            "onemap_writers_waited_seconds_total",
            "counter",
            "How long they waited for the one before.",
            pressure.waited.as_secs_f64(),
        ),
        (
            "onemap_database_connections",
            "gauge",
            "Open connections to the database.",
            f64::from(pressure.connections),
        ),
        (
            "onemap_database_connections_in_use",
            "gauge",
            "Those of them that somebody works with.",
            f64::from(pressure.connections.saturating_sub(pressure.idle)),
        ),
        (
            "process_resident_memory_bytes",
            "gauge",
            "Memory of this process.",
            resident() as f64,
        ),
    ];
    for (name, kind, help, value) in single {
        head(&mut text, name, kind, help);
        line(&mut text, &format!("{name} {value}"));
    }
    text
}

fn requests(text: &mut String, central: &Central) {
    let requests = central.metrics.requests.lock();
    let requests = requests.unwrap_or_else(PoisonError::into_inner);
    let count = "onemap_requests_total";
    head(
        text,
        count,
        "counter",
        "Requests by route, method and status.",
    );
    for (Route { method, template }, seen) in requests.iter() {
        for (status, times) in &seen.by_status {
            let labels = format!("method=\"{method}\",route=\"{template}\",status=\"{status}\"");
            line(text, &format!("{count}{{{labels}}} {times}"));
        }
    }
    let seconds = "onemap_request_seconds";
    head(
        text,
        seconds,
        "histogram",
        "Time to the first byte of an answer.",
    );
    for (Route { method, template }, seen) in requests.iter() {
        histogram(
            text,
            seconds,
            &format!("method=\"{method}\",route=\"{template}\""),
            seen,
        );
    }
}

fn histogram(text: &mut String, name: &str, labels: &str, seen: &Seen) {
    let mut so_far = 0;
    for (bound, within) in BUCKETS.iter().zip(&seen.within) {
        so_far += within;
        line(
            text,
            &format!("{name}_bucket{{{labels},le=\"{bound}\"}} {so_far}"),
        );
    }
    let all: u64 = seen.within.iter().sum();
    line(
        text,
        &format!("{name}_bucket{{{labels},le=\"+Inf\"}} {all}"),
    );
    line(text, &format!("{name}_sum{{{labels}}} {}", seen.seconds));
    line(text, &format!("{name}_count{{{labels}}} {all}"));
}

fn head(text: &mut String, name: &str, kind: &str, help: &str) {
    line(text, &format!("# HELP {name} {help}"));
    line(text, &format!("# TYPE {name} {kind}"));
}

fn line(text: &mut String, line: &str) {
    // Writing to a String cannot fail.
    let _ = writeln!(text, "{line}");
}

/// Resident memory, bytes; 0 where the system does not say (anywhere but Linux).
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let of = |line: &str| {
        line.strip_prefix("VmRSS:")?
            .trim()
            .strip_suffix(" kB")?
            .parse()
            .ok()
    };
    status
        .lines()
        .find_map(of)
        .map_or(0, |kib: u64| kib * 1_024)
}
