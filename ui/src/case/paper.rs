//! Papers of a case (一案一册, 督办单): a button that prints one, and then where it is kept.
//!
//! Deliberately absent: what stands on them. The console prints them as far as the reader may see
//! the case.

use std::sync::Arc;

use leptos::prelude::*;
use onemap_domain::case::CaseId;
use onemap_protocol::desk::{CaseView, KeepCaseFile, KeepSlip, Kept, OpenKept};

use crate::parts::Button;
use crate::remote::Deed;
use crate::text::{language, sentence, t};

/// Which paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// 一案一册
    CaseFile,
    /// 督办单
    Slip,
}

impl Paper {
    const fn name(self) -> &'static str {
        match self {
            Paper::CaseFile => "case-file",
            Paper::Slip => "slip",
        }
    }
}

/// Prints a paper; then says where it is, or why it is not.
#[component]
pub fn KeepPaper(
    /// Which paper.
    paper: Paper,
    /// The case.
    view: Signal<Arc<CaseView>>,
) -> impl IntoView {
    let case = Memo::new(move |_| view.with(|view| view.case.id));
    let kept = RwSignal::new(None::<Kept>);
    let keeping = Deed::new();
    let opening = Deed::new();
    let keep = move |()| {
        let (case, language) = (case.get_untracked(), untrack(language));
        kept.set(None);
        opening.forget();
        // The panel may be gone when the paper is there; it is kept all the same.
        let there = move |paper| drop(kept.try_set(Some(paper)));
        match paper {
            Paper::CaseFile => keeping.perform(KeepCaseFile { case, language }, there),
            Paper::Slip => keeping.perform(KeepSlip { case, language }, there),
        }
    };
    let name = paper.name();
    let hint = Signal::derive(move || t(&format!("paper-keep-{name}-hint"), &[]));
    let words = move || {
        if keeping.busy() {
            t("paper-keeping", &[])
        } else {
            t(&format!("paper-keep-{name}"), &[])
        }
    };
    let problem = move || {
        let problem = keeping.problem().or_else(|| opening.problem())?;
        let code = problem.code.clone();
        Some(view! {
            <p class="form-problem" role="alert" data-testid=format!("paper-{name}-problem") data-code=code>
                {move || sentence(&problem)}
            </p>
        })
    };
    let there = move || {
        kept.get().map(|Kept { name: file, path }| {
            let open = move |()| opening.perform(OpenKept { name: file.clone() }, |()| {});
            let shown = path.clone();
            view! {
                <p class="paper-kept" role="status" data-testid=format!("paper-{name}-kept") data-path=path>
                    <span>{move || t("paper-kept", &[("path", &shown)])}</span>
                    <Button on_press=open busy=Signal::derive(move || opening.busy()) testid=format!("paper-{name}-open")>
                        {crate::say!("paper-open")}
                    </Button>
                </p>
            }
        })
    };
    // What was printed of one case says nothing about the next.
    Effect::new(move |before: Option<CaseId>| {
        let case = case.get();
        if before.is_some_and(|before| before != case) {
            kept.set(None);
            keeping.forget();
            opening.forget();
        }
        case
    });
    view! {
        <div class="paper" data-testid=format!("paper-{name}") title=hint>
            <Button
                on_press=keep
                busy=Signal::derive(move || keeping.busy())
                testid=format!("paper-{name}-keep")
            >
                {words}
            </Button>
            {there}
            {problem}
        </div>
    }
}
