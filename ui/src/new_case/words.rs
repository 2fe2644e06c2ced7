//! What a form makes of what was typed: a title out of a text, a place out of a chain.
//!
//! Pure. Deliberately absent: judging the contents; the console does that and names the field.

use onemap_domain::area::{AreaCode, Level};

/// Longest title that is suggested, characters. (The rules allow 120; a list shows about this.)
const SUGGESTED_TITLE: usize = 30;

/// A title out of the first sentence of a text.
pub fn title_of(text: &str) -> String {
    let sentence_ends = ['。', '！', '？', '!', '?', '；', ';', '\n'];
    let first = text.trim().split(sentence_ends).next().unwrap_or_default();
    let first = first.trim().trim_end_matches(['，', ',', '、', '.']);
    if first.chars().count() <= SUGGESTED_TITLE {
        return first.to_owned();
    }
    // A long sentence is cut at the last pause that still leaves something to say.
    let head: String = first.chars().take(SUGGESTED_TITLE).collect();
    let pause = head
        .rfind(['，', ',', '、', ' '])
        .filter(|at| head[..*at].chars().count() >= 8);
    pause.map_or(head.clone(), |at| head[..at].to_owned())
}

/// The town, village and grid of an area, as far down as it goes.
pub fn place_of(code: &AreaCode) -> [Option<AreaCode>; 3] {
    [Level::Town, Level::Village, Level::Grid].map(|level| code.at(level))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_the_first_sentence_or_its_first_clauses() {
        assert_eq!(title_of("  路灯不亮。已经三天了"), "路灯不亮");
        assert_eq!(title_of(""), "");
        let long = "康佳社区三栋后侧化粪池外溢，污水流入沿河步道，附近居民多次反映没有人来处理";
        assert_eq!(
            title_of(long),
            "康佳社区三栋后侧化粪池外溢，污水流入沿河步道"
        );
        assert_eq!(title_of(&"长".repeat(40)).chars().count(), 30);
    }

    #[test]
    fn a_grid_names_its_village_and_town() {
        let grid = AreaCode::parse("520381001001901").unwrap();
        let names = place_of(&grid).map(|code| code.map(|code| code.as_str().len()));
        assert_eq!(names, [Some(9), Some(12), Some(15)]);
        assert_eq!(place_of(&grid.at(Level::Town).unwrap())[1], None);
    }
}
