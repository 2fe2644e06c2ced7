//! Counting a period: one walk, which tells its steps to whoever asks.
//!
//! Choices, all documented where the law leaves one: a period in days ends at 24:00 even where an
//! office closes earlier, because petitions and orders are received on line; only a period in
//! working hours ends with the business of a day. A period in running hours is not moved off a
//! rest day: 民法典 203 moves a last *day*.

use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Span, Timestamp, ToSpan};

use super::steps::Steps;
use super::{Calendar, Computation, Day, Deadline, Ending, Period, Step, next};

/// More years than the calendar has; jiff refuses larger spans.
const ALL_YEARS: i64 = 10_000;

impl Calendar {
    /// When a period that starts at `start` ends.
    pub fn deadline(&self, start: Timestamp, period: Period) -> Deadline {
        self.counted(start, period, &mut Steps::dropped())
    }

    /// The same, step by step; its result is [`Calendar::deadline`]'s.
    pub fn computation(&self, start: Timestamp, period: Period) -> Computation {
        let mut steps = Steps::kept();
        let deadline = self.counted(start, period, &mut steps);
        steps.with(deadline)
    }

    /// A deadline that is extended. It counts on from the nominal end, so that 60 days and 30 more
    /// are 90 days (信访工作条例 34), whatever rest day the first 60 ended on.
    pub fn extended(&self, before: &Deadline, by: Period) -> Deadline {
        self.counted_on(before, by, &mut Steps::dropped())
    }

    /// The same, step by step.
    pub fn extension(&self, before: &Deadline, by: Period) -> Computation {
        let mut steps = Steps::kept();
        let deadline = self.counted_on(before, by, &mut steps);
        steps.with(deadline)
    }

    /// A deadline after a pause that does not count (信访工作条例 36: a hearing's time). Of the days
    /// of the pause, the one it began on still counts and the one it ended on does not, as the
    /// first day of a period does not (民法典 201). Months and years move by days, too.
    pub fn resumed(
        &self,
        before: &Deadline,
        period: Period,
        paused_at: Timestamp,
        resumed_at: Timestamp,
    ) -> Deadline {
        self.counted_past(before, period, (paused_at, resumed_at), Steps::dropped())
            .deadline
    }

    /// The same, step by step.
    pub fn resumption(
        &self,
        before: &Deadline,
        period: Period,
        paused_at: Timestamp,
        resumed_at: Timestamp,
    ) -> Computation {
        self.counted_past(before, period, (paused_at, resumed_at), Steps::kept())
    }

    /// The working time between two moments.
    pub fn working_time(&self, from: Timestamp, to: Timestamp) -> SignedDuration {
        SignedDuration::from_nanos(self.worked(from, to, &mut None))
    }

    fn counted(&self, start: Timestamp, period: Period, steps: &mut Steps) -> Deadline {
        match period {
            Period::RunningHours(_) | Period::WorkingHours(_) => {
                steps.say(Step::StartsAt { at: start });
            }
            _ => steps.say(Step::FirstDayNotCounted {
                date: self.date(start),
            }),
        }
        self.from(self.date(start), start, period, None, steps)
    }

    fn counted_on(&self, before: &Deadline, by: Period, steps: &mut Steps) -> Deadline {
        let date = self.date_closed_by(before.nominal);
        match by {
            Period::RunningHours(_) | Period::WorkingHours(_) => {
                steps.say(Step::StartsAt { at: before.nominal });
            }
            _ => steps.say(Step::CountsOnFrom { date }),
        }
        self.from(date, before.nominal, by, before.provisional, steps)
    }

    /// The period after `date`, or from `at` where it is in hours.
    fn from(
        &self,
        date: Date,
        at: Timestamp,
        period: Period,
        unknown: Option<i16>,
        steps: &mut Steps,
    ) -> Deadline {
        match period {
            Period::NaturalDays(days) => {
                let last = date.saturating_add(i64::from(days).days());
                self.ended(last, unknown, steps)
            }
            Period::Months(months) => {
                let last = date.saturating_add(i64::from(months).months());
                self.month_ended(date, last, unknown, steps)
            }
            Period::Years(years) => {
                let years = Span::new().years(i64::from(years).min(ALL_YEARS));
                self.month_ended(date, date.saturating_add(years), unknown, steps)
            }
            Period::WorkingDays(days) => {
                self.working_days_ended(date, u32::from(days), unknown, steps)
            }
            Period::RunningHours(hours) => {
                let length = SignedDuration::from_hours(i64::from(hours));
                exact(later(at, length), unknown, steps)
            }
            Period::WorkingHours(hours) => {
                let length = i64::from(hours) * 3_600_000_000_000;
                self.worked_hours(at, length, unknown, steps)
            }
        }
    }

    fn counted_past(
        &self,
        before: &Deadline,
        period: Period,
        (paused_at, resumed_at): (Timestamp, Timestamp),
        mut steps: Steps,
    ) -> Computation {
        let resumed_at = resumed_at.max(paused_at);
        let (from, to) = (self.date(paused_at), self.date(resumed_at));
        let last = self.date_closed_by(before.nominal);
        let mut unknown = before.provisional;
        let deadline = match period {
            Period::NaturalDays(_) | Period::Months(_) | Period::Years(_) => {
                let days = from.duration_until(to).as_hours() / 24;
                let days = u32::try_from(days).unwrap_or(0);
                steps.say(Step::Paused { from, to, days });
                let last = last.saturating_add(i64::from(days).days());
                self.ended(last, unknown, &mut steps)
            }
            Period::WorkingDays(_) => {
                let mut days = 0;
                let mut date = from;
                while date < to {
                    date = next(date);
                    unknown = unknown.or(self.unknown(date));
                    days += u32::from(self.is_working(date));
                }
                steps.say(Step::Paused { from, to, days });
                self.working_days_ended(last, days, unknown, &mut steps)
            }
            Period::RunningHours(_) => {
                let pause = paused_at.duration_until(resumed_at);
                steps.say(Step::PausedFor {
                    seconds: pause.as_secs(),
                });
                exact(later(before.nominal, pause), unknown, &mut steps)
            }
            Period::WorkingHours(_) => {
                let pause = self.worked(paused_at, resumed_at, &mut unknown);
                steps.say(Step::PausedFor {
                    seconds: pause / 1_000_000_000,
                });
                self.worked_hours(before.nominal, pause, unknown, &mut steps)
            }
        };
        steps.with(deadline)
    }

