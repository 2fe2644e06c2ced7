//! The log is what was recorded, or it is said where it is not.

use onemap_domain::case::{Stage as At, Urgency};
use onemap_domain::command::Command;
use onemap_testkit::county::{order, story_case};

use crate::import::program;
use crate::stage::Stage;

/// What `verify-log` says of a stage's database.
pub async fn verified(stage: &Stage) -> (i32, String) {
    let database = stage.database();
    let arguments = ["verify-log", "--database", &database, "--language", "en"];
    let (code, said, problems) = program(&arguments).await;
    (code, format!("{said}{problems}"))
}

/// A central that has worked, stopped; `statement` was run on its database.
async fn after(statement: &str) -> (i32, String) {
    let mut stage = Stage::small().await;
    let operator = stage.signed_in("wangmin").await;
    let case = story_case(3);
    let note = || "已到现场".to_owned();
    operator.does(case, Command::Verify { note: note() }).await;
    let urgency = Urgency::Normal;
    operator.does(case, Command::Establish { urgency }).await;
    operator.does(case, order("zhifa")).await;
    stage.stop().await;
    for part in statement.split(';').filter(|part| !part.trim().is_empty()) {
        let rows = stage.altered(part, case.0).await;
        assert!(rows > 0, "{part} changes something");
    }
    verified(&stage).await
}

#[tokio::test]
async fn an_untouched_log_is_good_while_the_central_runs_and_after() {
    let mut stage = Stage::small().await;
    let operator = stage.signed_in("wangmin").await;
    operator.reports("路灯不亮", 2).await;
    let (code, said) = verified(&stage).await;
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("6 cases"), "{said}");
    stage.restart().await;
    assert_eq!(verified(&stage).await.0, 0);
}

#[tokio::test]
async fn a_changed_row_is_found_at_its_revision() {
    let note = "UPDATE events SET recorded = replace(recorded, '已到现场', '未到现场') \
                WHERE subject_id = ? AND revision = \
                (SELECT min(revision) FROM events WHERE subject_id = ? AND recorded LIKE '%已到现场%')";
    let (code, said) = after(note).await;
    assert_eq!(code, 1, "{said}");
    assert!(said.contains(&story_case(3).to_string()), "{said}");
    assert!(
        !said.contains("revision 1 "),
        "the report is as it was: {said}"
    );

    let added = "UPDATE events SET recorded = replace(recorded, '{\"case\"', '{\"more\":1,\"case\"') \
                 WHERE subject_id = ? AND revision = 2";
    let (code, said) = after(added).await;
    assert_eq!(
        code, 1,
        "a field that nobody reads is a change, too: {said}"
    );
    assert!(said.contains("revision 2 "), "{said}");

    let digest = "UPDATE events SET digest = NULL WHERE subject_id = ? AND revision = 1";
    let (_, said) = after(digest).await;
    assert!(said.contains("revision 1 "), "{said}");
}

#[tokio::test]
async fn a_deleted_row_is_found_where_it_is_missing() {
    let (code, said) = after("DELETE FROM events WHERE subject_id = ? AND revision = 2").await;
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("revision 2 "), "{said}");

    let last = "DELETE FROM events WHERE subject_id = ? AND revision = \
                (SELECT max(revision) FROM events WHERE subject_id = ?)";
    let (code, said) = after(last).await;
    assert_eq!(code, 1, "the state knows more than its log: {said}");
    assert!(said.contains("state"), "{said}");

    let whole = "DELETE FROM cases WHERE id = ?; DELETE FROM events WHERE subject_id = ?";
    let (code, said) = after(whole).await;
    assert_eq!(
        code, 1,
        "a case that is gone with its log leaves a gap: {said}"
    );
    assert!(said.contains("gap"), "{said}");
}

#[tokio::test]
async fn two_rows_that_were_swapped_are_found() {
    let swapped = "UPDATE events SET revision = -revision WHERE subject_id = ? AND revision IN (2, 3); \
                   UPDATE events SET revision = 5 + revision WHERE subject_id = ? AND revision < 0";
    let (code, said) = after(swapped).await;
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("revision 2 "), "{said}");
}

#[tokio::test]
async fn a_changed_state_is_found() {
    let stage = format!(
        "UPDATE cases SET state = replace(state, '\"{}\"', '\"{}\"') WHERE id = ?",
        At::Dispatched.name(),
        At::Handling.name()
    );
    let (code, said) = after(&stage).await;
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("state"), "{said}");
}
