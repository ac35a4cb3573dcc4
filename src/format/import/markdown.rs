//! Papers in Markdown: the marks are taken off, line by line, and what is left is read as a paper. Lines keep their
//! numbers; boxes that are ticked and rows of tables become lines of the paper.
use super::docx::{PICTURE, name_all_media};
use super::limits::MAX_FILE_BYTES;
use super::pace::{Cancelled, Pace, Still};
use super::paper::{self, Paper, SOFT};
use super::refused::Refused;
use super::rows;
use crate::domain::bank::kind::GAP;

pub async fn read(text: &str, answers: Option<&str>, pace: &impl Pace) -> Result<Paper, Refused> {
    if text.len() > MAX_FILE_BYTES {
        return Err(Refused::TOO_LARGE);
    }
    let pace_before = Still::at(pace, 0, text.len());
    let answers = match answers {
        Some(answers) => Some(plain(answers, &pace_before).await?),
        None => None,
    };
    let text = plain(text, &pace_before).await?;
    let mut paper = paper::read(&text, answers.as_deref(), pace).await?;
    name_all_media(&text, &mut paper, pace).await?;
    Ok(paper)
}

/// The text without its marks, in as many lines.
pub async fn plain(text: &str, pace: &impl Pace) -> Result<String, Cancelled> {
    let lines: Vec<&str> =
        text.split('\n').flat_map(|line| line.strip_suffix('\r').unwrap_or(line).split('\r')).collect();
    let mut out: Vec<String> = Vec::with_capacity(lines.len());
    let mut boxes = Boxes::default();
    let mut idx = 0;
    let mut slice = 0;
    while idx < lines.len() {
        if idx >= slice {
            pace.pause(idx, lines.len()).await?;
            slice = idx + 200;
        }
        let line = lines[idx].trim();
        if line.starts_with('|') {
            let n_rows = lines[idx..].iter().take_while(|line| line.trim().starts_with('|')).count();
            add_table(&lines[idx..idx + n_rows], &mut out, pace).await?;
            idx += n_rows;
            continue;
        }
        let line = unmarked(line);
        match checked(&line) {
            Some((is_right, option)) => out.push(boxes.take(out.len(), is_right, option)),
            None => {
                if !line.is_empty() {
                    boxes.end(&mut out);
                }
                out.push(line);
            }
        }
        idx += 1;
    }
    boxes.end(&mut out);
    Ok(out.join("\n"))
}

/// Boxes in a row: each gets a letter, and the ticked ones are the answer.
#[derive(Default)]
struct Boxes {
    n_options: u8,
    right: String,
    last: usize,
}

impl Boxes {
    fn take(&mut self, at: usize, is_right: bool, option: &str) -> String {
        let letter = char::from(b'A' + self.n_options.min(25));
        self.n_options = self.n_options.saturating_add(1);
        self.last = at;
        if is_right {
            self.right.push(letter);
        }
        let rest =
            option.strip_prefix(letter).and_then(|rest| rest.strip_prefix(['.', '、', '．', ')', '）', ':', '：']));
        format!("{letter}. {}", rest.unwrap_or(option).trim())
    }

    fn end(&mut self, out: &mut [String]) {
        if let Some(line) = out.get_mut(self.last).filter(|_| !self.right.is_empty()) {
            line.push_str(&format!("{SOFT}答案：{}", self.right));
        }
        *self = Self::default();
    }
}

/// `[x] 甲` after its bullet was taken off.
fn checked(line: &str) -> Option<(bool, &str)> {
    let rest = line.strip_prefix('[')?;
    let (mark, rest) = rest.split_at_checked(1)?;
    let rest = rest.strip_prefix("] ")?;
    match mark {
        " " => Some((false, rest.trim())),
        "x" | "X" => Some((true, rest.trim())),
        _ => None,
    }
}

