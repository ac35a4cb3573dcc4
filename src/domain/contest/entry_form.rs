//! What an entrant fills in before she begins, and whether she may.
use super::terms::{NumberAsked, Terms, Units};
use crate::domain::bank::text::{fold, is_invisible};
use crate::domain::session::entry::{ContestId, Entry, Unit};
use crate::domain::time::UtcMillis;

/// As it was typed and chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryForm {
    pub name: String,
    /// Position in the terms' list.
    pub listed: Option<u16>,
    /// Where each writes her own.
    pub unit: String,
    pub number: String,
    pub time_percent: u16,
}

impl Default for EntryForm {
    fn default() -> Self {
        Self { name: String::new(), listed: None, unit: String::new(), number: String::new(), time_percent: 100 }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    Name,
    LongName,
    Unit,
    LongUnit,
    Number,
    PhoneTail,
}

/// Signs of a name or a unit: with more a receipt no longer fits a code.
const LONGEST: usize = 40;

impl Missing {
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Name => "请填写姓名",
            Self::LongName => "姓名最多40个字",
            Self::Unit => "请选择或填写单位",
            Self::LongUnit => "单位最多40个字，请用简称",
            Self::Number => "请填写名单上的编号",
            Self::PhoneTail => "手机尾号是最后4位数字",
        }
    }
}

impl EntryForm {
    /// The same again, of an earlier entry.
    pub fn of(entry: &Entry) -> Self {
        let (listed, unit) = match &entry.unit {
            Unit::None => (None, String::new()),
            Unit::Listed(idx) => (Some(*idx), String::new()),
            Unit::Written(unit) => (None, unit.clone()),
        };
        let Entry { name, number, time_percent, .. } = entry.clone();
        Self { name, listed, unit, number, time_percent }
    }

    /// As whom she sits, or everything that is still to be filled in.
    pub fn entry(&self, terms: &Terms, contest: ContestId, attempt: u16) -> Result<Entry, Vec<Missing>> {
        let (name, written) = (tidy(&self.name), tidy(&self.unit));
        let mut missing = Vec::new();
        let mut when = |holds: bool, what: Missing| {
            if holds {
                missing.push(what);
            }
        };
        when(name.is_empty(), Missing::Name);
        when(name.chars().count() > LONGEST, Missing::LongName);
        let unit = match &terms.units {
            Units::None => Unit::None,
            Units::List(units) => {
                let listed = self.listed.filter(|idx| usize::from(*idx) < units.len());
                when(listed.is_none(), Missing::Unit);
                Unit::Listed(listed.unwrap_or_default())
            }
            Units::Free => {
                when(written.is_empty(), Missing::Unit);
                when(written.chars().count() > LONGEST, Missing::LongUnit);
                Unit::Written(written)
            }
        };
        let number = match terms.number {
            NumberAsked::None => String::new(),
            // Full-width figures are figures too.
            NumberAsked::Roster | NumberAsked::PhoneTail => fold(&self.number),
        };
        when(terms.number == NumberAsked::Roster && number.is_empty(), Missing::Number);
        when(terms.number == NumberAsked::Roster && number.chars().count() > LONGEST, Missing::Number);
        let is_tail = number.len() == 4 && number.bytes().all(|b| b.is_ascii_digit());
        when(terms.number == NumberAsked::PhoneTail && !is_tail, Missing::PhoneTail);
        let time_percent = if terms.offers_more_time() { self.time_percent } else { 100 };
        if missing.is_empty() { Ok(Entry { contest, name, unit, number, attempt, time_percent }) } else { Err(missing) }
    }
}

/// Without what nobody sees, and with single spaces.
fn tidy(text: &str) -> String {
    let seen: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether another attempt may be begun now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Opens at this moment.
    NotYet(UtcMillis),
    /// The attempt of this number.
    Open(u16),
    Closed,
    /// All that count are used up.
    UsedUp,
    /// All of this day are used up, and the contest goes on tomorrow.
    UsedUpToday,
}

impl Turn {
    /// `begun` holds number and beginning of every attempt on this device that counts.
    pub fn of(terms: &Terms, begun: &[(u16, UtcMillis)], now: UtcMillis) -> Self {
        if now < terms.window.opens {
            return Self::NotYet(terms.window.opens);
        }
        if now >= terms.window.closes {
            return Self::Closed;
        }
        let attempts = terms.attempts;
        let n = begun.iter().filter(|(_, at)| !attempts.daily || at.day() == now.day()).count();
        if attempts.n > 0 && n >= usize::from(attempts.n) {
            let more = attempts.daily && now.day() < terms.window.closes.day();
            return if more { Self::UsedUpToday } else { Self::UsedUp };
        }
        let last = begun.iter().map(|(attempt, _)| *attempt).max().unwrap_or_default();
        Self::Open(last.saturating_add(1))
    }
}

