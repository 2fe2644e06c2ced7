//! What goes beside a case's way, in the real window: sealing it away, pressing it up a ladder, a
//! leader's adoption with what is owed, voiding it with somebody else's approval.

use onemap_domain::command::Command;
use onemap_domain::people::{Compartment, UserId};
use onemap_exchange::county::County;
use onemap_testkit::county::small_county;

use crate::driver::{screen, within_minutes};
use crate::town::{Town, eventually};
use crate::walk::Fill::{Choose, Press, Text};
use crate::walk::{Walk, looks_at, matter};

const NOTE: &str = "form-note";
const REASON: &str = "form-reason";

/// Until there is an order for zhujian.
async fn dispatched(walk: &mut Walk) {
    walk.does("wangmin", "verify", &[]).await;
    walk.does("wangmin", "establish", &[]).await;
    let order = [Press("dispatch-option-zhujian")];
    walk.does("wangmin", "dispatch", &order).await;
    walk.stands("dispatched").await;
}

/// The small county, where lijun may not open what is sealed.
fn county_with_a_closed_room() -> County {
    let mut county = small_county();
    let lijun = UserId("lijun".to_owned());
    for account in &mut county.accounts {
        if account.user.actor.user == lijun {
            account.user.scope.compartments.clear();
        }
    }
    county
}

const SEALED: &str = "心理援助来访";

/// S44: who has the compartment seals it and keeps it; everybody else loses it from lists, counts
/// and search, also while they look at it; opened again, it is back.
#[tokio::test(flavor = "multi_thread")]
async fn a_sealed_case_is_gone_for_who_may_not_open_it_and_stays_for_who_may() {
    if screen() {
        within_minutes(Box::pin(sealed())).await;
    }
}

async fn sealed() {
    let town = Town::of(Some("ganzhou"), county_with_a_closed_room).await;
    let facts = matter(SEALED, "sewage", "window");
    let mut walk = Walk::begin_in(town, "wangmin", facts).await;
    walk.does("wangmin", "verify", &[]).await;
    walk.may_not("chenhong", "seal", "role_not_allowed").await;
    let before = counts(&walk).await;
    found(&walk, 1).await;
    let why = [Text(REASON, "心理健康档案")];
    walk.is_refused("lijun", "seal", &why, "field_missing")
        .await;
    walk.is_refused("wangmin", "seal", &[], "field_missing")
        .await;
    walk.does("wangmin", "seal", &why).await;
    walk.shows("case-sealed").await;
    walk.may_not("wangmin", "seal", "already_sealed").await;
    found(&walk, 1).await;
    walk.picture("sealed-kept").await;

    for login in ["lijun", "zhouyong", "chenhong"] {
        walk.sits_down(login).await;
        found(&walk, 0).await;
    }
    // It was open, and waited to be established.
    let mut without = before.clone();
    without[0] -= 1;
    without[2] -= 1;
    counted(&walk, &without).await;
    walk.picture("sealed-gone").await;

    walk.is_refused("sunqiang", "unseal", &[], "field_missing")
        .await;
    walk.does("sunqiang", "unseal", &[Text(REASON, "已转普通事项")])
        .await;
    walk.seat("chenhong").await;
    found(&walk, 1).await;
    counted(&walk, &before).await;

    // Somebody else seals it while the leader has it open.
    let elsewhere = walk.town.desk("elsewhere").await;
    elsewhere.on_line("wangmin").await;
    let seal = Command::Seal {
        compartment: Compartment("mental_health".to_owned()),
        reason: "心理健康档案".to_owned(),
    };
    elsewhere.give(walk.case, seal).await.unwrap();
    let panel = format!("[data-testid='case-panel'][data-case='{}']", walk.case);
    walk.page.hides(&panel).await;
    found(&walk, 0).await;
    walk.picture("sealed-meanwhile").await;
    walk.end().await;
}

