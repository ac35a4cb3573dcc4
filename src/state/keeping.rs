//! Whether what is answered now will be there tomorrow, and what the learner is told of it.
use crate::platform::shelf::NotKept;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keeping {
    /// The small store that is written before anything is shown.
    pub shelf: Store,
    /// The large store that is written right after.
    pub archive: Store,
    /// Events that lie in memory alone.
    pub n_unkept: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Store {
    Works,
    /// The browser has none for this page.
    Missing,
    /// The last write was refused: most likely it is full.
    Refuses,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Danger {
    /// Closing the page loses answers.
    Loss,
    /// Nothing is lost while the other store holds.
    OneStore,
}

impl Store {
    pub const fn after(self, kept: Result<(), NotKept>) -> Self {
        match (self, kept) {
            (Self::Missing, _) => Self::Missing,
            (_, Ok(())) => Self::Works,
            (_, Err(NotKept)) => Self::Refuses,
        }
    }
}

impl Keeping {
    pub const fn danger(&self) -> Option<Danger> {
        match (self.shelf, self.archive, self.n_unkept) {
            (Store::Missing, Store::Missing, _) | (_, _, 1..) => Some(Danger::Loss),
            (Store::Works, Store::Works, _) => None,
            _ => Some(Danger::OneStore),
        }
    }

    /// One sentence about what does not work, with the remedy.
    pub fn sentence(&self) -> Option<String> {
        let text = match (self.shelf, self.archive, self.n_unkept) {
            (Store::Missing, Store::Missing, _) => {
                "这个浏览器不让本页存数据：可以照常练，但关掉页面后记录就没了。请换普通（非无痕）窗口，或在浏览器设置里允许本站存储。"
            }
            (_, _, n @ 1..) => {
                return Some(format!(
                    "浏览器的存储满了：之前的记录都在，但有{n}条新记录还没存下，关掉页面会丢。请清理浏览器里别的网站数据，再点“再存一次”。"
                ));
            }
            (Store::Works, Store::Works, _) => return None,
            (Store::Missing, _, _) => "浏览器的一处存储用不了，记录改存在另一处，照常不丢；请常做备份。",
            (Store::Refuses, _, _) => "浏览器的一处存储满了，新记录改存在另一处，照常不丢；请常做备份。",
            (_, Store::Missing, _) => "浏览器的数据库用不了，记录只存在一处，照常不丢；请常做备份。",
            (_, Store::Refuses, _) => "浏览器的数据库存不进新记录，现在只存在一处；请清理别的网站数据，并做一次备份。",
        };
        Some(text.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_store_is_enough_and_a_loss_is_said_first() {
        let keeping = |shelf, archive, n_unkept| Keeping { shelf, archive, n_unkept };
        use Store::{Missing, Refuses, Works};
        for (keeping, danger, said) in [
            (keeping(Works, Works, 0), None, None),
            (keeping(Missing, Missing, 0), Some(Danger::Loss), Some("关掉页面后记录就没了")),
            (keeping(Refuses, Refuses, 3), Some(Danger::Loss), Some("有3条新记录还没存下")),
            (keeping(Refuses, Missing, 1), Some(Danger::Loss), Some("有1条新记录还没存下")),
            (keeping(Refuses, Works, 0), Some(Danger::OneStore), Some("满了，新记录改存在另一处")),
            (keeping(Missing, Works, 0), Some(Danger::OneStore), Some("改存在另一处")),
            (keeping(Works, Missing, 0), Some(Danger::OneStore), Some("数据库用不了")),
            (keeping(Works, Refuses, 0), Some(Danger::OneStore), Some("现在只存在一处")),
        ] {
            assert_eq!(keeping.danger(), danger, "{keeping:?}");
            let sentence = keeping.sentence();
            match said {
                Some(said) => assert!(sentence.is_some_and(|it| it.contains(said)), "{keeping:?}"),
                None => assert_eq!(sentence, None),
            }
        }
    }

    #[test]
    fn a_store_that_is_missing_stays_missing_and_a_full_one_heals() {
        assert_eq!(Store::Missing.after(Ok(())), Store::Missing);
        assert_eq!(Store::Works.after(Err(NotKept)), Store::Refuses);
        assert_eq!(Store::Refuses.after(Ok(())), Store::Works);
    }
}