fn unmarked(line: &str) -> String {
    let line = line.trim_start_matches(['>', ' ']);
    let is_rule =
        line.len() >= 3 && ["-", "*", "_", "="].iter().any(|mark| line.replace([' '], "").replace(mark, "").is_empty());
    if line.starts_with("```") || line.starts_with("~~~") || (is_rule && !line.contains("__")) {
        return String::new();
    }
    if line.starts_with("<!--") && line.ends_with("-->") {
        return String::new();
    }
    let text = line.trim_start_matches('#');
    let n_marks = line.len() - text.len();
    if (1..=6).contains(&n_marks) && text.starts_with([' ', '\u{3000}']) {
        let text = inline(text.trim());
        // What divides a document, unless it is numbered as questions are.
        let is_divided =
            n_marks > 1 && !text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '第' | '(' | '（'));
        return if is_divided { format!("## {text}") } else { text };
    }
    let line = ["- ", "* ", "+ ", "• "].iter().find_map(|mark| line.strip_prefix(mark)).unwrap_or(line);
    inline(line.trim())
}

/// Escapes, links, pictures and tags inside a line.
fn inline(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        rest = match c {
            '\\' if after.starts_with(|c: char| c.is_ascii_punctuation()) => {
                out.push_str(&after[..1]);
                &after[1..]
            }
            '!' | '[' if link(rest).is_some() => {
                let Some((text, after)) = link(rest) else { break };
                if c == '!' {
                    out.push(PICTURE);
                } else {
                    out.push_str(text);
                }
                after
            }
            '<' => match tag(after) {
                Some((name, after)) => {
                    if name == "br" {
                        out.push(SOFT);
                    } else if name == "img" {
                        out.push(PICTURE);
                    } else if name == "u"
                        && let Some((inside, after)) = after.split_once("</u>")
                        && inside.replace("&nbsp;", "").trim().is_empty()
                    {
                        out.push_str(GAP);
                        rest = after;
                        continue;
                    }
                    after
                }
                None => {
                    out.push(c);
                    after
                }
            },
            '&' => match [("nbsp;", " "), ("lt;", "<"), ("gt;", ">"), ("amp;", "&"), ("quot;", "\"")]
                .iter()
                .find_map(|(name, text)| after.strip_prefix(name).map(|after| (text, after)))
            {
                Some((text, after)) => {
                    out.push_str(text);
                    after
                }
                None => {
                    out.push(c);
                    after
                }
            },
            _ => {
                out.push(c);
                after
            }
        };
    }
    out
}

/// `[text](address)` and `![text](address)`.
fn link(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix('!').unwrap_or(text).strip_prefix('[')?;
    let (text, rest) = inner.split_once("](")?;
    let (address, rest) = rest.split_once(')')?;
    (!text.contains('[') && !address.contains(char::is_whitespace)).then_some((text, rest))
}

/// A harmless HTML tag: its name, and what follows.
fn tag(text: &str) -> Option<(&str, &str)> {
    const NAMES: [&str; 22] = [
        "br", "img", "u", "b", "i", "p", "em", "strong", "sub", "sup", "font", "span", "div", "center", "details",
        "summary", "ul", "ol", "li", "hr", "small", "code",
    ];
    let bare = text.strip_prefix('/').unwrap_or(text);
    let end = bare.find(|c: char| !c.is_ascii_alphabetic())?;
    let name = NAMES.iter().find(|name| bare[..end].eq_ignore_ascii_case(name))?;
    let (_, rest) = bare[end..].split_once('>')?;
    Some((name, rest))
}

