//! A panel beside the map: a heading that stays, a body that scrolls, a foot that stays.

use leptos::prelude::*;

/// A panel.
#[component]
pub fn Panel(
    /// Its heading.
    #[prop(into)]
    title: Signal<String>,
    /// Closes it; Esc is the keyboard's business.
    #[prop(into, optional)]
    on_close: Option<Callback<()>>,
    /// Stands at the right of the heading.
    #[prop(into, optional)]
    aside: Option<ViewFn>,
    /// Stands below the body and does not scroll.
    #[prop(into, optional)]
    foot: Option<ViewFn>,
    /// Its name for tests.
    #[prop(into, optional)]
    testid: String,
    /// Its body.
    children: Children,
) -> impl IntoView {
    let testid = (!testid.is_empty()).then_some(testid);
    view! {
        <section class="panel" data-testid=testid aria-label=title>
            <header class="panel-head">
                <h2 class="panel-title">{title}</h2>
                {aside.map(|aside| view! { <div class="panel-aside">{aside.run()}</div> })}
                {on_close.map(|close| view! {
                    <button
                        type="button"
                        class="panel-close"
                        data-testid="panel-close"
                        aria-label=crate::say!("close")
                        title=crate::say!("close-esc")
                        on:click=move |_| close.run(())
                    >
                        <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3.5 3.5l9 9m0-9-9 9" /></svg>
                    </button>
                })}
            </header>
            <div class="panel-body">{children()}</div>
            {foot.map(|foot| view! { <footer class="panel-foot">{foot.run()}</footer> })}
        </section>
    }
}
