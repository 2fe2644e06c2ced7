//! What a case's way looks like: the steps of the flow chart, what stands beside them, and how the
//! commands are sorted.
//!
//! Pure; it only arranges what the console answered. Deliberately absent: deciding what may be
//! done next (the console's answer says that).

use onemap_domain::case::{Case, Stage};
use onemap_domain::command::CommandKind;
use onemap_domain::profile::{Profile, Step};
use onemap_protocol::desk::{Allowed, ClockView};

/// Where a step of the flow chart stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    /// Behind the case.
    Done,
    /// The case is here.
    Now,
    /// Still to come.
    Ahead,
}

impl StepState {
    /// The name in classes and in the locale files.
    pub const fn name(self) -> &'static str {
        match self {
            StepState::Done => "done",
            StepState::Now => "now",
            StepState::Ahead => "ahead",
        }
    }
}

/// How each step of the profile stands. An evaluated case has no step left to light; a case that
/// left the way keeps lit how far it came.
pub fn steps(profile: &Profile, case: &Case) -> Vec<StepState> {
    // Voiding is no step, even where the profile counts it to its last one.
    let now = (case.stage != Stage::Voided)
        .then(|| profile.step_of(case.stage))
        .flatten();
    let reached = now.or_else(|| profile.step_of(reached(case)));
    let is_lit = now.is_some() && case.stage != Stage::Evaluated;
    (0..profile.steps.len())
        .map(|step| match reached {
            Some(reached) if step == reached && is_lit => StepState::Now,
            Some(reached) if step <= reached => StepState::Done,
            _ => StepState::Ahead,
        })
        .collect()
}

/// How far along the way a case came that does not stand on it any more.
fn reached(case: &Case) -> Stage {
    let marks = &case.marks;
    let came = [
        (case.closed_at, Stage::Closed),
        (marks.fed_back_at, Stage::FedBack),
        (marks.accepted_at, Stage::Handling),
        (marks.first_dispatched_at, Stage::Dispatched),
        (marks.established_at, Stage::Established),
    ];
    let left = matches!(case.stage, Stage::Declined | Stage::Voided);
    came.into_iter()
        // Leaving the way ends a case, too, but does not close it.
        .filter(|(_, stage)| !(left && *stage == Stage::Closed))
        .find_map(|(at, stage)| at.map(|_| stage))
        .unwrap_or(Stage::Reported)
}

/// The clock that is a step's own: one that runs nowhere else, the newest.
pub fn own_clock<'v>(step: &Step, clocks: &'v [ClockView]) -> Option<&'v ClockView> {
    let is_own = |view: &&ClockView| {
        let stages = &view.clock.stages;
        !stages.is_empty() && stages.iter().all(|stage| step.stages.contains(stage))
    };
    let own = clocks.iter().filter(is_own);
    // What runs says more than what has stopped.
    own.max_by_key(|view| (view.clock.stopped_at.is_none(), view.clock.started_at))
}

/// What stands beside the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// 研判
    Research,
    /// 派单异议
    Objection,
    /// 停表
    Paused,
    /// 复查
    Review,
    /// 复核
    FinalReview,
    /// 不予立案
    Declined,
    /// 作废
    Voided,
    /// 已并案
    Merged,
}

impl Side {
    /// The name in the page and in the locale files.
    pub const fn name(self) -> &'static str {
        match self {
            Side::Research => "research",
            Side::Objection => "objection",
            Side::Paused => "paused",
            Side::Review => "review",
            Side::FinalReview => "final_review",
            Side::Declined => "declined",
            Side::Voided => "voided",
            Side::Merged => "merged",
        }
    }
}

/// What stands beside the way of a case: reviews where the profile has them and no step names
/// them, everything else only when the case is there.
pub fn sides(profile: &Profile, case: &Case) -> Vec<(Side, StepState)> {
    let mut sides = Vec::new();
    let mut here = |side, is_here: bool| {
        if is_here {
            sides.push((side, StepState::Now));
        }
    };
    here(Side::Research, case.research.is_some());
    here(Side::Objection, case.objection.is_some());
    here(Side::Paused, case.pause.is_some());
    here(Side::Declined, case.stage == Stage::Declined);
    here(Side::Voided, case.stage == Stage::Voided);
    here(Side::Merged, case.merged_into.is_some());
    let rounds = profile.review.as_ref().map_or(0, |rule| rule.rounds);
    let reviews = [
        (Side::Review, Stage::UnderReview, 1),
        (Side::FinalReview, Stage::UnderFinalReview, 2),
    ];
    for (side, stage, round) in reviews {
        if rounds < round || profile.has_stage(stage) {
            continue;
        }
        let state = if case.stage == stage {
            StepState::Now
        } else if case.reviews >= u32::from(round) {
            StepState::Done
        } else {
            StepState::Ahead
        };
        sides.push((side, state));
    }
    sides
}

/// The commands that take a case one step on, in the order of the way.
const ONWARD: [CommandKind; 14] = [
    CommandKind::Triage,
    CommandKind::Verify,
    CommandKind::Establish,
    CommandKind::Designate,
    CommandKind::Dispatch,
    CommandKind::Accept,
    CommandKind::ComeBack,
    CommandKind::Resume,
    CommandKind::FeedBack,
    CommandKind::Check,
    CommandKind::Visit,
    CommandKind::Close,
    CommandKind::DecideReview,
    CommandKind::Evaluate,
];

