//! What a form looks at when it is described: the case, the county's way of working, the user.
//!
//! Pure. Deliberately absent: the fields ([`super::describe`]).

use onemap_domain::calendar::Period;
use onemap_domain::case::Wish;
use onemap_domain::command::CommandKind;
use onemap_domain::department::DepartmentCode;
use onemap_domain::people::User;
use onemap_domain::profile::{ClockMatter, Label, Named, Policy, Profile};
use onemap_protocol::desk::CaseView;

use super::values::Values;

/// What a form looks at.
pub struct Sight<'a> {
    /// The case.
    pub view: &'a CaseView,
    /// The county's way of working.
    pub profile: &'a Profile,
    /// Who fills it in.
    pub user: Option<&'a User>,
}

impl Sight<'_> {
    /// The clocks that may still be extended, with the longest extension.
    pub fn extensions(&self) -> Vec<(String, Label, Period)> {
        let matter = ClockMatter::of(&self.view.case);
        self.profile
            .clock_codes()
            .filter_map(|code| {
                let clock = self.view.case.clock(code)?;
                let rule = self.profile.clock_rule(code, &matter)?;
                let extension = rule.extension.as_ref()?;
                (clock.extended < extension.times)
                    .then(|| (code.0.clone(), rule.name.clone(), extension.longest))
            })
            .collect()
    }

    /// The longest extension of the clock that is chosen.
    pub fn longest(&self, values: &Values) -> Option<Period> {
        let chosen = values.text("clock");
        let extensions = self.extensions();
        let found = extensions.into_iter().find(|(code, ..)| code == chosen);
        found.map(|(.., longest)| longest)
    }

    /// Whether the approval of what is asked for must say how the person was told.
    pub fn must_be_told(&self) -> bool {
        let request = self.view.case.request.as_ref();
        let Some(Wish::Extension { clock, .. }) = request.map(|request| &request.wish) else {
            return false;
        };
        let rule = self
            .profile
            .clock_rule(clock, &ClockMatter::of(&self.view.case));
        rule.and_then(|rule| rule.extension.as_ref())
            .is_some_and(|extension| extension.told)
    }

    /// The items of the adoption that this user can show something for; all, when none is theirs.
    pub fn items(&self) -> Vec<&Named> {
        let (Some(rule), Some(adoption)) = (&self.profile.adoption, &self.view.case.adoption)
        else {
            return Vec::new();
        };
        let actor = self.user.map(|user| &user.actor);
        let leads = actor.is_some_and(|actor| actor.user == adoption.leader);
        let unit = actor.is_some_and(|actor| actor.department.as_ref() == Some(&adoption.unit));
        let all = rule.leader_items.iter().chain(&rule.unit_items);
        match (leads, unit) {
            (true, false) => rule.leader_items.iter().collect(),
            (false, true) => rule.unit_items.iter().collect(),
            _ => all.collect(),
        }
    }

    /// The user's own unit, when the whistle called it.
    pub fn own_call(&self) -> Option<&DepartmentCode> {
        let whistle = self.view.case.whistle.as_ref()?;
        let own = self.user?.actor.department.as_ref()?;
        whistle.units.contains_key(own).then_some(own)
    }

    /// The called units that this user can rate, or rate the call of: who may not whistle speaks
    /// for their own unit only.
    pub fn rateable(&self) -> Vec<DepartmentCode> {
        let Some(whistle) = &self.view.case.whistle else {
            return Vec::new();
        };
        let callers = self.profile.roles(CommandKind::Whistle);
        let calls = self
            .user
            .is_none_or(|user| callers.contains(&user.actor.role));
        match self.own_call() {
            Some(own) if !calls => vec![own.clone()],
            _ => whistle.units.keys().cloned().collect(),
        }
    }

    /// The policies that can be handed out, those that bear on the matter first.
    pub fn policies(&self) -> Vec<Policy> {
        let category = &self.view.case.facts.category;
        let all = self.profile.policies.iter().cloned();
        let (bearing, others): (Vec<_>, Vec<_>) = all.partition(|one| one.bears_on(category));
        bearing.into_iter().chain(others).collect()
    }
}
