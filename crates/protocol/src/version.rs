//! Which consoles and centrals understand each other.
//!
//! Both say in every request and every answer which version of the protocol they speak, and each
//! knows the oldest that it still understands. Whoever says nothing is another program, and the
//! contract under `/v1` holds for it. A new kind of event or command, or another meaning of an old
//! one, is a new version; a new field that may be absent is none.

use serde::{Deserialize, Serialize};

use crate::problem::{Problem, ProblemCode};

/// The header that names the version, a whole number.
pub const HEADER: &str = "onemap-protocol";

/// What this program speaks.
pub const SPOKEN: u32 = 1;

/// The oldest console that a central of this version serves.
pub const OLDEST_CONSOLE: u32 = 1;

/// The oldest central that a console of this version works with.
pub const OLDEST_CENTRAL: u32 = 1;

/// Why a console and a central that is reached have nothing to say to each other before somebody has put it
/// right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Impasse {
    /// The program on this computer is too old.
    OldConsole,
    /// The central's is.
    OldCentral,
    /// Whoever answers cannot show that it is the central: its certificate is not of an authority that this
    /// console goes by, or of another address.
    Untrusted,
}

impl Impasse {
    /// Every one.
    pub const ALL: [Impasse; 3] = [Impasse::OldConsole, Impasse::OldCentral, Impasse::Untrusted];

    /// The code of the problem that says so.
    pub const fn code(self) -> ProblemCode {
        match self {
            Impasse::OldConsole => ProblemCode::ConsoleOutdated,
            Impasse::OldCentral => ProblemCode::CentralOutdated,
            Impasse::Untrusted => ProblemCode::CentralUntrusted,
        }
    }

    /// What a problem says of it.
    pub fn said_by(problem: &Problem) -> Option<Impasse> {
        Impasse::ALL
            .into_iter()
            .find(|which| problem.is(which.code()))
    }
}

/// What a header says; `None` where it says nothing that is a version.
pub fn spoken(header: Option<&[u8]>) -> Option<u32> {
    std::str::from_utf8(header?).ok()?.trim().parse().ok()
}

/// Whether a central of this version serves who says this.
pub fn is_served(console: Option<u32>) -> bool {
    console.is_none_or(|version| version >= OLDEST_CONSOLE)
}

/// Whether a console of this version works with who says this. Nothing said is nothing known: what
/// is not the central at all (a proxy's page of a fault, say) has no version either.
pub fn is_understood(central: Option<u32>) -> bool {
    central.is_none_or(|version| version >= OLDEST_CENTRAL)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_says_nothing_is_another_program_and_who_is_too_old_is_told() {
        assert!(is_served(None) && is_understood(None));
        assert!(is_served(Some(SPOKEN)) && is_understood(Some(SPOKEN)));
        assert!(!is_served(Some(OLDEST_CONSOLE - 1)));
        assert!(!is_understood(Some(OLDEST_CENTRAL - 1)));
    }

    #[test]
    fn a_newer_one_is_served_until_it_says_otherwise_itself() {
        assert!(is_served(Some(SPOKEN + 1)) && is_understood(Some(SPOKEN + 1)));
    }

    #[test]
    fn what_is_no_number_is_no_version() {
        assert_eq!(spoken(Some(b" 7 ")), Some(7));
        assert_eq!(spoken(Some(b"seven")), None);
        assert_eq!(spoken(Some(&[0xff])), None);
        assert_eq!(spoken(None), None);
    }

    #[test]
    fn a_problem_says_why_the_two_do_not_speak() {
        for which in Impasse::ALL {
            assert_eq!(Impasse::said_by(&Problem::new(which.code())), Some(which));
        }
        let other = Problem::new(ProblemCode::CentralUnreachable);
        assert_eq!(Impasse::said_by(&other), None);
    }
}
