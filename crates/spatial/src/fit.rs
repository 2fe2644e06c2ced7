//! Which datum are these outlines in? The one in which they fit the ground that they should cover.
//!
//! For each candidate the outlines are taken to WGS-84 and laid over their ground: the outline of their
//! parent, or those of their parents together. The misfit is a share of the ground's area: what of the outlines lies outside, and where the outlines are meant to
//! tile the ground (under some candidate they cover nearly all of it) also what they leave open,
//! which together is the symmetric difference. GCJ-02 and BD-09 are off by some hundreds of metres, so
//! a county in the wrong one misses its own outline by a percent and a town's grids by several.
//!
//! Outlines of another hand miss their ground all around, whatever their datum, and hide a shift in the
//! share; but to all sides alike, so that their centroid stays, and a datum moves it by its whole offset.
//! Where the outlines tile the ground and the shares do not tell, the distance of the centroids does.
//!
//! Deliberately absent: a decision. The figures and a verdict are given; who imports names the datum.
//! Shifts that are no datum's, and outlines that touch none of the ground's sides, cannot be told.

use geo::{BooleanOps as _, Centroid as _, MultiPolygon};
use onemap_domain::area::{Outline, Position};
use serde::{Deserialize, Serialize};

use crate::datum::Datum;
use crate::{datum, measure, surface};

/// The candidates. CGCS2000 is within centimetres of WGS-84: no fit could tell the two apart.
pub const CANDIDATES: [Datum; 3] = [Datum::Wgs84, Datum::Gcj02, Datum::Bd09];

/// Outlines that leave open less than this share of their ground are meant to tile it.
const TILES: f64 = 0.1;
/// One candidate is far better than another if its misfit is at most this part of the other's …
const FAR_BETTER: f64 = 1.0 / 3.0;
/// … and differs from it by at least this share of the ground's area.
const DIFFERS: f64 = 0.001;
/// Centroids tell two candidates apart only if their distances differ by this, metres.
const OFF_DIFFERS_M: f64 = 50.0;
/// With a misfit above this share nothing fits: these are not the parent's children.
const NO_FIT: f64 = 0.2;

/// How well the outlines fit when they are read in one datum.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// Read in which datum.
    pub datum: Datum,
    /// Area of the outlines outside of the ground, a share of the ground's area.
    pub outside: f64,
    /// Area of the ground that no outline covers, a share of the ground's area.
    pub open: f64,
    /// What is compared: `outside`, with `open` where the outlines should tile the ground.
    pub misfit: f64,
    /// From the centroid of the outlines to that of the ground, metres; where the outlines should tile it.
    pub off_m: Option<f64>,
}

/// What the figures say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Verdict {
    /// The outlines fit as they are: they are in WGS-84 or CGCS2000.
    AsItIs,
    /// They fit far better when read in another datum.
    Better {
        /// Which.
        datum: Datum,
    },
    /// No candidate is far better than the others, or none fits.
    CannotTell,
}

/// The figures of every candidate, and the verdict.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fit {
    /// In the order of [`CANDIDATES`].
    pub candidates: Vec<Candidate>,
    /// Whether the outlines should tile the ground, so that what they leave open counts.
    pub tiles: bool,
    /// What the figures say.
    pub verdict: Verdict,
}

impl Fit {
    /// The misfit when read in a datum; CGCS2000 has that of WGS-84.
    pub fn misfit(&self, datum: Datum) -> Option<f64> {
        let wanted = datum.agrees_with();
        let mut candidates = self.candidates.iter();
        candidates
            .find(|candidate| candidate.datum == wanted)
            .map(|candidate| candidate.misfit)
    }
}

/// Lays outlines over their ground (WGS-84, the outlines of their parents), read in each candidate
/// datum. `None` when there is nothing to compare: no outline, or a ground that encloses nothing.
pub fn fit<'a>(
    outlines: impl IntoIterator<Item = &'a Outline>,
    grounds: impl IntoIterator<Item = &'a Outline>,
) -> Option<Fit> {
    let grounds: Vec<_> = grounds.into_iter().map(surface::of).collect();
    let ground = surface::union(&grounds);
    let area = measure::area_km2(&surface::outline(&ground));
    let surfaces: Vec<_> = outlines.into_iter().map(surface::of).collect();
    if area <= 0.0 || surfaces.iter().all(|surface| surface.0.is_empty()) {
        return None;
    }
    // Joined once: a datum moves every point by itself, and so moves the joined outline alike.
    let joined = surface::outline(&surface::union(&surfaces));
    let mut candidates: Vec<Candidate> = CANDIDATES
        .into_iter()
        .map(|datum| {
            let read = surface::of(&datum::outline_to_wgs84(datum, &joined));
            let share = |of: &MultiPolygon<f64>| measure::area_km2(&surface::outline(of)) / area;
            Candidate {
                datum,
                outside: share(&read.difference(&ground)),
                open: share(&ground.difference(&read)),
                misfit: 0.0,
                off_m: off_m(&read, &ground),
            }
        })
        .collect();
    let tiles = candidates.iter().any(|candidate| candidate.open < TILES);
    for candidate in &mut candidates {
        let open = if tiles { candidate.open } else { 0.0 };
        candidate.misfit = candidate.outside + open;
        candidate.off_m = candidate.off_m.filter(|_| tiles);
    }
    let verdict = verdict(&candidates);
    Some(Fit {
        candidates,
        tiles,
        verdict,
    })
}

