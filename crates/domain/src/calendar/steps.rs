//! How a deadline came about, step by step, as data that a screen words.
//!
//! Deliberately absent: sentences. They are in the locale files.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Deadline;

/// A deadline with the steps that lead to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Computation {
    /// In the order in which a person counts.
    pub steps: Vec<Step>,
    /// What they lead to.
    pub deadline: Deadline,
}

/// One step of counting. The articles are those of 民法典.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum Step {
    /// 开始的当日不计入 (201): the day it starts on does not count.
    FirstDayNotCounted {
        /// That day.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
        date: Date,
    },
    /// 自…时起算 (201): hours start at their hour.
    StartsAt {
        /// That moment.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
        at: Timestamp,
    },
    /// Working hours that started outside them begin with the next opening.
    Opens {
        /// That opening.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
        at: Timestamp,
    },
    /// An extension counts on from this day: the last one before it was moved off a rest day.
    CountsOnFrom {
        /// That day.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
        date: Date,
    },
    /// The days of a pause that do not count: after `from`, up to and with `to`.
    Paused {
        /// The day the pause began on.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
        from: Date,
        /// The day it ended on.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
        to: Date,
        /// How many: civil days, or working days where the period counts those.
        days: u32,
    },
    /// The time of a pause that does not count, where the period is in hours.
    PausedFor {
        /// Whole seconds: all of them, or the working ones where the period counts those.
        seconds: i64,
    },
    /// Rest days that are passed over, one run under one name.
    Rest {
        /// The first.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
        from: Date,
        /// The last.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
        to: Date,
        /// The holiday; none for a weekend.
        holiday: Option<String>,
    },
    /// 调休上班: a weekend day that counts because it is worked.
    MadeUp {
        /// That day.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
        date: Date,
    },
    /// 没有对应日的，月末日为期间的最后一日 (202): the month has no such date, so its last one is taken.
    MonthEnd {
        /// The day of the month that is missing.
        missing: i8,
        /// The day that is taken.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
        date: Date,
    },
    /// The last day as counted.
    LastDay {
        /// That day.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
        date: Date,
    },
    /// 顺延 (203): a last day that rests gives way to the next working day.
    Moved {
        /// The last day as counted.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
        from: Date,
        /// The last day in law.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
        to: Date,
    },
    /// Where it ends.
    Ends {
        /// The moment.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
        at: Timestamp,
        /// What that moment is.
        ending: Ending,
    },
    /// 暂定: the notice of this year is not known; its weekends were taken to rest.
    Provisional {
        /// That year.
        year: i16,
    },
}

/// What the moment of a deadline is (203).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// 二十四时 of the last day.
    Midnight,
    /// 停止业务活动的时间: the close of business of the last day.
    CloseOfBusiness,
    /// The hour at which a period in hours is used up.
    Hour,
}

/// What counting tells as it goes: the steps, or nothing when nobody asked for them.
pub(super) struct Steps(Option<Vec<Step>>);

impl Steps {
    /// Keeps the steps.
    pub(super) fn kept() -> Steps {
        Steps(Some(Vec::new()))
    }

    /// Keeps none.
    pub(super) fn dropped() -> Steps {
        Steps(None)
    }

    pub(super) fn say(&mut self, step: Step) {
        if let Some(steps) = &mut self.0 {
            steps.push(step);
        }
    }

    /// One rest day: it lengthens the run before it when that has the same name.
    pub(super) fn rest(&mut self, date: Date, name: Option<&str>) {
        let Some(steps) = &mut self.0 else { return };
        if let Some(Step::Rest { to, holiday, .. }) = steps.last_mut()
            && super::next(*to) == date
            && holiday.as_deref() == name
        {
            *to = date;
            return;
        }
        steps.push(Step::Rest {
            from: date,
            to: date,
            holiday: name.map(str::to_owned),
        });
    }

    pub(super) fn with(self, deadline: Deadline) -> Computation {
        Computation {
            steps: self.0.unwrap_or_default(),
            deadline,
        }
    }
}
