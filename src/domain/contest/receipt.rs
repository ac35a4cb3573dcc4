//! What an entrant hands in: her answers and the circumstances, never a score.
use super::pace::Pace;
use super::packing::pack;
use super::papers::{Paper, PaperHash};
use crate::domain::bank::question::Given;
use crate::domain::session::entry::Entry;
use crate::domain::session::session::Session;
use crate::domain::session::step::Ending;
use crate::domain::time::{Millis, UtcMillis};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    pub entry: Entry,
    pub paper: PaperHash,
    /// In whole seconds, like every time of a receipt.
    pub started_at: UtcMillis,
    pub took: Millis,
    pub end: End,
    /// How often the page was left, at most 255.
    pub n_left: u8,
    pub clock_set_back: bool,
    /// See [`super::packing`].
    pub answers: Vec<u8>,
    /// One for each question.
    pub paces: Vec<Pace>,
    /// The public key of the device that signed it.
    pub device: DeviceKey,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum End {
    HandedIn,
    TimeOver,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeviceKey(pub [u8; 32]);

/// The beginning of the SHA-256 of a receipt as it travels: short enough to write down, long enough that nobody finds
/// another with the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReceiptId(pub [u8; 10]);

impl Receipt {
    /// The receipt of a finished session; `None` while it goes on or where it counts for no contest.
    pub fn of(session: &Session, paper: &Paper, device: DeviceKey) -> Option<Self> {
        let entry = session.started().entry.clone().filter(|entry| entry.attempt > 0)?;
        let finish = session.finished()?;
        let started_at = whole(session.started().at);
        let given: Vec<Option<Given>> =
            session.slots().iter().map(|slot| Some(slot.answer.as_ref()?.given.clone())).collect();
        let spent = session.slots().iter().map(|slot| slot.answer.as_ref().map_or(Millis(0), |answer| answer.spent));
        Some(Self {
            entry,
            paper: paper.hash(),
            started_at,
            took: Millis(whole(finish.at).since(started_at).0),
            end: if finish.ending == Ending::TimeOver { End::TimeOver } else { End::HandedIn },
            n_left: u8::try_from(session.n_left()).unwrap_or(u8::MAX),
            clock_set_back: session.clock_was_set_back(),
            answers: pack(&paper.questions, &given),
            paces: spent.map(Pace::of).collect(),
            device,
        })
    }

    pub fn handed_in_at(&self) -> UtcMillis {
        self.started_at.plus(self.took)
    }
}

/// Cut to whole seconds.
fn whole(at: UtcMillis) -> UtcMillis {
    UtcMillis(at.0.div_euclid(1000) * 1000)
}