/// How many cases are open, and how many wait in each of the first lanes, as the page says.
async fn counts(walk: &Walk) -> Vec<u32> {
    let mut counts = Vec::new();
    eventually("every lane has its count", async || {
        let open = walk.page.text("lane-open").await;
        let open = open.split_whitespace().last().map(str::to_owned);
        let mut all = vec![open];
        for lane in ["to_verify", "to_establish", "to_dispatch", "to_accept"] {
            let tile = walk.page.find(&format!("lane-{lane}")).await;
            all.push(tile.attr("data-count").await.unwrap());
        }
        let all = all.into_iter().map(|count| count?.parse().ok());
        counts = all.collect::<Option<_>>().unwrap_or_default();
        !counts.is_empty()
    })
    .await;
    counts
}

/// The page comes to count so.
async fn counted(walk: &Walk, expected: &[u32]) {
    eventually(&format!("the lanes count {expected:?}"), async || {
        counts(walk).await == expected
    })
    .await;
}

/// The list narrowed to the title finds it this often, and the search does.
async fn found(walk: &Walk, times: u32) {
    walk.page.click("lane-open").await;
    walk.page.fill("list-filter", SEALED).await;
    walk.page
        .becomes("case-list", "data-total", &times.to_string())
        .await;
    walk.page.fill("search-box", SEALED).await;
    let hit = "[data-testid='hits'] [data-testid='hit']";
    if times == 0 {
        eventually("the search has found nothing", async || {
            walk.page.text("hits").await.contains("没有找到")
        })
        .await;
        walk.page.hides(hit).await;
    } else {
        walk.page.shows(hit).await;
    }
    let escape = "\u{e00c}";
    let search = walk.page.find("search-box").await;
    search.send_keys(escape).await.unwrap();
}

/// S40: three that only the leader can show something for, four that only the unit can, and no
/// closing before all seven.
#[tokio::test(flavor = "multi_thread")]
async fn an_adopted_case_is_closed_only_when_the_leader_and_the_unit_have_each_shown_their_own() {
    if screen() {
        within_minutes(Box::pin(adopted())).await;
    }
}

async fn adopted() {
    let facts = matter("领导包案走一遍", "sewage", "hotline");
    let mut walk = Walk::begin("liaocheng", "lijun", facts).await;
    walk.does("wangmin", "verify", &[]).await;
    walk.does("wangmin", "establish", &[]).await;
    let order = [
        // The other one first: what stands below moves until the whole advice is there.
        Press("dispatch-option-zhifa"),
        Press("dispatch-option-zhujian"),
        Press("dispatch-assist"),
        Text("dispatch-assist-search", "zhifa"),
        Press("dispatch-found-zhifa"),
    ];
    walk.does("wangmin", "dispatch", &order).await;
    walk.may_not("wangmin", "adopt", "role_not_allowed").await;
    walk.may_not("zhujian", "attest", "not_adopted").await;
    walk.does("zhujian", "accept", &[]).await;
    walk.does("chenhong", "adopt", &[]).await;
    walk.may_not("chenhong", "adopt", "already_adopted").await;
    walk.does("zhujian", "feed_back", &[Text("form-result", "已疏通")])
        .await;
    let owed = walk.may_not("wangmin", "close", "adoption_owed").await;
    assert!(owed.contains("7 项"), "all are owed: {owed}");
    walk.may_not("wangmin", "attest", "role_not_allowed").await;

    let evidence = Text("form-evidence", "现场照片三张");
    walk.is_refused("chenhong", "attest", &[], "field_missing")
        .await;
    offers(&mut walk, "chenhong", "in_person_1", "guarantee_1").await;
    for _ in 0..3 {
        walk.does("chenhong", "attest", &[evidence]).await;
    }
    let owed = walk.may_not("wangmin", "close", "adoption_owed").await;
    assert!(owed.contains("4 项"), "the unit's are owed: {owed}");
    offers(&mut walk, "zhujian", "guarantee_1", "in_person_1").await;
    for (item, code) in [
        ("guarantee_1", "not_adopted_unit"),
        ("in_person_1", "not_adopter"),
    ] {
        let other = [Choose("form-item", item), evidence];
        walk.is_refused("zhifa", "attest", &other, code).await;
    }
    // The forms do not offer what is another's; the rule would refuse it, too.
    for (login, item, code) in [
        ("chenhong", "guarantee_1", "not_adopted_unit"),
        ("zhujian", "in_person_1", "not_adopter"),
    ] {
        let elsewhere = walk.town.desk(&format!("desk of {login}")).await;
        elsewhere.on_line(login).await;
        let attest = Command::Attest {
            item: item.to_owned(),
            evidence: "台账第三页".to_owned(),
        };
        let refused = elsewhere.give(walk.case, attest).await.unwrap_err();
        assert_eq!(refused.code, code, "{login} cannot show {item}");
    }
    for left in (0..4).rev() {
        let ledger = [Text("form-evidence", "台账第三页")];
        walk.does("zhujian", "attest", &ledger).await;
        if left == 1 {
            let owed = walk.may_not("wangmin", "close", "adoption_owed").await;
            assert!(owed.contains("1 项"), "one is owed: {owed}");
            looks_at(&walk, "[data-testid='case-item'][data-owed='true']").await;
            walk.picture("adoption-owed").await;
        }
    }
    walk.does("wangmin", "close", &[Choose("form-reason", "resolved")])
        .await;
    walk.stands("closed").await;
    walk.end().await;
}

