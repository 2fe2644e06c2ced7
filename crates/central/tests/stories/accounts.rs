//! Who may sign in, and who says so: wrong passwords, one-time secrets, second factors, sessions that
//! nobody uses, and three administrators.

use std::io::Write as _;
use std::net::TcpStream;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};
use onemap_central::accounts::{self, FIRST};
use onemap_central::repository::{ATTEMPTS, Attempt, AuditQuery, IN_HAND};
use onemap_central::{Options, Running, database, serve, sign_in};
use onemap_domain::account::{AccountChange, AccountState};
use onemap_domain::audit::{Act, Recorded};
use onemap_domain::people::{Actor, Role, User, UserId};
use onemap_protocol::account::{AccountChanged, AccountRow, FactorState};
use onemap_protocol::problem::{Problem, ProblemCode};
use onemap_protocol::session::{Secret, Session, SignIn};
use onemap_testkit::county::{PASSWORD, small_county, users};
use reqwest::{Client, Response, StatusCode};
use serde::Deserialize;
use uuid::Uuid;

use crate::import::program;
use crate::place::{Place, on_postgres};
use crate::stage::{Person, Stage, small_hours, until};

const CHOSEN: &str = "correct horse battery";

/// Signs in with whatever is shown.
async fn shows(address: &str, given: &SignIn) -> Response {
    let url = format!("{address}/v1/sessions");
    Client::new().post(url).json(given).send().await.unwrap()
}

fn by(user: &str, password: &str) -> SignIn {
    let (user, password) = (UserId(user.to_owned()), Secret(password.to_owned()));
    SignIn::with_password(user, password, Uuid::now_v7())
}

async fn refused(response: Response) -> Problem {
    assert!(!response.status().is_success(), "somebody got in");
    response.json().await.unwrap()
}

async fn entered(response: Response) -> Session {
    let status = response.status();
    let text = response.text().await.unwrap();
    assert_eq!(status, StatusCode::CREATED, "{text}");
    serde_json::from_str(&text).unwrap()
}

fn person(session: Session, address: &str) -> Person {
    Person {
        client: Client::new(),
        address: address.to_owned(),
        device: Uuid::now_v7(),
        session,
    }
}

/// A clock that is set.
fn clock() -> Arc<Mutex<Timestamp>> {
    Arc::new(Mutex::new("2026-11-17T01:00:00Z".parse().unwrap()))
}

fn passes(clock: &Mutex<Timestamp>, minutes: i64) {
    let mut now = clock.lock().unwrap();
    *now = now.checked_add(SignedDuration::from_mins(minutes)).unwrap();
}

fn somebody(login: &str, role: Role) -> User {
    let mut user = users()
        .into_iter()
        .find(|user| user.actor.role == Role::Supervisor)
        .unwrap();
    user.actor.user = UserId(login.to_owned());
    login.clone_into(&mut user.actor.name);
    user.actor.role = role;
    user.scope.role = role;
    user.scope.compartments.clear();
    user
}

impl Person {
    async fn changes(&self, login: &str, change: &AccountChange) -> Response {
        let url = format!("{}/v1/accounts/{login}", self.address);
        let request = self.client.post(url).bearer_auth(&self.session.token.0);
        request.json(change).send().await.unwrap()
    }

    async fn has_changed(&self, login: &str, change: &AccountChange) -> AccountChanged {
        let response = self.changes(login, change).await;
        let status = response.status();
        let text = response.text().await.unwrap();
        assert_eq!(status, StatusCode::OK, "{text}");
        serde_json::from_str(&text).unwrap()
    }

    async fn is_refused_to(&self, login: &str, change: &AccountChange) -> String {
        refused(self.changes(login, change).await).await.code
    }

    async fn accounts(&self) -> Vec<AccountRow> {
        #[derive(Deserialize)]
        struct List {
            accounts: Vec<AccountRow>,
        }
        self.reads::<List>("/v1/accounts").await.accounts
    }
}

