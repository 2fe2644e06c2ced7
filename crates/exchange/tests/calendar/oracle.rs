//! The calendar against other people's arithmetic: every day, and random periods, by
//! `tests/oracle/calendar.cjs`, which takes its rest days from npm's chinese-days.
//!
//! How independent that is: chinese-days says that its dates were made after `chinesecalendar` of
//! `PyPI`, from which ours come, too. The dates that ship were therefore also compared with a third
//! list, holiday-cn, which a program reads off the notices at gov.cn: all three agree on what rests
//! and what is worked on every day of 2007–2026. The counting is independent.
//!
//! `ONEMAP_SEED` asks for other cases than the usual ones.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use jiff::{SignedDuration, Timestamp, ToSpan};
use onemap_domain::calendar::{Calendar, Day, Period};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use crate::{calendar, date, end};

/// What the oracle calls a holiday and we a weekend, or the other way round. Both rest. Here the
/// notice itself decides: it names the days of a run ("4日至6日"), and leaves a weekend that
/// only adjoins ("与周末连休") or lies between a day off and its substitute (补休) unnamed.
const NAMED_OTHERWISE: [(&str, Day, Day, &str); 10] = [
    (
        "2011-06-05",
        Day::Holiday,
        Day::Weekend,
        "端午节：6月4日至6日",
    ),
    (
        "2012-06-23",
        Day::Holiday,
        Day::Weekend,
        "端午节：6月22日至24日",
    ),
    (
        "2014-04-06",
        Day::Weekend,
        Day::Holiday,
        "清明节：4月5日放假，4月7日补休",
    ),
    (
        "2015-09-05",
        Day::Holiday,
        Day::Weekend,
        "9月3日至5日调休放假",
    ),
    (
        "2019-04-06",
        Day::Weekend,
        Day::Holiday,
        "清明节：4月5日放假，与周末连休",
    ),
    (
        "2019-04-07",
        Day::Weekend,
        Day::Holiday,
        "清明节：4月5日放假，与周末连休",
    ),
    (
        "2019-06-08",
        Day::Weekend,
        Day::Holiday,
        "端午节：6月7日放假，与周末连休",
    ),
    (
        "2019-06-09",
        Day::Weekend,
        Day::Holiday,
        "端午节：6月7日放假，与周末连休",
    ),
    (
        "2019-09-14",
        Day::Weekend,
        Day::Holiday,
        "中秋节：9月13日放假，与周末连休",
    ),
    (
        "2019-09-15",
        Day::Weekend,
        Day::Holiday,
        "中秋节：9月13日放假，与周末连休",
    ),
];

#[derive(Serialize)]
struct Asked {
    days: [&'static str; 2],
    cases: Vec<Case>,
}

/// One period; moments are milliseconds since 1970.
#[derive(Clone, Debug, Serialize)]
struct Case {
    kind: &'static str,
    count: u16,
    start: i64,
    pause: Option<(i64, i64)>,
}

#[derive(Deserialize)]
struct Answered {
    days: BTreeMap<String, Day>,
    ends: Vec<i64>,
}

impl Case {
    fn period(&self) -> Period {
        match self.kind {
            "natural_days" => Period::NaturalDays(self.count),
            "working_days" => Period::WorkingDays(self.count),
            "months" => Period::Months(self.count),
            "years" => Period::Years(self.count),
            "running_hours" => Period::RunningHours(self.count),
            _ => Period::WorkingHours(self.count),
        }
    }

