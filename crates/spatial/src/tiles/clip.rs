//! Rings cut at the edge of a tile.
//!
//! As surfaces by Sutherland and Hodgman (*Reentrant polygon clipping*, 1974), which follows the
//! box where a ring leaves it; as lines by Liang and Barsky (1984), which does not, so that a
//! border drawn along these lines never shows the tile's own edge.

/// A square box: everything from `low` to `high` on both axes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window {
    pub low: f64,
    pub high: f64,
}

impl Window {
    /// The part of a closed ring's surface within the window, as one ring. Where a ring leaves and
    /// enters again the parts stay joined along the window's edge, with no area between.
    pub fn surface(self, ring: &[[f64; 2]]) -> Vec<[f64; 2]> {
        let mut ring = ring.to_vec();
        for axis in 0..2 {
            ring = beyond(&ring, axis, self.low, |value| value >= self.low);
            ring = beyond(&ring, axis, self.high, |value| value <= self.high);
        }
        ring
    }

    /// The parts of a closed ring's line within the window.
    pub fn lines(self, ring: &[[f64; 2]]) -> Vec<Vec<[f64; 2]>> {
        let mut lines: Vec<Vec<[f64; 2]>> = Vec::new();
        for side in ring.windows(2) {
            let Some([from, to]) = self.segment(side[0], side[1]) else {
                continue;
            };
            match lines.last_mut() {
                Some(line) if line.last() == Some(&from) => line.push(to),
                _ => lines.push(vec![from, to]),
            }
        }
        // A ring that starts within the window comes back to where it started.
        if lines.len() > 1
            && let Some(last) = lines.pop()
        {
            if last.last() == lines[0].first() {
                let first = std::mem::replace(&mut lines[0], last);
                lines[0].extend(first.into_iter().skip(1));
            } else {
                lines.push(last);
            }
        }
        lines
    }

    fn segment(self, a: [f64; 2], b: [f64; 2]) -> Option<[[f64; 2]; 2]> {
        let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
        for axis in 0..2 {
            let run = b[axis] - a[axis];
            if run == 0.0 {
                if a[axis] < self.low || a[axis] > self.high {
                    return None;
                }
                continue;
            }
            let (one, other) = ((self.low - a[axis]) / run, (self.high - a[axis]) / run);
            enter = enter.max(one.min(other));
            leave = leave.min(one.max(other));
        }
        if enter > leave {
            return None;
        }
        let at = |along: f64| [a[0] + (b[0] - a[0]) * along, a[1] + (b[1] - a[1]) * along];
        // Ends that are not cut stay what they are, to the last bit: the next side starts there.
        let from = if enter > 0.0 { at(enter) } else { a };
        let to = if leave < 1.0 { at(leave) } else { b };
        Some([from, to])
    }
}

/// The part of a closed ring on one side of a line across `axis` at `border`.
fn beyond(
    ring: &[[f64; 2]],
    axis: usize,
    border: f64,
    keeps: impl Fn(f64) -> bool,
) -> Vec<[f64; 2]> {
    let mut kept = Vec::with_capacity(ring.len() + 4);
    for [from, to] in crate::ring::sides(ring) {
        if keeps(from[axis]) != keeps(to[axis]) {
            let along = (border - from[axis]) / (to[axis] - from[axis]);
            let other = 1 - axis;
            let mut cut = [border; 2];
            cut[other] = from[other] + (to[other] - from[other]) * along;
            kept.push(cut);
        }
        if keeps(to[axis]) {
            kept.push(to);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    const WINDOW: Window = Window {
        low: 0.0,
        high: 10.0,
    };

    fn area(ring: &[[f64; 2]]) -> f64 {
        crate::ring::sides(ring)
            .map(|[a, b]| a[0] * b[1] - b[0] * a[1])
            .sum::<f64>()
            .abs()
            / 2.0
    }

    /// Teeth that leave the window to the south and enter again.
    fn comb() -> Vec<[f64; 2]> {
        let mut ring = vec![[-5.0, 15.0], [-5.0, -5.0]];
        for tooth in 0..6 {
            let x = f64::from(tooth) * 3.0 - 4.0;
            ring.extend([[x, 7.0], [x + 1.5, -5.0]]);
        }
        ring.extend([[15.0, 15.0], [-5.0, 15.0]]);
        ring
    }

    #[test]
    fn four_quarters_have_the_area_of_the_whole() {
        let whole = area(
            &Window {
                low: -20.0,
                high: 20.0,
            }
            .surface(&comb()),
        );
        let mut quarters = 0.0;
        for (x, y) in [(-20.0, -20.0), (0.0, -20.0), (-20.0, 0.0), (0.0, 0.0)] {
            let moved: Vec<_> = comb().iter().map(|p| [p[0] - x, p[1] - y]).collect();
            quarters += area(
                &Window {
                    low: 0.0,
                    high: 20.0,
                }
                .surface(&moved),
            );
        }
        assert!((whole - quarters).abs() < 1e-9, "{whole} {quarters}");
    }

    #[test]
    fn a_ring_around_the_window_fills_it_and_draws_no_line() {
        let around = [
            [-1.0, -1.0],
            [11.0, -1.0],
            [11.0, 11.0],
            [-1.0, 11.0],
            [-1.0, -1.0],
        ];
        assert!((area(&WINDOW.surface(&around)) - 100.0).abs() < 1e-9);
        assert!(WINDOW.lines(&around).is_empty());
    }

    #[test]
    fn a_ring_within_the_window_stays_one_closed_line() {
        let small = [[1.0, 1.0], [3.0, 1.0], [2.0, 3.0], [1.0, 1.0]];
        assert_eq!(WINDOW.lines(&small), [small.to_vec()]);
        assert!((area(&WINDOW.surface(&small)) - area(&small)).abs() < 1e-12);
    }

    #[test]
    fn a_line_that_starts_within_is_joined_across_its_start() {
        // Starts inside, leaves to the east, comes back: one part, not two.
        let ring = [[5.0, 5.0], [15.0, 5.0], [15.0, 8.0], [5.0, 8.0], [5.0, 5.0]];
        let lines = WINDOW.lines(&ring);
        assert_eq!(
            lines,
            [vec![[10.0, 8.0], [5.0, 8.0], [5.0, 5.0], [10.0, 5.0]]]
        );
    }

    #[test]
    fn no_part_of_a_line_runs_along_the_edge_of_the_window() {
        for line in WINDOW.lines(&comb()) {
            for side in line.windows(2) {
                let along = |axis: usize| {
                    [0.0, 10.0].iter().any(|edge| {
                        side.iter()
                            .all(|end: &[f64; 2]| (end[axis] - edge).abs() < 1e-12)
                    })
                };
                assert!(!along(0) && !along(1), "{side:?}");
            }
        }
    }
}
