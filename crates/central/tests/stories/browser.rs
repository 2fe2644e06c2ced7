//! The console in a browser, as its page speaks with the central.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use onemap_central::{Options, serve};
use onemap_domain::case::{Case, CaseId, Stage as At};
use onemap_domain::command::Command;
use onemap_domain::people::UserId;
use onemap_protocol::desk::{
    ACT_HEADER, Act, Ask, AttachFile, CaseCard, CaseFilter, CaseView, Cases, EnterSession,
    LayerCounts, Layers, LeaveSession, Link, Opened, Opening, Query, ReadAttachment, SetLine,
    Status, Submit, Submitted, Tick,
};
use onemap_protocol::problem::{Problem, ProblemCode};
use onemap_protocol::session::Secret;
use onemap_testkit::county::{PASSWORD, facts, story_case};
use reqwest::{Client, Response, StatusCode};
use tempfile::TempDir;
use uuid::Uuid;

use crate::stage::{Stage, until};

/// A browser: what it holds is what it was given by `Set-Cookie`.
#[derive(Clone)]
pub struct Browser {
    client: Client,
    address: String,
    cookies: BTreeMap<String, String>,
}

impl Browser {
    pub fn at(address: &str) -> Browser {
        Browser {
            client: Client::new(),
            address: address.to_owned(),
            cookies: BTreeMap::new(),
        }
    }

    async fn signed_in(stage: &Stage, user: &str) -> Browser {
        let mut browser = Browser::at(&stage.address());
        let entered = browser.act(entering(user, PASSWORD)).await;
        assert_eq!(entered.unwrap().actor.user.0, user);
        browser
    }

    fn request(&self, path: &str) -> reqwest::RequestBuilder {
        let cookies = self.cookies.iter();
        let cookies: Vec<String> = cookies
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let url = format!("{}/console/api/{path}", self.address);
        let request = self.client.post(url).header("cookie", cookies.join("; "));
        request.header("content-type", "application/json")
    }

