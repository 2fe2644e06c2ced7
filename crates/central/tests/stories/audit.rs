//! Who looked at what: shown with a reason, written down before, and read by whom it concerns.

use std::time::Duration;

use jiff::Timestamp;
use onemap_central::{audit, database};
use onemap_domain::audit::{Act, Entry, Field, RegisterPart, Revealed, Who};
use onemap_domain::case::CaseId;
use onemap_domain::command::Command;
use onemap_domain::people::{Compartment, UserId};
use onemap_protocol::audit::{AuditPage, Opening, Openings, OpeningsTaken};
use onemap_protocol::problem::Problem;
use onemap_testkit::county::{small_county, story_case};
use reqwest::{Response, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::import::program;
use crate::log::verified;
use crate::place::on_postgres;
use crate::stage::{Person, Stage, until};

/// What the small county's reporters are called, and their number.
const NAME: &str = "张三丰";
const PHONE: &str = "13812341234";

impl Person {
    async fn asks_to_see(&self, case: CaseId, reason: &str) -> Response {
        let url = format!("{}/v1/cases/{case}/reveal", self.address);
        let request = self.client.post(url).bearer_auth(&self.session.token.0);
        let asked = request.json(&json!({ "reason": reason }));
        asked.send().await.unwrap()
    }

    async fn sees(&self, case: CaseId, reason: &str) -> Revealed {
        let response = self.asks_to_see(case, reason).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()["cache-control"], "no-store");
        response.json().await.unwrap()
    }

    async fn is_not_shown(&self, case: CaseId, reason: &str) -> (StatusCode, Problem) {
        let response = self.asks_to_see(case, reason).await;
        (response.status(), response.json().await.unwrap())
    }

    async fn audit(&self, query: &str) -> AuditPage {
        self.reads(&format!("/v1/audit{query}")).await
    }

    /// The kinds of what the stream has, the newest first.
    async fn kinds(&self, query: &str) -> Vec<&'static str> {
        let page = self.audit(query).await;
        let entries = page.entries.iter();
        entries.map(|one| one.entry.act.name()).collect()
    }
}

#[tokio::test]
async fn who_gives_a_reason_is_shown_the_reporter_and_the_stream_says_who_when_and_why() {
    let stage = Stage::small().await;
    let operator = stage.signed_in("wangmin").await;
    let case = operator.reports("路灯不亮", 2).await;
    let masked: Value = operator.reads(&format!("/v1/cases/{case}")).await;
    assert_ne!(masked["facts"]["reporter"]["phone"], PHONE);

    let shown = operator.sees(case, &format!("  回电核实 {PHONE}  ")).await;
    let reporter = shown.reporter.unwrap();
    assert_eq!(
        (reporter.name.as_str(), reporter.phone.as_str()),
        (NAME, PHONE)
    );

    let supervisor = stage.signed_in("sunqiang").await;
    let page = supervisor.audit(&format!("?case={case}")).await;
    let [look] = page.entries.as_slice() else {
        panic!("one look: {page:?}");
    };
    assert_eq!(look.entry.act, Act::Looked);
    assert_eq!(look.entry.case, Some(case));
    assert_eq!(look.entry.who, Who::from(&operator.session.user.actor));
    assert_eq!(look.entry.fields, [Field::Name, Field::Phone]);
    assert_eq!(look.entry.reason, "回电核实 138****1234");
    let (code, said) = verified(&stage).await;
    assert_eq!(code, 0, "{said}");
}

