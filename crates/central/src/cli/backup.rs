//! `onemap-central backup` and `restore`.

use std::path::{Path, PathBuf};

use clap::ArgMatches;
use jiff::Timestamp;
use onemap_central::backup::{self, BackupError, Contents};
use onemap_protocol::text::Text;

use super::given;
use super::words::Said;

/// Copies the database while others work with it.
pub(super) async fn keep(matches: &ArgMatches, text: &Text) -> Result<(), Said> {
    let file = file(matches);
    let kept = backup::backup(
        given(matches, "database"),
        &file,
        matches.get_flag("replace"),
    );
    let contents = kept.await.map_err(|error| refused(text, &error))?;
    let shown = file.display().to_string();
    let held = held(text, contents);
    println!(
        "{}",
        text.say(
            "central-backed-up",
            &[("file", &shown), ("contents", &held)]
        )
    );
    Ok(())
}

/// Puts a backup in the place of the database.
pub(super) async fn restore(matches: &ArgMatches, text: &Text) -> Result<(), Said> {
    let file = file(matches);
    let restored = backup::restore(
        &file,
        given(matches, "database"),
        matches.get_flag("replace"),
        Timestamp::now(),
    );
    let restored = restored.await.map_err(|error| refused(text, &error))?;
    let held = held(text, restored.contents);
    println!("{}", text.say("central-restored", &[("contents", &held)]));
    if let Some(replaced) = restored.replaced {
        let replaced = replaced.display().to_string();
        println!(
            "{}",
            text.say("central-restored-replaced", &[("file", &replaced)])
        );
    }
    println!("{}", text.say("central-restored-history", &[]));
    Ok(())
}

fn file(matches: &ArgMatches) -> PathBuf {
    matches
        .get_one::<PathBuf>("file")
        .cloned()
        .unwrap_or_default()
}

/// How many events, and up to when.
fn held(text: &Text, contents: Contents) -> String {
    let events = contents.events.to_string();
    match contents.until {
        Some(until) => text.say(
            "central-contents",
            &[("events", &events), ("until", &text.moment(until))],
        ),
        None => text.say("central-contents-empty", &[]),
    }
}

fn refused(text: &Text, error: &BackupError) -> Said {
    let named = |key: &str, file: &Path| {
        Said::bad_input(text.say(key, &[("file", &file.display().to_string())]))
    };
    match error {
        BackupError::Central(error) => Said::central(text, error),
        BackupError::Missing(file) => named("central-backup-missing", file),
        BackupError::Exists(file) => named("central-backup-exists", file),
        BackupError::OtherDatabase => {
            Said::bad_input(text.say("central-backup-other-database", &[]))
        }
        BackupError::Same => Said::bad_input(text.say("central-backup-same", &[])),
        BackupError::NotWhole { file, reason } => Said::bad_input(text.say(
            "central-backup-not-whole",
            &[("file", &file.display().to_string()), ("reason", reason)],
        )),
        BackupError::Newer => Said::bad_input(text.say("central-backup-newer", &[])),
        BackupError::InUse => Said {
            lines: vec![text.say("central-backup-in-use", &[])],
            code: 1,
        },
        BackupError::Files { .. } => Said::failed(text, error),
    }
}

#[cfg(test)]
mod tests {
    use onemap_protocol::text::Language;

    use super::*;

    #[test]
    fn every_refusal_of_a_backup_has_a_whole_sentence() {
        let file = PathBuf::from("/backups/night.sqlite");
        let errors = [
            BackupError::Missing(file.clone()),
            BackupError::Exists(file.clone()),
            BackupError::OtherDatabase,
            BackupError::Same,
            BackupError::NotWhole {
                file,
                reason: "row 3 missing".to_owned(),
            },
            BackupError::Newer,
            BackupError::InUse,
        ];
        for language in Language::ALL {
            let text = Text::of(language);
            for line in errors.iter().flat_map(|error| refused(&text, error).lines) {
                assert!(!line.contains('{') && !line.contains("central-"), "{line}");
            }
            let contents = Contents {
                events: 3,
                until: Some(Timestamp::UNIX_EPOCH),
            };
            assert!(held(&text, contents).contains('3'));
        }
    }
}
