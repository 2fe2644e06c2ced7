//! From a [`Scope`] to SQL, in this one place. A query of cases begins with [`CasesIn::select`];
//! nothing else in this repository says `FROM cases` for a reader. Row-level security says the
//! same a second time (see the migrations).

use onemap_domain::people::{Role, Scope};
use sqlx::{Postgres, QueryBuilder};

/// A query of the cases of one scope, to be narrowed further.
pub(super) struct CasesIn {
    builder: QueryBuilder<Postgres>,
}

impl CasesIn {
    /// Begins a query of these columns over the scope's cases.
    pub(super) fn select(columns: &'static str, scope: &Scope) -> CasesIn {
        let mut builder = QueryBuilder::new("SELECT ");
        builder.push(columns).push(" FROM cases c WHERE ");
        push_area(&mut builder, scope.area.as_str());
        match (scope.role, &scope.department) {
            (Role::Clerk, Some(own)) => {
                builder
                    .push(" AND EXISTS (SELECT 1 FROM parts p WHERE p.case_id = c.id")
                    .push(" AND p.department = ")
                    .push_bind(own.as_str().to_owned())
                    .push(")");
            }
            (Role::Clerk, None)
            | (Role::SystemAdmin | Role::SecurityAdmin | Role::AuditAdmin, _) => {
                builder.push(" AND false");
            }
            (
                Role::Operator | Role::Leader | Role::Supervisor | Role::GridWorker | Role::Wall,
                _,
            ) => {}
        }
        let own: Vec<String> = scope.compartments.iter().map(|one| one.0.clone()).collect();
        builder
            .push(" AND (c.compartment IS NULL OR c.compartment = ANY (")
            .push_bind(own)
            .push("))");
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
        T: sqlx::Encode<'t, Postgres> + sqlx::Type<Postgres> + 't,
    {
        self.builder.push(" AND ").push(condition).push_bind(value);
        self
    }

    /// The builder, for what comes after the conditions.
    pub(super) fn then(&mut self, rest: &'static str) -> &mut QueryBuilder<Postgres> {
        self.builder.push(rest)
    }
}

/// A subtree is a range of codes: `:` is the character after `9`, and codes are compared byte by
/// byte (the column's collation).
fn push_area(builder: &mut QueryBuilder<Postgres>, area: &str) {
    builder.push("(c.grid >= ").push_bind(area.to_owned());
    builder.push(" AND c.grid < ").push_bind(format!("{area}:"));
    builder.push(")");
}
