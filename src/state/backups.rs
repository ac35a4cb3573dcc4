//! What the record can be carried away as and brought back from: backups, restore points, and the check of all of it.
use super::entries;
use super::journal::Journal;
use super::older::{NotHere, read_shelf};
use super::record::{ANEW, Record, SNAPSHOTS};
use crate::domain::record::check::{Checked, Evidence, Repair, check};
use crate::domain::record::event::{Event, sort_by_id};
use crate::domain::record::incoming::Incoming;
use crate::domain::record::learner::Learner;
use crate::domain::record::ledger::Digest;
use crate::domain::record::restore_point::{RestorePoint, thinned};
use crate::domain::record::version_vector::VersionVector;
use crate::domain::time::{Day, UtcMillis};
use crate::format::backup::{self, Backup, Reading};
use crate::format::backup_notes::{LastBackup, points_from_bytes, points_to_bytes};
use crate::format::{save, snapshot};
use crate::platform::archive::{Archive, Change, Durability, Key};
use crate::platform::page;
use crate::platform::shelf::{NotKept, PREFIX};
use leptos::prelude::*;

/// Names of values in the archive.
const LAST: &str = "backup/last";
const POINTS: &str = "points";
const ASIDE: &str = "aside/";

/// What a backup would add, before anything is changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Preview {
    pub incoming: Incoming,
    /// Everything shown after the merge.
    pub after: Digest,
}

/// The last backup as the learner is told of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Age {
    pub at: UtcMillis,
    pub n_since: u64,
}

impl From<NotHere> for NotKept {
    fn from(_: NotHere) -> Self {
        Self
    }
}

impl Record {
    /// The record as a backup, all of it or what came since the last one, and what to note once it is handed out.
    pub async fn export(
        self,
        of: Learner,
        at: UtcMillis,
        changes_only: bool,
    ) -> Result<(Vec<u8>, LastBackup), NotKept> {
        let mut events = self.events_once().await?;
        let holds = held(&events);
        let note = LastBackup { at, n_events: events.len() as u64, holds };
        if let Some(last) = self.last_backup().filter(|_| changes_only) {
            events.retain(|event| !last.holds.contains(event.id));
        }
        Ok((backup::to_bytes(Backup { name: of.name, unit: of.unit, made_at: at, events }), note))
    }

    /// Every event in the order of ids, the first of those with the same.
    async fn events_once(self) -> Result<Vec<Event>, NotKept> {
        let mut events = self.try_all_events().await?;
        sort_by_id(&mut events);
        events.dedup_by_key(|event| event.id);
        Ok(events)
    }

    /// Notes that a backup has been handed out.
    pub async fn backed_up(self, note: LastBackup) {
        let text = note.to_text();
        let key = self.last_key();
        // Either store will do; without both she is told again that she has never made one.
        let _ = self.inner.with_value(|inner| inner.shelf.set(&key, &text));
        if let Some(archive) = self.archive() {
            let _ = archive.write(Durability::Relaxed, &[Change::Put(LAST, text.as_bytes())]).await;
        }
    }

    fn last_key(self) -> String {
        self.inner.with_value(|inner| format!("{PREFIX}{}/backup", inner.learner.as_str()))
    }

    fn last_backup(self) -> Option<LastBackup> {
        let key = self.last_key();
        LastBackup::from_text(&self.inner.with_value(|inner| inner.shelf.get(&key))?)
    }

    pub fn backup_age(self) -> Option<Age> {
        let LastBackup { at, n_events, .. } = self.last_backup()?;
        Some(Age { at, n_since: self.n_events().saturating_sub(n_events) })
    }

    /// Brings the shelf's notes back from the archive after a loss.
    pub(super) async fn look_after_notes(self, archive: &Archive) {
        let key = self.last_key();
        if self.inner.with_value(|inner| inner.shelf.get(&key)).is_none()
            && let Ok(Some(bytes)) = archive.value(LAST).await
            && let Ok(text) = String::from_utf8(bytes)
        {
            // As above.
            let _ = self.inner.with_value(|inner| inner.shelf.set(&key, &text));
        }
    }

    pub fn read_backup(self, text: &str) -> Reading {
        let learner = self.inner.with_value(|inner| inner.learner.clone());
        backup::pieces::read(text, &learner)
    }

