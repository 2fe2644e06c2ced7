//! A central behind TLS: a console speaks only with whom its authority vouches for.

use onemap_protocol::desk::{Link, OrderState, RetryNow, Wait};
use onemap_protocol::problem::ProblemCode;
use onemap_protocol::version::Impasse;
use onemap_testkit::tls::{Authority, TlsDoor};

use crate::town::{OpenDesk, Town, eventually};

async fn refuses(desk: &OpenDesk, user: &str) {
    let problem = desk.enter(user).await.unwrap_err();
    assert!(problem.is(ProblemCode::CentralUntrusted), "{problem:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_console_signs_in_and_works_over_tls_with_whom_its_own_authority_vouches_for() {
    let (town, county) = (Town::new().await, Authority::new().unwrap());
    let shown = county.vouches_for("127.0.0.1").unwrap();
    let door = TlsDoor::before(town.address, shown).await.unwrap();
    let desk = town.desk_over_tls("a", door.address, Some(&county)).await;
    desk.on_line("wangmin").await;
    let case = desk.report("经加密线路登记").await.unwrap();
    eventually("it is numbered", async || {
        !desk.view(case).await.unwrap().pending
    })
    .await;
    desk.desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_signs_in_where_another_authority_vouches_or_for_another_address() {
    let town = Town::new().await;
    let [county, other] = [(); 2].map(|()| Authority::new().unwrap());
    let shown = other.vouches_for("127.0.0.1").unwrap();
    let door = TlsDoor::before(town.address, shown).await.unwrap();
    let pinned = town.desk_over_tls("a", door.address, Some(&county)).await;
    refuses(&pinned, "wangmin").await;
    let of_the_system = town.desk_over_tls("b", door.address, None).await;
    refuses(&of_the_system, "wangmin").await;
    door.show(county.vouches_for("elsewhere.example").unwrap());
    refuses(&pinned, "wangmin").await;
    door.show(county.vouches_for("127.0.0.1").unwrap());
    pinned.on_line("wangmin").await;
    for desk in [pinned, of_the_system] {
        desk.desk.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_signed_in_is_told_works_on_and_nothing_is_said_to_a_stranger() {
    let town = Town::new().await;
    let [county, stranger] = [(); 2].map(|()| Authority::new().unwrap());
    let own = county.vouches_for("127.0.0.1").unwrap();
    let door = TlsDoor::before(town.address, own.clone()).await.unwrap();
    let desk = town.desk_over_tls("a", door.address, Some(&county)).await;
    desk.on_line("wangmin").await;
    door.show(stranger.vouches_for("127.0.0.1").unwrap());
    eventually("it is said why nothing goes out", async || {
        let link = desk.status().await.link;
        matches!(link, Link::Impasse { which, .. } if which == Impasse::Untrusted)
    })
    .await;
    let case = desk.report("换了证书时登记").await.unwrap();
    let orders = desk.orders().await;
    let [order] = &orders[..] else {
        panic!("{orders:?}")
    };
    let OrderState::Waiting { waits, .. } = &order.state else {
        panic!("{order:?}")
    };
    assert_eq!(waits, &[Wait::Line]);

    door.show(own);
    desk.act(RetryNow {}).await.unwrap();
    eventually("it is delivered to the central itself", async || {
        desk.status().await.link == Link::Online && !desk.view(case).await.unwrap().pending
    })
    .await;
    desk.desk.close().await;
}
