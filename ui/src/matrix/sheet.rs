//! The matrix as a table that leaves the page: three rows for each area, so that every figure of a
//! tile has a cell of its own and can be filtered by what it counts.

use onemap_protocol::desk::{MatrixView, Table, TableCell, Tile};

use super::sums;
use crate::state::Desk;
use crate::text::{t, word};

/// What a tile counts: the key of its name, and the figure.
type Counted = (&'static str, fn(&Tile) -> u32);

const COUNTED: [Counted; 3] = [
    ("table-open", |tile| tile.open),
    ("table-overdue", |tile| tile.overdue),
    ("table-unclaimed", |tile| tile.unclaimed),
];

/// The matrix, the rows of sums last as on the page.
pub fn of(desk: Desk, matrix: &MatrixView) -> Table {
    let here = matrix.chain.last();
    let here = here.map_or_else(String::new, |area| area.name.clone());
    let first = matrix.rows.first();
    let level = first.map(|row| word("level", row.area.code.level().name()));
    let categories = matrix.categories.iter();
    let head = [level.unwrap_or_default(), t("table-counts", &[])];
    let head = head
        .into_iter()
        .chain(categories.map(|code| desk.category(code)))
        .chain([t("matrix-sum", &[])])
        .collect();
    let names: Vec<String> = COUNTED.iter().map(|(key, _)| t(key, &[])).collect();
    Table {
        title: t("table-matrix", &[("area", &here)]),
        head,
        rows: rows(matrix, &names, &t("matrix-sum", &[])),
    }
}

fn rows(matrix: &MatrixView, names: &[String], sum: &str) -> Vec<Vec<TableCell>> {
    let all = sums::all(&matrix.rows);
    let areas = matrix.rows.iter();
    let areas = areas.map(|row| (row.area.name.as_str(), row.tiles.as_slice(), row.total));
    let lines = areas.chain([(sum, matrix.totals.as_slice(), all)]);
    lines
        .flat_map(|(name, tiles, total)| {
            COUNTED
                .iter()
                .zip(names)
                .map(move |((_, figure), counted)| {
                    let figures = tiles.iter().chain(std::iter::once(&total)).map(figure);
                    [TableCell::text(name), TableCell::text(counted)]
                        .into_iter()
                        .chain(figures.map(TableCell::count))
                        .collect()
                })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use onemap_domain::area::{Area, AreaCode, Position};
    use onemap_protocol::desk::MatrixRow;

    use super::*;

    fn tile(open: u32, overdue: u32, unclaimed: u32) -> Tile {
        Tile {
            open,
            overdue,
            unclaimed,
        }
    }

    #[test]
    fn every_figure_of_a_tile_has_a_cell_and_the_sums_stand_last() {
        let matrix = MatrixView {
            chain: Vec::new(),
            categories: vec!["road".to_owned(), "noise".to_owned()],
            rows: vec![MatrixRow {
                area: Area {
                    code: AreaCode::parse("520381001").unwrap(),
                    name: "文华街道".to_owned(),
                    centre: Position { lon: 0.0, lat: 0.0 },
                    households: None,
                    simulated: true,
                },
                tiles: vec![tile(3, 1, 0), tile(2, 0, 2)],
                total: tile(5, 1, 2),
            }],
            totals: vec![tile(3, 1, 0), tile(2, 0, 2)],
            without_lead: 0,
        };
        let names = ["未结", "逾期", "待领"].map(str::to_owned);
        let rows = rows(&matrix, &names, "合计");
        assert_eq!(rows.len(), 6);
        let row = |name: &str, counted: &str, figures: [u32; 3]| {
            let mut cells = vec![TableCell::text(name), TableCell::text(counted)];
            cells.extend(figures.map(TableCell::count));
            cells
        };
        assert_eq!(rows[0], row("文华街道", "未结", [3, 2, 5]));
        assert_eq!(rows[2], row("文华街道", "待领", [0, 2, 2]));
        assert_eq!(rows[4], row("合计", "逾期", [1, 0, 1]));
    }
}
