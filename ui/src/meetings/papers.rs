//! The papers that a meeting leaves (会议纪要、议定事项台账): a button for each, and then where it is
//! kept.
//!
//! Deliberately absent: what stands on them. The console writes them.

use leptos::prelude::*;
use onemap_domain::record::RecordId;
use onemap_protocol::desk::{KeepLedger, KeepMinutes, PaperForm};

use crate::parts::{Keeping, KeptPaper};
use crate::text::{language, t};

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
    let keeping = Keeping::new();
    let keep = move |()| {
        let language = untrack(language);
        match paper {
            MeetingPaper::Minutes(meeting, form) => keeping.keep(KeepMinutes {
                meeting,
                form,
                language,
            }),
            MeetingPaper::Ledger => keeping.keep(KeepLedger { language }),
        }
    };
    let name = paper.name();
    let words = Signal::derive(move || t(&format!("meetings-keep-{name}"), &[]));
    view! { <KeptPaper name words keeping on_keep=keep /> }
}
