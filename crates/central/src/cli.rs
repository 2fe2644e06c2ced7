//! The command line: what can be typed, and what is said about it.

mod audit;
mod backup;
mod boundaries;
mod change;
mod import;
mod key;
mod profile;
mod serve;
mod simulate;
mod user;
mod words;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::builder::{NonEmptyStringValueParser, PossibleValuesParser};
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use onemap_central::traces::{self, TracesError};
use onemap_domain::account::AccountChange;
use onemap_domain::people::Role;
use onemap_exchange::county::County;
use onemap_protocol::text::{Language, Text};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer as _};

use words::Said;

/// What is returned for a bad file or a bad command line.
const BAD_INPUT: u8 = 2;

/// Runs the program.
pub(crate) fn main(arguments: Vec<OsString>) -> ExitCode {
    let language = language(&arguments);
    let text = Text::of(language);
    let matches = match command(&text).try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(told) => {
            let code = if told.use_stderr() { BAD_INPUT } else { 0 };
            // There is nowhere left to say it when even this cannot be written.
            let _ = told.print();
            return ExitCode::from(code);
        }
    };
    let collector = matches
        .subcommand_matches("serve")
        .and_then(|given| given.get_one::<String>("traces"));
    if let Err(error) = keep_log(given(&matches, "log"), collector) {
        let reason = error.to_string();
        eprintln!(
            "{}",
            text.say("central-traces-unusable", &[("reason", &reason)])
        );
        return ExitCode::from(BAD_INPUT);
    }
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!(
                "{}",
                text.say("central-failed", &[("reason", &error.to_string())])
            );
            return ExitCode::FAILURE;
        }
    };
    let result = runtime.block_on(async {
        match matches.subcommand() {
            Some(("serve", given)) => serve::run(given, &text).await,
            Some(("import", given)) => match given.subcommand() {
                Some(("cases", given)) => import::cases(given, &text).await,
                Some(("calendar", given)) => change::calendar(given, &text).await,
                Some(("areas", given)) => boundaries::areas(given, &text).await,
                Some(("grids", given)) => boundaries::grids(given, &text).await,
                _ => Ok(()),
            },
            Some(("profile", given)) => match given.subcommand() {
                Some(("check", given)) => profile::check(given, language, &text),
                Some(("list", _)) => profile::list(language, &text),
                Some(("use", given)) => change::use_profile(given, &text).await,
                _ => Ok(()),
            },
            Some(("key", given)) => match given.subcommand() {
                Some(("issue", given)) => key::issue(given, &text).await,
                Some(("revoke", given)) => key::revoke(given, &text).await,
                _ => Ok(()),
            },
            Some(("user", given)) => match given.subcommand() {
                Some(("add", given)) => user::add(given, (language, &text)).await,
                Some(("role", given)) => user::role(given, (language, &text)).await,
                Some(("list", given)) => user::list(given, &text).await,
                Some((name, given)) => {
                    let change = match name {
                        "lock" => AccountChange::Lock,
                        "unlock" => AccountChange::Unlock,
                        "password" => AccountChange::ResetPassword,
                        _ => AccountChange::ResetFactor,
                    };
                    user::plain(given, (language, &text), change).await
                }
                None => Ok(()),
            },
            Some(("audit", given)) => match given.subcommand() {
                Some(("export", given)) => audit::export(given, &text).await,
                _ => Ok(()),
            },
            Some(("qr", given)) => key::grid(given, &text),
            Some(("verify-log", given)) => change::verify_log(given, &text).await,
            Some(("backup", given)) => backup::keep(given, &text).await,
            Some(("restore", given)) => backup::restore(given, &text).await,
            Some(("simulate", given)) => simulate::run(given, &text).await,
            _ => Ok(()),
        }
    });
    traces::end();
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(said) => {
            for line in &said.lines {
                eprintln!("{line}");
            }
            ExitCode::from(said.code)
        }
    }
}

/// Writes the log to where errors go, as the environment asks for it; spans go to the collector, if there is
/// one.
fn keep_log(form: &str, collector: Option<&String>) -> Result<(), TracesError> {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let log = match form {
        "json" => log.json().flatten_event(true).boxed(),
        _ => log.boxed(),
    };
    let spans = collector.map(|address| traces::to(address)).transpose()?;
    tracing_subscriber::registry()
        .with(log.with_filter(filter))
        .with(spans)
        .init();
    Ok(())
}