    fn end(&self, calendar: &Calendar) -> Timestamp {
        let moment = |at| Timestamp::from_millisecond(at).unwrap();
        let before = calendar.deadline(moment(self.start), self.period());
        match self.pause {
            None => before.at,
            Some((from, to)) => {
                calendar
                    .resumed(&before, self.period(), moment(from), moment(to))
                    .at
            }
        }
    }
}

/// Starts at any minute of 2007–2026; every fourth has a pause.
fn cases(chance: &mut ChaCha8Rng) -> Vec<Case> {
    let (first, last) = (
        Calendar::BEIJING.start_of(date("2007-01-01")),
        end("2026-12-31"),
    );
    let minutes = first.duration_until(last).as_mins();
    let kinds: [(&'static str, u16, usize); 6] = [
        ("working_days", 90, 60_000),
        ("natural_days", 400, 40_000),
        ("months", 36, 15_000),
        ("years", 5, 5_000),
        ("running_hours", 2_000, 5_000),
        ("working_hours", 60, 10_000),
    ];
    let mut cases = Vec::new();
    for (kind, most, times) in kinds {
        for _ in 0..times {
            let start = first + SignedDuration::from_mins(chance.random_range(0..minutes));
            let pause = chance.random_ratio(1, 4).then(|| {
                let from = start + SignedDuration::from_mins(chance.random_range(0..20_000));
                let to = from + SignedDuration::from_mins(chance.random_range(0..20_000));
                (from.as_millisecond(), to.as_millisecond())
            });
            cases.push(Case {
                kind,
                count: chance.random_range(1..=most),
                start: start.as_millisecond(),
                pause,
            });
        }
    }
    cases
}

/// The folder with the oracle and its package, made once for each lock file.
fn oracle() -> PathBuf {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/oracle");
    let cache = Path::new(env!("CARGO_TARGET_TMPDIR")).join("oracle");
    let lock = std::fs::read(source.join("package-lock.json")).unwrap();
    let settled = cache.join("settled-lock.json");
    std::fs::create_dir_all(&cache).unwrap();
    for name in ["package.json", "package-lock.json", "calendar.cjs"] {
        std::fs::copy(source.join(name), cache.join(name)).unwrap();
    }
    if std::fs::read(&settled).ok().as_ref() != Some(&lock) {
        let mut install = Command::new("npm");
        install
            .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
            .current_dir(&cache)
            .stdout(Stdio::null());
        let status = install.status();
        assert!(
            status.as_ref().is_ok_and(std::process::ExitStatus::success),
            "npm could not install the oracle ({status:?}); npm missing? sudo apt-get install nodejs npm"
        );
        std::fs::write(settled, lock).unwrap();
    }
    cache
}

fn ask(asked: &Asked) -> Answered {
    let mut node = Command::new("node")
        .arg("calendar.cjs")
        .current_dir(oracle())
        .env("TZ", "Asia/Shanghai")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node did not start; install it: sudo apt-get install nodejs npm");
    let mut input = node.stdin.take().unwrap();
    input
        .write_all(&serde_json::to_vec(asked).unwrap())
        .unwrap();
    drop(input);
    let output = node.wait_with_output().unwrap();
    assert!(output.status.success(), "the oracle failed: {output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn every_day_and_every_period_agrees_with_other_peoples_arithmetic() {
    let seed = std::env::var("ONEMAP_SEED").map_or(20_260_101, |seed| seed.parse().unwrap());
    let asked = Asked {
        days: ["2007-01-01", "2026-12-31"],
        cases: cases(&mut ChaCha8Rng::seed_from_u64(seed)),
    };
    println!("seed {seed}: {} cases", asked.cases.len());
    assert!(asked.cases.len() >= 100_000);
    let answered = ask(&asked);
    let calendar = calendar();

    let mut differing = BTreeMap::new();
    let mut day = date(asked.days[0]);
    let mut days = 0;
    while day <= date(asked.days[1]) {
        let (ours, theirs) = (calendar.day(day), answered.days[&day.to_string()]);
        assert_eq!(ours.is_working(), theirs.is_working(), "{day}");
        if ours != theirs {
            differing.insert(day.to_string(), (ours, theirs));
        }
        day = day.saturating_add(1.day());
        days += 1;
    }
    let known: BTreeMap<String, (Day, Day)> = NAMED_OTHERWISE
        .into_iter()
        .map(|(day, ours, theirs, _)| (day.to_owned(), (ours, theirs)))
        .collect();
    assert_eq!(differing, known, "only the differences that are explained");
    for (day, ours, theirs, why) in NAMED_OTHERWISE {
        println!("{day}: {ours:?} here, {theirs:?} there: {why}");
    }

    assert_eq!(answered.ends.len(), asked.cases.len());
    for (case, end) in asked.cases.iter().zip(answered.ends) {
        let theirs = Timestamp::from_millisecond(end).unwrap();
        assert_eq!(case.end(&calendar), theirs, "seed {seed}: {case:?}");
    }
    println!("{days} days and {} periods agree", asked.cases.len());
}
