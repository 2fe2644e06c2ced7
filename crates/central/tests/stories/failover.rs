//! A primary is killed while people work, and its standby takes its place: the centrals, which know both,
//! go on with that one by themselves.

use std::sync::{Arc, Mutex};
use std::time::Instant;

use onemap_testkit::county::PASSWORD;
use onemap_testkit::postgres::Cluster;

use crate::crashes::{AtWork, all_is_there, served};
use crate::place::on_postgres;
use crate::stage::Person;

/// The same database at both servers, as a central is given it.
fn at_both(one: &Cluster, other: &Cluster) -> String {
    let (one, other) = (one.folder().display(), other.folder().display());
    format!(
        "postgres://postgres@localhost/county?host={one},{other}&target_session_attrs=read-write"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_standby_that_takes_the_place_of_a_killed_primary_has_all_that_was_acknowledged() {
    if !on_postgres() {
        return;
    }
    let primary = Arc::new(Cluster::start().unwrap());
    primary.create("county").unwrap();
    let standby = Arc::new(primary.standby().unwrap());
    let database = at_both(&primary, &standby);
    let replicas = [served(&database).await, served(&database).await];
    let addresses = [0, 1].map(|nth: usize| format!("http://{}", replicas[nth].address));
    let person = Person::signed_in(&addresses[0], "wangmin", PASSWORD).await;
    let work = AtWork::begin(&person, &Arc::new(Mutex::new(addresses)), 4);
    work.has_done(60).await;
    let begun = Instant::now();
    let promoted = tokio::task::spawn_blocking(move || {
        primary.kill().unwrap();
        standby.promote().unwrap();
        (primary, standby)
    });
    let _servers = promoted.await.unwrap();
    let promotion = begun.elapsed();
    work.has_done(10).await;
    println!(
        "promoted within {promotion:?}, 10 orders after the kill within {:?}",
        begun.elapsed()
    );
    work.has_done(40).await;
    let given = work.ended().await;
    println!(
        "{} orders over a fail-over, none lost, none doubled",
        given.len()
    );
    all_is_there(&person, &given, &database).await;
}
