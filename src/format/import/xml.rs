//! XML one question at a time: each becomes a small tree, and the file is never in memory as a whole tree. Entities are
//! the five of XML and numbers; a document type ends the reading.
use super::limits::{MAX_DEPTH, MAX_ELEMENT_BYTES, MAX_ELEMENT_NODES};
use super::refused::Refused;
use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Element {
    /// Without a prefix, as it is written.
    pub name: String,
    attributes: Vec<(String, String)>,
    pub nodes: Vec<Node>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub fn elements(&self) -> impl Iterator<Item = &Self> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.elements().filter(move |element| element.name == name)
    }

    pub fn child(&self, name: &str) -> Option<&Self> {
        self.elements().find(|element| element.name == name)
    }

    /// This element and everything in it, in the order of the file.
    pub fn tree(&self) -> Vec<&Self> {
        let mut tree = Vec::new();
        self.add_tree(&mut tree);
        tree
    }

    fn add_tree<'a>(&'a self, tree: &mut Vec<&'a Self>) {
        tree.push(self);
        for element in self.elements() {
            element.add_tree(tree);
        }
    }

    /// Other names for elements and attributes, all the way down.
    pub fn rename(&mut self, of_element: &impl Fn(&str) -> String, of_attribute: &impl Fn(&str) -> String) {
        self.name = of_element(&self.name);
        for (key, _) in &mut self.attributes {
            *key = of_attribute(key);
        }
        for node in &mut self.nodes {
            if let Node::Element(element) = node {
                element.rename(of_element, of_attribute);
            }
        }
    }

    /// All characters in it, without any element's own.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.add_text(&mut text);
        text
    }

    fn add_text(&self, text: &mut String) {
        for node in &self.nodes {
            match node {
                Node::Element(element) => element.add_text(text),
                Node::Text(more) => *text += more,
            }
        }
    }

    /// What stands in it as HTML; `instead` says what an element is shown as, or that it is shown as it is.
    pub fn html(&self, instead: &impl Fn(&Self) -> Option<String>) -> String {
        let mut html = String::new();
        self.add_html(&mut html, instead);
        html
    }

    fn add_html(&self, html: &mut String, instead: &impl Fn(&Self) -> Option<String>) {
        for node in &self.nodes {
            match node {
                Node::Text(text) => *html += &text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"),
                Node::Element(element) => match instead(element) {
                    Some(text) => *html += &text,
                    None => {
                        *html += &format!("<{}", element.name);
                        for (key, value) in &element.attributes {
                            *html += &format!(" {key}=\"{}\"", value.replace('"', "&quot;"));
                        }
                        html.push('>');
                        element.add_html(html, instead);
                        // What is empty in HTML must not be closed: `</br>` is a line break again.
                        if !matches!(element.name.as_str(), "br" | "img" | "hr" | "source") {
                            *html += &format!("</{}>", element.name);
                        }
                    }
                },
            }
        }
    }
}

pub struct Elements<'a> {
    reader: Reader<&'a [u8]>,
    text: &'a str,
    /// Up to where lines were counted, and how many.
    counted: (usize, u32),
    depth: usize,
}

