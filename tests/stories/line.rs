//! The line goes down: nothing is lost, nothing is doubled, and everybody is told.

use jiff::SignedDuration;
use onemap_domain::case::{Stage, Urgency};
use onemap_domain::command::Command;
use onemap_protocol::desk::{Link, OrderState, SetLine, Settle, Settlement};
use onemap_testkit::county::story_case;
use onemap_testkit::line::Behaviour;

use crate::town::{Town, eventually};

fn verify() -> Command {
    Command::Verify {
        note: "属实".to_owned(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn orders_given_off_line_survive_a_restart_and_arrive_once() {
    let mut town = Town::new().await;
    let desk = town.desk("a").await;
    desk.on_line("wangmin").await;

    town.stop_central().await;
    eventually("the desk notices", async || {
        matches!(desk.status().await.link, Link::Offline { .. })
    })
    .await;
    let case = desk.report("离线登记的案件").await.unwrap();
    desk.give(case, verify()).await.unwrap();
    desk.give(
        case,
        Command::Establish {
            urgency: Urgency::Normal,
        },
    )
    .await
    .unwrap();
    let view = desk.view(case).await.unwrap();
    assert_eq!((view.case.stage, view.pending), (Stage::Established, true));
    assert_eq!(view.case.number, None, "only the central gives numbers");
    assert_eq!(desk.status().await.waiting, 3);
    desk.desk.close().await;

    let desk = town.desk("a").await;
    desk.enter("wangmin")
        .await
        .expect("who signed in lately can do so without the line");
    assert_eq!(desk.status().await.waiting, 3, "the outbox survived");
    let view = desk.view(case).await.unwrap();
    assert_eq!((view.case.stage, view.pending), (Stage::Established, true));

    town.start_central().await;
    eventually("all orders are delivered", async || {
        let status = desk.status().await;
        status.waiting == 0 && status.delivered == 3
    })
    .await;
    eventually("the central's state is shown", async || {
        let view = desk.view(case).await.unwrap();
        !view.pending && view.case.number.is_some()
    })
    .await;
    let view = desk.view(case).await.unwrap();
    let kinds: Vec<_> = view
        .timeline
        .iter()
        .map(|line| line.recorded.event.name())
        .collect();
    let once = kinds.iter().filter(|kind| **kind == "established").count();
    assert_eq!(once, 1, "each order has one effect: {kinds:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_whose_answer_was_lost_is_sent_again_and_has_one_effect() {
    let town = Town::new().await;
    let (desk, line) = town.desk_on_a_line("a").await;
    desk.on_line("wangmin").await;
    line.behave(Behaviour::AnswersLost);
    let case = desk.report("应答丢失的案件").await.unwrap();
    let other = town.desk("b").await;
    other.on_line("lijun").await;
    eventually("the central has it", async || {
        other.view(case).await.is_ok()
    })
    .await;
    assert!(line.swallowed() > 0);
    assert_eq!(
        desk.status().await.waiting,
        1,
        "without an answer it goes on waiting"
    );

    line.behave(Behaviour::Whole);
    eventually("it is delivered", async || desk.status().await.waiting == 0).await;
    let page = other
        .ask(onemap_protocol::desk::Cases {
            filter: onemap_protocol::desk::CaseFilter {
                text: "应答丢失的案件".to_owned(),
                ..Default::default()
            },
            offset: 0,
            limit: 10,
        })
        .await
        .unwrap();
    assert_eq!(page.total, 1, "one effect");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pulled_line_keeps_orders_until_it_is_plugged_in_again() {
    let town = Town::new().await;
    let desk = town.desk("a").await;
    desk.on_line("wangmin").await;
    desk.act(SetLine { up: false }).await.unwrap();
    eventually("the line is pulled", async || {
        matches!(desk.status().await.link, Link::Pulled { .. })
    })
    .await;
    desk.give(story_case(3), verify()).await.unwrap();
    assert!(desk.view(story_case(3)).await.unwrap().pending);
    assert_eq!(desk.status().await.waiting, 1);
    desk.act(SetLine { up: true }).await.unwrap();
    eventually("the order is delivered and confirmed", async || {
        desk.status().await.waiting == 0 && !desk.view(story_case(3)).await.unwrap().pending
    })
    .await;
    let delivered = desk.orders().await;
    assert!(
        matches!(delivered[0].state, OrderState::Delivered { .. }),
        "the screen says so"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_central_refuses_is_set_aside_with_its_reason_until_somebody_settles_it() {
    let town = Town::new().await;
    let (desk, line) = town.desk_on_a_line("a").await;
    desk.on_line("wangmin").await;
    let case = story_case(3);
    line.behave(Behaviour::Cut);
    eventually("the desk notices", async || {
        matches!(desk.status().await.link, Link::Offline { .. })
    })
    .await;
    desk.give(case, verify()).await.unwrap();

    let other = town.desk("b").await;
    other.on_line("lijun").await;
    other
        .give(
            case,
            Command::Decline {
                reason: "重复诉求".to_owned(),
            },
        )
        .await
        .unwrap();
    eventually("the other's order is delivered", async || {
        other.status().await.waiting == 0
    })
    .await;

    line.behave(Behaviour::Whole);
    eventually("the refusal is listed", async || {
        desk.status().await.set_aside == 1
    })
    .await;
    eventually("the other's decision is shown", async || {
        desk.view(case).await.unwrap().case.stage == Stage::Declined
    })
    .await;
    let aside = desk.orders().await.remove(0);
    let OrderState::SetAside {
        why: onemap_protocol::desk::SetAside::Refused { refusal },
        ..
    } = &aside.state
    else {
        panic!("not set aside: {aside:?}");
    };
    assert_eq!(refusal.code(), "stage_not_allowed");
    let again = desk
        .act(Settle {
            order: aside.id,
            settlement: Settlement::SendAgain,
            reason: String::new(),
        })
        .await;
    assert_eq!(
        again.unwrap_err().code,
        "stage_not_allowed",
        "it still makes no sense"
    );
    desk.act(Settle {
        order: aside.id,
        settlement: Settlement::Drop,
        reason: "别人已处理".to_owned(),
    })
    .await
    .unwrap();
    assert_eq!(desk.status().await.set_aside, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_cache_is_made_anew_and_the_outbox_is_untouched() {
    let mut town = Town::new().await;
    let desk = town.desk("a").await;
    desk.on_line("wangmin").await;
    town.stop_central().await;
    eventually("the desk notices", async || {
        matches!(desk.status().await.link, Link::Offline { .. })
    })
    .await;
    desk.give(story_case(3), verify()).await.unwrap();
    desk.desk.close().await;

    let file = town.folder.path().join("a/cache-wangmin.sqlite");
    let mut bytes = std::fs::read(&file).unwrap();
    for byte in bytes.iter_mut().skip(100).step_by(7) {
        *byte ^= 0x5a;
    }
    std::fs::write(&file, bytes).unwrap();

    let desk = town.desk("a").await;
    desk.enter("wangmin").await.unwrap();
    let status = desk.status().await;
    assert!(status.cache_rebuilt, "the screen says so");
    assert_eq!(status.waiting, 1);
    town.start_central().await;
    eventually("the county is back and the order delivered", async || {
        let whole = desk.view(story_case(3)).await;
        whole.is_ok_and(|view| view.case.stage == Stage::Verified && !view.pending)
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn orders_keep_their_author_when_another_user_signs_in() {
    let mut town = Town::new().await;
    let desk = town.desk("a").await;
    desk.on_line("lijun").await;
    desk.on_line("wangmin").await;
    town.stop_central().await;
    desk.give(story_case(3), verify()).await.unwrap();
    desk.enter("lijun").await.unwrap();
    town.start_central().await;
    eventually("the order is delivered", async || {
        desk.status().await.waiting == 0
    })
    .await;
    eventually("its author is who gave it", async || {
        let view = desk.view(story_case(3)).await;
        view.is_ok_and(|view| {
            view.timeline.iter().any(|line| {
                line.recorded.event.name() == "verified"
                    && line.recorded.actor.user.0 == "wangmin"
                    && !line.pending
            })
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_cannot_sign_in_without_the_line() {
    let mut town = Town::new().await;
    let desk = town.desk("a").await;
    desk.on_line("wangmin").await;
    town.stop_central().await;
    let refused = desk.enter("lijun").await.unwrap_err();
    assert_eq!(refused.code, "offline_unknown_user");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_on_which_everything_vanishes_is_noticed_by_its_silence() {
    let town = Town::new().await;
    let (desk, line) = town.desk_on_a_line("a").await;
    desk.on_line("wangmin").await;
    line.behave(Behaviour::BlackHole);
    eventually("the silence is noticed", async || {
        matches!(desk.status().await.link, Link::Offline { .. })
    })
    .await;
    let case = desk.report("半开连接期间登记").await.unwrap();
    assert_eq!(desk.status().await.waiting, 1, "nothing says that it came");
    line.behave(Behaviour::Whole);
    eventually("it is delivered", async || {
        let status = desk.status().await;
        status.waiting == 0 && status.link == Link::Online
    })
    .await;
    assert!(desk.view(case).await.unwrap().case.number.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn deadlines_are_the_centrals_on_a_console_whose_clock_is_a_day_off() {
    let town = Town::new().await;
    let right = town.desk("right").await;
    right.on_line("lijun").await;
    for (name, hours) in [("fast", 24), ("slow", -24)] {
        let desk = town
            .desk_with_clock_off(name, SignedDuration::from_hours(hours))
            .await;
        desk.on_line("wangmin").await;
        let case = desk.report("时钟不准时登记").await.unwrap();
        for command in [
            verify(),
            Command::Establish {
                urgency: Urgency::Normal,
            },
        ] {
            desk.give(case, command).await.unwrap();
        }
        eventually("the orders arrive in their sequence", async || {
            let there = right.view(case).await;
            there.is_ok_and(|there| there.case.stage == Stage::Established)
        })
        .await;
        eventually(
            "the clock's own console shows what the central decided",
            async || !desk.view(case).await.unwrap().pending,
        )
        .await;
        let (here, there) = (
            desk.view(case).await.unwrap(),
            right.view(case).await.unwrap(),
        );
        assert!(!there.case.clocks.is_empty());
        assert_eq!(here.case.clocks, there.case.clocks, "{name}");
        let away = there
            .case
            .reported_at
            .duration_since(jiff::Timestamp::now());
        assert!(away.as_hours().abs() < 12, "{name}: by the central's clock");
        desk.desk.close().await;
    }
}
