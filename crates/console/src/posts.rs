//! Who holds which post where, counted once for a register: people upwards, and the posts that grids lack.

use std::collections::{BTreeMap, BTreeSet};

use onemap_domain::area::{AreaCode, Level};
use onemap_domain::people::{GRID_POSTS, Post};
use onemap_protocol::register::Register;

/// The posts of a county.
#[derive(Debug)]
pub(crate) struct Posts {
    held: BTreeMap<AreaCode, BTreeSet<Post>>,
    people: BTreeMap<AreaCode, u32>,
    lacking: BTreeMap<AreaCode, u32>,
}

impl Posts {
    pub(crate) fn of(register: &Register) -> Posts {
        let mut held: BTreeMap<AreaCode, BTreeSet<Post>> = BTreeMap::new();
        let mut people = BTreeMap::new();
        for person in &register.people {
            held.entry(person.area.clone())
                .or_default()
                .insert(person.post);
            count_up(&mut people, &person.area);
        }
        let grids = register.areas.iter().map(|area| &area.code);
        let mut lacking = BTreeMap::new();
        for grid in grids.filter(|code| code.level() == Level::Grid) {
            if vacant(held.get(grid)).next().is_some() {
                count_up(&mut lacking, grid);
            }
        }
        Posts {
            held,
            people,
            lacking,
        }
    }

    /// People in an area and in the areas in it.
    pub(crate) fn people(&self, area: &AreaCode) -> u32 {
        self.people.get(area).copied().unwrap_or_default()
    }

    /// Grids of an area that lack a post that every grid has.
    pub(crate) fn lacking(&self, area: &AreaCode) -> u32 {
        self.lacking.get(area).copied().unwrap_or_default()
    }

    /// The posts that every grid has and this one lacks.
    pub(crate) fn vacant(&self, grid: &AreaCode) -> Vec<Post> {
        vacant(self.held.get(grid)).collect()
    }
}

fn count_up(counts: &mut BTreeMap<AreaCode, u32>, area: &AreaCode) {
    for area in area.upwards() {
        *counts.entry(area).or_default() += 1;
    }
}

fn vacant(held: Option<&BTreeSet<Post>>) -> impl Iterator<Item = Post> {
    let lacks = move |post: &Post| held.is_none_or(|held| !held.contains(post));
    GRID_POSTS.into_iter().filter(lacks)
}
