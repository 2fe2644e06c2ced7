//! Search in everything. Names are also found by the initials of their pinyin: `cs` finds 赤水.

use onemap_domain::area::Level;
use onemap_protocol::desk::{CaseFilter, Hit, Search};
use onemap_protocol::problem::Problem;
use pinyin::ToPinyin;

use crate::{Console, Reads, Submit, inbox};

/// Most hits of each kind.
const LIMIT: usize = 8;

impl<P: Reads + Submit> Console<P> {
    pub(crate) async fn search(&self, ask: &Search) -> Result<Vec<Hit>, Problem> {
        let user = self.user()?;
        let county = self.county()?;
        let text = ask.text.trim();
        if text.is_empty() {
            return Ok(Vec::new());
        }
        let now = self.ports.now();
        let register = &county.register;
        let mut hits = Vec::new();
        let areas = register
            .areas
            .iter()
            .filter(|area| area.code.level() <= Level::Grid)
            .filter(|area| user.scope.area.covers(&area.code))
            .filter(|area| matches(&area.name, text) || area.code.as_str() == text);
        hits.extend(areas.take(LIMIT).map(|area| Hit::Area {
            code: area.code.clone(),
            name: area.name.clone(),
        }));
        let departments = register.departments.iter().filter(|department| {
            matches(&department.name, text) || matches(&department.short, text)
        });
        hits.extend(departments.take(LIMIT).map(|department| Hit::Department {
            code: department.code.clone(),
            name: department.name.clone(),
        }));
        let filter = CaseFilter {
            text: text.to_owned(),
            ..CaseFilter::default()
        };
        let (_, open) = self
            .ports
            .cases(
                &user.scope,
                &county.profile,
                &filter,
                now,
                (0, LIMIT as u32),
            )
            .await?;
        let done = CaseFilter {
            lane: Some(onemap_domain::lane::Lane::Done),
            ..filter
        };
        let (_, done) = self
            .ports
            .cases(&user.scope, &county.profile, &done, now, (0, LIMIT as u32))
            .await?;
        hits.extend(open.iter().chain(&done).map(|shown| Hit::Case {
            row: Box::new(inbox::row(shown, &county.profile, now)),
        }));
        Ok(hits)
    }
}

/// Whether a name contains the text, or its pinyin initials do.
fn matches(name: &str, text: &str) -> bool {
    name.contains(text) || (text.is_ascii() && initials(name).contains(&text.to_ascii_lowercase()))
}

fn initials(name: &str) -> String {
    name.to_pinyin()
        .zip(name.chars())
        .map(|(pinyin, character)| {
            pinyin
                .and_then(|pinyin| pinyin.plain().chars().next())
                .unwrap_or(character.to_ascii_lowercase())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_by_its_characters_and_by_its_pinyin_initials() {
        assert!(matches("赤水市", "赤水"));
        assert!(matches("赤水市", "cs"));
        assert!(matches("第4网格", "D4w"));
        assert!(!matches("赤水市", "zy"));
    }
}
