//! Records on desks: the same outbox, the same line, the same honesty about what is pending.

use jiff::civil::Time;
use jiff::{Timestamp, ToSpan};
use onemap_domain::clock::Calendar;
use onemap_domain::people::UserId;
use onemap_domain::record::reception::{Command, Plan};
use onemap_domain::record::{Matter, ReceptionMode, RecordCommand, RecordId, RecordKind};
use onemap_protocol::desk::{
    KeepRecord, Link, OrderState, RecordCard, RecordRow, Records, SetAside, Settle, Settlement,
};
use onemap_protocol::problem::Problem;
use onemap_testkit::county::{COUNTY, code};

use crate::town::{OpenDesk, Town, eventually};

/// The day after tomorrow.
fn plan(place: &str) -> Plan {
    let today = Calendar::BEIJING.date(Timestamp::now());
    Plan {
        leader: UserId("chenhong".to_owned()),
        name: "陈宏".to_owned(),
        mode: ReceptionMode::Fixed,
        area: code(COUNTY),
        on: today.saturating_add(2.days()),
        from: Time::constant(9, 0, 0, 0),
        to: Time::constant(11, 0, 0, 0),
        place: place.to_owned(),
    }
}

async fn keep(
    desk: &OpenDesk,
    record: Option<(RecordId, u64)>,
    change: Command,
) -> Result<RecordId, Problem> {
    let keep = KeepRecord {
        record: record.map(|(id, _)| id),
        revision: record.map_or(0, |(_, revision)| revision),
        keep: RecordCommand::Reception(change),
    };
    Ok(desk.act(keep).await?.record)
}

async fn receptions(desk: &OpenDesk) -> Vec<RecordRow> {
    let kind = RecordKind::Reception;
    desk.ask(Records { kind }).await.unwrap()
}

fn place(row: &RecordRow) -> &str {
    match &row.record.matter {
        Matter::Reception(reception) => &reception.plan.place,
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reception_planned_off_line_is_shown_pending_survives_a_restart_and_reaches_the_others() {
    let mut town = Town::working("ganzhou").await;
    let desk = town.desk("a").await;
    desk.on_line("wangmin").await;
    town.stop_central().await;
    eventually("the desk notices", async || {
        matches!(desk.status().await.link, Link::Offline { .. })
    })
    .await;
    let id = keep(&desk, None, Command::Plan(plan("综治中心")))
        .await
        .unwrap();
    let changed = Command::Change(plan("二楼接访室"));
    keep(&desk, Some((id, 1)), changed).await.unwrap();
    let shown = receptions(&desk).await;
    assert_eq!((shown.len(), shown[0].pending), (1, true));
    assert_eq!(
        place(&shown[0]),
        "二楼接访室",
        "one pending order decides on the other"
    );
    let past = Plan {
        to: Time::constant(8, 0, 0, 0),
        ..plan("综治中心")
    };
    let refused = keep(&desk, None, Command::Plan(past)).await.unwrap_err();
    assert_eq!(refused.code, "field_unknown");
    desk.desk.close().await;

    let desk = town.desk("a").await;
    desk.enter("wangmin").await.unwrap();
    assert_eq!(desk.status().await.waiting, 2, "the outbox survived");
    town.start_central().await;
    eventually("both are delivered", async || {
        desk.status().await.waiting == 0
    })
    .await;
    eventually("the central's state is shown", async || {
        let shown = receptions(&desk).await;
        shown.len() == 1 && !shown[0].pending
    })
    .await;
    let view = desk.ask(RecordCard { id }).await.unwrap();
    let log: Vec<&str> = view
        .log
        .iter()
        .map(|(entry, _)| entry.event.name())
        .collect();
    assert_eq!(log, ["reception-planned", "reception-changed"]);
    let clerk = town.desk("b").await;
    clerk.on_line("zhujian").await;
    assert_eq!(place(&receptions(&clerk).await[0]), "二楼接访室");
    let refused = keep(&clerk, Some((id, 2)), Command::Change(plan("别处"))).await;
    assert_eq!(refused.unwrap_err().code, "record_not_yours");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_change_a_plan_at_once_are_told_and_one_of_them_decides() {
    let town = Town::working("ganzhou").await;
    let (one, line) = town.desk_on_a_line("a").await;
    one.on_line("wangmin").await;
    let id = keep(&one, None, Command::Plan(plan("综治中心")))
        .await
        .unwrap();
    let other = town.desk("b").await;
    other.on_line("lijun").await;
    eventually("the other sees the plan", async || {
        receptions(&other).await.len() == 1
    })
    .await;

    line.behave(onemap_testkit::line::Behaviour::Cut);
    keep(&one, Some((id, 1)), Command::Change(plan("一楼")))
        .await
        .unwrap();
    keep(&other, Some((id, 1)), Command::Change(plan("二楼")))
        .await
        .unwrap();
    eventually("the central has the other's", async || {
        let shown = receptions(&other).await;
        !shown[0].pending && shown[0].record.revision == 2
    })
    .await;
    line.behave(onemap_testkit::line::Behaviour::Whole);
    let aside = || async {
        let orders = one.orders().await;
        orders.into_iter().find_map(|order| match order.state {
            OrderState::SetAside {
                why: SetAside::Conflict { current_revision },
                ..
            } => Some((order.id, order.meant, current_revision)),
            _ => None,
        })
    };
    eventually("it is set aside", async || aside().await.is_some()).await;
    let (order, meant, current) = aside().await.unwrap();
    assert!(
        meant.contains("一楼"),
        "what was meant is still there: {meant}"
    );
    assert_eq!(current, 2);
    eventually("nothing of it is shown", async || {
        let shown = receptions(&one).await;
        !shown[0].pending && place(&shown[0]) == "二楼"
    })
    .await;
    let settlement = Settlement::SendAgain;
    let reason = String::new();
    let again = Settle {
        order,
        settlement,
        reason,
    };
    one.act(again).await.unwrap();
    eventually("given again, it holds", async || {
        let shown = receptions(&other).await;
        place(&shown[0]) == "一楼" && shown[0].record.revision == 3
    })
    .await;
}
