//! Profiles (治理模式) as TOML texts: those that ship with the program, and a county's own.
//!
//! [`read`] is for programs: it stops at the first mistake of form. [`check`] is for people who
//! write a profile: it tells of every mistake with its line, also of those of meaning.
//!
//! Deliberately absent: looking for files.

mod around;
mod held;
mod meaning;
mod mistake;
mod routing;
mod service;
mod shape;
mod standard;
mod tree;

use onemap_domain::profile::Profile;
use onemap_protocol::register::Register;
use serde::Deserialize;

pub use mistake::{Mistake, MistakeKind, ValueType};
pub use shape::Words;

/// The profiles that ship with the program, by their code; the first is the usual one.
const SHIPPED: [(&str, &str); 9] = [
    (
        "liaocheng",
        include_str!("../../../assets/profiles/liaocheng.toml"),
    ),
    (
        "chishui",
        include_str!("../../../assets/profiles/chishui.toml"),
    ),
    (
        "chongqing-petition",
        include_str!("../../../assets/profiles/chongqing-petition.toml"),
    ),
    (
        "xicheng",
        include_str!("../../../assets/profiles/xicheng.toml"),
    ),
    (
        "ganzhou",
        include_str!("../../../assets/profiles/ganzhou.toml"),
    ),
    (
        "ulanqab",
        include_str!("../../../assets/profiles/ulanqab.toml"),
    ),
    (
        "digital-city",
        include_str!("../../../assets/profiles/digital-city.toml"),
    ),
    (
        "weifang-hotline",
        include_str!("../../../assets/profiles/weifang-hotline.toml"),
    ),
    (
        "changde",
        include_str!("../../../assets/profiles/changde.toml"),
    ),
];

/// Why a profile cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ProfileError {
    /// No profile with this code ships with the program.
    #[error("no profile {code:?} ships with the program")]
    Unknown {
        /// The code that was asked for.
        code: String,
    },
    /// The text is not a profile.
    #[error("line {line} of the profile: {message}")]
    Read {
        /// The line of the mistake, from 1.
        line: usize,
        /// What the parser expected there.
        message: String,
    },
}

/// The profile with this code among those that ship with the program.
pub fn shipped(code: &str) -> Result<Profile, ProfileError> {
    let text = SHIPPED
        .iter()
        .find(|(known, _)| *known == code)
        .map(|(_, text)| *text);
    read(text.ok_or_else(|| ProfileError::Unknown {
        code: code.to_owned(),
    })?)
}

/// The profile that a county works by: its own, or one of those that ship.
pub fn of(register: &Register) -> Result<Profile, ProfileError> {
    match &register.own_profile {
        Some(own) => Ok((**own).clone()),
        None => shipped(&register.profile),
    }
}

/// The codes of the profiles that ship with the program; the first is the usual one.
pub fn codes() -> impl Iterator<Item = &'static str> {
    SHIPPED.iter().map(|(code, _)| *code)
}

/// Reads a profile's text.
pub fn read(text: &str) -> Result<Profile, ProfileError> {
    toml::from_str(text).map_err(|error| ProfileError::Read {
        line: tree::line(text, error.span()),
        message: error.message().to_owned(),
    })
}

/// Reads a profile's text and tells of every mistake in it, in the order of the lines. A text that
/// is not TOML is told of as such, and of nothing else.
pub fn check(text: &str) -> Result<Profile, Vec<Mistake>> {
    let (mut places, tree) = tree::read(text, &shape::PROFILE);
    if let Some(tree) = tree
        && let Ok(profile) = Profile::deserialize(tree)
    {
        meaning::check(&profile, &mut places);
    }
    let mut mistakes = places.mistakes;
    if !mistakes.is_empty() {
        mistakes.sort_by_key(|mistake| mistake.line);
        return Err(mistakes);
    }
    read(text).map_err(|error| {
        let (line, message) = match error {
            ProfileError::Read { line, message } => (line, message),
            unknown @ ProfileError::Unknown { .. } => (1, unknown.to_string()),
        };
        vec![Mistake {
            line,
            field: String::new(),
            kind: MistakeKind::Unreadable { message },
        }]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_that_does_not_ship_is_not_known() {
        for (code, _) in SHIPPED {
            assert_eq!(shipped(code).unwrap().code, code);
        }
        assert!(matches!(
            shipped("atlantis"),
            Err(ProfileError::Unknown { .. })
        ));
    }

    #[test]
    fn a_mistake_is_named_with_its_line() {
        let whole = SHIPPED[0].1;
        let (at, _) = whole
            .lines()
            .enumerate()
            .find(|(_, line)| line.starts_with("yellow_share"))
            .unwrap();
        let wrong = whole.replace("yellow_share = 25", "yellow_share = \"a quarter\"");
        match read(&wrong) {
            Err(ProfileError::Read { line, .. }) => assert_eq!(line, at + 1),
            other => panic!("a text for a number must be refused, got {other:?}"),
        }
    }
}
