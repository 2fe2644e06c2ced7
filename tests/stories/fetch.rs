//! A new console fetches a county over a line that breaks: it says how far it is, and goes on from
//! there, also when it was closed in between.

use onemap_domain::case::{CaseId, Stage};
use onemap_domain::command::Command;
use onemap_domain::people::UserId;
use onemap_exchange::county::{County, Step, Story};
use onemap_protocol::desk::{CaseFilter, Cases, Fetched, Link};
use onemap_testkit::county::{facts, small_county, story_case};
use onemap_testkit::line::{Behaviour, Line};
use uuid::Uuid;

use crate::town::{OpenDesk, Town, eventually};

/// Cases beside the five of the small county.
const MORE: u64 = 2_000;
/// Bytes that a cut can make come again: answers go small in blocks, and of the one that a cut goes
/// through nothing can be read.
const BLOCK: u64 = 8 * 1024;
/// Interruptions of a fetch.
const CUTS: u64 = 5;

fn crowded() -> County {
    let mut county = small_county();
    let more = (0..MORE as usize).map(|nth| Story {
        case: CaseId(Uuid::now_v7()),
        steps: vec![Step {
            minutes_before: 60,
            by: UserId("wangmin".to_owned()),
            command: Command::Report {
                facts: Box::new(facts(&format!("第{nth}件"), nth % 6)),
            },
        }],
    });
    county.stories.extend(more);
    county
}

/// Every case that a desk shows: which, what, and how far.
async fn shown(desk: &OpenDesk) -> Vec<(CaseId, String, Stage)> {
    const PAGE: u32 = 200;
    let mut all = Vec::new();
    loop {
        let page = Cases {
            filter: CaseFilter::default(),
            offset: all.len() as u32,
            limit: PAGE,
        };
        let rows = desk.ask(page).await.unwrap().rows;
        let some = rows.len();
        all.extend(rows.into_iter().map(|row| (row.id, row.title, row.stage)));
        if some < PAGE as usize {
            all.sort();
            return all;
        }
    }
}

/// Waits until the line has cut itself and the desk has noticed; how far it is then.
async fn cut_off(desk: &OpenDesk, line: &Line, than: u64) -> Fetched {
    eventually("the line is cut in the middle", async || line.is_cut()).await;
    // What was on the way comes to its end.
    eventually("and the desk notices", async || {
        let status = desk.status().await;
        let further = status.fetched.is_some_and(|fetched| fetched.done > than);
        matches!(status.link, Link::Offline { .. }) && further
    })
    .await;
    desk.status().await.fetched.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_fetch_that_is_cut_off_again_and_again_goes_on_from_where_it_was() {
    let town = Town::of(None, crowded).await;
    // How much it is in one go.
    let (other, whole) = town.desk_on_a_line("other").await;
    other.on_line("lijun").await;
    let all = whole.carried();

    let (mut desk, line) = town.desk_on_a_line("a").await;
    let share = all / (CUTS + 1);
    line.cut_after(share);
    desk.enter("wangmin").await.unwrap();
    let mut far = Vec::new();
    for nth in 0..CUTS {
        let than = far.last().map_or(0, |fetched: &Fetched| fetched.done);
        let fetched = cut_off(&desk, &line, than).await;
        assert!(
            fetched.total > MORE && fetched.done < fetched.total,
            "{fetched:?}"
        );
        assert!(
            desk.view(story_case(3)).await.is_err(),
            "half a county is not shown"
        );
        // Meanwhile people go on: with what is there already, and with what is to come.
        other.report("路灯不亮").await.unwrap();
        let note = format!("第{nth}次");
        let reported = shown(&other).await.into_iter();
        let mut reported = reported
            .filter(|(_, title, stage)| title.starts_with('第') && *stage == Stage::Reported);
        let (case, ..) = reported.nth(nth as usize * 350).unwrap();
        other.give(case, Command::Verify { note }).await.unwrap();
        eventually("it is done", async || other.status().await.waiting == 0).await;
        if nth % 2 == 1 {
            desk.desk.close().await;
            desk = town.desk_over("a", line.address).await;
            desk.enter("wangmin").await.unwrap();
            let again = desk.status().await.fetched.unwrap();
            assert!(again.done >= fetched.done, "it is known where it was");
        }
        far.push(fetched);
        if nth + 1 < CUTS {
            line.cut_after(share);
        }
        line.behave(Behaviour::Whole);
    }
    eventually("the county is whole", async || {
        let status = desk.status().await;
        status.link == Link::Online && status.fetched.is_none()
    })
    .await;
    let (carried, cuts) = (line.carried(), CUTS);
    println!("{all} bytes in one go, {carried} with {cuts} interruptions: {far:?}");
    assert!(
        carried < all + cuts * BLOCK,
        "nothing is fetched twice but what was on the line"
    );
    eventually("both show the same", async || {
        shown(&desk).await == shown(&other).await
    })
    .await;
    assert!(desk.view(story_case(3)).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_else_at_the_same_desk_fetches_their_own_and_the_first_goes_on_afterwards() {
    let town = Town::of(None, crowded).await;
    let (desk, line) = town.desk_on_a_line("a").await;
    // A third of it, small as it goes on the line.
    line.cut_after(60_000);
    desk.enter("wangmin").await.unwrap();
    let fetched = cut_off(&desk, &line, 0).await;
    line.behave(Behaviour::Whole);
    desk.on_line("lijun").await;
    let theirs = shown(&desk).await;
    assert!(theirs.len() as u64 >= MORE);
    assert_eq!(desk.status().await.fetched, None);
    let all = line.carried();
    line.behave(Behaviour::Cut);
    desk.enter("wangmin").await.unwrap();
    let again = desk.status().await.fetched.unwrap();
    assert!(again.done >= fetched.done && again.total == fetched.total);
    line.behave(Behaviour::Whole);
    eventually("the first one's county is whole, too", async || {
        desk.status().await.link == Link::Online
    })
    .await;
    assert!(shown(&desk).await == theirs, "they may see the same");
    let rest = line.carried() - all;
    println!("{fetched:?}, then {rest} bytes; {all} before");
}