    /// What these events would add. Nothing is changed yet.
    pub async fn preview(self, theirs: Vec<Event>) -> Result<Preview, NotKept> {
        let mut mine = self.events_once().await?;
        let incoming = Incoming::of(theirs, &mine);
        mine.extend(incoming.new.iter().cloned());
        Ok(Preview { incoming, after: Digest::of(mine) })
    }

    /// Takes events up for good and shows the app anew.
    pub async fn merge(self, incoming: Incoming, at: UtcMillis) -> Result<(), NotKept> {
        self.make_point(at).await;
        if let Some(archive) = self.archive() {
            let (pack, conflicting) = (pack(&incoming.new), pack(&incoming.conflicting));
            let aside = format!("{ASIDE}{}", at.0);
            let mut changes = Vec::new();
            if !pack.is_empty() {
                changes.push(Change::Append(&pack));
            }
            if !conflicting.is_empty() {
                changes.push(Change::Put(&aside, &conflicting));
            }
            archive.write(Durability::Strict, &changes).await?;
        } else {
            self.inner
                .try_update_value(|inner| incoming.new.iter().try_for_each(|event| inner.journal.append(event)))
                .unwrap_or(Err(NotKept))?;
        }
        self.show_anew();
        Ok(())
    }

    fn show_anew(self) {
        self.inner.with_value(|inner| {
            if let Some(tabs) = &inner.tabs {
                tabs.say(ANEW);
            }
        });
        page::reload();
    }

    /// Places that the learner can go back to, in the order they were made.
    pub async fn points(self) -> Vec<RestorePoint> {
        let Some(archive) = self.archive() else { return Vec::new() };
        points_from_bytes(&archive.value(POINTS).await.ok().flatten().unwrap_or_default())
    }

    /// Once a day.
    pub(super) async fn daily_point(self, archive: &Archive, now: UtcMillis) -> Vec<RestorePoint> {
        let points = self.points().await;
        if points.last().is_some_and(|last| last.at.day() >= now.day()) {
            return points;
        }
        self.add_point(archive, points, now).await
    }

    /// Before something is changed that the learner may want to take back.
    pub async fn make_point(self, at: UtcMillis) {
        if let Some(archive) = self.archive() {
            let points = self.points().await;
            self.add_point(&archive, points, at).await;
        }
    }

    async fn add_point(self, archive: &Archive, mut points: Vec<RestorePoint>, at: UtcMillis) -> Vec<RestorePoint> {
        let upto = archive.last().await.unwrap_or_default() as u64;
        // Where nothing has happened since, the last one will do.
        if upto > points.last().map_or(0, |last| last.upto) {
            points.push(RestorePoint { at, upto, n_events: self.n_events() });
            points = thinned(&points, at.day());
            // A point that cannot be noted is one to go back to less.
            let _ = archive.write(Durability::Relaxed, &[Change::Put(POINTS, &points_to_bytes(&points))]).await;
        }
        points
    }

    /// Puts everything after a point aside and shows the app as it was then.
    pub async fn go_back(self, to: RestorePoint, at: UtcMillis) -> Result<(), NotKept> {
        let archive = self.archive().ok_or(NotKept)?;
        let learner = self.inner.with_value(|inner| inner.learner.clone());
        let entries = archive.entries_after(0.0).await?;
        let n_kept = entries.iter().take_while(|(key, _)| *key <= to.upto as Key).count();
        let (kept, cut) = entries.split_at(n_kept);
        let known = held(&entries::read(kept, &learner).0);
        // Also what only the shelf has and would bring back at the next start.
        let on_shelf = self.only_on_shelf(&known).await?;
        let mut archived = entries::read(cut, &learner).0;
        sort_by_id(&mut archived);
        let mut aside: Vec<u8> = cut.iter().flat_map(|(_, entry)| entry).copied().collect();
        aside.extend(pack(&Incoming::of(on_shelf, &archived).new));
        let name = format!("{ASIDE}{}", at.0);
        let points: Vec<_> = self.points().await.into_iter().filter(|point| point.upto <= to.upto).collect();
        let points = points_to_bytes(&points);
        let mut changes =
            vec![Change::Put(&name, &aside), Change::CutAfter(to.upto as Key), Change::Put(POINTS, &points)];
        for slot in SNAPSHOTS {
            let bytes = archive.value(slot).await?;
            if bytes.is_some_and(|bytes| snapshot::from_bytes(&bytes).is_none_or(|it| it.upto > to.upto)) {
                changes.push(Change::Remove(slot));
            }
        }
        archive.write(Durability::Strict, &changes).await?;
        self.inner.with_value(|inner| inner.journal.thin(usize::MAX, |id| !known.contains(id)));
        self.show_anew();
        Ok(())
    }