fn off_m(read: &MultiPolygon<f64>, ground: &MultiPolygon<f64>) -> Option<f64> {
    let place = |surface: &MultiPolygon<f64>| {
        let centroid = surface.centroid()?;
        Some(Position {
            lon: centroid.x(),
            lat: centroid.y(),
        })
    };
    Some(measure::distance_m(place(read)?, place(ground)?))
}

fn verdict(candidates: &[Candidate]) -> Verdict {
    let least = |a: &&Candidate, b: &&Candidate| a.misfit.total_cmp(&b.misfit);
    let Some(best) = candidates.iter().min_by(least) else {
        return Verdict::CannotTell;
    };
    // One figure of the best candidate against the same of all others.
    let far = |of: &dyn Fn(&Candidate) -> Option<f64>, differs: f64| {
        let mut others = candidates.iter().filter(|other| other.datum != best.datum);
        let beaten = |other: &Candidate| {
            let pair = of(best).zip(of(other));
            pair.is_some_and(|(own, other)| own <= other * FAR_BETTER && other - own >= differs)
        };
        others.all(beaten)
    };
    let clear = far(&|one| Some(one.misfit), DIFFERS) || far(&|one| one.off_m, OFF_DIFFERS_M);
    match best.datum {
        _ if !clear || best.misfit > NO_FIT => Verdict::CannotTell,
        Datum::Wgs84 | Datum::Cgcs2000 => Verdict::AsItIs,
        datum => Verdict::Better { datum },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rectangle([west, south, east, north]: [f64; 4]) -> Outline {
        Outline(vec![vec![vec![
            [west, south],
            [east, south],
            [east, north],
            [west, north],
            [west, south],
        ]]])
    }

    /// A county of about 30 km by 33 km, and four towns that tile it.
    fn county() -> (Outline, Vec<Outline>) {
        let towns = [[0.0, 0.0], [0.15, 0.0], [0.0, 0.15], [0.15, 0.15]];
        let town = |[x, y]: [f64; 2]| rectangle([105.6 + x, 28.4 + y, 105.75 + x, 28.55 + y]);
        (
            rectangle([105.6, 28.4, 105.9, 28.7]),
            towns.map(town).to_vec(),
        )
    }

    #[test]
    fn towns_are_found_in_whichever_datum_they_were_written() {
        let (parent, towns) = county();
        for written in Datum::ALL {
            let read: Vec<Outline> = towns
                .iter()
                .map(|town| datum::outline_from_wgs84(written, town))
                .collect();
            let fit = fit(&read, [&parent]).unwrap();
            let expected = match written {
                Datum::Wgs84 | Datum::Cgcs2000 => Verdict::AsItIs,
                datum => Verdict::Better { datum },
            };
            assert_eq!(fit.verdict, expected, "{written:?}: {fit:?}");
            assert!(fit.tiles && fit.misfit(written).unwrap() < 1e-3, "{fit:?}");
        }
    }

    #[test]
    fn a_village_in_the_middle_of_its_county_fits_in_every_datum_and_nothing_is_guessed() {
        let (parent, _) = county();
        let fit = fit(&[rectangle([105.7, 28.5, 105.72, 28.52])], [&parent]).unwrap();
        assert_eq!(fit.verdict, Verdict::CannotTell);
        assert!(!fit.tiles);
    }

    #[test]
    fn the_outlines_of_another_county_fit_in_no_datum() {
        let (parent, _) = county();
        let fit = fit(&[rectangle([106.6, 28.4, 106.9, 28.7])], [&parent]).unwrap();
        assert_eq!(fit.verdict, Verdict::CannotTell);
    }

    #[test]
    fn one_town_at_the_border_is_enough() {
        let (parent, towns) = county();
        let read = datum::outline_from_wgs84(Datum::Bd09, &towns[3]);
        let fit = fit(&[read], [&parent]).unwrap();
        assert!(!fit.tiles);
        let datum = Datum::Bd09;
        assert_eq!(fit.verdict, Verdict::Better { datum }, "{fit:?}");
    }

    #[test]
    fn the_grids_of_a_village_that_is_cut_out_of_a_county_are_laid_over_it_alone() {
        let (_, towns) = county();
        let read: Vec<Outline> = towns[..2]
            .iter()
            .map(|town| datum::outline_from_wgs84(Datum::Gcj02, town))
            .collect();
        let fit = fit(&read, &towns[..2]).unwrap();
        let datum = Datum::Gcj02;
        assert_eq!((fit.tiles, fit.verdict), (true, Verdict::Better { datum }));
    }

    #[test]
    fn without_outlines_or_without_a_parent_there_is_nothing_to_compare() {
        let (parent, towns) = county();
        assert_eq!(fit(&[], [&parent]), None);
        assert_eq!(fit(&towns, [&Outline::default()]), None);
    }
}
