//! The packs of a county that meets on working days only: no day is passed over, and none is frozen
//! twice.

use std::sync::{Arc, Mutex};

use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use onemap_central::change::{self, Choice};
use onemap_central::database;
use onemap_domain::pack::{Days, Rhythm};
use onemap_domain::record::Matter;
use onemap_protocol::feed::SnapshotLine;
use onemap_testkit::county::profile;

use crate::stage::{Person, Stage, until};

/// From the next start on, the county rests on rest days.
async fn rests(stage: &Stage) {
    let mut own = profile();
    "restful".clone_into(&mut own.code);
    own.meetings.working_days_only = true;
    let repository = database::open(&stage.database()).await.unwrap();
    let choice = Choice::Own(Box::new(own));
    change::profile(repository.as_ref(), choice, Timestamp::now())
        .await
        .unwrap();
    repository.close().await;
}

/// The days that the packs of a rhythm look back on, the first first.
async fn looked_back_on(person: &Person, rhythm: Rhythm) -> Vec<Days> {
    let lines = person.snapshot().await.into_iter();
    let packs = lines.filter_map(|line| match line {
        SnapshotLine::Record { record, .. } => match record.matter {
            Matter::Meeting(meeting) if meeting.pack.rhythm == rhythm => Some(meeting.pack.days),
            _ => None,
        },
        _ => None,
    });
    let mut days: Vec<Days> = packs.collect();
    days.sort_unstable();
    days
}

/// Waits until there are so many daily packs.
async fn frozen(stage: &Stage, count: usize) -> Vec<Days> {
    let person = stage.signed_in("wangmin").await;
    until(&format!("{count} daily packs"), async || {
        let days = looked_back_on(&person, Rhythm::Daily).await;
        if days.len() == count {
            Ok(days)
        } else {
            Err(days)
        }
    })
    .await
}

#[tokio::test]
async fn mondays_pack_is_of_friday_to_sunday_and_is_frozen_once() {
    // Friday 20 November 2026, 07:01 in the county.
    let clock = Arc::new(Mutex::new(
        "2026-11-19T23:01:00Z".parse::<Timestamp>().unwrap(),
    ));
    let later = |hours: i64| *clock.lock().unwrap() += SignedDuration::from_hours(hours);
    let day = |day: i8| date(2026, 11, day);
    let mut stage = Stage::by_clock(clock.clone()).await;
    rests(&stage).await;
    stage.restart().await;
    later(1);
    let thursday = Days::new(day(19), day(19));
    assert_eq!(frozen(&stage, 1).await, [thursday]);

    later(72);
    let weekend = Days::new(day(20), day(22));
    assert_eq!(frozen(&stage, 2).await, [thursday, weekend]);
    stage.restart().await;
    later(24);
    assert_eq!(
        frozen(&stage, 3).await,
        [thursday, weekend, Days::new(day(23), day(23))],
        "a restart freezes nothing twice"
    );
    let person = stage.signed_in("wangmin").await;
    assert_eq!(
        looked_back_on(&person, Rhythm::Weekly).await,
        [Days::new(day(9), day(15)), Days::new(day(16), day(22))]
    );
}
