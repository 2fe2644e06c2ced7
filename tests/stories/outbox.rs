//! The outbox page: what waits and why, what a person decides, and five hundred orders going out.

use onemap_console::{Reads as _, Subjects, Submit as _};
use onemap_domain::case::Stage;
use onemap_domain::command::Command;
use onemap_protocol::desk::{
    GiveInstead, Link, OrderPart, OrderRow, OrderState, Orders, RetryNow, SetLine, Settle,
    Settlement, TakeOver, Wait,
};
use onemap_testkit::county::{facts, story_case};
use onemap_testkit::line::{Behaviour, Line};
use uuid::Uuid;

use crate::town::{OpenDesk, Town, eventually};

fn verify(note: &str) -> Command {
    Command::Verify {
        note: note.to_owned(),
    }
}

fn dropping(order: Uuid, reason: &str) -> Settle {
    Settle {
        order,
        settlement: Settlement::Drop,
        reason: reason.to_owned(),
    }
}

async fn part(desk: &OpenDesk, part: OrderPart) -> Vec<OrderRow> {
    let ask = Orders {
        part,
        offset: 0,
        limit: 100,
    };
    desk.ask(ask).await.unwrap().rows
}

async fn pulled(desk: &OpenDesk) {
    desk.act(SetLine { up: false }).await.unwrap();
    eventually("the line is pulled", async || {
        matches!(desk.status().await.link, Link::Pulled { .. })
    })
    .await;
}

