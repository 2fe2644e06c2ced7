use super::*;

fn filled(fields: &[(&str, &str)]) -> Values {
    let mut values = Values::default();
    for (name, text) in fields {
        values.set(name, *text);
    }
    values
}

fn made(kind: CommandKind, values: &Values) -> Result<Command, Problem> {
    let parts = Parts {
        urgency: Urgency::Normal,
        order: || {
            Ok(command::Dispatch {
                lead: DepartmentCode("zhujian".to_owned()),
                assists: Vec::new(),
                requirements: String::new(),
                due_at: None,
            })
        },
        facts: || Err(Problem::bad_field("title")),
        longest: Some(Period::WorkingDays(5)),
    };
    command(kind, values, parts)
}

/// Everything that any form asks for.
fn everything() -> Values {
    let id = "01890a5d-ac96-774b-bcce-b302099a8057";
    let mut values = filled(&[
        ("path", "report_up"),
        ("clock", "answer"),
        ("period", "3"),
        ("cause", "hearing"),
        ("passed", YES),
        ("handled", YES),
        ("resolved", YES),
        ("satisfied", NO),
        ("maintained", NO),
        ("agreed", YES),
        ("reason", "words"),
        ("satisfaction", "fair"),
        ("ladder", "usual"),
        ("item", "in_person_1"),
        ("needed_by", "2026-11-21T18:00"),
        ("into", id),
        ("from", id),
        ("with", id),
        ("compartment", "minors"),
        ("unit", "zhujian"),
    ]);
    values.set_list("parties", vec!["甲".to_owned(), "乙".to_owned()]);
    values
}

#[test]
fn every_command_of_a_case_is_made_from_its_form() {
    let values = everything();
    for kind in CommandKind::ON_A_CASE {
        // A file is chosen where attachments are listed.
        if matches!(kind, CommandKind::Amend | CommandKind::Attach) {
            continue;
        }
        let command = made(kind, &values).unwrap_or_else(|problem| panic!("{kind:?}: {problem}"));
        assert_eq!(command.kind(), kind);
    }
}

#[test]
fn what_was_not_answered_is_said_at_its_field() {
    let asked = [
        (CommandKind::Triage, "path"),
        (CommandKind::Visit, "handled"),
        (CommandKind::Check, "passed"),
        (CommandKind::DecideReview, "maintained"),
        (CommandKind::Suspend, "cause"),
        (CommandKind::RequestExtension, "clock"),
        (CommandKind::Merge, "into"),
        (CommandKind::Whistle, "needed_by"),
        (CommandKind::Close, "reason"),
        (CommandKind::Supervise, "ladder"),
    ];
    for (kind, field) in asked {
        let problem = made(kind, &Values::default()).unwrap_err();
        let named = problem.params.get("field").map(String::as_str);
        assert_eq!(named, Some(field), "{kind:?}");
    }
}

#[test]
fn an_extension_is_asked_for_in_the_unit_of_its_clock() {
    let values = filled(&[("clock", "answer"), ("period", " 3 "), ("reason", "r")]);
    let Ok(Command::RequestExtension { period, .. }) = made(CommandKind::RequestExtension, &values)
    else {
        panic!("no extension");
    };
    assert_eq!(period, Period::WorkingDays(3));
}

#[test]
fn demands_and_roles_go_by_their_codes_and_empty_ones_are_left_out() {
    let values = filled(&[
        ("reason", "unreasonable"),
        ("demands.policy", "第 3 条"),
        ("demands.talk", "  "),
        ("roles.leader", "陈宏"),
    ]);
    let Ok(Command::Close { demands, .. }) = made(CommandKind::Close, &values) else {
        panic!("no closing");
    };
    assert_eq!(demands.into_keys().collect::<Vec<_>>(), ["policy"]);
    let Ok(Command::FormTaskForce { task_force }) = made(CommandKind::FormTaskForce, &values)
    else {
        panic!("no task force");
    };
    assert_eq!(task_force.roles["leader"], "陈宏");
}

#[test]
fn only_joint_handling_has_departments_that_assist() {
    let mut values = filled(&[("path", "on_the_spot")]);
    values.set_list("assists", vec!["zhujian".to_owned()]);
    let Ok(Command::Triage { assists, .. }) = made(CommandKind::Triage, &values) else {
        panic!("no triage");
    };
    assert!(assists.is_empty());
}

#[test]
fn a_sum_is_kept_in_fen() {
    assert_eq!(fen("12"), Some(1_200));
    assert_eq!(fen("1,234.5"), Some(123_450));
    assert_eq!(fen("0.05"), Some(5));
    for wrong in ["", ".5", "1.234", "-1", "一百", "99999999999999999999"] {
        assert_eq!(fen(wrong), None, "{wrong}");
    }
}
