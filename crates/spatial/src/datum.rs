//! WGS-84 to GCJ-02 and BD-09, and back.
//!
//! GCJ-02 is the datum of public maps in China. Its law is not published; the offset used here is
//! the publicly known approximation: sums of sines laid over the Krasovsky 1940 ellipsoid, some
//! hundreds of metres. CGCS2000 agrees with WGS-84 within centimetres and needs nothing.
//!
//! BD-09 is the datum of Baidu's maps: GCJ-02 moved once more, by up to about a kilometre. Its law is
//! not published either; what is used here is the formula that is publicly known for it.
//!
//! Deliberately absent: local city grids, Beijing 1954 and Xian 1980, whose ties to WGS-84 are not
//! public. Boundaries are stored in WGS-84; a source in another datum is converted once, at import.

use onemap_domain::area::{Outline, Position};
use std::f64::consts::PI;

pub use onemap_domain::area::Datum;

/// A position of a datum in WGS-84 degrees.
pub fn to_wgs84(datum: Datum, place: Position) -> Position {
    match datum {
        Datum::Wgs84 | Datum::Cgcs2000 => place,
        Datum::Gcj02 => gcj02_to_wgs84(place),
        Datum::Bd09 => gcj02_to_wgs84(bd09_to_gcj02(place)),
    }
}

/// A WGS-84 position in degrees of a datum.
pub fn from_wgs84(datum: Datum, place: Position) -> Position {
    match datum {
        Datum::Wgs84 | Datum::Cgcs2000 => place,
        Datum::Gcj02 => wgs84_to_gcj02(place),
        Datum::Bd09 => gcj02_to_bd09(wgs84_to_gcj02(place)),
    }
}

/// An outline of a datum in WGS-84 degrees.
pub fn outline_to_wgs84(datum: Datum, outline: &Outline) -> Outline {
    mapped(outline, |place| to_wgs84(datum, place))
}

/// A WGS-84 outline in degrees of a datum.
pub fn outline_from_wgs84(datum: Datum, outline: &Outline) -> Outline {
    mapped(outline, |place| from_wgs84(datum, place))
}

fn mapped(outline: &Outline, move_to: impl Fn(Position) -> Position) -> Outline {
    let mut outline = outline.clone();
    for point in outline.0.iter_mut().flatten().flatten() {
        let [lon, lat] = *point;
        let moved = move_to(Position { lon, lat });
        *point = [moved.lon, moved.lat];
    }
    outline
}

/// Waves of the offset between GCJ-02 and BD-09, radians for each degree.
const BAIDU_TURN: f64 = PI * 3000.0 / 180.0;
/// How far BD-09 lies east and north of GCJ-02 before its waves, degrees.
const BAIDU_SHIFT: [f64; 2] = [0.006_5, 0.006];

/// What GCJ-02 calls `place`, in BD-09 degrees: turned and stretched a little around longitude and
/// latitude zero, in waves, and then moved.
pub fn gcj02_to_bd09(place: Position) -> Position {
    let reach = place.lon.hypot(place.lat) + 0.000_02 * (place.lat * BAIDU_TURN).sin();
    let angle = place.lat.atan2(place.lon) + 0.000_003 * (place.lon * BAIDU_TURN).cos();
    let [east, north] = BAIDU_SHIFT;
    Position {
        lon: reach * angle.cos() + east,
        lat: reach * angle.sin() + north,
    }
}

/// The GCJ-02 position that [`gcj02_to_bd09`] takes to `place`, within 1e-9 degree (0.1 mm). The
/// offset changes by less than 2 % of a step in China, so that each round gains a digit or two.
pub fn bd09_to_gcj02(place: Position) -> Position {
    let [east, north] = BAIDU_SHIFT;
    let mut guess = Position {
        lon: place.lon - east,
        lat: place.lat - north,
    };
    for _ in 0..16 {
        let there = gcj02_to_bd09(guess);
        let [over, above] = [there.lon - place.lon, there.lat - place.lat];
        guess = Position {
            lon: guess.lon - over,
            lat: guess.lat - above,
        };
        if over.abs().max(above.abs()) < 1e-12 {
            break;
        }
    }
    guess
}

/// Semi-major axis of the Krasovsky 1940 ellipsoid, metres.
const SEMI_MAJOR: f64 = 6_378_245.0;
/// Square of that ellipsoid's first eccentricity.
const ECCENTRICITY_SQUARED: f64 = 0.006_693_421_622_965_943;
/// The rectangle in which the offset applies: west, south, east, north, degrees.
const OFFSET_RECTANGLE: [f64; 4] = [72.004, 0.829_3, 137.834_7, 55.827_1];

/// What WGS-84 calls `place`, in GCJ-02 degrees. Outside the rectangle around China the two agree.
pub fn wgs84_to_gcj02(place: Position) -> Position {
    let [east, north] = offset(place);
    Position {
        lon: place.lon + east,
        lat: place.lat + north,
    }
}

/// The WGS-84 position that [`wgs84_to_gcj02`] takes to `place`, within 1e-9 degree (0.1 mm).
///
/// The offset changes by less than 1 % of a step, so subtracting the offset of the last guess
/// from `place` gains more than two digits a round. Within the offset's own width of the
/// rectangle's rim, where it jumps to zero, a position may have no exact inverse; no county
/// centre lies there.
pub fn gcj02_to_wgs84(place: Position) -> Position {
    let mut guess = place;
    for _ in 0..12 {
        let [east, north] = offset(guess);
        let next = Position {
            lon: place.lon - east,
            lat: place.lat - north,
        };
        let step = (next.lon - guess.lon)
            .abs()
            .max((next.lat - guess.lat).abs());
        guess = next;
        if step < 1e-12 {
            break;
        }
    }
    guess
}

