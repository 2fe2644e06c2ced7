//! Which fields the form of a command has, as data: one description for each command.
//!
//! Pure. Deliberately absent: drawing them ([`super::controls`]) and what they make
//! ([`super::values`]).

use onemap_domain::calendar::Period;
use onemap_domain::case::{Path, Satisfaction};
use onemap_domain::command::CommandKind;
use onemap_domain::department::DepartmentCode;
use onemap_domain::profile::{Label, Named, Policy};

use super::sight::Sight;
use super::values::{DEMAND, NO, ROLE, Values};

/// Words that are in the locale files or in the profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Words {
    /// A key of the locale files.
    Key(String),
    /// A label of the profile.
    Label(Label),
    /// A key whose place `period` is filled.
    Within(&'static str, Period),
    /// A label of the profile, and until when a period may go.
    UpTo(Label, Period),
    /// A department's short name.
    Department(DepartmentCode),
}

impl Words {
    fn key(key: impl Into<String>) -> Words {
        Words::Key(key.into())
    }
}

/// One of the things that a field offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is filled in.
    pub code: String,
    /// What it says.
    pub words: Words,
}

/// How a field is filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Control {
    /// Several lines of text.
    Text,
    /// One line of text.
    Line,
    /// A sum in yuan.
    Money,
    /// Names of people, one each.
    People,
    /// One out of a few.
    One(Vec<Choice>),
    /// Any number of these.
    Several(Vec<Choice>),
    /// Yes or no.
    YesNo,
    /// A day.
    Day,
    /// A moment.
    Moment,
    /// A number in the unit of the longest period.
    Period(Period),
    /// A department.
    Unit,
    /// Departments.
    Units,
    /// Any number of these policies, each with what it says.
    Policies(Vec<Policy>),
    /// Another case.
    Case,
    /// How fast the case must move.
    Urgency,
    /// An order.
    Order,
    /// The matter.
    Facts,
}

/// A field of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name on the wire; behind a dot the code of a part of it.
    pub name: String,
    /// What it is called.
    pub label: Words,
    /// How it is filled in.
    pub control: Control,
    /// What helps to fill it in.
    pub hint: Option<Words>,
    /// It may not stay empty.
    pub required: bool,
}

impl Field {
    fn new(name: &str, control: Control) -> Field {
        Field {
            name: name.to_owned(),
            label: Words::Key(format!("field-{}", name.replace('_', "-"))),
            control,
            hint: None,
            required: false,
        }
    }

    fn required(mut self) -> Field {
        self.required = true;
        self
    }

    fn required_if(mut self, required: bool) -> Field {
        self.required = required;
        self
    }

    fn called(mut self, label: Words) -> Field {
        self.label = label;
        self
    }

    fn hinted(mut self, hint: Words) -> Field {
        self.hint = Some(hint);
        self
    }

    /// Whether a problem that names `field`, or has this code, is about it.
    pub fn is_at_fault(&self, field: Option<&str>, code: &str, said: &[&str]) -> bool {
        let part = self.name.split_once('.').map(|(whole, _)| whole);
        if part.is_some() && matches!(code, "demand_missing" | "task_force_incomplete") {
            return matches!(&self.label, Words::Label(label) if said.contains(&label.zh.as_str()));
        }
        field == Some(self.name.as_str())
            || (part.is_some() && field == part)
            || ABOUT
                .iter()
                .any(|(about, name)| *about == code && *name == self.name)
    }
}

/// Refusals that are about one field though they do not name it.
const ABOUT: [(&str, &str); 17] = [
    ("task_force_members", "members"),
    ("too_few_bodies", "bodies"),
    ("extension_too_long", "period"),
    ("extension_not_allowed", "clock"),
    ("extensions_used", "clock"),
    ("clock_not_running", "clock"),
    ("due_in_past", "until"),
    ("due_in_past", "needed_by"),
    ("lead_assists", "assists"),
    ("no_intake", "path"),
    ("target_closed", "into"),
    ("already_linked", "with"),
    ("whistle_still_out", "unit"),
    ("whistle_rated", "unit"),
    ("compartment_not_yours", "compartment"),
    ("not_adopter", "item"),
    ("not_adopted_unit", "item"),
];

fn choices<'a>(named: impl IntoIterator<Item = &'a Named>) -> Vec<Choice> {
    let choice = |one: &Named| Choice {
        code: one.code.clone(),
        words: Words::Label(one.name.clone()),
    };
    named.into_iter().map(choice).collect()
}

fn worded(prefix: &str, names: impl IntoIterator<Item = &'static str>) -> Vec<Choice> {
    let choice = |name: &str| Choice {
        code: name.to_owned(),
        words: Words::Key(format!("{prefix}-{}", name.replace('_', "-"))),
    };
    names.into_iter().map(choice).collect()
}

/// The text of a command, with its hint `case-FIELD-COMMAND`.
fn text(kind: CommandKind, name: &str) -> Field {
    let hint = match kind {
        CommandKind::FeedBack => "case-result-hint".to_owned(),
        _ => format!("case-{name}-{}", kind.name().replace('_', "-")),
    };
    Field::new(name, Control::Text).hinted(Words::Key(hint))
}

