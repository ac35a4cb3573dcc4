//! What is noted beside the record: the last backup, and the places that the learner can go back to. Notes that cannot
//! be read are as good as none.
use crate::domain::record::event::{EventId, Writer};
use crate::domain::record::restore_point::RestorePoint;
use crate::domain::record::version_vector::VersionVector;
use crate::domain::time::UtcMillis;
use base64ct::{Base64UrlUnpadded, Encoding};

const VERSION: u8 = 1;

#[derive(Debug, Clone, PartialEq, Default)]
pub struct LastBackup {
    pub at: UtcMillis,
    pub n_events: u64,
    pub holds: VersionVector,
}

type RawId = ([u8; 8], u32);

impl LastBackup {
    pub fn to_text(&self) -> String {
        let whole: Vec<RawId> = self.holds.whole().map(|(writer, n)| (writer.0.to_be_bytes(), n)).collect();
        let beyond: Vec<RawId> = self.holds.beyond().map(|id| (id.writer.0.to_be_bytes(), id.seq)).collect();
        let bytes = postcard::to_allocvec(&(VERSION, self.at.0, self.n_events, whole, beyond));
        Base64UrlUnpadded::encode_string(&bytes.expect("plain lists of numbers always serialise"))
    }

    pub fn from_text(text: &str) -> Option<Self> {
        let bytes = Base64UrlUnpadded::decode_vec(text).ok()?;
        let (VERSION, at, n_events, whole, beyond) =
            postcard::from_bytes::<(u8, i64, u64, Vec<RawId>, Vec<RawId>)>(&bytes).ok()?
        else {
            return None;
        };
        let writer = |bytes: [u8; 8]| Writer(u64::from_be_bytes(bytes));
        let whole = whole.into_iter().map(|(bytes, n)| (writer(bytes), n));
        let beyond = beyond.into_iter().map(|(bytes, seq)| EventId { writer: writer(bytes), seq });
        Some(Self { at: UtcMillis(at), n_events, holds: VersionVector::from_parts(whole, beyond) })
    }
}

/// Three numbers of eight bytes for each, big-endian.
pub fn points_to_bytes(points: &[RestorePoint]) -> Vec<u8> {
    points.iter().flat_map(|it| [it.at.0 as u64, it.upto, it.n_events]).flat_map(u64::to_be_bytes).collect()
}

pub fn points_from_bytes(bytes: &[u8]) -> Vec<RestorePoint> {
    let (numbers, _) = bytes.as_chunks::<8>();
    let numbers: Vec<u64> = numbers.iter().map(|number| u64::from_be_bytes(*number)).collect();
    let (points, _) = numbers.as_chunks::<3>();
    points
        .iter()
        .map(|[at, upto, n_events]| RestorePoint { at: UtcMillis(*at as i64), upto: *upto, n_events: *n_events })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_backup_and_the_points_read_back() {
        let mut last = LastBackup { at: UtcMillis(9), n_events: 3, ..LastBackup::default() };
        [0, 1, 5].into_iter().for_each(|seq| last.holds.add(EventId { writer: Writer(7), seq }));
        assert_eq!(LastBackup::from_text(&last.to_text()), Some(last));
        let points = [RestorePoint { at: UtcMillis(1), upto: 2, n_events: 3 }];
        assert_eq!(points_from_bytes(&points_to_bytes(&points)), points);
    }

    #[test]
    fn what_cannot_be_read_is_as_good_as_none() {
        assert_eq!(LastBackup::from_text("?"), None);
        assert_eq!(LastBackup::from_text("AgAAAAAA"), None);
        assert_eq!(points_from_bytes(&[9, 9, 9]), []);
    }
}
