//! A sheet as a grid of texts. Only cells with something in them are there, however far away one stands.
use crate::format::import::limits::MAX_FILLED_CELLS;

/// What stands in a cell beside its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    Text,
    Number,
    Date,
    Truth,
    Error,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    pub column: u32,
    pub text: String,
    pub sort: Sort,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// Counted from 1, as the table shows it.
    pub number: u32,
    pub is_hidden: bool,
    /// From left to right.
    pub cells: Vec<Cell>,
}

/// Cells that are one; the text stands in the first. Both ends are within.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merged {
    pub rows: (u32, u32),
    pub columns: (u32, u32),
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Grid {
    pub name: String,
    pub is_hidden: bool,
    /// From above downwards; rows without a cell are not there.
    pub rows: Vec<Row>,
    pub merged: Vec<Merged>,
    /// First and last of each stretch.
    pub hidden_columns: Vec<(u32, u32)>,
}

impl Row {
    pub fn cell(&self, column: u32) -> Option<&Cell> {
        let idx = self.cells.binary_search_by_key(&column, |cell| cell.column).ok()?;
        self.cells.get(idx)
    }

    pub fn text(&self, column: u32) -> &str {
        self.cell(column).map_or("", |cell| &cell.text)
    }
}

impl Grid {
    /// Takes a cell in; whoever puts the last calls [`Grid::finish`].
    pub fn put(&mut self, row: u32, is_hidden: bool, cell: Cell) {
        match self.rows.last_mut().filter(|last| last.number == row) {
            Some(last) => last.cells.push(cell),
            None => self.rows.push(Row { number: row, is_hidden, cells: vec![cell] }),
        }
    }

    /// Puts rows and cells in order, which they mostly are. Of two cells in one place the first stays.
    pub fn finish(&mut self) {
        self.rows.sort_by_key(|row| row.number);
        self.rows.dedup_by(|row, first| {
            let is_same = row.number == first.number;
            if is_same {
                first.cells.append(&mut row.cells);
            }
            is_same
        });
        for row in &mut self.rows {
            row.cells.sort_by_key(|cell| cell.column);
            row.cells.dedup_by_key(|cell| cell.column);
        }
    }

    /// Columns with something in them, from left to right.
    pub fn columns(&self) -> Vec<u32> {
        let mut columns = Vec::new();
        for cell in self.rows.iter().flat_map(|row| &row.cells) {
            if let Err(at) = columns.binary_search(&cell.column) {
                columns.insert(at, cell.column);
            }
        }
        columns
    }

    pub fn is_column_hidden(&self, column: u32) -> bool {
        self.hidden_columns.iter().any(|(first, last)| (*first..=*last).contains(&column))
    }

    /// Repeats the first text of merged cells downwards in these columns, for rows that have nothing there.
    pub fn fill_down(&mut self, columns: &[u32]) {
        let mut n_rows = 0;
        let merged: Vec<Merged> = self.merged.iter().filter(|merged| merged.rows.1 > merged.rows.0).copied().collect();
        for Merged { rows, columns: (column, _) } in
            merged.into_iter().filter(|merged| columns.contains(&merged.columns.0))
        {
            let start = self.rows.partition_point(|row| row.number < rows.0);
            let end = self.rows.partition_point(|row| row.number <= rows.1);
            let Some(first) = self.rows.get(start).filter(|row| row.number == rows.0) else { continue };
            let Some(cell) = first.cell(column).cloned() else { continue };
            for row in self.rows.get_mut(start + 1..end).unwrap_or_default() {
                n_rows += 1;
                if n_rows > MAX_FILLED_CELLS {
                    return;
                }
                if let Err(at) = row.cells.binary_search_by_key(&column, |cell| cell.column) {
                    row.cells.insert(at, cell.clone());
                }
            }
        }
    }
}

/// The letters over a column.
pub fn letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        letters.insert(0, char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    letters.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(column: u32, text: &str) -> Cell {
        Cell { column, text: text.to_owned(), sort: Sort::Text }
    }

    #[test]
    fn cells_find_their_places_in_whatever_order_they_come() {
        let mut grid = Grid::default();
        for (row, column) in [(5, 3), (5, 1), (2, 0), (9, 16_383), (5, 2), (2, 0)] {
            grid.put(row, false, cell(column, &format!("{row}/{column}")));
        }
        grid.finish();
        let numbers: Vec<u32> = grid.rows.iter().map(|row| row.number).collect();
        assert_eq!((numbers, grid.columns()), (vec![2, 5, 9], vec![0, 1, 2, 3, 16_383]));
        assert_eq!((grid.rows[1].text(2), grid.rows[1].text(7)), ("5/2", ""));
        assert_eq!([0, 25, 26, 701, 702, 16_383].map(letters), ["A", "Z", "AA", "ZZ", "AAA", "XFD"]);
    }

    #[test]
    fn merged_cells_repeat_downwards_where_asked() {
        let mut grid = Grid::default();
        grid.put(2, false, cell(0, "第一章"));
        grid.put(2, false, cell(1, "题"));
        grid.put(3, false, cell(1, "题"));
        grid.put(5, false, cell(1, "题"));
        grid.merged = vec![Merged { rows: (2, 4), columns: (0, 0) }, Merged { rows: (2, u32::MAX), columns: (1, 1) }];
        grid.fill_down(&[0]);
        assert_eq!(grid.rows.iter().map(|row| row.text(0)).collect::<Vec<_>>(), ["第一章", "第一章", ""]);
    }
}
