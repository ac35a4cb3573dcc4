//! `bank lot`: signed receipts by entrants who do not exist, for tests and measurements.
use crate::Outcome;
use crate::banks::write;
use crate::contest::{banks_of, read_pack};
use clap::Args;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::PathBuf;
use xueliansai::domain::bank::kind::Body;
use xueliansai::domain::bank::question::{Given, Question};
use xueliansai::domain::contest::pace::Pace;
use xueliansai::domain::contest::packing;
use xueliansai::domain::contest::papers::{Paper, Papers};
use xueliansai::domain::contest::receipt::{DeviceKey, End, Receipt};
use xueliansai::domain::contest::terms::{NumberAsked, Terms, Units};
use xueliansai::domain::paper::chance::Chance;
use xueliansai::domain::paper::seed::Seed;
use xueliansai::domain::session::entry::{ContestId, Entry, Unit};
use xueliansai::domain::time::{Millis, UtcMillis};
use xueliansai::format::pack::Pack;
use xueliansai::format::receipt as written;
use xueliansai::format::signed::SecretKey;

#[derive(Args)]
pub struct Lot {
    /// 竞赛文件
    pack: PathBuf,
    #[arg(long)]
    receipts: usize,
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// 再加迟交、改动、重复等问题答卷，哪一行是什么写在旁边的JSON里
    #[arg(long, requires = "out")]
    faults: bool,
    /// 加封的竞赛的口令
    #[arg(long)]
    pass: Option<String>,
    /// 不写就输出到屏幕
    #[arg(long)]
    out: Option<PathBuf>,
    #[arg(long, default_value = "questions")]
    dir: PathBuf,
}

/// Everything about somebody made up comes from the lot's seed and her number.
struct Maker<'a> {
    terms: &'a Terms,
    papers: &'a Papers,
    contest: ContestId,
    seed: u64,
}

pub fn run(lot: &Lot) -> Outcome {
    let pack = read_pack(&lot.pack, lot.pass.as_deref())?;
    let banks = banks_of(&pack, &lot.dir)?;
    let papers = Papers::new(&pack.terms, &banks).map_err(|why| why.to_string())?;
    let maker = Maker { terms: &pack.terms, papers: &papers, contest: pack.contest, seed: lot.seed };
    let mut lines = Vec::with_capacity(lot.receipts);
    for n in 1..=lot.receipts {
        let (receipt, key) = maker.receipt(n, 1)?;
        lines.push(text(&receipt, &key));
    }
    let mut kinds = BTreeMap::new();
    if lot.faults {
        for (kind, line) in maker.faults(&pack, lot.receipts)? {
            kinds.entry(kind).or_insert_with(Vec::new).push(lines.len() + 1);
            lines.push(line);
        }
    }
    let all = lines.join("\n") + "\n";
    let Some(out) = &lot.out else { return Ok(all.trim_end().to_owned()) };
    write(out, &all)?;
    let mut said = format!("{}份答卷，写在{}", lines.len(), out.display());
    if lot.faults {
        let beside = out.with_extension("json");
        let json = serde_json::to_string_pretty(&kinds).map_err(|why| why.to_string())?;
        write(&beside, &json)?;
        said += &format!("；问题答卷的行号写在{}", beside.display());
    }
    Ok(said)
}

fn text(receipt: &Receipt, key: &SecretKey) -> String {
    written::to_text(&written::to_bytes(receipt, key))
}

