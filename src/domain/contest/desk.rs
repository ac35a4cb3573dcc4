//! The organiser's desk: receipts that came in, what is to be looked at, and what she decided.
use super::flag::{Flag, Roster, flags};
use super::marked::{Marked, Person};
use super::receipt::ReceiptId;
use super::terms::Terms;
use std::collections::{HashMap, HashSet};

/// What the organiser says of one receipt; without a word of hers the flags decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Decision {
    Counts,
    DoesNotCount,
}

/// What she laid down at the desk itself. It stays on her device.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Desk {
    pub roster: Option<Roster>,
    /// People of each unit by its name, for participation.
    pub unit_sizes: HashMap<String, u32>,
    pub decisions: HashMap<ReceiptId, Decision>,
    /// Closed: only these receipts count, whatever comes in later.
    pub closed: Option<HashSet<ReceiptId>>,
}

/// One receipt as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Filed<'a> {
    pub marked: &'a Marked,
    pub person: Person,
    pub flags: Vec<Flag>,
    pub standing: Standing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    Counts,
    /// A flag holds it back until the organiser decides.
    Waits,
    Excluded,
    /// Came in after the closing.
    AfterClosing,
}

impl Standing {
    pub const fn label(self) -> &'static str {
        match self {
            Self::Counts => "计入",
            Self::Waits => "待定",
            Self::Excluded => "不计入",
            Self::AfterClosing => "封存后收到",
        }
    }
}

impl Desk {
    /// Every receipt with its flags, in the order given. The first of several for one attempt counts unless she says
    /// otherwise, provided nothing else holds it back.
    pub fn file<'a>(&self, terms: &Terms, marked: &'a [Marked]) -> Vec<Filed<'a>> {
        self.file_flagged(terms, marked, flags(terms, marked, self.roster.as_ref()))
    }

    /// The same where the flags are known already: one for each receipt, by this desk's roster.
    pub fn file_flagged<'a>(&self, terms: &Terms, marked: &'a [Marked], flags: Vec<Vec<Flag>>) -> Vec<Filed<'a>> {
        let filed = marked.iter().zip(flags).map(|(marked, flags)| {
            let standing = self.standing(marked.id, &flags);
            Filed { marked, person: marked.person(terms), flags, standing }
        });
        filed.collect()
    }

    fn standing(&self, id: ReceiptId, flags: &[Flag]) -> Standing {
        let waits = flags.iter().any(Flag::holds_back);
        match (&self.closed, self.decisions.get(&id)) {
            (Some(closed), _) if !closed.contains(&id) => Standing::AfterClosing,
            (_, Some(Decision::Counts)) => Standing::Counts,
            (_, Some(Decision::DoesNotCount)) => Standing::Excluded,
            (_, None) if waits => Standing::Waits,
            (_, None) => Standing::Counts,
        }
    }

    /// Settles which receipts count from now on.
    pub fn close(&mut self, marked: &[Marked]) {
        self.closed = Some(marked.iter().map(|marked| marked.id).collect());
    }
}

#[cfg(test)]
mod tests {
    use super::super::marked::tests::{Sat, marked};
    use super::super::papers::tests::contest;
    use super::*;

    #[test]
    fn flags_hold_back_until_she_decides_and_nothing_is_dropped() {
        let (terms, papers) = contest();
        let late = Sat { name: "乙", after: 7200, ..Sat::default() };
        let all = [Sat::default(), late].map(|sat| marked(&terms, &papers, sat));
        let mut desk = Desk::default();
        let standings = |desk: &Desk| desk.file(&terms, &all).iter().map(|filed| filed.standing).collect::<Vec<_>>();
        assert_eq!(standings(&desk), [Standing::Counts, Standing::Waits]);
        desk.decisions.insert(all[1].id, Decision::Counts);
        desk.decisions.insert(all[0].id, Decision::DoesNotCount);
        assert_eq!(standings(&desk), [Standing::Excluded, Standing::Counts]);
    }

    #[test]
    fn what_comes_in_after_the_closing_changes_nothing() {
        let (terms, papers) = contest();
        let one = marked(&terms, &papers, Sat::default());
        let two = marked(&terms, &papers, Sat { name: "乙", ..Sat::default() });
        let mut desk = Desk::default();
        desk.close(std::slice::from_ref(&one));
        desk.decisions.insert(two.id, Decision::Counts);
        let all = [one, two];
        let standings: Vec<_> = desk.file(&terms, &all).iter().map(|filed| filed.standing).collect();
        assert_eq!(standings, [Standing::Counts, Standing::AfterClosing]);
    }
}
