//! `profile check`, `profile list`: the files that counties write, before anybody works by them.
//!
//! Deliberately absent: making a county work by one, which changes a database.

use std::path::{Path, PathBuf};

use clap::ArgMatches;
use onemap_domain::profile::Profile;
use onemap_exchange::profile;
use onemap_protocol::text::{Language, Text};

use super::BAD_INPUT;
use super::words::Said;

/// The county's own file, or everything that is wrong with it.
pub(super) fn checked(file: &Path, text: &Text) -> Result<Profile, Said> {
    let name = file.display().to_string();
    let written = std::fs::read_to_string(file);
    let written = written.map_err(|error| Said::unreadable(text, &name, &error))?;
    profile::check(&written).map_err(|mistakes| {
        let count = mistakes.len().to_string();
        let head = text.say("central-profile-bad", &[("file", &name), ("count", &count)]);
        let sentences = mistakes.iter().map(|mistake| mistake.sentence(text));
        Said {
            lines: [head].into_iter().chain(sentences).collect(),
            code: BAD_INPUT,
        }
    })
}

/// Checks a file and says what it holds.
pub(super) fn check(given: &ArgMatches, language: Language, text: &Text) -> Result<(), Said> {
    let Some(file) = given.get_one::<PathBuf>("file") else {
        return Ok(());
    };
    let profile = checked(file, text)?;
    let counts = [
        profile.steps.len(),
        profile.clock_codes().count(),
        profile.categories.len(),
    ];
    let [steps, clocks, categories] = counts.map(|count| count.to_string());
    println!(
        "{}",
        text.say(
            "central-profile-good",
            &[
                ("file", &file.display().to_string()),
                ("name", language.of(&profile.name)),
                ("code", &profile.code),
                ("steps", &steps),
                ("clocks", &clocks),
                ("categories", &categories),
            ]
        )
    );
    Ok(())
}

/// Lists the profiles that ship with the program.
pub(super) fn list(language: Language, text: &Text) -> Result<(), Said> {
    for code in profile::codes() {
        let profile = profile::shipped(code).map_err(|error| Said::failed(text, &error))?;
        let name = language.of(&profile.name);
        println!(
            "{}",
            text.say("central-profile-listed", &[("code", code), ("name", name)])
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_with_mistakes_is_answered_with_all_of_them_in_either_language() {
        let file = std::env::temp_dir().join(format!("onemap-profile-{}.toml", std::process::id()));
        std::fs::write(&file, "code = 7\ncolour = \"red\"\n").unwrap();
        for language in Language::ALL {
            let said = checked(&file, &Text::of(language)).unwrap_err();
            assert_eq!(said.code, BAD_INPUT);
            let [head, mistakes @ ..] = said.lines.as_slice() else {
                panic!("nothing is said");
            };
            assert!(head.contains(&mistakes.len().to_string()), "{head}");
            assert!(mistakes.len() > 2, "{mistakes:?}");
            for line in &said.lines {
                assert!(!line.contains("central-") && !line.contains('$'), "{line}");
            }
        }
        std::fs::remove_file(&file).unwrap();
        let said = checked(&file, &Text::of(Language::English)).unwrap_err();
        assert_eq!((said.code, said.lines.len()), (BAD_INPUT, 1));
    }
}
