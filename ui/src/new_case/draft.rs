//! The facts of a case while they are being written.

use leptos::prelude::*;
use onemap_domain::Refusal;
use onemap_domain::area::{AreaCode, Level, Position};
use onemap_domain::case::{Facts, Reporter, Urgency};
use onemap_domain::department::DepartmentCode;
use onemap_protocol::desk::Locate;
use onemap_protocol::problem::Problem;

use super::words;
use crate::remote::{Remote, remote};
use crate::state::{Desk, Pick};

/// The fields that show their own problems.
pub const FIELDS: &[&str] = &[
    "title", "text", "category", "channel", "name", "phone", "position", "address", "persons",
    "unit",
];

/// What is being written. Its signals live as long as its form is on the screen.
#[derive(Clone, Copy)]
pub struct FactsDraft {
    /// The whole text.
    pub text: RwSignal<String>,
    /// One line.
    pub title: RwSignal<String>,
    /// Category code; empty while none is chosen.
    pub category: RwSignal<String>,
    /// How fast it must move.
    pub urgency: RwSignal<Urgency>,
    /// The reporter's name.
    pub name: RwSignal<String>,
    /// The reporter's phone number.
    pub phone: RwSignal<String>,
    /// Where; `None` while no place is known.
    pub position: RwSignal<Option<Position>>,
    /// The place in words.
    pub address: RwSignal<String>,
    /// Channel code.
    pub channel: RwSignal<String>,
    /// Tags of the person or of their trade.
    pub persons: RwSignal<Vec<String>>,
    /// The unit that it is about.
    pub unit: RwSignal<Option<DepartmentCode>>,
    /// For which form the map is asked.
    pub pick: Pick,
    /// From the county down to the grid at the position; empty outside.
    pub located: Remote<onemap_protocol::desk::Located>,
    /// The facts before a correction.
    before: StoredValue<Option<Facts>>,
    /// The title that was suggested last.
    suggested: RwSignal<String>,
}

impl FactsDraft {
    /// Nothing but a place, perhaps, and a channel.
    pub fn new(position: Option<Position>, channel: String, pick: Pick) -> FactsDraft {
        let position = RwSignal::new(position);
        FactsDraft {
            text: RwSignal::new(String::new()),
            title: RwSignal::new(String::new()),
            category: RwSignal::new(String::new()),
            urgency: RwSignal::new(Urgency::default()),
            name: RwSignal::new(String::new()),
            phone: RwSignal::new(String::new()),
            position,
            address: RwSignal::new(String::new()),
            channel: RwSignal::new(channel),
            persons: RwSignal::new(Vec::new()),
            unit: RwSignal::new(None),
            pick,
            located: remote(move || position.get().map(|position| Locate { position })),
            before: StoredValue::new(None),
            suggested: RwSignal::new(String::new()),
        }
    }

    /// The facts of a case, to be corrected. The reporter is masked there, so the fields are empty
    /// and leave them as they are.
    pub fn of(facts: &Facts, pick: Pick) -> FactsDraft {
        let draft = FactsDraft::new(Some(facts.position), facts.channel.clone(), pick);
        draft.fill(facts);
        draft
    }

    /// Is these facts, to be corrected.
    pub fn fill(self, facts: &Facts) {
        self.before.set_value(Some(facts.clone()));
        self.text.set(facts.text.clone());
        self.title.set(facts.title.clone());
        self.category.set(facts.category.clone());
        self.channel.set(facts.channel.clone());
        self.urgency.set(facts.urgency);
        self.position.set(Some(facts.position));
        self.address.set(facts.address.clone());
        self.persons.set(facts.persons.clone());
        self.unit.set(facts.unit.clone());
    }

    /// Whether anything was written; a place alone is nothing yet.
    pub fn is_written(self) -> bool {
        let written = |value: RwSignal<String>| value.with(|value| !value.trim().is_empty());
        let words = [
            self.text,
            self.title,
            self.category,
            self.name,
            self.phone,
            self.address,
        ];
        words.into_iter().any(written)
            || self.persons.with(|persons| !persons.is_empty())
            || self.unit.with(Option::is_some)
    }