/// The language: `--language`, else the environment's. It must be known before the command line is
/// read, because its help is in that language.
fn language(arguments: &[OsString]) -> Language {
    let texts: Vec<&str> = arguments
        .iter()
        .filter_map(|argument| argument.to_str())
        .collect();
    let after = texts
        .iter()
        .position(|text| *text == "--language")
        .map(|place| place + 1);
    let given = after
        .and_then(|place| texts.get(place))
        .map(|text| (*text).to_owned());
    let joined = || {
        texts
            .iter()
            .find_map(|text| text.strip_prefix("--language="))
    };
    let environment = || {
        ["LC_ALL", "LC_MESSAGES", "LANG"]
            .iter()
            .find_map(|name| std::env::var(name).ok())
    };
    let wanted = given
        .or_else(|| joined().map(str::to_owned))
        .or_else(environment);
    match wanted.as_deref().unwrap_or_default() {
        // A program that runs without a locale says things in English, as others do.
        "" | "C" | "POSIX" | "C.UTF-8" => Language::English,
        other => Language::accepted(&other.replace('_', "-")),
    }
}

fn command(text: &Text) -> Command {
    let help = |key: &str| words(text, key);
    let option = |name: &'static str| option(text, name);
    let database = || database(text);
    let sample = || option("sample").value_name("chishui|FILE");
    Command::new("onemap-central")
        .about(help("about"))
        .version(env!("CARGO_PKG_VERSION"))
        .subcommand_required(true)
        .arg(
            option("language")
                .global(true)
                .value_parser(PossibleValuesParser::new(Language::ALL.map(Language::tag))),
        )
        .arg(
            option("log")
                .global(true)
                .default_value("text")
                .value_parser(PossibleValuesParser::new(["text", "json"])),
        )
        .subcommand(serve_command(text))
        .subcommand(import_command(text))
        .subcommand(profile_command(text))
        .subcommand(key_command(text))
        .subcommand(user_command(text))
        .subcommand(qr_command(text))
        .subcommand(
            Command::new("verify-log")
                .about(help("verify-log"))
                .arg(database())
                .arg(
                    Arg::new("heads")
                        .long("heads")
                        .value_name("DIR")
                        .requires("public-key")
                        .help(help("verify-heads"))
                        .value_parser(value_parser!(PathBuf)),
                )
                .arg(
                    option("public-key")
                        .value_name("FILE")
                        .requires("heads")
                        .value_parser(value_parser!(PathBuf)),
                ),
        )
        .subcommand(audit_command(text))
        .subcommand(copy_command(text, "backup"))
        .subcommand(copy_command(text, "restore"))
        .subcommand(
            Command::new("simulate")
                .about(help("simulate"))
                .arg(
                    option("central")
                        .default_value("http://127.0.0.1:8460")
                        .value_name("URL"),
                )
                .arg(
                    option("per-minute")
                        .default_value("30")
                        .value_parser(value_parser!(u32).range(1..=60_000)),
                )
                .arg(seed(text))
                .arg(option("minutes").value_parser(value_parser!(u32).range(1..)))
                .arg(sample().default_value("chishui")),
        )
}

