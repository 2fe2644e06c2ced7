//! Adding files to a case: chosen, or dropped on the list.

use js_sys::Promise;
use leptos::html;
use leptos::prelude::*;
use onemap_domain::Refusal;
use onemap_domain::case::{ATTACHMENT_BYTES, CaseId, MediaType};
use onemap_protocol::desk::AttachFile;
use onemap_protocol::problem::{Problem, ProblemCode};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, FileList, FileReader};

use super::MEBIBYTES;
use crate::backend;
use crate::parts::Button;
use crate::state::Desk;
use crate::text::{sentence, t};

/// How far adding is.
#[derive(Clone, Copy)]
pub struct Adding {
    desk: Desk,
    /// The file that is being kept.
    name: RwSignal<Option<String>>,
    /// Those that were not, each with why; a file that cannot be read has no problem of a console.
    failed: RwSignal<Vec<(String, Option<Problem>)>>,
}

impl Adding {
    /// Nothing added yet. Only for the bodies of components.
    pub fn new() -> Adding {
        Adding {
            desk: Desk::here(),
            name: RwSignal::new(None),
            failed: RwSignal::new(Vec::new()),
        }
    }

    /// Adds files, one after the other.
    pub fn add(self, case: CaseId, revision: u64, files: &FileList) {
        if self.name.get_untracked().is_some() {
            return;
        }
        let files: Vec<File> = (0..files.length()).filter_map(|at| files.get(at)).collect();
        self.failed.set(Vec::new());
        wasm_bindgen_futures::spawn_local(async move {
            for file in files {
                let name = file.name();
                self.name.try_set(Some(name.clone()));
                if let Err(why) = keep(case, revision, &file).await {
                    self.fail(name, why);
                }
            }
            self.name.try_set(None);
        });
    }

    /// Says why a file was not added; where the case is gone from the screen, at its edge.
    fn fail(self, name: String, why: Option<Problem>) {
        if why
            .as_ref()
            .is_some_and(|problem| problem.is(ProblemCode::SignInNeeded))
        {
            self.desk.user.set(None);
        }
        let there = self
            .failed
            .try_update(|failed| failed.push((name, why.clone())));
        if let (None, Some(problem)) = (there, why) {
            self.desk.report(&problem);
        }
    }
}

/// Reads a file and hands it to the console.
async fn keep(case: CaseId, revision: u64, file: &File) -> Result<(), Option<Problem>> {
    if file.size() > ATTACHMENT_BYTES as f64 {
        let refusal = Refusal::AttachmentTooLarge {
            mebibytes: MEBIBYTES,
        };
        return Err(Some(refusal.into()));
    }
    let base64 = read(file).await.ok_or(None)?;
    let ask = AttachFile {
        case,
        revision,
        name: file.name(),
        base64,
    };
    backend::ask(ask).await.map(|_| ()).map_err(Some)
}

/// The bytes of a file, base64; `None` where they cannot be read.
async fn read(file: &File) -> Option<String> {
    let reader = FileReader::new().ok()?;
    let done = Promise::new(&mut |resolve, _| {
        // Called once, whatever came of it: the result says which.
        let end = Closure::once_into_js(move || {
            // A promise that is waited for can be called.
            let _ = resolve.call0(&wasm_bindgen::JsValue::NULL);
        });
        reader.set_onloadend(Some(end.unchecked_ref()));
    });
    reader.read_as_data_url(file).ok()?;
    JsFuture::from(done).await.ok()?;
    let url = reader.result().ok()?.as_string()?;
    // An empty file is `data:`; its console says that it is one.
    let (_, base64) = url.split_once(',').unwrap_or_default();
    Some(base64.to_owned())
}

/// The button that adds files, or why none can be added; and what came of it.
#[component]
pub fn AddFiles(
    /// The case and its revision.
    case: Memo<(CaseId, u64)>,
    /// Why nothing can be attached now.
    refused: Memo<Option<Refusal>>,
    /// How far it is.
    adding: Adding,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let choose = move |()| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    let chosen = move |_| {
        let Some(input) = input.get_untracked() else {
            return;
        };
        if let Some(files) = input.files() {
            let (case, revision) = case.get_untracked();
            adding.add(case, revision, &files);
        }
        // The same file can be chosen again.
        input.set_value("");
    };
    let reason = move || {
        let refusal = refused.get()?;
        Some(sentence(&Problem::from(&refusal)))
    };
    let accept = MediaType::ALL.map(MediaType::name).join(",");
    let limit = MEBIBYTES.to_string();
    let hint = move || t("attachments-add-hint", &[("mebibytes", &limit)]);
    let under_way = move || {
        adding.name.get().map(|name| {
            view! {
                <p class="attachments-note" role="status" data-testid="attachment-adding">
                    {t("attachments-adding", &[("name", &name)])}
                </p>
            }
        })
    };
    let failed = move || {
        let failed = adding.failed.get().into_iter().map(|(name, why)| {
            let code = why.as_ref().map(|problem| problem.code.clone());
            let words = move || match &why {
                Some(problem) => sentence(problem),
                None => t("attachments-unreadable", &[]),
            };
            view! {
                <p class="form-problem" role="alert" data-testid="attachment-problem" data-code=code>
                    <strong>{name}</strong>" "{words}
                </p>
            }
        });
        failed.collect_view()
    };
    view! {
        <div class="attachments-add">
            <input node_ref=input type="file" multiple accept=accept class="unseen" tabindex="-1"
                aria-hidden="true" data-testid="attachment-file" on:change=chosen />
            <Button on_press=choose reason busy=Signal::derive(move || adding.name.get().is_some())
                testid="attachment-add">{crate::say!("attachments-add")}</Button>
            <Show when=move || refused.with(Option::is_none)>
                <p class="attachments-note">{hint.clone()}</p>
            </Show>
            {under_way}
            {failed}
        </div>
    }
}