#[tokio::test]
async fn nobody_is_shown_anything_without_a_reason_or_beyond_their_scope_and_nothing_is_written() {
    let stage = Stage::in_way(small_county(), "ganzhou", None).await;
    let operator = stage.signed_in("wangmin").await;
    let supervisor = stage.signed_in("sunqiang").await;
    let here = operator.reports("路灯不亮", 2).await;
    let elsewhere = operator.reports("井盖破损", 5).await;
    let grid_worker = stage.signed_in("zhouyong").await;
    let wall = stage.signed_in("daping").await;

    let long = "看".repeat(201);
    for reason in ["", " \n ", &long] {
        let (status, problem) = operator.is_not_shown(here, reason).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(problem.params["field"], "reason");
    }
    let (status, _) = grid_worker.is_not_shown(elsewhere, "回访").await;
    assert_eq!(
        status,
        StatusCode::NOT_FOUND,
        "out of scope reads as not found"
    );
    let (status, _) = operator.is_not_shown(CaseId(Uuid::now_v7()), "回访").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let (status, problem) = wall.is_not_shown(here, "回访").await;
    assert_eq!(
        (status, problem.code.as_str()),
        (StatusCode::FORBIDDEN, "not_permitted")
    );
    let url = format!("{}/v1/cases/{here}/reveal", stage.address());
    let nobody = operator.client.post(url).json(&json!({ "reason": "回访" }));
    assert_eq!(
        nobody.send().await.unwrap().status(),
        StatusCode::UNAUTHORIZED
    );

    assert!(!supervisor.kinds("").await.contains(&"looked"));
    let seal = Command::Seal {
        compartment: Compartment("mental_health".to_owned()),
        reason: "涉及个人隐私".to_owned(),
    };
    operator.does(here, seal).await;
    let (status, _) = grid_worker.is_not_shown(here, "回访").await;
    assert_eq!(status, StatusCode::NOT_FOUND, "a sealed case is not there");
    assert!(!supervisor.kinds("").await.contains(&"looked"));
}

#[tokio::test]
async fn the_stream_is_read_by_person_by_case_by_time_and_in_pages_and_reading_it_is_in_it() {
    let stage = Stage::small().await;
    let operator = stage.signed_in("wangmin").await;
    let other = stage.signed_in("lijun").await;
    let one = operator.reports("路灯不亮", 2).await;
    let two = operator.reports("井盖破损", 3).await;
    operator.sees(one, "第一次").await;
    other.sees(one, "第二次").await;
    operator.sees(two, "第三次").await;
    let supervisor = stage.signed_in("sunqiang").await;

    let reasons = async |query: &str| -> Vec<String> {
        let page = supervisor.audit(query).await;
        let looks = page.entries.into_iter().map(|one| one.entry);
        let looks = looks.filter(|entry| entry.act == Act::Looked);
        looks.map(|entry| entry.reason).collect()
    };
    assert_eq!(reasons("").await, ["第三次", "第二次", "第一次"]);
    assert_eq!(reasons("?user=wangmin").await, ["第三次", "第一次"]);
    assert_eq!(reasons(&format!("?case={one}")).await, ["第二次", "第一次"]);
    let both = format!("?case={one}&user=lijun");
    assert_eq!(reasons(&both).await, ["第二次"]);
    let all = supervisor.audit("?limit=200").await;
    let second = all.entries.iter().find(|one| one.entry.reason == "第二次");
    let at = second.unwrap().entry.at;
    assert_eq!(reasons(&format!("?to={at}")).await, ["第一次"]);
    assert_eq!(reasons(&format!("?from={at}")).await, ["第三次", "第二次"]);

    let mut pages = Vec::new();
    let mut after = all.entries.first().map(|one| one.sequence + 1);
    while let Some(place) = after {
        let page = supervisor.audit(&format!("?limit=2&after={place}")).await;
        assert!((1..=2).contains(&page.entries.len()));
        after = page.next;
        pages.extend(page.entries);
    }
    assert_eq!(pages, all.entries, "every entry once, the newest first");

    let kinds = supervisor.kinds("?user=sunqiang").await;
    assert!(kinds.iter().filter(|kind| **kind == "audit_read").count() > 5);
    let about = supervisor.audit(&format!("?case={one}")).await.entries;
    let read = about
        .iter()
        .find(|one| one.entry.act.name() == "audit_read");
    assert!(
        read.is_some(),
        "who asked who looked at a case is there, too"
    );

    for user in ["wangmin", "chenhong", "zhujian", "zhouyong", "daping"] {
        let person = stage.signed_in(user).await;
        let problem = person.is_refused("/v1/audit").await;
        assert_eq!(problem.code, "not_permitted", "{user}");
    }
    assert_eq!(supervisor.is_refused("/v1/audit?limit=0").await.status, 422);
    let nowhere = format!("/v1/audit?case={}", Uuid::now_v7());
    assert_eq!(supervisor.is_refused(&nowhere).await.status, 404);
}