/// What somebody waits for, and what is done every day: in sight although there are many.
const AT_HAND: [CommandKind; 8] = [
    CommandKind::Approve,
    CommandKind::UpholdReturn,
    CommandKind::AnswerSupervision,
    CommandKind::ReportIn,
    CommandKind::Progress,
    CommandKind::FormTaskForce,
    CommandKind::Urge,
    CommandKind::Supervise,
];

/// The commands that have a key: refused ones of these are in sight, so that the key's silence is
/// explained.
pub const KEYED: [CommandKind; 5] = [
    CommandKind::Dispatch,
    CommandKind::Urge,
    CommandKind::Supervise,
    CommandKind::Visit,
    CommandKind::Merge,
];

/// So many commands beside the next step stand in sight; the rest is in the menu.
const IN_SIGHT: usize = 6;
/// So many stand in sight when there are more.
const IN_SIGHT_OF_MANY: usize = 2;

/// Under which heading a command stands in the menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// 办理
    Handling,
    /// 督促
    Pressing,
    /// 时限
    Time,
    /// 关系
    Ties,
    /// 更正作废
    Record,
}

impl Group {
    /// Every group, in the order of the menu.
    pub const ALL: [Group; 5] = [
        Group::Handling,
        Group::Pressing,
        Group::Time,
        Group::Ties,
        Group::Record,
    ];

    /// The name in the page and in the locale files.
    pub const fn name(self) -> &'static str {
        match self {
            Group::Handling => "handling",
            Group::Pressing => "pressing",
            Group::Time => "time",
            Group::Ties => "ties",
            Group::Record => "record",
        }
    }

    /// Where a command stands.
    pub const fn of(command: CommandKind) -> Group {
        match command {
            CommandKind::Urge
            | CommandKind::Supervise
            | CommandKind::Climb
            | CommandKind::AnswerSupervision
            | CommandKind::Adopt
            | CommandKind::Attest
            | CommandKind::Comment
            | CommandKind::Whistle
            | CommandKind::ReportIn
            | CommandKind::RateWhistle => Group::Pressing,
            CommandKind::Expedite
            | CommandKind::RequestExtension
            | CommandKind::Suspend
            | CommandKind::Resume => Group::Time,
            CommandKind::Merge | CommandKind::Unmerge | CommandKind::Link => Group::Ties,
            CommandKind::Amend
            | CommandKind::Withdraw
            | CommandKind::RequestVoid
            | CommandKind::Seal
            | CommandKind::Unseal => Group::Record,
            _ => Group::Handling,
        }
    }
}

/// What the action bar shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bar {
    /// The next step of the way, when the role may take it.
    pub primary: Option<Allowed>,
    /// What else may be done, in sight.
    pub others: Vec<Allowed>,
    /// What may not, in sight.
    pub refused: Vec<Allowed>,
    /// The rest, by group: what may be done first.
    pub menu: Vec<(Group, Vec<Allowed>)>,
}

impl Bar {
    /// How many commands of the menu may be given.
    pub fn in_menu(&self) -> usize {
        let all = self.menu.iter().flat_map(|(_, actions)| actions);
        all.filter(|action| action.refusal.is_none()).count()
    }
}

/// Sorts the commands for the action bar; each part keeps the order of the way.
pub fn bar(actions: &[Allowed]) -> Bar {
    let may = |action: &&Allowed| action.refusal.is_none();
    let onward = |action: &&Allowed| may(action) && ONWARD.contains(&action.command);
    // Where a force must be formed before an order is accepted, that is the next step.
    let force = |action: &&Allowed| may(action) && action.command == CommandKind::FormTaskForce;
    // What must be sorted can go no further before; what can need not be sorted.
    let further = |action: &&Allowed| onward(action) && action.command != CommandKind::Triage;
    let primary = actions.iter().find(further);
    let primary = primary.or_else(|| actions.iter().find(onward));
    let primary = primary.or_else(|| actions.iter().find(force)).cloned();
    let rest = || {
        actions
            .iter()
            .filter(|action| Some(*action) != primary.as_ref())
    };
    let possible: Vec<Allowed> = rest().filter(may).cloned().collect();
    let others = if possible.len() <= IN_SIGHT {
        possible
    } else {
        let at_hand = AT_HAND
            .iter()
            .filter_map(|kind| possible.iter().find(|action| action.command == *kind));
        at_hand.take(IN_SIGHT_OF_MANY).cloned().collect()
    };
    let refused: Vec<Allowed> = rest()
        .filter(|action| action.refusal.is_some() && KEYED.contains(&action.command))
        .cloned()
        .collect();
    let menu = Group::ALL.into_iter().filter_map(|group| {
        let hidden = |action: &&Allowed| {
            Group::of(action.command) == group
                && !others.contains(action)
                && !refused.contains(action)
        };
        let (mut now, not): (Vec<_>, Vec<_>) = rest()
            .filter(hidden)
            .cloned()
            .partition(|action| action.refusal.is_none());
        now.extend(not);
        (!now.is_empty()).then_some((group, now))
    });
    Bar {
        menu: menu.collect(),
        primary,
        others,
        refused,
    }
}

/// Whether every clock of an ended case was kept.
pub fn kept_every_deadline(case: &Case) -> bool {
    case.clocks
        .iter()
        .all(|clock| clock.stopped_at.is_none_or(|at| at <= clock.due.at))
}

#[cfg(test)]
mod tests;
