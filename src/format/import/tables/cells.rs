//! Numbers and dates of workbooks in the characters somebody reads there.

/// How a cell shows its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    Plain,
    Percent,
    Date { year: bool, month: bool, day: bool, time: bool },
}

/// What the numbered formats show; those from 27 to 36 and from 50 to 58 are dates in Chinese workbooks.
pub fn built_in(id: u32) -> Shown {
    let date = |year, month, day, time| Shown::Date { year, month, day, time };
    match id {
        9 | 10 => Shown::Percent,
        14 | 15 | 30 | 31 => date(true, true, true, false),
        22 => date(true, true, true, true),
        16 | 28 | 29 | 51 | 53 | 54 | 58 => date(false, true, true, false),
        17 | 27 | 36 | 50 | 52 | 57 => date(true, true, false, false),
        18..=21 | 32..=35 | 45..=47 | 55 | 56 => date(false, false, false, true),
        _ => Shown::Plain,
    }
}

/// What a format's code shows: `yyyy"年"m"月"d"日"`, `0.0%`, `[h]:mm`.
pub fn custom(code: &str) -> Shown {
    let (mut plain, mut chars) = (String::new(), code.chars());
    while let Some(c) = chars.next() {
        match c {
            '"' => _ = chars.by_ref().find(|c| *c == '"'),
            '\\' | '_' | '*' => _ = chars.next(),
            // The second half is for negative numbers.
            ';' => break,
            '[' => {
                let inner: String = chars.by_ref().take_while(|c| *c != ']').collect();
                if inner.chars().all(|c| matches!(c, 'h' | 'm' | 's' | 'H' | 'M' | 'S')) {
                    plain.push_str(&inner);
                }
            }
            c => plain.extend(c.to_lowercase()),
        }
    }
    let plain = plain.replace("general", "").replace("am/pm", "h").replace("上午/下午", "h");
    let (year, day) = (plain.contains(['y', 'e']) && !plain.contains('0'), plain.contains('d'));
    let time = plain.contains(['h', 's']);
    let month = plain.contains('m') && (year || day || !time);
    if year || month || day || time {
        Shown::Date { year, month, day, time }
    } else if plain.contains('%') {
        Shown::Percent
    } else {
        Shown::Plain
    }
}

/// A number as a sheet shows it: whole ones without `.0`, 15 digits at most, no exponent.
pub fn number(value: f64) -> String {
    // The last digits of 0.1 + 0.2 are the machine's.
    let rounded = format!("{value:.14e}").parse().unwrap_or(value);
    format!("{rounded}")
}

pub fn shown(value: f64, shown: Shown, is_1904: bool) -> String {
    match shown {
        Shown::Plain => number(value),
        Shown::Percent => format!("{}%", number(value * 100.0)),
        Shown::Date { .. } if !(0.0..2_958_466.0).contains(&value) => number(value),
        Shown::Date { year, month, day, time } => {
            let seconds = (value.fract() * 86_400.0).round() as u32;
            let whole = value.trunc() as i64 + i64::from(seconds >= 86_400);
            let seconds = seconds % 86_400;
            let mut text = String::new();
            if year || month || day {
                let (y, m, d) = date(whole, is_1904);
                for (is_shown, number, unit) in [(year, y, "年"), (month, m, "月"), (day, d, "日")] {
                    if is_shown {
                        text.push_str(&format!("{number}{unit}"));
                    }
                }
            }
            if time && (text.is_empty() || seconds > 0) {
                let (h, m, s) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
                let space = if text.is_empty() { "" } else { " " };
                let tail = if s > 0 { format!(":{s:02}") } else { String::new() };
                text.push_str(&format!("{space}{h}:{m:02}{tail}"));
            }
            text
        }
    }
}

