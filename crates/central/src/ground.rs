//! What packs and indexes are made from beside the cases: the areas, and what was done of each duty.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use onemap_domain::area::{AreaCode, Level};
use onemap_domain::duty::Diary;
use onemap_domain::pack::{Days, Rhythm};
use onemap_domain::profile::DutyRule;
use onemap_domain::record::duty::{Book, identity};
use onemap_domain::record::{Matter, RecordId};

use crate::error::StoreError;
use crate::land::Land;
use crate::meetings;
use crate::repository::Repository;

/// What was done of each duty, by its code.
pub type Diaries = BTreeMap<String, Diary>;

/// The codes of all areas.
pub fn areas(land: &Land) -> Vec<AreaCode> {
    let areas = land.register.areas.iter();
    areas.map(|area| area.code.clone()).collect()
}

/// The towns.
pub fn towns(areas: &[AreaCode]) -> Vec<AreaCode> {
    let towns = areas.iter().filter(|area| area.level() == Level::Town);
    towns.cloned().collect()
}

/// The days that anything frozen at a moment looks back on: the packs, and the longest row of the
/// index.
fn looked_back_on(land: &Land, at: Timestamp) -> Days {
    let today = land.calendar.date(at);
    let yesterday = today.saturating_sub(1.day());
    let rows = land.profile.index.iter().flat_map(|index| &index.rows);
    let longest = rows.filter_map(|row| row.days).max().unwrap_or(1);
    let row = today.saturating_sub(i64::from(longest).days());
    let packs = Rhythm::ALL.map(|rhythm| meetings::looked_back_on(rhythm, land, today).from);
    let from: Date = packs.into_iter().fold(row, Date::min);
    Days::new(from, yesterday)
}

/// What the books say of the days that anything frozen at a moment looks back on.
pub async fn diaries(
    repository: &dyn Repository,
    land: &Land,
    at: Timestamp,
) -> Result<Diaries, StoreError> {
    let days = looked_back_on(land, at);
    let areas = areas(land);
    let mut diaries = Diaries::new();
    for rule in &land.profile.duties {
        let ids = books(rule, &areas, days);
        let records = repository.records_by_id(&ids).await?;
        let books: Vec<Book> = records
            .into_iter()
            .filter_map(|record| match record.matter {
                Matter::Duty(book) => Some(book),
                _ => None,
            })
            .collect();
        diaries.insert(rule.code.clone(), Diary::of(rule, &books));
    }
    Ok(diaries)
}

fn books(rule: &DutyRule, areas: &[AreaCode], days: Days) -> Vec<RecordId> {
    let books = rule.books_of(days);
    let owing = areas.iter().filter(|area| rule.is_owed_by(area));
    owing
        .flat_map(|area| {
            let books = books.iter();
            books.map(|book| identity(&rule.code, area, *book))
        })
        .collect()
}
