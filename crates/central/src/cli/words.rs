//! What the command line says when something does not go.

use onemap_central::CentralError;
use onemap_central::error::{StoreError, with_causes};
use onemap_exchange::messages::{Finding, SheetError};
use onemap_exchange::profile;
use onemap_protocol::text::Text;

use super::BAD_INPUT;

/// Why a command did not do what it should, in the user's language.
#[derive(Debug)]
pub(super) struct Said {
    pub(super) lines: Vec<String>,
    pub(super) code: u8,
}

impl Said {
    pub(super) fn bad_input(line: String) -> Said {
        Said {
            lines: vec![line],
            code: BAD_INPUT,
        }
    }

    /// A file that cannot be read.
    pub(super) fn unreadable(text: &Text, file: &str, reason: &dyn std::fmt::Display) -> Said {
        let reason = reason.to_string();
        let filled = [("file", file), ("reason", reason.as_str())];
        Said::bad_input(text.say("central-file-unreadable", &filled))
    }

    /// A code that no profile has; those that ship are named.
    pub(super) fn unknown_profile(text: &Text, code: &str) -> Said {
        let known: Vec<&str> = profile::codes().collect();
        let known = known.join(", ");
        let filled = [("code", code), ("known", known.as_str())];
        Said::bad_input(text.say("central-profile-unknown", &filled))
    }

    /// Anything that has no sentence of its own, with its causes for whoever looks after it.
    pub(super) fn failed(text: &Text, error: &dyn std::error::Error) -> Said {
        let reason = with_causes(error);
        Said {
            lines: vec![text.say("central-failed", &[("reason", &reason)])],
            code: 1,
        }
    }

    pub(super) fn central(text: &Text, error: &CentralError) -> Said {
        match error {
            CentralError::DatabaseAddress { address } => {
                Said::bad_input(text.say("central-database-address", &[("address", address)]))
            }
            CentralError::Listen { address, source } => Said {
                lines: vec![text.say(
                    "central-cannot-listen",
                    &[
                        ("address", &address.to_string()),
                        ("reason", &source.to_string()),
                    ],
                )],
                code: 1,
            },
            CentralError::Store(error) => Said::store(text, error),
            CentralError::OtherProfile { there, asked } => Said {
                lines: vec![text.say(
                    "central-other-profile",
                    &[("there", there.as_str()), ("asked", asked.as_str())],
                )],
                code: 1,
            },
            other => Said::failed(text, other),
        }
    }

    pub(super) fn store(text: &Text, error: &StoreError) -> Said {
        match error {
            StoreError::Full => Said {
                lines: vec![text.say("problem-disk-full", &[])],
                code: 1,
            },
            StoreError::InUse => Said {
                lines: vec![text.say("central-database-restoring", &[])],
                code: 1,
            },
            StoreError::Unguarded => Said {
                lines: vec![text.say("central-database-unguarded", &[])],
                code: 1,
            },
            other => Said::failed(text, other),
        }
    }

    /// A file that cannot be imported: what it is, then every problem with its row and column.
    pub(super) fn sheet(text: &Text, error: &SheetError) -> Said {
        let mut params: Vec<(String, String)> = error.params().into_iter().collect();
        for (name, value) in &mut params {
            if name == "looks_like" {
                *value = text.say(&format!("central-looks-like-{}", dashed(value)), &[]);
            }
        }
        let head = filled(
            text,
            &format!("central-sheet-{}", dashed(error.code())),
            &params,
        );
        let mut lines = vec![head];
        if let SheetError::Rows { findings, .. } = error {
            lines.extend(findings.iter().map(|found| finding(text, found)));
        }
        lines.push(text.say("central-nothing-imported", &[]));
        Said {
            lines,
            code: BAD_INPUT,
        }
    }
}

/// One finding, row and column named.
pub(super) fn finding(text: &Text, finding: &Finding) -> String {
    let params: Vec<(String, String)> = finding.params().into_iter().collect();
    filled(
        text,
        &format!("central-finding-{}", dashed(finding.code())),
        &params,
    )
}

/// Fluent's variables and keys are written with dashes here.
fn dashed(name: &str) -> String {
    name.replace('_', "-")
}

fn filled(text: &Text, key: &str, params: &[(String, String)]) -> String {
    let params: Vec<(String, &str)> = params
        .iter()
        .map(|(name, value)| (dashed(name), value.as_str()))
        .collect();
    let params: Vec<(&str, &str)> = params.iter().map(|(n, v)| (n.as_str(), *v)).collect();
    text.say(key, &params)
}

#[cfg(test)]
mod tests {
    use onemap_exchange::messages::{FileKind, Problem};
    use onemap_protocol::text::Language;

    use super::*;

    fn a_finding(problem: Problem) -> Finding {
        Finding {
            row: 1141,
            column: "G".to_owned(),
            header: "答复时间".to_owned(),
            value: "2019/2/31".to_owned(),
            problem,
            other_row: Some(7),
        }
    }

    #[test]
    fn every_problem_of_a_file_has_a_whole_sentence_that_names_row_and_column() {
        for language in Language::ALL {
            let text = Text::of(language);
            for problem in Problem::ALL {
                let sentence = finding(&text, &a_finding(problem));
                assert!(sentence.contains("1141"), "{sentence}");
                assert!(
                    problem == Problem::DuplicateSame || sentence.contains('G'),
                    "{sentence}"
                );
                assert!(
                    !sentence.contains('{') && !sentence.contains("central-"),
                    "{sentence}"
                );
            }
            let kinds = [
                FileKind::Nothing,
                FileKind::OldOrLocked,
                FileKind::Text,
                FileKind::Picture,
                FileKind::Damaged,
                FileKind::Unknown,
            ];
            let not_sheets = kinds.map(|looks_like| SheetError::NotASheet {
                looks_like,
                source: None,
            });
            let others = [
                SheetError::TooLarge { limit_mib: 64 },
                SheetError::Empty,
                SheetError::MissingColumns {
                    missing: Vec::new(),
                    found: Vec::new(),
                },
                SheetError::Rows {
                    findings: Vec::new(),
                    more: 3,
                },
            ];
            for error in not_sheets.iter().chain(&others) {
                for line in Said::sheet(&text, error).lines {
                    assert!(!line.contains('{') && !line.contains("central-"), "{line}");
                }
            }
        }
    }
}
