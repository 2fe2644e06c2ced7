use std::collections::{BTreeMap, BTreeSet};

use onemap_domain::area::AreaCode;
use onemap_domain::case::{Adoption, Request, Stage, Whistle, Wish};
use onemap_domain::clock::{Clock, ClockCode, Deadline};
use onemap_domain::department::DepartmentCode;
use onemap_domain::people::{Actor, Role, Scope, User, UserId};
use onemap_domain::profile::{
    AdoptionRule, ClockRule, Closing, ExtensionRule, Profile, TaskForceRule, WhistleRule,
};
use onemap_protocol::desk::CaseView;

use super::*;
use crate::case::fixture;
use crate::case::form::values::YES;

fn label(zh: &str) -> Label {
    Label {
        zh: zh.to_owned(),
        en: zh.to_owned(),
    }
}

fn named(code: &str) -> Named {
    Named {
        code: code.to_owned(),
        name: label(code),
    }
}

fn asked(kind: CommandKind, profile: &Profile, view: &CaseView, values: &Values) -> Vec<String> {
    let sight = Sight {
        view,
        profile,
        user: None,
    };
    fields(kind, &sight, values)
        .into_iter()
        .map(|field| field.name)
        .collect()
}

#[test]
fn every_command_of_a_case_has_its_description() {
    let (profile, view) = (fixture::profile(), fixture::view(Stage::Handling));
    for kind in CommandKind::ON_A_CASE {
        let fields = asked(kind, &profile, &view, &Values::default());
        // Accepting needs nothing; a force has the roles that the profile names; a file is chosen
        // elsewhere.
        let bare = matches!(
            kind,
            CommandKind::Accept | CommandKind::FormTaskForce | CommandKind::Attach
        );
        assert_eq!(fields.is_empty(), bare, "{kind:?}: {fields:?}");
    }
}

#[test]
fn a_closing_reason_brings_its_demands_and_asks_for_words() {
    let mut profile = fixture::profile();
    profile.closings = vec![Closing {
        code: "unreasonable".to_owned(),
        name: label("不合理诉求"),
        needs_note: true,
        demands: vec![named("policy"), named("talk"), named("care")],
    }];
    let view = fixture::view(Stage::FedBack);
    let mut values = Values::default();
    assert_eq!(
        asked(CommandKind::Close, &profile, &view, &values),
        ["reason", "note"]
    );
    values.set("reason", "unreasonable");
    assert_eq!(
        asked(CommandKind::Close, &profile, &view, &values),
        [
            "reason",
            "demands.policy",
            "demands.talk",
            "demands.care",
            "note"
        ]
    );
    let sight = Sight {
        view: &view,
        profile: &profile,
        user: None,
    };
    let all = fields(CommandKind::Close, &sight, &values);
    assert!(all.iter().all(|field| field.required));
    // There is only one reason, so the form begins with it.
    assert_eq!(
        initial(CommandKind::Close, &sight).text("reason"),
        "unreasonable"
    );
}

#[test]
fn a_demand_that_is_missing_is_said_at_that_demand() {
    let field = Field::new("demands.policy", Control::Text).called(Words::Label(label("政策依据")));
    assert!(field.is_at_fault(None, "demand_missing", &["政策依据"]));
    assert!(!field.is_at_fault(None, "demand_missing", &["教育疏导"]));
    assert!(field.is_at_fault(Some("demands"), "field_too_long", &[]));
    let members = Field::new("members", Control::People);
    assert!(members.is_at_fault(None, "task_force_members", &[]));
    assert!(!members.is_at_fault(None, "not_lead", &[]));
}

#[test]
fn the_roles_of_the_force_are_the_profiles() {
    let mut profile = fixture::profile();
    profile.task_force = Some(TaskForceRule {
        roles: vec![named("leader"), named("official")],
        members: label("党员或乡贤"),
        least_members: 1,
        required: true,
    });
    let view = fixture::view(Stage::Dispatched);
    assert_eq!(
        asked(
            CommandKind::FormTaskForce,
            &profile,
            &view,
            &Values::default()
        ),
        ["roles.leader", "roles.official", "members"]
    );
}

#[test]
fn a_no_of_a_visit_asks_for_words() {
    let (profile, view) = (fixture::profile(), fixture::view(Stage::FedBack));
    let sight = Sight {
        view: &view,
        profile: &profile,
        user: None,
    };
    let mut values = Values::default();
    for name in ["handled", "resolved", "satisfied"] {
        values.set(name, YES);
    }
    let note = |values: &Values| {
        let all = fields(CommandKind::Visit, &sight, values);
        all.into_iter().find(|field| field.name == "note").unwrap()
    };
    assert!(!note(&values).required);
    values.set("resolved", NO);
    assert!(note(&values).required);
}

