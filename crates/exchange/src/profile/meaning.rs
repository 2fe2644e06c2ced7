//! What the fields of a profile mean for each other: the mistakes that only show when a profile
//! with the right form is read as a whole. The routing table, and what
//! returns, is scored or is reached, have files of their own.

use std::collections::BTreeMap;

use onemap_domain::case::{PauseCause, Stage, Visitor};
use onemap_domain::clock::{ClockCode, Period};
use onemap_domain::command::CommandKind;
use onemap_domain::people::Role;
use onemap_domain::profile::{ClockRule, Named, Profile};

use super::held::{held, takes_in};
use super::mistake::MistakeKind;
use super::tree::{Places, field, is_within, nearest, row};

/// Tells of every mistake of meaning.
pub(super) fn check(profile: &Profile, places: &mut Places) {
    let mut reading = Reading { profile, places };
    reading.steps();
    reading.commands();
    reading.codes();
    reading.clocks();
    reading.rules();
    reading.routing();
    reading.service();
    reading.standard();
    reading.surroundings();
}

/// A profile of the right form, and the places to tell of.
pub(super) struct Reading<'a> {
    pub(super) profile: &'a Profile,
    pub(super) places: &'a mut Places,
}

impl<'a> Reading<'a> {
    pub(super) fn tell(&mut self, path: &str, kind: MistakeKind) {
        self.places.tell(path, kind);
    }

    /// Whether the steps' stages could all be read.
    fn knows_stages(&self) -> bool {
        !self.places.is_spoilt(|path| {
            let of_a_name = path.contains(".name");
            is_within(path, "steps") && !of_a_name
        })
    }

    fn steps(&mut self) {
        let profile = self.profile;
        let mut first: BTreeMap<Stage, String> = BTreeMap::new();
        let mut last: Option<(usize, Stage)> = None;
        for (at, step) in profile.steps.iter().enumerate() {
            let stages = field(&row("steps", at), "stages");
            for (at, stage) in step.stages.iter().enumerate() {
                let path = row(&stages, at);
                if let Some(earlier) = first.get(stage) {
                    let first = self.places.line(earlier);
                    let value = stage.name();
                    self.tell(&path, MistakeKind::StageTwice { value, first });
                    continue;
                }
                first.insert(*stage, path.clone());
                let Some(place) = Stage::WAY.iter().position(|one| one == stage) else {
                    continue;
                };
                match last {
                    Some((before, other)) if before > place => {
                        let (value, other) = (stage.name(), other.name());
                        self.tell(&path, MistakeKind::StageOrder { value, other });
                    }
                    _ => last = Some((place, *stage)),
                }
            }
        }
        if self.knows_stages() {
            for stage in Stage::ALL {
                if stage.is_indispensable() && !profile.has_stage(stage) {
                    let value = stage.name();
                    // Another row's slip must not hide it.
                    self.places.mistakes.push(super::Mistake {
                        line: self.places.line("steps"),
                        field: "steps".to_owned(),
                        kind: MistakeKind::MissingStage { value },
                    });
                }
            }
        }
        self.reviews();
    }

    /// A review stands at a stage of its own, and the other way round.
    fn reviews(&mut self) {
        let rounds = self.profile.review.as_ref().map_or(0, |rule| rule.rounds);
        for (stage, round) in [(Stage::UnderReview, 1), (Stage::UnderFinalReview, 2)] {
            let value = stage.name();
            match (rounds >= round, self.profile.step_of(stage)) {
                (true, None) if self.knows_stages() => {
                    self.tell("review", MistakeKind::MissingStage { value });
                }
                (false, Some(step)) => {
                    let stages = field(&row("steps", step), "stages");
                    let own = self.profile.steps.get(step);
                    let at = own.and_then(|step| step.stages.iter().position(|s| *s == stage));
                    let other = if rounds == 0 {
                        "review"
                    } else {
                        "review.rounds = 2"
                    };
                    let path = row(&stages, at.unwrap_or_default());
                    if !self.places.is_spoilt(|path| is_within(path, "review")) {
                        self.tell(&path, MistakeKind::Needs { other });
                    }
                }
                _ => {}
            }
        }
    }

    /// Whether what a command needs was not left out for a mistake of its own.
    pub(super) fn is_read(&self, other: &str) -> bool {
        let table = other.split('.').next().unwrap_or(other);
        match table {
            "steps" => self.knows_stages(),
            "clocks" | "returns" => !self.places.is_spoilt(|path| is_within(path, table)),
            _ => !self.places.is_spoilt(|path| is_row_of(path, table)),
        }
    }

