//! Open311 `GeoReport` v2: another system finds the service, reports, and reads how it stands.
//!
//! The shapes that are asked for here (`shape.rs`) follow the published JSON schemas and the published
//! description of `GeoReport` v2 (repository open311/schema-validation), written anew as checks.

mod city;
mod client;
mod form;
mod refused;
mod shape;
mod xml;

use std::sync::{Arc, Mutex};

use jiff::{SignedDuration, Timestamp};
use onemap_central::database;
use onemap_central::keys::{self, System};
use onemap_domain::case::{Case, Facts, Urgency};
use onemap_domain::command::Command;
use onemap_domain::people::{Compartment, UserId};
use onemap_testkit::county::{GRIDS, PASSWORD, facts, order, small_county, story_case};
use reqwest::{Client, Response, StatusCode};
use serde_json::Value;
use uuid::Uuid;

use crate::stage::Stage;
use crate::ways::said;

/// The fields of a form.
type Fields<'a> = [(&'a str, &'a str)];

fn encoded(fields: &Fields) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish()
}

impl Stage {
    /// Issues a key while the central runs, as the command line does.
    pub async fn key_of(&self, system: &str) -> String {
        let repository = database::open(&self.database()).await.unwrap();
        let system = System {
            account: UserId(system.to_owned()),
            name: "市民热线系统".to_owned(),
            channel: None,
        };
        let key = keys::issue(repository.as_ref(), system, Timestamp::now())
            .await
            .unwrap();
        repository.close().await;
        key.0
    }

    async fn posts(&self, path: &str, fields: &Fields<'_>) -> Response {
        Client::new()
            .post(self.url(path))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(encoded(fields))
            .send()
            .await
            .unwrap()
    }

    /// Reports; what is answered must be a success of the published shape.
    pub async fn reports(&self, fields: &Fields<'_>) -> Value {
        let response = self.posts("/open311/v2/requests.json", fields).await;
        let answer = json(response, StatusCode::OK).await;
        let [created] = answer.as_array().unwrap().as_slice() else {
            panic!("one request, one answer: {answer}")
        };
        shape::is_created(created);
        created.clone()
    }

    async fn gets(&self, path: &str) -> Value {
        let response = Client::new().get(self.url(path)).send().await.unwrap();
        json(response, StatusCode::OK).await
    }

    /// The requests of a list, each of the published shape.
    async fn requests(&self, query: &str) -> Vec<Value> {
        let answer = self
            .gets(&format!("/open311/v2/requests.json?{query}"))
            .await;
        let requests = answer.as_array().unwrap().clone();
        requests.iter().for_each(shape::is_request);
        requests
    }

    /// One request.
    async fn request(&self, id: &str, key: Option<&str>) -> Value {
        let key = key.map_or(String::new(), |key| format!("?api_key={key}"));
        let path = format!("/open311/v2/requests/{id}.json{key}");
        let answer = self.gets(&path).await;
        let [request] = answer.as_array().unwrap().as_slice() else {
            panic!("one request: {answer}")
        };
        shape::is_request(request);
        request.clone()
    }
}

async fn json(response: Response, status: StatusCode) -> Value {
    let found = response.status();
    let kind = response.headers()["content-type"]
        .to_str()
        .unwrap()
        .to_owned();
    let text = response.text().await.unwrap();
    assert_eq!(found, status, "{text}");
    assert_eq!(kind, "application/json; charset=utf-8");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error} in {text}"))
}

/// A report in the third base grid, under a key.
fn report<'a>(key: &'a str, description: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("api_key", key),
        ("service_code", "sewage"),
        ("lat", "28.582"),
        ("long", "105.725"),
        ("address_string", "红军社区2组"),
        ("description", description),
    ]
}

fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field]
        .as_str()
        .unwrap_or_else(|| panic!("{field} in {value}"))
}