#[tokio::test]
async fn of_a_sealed_case_the_stream_tells_who_may_not_see_it_neither_which_nor_why() {
    let stage = Stage::in_way(small_county(), "ganzhou", None).await;
    let operator = stage.signed_in("wangmin").await;
    let case = operator.reports("心理疏导", 2).await;
    operator.sees(case, "家属来电").await;
    let repository = database::open(&stage.database()).await.unwrap();
    let supervisor = stage.signed_in("sunqiang").await;
    let mut account = repository
        .account(&UserId("sunqiang".to_owned()))
        .await
        .unwrap()
        .unwrap();
    account.user.scope.compartments.clear();
    let mut transaction = repository.begin().await.unwrap();
    transaction.put_accounts(&[account]).await.unwrap();
    transaction.commit().await.unwrap();
    repository.close().await;
    let seal = Command::Seal {
        compartment: Compartment("mental_health".to_owned()),
        reason: "涉及个人隐私".to_owned(),
    };
    operator.does(case, seal).await;

    let by_case = format!("/v1/audit?case={case}");
    assert_eq!(supervisor.is_refused(&by_case).await.status, 404);
    let page = supervisor.audit("?user=wangmin").await;
    let look = page.entries.iter().find(|one| one.entry.act == Act::Looked);
    let look = &look.unwrap().entry;
    assert_eq!((look.case, look.reason.as_str()), (None, ""));
}

#[tokio::test]
async fn whoever_opens_a_sealed_case_or_its_log_is_written_down_and_of_another_case_nobody_is() {
    let stage = Stage::in_way(small_county(), "ganzhou", None).await;
    let operator = stage.signed_in("wangmin").await;
    let supervisor = stage.signed_in("sunqiang").await;
    let case = operator.reports("心理疏导", 2).await;
    let open = operator.reports("路灯不亮", 2).await;
    let seal = Command::Seal {
        compartment: Compartment("mental_health".to_owned()),
        reason: "涉及个人隐私".to_owned(),
    };
    operator.does(case, seal).await;
    for path in [format!("/v1/cases/{case}"), format!("/v1/cases/{open}")] {
        let _card: Value = operator.reads(&path).await;
        let _log: Value = operator.reads(&format!("{path}/timeline")).await;
    }
    let grid_worker = stage.signed_in("zhouyong").await;
    let sealed = format!("/v1/cases/{case}");
    assert_eq!(grid_worker.is_refused(&sealed).await.status, 404);
    let kinds = supervisor.kinds(&format!("?case={case}")).await;
    assert_eq!(kinds, ["sealed_read", "sealed_read"]);
    assert!(supervisor.kinds(&format!("?case={open}")).await.is_empty());
}

#[tokio::test]
async fn signing_in_out_and_in_vain_is_written_down_without_what_was_typed() {
    let stage = Stage::small().await;
    let device = Uuid::now_v7();
    for user in ["wangmin", "mi-ma-123456"] {
        let refused = stage.sign_in(user, "wrong-password", device).await;
        assert_eq!(refused.status(), StatusCode::UNAUTHORIZED);
    }
    let operator = stage.signed_in("wangmin").await;
    let url = stage.url("/v1/sessions/current");
    let leaves = operator
        .client
        .delete(url)
        .bearer_auth(&operator.session.token.0);
    assert_eq!(
        leaves.send().await.unwrap().status(),
        StatusCode::NO_CONTENT
    );

    let supervisor = stage.signed_in("sunqiang").await;
    let page = supervisor.audit("").await;
    let told: Vec<(&str, Option<&str>, Option<Uuid>)> = page
        .entries
        .iter()
        .rev()
        .map(|one| {
            let user = one.entry.who.user.as_ref().map(|user| user.0.as_str());
            (one.entry.act.name(), user, one.entry.device)
        })
        .collect();
    assert_eq!(
        told,
        [
            ("sign_in_refused", Some("wangmin"), Some(device)),
            ("sign_in_refused", None, Some(device)),
            ("signed_in", Some("wangmin"), Some(operator.device)),
            ("signed_out", Some("wangmin"), None),
            ("signed_in", Some("sunqiang"), Some(supervisor.device)),
        ]
    );
    let all = serde_json::to_string(&page).unwrap();
    assert!(!all.contains("wrong-password") && !all.contains("mi-ma"));
}

