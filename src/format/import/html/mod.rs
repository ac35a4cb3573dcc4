//! HTML reduced to text. It is never run and never kept: what a reader would see comes out in lines, pictures and sound
//! are named so that somebody can tell what is missing, and everything else goes.
mod page;
mod tag;

use super::note::Note;
use super::tidy::add;
use page::Page;
use tag::{Tag, named};

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
    let mut scanner = Scanner { page: Page::new(markup == Markup::Lines, stem), n_no_tags: 0 };
    scanner.read(text);
    let (text, media) = scanner.page.finish();
    for name in media {
        add(notes, Note::MediaLeftOut { name });
    }
    text
}

/// Goes through the text once and hands on what it finds.
struct Scanner {
    page: Page,
    /// Less-than signs that began no tag. Each may have been read to the end of the text, so there is a limit.
    n_no_tags: usize,
}

const MAX_NO_TAGS: usize = 200;

/// Elements whose content is not for reading.
const UNREAD: [&str; 12] = [
    "script", "style", "template", "head", "svg", "audio", "video", "object", "iframe", "noscript", "textarea",
    "select",
];

impl Scanner {
    fn read(&mut self, html: &str) {
        let mut rest = html;
        while let Some(at) = rest.find(['<', '&']) {
            self.page.text(&rest[..at]);
            rest = &rest[at..];
            rest = if rest.starts_with('&') { self.entity(rest) } else { self.markup(rest) };
        }
        self.page.text(rest);
    }

    /// What begins with `<`, and what follows it.
    fn markup<'a>(&mut self, html: &'a str) -> &'a str {
        for (open, close) in [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<!", ">"), ("<?", ">")] {
            if let Some(inside) = html.strip_prefix(open) {
                let (inside, rest) = inside.split_once(close).unwrap_or((inside, ""));
                if open == "<![CDATA[" {
                    self.page.text(inside);
                }
                return rest;
            }
        }
        let Some(tag) = self.read_tag(html) else {
            self.page.text("<");
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
            self.page.medium(tag);
        }
        if name == "a" && !tag.closes && tag.attribute("href").is_some_and(|href| href.contains("@@PLUGINFILE@@")) {
            self.page.medium(tag);
        }
        if UNREAD.contains(&name) && !tag.closes && !tag.is_empty {
            return self.skip(name, rest);
        }
        self.page.tag(tag);
        rest
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
                        self.page.medium(&tag);
                    }
                }
                None => rest = &rest[1..],
            }
        }
        ""
    }

    /// What begins with `&`, and what follows it.
    fn entity<'a>(&mut self, html: &'a str) -> &'a str {
        // The longest name in the list has seven letters.
        let end = html.char_indices().take(12).find(|(_, c)| *c == ';').map(|(at, _)| at);
        match end.and_then(|end| Some((end, named(&html[1..end])?))) {
            Some((end, c)) => {
                self.page.exactly(c);
                &html[end + 1..]
            }
            None => {
                self.page.character('&');
                &html[1..]
            }
        }
    }
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
