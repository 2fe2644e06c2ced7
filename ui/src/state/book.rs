//! The names of the county, found by their codes.

use std::collections::HashMap;
use std::ops::Deref;

use onemap_domain::area::{Area, AreaCode};
use onemap_domain::department::{Department, DepartmentCode};
use onemap_protocol::desk::Names;

/// [`Names`] with an index; a row of a list looks up five of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Book {
    names: Names,
    areas: HashMap<AreaCode, usize>,
    departments: HashMap<DepartmentCode, usize>,
}

impl Book {
    /// Indexes the names.
    pub fn new(names: Names) -> Book {
        let areas = names
            .areas
            .iter()
            .enumerate()
            .map(|(i, a)| (a.code.clone(), i))
            .collect();
        let departments = names
            .departments
            .iter()
            .enumerate()
            .map(|(i, d)| (d.code.clone(), i))
            .collect();
        Book {
            names,
            areas,
            departments,
        }
    }

    /// The area with this code, down to grids.
    pub fn area(&self, code: &AreaCode) -> Option<&Area> {
        self.areas.get(code).map(|index| &self.names.areas[*index])
    }

    /// The department with this code.
    pub fn department(&self, code: &DepartmentCode) -> Option<&Department> {
        self.departments
            .get(code)
            .map(|index| &self.names.departments[*index])
    }
}

impl Deref for Book {
    type Target = Names;
    fn deref(&self) -> &Names {
        &self.names
    }
}