#[test]
fn only_running_clocks_with_extensions_left_can_be_extended() {
    let mut profile = fixture::profile();
    let longest = Period::NaturalDays(30);
    profile.clocks = vec![ClockRule {
        code: ClockCode::new("answer"),
        name: label("办理时限"),
        basis: String::new(),
        stages: vec![Stage::Handling],
        period: Period::NaturalDays(60),
        urgencies: Vec::new(),
        paths: Vec::new(),
        channels: Vec::new(),
        categories: Vec::new(),
        expedited: None,
        stops: Vec::new(),
        extension: Some(ExtensionRule {
            times: 1,
            longest,
            told: true,
        }),
        follows_order: false,
        repeats: false,
        without_deadline: false,
    }];
    let mut view = fixture::view(Stage::Handling);
    let at = view.case.reported_at;
    view.case.clocks = vec![Clock {
        code: ClockCode::new("answer"),
        started_at: at,
        period: Some(Period::NaturalDays(60)),
        due: Deadline {
            at,
            nominal: at,
            provisional: None,
        },
        stages: vec![Stage::Handling],
        stops: Vec::new(),
        repeats: false,
        extended: 0,
        moved: 0,
        paused_at: None,
        stopped_at: None,
    }];
    view.case.request = Some(Request {
        wish: Wish::Extension {
            clock: ClockCode::new("answer"),
            period: longest,
        },
        reason: "r".to_owned(),
        by: UserId("zhujian".to_owned()),
        at,
    });
    {
        let sight = Sight {
            view: &view,
            profile: &profile,
            user: None,
        };
        let values = initial(CommandKind::RequestExtension, &sight);
        assert_eq!(values.text("clock"), "answer");
        assert_eq!(sight.longest(&values), Some(longest));
        // 信访工作条例 34: the approval says how the person was told.
        let approval = fields(CommandKind::Approve, &sight, &Values::default());
        assert!(approval[0].required);
    }
    view.case.clocks[0].extended = 1;
    let sight = Sight {
        view: &view,
        profile: &profile,
        user: None,
    };
    assert!(sight.extensions().is_empty());
}

#[test]
fn evidence_begins_with_the_first_item_that_is_still_owed() {
    let mut profile = fixture::profile();
    profile.adoption = Some(AdoptionRule {
        leader_items: vec![named("one"), named("two")],
        unit_items: vec![named("three")],
    });
    let mut view = fixture::view(Stage::Handling);
    view.case.adoption = Some(Adoption {
        leader: UserId("chenhong".to_owned()),
        name: "陈宏".to_owned(),
        unit: DepartmentCode("zhujian".to_owned()),
        evidence: [("one".to_owned(), "到场".to_owned())].into(),
    });
    let sight = Sight {
        view: &view,
        profile: &profile,
        user: None,
    };
    assert_eq!(initial(CommandKind::Attest, &sight).text("item"), "two");
}

#[test]
fn a_clerk_rates_the_call_for_their_own_unit_and_a_caller_any_called_unit() {
    let mut profile = fixture::profile();
    profile.whistle = Some(WhistleRule {
        arrive_within: Period::RunningHours(2),
    });
    let mut view = fixture::view(Stage::Handling);
    let code = |text: &str| DepartmentCode(text.to_owned());
    view.case.whistle = Some(Whistle {
        reason: "到网格".to_owned(),
        needed_by: view.case.reported_at,
        units: [(code("zhifa"), None), (code("zhujian"), None)].into(),
        ratings: BTreeMap::new(),
    });
    let user = |role: Role, department: Option<&str>| User {
        actor: Actor {
            user: UserId("someone".to_owned()),
            name: "某人".to_owned(),
            role,
            department: department.map(code),
        },
        scope: Scope {
            role,
            area: AreaCode::parse("520381").unwrap(),
            department: department.map(code),
            compartments: BTreeSet::new(),
        },
    };
    let clerk = user(Role::Clerk, Some("zhujian"));
    let sight = Sight {
        view: &view,
        profile: &profile,
        user: Some(&clerk),
    };
    assert_eq!(sight.rateable(), [code("zhujian")]);
    let mut values = initial(CommandKind::RateWhistle, &sight);
    assert_eq!(values.text("unit"), "zhujian");
    assert_eq!(
        values.text("satisfaction"),
        "",
        "nobody is content by default"
    );
    let note = |values: &Values| {
        let all = fields(CommandKind::RateWhistle, &sight, values);
        all.into_iter().find(|field| field.name == "note").unwrap()
    };
    assert!(!note(&values).required);
    values.set("satisfaction", "dissatisfied");
    assert!(note(&values).required);

    let caller = user(Role::GridWorker, None);
    let sight = Sight {
        user: Some(&caller),
        ..sight
    };
    assert_eq!(sight.rateable(), [code("zhifa"), code("zhujian")]);
    assert_eq!(initial(CommandKind::RateWhistle, &sight).text("unit"), "");
}

#[test]
fn policies_that_bear_on_the_matter_stand_first_and_none_is_ticked() {
    let mut profile = fixture::profile();
    let policy = |code: &str, category: &str| Policy {
        code: code.to_owned(),
        name: label(code),
        basis: "§ 1".to_owned(),
        categories: vec![category.to_owned()],
        text: label("可以申请"),
    };
    profile.policies = vec![policy("wages", "wages"), policy("drains", "sewage")];
    let view = fixture::view(Stage::Handling);
    let sight = Sight {
        view: &view,
        profile: &profile,
        user: None,
    };
    let codes: Vec<String> = sight.policies().into_iter().map(|one| one.code).collect();
    assert_eq!(codes, ["drains", "wages"]);
    let begun = initial(CommandKind::HandOut, &sight);
    assert!(begun.list("policies").is_empty());
}