#[tokio::test]
async fn the_service_is_found_and_lists_the_countys_categories() {
    let stage = Stage::small().await;
    let found = stage.gets("/open311/v2/discovery.json").await;
    shape::is_discovery(&found);
    let url = text(&found["endpoints"][0], "url");
    assert_eq!(url, stage.url("/open311/v2"));
    let services = stage.gets("/open311/v2/services.json").await;
    let services = services.as_array().unwrap();
    assert!(services.len() > 10);
    services.iter().for_each(shape::is_service);
    let sewage = services
        .iter()
        .find(|one| one["service_code"] == "sewage")
        .unwrap();
    assert_eq!(sewage["service_name"], "污水与化粪池");
    assert_eq!(sewage["metadata"], false);
    let english = Client::new()
        .get(stage.url("/open311/v2/services.json?jurisdiction_id=520381"))
        .header("accept-language", "en")
        .send()
        .await
        .unwrap();
    let english = json(english, StatusCode::OK).await;
    let names = english.as_array().unwrap().iter();
    assert!(
        names.clone().any(|one| one["service_name"] == "Sewage"),
        "{english}"
    );
}

#[tokio::test]
async fn a_report_becomes_a_case_and_its_status_is_read_until_it_is_closed() {
    let stage = Stage::small().await;
    let (operator, clerk) = (
        stage.signed_in("wangmin").await,
        stage.signed_in("zhujian").await,
    );
    let key = stage.key_of("hotline-app").await;
    let mut sent = report(&key, "化粪池外溢。污水流到路上");
    sent.extend([
        ("first_name", "三丰"),
        ("last_name", "张"),
        ("phone", "13812341234"),
    ]);
    let created = stage.reports(&sent).await;
    let id = text(&created, "service_request_id").to_owned();
    let case: Case = operator.reads(&format!("/v1/cases/{id}")).await;
    let number = case.number.clone().unwrap().0;
    assert!(
        text(&created, "service_notice").contains(&number),
        "{created}"
    );
    assert_eq!(
        (case.facts.title.as_str(), case.facts.channel.as_str()),
        ("化粪池外溢", "app")
    );
    assert_eq!(case.facts.grid.as_str(), GRIDS[2]);
    assert_eq!(
        case.facts.reporter.unwrap().name,
        "张**",
        "put together, and masked"
    );

    let asked = stage.request(&id, None).await;
    assert_eq!(asked["status"], "open");
    assert_eq!(
        (&asked["lat"], &asked["long"]),
        (&28.582.into(), &105.725.into())
    );
    assert_eq!(asked["address"], "红军社区2组");
    assert_eq!(
        (text(&asked, "address_id"), text(&asked, "service_notice")),
        (GRIDS[2], &*number)
    );
    let token = stage.gets(&format!("/open311/v2/tokens/{id}.json")).await;
    assert_eq!(
        (
            text(&token[0], "token"),
            text(&token[0], "service_request_id")
        ),
        (&*id, &*id)
    );

    let case = case.id;
    let note = || "查实".to_owned();
    operator.does(case, Command::Verify { note: note() }).await;
    let urgency = Urgency::Normal;
    operator.does(case, Command::Establish { urgency }).await;
    operator.does(case, order("zhujian")).await;
    clerk.does(case, Command::Accept).await;
    let asked = stage.request(&id, None).await;
    assert_eq!(asked["agency_responsible"], "住房和城乡建设局");
    assert!(asked["expected_datetime"].is_string(), "{asked}");
    assert!(
        text(&asked, "status_notes").starts_with("办理中"),
        "{asked}"
    );
    let result = "已清掏".to_owned();
    clerk.does(case, Command::FeedBack { result }).await;
    let close = Command::Close {
        reason: "resolved".to_owned(),
        note: String::new(),
        demands: std::collections::BTreeMap::new(),
    };
    let closer = stage.signed_in("lijun").await;
    closer.does(case, close).await;
    let asked = stage.request(&id, None).await;
    assert_eq!(asked["status"], "closed");
    assert!(
        asked["expected_datetime"].is_null(),
        "nothing is expected any more"
    );
}

