//! What a cell says: a text, a label, a moment, a count.
//!
//! Times are civil times of Beijing. Deliberately absent: guessing. A number in a column of texts
//! or of times is told, since it is most often a column that slipped.

use calamine::{DataRef, ExcelDateTime};
use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp};
use onemap_domain::clock::Calendar;

use super::finding::Problem;
use super::rows::Value;

/// How much of a cell a finding shows, characters.
const SHOWN: usize = 40;

/// The years a message can be of; a serial number that is not a date falls outside.
const YEARS: std::ops::RangeInclusive<i16> = 1990..=2100;

/// The largest whole number that Excel keeps to its last digit: it has 15.
const WHOLE: f64 = 1e15;

/// A point in time, or a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    pub(super) at: Timestamp,
    /// Only the day is known; `at` is its beginning.
    pub(super) day_only: bool,
}

/// Whether a cell shows nothing.
pub(super) fn is_blank(data: &DataRef<'_>) -> bool {
    match data {
        DataRef::Empty => true,
        DataRef::String(text) => trimmed(text).is_empty(),
        DataRef::SharedString(text) => trimmed(text).is_empty(),
        _ => false,
    }
}

/// A text, without the white space around it and with `\n` between its lines.
pub(super) fn text(value: &Value<'_>) -> Result<String, Problem> {
    let text = plain(value).ok_or(Problem::WrongType)?;
    Ok(if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text.to_owned()
    })
}

/// A number or name that people gave: Excel turns `2549` into a number by itself.
pub(super) fn label(value: &Value<'_>) -> Result<String, Problem> {
    match value.data {
        DataRef::Int(number) => Ok(number.to_string()),
        // Of longer ones the last digits are lost, and with them what they identify.
        DataRef::Float(number) if number.fract() == 0.0 && number.abs() < WHOLE => {
            Ok((number as i64).to_string())
        }
        _ => text(value),
    }
}

/// A whole number from 0 on.
pub(super) fn count(value: &Value<'_>) -> Result<u32, Problem> {
    match value.data {
        DataRef::Int(number) => u32::try_from(number).map_err(|_| Problem::BadNumber),
        DataRef::Float(number)
            if number.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&number) =>
        {
            Ok(number as u32)
        }
        DataRef::Float(_) => Err(Problem::BadNumber),
        _ => plain(value)
            .ok_or(Problem::WrongType)?
            .parse()
            .map_err(|_| Problem::BadNumber),
    }
}

/// A moment: a date cell, or text as `2019/4/25 9:32:09`, `2017-06-08 17:31:20`, `2018/4/24`.
pub(super) fn moment(value: &Value<'_>) -> Result<Moment, Problem> {
    match &value.data {
        DataRef::DateTime(serial) => from_serial(serial, value.shows_time).ok_or(Problem::BadDate),
        DataRef::DateTimeIso(text) => from_text(trimmed(text)).ok_or(Problem::BadDate),
        _ => from_text(plain(value).ok_or(Problem::WrongType)?).ok_or(Problem::BadDate),
    }
}

/// Whether a number format shows the time of day: it has an `h` or an `s` that is neither quoted
/// nor escaped nor part of a `[…]` mark (ECMA-376 part 1, 18.8.31).
pub(super) fn shows_time(format: &str) -> bool {
    let mut rest = format.chars();
    while let Some(sign) = rest.next() {
        match sign {
            '"' => while rest.next().is_some_and(|sign| sign != '"') {},
            '[' => while rest.next().is_some_and(|sign| sign != ']') {},
            '\\' | '_' | '*' => drop(rest.next()),
            'h' | 'H' | 's' | 'S' => return true,
            _ => {}
        }
    }
    false
}