/// Year, month and day of a day that Excel counts.
fn date(serial: i64, is_1904: bool) -> (i64, i64, i64) {
    // Excel has a 29 February 1900, so that days before it count one less.
    let days = match serial {
        serial if is_1904 => serial + 1462,
        60 => return (1900, 2, 29),
        ..60 => serial + 1,
        _ => serial,
    };
    // Howard Hinnant, “chrono-Compatible Low-Level Date Algorithms”, civil_from_days.
    let z = days - 25_569 + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let (day, month) = (doy - (153 * mp + 2) / 5 + 1, if mp < 10 { mp + 3 } else { mp - 9 });
    (yoe + era * 400 + i64::from(month <= 2), month, day)
}

/// `2015-10-18` or `2015-10-18T08:30:00` as a sheet shows it in Chinese.
pub fn iso_date(iso: &str) -> Option<String> {
    let (date, time) = iso.split_once('T').unwrap_or((iso, ""));
    let mut numbers = date.split('-').map(|number| number.parse::<u16>().ok());
    let (year, month, day) = (numbers.next()??, numbers.next()??, numbers.next()??);
    let time = time.get(..5).filter(|time| *time != "00:00").map(|time| format!(" {}", time.trim_start_matches('0')));
    Some(format!("{year}年{month}月{day}日{}", time.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_no_idle_zero_and_keep_their_digits() {
        for (value, expected) in [
            (1000.0, "1000"),
            (1921.7, "1921.7"),
            (0.1 + 0.2, "0.3"),
            (-3.5, "-3.5"),
            (123_456_789_012_345.0, "123456789012345"),
            (110_101_199_001_011_230.0, "110101199001011000"),
            (1e21, "1000000000000000000000"),
            (0.0, "0"),
        ] {
            assert_eq!(number(value), expected);
        }
        assert_eq!(shown(0.5, Shown::Percent, false), "50%");
    }

    #[test]
    fn dates_are_shown_as_chinese_workbooks_show_them() {
        for (value, id, expected) in [
            (42_295.0, 31, "2015年10月18日"),
            (42_295.0, 14, "2015年10月18日"),
            (42_295.0, 57, "2015年10月"),
            (42_295.0, 58, "10月18日"),
            (42_295.5, 22, "2015年10月18日 12:00"),
            (0.354_166_666_7, 20, "8:30"),
            (1.0, 14, "1900年1月1日"),
            (60.0, 14, "1900年2月29日"),
            (61.0, 14, "1900年3月1日"),
            (7853.0, 31, "1921年7月1日"),
            (-1.0, 14, "-1"),
            (1e300, 14, &number(1e300)),
        ] {
            assert_eq!(shown(value, built_in(id), false), expected);
        }
        assert_eq!(shown(0.0, built_in(14), true), "1904年1月1日");
        assert_eq!(iso_date("2015-10-18").as_deref(), Some("2015年10月18日"));
        assert_eq!(iso_date("2015-10-18T08:30:00").as_deref(), Some("2015年10月18日 8:30"));
        assert_eq!(iso_date("甲-乙"), None);
    }

    #[test]
    fn codes_tell_dates_from_numbers() {
        let date = |year, month, day, time| Shown::Date { year, month, day, time };
        for (code, expected) in [
            ("General", Shown::Plain),
            ("0.00_);[Red]\\(0.00\\)", Shown::Plain),
            ("#,##0\"元\"", Shown::Plain),
            ("@", Shown::Plain),
            ("0.00E+00", Shown::Plain),
            ("[$-804]General", Shown::Plain),
            ("0.0%", Shown::Percent),
            ("yyyy\"年\"m\"月\"d\"日\"", date(true, true, true, false)),
            ("yyyy/m/d;@", date(true, true, true, false)),
            ("[$-804]yyyy\"年\"m\"月\"", date(true, true, false, false)),
            ("m\"月\"d\"日\"", date(false, true, true, false)),
            ("h:mm AM/PM", date(false, false, false, true)),
            ("[h]:mm:ss", date(false, false, false, true)),
            ("yyyy\\-mm\\-dd\\ hh:mm", date(true, true, true, true)),
            ("\"", Shown::Plain),
        ] {
            assert_eq!(custom(code), expected, "{code}");
        }
    }
}
