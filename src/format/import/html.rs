//! HTML reduced to text. It is never run and never kept: what a reader would see comes out in lines, pictures and sound
//! are named so that somebody can tell what is missing, and everything else goes.
use super::note::Note;
use super::tidy::add;
use crate::domain::bank::text::EMPHASIS;

/// What a text was written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Markup {
    Plain,
    /// White space means nothing, as on a page.
    Html,
    /// Simple HTML whose line breaks count.
    Lines,
}

/// `stem`: whether emphasis is kept as our own mark.
pub fn reduced(text: &str, markup: Markup, stem: bool, notes: &mut Vec<Note>) -> String {
    if markup == Markup::Plain {
        return text.to_owned();
    }
    let mut page = Page { keeps_lines: markup == Markup::Lines, marks: stem, ..Page::default() };
    page.read(text);
    for name in std::mem::take(&mut page.media) {
        add(notes, Note::MediaLeftOut { name });
    }
    page.finish()
}

#[derive(Default)]
struct Page {
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
    /// Less-than signs that began no tag. Each may have been read to the end of the text, so there is a limit.
    n_no_tags: usize,
}

const MAX_NO_TAGS: usize = 200;

#[derive(Clone, Copy, PartialEq)]
enum Small {
    Up,
    Down,
}

/// Elements whose content is not for reading.
const UNREAD: [&str; 12] = [
    "script", "style", "template", "head", "svg", "audio", "video", "object", "iframe", "noscript", "textarea",
    "select",
];

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
    fn read(&mut self, html: &str) {
        let mut rest = html;
        while let Some(at) = rest.find(['<', '&']) {
            self.text(&rest[..at]);
            rest = &rest[at..];
            rest = if rest.starts_with('&') { self.entity(rest) } else { self.markup(rest) };
        }
        self.text(rest);
    }

    /// What begins with `<`, and what follows it.
    fn markup<'a>(&mut self, html: &'a str) -> &'a str {
        for (open, close) in [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<!", ">"), ("<?", ">")] {
            if let Some(inside) = html.strip_prefix(open) {
                let (inside, rest) = inside.split_once(close).unwrap_or((inside, ""));
                if open == "<![CDATA[" {
                    self.text(inside);
                }
                return rest;
            }
        }
        let Some(tag) = self.read_tag(html) else {
            self.text("<");
            return &html[1..];
        };
        let rest = &html[tag.len..];
        self.tag(&tag, rest)
    }

    fn read_tag(&mut self, html: &str) -> Option<Tag> {
        let tag = if self.n_no_tags < MAX_NO_TAGS { Tag::read(html) } else { None };
        self.n_no_tags += usize::from(tag.is_none());
        tag
    }

    fn tag<'a>(&mut self, tag: &Tag, rest: &'a str) -> &'a str {
        let name = tag.name.as_str();
        if matches!(name, "img" | "image" | "audio" | "video" | "object" | "embed" | "iframe" | "svg" | "source")
            && !tag.closes
        {
            self.medium(tag);
        }
        if name == "a" && !tag.closes && tag.attribute("href").is_some_and(|href| href.contains("@@PLUGINFILE@@")) {
            self.medium(tag);
        }
        if UNREAD.contains(&name) && !tag.closes && !tag.is_empty {
            return self.skip(name, rest);
        }
        match name {
            "br" => self.break_line(),
            "td" | "th" if !tag.closes && !self.at_line_start() => self.out += " | ",
            "b" | "strong" if self.marks => self.emphasise(!tag.closes),
            "sup" => self.small = (!tag.closes).then_some(Small::Up),
            "sub" => self.small = (!tag.closes).then_some(Small::Down),
            _ if BLOCKS.contains(&name) => self.block(tag),
            _ => {}
        }
        rest
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

    /// Passes over what stands inside an element; files named in it are told.
    fn skip<'a>(&mut self, name: &str, html: &'a str) -> &'a str {
        let mut rest = html;
        while let Some(at) = rest.find('<') {
            rest = &rest[at..];
            match self.read_tag(rest) {
                Some(tag) => {
                    rest = &rest[tag.len..];
                    if tag.closes && tag.name == name {
                        return rest;
                    }
                    if tag.name == "source" {
                        self.medium(&tag);
                    }
                }
                None => rest = &rest[1..],
            }
        }
        ""
    }

    fn medium(&mut self, tag: &Tag) {
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

    fn text(&mut self, text: &str) {
        for c in text.chars() {
            self.character(c);
        }
    }

    fn character(&mut self, c: char) {
        let counts = self.keeps_lines || self.pre > 0;
        match c {
            '\n' if counts => self.break_line(),
            ' ' if counts => self.out.push(' '),
            ' ' | '\n' | '\t' | '\r' => self.space = true,
            _ => {
                self.flush_space();
                self.out.push(match self.small {
                    Some(small) => raised(c, small),
                    None => c,
                });
            }
        }
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

    /// What begins with `&`, and what follows it.
    fn entity<'a>(&mut self, html: &'a str) -> &'a str {
        // The longest name in the list has seven letters.
        let end = html.char_indices().take(12).find(|(_, c)| *c == ';').map(|(at, _)| at);
        match end.and_then(|end| Some((end, named(&html[1..end])?))) {
            Some((end, c)) => {
                // Written so, a space counts.
                self.flush_space();
                self.out.push(match self.small {
                    Some(small) => raised(c, small),
                    None => c,
                });
                &html[end + 1..]
            }
            None => {
                self.character('&');
                &html[1..]
            }
        }
    }

    fn finish(self) -> String {
        let lines = self.out.lines().map(str::trim_end).filter(|line| !line.is_empty());
        let text = lines.collect::<Vec<_>>().join("\n").replace('\u{A0}', " ");
        let text = text.trim();
        // Emphasis on everything is none.
        let inside = text.strip_prefix(EMPHASIS).and_then(|text| text.strip_suffix(EMPHASIS));
        match inside.filter(|inside| self.marks && !inside.contains(EMPHASIS)) {
            Some(inside) => inside.to_owned(),
            None => text.to_owned(),
        }
    }
}

