//! Profiles (治理模式) as TOML texts: those that ship with the program, and a county's own.
//!
//! Deliberately absent: looking for files, and any knowledge of what a profile means.

use onemap_domain::profile::Profile;

/// The profiles that ship with the program, by their code.
const SHIPPED: [(&str, &str); 1] = [(
    "liaocheng",
    include_str!("../../../assets/profiles/liaocheng.toml"),
)];

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

/// Reads a profile's text.
pub fn read(text: &str) -> Result<Profile, ProfileError> {
    toml::from_str(text).map_err(|error| {
        let before = error
            .span()
            .and_then(|span| text.get(..span.start))
            .unwrap_or_default();
        let line = 1 + before.matches('\n').count();
        ProfileError::Read {
            line,
            message: error.message().to_owned(),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_profile_reads_and_bears_its_code() {
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