    /// Roles and words of commands that this way of working does not have.
    fn commands(&mut self) {
        let profile = self.profile;
        let may = profile.may.keys().map(|command| ("may", command));
        let words = profile.words.keys().map(|command| ("words", command));
        for (table, command) in may.chain(words) {
            if !profile.knows(*command) {
                let other = needed_by(*command);
                if self.is_read(other) {
                    let path = field(table, command.name());
                    self.tell(&path, MistakeKind::Needs { other });
                }
            }
        }
        for visitor in profile.visitors() {
            let roles = profile.roles(CommandKind::Visit);
            let may = roles.iter().any(|role| match visitor {
                Visitor::Handler => *role == Role::Clerk,
                Visitor::Centre => *role != Role::Clerk,
            });
            if !may {
                let value = visitor.name();
                self.tell("may.visit", MistakeKind::VisitByNobody { value });
            }
        }
    }

    fn codes(&mut self) {
        let profile = self.profile;
        let named = |list: &[Named]| list.iter().map(|one| one.code.clone()).collect::<Vec<_>>();
        let rows = |path: &str, codes: Vec<String>| -> Vec<(String, String)> {
            let places = (0..codes.len()).map(|at| field(&row(path, at), "code"));
            places.zip(codes).collect()
        };
        let channels = profile.channels.iter().map(|one| one.code.clone());
        let categories = profile.categories.iter().map(|one| one.code.clone());
        let closings = profile.closings.iter().map(|one| one.code.clone());
        let ladders = profile.ladders.iter().map(|one| one.code.clone());
        let lists = profile.lists.iter().map(|one| one.code.clone());
        let policies = profile.policies.iter().map(|one| one.code.clone());
        let mut groups = vec![
            rows("channels", channels.collect()),
            rows("categories", categories.collect()),
            rows("closings", closings.collect()),
            rows("ladders", ladders.collect()),
            rows("lists", lists.collect()),
            rows("bodies", named(&profile.bodies)),
            rows("compartments", named(&profile.compartments)),
            rows("persons", named(&profile.persons)),
            rows("policies", policies.collect()),
            self.targets(),
        ];
        for (at, closing) in profile.closings.iter().enumerate() {
            let path = field(&row("closings", at), "demands");
            groups.push(rows(&path, named(&closing.demands)));
        }
        for (at, list) in profile.lists.iter().enumerate() {
            let path = field(&row("lists", at), "members");
            groups.push(rows(&path, named(&list.members)));
            if list.members.len() > usize::from(list.size) {
                let (size, there) = (list.size, list.members.len());
                if !self
                    .places
                    .is_spoilt(|spoilt| spoilt == field(&row("lists", at), "size"))
                {
                    self.tell(&path, MistakeKind::Overfull { size, there });
                }
            }
        }
        if let Some(rule) = &profile.task_force {
            groups.push(rows("task_force.roles", named(&rule.roles)));
        }
        if let Some(rule) = &profile.mediation {
            groups.push(rows("mediation.bodies", named(&rule.bodies)));
            if usize::from(rule.least_bodies) > rule.bodies.len() {
                let there = rule.bodies.len();
                if !self.places.is_spoilt(|spoilt| spoilt == "mediation.bodies") {
                    self.tell("mediation.least_bodies", MistakeKind::TooMany { there });
                }
            }
        }
        if let Some(rule) = &profile.adoption {
            // Evidence is kept by the code alone, so the leader's and the unit's are one group.
            let mut items = rows("adoption.leader_items", named(&rule.leader_items));
            items.extend(rows("adoption.unit_items", named(&rule.unit_items)));
            groups.push(items);
        }
        groups.extend(self.service_codes());
        for group in groups {
            self.unique(&group);
        }
    }

    /// The targets by their indicator, which there is one of. Rows with a slip stand for nothing.
    fn targets(&self) -> Vec<(String, String)> {
        let rows = self.profile.targets.iter().enumerate().map(|(at, target)| {
            let path = field(&row("targets", at), "indicator");
            (path, target.indicator.name().to_owned())
        });
        let read = |path: &str| !self.places.is_spoilt(|spoilt| is_within(path, spoilt));
        rows.filter(|(path, _)| read(path)).collect()
    }