/// The form of who shows evidence offers their own items, and not the other side's.
async fn offers(walk: &mut Walk, login: &str, own: &str, others: &str) {
    walk.seat(login).await;
    let button = "[data-testid='action-attest']";
    if !walk.page.has(button).await {
        walk.page.click("action-more").await;
    }
    walk.page.click("action-attest").await;
    walk.shows(&format!("form-item-{own}")).await;
    walk.page
        .hides(&format!("[data-testid='form-item-{others}']"))
        .await;
    walk.page.click("form-cancel").await;
    walk.page.hides("[data-testid='form']").await;
}

/// S45: 检察建议, 整改期限, 跟进监督, 公益诉讼: each rung is climbed when the one before has passed in
/// vain, each with its deadline counted over holidays, and there is nothing above the last.
#[tokio::test(flavor = "multi_thread")]
async fn the_procuratorates_ladder_is_climbed_rung_by_rung_each_with_its_deadline() {
    if screen() {
        within_minutes(Box::pin(ladder())).await;
    }
}

/// When a rung begins, who climbs it, and when it ends, by hand with the notice for 2026.
const RUNGS: [(&str, &str, &str); 4] = [
    // Two months end on 2 May, which rests; 6 May is the first working day.
    ("2026-03-02T09:00+08", "sunqiang", "2026-05-06T16:00:00Z"),
    // 9 May is a Saturday that is worked.
    ("2026-05-07T09:00+08", "chenhong", "2026-05-20T16:00:00Z"),
    ("2026-05-21T09:00+08", "sunqiang", "2026-06-04T16:00:00Z"),
    // 19 June is 端午.
    ("2026-06-05T09:00+08", "chenhong", "2026-06-22T16:00:00Z"),
];