/// The first sign-in of somebody with a one-time secret and, where it is asked for, a second factor.
async fn first_time(address: &str, login: &str, secret: &str, now: Timestamp) -> (Person, String) {
    let mut given = by(login, secret);
    let problem = refused(shows(address, &given).await).await;
    assert!(problem.is(ProblemCode::NewPasswordNeeded), "{problem:?}");
    given.new_password = Some(Secret(CHOSEN.to_owned()));
    let problem = refused(shows(address, &given).await).await;
    assert!(problem.is(ProblemCode::SecondFactorUnset), "{problem:?}");
    let factor = problem.params["secret"].clone();
    given.code = Some(Secret(sign_in::code_at(&factor, now).unwrap()));
    let session = entered(shows(address, &given).await).await;
    (person(session, address), factor)
}

#[tokio::test(flavor = "multi_thread")]
async fn after_five_wrong_passwords_the_right_one_does_not_help_for_a_quarter_of_an_hour() {
    let clock = clock();
    let stage = Stage::by_clock(clock.clone()).await;
    let address = stage.address();
    for _ in 0..5 {
        let problem = refused(shows(&address, &by("wangmin", "wrong")).await).await;
        assert!(problem.is(ProblemCode::WrongCredentials), "{problem:?}");
    }
    for password in ["wrong", PASSWORD] {
        let problem = refused(shows(&address, &by("wangmin", password)).await).await;
        assert!(problem.is(ProblemCode::LockedOut), "{problem:?}");
        let until: Timestamp = problem.params["until"].parse().unwrap();
        let wait = until.duration_since(*clock.lock().unwrap());
        assert_eq!(wait, SignedDuration::from_mins(15));
    }
    entered(shows(&address, &by("lijun", PASSWORD)).await).await;
    passes(&clock, 16);
    entered(shows(&address, &by("wangmin", PASSWORD)).await).await;
    // What went well is forgotten with what did not.
    for _ in 0..5 {
        refused(shows(&address, &by("wangmin", "wrong")).await).await;
    }
    let locked = refused(shows(&address, &by("wangmin", PASSWORD)).await).await;
    assert!(locked.is(ProblemCode::LockedOut), "{locked:?}");
}

/// As often as it happens: only a wrong password is a failure.
#[tokio::test(flavor = "multi_thread")]
async fn a_central_that_dies_over_a_password_locks_nobody_out_for_longer_than_a_request_lasts() {
    let clock = clock();
    let stage = Stage::by_clock(clock.clone()).await;
    let address = stage.address();
    let died = database::open(&stage.database()).await.unwrap();
    for _ in 0..ATTEMPTS {
        let now = *clock.lock().unwrap();
        let attempt = died.attempt(&UserId("wangmin".to_owned()), now).await;
        assert_eq!(attempt.unwrap(), Attempt::Allowed);
    }
    let problem = refused(shows(&address, &by("wangmin", PASSWORD)).await).await;
    assert!(problem.is(ProblemCode::LockedOut), "{problem:?}");
    let until: Timestamp = problem.params["until"].parse().unwrap();
    assert_eq!(until.duration_since(*clock.lock().unwrap()), IN_HAND);
    passes(&clock, 1);
    for _ in 1..ATTEMPTS {
        let wrong = refused(shows(&address, &by("wangmin", "wrong")).await).await;
        assert!(wrong.is(ProblemCode::WrongCredentials), "{wrong:?}");
    }
    entered(shows(&address, &by("wangmin", PASSWORD)).await).await;
}

