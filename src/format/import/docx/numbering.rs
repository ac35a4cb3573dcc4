//! Word's automatic numbers: what stands before a paragraph and is nowhere in its text.
use super::walk::attribute;
use crate::format::import::refused::Refused;
use quick_xml::Reader;
use quick_xml::events::Event;
use std::collections::HashMap;

const N_LEVELS: usize = 9;

#[derive(Debug, Clone, Default)]
struct Level {
    format: String,
    /// Such as `%1.` or `第%1题`.
    text: String,
    start: u32,
    style: String,
}

#[derive(Debug, Default)]
pub struct Lists {
    /// The levels of each pattern.
    patterns: HashMap<String, Vec<Level>>,
    /// The pattern of each list, and where it starts anew.
    lists: HashMap<String, (String, [Option<u32>; N_LEVELS])>,
    /// The list of each style, and its level.
    styles: HashMap<String, (String, Option<usize>)>,
    counts: HashMap<String, [Option<u32>; N_LEVELS]>,
    begun: HashMap<String, bool>,
}

pub fn read(numbering: &str, styles: &str) -> Result<Lists, Refused> {
    let mut lists = Lists::default();
    lists.read_numbering(numbering)?;
    lists.read_styles(styles)?;
    Ok(lists)
}

impl Lists {
    fn read_numbering(&mut self, xml: &str) -> Result<(), Refused> {
        let mut reader = Reader::from_str(xml);
        reader.config_mut().expand_empty_elements = true;
        let (mut pattern, mut list, mut level) = (String::new(), String::new(), 0);
        loop {
            let start = match reader.read_event() {
                Ok(Event::Start(start)) => start,
                Ok(Event::DocType(_)) | Err(_) => return Err(Refused::Broken { what: super::WHAT }),
                Ok(Event::Eof) => return Ok(()),
                Ok(_) => continue,
            };
            let value = |name| attribute(&start, name).unwrap_or_default();
            match start.local_name().as_ref() {
                "abstractNum" => {
                    pattern = value("abstractNumId");
                    self.patterns.insert(pattern.clone(), vec![Level::default(); N_LEVELS]);
                }
                "num" => {
                    list = value("numId");
                    self.lists.insert(list.clone(), (String::new(), [None; N_LEVELS]));
                }
                "abstractNumId" => {
                    if let Some((of, _)) = self.lists.get_mut(&list) {
                        *of = value("val");
                    }
                }
                "lvl" | "lvlOverride" => level = value("ilvl").parse().unwrap_or(0).min(N_LEVELS - 1),
                "startOverride" => {
                    if let Some((_, starts)) = self.lists.get_mut(&list) {
                        starts[level] = value("val").parse().ok();
                    }
                }
                name @ ("numFmt" | "lvlText" | "start" | "pStyle") => {
                    // What a list changes in its pattern's levels is rare and left aside.
                    let levels = self.patterns.get_mut(&pattern).filter(|_| list.is_empty());
                    if let Some(of) = levels.and_then(|levels| levels.get_mut(level)) {
                        match name {
                            "numFmt" => of.format = value("val"),
                            "lvlText" => of.text = value("val"),
                            "start" => of.start = value("val").parse().unwrap_or(1),
                            _ => of.style = value("val"),
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn read_styles(&mut self, xml: &str) -> Result<(), Refused> {
        let mut reader = Reader::from_str(xml);
        reader.config_mut().expand_empty_elements = true;
        let mut style = String::new();
        loop {
            match reader.read_event() {
                Ok(Event::Start(start)) => match start.local_name().as_ref() {
                    "style" => style = attribute(&start, "styleId").unwrap_or_default(),
                    "numId" => {
                        self.styles.entry(style.clone()).or_default().0 = attribute(&start, "val").unwrap_or_default();
                    }
                    "ilvl" => {
                        let level = attribute(&start, "val").and_then(|level| level.parse().ok());
                        self.styles.entry(style.clone()).or_default().1 = level;
                    }
                    _ => {}
                },
                Ok(Event::DocType(_)) | Err(_) => return Err(Refused::Broken { what: super::WHAT }),
                Ok(Event::Eof) => return Ok(()),
                Ok(_) => {}
            }
        }
    }

    /// What stands before the next paragraph of a list or a style.
    pub fn next(&mut self, list: Option<&str>, level: Option<usize>, style: Option<&str>) -> Option<String> {
        let of_style = style.and_then(|style| self.styles.get(style));
        let list = list.map(str::to_owned).or_else(|| of_style.map(|(list, _)| list.clone()))?;
        let (pattern, starts) = self.lists.get(&list)?;
        let levels = self.patterns.get(pattern)?;
        let by_style = || levels.iter().position(|level| style == Some(level.style.as_str()));
        let level = level.or_else(|| of_style.and_then(|(_, level)| *level)).or_else(by_style).unwrap_or(0);
        let level = level.min(N_LEVELS - 1);
        let counts = self.counts.entry(pattern.clone()).or_insert([None; N_LEVELS]);
        if !std::mem::replace(self.begun.entry(list.clone()).or_insert(false), true) {
            for (count, start) in counts.iter_mut().zip(starts) {
                *count = start.map(|start| start.saturating_sub(1)).or(*count);
            }
        }
        let start = levels[level].start.max(1);
        counts[level] = Some(counts[level].map_or(start, |count| count.saturating_add(1)));
        counts[level + 1..].fill(None);
        if matches!(levels[level].format.as_str(), "bullet" | "none") {
            return None;
        }
        let mut text = levels[level].text.clone();
        for (idx, of) in levels.iter().enumerate().take(level + 1) {
            let count = counts[idx].unwrap_or(of.start.max(1));
            text = text.replace(&format!("%{}", idx + 1), &shown(count, &of.format));
        }
        let text = text.trim().to_owned();
        // A number without a stop would be read as part of the text.
        let is_bare = text.chars().next_back().is_some_and(char::is_alphanumeric);
        (!text.is_empty()).then(|| if is_bare { format!("{text}.") } else { text })
    }
}

/// A number as a format writes it.
fn shown(number: u32, format: &str) -> String {
    let letter = |first: u8| {
        let n_times = (number.saturating_sub(1) / 26 + 1).min(9) as usize;
        char::from(first + ((number.saturating_sub(1)) % 26) as u8).to_string().repeat(n_times)
    };
    match format {
        "upperLetter" => letter(b'A'),
        "lowerLetter" => letter(b'a'),
        "upperRoman" => roman(number),
        "lowerRoman" => roman(number).to_lowercase(),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" if (1..=20).contains(&number) => {
            char::from_u32(0x245F + number).map(String::from).unwrap_or_default()
        }
        "decimalZero" => format!("{number:02}"),
        format
            if format.starts_with("chinese")
                || format.starts_with("japaneseCounting")
                || format.contains("ideograph") =>
        {
            chinese(number)
        }
        _ => number.to_string(),
    }
}

fn roman(number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut left = number.min(3999);
    let mut text = String::new();
    for (value, sign) in SIGNS {
        while left >= value {
            left -= value;
            text.push_str(sign);
        }
    }
    text
}

/// Up to 9999 in Chinese words.
fn chinese(number: u32) -> String {
    const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    if !(1..10_000).contains(&number) {
        return number.to_string();
    }
    let mut text = String::new();
    let (mut left, mut zero) = (number, false);
    for (unit, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = left / unit;
        left %= unit;
        if digit == 0 {
            zero = !text.is_empty();
            continue;
        }
        if std::mem::take(&mut zero) {
            text.push_str(DIGITS[0]);
        }
        // 十五 and not 一十五
        if !(digit == 1 && unit == 10 && text.is_empty()) {
            text.push_str(DIGITS[digit as usize]);
        }
        text.push_str(name);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_their_format_says() {
        for (number, format, expected) in [
            (3, "decimal", "3"),
            (3, "upperLetter", "C"),
            (28, "upperLetter", "BB"),
            (3, "lowerLetter", "c"),
            (14, "upperRoman", "XIV"),
            (3, "chineseCounting", "三"),
            (15, "chineseCountingThousand", "十五"),
            (105, "japaneseCounting", "一百零五"),
            (110, "chineseCounting", "一百一十"),
            (3, "decimalEnclosedCircleChinese", "③"),
            (3, "decimalFullWidth", "3"),
        ] {
            assert_eq!(shown(number, format), expected, "{number} {format}");
        }
    }
}
