//! Bytes of a text file to text: a mark at the start decides, else strict UTF-8, else GB18030, which holds GBK and
//! GB2312 too. This needs no statistics, and whoever sees nonsense chooses another encoding.
use encoding_rs::{BIG5, GB18030, UTF_16BE, UTF_16LE};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Encoding {
    Utf8,
    Gb18030,
    Utf16Le,
    Utf16Be,
    Big5,
}

impl Encoding {
    pub const ALL: [Self; 5] = [Self::Utf8, Self::Gb18030, Self::Utf16Le, Self::Utf16Be, Self::Big5];

    pub const fn label(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Gb18030 => "GB18030（含GBK、GB2312）",
            Self::Utf16Le => "UTF-16 LE（“Unicode文本”）",
            Self::Utf16Be => "UTF-16 BE",
            Self::Big5 => "Big5（繁体）",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// Lines end in `\n`; nothing in it is invisible.
    pub text: String,
    pub encoding: Encoding,
    /// Whether nothing in the file says that it is this encoding.
    pub is_guessed: bool,
    /// How many characters could not be read.
    pub n_unreadable: usize,
    /// How many characters that nobody sees were taken out.
    pub n_removed: usize,
}

/// The text of a file. A mark at its start is followed unless somebody chose another encoding.
pub fn decode(bytes: &[u8], chosen: Option<Encoding>) -> Decoded {
    let marked = marked(bytes);
    let encoding = chosen.or(marked).unwrap_or_else(|| unmarked(bytes));
    let text = match encoding {
        Encoding::Utf8 => String::from_utf8_lossy(bytes),
        Encoding::Gb18030 => GB18030.decode_without_bom_handling(bytes).0,
        Encoding::Utf16Le => UTF_16LE.decode_without_bom_handling(bytes).0,
        Encoding::Utf16Be => UTF_16BE.decode_without_bom_handling(bytes).0,
        Encoding::Big5 => BIG5.decode_without_bom_handling(bytes).0,
    };
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text);
    let (text, n_removed) = cleaned(text);
    let n_unreadable = text.chars().filter(|c| *c == '\u{FFFD}').count();
    Decoded { text, encoding, is_guessed: chosen.is_none() && marked.is_none(), n_unreadable, n_removed }
}

/// A text with `\n` at its lines' ends and without what nobody sees, and how many of those there were.
pub fn cleaned(text: &str) -> (String, usize) {
    let mut clean = String::with_capacity(text.len());
    let mut n_removed = 0;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                chars.next_if_eq(&'\n');
                clean.push('\n');
            }
            '\u{2028}' | '\u{2029}' | '\u{85}' | '\u{B}' | '\u{C}' => clean.push('\n'),
            '\n' | '\t' => clean.push(c),
            _ if c.is_control() || is_unseen(c) => n_removed += 1,
            _ => clean.push(c),
        }
    }
    (clean, n_removed)
}

/// Marks without width. Those that only direct the reading go as well: they change what is read.
fn is_unseen(c: char) -> bool {
    crate::domain::bank::text::is_invisible(c)
}

fn marked(bytes: &[u8]) -> Option<Encoding> {
    match bytes {
        [0xEF, 0xBB, 0xBF, ..] => Some(Encoding::Utf8),
        [0xFF, 0xFE, ..] => Some(Encoding::Utf16Le),
        [0xFE, 0xFF, ..] => Some(Encoding::Utf16Be),
        _ => None,
    }
}

fn unmarked(bytes: &[u8]) -> Encoding {
    // In UTF-16 commas, figures and line ends have a NUL beside them, which no other text has; 一 is U+4E00
    // and has one on the other side.
    let head = &bytes[..bytes.len().min(4096)];
    let n_nul = |first: usize| head.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (n_nul(0), n_nul(1));
    let enough = (head.len() / 64).max(1);
    if bytes.len().is_multiple_of(2) && odd >= enough && odd > 2 * even {
        Encoding::Utf16Le
    } else if bytes.len().is_multiple_of(2) && even >= enough && even > 2 * odd {
        Encoding::Utf16Be
    } else if std::str::from_utf8(bytes).is_ok() {
        Encoding::Utf8
    } else {
        Encoding::Gb18030
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "题干,答案\n“三会一课”包括哪些,ABC\n";

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[track_caller]
    fn check(bytes: &[u8], encoding: Encoding, is_guessed: bool) {
        let expected = Decoded { text: TEXT.to_owned(), encoding, is_guessed, n_unreadable: 0, n_removed: 0 };
        assert_eq!(decode(bytes, None), expected);
    }

    #[test]
    fn every_usual_encoding_is_told_from_the_others() {
        check(TEXT.as_bytes(), Encoding::Utf8, true);
        check(format!("\u{FEFF}{TEXT}").as_bytes(), Encoding::Utf8, false);
        check(&GB18030.encode(TEXT).0, Encoding::Gb18030, true);
        check(&utf16(TEXT, u16::to_le_bytes), Encoding::Utf16Le, true);
        check(&utf16(&format!("\u{FEFF}{TEXT}"), u16::to_le_bytes), Encoding::Utf16Le, false);
        check(&utf16(TEXT, u16::to_be_bytes), Encoding::Utf16Be, true);
        check(&utf16(&format!("\u{FEFF}{TEXT}"), u16::to_be_bytes), Encoding::Utf16Be, false);
        assert_eq!(decode(b"", None).text, "");
    }

    #[test]
    fn a_choice_goes_before_every_guess() {
        let text = "題幹,答案\n";
        let decoded = decode(&BIG5.encode(text).0, Some(Encoding::Big5));
        assert_eq!((decoded.text.as_str(), decoded.is_guessed), (text, false));
        assert!(decode(&GB18030.encode(TEXT).0, Some(Encoding::Utf8)).n_unreadable > 0);
    }

    #[test]
    fn lines_end_alike_and_nothing_invisible_stays() {
        let decoded = decode("甲\r\n乙\r丙\n\u{0}丁\u{200B}戊\u{FEFF}\u{2028}".as_bytes(), None);
        assert_eq!((decoded.text.as_str(), decoded.n_removed), ("甲\n乙\n丙\n丁戊\n", 3));
        assert_eq!(cleaned("甲\u{a0}\u{3000}\t乙").0, "甲\u{a0}\u{3000}\t乙");
    }

    #[test]
    fn half_a_file_is_read_as_far_as_it_goes() {
        for bytes in [GB18030.encode(TEXT).0.into_owned(), TEXT.as_bytes().to_vec(), utf16(TEXT, u16::to_le_bytes)] {
            for end in 0..bytes.len() {
                for chosen in [None].into_iter().chain(Encoding::ALL.map(Some)) {
                    decode(&bytes[..end], chosen);
                }
            }
        }
        assert!(Encoding::ALL.iter().all(|encoding| !encoding.label().is_empty()));
    }
}