    /// Names of what was put aside, with the moment it happened.
    pub async fn put_aside(self) -> Vec<(String, UtcMillis)> {
        let Some(archive) = self.archive() else { return Vec::new() };
        let names = archive.names(ASIDE).await.unwrap_or_default();
        let dated = |name: String| {
            let at = name.strip_prefix(ASIDE)?.parse().ok()?;
            Some((name, UtcMillis(at)))
        };
        names.into_iter().filter_map(dated).collect()
    }

    pub async fn events_aside(self, name: &str) -> Vec<Event> {
        let Some(archive) = self.archive() else { return Vec::new() };
        let learner = self.inner.with_value(|inner| inner.learner.clone());
        let bytes = archive.value(name).await.ok().flatten().unwrap_or_default();
        entries::read(&[(0.0, bytes)], &learner).0
    }

    /// 检查数据.
    pub async fn check(self, now: UtcMillis) -> Result<Checked, NotKept> {
        let mut evidence = Evidence { shown: self.standings.get_untracked(), ..Evidence::default() };
        if let Some(archive) = self.archive() {
            let learner = self.inner.with_value(|inner| inner.learner.clone());
            let entries = archive.entries_after(0.0).await?;
            let (archived, n_damaged, n_newer) = entries::read(&entries, &learner);
            let ids = self.inner.with_value(|inner| inner.journal.ids());
            let on_shelf = VersionVector::from_parts([], ids);
            evidence.n_only_archived = archived.iter().filter(|event| !on_shelf.contains(event.id)).count();
            evidence.n_unreadable = n_damaged + n_newer;
            evidence.only_on_shelf = Some(self.only_on_shelf(&held(&archived)).await?);
            evidence.archived = archived;
        }
        // What only memory holds is told elsewhere; here it must not look like a false figure.
        self.inner.with_value(|inner| evidence.archived.extend(inner.ledger.tail().iter().cloned()));
        Ok(check(evidence, now))
    }

    async fn only_on_shelf(self, known: &VersionVector) -> Result<Vec<Event>, NotKept> {
        let journal = self.inner.with_value(|inner| Journal::new(inner.shelf.clone(), inner.learner.clone()));
        let kept = read_shelf(&journal, known).await;
        if kept.old.is_empty() { Ok(kept.events) } else { Err(NotKept) }
    }

    pub async fn repair(self, repair: Repair) -> Result<(), NotKept> {
        let archive = self.archive().ok_or(NotKept)?;
        match repair {
            // Without snapshots the next start reads the whole log.
            Repair::Rebuild => archive.write(Durability::Strict, &SNAPSHOTS.map(Change::Remove)).await?,
            Repair::Archive => {
                let learner = self.inner.with_value(|inner| inner.learner.clone());
                let archived = entries::read(&archive.entries_after(0.0).await?, &learner).0;
                let missing = pack(&self.only_on_shelf(&held(&archived)).await?);
                archive.write(Durability::Strict, &[Change::Append(&missing)]).await?;
            }
        }
        page::reload();
        Ok(())
    }
}

impl Age {
    /// `3天前备份过，之后新增152条`.
    pub fn sentence(self, today: Day) -> String {
        let when = match today.0.saturating_sub(self.at.day().0) {
            ..=0 => "今天备份过".to_owned(),
            1 => "昨天备份过".to_owned(),
            days => format!("{days}天前备份过"),
        };
        if self.n_since == 0 { when } else { format!("{when}，之后新增{}条", self.n_since) }
    }
}

fn held(events: &[Event]) -> VersionVector {
    VersionVector::from_parts([], events.iter().map(|event| event.id).collect::<Vec<_>>())
}

fn pack(events: &[Event]) -> Vec<u8> {
    let mut pack = Vec::new();
    events.iter().for_each(|event| save::push(&mut pack, &save::to_bytes(event)));
    pack
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_age_of_a_backup_is_said_in_days_and_records() {
        let at = UtcMillis(1_795_276_800_000);
        let today = at.day();
        for (days, n_since, expected) in [
            (0, 0, "今天备份过"),
            (1, 0, "昨天备份过"),
            (3, 152, "3天前备份过，之后新增152条"),
            (-2, 1, "今天备份过，之后新增1条"),
        ] {
            assert_eq!(Age { at, n_since }.sentence(Day(today.0 + days)), expected);
        }
    }
}
