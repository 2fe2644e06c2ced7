//! The flags of the open cases with their counts: a second cut through the lanes.

use std::sync::Arc;

use leptos::prelude::*;
use onemap_domain::case::Flag;
use onemap_protocol::desk::LaneCounts;

use crate::parts::count;
use crate::remote::Remote;
use crate::say;
use crate::state::{Book, Desk};
use crate::text::word;

/// Those of the flags that have cases, or are chosen, in the order of the screen.
fn shown(
    flags: impl Iterator<Item = Flag>,
    counts: &LaneCounts,
    chosen: Option<Flag>,
) -> Vec<(Flag, u32)> {
    flags
        .map(|flag| (flag, counts.flags.get(&flag).copied().unwrap_or(0)))
        .filter(|(flag, count)| *count > 0 || Some(*flag) == chosen)
        .collect()
}

/// The flags that have cases, each with its count.
#[component]
pub fn FlagChips(counts: Remote<LaneCounts>) -> impl IntoView {
    let desk = Desk::here();
    let flags = Memo::new(move |_| {
        let chosen = desk.flag.get();
        let none = LaneCounts::default();
        let counts = counts.get();
        let counts = counts.as_deref().unwrap_or(&none);
        let of = |names: &Arc<Book>| shown(names.profile.flags(), counts, chosen);
        desk.names
            .with(|names| names.as_ref().map(of).unwrap_or_default())
    });
    let chip = move |(flag, of): (Flag, u32)| {
        let chosen = move || desk.flag.get() == Some(flag);
        view! {
            <button type="button" class="flag" aria-pressed=move || chosen().to_string()
                data-testid=format!("flag-{}", flag.name()) data-count=of
                title=move || word("flag", flag.name())
                on:click=move |_| desk.flag.set(if chosen() { None } else { Some(flag) })>
                {move || word("mark", flag.name())}
                " "<span class="figures">{count(of)}</span>
            </button>
        }
    };
    let any = move || flags.with(|flags| !flags.is_empty());
    view! {
        <Show when=any>
            <div class="flags" role="group" aria-label=say!("flags") data-testid="flags">
                {move || flags.get().into_iter().map(chip).collect_view()}
            </div>
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flag_without_cases_is_shown_only_while_it_is_chosen() {
        let counts = LaneCounts {
            flags: [(Flag::Paused, 2), (Flag::Adopted, 0)].into(),
            ..LaneCounts::default()
        };
        let all = || Flag::ALL.into_iter();
        assert_eq!(shown(all(), &counts, None), [(Flag::Paused, 2)]);
        assert_eq!(
            shown(all(), &counts, Some(Flag::Adopted)),
            [(Flag::Paused, 2), (Flag::Adopted, 0)]
        );
    }
}