#[tokio::test]
async fn the_same_report_sent_twice_has_one_effect() {
    let start: Timestamp = "2026-11-23T20:00:00Z".parse().unwrap();
    let clock = Arc::new(Mutex::new(start));
    let stage = Stage::by_clock(clock.clone()).await;
    let operator = stage.signed_in("wangmin").await;
    let (key, other) = (stage.key_of("one").await, stage.key_of("two").await);
    let before = operator.all_cases().await.len();
    let id = |created: Value| text(&created, "service_request_id").to_owned();

    let mut numbered = report(&key, "井盖破损");
    numbered.push(("service_request_id", "A-17"));
    let first = id(stage.reports(&numbered).await);
    numbered[5].1 = "井盖破损, 已三天";
    let again = stage.reports(&numbered).await;
    assert!(
        text(&again, "service_notice").contains("此前已收到"),
        "{again}"
    );
    assert_eq!(id(again), first, "its number says that it is the same");
    numbered[0].1 = &other;
    assert_ne!(
        id(stage.reports(&numbered).await),
        first,
        "another system has other numbers"
    );
    assert_eq!(operator.all_cases().await.len(), before + 2);

    let plain = report(&key, "路灯不亮");
    let first = id(stage.reports(&plain).await);
    let mut turned = plain.clone();
    turned.reverse();
    let answers = tokio::join!(stage.reports(&plain), stage.reports(&turned));
    assert_eq!(
        (id(answers.0), id(answers.1)),
        (first.clone(), first.clone())
    );
    let later = |minutes| *clock.lock().unwrap() = start + SignedDuration::from_mins(minutes);
    later(10);
    assert_eq!(
        id(stage.reports(&plain).await),
        first,
        "ten minutes are a short time"
    );
    later(21);
    assert_ne!(
        id(stage.reports(&plain).await),
        first,
        "the lamp is out again"
    );
    assert_eq!(operator.all_cases().await.len(), before + 4);
}

#[tokio::test]
async fn everybody_reads_how_a_case_stands_and_nobody_who_brought_it_or_what_was_written() {
    let stage = Stage::small().await;
    let operator = stage.signed_in("wangmin").await;
    let (key, other) = (stage.key_of("one").await, stage.key_of("two").await);
    let mut sent = report(&key, "张三丰家的化粪池");
    sent.extend([
        ("first_name", "John"),
        ("last_name", "Doe"),
        ("phone", "13812341234"),
        ("email", "jd@example.org"),
        ("media_url", "https://example.org/1.jpg"),
        ("attribute[floor]", "7"),
    ]);
    sent[4].1 = "人民路1号, 电话13812341234";
    let created = stage.reports(&sent).await;
    let id = text(&created, "service_request_id").to_owned();
    let note = "李七不在家".to_owned();
    let case = onemap_domain::case::CaseId(Uuid::parse_str(&id).unwrap());
    operator.does(case, Command::Verify { note }).await;
    let window = onemap_domain::case::CaseId(Uuid::now_v7());
    let brought = Facts {
        text: "赵六与李七有纠纷".to_owned(),
        address: "康佳社区3栋2单元101".to_owned(),
        ..facts("邻里纠纷", 0)
    };
    let command = Command::Report {
        facts: Box::new(brought),
    };
    operator.does(window, command).await;

    let mut said = String::new();
    for path in [
        "/open311/v2/requests.json".to_owned(),
        "/open311/v2/requests.xml".to_owned(),
        format!("/open311/v2/requests/{id}.json"),
        format!("/open311/v2/requests/{id}.xml?api_key={other}"),
    ] {
        let response = Client::new().get(stage.url(&path)).send().await.unwrap();
        assert_eq!(response.status(), 200, "{path}");
        said.push_str(&response.text().await.unwrap());
    }
    for hidden in [
        "张三丰",
        "John",
        "Doe",
        "13812341234",
        "example.org",
        "floor",
        "李七",
        "赵六",
        "3栋2单元",
        "人民路1号<",
        "外溢",
    ] {
        assert!(!said.contains(hidden), "{hidden} is told in {said}");
    }
    assert!(
        said.contains("人民路1号, 电话138****1234"),
        "where it is, is told"
    );
    let at_the_window = format!("service_request_id={window}");
    assert!(stage.requests(&at_the_window).await.is_empty());
    for path in [
        format!("/open311/v2/requests/{window}.json"),
        format!("/open311/v2/requests/{window}.xml?api_key={other}"),
        format!("/open311/v2/tokens/{window}.json"),
        format!("/report/{window}"),
    ] {
        let response = Client::new().get(stage.url(&path)).send().await.unwrap();
        assert_eq!(response.status(), 404, "it came in elsewhere: {path}");
    }

    let own = stage.request(&id, Some(&key)).await;
    assert_eq!(
        own["description"], "张三丰家的化粪池",
        "who sent it may read it back"
    );
    assert_eq!(own["media_url"], "https://example.org/1.jpg");
}

