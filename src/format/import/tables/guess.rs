//! What columns without heads are, by what stands in them.
use super::headers::Field;
use super::sheet::Grid;
use crate::format::import::words::{loose_truth, said};
use crate::format::import::{answer, options};

/// So many rows tell what a column is.
const SAMPLE: usize = 200;

/// What one column's texts look like.
struct Looks {
    column: u32,
    n_texts: usize,
    n_chars: usize,
    n_kinds: usize,
    n_answers: usize,
    n_figures: usize,
    n_options: usize,
}

impl Looks {
    fn of(grid: &Grid, column: u32) -> Self {
        let mut looks = Self { column, n_texts: 0, n_chars: 0, n_kinds: 0, n_answers: 0, n_figures: 0, n_options: 0 };
        for text in grid.rows.iter().take(SAMPLE).map(|row| row.text(column)).filter(|text| !text.is_empty()) {
            looks.n_texts += 1;
            looks.n_chars += text.chars().count();
            looks.n_kinds += usize::from(said(text).is_some());
            let letters = answer::letters(answer::bare(text)).filter(|keys| keys.iter().all(|key| *key < 8));
            looks.n_answers += usize::from(letters.is_some() || loose_truth(text).is_some());
            looks.n_figures += usize::from(text.trim().bytes().all(|byte| byte.is_ascii_digit()));
            looks.n_options += usize::from(options::split(text).is_some());
        }
        looks
    }

    fn mostly(&self, n: usize) -> bool {
        self.n_texts > 0 && n * 10 >= self.n_texts * 7
    }

    fn is_usual(&self, n_rows: usize) -> bool {
        self.n_texts * 2 >= n_rows
    }
}

/// The fields of a grid's columns, or nothing where no column is like a stem.
pub fn fields(grid: &Grid) -> Option<Vec<(u32, Field)>> {
    let n_rows = grid.rows.len().min(SAMPLE);
    let columns: Vec<Looks> = grid.columns().into_iter().map(|column| Looks::of(grid, column)).collect();
    let kind = columns.iter().find(|looks| looks.mostly(looks.n_kinds)).map(|looks| looks.column);
    let is_free = |looks: &&Looks| Some(looks.column) != kind;
    // Options can be single letters or right and wrong too, and the answer stands behind them or in front.
    let answers: Vec<&Looks> = columns
        .iter()
        .filter(is_free)
        .filter(|looks| looks.is_usual(n_rows) && looks.mostly(looks.n_answers) && !looks.mostly(looks.n_figures))
        .collect();
    let stem = columns
        .iter()
        .filter(is_free)
        .filter(|looks| looks.is_usual(n_rows) && !looks.mostly(looks.n_answers) && !looks.mostly(looks.n_figures))
        .max_by_key(
            |looks| if looks.mostly(looks.n_options) { 0 } else { looks.n_chars * 100 / looks.n_texts.max(1) },
        )?;
    let rest: Vec<&Looks> = columns
        .iter()
        .filter(is_free)
        .filter(|looks| looks.column != stem.column && looks.is_usual(n_rows) && !looks.mostly(looks.n_figures))
        .collect();
    let answer = match answers.last() {
        Some(looks) => looks.column,
        // Two columns of texts are questions and their answers.
        None => match rest[..] {
            [only] if !only.mostly(only.n_options) => only.column,
            _ => return None,
        },
    };
    let mut position = 0;
    let fields = columns.iter().map(|looks| {
        let between = looks.column > stem.column && (looks.column < answer || answer < stem.column);
        let field = if looks.column == stem.column {
            Field::Stem
        } else if looks.column == answer {
            Field::Answer
        } else if Some(looks.column) == kind {
            Field::Kind
        } else if looks.mostly(looks.n_options) {
            Field::Options
        } else if between && position < 10 {
            position += 1;
            Field::Option(position - 1)
        } else if looks.column > answer && looks.column > stem.column && looks.n_chars > looks.n_texts * 6 {
            Field::Explain
        } else {
            Field::Skip
        };
        (looks.column, field)
    });
    Some(fields.collect())
}