impl<'a> Elements<'a> {
    pub fn of(text: &'a str) -> Self {
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text).trim_start();
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        // Many a hand-written file has an ampersand in its text.
        config.allow_dangling_amp = true;
        config.expand_empty_elements = true;
        Self { reader, text, counted: (0, 1), depth: 0 }
    }

    /// How much of the text was read, in bytes.
    pub fn position(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX).min(self.text.len())
    }

    pub fn line(&mut self) -> u32 {
        let (from, lines) = self.counted;
        let to = self.position().max(from);
        let more = self.text.as_bytes()[from..to].iter().filter(|byte| **byte == b'\n').count();
        self.counted = (to, lines + u32::try_from(more).unwrap_or(0));
        self.counted.1
    }

    /// The next element of one of these names, wherever it stands, with the line it begins on.
    pub fn next(&mut self, names: &[&str]) -> Result<Option<(u32, Element)>, Refused> {
        loop {
            match self.event()? {
                Event::Start(start) => {
                    self.depth += 1;
                    if self.depth > MAX_DEPTH {
                        return Err(Refused::TooDeep);
                    }
                    let element = opened(&start);
                    if names.contains(&element.name.as_str()) {
                        let line = self.line();
                        return self.rest_of(element).map(|element| Some((line, element)));
                    }
                }
                Event::End(_) => self.depth = self.depth.saturating_sub(1),
                Event::DocType(_) => return Err(Refused::Doctype),
                Event::Eof => {
                    return if self.depth == 0 { Ok(None) } else { Err(Refused::BrokenXml { line: self.line() }) };
                }
                _ => {}
            }
        }
    }

    fn event(&mut self) -> Result<Event<'a>, Refused> {
        match self.reader.read_event() {
            Ok(event) => Ok(event),
            Err(_) => Err(Refused::BrokenXml { line: self.line() }),
        }
    }

    /// Everything up to the end of an element that was opened.
    fn rest_of(&mut self, element: Element) -> Result<Element, Refused> {
        let mut open = vec![element];
        let (mut n_chars, mut n_nodes) = (0, 0);
        loop {
            let text = match self.event()? {
                Event::Start(start) => {
                    self.depth += 1;
                    n_nodes += 1;
                    if self.depth > MAX_DEPTH || n_nodes > MAX_ELEMENT_NODES {
                        return Err(Refused::TooDeep);
                    }
                    open.push(opened(&start));
                    continue;
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    let Some(closed) = open.pop() else {
                        return Err(Refused::BrokenXml { line: self.line() });
                    };
                    match open.last_mut() {
                        Some(parent) => parent.nodes.push(Node::Element(closed)),
                        None => return Ok(closed),
                    }
                    continue;
                }
                Event::Text(text) => text.xml10_content().into_owned(),
                Event::CData(text) => text.xml10_content().into_owned(),
                Event::GeneralRef(entity) => match (entity.resolve_char_ref(), &*entity) {
                    (Ok(Some(c)), _) => c.to_string(),
                    (_, "lt") => "<".to_owned(),
                    (_, "gt") => ">".to_owned(),
                    (_, "amp") => "&".to_owned(),
                    (_, "quot") => "\"".to_owned(),
                    (_, "apos") => "'".to_owned(),
                    // Not for XML to know; what it is in HTML is seen later.
                    (_, other) => format!("&{other};"),
                },
                Event::DocType(_) => return Err(Refused::Doctype),
                Event::Eof => return Err(Refused::BrokenXml { line: self.line() }),
                _ => continue,
            };
            let Some(parent) = open.last_mut() else {
                return Err(Refused::BrokenXml { line: self.line() });
            };
            n_chars += text.len();
            // Whole pictures stand in the text, and none has a place here.
            if matches!(parent.name.as_str(), "file" | "image_base64") || n_chars > MAX_ELEMENT_BYTES {
                continue;
            }
            match parent.nodes.last_mut() {
                Some(Node::Text(before)) => *before += &text,
                _ => parent.nodes.push(Node::Text(text)),
            }
        }
    }
}

fn opened(start: &BytesStart) -> Element {
    let mut attributes = start.attributes();
    let attributes = attributes.with_checks(false).flatten().take(50).map(|attribute| {
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).map(|value| value.into_owned());
        (attribute.key.local_name().as_ref().to_owned(), value.unwrap_or_else(|_| attribute.value.clone().into_owned()))
    });
    let attributes = attributes.collect();
    Element { name: start.local_name().as_ref().to_owned(), attributes, nodes: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(xml: &str, expected: Result<&str, Refused>) {
        let text = Elements::of(xml).next(&["q"]).map(|found| found.map(|(_, element)| element.text()));
        assert_eq!(text, expected.map(|text| Some(text.to_owned())), "{xml:.80}");
    }

    #[test]
    fn texts_are_put_together_from_characters_sections_and_entities() {
        check(
            "<a><q>党<![CDATA[<b>&amp;]]>&lt;&#20826;&#x515A; &nbsp;&amp;nbsp;&quot;</q></a>",
            Ok("党<b>&amp;<党党 &nbsp;&nbsp;\""),
        );
        check("\u{FEFF}\n<?xml version='1.0'?><!-- 注 --><x:q>甲<i>乙</i>丙</x:q>", Ok("甲乙丙"));
        check("<q>AT&T & 甲</q>", Ok("AT&T & 甲"));
        check("<q><file name='a'>QUJD</file>题</q>", Ok("题"));
    }

    #[test]
    fn what_could_do_harm_is_not_read() {
        check("<!DOCTYPE q [<!ENTITY a 'aaaa'>]><q>&a;</q>", Err(Refused::Doctype));
        check(&"<a>".repeat(100), Err(Refused::TooDeep));
        check(&format!("<q>\n{}", "<a>".repeat(100)), Err(Refused::TooDeep));
        check("<a>\n<q>甲</b></q>", Err(Refused::BrokenXml { line: 2 }));
        check("<a>\n\n<q>甲", Err(Refused::BrokenXml { line: 3 }));
        check(&format!("<q>{}</q>", "<i/>".repeat(MAX_ELEMENT_NODES + 1)), Err(Refused::TooDeep));
        assert_eq!(Elements::of("<a><q>甲</q>").next(&["x"]), Err(Refused::BrokenXml { line: 1 }));
    }

    #[test]
    fn an_element_is_html_again_and_its_tree_keeps_the_order() {
        let xml = "<q><p a=\"1\">甲&lt;<br/>乙</p><x>丙</x></q>";
        let (line, element) = Elements::of(xml).next(&["q"]).ok().flatten().expect("there is one");
        let html = element.html(&|element| (element.name == "x").then(|| "[x]".to_owned()));
        assert_eq!((line, html.as_str()), (1, "<p a=\"1\">甲&lt;<br>乙</p>[x]"));
        let names: Vec<&str> = element.tree().iter().map(|element| element.name.as_str()).collect();
        assert_eq!(names, ["q", "p", "br", "x"]);
    }
}
