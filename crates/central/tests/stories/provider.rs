//! Signing in by a county's identity provider.
//!
//! Left out by `cargo test`, for it needs a provider, a program of somebody else's; `cargo xtask test` installs that
//! and tells it: `ONEMAP_PROVIDER=FOLDER cargo test -p onemap-central --test central provider:: -- --ignored`.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use jiff::Timestamp;
use onemap_central::provider::{BACK, Claim, Provider, SecondFactor, Settings};
use onemap_central::sign_in::code_at;
use onemap_central::{Options, Running, accounts, database, serve};
use onemap_domain::account::AccountChange;
use onemap_domain::people::{Actor, UserId};
use onemap_protocol::desk::EnterSession;
use onemap_protocol::problem::ProblemCode;
use onemap_protocol::session::Secret;
use onemap_testkit::county::{PASSWORD, small_county};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, Response, StatusCode};
use tempfile::TempDir;

use crate::browser::{Browser, entering};
use crate::place::Place;
use crate::stage::small_hours;

/// The provider, in a process of its own; it ends with its input.
struct Server {
    process: Child,
    said: BufReader<ChildStdout>,
    port: u16,
}

impl Server {
    fn start() -> Server {
        let folder = std::env::var("ONEMAP_PROVIDER").expect("a folder with oidc-provider");
        let script =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stories/provider/server.mjs");
        let mut process = Command::new("node")
            .arg(script)
            .arg(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(process.stdout.take().unwrap());
        let mut port = String::new();
        said.read_line(&mut port).unwrap();
        Server {
            process,
            said,
            port: port.trim().parse().unwrap(),
        }
    }

    fn sends_back_to(&mut self, back: &str) {
        writeln!(self.process.stdin.as_mut().unwrap(), "{back}").unwrap();
        let mut ready = String::new();
        self.said.read_line(&mut ready).unwrap();
        assert_eq!(ready.trim(), "ready");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _gone = self.process.kill();
        let _gone = self.process.wait();
    }
}

/// A central with a provider.
struct County {
    server: Option<Server>,
    running: Running,
    _place: Place,
}

impl County {
    async fn with(second_factor: SecondFactor) -> County {
        let mut server = Server::start();
        let place = Place::new();
        // Where browsers come back to must be known before the central listens.
        let listen = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = listen.local_addr().unwrap();
        drop(listen);
        let folder = TempDir::new().unwrap();
        let secret = folder.path().join("client-secret");
        std::fs::write(&secret, "a secret for a story\n").unwrap();
        let provider = Provider::new(Settings {
            name: "市统一身份认证".to_owned(),
            issuer: format!("http://127.0.0.1:{}", server.port),
            client_id: "onemap".to_owned(),
            client_secret_file: Some(secret),
            address: format!("http://{address}"),
            claim: Claim::default(),
            second_factor,
            authority: None,
        });
        let options = Options {
            listen: address,
            sample: Some(Box::new(|| Ok(small_county()))),
            now: small_hours(),
            provider: Some(provider.unwrap()),
            ..Options::local(place.address())
        };
        let running = Box::pin(serve(options)).await.unwrap();
        server.sends_back_to(&format!("http://{address}{BACK}"));
        // The leaders of samples have no second factor; this one is to set one up.
        let repository = database::open(&place.address()).await.unwrap();
        let (system, leader) = (Actor::system(), UserId("chenhong".to_owned()));
        let reset = AccountChange::ResetFactor;
        let changed = accounts::change(
            repository.as_ref(),
            &system,
            &leader,
            &reset,
            Timestamp::now(),
        );
        changed.await.unwrap();
        repository.close().await;
        County {
            server: Some(server),
            running,
            _place: place,
        }
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.running.address)
    }

    async fn goes_there(&self) -> Walk {
        let mut walk = Walk::new();
        walk.to(Method::GET, &self.url("/v1/provider/begin"), &[])
            .await;
        walk
    }

    /// A browser that comes back from the provider, where it signed in as this.
    async fn comes_back(&self, login: &str) -> (Browser, String) {
        let mut walk = self.goes_there().await;
        walk.signs_in(login).await;
        let mut browser = Browser::at(&self.url(""));
        if let Some(ticket) = walk.cookie(&self.url(""), "onemap-ticket") {
            browser.holds("onemap-ticket", &ticket);
        }
        (browser, walk.at)
    }
}

