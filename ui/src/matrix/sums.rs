//! Sums of tiles. Pure.

use onemap_protocol::desk::{MatrixRow, MatrixView, Tile};

/// Two tiles as one.
fn add(one: Tile, other: Tile) -> Tile {
    Tile {
        open: one.open + other.open,
        overdue: one.overdue + other.overdue,
        unclaimed: one.unclaimed + other.unclaimed,
    }
}

/// The sum of all rows.
pub fn all(rows: &[MatrixRow]) -> Tile {
    rows.iter().map(|row| row.total).fold(Tile::default(), add)
}

/// Whether every row adds up to its sum, every column to its, and both to the same.
pub fn agree(matrix: &MatrixView) -> bool {
    let sum = |tiles: &mut dyn Iterator<Item = Tile>| tiles.fold(Tile::default(), add);
    let rows = matrix
        .rows
        .iter()
        .all(|row| sum(&mut row.tiles.iter().copied()) == row.total);
    let columns = matrix.totals.iter().enumerate().all(|(column, total)| {
        let tiles = matrix.rows.iter();
        sum(&mut tiles.filter_map(|row| row.tiles.get(column).copied())) == *total
    });
    rows && columns && sum(&mut matrix.totals.iter().copied()) == all(&matrix.rows)
}

/// Row and column of a tile's mark, `3-1`.
pub fn place(mark: &str) -> Option<(usize, usize)> {
    let (row, column) = mark.split_once('-')?;
    Some((row.parse().ok()?, column.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use onemap_domain::area::{Area, AreaCode, Position};

    use super::*;

    fn tile(open: u32, overdue: u32, unclaimed: u32) -> Tile {
        Tile {
            open,
            overdue,
            unclaimed,
        }
    }

    fn row(code: &str, tiles: [Tile; 2], total: Tile) -> MatrixRow {
        MatrixRow {
            area: Area {
                code: AreaCode::parse(code).unwrap(),
                name: code.to_owned(),
                centre: Position { lon: 0.0, lat: 0.0 },
                households: None,
                simulated: true,
            },
            tiles: tiles.to_vec(),
            total,
        }
    }

    #[test]
    fn a_matrix_agrees_when_rows_and_columns_add_up_to_the_same() {
        let mut matrix = MatrixView {
            chain: Vec::new(),
            categories: vec!["road".to_owned(), "noise".to_owned()],
            rows: vec![
                row("520381001", [tile(3, 1, 0), tile(2, 0, 2)], tile(5, 1, 2)),
                row("520381002", [tile(0, 0, 0), tile(4, 2, 1)], tile(4, 2, 1)),
            ],
            totals: vec![tile(3, 1, 0), tile(6, 2, 3)],
            without_lead: 0,
        };
        assert_eq!(all(&matrix.rows), tile(9, 3, 3));
        assert!(agree(&matrix));
        matrix.totals[1].overdue = 1;
        assert!(!agree(&matrix));
    }

    #[test]
    fn a_mark_is_a_row_and_a_column() {
        assert_eq!(place("12-3"), Some((12, 3)));
        assert_eq!(place("12"), None);
    }
}
