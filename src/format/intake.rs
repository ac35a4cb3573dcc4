//! From texts that came in to receipts marked anew. One receipt is marked by a [`Marker`]; whole chats, links and files
//! of many are taken apart piece by piece by an [`Intake`]: every piece ends in exactly one outcome, and nothing is
//! dropped without a word. One step takes well under a millisecond, so that a page may stop and paint between steps.
use super::receipt::{self, MARK, NoReceipt};
use crate::domain::contest::marked::{Marked, Unfit};
use crate::domain::contest::papers::Papers;
use crate::domain::contest::receipt::{Receipt, ReceiptId};
use crate::domain::contest::terms::Terms;
use crate::domain::session::entry::ContestId;
use std::collections::HashSet;
use std::fmt;

/// What a receipt is marked by. It is `Copy` and marking changes nothing, so that threads may share it.
#[derive(Clone, Copy)]
pub struct Marker<'a> {
    pub terms: &'a Terms,
    pub papers: &'a Papers,
    pub contest: ContestId,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    Unreadable(NoReceipt),
    /// The signature holds, so it can be said whose it is.
    Unfit(Unfit, Box<Receipt>),
}

/// Where a piece was found: in which text, and which receipt of that text, counted from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    pub source: String,
    /// 0 for the text as a whole.
    pub nth: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// With the bytes to keep.
    New(Box<Marked>, Vec<u8>),
    /// Exactly this receipt is there already.
    Known(Box<Receipt>, ReceiptId),
    /// Its signature holds, and it belongs to this other contest.
    OtherContest(Box<Receipt>, ReceiptId),
    /// Why not, as a sentence without a full stop.
    Refused(String),
}

#[derive(Debug, Default)]
pub struct Intake {
    texts: Vec<Text>,
    /// Receipts that are there, also those of this batch.
    known: HashSet<ReceiptId>,
    /// Text and piece that come next.
    at: (usize, usize),
    n_done: usize,
}

#[derive(Debug)]
struct Text {
    source: String,
    text: String,
    /// Where each receipt begins.
    starts: Vec<usize>,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(why) => why.fmt(f),
            Self::Unfit(why, _) => why.fmt(f),
        }
    }
}

impl Marker<'_> {
    pub fn mark(&self, bytes: &[u8]) -> Result<Marked, Refused> {
        let read = receipt::from_bytes(bytes).map_err(Refused::Unreadable)?;
        let id = receipt::id(bytes);
        Marked::of(self.terms, self.papers, self.contest, id, read.clone())
            .map_err(|why| Refused::Unfit(why, Box::new(read)))
    }
}

impl Intake {
    pub fn new(known: HashSet<ReceiptId>) -> Self {
        Self { known, ..Self::default() }
    }

    pub fn add(&mut self, source: String, text: String) {
        let starts = text.match_indices(MARK).map(|(at, _)| at).collect();
        self.texts.push(Text { source, text, starts });
    }

    /// Pieces in all; a text without a receipt is one.
    pub fn n(&self) -> usize {
        self.texts.iter().map(|text| text.starts.len().max(1)).sum()
    }

    pub fn n_done(&self) -> usize {
        self.n_done
    }

    /// The next piece, until there is none.
    pub fn step(&mut self, marker: Marker<'_>) -> Option<(Origin, Outcome)> {
        let (text_idx, piece) = self.at;
        let text = self.texts.get(text_idx)?;
        let origin = |nth| Origin { source: text.source.clone(), nth };
        let found = match text.starts.get(piece) {
            Some(start) => {
                let end = text.starts.get(piece + 1).copied().unwrap_or(text.text.len());
                let found = receipt::find(&text.text[*start..end]).pop();
                let outcome = match found.map(|found| found.bytes) {
                    Some(Ok(bytes)) => judge(&mut self.known, bytes, marker),
                    Some(Err(why)) => Outcome::Refused(why.to_string()),
                    None => Outcome::Refused(NoReceipt::NotOne.to_string()),
                };
                (origin(piece + 1), outcome)
            }
            None => (origin(0), Outcome::Refused(without(&text.text).to_owned())),
        };
        self.at = if piece + 1 < text.starts.len() { (text_idx, piece + 1) } else { (text_idx + 1, 0) };
        self.n_done += 1;
        Some(found)
    }
}

/// Verifies and marks one receipt, and notes it as known.
pub fn judge(known: &mut HashSet<ReceiptId>, bytes: Vec<u8>, marker: Marker<'_>) -> Outcome {
    let id = receipt::id(&bytes);
    if known.contains(&id) {
        return match receipt::from_bytes(&bytes) {
            Ok(receipt) => Outcome::Known(Box::new(receipt), id),
            Err(why) => Outcome::Refused(why.to_string()),
        };
    }
    match marker.mark(&bytes) {
        Ok(marked) => {
            known.insert(id);
            Outcome::New(Box::new(marked), bytes)
        }
        Err(Refused::Unfit(Unfit::OtherContest, receipt)) => Outcome::OtherContest(receipt, id),
        Err(Refused::Unfit(why, receipt)) => Outcome::Refused(format!("{}：{why}", receipt.entry.name)),
        Err(Refused::Unreadable(why)) => Outcome::Refused(why.to_string()),
    }
}

