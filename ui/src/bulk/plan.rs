//! What will be given to which of the chosen cases. Pure.
//!
//! Deliberately absent: deciding. A case that cannot by its stage or by what is pending is left
//! out here, so that the preview can say how many; the console decides each of the others.

use std::collections::BTreeMap;

use onemap_domain::case::{CaseId, Flag, Stage, Urgency};
use onemap_domain::command::{Command, CommandKind};
use onemap_domain::people::{Actor, Role};
use onemap_domain::profile::Profile;
use onemap_protocol::desk::CaseRow;

use super::known::Known;

/// The commands that make sense for many cases, in the order of the way.
const MANY: [CommandKind; 7] = [
    CommandKind::Verify,
    CommandKind::Establish,
    CommandKind::Dispatch,
    CommandKind::Close,
    CommandKind::Urge,
    CommandKind::Supervise,
    CommandKind::RequestExtension,
];

/// Those that the county knows and the role may give.
pub fn offered(profile: &Profile, role: Role) -> impl Iterator<Item = CommandKind> {
    MANY.into_iter()
        .filter(move |kind| profile.knows(*kind) && profile.roles(*kind).contains(&role))
}

/// Whether it can be taken back (撤回).
pub const fn can_be_undone(kind: CommandKind) -> bool {
    matches!(kind, CommandKind::Dispatch | CommandKind::Close)
}

/// Why a case is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hindrance {
    /// It stands where this cannot be done.
    Stage(Stage),
    /// Something about it comes first.
    Flag(Flag),
    /// Another department leads it.
    Elsewhere,
    /// It is not open.
    Ended,
}

/// What comes before a command.
const fn hindering(kind: CommandKind) -> &'static [Flag] {
    match kind {
        CommandKind::Dispatch => &[Flag::Research, Flag::Paused],
        CommandKind::Verify | CommandKind::Establish => &[Flag::Paused],
        CommandKind::Close => &[
            Flag::Paused,
            Flag::Request,
            Flag::Objection,
            Flag::Supervised,
        ],
        CommandKind::Supervise => &[Flag::Supervised],
        CommandKind::RequestExtension => &[Flag::Paused, Flag::Request],
        _ => &[],
    }
}

/// Why this cannot be done with a case, as far as its row tells.
pub fn hindrance(
    profile: &Profile,
    actor: &Actor,
    kind: CommandKind,
    row: &CaseRow,
) -> Option<Hindrance> {
    let stage = row.stage;
    let before = |next: Stage| profile.before(next) == Some(stage);
    let stands = match kind {
        CommandKind::Verify => before(Stage::Verified),
        CommandKind::Establish => before(Stage::Established),
        CommandKind::Dispatch => before(Stage::Dispatched),
        CommandKind::Close => before(Stage::Closed),
        CommandKind::Urge => matches!(stage, Stage::Dispatched | Stage::Handling),
        CommandKind::Supervise => stage.is_carried(),
        _ => stage.is_open(),
    };
    let flag = || hindering(kind).iter().find(|flag| row.flags.contains(flag));
    let elsewhere = actor.role == Role::Clerk && actor.department != row.lead;
    if !stands {
        Some(Hindrance::Stage(stage))
    } else if let Some(flag) = flag() {
        Some(Hindrance::Flag(*flag))
    } else {
        elsewhere.then_some(Hindrance::Elsewhere)
    }
}

/// The chosen cases, sorted by whether a command can be given to them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ready {
    /// Those that can, and those of which nothing is known yet.
    pub able: Vec<CaseId>,
    /// How many cannot, by the reason.
    pub unable: BTreeMap<Hindrance, u32>,
}

impl Ready {
    /// How many cannot.
    pub fn left_out(&self) -> u32 {
        self.unable.values().sum()
    }
}

/// Sorts the chosen cases.
pub fn ready(
    profile: &Profile,
    actor: &Actor,
    kind: CommandKind,
    chosen: &[CaseId],
    known: &Known,
) -> Ready {
    let mut ready = Ready::default();
    for case in chosen {
        let why = match known.rows.get(case) {
            Some(row) => hindrance(profile, actor, kind, row),
            None => known.ended.contains(case).then_some(Hindrance::Ended),
        };
        match why {
            Some(why) => *ready.unable.entry(why).or_default() += 1,
            None => ready.able.push(*case),
        }
    }
    ready
}

/// One command and the cases it goes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Batch {
    /// What.
    pub command: Command,
    /// Which.
    pub cases: Vec<CaseId>,
}

