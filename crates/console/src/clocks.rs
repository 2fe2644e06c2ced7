//! A case's clocks, explained.

use jiff::Timestamp;
use onemap_domain::calendar::Computation;
use onemap_domain::case::Case;
use onemap_domain::clock::{Clock, ClockCode};
use onemap_domain::profile::ClockMatter;
use onemap_protocol::desk::{ClockView, Compute};
use onemap_protocol::problem::Problem;

use crate::{Console, County, Reads, Submit};

impl<P: Reads + Submit> Console<P> {
    pub(crate) fn compute(&self, ask: &Compute) -> Result<Computation, Problem> {
        self.user()?;
        let county = self.county()?;
        let from = ask.from.unwrap_or_else(|| self.ports.now());
        Ok(county.calendar.computation(from, ask.period))
    }
}

/// All clocks of a case: those that run first, by their deadline, then the others, newest first.
pub(crate) fn explained(case: &Case, county: &County, now: Timestamp) -> Vec<ClockView> {
    let matter = ClockMatter::of(case);
    let mut views: Vec<ClockView> = case
        .clocks
        .iter()
        .map(|clock| view(clock, &matter, county, now))
        .collect();
    views.sort_by_key(|view| {
        let clock = &view.clock;
        match clock.stopped_at {
            None => (0, clock.due.at.as_microsecond()),
            Some(stopped) => (1, -stopped.as_microsecond()),
        }
    });
    views
}

fn view(clock: &Clock, matter: &ClockMatter, county: &County, now: Timestamp) -> ClockView {
    let profile = &county.profile;
    let rule = profile.clock_rule(&clock.code, matter);
    let basis = match (rule, clock.code.as_str()) {
        (Some(rule), _) => rule.basis.clone(),
        (None, ClockCode::CONFIRMATION) => "人民调解法 33".to_owned(),
        _ => String::new(),
    };
    let counted = clock
        .period
        .filter(|_| clock.moved == 0)
        .map(|period| county.calendar.computation(clock.started_at, period));
    ClockView {
        name: profile.clock_name(&clock.code).cloned(),
        basis,
        lamp: profile.lamp_of(clock, now),
        // Counted under the calendar of then, it may have come out otherwise.
        computation: counted.filter(|counted| counted.deadline.at == clock.due.at),
        clock: clock.clone(),
    }
}