#[cfg(test)]
mod tests {
    use super::super::terms::Attempts;
    use super::super::terms::tests::{OPENS, terms};
    use super::*;

    const CONTEST: ContestId = ContestId([9; 16]);

    fn form() -> EntryForm {
        EntryForm {
            name: " 王\u{200b} 芳 ".into(), listed: Some(1), number: "００12".into(), ..EntryForm::default()
        }
    }

    #[track_caller]
    fn check(change: impl FnOnce(&mut Terms, &mut EntryForm), expected: &[Missing]) {
        let (mut terms, mut form) = (terms(), form());
        change(&mut terms, &mut form);
        assert_eq!(form.entry(&terms, CONTEST, 1).err().unwrap_or_default(), expected);
    }

    #[test]
    fn a_form_says_everything_that_it_lacks() {
        check(|_, _| (), &[]);
        check(|_, form| (form.name, form.listed) = ("\u{200b} ".into(), None), &[Missing::Name, Missing::Unit]);
        check(|_, form| form.name = "长".repeat(41), &[Missing::LongName]);
        check(|_, form| form.listed = Some(3), &[Missing::Unit]);
        check(|terms, _| terms.units = Units::None, &[]);
        check(|terms, _| terms.units = Units::Free, &[Missing::Unit]);
        check(|terms, form| (terms.units, form.unit) = (Units::Free, "处".repeat(41)), &[Missing::LongUnit]);
        check(|terms, _| terms.number = NumberAsked::PhoneTail, &[]);
        check(
            |terms, form| (terms.number, form.number) = (NumberAsked::PhoneTail, "12345".into()),
            &[Missing::PhoneTail],
        );
        check(|terms, form| (terms.number, form.number) = (NumberAsked::Roster, " ".into()), &[Missing::Number]);
    }

    #[test]
    fn an_entry_holds_what_the_terms_ask_for_and_no_more() {
        let entry = form().entry(&terms(), CONTEST, 2).unwrap();
        assert_eq!((entry.name.as_str(), entry.number.as_str(), entry.attempt), ("王 芳", "", 2));
        assert_eq!(entry.unit, Unit::Listed(1));
        let slow = EntryForm { time_percent: 150, ..form() };
        assert_eq!(slow.entry(&terms(), CONTEST, 1).unwrap().time_percent, 150);
        let untimed = Terms { limit: None, per_question: None, ..terms() };
        assert_eq!(
            slow.entry(&untimed, CONTEST, 1).unwrap().time_percent,
            100,
            "without a clock there is no more time"
        );
        let strict = Terms { extra_time: false, number: NumberAsked::PhoneTail, ..terms() };
        let entry = slow.entry(&strict, CONTEST, 1).unwrap();
        assert_eq!((entry.time_percent, entry.number.as_str()), (100, "0012"));
        assert_eq!(EntryForm::of(&entry).entry(&strict, CONTEST, 1), Ok(entry));
    }

    #[test]
    fn a_turn_hangs_on_the_window_and_on_the_attempts_so_far() {
        const DAY: i64 = 86_400_000;
        let at = |millis: i64| UtcMillis(OPENS + millis);
        let mut terms = terms();
        terms.window.closes = at(3 * DAY);
        let turn = |terms: &Terms, begun: &[(u16, UtcMillis)], now| Turn::of(terms, begun, now);
        assert_eq!(turn(&terms, &[], at(-1)), Turn::NotYet(at(0)));
        assert_eq!(turn(&terms, &[], at(0)), Turn::Open(1));
        assert_eq!(turn(&terms, &[(1, at(0))], at(1)), Turn::UsedUp);
        assert_eq!(turn(&terms, &[], at(3 * DAY)), Turn::Closed);
        let daily = Terms { attempts: Attempts { n: 1, daily: true, ..terms.attempts }, ..terms.clone() };
        assert_eq!(turn(&daily, &[(1, at(0))], at(1)), Turn::UsedUpToday);
        assert_eq!(turn(&daily, &[(1, at(0))], at(DAY)), Turn::Open(2));
        assert_eq!(turn(&daily, &[(2, at(3 * DAY - 2))], at(3 * DAY - 1)), Turn::UsedUp, "there is no tomorrow");
        let endless = Terms { attempts: Attempts { n: 0, ..terms.attempts }, ..terms };
        assert_eq!(turn(&endless, &[(1, at(0)), (2, at(1))], at(2)), Turn::Open(3));
    }

    #[test]
    fn every_gap_is_a_sentence() {
        use Missing::*;
        for missing in [Name, LongName, Unit, LongUnit, Number, PhoneTail] {
            assert!(missing.sentence().chars().count() >= 5 && !missing.sentence().ends_with('。'), "{missing:?}");
        }
    }
}