/// A browser that goes from site to site, and shows each what it was given there.
struct Walk {
    client: Client,
    cookies: BTreeMap<(String, String), String>,
    /// Where it stands.
    at: String,
    page: String,
}

impl Walk {
    fn new() -> Walk {
        let client = Client::builder().redirect(Policy::none()).build();
        Walk {
            client: client.unwrap(),
            cookies: BTreeMap::new(),
            at: String::new(),
            page: String::new(),
        }
    }

    /// Goes somewhere and on to wherever it is sent, but not into the page.
    async fn to(&mut self, method: Method, url: &str, form: &[(&str, &str)]) {
        let mut answer = self.asked(method, url, form).await;
        while let Some(next) = answer.headers().get("location") {
            let next = answer.url().join(next.to_str().unwrap()).unwrap();
            next.as_str().clone_into(&mut self.at);
            if next.path().starts_with("/console") {
                return;
            }
            answer = self.asked(Method::GET, next.as_str(), &[]).await;
        }
        assert_eq!(answer.status(), StatusCode::OK, "{}", self.at);
        self.page = answer.text().await.unwrap();
    }

    async fn asked(&mut self, method: Method, url: &str, form: &[(&str, &str)]) -> Response {
        url.clone_into(&mut self.at);
        let site = site(url);
        let held = self.cookies.iter().filter(|((of, _), _)| *of == site);
        let held: Vec<String> = held
            .map(|((_, name), value)| format!("{name}={value}"))
            .collect();
        let request = self
            .client
            .request(method.clone(), url)
            .header("cookie", held.join("; "));
        let request = if method == Method::POST {
            request
                .header("content-type", "application/x-www-form-urlencoded")
                .body(written(form))
        } else {
            request
        };
        let answer = request.send().await.unwrap();
        for line in answer.headers().get_all("set-cookie") {
            let line = line.to_str().unwrap();
            let (name, value) = line.split(';').next().unwrap().split_once('=').unwrap();
            self.cookies
                .insert((site.clone(), name.to_owned()), value.to_owned());
        }
        answer
    }

    /// Fills in what the provider asks, and agrees to what it asks then.
    async fn signs_in(&mut self, login: &str) {
        let form = [("prompt", "login"), ("login", login), ("password", "any")];
        let there = self.action();
        self.to(Method::POST, &there, &form).await;
        if self.page.contains("consent") && !self.at.contains("/console") {
            let there = self.action();
            self.to(Method::POST, &there, &[("prompt", "consent")])
                .await;
        }
    }

    /// Where the form of the page goes.
    fn action(&self) -> String {
        let (_, rest) = self.page.split_once("action=\"").expect("a form");
        let action = rest.split('"').next().unwrap();
        let at = reqwest::Url::parse(&self.at).unwrap();
        at.join(action).unwrap().into()
    }

    fn cookie(&self, url: &str, name: &str) -> Option<String> {
        let held = self.cookies.get(&(site(url), name.to_owned()))?;
        (!held.is_empty()).then(|| held.clone())
    }
}

/// A form as browsers write it; nothing in it has to be written otherwise.
fn written(form: &[(&str, &str)]) -> String {
    let fields: Vec<String> = form
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    fields.join("&")
}

