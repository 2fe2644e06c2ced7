//! Messages at the edge of the screen. What went well goes away by itself; what failed stays
//! until a person has read it.

use leptos::prelude::*;
use onemap_protocol::problem::Problem;

use crate::parts::count;
use crate::state::{Desk, Mode};
use crate::text::{sentence, t};

/// How long a message that went well is shown.
const SHOWN_FOR: std::time::Duration = std::time::Duration::from_secs(6);

/// How a message is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// It went well.
    Good,
    /// It went wrong.
    Bad,
}

/// What a message says; worded when it is shown, so that it follows the language.
#[derive(Clone, Debug, PartialEq)]
enum Words {
    Key(&'static str, Vec<(&'static str, String)>),
    /// So many of something: the next ones are added to those that are still shown.
    Counted(&'static str, u32),
    Problem(Problem),
}

impl Words {
    /// Whether it takes the place of another: the same twice says nothing more.
    fn replaces(&self, other: &Words) -> bool {
        match (self, other) {
            (Words::Counted(key, _), Words::Counted(other, _)) => key == other,
            _ => self == other,
        }
    }

    /// Itself in the place of those that are shown.
    fn after(self, shown: &[Toast]) -> Words {
        let Words::Counted(key, number) = self else {
            return self;
        };
        let earlier = shown.iter().map(|toast| match toast.words {
            Words::Counted(other, number) if other == key => number,
            _ => 0,
        });
        Words::Counted(key, number + earlier.sum::<u32>())
    }
}

/// What a button on the message does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Opens the outbox.
    Orders,
}

/// A message.
#[derive(Clone, Debug, PartialEq)]
pub struct Toast {
    id: u32,
    tone: Tone,
    words: Words,
    way: Option<Way>,
}

impl Toast {
    /// A message of the locale files.
    pub fn new(tone: Tone, key: &'static str, arguments: &[(&'static str, &str)]) -> Toast {
        let arguments = arguments
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()));
        Toast {
            id: 0,
            tone,
            words: Words::Key(key, arguments.collect()),
            way: None,
        }
    }

    /// So many of something, `$n` of the locale files, together with those that are still shown.
    pub fn counted(tone: Tone, key: &'static str, number: u32) -> Toast {
        Toast {
            id: 0,
            tone,
            words: Words::Counted(key, number),
            way: None,
        }
    }

    /// What went wrong.
    pub fn problem(problem: Problem) -> Toast {
        Toast {
            id: 0,
            tone: Tone::Bad,
            words: Words::Problem(problem),
            way: None,
        }
    }

    /// The same with a button.
    #[must_use]
    pub fn leading_to(self, way: Way) -> Toast {
        Toast {
            way: Some(way),
            ..self
        }
    }
}

thread_local! {
    static TOASTS: ArcRwSignal<Vec<Toast>> = ArcRwSignal::new(Vec::new());
}

/// Adds a message; what went well goes away by itself.
pub fn add(toast: Toast) {
    let toasts = TOASTS.with(Clone::clone);
    let id = toasts.with_untracked(|toasts| toasts.iter().map(|t| t.id).max().unwrap_or(0) + 1);
    let passing = toast.tone != Tone::Bad;
    toasts.update(|toasts| show(toasts, Toast { id, ..toast }));
    if passing {
        set_timeout(move || dismiss(id), SHOWN_FOR);
    }
}

/// Puts a message behind the others, in the place of those that it replaces.
fn show(shown: &mut Vec<Toast>, toast: Toast) {
    let words = toast.words.after(shown);
    shown.retain(|other| !words.replaces(&other.words));
    shown.push(Toast { words, ..toast });
}

fn dismiss(id: u32) {
    TOASTS.with(|toasts| toasts.update(|toasts| toasts.retain(|toast| toast.id != id)));
}

/// The messages.
#[component]
pub fn Toasts() -> impl IntoView {
    let desk = Desk::here();
    let one = move |toast: Toast| {
        let id = toast.id;
        let class = match toast.tone {
            Tone::Good => "toast toast-good",
            Tone::Bad => "toast toast-bad",
        };
        let role = if toast.tone == Tone::Bad {
            "alert"
        } else {
            "status"
        };
        let words = move || match &toast.words {
            Words::Key(key, arguments) => {
                let arguments: Vec<_> = arguments.iter().map(|(n, v)| (*n, v.as_str())).collect();
                t(key, &arguments)
            }
            Words::Counted(key, number) => t(key, &[("n", &count(*number))]),
            Words::Problem(problem) => sentence(problem),
        };
        let way = toast.way.map(|way| match way {
            Way::Orders => view! {
                <button type="button" class="link" data-testid="toast-orders" on:click=move |_| {
                    desk.mode.set(Mode::Orders);
                    dismiss(id);
                }>{crate::say!("toast-open-orders")}</button>
            },
        });
        view! {
            <div class=class role=role data-testid="toast">
                <p class="toast-words">{words}</p>
                {way}
                <button type="button" class="link toast-close" aria-label=crate::say!("close")
                    on:click=move |_| dismiss(id)>"×"</button>
            </div>
        }
    };
    view! {
        <div class="toasts" aria-live="polite">
            <For each=|| TOASTS.with(Get::get) key=|toast| toast.id children=one />
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_delivered_piece_by_piece_is_one_message_that_counts() {
        let mut shown = Vec::new();
        for number in [21, 26, 2] {
            let toast = Toast::counted(Tone::Good, "toast-delivered", number);
            show(&mut shown, toast);
        }
        let other = Toast::counted(Tone::Bad, "toast-set-aside", 3);
        assert_eq!(other.words.clone().after(&shown), other.words);
        let counts: Vec<_> = shown.into_iter().map(|toast| toast.words).collect();
        assert_eq!(counts, [Words::Counted("toast-delivered", 49)]);
    }
}
