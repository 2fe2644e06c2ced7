//! A form that begins with what an order asked for that was set aside.
//!
//! The fields of a form bear the names that a command has on the wire; so what a command says is
//! filled in by those names, whatever the command. An order and a matter have drafts of their own.

use leptos::prelude::*;
use onemap_domain::case::{CaseId, Facts};
use onemap_domain::command::{self, Command, CommandKind};
use serde_json::Value;

use super::values::{DEMAND, NO, Values, YES};
use crate::state::{Desk, Taking};

/// The order on its way into this form, if there is one; from now on it is here.
pub fn order(desk: Desk, kind: CommandKind, case: CaseId) -> Option<Taking> {
    let taking = desk.taking.get_untracked()?;
    // What was begun and not followed up must not turn up in another form.
    desk.taking.set(None);
    (taking.command.kind() == kind && taking.case == Some(case)).then_some(taking)
}

/// The texts, choices and answers of a command.
pub fn fill(values: &mut Values, command: &Command) {
    let Ok(Value::Object(parts)) = serde_json::to_value(command) else {
        return;
    };
    for (name, part) in &parts {
        match part {
            Value::String(text) => values.set(name, text.clone()),
            Value::Bool(answer) => values.set(name, if *answer { YES } else { NO }),
            Value::Array(list) => {
                let texts = list.iter().filter_map(Value::as_str).map(str::to_owned);
                values.set_list(name, texts.collect());
            }
            Value::Object(demands) if name == "demands" => {
                for (demand, text) in demands {
                    let text = text.as_str().unwrap_or_default();
                    values.set(&format!("{DEMAND}{demand}"), text);
                }
            }
            _ => {}
        }
    }
}

/// The order to a department.
pub fn dispatch(command: &Command) -> Option<&command::Dispatch> {
    match command {
        Command::Dispatch(order)
        | Command::Designate { order, .. }
        | Command::Redispatch { order, .. } => Some(order),
        _ => None,
    }
}

/// The matter.
pub fn facts(command: &Command) -> Option<&Facts> {
    match command {
        Command::Report { facts } | Command::Amend { facts } => Some(facts),
        _ => None,
    }
}

/// Whether the form of a command can begin with what an order of that command asked for. A sum, a
/// moment and masked names are for whoever knows them to write again.
pub const fn can_begin(kind: CommandKind) -> bool {
    !matches!(
        kind,
        CommandKind::Keep
            | CommandKind::Mediate
            | CommandKind::Whistle
            | CommandKind::FormTaskForce
            | CommandKind::RequestExtension
            | CommandKind::Merge
            | CommandKind::Unmerge
            | CommandKind::Link
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commands_words_land_in_the_fields_of_its_form() {
        let mut values = Values::default();
        let note = "已派人到场".to_owned();
        fill(&mut values, &Command::Progress { note: note.clone() });
        assert_eq!(values.text("note"), note);
        let mut values = Values::default();
        let demands = [("receipt".to_owned(), "已附".to_owned())].into();
        let close = Command::Close {
            reason: "resolved".to_owned(),
            note,
            demands,
        };
        fill(&mut values, &close);
        assert_eq!(values.text("reason"), "resolved");
        assert_eq!(values.text("demands.receipt"), "已附");
        let mut values = Values::default();
        let check = Command::Check {
            passed: false,
            note: String::new(),
        };
        fill(&mut values, &check);
        assert_eq!(values.text("passed"), NO);
    }
}
