//! Texts inside XML and HTML.
use crate::domain::bank::text::emphasis;

/// What XML must not hold is left away, what it would take for its own is written otherwise.
pub fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\n' | '\t' => out.push(c),
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => {}
            c => out.push(c),
        }
    }
    out
}

/// A text in an attribute, where white space would become spaces.
pub fn attribute(text: &str) -> String {
    xml(text).replace('\n', "&#10;").replace('\t', "&#9;")
}

/// A text as a page shows it: line breaks and runs of spaces stay. XHTML, so that XML may hold it.
pub fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = '\n';
    for c in text.chars() {
        match c {
            '\n' => out += "<br/>",
            ' ' if matches!(before, ' ' | '\n') => out += "&#160;",
            c => out += &xml(c.encode_utf8(&mut [0; 4])),
        }
        before = c;
    }
    out
}

/// A stem as a page shows it, with its emphasis.
pub fn stem_html(stem: &str) -> String {
    let pieces = emphasis(stem).into_iter();
    pieces.map(|(text, strong)| if strong { format!("<strong>{}</strong>", html(text)) } else { html(text) }).collect()
}

/// In one line.
pub fn in_one_line(text: &str) -> String {
    text.split('\n').map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_text_and_layout_stays() {
        assert_eq!(xml("<a b=\"&\">\u{1}\n"), "&lt;a b=&quot;&amp;&quot;&gt;\n");
        assert_eq!(stem_html("每（  ）\n**不** & 是"), "每（ &#160;）<br/><strong>不</strong>&#160;&amp; 是");
    }
}
