//! Lists that an organiser pastes from a sheet: who may take part, and how many people each unit has.
use crate::domain::bank::text::{fold, whole_number};
use crate::domain::contest::flag::Roster;
use crate::domain::contest::marked::Person;
use crate::domain::contest::terms::{NumberAsked, Terms, Units};
use crate::domain::session::entry::Unit;
use std::collections::HashMap;

/// Words that stand over columns.
const HEADS: [&str; 14] = [
    "姓名",
    "名字",
    "单位",
    "部门",
    "所在单位",
    "参赛单位",
    "编号",
    "名单编号",
    "工号",
    "手机尾号",
    "尾号",
    "序号",
    "人数",
    "总人数",
];

/// What was read, and what of it could not be, line by line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lines<T> {
    pub read: T,
    pub problems: Vec<String>,
}

/// A person a line. What stands in it hangs on what the terms ask: a number, or a name, its phone's tail and a unit.
pub fn roster(text: &str, terms: &Terms) -> Lines<Roster> {
    let mut lines: Lines<Roster> = Lines::default();
    for (line, cells) in rows(text) {
        match person(&cells, terms) {
            Ok(person) => {
                if !lines.read.people.insert(person) {
                    lines.problems.push(format!("第{line}行与前面的重复，只记一次"));
                }
            }
            Err(why) => lines.problems.push(format!("第{line}行{why}，没有读进来")),
        }
    }
    lines
}

/// A unit and how many people it has a line.
pub fn unit_sizes(text: &str, terms: &Terms) -> Lines<HashMap<String, u32>> {
    let mut lines: Lines<HashMap<String, u32>> = Lines::default();
    for (line, cells) in rows(text) {
        let (Some(name), Some(size)) = (cells.first(), cells.get(1).and_then(|size| number(size))) else {
            lines.problems.push(format!("第{line}行要写单位和人数，例如“办公室 12”，没有读进来"));
            continue;
        };
        match &terms.units {
            Units::List(units) => match units.iter().find(|unit| fold(unit) == fold(name)) {
                Some(unit) => drop(lines.read.insert(unit.clone(), size)),
                None => lines.problems.push(format!("第{line}行的单位“{name}”不在参赛单位里，没有读进来")),
            },
            Units::Free | Units::None => drop(lines.read.insert(name.clone(), size)),
        }
    }
    lines
}

fn number(text: &str) -> Option<u32> {
    whole_number(fold(text).trim_end_matches('人')).filter(|size| (1..=1_000_000).contains(size))
}

/// Numbered lines in cells, without heads, empty lines and empty cells. A sheet gives tabs or commas, people type
/// blanks.
fn rows(text: &str) -> Vec<(usize, Vec<String>)> {
    let text = text.trim_start_matches('\u{feff}');
    let cells = |line: &str| -> Vec<String> {
        let parts: Vec<&str> = if line.contains(['\t', ',', '，', ';', '；', '、']) {
            line.split(['\t', ',', '，', ';', '；', '、']).collect()
        } else {
            line.split_whitespace().collect()
        };
        let parts = parts.into_iter().map(|part| part.trim().trim_matches('"').trim().to_owned());
        parts.filter(|part| !part.is_empty()).collect()
    };
    let rows = text.lines().enumerate().map(|(idx, line)| (idx + 1, cells(line)));
    rows.filter(|(_, cells)| !cells.is_empty() && !cells.iter().all(|cell| HEADS.contains(&cell.as_str()))).collect()
}

fn person(cells: &[String], terms: &Terms) -> Result<Person, String> {
    let is_number = |cell: &&String| fold(cell).chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if terms.number == NumberAsked::Roster {
        let number = cells.iter().find(is_number).ok_or_else(|| "没有编号".to_owned())?;
        return Ok(Person::Numbered(fold(number)));
    }
    let mut rest: Vec<&String> = cells.iter().collect();
    let mut name = String::new();
    let unit = take_unit(&mut rest, terms)?;
    if terms.number == NumberAsked::PhoneTail {
        let at = rest.iter().rposition(is_number_of_four).ok_or_else(|| "没有手机尾号4位".to_owned())?;
        let tail = rest.remove(at);
        name = format!(" {}", fold(tail));
    }
    // A running number may stand before the name.
    let who = rest.iter().find(|cell| !is_number(cell)).or(rest.first()).ok_or_else(|| "没有姓名".to_owned())?;
    name.insert_str(0, &fold(who));
    Ok(Person::Named(name, unit))
}