/// A cell's value on one line, no longer than 40 characters.
pub(super) fn shown(value: &Value<'_>) -> String {
    let whole = match &value.data {
        DataRef::Empty => String::new(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(truth) => truth.to_string().to_uppercase(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            trimmed(text).to_owned()
        }
        DataRef::SharedString(text) => trimmed(text).to_owned(),
        DataRef::Error(error) => error.to_string(),
        DataRef::DateTime(serial) if serial.is_datetime() => {
            let (year, month, day, hour, minute, second, _) = serial.to_ymd_hms_milli();
            format!("{year}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
        }
        DataRef::DateTime(serial) => serial.as_f64().to_string(),
    };
    let mut signs = whole
        .chars()
        .map(|sign| if sign.is_control() { ' ' } else { sign });
    let mut short: String = signs.by_ref().take(SHOWN).collect();
    if signs.next().is_some() {
        short.pop();
        short.push('…');
    }
    short
}

/// The text of a cell that holds one. A text that looks like a formula is a text.
fn plain<'v>(value: &'v Value<'_>) -> Option<&'v str> {
    match &value.data {
        DataRef::String(text) => Some(trimmed(text)),
        DataRef::SharedString(text) => Some(trimmed(text)),
        _ => None,
    }
}

/// White space of every width goes, and the marks of no width that pages leave behind.
fn trimmed(text: &str) -> &str {
    text.trim_matches(|sign: char| sign.is_whitespace() || matches!(sign, '\u{feff}' | '\u{200b}'))
}

fn from_text(text: &str) -> Option<Moment> {
    let (date, time) = match text.split_once(|sign: char| sign.is_whitespace() || sign == 'T') {
        Some((date, time)) => (date, Some(time.trim())),
        None => (text, None),
    };
    let separator = if date.contains('/') { '/' } else { '-' };
    let [year, month, day] = numbers(date, separator)?;
    let date = Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok()?;
    let time = match time {
        Some(time) => Some(from_clock(time)?),
        None => None,
    };
    from_civil(date, time)
}

/// `9:32:09`, or `9:32` as Excel shows it by default.
fn from_clock(text: &str) -> Option<Time> {
    let [hour, minute, second] = numbers(text, ':')
        .or_else(|| numbers(text, ':').map(|[hour, minute]: [i16; 2]| [hour, minute, 0]))?;
    Time::new(
        hour.try_into().ok()?,
        minute.try_into().ok()?,
        second.try_into().ok()?,
        0,
    )
    .ok()
}

/// Exactly `N` numbers of plain digits.
fn numbers<const N: usize>(text: &str, separator: char) -> Option<[i16; N]> {
    let number = |part: &str| {
        let digits = (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        if digits { part.parse().ok() } else { None }
    };
    let parts: Option<Vec<i16>> = text.split(separator).map(number).collect();
    parts?.try_into().ok()
}

fn from_serial(serial: &ExcelDateTime, shows_time: bool) -> Option<Moment> {
    if !serial.is_datetime() || serial.as_f64() < 1.0 {
        return None;
    }
    let (year, month, day, hour, minute, second, milli) = serial.to_ymd_hms_milli();
    let date = Date::new(
        year.try_into().ok()?,
        month.try_into().ok()?,
        day.try_into().ok()?,
    )
    .ok()?;
    let time = Time::new(
        hour.try_into().ok()?,
        minute.try_into().ok()?,
        second.try_into().ok()?,
        0,
    )
    .ok()?;
    if time == Time::midnight() && milli == 0 && !shows_time {
        return from_civil(date, None);
    }
    let mut moment = from_civil(date, Some(time))?;
    // A day's fraction in floating point falls just short of the second it stands for.
    if milli >= 500 {
        moment.at = moment.at.checked_add(SignedDuration::from_secs(1)).ok()?;
    }
    Some(moment)
}

fn from_civil(date: Date, time: Option<Time>) -> Option<Moment> {
    if !YEARS.contains(&date.year()) {
        return None;
    }
    let start = Calendar::BEIJING.start_of(date);
    let into_the_day = time
        .unwrap_or(Time::midnight())
        .duration_since(Time::midnight());
    Some(Moment {
        at: start.checked_add(into_the_day).ok()?,
        day_only: time.is_none(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::ExcelDateTimeType;

    fn moment_of(text: &str) -> Option<String> {
        from_text(text).map(|moment| format!("{} {}", moment.at, moment.day_only))
    }

    #[test]
    fn times_are_read_in_both_spellings_as_times_of_beijing() {
        assert_eq!(
            moment_of("2019/4/25 9:32:09").unwrap(),
            "2019-04-25T01:32:09Z false"
        );
        assert_eq!(
            moment_of("2017-06-08 17:31:20").unwrap(),
            "2017-06-08T09:31:20Z false"
        );
        assert_eq!(
            moment_of("2017-06-08T17:31:20").unwrap(),
            "2017-06-08T09:31:20Z false"
        );
        assert_eq!(
            moment_of("2019/4/25 9:32").unwrap(),
            "2019-04-25T01:32:00Z false"
        );
        assert_eq!(moment_of("2018/4/24").unwrap(), "2018-04-23T16:00:00Z true");
    }

    #[test]
    fn what_is_no_date_is_not_guessed() {
        for text in [
            "",
            "昨天",
            "2019/2/30 9:00:00",
            "2019/13/1",
            "2019-4/25",
            "25/4/2019",
            "2019/4/25 25:00:00",
            "2019/4/25 9",
            "0019/4/25",
            "2019/4/25 9:32:09 PM",
            "+2019/4/25",
            "2019/4/25 ",
            "99999/1/1",
        ] {
            assert_eq!(moment_of(text), None, "{text:?} is no date");
        }
    }

    #[test]
    fn a_serial_number_is_rounded_to_the_second_it_stands_for() {
        let serial =
            |value: f64, is_1904| ExcelDateTime::new(value, ExcelDateTimeType::DateTime, is_1904);
        // 2019-04-25 09:32:09 is 43580 days and 34,329 seconds; four decimals less of it is kept.
        let value = 43_580.0 + 34_329.0 / 86_400.0 - 1e-8;
        let moment = from_serial(&serial(value, false), true).unwrap();
        assert_eq!(moment.at.to_string(), "2019-04-25T01:32:09Z");
        let moment = from_serial(&serial(value - 1462.0, true), true).unwrap();
        assert_eq!(
            moment.at.to_string(),
            "2019-04-25T01:32:09Z",
            "the epoch of old Macs"
        );
        assert!(
            !from_serial(&serial(43_580.0, false), true)
                .unwrap()
                .day_only
        );
        assert!(
            from_serial(&serial(43_580.0, false), false)
                .unwrap()
                .day_only
        );
        for no_date in [0.5, -3.0, 2019.0, 1e9, f64::NAN] {
            assert_eq!(
                from_serial(&serial(no_date, false), true),
                None,
                "{no_date}"
            );
        }
    }

    #[test]
    fn a_number_format_tells_whether_the_time_is_shown() {
        for format in [
            "yyyy\\-mm\\-dd\\ hh:mm:ss",
            "m/d/yy h:mm",
            "[$-F400]h:mm:ss AM/PM",
            "mm:ss",
        ] {
            assert!(shows_time(format), "{format}");
        }
        for format in [
            "mm-dd-yy",
            "yyyy\"年\"m\"月\"d\"日\"",
            "[$-zh-CN]yyyy/m/d;@",
            "\"hours\" d",
        ] {
            assert!(!shows_time(format), "{format}");
        }
    }

    #[test]
    fn an_identifier_of_more_digits_than_excel_keeps_is_not_taken_as_a_number() {
        let value = |number| Value {
            data: DataRef::Float(number),
            shows_time: false,
        };
        assert_eq!(label(&value(188_006.0)).unwrap(), "188006");
        assert_eq!(
            label(&value(520_381_199_001_011_234.0)),
            Err(Problem::WrongType)
        );
        assert_eq!(label(&value(1.5)), Err(Problem::WrongType));
    }

    #[test]
    fn a_long_value_is_shown_short_and_on_one_line() {
        let long = "一\n二\t".to_owned() + &"三".repeat(60);
        let shown = shown(&Value {
            data: DataRef::String(long),
            shows_time: false,
        });
        assert_eq!(shown.chars().count(), 40);
        assert!(shown.starts_with("一 二 三") && shown.ends_with("三…"));
    }
}