    fn unique(&mut self, group: &[(String, String)]) {
        let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
        for (path, code) in group {
            if let Some(earlier) = seen.get(code.as_str()) {
                let first = self.places.line(earlier);
                let value = code.clone();
                self.tell(path, MistakeKind::DuplicateCode { value, first });
            } else {
                seen.insert(code, path);
            }
        }
    }

    /// Whether all codes of a table of the file could be read.
    pub(super) fn knows_codes(&self, table: &str) -> bool {
        !self.places.is_spoilt(|path| {
            let last = path.rsplit('.').next();
            is_within(path, table) && (last == Some("code") || is_row_of(path, table))
        })
    }

    /// The codes that a table of the file defines.
    pub(super) fn defined(&self, table: &str) -> Vec<&'a str> {
        let profile = self.profile;
        let channels = profile.channels.iter().map(|one| one.code.as_str());
        let categories = profile.categories.iter().map(|one| one.code.as_str());
        let persons = profile.persons.iter().map(|one| one.code.as_str());
        let duties = profile.duties.iter().map(|one| one.code.as_str());
        let lists = profile.lists.iter().map(|one| one.code.as_str());
        match table {
            "channels" => channels.collect(),
            "categories" => categories.collect(),
            "duties" => duties.collect(),
            "lists" => lists.collect(),
            _ => persons.collect(),
        }
    }

    /// Tells of codes that the table of the file does not define; whether all are defined.
    pub(super) fn known(&mut self, path: &str, codes: &[String], among: &'static str) -> bool {
        if !self.knows_codes(among) {
            return false;
        }
        let mut known = true;
        for (at, code) in codes.iter().enumerate() {
            known &= self.known_one(&row(path, at), code, among);
        }
        known
    }

    /// Tells of a code that the table of the file does not define; whether it is defined.
    pub(super) fn known_one(&mut self, path: &str, code: &str, among: &'static str) -> bool {
        let all = self.defined(among);
        let known = all.contains(&code);
        if !known && self.knows_codes(among) {
            let unknown = MistakeKind::UnknownCode {
                among,
                value: code.to_owned(),
                nearest: nearest(code, all),
            };
            self.tell(path, unknown);
        }
        known
    }

    fn clocks(&mut self) {
        let profile = self.profile;
        let mut whole = true;
        for (at, rule) in profile.clocks.iter().enumerate() {
            let path = row("clocks", at);
            whole &= self.clock(&path, at, rule);
        }
        // A row with a slip could hold for anything.
        if whole && !self.places.is_spoilt(|path| is_within(path, "clocks")) {
            self.never_held();
        }
    }

    /// One row of the table of clocks; whether it can be compared with the others.
    fn clock(&mut self, path: &str, at: usize, rule: &ClockRule) -> bool {
        let profile = self.profile;
        let code = field(path, "code");
        if ClockCode::RESERVED.contains(&rule.code.as_str()) {
            let value = rule.code.as_str().to_owned();
            self.tell(&code, MistakeKind::ReservedClock { value });
        }
        let mut before = profile.clocks.iter().take(at).enumerate();
        if let Some((first, earlier)) = before.find(|(_, other)| other.code == rule.code)
            && earlier.name != rule.name
            && !self
                .places
                .is_spoilt(|path| is_within(path, &field(&row("clocks", first), "name")))
        {
            let first = self.places.line(&row("clocks", first));
            self.tell(&field(path, "name"), MistakeKind::ClockName { first });
        }
        let runs = rule.stages.iter().any(|stage| profile.has_stage(*stage));
        if self.knows_stages() && !runs {
            self.tell(&field(path, "stages"), MistakeKind::ClockNeverRuns);
        }
        if let Some(extension) = &rule.extension {
            let value = unit(rule.period);
            let period = field(path, "period");
            let is_read = !self.places.is_spoilt(|spoilt| is_within(spoilt, &period));
            if is_read && unit(extension.longest) != value {
                let longest = field(&field(path, "extension"), "longest");
                self.tell(&longest, MistakeKind::ExtensionUnit { value });
            }
        }
        let stops = field(path, "stops");
        for (at, cause) in rule.stops.iter().enumerate() {
            let (is_possible, other) = match cause {
                PauseCause::HandOff => (!profile.bodies.is_empty(), "bodies"),
                cause => (profile.pauses.contains(cause), "pauses"),
            };
            let is_read = !self.places.is_spoilt(|path| is_within(path, other));
            if is_read && !is_possible {
                self.tell(&row(&stops, at), MistakeKind::Needs { other });
            }
        }
        let mut possible = true;
        for (name, is_asked, other, is_there) in [
            (
                "paths",
                !rule.paths.is_empty(),
                "triage",
                profile.triage.is_some(),
            ),
            (
                "expedited",
                rule.expedited == Some(true),
                "green_channel",
                profile.green_channel,
            ),
        ] {
            if is_asked && !is_there {
                possible = false;
                if !self.places.is_spoilt(|path| is_within(path, other)) {
                    self.tell(&field(path, name), MistakeKind::Needs { other });
                }
            }
        }
        let channels = self.known(&field(path, "channels"), &rule.channels, "channels");
        let categories = self.known(&field(path, "categories"), &rule.categories, "categories");
        possible && channels && categories
    }

    /// Rows that hold for no case at all: every kind of case is asked which row holds for it.
    fn never_held(&mut self) {
        let profile = self.profile;
        for code in profile.clock_codes() {
            let rules = || {
                let rows = profile.clocks.iter().enumerate();
                rows.filter(|(_, rule)| rule.code == *code)
            };
            let held = held(profile, code);
            for (at, rule) in rules().filter(|(at, _)| !held.contains(at)) {
                let first = rules().find(|(other, row)| *other != at && takes_in(row, rule));
                let first = first.map(|(other, _)| self.places.line(&row("clocks", other)));
                self.tell(&row("clocks", at), MistakeKind::NeverHolds { first });
            }
        }
    }

    fn rules(&mut self) {
        let profile = self.profile;
        if let Some(rule) = &profile.triage {
            self.known("triage.channels", &rule.channels, "channels");
        }
        for (at, policy) in profile.policies.iter().enumerate() {
            let path = field(&row("policies", at), "categories");
            self.known(&path, &policy.categories, "categories");
        }
        if profile.whistle.is_none() && self.is_read("whistle") {
            for (at, target) in profile.targets.iter().enumerate() {
                if target.indicator.is_of_whistles() {
                    let path = field(&row("targets", at), "indicator");
                    let other = "whistle";
                    self.tell(&path, MistakeKind::Needs { other });
                }
            }
        }
        for (at, cause) in profile.pauses.iter().enumerate() {
            if *cause == PauseCause::HandOff {
                self.tell(&row("pauses", at), MistakeKind::PauseByHand);
            }
        }
        if let Some(rule) = &profile.visits
            && rule.by == [Visitor::Centre, Visitor::Handler]
        {
            self.tell("visits.by", MistakeKind::VisitOrder);
        }
    }
}

