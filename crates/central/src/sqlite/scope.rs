//! From a [`Scope`] to SQL, in this one place. A query of cases begins with [`CasesIn::select`];
//! nothing else in this crate says `FROM cases` for a reader.

use onemap_domain::people::{Role, Scope};
use sqlx::{QueryBuilder, Sqlite};

/// A query of the cases of one scope, to be narrowed further.
pub(super) struct CasesIn {
    builder: QueryBuilder<Sqlite>,
}

impl CasesIn {
    /// Begins a query of these columns over the scope's cases.
    pub(super) fn select(columns: &'static str, scope: &Scope) -> CasesIn {
        let mut builder = QueryBuilder::new("SELECT ");
        builder.push(columns).push(" FROM cases c WHERE ");
        push_area(&mut builder, scope.area.as_str());
        match (scope.role, &scope.department) {
            (Role::Clerk, Some(own)) => {
                builder.push(" AND EXISTS (SELECT 1 FROM parts p WHERE p.case_id = c.id");
                builder
                    .push(" AND p.department = ")
                    .push_bind(own.as_str().to_owned());
                builder.push(")");
            }
            (Role::Clerk, None)
            | (Role::SystemAdmin | Role::SecurityAdmin | Role::AuditAdmin, _) => {
                builder.push(" AND 0");
            }
            (
                Role::Operator | Role::Leader | Role::Supervisor | Role::GridWorker | Role::Wall,
                _,
            ) => {}
        }
        builder.push(" AND (c.compartment IS NULL");
        if !scope.compartments.is_empty() {
            builder.push(" OR c.compartment IN (");
            let mut own = builder.separated(", ");
            for compartment in &scope.compartments {
                own.push_bind(compartment.0.clone());
            }
            builder.push(")");
        }
        builder.push(")");
        CasesIn { builder }
    }

    /// Only those of an area.
    pub(super) fn and_area(&mut self, area: &str) -> &mut CasesIn {
        self.builder.push(" AND ");
        push_area(&mut self.builder, area);
        self
    }

    /// Only those for which `condition`, with the value bound at its end, holds.
    pub(super) fn and<'t, T>(&mut self, condition: &'static str, value: T) -> &mut CasesIn
    where
        T: sqlx::Encode<'t, Sqlite> + sqlx::Type<Sqlite> + 't,
    {
        self.builder.push(" AND ").push(condition).push_bind(value);
        self
    }

    /// The query, complete.
    pub(super) fn end(self) -> QueryBuilder<Sqlite> {
        self.builder
    }

    /// The builder, for what comes after the conditions.
    pub(super) fn then(&mut self, rest: &'static str) -> &mut QueryBuilder<Sqlite> {
        self.builder.push(rest)
    }
}

/// Digits of a county's code (GB/T 2260).
const COUNTY_DIGITS: usize = 6;

/// A subtree is a range of codes: `:` is the character after `9`. That of a county and above holds
/// nearly every case, and the index of grids would only keep SQLite from the order that is asked
/// for: a snapshot that is read part by part would sort all cases for each part.
fn push_area(builder: &mut QueryBuilder<Sqlite>, area: &str) {
    let grid = if area.len() <= COUNTY_DIGITS {
        "+c.grid"
    } else {
        "c.grid"
    };
    builder
        .push("(")
        .push(grid)
        .push(" >= ")
        .push_bind(area.to_owned());
    builder
        .push(" AND ")
        .push(grid)
        .push(" < ")
        .push_bind(format!("{area}:"))
        .push(")");
}
