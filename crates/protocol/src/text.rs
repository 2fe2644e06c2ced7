//! The texts people read, in both languages: one catalogue for the front end, the central and
//! the command line. The files are `assets/locales/*/*.ftl` (Project Fluent).

use std::cell::RefCell;
use std::rc::Rc;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use jiff::Timestamp;
use jiff::civil::Time;
use jiff::tz::Offset;
use onemap_domain::calendar::Period;
use serde::{Deserialize, Serialize};
use unic_langid::LanguageIdentifier;

/// A language of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Language {
    /// 简体中文
    #[default]
    #[serde(rename = "zh-CN")]
    Chinese,
    /// English
    #[serde(rename = "en")]
    English,
}

impl Language {
    /// Every language.
    pub const ALL: [Language; 2] = [Language::Chinese, Language::English];

    /// The BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Language::Chinese => "zh-CN",
            Language::English => "en",
        }
    }

    /// The first language of an `Accept-Language` header that there is a catalogue for.
    pub fn accepted(header: &str) -> Language {
        header
            .split(',')
            .filter_map(|part| part.split(';').next())
            .find_map(|tag| match tag.trim().get(..2) {
                Some("zh") => Some(Language::Chinese),
                Some("en") => Some(Language::English),
                _ => None,
            })
            .unwrap_or_default()
    }

    /// The sources of its catalogue: the words of the field, the shell, the panels, the central, the
    /// records, the papers, the three rooms (supervision, meetings, the wall), the open door, accounts, who
    /// looked at what, and boundaries that are brought in.
    pub const fn sources(self) -> [&'static str; 20] {
        match self {
            Language::Chinese => [
                include_str!("../../../assets/locales/zh-CN/domain.ftl"),
                include_str!("../../../assets/locales/zh-CN/shell.ftl"),
                include_str!("../../../assets/locales/zh-CN/panels.ftl"),
                include_str!("../../../assets/locales/zh-CN/central.ftl"),
                include_str!("../../../assets/locales/zh-CN/case.ftl"),
                include_str!("../../../assets/locales/zh-CN/attachments.ftl"),
                include_str!("../../../assets/locales/zh-CN/bulk.ftl"),
                include_str!("../../../assets/locales/zh-CN/ways.ftl"),
                include_str!("../../../assets/locales/zh-CN/records.ftl"),
                include_str!("../../../assets/locales/zh-CN/paper.ftl"),
                include_str!("../../../assets/locales/zh-CN/tables.ftl"),
                include_str!("../../../assets/locales/zh-CN/index.ftl"),
                include_str!("../../../assets/locales/zh-CN/service.ftl"),
                include_str!("../../../assets/locales/zh-CN/supervision.ftl"),
                include_str!("../../../assets/locales/zh-CN/meetings.ftl"),
                include_str!("../../../assets/locales/zh-CN/wall.ftl"),
                include_str!("../../../assets/locales/zh-CN/open311.ftl"),
                include_str!("../../../assets/locales/zh-CN/accounts.ftl"),
                include_str!("../../../assets/locales/zh-CN/audit.ftl"),
                include_str!("../../../assets/locales/zh-CN/boundaries.ftl"),
            ],
            Language::English => [
                include_str!("../../../assets/locales/en/domain.ftl"),
                include_str!("../../../assets/locales/en/shell.ftl"),
                include_str!("../../../assets/locales/en/panels.ftl"),
                include_str!("../../../assets/locales/en/central.ftl"),
                include_str!("../../../assets/locales/en/case.ftl"),
                include_str!("../../../assets/locales/en/attachments.ftl"),
                include_str!("../../../assets/locales/en/bulk.ftl"),
                include_str!("../../../assets/locales/en/ways.ftl"),
                include_str!("../../../assets/locales/en/records.ftl"),
                include_str!("../../../assets/locales/en/paper.ftl"),
                include_str!("../../../assets/locales/en/tables.ftl"),
                include_str!("../../../assets/locales/en/index.ftl"),
                include_str!("../../../assets/locales/en/service.ftl"),
                include_str!("../../../assets/locales/en/supervision.ftl"),
                include_str!("../../../assets/locales/en/meetings.ftl"),
                include_str!("../../../assets/locales/en/wall.ftl"),
                include_str!("../../../assets/locales/en/open311.ftl"),
                include_str!("../../../assets/locales/en/accounts.ftl"),
                include_str!("../../../assets/locales/en/audit.ftl"),
                include_str!("../../../assets/locales/en/boundaries.ftl"),
            ],
        }
    }

    /// The side of a profile's label in this language.
    pub fn of(self, label: &onemap_domain::profile::Label) -> &str {
        match self {
            Language::Chinese => &label.zh,
            Language::English => &label.en,
        }
    }
}

