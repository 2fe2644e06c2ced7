//! The columns of the board: what each counts, and which cases that are. Pure.

use onemap_domain::board::{Band, Concern, Pick, Sums};
use onemap_domain::clock::Lamp;

/// A column of figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// 逾期, by however much.
    Overdue,
    /// 在办
    Open,
    /// In one band.
    Band(Band),
    /// With one concern.
    Concern(Concern),
}

impl Column {
    /// Those of the table, in its order; cases without a deadline have one only where there are any.
    pub fn shown(unlimited: bool) -> Vec<Column> {
        let bands = Band::ALL.into_iter().filter(|band| match band {
            Band::Unlimited => unlimited,
            _ => true,
        });
        let mut all = vec![Column::Overdue, Column::Open];
        all.extend(bands.map(Column::Band));
        all.extend(Concern::ALL.into_iter().map(Column::Concern));
        all
    }

    /// Its name in the locale files, after `board-column-`, and in test ids.
    pub const fn name(self) -> &'static str {
        match self {
            Column::Overdue => "overdue",
            Column::Open => "open",
            Column::Band(band) => band.name(),
            Column::Concern(concern) => concern.name(),
        }
    }

    /// How many of some cases it counts.
    pub fn of(self, sums: &Sums) -> u32 {
        match self {
            Column::Overdue => sums.overdue(),
            Column::Open => sums.open,
            Column::Band(band) => sums.band(band),
            Column::Concern(concern) => sums.concern(concern),
        }
    }

    /// The cases that it counts, out of those of another pick.
    pub fn narrow(self, pick: Pick) -> Pick {
        match self {
            Column::Open => pick,
            Column::Overdue => Pick {
                overdue: true,
                ..pick
            },
            Column::Band(band) => Pick {
                band: Some(band),
                ..pick
            },
            Column::Concern(concern) => Pick {
                concern: Some(concern),
                ..pick
            },
        }
    }

    /// Which column a pick was opened from.
    pub const fn behind(pick: &Pick) -> Column {
        match (pick.band, pick.concern) {
            (Some(band), _) => Column::Band(band),
            (None, Some(concern)) => Column::Concern(concern),
            (None, None) if pick.overdue => Column::Overdue,
            (None, None) => Column::Open,
        }
    }

    /// The lamp that its cases have, where they have one.
    pub const fn lamp(self) -> Option<Lamp> {
        match self {
            Column::Band(Band::Green) => Some(Lamp::Green),
            Column::Band(Band::Yellow) => Some(Lamp::Yellow),
            Column::Overdue | Column::Band(Band::Late3 | Band::Late7 | Band::Later) => {
                Some(Lamp::Red)
            }
            Column::Open | Column::Band(Band::Unlimited) | Column::Concern(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use onemap_domain::board::Whose;

    use super::*;

    #[test]
    fn a_pick_tells_the_column_that_it_was_opened_from() {
        let whose = Pick {
            whose: Some(Whose::Nobody),
            ..Pick::default()
        };
        for column in Column::shown(true) {
            let pick = column.narrow(whose.clone());
            assert_eq!(Column::behind(&pick), column);
            assert_eq!(pick.whose, whose.whose, "a figure of a row stays in it");
        }
    }

    #[test]
    fn cases_without_a_deadline_have_a_column_only_where_there_are_any() {
        let without = Column::Band(Band::Unlimited);
        assert!(Column::shown(true).contains(&without));
        assert!(!Column::shown(false).contains(&without));
        assert_eq!(Column::shown(false).len(), 13);
    }
}