/// The fields of a command's form, as far as they are wanted with what was filled in so far.
#[expect(clippy::too_many_lines, reason = "one table, a row for each command")]
pub fn fields(kind: CommandKind, sight: &Sight, values: &Values) -> Vec<Field> {
    let profile = sight.profile;
    let note = || text(kind, "note");
    let reason = || text(kind, "reason").required();
    let other = |name| Field::new(name, Control::Case).required();
    match kind {
        CommandKind::Amend | CommandKind::Report => vec![Field::new("facts", Control::Facts)],
        CommandKind::Establish => vec![Field::new("urgency", Control::Urgency)],
        CommandKind::Dispatch => vec![Field::new("order", Control::Order)],
        CommandKind::Designate | CommandKind::Redispatch => {
            vec![Field::new("order", Control::Order), reason()]
        }
        // Records have forms of their own.
        // An attachment's file is chosen where attachments are listed.
        CommandKind::Accept | CommandKind::Keep | CommandKind::Attach => Vec::new(),

        CommandKind::Verify
        | CommandKind::Withdraw
        | CommandKind::UpholdReturn
        | CommandKind::Urge
        | CommandKind::Resume
        | CommandKind::ReportIn => vec![note()],
        CommandKind::Progress => vec![note().required()],
        CommandKind::Approve => vec![if sight.must_be_told() {
            note()
                .required()
                .hinted(Words::key("case-note-approve-told"))
        } else {
            note()
        }],
        CommandKind::Decline
        | CommandKind::Expedite
        | CommandKind::Refer
        | CommandKind::Return
        | CommandKind::RejectReturn
        | CommandKind::RequestVoid
        | CommandKind::Refuse
        | CommandKind::AskReview
        | CommandKind::Reopen
        | CommandKind::Climb
        | CommandKind::Unseal
        | CommandKind::Unmerge => vec![reason()],
        CommandKind::ComeBack | CommandKind::FeedBack => vec![text(kind, "result").required()],
        CommandKind::AnswerSupervision | CommandKind::Comment => {
            vec![text(kind, "text").required()]
        }

        CommandKind::Triage => {
            let paths = worded("path", Path::ALL.map(Path::name));
            let mut fields = vec![Field::new("path", Control::One(paths)).required()];
            if values.text("path") == Path::Joint.name() {
                fields.push(Field::new("assists", Control::Units).required());
            }
            fields.push(note());
            fields
        }
        CommandKind::FormTaskForce => {
            let Some(rule) = &profile.task_force else {
                return Vec::new();
            };
            let role = |role: &Named| {
                Field::new(&format!("{ROLE}{}", role.code), Control::Line)
                    .called(Words::Label(role.name.clone()))
                    .required()
            };
            let members = Field::new("members", Control::People)
                .called(Words::Label(rule.members.clone()))
                .required_if(rule.least_members > 0);
            rule.roles.iter().map(role).chain([members]).collect()
        }
        CommandKind::RequestExtension => {
            let clock = |(code, name, longest)| Choice {
                code,
                words: Words::UpTo(name, longest),
            };
            let clocks = sight.extensions().into_iter().map(clock).collect();
            let clock = Field::new("clock", Control::One(clocks)).required();
            let period = sight.longest(values).map(|longest| {
                Field::new("period", Control::Period(longest))
                    .required()
                    .hinted(Words::Within("case-longest", longest))
            });
            [clock]
                .into_iter()
                .chain(period)
                .chain([reason()])
                .collect()
        }
        CommandKind::Suspend => {
            let causes = worded("cause", profile.pauses.iter().map(|cause| cause.name()));
            vec![
                Field::new("cause", Control::One(causes)).required(),
                Field::new("until", Control::Day),
                reason(),
            ]
        }
        CommandKind::HandOff => vec![
            Field::new("body", Control::One(choices(&profile.bodies))).required(),
            reason(),
        ],
        CommandKind::Mediate => {
            let rule = profile.mediation.as_ref();
            let bodies = choices(rule.map_or(&[][..], |rule| &rule.bodies));
            let agreed = values.text("agreed") == super::values::YES;
            let mut fields = vec![
                Field::new("bodies", Control::Several(bodies)).required(),
                Field::new("parties", Control::People).required(),
                Field::new("agreed", Control::YesNo).required(),
            ];
            if agreed {
                fields.push(Field::new("amount", Control::Money));
            }
            fields.push(text(kind, "text").required());
            fields
        }
        CommandKind::Check => vec![
            Field::new("passed", Control::YesNo).required(),
            note().required_if(values.text("passed") == NO),
        ],
        CommandKind::Visit => {
            let questions = ["handled", "resolved", "satisfied"];
            let refused = questions.iter().any(|name| values.text(name) == NO);
            let question = |name: &str| Field::new(name, Control::YesNo).required();
            let note = if refused {
                note().required().hinted(Words::key("case-note-visit-no"))
            } else {
                note()
            };
            questions.into_iter().map(question).chain([note]).collect()
        }
        CommandKind::Close => {
            let reasons = profile.closings.iter().map(|closing| Choice {
                code: closing.code.clone(),
                words: Words::Label(closing.name.clone()),
            });
            let reason = Field::new("reason", Control::One(reasons.collect())).required();
            let closing = profile.closing(values.text("reason"));
            let demands = closing.map_or(&[][..], |closing| &closing.demands);
            let demand = |demand: &Named| {
                Field::new(&format!("{DEMAND}{}", demand.code), Control::Text)
                    .called(Words::Label(demand.name.clone()))
                    .required()
            };
            let note = if closing.is_some_and(|closing| closing.needs_note) {
                note()
                    .required()
                    .hinted(Words::key("case-closing-needs-note"))
            } else {
                note()
            };
            let mut fields = vec![reason];
            fields.extend(demands.iter().map(demand));
            fields.push(note);
            fields
        }
        CommandKind::DecideReview => vec![
            Field::new("maintained", Control::YesNo).required(),
            text(kind, "text").required(),
        ],
        CommandKind::Evaluate => {
            let answers = worded("satisfaction", Satisfaction::ALL.map(Satisfaction::name));
            vec![Field::new("satisfaction", Control::One(answers)).required()]
        }
        CommandKind::Supervise => {
            let ladders = profile.ladders.iter().map(|ladder| Choice {
                code: ladder.code.clone(),
                words: Words::Label(ladder.name.clone()),
            });
            vec![
                Field::new("ladder", Control::One(ladders.collect())).required(),
                reason(),
            ]
        }
        CommandKind::Adopt => vec![Field::new("unit", Control::Unit).required()],
        CommandKind::Attest => vec![
            Field::new("item", Control::One(choices(sight.items()))).required(),
            text(kind, "evidence").required(),
        ],
        CommandKind::Whistle => vec![
            Field::new("units", Control::Units).required(),
            Field::new("needed_by", Control::Moment).required(),
            reason(),
        ],
        CommandKind::RateWhistle => {
            let unit = |code: DepartmentCode| Choice {
                code: code.to_string(),
                words: Words::Department(code),
            };
            let units = sight.rateable().into_iter().map(unit).collect();
            let answers = worded("satisfaction", Satisfaction::ALL.map(Satisfaction::name));
            let own = sight.own_call();
            let is_own = own.is_some_and(|own| own.as_str() == values.text("unit"));
            let dissatisfied = values.text("satisfaction") == Satisfaction::Dissatisfied.name();
            let note = if dissatisfied {
                note()
                    .required()
                    .hinted(Words::key("case-note-rate-whistle-no"))
            } else {
                note()
            };
            vec![
                Field::new("unit", Control::One(units))
                    .called(Words::key(if is_own {
                        "case-rated-call"
                    } else {
                        "case-rated-unit"
                    }))
                    .required(),
                Field::new("satisfaction", Control::One(answers))
                    .called(Words::key("case-rating"))
                    .required(),
                note,
            ]
        }
        CommandKind::HandOut => {
            vec![Field::new("policies", Control::Policies(sight.policies())).required()]
        }
        CommandKind::Merge => vec![other("into"), text(kind, "reason")],
        CommandKind::Link => vec![other("with"), note()],
        CommandKind::Seal => {
            let own = sight.user.map(|user| &user.scope.compartments);
            let mine = profile
                .compartments
                .iter()
                .filter(|one| own.is_some_and(|own| own.iter().any(|known| known.0 == one.code)));
            vec![
                Field::new("compartment", Control::One(choices(mine))).required(),
                reason(),
            ]
        }
    }
}