/// A catalogue. Cheap to clone; one per thread, since Fluent's bundles are not `Sync`.
#[derive(Clone)]
pub struct Text {
    bundle: Rc<FluentBundle<FluentResource>>,
}

thread_local! {
    static CATALOGUES: RefCell<Vec<(Language, Text)>> = const { RefCell::new(Vec::new()) };
}

impl Text {
    /// The catalogue of a language.
    pub fn of(language: Language) -> Text {
        CATALOGUES.with_borrow_mut(|known| {
            if let Some((_, text)) = known.iter().find(|(other, _)| *other == language) {
                return text.clone();
            }
            let text = Text::load(language);
            known.push((language, text.clone()));
            text
        })
    }

    fn load(language: Language) -> Text {
        let identifier: LanguageIdentifier = language.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new(vec![identifier]);
        // The screen mixes no writing directions; the invisible marks would only break searches.
        bundle.set_use_isolating(false);
        for source in language.sources() {
            // A broken or repeated entry is left out here; the tests of this file find it.
            let resource =
                FluentResource::try_new(source.to_owned()).unwrap_or_else(|(partial, _)| partial);
            bundle.add_resource_overriding(resource);
        }
        Text {
            bundle: Rc::new(bundle),
        }
    }

    /// The text under a key, or `None` when there is none.
    pub fn find(&self, key: &str, arguments: &[(&str, &str)]) -> Option<String> {
        let mut filled = FluentArgs::new();
        for (name, value) in arguments {
            filled.set((*name).to_owned(), FluentValue::from((*value).to_owned()));
        }
        self.fill(key, &filled)
    }

    fn fill(&self, key: &str, filled: &FluentArgs) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut problems = Vec::new();
        Some(
            self.bundle
                .format_pattern(pattern, Some(filled), &mut problems)
                .into_owned(),
        )
    }

    /// The text under a key; the key itself when there is none, so that nothing is ever blank.
    pub fn say(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        self.find(key, arguments).unwrap_or_else(|| key.to_owned())
    }

    /// A period in words: 30 个自然日.
    pub fn period(&self, period: Period) -> String {
        let (key, count) = match period {
            Period::NaturalDays(days) => ("period-natural-days", days),
            Period::WorkingDays(days) => ("period-working-days", days),
            Period::Months(months) => ("period-months", months),
            Period::Years(years) => ("period-years", years),
            Period::RunningHours(hours) => ("period-running-hours", hours),
            Period::WorkingHours(hours) => ("period-working-hours", hours),
        };
        let mut filled = FluentArgs::new();
        // A number, not its text: the plural depends on it.
        filled.set("count", FluentValue::from(count));
        self.fill(key, &filled).unwrap_or_else(|| key.to_owned())
    }

    /// A moment in Beijing time, to the minute. Midnight is 24:00 of the day that ends with it
    /// (民法典 203).
    pub fn moment(&self, at: Timestamp) -> String {
        let civil = Offset::constant(8).to_datetime(at);
        let (date, time) = if civil.time() == Time::midnight() {
            let ended = civil.date().yesterday().unwrap_or(civil.date());
            (ended, "24:00".to_owned())
        } else {
            (civil.date(), civil.strftime("%H:%M").to_string())
        };
        let (year, month, day) = (date.year(), date.month(), date.day());
        self.say(
            "when-date-of-year",
            &[
                ("year", &year.to_string()),
                ("month", &month.to_string()),
                ("day", &day.to_string()),
                ("time", &time),
            ],
        )
    }
}

#[cfg(test)]
mod tests;
