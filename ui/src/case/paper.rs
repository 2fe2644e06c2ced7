//! Papers of a case (一案一册, 督办单): a button that prints one, and then where it is kept.
//!
//! Deliberately absent: what stands on them. The console prints them as far as the reader may see
//! the case.

use std::sync::Arc;

use leptos::prelude::*;
use onemap_domain::case::CaseId;
use onemap_protocol::desk::{CaseView, KeepCaseFile, KeepSlip};

use crate::parts::{Keeping, KeptPaper};
use crate::text::{language, t};

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
    let keeping = Keeping::new();
    let keep = move |()| {
        let (case, language) = (case.get_untracked(), untrack(language));
        match paper {
            Paper::CaseFile => keeping.keep(KeepCaseFile { case, language }),
            Paper::Slip => keeping.keep(KeepSlip { case, language }),
        }
    };
    let name = paper.name();
    let words = Signal::derive(move || t(&format!("paper-keep-{name}"), &[]));
    let hint = Signal::derive(move || t(&format!("paper-keep-{name}-hint"), &[]));
    // What was printed of one case says nothing about the next.
    Effect::new(move |before: Option<CaseId>| {
        let case = case.get();
        if before.is_some_and(|before| before != case) {
            keeping.forget();
        }
        case
    });
    view! { <KeptPaper name words hint keeping on_keep=keep /> }
}
