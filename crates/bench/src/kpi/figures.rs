//! What the counters say.

use jiff::civil::Date;
use onemap_domain::department::Load;
use onemap_domain::indicator::{Dimension, Indicator, Rate, Slice, Tally};

use super::Question;

/// The ways of parting that are asked for, beside all cases.
const DIMENSIONS: [Dimension; 3] = [Dimension::Department, Dimension::Town, Dimension::Category];

type Rates = [Rate; Indicator::ALL.len()];

/// Every rate of both periods and the load, part by part.
pub struct Figures<'a> {
    parts: Vec<(&'a Slice, Rates, Rates, Load)>,
}

impl<'a> Figures<'a> {
    /// One read: it finds the parts, and reads each.
    pub fn read(tally: &'a Tally, question: Question) -> Figures<'a> {
        let rates = |(from, to): (Date, Date), part| tally.rates(from, to, part);
        let parted = DIMENSIONS.into_iter().flat_map(|by| tally.parts(by));
        let parts = std::iter::once(&Slice::All).chain(parted).map(|part| {
            let load = tally.load(question.now, question.day_end, part);
            let month = rates(question.month, part);
            (part, month, rates(question.year, part), load)
        });
        Figures {
            parts: parts.collect(),
        }
    }

    /// How many parts there are, all cases counted as one.
    pub fn parts(&self) -> usize {
        self.parts.len()
    }

    /// In words that both sides use: two lines of rates and one of loads for every part. Rates of
    /// whistles are left out; no case that is drawn has one.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = Vec::with_capacity(3 * self.parts.len());
        for (part, month, year, load) in &self.parts {
            let name = match part {
                Slice::All => "all *".to_owned(),
                Slice::Department(code) => format!("department {code}"),
                Slice::Category(code) => format!("category {code}"),
                Slice::Channel(code) => format!("channel {code}"),
                Slice::Area(code) => format!("town {code}"),
            };
            for (period, rates) in [("month", month), ("year", year)] {
                let rates = Indicator::ALL.into_iter().zip(rates);
                let rates: Vec<String> = rates
                    .filter(|(indicator, _)| !indicator.is_of_whistles())
                    .map(|(_, rate)| format!("{}/{}", rate.numerator, rate.denominator))
                    .collect();
                lines.push(format!("{period} {name} {}", rates.join(" ")));
            }
            lines.push(format!(
                "load {name} {} {} {} {}",
                load.open, load.overdue, load.due_today, load.returned
            ));
        }
        lines
    }
}
