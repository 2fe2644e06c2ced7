//! A browser at the central answers as a desk that is on line does: the same use cases, once over the
//! central's own database and once over a desk's cache.

use jiff::Timestamp;
use onemap_console::{Console, Tile};
use onemap_desk::Desk;
use onemap_domain::area::AreaCode;
use onemap_domain::case::Flag;
use onemap_domain::command::Command;
use onemap_domain::department::DepartmentCode;
use onemap_domain::lane::Lane;
use onemap_domain::record::RecordKind;
use onemap_protocol::desk::{Act, CaseFilter, EnterSession, Query};
use onemap_testkit::county::{PASSWORD, story_case};
use serde_json::{Value, json};

use crate::town::{Town, eventually};

/// The page in a browser, without the page.
struct Browser {
    client: reqwest::Client,
    api: String,
    cookie: String,
}

impl Browser {
    async fn signed_in(town: &Town, login: &str) -> Browser {
        let user = onemap_domain::people::UserId(login.to_owned());
        let password = onemap_protocol::session::Secret(PASSWORD.to_owned());
        let enter = Act::from(EnterSession::with_password(user, password));
        let (client, api) = (
            reqwest::Client::new(),
            format!("http://{}/console/api", town.address),
        );
        let request = client.post(format!("{api}/act")).json(&enter);
        let answer = request.send().await.unwrap().error_for_status().unwrap();
        let given = answer.headers().get_all("set-cookie").iter();
        let given = given.map(|line| line.to_str().unwrap().split(';').next().unwrap());
        let cookie = given.collect::<Vec<_>>().join("; ");
        Browser {
            client,
            api,
            cookie,
        }
    }

    async fn answers(&self, query: &Value) -> Value {
        let request = self.client.post(format!("{}/query", self.api)).json(query);
        let answer = request.header("cookie", &self.cookie).send().await.unwrap();
        let is_well = answer.status().is_success();
        let answer: Value = answer.json().await.unwrap();
        if is_well {
            answer
        } else {
            json!({ "refused": answer["code"] })
        }
    }

    async fn tile(&self, path: &str) -> Vec<u8> {
        let request = self.client.get(format!("{}/tiles/{path}", self.api));
        let answer = request.header("cookie", &self.cookie).send().await.unwrap();
        answer
            .error_for_status()
            .unwrap()
            .bytes()
            .await
            .unwrap()
            .to_vec()
    }
}

async fn desk_answers(console: &Console<Desk>, query: &Value) -> Value {
    let asked: Query = serde_json::from_value(query.clone()).unwrap();
    match console.answer(asked).await {
        Ok(answer) => serde_json::from_str(&answer).unwrap(),
        Err(problem) => json!({ "refused": problem.code }),
    }
}

/// Moments of these seconds are when each was asked; everything else must be the same.
fn timeless(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            // How long ago, to the moment.
            let fields = fields
                .into_iter()
                .filter(|(name, _)| name != "hours")
                .map(|(name, value)| (name, timeless(value)));
            Value::Object(fields.collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(timeless).collect()),
        Value::String(text) => {
            let moment = text.parse::<Timestamp>().ok();
            let is_now =
                moment.is_some_and(|at| Timestamp::now().duration_since(at).abs().as_secs() < 20);
            Value::String(if is_now { "now".to_owned() } else { text })
        }
        other => other,
    }
}