impl Maker<'_> {
    fn digest(&self, what: &str, n: usize) -> [u8; 32] {
        Sha256::digest(format!("lot {} {what} {n}", self.seed)).into()
    }

    fn key(&self, n: usize) -> SecretKey {
        SecretKey::from_bytes(self.digest("device", n))
    }

    fn entry(&self, n: usize, attempt: u16) -> Entry {
        let unit = match &self.terms.units {
            Units::None => Unit::None,
            Units::Free => Unit::Written(format!("单位{}", n % 10 + 1)),
            Units::List(units) => Unit::Listed((n % units.len().max(1)) as u16),
        };
        let number = match self.terms.number {
            NumberAsked::None => String::new(),
            NumberAsked::Roster => format!("{n:06}"),
            NumberAsked::PhoneTail => format!("{:04}", n % 10_000),
        };
        Entry { contest: self.contest, name: format!("参赛者{n:04}"), unit, number, attempt, time_percent: 100 }
    }

    fn paper(&self, entry: &Entry) -> Result<Paper, String> {
        self.papers.of(self.terms, entry).map_err(|why| why.to_string())
    }

    fn receipt(&self, n: usize, attempt: u16) -> Result<(Receipt, SecretKey), String> {
        let key = self.key(n);
        let receipt = self.sat(self.entry(n, attempt), n, &key)?;
        Ok((receipt, key))
    }

    /// A receipt within the terms: begun in the first half of the window, in time for the limit.
    fn sat(&self, entry: Entry, n: usize, key: &SecretKey) -> Result<Receipt, String> {
        let paper = self.paper(&entry)?;
        let mut chance = Chance::new(Seed::from_bytes(self.digest("answers", n * 1000 + usize::from(entry.attempt))));
        let ability = 350 + chance.below(620);
        let given: Vec<Option<Given>> = paper
            .questions
            .iter()
            .map(|question| {
                let right = chance.below(1000) < ability;
                answer(&mut chance, question, right)
            })
            .collect();
        let paces: Vec<Pace> = given.iter().map(|_| Pace::of(Millis(u64::from(6 + chance.below(30)) * 1000))).collect();
        let window = self.terms.window.closes.since(self.terms.window.opens).whole_seconds();
        let after = u64::from(chance.below(u32::try_from(window / 2).unwrap_or(u32::MAX).max(1)));
        let most = self.terms.limit.map_or(window / 2, |limit| limit.whole_seconds().min(window / 2)).max(1);
        let took = most / 3 + u64::from(chance.below(u32::try_from(most - most / 3).unwrap_or(u32::MAX).max(1)));
        let opens = UtcMillis(self.terms.window.opens.0.div_euclid(1000) * 1000);
        Ok(Receipt {
            entry,
            paper: paper.hash(),
            started_at: opens.plus(Millis(after * 1000)),
            took: Millis(took * 1000),
            end: End::HandedIn,
            n_left: if chance.below(20) == 0 { 1 } else { 0 },
            clock_set_back: false,
            answers: packing::pack(&paper.questions, &given),
            paces,
            device: DeviceKey(key.public()),
        })
    }

    /// One of everything that may come in and should be told from the others.
    fn faults(&self, pack: &Pack, n: usize) -> Result<Vec<(&'static str, String)>, String> {
        let mut lines = Vec::new();
        let mut next = n;
        let mut fresh = |attempt| {
            next += 1;
            self.receipt(next, attempt).map(|(receipt, key)| (next, receipt, key))
        };
        let (_, mut late, key) = fresh(1)?;
        let closes = UtcMillis(pack.terms.window.closes.0.div_euclid(1000) * 1000);
        late.started_at = UtcMillis(closes.0 - 10_000);
        late.took = Millis(late.took.0.max(30_000));
        lines.push(("late", text(&late, &key)));

        let (_, receipt, key) = fresh(1)?;
        let mut bytes = written::to_bytes(&receipt, &key);
        let middle = bytes.len() / 2;
        bytes[middle] ^= 4;
        lines.push(("tampered", written::to_text(&bytes)));

        let (_, receipt, key) = fresh(1)?;
        lines.push(("duplicated", text(&receipt, &key)));
        lines.push(("duplicate", text(&receipt, &key)));

        let (_, mut receipt, key) = fresh(1)?;
        receipt.entry.contest.0[0] ^= 255;
        lines.push(("other-contest", text(&receipt, &key)));

        let (who, receipt, key) = fresh(1)?;
        lines.push(("first-attempt", text(&receipt, &key)));
        let again = self.sat(self.entry(who, 2), who, &key)?;
        lines.push(("second-attempt", text(&again, &key)));

        let (_, receipt, key) = fresh(1)?;
        lines.push(("shared-device", text(&receipt, &key)));
        let (_, mut receipt, _) = fresh(1)?;
        receipt.device = DeviceKey(key.public());
        lines.push(("shared-device", text(&receipt, &key)));

        let (_, receipt, key) = fresh(1)?;
        let mut cut = text(&receipt, &key);
        cut.truncate(cut.len() - 40);
        lines.push(("truncated", cut));

        // Two who have everything wrong alike, as far as their papers ask the same.
        for _ in 0..2 {
            let (_, mut receipt, key) = fresh(1)?;
            let paper = self.paper(&receipt.entry)?;
            let given: Vec<Option<Given>> = paper
                .questions
                .iter()
                .map(|question| {
                    let mut chance = Chance::new(Seed::from_bytes(
                        Sha256::digest(format!("same {} {}", self.seed, question.id)).into(),
                    ));
                    answer(&mut chance, question, false)
                })
                .collect();
            receipt.answers = packing::pack(&paper.questions, &given);
            lines.push(("same-wrong", text(&receipt, &key)));
        }
        Ok(lines)
    }
}

