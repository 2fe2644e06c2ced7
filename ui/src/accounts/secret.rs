//! A one-time secret: shown this once, until somebody says that it has been passed on.

use leptos::prelude::*;
use onemap_domain::people::UserId;

use crate::clipboard;
use crate::parts::Button;
use crate::say;
use crate::text::t;

/// The secret that was made just now.
#[component]
pub fn OneTime(secret: RwSignal<Option<(UserId, String)>>) -> impl IntoView {
    let copied = RwSignal::new(None::<bool>);
    move || {
        let (login, words) = secret.get()?;
        let text = words.clone();
        let copy = move |()| {
            let text = text.clone();
            wasm_bindgen_futures::spawn_local(async move {
                copied.try_set(Some(clipboard::put(&text).await.is_ok()));
            });
        };
        let close = move |()| {
            secret.set(None);
            copied.set(None);
        };
        let told = move || {
            copied.get().map(|done| {
                t(
                    if done {
                        "account-copied"
                    } else {
                        "account-copy-failed"
                    },
                    &[],
                )
            })
        };
        Some(view! {
            <section class="one-time" role="status" data-testid="one-time">
                <div>
                    <p class="one-time-words">{t("account-secret", &[("user", &login.0)])}</p>
                    <code class="one-time-secret" data-testid="one-time-secret">{words}</code>
                </div>
                <div class="one-time-acts">
                    <span class="part-note">{told}</span>
                    <Button on_press=copy testid="one-time-copy">{say!("account-copy")}</Button>
                    <Button on_press=close testid="one-time-close">{say!("account-secret-close")}</Button>
                </div>
            </section>
        })
    }
}