/// Every question that a page asks, as far as it is not about one case.
fn questions() -> Vec<Value> {
    let county = "520381";
    let today = Timestamp::now().to_string();
    let (today, _) = today.split_once('T').unwrap();
    let mut all = vec![
        json!({ "ask": "directory" }),
        json!({ "ask": "lanes" }),
        json!({ "ask": "loads" }),
        json!({ "ask": "layers" }),
        json!({ "ask": "resources" }),
        json!({ "ask": "ask_around", "position": { "lon": 105.701, "lat": 28.571 } }),
        json!({ "ask": "ask_forces" }),
        json!({ "ask": "ask_heat", "from": "2020-01-01", "to": "2020-12-30" }),
        json!({ "ask": "ask_heat", "category": "sewage", "from": "2026-01-02", "to": today }),
        json!({ "ask": "ask_shade", "what": "open", "level": "grid", "days": 30 }),
        json!({ "ask": "ask_shade", "what": "vacant", "level": "village", "days": 30 }),
        json!({ "ask": "ask_shade", "what": { "rate": "closing" }, "level": "town", "days": 30 }),
        json!({ "ask": "ways" }),
        json!({ "ask": "in_hand" }),
        json!({ "ask": "ask_board", "pick": {} }),
        json!({ "ask": "picked", "pick": {}, "offset": 0, "limit": 200 }),
        json!({ "ask": "course", "department": "zhujian", "days": 30 }),
        json!({ "ask": "population", "area": null, "category": null, "closed_days": null }),
        json!({ "ask": "ask_wall", "area": null }),
        json!({ "ask": "ask_gaps", "area": null }),
        json!({ "ask": "ask_roster", "area": null, "around": null }),
        json!({ "ask": "ask_staffing", "area": null }),
        json!({ "ask": "ask_standard", "area": null, "behind": false }),
        json!({ "ask": "ask_scorecards", "area": county, "around": today }),
        json!({ "ask": "ask_index", "day": null, "back": 30 }),
        json!({ "ask": "search", "text": "路灯" }),
        json!({ "ask": "locate", "position": { "lon": 105.7, "lat": 28.5 } }),
        json!({ "ask": "alike_to", "title": "路灯不亮", "text": "", "category": "", "position": null, "phone": "" }),
    ];
    for area in [county, "520381001", "520381001001", "520381001001001"] {
        all.push(json!({ "ask": "area_card", "code": area }));
    }
    for department in ["zhujian", "zhifa", "renshe"] {
        all.push(json!({ "ask": "department_card", "code": department }));
    }
    for kind in RecordKind::ALL {
        all.push(json!({ "ask": "records", "kind": kind }));
    }
    let text = CaseFilter {
        text: "路".to_owned(),
        ..CaseFilter::default()
    };
    let category = CaseFilter {
        category: Some("sewage".to_owned()),
        ..CaseFilter::default()
    };
    let area = CaseFilter {
        area: Some(AreaCode::parse("520381001001").unwrap()),
        ..CaseFilter::default()
    };
    let department = CaseFilter {
        department: Some(DepartmentCode("zhujian".to_owned())),
        ..CaseFilter::default()
    };
    let flags = Flag::ALL.map(|flag| CaseFilter {
        flag: Some(flag),
        ..CaseFilter::default()
    });
    let lanes = Lane::ALL.map(|lane| CaseFilter {
        lane: Some(lane),
        ..CaseFilter::default()
    });
    let others = [CaseFilter::default(), text, category, area, department];
    let filters = others.into_iter().chain(flags).chain(lanes);
    for filter in filters {
        all.push(json!({ "ask": "cases", "filter": filter, "offset": 0, "limit": 200 }));
        all.push(json!({ "ask": "cases", "filter": filter, "offset": 2, "limit": 3 }));
        all.push(json!({ "ask": "case_ids", "filter": filter }));
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_at_the_central_answers_every_question_as_a_desk_on_line_does() {
    let town = Town::new().await;
    let writer = town.desk("writer").await;
    writer.on_line("wangmin").await;
    let note = "电话核实属实".to_owned();
    let verify = Command::Verify { note };
    writer.give(story_case(3), verify).await.unwrap();
    let reported = writer.report("路灯不亮, 夜里看不清").await.unwrap();
    eventually("both are confirmed", async || {
        writer.status().await.waiting == 0
    })
    .await;
    let mut compared = 0;
    let mut unknown = Vec::new();
    for login in [
        "wangmin", "sunqiang", "chenhong", "zhujian", "zhouyong", "daping",
    ] {
        let desk = town.desk(login).await;
        desk.on_line(login).await;
        let browser = Browser::signed_in(&town, login).await;
        let mut asked = questions();
        for case in (0..8).map(story_case).chain([reported]) {
            asked.push(json!({ "ask": "case_card", "id": case }));
            asked.push(json!({ "ask": "suggest", "case": case }));
        }
        for query in asked {
            if serde_json::from_value::<Query>(query.clone()).is_err() {
                unknown.push(query.to_string());
                continue;
            }
            let mut seen = (Value::Null, Value::Null);
            // A deadline may pass between the two, or a desk may be about to hear of something.
            let same = async || {
                let of_desk = timeless(desk_answers(&desk.console, &query).await);
                let of_browser = timeless(browser.answers(&query).await);
                seen = (of_desk, of_browser);
                seen.0 == seen.1
            };
            let mut same = same;
            let begun = std::time::Instant::now();
            while !same().await {
                assert!(
                    begun.elapsed().as_secs() < 15,
                    "{login} asks {query}\n   desk {}\nbrowser {}",
                    seen.0,
                    seen.1
                );
                tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            }
            compared += 1;
        }
        for path in [
            "areas/9/406/213.mvt",
            "cases/9/406/213.mvt",
            "cases/12/3250/1708.mvt",
        ] {
            let of_desk = desk.console.tile(Tile::parse(path).unwrap()).await.unwrap();
            assert!(of_desk == browser.tile(path).await, "{login}: {path}");
        }
    }
    assert_eq!(unknown, Vec::<String>::new(), "no questions any more");
    println!("{compared} answers compared");
}
