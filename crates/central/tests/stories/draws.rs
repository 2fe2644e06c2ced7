//! 四不两直 at the central: only it draws, with a share of its own, and from cases that there are.

use onemap_domain::area::AreaCode;
use onemap_domain::case::CaseId;
use onemap_domain::command::Command;
use onemap_domain::record::draw::{self, sample};
use onemap_domain::record::{Draw, Lot, Matter, RecordCommand, RecordId};
use onemap_protocol::command::{Answer, Envelope, Subject};
use onemap_protocol::feed::SnapshotLine;
use onemap_testkit::county::COUNTY;
use uuid::Uuid;

use crate::log::verified;
use crate::stage::{Person, Stage};

async fn lot(person: &Person) -> Lot {
    Lot {
        title: "在办件抽查".to_owned(),
        area: AreaCode::parse(COUNTY).unwrap(),
        population: "全部案件".to_owned(),
        cases: person.all_cases().await,
        size: 5,
        seed: 20_261_121,
    }
}

fn drawing(person: &Person, record: RecordId, lot: Lot) -> Envelope {
    let keep = RecordCommand::Draw(draw::Command::Draw(lot));
    let mut envelope = person.order(CaseId(record.0), 0, Command::Keep { keep });
    envelope.subjects = vec![Subject {
        id: record.into(),
        expected_revision: 0,
    }];
    envelope
}

async fn drawn(person: &Person, id: RecordId) -> Draw {
    let lines = person.snapshot().await.into_iter();
    let mut found = lines.filter_map(|line| match line {
        SnapshotLine::Record { record, .. } if record.id == id => Some(record.matter),
        _ => None,
    });
    match found.next_back() {
        Some(Matter::Draw(draw)) => draw,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_central_draws_with_a_share_of_its_own_and_the_log_draws_it_again() {
    let mut stage = Stage::small().await;
    let operator = stage.signed_in("wangmin").await;
    for grid in 0..40 {
        operator.reports("井盖破损", grid % 6).await;
    }
    let leader = stage.signed_in("chenhong").await;
    let lot = lot(&leader).await;
    assert!(
        lot.cases.len() >= 40,
        "two samples are hardly ever the same"
    );
    let records = [(); 2].map(|()| RecordId(Uuid::now_v7()));
    for record in records {
        let answer = leader
            .sends(vec![drawing(&leader, record, lot.clone())])
            .await;
        assert!(
            matches!(answer.answers[0], Answer::Applied { .. }),
            "{answer:?}"
        );
    }
    let mut samples = Vec::new();
    for record in records {
        let draw = drawn(&leader, record).await;
        assert_eq!(draw.drawn.len(), 5);
        assert!(draw.share.is_some() && draw.is_sound());
        assert_ne!(
            draw.drawn,
            sample(&lot.cases, 5, lot.seed, None),
            "not what its author could have computed"
        );
        samples.push(draw.drawn);
    }
    assert_ne!(
        samples[0], samples[1],
        "the same population and seed, drawn twice, are two samples"
    );
    assert_eq!(verified(&stage).await.0, 0);
    stage.restart().await;
    let leader = stage.signed_in("chenhong").await;
    assert_eq!(drawn(&leader, records[0]).await.drawn, samples[0]);
}

#[tokio::test]
async fn a_population_with_a_case_that_nobody_knows_is_refused_and_nothing_is_drawn() {
    let stage = Stage::small().await;
    let leader = stage.signed_in("chenhong").await;
    let honest = lot(&leader).await;
    let mut stranger = honest.clone();
    stranger.cases.insert(CaseId(Uuid::now_v7()));
    let elsewhere = Lot {
        area: AreaCode::parse("520381001").unwrap(),
        ..honest
    };
    for lot in [stranger, elsewhere] {
        let record = RecordId(Uuid::now_v7());
        let answer = leader.sends(vec![drawing(&leader, record, lot)]).await;
        let Answer::Refused(refusal) = &answer.answers[0] else {
            panic!("{answer:?}");
        };
        assert_eq!(refusal.code(), "field_unknown");
    }
}