/// Host and port.
fn site(url: &str) -> String {
    url.split('/').nth(2).unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs an identity provider, which cargo xtask test installs"]
async fn who_signs_in_at_the_provider_is_in_here_without_a_password_and_once() {
    let county = County::with(SecondFactor::Here).await;
    let (mut browser, at) = county.comes_back("wangmin").await;
    assert!(at.ends_with("/console/?from=provider"), "{at}");
    let mut other = browser.clone();
    let user = browser.act(EnterSession::by_provider()).await.unwrap();
    assert_eq!(user.actor.user.0, "wangmin");
    assert!(browser.held("onemap-ticket").is_none(), "it is taken back");
    let again = other.act(EnterSession::by_provider()).await.unwrap_err();
    assert!(again.is(ProblemCode::TicketLapsed), "{again:?}");
    // A password still opens.
    let mut third = Browser::at(&county.url(""));
    assert!(third.act(entering("wangmin", PASSWORD)).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs an identity provider, which cargo xtask test installs"]
async fn a_leader_is_asked_for_a_second_factor_here_unless_the_provider_asks() {
    let here = County::with(SecondFactor::Here).await;
    let (mut browser, _) = here.comes_back("chenhong").await;
    let shown = browser.act(EnterSession::by_provider()).await.unwrap_err();
    assert!(shown.is(ProblemCode::SecondFactorUnset), "{shown:?}");
    let code = code_at(&shown.params["secret"], small_hours()()).unwrap();
    let wrong = EnterSession {
        code: Some(Secret("000000".to_owned())),
        ..EnterSession::by_provider()
    };
    let wrong = browser.act(wrong).await.unwrap_err();
    assert!(wrong.is(ProblemCode::WrongCode), "{wrong:?}");
    let right = EnterSession {
        code: Some(Secret(code)),
        ..EnterSession::by_provider()
    };
    assert!(browser.act(right).await.is_ok());

    let there = County::with(SecondFactor::There).await;
    let (mut browser, _) = there.comes_back("chenhong").await;
    assert!(browser.act(EnterSession::by_provider()).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs an identity provider, which cargo xtask test installs"]
async fn nobody_comes_in_as_somebody_else() {
    let county = County::with(SecondFactor::Here).await;
    let refused = |at: &str, code: ProblemCode| {
        assert!(at.ends_with(&format!("problem={}", code.name())), "{at}");
    };
    let (mut browser, at) = county.comes_back("nobody").await;
    refused(&at, ProblemCode::ProviderStranger);
    assert!(browser.act(EnterSession::by_provider()).await.is_err());
    // The name was given to another person there.
    assert!(
        county
            .comes_back("wangmin")
            .await
            .0
            .held("onemap-ticket")
            .is_some()
    );
    let (_, at) = county.comes_back("wangmin-the-second").await;
    refused(&at, ProblemCode::ProviderStranger);

    // Somebody is sent here with what another one began.
    let mut walk = county.goes_there().await;
    let errand = walk.cookie(&county.url(""), "onemap-errand");
    assert!(errand.is_some());
    walk.cookies.retain(|(_, name), _| name != "onemap-errand");
    walk.signs_in("wangmin").await;
    refused(&walk.at, ProblemCode::TicketLapsed);
    assert!(walk.cookie(&county.url(""), "onemap-ticket").is_none());
    // A code that is not the provider's.
    let mut walk = county.goes_there().await;
    let errand = walk.cookie(&county.url(""), "onemap-errand").unwrap();
    let state = errand.split('.').next().unwrap();
    let made_up = county.url(&format!("{BACK}?code=made-up&state={state}"));
    walk.to(Method::GET, &made_up, &[]).await;
    refused(&walk.at, ProblemCode::ProviderFailed);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs an identity provider, which cargo xtask test installs"]
async fn a_provider_that_is_gone_is_said_and_comes_back_by_itself() {
    let mut county = County::with(SecondFactor::Here).await;
    drop(county.server.take());
    let walk = county.goes_there().await;
    assert!(walk.at.ends_with("problem=provider_failed"), "{}", walk.at);
}

/// Nothing of this needs a provider that answers.
#[tokio::test(flavor = "multi_thread")]
async fn a_central_without_a_provider_offers_none() {
    let stage = crate::stage::Stage::small().await;
    let asked = Client::new().get(stage.url("/v1/provider")).send().await;
    assert_eq!(asked.unwrap().text().await.unwrap(), r#"{"name":null}"#);
    for path in ["/v1/provider/begin", BACK] {
        let mut walk = Walk::new();
        walk.to(Method::GET, &stage.url(path), &[]).await;
        assert!(walk.at.ends_with("problem=provider_failed"), "{path}");
    }
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("provider.toml");
    for (text, said) in [
        ("name = 1", "name"),
        (
            "name = \"x\"\nissuer = \"no address\"\nclient_id = \"x\"\naddress = \"https://x\"",
            "issuer",
        ),
    ] {
        std::fs::write(&file, text).unwrap();
        let error = Provider::read(&file).err().unwrap().to_string();
        assert!(error.contains(said), "{error}");
    }
}
