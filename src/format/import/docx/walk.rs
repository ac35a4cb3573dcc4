//! A document's XML, element by element, into lines of text.
use super::numbering::Lists;
use super::{FORMULA, PICTURE, WHAT};
use crate::domain::bank::kind::GAP;
use crate::format::import::limits::MAX_DEPTH;
use crate::format::import::pace::{Pace, Still};
use crate::format::import::refused::Refused;
use crate::format::import::rows;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// What is being read at one level of paragraphs: the body, a cell, a text box.
#[derive(Debug, Default)]
struct Flow {
    lines: Vec<String>,
    paragraph: Paragraph,
}

#[derive(Debug, Default)]
struct Paragraph {
    text: String,
    list: Option<String>,
    level: Option<usize>,
    style: Option<String>,
    is_open: bool,
}

#[derive(Debug, Default)]
struct Run {
    is_hidden: bool,
    is_underlined: bool,
    text: String,
}

#[derive(Debug, Default)]
struct Table {
    rows: Vec<Vec<Vec<String>>>,
}

struct Walk {
    lists: Lists,
    flows: Vec<Flow>,
    tables: Vec<Table>,
    /// A table whose end was just read.
    ended: Option<Table>,
    run: Run,
    /// How many elements are open whose text does not count.
    n_skipped: usize,
    is_text: bool,
}

pub async fn text(xml: &str, lists: Lists, pace: &impl Pace) -> Result<String, Refused> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().expand_empty_elements = true;
    let mut walk = Walk {
        lists,
        flows: vec![Flow::default()],
        tables: Vec::new(),
        ended: None,
        run: Run::default(),
        n_skipped: 0,
        is_text: false,
    };
    let (mut depth, mut n_events) = (0, 0);
    loop {
        if n_events % 500 == 0 {
            let done = usize::try_from(reader.buffer_position()).unwrap_or(0);
            pace.pause(done.min(xml.len()), xml.len()).await?;
        }
        n_events += 1;
        match reader.read_event().map_err(|_| Refused::Broken { what: WHAT })? {
            Event::Start(start) => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return Err(Refused::TooDeep);
                }
                walk.start(&start);
            }
            Event::End(end) => {
                depth = depth.saturating_sub(1);
                walk.end(end.local_name().as_ref());
                if let Some(table) = walk.ended.take() {
                    let done = usize::try_from(reader.buffer_position()).unwrap_or(0).min(xml.len());
                    let lines = rows::lines(&table.rows, &Still::at(pace, done, xml.len())).await?;
                    walk.flow().lines.extend(lines);
                }
            }
            Event::Text(text) if walk.is_text => walk.run.text.push_str(&text.xml10_content()),
            Event::CData(text) if walk.is_text => walk.run.text.push_str(&text.xml10_content()),
            Event::GeneralRef(entity) if walk.is_text => match (entity.resolve_char_ref(), &*entity) {
                (Ok(Some(c)), _) => walk.run.text.push(c),
                (_, "lt") => walk.run.text.push('<'),
                (_, "gt") => walk.run.text.push('>'),
                (_, "amp") => walk.run.text.push('&'),
                (_, "quot") => walk.run.text.push('"'),
                (_, "apos") => walk.run.text.push('\''),
                // Word writes no other, and nothing from outside is fetched.
                _ => {}
            },
            Event::DocType(_) => return Err(Refused::Broken { what: WHAT }),
            Event::Eof if depth > 0 => return Err(Refused::Broken { what: WHAT }),
            Event::Eof => break,
            _ => {}
        }
    }
    walk.end_paragraph();
    let lines = walk.flows.into_iter().next().unwrap_or_default().lines;
    Ok(lines.join("\n"))
}

