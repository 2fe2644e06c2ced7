//! A case as the columns of its row.

use onemap_domain::case::{Case, Flag};
use onemap_domain::department::DepartmentCode;
use serde::Serialize;

use super::FILE;
use crate::StoreError;

/// The columns, in the order of the table, as `json_each` reads them from a batch.
pub(super) const COLUMNS: &str = "id, number, title, text, address, category, grid, lon, lat, \
    stage, open, carried, lead, departments, flags, compartment, returned, due_from, due_at, \
    reported_at, closed_at, revision, state";

/// `SELECT` that turns a JSON array of [`CaseColumns`] into rows. The limit keeps SQLite from writing
/// each element out as text anew for every one of its columns.
pub(super) const FROM_JSON: &str = "SELECT one ->> 'id', one ->> 'number', one ->> 'title', \
    one ->> 'text', one ->> 'address', one ->> 'category', one ->> 'grid', \
    one ->> 'lon', one ->> 'lat', one ->> 'stage', one ->> 'open', one ->> 'carried', \
    one ->> 'lead', one ->> 'departments', \
    one ->> 'flags', one ->> 'compartment', one ->> 'returned', one ->> 'due_from', \
    one ->> 'due_at', one ->> 'reported_at', one ->> 'closed_at', one ->> 'revision', \
    one ->> 'state' \
    FROM (SELECT value AS one FROM json_each(?) LIMIT -1)";

#[derive(Serialize)]
pub(super) struct CaseColumns<'a> {
    id: String,
    number: Option<&'a str>,
    title: &'a str,
    text: &'a str,
    address: &'a str,
    category: &'a str,
    grid: &'a str,
    lon: f64,
    lat: f64,
    stage: &'static str,
    open: u8,
    carried: u8,
    lead: Option<&'a str>,
    departments: String,
    flags: String,
    compartment: Option<&'a str>,
    returned: u32,
    due_from: Option<i64>,
    due_at: Option<i64>,
    reported_at: i64,
    closed_at: Option<i64>,
    revision: u64,
    state: String,
}

impl<'a> CaseColumns<'a> {
    pub(super) fn of(case: &'a Case) -> Result<CaseColumns<'a>, StoreError> {
        let clock = case.nearest_clock();
        let joined = |words: Vec<&str>| format!(",{},", words.join(","));
        let departments = case.departments().into_iter();
        Ok(CaseColumns {
            id: case.id.to_string(),
            number: case.number.as_ref().map(|number| number.0.as_str()),
            title: &case.facts.title,
            text: &case.facts.text,
            address: &case.facts.address,
            category: &case.facts.category,
            grid: case.facts.grid.as_str(),
            lon: case.facts.position.lon,
            lat: case.facts.position.lat,
            stage: case.stage.name(),
            open: u8::from(case.is_open()),
            carried: u8::from(case.is_carried()),
            lead: case
                .lead
                .as_ref()
                .map(onemap_domain::department::DepartmentCode::as_str),
            departments: joined(departments.map(DepartmentCode::as_str).collect()),
            flags: joined(case.flags().map(Flag::name).collect()),
            compartment: case.compartment.as_ref().map(|one| one.0.as_str()),
            returned: case.returned,
            due_from: clock.map(|clock| clock.started_at.as_millisecond()),
            due_at: clock.map(|clock| clock.due.at.as_millisecond()),
            reported_at: case.reported_at.as_millisecond(),
            closed_at: case.closed_at.map(jiff::Timestamp::as_millisecond),
            revision: case.revision,
            state: serde_json::to_string(case).map_err(StoreError::contents(FILE))?,
        })
    }

    /// A batch as one JSON array.
    pub(super) fn batch<'c>(
        cases: impl IntoIterator<Item = &'c Case>,
    ) -> Result<String, StoreError> {
        let columns = cases
            .into_iter()
            .map(CaseColumns::of)
            .collect::<Result<Vec<_>, StoreError>>()?;
        serde_json::to_string(&columns).map_err(StoreError::contents(FILE))
    }
}