    /// It was given this elsewhere.
    pub fn holds(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    pub fn held(&self, name: &str) -> Option<&String> {
        self.cookies.get(name)
    }

    fn takes(&mut self, answer: &Response) {
        for line in answer.headers().get_all("set-cookie") {
            let line = line.to_str().unwrap();
            let (name, value) = line.split(';').next().unwrap().split_once('=').unwrap();
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }

    pub async fn ask<A: Ask<Wire = Query>>(&self, ask: A) -> Result<A::Answer, Problem>
    where
        Query: From<A>,
    {
        let request = self.request("query").json(&A::Wire::from(ask));
        read(request.send().await.unwrap()).await
    }

    pub async fn act<A: Ask<Wire = Act>>(&mut self, ask: A) -> Result<A::Answer, Problem>
    where
        Act: From<A>,
    {
        self.act_called(Uuid::now_v7(), ask).await
    }

    async fn act_called<A: Ask<Wire = Act>>(
        &mut self,
        name: Uuid,
        ask: A,
    ) -> Result<A::Answer, Problem>
    where
        Act: From<A>,
    {
        let request = self.request("act").json(&A::Wire::from(ask));
        let request = request.header(ACT_HEADER, name.to_string());
        let answer = request.send().await.unwrap();
        self.takes(&answer);
        read(answer).await
    }

    async fn asks_for(&self, path: &str) -> Response {
        let request = self.request(path).build().unwrap();
        let mut get = self.client.get(request.url().clone());
        for (name, value) in request.headers() {
            get = get.header(name, value);
        }
        get.send().await.unwrap()
    }

    async fn tile(&self, path: &str) -> Vec<u8> {
        let answer = self.asks_for(&format!("tiles/{path}")).await;
        let bytes = answer.error_for_status().unwrap().bytes().await;
        bytes.unwrap().to_vec()
    }

    async fn sees(&self, id: CaseId) -> CaseView {
        self.ask(CaseCard { id }).await.unwrap()
    }

    async fn reports(&mut self, title: &str) -> CaseId {
        let facts = Box::new(facts(title, 0));
        let given = self.act(submit(None, 0, Command::Report { facts })).await;
        given.unwrap().case
    }

    async fn found(&self, text: &str) -> Vec<CaseId> {
        let filter = CaseFilter {
            text: text.to_owned(),
            ..CaseFilter::default()
        };
        let (offset, limit) = (0, 100);
        let page = self
            .ask(Cases {
                filter,
                offset,
                limit,
            })
            .await
            .unwrap();
        let ids: Vec<CaseId> = page.rows.iter().map(|row| row.id).collect();
        assert_eq!(page.total as usize, ids.len());
        ids
    }
}

async fn read<T: serde::de::DeserializeOwned>(answer: Response) -> Result<T, Problem> {
    let status = answer.status();
    let text = answer.text().await.unwrap();
    if status == StatusCode::OK {
        return Ok(serde_json::from_str(&text).unwrap());
    }
    Err(serde_json::from_str(&text).unwrap_or_else(|error| panic!("{status} {error}: {text}")))
}

pub fn entering(user: &str, password: &str) -> EnterSession {
    let (user, password) = (UserId(user.to_owned()), Secret(password.to_owned()));
    EnterSession::with_password(user, password)
}

fn submit(case: Option<CaseId>, revision: u64, command: Command) -> Submit {
    Submit {
        case,
        revision,
        command,
    }
}

fn verify(note: &str) -> Command {
    Command::Verify {
        note: note.to_owned(),
    }
}

fn progress(note: &str) -> Command {
    let note = note.to_owned();
    Command::Progress { note }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_signs_in_by_a_cookie_that_its_page_cannot_read_and_works_and_leaves() {
    let stage = Stage::small().await;
    let mut browser = Browser::at(&stage.address());
    let opened: Opened = browser.ask(Opening {}).await.unwrap();
    assert!(opened.user.is_none() && opened.county.is_some());
    let refused = browser.ask(CaseCard { id: story_case(3) }).await;
    assert!(refused.unwrap_err().is(ProblemCode::SignInNeeded));
    let refused = browser.act(entering("wangmin", "wrong")).await;
    assert!(refused.unwrap_err().is(ProblemCode::WrongCredentials));
    assert!(
        browser.cookies.keys().eq(["onemap-device"]),
        "{:?}",
        browser.cookies
    );

    let request = browser
        .request("act")
        .json(&Act::from(entering("wangmin", PASSWORD)));
    let answer = request.send().await.unwrap();
    let given = answer.headers().get_all("set-cookie").iter();
    let given: Vec<&str> = given.map(|line| line.to_str().unwrap()).collect();
    assert_eq!(given.len(), 1, "it is named already: {given:?}");
    for part in [
        "onemap-session=",
        "HttpOnly",
        "SameSite=Strict",
        "Path=/console",
    ] {
        assert!(given[0].contains(part), "{part} in {given:?}");
    }
    assert!(!given[0].contains("Secure"), "it came without TLS");
    browser.takes(&answer);
    let text = answer.text().await.unwrap();
    assert!(
        !text.contains(&browser.cookies["onemap-session"]),
        "the page is told the token"
    );

    let status = browser.ask(Status {}).await.unwrap();
    assert_eq!((status.link, status.waiting), (Link::Online, 0));
    let case = story_case(3);
    let revision = browser.sees(case).await.case.revision;
    browser
        .act(submit(Some(case), revision, verify("属实")))
        .await
        .unwrap();
    let view = browser.sees(case).await;
    assert_eq!((view.case.stage, view.pending), (At::Verified, false));
    let again = browser
        .act(submit(Some(case), revision, verify("属实")))
        .await;
    assert_eq!(again.unwrap_err().status, 409, "it is verified already");

    browser.act(LeaveSession {}).await.unwrap();
    assert!(
        browser.cookies.keys().eq(["onemap-device"]),
        "{:?}",
        browser.cookies
    );
    let refused = browser.ask(CaseCard { id: case }).await;
    assert!(refused.unwrap_err().is(ProblemCode::SignInNeeded));
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_tls_the_cookie_is_never_sent_without_it() {
    let stage = Stage::small().await;
    let browser = Browser::at(&stage.address());
    let request = browser
        .request("act")
        .json(&Act::from(entering("wangmin", PASSWORD)));
    let answer = request
        .header("x-forwarded-proto", "https")
        .send()
        .await
        .unwrap();
    let given: Vec<_> = answer.headers().get_all("set-cookie").iter().collect();
    assert_eq!(given.len(), 2);
    assert!(
        given
            .iter()
            .all(|line| line.to_str().unwrap().contains("; Secure"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_act_whose_answer_was_lost_is_sent_again_and_has_one_effect() {
    let stage = Stage::small().await;
    let mut browser = Browser::signed_in(&stage, "wangmin").await;
    let name = Uuid::now_v7();
    let report = || {
        let facts = Box::new(facts("只登记一次", 0));
        submit(None, 0, Command::Report { facts })
    };
    let first: Submitted = browser.act_called(name, report()).await.unwrap();
    let second: Submitted = browser.act_called(name, report()).await.unwrap();
    assert_eq!(first, second);
    assert_eq!(browser.found("只登记一次").await, [first.case]);
    // Under another name it is another one.
    browser.act(report()).await.unwrap();
    assert_eq!(browser.found("只登记一次").await.len(), 2);
    // The name is the browser's own: whoever else uses it by chance repeats nothing.
    let mut other = Browser::signed_in(&stage, "lijun").await;
    let theirs = other.act_called(name, report()).await;
    assert!(theirs.is_err() || theirs.unwrap().case != first.case);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_of_what_somebody_else_changed_meanwhile_is_refused_and_changes_nothing() {
    let stage = Stage::small().await;
    let mut browser = Browser::signed_in(&stage, "wangmin").await;
    let case = browser.reports("积水").await;
    let seen = browser.sees(case).await.case;
    let corrected = |title: &str| {
        let facts = Box::new(facts(title, 0));
        Command::Amend { facts }
    };
    let mut other = Browser::signed_in(&stage, "wangmin").await;
    let given = other
        .act(submit(Some(case), seen.revision, corrected("桥下积水")))
        .await;
    given.unwrap();
    let late = browser
        .act(submit(Some(case), seen.revision, corrected("路口积水")))
        .await;
    let problem = late.unwrap_err();
    assert!(problem.is(ProblemCode::ChangedMeanwhile), "{problem:?}");
    assert_eq!(browser.sees(case).await.case.facts.title, "桥下积水");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_clerk_may_not_see_is_not_there_in_their_browser_either() {
    let stage = Stage::small().await;
    let mut operator = Browser::signed_in(&stage, "wangmin").await;
    let hidden = operator.reports("只有中心知道").await;
    let mut clerk = Browser::signed_in(&stage, "zhujian").await;
    let seen = clerk.ask(CaseCard { id: hidden }).await;
    assert!(seen.unwrap_err().is(ProblemCode::NotFound));
    assert_eq!(clerk.found("只有中心知道").await, []);
    let refused = clerk.act(submit(Some(hidden), 0, progress("到场"))).await;
    assert!(refused.unwrap_err().is(ProblemCode::NotFound));
    let counts: LayerCounts = clerk.ask(Layers {}).await.unwrap();
    let all: LayerCounts = operator.ask(Layers {}).await.unwrap();
    assert!(counts.cases < all.cases, "{} < {}", counts.cases, all.cases);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_map_in_a_browser_has_the_cases_of_its_reader_and_no_others() {
    let stage = Stage::small().await;
    let mut operator = Browser::signed_in(&stage, "wangmin").await;
    let clerk = Browser::signed_in(&stage, "zhujian").await;
    let before = [
        operator.tile("cases/9/406/213.mvt").await,
        clerk.tile("cases/9/406/213.mvt").await,
    ];
    assert_ne!(before[0], before[1], "a clerk's map has less on it");
    operator.reports("只有中心知道").await;
    assert_ne!(operator.tile("cases/9/406/213.mvt").await, before[0]);
    assert_eq!(
        clerk.tile("cases/9/406/213.mvt").await,
        before[1],
        "nothing of it"
    );
    let stranger = Browser::at(&stage.address());
    let refused = stranger.asks_for("tiles/cases/9/406/213.mvt").await;
    assert_eq!(refused.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photograph_goes_to_the_central_from_a_browser_and_is_read_there_again() {
    let stage = Stage::small().await;
    let mut browser = Browser::signed_in(&stage, "wangmin").await;
    let case = story_case(3);
    let mut photograph = b"\xff\xd8\xff\xe0".to_vec();
    // More than one piece of an upload, and more than other requests may have.
    photograph.resize(5 << 20, 7);
    let revision = browser.sees(case).await.case.revision;
    let attach = AttachFile {
        case,
        revision,
        name: "现场.jpg".to_owned(),
        base64: STANDARD.encode(&photograph),
    };
    browser.act(attach).await.unwrap();
    let view = browser.sees(case).await;
    let listed = &view.case.attachments.last().unwrap().attachment;
    assert_eq!((listed.name.as_str(), listed.size), ("现场.jpg", 5 << 20));
    let sha256 = listed.sha256.clone();
    let read = browser.ask(ReadAttachment { case, sha256 }).await.unwrap();
    assert_eq!(STANDARD.decode(read.base64).unwrap(), photograph);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_cannot_pull_the_line_and_is_told_so() {
    let stage = Stage::small().await;
    let mut browser = Browser::signed_in(&stage, "wangmin").await;
    let refused = browser.act(SetLine { up: false }).await.unwrap_err();
    assert!(refused.is(ProblemCode::DesktopOnly));
    assert_eq!(browser.ask(Status {}).await.unwrap().link, Link::Online);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_sites_page_gets_nothing_done_by_a_form() {
    let stage = Stage::small().await;
    let browser = Browser::signed_in(&stage, "wangmin").await;
    let body = serde_json::to_string(&Act::from(LeaveSession {})).unwrap();
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
    ] {
        let request = browser.request("act").header("content-type", kind);
        let mut request = request.body(body.clone()).build().unwrap();
        request
            .headers_mut()
            .insert("content-type", kind.parse().unwrap());
        let answer = browser.client.execute(request).await.unwrap();
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{kind}");
    }
    assert!(
        browser.ask(Status {}).await.unwrap().user.is_some(),
        "still signed in"
    );
    // Nor is it told that it may send JSON.
    let url = format!("{}/console/api/act", browser.address);
    let asked = browser.client.request(reqwest::Method::OPTIONS, url);
    let asked = asked.header("origin", "http://elsewhere.example");
    let asked = asked.header("access-control-request-method", "POST");
    let answer = asked.send().await.unwrap();
    assert!(!answer.headers().contains_key("access-control-allow-origin"));
}

/// The next tick of a stream; comments are passed over. `None` when it ended.
async fn tick(stream: &mut Response) -> Option<Tick> {
    let mut text = String::new();
    loop {
        let piece = stream.chunk().await.ok()??;
        text.push_str(std::str::from_utf8(&piece).unwrap());
        while let Some((event, rest)) = text.split_once("\n\n") {
            let data = event.strip_prefix("data: ").map(str::to_owned);
            text = rest.to_owned();
            if let Some(data) = data {
                return Some(serde_json::from_str(&data).unwrap());
            }
        }
    }
}

async fn ticks(browser: &Browser) -> Response {
    browser.asks_for("ticks").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_hears_of_what_others_do_and_of_the_end_of_its_session_and_without_one_of_nothing() {
    let stage = Stage::small().await;
    let mut browser = Browser::signed_in(&stage, "wangmin").await;
    let mut stream = ticks(&browser).await;
    let mut strangers = ticks(&Browser::at(&stage.address())).await;
    let before = tick(&mut stream).await.unwrap();
    let nobody = tick(&mut strangers).await.unwrap();
    assert_eq!((nobody.cases, nobody.status), (0, 0));
    assert_eq!(nobody.register, before.register);
    let mut other = Browser::signed_in(&stage, "chenhong").await;
    let case = story_case(3);
    let comment = Command::Comment {
        text: "看到了".to_owned(),
    };
    let revision = other.sees(case).await.case.revision;
    other
        .act(submit(Some(case), revision, comment))
        .await
        .unwrap();
    let after = tick(&mut stream).await.unwrap();
    assert!(after.cases > before.cases);
    let last = browser.sees(case).await.timeline.pop().unwrap();
    assert_eq!(last.recorded.event.name(), "commented");
    browser.act(LeaveSession {}).await.unwrap();
    assert_eq!(
        tick(&mut stream).await,
        None,
        "the stream ends with the session"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_is_locked_is_out_of_its_browser_at_once() {
    let stage = Stage::small().await;
    let browser = Browser::signed_in(&stage, "zhujian").await;
    let repository = onemap_central::database::open(&stage.database())
        .await
        .unwrap();
    let change = onemap_domain::account::AccountChange::Lock;
    let by = onemap_domain::people::Actor::system();
    let login = UserId("zhujian".to_owned());
    let now = jiff::Timestamp::now();
    let locked = onemap_central::accounts::change(repository.as_ref(), &by, &login, &change, now);
    locked.await.unwrap();
    repository.close().await;
    let refused = browser.ask(CaseCard { id: story_case(3) }).await;
    assert!(refused.unwrap_err().is(ProblemCode::SignInNeeded));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_is_served_and_may_load_nothing_from_elsewhere() {
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("index.html"), "<!doctype html>").unwrap();
    let database = folder.path().join("central.sqlite");
    let options = Options {
        page: Some(folder.path().to_owned()),
        ..Options::local(format!("sqlite:{}", database.display()))
    };
    let running = Box::pin(serve(options)).await.unwrap();
    let answer = reqwest::get(format!("http://{}/console", running.address))
        .await
        .unwrap();
    assert_eq!(answer.url().path(), "/console/", "led to the page");
    assert_eq!(answer.status(), StatusCode::OK);
    let policy = answer.headers()["content-security-policy"]
        .to_str()
        .unwrap()
        .to_owned();
    assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe-inline"));
    assert!(!policy.contains("http"), "nothing from elsewhere: {policy}");
    assert_eq!(answer.headers()["cache-control"], "no-cache");
    assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
    // The one file of the database beside it is not the page's.
    let outside = reqwest::get(format!(
        "http://{}/console/../central.sqlite",
        running.address
    ));
    assert_eq!(outside.await.unwrap().status(), StatusCode::NOT_FOUND);
    running.stop();
    running.finished().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_log_says_the_browser_shows_also_of_what_came_by_other_ways() {
    let stage = Stage::small().await;
    let browser = Browser::signed_in(&stage, "wangmin").await;
    let before: LayerCounts = browser.ask(Layers {}).await.unwrap();
    let person = stage.signed_in("wangmin").await;
    let case = person.reports("从别处来的", 0).await;
    until("the browser shows it", async || {
        let now: LayerCounts = browser.ask(Layers {}).await.unwrap();
        if now.cases == before.cases + 1 {
            Ok(())
        } else {
            Err(now.cases)
        }
    })
    .await;
    let there: Case = person.reads(&format!("/v1/cases/{case}")).await;
    assert_eq!(browser.sees(case).await.case.revision, there.revision);
}
