//! `onemap-central import areas` and `import grids`.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use jiff::Timestamp;
use onemap_central::boundaries::{self, BringError, Brought, Plan};
use onemap_domain::area::{AreaCode, Datum};
use onemap_exchange::boundaries::{Asked, BeginError, BoundaryError, Kind, Report};
use onemap_exchange::profile;
use onemap_protocol::text::Text;

use super::words::Said;
use super::{BAD_INPUT, change, database, option, words};

/// Findings of one problem that are written out.
const SHOWN: usize = 20;

/// What can be typed of them; the two take nearly the same.
pub(super) fn commands(text: &Text) -> [Command; 2] {
    let named = |name: &'static str| {
        Command::new(name)
            .about(words(text, &format!("import-{name}")))
            .arg(
                Arg::new("file")
                    .required(true)
                    .value_name("FILE")
                    .help(words(text, "boundaries-file"))
                    .value_parser(value_parser!(PathBuf)),
            )
            .arg(database(text))
            .arg(
                option(text, "datum")
                    .value_parser(PossibleValuesParser::new(Datum::ALL.map(Datum::name))),
            )
            .arg(option(text, "preview").action(ArgAction::SetTrue))
    };
    let areas = named("areas")
        .arg(option(text, "county").value_name("CODE"))
        .arg(
            Arg::new("profile")
                .long("profile")
                .value_name("CODE")
                .help(words(text, "areas-profile")),
        );
    [areas, named("grids")]
}

/// Brings in county, towns and villages.
pub(super) async fn areas(matches: &ArgMatches, text: &Text) -> Result<(), Said> {
    let named = |name: &str| matches.get_one::<String>(name);
    let county =
        match named("county") {
            None => None,
            Some(code) => Some(AreaCode::parse(code).map_err(|_| {
                Said::bad_input(text.say("central-no-area-code", &[("code", code)]))
            })?),
        };
    let plan = Plan {
        county,
        profile: named("profile").cloned(),
        ..plan(matches, Kind::Areas)
    };
    run(matches, text, plan).await
}

/// Brings in grids and household units.
pub(super) async fn grids(matches: &ArgMatches, text: &Text) -> Result<(), Said> {
    run(matches, text, plan(matches, Kind::Grids)).await
}

fn plan(matches: &ArgMatches, kind: Kind) -> Plan {
    let datum = matches.get_one::<String>("datum");
    Plan {
        asked: Asked {
            kind,
            datum: datum.and_then(|name| Datum::named(name)),
        },
        preview: matches.get_flag("preview"),
        ..Plan::default()
    }
}

async fn run(matches: &ArgMatches, text: &Text, plan: Plan) -> Result<(), Said> {
    let (file, bytes) = super::file(matches, text)?;
    let name = file.file_name().unwrap_or(file.as_os_str());
    let name = name.to_string_lossy().into_owned();
    let repository = change::open(matches, text).await?;
    let now = Timestamp::now();
    let brought = boundaries::bring(repository.as_ref(), bytes, &name, &plan, now).await;
    repository.close().await;
    match brought {
        Ok(brought) => told(&brought, text),
        Err(error) => Err(refused(text, &error)),
    }
}

/// Writes the report, and what became of it.
fn told(brought: &Brought, text: &Text) -> Result<(), Said> {
    for line in brought.report.lines(text, SHOWN) {
        println!("{line}");
    }
    let county = brought.county.as_str();
    let Some(version) = brought.register_version else {
        let errors = brought.report.errors.to_string();
        let previewed = text.say("central-areas-previewed", &[("errors", &errors)]);
        println!("{previewed}");
        // A script can ask whether the file could be taken.
        return if brought.report.is_good() {
            Ok(())
        } else {
            Err(Said {
                lines: Vec::new(),
                code: BAD_INPUT,
            })
        };
    };
    let version = version.to_string();
    let key = if brought.begun {
        "central-areas-begun"
    } else {
        "central-areas-imported"
    };
    let filled = [("county", county), ("version", &version)];
    println!("{}", text.say(key, &filled));
    Ok(())
}

