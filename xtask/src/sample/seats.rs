//! Where the towns lie, roughly: what the made-up boundaries are drawn around.
//!
//! Deliberately absent: precision. The seats are to about a kilometre and the sizes to about a
//! tenth; both only make the sample look like the county it is named after.

/// A town's seat and size.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seat {
    /// The town's code.
    pub code: &'static str,
    /// Degrees east and north.
    pub place: [f64; 2],
    /// Its size in relation to the others.
    pub size: f64,
    /// The weight of one of its communities in grids and households; a village weighs 1.
    pub community: f64,
}

const fn seat(code: &'static str, place: [f64; 2], size: f64, community: f64) -> Seat {
    Seat {
        code,
        place,
        size,
        community,
    }
}

/// The middle of the urban core, where the county's offices are.
pub(super) const CORE: [f64; 2] = [105.702, 28.582];

/// The 17 towns.
pub(super) const SEATS: [Seat; 17] = [
    seat("520381001", [105.700, 28.590], 14.0, 1.9),
    seat("520381002", [105.693, 28.570], 32.0, 2.1),
    seat("520381003", [105.729, 28.578], 24.0, 2.6),
    seat("520381100", [105.745, 28.552], 66.0, 1.5),
    seat("520381101", [105.758, 28.510], 100.0, 1.4),
    seat("520381102", [105.655, 28.505], 120.0, 1.4),
    seat("520381103", [105.875, 28.545], 150.0, 1.4),
    seat("520381104", [105.955, 28.475], 205.0, 1.2),
    seat("520381105", [105.965, 28.365], 205.0, 1.4),
    seat("520381106", [106.030, 28.560], 195.0, 1.4),
    seat("520381107", [105.962, 28.635], 100.0, 1.4),
    seat("520381108", [106.038, 28.640], 115.0, 1.4),
    seat("520381109", [105.760, 28.340], 165.0, 1.2),
    seat("520381110", [105.835, 28.475], 110.0, 1.2),
    seat("520381202", [105.690, 28.400], 95.0, 1.2),
    seat("520381203", [106.100, 28.490], 75.0, 1.2),
    seat("520381204", [105.903, 28.617], 60.0, 1.2),
];
