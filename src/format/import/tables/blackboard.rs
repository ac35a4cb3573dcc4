//! Blackboard's lines: the kind, the stem, and what belongs to it, parted by tabs and without heads.
use super::sheet::{Grid, Row};
use crate::domain::bank::kind::Kind;
use crate::format::import::found::Place;
use crate::format::import::list;
use crate::format::import::loose::{Loose, Said};

const NAMES: [&str; 15] = [
    "MC",
    "MA",
    "TF",
    "ESS",
    "ORD",
    "MAT",
    "FIB",
    "FIL",
    "NUM",
    "SR",
    "OP",
    "JUMBLED_SENTENCE",
    "QUIZ_BOWL",
    "FIB_PLUS",
    "ES",
];

/// Whether most rows begin with one of its names.
pub fn is_one(grid: &Grid) -> bool {
    let n_named = grid.rows.iter().filter(|row| NAMES.contains(&row.text(0))).count();
    n_named > 0 && n_named * 10 >= grid.rows.len() * 8
}

pub fn loose(row: &Row, place: Place) -> Loose {
    let cells: Vec<String> = row.cells.iter().skip(1).map(|cell| cell.text.trim().to_owned()).collect();
    let (stem, rest) = cells.split_first().map_or((String::new(), &[][..]), |(stem, rest)| (stem.clone(), rest));
    let mut loose = Loose {
        place,
        kind: None,
        stem,
        options: Vec::new(),
        answer: String::new(),
        explain: String::new(),
        source: String::new(),
        topic: String::new(),
        level: String::new(),
        notes: Vec::new(),
    };
    let first = rest.first().cloned().unwrap_or_default();
    match row.text(0) {
        name @ ("MC" | "MA") => {
            loose.kind = Some(Said::Kind(if name == "MC" { Kind::Single } else { Kind::Multiple }));
            let (options, verdicts): (Vec<_>, Vec<_>) = rest
                .chunks(2)
                .map(|pair| {
                    (pair[0].clone(), pair.get(1).is_some_and(|verdict| verdict.eq_ignore_ascii_case("correct")))
                })
                .unzip();
            loose.options = options;
            loose.answer =
                ('A'..='Z').zip(verdicts).filter(|(_, is_right)| *is_right).map(|(letter, _)| letter).collect();
        }
        "TF" => (loose.kind, loose.answer) = (Some(Said::Kind(Kind::Judge)), first),
        "FIB" => (loose.kind, loose.answer) = (Some(Said::Kind(Kind::Blank)), list::written(&[rest.to_vec()])),
        "ORD" => {
            loose.kind = Some(Said::Kind(Kind::Order));
            loose.options = rest.to_vec();
            loose.answer = ('A'..='Z').take(rest.len()).collect();
        }
        "MAT" => {
            let pairs: Vec<Vec<String>> = rest.chunks(2).map(<[String]>::to_vec).collect();
            (loose.kind, loose.answer) = (Some(Said::Kind(Kind::Match)), list::written(&pairs));
        }
        name => {
            let name = if matches!(name, "ESS" | "SR" | "ES") { "问答题" } else { name };
            (loose.kind, loose.answer) = (Some(Said::Unsupported(name.to_owned())), first);
        }
    }
    loose
}
