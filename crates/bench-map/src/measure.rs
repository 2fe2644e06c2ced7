//! Times, their median, their growth, and what machine they were taken on.

use std::path::Path;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::Failure;

/// Runs of everything that is measured; the first is dropped, for it pays for cold caches.
pub const RUNS: usize = 12;

/// How long some work took, and what came of it.
pub fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let done = std::hint::black_box(work());
    (start.elapsed(), done)
}

/// A folder of one's own within another, gone when the bench is.
pub fn place_in(folder: &Path) -> Result<TempDir, Failure> {
    std::fs::create_dir_all(folder).map_err(Failure::file(folder))?;
    TempDir::new_in(folder).map_err(Failure::file(folder))
}

/// The middle one of all but the first; of an even number the later.
pub fn median(times: &[Duration]) -> Duration {
    let mut kept = times.get(1..).unwrap_or_default().to_vec();
    kept.sort_unstable();
    kept.get(kept.len() / 2).copied().unwrap_or_default()
}

/// The slope of the straight line through the points in log-log: 0 does not grow with n, 1 grows
/// as n does. Least squares.
pub fn slope(points: &[(usize, Duration)]) -> f64 {
    let logs: Vec<(f64, f64)> = points
        .iter()
        .map(|(n, time)| ((*n as f64).ln(), time.as_secs_f64().ln()))
        .collect();
    let count = logs.len() as f64;
    let mean_x = logs.iter().map(|(x, _)| x).sum::<f64>() / count;
    let mean_y = logs.iter().map(|(_, y)| y).sum::<f64>() / count;
    let (up, along) = logs.iter().fold((0.0, 0.0), |(up, along), (x, y)| {
        let x = x - mean_x;
        (up + x * (y - mean_y), along + x * x)
    });
    up / along
}

/// How many cores there are and how many tasks wanted one lately, where the system says so.
pub fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let load = std::fs::read_to_string("/proc/loadavg").ok();
    let load = load.as_deref().and_then(|text| text.split(' ').next());
    format!(
        "{cores} cores, load of the last minute {}",
        load.unwrap_or("unknown")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_leaves_out_the_first_run() {
        let times = [900, 3, 1, 2].map(Duration::from_millis);
        assert_eq!(median(&times), Duration::from_millis(2));
        assert_eq!(median(&times[..1]), Duration::ZERO);
    }

    #[test]
    fn what_doubles_with_n_has_slope_one_and_what_stays_has_none() {
        let linear = [1, 2, 4, 8].map(|n| (n, Duration::from_millis(n as u64)));
        assert!((slope(&linear) - 1.0).abs() < 1e-9);
        let flat = [1, 2, 4, 8].map(|n| (n, Duration::from_millis(5)));
        assert!(slope(&flat).abs() < 1e-9);
    }
}
