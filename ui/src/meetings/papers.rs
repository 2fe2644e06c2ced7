//! The papers that a meeting leaves (会议纪要、议定事项台账): a button for each, and then where it is
//! kept.
//!
//! Deliberately absent: what stands on them. The console writes them.

use leptos::prelude::*;
use onemap_domain::record::RecordId;
use onemap_protocol::desk::{KeepLedger, KeepMinutes, Kept, OpenKept, PaperForm};

use crate::parts::Button;
use crate::remote::Deed;
use crate::text::{language, sentence, t};

/// Which paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MeetingPaper {
    /// 会议纪要, of this meeting.
    Minutes(RecordId, PaperForm),
    /// 议定事项台账
    Ledger,
}

impl MeetingPaper {
    const fn name(self) -> &'static str {
        match self {
            MeetingPaper::Minutes(_, PaperForm::Pdf) => "minutes-pdf",
            MeetingPaper::Minutes(_, PaperForm::Word) => "minutes-word",
            MeetingPaper::Ledger => "ledger",
        }
    }
}

/// Writes a paper; then says where it is, or why it is not.
#[component]
pub fn KeepMeetingPaper(
    /// Which paper.
    paper: MeetingPaper,
) -> impl IntoView {
    let kept = RwSignal::new(None::<Kept>);
    let keeping = Deed::new();
    let opening = Deed::new();
    let keep = move |()| {
        let language = untrack(language);
        kept.set(None);
        opening.forget();
        // The page may be gone when the paper is there; it is kept all the same.
        let there = move |paper| drop(kept.try_set(Some(paper)));
        match paper {
            MeetingPaper::Minutes(meeting, form) => {
                let ask = KeepMinutes {
                    meeting,
                    form,
                    language,
                };
                keeping.perform(ask, there);
            }
            MeetingPaper::Ledger => keeping.perform(KeepLedger { language }, there),
        }
    };
    let name = paper.name();
    let words = move || {
        if keeping.busy() {
            t("paper-keeping", &[])
        } else {
            t(&format!("meetings-keep-{name}"), &[])
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
                    <Button on_press=open busy=Signal::derive(move || opening.busy())
                        testid=format!("paper-{name}-open")>{crate::say!("paper-open")}</Button>
                </p>
            }
        })
    };
    view! {
        <div class="paper" data-testid=format!("paper-{name}")>
            <Button on_press=keep busy=Signal::derive(move || keeping.busy())
                testid=format!("paper-{name}-keep")>{words}</Button>
            {there}
            {problem}
        </div>
    }
}
