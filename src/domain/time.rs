//! Moments, spans and days as numbers. A day begins at 00:00 of fixed +08:00, wherever the device is.
use super::bank::document::Date;
use std::fmt;

/// Milliseconds since 1970-01-01T00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct UtcMillis(pub i64);

/// A span of time in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Millis(pub u64);

/// One reading of both clocks of a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// What the device says the time is; people set it.
    pub wall: UtcMillis,
    /// Time since the page was opened; nobody sets it, and it may stop while the device sleeps.
    pub steady: Millis,
}

/// Days since 1970-01-01 at +08:00.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i32);

const DAY: i64 = 86_400_000;
const BEIJING: i64 = 8 * 3_600_000;

impl Millis {
    pub const fn minutes(minutes: u32) -> Self {
        Self(minutes as u64 * 60_000)
    }

    pub const fn whole_seconds(self) -> u64 {
        self.0 / 1000
    }
}

impl fmt::Display for Millis {
    /// `21 分 18 秒`, with hours from an hour on.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.whole_seconds();
        let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        match (hours, minutes) {
            (0, 0) => write!(f, "{seconds}秒"),
            (0, _) => write!(f, "{minutes}分{seconds:02}秒"),
            _ => write!(f, "{hours}小时{minutes:02}分{seconds:02}秒"),
        }
    }
}

impl UtcMillis {
    pub const fn plus(self, span: Millis) -> Self {
        Self(self.0.saturating_add_unsigned(span.0))
    }

    /// The span since `earlier`; nothing if that is later.
    pub const fn since(self, earlier: Self) -> Millis {
        Millis(if self.0 > earlier.0 { self.0.abs_diff(earlier.0) } else { 0 })
    }

    pub const fn day(self) -> Day {
        Day((self.0.saturating_add(BEIJING)).div_euclid(DAY) as i32)
    }

    /// Reads `2026-11-22T09:30` as the time in Beijing, wherever the device is.
    pub fn from_beijing(text: &str) -> Option<Self> {
        let (date, time) = text.split_once('T')?;
        let (hour, minute) = time.split_once(':')?;
        // Some browsers add seconds.
        let minute = minute.get(..2)?;
        let (hour, minute) = (hour.parse::<u32>().ok()?, minute.parse::<u32>().ok()?);
        let minutes = (hour < 24 && minute < 60).then_some(i64::from(hour * 60 + minute))?;
        Some(Self(i64::from(Day::of(Date::parse(date)?).0) * DAY - BEIJING + minutes * 60_000))
    }

    /// As [`Self::from_beijing`] reads it.
    pub fn to_beijing(self) -> String {
        let (hour, minute) = self.hour_minute();
        format!("{}T{hour:02}:{minute:02}", self.day().date())
    }

    /// Hour and minute at +08:00.
    pub const fn hour_minute(self) -> (u32, u32) {
        let minutes = (self.0.saturating_add(BEIJING)).rem_euclid(DAY) / 60_000;
        ((minutes / 60) as u32, (minutes % 60) as u32)
    }
}

impl Day {
    /// The calendar day (proleptic Gregorian; Howard Hinnant, “chrono-Compatible Low-Level Date Algorithms”).
    pub const fn date(self) -> Date {
        let z = self.0 as i64 + 719_468;
        let era = z.div_euclid(146_097);
        let day_of_era = z.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        let year = year_of_era + era * 400 + (month <= 2) as i64;
        Date { year: year as u16, month: month as u8, day: day as u8 }
    }

    /// The day of a calendar date; the reverse of [`Self::date`], from the same source.
    pub const fn of(date: Date) -> Self {
        let (month, day) = (date.month as i64, date.day as i64);
        let year = date.year as i64 - (month <= 2) as i64;
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let shifted_month = (month + 9) % 12;
        let day_of_year = (153 * shifted_month + 2) / 5 + day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        Self((era * 146_097 + day_of_era - 719_468) as i32)
    }

    pub const fn minus(self, days: i32) -> Self {
        Self(self.0.saturating_sub(days))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_in_beijing() {
        // 2026-11-21T15:59:59.999Z is one millisecond before midnight at +08:00.
        let before = UtcMillis(1_795_276_799_999);
        assert_eq!(before.day().date().to_string(), "2026-11-21");
        assert_eq!(before.hour_minute(), (23, 59));
        let after = UtcMillis(before.0 + 1);
        assert_eq!(after.day().date().to_string(), "2026-11-22");
        assert_eq!(after.hour_minute(), (0, 0));
    }

    #[test]
    fn days_meet_the_calendar_also_in_leap_years() {
        for (day, expected) in
            [(0, "1970-01-01"), (59, "1970-03-01"), (11_016, "2000-02-29"), (11_017, "2000-03-01"), (-1, "1969-12-31")]
        {
            assert_eq!(Day(day).date().to_string(), expected);
        }
        for day in (-1000..60_000).step_by(17) {
            assert_eq!(Day::of(Day(day).date()), Day(day));
        }
    }

    #[test]
    fn a_time_typed_into_a_form_is_beijing_time() {
        let at = UtcMillis::from_beijing("2026-11-22T00:00");
        assert_eq!(at, Some(UtcMillis(1_795_276_800_000)));
        assert_eq!(UtcMillis::from_beijing("2026-11-22T00:00:00"), at);
        for text in ["1970-01-01T08:00", "2024-02-29T23:59", "2026-12-31T09:05"] {
            assert_eq!(UtcMillis::from_beijing(text).map(UtcMillis::to_beijing).as_deref(), Some(text));
        }
        for wrong in ["", "2026-11-22", "2026-02-30T09:00", "2026-11-22T24:00", "2026-11-22T09:6"] {
            assert_eq!(UtcMillis::from_beijing(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn spans_are_said_in_words() {
        for (millis, expected) in
            [(9_999, "9秒"), (61_000, "1分01秒"), (1_278_000, "21分18秒"), (3_661_000, "1小时01分01秒")]
        {
            assert_eq!(Millis(millis).to_string(), expected);
        }
        assert_eq!(UtcMillis(5).since(UtcMillis(9)), Millis(0));
    }
}