/// The line broke before the answer: the sign-in is done to its end, and is no failure.
#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_breaks_while_one_signs_in_locks_nobody_out() {
    let stage = Stage::small().await;
    let address = stage.address();
    let body = serde_json::to_string(&by("wangmin", PASSWORD)).unwrap();
    for _ in 0..2 * ATTEMPTS {
        let mut line = TcpStream::connect(address.trim_start_matches("http://")).unwrap();
        let length = body.len();
        let head = "POST /v1/sessions HTTP/1.1\r\nHost: central\r\nContent-Type: application/json";
        write!(line, "{head}\r\nContent-Length: {length}\r\n\r\n{body}").unwrap();
    }
    let central = database::open(&stage.database()).await.unwrap();
    until("somebody who does not listen signs in", async || {
        let entries = central.audit(&AuditQuery::default(), 100).await.unwrap();
        let entered = |entry: &&Recorded| entry.entry.act == Act::SignedIn;
        let entered = entries.iter().filter(entered).count();
        if entered > 0 { Ok(()) } else { Err(entries) }
    })
    .await;
    until("all of them are looked at", async || {
        let answer = shows(&address, &by("wangmin", PASSWORD)).await;
        if answer.status() == StatusCode::CREATED {
            Ok(())
        } else {
            Err(refused(answer).await)
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_nobody_has_is_locked_like_any_other() {
    let stage = Stage::small().await;
    let mut codes = Vec::new();
    for _ in 0..6 {
        let problem = refused(shows(&stage.address(), &by("nobody", "wrong")).await).await;
        codes.push(problem.code);
    }
    assert_eq!(codes[..5], vec!["wrong_credentials"; 5]);
    assert_eq!(codes[5], "locked_out");
}

/// A hundred guesses at once, at both replicas: five are looked at, and the right one is not among them.
#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_guesses_at_once_at_two_centrals_are_five_guesses() {
    if !on_postgres() {
        return;
    }
    let place = Place::in_postgres();
    let options = || {
        let mut options = Options::local(place.address());
        options.sample = Some(Box::new(|| Ok(small_county())));
        options.now = small_hours();
        options
    };
    let running = [
        serve(options()).await.unwrap(),
        serve(options()).await.unwrap(),
    ];
    let addresses = running
        .each_ref()
        .map(|one| format!("http://{}", one.address));
    let guesses = (0..100).map(|nth| {
        let address = addresses[nth % 2].clone();
        async move {
            let guess = by("wangmin", &format!("guess {nth}"));
            refused(shows(&address, &guess).await).await.code
        }
    });
    let codes = join_all(guesses).await;
    let of = |code: &str| codes.iter().filter(|one| *one == code).count();
    assert_eq!((of("wrong_credentials"), of("locked_out")), (5, 95));
    for address in &addresses {
        let locked = refused(shows(address, &by("wangmin", PASSWORD)).await).await;
        assert!(locked.is(ProblemCode::LockedOut), "{locked:?}");
    }
    for one in running {
        one.stop();
        one.finished().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_lapses_when_nobody_uses_it_and_after_twelve_hours_anyway() {
    let clock = clock();
    let stage = Stage::by_clock(clock.clone()).await;
    let idle = stage.signed_in("wangmin").await;
    let busy = stage.signed_in("lijun").await;
    for step in 0..14 {
        passes(&clock, 50);
        let hours = (step + 1) * 50;
        let asked = busy.asks("/v1/areas").send().await.unwrap().status();
        if hours < 12 * 60 {
            assert_eq!(asked, StatusCode::OK, "after {hours} minutes");
        } else {
            assert_eq!(asked, StatusCode::UNAUTHORIZED, "after {hours} minutes");
        }
        // That it is in use is written down beside the answer.
        let now = *clock.lock().unwrap();
        let repository = database::open(&stage.database()).await.unwrap();
        let token = onemap_central::tokens::TokenHash::of(&busy.session.token.0);
        until("the session is marked as used", async || {
            match repository.session(token, now).await.unwrap() {
                Some(session) if session.used_at < now => Err(session.used_at),
                _ => Ok(()),
            }
        })
        .await;
        repository.close().await;
    }
    let problem = idle.is_refused("/v1/areas").await;
    assert!(problem.is(ProblemCode::SignInNeeded), "{problem:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_stays_open_keeps_its_session_and_ends_when_the_account_is_locked() {
    let stage = Stage::small().await;
    let wangmin = stage.signed_in("wangmin").await;
    let mut stream = crate::feed::stream(&wangmin).await;
    crate::feed::tick(&mut stream).await;
    let repository = database::open(&stage.database()).await.unwrap();
    let (login, now) = (UserId("wangmin".to_owned()), small_hours()());
    let lock = AccountChange::Lock;
    accounts::change(repository.as_ref(), &Actor::system(), &login, &lock, now)
        .await
        .unwrap();
    repository.close().await;
    let ended = async { while stream.next().await.is_some() {} };
    tokio::time::timeout(Duration::from_secs(20), ended)
        .await
        .unwrap();
    let problem = wangmin.is_refused("/v1/areas").await;
    assert!(problem.is(ProblemCode::SignInNeeded), "{problem:?}");
    let problem = refused(shows(&stage.address(), &by("wangmin", PASSWORD)).await).await;
    assert!(problem.is(ProblemCode::AccountClosed), "{problem:?}");
}

/// A central of a county that has no accounts yet.
struct Beginning {
    running: Running,
    address: String,
    clock: Arc<Mutex<Timestamp>>,
    /// It stands as long as this is there.
    _place: Place,
}

impl Beginning {
    async fn new() -> Beginning {
        let (place, clock) = (Place::new(), clock());
        let mut county = small_county();
        county.accounts.clear();
        county.stories.clear();
        let mut options = Options::local(place.address());
        options.sample = Some(Box::new(move || Ok(county)));
        let moment = clock.clone();
        options.now = Arc::new(move || *moment.lock().unwrap());
        let running = Box::pin(serve(options)).await.unwrap();
        Beginning {
            address: format!("http://{}", running.address),
            running,
            clock,
            _place: place,
        }
    }

    fn now(&self) -> Timestamp {
        *self.clock.lock().unwrap()
    }

    /// Its first administrator, signed in, and the secret of their second factor.
    async fn administrator(&self) -> (Person, String) {
        let (login, secret) = self.running.first.clone().unwrap();
        assert_eq!(login.0, FIRST);
        first_time(&self.address, &login.0, &secret.0, self.now()).await
    }

    async fn ends(self) {
        self.running.stop();
        self.running.finished().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_sees_no_cases_and_a_code_of_their_second_factor_opens_once() {
    let county = Beginning::new().await;
    let (system, factor) = county.administrator().await;
    let cases: serde_json::Value = system.reads("/v1/cases").await;
    assert_eq!(cases["cases"], serde_json::json!([]));
    let mut again = by(FIRST, CHOSEN);
    again.code = sign_in::code_at(&factor, county.now()).map(Secret);
    let problem = refused(shows(&county.address, &again).await).await;
    assert!(problem.is(ProblemCode::WrongCode), "{problem:?}");
    passes(&county.clock, 1);
    again.code = None;
    let problem = refused(shows(&county.address, &again).await).await;
    assert!(problem.is(ProblemCode::SecondFactorNeeded), "{problem:?}");
    again.session = Some(system.session.token.clone());
    entered(shows(&county.address, &again).await).await;
    county.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_county_without_accounts_begins_with_one_administrator_who_opens_the_others() {
    let county = Beginning::new().await;
    let (system, _) = county.administrator().await;
    let address = county.address.clone();

    // The first security administrator needs nobody's grant; an operator does.
    let open = |login: &str, role| AccountChange::Open {
        user: somebody(login, role),
    };
    let opened = system
        .has_changed("anquan", &open("anquan", Role::SecurityAdmin))
        .await;
    assert_eq!(opened.row.account.state, AccountState::Granted);
    let opened_operator = system.has_changed("li", &open("li", Role::Operator)).await;
    assert_eq!(opened_operator.row.account.state, AccountState::Asked);
    let one_time = opened_operator.one_time.unwrap().0;
    let problem = refused(shows(&address, &by("li", &one_time)).await).await;
    assert!(problem.is(ProblemCode::AccountClosed), "{problem:?}");
    let grant = AccountChange::Grant {
        user: somebody("li", Role::Supervisor),
    };
    assert_eq!(
        system.is_refused_to("li", &grant).await,
        "account_not_yours"
    );

    let secret = opened.one_time.unwrap().0;
    let (security, _) = first_time(&address, "anquan", &secret, county.now()).await;
    let granted = security.has_changed("li", &grant).await;
    assert_eq!(granted.row.account.state, AccountState::Granted);
    assert_eq!(granted.row.factor, FactorState::Free);
    let mut li = by("li", &one_time);
    li.new_password = Some(Secret(CHOSEN.to_owned()));
    let li = person(entered(shows(&address, &li).await).await, &address);
    assert_eq!(li.session.user.actor.role, Role::Supervisor);

    // No administrator does the work of another, and no account becomes one.
    let refusals = [
        security.is_refused_to("li", &AccountChange::Lock).await,
        li.is_refused_to("anquan", &AccountChange::Lock).await,
        security
            .is_refused_to(
                "li",
                &AccountChange::Grant {
                    user: somebody("li", Role::AuditAdmin),
                },
            )
            .await,
        system
            .is_refused_to(FIRST, &AccountChange::ResetPassword)
            .await,
        system
            .is_refused_to("Li Lei", &open("Li Lei", Role::Clerk))
            .await,
        li.is_refused("/v1/accounts").await.code,
    ];
    assert_eq!(
        refusals,
        [
            "account_not_yours",
            "account_not_yours",
            "administrators_exclude",
            "own_account",
            "field_unknown",
            "account_not_yours"
        ]
    );

    let rows = security.accounts().await;
    let stands = rows.iter().map(|row| {
        let user = &row.account.user.actor;
        (user.user.0.as_str(), user.role, row.factor)
    });
    assert_eq!(
        stands.collect::<Vec<_>>(),
        [
            (FIRST, Role::SystemAdmin, FactorState::Held),
            ("anquan", Role::SecurityAdmin, FactorState::Held),
            ("li", Role::Supervisor, FactorState::Free),
        ]
    );

    // A smaller role ends the sessions, so that consoles hold no more than it covers.
    security
        .has_changed(
            "li",
            &AccountChange::Grant {
                user: somebody("li", Role::Operator),
            },
        )
        .await;
    let problem = li.is_refused("/v1/areas").await;
    assert!(problem.is(ProblemCode::SignInNeeded), "{problem:?}");

    // A secret that nobody uses lapses, and another one is given.
    let reset = system
        .has_changed("li", &AccountChange::ResetPassword)
        .await;
    passes(&county.clock, 72 * 60);
    let problem = refused(shows(&address, &by("li", &reset.one_time.unwrap().0)).await).await;
    assert!(problem.is(ProblemCode::OneTimeLapsed), "{problem:?}");
    county.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_are_kept_from_the_command_line_too() {
    let mut stage = Stage::small().await;
    let database = stage.database();
    let run = async |arguments: &[&str]| {
        let mut all = vec!["user"];
        all.extend(arguments);
        if !all.contains(&"--database") {
            all.extend(["--database", &database]);
        }
        all.extend(["--language", "en"]);
        program(&all).await
    };
    let (code, secret, said) =
        run(&["add", "zhang", "--role", "clerk", "--department", "zhujian"]).await;
    assert_eq!(code, 0, "{said}");
    let secret = secret.trim().to_owned();
    assert!(!said.contains(&secret), "told once, and alone");
    let address = stage.address();
    let mut given = by("zhang", &secret);
    given.new_password = Some(Secret(CHOSEN.to_owned()));
    let zhang = entered(shows(&address, &given).await).await;
    assert_eq!(zhang.user.actor.role, Role::Clerk);

    for (arguments, code) in [
        (
            vec!["add", "zhang", "--role", "clerk", "--department", "zhujian"],
            2,
        ),
        (vec!["add", "wang", "--role", "clerk"], 2),
        (
            vec!["add", "wang", "--role", "operator", "--area", "999999"],
            2,
        ),
        (vec!["role", "zhang", "--role", "audit_admin"], 2),
        (vec!["lock", "nobody"], 2),
        (vec!["lock", "zhang"], 0),
        (vec!["lock", "zhang"], 2),
        (vec!["unlock", "zhang"], 0),
        (vec!["role", "zhang", "--role", "leader"], 0),
    ] {
        let (was, told, said) = run(&arguments).await;
        assert_eq!(was, code, "{arguments:?}: {told}{said}");
    }
    let problem = refused(shows(&address, &by("zhang", CHOSEN)).await).await;
    assert!(
        problem.is(ProblemCode::SecondFactorUnset),
        "a leader needs one"
    );
    let (_, list, _) = run(&["list"]).await;
    let zhang = list.lines().find(|line| line.starts_with("zhang")).unwrap();
    assert!(
        zhang.contains("Leader") && zhang.contains("In use"),
        "{zhang}"
    );
    assert_eq!(list.lines().count(), users().len() + 1);
    stage.stop().await;
}
