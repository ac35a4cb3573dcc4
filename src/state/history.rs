//! The whole record read once more, for what leaves the app as tables.
use super::record::Record;
use crate::domain::record::event::sort_by_place;
use crate::domain::record::history;
use crate::domain::record::session_record::SessionRecord;
use crate::platform::shelf::NotKept;

impl Record {
    /// Every session, in the order they were started, without what was set to nought.
    pub async fn sessions(self) -> Result<Vec<SessionRecord>, NotKept> {
        let mut events = self.try_all_events().await?;
        sort_by_place(&mut events);
        events.dedup_by_key(|event| event.id);
        Ok(history::sessions(&events))
    }
}