    /// Nothing is written any more.
    pub fn clear(self, channel: String) {
        for value in [
            self.text,
            self.title,
            self.suggested,
            self.category,
            self.name,
            self.phone,
            self.address,
        ] {
            value.set(String::new());
        }
        self.urgency.set(Urgency::default());
        self.position.set(None);
        self.persons.set(Vec::new());
        self.unit.set(None);
        self.channel.set(channel);
        self.before.set_value(None);
    }

    /// Suggests a title while it is not written by hand, and takes the place that was picked.
    pub fn follow(self) {
        let desk = Desk::here();
        Effect::new(move |_| {
            let text = self.text.get();
            let is_ours = self
                .title
                .with_untracked(|t| *t == self.suggested.get_untracked());
            if is_ours && self.before.with_value(Option::is_none) {
                let title = words::title_of(&text);
                self.suggested.set(title.clone());
                self.title.set(title);
            }
        });
        Effect::new(move |_| {
            if let Some(place) = desk.picked.get() {
                self.position.set(Some(place));
                desk.picked.set(None);
            }
        });
    }

    /// Whether the title is the one that was suggested.
    pub fn title_is_suggested(self) -> bool {
        self.title
            .with(|title| !title.is_empty() && *title == self.suggested.get())
    }

    /// The masked reporter of a case that is being corrected.
    pub fn masked_reporter(self) -> Option<String> {
        self.before.with_value(|before| {
            let reporter = before.as_ref()?.reporter.as_ref()?;
            Some(
                format!("{} {}", reporter.name, reporter.phone)
                    .trim()
                    .to_owned(),
            )
        })
    }

    /// The grid at the position, when it is known.
    pub fn grid(self) -> Option<AreaCode> {
        self.position.get()?;
        self.located
            .with(|located| located.chain.last().cloned())
            .flatten()
    }

    /// The facts as they will be given, or the field without which there are none.
    pub fn facts(self) -> Result<Facts, Problem> {
        let missing = |field: &str| {
            Problem::from(Refusal::FieldMissing {
                field: field.to_owned(),
            })
        };
        let filled = |field: &str, value: RwSignal<String>| {
            let value = value.get_untracked();
            if value.trim().is_empty() {
                Err(missing(field))
            } else {
                Ok(value)
            }
        };
        let title = filled("title", self.title)?;
        let category = filled("category", self.category)?;
        let position = self
            .position
            .get_untracked()
            .ok_or_else(|| missing("position"))?;
        let channel = filled("channel", self.channel)?;
        // The console looks the grid up again; without one the place lies outside.
        let chain = self.located.get_untracked();
        let grid = chain
            .as_ref()
            .and_then(|located| located.chain.last().cloned());
        let grid = grid.filter(|grid| grid.level() == Level::Grid);
        let grid = grid.ok_or_else(|| Problem::from(Refusal::OutsideCounty))?;
        let before = self.before.get_value();
        let typed = Reporter {
            name: self.name.get_untracked(),
            phone: self.phone.get_untracked(),
        };
        let is_typed = !(typed.name.trim().is_empty() && typed.phone.trim().is_empty());
        let (kept, was_simulated) = match before {
            Some(before) => (
                before.reporter,
                before.position_simulated && before.position == position,
            ),
            None => (None, false),
        };
        Ok(Facts {
            title,
            text: self.text.get_untracked(),
            category,
            channel,
            urgency: self.urgency.get_untracked(),
            reporter: if is_typed { Some(typed) } else { kept },
            position,
            address: self.address.get_untracked(),
            grid,
            persons: self.persons.get_untracked(),
            unit: self.unit.get_untracked(),
            position_simulated: was_simulated,
            origin: None,
        })
    }

    /// Remembers the channel for the next case.
    pub fn keep_channel(self) {
        // The form is gone already when the console was slow; then there is nothing to remember.
        if let Some(code) = self.channel.try_get_untracked() {
            super::keep_channel(&code);
        }
    }
}
