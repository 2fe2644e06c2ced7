//! The figures of the board and the populations of samples, on a desk without a window.

use std::collections::BTreeSet;

use onemap_domain::board::{Band, Concern, Pick, Whose};
use onemap_protocol::desk::{AskBoard, BoardRow, Picked, Population};
use onemap_testkit::county::{COUNTY, code, story_case};

use super::filled;

/// Every pick that a row of the board opens, with the figure that it must have.
fn opened(row: &BoardRow) -> Vec<(Pick, u32)> {
    let whose = Pick {
        whose: Some(row.whose.clone()),
        ..Pick::default()
    };
    let band = |band: Band| Pick {
        band: Some(band),
        ..whose.clone()
    };
    let concern = |concern: Concern| Pick {
        concern: Some(concern),
        ..whose.clone()
    };
    let overdue = Pick {
        overdue: true,
        ..whose.clone()
    };
    let bands = Band::ALL.map(|one| (band(one), row.sums.band(one)));
    let concerns = Concern::ALL.map(|one| (concern(one), row.sums.concern(one)));
    let mut all = vec![
        (whose.clone(), row.sums.open),
        (overdue, row.sums.overdue()),
    ];
    all.extend(bands);
    all.extend(concerns);
    all
}

/// S3: on a desk with its files and a central, behind every figure stand exactly its cases; what a
/// sample can be drawn from is what was closed in the last days, or is open.
#[tokio::test(flavor = "multi_thread")]
async fn behind_every_figure_of_a_desk_stand_exactly_the_cases_that_it_counts() {
    let (town, _) = filled().await;
    let desk = town.desk("reader").await;
    desk.on_line("sunqiang").await;
    let pick = Pick::default();
    let board = desk.ask(AskBoard { pick }).await.unwrap();
    assert!(board.rows.len() >= 4, "three departments and nobody");
    assert_eq!(board.rows[0].whose, Whose::Nobody, "who has none is first");
    let mut open = BTreeSet::new();
    for row in &board.rows {
        for (pick, figure) in opened(row) {
            let ask = Picked {
                pick: pick.clone(),
                offset: 0,
                limit: 200,
            };
            let page = desk.ask(ask).await.unwrap();
            assert_eq!((page.total, page.rows.len()), (figure, figure as usize));
            for case in &page.rows {
                let lead = case.lead.clone().map_or(Whose::Nobody, Whose::Department);
                assert_eq!(Some(&lead), pick.whose.as_ref(), "{}", case.title);
                open.insert(case.id);
            }
        }
    }
    assert_eq!(open.len(), board.total.open as usize, "no case in two rows");

    let population = async |closed_days: Option<u32>, category: Option<&str>| {
        let ask = Population {
            area: Some(code(COUNTY)),
            category: category.map(str::to_owned),
            closed_days,
        };
        let found = desk.ask(ask).await.unwrap();
        assert_eq!(found.total as usize, found.cases.len());
        found.cases.into_iter().collect::<BTreeSet<_>>()
    };
    assert_eq!(population(None, None).await, open, "all open");
    let roads = population(None, Some("road")).await;
    assert_eq!(roads.len(), 3, "of one category");
    assert!(roads.is_subset(&open));
    // The one case of the county's stories that is done was closed three days before the first day.
    let closed = BTreeSet::from([story_case(0)]);
    assert_eq!(population(Some(30), None).await, closed, "closed lately");
    assert_eq!(population(Some(7), None).await, BTreeSet::new());
    assert_eq!(population(Some(30), Some("noise")).await, BTreeSet::new());
}
