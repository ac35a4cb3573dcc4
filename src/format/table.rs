//! Tables on their way out of the app: rows of cells that know what they are, so that each way out may write numbers
//! as numbers and dates as dates.
use crate::domain::time::UtcMillis;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    Empty,
    /// May hold line breaks.
    Text(String),
    Whole(i64),
    /// Thousandths, shown with up to three decimals.
    Thousandths(i64),
    /// Thousandths of one: 1000 is 100%.
    Share(u32),
    /// Shown as h:mm:ss: a sheet takes m:ss for hours and minutes.
    Seconds(u64),
    /// Shown as 2026-11-22 18:05, at +08:00.
    Moment(UtcMillis),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    pub name: String,
    pub headers: Vec<String>,
    pub rows: Vec<Vec<Cell>>,
}

impl Cell {
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }

    /// In characters, as somebody reads it.
    pub fn shown(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Whole(whole) => whole.to_string(),
            Self::Thousandths(thousandths) => decimals(*thousandths),
            Self::Share(thousandths) => {
                let (whole, rest) = (thousandths / 10, thousandths % 10);
                if rest == 0 { format!("{whole}%") } else { format!("{whole}.{rest}%") }
            }
            Self::Seconds(seconds) => format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60),
            Self::Moment(at) => {
                let (hour, minute) = at.hour_minute();
                format!("{} {hour:02}:{minute:02}", at.day().date())
            }
        }
    }
}

/// At most three decimals and no idle zero: `2`, `-0.5`, `3.333`.
pub fn decimals(thousandths: i64) -> String {
    let sign = if thousandths < 0 { "-" } else { "" };
    let (whole, rest) = (thousandths.unsigned_abs() / 1000, thousandths.unsigned_abs() % 1000);
    if rest == 0 {
        return format!("{sign}{whole}");
    }
    let rest = format!("{rest:03}");
    format!("{sign}{whole}.{}", rest.trim_end_matches('0'))
}

/// Whether a sheet could take a text for a formula and run it (OWASP, “CSV Injection”). Full-width signs count too:
/// sheets set to Chinese or Japanese read them as the plain ones.
pub fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

/// A text that a sheet takes for nothing but a text.
pub fn guarded(text: &str) -> String {
    if is_formula(text) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// 2026-11-22 18:05:30 at +08:00.
    pub const AT: UtcMillis = UtcMillis(1_795_341_930_000);

    /// One cell of every sort.
    pub fn sample() -> Table {
        let cells = vec![
            Cell::Empty,
            Cell::text("甲，“乙”\n\"丙\",丁"),
            Cell::Whole(-3),
            Cell::Thousandths(-500),
            Cell::Share(855),
            Cell::Seconds(1278),
            Cell::Moment(AT),
            Cell::text("=HYPERLINK(\"x\")"),
        ];
        let headers = ["空", "文字", "整数", "小数", "正确率", "用时", "时间", "公式"];
        Table { name: "样例".to_owned(), headers: headers.map(str::to_owned).to_vec(), rows: vec![cells] }
    }

    #[test]
    fn each_sort_of_cell_is_shown_in_its_way() {
        let shown: Vec<_> = sample().rows[0].iter().map(Cell::shown).collect();
        let expected =
            ["", "甲，“乙”\n\"丙\",丁", "-3", "-0.5", "85.5%", "0:21:18", "2026-11-22 18:05", "=HYPERLINK(\"x\")"];
        assert_eq!(shown, expected);
        assert_eq!(Cell::Share(1000).shown(), "100%");
        assert_eq!(Cell::Seconds(37 * 3600).shown(), "37:00:00");
        assert_eq!(Cell::text(""), Cell::Empty);
    }

    #[test]
    fn decimals_carry_no_idle_zero() {
        for (thousandths, expected) in [
            (0, "0"),
            (2000, "2"),
            (3333, "3.333"),
            (-1050, "-1.05"),
            (-5, "-0.005"),
            (i64::MIN, "-9223372036854775.808"),
        ] {
            assert_eq!(decimals(thousandths), expected);
        }
    }

    #[test]
    fn whatever_a_sheet_could_run_is_guarded_and_nothing_else() {
        for text in ["=1+1", "+86 10", "-1", "@x", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x"] {
            assert_eq!(guarded(text), format!("'{text}"));
        }
        for text in ["", "党章", "1-2", "（-1）", " =1", "—", "'=1", "·"] {
            assert_eq!(guarded(text), text);
        }
    }
}
