//! A paper that is written and kept: the button, then where it is, or why it is not.
//!
//! Deliberately absent: what stands on it, and which paper it is; whoever shows the button asks.

use leptos::prelude::*;
use onemap_protocol::desk::{Ask, Kept, OpenKept};

use super::Button;
use crate::backend;
use crate::remote::Deed;
use crate::text::{sentence, t};

/// How far a paper is.
#[derive(Clone, Copy)]
pub struct Keeping {
    kept: RwSignal<Option<Kept>>,
    writing: Deed,
    opening: Deed,
}

impl Keeping {
    /// Nothing kept yet. Only for the bodies of components.
    pub fn new() -> Keeping {
        Keeping {
            kept: RwSignal::new(None),
            writing: Deed::new(),
            opening: Deed::new(),
        }
    }

    /// Writes and keeps one.
    pub fn keep<A: Ask<Answer = Kept> + 'static>(self, ask: A) {
        self.kept.set(None);
        self.opening.forget();
        // The page may be gone when the paper is there; it is kept all the same.
        let there = move |paper: Kept| {
            self.hand_over(&paper);
            drop(self.kept.try_set(Some(paper)));
        };
        self.writing.perform(ask, there);
    }

    /// In a browser a paper is not kept anywhere but handed over.
    fn hand_over(self, paper: &Kept) {
        if let Some(content) = &paper.content
            && let Err(problem) = backend::hand_over(&paper.name, content)
        {
            self.opening.fail(problem);
        }
    }

    /// Forgets what was kept, and why it was not.
    pub fn forget(self) {
        self.kept.set(None);
        self.writing.forget();
        self.opening.forget();
    }
}

/// The button of a paper, and what came of it.
#[component]
pub fn KeptPaper(
    /// The paper's name in test ids.
    name: &'static str,
    /// The words of the button.
    #[prop(into)]
    words: Signal<String>,
    /// What the button does, at length.
    #[prop(optional, into)]
    hint: Option<Signal<String>>,
    /// How far it is.
    keeping: Keeping,
    /// Writes it.
    #[prop(into)]
    on_keep: Callback<()>,
) -> impl IntoView {
    let Keeping {
        kept,
        writing,
        opening,
    } = keeping;
    let words = move || {
        if writing.busy() {
            t("paper-keeping", &[])
        } else {
            words.get()
        }
    };
    let problem = move || {
        let problem = writing.problem().or_else(|| opening.problem())?;
        let code = problem.code.clone();
        Some(view! {
            <p class="form-problem" role="alert" data-testid=format!("paper-{name}-problem") data-code=code>
                {move || sentence(&problem)}
            </p>
        })
    };
    let there = move || {
        kept.get().map(|paper| {
            let handed = paper.content.is_some();
            let (file, path) = (paper.name.clone(), paper.path.clone());
            let open = move |()| {
                if handed {
                    keeping.hand_over(&paper);
                } else {
                    opening.perform(OpenKept { name: file.clone() }, |()| {});
                }
            };
            let shown = path.clone();
            let said = move || {
                let key = if handed { "paper-handed-over" } else { "paper-kept" };
                t(key, &[("path", &shown)])
            };
            let again = move || t(if handed { "paper-hand-over-again" } else { "paper-open" }, &[]);
            view! {
                <p class="paper-kept" role="status" data-testid=format!("paper-{name}-kept") data-path=path>
                    <span>{said}</span>
                    <Button on_press=open busy=Signal::derive(move || opening.busy())
                        testid=format!("paper-{name}-open")>{again}</Button>
                </p>
            }
        })
    };
    view! {
        <div class="paper" data-testid=format!("paper-{name}") title=move || hint.map(|hint| hint.get())>
            <Button on_press=on_keep busy=Signal::derive(move || writing.busy())
                testid=format!("paper-{name}-keep")>{words}</Button>
            {there}
            {problem}
        </div>
    }
}
