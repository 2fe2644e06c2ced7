//! The edges of all outlines in strips of latitude, so that a point is tested against a few.
//!
//! One list for all, because a look-up goes from one outline to another and would wait for each
//! one's own. Deliberately absent: which outlines to ask; the raster knows.

use crate::ring;
use onemap_domain::area::{Outline, Position};

/// Edges in strips, outline by outline.
#[derive(Debug)]
pub(super) struct Shapes {
    strips: Vec<Strips>,
    /// Where each strip's edges start in `edges`; for each outline one more than its strips.
    starts: Vec<u32>,
    /// The edges of each strip in turn; an edge stands in every strip it reaches.
    edges: Vec<ring::Edge>,
}

/// An outline's strips.
#[derive(Debug)]
struct Strips {
    south: f64,
    per_degree: f64,
    /// Where its first strip is in `starts`.
    first: u32,
    /// The last strip, counted from the first.
    last: u32,
}

impl Strips {
    #[inline]
    fn at(&self, lat: f64) -> u32 {
        // Saturating: whatever lies south of the outline falls into its first strip.
        (((lat - self.south) * self.per_degree) as u32).min(self.last)
    }
}

impl Shapes {
    pub fn new(outlines: &[Outline]) -> Shapes {
        let mut shapes = Shapes {
            strips: Vec::with_capacity(outlines.len()),
            starts: Vec::new(),
            edges: Vec::new(),
        };
        for outline in outlines {
            shapes.add(outline);
        }
        shapes
    }

    fn add(&mut self, outline: &Outline) {
        let all: Vec<ring::Edge> = ring::edges(outline).collect();
        let south = all
            .iter()
            .fold(f64::INFINITY, |least, edge| least.min(edge.low));
        let north = all
            .iter()
            .fold(f64::NEG_INFINITY, |most, edge| most.max(edge.high));
        // Half as many strips as edges: a few edges in each, few edges in more than two.
        let count = (all.len() / 2).clamp(1, 1_024);
        let per_degree = if north > south {
            count as f64 / (north - south)
        } else {
            0.0
        };
        let strips = Strips {
            south,
            per_degree,
            first: self.starts.len() as u32,
            last: count as u32 - 1,
        };
        let mut sorted: Vec<Vec<ring::Edge>> = vec![Vec::new(); count];
        for edge in all {
            // The same monotone function places edges here and points later, so that no edge
            // that counts can be missed.
            for strip in strips.at(edge.low)..=strips.at(edge.high) {
                sorted[strip as usize].push(edge);
            }
        }
        self.starts.push(self.edges.len() as u32);
        for strip in sorted {
            self.edges.extend(strip);
            self.starts.push(self.edges.len() as u32);
        }
        self.strips.push(strips);
    }

    /// Whether an outline has a place.
    #[inline]
    pub fn contains(&self, outline: u32, place: Position) -> bool {
        let strips = &self.strips[outline as usize];
        let strip = (strips.first + strips.at(place.lat)) as usize;
        let edges = &self.edges[self.starts[strip] as usize..self.starts[strip + 1] as usize];
        ring::odd(edges.iter().copied(), place)
    }
}