/// What a form begins with: what there is only one of, and what the case says already.
pub fn initial(kind: CommandKind, sight: &Sight) -> Values {
    let mut values = Values::default();
    for field in fields(kind, sight, &values.clone()) {
        if let Control::One(choices) = &field.control
            && let [only] = choices.as_slice()
        {
            values.set(&field.name, only.code.clone());
        }
    }
    let case = &sight.view.case;
    match kind {
        CommandKind::Unmerge => {
            if let Some(from) = case.merged_into {
                values.set("from", from.to_string());
            }
        }
        CommandKind::Evaluate => values.set("satisfaction", Satisfaction::Satisfied.name()),
        CommandKind::Attest => {
            let evidence = case.adoption.as_ref().map(|adoption| &adoption.evidence);
            let owed = |item: &&Named| evidence.is_some_and(|e| !e.contains_key(&item.code));
            if let Some(first) = sight.items().into_iter().find(owed) {
                values.set("item", first.code.clone());
            }
        }
        CommandKind::RateWhistle => {
            if let Some(own) = sight.own_call() {
                values.set("unit", own.as_str());
            }
        }
        CommandKind::Adopt => {
            if let Some(lead) = &case.lead {
                values.set("unit", lead.as_str());
            }
        }
        CommandKind::FormTaskForce => {
            if let Some(force) = &case.task_force {
                for (role, name) in &force.roles {
                    values.set(&format!("{ROLE}{role}"), name.clone());
                }
                values.set_list("members", force.members.clone());
            }
        }
        _ => {}
    }
    values
}

#[cfg(test)]
mod tests;