    /// 24:00 of the working day that is `days` of them after `from`; no days end with `from`.
    fn working_days_ended(
        &self,
        from: Date,
        days: u32,
        mut unknown: Option<i16>,
        steps: &mut Steps,
    ) -> Deadline {
        if days == 0 {
            return self.ended(from, unknown, steps);
        }
        let mut last = from;
        let mut left = days;
        while left > 0 && last < Date::MAX {
            last = next(last);
            left -= u32::from(self.passed(last, &mut unknown, steps));
        }
        steps.say(Step::LastDay { date: last });
        let at = self.end_of(last);
        closed(at, at, Ending::Midnight, unknown, steps)
    }

    /// Whether a date is worked; says why it counts or does not where that is not plain.
    fn passed(&self, date: Date, unknown: &mut Option<i16>, steps: &mut Steps) -> bool {
        *unknown = unknown.or(self.unknown(date));
        let day = self.day(date);
        match day {
            Day::Working => {}
            Day::MadeUp => steps.say(Step::MadeUp { date }),
            Day::Weekend => steps.rest(date, None),
            Day::Holiday => steps.rest(date, self.holiday(date)),
        }
        day.is_working()
    }

    /// A last day found by months: where the month is too short, that is said (202).
    fn month_ended(
        &self,
        first: Date,
        last: Date,
        unknown: Option<i16>,
        steps: &mut Steps,
    ) -> Deadline {
        if last.day() != first.day() {
            steps.say(Step::MonthEnd {
                missing: first.day(),
                date: last,
            });
        }
        self.ended(last, unknown, steps)
    }

    /// 24:00 of the last day, or of the next working day where it rests (203).
    fn ended(&self, nominal: Date, mut unknown: Option<i16>, steps: &mut Steps) -> Deadline {
        steps.say(Step::LastDay { date: nominal });
        let mut last = nominal;
        while !self.passed(last, &mut unknown, steps) && last < Date::MAX {
            last = next(last);
        }
        if last != nominal {
            steps.say(Step::Moved {
                from: nominal,
                to: last,
            });
        }
        let at = self.end_of(last);
        closed(at, self.end_of(nominal), Ending::Midnight, unknown, steps)
    }

    /// The moment at which that much working time has passed. No time is no wait.
    fn worked_hours(
        &self,
        start: Timestamp,
        nanos: i64,
        mut unknown: Option<i16>,
        steps: &mut Steps,
    ) -> Deadline {
        if nanos == 0 {
            return exact(start, unknown, steps);
        }
        let mut left = nanos;
        let mut at = self.offset.to_datetime(start);
        let mut opened = false;
        loop {
            let (date, from) = (at.date(), at.time());
            // A day of which no working time is left is not asked whether it works.
            if let Some(opening) = self.hours.opening(from)
                && self.passed(date, &mut unknown, steps)
            {
                if !opened && self.moment(date.to_datetime(opening)) != start {
                    steps.say(Step::Opens {
                        at: self.moment(date.to_datetime(opening)),
                    });
                }
                opened = true;
                if let Some(end) = self.hours.after(from, left) {
                    let ending = if end == self.hours.close() {
                        Ending::CloseOfBusiness
                    } else {
                        Ending::Hour
                    };
                    let end = self.moment(date.to_datetime(end));
                    return closed(end, end, ending, unknown, steps);
                }
                left -= self.hours.between(from, Time::MAX);
            }
            if date == Date::MAX {
                return exact(Timestamp::MAX, unknown, steps);
            }
            at = next(date).to_datetime(Time::midnight());
        }
    }

    /// The nanoseconds of working time between two moments.
    fn worked(&self, from: Timestamp, to: Timestamp, unknown: &mut Option<i16>) -> i64 {
        let (from, to) = (self.offset.to_datetime(from), self.offset.to_datetime(to));
        let mut worked = 0;
        let mut date = from.date();
        while date <= to.date() {
            let start = if date == from.date() {
                from.time()
            } else {
                Time::midnight()
            };
            let end = if date == to.date() {
                to.time()
            } else {
                Time::MAX
            };
            let here = self.hours.between(start, end);
            if here > 0 {
                *unknown = unknown.or(self.unknown(date));
                if self.is_working(date) {
                    worked += here;
                }
            }
            if date == Date::MAX {
                break;
            }
            date = next(date);
        }
        worked
    }
}

fn later(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.checked_add(by).unwrap_or(Timestamp::MAX)
}

/// A deadline at an hour.
fn exact(at: Timestamp, unknown: Option<i16>, steps: &mut Steps) -> Deadline {
    closed(at, at, Ending::Hour, unknown, steps)
}

fn closed(
    at: Timestamp,
    nominal: Timestamp,
    ending: Ending,
    provisional: Option<i16>,
    steps: &mut Steps,
) -> Deadline {
    steps.say(Step::Ends { at, ending });
    if let Some(year) = provisional {
        steps.say(Step::Provisional { year });
    }
    Deadline {
        at,
        nominal,
        provisional,
    }
}