fn without(text: &str) -> &'static str {
    if text.trim().is_empty() {
        "这里是空的，没有答卷。答卷是以XLSD1.开头的一段文字，请从参赛者发来的消息里复制"
    } else if text.contains(super::pack::MARK) {
        "这是竞赛的链接，不是答卷。答卷要参赛者交卷后发来"
    } else {
        "没有找到答卷。答卷是以XLSD1.开头的一段文字，请让参赛者点“出示答卷”再复制发来"
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::domain::contest::marked::tests::{Sat, receipt as sat_receipt};
    use crate::domain::contest::papers::tests::contest;
    use crate::domain::contest::receipt::DeviceKey;
    use crate::format::receipt::tests::key;
    use crate::format::receipt::{to_bytes, to_text};

    const HERE: ContestId = ContestId([9; 16]);

    fn text(terms: &Terms, papers: &Papers, change: impl FnOnce(&mut Receipt)) -> String {
        let mut receipt = sat_receipt(terms, papers, &Sat::default());
        receipt.device = DeviceKey(key().public());
        change(&mut receipt);
        to_text(&to_bytes(&receipt, &key()))
    }

    #[test]
    fn every_piece_ends_in_exactly_one_outcome() {
        let (terms, papers) = contest();
        let good = text(&terms, &papers, |_| ());
        let second = text(&terms, &papers, |it| it.n_left = 1);
        let other = text(&terms, &papers, |it| it.entry.contest = ContestId([8; 16]));
        let stolen = text(&terms, &papers, |it| it.entry.name = "乙".into());
        let mut tampered = good.clone();
        tampered.replace_range(60..61, if &good[60..61] == "A" { "B" } else { "A" });
        let marker = Marker { terms: &terms, papers: &papers, contest: HERE };
        let mut intake = Intake::new(HashSet::new());
        intake.add(
            "群聊".into(),
            format!("甲：{good}\n再发一次 {good}\n{second}\n{other} {stolen}\n{tampered}\n{}", &good[..50]),
        );
        intake.add("空.txt".into(), " \n".into());
        intake.add("链接.txt".into(), "http://10.0.0.8/#/contest/XLSB1.AQE".into());
        assert_eq!((intake.n(), intake.n_done()), (9, 0));
        let mut said = Vec::new();
        while let Some((origin, outcome)) = intake.step(marker) {
            let outcome = match outcome {
                Outcome::New(marked, bytes) => {
                    assert_eq!(receipt::id(&bytes), marked.id);
                    "new".to_owned()
                }
                Outcome::Known(..) => "known".to_owned(),
                Outcome::OtherContest(receipt, _) => format!("other {}", receipt.entry.contest),
                Outcome::Refused(why) => {
                    assert!(why.chars().count() > 8 && !why.ends_with('。'), "{why}");
                    why.chars().take(8).collect()
                }
            };
            said.push(format!("{} {} {outcome}", origin.source, origin.nth));
        }
        assert_eq!(
            said,
            [
                "群聊 1 new",
                "群聊 2 known",
                "群聊 3 new",
                "群聊 4 other 08080808080808080808080808080808",
                "群聊 5 乙：答卷对应的试",
                "群聊 6 答卷与签名不符：",
                "群聊 7 答卷不完整：应有",
                "空.txt 0 这里是空的，没有",
                "链接.txt 0 这是竞赛的链接，",
            ]
        );
        assert_eq!(intake.n_done(), 9);
    }

    #[test]
    fn what_the_desk_has_is_known_whoever_sends_it_again() {
        let (terms, papers) = contest();
        let good = text(&terms, &papers, |_| ());
        let id = receipt::id(receipt::find(&good)[0].bytes.as_ref().unwrap());
        let marker = Marker { terms: &terms, papers: &papers, contest: HERE };
        let mut intake = Intake::new([id].into());
        intake.add("甲".into(), good);
        assert!(matches!(intake.step(marker), Some((_, Outcome::Known(_, known))) if known == id));
        assert_eq!(intake.step(marker), None);
    }

    #[test]
    fn every_receipt_of_every_text_has_one_outcome() {
        let (terms, papers) = contest();
        let text = |sat: &Sat| to_text(&to_bytes(&sat_receipt(&terms, &papers, sat), &key()));
        let one = text(&Sat::default());
        let two = text(&Sat { name: "乙", ..Sat::default() });
        let mut foreign = sat_receipt(&terms, &papers, &Sat::default());
        foreign.entry.contest = ContestId([1; 16]);
        let foreign = to_bytes(&foreign, &key());
        let marker = Marker { terms: &terms, papers: &papers, contest: HERE };
        let why = marker.mark(&foreign).unwrap_err();
        assert!(why.to_string().starts_with("这是另一场竞赛的答卷"), "{why}");
        let mut intake = Intake::new(HashSet::new());
        intake.add("0".into(), format!("甲：{one}\n乙：{two}"));
        intake.add("1".into(), "大家好".into());
        intake.add("2".into(), format!("{one} {} {}", to_text(&foreign), &two[..60]));
        let steps = std::iter::from_fn(|| intake.step(marker)).map(|(origin, outcome)| match outcome {
            Outcome::New(marked, _) => format!("{} {}", origin.source, marked.receipt.entry.name),
            Outcome::Known(..) => format!("{} again", origin.source),
            Outcome::OtherContest(..) => format!("{} other", origin.source),
            Outcome::Refused(why) => format!("{} {}", origin.source, &why[..15]),
        });
        let expected = ["0 甲", "0 乙", "1 没有找到答", "2 again", "2 other", "2 答卷不完整"];
        assert_eq!(steps.collect::<Vec<_>>(), expected);
    }
}