/// Every row in its line of the file.
async fn add_table(lines: &[&str], out: &mut Vec<String>, pace: &impl Pace) -> Result<(), Cancelled> {
    let cells = |line: &str| -> Vec<Vec<String>> {
        let line = line.trim();
        let line = line.strip_prefix('|').unwrap_or(line);
        let line = line.strip_suffix('|').unwrap_or(line).replace("\\|", "\u{E0FF}");
        line.split('|')
            .map(|cell| inline(cell.trim()).replace('\u{E0FF}', "|"))
            .map(|cell| cell.split(SOFT).map(str::to_owned).collect())
            .collect()
    };
    let is_rule = |line: &str| line.contains('-') && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '));
    let mut rows: Vec<Vec<Vec<String>>> = Vec::with_capacity(lines.len());
    for slice in lines.chunks(100) {
        pace.pause(0, lines.len()).await?;
        rows.extend(slice.iter().filter(|line| !is_rule(line.trim())).map(|line| cells(line)));
    }
    let mut rows = rows::by_row(&rows, pace).await?.into_iter();
    for line in lines {
        let row = if is_rule(line.trim()) { None } else { rows.next() };
        out.push(row.unwrap_or_default().join(&SOFT.to_string()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::import::note::Note;
    use crate::format::import::pace::{Headlong, at_once};

    /// `place kind stem | options | keys, verdict or gaps`
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let paper = at_once(read(text, None, &Headlong)).unwrap();
        let shown = paper.found.iter().map(|found| {
            let draft = &found.draft;
            let keys: String = draft.keys.iter().map(|key| char::from(b'A' + key)).collect();
            let judged = draft.judged.map(|judged| if judged { "对" } else { "错" }).unwrap_or_default();
            let answer = format!("{keys}{judged}{}", draft.gaps.concat().join(" "));
            format!("{} {} {}|{}|{answer}", found.place, draft.kind.key(), draft.stem, draft.options.join(" "))
        });
        assert_eq!(shown.collect::<Vec<_>>(), expected, "{text}");
    }

    fn plain(text: &str) -> String {
        at_once(super::plain(text, &Headlong)).unwrap()
    }

    #[test]
    fn lists_and_headings_are_a_paper() {
        check(
            "# 党务题库\n\n## 单选题\n\n1. 党的生日是（　）。\n   - A. 甲\n   - B. 乙\n\n   **答案：B**\n\n   > 解析：因为。\n\n## 判断题\n\n2. 党费可以不交。\n   - **答案**：错",
            &["第5行 single 党的生日是（　）。|甲 乙|B", "第15行 judge 党费可以不交。||错"],
        );
        check(
            "### 1. 党的生日是（　）。\n\nA) 甲\nB) 乙\n\n#### 答案\n\nB",
            &["第1行 single 党的生日是（　）。|甲 乙|B"],
        );
        check("1\\. 党的生日是 \\_\\_\\_\\_。（B）\n* A、甲\n* B、乙", &["第1行 single 党的生日是 ____。|甲 乙|B"]);
    }

    #[test]
    fn ticked_boxes_are_the_answer() {
        check(
            "1. 包括哪些？\n- [x] 甲\n- [ ] 乙\n- [X] 丙\n\n2. 党的生日是（　）。\n- [ ] A. 丁\n- [x] B. 戊",
            &["第1行 multiple 包括哪些？|甲 乙 丙|AC", "第6行 single 党的生日是（　）。|丁 戊|B"],
        );
    }

    #[test]
    fn rows_of_a_table_are_questions_in_their_lines() {
        check(
            "## 单选题\n\n| 题目 | A | B | 答案 |\n|---|:-:|---|---|\n| 党的生日是（　） | 甲 | 乙\\|丙 | B |\n| 预备期是（　） | 丁 | 戊 | A |",
            &["第5行 single 党的生日是（　）|甲 乙|丙|B", "第6行 single 预备期是（　）|丁 戊|A"],
        );
    }

    #[test]
    fn tags_links_and_pictures_are_reduced_to_text() {
        assert_eq!(plain("甲<br>乙 <details><summary>答案</summary>B</details>"), format!("甲{SOFT}乙 答案B"));
        assert_eq!(plain("见[《章程》](https://example.org/a)。"), "见《章程》。");
        assert_eq!(plain("是<u>&nbsp;&nbsp;</u>，a<b"), "是____，a<b");
        assert_eq!(plain("```\n甲\n```\n---\n<!-- 注 -->"), "\n甲\n\n\n");
        let paper = at_once(read("1. 图中是（A）。![图](a.png)\nA. 甲\nB. 乙", None, &Headlong)).unwrap();
        assert!(paper.found[0].notes.contains(&Note::MediaLeftOut { name: "图片".to_owned() }));
        assert_eq!(paper.found[0].draft.stem, "图中是（　）。");
    }

    #[test]
    fn no_cut_makes_it_panic() {
        let text = "# 甲\n- [x] 乙<br>![a](b)\\\n| 题目 | 答案 |\n|--|--|\n| 丙 | <u> </u>&nbsp;";
        for (at, _) in text.char_indices() {
            for part in [&text[..at], &text[at..]] {
                assert!(at_once(read(part, None, &Headlong)).is_ok());
            }
        }
    }
}
