//! `onemap-central key` and `onemap-central qr`.

use std::path::PathBuf;

use clap::ArgMatches;
use jiff::Timestamp;
use onemap_central::keys::{self, KeyError, System};
use onemap_central::open311::posted::grid_code;
use onemap_central::qr::{self, QrError};
use onemap_domain::people::UserId;
use onemap_protocol::text::Text;

use super::change::open;
use super::given;
use super::words::Said;

/// Issues a key. It is told once, alone on standard output.
pub(super) async fn issue(matches: &ArgMatches, text: &Text) -> Result<(), Said> {
    let account = given(matches, "system");
    let name = matches.get_one::<String>("name").cloned();
    let system = System {
        account: UserId(account.to_owned()),
        name: name.unwrap_or_else(|| account.to_owned()),
        channel: matches.get_one::<String>("channel").cloned(),
    };
    let repository = open(matches, text).await?;
    let issued = keys::issue(repository.as_ref(), system, Timestamp::now()).await;
    repository.close().await;
    let key = issued.map_err(|error| refused(text, &error))?;
    eprintln!("{}", text.say("central-key-issued", &[("system", account)]));
    println!("{}", key.0);
    Ok(())
}

/// Takes a key back.
pub(super) async fn revoke(matches: &ArgMatches, text: &Text) -> Result<(), Said> {
    let account = given(matches, "system");
    let repository = open(matches, text).await?;
    let revoked = keys::revoke(
        repository.as_ref(),
        &UserId(account.to_owned()),
        Timestamp::now(),
    )
    .await;
    repository.close().await;
    revoked.map_err(|error| refused(text, &error))?;
    println!(
        "{}",
        text.say("central-key-revoked", &[("system", account)])
    );
    Ok(())
}

/// Writes the QR code of a grid.
pub(super) fn grid(matches: &ArgMatches, text: &Text) -> Result<(), Said> {
    let code = given(matches, "grid");
    let unknown = || Said::bad_input(text.say("central-qr-grid", &[("code", code)]));
    let grid = grid_code(code).ok_or_else(unknown)?;
    let address = given(matches, "address");
    let refused = |error: QrError| {
        let key = match error {
            QrError::Address { .. } => "central-qr-address",
            QrError::TooLong(_) => "central-qr-too-long",
        };
        Said::bad_input(text.say(key, &[("address", address)]))
    };
    let form = qr::form_address(address, &grid).map_err(refused)?;
    let picture = qr::svg(&form).map_err(refused)?;
    let Some(file) = matches.get_one::<PathBuf>("file") else {
        println!("{picture}");
        return Ok(());
    };
    std::fs::write(file, picture).map_err(|error| Said::failed(text, &error))?;
    let file = file.display().to_string();
    let filled = [("address", form.as_str()), ("file", file.as_str())];
    println!("{}", text.say("central-qr-written", &filled));
    Ok(())
}

fn refused(text: &Text, error: &KeyError) -> Said {
    match error {
        KeyError::NoCounty => Said {
            lines: vec![text.say("central-no-county", &[])],
            code: 1,
        },
        KeyError::Name { name } => bad(text, "central-key-name", name, ""),
        KeyError::Taken { name } => bad(text, "central-key-taken", name, ""),
        KeyError::Unknown { name } => bad(text, "central-key-unknown", name, ""),
        KeyError::Channel { channel, known } => {
            bad(text, "central-key-channel", channel, &known.join(", "))
        }
        KeyError::Store(error) => Said::store(text, error),
        KeyError::Profile(_) | KeyError::Randomness(_) => Said::failed(text, error),
    }
}

fn bad(text: &Text, key: &str, value: &str, known: &str) -> Said {
    Said::bad_input(text.say(key, &[("value", value), ("known", known)]))
}
