//! Where a stem leaves room for an answer, however it is typed.
use crate::domain::bank::kind::GAP;

/// Marks that make a line to write on.
const LINE: [char; 5] = ['_', '＿', '﹍', '﹎', '﹏'];
const BRACKETS: [(char, char); 4] = [('(', ')'), ('（', '）'), ('【', '】'), ('[', ']')];

/// A stem with every gap written as [`GAP`], and how many there are.
pub fn with_gaps(stem: &str) -> (String, usize) {
    let chars: Vec<char> = stem.chars().collect();
    let (mut text, mut n_gaps, mut idx) = (String::new(), 0, 0);
    while idx < chars.len() {
        match gap_at(&chars[idx..]) {
            Some(n_chars) => {
                text += GAP;
                n_gaps += 1;
                idx += n_chars;
            }
            None => {
                text.push(chars[idx]);
                idx += 1;
            }
        }
    }
    (text, n_gaps)
}

/// How many characters the gap takes that begins here.
fn gap_at(chars: &[char]) -> Option<usize> {
    let n_line = chars.iter().take_while(|c| LINE.contains(c)).count();
    // One underscore alone is a letter of a name.
    if n_line >= 2 {
        return Some(n_line);
    }
    let (_, close) = BRACKETS.iter().find(|(open, _)| Some(open) == chars.first())?;
    let is_room = |c: &&char| c.is_whitespace() && **c != '\n';
    let n_room = chars[1..].iter().take_while(is_room).count();
    let is_closed = chars.get(n_room + 1) == Some(close);
    (is_closed && (n_room > 0 || !close.is_ascii())).then_some(n_room + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_leave_room_is_one_gap() {
        for (stem, expected, n_gaps) in [
            ("每____召开", "每____召开", 1),
            ("每__召开_____。", "每____召开____。", 2),
            ("每（  ）召开", "每____召开", 1),
            ("每(\u{A0}\u{A0})召开", "每____召开", 1),
            ("每（\u{3000}）、（）", "每____、____", 2),
            ("每（____）召开", "每（____）召开", 1),
            ("每﹍﹍＿＿召【 】开", "每____召____开", 2),
            ("f()和snake_case", "f()和snake_case", 0),
            ("（一）没有", "（一）没有", 0),
        ] {
            assert_eq!(with_gaps(stem), (expected.to_owned(), n_gaps), "{stem}");
        }
    }
}
