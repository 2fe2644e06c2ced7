//! Each county's way of working, walked in the real window with its refusals.

mod acts;

use self::acts::{handed_out, judged, rated};
use crate::driver::{screen, within_minutes};
use crate::walk::Fill::{Choose, Press, Text};
use crate::walk::{Fill, Walk, matter};

macro_rules! story {
    ($(#[$doc:meta])* $name:ident => $walk:ident) => {
        $(#[$doc])*
        #[tokio::test(flavor = "multi_thread")]
        async fn $name() {
            if screen() {
                within_minutes($walk()).await;
            }
        }
    };
}

const NOTE: &str = "form-note";
const REASON: &str = "form-reason";
/// 真办理、真解决、真满意.
const YES: [Fill<'static>; 3] = [
    Press("form-handled-yes"),
    Press("form-resolved-yes"),
    Press("form-satisfied-yes"),
];

async fn dispatched(walk: &mut Walk, lead: &str) {
    let option = format!("dispatch-option-{lead}");
    walk.does("wangmin", "dispatch", &[Press(&option)]).await;
    walk.stands("dispatched").await;
}

story!(
    /// S16, S19, S40, S41, S45: six steps; returned twice it is on the hard list; merged cases;
    /// a leader adopts it, the ladder is climbed, and closing waits for what is owed.
    a_case_of_six_steps_is_adopted_supervised_and_closed_only_when_everything_owed_is_there => liaocheng
);

async fn liaocheng() {
    let facts = matter("六步闭环走一遍", "sewage", "hotline");
    let mut walk = Walk::begin("liaocheng", "lijun", facts).await;
    walk.does("wangmin", "verify", &[Text(NOTE, "属实")]).await;
    walk.does("wangmin", "establish", &[]).await;
    walk.stands("established").await;
    for _ in 0..2 {
        dispatched(&mut walk, "zhujian").await;
        walk.does("zhujian", "return", &[Text(REASON, "不属本单位职责")])
            .await;
        walk.seat("wangmin").await;
    }
    walk.stands("established").await;
    walk.page.click("flag-hard").await;
    walk.page
        .shows(&format!(
            "[data-testid='case-row'][data-case='{}']",
            walk.case
        ))
        .await;
    walk.page.click("flag-hard").await;
    dispatched(&mut walk, "zhujian").await;
    walk.does("chenhong", "adopt", &[]).await;
    walk.does("chenhong", "comment", &[Text("form-text", "一周内办结")])
        .await;
    for _ in 0..3 {
        walk.does(
            "chenhong",
            "attest",
            &[Text("form-evidence", "现场照片三张")],
        )
        .await;
    }
    walk.does(
        "sunqiang",
        "supervise",
        &[Press("form-ladder-usual"), Text(REASON, "两次退单")],
    )
    .await;
    walk.does("sunqiang", "climb", &[Text(REASON, "仍未见进展")])
        .await;
    walk.shows("case-supervision").await;
    walk.clock("supervision").await;
    walk.picture("liaocheng").await;
    walk.does("zhujian", "accept", &[]).await;
    walk.does(
        "zhujian",
        "answer_supervision",
        &[Text("form-text", "明日完工")],
    )
    .await;
    for _ in 0..4 {
        walk.does("zhujian", "attest", &[Text("form-evidence", "台账第三页")])
            .await;
    }
    walk.does("zhujian", "feed_back", &[Text("form-result", "已疏通")])
        .await;
    walk.stands("fed_back").await;
    walk.does("wangmin", "close", &[Choose("form-reason", "resolved")])
        .await;
    walk.stands("closed").await;
    walk.does("wangmin", "withdraw", &[Text(NOTE, "点错了")])
        .await;
    walk.stands("fed_back").await;
    walk.does("wangmin", "close", &[Choose("form-reason", "resolved")])
        .await;
    walk.does("wangmin", "evaluate", &[]).await;
    walk.stands("evaluated").await;
    walk.end().await;
}

story!(
    /// S4, S6, S8, S9, S10, S11: what a department took in is sorted first; no task force, no
    /// start; regular feedback where nothing limits it; two visits; closing without support
    /// demands all three.
    a_case_of_four_questions_is_sorted_taken_up_by_a_task_force_and_visited_twice => chishui
);

async fn chishui() {
    let facts = matter("四题治理走一遍", "sewage", "department");
    let mut walk = Walk::begin("chishui", "zhujian", facts).await;
    walk.may_not("wangmin", "verify", "triage_first").await;
    walk.does("wangmin", "triage", &[Press("form-path-report_up")])
        .await;
    walk.does("wangmin", "verify", &[]).await;
    walk.does("wangmin", "establish", &[]).await;
    dispatched(&mut walk, "zhujian").await;
    walk.may_not("zhujian", "accept", "task_force_first").await;
    let roles = [
        Text("form-roles-leader", "甲"),
        Text("form-roles-official", "乙"),
        Text("form-roles-village", "丙"),
    ];
    walk.is_refused("zhujian", "form_task_force", &roles, "task_force_members")
        .await;
    let whole = [roles[0], roles[1], roles[2], Text("form-members-0", "丁")];
    walk.does("zhujian", "form_task_force", &whole).await;
    walk.does("zhujian", "accept", &[]).await;
    walk.stands("handling").await;
    walk.clock("feedback").await;
    walk.picture("chishui").await;
    walk.does("zhujian", "progress", &[Text(NOTE, "已到现场")])
        .await;
    walk.does(
        "zhujian",
        "feed_back",
        &[Text("form-result", "不属政府承担范围, 已说明")],
    )
    .await;
    walk.may_not("wangmin", "close", "visit_missing").await;
    walk.may_not("wangmin", "visit", "visit_missing").await;
    walk.does("zhujian", "visit", &YES).await;
    let no = [
        YES[0],
        YES[1],
        Press("form-satisfied-no"),
        Text(NOTE, "不满意答复"),
    ];
    walk.does("lijun", "visit", &no).await;
    walk.stands("handling").await;
    walk.does(
        "zhujian",
        "feed_back",
        &[Text("form-result", "再次上门说明")],
    )
    .await;
    walk.does("zhujian", "visit", &YES).await;
    walk.does("wangmin", "visit", &YES).await;
    let demands = [
        Choose("form-reason", "not_supported"),
        Text("form-demands-explanation", "已解释政策"),
        Text("form-demands-counselling", "已疏导"),
        Text(NOTE, "诉求不予支持"),
    ];
    walk.is_refused("wangmin", "close", &demands, "demand_missing")
        .await;
    let all = [
        demands[0],
        demands[1],
        demands[2],
        Text("form-demands-written_reply", "答复意见书一份"),
        demands[3],
    ];
    walk.does("wangmin", "close", &all).await;
    walk.stands("closed").await;
    walk.end().await;
}

story!(
    /// S28: registered, transferred, objected to, taken on, extended with the petitioner told,
    /// reviewed twice, and then the same facts are not taken again.
    a_petition_goes_through_its_legal_clocks_and_both_reviews => petition
);

async fn petition() {
    let facts = matter("网上信访走一遍", "sewage", "message_board");
    let mut walk = Walk::begin("chongqing-petition", "lijun", facts).await;
    walk.seat("wangmin").await;
    walk.clock("transfer").await;
    walk.does("wangmin", "establish", &[]).await;
    dispatched(&mut walk, "zhujian").await;
    walk.does("zhujian", "return", &[Text(REASON, "属住建职责但涉法涉诉")])
        .await;
    walk.shows("case-objection").await;
    walk.does(
        "wangmin",
        "reject_return",
        &[Text(REASON, "职责清单第三条")],
    )
    .await;
    walk.does("zhujian", "accept", &[]).await;
    walk.clock("answer").await;
    let ask = [
        Press("form-clock-answer"),
        Text("form-period", "31"),
        Text(REASON, "需鉴定"),
    ];
    walk.is_refused("zhujian", "request_extension", &ask, "extension_too_long")
        .await;
    let ask = [ask[0], Text("form-period", "30"), ask[2]];
    walk.does("zhujian", "request_extension", &ask).await;
    walk.is_refused("chenhong", "approve", &[], "field_missing")
        .await;
    walk.does(
        "chenhong",
        "approve",
        &[Text(NOTE, "已书面告知信访人延期理由")],
    )
    .await;
    walk.picture("chongqing-petition").await;
    walk.does("zhujian", "feed_back", &[Text("form-result", "处理意见书")])
        .await;
    walk.does("wangmin", "close", &[Choose("form-reason", "resolved")])
        .await;
    for stage in ["under_review", "under_final_review"] {
        walk.does("wangmin", "ask_review", &[Text(REASON, "不服处理意见")])
            .await;
        walk.stands(stage).await;
        let decide = [Press("form-maintained-yes"), Text("form-text", "维持")];
        walk.does("wangmin", "decide_review", &decide).await;
        walk.stands("closed").await;
    }
    walk.may_not("wangmin", "ask_review", "reviews_exhausted")
        .await;
    walk.may_not("wangmin", "reopen", "reviews_exhausted").await;
    judged(&walk).await;
    walk.end().await;
}

story!(
    /// S42, S46: three clocks, the green channel with its reason, the first receiver stays lead
    /// until its objection is upheld.
    a_call_takes_the_green_channel_and_its_first_receiver_stays_until_its_objection_is_upheld => xicheng
);

async fn xicheng() {
    let facts = matter("接诉即办走一遍", "sewage", "hotline");
    let mut walk = Walk::begin("xicheng", "lijun", facts).await;
    walk.does("wangmin", "establish", &[]).await;
    walk.does("wangmin", "expedite", &[Text(REASON, "多户停水")])
        .await;
    walk.may_not("wangmin", "expedite", "already_expedited")
        .await;
    dispatched(&mut walk, "zhujian").await;
    walk.does("zhujian", "return", &[Text(REASON, "不属本单位")])
        .await;
    walk.shows("case-objection").await;
    walk.stands("dispatched").await;
    walk.does("wangmin", "uphold_return", &[]).await;
    walk.stands("established").await;
    walk.does("wangmin", "dispatch", &[Press("dispatch-option-zhifa")])
        .await;
    walk.does("zhifa", "accept", &[]).await;
    walk.clock("handling").await;
    walk.picture("xicheng").await;
    handed_out(&mut walk).await;
    walk.does("zhifa", "feed_back", &[Text("form-result", "已恢复")])
        .await;
    walk.clock("answer").await;
    walk.may_not("wangmin", "close", "visit_missing").await;
    walk.does("wangmin", "visit", &YES).await;
    walk.does("wangmin", "close", &[Choose("form-reason", "resolved")])
        .await;
    walk.stands("closed").await;
    walk.end().await;
}

story!(
    /// S22, S29, S31: the centre whistles, the court has it and gives it back while our clock
    /// stands, a mediation with parties and a sum.
    a_dispute_at_the_one_stop_centre_goes_to_court_and_comes_back_and_is_mediated => ganzhou
);

async fn ganzhou() {
    let facts = matter("一站式走一遍", "sewage", "window");
    let mut walk = Walk::begin("ganzhou", "lijun", facts).await;
    walk.does("wangmin", "verify", &[]).await;
    walk.does("wangmin", "establish", &[]).await;
    dispatched(&mut walk, "zhujian").await;
    let whistle = [
        Text("form-units-search", "zhifa"),
        Press("dispatch-found-zhifa"),
        Text(REASON, "到现场会商"),
    ];
    walk.does("wangmin", "whistle", &whistle).await;
    walk.shows("case-whistle").await;
    walk.does("zhifa", "report_in", &[Text(NOTE, "已到")]).await;
    walk.does("zhujian", "accept", &[]).await;
    walk.does(
        "wangmin",
        "hand_off",
        &[Press("form-body-court"), Text(REASON, "导入诉讼")],
    )
    .await;
    walk.shows("case-pause").await;
    walk.may_not("zhujian", "feed_back", "paused").await;
    walk.picture("ganzhou").await;
    walk.does(
        "wangmin",
        "come_back",
        &[Text("form-result", "委派调解, 退回")],
    )
    .await;
    let mediation = [
        Press("form-bodies-people_mediation"),
        Text("form-parties-0", "赵某"),
        Text("form-parties-1", "钱某"),
        Press("form-agreed-yes"),
        Text("form-amount", "12000"),
        Text("form-text", "一次付清"),
    ];
    walk.does("zhujian", "mediate", &mediation).await;
    walk.shows("case-mediation").await;
    walk.clock("confirmation").await;
    walk.does("zhujian", "feed_back", &[Text("form-result", "调解成功")])
        .await;
    walk.does("wangmin", "close", &[Choose("form-reason", "resolved")])
        .await;
    walk.stands("closed").await;
    walk.end().await;
}

story!(
    /// S22, S37: the grid worker finds, reports and whistles; the departments report in.
    a_grid_worker_finds_a_matter_and_whistles_for_the_departments => ulanqab
);

async fn ulanqab() {
    let facts = matter("排查走一遍", "sewage", "grid");
    let mut walk = Walk::begin("ulanqab", "zhouyong", facts).await;
    walk.does("zhouyong", "verify", &[Text(NOTE, "巡网发现")])
        .await;
    walk.does("zhouyong", "establish", &[]).await;
    let whistle = [
        Text("form-units-search", "zhujian"),
        Press("dispatch-found-zhujian"),
        Text("form-units-search", "zhifa"),
        Press("dispatch-found-zhifa"),
        Text(REASON, "请到网格"),
    ];
    walk.does("zhouyong", "whistle", &whistle).await;
    walk.may_not("wangmin", "whistle", "role_not_allowed").await;
    walk.does("zhujian", "report_in", &[]).await;
    dispatched(&mut walk, "zhujian").await;
    walk.picture("ulanqab").await;
    rated(&mut walk).await;
    walk.does("zhujian", "accept", &[]).await;
    walk.does("zhujian", "feed_back", &[Text("form-result", "已处置")])
        .await;
    walk.does("wangmin", "close", &[Choose("form-reason", "resolved")])
        .await;
    walk.stands("closed").await;
    walk.end().await;
}

story!(
    /// S39, S47: a check that fails is rework; the rates on the page show their fractions.
    a_case_of_city_management_fails_its_check_is_done_again_and_counts_in_the_rates => digital_city
);

async fn digital_city() {
    let facts = matter("数字城管走一遍", "sewage", "grid");
    let mut walk = Walk::begin("digital-city", "lijun", facts).await;
    walk.does("wangmin", "verify", &[]).await;
    walk.does("wangmin", "establish", &[]).await;
    dispatched(&mut walk, "zhujian").await;
    walk.does("zhujian", "accept", &[]).await;
    walk.does("zhujian", "feed_back", &[Text("form-result", "已修")])
        .await;
    walk.may_not("wangmin", "close", "stage_not_allowed").await;
    let no = [Press("form-passed-no"), Text(NOTE, "现场未修好")];
    walk.does("wangmin", "check", &no).await;
    walk.stands("handling").await;
    walk.does("zhujian", "feed_back", &[Text("form-result", "重新修好")])
        .await;
    walk.does("wangmin", "check", &[Press("form-passed-yes")])
        .await;
    walk.stands("checked").await;
    walk.picture("digital-city").await;
    walk.does("wangmin", "close", &[Choose("form-reason", "resolved")])
        .await;
    walk.stands("closed").await;
    walk.end().await;
}

story!(
    /// S7, S46: an objection within its window is upheld, a research meeting designates the lead,
    /// and then there is no return.
    a_hotline_order_is_objected_to_and_designated_and_then_cannot_be_returned => weifang
);

async fn weifang() {
    let facts = matter("热线走一遍", "sewage", "hotline");
    let mut walk = Walk::begin("weifang-hotline", "lijun", facts).await;
    walk.seat("wangmin").await;
    if walk.page.has("[data-testid='action-establish']").await {
        walk.does("wangmin", "establish", &[]).await;
    }
    dispatched(&mut walk, "zhujian").await;
    walk.does("zhujian", "return", &[Text(REASON, "不属职责")])
        .await;
    walk.does("wangmin", "uphold_return", &[]).await;
    walk.does("wangmin", "refer", &[Text(REASON, "两家都说不是")])
        .await;
    walk.may_not("wangmin", "dispatch", "in_research").await;
    let designate = [
        Press("dispatch-option-zhujian"),
        Text(REASON, "专题会议纪要三号"),
    ];
    walk.does("wangmin", "designate", &designate).await;
    walk.stands("dispatched").await;
    walk.picture("weifang-hotline").await;
    walk.may_not("zhujian", "return", "designated_stays").await;
    walk.does("zhujian", "accept", &[]).await;
    walk.does("zhujian", "feed_back", &[Text("form-result", "已办")])
        .await;
    walk.does("wangmin", "visit", &YES).await;
    walk.does("wangmin", "close", &[Choose("form-reason", "resolved")])
        .await;
    walk.stands("closed").await;
    walk.end().await;
}