#[tokio::test]
async fn a_sealed_case_is_not_there_and_not_counted() {
    let stage = Stage::in_way(small_county(), "ganzhou", None).await;
    let operator = stage.signed_in("wangmin").await;
    let key = stage.key_of("one").await;
    let created = stage.reports(&report(&key, "心理援助")).await;
    let id = text(&created, "service_request_id").to_owned();
    let before = stage.requests("").await.len();
    assert_eq!(before, 1, "what came in elsewhere is not there");
    let seal = Command::Seal {
        compartment: Compartment("mental_health".to_owned()),
        reason: "涉及个人隐私".to_owned(),
    };
    let case = onemap_domain::case::CaseId(Uuid::parse_str(&id).unwrap());
    operator.does(case, seal).await;
    assert_eq!(stage.requests("").await.len(), before - 1);
    assert!(
        stage
            .requests(&format!("service_request_id={id}&api_key={key}"))
            .await
            .is_empty()
    );
    for path in [
        format!("/open311/v2/requests/{id}.json?api_key={key}"),
        format!("/open311/v2/tokens/{id}.json"),
        format!("/report/{id}"),
    ] {
        let response = Client::new().get(stage.url(&path)).send().await.unwrap();
        assert_eq!(response.status(), 404, "{path}");
    }
}

#[tokio::test]
async fn lists_are_cut_by_service_by_status_and_by_time() {
    let start: Timestamp = "2026-11-23T20:00:00Z".parse().unwrap();
    let clock = Arc::new(Mutex::new(start));
    let stage = Stage::by_clock(clock.clone()).await;
    let key = stage.key_of("one").await;
    let declined = stage.reports(&report(&key, "路面坑洼")).await;
    let declined = text(&declined, "service_request_id");
    let operator = stage.signed_in("wangmin").await;
    let reason = "不属本县".to_owned();
    let case = onemap_domain::case::CaseId(Uuid::parse_str(declined).unwrap());
    operator.does(case, Command::Decline { reason }).await;
    *clock.lock().unwrap() = start + SignedDuration::from_hours(24);
    let created = stage.reports(&report(&key, "井盖破损")).await;
    let id = text(&created, "service_request_id");
    let ids = async |query: &str| -> Vec<String> {
        let requests = stage.requests(query).await;
        let ids = requests
            .iter()
            .map(|one| text(one, "service_request_id").to_owned());
        ids.collect()
    };
    let all = ids("").await;
    assert_eq!(all, [id, declined], "newest first");
    assert_eq!(ids("status=closed").await, [declined]);
    assert_eq!(ids("status=open").await, [id]);
    assert_eq!(ids("status=open,closed").await.len(), 2);
    assert_eq!(ids("service_code=road").await.len(), 0);
    assert_eq!(ids("service_code=road,sewage").await.len(), 2);
    assert_eq!(
        ids("start_date=2026-11-25").await,
        [id],
        "a day is the county's"
    );
    assert_eq!(ids("start_date=2026-11-24T12:00:00-08:00").await, [id]);
    assert_eq!(ids("end_date=2026-11-24T19:59:59Z").await, [declined]);
    let both = "start_date=2026-11-24T20:00:00Z&end_date=2026-11-24T20:00:00Z";
    assert_eq!(ids(both).await, [id], "both ends belong to it");
    let named = format!(
        "status=closed&service_request_id={id},nothing,{}",
        story_case(3)
    );
    assert_eq!(ids(&named).await, [id], "identities override all else");
    let xml = Client::new()
        .get(stage.url("/open311/v2/requests.xml?status=closed"))
        .send();
    let xml = xml.await.unwrap().text().await.unwrap();
    assert_eq!(xml.matches("<request>").count(), 1, "{xml}");
}