fn serve_command(text: &Text) -> Command {
    let help = |key: &str| words(text, key);
    let option = |name: &'static str| option(text, name);
    let database = || database(text);
    let sample = || option("sample").value_name("chishui|FILE");
    Command::new("serve")
        .about(help("serve"))
        .arg(
            option("listen")
                .default_value("127.0.0.1:8460")
                .value_parser(value_parser!(std::net::SocketAddr)),
        )
        .arg(
            option("metrics")
                .value_name("ADDRESS")
                .value_parser(value_parser!(std::net::SocketAddr)),
        )
        .arg(
            option("traces")
                .value_name("URL")
                .value_parser(NonEmptyStringValueParser::new()),
        )
        .arg(
            option("page")
                .value_name("FOLDER")
                .value_parser(value_parser!(std::path::PathBuf)),
        )
        .arg(
            option("provider")
                .value_name("FILE")
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(database())
        .arg(sample())
        .arg(
            Arg::new("profile")
                .long("profile")
                .value_name("CODE")
                .requires("sample")
                .help(help("serve-profile")),
        )
        .arg(
            option("heads")
                .value_name("DIR")
                .requires("heads-key")
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(
            option("heads-key")
                .value_name("FILE")
                .requires("heads")
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(
            option("heads-every")
                .value_name("MINUTES")
                .default_value("10")
                .value_parser(value_parser!(u64).range(1..=1_440)),
        )
}

fn database(text: &Text) -> Arg {
    option(text, "database")
        .required(true)
        .value_name("sqlite:FILE|postgres://…")
}

/// `backup` and `restore` take the same.
fn copy_command(text: &Text, name: &'static str) -> Command {
    Command::new(name)
        .about(words(text, name))
        .arg(
            Arg::new("file")
                .required(true)
                .value_name("FILE")
                .help(words(text, "backup-file"))
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(database(text).value_name("sqlite:FILE"))
        .arg(
            Arg::new("replace")
                .long("replace")
                .action(ArgAction::SetTrue)
                .help(words(text, &format!("{name}-replace"))),
        )
}

fn import_command(text: &Text) -> Command {
    let file = |help: &str| {
        Arg::new("file")
            .required(true)
            .value_name("FILE")
            .help(words(text, help))
            .value_parser(value_parser!(PathBuf))
    };
    Command::new("import")
        .about(words(text, "import"))
        .subcommand_required(true)
        .subcommand(
            Command::new("cases")
                .about(words(text, "import-cases"))
                .arg(file("file"))
                .arg(database(text))
                .arg(
                    option(text, "source")
                        .default_value("messages")
                        .value_parser(NonEmptyStringValueParser::new()),
                )
                .arg(seed(text).default_value("1")),
        )
        .subcommand(
            Command::new("calendar")
                .about(words(text, "import-calendar"))
                .arg(file("calendar-file"))
                .arg(database(text)),
        )
        .subcommands(boundaries::commands(text))
}

fn profile_command(text: &Text) -> Command {
    Command::new("profile")
        .about(words(text, "profile"))
        .subcommand_required(true)
        .subcommand(
            Command::new("check")
                .about(words(text, "profile-check"))
                .arg(
                    Arg::new("file")
                        .required(true)
                        .value_name("FILE")
                        .help(words(text, "profile-file"))
                        .value_parser(value_parser!(PathBuf)),
                ),
        )
        .subcommand(Command::new("list").about(words(text, "profile-list")))
        .subcommand(
            Command::new("use")
                .about(words(text, "profile-use"))
                .arg(
                    Arg::new("profile")
                        .required(true)
                        .value_name("CODE|FILE")
                        .help(words(text, "profile-choice")),
                )
                .arg(database(text)),
        )
}

fn key_command(text: &Text) -> Command {
    let system = || {
        Arg::new("system")
            .required(true)
            .value_name("SYSTEM")
            .help(words(text, "key-system"))
    };
    let named = |name: &'static str, value: &'static str, help: &str| {
        Arg::new(name)
            .long(name)
            .value_name(value)
            .help(words(text, help))
    };
    Command::new("key")
        .about(words(text, "key"))
        .subcommand_required(true)
        .subcommand(
            Command::new("issue")
                .about(words(text, "key-issue"))
                .arg(system())
                .arg(named("name", "NAME", "key-name"))
                .arg(named("channel", "CODE", "key-channel"))
                .arg(database(text)),
        )
        .subcommand(
            Command::new("revoke")
                .about(words(text, "key-revoke"))
                .arg(system())
                .arg(database(text)),
        )
}

fn user_command(text: &Text) -> Command {
    let user = || {
        Arg::new("user")
            .required(true)
            .value_name("USER")
            .help(words(text, "user-login"))
    };
    let of = |name: &'static str, value: &'static str| {
        Arg::new(name)
            .long(name)
            .value_name(value)
            .help(words(text, &format!("user-{name}")))
    };
    // What `user add` and `user role` both take.
    let described = |command: Command| {
        command
            .arg(user())
            .arg(
                of("role", "ROLE")
                    .required(true)
                    .value_parser(PossibleValuesParser::new(Role::ALL.map(Role::name))),
            )
            .arg(of("name", "NAME"))
            .arg(of("area", "CODE"))
            .arg(of("department", "CODE"))
            .arg(of("sealed", "CODE").action(ArgAction::Append))
            .arg(database(text))
    };
    let plain = |name: &'static str| {
        Command::new(name)
            .about(words(text, &format!("user-do-{name}")))
            .arg(user())
            .arg(database(text))
    };
    Command::new("user")
        .about(words(text, "user"))
        .subcommand_required(true)
        .subcommand(described(
            Command::new("add").about(words(text, "user-do-add")),
        ))
        .subcommand(described(
            Command::new("role").about(words(text, "user-do-role")),
        ))
        .subcommand(plain("lock"))
        .subcommand(plain("unlock"))
        .subcommand(plain("password"))
        .subcommand(plain("factor"))
        .subcommand(
            Command::new("list")
                .about(words(text, "user-do-list"))
                .arg(database(text)),
        )
}

fn audit_command(text: &Text) -> Command {
    let moment = |name| {
        option(text, name)
            .value_name("MOMENT|DAY")
            .value_parser(NonEmptyStringValueParser::new())
    };
    let export = Command::new("export")
        .about(words(text, "audit-export"))
        .arg(
            Arg::new("file")
                .required(true)
                .value_name("FILE")
                .help(words(text, "audit-file"))
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(moment("from"))
        .arg(moment("to"))
        .arg(database(text));
    Command::new("audit")
        .about(words(text, "audit"))
        .subcommand_required(true)
        .subcommand(export)
}

fn qr_command(text: &Text) -> Command {
    Command::new("qr")
        .about(words(text, "qr"))
        .arg(option(text, "grid").required(true).value_name("CODE"))
        .arg(option(text, "address").required(true).value_name("URL"))
        .arg(
            Arg::new("file")
                .value_name("FILE")
                .help(words(text, "qr-file"))
                .value_parser(value_parser!(PathBuf)),
        )
}

/// What the help says.
fn words(text: &Text, key: &str) -> String {
    text.say(&format!("central-help-{key}"), &[])
}

fn option(text: &Text, name: &'static str) -> Arg {
    Arg::new(name).long(name).help(words(text, name))
}

fn seed(text: &Text) -> Arg {
    option(text, "seed").value_parser(value_parser!(u64))
}

/// A text that the command line gave; all that are asked for here are required or have a default.
fn given<'a>(matches: &'a ArgMatches, name: &str) -> &'a str {
    matches.get_one::<String>(name).map_or("", String::as_str)
}

/// The county package of `--sample`.
fn county(name: &str, text: &Text) -> Result<County, Said> {
    if name == "chishui" {
        return onemap_central::sample::chishui().map_err(|error| Said::failed(text, &error));
    }
    let bytes = std::fs::read(name).map_err(|error| Said::unreadable(text, name, &error))?;
    County::unpack(&bytes).map_err(|error| Said::unreadable(text, name, &error))
}

/// The file that was named, and its bytes.
fn file(matches: &ArgMatches, text: &Text) -> Result<(PathBuf, Vec<u8>), Said> {
    let file = matches.get_one::<PathBuf>("file");
    let file = file.cloned().unwrap_or_default();
    let bytes = std::fs::read(&file);
    let bytes = bytes.map_err(|error| Said::unreadable(text, &file.to_string_lossy(), &error));
    Ok((file, bytes?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent_and_all_its_help_has_words() {
        for language in Language::ALL {
            let mut command = command(&Text::of(language));
            command.clone().debug_assert();
            command.build();
            let mut waiting = vec![command];
            while let Some(mut command) = waiting.pop() {
                let help = command.render_long_help().to_string();
                assert!(!help.contains("central-"), "a key without words: {help}");
                waiting.extend(
                    command
                        .get_subcommands()
                        .filter(|c| c.get_name() != "help")
                        .cloned(),
                );
            }
        }
    }

    #[test]
    fn the_language_is_the_one_asked_for() {
        let language =
            |text: &str| language(&text.split(' ').map(OsString::from).collect::<Vec<_>>());
        assert_eq!(
            language("onemap-central serve --language zh-CN"),
            Language::Chinese
        );
        assert_eq!(
            language("onemap-central serve --language=en"),
            Language::English
        );
    }
}
