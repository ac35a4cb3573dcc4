//! What is done in one tab only: a timed exam, the editing of a bank. Web Locks decide where the browser has them;
//! elsewhere a note on the shelf does, which its tab renews as long as it lives.
use crate::domain::time::{Millis, UtcMillis};
use crate::platform::lock::{self, Asked, Lock};
use crate::platform::shelf::Shelf;
use crate::platform::timer::{self, Every};
use crate::platform::{chance, clock};
use std::rc::Rc;

/// Held until dropped.
pub struct Seat {
    note: Rc<Note>,
    _lock: Option<Lock>,
    _renewing: Option<Every>,
}

/// It is done in another tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Elsewhere {
    /// Since when, where that is known.
    pub since: Option<UtcMillis>,
}

/// The browser runs the timers of a hidden tab once a second at least, or not at all. A tab that lost its seat knows it
/// after so many milliseconds.
pub const RENEWED: i32 = 1000;
const STALE: Millis = Millis(4000);

impl Seat {
    /// `key` names what there is one seat for. `force` takes it over from a tab that may be gone; that tab is told that
    /// it `lost` it.
    pub async fn take(
        shelf: Rc<dyn Shelf>,
        key: String,
        force: bool,
        lost: impl Fn() + Clone + 'static,
    ) -> Result<Self, Elsewhere> {
        let tab = u64::from_be_bytes(chance::bytes());
        let now = clock::now().wall;
        let note = Rc::new(Note { shelf, key, tab, since: now });
        let asked = lock::ask(&note.key, force, lost.clone()).await;
        let lock = match asked {
            Asked::Held(lock) => Some(lock),
            Asked::NoLocks if force || !note.is_renewed_by_others(now).await => None,
            Asked::Taken | Asked::NoLocks => return Err(Elsewhere { since: note.read().map(|(_, since, _)| since) }),
        };
        note.renew(now);
        let renewing = {
            let (note, by_note) = (note.clone(), lock.is_none());
            Every::new(RENEWED, move || {
                let now = clock::now().wall;
                if by_note && note.is_lost(now) {
                    lost();
                } else {
                    note.renew(now);
                }
            })
        };
        Ok(Self { note, _lock: lock, _renewing: renewing })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        if !self.note.is_others(clock::now().wall) {
            self.note.shelf.remove(&self.note.key);
        }
    }
}

/// Which tab has the seat, since when, and when it last said so.
struct Note {
    shelf: Rc<dyn Shelf>,
    key: String,
    tab: u64,
    since: UtcMillis,
}

impl Note {
    fn read(&self) -> Option<(u64, UtcMillis, UtcMillis)> {
        let text = self.shelf.get(&self.key)?;
        let mut words = text.split(' ');
        let tab = words.next()?.parse().ok()?;
        let mut moment = || words.next()?.parse().ok().map(UtcMillis);
        Some((tab, moment()?, moment()?))
    }

    /// Whether another tab renewed it a short while ago.
    fn is_others(&self, now: UtcMillis) -> bool {
        self.read().is_some_and(|(tab, _, renewed)| tab != self.tab && now.since(renewed) < STALE)
    }

    /// Whether another tab goes on renewing it. One that was reloaded or killed leaves its note behind.
    async fn is_renewed_by_others(&self, now: UtcMillis) -> bool {
        let before = self.read();
        if !self.is_others(now) {
            return false;
        }
        timer::sleep(RENEWED + RENEWED / 2).await;
        self.is_others(clock::now().wall) && self.read() != before
    }

    /// Whether another tab took the seat after this one did. Two tabs may write past each other: then the later one
    /// stays, whoever wrote last.
    fn is_lost(&self, now: UtcMillis) -> bool {
        let later = |(tab, since, _): &(u64, UtcMillis, UtcMillis)| (*since, *tab) > (self.since, self.tab);
        self.is_others(now) && self.read().as_ref().is_some_and(later)
    }

    fn renew(&self, now: UtcMillis) {
        // Where nothing can be noted no other tab can read it either.
        let _ = self.shelf.set(&self.key, &format!("{} {} {}", self.tab, self.since.0, now.0));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::shelf::Memory;

    #[test]
    fn a_note_holds_while_it_is_renewed_and_only_against_others() {
        let shelf: Rc<dyn Shelf> = Rc::new(Memory::default());
        let note = |tab| Note { shelf: shelf.clone(), key: "seat".to_owned(), tab, since: UtcMillis(5) };
        assert!(!note(1).is_others(UtcMillis(0)));
        note(1).renew(UtcMillis(1000));
        assert!(!note(1).is_others(UtcMillis(1001)));
        assert!(note(2).is_others(UtcMillis(4999)));
        assert!(!note(2).is_others(UtcMillis(5000)));
        assert_eq!(note(2).read(), Some((1, UtcMillis(5), UtcMillis(1000))));
        // The first tab, taken over by a second, wrote past it: the second stays and the first learns of it.
        let (first, second) = (note(1), Note { since: UtcMillis(6000), ..note(2) });
        second.renew(UtcMillis(6000));
        first.renew(UtcMillis(6001));
        assert!(!second.is_lost(UtcMillis(6002)));
        second.renew(UtcMillis(6002));
        assert!(first.is_lost(UtcMillis(6003)));
        shelf.set("seat", "damaged").unwrap();
        assert!(!note(2).is_others(UtcMillis(0)));
    }
}
