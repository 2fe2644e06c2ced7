//! Who may do what: every command that a way knows, and the roles that may give it.

use std::sync::Arc;

use leptos::prelude::*;
use onemap_domain::command::CommandKind;
use onemap_domain::people::Role;
use onemap_domain::profile::Profile;

use crate::text::{label, t, word};

/// The table of commands and roles.
#[component]
pub fn WhoMay(
    /// Of which way.
    profile: Arc<Profile>,
) -> impl IntoView {
    let rows = commands(&profile)
        .map(|command| row(&profile, command))
        .collect_view();
    let heads = Role::AT_WORK
        .map(|role| view! { <th scope="col" class="mark-cell">{word("role", role.name())}</th> });
    view! {
        <section class="page-part" data-testid="ways-roles">
            <h3 class="part-head">
                {t("ways-roles", &[])}
                <span class="part-note">{t("ways-roles-note", &[])}</span>
            </h3>
            <table class="page-table way-roles">
                <thead><tr><th scope="col">{t("ways-command", &[])}</th>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
}

/// The commands that a way knows, in the order of the way.
fn commands(profile: &Profile) -> impl Iterator<Item = CommandKind> {
    std::iter::once(CommandKind::Report)
        .chain(CommandKind::ON_A_CASE)
        .filter(|command| profile.knows(*command))
}

fn row(profile: &Profile, command: CommandKind) -> impl IntoView + use<> {
    let usual = word("command", command.name());
    let own = profile.words.get(&command).map(label);
    // The county's own word, with the usual one behind it.
    let aside = own
        .as_ref()
        .filter(|own| **own != usual)
        .map(|_| usual.clone());
    let name = own.unwrap_or(usual);
    let roles = profile.roles(command).to_vec();
    let differs = profile.may.contains_key(&command);
    let cells = Role::AT_WORK.map(|role| {
        let may = roles.contains(&role);
        let words = may.then(|| t("ways-may", &[("role", &word("role", role.name()))]));
        view! {
            <td class="mark-cell">
                {may.then(|| view! { <span class="mark-yes" role="img" aria-label=words>"●"</span> })}
            </td>
        }
    });
    view! {
        <tr class:row-own=differs data-testid="ways-command" data-command=command.name()>
            <th scope="row">{name} {aside.map(|aside| view! { " " <span class="part-note">{aside}</span> })}</th>
            {cells}
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ways::tests::way;

    #[test]
    fn only_commands_that_the_way_knows_are_listed() {
        let mut way = way("test");
        let knows = |way: &Profile, command| commands(way).any(|known| known == command);
        assert!(knows(&way, CommandKind::Report));
        assert!(!knows(&way, CommandKind::Expedite));
        way.green_channel = true;
        assert!(knows(&way, CommandKind::Expedite));
    }
}