#[tokio::test]
async fn a_key_reports_and_does_nothing_else_until_it_is_revoked_or_replaced() {
    let stage = Stage::small().await;
    let key = stage.key_of("one").await;
    let secret = key.split_once('.').unwrap().1;
    for password in [key.as_str(), secret, PASSWORD, ""] {
        let refused = stage.sign_in("one", password, Uuid::now_v7()).await;
        assert_eq!(refused.status(), 401, "it is no password");
    }
    let bearer = Client::new().get(stage.url("/v1/cases")).bearer_auth(&key);
    assert_eq!(
        bearer.send().await.unwrap().status(),
        401,
        "it is no session"
    );
    let repository = database::open(&stage.database()).await.unwrap();
    let system = UserId("one".to_owned());
    let kept = repository.account(&system).await.unwrap().unwrap();
    assert!(
        !kept.password_hash.contains(secret),
        "only its digest is kept"
    );

    let path = "/open311/v2/requests.json";
    let fresh = stage.key_of("one").await;
    let old = stage.posts(path, &report(&key, "路灯不亮")).await;
    assert_eq!(
        old.status(),
        403,
        "a new key takes the place of the old one"
    );
    stage.reports(&report(&fresh, "路灯不亮")).await;
    keys::revoke(repository.as_ref(), &system, Timestamp::now())
        .await
        .unwrap();
    let somebody = UserId("wangmin".to_owned());
    assert!(
        keys::revoke(repository.as_ref(), &somebody, Timestamp::now())
            .await
            .is_err(),
        "somebody is no system"
    );
    repository.close().await;
    let revoked = stage.posts(path, &report(&fresh, "井盖破损")).await;
    assert_eq!(revoked.status(), 403);
}

#[tokio::test]
async fn the_command_line_issues_and_revokes_keys() {
    let stage = Stage::small().await;
    let issue = [
        "key",
        "issue",
        "hotline-app",
        "--name",
        "市民热线系统",
        "--channel",
        "hotline",
    ];
    let (code, told) = said(&stage, &issue).await;
    assert_eq!(code, 0, "{told}");
    let key = told
        .split_whitespace()
        .find(|word| word.starts_with("hotline-app."));
    let key = key.unwrap().to_owned();
    let created = stage.reports(&report(&key, "井盖破损")).await;
    let operator = stage.signed_in("wangmin").await;
    let id = text(&created, "service_request_id");
    let log: Value = operator.reads(&format!("/v1/cases/{id}/timeline")).await;
    assert_eq!(log[0]["actor"]["name"], "市民热线系统");
    assert_eq!(log[0]["event"]["facts"]["channel"], "hotline");
    for (arguments, why) in [
        (["key", "issue", "wangmin"].as_slice(), "somebody's account"),
        (&["key", "issue", "a b"], "small letters"),
        (&["key", "issue", "x", "--channel", "pigeon"], "hotline"),
        (&["key", "revoke", "nobody"], "No system"),
    ] {
        let (code, told) = said(&stage, arguments).await;
        assert!(code == 2 && told.contains(why), "{arguments:?}: {told}");
    }
    let (code, told) = said(&stage, &["key", "revoke", "hotline-app"]).await;
    assert_eq!(code, 0, "{told}");
    let revoked = stage
        .posts("/open311/v2/requests.json", &report(&key, "路灯不亮"))
        .await;
    assert_eq!(revoked.status(), 403);
}
