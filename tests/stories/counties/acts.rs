//! What only some counties do, as a part of their stories: both sides of a whistle rate each other,
//! policies are handed out, rates are judged by the county's targets.

use super::NOTE;
use crate::walk::Fill::{Press, Text};
use crate::walk::{Walk, picture};

/// Opens the form of a command and leaves it open.
async fn opens(walk: &mut Walk, login: &str, command: &str) {
    walk.seat(login).await;
    let button = format!("action-{command}");
    let is_in_menu = !walk.page.has(&format!("[data-testid='{button}']")).await;
    if is_in_menu {
        walk.page.click("action-more").await;
    }
    walk.page.click(&button).await;
    walk.page.becomes("form", "data-command", command).await;
}

/// Scrolls a part of the panel to where it is seen.
async fn in_sight(walk: &Walk, part: &str) {
    let script = format!(
        "document.querySelector(\"[data-testid='{part}']\").scrollIntoView({{block: 'center'}})"
    );
    walk.page.client.execute(&script, Vec::new()).await.unwrap();
}

/// A picture of what stands there when it has been drawn.
async fn drawn(walk: &Walk, name: &str) {
    let painted = "const done = arguments[0]; \
                   requestAnimationFrame(() => requestAnimationFrame(() => done(true)))";
    let painted = walk.page.client.execute_async(painted, Vec::new()).await;
    painted.unwrap();
    picture(&walk.page, name).await;
}

/// 及时受理率、按期办结率 stand beside the 99.5 % that the county set itself, judged by the fraction.
pub async fn judged(walk: &Walk) {
    let page = &walk.page;
    page.click("go-indicators").await;
    for name in ["acceptance_in_time", "completion_in_time"] {
        let row = page.find(&format!("indicator-row-{name}")).await;
        let number = async |part: &str| -> u64 {
            let text = row.attr(part).await.unwrap().unwrap_or_default();
            text.parse().unwrap()
        };
        let above = number("data-numerator").await;
        let below = number("data-denominator").await;
        let (state, word) = if above * 10_000 >= 9_950 * below {
            ("met", "✓ 达标")
        } else {
            ("missed", "✗ 未达标")
        };
        assert!(below > 0, "{name} counts something");
        let target = format!("indicator-target-{name}");
        page.becomes(&target, "data-state", state).await;
        let words = page.text(&target).await;
        assert!(words.contains("目标 ≥ 99.50%"), "{words}");
        assert!(words.contains(word), "{words}");
    }
    page.hides("[data-testid='indicator-target-closing']").await;
    drawn(walk, "page-indicators-targets").await;
}

/// 政策服务包: what bears on the matter stands first and nothing is ticked; what was handed out stands
/// with the case, to be read out.
pub async fn handed_out(walk: &mut Walk) {
    walk.is_refused("zhifa", "hand_out", &[], "field_missing")
        .await;
    opens(walk, "zhifa", "hand_out").await;
    let first = "[data-testid='form-policies'] li:first-child \
                 [data-policy='legal_aid'][data-bears='true'][aria-checked='false']";
    walk.page.shows(first).await;
    walk.page
        .hides("[data-testid='form-policies'] [aria-checked='true']")
        .await;
    drawn(walk, "form-hand-out").await;
    walk.page.click("form-cancel").await;
    let chosen = [
        Press("form-policies-legal_aid"),
        Press("form-policies-wages_regulation"),
    ];
    walk.does("zhifa", "hand_out", &chosen).await;
    let given = walk.page.text("case-policies").await;
    for words in ["法律援助法第三十一条", "农民工工资支付", "国务院令第724号"]
    {
        assert!(given.contains(words), "{words} is not in {given}");
    }
    assert!(!given.contains("仲裁"), "only what was chosen: {given}");
    in_sight(walk, "case-policies").await;
    drawn(walk, "part-policies").await;
}

/// 双向评价: the caller rates who came and the unit that came rates the call, each once; who is still
/// on the way is not rated.
pub async fn rated(walk: &mut Walk) {
    let content = Press("form-satisfaction-satisfied");
    let of_absent = [Press("form-unit-zhifa"), content];
    walk.is_refused("zhouyong", "rate_whistle", &of_absent, "whistle_still_out")
        .await;
    let discontent = [
        Press("form-unit-zhujian"),
        Press("form-satisfaction-dissatisfied"),
    ];
    walk.is_refused("zhouyong", "rate_whistle", &discontent, "field_missing")
        .await;
    let with_note = [discontent[0], content, Text(NOTE, "半小时到场")];
    walk.does("zhouyong", "rate_whistle", &with_note).await;
    opens(walk, "zhujian", "rate_whistle").await;
    drawn(walk, "form-rate-whistle").await;
    walk.page.click("form-cancel").await;
    // A clerk speaks for their own unit, which is chosen already.
    let why = [
        Press("form-satisfaction-dissatisfied"),
        Text(NOTE, "一家到场即可"),
    ];
    walk.does("zhujian", "rate_whistle", &why).await;
    walk.is_refused("zhujian", "rate_whistle", &[content], "whistle_rated")
        .await;
    for (side, said) in [("caller", "satisfied"), ("unit", "dissatisfied")] {
        let rating = format!(
            "[data-testid='case-arrival'][data-department='zhujian'] \
             [data-testid='case-rated'][data-side='{side}'][data-said='{said}']"
        );
        walk.page.shows(&rating).await;
    }
    let told = walk.page.text("timeline").await;
    for sentence in ["吹哨方评价住建局: 满意", "住建局评价吹哨: 不满意"] {
        assert!(told.contains(sentence), "{sentence} is not in {told}");
    }
    in_sight(walk, "case-whistle").await;
    drawn(walk, "part-whistle").await;
}
