//! Indicators over HTTP: kept step by step, and equal to a recount.

use onemap_domain::area::Level;
use onemap_domain::calendar::Calendar;
use onemap_domain::case::Urgency;
use onemap_domain::command::Command;
use onemap_domain::indicator::{Indicator, Slice, Standing, Tally};
use onemap_testkit::county::{order, story_case};
use serde_json::Value;

use crate::stage::{Person, Stage};

const DAYS: &str = "from=2000-01-01&to=2099-12-31";

/// What the central says of all its cases, and of each part of a dimension.
async fn told(person: &Person, by: &str) -> Value {
    person
        .reads(&format!("/v1/indicators?{DAYS}&by={by}"))
        .await
}

/// The same rates, counted afresh from everything that somebody sees.
async fn recounted(person: &Person) -> Tally {
    let cases = person.snapshot_cases().await;
    let standings: Vec<Standing> = cases
        .values()
        .filter_map(|case| Standing::of(case, &Calendar::BEIJING))
        .collect();
    Tally::of(Level::Grid, &standings)
}

async fn agree(person: &Person) {
    let tally = recounted(person).await;
    let (from, to) = ("2000-01-01".parse().unwrap(), "2099-12-31".parse().unwrap());
    for by in [
        "department",
        "category",
        "channel",
        "county",
        "town",
        "village",
        "grid",
    ] {
        let told = told(person, by).await;
        let parts = told["parts"].as_array().unwrap();
        assert!(!parts.is_empty(), "cases are parted by {by}");
        for counted in parts.iter().chain([&told["all"]]) {
            let slice: Slice = serde_json::from_value(counted["slice"].clone()).unwrap();
            let rates = tally.rates(from, to, &slice);
            for (counted, (indicator, rate)) in counted["rates"]
                .as_array()
                .unwrap()
                .iter()
                .zip(Indicator::ALL.into_iter().zip(rates))
            {
                assert_eq!(counted["indicator"], indicator.name());
                assert_eq!(
                    (
                        counted["numerator"].as_u64(),
                        counted["denominator"].as_u64()
                    ),
                    (Some(rate.numerator), Some(rate.denominator)),
                    "{} of {slice:?}",
                    indicator.name()
                );
            }
            assert_eq!(counted["open"].as_u64(), Some(tally.open_on(to, &slice)));
        }
    }
}

#[tokio::test]
async fn counters_follow_every_commit_and_equal_a_recount_for_every_kind_of_user() {
    let stage = Stage::small().await;
    let operator = stage.signed_in("wangmin").await;
    agree(&operator).await;
    let before = told(&operator, "department").await;
    let note = String::new;
    let case = story_case(4);
    operator.does(case, Command::Verify { note: note() }).await;
    let urgency = Urgency::Normal;
    operator.does(case, Command::Establish { urgency }).await;
    operator.does(case, order("renshe")).await;
    let reason = "不属于本单位职责".to_owned();
    let clerk = stage.signed_in("renshe").await;
    clerk.does(case, Command::Return { reason }).await;
    agree(&operator).await;
    let after = told(&operator, "department").await;
    assert_ne!(before, after, "what was just done is counted");
    operator.does(case, order("zhifa")).await;
    for user in ["lijun", "sunqiang", "chenhong", "zhifa", "zhouyong"] {
        agree(&stage.signed_in(user).await).await;
    }
}

#[tokio::test]
async fn a_period_that_ends_before_it_begins_or_an_unknown_parting_is_named() {
    let stage = Stage::small().await;
    let operator = stage.signed_in("wangmin").await;
    for (query, field) in [
        ("from=2026-11-02&to=2026-11-01", "to"),
        ("from=2026-13-01&to=2026-11-01", "from"),
        ("from=2026-11-01&to=2026-11-02&by=colour", "by"),
    ] {
        let problem = operator
            .is_refused(&format!("/v1/indicators?{query}"))
            .await;
        assert_eq!(problem.code, "bad_input", "{query}");
        assert_eq!(problem.params["field"], field, "{query}: {problem:?}");
    }
}