impl Walk {
    fn start(&mut self, start: &BytesStart) {
        let name = start.local_name();
        let name = name.as_ref();
        if self.n_skipped > 0 || is_skipped(name) {
            self.n_skipped += 1;
            if name == "oMath" && self.n_skipped == 1 {
                self.run.text.push(FORMULA);
                self.end_run();
            }
            return;
        }
        match name {
            "p" => {
                // A paragraph that stands in a paragraph is in a text box, which is a flow of its own.
                self.end_paragraph();
                self.flow().paragraph.is_open = true;
            }
            "txbxContent" | "tc" => self.flows.push(Flow::default()),
            "tbl" => {
                self.end_paragraph();
                self.tables.push(Table::default());
            }
            "tr" => {
                if let Some(table) = self.tables.last_mut() {
                    table.rows.push(Vec::new());
                }
            }
            "r" => self.run = Run::default(),
            "t" => self.is_text = true,
            "tab" if self.flow().paragraph.is_open => self.run.text.push('\t'),
            "br" | "cr" => self.run.text.push('\n'),
            "noBreakHyphen" => self.run.text.push('-'),
            "vanish" => self.run.is_hidden = is_on(attribute(start, "val").as_deref()),
            "u" => self.run.is_underlined = attribute(start, "val").is_none_or(|value| value != "none"),
            "numId" => self.flow().paragraph.list = attribute(start, "val"),
            "ilvl" => self.flow().paragraph.level = attribute(start, "val").and_then(|level| level.parse().ok()),
            "pStyle" => self.flow().paragraph.style = attribute(start, "val"),
            "blip" | "imagedata" | "OLEObject" | "chart" => {
                self.run.text.push(PICTURE);
                self.end_run();
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if self.n_skipped > 0 {
            self.n_skipped -= 1;
            return;
        }
        match name {
            "t" => self.is_text = false,
            "r" => self.end_run(),
            "p" => self.end_paragraph(),
            // Tab stops of a paragraph are no tabs of its text.
            "pPr" => self.run = Run::default(),
            "txbxContent" => {
                self.end_paragraph();
                if self.flows.len() > 1
                    && let Some(flow) = self.flows.pop()
                {
                    let around = self.flow();
                    around.lines.extend(flow.lines);
                }
            }
            "tc" => {
                self.end_paragraph();
                if self.flows.len() > 1
                    && let Some(flow) = self.flows.pop()
                    && let Some(row) = self.tables.last_mut().and_then(|table| table.rows.last_mut())
                {
                    row.push(flow.lines);
                }
            }
            "tbl" => {
                self.ended = self.tables.pop();
            }
            _ => {}
        }
    }

    fn flow(&mut self) -> &mut Flow {
        if self.flows.is_empty() {
            self.flows.push(Flow::default());
        }
        let last = self.flows.len() - 1;
        &mut self.flows[last]
    }

    fn end_run(&mut self) {
        let Run { is_hidden, is_underlined, text } = std::mem::take(&mut self.run);
        (self.run.is_hidden, self.run.is_underlined) = (is_hidden, is_underlined);
        if is_hidden || text.is_empty() {
            return;
        }
        // A line to write on, drawn with spaces.
        let is_line =
            is_underlined && text.chars().count() > 1 && text.chars().all(char::is_whitespace) && !text.contains('\n');
        let paragraph = &mut self.flow().paragraph;
        if is_line {
            paragraph.text.push_str(GAP);
        } else {
            paragraph.text.push_str(&text);
        }
    }

    fn end_paragraph(&mut self) {
        self.end_run();
        let paragraph = std::mem::take(&mut self.flow().paragraph);
        if !paragraph.is_open {
            return;
        }
        let Paragraph { text, list, level, style, .. } = paragraph;
        let label = self.lists.next(list.as_deref(), level, style.as_deref()).unwrap_or_default();
        if text.trim().is_empty() {
            self.flow().lines.push(String::new());
            return;
        }
        let line = if label.is_empty() { text } else { format!("{label} {}", text.trim_start()) };
        self.flow().lines.extend(line.split('\n').map(str::to_owned));
    }
}

/// Deleted text, what Word keeps for programs that do not know its drawings, and formulas.
fn is_skipped(name: &str) -> bool {
    matches!(
        name,
        "del"
            | "moveFrom"
            | "delText"
            | "Fallback"
            | "instrText"
            | "oMath"
            | "sectPr"
            | "tabs"
            | "rPrChange"
            | "pPrChange"
    )
}

/// Whether a property is switched on: there without a value, or with one that does not say no.
fn is_on(value: Option<&str>) -> bool {
    !matches!(value, Some("0" | "false" | "off"))
}

pub fn attribute(start: &BytesStart, name: &str) -> Option<String> {
    let attributes = start.attributes();
    attributes
        .clone()
        .with_checks(false)
        .flatten()
        .take(50)
        .find(|attribute| attribute.key.local_name().as_ref() == name)
        .map(|attribute| {
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map(|value| value.into_owned());
            value.unwrap_or_else(|_| attribute.value.clone().into_owned())
        })
}
