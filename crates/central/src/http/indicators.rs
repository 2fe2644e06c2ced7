//! Reading indicators: every rate with its numerator and its denominator.

use axum::Json;
use axum::extract::State;
use jiff::civil::Date;
use onemap_domain::indicator::{Dimension, Flow, Indicator, Slice, Tally};
use onemap_protocol::problem::{Problem, ProblemCode};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::App;
use super::caller::Caller;
use super::failure::Failure;
use super::input::Query;
use crate::acceptance::CALENDAR;
use crate::counters;

/// Which days, and how the cases are parted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct IndicatorsQuery {
    /// The first day.
    #[param(value_type = String, format = Date)]
    from: Date,
    /// The last day.
    #[param(value_type = String, format = Date)]
    to: Date,
    /// Each part by itself, too.
    #[param(inline)]
    by: Option<Dimension>,
}

/// One rate.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CountedRate {
    /// Which.
    indicator: Indicator,
    /// What is counted.
    numerator: u64,
    /// Out of what.
    denominator: u64,
    /// In per cent with two decimals, `93.72`; `null` when nothing could count.
    percent: Option<String>,
}

/// How many cases something happened to on those days.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CountedFlow {
    /// What.
    flow: Flow,
    /// How many.
    count: u64,
}

/// The counters of some cases.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Counted {
    /// Which cases.
    slice: Slice,
    /// Every rate.
    rates: Vec<CountedRate>,
    /// Every flow.
    flows: Vec<CountedFlow>,
    /// Open when the last day ended, as known now.
    open: u64,
}

/// Indicators.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct IndicatorList {
    /// The first day.
    #[schema(value_type = String, format = Date)]
    from: Date,
    /// The last day.
    #[schema(value_type = String, format = Date)]
    to: Date,
    /// Of all cases of the caller's scope.
    all: Counted,
    /// Of each part that has cases, in the order of their keys; none unless asked for.
    parts: Vec<Counted>,
}

/// Indicators
///
/// Over the cases that the caller may see; days are those of Beijing. Numerators say what is known
/// now of the cases that their denominators hold.
#[utoipa::path(get, path = "/v1/indicators", tag = "indicators", params(IndicatorsQuery),
    security(("session" = [])),
    responses((status = 200, body = IndicatorList), (status = 401, body = Problem),
        (status = 422, body = Problem), (status = 503, body = Problem)))]
pub(super) async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<IndicatorsQuery>,
) -> Result<Json<IndicatorList>, Failure> {
    if query.to < query.from {
        return Err(Failure::bad_field("to"));
    }
    let land = app.land().ok_or(ProblemCode::NotReady)?;
    let scope = &caller.user.scope;
    let list = if land.is_whole(scope) {
        app.counted(|tally| listed(tally, &query)).await?
    } else {
        let tally = counters::of_scope(app.repository.as_ref(), scope, &CALENDAR).await?;
        listed(&tally, &query)
    };
    Ok(Json(list))
}

fn listed(tally: &Tally, query: &IndicatorsQuery) -> IndicatorList {
    let parts = query.by.into_iter().flat_map(|by| tally.parts(by));
    IndicatorList {
        from: query.from,
        to: query.to,
        all: counted(tally, query, &Slice::All),
        parts: parts.map(|slice| counted(tally, query, slice)).collect(),
    }
}

fn counted(tally: &Tally, query: &IndicatorsQuery, slice: &Slice) -> Counted {
    let rates = tally.rates(query.from, query.to, slice);
    let rates = Indicator::ALL.into_iter().zip(rates);
    Counted {
        slice: slice.clone(),
        rates: rates
            .map(|(indicator, rate)| CountedRate {
                indicator,
                numerator: rate.numerator,
                denominator: rate.denominator,
                percent: rate.percent().map(|percent| percent.to_string()),
            })
            .collect(),
        flows: Flow::ALL
            .into_iter()
            .map(|flow| CountedFlow {
                flow,
                count: tally.count(flow, query.from, query.to, slice),
            })
            .collect(),
        open: tally.open_on(query.to, slice),
    }
}