#[tokio::test]
async fn keys_and_the_register_are_in_the_stream_with_whoever_works_at_the_host() {
    let stage = Stage::small().await;
    let database = stage.database();
    for arguments in [
        ["key", "issue", "city"].as_slice(),
        &["key", "revoke", "city"],
        &["profile", "use", "chishui"],
    ] {
        let arguments = [arguments, &["--database", &database]].concat();
        let (code, _, problems) = program(&arguments).await;
        assert_eq!(code, 0, "{arguments:?}: {problems}");
    }
    let supervisor = stage.signed_in("sunqiang").await;
    let page = supervisor.audit("?user=system").await;
    let acts: Vec<Act> = page.entries.into_iter().map(|one| one.entry.act).collect();
    let system = UserId("city".to_owned());
    let part = RegisterPart::Profile;
    assert_eq!(
        acts,
        [
            Act::RegisterChanged { part },
            Act::KeyRevoked {
                system: system.clone()
            },
            Act::KeyIssued { system },
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_look_is_written_down_even_when_who_asked_goes_away() {
    let stage = Stage::small().await;
    let operator = stage.signed_in("wangmin").await;
    let case = operator.reports("路灯不亮", 2).await;
    let repository = database::open(&stage.database()).await.unwrap();
    // Somebody else writes, so the look waits, and whoever asked does not.
    let before = repository.begin().await.unwrap();
    let url = stage.url(&format!("/v1/cases/{case}/reveal"));
    let asked = operator
        .client
        .post(url)
        .bearer_auth(&operator.session.token.0)
        .json(&json!({ "reason": "等不及" }))
        .timeout(Duration::from_secs(2))
        .send()
        .await;
    assert!(asked.is_err(), "nobody was shown anything yet");
    drop(before);
    repository.close().await;
    let supervisor = stage.signed_in("sunqiang").await;
    until("the look is in the stream", async || {
        let page = supervisor.audit(&format!("?case={case}")).await;
        let mut looks = page.entries.iter().map(|one| one.entry.reason.clone());
        looks.find(|reason| reason == "等不及").ok_or(page)
    })
    .await;
}

/// A stream that somebody has altered behind the central's back, and what `verify-log` says of it.
async fn after(statement: &str) -> (i32, String) {
    let mut stage = Stage::small().await;
    let operator = stage.signed_in("wangmin").await;
    for reason in ["第一次", "第二次", "第三次"] {
        operator.sees(story_case(3), reason).await;
    }
    stage.stop().await;
    if !on_postgres() {
        for guard in ["audit_is_not_changed", "audit_is_not_deleted"] {
            stage
                .altered(&format!("DROP TRIGGER {guard}"), Uuid::nil())
                .await;
        }
    }
    for part in statement.split(';') {
        let rows = stage.altered(part, story_case(3).0).await;
        assert!(rows > 0, "{part} changes something");
    }
    verified(&stage).await
}

#[tokio::test]
async fn an_entry_that_was_changed_deleted_swapped_or_cut_off_is_found() {
    // 1 is the sign-in, 2 to 4 are the looks.
    for (statement, at) in [
        (
            "UPDATE audit SET recorded = replace(recorded, '第二次', '没看过') WHERE sequence = 3",
            3,
        ),
        (
            "UPDATE audit SET recorded = replace(recorded, '{\"sequence\"', '{\"more\":1,\"sequence\"') WHERE sequence = 2",
            2,
        ),
        ("UPDATE audit SET case_id = NULL WHERE sequence = 3", 3),
        ("UPDATE audit SET \"user\" = 'lijun' WHERE sequence = 2", 2),
        ("UPDATE audit SET at = at + 1 WHERE sequence = 4", 4),
        ("DELETE FROM audit WHERE sequence = 3", 3),
        ("DELETE FROM audit WHERE sequence = 1", 1),
        (
            "UPDATE audit SET sequence = -sequence WHERE sequence IN (2, 3); \
          UPDATE audit SET sequence = 5 + sequence WHERE sequence < 0",
            2,
        ),
        ("DELETE FROM audit WHERE sequence = 4", 4),
        ("DELETE FROM audit WHERE sequence > 0", 1),
        (
            "DELETE FROM audit WHERE sequence = 4; \
          INSERT INTO audit (sequence, at, \"user\", case_id, kind, recorded, digest) \
          SELECT 4, at, \"user\", case_id, kind, recorded, digest FROM audit WHERE sequence = 3",
            4,
        ),
    ] {
        let (code, said) = after(statement).await;
        assert_eq!(code, 1, "{statement}: {said}");
        assert!(
            said.contains(&format!("number {at} ")),
            "{statement}: {said}"
        );
    }
}

#[tokio::test]
async fn the_program_itself_can_neither_change_nor_delete_an_entry() {
    let stage = Stage::small().await;
    stage.signed_in("wangmin").await;
    for statement in ["UPDATE audit SET at = 0", "DELETE FROM audit"] {
        if on_postgres() {
            use sqlx::{Connection as _, Executor as _};
            let mut connection = sqlx::PgConnection::connect(&stage.database())
                .await
                .unwrap();
            connection.execute("SET ROLE onemap_central").await.unwrap();
            connection.execute("SET onemap.sees = 'all'").await.unwrap();
            let refused = connection.execute(sqlx::AssertSqlSafe(statement)).await;
            assert!(refused.is_err(), "{statement}");
            connection
                .execute("SET onemap.sees = 'scope'")
                .await
                .unwrap();
            let seen: i64 = sqlx::query_scalar("SELECT count(*) FROM audit")
                .fetch_one(&mut connection)
                .await
                .unwrap();
            assert_eq!(seen, 0, "a reader's transaction sees none of it");
        } else {
            let pool = sqlx::SqlitePool::connect(&stage.database()).await.unwrap();
            let refused = sqlx::query(sqlx::AssertSqlSafe(statement))
                .execute(&pool)
                .await;
            assert!(refused.is_err(), "{statement}");
            pool.close().await;
        }
    }
    let (code, said) = verified(&stage).await;
    assert_eq!(code, 0, "{said}");
}

#[tokio::test]
async fn an_export_can_be_checked_from_its_lines_alone() {
    let stage = Stage::small().await;
    let operator = stage.signed_in("wangmin").await;
    operator.sees(story_case(3), "第一次").await;
    operator.sees(story_case(3), "第二次").await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("audit.jsonl").display().to_string();
    let database = stage.database();
    let arguments = [
        "audit",
        "export",
        &file,
        "--database",
        &database,
        "--language",
        "en",
    ];
    let (code, said, problems) = program(&arguments).await;
    assert_eq!(code, 0, "{problems}");
    assert!(said.contains("3 entries"), "{said}");
    let (code, ..) = program(&arguments).await;
    assert_eq!(code, 1, "no file is written over");

    let text = std::fs::read_to_string(&file).unwrap();
    let mut lines = text
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    let opening = lines.next().unwrap();
    assert_eq!(opening["form"], "onemap-audit-1");
    assert_eq!(
        (&opening["entries"], &opening["previous"]),
        (&json!(3), &Value::Null)
    );
    let mut before = None;
    for (number, mut line) in (1..).zip(lines) {
        let digest = line.as_object_mut().unwrap().remove("digest").unwrap();
        let recorded: onemap_domain::audit::Recorded = serde_json::from_value(line).unwrap();
        assert_eq!(recorded.sequence, number);
        let right = recorded.digest(before.as_ref());
        assert_eq!(digest, json!(right));
        before = Some(right);
    }
    assert!(!text.contains(PHONE) && !text.contains(NAME));

    let supervisor = stage.signed_in("sunqiang").await;
    let kinds = supervisor.kinds("?user=system").await;
    assert_eq!(kinds, ["exported"], "the export is in the stream");
    let rest = folder.path().join("none.jsonl").display().to_string();
    let later = [
        "audit",
        "export",
        &rest,
        "--from",
        "2100-01-01",
        "--database",
        &database,
    ];
    assert_eq!(program(&later).await.0, 0);
    let wrong = [
        "audit",
        "export",
        &rest,
        "--from",
        "soon",
        "--database",
        &database,
    ];
    assert_eq!(program(&wrong).await.0, 2);
}

#[tokio::test]
async fn entries_that_are_written_at_once_get_numbers_of_their_own() {
    let stage = Stage::small().await;
    let operator = stage.signed_in("wangmin").await;
    let looks = (0..20).map(|_| operator.sees(story_case(3), "同时"));
    futures_util::future::join_all(looks).await;
    let repository = database::open(&stage.database()).await.unwrap();
    let change = Act::AccountChanged {
        what: "locked".to_owned(),
        whom: UserId("lijun".to_owned()),
    };
    let entry = Entry::new(jiff::Timestamp::now(), Who::command_line(), change);
    audit::write(repository.as_ref(), &entry).await.unwrap();
    repository.close().await;
    let supervisor = stage.signed_in("sunqiang").await;
    let page = supervisor.audit("?limit=200").await;
    let numbers: Vec<u64> = page.entries.iter().map(|one| one.sequence).collect();
    let last = numbers[0];
    assert_eq!(numbers, (1..=last).rev().collect::<Vec<_>>());
    assert_eq!(last, 23, "two sign-ins, twenty looks, a change");
    assert_eq!(verified(&stage).await.0, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_desk_opened_without_asking_is_written_down_once_and_by_whom() {
    let stage = Stage::small().await;
    let operator = stage.signed_in("wangmin").await;
    let case = operator.reports("心理援助来访", 0).await;
    let at: Timestamp = "2026-01-05T09:00:00+08:00".parse().unwrap();
    let opening = |case: CaseId, grant: &str| Opening {
        id: Uuid::now_v7(),
        author_grant: onemap_protocol::session::Secret(grant.to_owned()),
        case,
        at,
    };
    let own = operator.session.grant.0.clone();
    let openings = Openings {
        device: operator.device,
        openings: vec![
            opening(case, &own),
            opening(case, "lapsed long ago"),
            opening(CaseId(Uuid::now_v7()), &own),
        ],
    };
    let tells = async || -> OpeningsTaken {
        let url = format!("{}/v1/openings", operator.address);
        let request = operator
            .client
            .post(url)
            .bearer_auth(&operator.session.token.0);
        request
            .json(&openings)
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap()
    };
    assert_eq!(tells().await.taken, 2, "there is no third case");
    assert_eq!(tells().await.taken, 0, "told again, and known");
    let supervisor = stage.signed_in("sunqiang").await;
    let page = supervisor.audit(&format!("?case={case}")).await;
    let read = page.entries.into_iter().map(|one| one.entry);
    let read: Vec<_> = read.filter(|entry| entry.act == Act::SealedRead).collect();
    let who: Vec<Option<String>> = read
        .iter()
        .map(|entry| entry.who.user.as_ref().map(|user| user.0.clone()))
        .collect();
    assert_eq!(who, [None, Some("wangmin".to_owned())], "the newest first");
    assert!(
        read.iter()
            .all(|entry| entry.at == at && entry.device == Some(operator.device))
    );
}
