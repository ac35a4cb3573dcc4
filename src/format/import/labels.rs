//! Labels in front of options, `A.` or `（A）` or `①`: where they stand in a text, if they run in order from the first.

/// Where a label begins, and where the text under it does, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Label {
    pub start: usize,
    pub end: usize,
}

/// How labels look; all of one run look alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    /// `A.` `A、` `A:` `A)`
    Marked,
    /// `(A)` `[A]`
    Bracketed,
    /// `①`
    Circled,
    /// `A` and a space.
    Spaced,
}

/// Where labels may stand, the strictest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd)]
enum Stand {
    Line,
    Break,
    Anywhere,
    /// Inside a word.
    Nowhere,
}

/// Labels of letters in order from A; at least two.
pub fn letters(text: &str) -> Vec<Label> {
    best(text, &[Look::Marked, Look::Bracketed, Look::Spaced])
}

/// Circled figures in order from ①; at least two.
pub fn circled(text: &str) -> Vec<Label> {
    best(text, &[Look::Circled])
}

fn best(text: &str, looks: &[Look]) -> Vec<Label> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut best = Vec::new();
    for stand in [Stand::Line, Stand::Break, Stand::Anywhere] {
        for look in looks {
            if *look == Look::Spaced && stand > Stand::Break {
                continue;
            }
            let found = run(text, &chars, *look, stand);
            if found.len() >= 2 && found.len() > best.len() {
                best = found;
            }
        }
    }
    best
}

fn run(text: &str, chars: &[(usize, char)], look: Look, stand: Stand) -> Vec<Label> {
    let mut labels = Vec::new();
    let mut small = None;
    let mut at = 0;
    while at < chars.len() {
        let position = labels.len();
        let label = label_at(text, chars, at, look)
            .filter(|(found, is_small, _)| *found == position && small.is_none_or(|small| small == *is_small))
            .filter(|_| stands(chars, at, look) <= stand);
        let Some((_, is_small, next)) = label else {
            at += 1;
            continue;
        };
        small = Some(is_small);
        labels.push(Label { start: chars[at].0, end: chars.get(next).map_or(text.len(), |(idx, _)| *idx) });
        at = next;
    }
    labels
}

/// The position that a label at `at` names, whether its letter is small, and where it ends.
fn label_at(text: &str, chars: &[(usize, char)], at: usize, look: Look) -> Option<(usize, bool, usize)> {
    let char_at = |at: usize| chars.get(at).map(|(_, c)| *c);
    let c = char_at(at)?;
    match look {
        Look::Circled => {
            let position = position_of_circled(c)?;
            Some((position, false, skip(chars, at + 1, &['、', '.', '．', ':', '：'])))
        }
        Look::Marked => {
            let (position, small) = position_of(c)?;
            let mark = char_at(at + 1)?;
            // `A. ` or `A、`, but neither `A.B.` of a name nor `A:\`.
            let marked = matches!(mark, '.' | '．' | '、' | ':' | '：' | ')' | '）' | '。' | '﹒' | '・' | '·');
            let initial = mark == '.' && char_at(at + 2).is_some_and(|c| c.is_ascii_uppercase()) && {
                char_at(at + 3) == Some('.') && text.len() > chars[at].0
            };
            let opened = at > 0 && matches!(char_at(at - 1), Some('(' | '（' | '[' | '【' | '［'));
            (marked && !initial && !opened).then_some((position, small, at + 2))
        }
        Look::Bracketed => {
            let close = match c {
                '(' | '（' => [')', '）'],
                '[' | '【' | '［' => [']', '】'],
                _ => return None,
            };
            let inner = skip(chars, at + 1, &[' ']);
            let (position, small) = position_of(char_at(inner)?)?;
            let end = skip(chars, inner + 1, &[' ']);
            char_at(end).filter(|c| close.contains(c) || *c == '］')?;
            Some((position, small, skip(chars, end + 1, &['.', '．', '、'])))
        }
        Look::Spaced => {
            let (position, small) = position_of(c)?;
            char_at(at + 1).filter(|c| c.is_whitespace() && *c != '\n')?;
            (!small).then_some((position, false, at + 2))
        }
    }
}

fn stands(chars: &[(usize, char)], at: usize, look: Look) -> Stand {
    let mut before = chars[..at].iter().rev().map(|(_, c)| *c);
    let mut inner = before.next();
    let adjoining = inner;
    while inner.is_some_and(|c| c != '\n' && c.is_whitespace()) {
        inner = before.next();
    }
    if inner.is_none_or(|c| c == '\n') {
        return Stand::Line;
    }
    match adjoining {
        Some(c) if c.is_whitespace() || ";；|,，。.".contains(c) => Stand::Break,
        // `PBA.` and `3B.` are words.
        Some(c) if look != Look::Bracketed && look != Look::Circled && c.is_ascii_alphanumeric() => Stand::Nowhere,
        _ => Stand::Anywhere,
    }
}

fn skip(chars: &[(usize, char)], mut at: usize, what: &[char]) -> usize {
    while chars.get(at).is_some_and(|(_, c)| what.contains(c)) {
        at += 1;
    }
    at
}

/// The position of a letter from A, and whether it is a small one. Letters of Cyrillic look the same and are typed by
/// mistake.
pub fn position_of(c: char) -> Option<(usize, bool)> {
    let plain = match c {
        'Ａ'..='Ｚ' | 'ａ'..='ｚ' => char::from_u32(u32::from(c) - 0xFEE0)?,
        'А' => 'A',
        'В' => 'B',
        'С' => 'C',
        'Е' => 'E',
        _ => c,
    };
    match plain {
        'A'..='Z' => Some((plain as usize - 'A' as usize, false)),
        'a'..='z' => Some((plain as usize - 'a' as usize, true)),
        _ => None,
    }
}

/// The position of a circled figure from ①.
pub fn position_of_circled(c: char) -> Option<usize> {
    match c {
        '①'..='⑳' => Some(c as usize - '①' as usize),
        '❶'..='❿' => Some(c as usize - '❶' as usize),
        _ => None,
    }
}

/// The texts under labels, and what stands before the first.
pub fn cut<'a>(text: &'a str, labels: &[Label]) -> (&'a str, Vec<&'a str>) {
    let ends = labels.iter().skip(1).map(|label| label.start).chain([text.len()]);
    let head = labels.first().map_or(text, |label| &text[..label.start]);
    (head, labels.iter().zip(ends).map(|(label, end)| &text[label.end..end]).collect())
}
