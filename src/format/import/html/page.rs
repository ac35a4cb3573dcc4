//! What is kept of a page: its text in lines, with our mark of emphasis, and the names of pictures and sound.
use super::tag::Tag;
use crate::domain::bank::text::EMPHASIS;

#[derive(Default)]
pub struct Page {
    out: String,
    media: Vec<String>,
    keeps_lines: bool,
    marks: bool,
    /// White space came that counts only if text follows on the same line.
    space: bool,
    pre: usize,
    strong: usize,
    small: Option<Small>,
    /// For each list whether it counts, and how far it is.
    lists: Vec<Option<u32>>,
}

#[derive(Clone, Copy, PartialEq)]
enum Small {
    Up,
    Down,
}

/// Elements that stand on lines of their own.
const BLOCKS: [&str; 28] = [
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "table",
    "tr",
    "thead",
    "tbody",
    "blockquote",
    "pre",
    "section",
    "article",
    "header",
    "footer",
    "dl",
    "dt",
    "dd",
    "figure",
    "figcaption",
    "hr",
    "center",
];

impl Page {
    /// `keeps_lines`: line breaks count without a tag. `marks`: emphasis is kept.
    pub fn new(keeps_lines: bool, marks: bool) -> Self {
        Self { keeps_lines, marks, ..Self::default() }
    }

    /// What a tag does to what is kept.
    pub fn tag(&mut self, tag: &Tag) {
        let name = tag.name.as_str();
        match name {
            "br" => self.break_line(),
            "td" | "th" if !tag.closes && !self.at_line_start() => self.out += " | ",
            "b" | "strong" if self.marks => self.emphasise(!tag.closes),
            "sup" => self.small = (!tag.closes).then_some(Small::Up),
            "sub" => self.small = (!tag.closes).then_some(Small::Down),
            _ if BLOCKS.contains(&name) => self.block(tag),
            _ => {}
        }
    }

    fn block(&mut self, tag: &Tag) {
        // The first block within an item begins on the item's line.
        if !self.out.ends_with("· ") && !self.out.ends_with(". ") || tag.closes {
            self.end_line();
        }
        match (tag.name.as_str(), tag.closes) {
            ("pre", false) => self.pre += 1,
            ("pre", true) => self.pre = self.pre.saturating_sub(1),
            ("ul", false) => self.lists.push(None),
            ("ol", false) => self.lists.push(Some(0)),
            ("ul" | "ol", true) => {
                self.lists.pop();
            }
            ("li", false) => match self.lists.last_mut() {
                Some(Some(n)) => {
                    *n += 1;
                    self.out += &format!("{n}. ");
                }
                _ => self.out += "· ",
            },
            _ => {}
        }
    }

    pub fn medium(&mut self, tag: &Tag) {
        let address = ["src", "data", "href"].into_iter().find_map(|key| tag.attribute(key)).unwrap_or_default();
        let last = address.rsplit(['/', '\\']).next().unwrap_or_default();
        let last = last.split(['?', '#']).next().unwrap_or_default();
        let name = if address.is_empty() && matches!(tag.name.as_str(), "audio" | "video") {
            // Its sources have the names.
            return;
        } else if address.starts_with("data:") || last.is_empty() {
            tag.attribute("alt").filter(|alt| !alt.trim().is_empty()).unwrap_or("没有名称").to_owned()
        } else {
            percent_encoding::percent_decode_str(last).decode_utf8_lossy().into_owned()
        };
        // A name is for reading, and some are whole essays.
        let name = name.chars().take(60).collect();
        if !self.media.contains(&name) {
            self.media.push(name);
        }
    }

    fn emphasise(&mut self, on: bool) {
        if on {
            self.strong += 1;
        }
        if self.strong == 1 {
            if on {
                self.flush_space();
            }
            match self.out.strip_suffix(EMPHASIS) {
                // Nothing stood between the marks.
                Some(before) if !on => self.out.truncate(before.len()),
                _ => self.out += EMPHASIS,
            }
        }
        if !on {
            self.strong = self.strong.saturating_sub(1);
        }
    }

    pub fn text(&mut self, text: &str) {
        for c in text.chars() {
            self.character(c);
        }
    }

    pub fn character(&mut self, c: char) {
        let counts = self.keeps_lines || self.pre > 0;
        match c {
            '\n' if counts => self.break_line(),
            ' ' if counts => self.out.push(' '),
            ' ' | '\n' | '\t' | '\r' => self.space = true,
            _ => self.exactly(c),
        }
    }

    /// A character that counts as it is: a space that is written as an entity is kept.
    pub fn exactly(&mut self, c: char) {
        self.flush_space();
        self.out.push(match self.small {
            Some(small) => raised(c, small),
            None => c,
        });
    }

    fn flush_space(&mut self) {
        if std::mem::take(&mut self.space) && !self.at_line_start() && !self.out.ends_with(' ') {
            self.out.push(' ');
        }
    }

    fn at_line_start(&self) -> bool {
        self.out.is_empty() || self.out.ends_with('\n')
    }

    fn break_line(&mut self) {
        self.space = false;
        self.out.push('\n');
    }

    fn end_line(&mut self) {
        self.space = false;
        if !self.at_line_start() {
            self.out.push('\n');
        }
    }

    /// The text, and the names of what was to be seen or heard.
    pub fn finish(self) -> (String, Vec<String>) {
        let lines = self.out.lines().map(str::trim_end).filter(|line| !line.is_empty());
        let text = lines.collect::<Vec<_>>().join("\n").replace('\u{A0}', " ");
        let text = text.trim();
        // Emphasis on everything is none.
        let inside = text.strip_prefix(EMPHASIS).and_then(|text| text.strip_suffix(EMPHASIS));
        let text = inside.filter(|inside| self.marks && !inside.contains(EMPHASIS)).unwrap_or(text);
        (text.to_owned(), self.media)
    }
}

/// Figures that are raised or lowered have characters of their own: 25 m², H₂O.
fn raised(c: char, small: Small) -> char {
    let Some(figure) = c.to_digit(10) else {
        return c;
    };
    const UP: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    match small {
        Small::Up => UP[figure as usize],
        Small::Down => char::from_u32(u32::from('₀') + figure).unwrap_or(c),
    }
}