fn waits(order: &OrderRow) -> Vec<Wait> {
    match &order.state {
        OrderState::Waiting { waits, .. } => waits.clone(),
        other => panic!("does not wait: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_waiting_order_says_for_what_and_is_dropped_with_a_reason_that_stays() {
    let town = Town::new().await;
    let desk = town.desk("a").await;
    desk.on_line("wangmin").await;
    pulled(&desk).await;
    let case = desk.report("登记有误").await.unwrap();
    desk.give(case, verify("属实")).await.unwrap();
    desk.give(story_case(3), verify("另一件")).await.unwrap();
    let rows = part(&desk, OrderPart::Waiting).await;
    assert_eq!(rows.len(), 3, "in the sequence they go out");
    assert_eq!(waits(&rows[0]), [Wait::Line]);
    assert_eq!(waits(&rows[1]), [Wait::Earlier, Wait::Line]);
    assert_eq!(waits(&rows[2]), [Wait::Line]);
    assert_eq!(rows[1].title, "登记有误");
    assert_eq!(rows[1].now.as_ref().unwrap().stage, Stage::Verified);
    let OrderState::Waiting {
        behind, was_sent, ..
    } = rows[0].state
    else {
        panic!("{rows:?}");
    };
    assert!(behind == 1 && !was_sent);

    let nothing_said = desk.act(dropping(rows[1].id, "  ")).await.unwrap_err();
    assert_eq!(nothing_said.params["field"], "reason");
    desk.act(dropping(rows[1].id, "核实的是另一件"))
        .await
        .unwrap();
    assert_eq!(desk.status().await.waiting, 2);
    let view = desk.view(case).await.unwrap();
    assert_eq!(view.case.stage, Stage::Reported, "its effect is gone");
    let twice = desk.act(dropping(rows[1].id, "再次")).await.unwrap_err();
    assert_eq!(twice.code, "order_gone");

    desk.act(SetLine { up: true }).await.unwrap();
    desk.act(RetryNow {}).await.unwrap();
    eventually("the others are delivered", async || {
        desk.status().await.delivered == 2
    })
    .await;
    let view = desk.view(case).await.unwrap();
    assert_eq!(view.case.stage, Stage::Reported, "it was never sent");
    let settled = part(&desk, OrderPart::Settled).await;
    let OrderState::Settled {
        how, reason, by, ..
    } = &settled[0].state
    else {
        panic!("{settled:?}");
    };
    assert_eq!(
        (*how, reason.as_deref()),
        (Settlement::Drop, Some("核实的是另一件"))
    );
    assert!(by.is_some(), "and who did");
    desk.desk.close().await;
    let desk = town.desk("a").await;
    desk.on_line("wangmin").await;
    assert_eq!(part(&desk, OrderPart::Settled).await.len(), 1, "kept");
}

/// A desk whose verification of a case was refused, because another had declined it.
async fn refused(town: &Town) -> (OpenDesk, Line, OrderRow) {
    let (desk, line) = town.desk_on_a_line("a").await;
    desk.on_line("wangmin").await;
    line.behave(Behaviour::Cut);
    desk.give(story_case(3), verify("属实")).await.unwrap();
    let other = town.desk("b").await;
    other.on_line("lijun").await;
    let decline = Command::Decline {
        reason: "重复诉求".to_owned(),
    };
    other.give(story_case(3), decline).await.unwrap();
    eventually("the other's is delivered", async || {
        other.status().await.waiting == 0
    })
    .await;
    line.behave(Behaviour::Whole);
    eventually("the refusal is listed", async || {
        desk.status().await.set_aside == 1
    })
    .await;
    eventually("the case is as it is now", async || {
        desk.view(story_case(3)).await.unwrap().case.stage == Stage::Declined
    })
    .await;
    let order = part(&desk, OrderPart::SetAside).await.remove(0);
    (desk, line, order)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_set_aside_shows_the_case_as_it_is_now_and_is_taken_over_into_a_new_order() {
    let town = Town::new().await;
    let (desk, _line, order) = refused(&town).await;
    assert_eq!(order.now.as_ref().unwrap().stage, Stage::Declined);
    assert_eq!(order.meant, "属实");
    let taken = desk.ask(TakeOver { order: order.id }).await.unwrap();
    assert_eq!(taken.case, Some(story_case(3)));
    assert_eq!(taken.command, verify("属实"), "the form begins with it");
    let revision = desk.view(story_case(3)).await.unwrap().case.revision;
    let instead = |command| GiveInstead {
        order: order.id,
        case: Some(story_case(3)),
        revision,
        command,
    };
    let refused = desk.act(instead(verify("改过"))).await.unwrap_err();
    assert_eq!(refused.code, "stage_not_allowed");
    assert_eq!(desk.status().await.set_aside, 1, "nothing changed");
    let link = Command::Link {
        with: story_case(2),
        note: "同一诉求, 不再核实".to_owned(),
    };
    let given = desk.act(instead(link.clone())).await.unwrap();
    assert_eq!(given.case, story_case(3));
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    eventually("the new one is delivered", async || {
        desk.status().await.waiting == 0
    })
    .await;
    assert_eq!(desk.status().await.set_aside, 0);
    let settled = part(&desk, OrderPart::Settled).await;
    assert!(matches!(
        &settled[0].state,
        OrderState::Settled {
            how: Settlement::TakeOver,
            why: Some(_),
            ..
        }
    ));
    let twice = desk.act(instead(link)).await.unwrap_err();
    assert_eq!(twice.code, "order_gone", "once, and no second time");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_case_that_was_refused_is_taken_over_with_the_reporter_that_no_page_has_seen() {
    let town = Town::new().await;
    let desk = town.desk("a").await;
    desk.on_line("wangmin").await;
    pulled(&desk).await;
    let case = desk.report("编号被占用").await.unwrap();
    // The same case comes to the central first, from another device.
    let other = town.desk("b").await;
    other.on_line("lijun").await;
    let user = other.desk.user().unwrap();
    let subjects = Subjects {
        case: Some(case),
        revision: 0,
        other: None,
    };
    let report = Command::Report {
        facts: Box::new(facts("先到的一件", 0)),
    };
    other.desk.submit(&user, subjects, report).await.unwrap();
    eventually("it is there first", async || {
        other.status().await.delivered == 1
    })
    .await;
    desk.act(SetLine { up: true }).await.unwrap();
    eventually("the second is refused", async || {
        desk.status().await.set_aside == 1
    })
    .await;
    let order = part(&desk, OrderPart::SetAside).await.remove(0);
    let taken = desk.ask(TakeOver { order: order.id }).await.unwrap();
    let Command::Report { facts } = &taken.command else {
        panic!("{taken:?}");
    };
    let shown = serde_json::to_string(&taken).unwrap();
    assert!(
        shown.contains("张**") && !shown.contains("张三丰"),
        "{shown}"
    );
    let mut facts = facts.clone();
    facts.title = "另立一件".to_owned();
    let instead = GiveInstead {
        order: order.id,
        case: None,
        revision: 0,
        command: Command::Report { facts },
    };
    let given = desk.act(instead).await.unwrap();
    assert_ne!(given.case, case, "a case of its own");
    eventually("it is taken in", async || {
        let view = desk.view(given.case).await;
        view.is_ok_and(|view| !view.pending && view.case.number.is_some())
    })
    .await;
    let user = desk.desk.user().unwrap();
    let stored = desk.desk.case(&user.scope, given.case).await.unwrap();
    let reporter = stored.unwrap().case.facts.reporter.unwrap();
    assert_eq!(reporter.name, "张三丰");
}

#[tokio::test(flavor = "multi_thread")]
async fn five_hundred_orders_go_out_and_the_screen_says_how_far() {
    const MANY: u32 = 500;
    let town = Town::new().await;
    let desk = town.desk("a").await;
    desk.on_line("wangmin").await;
    pulled(&desk).await;
    let user = desk.desk.user().unwrap();
    let orders = (0..MANY).map(|nth| {
        let subjects = Subjects {
            case: None,
            revision: 0,
            other: None,
        };
        let facts = Box::new(facts(&format!("离线第{nth}件"), nth as usize % 6));
        (subjects, Command::Report { facts })
    });
    let given = desk.desk.submit_all(&user, orders.collect()).await.unwrap();
    assert_eq!(desk.status().await.waiting, MANY);
    let start = std::time::Instant::now();
    let ask = Orders {
        part: OrderPart::Waiting,
        offset: 470,
        limit: 30,
    };
    let page = desk.ask(ask).await.unwrap();
    let taken = start.elapsed();
    println!("the last page of {MANY} after {} ms", taken.as_millis());
    assert_eq!((page.rows.len(), page.counts.waiting), (30, MANY));
    assert_eq!(page.rows[29].id, given[499].order);
    assert!(
        page.rows.iter().all(|row| row.now.is_some()),
        "with its case"
    );
    assert!(taken.as_millis() < 2_000, "{taken:?}");

    let mut ticks = desk.desk.ticks();
    desk.act(SetLine { up: true }).await.unwrap();
    let mut seen = Vec::new();
    loop {
        let status = desk.status().await;
        seen.extend(status.draining);
        if status.waiting == 0 {
            break;
        }
        let patience = std::time::Duration::from_mins(1);
        let ticked = tokio::time::timeout(patience, ticks.changed()).await;
        ticked.expect("it goes on").unwrap();
    }
    println!("seen on the way: {seen:?}");
    assert!(seen.len() >= 3, "the progress is visible: {seen:?}");
    assert!(seen.iter().all(|far| far.total == MANY && far.done < MANY));
    assert!(seen.windows(2).all(|two| two[0].done <= two[1].done));
    let counts = desk.ask(Orders {
        part: OrderPart::Delivered,
        offset: 0,
        limit: 1,
    });
    assert_eq!(counts.await.unwrap().counts.delivered, MANY);
    assert_eq!(desk.status().await.draining, None);
}