fn refused(text: &Text, error: &BringError) -> Said {
    let bad = |line: String| Said {
        lines: vec![line, text.say("central-nothing-imported", &[])],
        code: BAD_INPUT,
    };
    match error {
        BringError::File(error) => bad(unreadable(text, error)),
        BringError::Begin(error) => bad(no_beginning(text, error)),
        BringError::NoProfile => {
            let known: Vec<&str> = profile::codes().collect();
            bad(text.say("central-areas-no-profile", &[("known", &known.join(", "))]))
        }
        BringError::Profile(profile::ProfileError::Unknown { code }) => {
            Said::unknown_profile(text, code)
        }
        BringError::OtherCounty { there, name } => {
            let filled = [("code", there.as_str()), ("name", name)];
            bad(text.say("central-areas-other-county", &filled))
        }
        BringError::Stands(report) => stands(text, report),
        BringError::Store(error) => Said::store(text, error),
        BringError::Changed | BringError::Profile(_) => Said::failed(text, error),
    }
}

/// The whole report, on the error output.
fn stands(text: &Text, report: &Report) -> Said {
    let errors = report.errors.to_string();
    let mut lines = report.lines(text, SHOWN);
    lines.push(text.say("central-areas-stands", &[("errors", &errors)]));
    lines.push(text.say("central-nothing-imported", &[]));
    Said {
        lines,
        code: BAD_INPUT,
    }
}

fn unreadable(text: &Text, error: &BoundaryError) -> String {
    let key = format!("boundary-refused-{}", error.code().replace('_', "-"));
    let params = error.params();
    let params: Vec<(&str, &str)> = params.iter().map(|(n, v)| (&**n, &**v)).collect();
    text.say(&key, &params)
}

fn no_beginning(text: &Text, error: &BeginError) -> String {
    match error {
        BeginError::NoCounty => text.say("central-areas-no-county", &[]),
        BeginError::SeveralCounties { counties } => text.say(
            "central-areas-several-counties",
            &[("counties", &counties.join("、"))],
        ),
        BeginError::OtherCounty { chosen, counties } => text.say(
            "central-areas-not-there",
            &[
                ("code", chosen.as_str()),
                ("counties", &counties.join("、")),
            ],
        ),
        BeginError::NoName { county } => {
            text.say("central-areas-no-name", &[("code", county.as_str())])
        }
    }
}

#[cfg(test)]
mod tests {
    use onemap_protocol::text::Language;

    use super::*;

    #[test]
    fn everything_that_stands_against_a_file_has_a_whole_sentence() {
        let county = || AreaCode::parse("520381").unwrap();
        let counties = || vec!["甲县 (520381)".to_owned(), "乙县 (520382)".to_owned()];
        for language in Language::ALL {
            let text = Text::of(language);
            let files = BoundaryError::examples().into_iter().map(BringError::File);
            let begins = [
                BeginError::NoCounty,
                BeginError::SeveralCounties {
                    counties: counties(),
                },
                BeginError::OtherCounty {
                    chosen: county(),
                    counties: counties(),
                },
                BeginError::NoName { county: county() },
            ];
            let others = [
                BringError::NoProfile,
                BringError::OtherCounty {
                    there: county(),
                    name: "甲县".to_owned(),
                },
            ];
            let begins = begins.into_iter().map(BringError::Begin);
            for error in files.chain(begins).chain(others) {
                let said = refused(&text, &error);
                assert_eq!((said.code, said.lines.len()), (BAD_INPUT, 2), "{error}");
                for line in said.lines {
                    let whole = !line.contains('{')
                        && !line.contains("boundary-")
                        && !line.contains("central-");
                    assert!(whole, "{line}");
                }
            }
        }
    }
}