async fn ladder() {
    let town = Town::at("liaocheng", RUNGS[0].0).await;
    let facts = matter("检察监督走一遍", "sewage", "hotline");
    let mut walk = Walk::begin_in(town, "lijun", facts).await;
    walk.does("wangmin", "verify", &[]).await;
    walk.does("wangmin", "establish", &[]).await;
    walk.may_not("sunqiang", "supervise", "stage_not_allowed")
        .await;
    let order = [Press("dispatch-option-zhujian")];
    walk.does("wangmin", "dispatch", &order).await;
    walk.may_not("zhujian", "supervise", "role_not_allowed")
        .await;
    walk.may_not("sunqiang", "climb", "no_supervision").await;
    let nameless = [Text(REASON, "污水直排")];
    walk.is_refused("sunqiang", "supervise", &nameless, "field_missing")
        .await;
    for (rung, (begins, by, ends)) in RUNGS.into_iter().enumerate() {
        if rung == 0 {
            let proposal = [Press("form-ladder-procuratorate"), nameless[0]];
            walk.does(by, "supervise", &proposal).await;
            walk.may_not("wangmin", "climb", "role_not_allowed").await;
            walk.may_not(by, "supervise", "supervision_stands").await;
        } else {
            walk.leaves().await;
            walk.town.becomes(begins);
            walk.does(by, "climb", &[Text(REASON, "逾期未整改")]).await;
        }
        walk.page
            .becomes("case-supervision", "data-rung", &rung.to_string())
            .await;
        walk.page
            .becomes("clock-supervision", "data-due", ends)
            .await;
        let now = "[data-testid='case-rung'][data-state='now']";
        let lit = walk.page.select(now).await.text().await.unwrap();
        let names = ["检察建议", "整改期限", "跟进监督", "公益诉讼"];
        assert_eq!(lit, names[rung]);
    }
    walk.may_not("chenhong", "climb", "ladder_top").await;
    looks_at(&walk, "[data-testid='case-supervision'] dl").await;
    walk.picture("procuratorate").await;
    walk.may_not("wangmin", "climb", "role_not_allowed").await;
    walk.may_not("zhujian", "climb", "role_not_allowed").await;
    walk.end().await;
}

/// The six steps of 聊城, where operators may approve, too.
fn operators_approve() -> String {
    let shipped = include_str!("../../assets/profiles/liaocheng.toml");
    let whistle = "\nwhistle = {";
    assert!(
        shipped.contains(whistle),
        "the keys of the whole file end here"
    );
    let may = "\nmay = { approve = [\"operator\", \"supervisor\"], refuse = [\"supervisor\"] }";
    shipped
        .replace(whistle, &format!("{may}{whistle}"))
        .replace("code = \"liaocheng\"", "code = \"operators-approve\"")
}

/// One asks that a case be voided; neither their role nor, where it could, they themselves approve
/// that; it is refused once, asked again, and approved by somebody else.
#[tokio::test(flavor = "multi_thread")]
async fn a_case_is_voided_only_with_the_approval_of_somebody_else_than_asked() {
    if screen() {
        within_minutes(Box::pin(voided())).await;
    }
}

async fn voided() {
    let facts = matter("误报走一遍", "sewage", "hotline");
    let mut walk = Walk::begin("liaocheng", "lijun", facts).await;
    dispatched(&mut walk).await;
    walk.may_not("sunqiang", "approve", "no_request").await;
    walk.is_refused("wangmin", "request_void", &[], "field_missing")
        .await;
    let wrong = [Text(REASON, "测试电话误登记")];
    walk.does("wangmin", "request_void", &wrong).await;
    walk.page.becomes("case-request", "data-wish", "void").await;
    walk.picture("void-asked").await;
    walk.may_not("wangmin", "request_void", "request_pending")
        .await;
    walk.may_not("wangmin", "approve", "role_not_allowed").await;
    // The county lets its operators approve, from now on and in the window that is open.
    walk.town.works_by(&operators_approve()).await;
    walk.may_not("wangmin", "approve", "own_request").await;
    walk.does("sunqiang", "refuse", &[Text(REASON, "请先回访核实")])
        .await;
    walk.stands("dispatched").await;
    walk.does("wangmin", "request_void", &wrong).await;
    walk.does("sunqiang", "approve", &[Text(NOTE, "已核实为误登记")])
        .await;
    walk.stands("voided").await;
    walk.page
        .becomes("timeline-item", "data-event", "voided")
        .await;
    walk.may_not("sunqiang", "approve", "stage_not_allowed")
        .await;
    looks_at(&walk, "[data-testid='timeline']").await;
    walk.picture("void-approved").await;
    walk.end().await;
}