/// Establishing many: all with one urgency, or each with its own.
pub fn establish(cases: &[CaseId], known: &Known, urgency: Option<Urgency>) -> Vec<Batch> {
    let of = |case: &CaseId| {
        let own = known.rows.get(case).map(|row| row.urgency);
        urgency.or(own).unwrap_or_default()
    };
    let batch = |urgency: Urgency| Batch {
        command: Command::Establish { urgency },
        cases: cases
            .iter()
            .copied()
            .filter(|case| of(case) == urgency)
            .collect(),
    };
    let batches = Urgency::ALL.map(batch).into_iter();
    batches.filter(|batch| !batch.cases.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use onemap_domain::department::DepartmentCode;

    use super::*;
    use crate::bulk::fixture::{actor, case, profile, row};

    fn why(kind: CommandKind, change: impl FnOnce(&mut CaseRow)) -> Option<Hindrance> {
        hindrance(&profile(), &actor(Role::Operator), kind, &row(1, change))
    }

    #[test]
    fn a_case_that_stands_elsewhere_is_left_out() {
        use CommandKind::{Close, Dispatch, Establish, Supervise, Urge, Verify};
        let at = |kind, stage| why(kind, |row| row.stage = stage);
        assert_eq!(at(Dispatch, Stage::Established), None);
        assert_eq!(
            at(Dispatch, Stage::Handling),
            Some(Hindrance::Stage(Stage::Handling))
        );
        assert_eq!(at(Verify, Stage::Reported), None);
        assert_eq!(at(Establish, Stage::Verified), None);
        assert_eq!(at(Close, Stage::FedBack), None);
        assert_eq!(
            at(Urge, Stage::FedBack),
            Some(Hindrance::Stage(Stage::FedBack)),
            "it has answered already"
        );
        assert_eq!(at(Supervise, Stage::FedBack), None);
    }

    #[test]
    fn what_comes_first_is_named() {
        let flagged = |kind, stage, flag| {
            why(kind, |row| {
                row.stage = stage;
                row.flags = vec![Flag::Hard, flag];
            })
        };
        let cases = [
            (CommandKind::Dispatch, Stage::Established, Flag::Research),
            (CommandKind::Close, Stage::FedBack, Flag::Supervised),
            (CommandKind::Supervise, Stage::Handling, Flag::Supervised),
            (
                CommandKind::RequestExtension,
                Stage::Handling,
                Flag::Request,
            ),
        ];
        for (kind, stage, flag) in cases {
            assert_eq!(flagged(kind, stage, flag), Some(Hindrance::Flag(flag)));
        }
        assert_eq!(
            flagged(CommandKind::Urge, Stage::Handling, Flag::Paused),
            None
        );
    }

    #[test]
    fn a_clerk_gives_commands_only_to_the_own_departments_cases() {
        let mut clerk = actor(Role::Clerk);
        clerk.department = Some(DepartmentCode("ZJJ".to_owned()));
        let kind = CommandKind::RequestExtension;
        let of = |lead: &str| row(1, |row| row.lead = Some(DepartmentCode(lead.to_owned())));
        assert_eq!(hindrance(&profile(), &clerk, kind, &of("ZJJ")), None);
        assert_eq!(
            hindrance(&profile(), &clerk, kind, &of("ZFJ")),
            Some(Hindrance::Elsewhere)
        );
        let kinds: Vec<CommandKind> = offered(&profile(), Role::Clerk).collect();
        assert!(!kinds.contains(&CommandKind::Dispatch), "{kinds:?}");
    }

    #[test]
    fn able_and_unable_make_up_the_selection() {
        let mut known = Known::default();
        known.meet([
            row(1, |row| row.stage = Stage::Established),
            row(2, |_| {}),
            row(3, |_| {}),
        ]);
        known.ended.insert(case(4));
        let chosen: Vec<CaseId> = (1..=5).map(case).collect();
        let ready = ready(
            &profile(),
            &actor(Role::Operator),
            CommandKind::Dispatch,
            &chosen,
            &known,
        );
        assert_eq!(
            ready.able,
            [case(1), case(5)],
            "of the fifth nothing is known yet"
        );
        assert_eq!(
            ready.unable.into_iter().collect::<Vec<_>>(),
            [
                (Hindrance::Stage(Stage::Handling), 2),
                (Hindrance::Ended, 1)
            ]
        );
    }

    #[test]
    fn each_case_is_established_once_with_its_own_urgency_or_with_one_for_all() {
        let mut known = Known::default();
        known.meet([
            row(1, |row| row.urgency = Urgency::Emergency),
            row(2, |_| {}),
            row(3, |row| row.urgency = Urgency::Emergency),
        ]);
        let cases = [1, 2, 3].map(case);
        let own = establish(&cases, &known, None);
        assert_eq!(own.len(), 2);
        assert_eq!(own[0].cases, [case(2)]);
        assert_eq!(own[1].cases, [case(1), case(3)]);
        let one = establish(&cases, &known, Some(Urgency::Urgent));
        assert_eq!(one.len(), 1);
        assert_eq!(one[0].cases, cases);
    }
}
