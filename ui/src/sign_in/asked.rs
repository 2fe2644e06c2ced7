//! What the central asks for beside the password: another one in the place of a one-time secret, and
//! the six digits of a second factor.

use std::fmt::Write as _;

use leptos::prelude::*;
use onemap_protocol::desk::EnterSession;
use onemap_protocol::problem::{Problem, ProblemCode};
use onemap_protocol::session::Secret;
use qrcode::{Color, QrCode};

use crate::parts::TextField;
use crate::say;
use crate::text::t;

/// What more is asked for, and what was typed.
#[derive(Clone, Copy)]
pub struct Asked {
    code: RwSignal<String>,
    new_password: RwSignal<String>,
    again: RwSignal<String>,
    wants_code: RwSignal<bool>,
    wants_new: RwSignal<bool>,
    setup: RwSignal<Option<Setup>>,
}

/// What an authenticator is set up with.
#[derive(Clone, PartialEq, Eq)]
struct Setup {
    secret: String,
    uri: String,
}

impl Asked {
    /// Nothing yet.
    pub fn new() -> Asked {
        Asked {
            code: RwSignal::new(String::new()),
            new_password: RwSignal::new(String::new()),
            again: RwSignal::new(String::new()),
            wants_code: RwSignal::new(false),
            wants_new: RwSignal::new(false),
            setup: RwSignal::new(None),
        }
    }

    /// Nothing more: somebody is in, or it is somebody else who comes.
    pub fn forget(self) {
        for typed in [self.code, self.new_password, self.again] {
            typed.try_set(String::new());
        }
        self.wants_code.try_set(false);
        self.wants_new.try_set(false);
        self.setup.try_set(None);
    }

    /// The user wants another password.
    pub fn want_new(self) {
        self.wants_new.set(true);
    }

    /// Whether another password is asked for already.
    pub fn wants_new(self) -> bool {
        self.wants_new.get()
    }

    /// Shows the fields that a problem asks for; those that were asked for before stay.
    pub fn hear(self, problem: &Problem) {
        let is = |code| problem.is(code);
        if is(ProblemCode::NewPasswordNeeded) || is(ProblemCode::PasswordTooWeak) {
            self.wants_new.set(true);
        }
        if is(ProblemCode::SecondFactorUnset) {
            let param = |name: &str| problem.params.get(name).cloned().unwrap_or_default();
            self.setup.set(Some(Setup {
                secret: param("secret"),
                uri: param("uri"),
            }));
        }
        if asks_for_code(problem) {
            self.code.set(String::new());
            self.wants_code.set(true);
        }
    }

    /// The first field that is empty or does not fit the other.
    pub fn mistake(self) -> Option<Problem> {
        if self.wants_new.get_untracked() {
            let new = self.new_password.get_untracked();
            if new.is_empty() {
                return Some(missing("new_password"));
            }
            if new != self.again.get_untracked() {
                return Some(Problem::bad_field("new_password_again"));
            }
        }
        let is_empty = self.code.with_untracked(|code| code.trim().is_empty());
        (self.wants_code.get_untracked() && is_empty).then(|| missing("code"))
    }

    /// The session with what was typed here.
    pub fn shown(self, session: EnterSession) -> EnterSession {
        let typed = |wanted: RwSignal<bool>, value: RwSignal<String>| {
            let value = value.get_untracked();
            wanted
                .get_untracked()
                .then(|| Secret(value.trim().to_owned()))
        };
        EnterSession {
            code: typed(self.wants_code, self.code),
            // A blank at its end may be meant.
            new_password: typed(self.wants_new, self.new_password)
                .map(|_| Secret(self.new_password.get_untracked())),
            ..session
        }
    }
}

fn missing(field: &str) -> Problem {
    Problem::from(onemap_domain::Refusal::FieldMissing {
        field: field.to_owned(),
    })
}

fn asks_for_code(problem: &Problem) -> bool {
    [
        ProblemCode::SecondFactorNeeded,
        ProblemCode::SecondFactorUnset,
        ProblemCode::WrongCode,
    ]
    .into_iter()
    .any(|code| problem.is(code))
}

