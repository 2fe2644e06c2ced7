//! The texts people read, in both languages: one catalogue for the front end, the central and
//! the command line. The files are `assets/locales/*/*.ftl` (Project Fluent).

use std::cell::RefCell;
use std::rc::Rc;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
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

    /// The sources of its catalogue: the words of the field, the shell, the panels, the central.
    pub const fn sources(self) -> [&'static str; 4] {
        match self {
            Language::Chinese => [
                include_str!("../../../assets/locales/zh-CN/domain.ftl"),
                include_str!("../../../assets/locales/zh-CN/shell.ftl"),
                include_str!("../../../assets/locales/zh-CN/panels.ftl"),
                include_str!("../../../assets/locales/zh-CN/central.ftl"),
            ],
            Language::English => [
                include_str!("../../../assets/locales/en/domain.ftl"),
                include_str!("../../../assets/locales/en/shell.ftl"),
                include_str!("../../../assets/locales/en/panels.ftl"),
                include_str!("../../../assets/locales/en/central.ftl"),
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
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut filled = FluentArgs::new();
        for (name, value) in arguments {
            filled.set((*name).to_owned(), FluentValue::from((*value).to_owned()));
        }
        let mut problems = Vec::new();
        Some(
            self.bundle
                .format_pattern(pattern, Some(&filled), &mut problems)
                .into_owned(),
        )
    }

    /// The text under a key; the key itself when there is none, so that nothing is ever blank.
    pub fn say(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        self.find(key, arguments).unwrap_or_else(|| key.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use onemap_domain::Refusal;

    use super::*;
    use crate::problem::{Problem, ProblemCode};

    fn keys(language: Language) -> BTreeSet<String> {
        let mut keys = BTreeSet::new();
        for line in language.sources().join("\n").lines() {
            let starts_an_entry = line.starts_with(|c: char| c.is_ascii_lowercase());
            if let Some((key, _)) = line.split_once(" =").filter(|_| starts_an_entry) {
                assert!(
                    keys.insert(key.to_owned()),
                    "{language:?}: {key} stands twice"
                );
            }
        }
        keys
    }

    #[test]
    fn both_languages_have_the_same_keys_and_every_file_parses() {
        for source in Language::ALL.into_iter().flat_map(Language::sources) {
            let problems = FluentResource::try_new(source.to_owned())
                .err()
                .map(|(_, p)| p);
            assert!(
                problems.is_none(),
                "a locale file does not parse: {problems:?}"
            );
        }
        let (chinese, english) = (keys(Language::Chinese), keys(Language::English));
        let missing: Vec<_> = chinese.symmetric_difference(&english).collect();
        assert!(missing.is_empty(), "keys in one language only: {missing:?}");
    }

    #[test]
    fn every_refusal_and_every_problem_has_a_whole_sentence_in_both_languages() {
        for language in Language::ALL {
            let refusals = Refusal::examples().into_iter().map(Problem::from);
            let problems = ProblemCode::ALL.map(|code| {
                Problem::bad_field("title")
                    .with("file", "x")
                    .with("reference", "y")
                    .recoded(code)
            });
            for problem in refusals.chain(problems) {
                let sentence = problem.sentence(language);
                assert!(
                    !sentence.contains("refusal-") && !sentence.contains("problem-"),
                    "{problem:?}"
                );
                assert!(
                    !sentence.contains('$') && !sentence.contains('{'),
                    "{sentence}"
                );
            }
        }
    }
}
