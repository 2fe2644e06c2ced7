//! What happened to a case and how its deadlines were counted, in words: the same sentences on the
//! screen and on paper.
//!
//! Deliberately absent: the words themselves (`assets/locales/*/case.ftl`), and who may read what.
//! What comes in here is already masked.

mod event;
mod moments;
mod step;

pub use event::{Said, clock, said, wish, yuan};
pub use moments::{Moment, moments};
pub use step::step;

use jiff::Timestamp;
use jiff::civil::Date;
use onemap_domain::case::CaseId;
use onemap_domain::clock::ClockCode;
use onemap_domain::department::DepartmentCode;
use onemap_domain::profile::{Label, Named, Profile};

use crate::text::{Language, Text};

/// Who tells it: in which language, with which names, and how times are said.
pub trait Voice {
    /// The language.
    fn language(&self) -> Language;
    /// The way of working; `None` while it is not known, then codes stand for names.
    fn profile(&self) -> Option<&Profile>;
    /// A department's full name.
    fn department(&self, code: &DepartmentCode) -> String;
    /// A department's short name.
    fn department_short(&self, code: &DepartmentCode) -> String;
    /// Another case, as far as the reader may know of it.
    fn case(&self, id: CaseId) -> String;
    /// A moment.
    fn moment(&self, at: Timestamp) -> String;
    /// A day.
    fn day(&self, date: Date) -> String;

    /// The text under a key.
    fn say(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        Text::of(self.language()).say(key, arguments)
    }

    /// The text under `prefix-name`, with the underscores of wire names as dashes.
    fn word(&self, prefix: &str, name: &str) -> String {
        self.say(&format!("{prefix}-{}", name.replace('_', "-")), &[])
    }

    /// Words one after another: 甲、乙、丙.
    fn listed(&self, words: &[String]) -> String {
        words.join(&self.say("list-separator", &[]))
    }

    /// A label of the profile.
    fn label(&self, label: &Label) -> String {
        self.language().of(label).to_owned()
    }

    /// A code of the profile as people say it; the code itself when the profile does not know it.
    fn named<'p>(
        &'p self,
        code: &str,
        find: impl FnOnce(&'p Profile) -> Option<&'p Label>,
    ) -> String
    where
        Self: Sized,
    {
        let found = self.profile().and_then(find);
        found.map_or_else(|| code.to_owned(), |label| self.label(label))
    }

    /// What the county calls a clock; those that every profile has are in the locale files.
    fn clock(&self, code: &ClockCode) -> String
    where
        Self: Sized,
    {
        if ClockCode::RESERVED.contains(&code.as_str()) {
            return self.word("clock", code.as_str());
        }
        self.named(code.as_str(), |profile| profile.clock_name(code))
    }

    /// A channel.
    fn channel(&self, code: &str) -> String
    where
        Self: Sized,
    {
        self.named(code, |profile| Some(&profile.channel(code)?.name))
    }

    /// A category.
    fn category(&self, code: &str) -> String
    where
        Self: Sized,
    {
        self.named(code, |profile| Some(&profile.category(code)?.name))
    }

    /// A duty.
    fn duty(&self, code: &str) -> String
    where
        Self: Sized,
    {
        self.named(code, |profile| Some(&profile.duty(code)?.name))
    }

    /// A closing reason.
    fn closing(&self, code: &str) -> String
    where
        Self: Sized,
    {
        self.named(code, |profile| Some(&profile.closing(code)?.name))
    }

    /// What a closing reason demands.
    fn demand(&self, reason: &str, code: &str) -> String
    where
        Self: Sized,
    {
        self.named(code, |profile| {
            among(&profile.closing(reason)?.demands, code)
        })
    }

    /// A policy.
    fn policy(&self, code: &str) -> String
    where
        Self: Sized,
    {
        self.named(code, |profile| Some(&profile.policy(code)?.name))
    }

    /// An outside body that a case is handed to.
    fn body(&self, code: &str) -> String
    where
        Self: Sized,
    {
        self.named(code, |profile| among(&profile.bodies, code))
    }

    /// A sealed group.
    fn compartment(&self, code: &str) -> String
    where
        Self: Sized,
    {
        self.named(code, |profile| among(&profile.compartments, code))
    }

    /// A mediating body.
    fn mediator(&self, code: &str) -> String
    where
        Self: Sized,
    {
        self.named(code, |profile| {
            among(&profile.mediation.as_ref()?.bodies, code)
        })
    }

    /// A role of the task force.
    fn force_role(&self, code: &str) -> String
    where
        Self: Sized,
    {
        self.named(code, |profile| {
            among(&profile.task_force.as_ref()?.roles, code)
        })
    }

    /// An item of an adoption.
    fn item(&self, code: &str) -> String
    where
        Self: Sized,
    {
        self.named(code, |profile| {
            let rule = profile.adoption.as_ref()?;
            among(&rule.leader_items, code).or_else(|| among(&rule.unit_items, code))
        })
    }

    /// A rung of a ladder, from 0.
    fn rung(&self, ladder: &str, rung: u32) -> String
    where
        Self: Sized,
    {
        self.named(ladder, |profile| {
            let rungs = &profile.ladder(ladder)?.rungs;
            rungs.get(rung as usize).map(|rung| &rung.name)
        })
    }
}

fn among<'p>(list: &'p [Named], code: &str) -> Option<&'p Label> {
    list.iter()
        .find(|named| named.code == code)
        .map(|named| &named.name)
}

/// A length of time in its largest unit: 40 分钟, 3 小时, 2 天. `key` names the family of texts.
pub fn length(voice: &impl Voice, key: &str, seconds: i64) -> String {
    let (unit, count) = match seconds.max(0) {
        seconds @ ..3600 => ("minutes", (seconds / 60).max(1)),
        seconds @ 3600..86400 => ("hours", seconds / 3600),
        seconds => ("days", seconds / 86400),
    };
    voice.say(&format!("{key}-{unit}"), &[("count", &count.to_string())])
}