/// The key, or something else than the key; now and then nothing at all.
fn answer(chance: &mut Chance, question: &Question, right: bool) -> Option<Given> {
    if !right && chance.below(20) == 0 {
        return None;
    }
    Some(if right { question.body.key() } else { wrong(chance, &question.body) })
}

fn wrong(chance: &mut Chance, body: &Body) -> Given {
    let mut other = |n: usize, key: u8| {
        let drawn = chance.below((n.max(2) - 1) as u32) as u8;
        if drawn >= key { drawn + 1 } else { drawn }
    };
    match body {
        Body::Single(single) => Given::options([other(single.options.len(), single.answer)]),
        Body::Multiple(multiple) => {
            let keys = &multiple.answer;
            match chance.below(2) {
                // One of the right options left out, or one too many.
                0 => Given::options(keys.iter().copied().skip(1)),
                _ => {
                    let more = (0..multiple.options.len() as u8).find(|position| !keys.contains(position));
                    Given::options(keys.iter().copied().skip(usize::from(more.is_none())).chain(more))
                }
            }
        }
        Body::Judge(judge) => Given::Judge(!judge.answer),
        Body::Blank(blank) => {
            let mut texts: Vec<String> =
                blank.gaps.iter().map(|gap| gap.last().map_or(String::new(), |text| format!(" {text}"))).collect();
            let place = chance.below(texts.len().max(1) as u32) as usize;
            texts[place] = ["不知道", "99", "７个月"][chance.below(3) as usize].to_owned();
            Given::Blanks(texts)
        }
        Body::Order(order) => {
            let mut positions: Vec<u8> = (0..order.items.len() as u8).collect();
            let last = positions.len() - 1;
            positions.swap(last, chance.below(last.max(1) as u32) as usize);
            Given::Order(positions)
        }
        Body::Match(matching) => {
            let mut chosen: Vec<Option<u8>> = matching.answer.iter().copied().map(Some).collect();
            let place = chance.below(chosen.len().max(1) as u32) as usize;
            chosen[place] = None;
            Given::Match(chosen)
        }
        Body::Scenario(scenario) => {
            let spoilt = chance.below(scenario.parts.len().max(1) as u32) as usize;
            let part = |(idx, part): (usize, &xueliansai::domain::bank::kind::Part)| {
                if idx == spoilt { wrong(chance, &part.body) } else { part.body.key() }
            };
            Given::Parts(scenario.parts.iter().enumerate().map(part).collect())
        }
    }
}
