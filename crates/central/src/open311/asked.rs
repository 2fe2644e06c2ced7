//! GET Service Requests: what is asked for. And what a report may bring, for the contract.

use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use onemap_protocol::problem::Problem;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::posted::Posted;
use super::reading::{SPAN, Wanted};
use super::refused;

/// Which requests. Only read by the contract: the fields are taken from the query as they come.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Query {
    /// The county's code.
    pub jurisdiction_id: Option<String>,
    /// The key of a system: it is told again what it sent itself.
    pub api_key: Option<String>,
    /// These and no others, whatever else is asked; separated by commas.
    pub service_request_id: Option<String>,
    /// Of these services, separated by commas.
    pub service_code: Option<String>,
    /// Reported then or later, W3C date and time; without it, 90 days before the end.
    pub start_date: Option<String>,
    /// Reported then or earlier; without it, now, or 90 days after the start. The two may be at most 90
    /// days apart.
    pub end_date: Option<String>,
    /// `open`, `closed`, or both separated by commas.
    pub status: Option<String>,
}

/// A report. Only read by the contract: any other field may be there too, and is kept.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ReportForm {
    /// The key of the reporting system.
    pub api_key: String,
    /// The county's code.
    pub jurisdiction_id: Option<String>,
    /// A code of the service list.
    pub service_code: String,
    /// Latitude, WGS-84.
    pub lat: Option<f64>,
    /// Longitude, WGS-84.
    pub long: Option<f64>,
    /// The code of a grid, in the place of `lat` and `long`.
    pub address_id: Option<String>,
    /// Where, in words.
    pub address_string: Option<String>,
    /// What, at most 4,000 characters.
    pub description: Option<String>,
    /// Of the reporter. Masked wherever it is shown.
    pub email: Option<String>,
    /// Of the reporter. Masked.
    pub first_name: Option<String>,
    /// Of the reporter. Masked.
    pub last_name: Option<String>,
    /// Of the reporter. Masked.
    pub phone: Option<String>,
    /// Of the reporter. Masked.
    pub device_id: Option<String>,
    /// Of the reporter. Masked.
    pub account_id: Option<String>,
    /// A link. It is kept and not followed.
    pub media_url: Option<String>,
    /// The reporting system's own number: the same number is the same report.
    pub service_request_id: Option<String>,
}

/// What a query asks for at a moment.
pub fn wanted(query: &Posted, now: Timestamp) -> Result<Wanted, Problem> {
    let date = |field: &str, is_end: bool| -> Result<Option<Timestamp>, Problem> {
        let Some(text) = query.value(field) else {
            return Ok(None);
        };
        let wrong = || refused(400, "open311-date").with("field", field);
        moment(text, is_end).map(Some).ok_or_else(wrong)
    };
    let later = |at: Timestamp| at.saturating_add(SPAN).unwrap_or(Timestamp::MAX);
    let earlier = |at: Timestamp| at.saturating_sub(SPAN).unwrap_or(Timestamp::MIN);
    let (from, until) = match (date("start_date", false)?, date("end_date", true)?) {
        (Some(from), Some(until)) => (from, until),
        (Some(from), None) => (from, later(from)),
        (None, Some(until)) => (earlier(until), until),
        (None, None) => (earlier(now), now),
    };
    // A day that is named whole ends a little later than it begins.
    if until.duration_since(from) > SPAN + DAY {
        return Err(refused(400, "open311-span"));
    }
    Ok(Wanted {
        services: listed(query, "service_code").map(str::to_owned).collect(),
        from,
        until,
        open: open(query)?,
    })
}

const DAY: SignedDuration = SignedDuration::from_hours(24);

fn listed<'a>(query: &'a Posted, field: &str) -> impl Iterator<Item = &'a str> {
    let lists = query.values(field);
    let all = lists.flat_map(|list| list.split(',')).map(str::trim);
    all.filter(|one| !one.is_empty())
}

/// Both of the two are all there are.
fn open(query: &Posted) -> Result<Option<bool>, Problem> {
    let mut open = None;
    let mut is_any = false;
    for status in listed(query, "status") {
        let one = match status {
            "open" => true,
            "closed" => false,
            other => return Err(refused(400, "open311-status").with("value", other)),
        };
        is_any |= open.is_some_and(|before| before != one);
        open = Some(one);
    }
    Ok(open.filter(|_| !is_any))
}

/// A moment in the form of the W3C's note on date and time: with a zone, to the minute, the second or a
/// part of it; or a day, which is the county's. A plus that nobody escaped has become a space.
fn moment(text: &str, is_end: bool) -> Option<Timestamp> {
    let text = text.trim().replace(' ', "+");
    if let Ok(at) = text.parse() {
        return Some(at);
    }
    // A time without a zone could be any of many.
    let date: Date = Some(text).filter(|text| text.len() == 10)?.parse().ok()?;
    let date = if is_end { date.tomorrow().ok()? } else { date };
    let at = Offset::constant(8).to_timestamp(date.at(0, 0, 0, 0)).ok()?;
    let before = SignedDuration::from_micros(i64::from(is_end));
    at.checked_sub(before).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_read_in_every_form_of_the_note() {
        let read = |text: &str, is_end| moment(text, is_end).map(|at| at.to_string());
        let same = Some("2026-11-20T16:00:00Z".to_owned());
        for text in [
            "2026-11-21T00:00:00+08:00",
            "2026-11-21T00:00:00 08:00",
            "2026-11-20T16:00Z",
            "2026-11-20T10:00:00.000-06:00",
            "2026-11-21",
        ] {
            assert_eq!(read(text, false), same, "{text}");
        }
        let end = Some("2026-11-21T15:59:59.999999Z".to_owned());
        assert_eq!(read("2026-11-21", true), end);
        for text in ["yesterday", "2026-02-30", "2026-11-21T00:00:00"] {
            assert_eq!(read(text, false), None, "{text}");
        }
    }
}