/// How far GCJ-02 shifts a WGS-84 position: degrees east, degrees north.
fn offset(place: Position) -> [f64; 2] {
    let [west, south, east, north] = OFFSET_RECTANGLE;
    if !(west..=east).contains(&place.lon) || !(south..=north).contains(&place.lat) {
        return [0.0, 0.0];
    }
    let (x, y) = (place.lon - 105.0, place.lat - 35.0);
    let bend = 0.1 * x * y;
    let root = x.abs().sqrt();
    // The two series share the ripple of 6 and 2 waves a degree of longitude; all in metres.
    let ripple = waves(&[(20.0, 6.0 * x), (20.0, 2.0 * x)]);
    let metres_east = 300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + bend
        + 0.1 * root
        + ripple
        + waves(&[(20.0, x), (40.0, x / 3.0)])
        + waves(&[(150.0, x / 12.0), (300.0, x / 30.0)]);
    let metres_north = -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + bend
        + 0.2 * root
        + ripple
        + waves(&[(20.0, y), (40.0, y / 3.0)])
        + waves(&[(160.0, y / 12.0), (320.0, y / 30.0)]);

    // From metres to degrees by the radii of curvature at this latitude.
    let latitude = place.lat.to_radians();
    let square = 1.0 - ECCENTRICITY_SQUARED * latitude.sin().powi(2);
    let across = SEMI_MAJOR / square.sqrt() * latitude.cos();
    let along = SEMI_MAJOR * (1.0 - ECCENTRICITY_SQUARED) / (square * square.sqrt());
    [
        (metres_east / across).to_degrees(),
        (metres_north / along).to_degrees(),
    ]
}

/// Two thirds of the sum of `amplitude · sin(π · turn)`.
fn waves(terms: &[(f64, f64)]) -> f64 {
    terms
        .iter()
        .map(|(amplitude, turn)| amplitude * (PI * turn).sin())
        .sum::<f64>()
        * 2.0
        / 3.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::test_runner::{Config, RngSeed};

    #[test]
    fn a_known_place_moves_as_public_maps_show_it() {
        // Tiananmen: a widely printed pair of coordinates of this approximation.
        let moved = wgs84_to_gcj02(Position {
            lon: 116.404,
            lat: 39.915,
        });
        assert!(
            (moved.lon - 116.410_244_499_169_38).abs() < 1e-9,
            "{moved:?}"
        );
        assert!(
            (moved.lat - 39.916_404_281_501_64).abs() < 1e-9,
            "{moved:?}"
        );
    }

    #[test]
    fn a_known_place_moves_on_as_baidu_shows_it() {
        let moved = gcj02_to_bd09(Position {
            lon: 116.404,
            lat: 39.915,
        });
        // A widely printed pair of coordinates of this formula.
        assert!((moved.lon - 116.410_369_499_3).abs() < 1e-7, "{moved:?}");
        assert!((moved.lat - 39.921_336_993_5).abs() < 1e-7, "{moved:?}");
    }

    #[test]
    fn outside_china_nothing_moves() {
        let paris = Position {
            lon: 2.35,
            lat: 48.86,
        };
        assert_eq!(wgs84_to_gcj02(paris), paris);
        assert_eq!(gcj02_to_wgs84(paris), paris);
    }

    proptest! {
        #![proptest_config(Config {
            rng_seed: RngSeed::Fixed(1940), failure_persistence: None, ..Config::default()
        })]

        #[test]
        fn there_and_back_is_where_we_were(lon in 73.0_f64..137.0, lat in 2.0_f64..55.0) {
            let public = Position { lon, lat };
            let again = wgs84_to_gcj02(gcj02_to_wgs84(public));
            prop_assert!((again.lon - lon).abs() < 1e-9 && (again.lat - lat).abs() < 1e-9);
            let back = gcj02_to_wgs84(wgs84_to_gcj02(public));
            prop_assert!((back.lon - lon).abs() < 1e-9 && (back.lat - lat).abs() < 1e-9);
        }

        #[test]
        fn every_datum_leads_there_and_back(lon in 73.0_f64..137.0, lat in 2.0_f64..55.0) {
            let place = Position { lon, lat };
            for datum in Datum::ALL {
                let again = to_wgs84(datum, from_wgs84(datum, place));
                prop_assert!((again.lon - lon).abs() < 1e-9 && (again.lat - lat).abs() < 1e-9);
                let back = from_wgs84(datum, to_wgs84(datum, place));
                prop_assert!((back.lon - lon).abs() < 1e-9 && (back.lat - lat).abs() < 1e-9);
            }
        }

        #[test]
        fn the_offset_is_some_hundreds_of_metres(lon in 97.0_f64..109.0, lat in 21.0_f64..34.0) {
            let here = Position { lon, lat };
            let metres = crate::measure::distance_m(here, wgs84_to_gcj02(here));
            prop_assert!((50.0..1_000.0).contains(&metres), "{metres} m");
        }
    }
}
