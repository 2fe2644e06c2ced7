//! Departments of a form: one, or several as tags, found by typing.

use leptos::prelude::*;
use onemap_domain::department::DepartmentCode;
use onemap_protocol::desk::Loads;

use super::Draft;
use crate::case::choose::{DepartmentChooser, DepartmentTags};
use crate::remote::remote;
use crate::state::Desk;

/// The departments of one field.
#[component]
pub fn Departments(
    /// The field's name.
    name: String,
    /// What is being filled in.
    draft: Draft,
    /// Any number of them; one otherwise.
    several: bool,
    /// Its name for tests.
    testid: String,
    /// Takes the keyboard when it appears.
    focused: bool,
) -> impl IntoView {
    let desk = Desk::here();
    let loads = remote(move || {
        desk.cases.track();
        Some(Loads {})
    });
    let chosen = {
        let name = name.clone();
        Memo::new(move |_| {
            let list = draft.values.with(|values| values.list(&name).to_vec());
            let codes = list.into_iter().filter(|code| !code.is_empty());
            codes.map(DepartmentCode).collect::<Vec<_>>()
        })
    };
    let name = StoredValue::new(name);
    let remove = move |gone: DepartmentCode| {
        draft
            .values
            .update(|values| values.toggle(&name.get_value(), gone.as_str()));
    };
    let choose = move |code: DepartmentCode| {
        draft.values.update(|values| {
            if several {
                values.toggle(&name.get_value(), code.as_str());
            } else {
                values.set(&name.get_value(), code.as_str());
            }
        });
    };
    // The chooser's name for tests lives as long as the page: there are two of them.
    let search = if several {
        "form-units-search"
    } else {
        "form-unit-search"
    };
    view! {
        <div data-testid=testid>
            <Show when=move || !chosen.with(Vec::is_empty)>
                <div class="assists">
                    <DepartmentTags departments=chosen on_remove=remove testid="form-unit" />
                </div>
            </Show>
            <DepartmentChooser
                loads=Signal::derive(move || loads.with(Clone::clone).unwrap_or_default())
                hidden=chosen
                hint=Signal::derive(crate::say!("dispatch-lead-search"))
                on_choose=choose
                testid=search
                focused
            />
        </div>
    }
}