/// Whether it says what to do next, not that something was wrong.
pub fn is_request(problem: &Problem) -> bool {
    [
        ProblemCode::NewPasswordNeeded,
        ProblemCode::SecondFactorNeeded,
        ProblemCode::SecondFactorUnset,
    ]
    .into_iter()
    .any(|code| problem.is(code))
}

/// The fields that are asked for.
#[component]
pub fn AskedFields(
    /// What is asked for.
    asked: Asked,
    /// What was wrong.
    problem: Signal<Option<Problem>>,
) -> impl IntoView {
    let setup = move || asked.setup.get().map(|setup| view! { <SetUp setup /> });
    view! {
        // Once the second factor is asked for, the new password is good; it stays, out of the way.
        <Show when=move || asked.wants_new.get() && asked.setup.with(Option::is_none)>
            <TextField name="new_password" value=asked.new_password problem kind="password"
                autocomplete="new-password" focused=true testid="sign-in-new-password"
                hint=Signal::derive(|| t("new-password-hint", &[])) />
            <TextField name="new_password_again" value=asked.again problem kind="password"
                autocomplete="new-password" testid="sign-in-new-password-again" />
        </Show>
        {setup}
        <Show when=move || asked.wants_code.get()>
            <TextField name="code" value=asked.code problem limit=6 autocomplete="one-time-code"
                focused=true testid="sign-in-code" />
        </Show>
    }
}

/// What an authenticator scans, and the same to be typed.
#[component]
fn SetUp(setup: Setup) -> impl IntoView {
    let picture = drawn(&setup.uri).map(|(side, path)| {
        let frame = format!("0 0 {side} {side}");
        view! {
            <svg class="factor-code" viewBox=frame role="img" aria-label=t("factor-picture", &[])
                shape-rendering="crispEdges">
                <rect width=side height=side fill="#fff" />
                <path d=path fill="#000" />
            </svg>
        }
    });
    view! {
        <figure class="factor" data-testid="factor-setup">
            {picture}
            <figcaption class="factor-by-hand">
                {say!("factor-by-hand")}
                <code class="factor-secret" data-testid="factor-secret">{in_fours(&setup.secret)}</code>
            </figcaption>
        </figure>
    }
}

/// Letters in groups that can be read aloud.
fn in_fours(secret: &str) -> String {
    let letters: Vec<char> = secret.chars().collect();
    let groups = letters.chunks(4).map(String::from_iter);
    groups.collect::<Vec<_>>().join(" ")
}

/// The QR code of a text as a path, one unit a module, with the four empty ones around it that readers
/// need (ISO/IEC 18004), and its side. `None` for a text that is too long.
fn drawn(text: &str) -> Option<(usize, String)> {
    const QUIET: usize = 4;
    let code = QrCode::new(text).ok()?;
    let width = code.width();
    let mut path = String::new();
    for (at, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            let (x, y) = (at % width + QUIET, at / width + QUIET);
            // Writing to a String cannot fail.
            let _ = write!(path, "M{x} {y}h1v1h-1z");
        }
    }
    Some((width + 2 * QUIET, path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_read_in_fours_and_drawn_with_an_empty_border() {
        assert_eq!(in_fours("ABCDEFGHIJ"), "ABCD EFGH IJ");
        let (side, path) = drawn("otpauth://totp/onemap:li?secret=ABCD").unwrap();
        assert!((29..=53).contains(&side), "{side}");
        assert!(path.starts_with("M4 4h1"), "the corner mark is dark");
        assert!(drawn(&"x".repeat(5_000)).is_none());
    }

    #[test]
    fn what_asks_for_digits_is_no_mistake_but_a_wrong_one_is() {
        let problem = |code| Problem::new(code);
        assert!(asks_for_code(&problem(ProblemCode::WrongCode)));
        assert!(!is_request(&problem(ProblemCode::WrongCode)));
        assert!(is_request(&problem(ProblemCode::SecondFactorNeeded)));
        assert!(!asks_for_code(&problem(ProblemCode::NewPasswordNeeded)));
    }
}
