//! The departments that assist a lead (协办), as tags, and adding one. The same control for one
//! order and for many.

use leptos::prelude::*;
use onemap_domain::department::DepartmentCode;
use onemap_protocol::desk::DepartmentLoad;

use super::choose::{DepartmentChooser, DepartmentTags};

/// Those that assist.
#[component]
pub fn Assists(
    /// Which; the lead is never among them.
    assists: RwSignal<Vec<DepartmentCode>>,
    /// Who leads.
    #[prop(into)]
    lead: Signal<Option<DepartmentCode>>,
    /// The loads of all.
    loads: Signal<Vec<DepartmentLoad>>,
    /// A rule has filled them in, and nobody has changed them.
    #[prop(into, optional)]
    by_rule: Signal<bool>,
    /// Told when somebody changes them.
    #[prop(optional)]
    on_change: Option<Callback<()>>,
) -> impl IntoView {
    let adding = RwSignal::new(false);
    let change = move |change: &dyn Fn(&mut Vec<DepartmentCode>)| {
        if let Some(told) = on_change {
            told.run(());
        }
        assists.update(|all| change(all));
    };
    // The lead cannot also assist.
    Effect::new(move |_| {
        let Some(lead) = lead.get() else { return };
        if assists.with(|all| all.contains(&lead)) {
            assists.update(|all| all.retain(|other| *other != lead));
        }
    });
    let hidden = Signal::derive(move || {
        let all = assists.get().into_iter();
        all.chain(lead.get()).collect::<Vec<_>>()
    });
    let is_by_rule = move || by_rule.get() && assists.with(|all| !all.is_empty());
    view! {
        <div class="field" data-testid="dispatch-assists">
            <div class="field-top">
                <span class="field-label">{crate::say!("dispatch-assists")}</span>
                <Show when=is_by_rule>
                    <span class="part-note" data-testid="dispatch-assists-by-rule">
                        {crate::say!("dispatch-assists-by-rule")}
                    </span>
                </Show>
            </div>
            <div class="assists">
                <DepartmentTags
                    departments=assists
                    on_remove=move |gone| change(&|all| all.retain(|other| *other != gone))
                    testid="dispatch-assist-tag"
                />
                <Show when=move || !adding.get()>
                    <button
                        type="button"
                        class="link"
                        data-testid="dispatch-assist"
                        on:click=move |_| adding.set(true)
                    >
                        "+ " {crate::say!("dispatch-assist-add")}
                    </button>
                </Show>
            </div>
            <Show when=move || adding.get()>
                <DepartmentChooser
                    loads
                    hidden
                    hint=Signal::derive(crate::say!("dispatch-lead-search"))
                    on_choose=move |code: DepartmentCode| {
                        change(&|all| all.push(code.clone()));
                        adding.set(false);
                    }
                    testid="dispatch-assist-search"
                    focused=true
                />
            </Show>
        </div>
    }
}
