//! 附件 in the panel of a case: what is there, who attached it, how far it has gone; shown and saved.

use std::sync::Arc;

use leptos::prelude::*;
use onemap_domain::case::{Attached, CaseId, ContentHash};
use onemap_domain::command::CommandKind;
use onemap_protocol::desk::{
    AskUnsent, AttachmentContent, CaseView, KeepAttachment, ReadAttachment, RetryNow, Unsent,
    UnsentState,
};
use web_sys::DragEvent;

use super::add::{AddFiles, Adding};
use super::{size, standing};
use crate::parts::{Ago, Button, Keeping, KeptPaper, Shown, count};
use crate::remote::{Deed, remote};
use crate::state::Desk;
use crate::text::t;

/// The attachments of a case.
#[component]
pub fn Attachments(
    /// The case.
    view: Signal<Arc<CaseView>>,
) -> impl IntoView {
    let desk = Desk::here();
    let case = Memo::new(move |_| view.with(|view| (view.case.id, view.case.revision)));
    let list = Memo::new(move |_| view.with(|view| view.case.attachments.clone()));
    let id = Memo::new(move |_| case.get().0);
    let unsent = remote(move || {
        desk.statuses.track();
        let case = Some(id.get());
        list.with(|list| !list.is_empty())
            .then_some(AskUnsent { case })
    });
    let refused = Memo::new(move |_| {
        view.with(|view| {
            let mut actions = view.actions.iter();
            let attach = actions.find(|action| action.command == CommandKind::Attach)?;
            attach.refusal.clone()
        })
    });
    let adding = Adding::new();
    let over = RwSignal::new(false);
    let is_open = move || refused.with_untracked(Option::is_none);
    let drag = move |event: DragEvent| {
        // Without this the page would be left for the file.
        event.prevent_default();
        over.set(is_open());
    };
    let drop_here = move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        let files = event.data_transfer().and_then(|data| data.files());
        if let Some(files) = files.filter(|_| is_open()) {
            let (case, revision) = case.get_untracked();
            adding.add(case, revision, &files);
        }
    };
    let keys = move || {
        list.with(|list| {
            let keys = list.iter().map(|one| one.attachment.sha256.clone());
            keys.collect::<Vec<ContentHash>>()
        })
    };
    let one = move |sha256: ContentHash| {
        let attached = list.with_untracked(|list| {
            let mut list = list.iter();
            list.find(|one| one.attachment.sha256 == sha256).cloned()
        });
        attached.map(|attached| {
            let unsent = Memo::new(move |_| {
                let mine = |all: &Vec<Unsent>| all.iter().find(|one| one.sha256 == sha256).cloned();
                unsent.with(mine).flatten()
            });
            view! { <One case=id attached unsent /> }
        })
    };
    view! {
        <section class="part attachments" class:attachments-over=move || over.get()
            aria-label=crate::say!("attachments") data-testid="attachments"
            on:dragover=drag on:dragleave=move |_| over.set(false) on:drop=drop_here>
            <h3 class="part-head">
                {crate::say!("attachments")}
                <span class="part-note figures">
                    {move || count(list.with(|list| list.len() as u64))}
                </span>
            </h3>
            <Show when=move || list.with(Vec::is_empty)>
                <p class="part-empty" data-testid="attachments-none">{crate::say!("attachments-none")}</p>
            </Show>
            <ul class="plain attachments-list">
                <For each=keys key=|sha256| sha256.clone() children=one />
            </ul>
            <AddFiles case refused adding />
        </section>
    }
}

/// One attachment.
#[component]
fn One(
    case: Memo<CaseId>,
    attached: Attached,
    /// How far it has gone, while the central does not have it whole.
    unsent: Memo<Option<Unsent>>,
) -> impl IntoView {
    let Attached {
        attachment,
        by_name,
        at,
        ..
    } = attached;
    let is_shown = RwSignal::new(false);
    let (name, sha256) = (attachment.name, attachment.sha256);
    let bytes = attachment.size;
    let label = {
        let name = name.clone();
        move || {
            let key = if is_shown.get() {
                "attachments-close"
            } else {
                "attachments-open"
            };
            t(key, &[("name", &name)])
        }
    };
    let keeping = Keeping::new();
    let keep = {
        let sha256 = sha256.clone();
        move |()| {
            keeping.keep(KeepAttachment {
                case: case.get_untracked(),
                sha256: sha256.clone(),
            });
        }
    };
    let words = {
        let name = name.clone();
        Signal::derive(move || t("attachments-save", &[("name", &name)]))
    };
    let (hash, alt) = (sha256.clone(), name.clone());
    view! {
        <li class="attachment" data-testid="attachment" data-sha256=sha256.to_string()>
            <button type="button" class="link attachment-name" aria-label=label
                aria-expanded=move || is_shown.get().to_string() data-testid="attachment-open"
                on:click=move |_| is_shown.update(|shown| *shown = !*shown)>
                {name}
            </button>
            <span class="attachment-about">
                <span class="figures">{move || size(bytes)}</span>" · "{by_name}" · "<Ago at />
            </span>
            <Standing unsent />
            <Show when=move || is_shown.get()>
                <Preview case sha256=hash.clone() alt=alt.clone() />
                <KeptPaper name="attachment" words keeping on_keep=keep.clone() />
            </Show>
        </li>
    }
}

/// How far the bytes of an attachment have gone; nothing once the central has them.
#[component]
pub fn Standing(unsent: Memo<Option<Unsent>>) -> impl IntoView {
    let desk = Desk::here();
    let link = Memo::new(move |_| {
        desk.status
            .with(|status| status.as_ref().map(|status| status.link))
    });
    let deed = Deed::new();
    Effect::new(move |_| {
        if let Some(problem) = deed.problem() {
            desk.report(&problem);
        }
    });
    move || {
        unsent.get().map(|unsent| {
            let (name, words) = standing(&unsent, link.get());
            let again = matches!(unsent.state, UnsentState::SetAside { .. }).then(|| {
                let retry = move |()| deed.perform(RetryNow {}, |()| {});
                view! {
                    <Button on_press=retry busy=Signal::derive(move || deed.busy())
                        testid="attachment-retry">{crate::say!("attachments-retry")}</Button>
                }
            });
            let share = super::percent(&unsent);
            view! {
                <p class="attachment-standing" class:attachment-bad=matches!(name, "failed" | "damaged")
                    data-testid="attachment-standing" data-state=name data-percent=share.to_string()>
                    {words}
                </p>
                <div class="bar" aria-hidden="true">
                    <div class="bar-done" style:width=format!("{share}%") />
                </div>
                {again}
            }
        })
    }
}

/// A picture as it is; of another kind, that it cannot be shown.
#[component]
fn Preview(case: Memo<CaseId>, sha256: ContentHash, alt: String) -> impl IntoView {
    let content = remote(move || {
        Some(ReadAttachment {
            case: case.get(),
            sha256: sha256.clone(),
        })
    });
    let shown = move |content: Signal<Arc<AttachmentContent>>| {
        let alt = alt.clone();
        move || {
            let content = content.get();
            if content.media_type.is_picture() {
                let address = format!(
                    "data:{};base64,{}",
                    content.media_type.name(),
                    content.base64
                );
                view! {
                    <img class="attachment-picture" src=address alt=alt.clone()
                        data-testid="attachment-picture" />
                }
                .into_any()
            } else {
                view! {
                    <p class="attachments-note" data-testid="attachment-no-preview">
                        {crate::say!("attachments-no-preview")}
                    </p>
                }
                .into_any()
            }
        }
    };
    view! { <Shown remote=content what=crate::say!("attachments-what") view=shown /> }
}
