//! An older console against a newer central, and the other way round: people are told which of the
//! two must be updated, work on with what is here, and lose nothing.

use onemap_protocol::desk::{Link, OrderState, RetryNow, Wait};
use onemap_protocol::problem::ProblemCode;
use onemap_protocol::version::Impasse;
use onemap_testkit::line::{Behaviour, Line};

use crate::town::{OpenDesk, Town, eventually};

const PAIRS: [(Behaviour, Impasse); 2] = [
    (Behaviour::OldConsole, Impasse::OldConsole),
    (Behaviour::OldCentral, Impasse::OldCentral),
];

async fn says(desk: &OpenDesk, outdated: Impasse) {
    eventually("the console says which must be updated", async || {
        matches!(desk.status().await.link, Link::Impasse { which, .. } if which == outdated)
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn orders_wait_for_the_update_and_say_so_and_then_arrive() {
    for (behaviour, outdated) in PAIRS {
        let town = Town::new().await;
        let (desk, line) = town.desk_on_a_line("a").await;
        desk.on_line("wangmin").await;
        line.behave(behaviour);
        let case = desk.report("更新之前登记").await.unwrap();
        says(&desk, outdated).await;
        let rows = desk.orders().await;
        let [order] = &rows[..] else {
            panic!("{rows:?}")
        };
        let OrderState::Waiting { waits, .. } = &order.state else {
            panic!("{order:?}")
        };
        assert_eq!(waits, &[Wait::Version], "{outdated:?}");
        assert!(desk.view(case).await.unwrap().pending, "one works on");

        line.behave(Behaviour::Whole);
        desk.act(RetryNow {}).await.unwrap();
        eventually("it is delivered after the update", async || {
            let status = desk.status().await;
            status.waiting == 0 && status.link == Link::Online
        })
        .await;
        assert!(!desk.view(case).await.unwrap().pending);
        desk.desk.close().await;
    }
}

async fn enters(desk: &OpenDesk, user: &str) -> Result<(), ProblemCode> {
    let codes = [Impasse::OldConsole, Impasse::OldCentral].map(Impasse::code);
    let problem = match desk.enter(user).await {
        Ok(()) => return Ok(()),
        Err(problem) => problem,
    };
    let said = codes.into_iter().find(|code| problem.is(*code));
    Err(said.unwrap_or_else(|| panic!("{problem:?}")))
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_known_here_works_on_and_a_newcomer_is_told_what_must_be_updated() {
    for (behaviour, outdated) in PAIRS {
        let town = Town::new().await;
        let (desk, line): (OpenDesk, Line) = town.desk_on_a_line("a").await;
        desk.on_line("wangmin").await;
        line.behave(behaviour);
        assert_eq!(enters(&desk, "lijun").await, Err(outdated.code()));
        assert_eq!(enters(&desk, "wangmin").await, Ok(()));
        says(&desk, outdated).await;
        desk.report("照旧登记").await.unwrap();
        desk.desk.close().await;
    }
}