fn is_number_of_four(cell: &&String) -> bool {
    let folded = fold(cell);
    folded.len() == 4 && folded.bytes().all(|byte| byte.is_ascii_digit())
}

fn take_unit(rest: &mut Vec<&String>, terms: &Terms) -> Result<Unit, String> {
    match &terms.units {
        Units::None => Ok(Unit::None),
        Units::List(units) => {
            let found = rest.iter().enumerate().find_map(|(at, cell)| {
                let idx = units.iter().position(|unit| fold(unit) == fold(cell))?;
                Some((at, u16::try_from(idx).ok()?))
            });
            let (at, idx) = found.ok_or_else(|| "没有参赛单位，或单位不在参赛单位里".to_owned())?;
            rest.remove(at);
            Ok(Unit::Listed(idx))
        }
        // Written units stand last, after the name.
        Units::Free if rest.len() >= 2 => {
            let last = rest.iter().rposition(|cell| !is_number_of_four(cell)).unwrap_or(rest.len() - 1);
            Ok(Unit::Written(fold(rest.remove(last))))
        }
        Units::Free => Err("没有单位".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::contest::terms::tests::terms;

    #[track_caller]
    fn check(change: impl FnOnce(&mut Terms), text: &str, expected: &[Person], n_problems: usize) {
        let mut terms = terms();
        change(&mut terms);
        let lines = roster(text, &terms);
        assert_eq!(lines.read.people, expected.iter().cloned().collect());
        assert_eq!(lines.problems.len(), n_problems, "{:?}", lines.problems);
    }

    #[test]
    fn a_list_from_a_sheet_gives_the_people_that_the_terms_tell_apart() {
        let named = |name: &str, unit| Person::Named(name.into(), unit);
        let text = "\u{feff}姓名,单位\r\n王 芳,办公室\r\n\"李强\",财务处\r\n王芳，办 公室\r\n赵六,外单位\r\n";
        check(|_| (), text, &[named("王芳", Unit::Listed(0)), named("李强", Unit::Listed(1))], 2);
        check(|it| it.units = Units::None, "1\t王芳\n李强", &[named("王芳", Unit::None), named("李强", Unit::None)], 0);
        let written = |unit: &str| Unit::Written(unit.into());
        check(|it| it.units = Units::Free, "王芳 办公室\n李强", &[named("王芳", written("办公室"))], 1);
        check(
            |it| it.number = NumberAsked::PhoneTail,
            "王芳 办公室 0012\n李强 财务处",
            &[named("王芳 0012", Unit::Listed(0))],
            1,
        );
        check(|it| it.number = NumberAsked::Roster, "编号,姓名\n０12,王芳\n李强", &[Person::Numbered("012".into())], 1);
    }

    #[test]
    fn a_person_on_the_list_is_the_one_that_a_receipt_names() {
        use crate::domain::contest::marked::tests::{Sat, marked};
        use crate::domain::contest::papers::tests::contest;
        let (mut terms, papers) = contest();
        for number in [NumberAsked::None, NumberAsked::PhoneTail, NumberAsked::Roster] {
            let mut it = marked(&terms, &papers, Sat { name: "王芳", ..Sat::default() });
            terms.number = number;
            it.receipt.entry.number = "0012".into();
            let lines = roster("王芳\t办公室\t0012", &terms);
            assert!(lines.read.people.contains(&it.person(&terms)), "{number:?}: {lines:?}");
            terms.number = NumberAsked::None;
        }
    }

    #[test]
    fn sizes_of_units_are_read_and_the_rest_is_named_by_its_line() {
        let lines = unit_sizes("单位\t人数\n办 公室\t12\n财务处 30人\n外单位\t5\n人事处", &terms());
        assert_eq!(lines.read, [("办公室".to_owned(), 12), ("财务处".to_owned(), 30)].into());
        assert_eq!(lines.problems.len(), 2);
        assert!(lines.problems[0].starts_with("第4行的单位“外单位”"));
    }
}