/// Whether a path is a table of the file itself, or a whole row of it.
pub(super) fn is_row_of(path: &str, table: &str) -> bool {
    path.strip_prefix(table)
        .is_some_and(|rest| !rest.contains('.'))
}

/// The field without which nobody can give a command.
const fn needed_by(command: CommandKind) -> &'static str {
    match command {
        CommandKind::Triage => "triage",
        CommandKind::Expedite => "green_channel",
        CommandKind::UpholdReturn | CommandKind::RejectReturn => "returns.reviewed = true",
        CommandKind::FormTaskForce => "task_force",
        CommandKind::RequestExtension => "clocks.extension",
        CommandKind::Suspend | CommandKind::Resume => "pauses",
        CommandKind::HandOff | CommandKind::ComeBack => "bodies",
        CommandKind::Mediate => "mediation",
        CommandKind::Visit => "visits",
        CommandKind::AskReview | CommandKind::DecideReview => "review",
        CommandKind::Supervise | CommandKind::Climb | CommandKind::AnswerSupervision => "ladders",
        CommandKind::Adopt | CommandKind::Attest => "adoption",
        CommandKind::Whistle | CommandKind::ReportIn | CommandKind::RateWhistle => "whistle",
        CommandKind::HandOut => "policies",
        CommandKind::Seal | CommandKind::Unseal => "compartments",
        _ => "steps.stages",
    }
}

/// The unit of a period, as it is written.
const fn unit(period: Period) -> &'static str {
    match period {
        Period::NaturalDays(_) => "natural_days",
        Period::WorkingDays(_) => "working_days",
        Period::Months(_) => "months",
        Period::Years(_) => "years",
        Period::RunningHours(_) => "running_hours",
        Period::WorkingHours(_) => "working_hours",
    }
}
