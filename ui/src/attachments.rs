//! Attachments: in the panel of a case, and those of all cases that are still to be sent.
//!
//! Deliberately absent: judging a file. What it is, and whether it may be attached, its console
//! says; only what is far too large is not even read.

mod add;
mod list;
mod unsent;

pub use list::Attachments;
pub use unsent::UnsentList;

use onemap_domain::Refusal;
use onemap_domain::case::ATTACHMENT_BYTES;
use onemap_protocol::desk::{Link, Unsent, UnsentState};
use onemap_protocol::problem::{Problem, ProblemCode};

use crate::parts::count;
use crate::text::{sentence, t};

/// Largest attachment, as people read it.
const MEBIBYTES: u64 = ATTACHMENT_BYTES >> 20;

/// A size as people read it.
fn size(bytes: u64) -> String {
    const KIB: u64 = 1 << 10;
    const MIB: u64 = 1 << 20;
    match bytes {
        ..KIB => t("attachment-size-bytes", &[("count", &count(bytes))]),
        KIB..MIB => {
            let kib = bytes.div_ceil(KIB);
            t("attachment-size-kib", &[("count", &count(kib))])
        }
        _ => {
            let tenths = bytes * 10 / MIB;
            let mib = format!("{}.{}", tenths / 10, tenths % 10);
            t("attachment-size-mib", &[("count", &mib)])
        }
    }
}

/// How much of it the central has, in whole hundredths.
fn percent(unsent: &Unsent) -> u64 {
    unsent.held.min(unsent.size) * 100 / unsent.size.max(1)
}

/// Whether the line is down.
fn is_down(link: Option<Link>) -> bool {
    link.is_some_and(|link| link == Link::SignInNeeded || link.down_since().is_some())
}

/// Where it stands: a name for the page, and the words.
fn standing(unsent: &Unsent, link: Option<Link>) -> (&'static str, String) {
    let share = percent(unsent).to_string();
    match &unsent.state {
        UnsentState::BehindOrder => ("pending", t("attachments-pending", &[])),
        UnsentState::Waiting { .. } if is_down(link) => {
            ("offline", t("attachments-offline", &[("percent", &share)]))
        }
        UnsentState::Waiting { .. } => {
            ("sending", t("attachments-sending", &[("percent", &share)]))
        }
        UnsentState::SetAside { code } => {
            let reason = reason(code);
            ("failed", t("attachments-failed", &[("reason", &reason)]))
        }
        UnsentState::Damaged => ("damaged", t("attachments-damaged", &[])),
    }
}

/// The sentence of a code that the central gave.
fn reason(code: &str) -> String {
    let refusals = [
        Refusal::AttachmentKind,
        Refusal::AttachmentTooLarge {
            mebibytes: MEBIBYTES,
        },
    ];
    let refusal = refusals.iter().find(|refusal| refusal.code() == code);
    if let Some(refusal) = refusal {
        return sentence(&Problem::from(refusal));
    }
    let known = ProblemCode::ALL.into_iter().find(|one| one.name() == code);
    match known {
        // What these ask for is filled in where they arise.
        Some(ProblemCode::BadInput) | None => code.to_owned(),
        Some(known) => sentence(&Problem::new(known)),
    }
}

#[cfg(test)]
mod tests {
    use onemap_domain::case::{CaseId, ContentHash};
    use uuid::Uuid;

    use super::*;

    fn unsent(held: u64, state: UnsentState) -> Unsent {
        Unsent {
            order: Uuid::nil(),
            case: CaseId(Uuid::nil()),
            number: None,
            title: String::new(),
            sha256: ContentHash(String::new()),
            name: "路灯.jpg".to_owned(),
            size: 200,
            held,
            author: String::new(),
            state,
        }
    }

    #[test]
    fn a_size_is_told_in_the_unit_that_fits() {
        assert_eq!(size(999), "999 字节");
        assert_eq!(size(1025), "2 KiB");
        assert_eq!(size(3_145_728), "3.0 MiB");
    }

    #[test]
    fn what_waits_says_for_what_and_how_far_it_is() {
        let waiting = UnsentState::Waiting { last_failure: None };
        let (name, words) = standing(&unsent(50, waiting.clone()), Some(Link::Online));
        assert_eq!(name, "sending");
        assert!(words.contains("25%"), "{words}");
        let pulled = Link::Pulled {
            since: jiff::Timestamp::UNIX_EPOCH,
        };
        assert_eq!(standing(&unsent(50, waiting), Some(pulled)).0, "offline");
        let set_aside = UnsentState::SetAside {
            code: "attachment_kind".to_owned(),
        };
        let (name, words) = standing(&unsent(0, set_aside), Some(Link::Online));
        assert_eq!(name, "failed");
        assert!(words.contains("JPEG"), "{words}");
    }
}
