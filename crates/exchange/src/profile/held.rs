//! Which rows of the table of clocks hold for any case at all.

use onemap_domain::case::{Path, Urgency};
use onemap_domain::clock::ClockCode;
use onemap_domain::profile::{ClockMatter, ClockRule, Profile};

/// The rows of a clock that hold for some case. Channels and categories that no row names are all
/// alike, so one of them stands for the others.
pub(super) fn held(profile: &Profile, code: &ClockCode) -> Vec<usize> {
    let rules = || profile.clocks.iter().filter(|rule| rule.code == *code);
    let channels = profile.channels.iter().map(|one| one.code.as_str());
    let channels = told_apart(channels, rules().flat_map(|rule| &rule.channels));
    let categories = profile.categories.iter().map(|one| one.code.as_str());
    let categories = told_apart(categories, rules().flat_map(|rule| &rule.categories));
    let mut paths = vec![None];
    if profile.triage.is_some() {
        paths.extend(Path::ALL.map(Some));
    }
    let green: &[bool] = if profile.green_channel {
        &[false, true]
    } else {
        &[false]
    };
    let mut held = Vec::new();
    for urgency in Urgency::ALL {
        for path in paths.iter().copied() {
            for expedited in green.iter().copied() {
                for channel in &channels {
                    for category in &categories {
                        let matter = ClockMatter {
                            urgency,
                            path,
                            channel,
                            category,
                            expedited,
                        };
                        let row = profile.clock_rule(code, &matter);
                        held.extend(row.and_then(|row| {
                            profile.clocks.iter().position(|one| std::ptr::eq(one, row))
                        }));
                    }
                }
            }
        }
    }
    held
}

/// The codes that are named, and one of those that are not.
fn told_apart<'a>(
    all: impl Iterator<Item = &'a str>,
    named: impl Iterator<Item = &'a String>,
) -> Vec<&'a str> {
    let named: Vec<&str> = named.map(String::as_str).collect();
    let (mut apart, others): (Vec<&str>, Vec<&str>) = all.partition(|code| named.contains(code));
    apart.extend(others.first());
    apart
}

/// Whether a row asks for as many conditions as another and fits whatever that one fits.
pub(super) fn takes_in(row: &ClockRule, other: &ClockRule) -> bool {
    fn within<T: PartialEq>(inner: &[T], outer: &[T]) -> bool {
        inner.is_empty() == outer.is_empty() && inner.iter().all(|one| outer.contains(one))
    }
    within(&other.urgencies, &row.urgencies)
        && within(&other.paths, &row.paths)
        && within(&other.channels, &row.channels)
        && within(&other.categories, &row.categories)
        && row.expedited == other.expedited
}
