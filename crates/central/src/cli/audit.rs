//! `onemap-central audit export`.

use std::fs::OpenOptions;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use onemap_central::audit::{ExportError, export as exported};
use onemap_protocol::text::Text;

use super::change::open;
use super::given;
use super::words::Said;

/// Writes a period of the audit stream as lines of JSON, into a new file.
pub(super) async fn export(matches: &ArgMatches, text: &Text) -> Result<(), Said> {
    let moment = |name: &str| match given(matches, name) {
        "" => Ok(None),
        written => read(written)
            .map(Some)
            .ok_or_else(|| Said::bad_input(text.say("central-no-moment", &[("value", written)]))),
    };
    let (from, to) = (moment("from")?, moment("to")?);
    let file = matches
        .get_one::<PathBuf>("file")
        .cloned()
        .unwrap_or_default();
    let unwritable = |error: std::io::Error| unwritable(text, &file, &error);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut out = BufWriter::new(options.open(&file).map_err(unwritable)?);
    let repository = open(matches, text).await?;
    let now = Timestamp::now();
    let written = exported(repository.as_ref(), &mut out, (from, to), now).await;
    repository.close().await;
    let entries = written.map_err(|error| match error {
        ExportError::Write(error) => unwritable(error),
        ExportError::Store(error) => Said::store(text, &error),
    })?;
    out.flush().map_err(unwritable)?;
    let out = out
        .into_inner()
        .map_err(|error| unwritable(error.into_error()))?;
    out.sync_all().map_err(unwritable)?;
    let name = file.display().to_string();
    let filled = [("file", name.as_str()), ("entries", &entries.to_string())];
    println!("{}", text.say("central-audit-exported", &filled));
    Ok(())
}

/// A moment (RFC 3339), or the beginning of a civil day (北京时间).
fn read(written: &str) -> Option<Timestamp> {
    if let Ok(moment) = written.parse() {
        return Some(moment);
    }
    let day: Date = written.parse().ok()?;
    Offset::constant(8).to_timestamp(day.at(0, 0, 0, 0)).ok()
}

fn unwritable(text: &Text, file: &Path, error: &std::io::Error) -> Said {
    let (file, reason) = (file.display().to_string(), error.to_string());
    Said {
        lines: vec![text.say(
            "central-file-unwritable",
            &[("file", &file), ("reason", &reason)],
        )],
        code: 1,
    }
}