struct Tag {
    name: String,
    closes: bool,
    is_empty: bool,
    attributes: Vec<(String, String)>,
    /// In bytes, from `<` to `>`.
    len: usize,
}

impl Tag {
    /// `html` begins with `<`. Nothing where this is no tag but a less-than sign.
    fn read(html: &str) -> Option<Self> {
        let inside = &html[1..];
        let (closes, inside) = match inside.strip_prefix('/') {
            Some(inside) => (true, inside),
            None => (false, inside),
        };
        if !inside.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let name_len = inside.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == ':'))?;
        let name = inside[..name_len].to_ascii_lowercase();
        let (attributes, rest) = attributes(&inside[name_len..])?;
        let (is_empty, rest) = match rest.strip_prefix('/') {
            Some(rest) => (true, rest),
            None => (false, rest),
        };
        let rest = rest.strip_prefix('>')?;
        Some(Self { name, closes, is_empty, attributes, len: html.len() - rest.len() })
    }

    fn attribute(&self, key: &str) -> Option<&str> {
        self.attributes.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }
}

/// The attributes, and the rest from `/>` or `>` on. Nothing where no tag ends so.
fn attributes(text: &str) -> Option<(Vec<(String, String)>, &str)> {
    let (mut attributes, mut rest) = (Vec::new(), text);
    loop {
        rest = rest.trim_start();
        if rest.starts_with('>') || rest.starts_with("/>") {
            return Some((attributes, rest));
        }
        if let Some(after) = rest.strip_prefix('/') {
            rest = after;
            continue;
        }
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/' | '<'))?;
        let name = rest[..end].to_ascii_lowercase();
        if name.is_empty() {
            return None;
        }
        rest = rest[end..].trim_start();
        let Some(value) = rest.strip_prefix('=') else {
            attributes.push((name, String::new()));
            continue;
        };
        let value = value.trim_start();
        let (value, after) = match value.chars().next()? {
            quote @ ('"' | '\'') => value[1..].split_once(quote)?,
            _ => value.split_at(value.find(|c: char| c.is_whitespace() || c == '>')?),
        };
        attributes.push((name, value.to_owned()));
        rest = after;
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

/// The character that an entity stands for.
fn named(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|c| *c != '\0');
    }
    Some(match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{A0}',
        "ensp" => '\u{2002}',
        "emsp" => '\u{3000}',
        "thinsp" => '\u{2009}',
        "ldquo" => '“',
        "rdquo" => '”',
        "lsquo" => '‘',
        "rsquo" => '’',
        "laquo" => '«',
        "raquo" => '»',
        "hellip" => '…',
        "mdash" => '—',
        "ndash" => '–',
        "middot" => '·',
        "bull" => '•',
        "times" => '×',
        "divide" => '÷',
        "minus" => '−',
        "plusmn" => '±',
        "deg" => '°',
        "permil" => '‰',
        "yen" => '¥',
        "sect" => '§',
        "copy" => '©',
        "reg" => '®',
        "sup1" => '¹',
        "sup2" => '²',
        "sup3" => '³',
        "frac12" => '½',
        "le" => '≤',
        "ge" => '≥',
        "ne" => '≠',
        "radic" => '√',
        "larr" => '←',
        "rarr" => '→',
        "uarr" => '↑',
        "darr" => '↓',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, expected: &str) {
        let mut notes = Vec::new();
        assert_eq!(reduced(html, Markup::Html, true, &mut notes), expected);
        assert_eq!(notes, [], "{html}");
    }

    #[track_caller]
    fn check_media(html: &str, expected: &str, media: &[&str]) {
        let mut notes = Vec::new();
        assert_eq!(reduced(html, Markup::Html, true, &mut notes), expected);
        let media: Vec<Note> = media.iter().map(|name| Note::MediaLeftOut { name: (*name).to_owned() }).collect();
        assert_eq!(notes, media, "{html}");
    }

    #[test]
    fn blocks_and_breaks_become_lines() {
        check("<p>党员大会</p><p>支委会</p>", "党员大会\n支委会");
        check("<div>甲<br/>乙<BR>丙</div>丁", "甲\n乙\n丙\n丁");
        check("<p>&nbsp;</p><p>只有一段</p><p></p>", "只有一段");
        check("  一行\n  接着 一行\t", "一行 接着 一行");
        check("<pre>第一行\n  第二行</pre>", "第一行\n  第二行");
    }

    #[test]
    fn lists_and_tables_stay_readable() {
        check("三会：<ul><li>党员大会</li><li><p>支委会</p></li></ul>一课", "三会：\n· 党员大会\n· 支委会\n一课");
        check("<ol><li>申请</li><li>培养</li></ol>", "1. 申请\n2. 培养");
        check(
            "<table><tr><th>会</th><th>频次</th></tr><tr><td>支委会</td><td>每月</td></tr></table>",
            "会 | 频次\n支委会 | 每月",
        );
    }

    #[test]
    fn emphasis_in_a_stem_becomes_our_mark() {
        check("下列<b>不属于</b>的是", "下列**不属于**的是");
        check("下列<strong style='x'>不<b>必</b></strong>的是", "下列**不必**的是");
        check("<p><b>全都加粗的题干</b></p>", "全都加粗的题干");
        check("空的<b></b>不留痕", "空的不留痕");
        let mut notes = Vec::new();
        assert_eq!(reduced("<b>甲</b>", Markup::Html, false, &mut notes), "甲", "an option has no emphasis");
    }

    #[test]
    fn entities_are_decoded_once_and_unknown_ones_stay() {
        check("&lt;b&gt;党费&lt;/b&gt; &amp;lt; &#20826;&#x515A; &ldquo;引&rdquo;", "<b>党费</b> &lt; 党党 “引”");
        check("AT&T；&foo; &#0; &#xFFFFFFFF;", "AT&T；&foo; &#0; &#xFFFFFFFF;");
        check("每（&nbsp;&nbsp;）召开", "每（  ）召开");
    }

    #[test]
    fn what_is_not_for_reading_goes() {
        check("甲<script>alert('<b>')</script>乙<!-- 注 <b> -->丙<style>p{}</style>丁", "甲乙丙丁");
        check("甲<script>没有结尾", "甲");
        check("<p onclick=\"x('>')\" class=a>甲</p>", "甲");
        check("<a href=\"javascript:alert(1)\">链接</a>", "链接");
    }

    #[test]
    fn less_than_signs_are_text() {
        check("1<2且3 > 2", "1<2且3 > 2");
        check("人数<三人", "人数<三人");
        check("<中办发>文", "<中办发>文");
        check("结尾<b", "结尾<b");
    }

    #[test]
    fn figures_are_raised() {
        check("25m<sup>2</sup>，H<sub>2</sub>O，x<sup>n</sup>", "25m²，H₂O，xn");
    }

    #[test]
    fn pictures_and_sound_are_named() {
        check_media(
            "看图<img src=\"@@PLUGINFILE@@/%E5%85%9A%E6%97%97.png?x=1\" alt=\"旗\">答",
            "看图答",
            &["党旗.png"],
        );
        check_media("<img src='data:image/png;base64,AAAA' alt='党徽'>", "", &["党徽"]);
        check_media("<img>", "", &["没有名称"]);
        check_media("听<audio controls><source src=\"ge/yi.mp3\">听不了</audio>歌", "听歌", &["yi.mp3"]);
        check_media("<a href=\"@@PLUGINFILE@@/a.docx\">附件</a>", "附件", &["a.docx"]);
    }

    #[test]
    fn lines_count_where_the_format_says_so() {
        let mut notes = Vec::new();
        assert_eq!(reduced("甲\n乙<b>丙</b>", Markup::Lines, true, &mut notes), "甲\n乙**丙**");
        assert_eq!(reduced("a<b>c", Markup::Plain, true, &mut notes), "a<b>c");
    }

    #[test]
    fn nothing_cut_short_makes_it_fail() {
        let html =
            "<table><tr><td a='1' b=2 c>甲&nbsp;乙</td></tr></table><ol><li><b>丙</b><!-- x --><![CDATA[丁]]></ol>";
        for end in (0..=html.len()).filter(|end| html.is_char_boundary(*end)) {
            for start in (0..end).filter(|start| html.is_char_boundary(*start)) {
                reduced(&html[start..end], Markup::Html, true, &mut Vec::new());
            }
        }
        check(&"<div>".repeat(50_000), "");
        reduced(&"<a b=\"".repeat(100_000), Markup::Html, true, &mut Vec::new());
        reduced(&"<script <script ".repeat(100_000), Markup::Html, true, &mut Vec::new());
    }
}
