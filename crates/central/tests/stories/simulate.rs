//! A simulated county.

use std::collections::BTreeMap;

use onemap_central::simulate::{Plan, run};
use onemap_domain::apply;
use onemap_domain::case::CaseId;
use onemap_protocol::feed::Entry;
use onemap_testkit::county::small_county;

use crate::stage::Stage;

#[tokio::test]
async fn fifty_steps_of_a_simulation_leave_a_consistent_log() {
    let stage = Stage::small().await;
    let operator = stage.signed_in("wangmin").await;
    let (_, before) = operator.feed(0, 2000).await;
    let seed = 20_261_121;
    println!("seed {seed}");
    let plan = Plan {
        central: stage.address(),
        county: small_county(),
        per_minute: 60_000.0,
        seed,
        steps: Some(50),
    };
    let mut told = 0;
    let tally = run(plan, |_| told += 1).await.unwrap();
    assert_eq!((tally.given, told, tally.failed), (50, 50, 0));
    assert!(
        tally.applied >= 45,
        "nobody else is at work, so nearly all goes through: {tally:?}"
    );

    let (entries, after) = operator.feed(0, 2000).await;
    assert!(after >= before + tally.applied);
    let mut states = BTreeMap::<CaseId, _>::new();
    for entry in entries {
        let Entry::Event { recorded, case } = entry else {
            panic!("{entry:?}")
        };
        let state = apply(states.remove(&recorded.case), &recorded).unwrap();
        assert_eq!((state.revision, &state), (recorded.revision, &*case));
        states.insert(state.id, state);
    }
}
