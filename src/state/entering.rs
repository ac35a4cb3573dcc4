//! What an entrant of a contest needs of banks and record: her sittings so far, the banks of her paper, its beginning.
use super::contests::Contests;
use super::library::Library;
use super::linked::{self, LinkedBank};
use super::record::Record;
use crate::domain::bank::bank::Bank;
use crate::domain::bank::catalog::ASSET;
use crate::domain::bank::id::{BankId, QuestionId};
use crate::domain::bank::question::Question;
use crate::domain::contest::entry_form::EntryForm;
use crate::domain::contest::papers::{NoPaper, Paper, Papers};
use crate::domain::contest::receipt::{DeviceKey, Receipt};
use crate::domain::contest::terms::{BankTerm, Terms, Units};
use crate::domain::paper::seed::Seed;
use crate::domain::record::event::{EventId, What, sort_by_place};
use crate::domain::record::history;
use crate::domain::record::session_record::SessionRecord;
use crate::domain::session::entry::{ContestId, Entry, Unit};
use crate::domain::session::rules::{BankUse, Purpose, Rules, Started};
use crate::domain::session::session::Session;
use crate::domain::time::{Moment, UtcMillis};
use crate::format::pack::{self, Pack, Read};
use crate::format::receipt;
use crate::platform::chance;
use crate::platform::shelf::NotKept;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use std::pin::Pin;
use std::sync::Arc;

/// Where a bank came from that a contest carries; the contest's id follows.
pub const CARRIED: &str = "contest:";

/// What was last filled in, for the next contest.
const FORM: &str = "contest/form";

#[derive(Clone, Copy)]
pub struct Entering {
    pub contests: Contests,
    record: Record,
    library: Library,
}

/// A receipt as it travels, with what it says.
#[derive(Debug, Clone, PartialEq)]
pub struct Signed {
    pub receipt: Receipt,
    pub bytes: Vec<u8>,
    pub pack: Pack,
}

impl Entering {
    pub fn expect() -> Self {
        Self { contests: Contests::expect(), record: Record::expect(), library: Library::expect() }
    }

    pub fn now(self, now: Moment) -> UtcMillis {
        self.record.read_clock(now).0
    }

    /// Every sitting of every contest, also those whose figures were set to nought: an attempt stays an attempt.
    pub async fn all_sittings(self) -> Result<Vec<SessionRecord>, NotKept> {
        let mut events = self.record.try_all_events().await?;
        sort_by_place(&mut events);
        events.dedup_by_key(|event| event.id);
        let mut sessions = history::sessions(events.iter().filter(|event| !matches!(event.what, What::Cleared { .. })));
        sessions.retain(|session| session.started.entry.is_some());
        Ok(sessions)
    }

    /// The attempts at one contest that count, in their order.
    pub async fn sittings(self, contest: ContestId) -> Result<Vec<SessionRecord>, NotKept> {
        let mut sittings = self.all_sittings().await?;
        let counts = |entry: &Entry| entry.contest == contest && entry.attempt > 0;
        sittings.retain(|session| session.started.entry.as_ref().is_some_and(counts));
        Ok(sittings)
    }

    /// The form as it was last filled in, here or for another contest.
    pub async fn form(self, terms: &Terms, sittings: &[SessionRecord]) -> EntryForm {
        if let Some(entry) = sittings.last().and_then(|session| session.started.entry.as_ref()) {
            return EntryForm::of(entry);
        }
        let bytes = self.record.value(FORM).await.unwrap_or_default();
        let text = String::from_utf8(bytes).unwrap_or_default();
        let mut lines = text.split('\n').map(str::to_owned);
        let mut line = || lines.next().unwrap_or_default();
        let mut form = EntryForm { name: line(), unit: line(), number: line(), ..EntryForm::default() };
        if let Units::List(units) = &terms.units {
            let place = units.iter().position(|unit| !unit.is_empty() && *unit == form.unit);
            form.listed = place.and_then(|place| u16::try_from(place).ok());
        }
        form
    }

    async fn remember(self, terms: &Terms, entry: &Entry) {
        let lines = [entry.name.as_str(), terms.unit_name(&entry.unit), &entry.number];
        // What is not kept is filled in again.
        let _ = self.record.put_value(FORM, lines.map(|line| line.replace('\n', " ")).join("\n").as_bytes()).await;
    }

    /// What papers are drawn from, and where each bank came from; why not, as a sentence.
    async fn papers(self, pack: &Pack) -> Result<(Papers, Vec<BankUse>), String> {
        let (mut banks, mut uses) = (Vec::new(), Vec::new());
        let bundled = self.library.ids();
        // All at once: on a phone the way to the server takes longer than the bank.
        let wanted = pack.terms.banks.iter().map(|term| &term.id).filter(|id| bundled.contains(id));
        wanted.for_each(|id| self.library.want(id));
        for term in &pack.terms.banks {
            let (bank, bank_use) = match carried_bank(pack, &term.id).await? {
                Some(bank) => {
                    let source = Some(format!("{CARRIED}{}", pack.contest));
                    (Arc::new(bank), BankUse { id: term.id.clone(), hash: None, source })
                }
                None if bundled.contains(&term.id) => self.edition(term).await?,
                None => return Err(NoPaper::NoBank(term.id.clone()).to_string()),
            };
            banks.push(bank);
            uses.push(bank_use);
        }
        let papers = Papers::new(&pack.terms, &banks).map_err(|why| why.to_string())?;
        Ok((papers, uses))
    }

    /// A bundled bank in the contest's edition, or the newest where the server no longer has that one.
    async fn edition(self, term: &BankTerm) -> Result<(Arc<Bank>, BankUse), String> {
        let newest = self.library.loaded(&term.id).await.map_err(|why| format!("题库没能打开：{why}"))?;
        let newest_use = self.library.bank_use(&term.id);
        if term.is(&newest.hash()) {
            return Ok((newest, newest_use));
        }
        let Some((linked, older)) = self.library.older_edition(term).await else { return Ok((newest, newest_use)) };
        let source = Some(linked.about().source.clone());
        // The server may give it up before the paper is handed in.
        linked.keep().await;
        Ok((Arc::new(older), BankUse { id: term.id.clone(), hash: None, source }))
    }

    /// Begins an attempt, or goes on with one that is not at its end; attempt 0 is a practice run.
    pub async fn begin(self, pack: &Pack, entry: Entry, now: Moment) -> Result<EventId, String> {
        let (papers, banks) = self.papers(pack).await?;
        let practice = entry.attempt == 0;
        let mut rules = pack.terms.rules(&entry);
        let paper = if practice {
            rules = Rules { watch: false, hidden_until: None, ..rules };
            papers.with_seed(Seed::of_paper(&[], &chance::bytes::<32>(), None))
        } else {
            papers.of(&pack.terms, &entry)
        };
        let paper = paper.map_err(|why| why.to_string())?;
        self.remember(&pack.terms, &entry).await;
        let sittings = if practice { Ok(Vec::new()) } else { self.sittings(pack.contest).await };
        let sittings = sittings.map_err(|NotKept| UNREADABLE.to_owned())?;
        // Another tab may have begun meanwhile.
        if let Some(open) = sittings.iter().find(|session| session.finished.is_none()) {
            return Ok(open.id);
        }
        let known = |session: &SessionRecord| session.started.entry.as_ref().map(|entry| entry.attempt);
        if sittings.iter().any(|session| known(session) == Some(entry.attempt)) {
            return Err("这一次刚在另一个窗口里答过，请刷新页面".to_owned());
        }
        let title = &pack.terms.title;
        let started = Started {
            at: self.now(now).max(self.record.latest_at()),
            purpose: if practice { Purpose::MockExam } else { Purpose::Contest },
            title: if practice { format!("{title} · 模拟练习") } else { title.clone() },
            rules,
            seed: paper.seed,
            banks,
            items: paper.items,
            entry: Some(entry),
        };
        Ok(self.record.start(started))
    }

    /// The receipt of a sitting that is over, the same whenever it is asked for; why there is none, as a sentence.
    pub async fn receipt(self, session: EventId) -> Result<Signed, String> {
        let known = self.record.session(session).await.ok_or(NO_SITTING)?;
        let entry = known.started.entry.clone().filter(|entry| entry.attempt > 0);
        let entry = entry.ok_or("这次作答不是竞赛，没有答卷")?;
        let pack = self.contests.entered(entry.contest).await;
        let pack = pack.ok_or("本机没有这场竞赛了。请用竞赛链接再打开一次，然后回到这里")?;
        if known.finished.is_none() {
            return Err("还没有交卷，交卷后才有答卷".to_owned());
        }
        let (papers, _) = self.papers(&pack).await?;
        let paper = papers.of(&pack.terms, &entry).map_err(|why| why.to_string())?;
        if paper.items != known.started.items {
            return Err("按竞赛规则重新出的卷，与答过的卷对不上，所以出不了答卷。请告诉主办方".to_owned());
        }
        let key = self.contests.device_key();
        let receipt = receipt_of(known, &paper, DeviceKey(key.public())).ok_or("这次作答出不了答卷")?;
        let bytes = receipt::to_bytes(&receipt, &key);
        Ok(Signed { receipt, bytes, pack })
    }
}

/// Said where nothing is known of a sitting.
pub const NO_SITTING: &str = "本机没有这次作答的记录";

/// Said where the record cannot be read just now.
pub const UNREADABLE: &str = "浏览器的数据库现在读不出来，不知道已经答过几次。请刷新页面再试";

fn receipt_of(known: SessionRecord, paper: &Paper, device: DeviceKey) -> Option<Receipt> {
    let questions = paper.questions.iter().cloned().map(Some).collect();
    let steps = known.steps.iter().map(|(at, step)| (*at, step));
    Receipt::of(&Session::resume(known.started.clone(), questions, steps), paper, device)
}

impl Library {
    /// A bundled bank in the edition that a contest was published with, as long as the server or the device has it.
    pub(super) async fn older_edition(self, term: &BankTerm) -> Option<(LinkedBank, Bank)> {
        let mark: String = term.asset.iter().map(|byte| format!("{byte:02x}")).collect();
        // Earlier builds of this app had their banks as JSON.
        for end in [ASSET, ".json"] {
            if let Ok(linked) = self.open_link(&format!("banks/{}.{mark}{end}", term.id), false).await
                && let Ok(bank) = linked.clone().whole().await
                && bank.id == term.id
                && term.is(&bank.hash())
            {
                return Some((linked, bank));
            }
        }
        None
    }
}

/// The bank that a contest carries under this id; why it cannot be told, as a sentence.
async fn carried_bank(pack: &Pack, id: &BankId) -> Result<Option<Bank>, String> {
    for text in &pack.carried {
        let bank = linked::read(text).await.map_err(|why| why.to_string())?;
        if let Some(bank) = bank.filter(|bank| bank.id == *id) {
            return Ok(Some(bank));
        }
    }
    Ok(None)
}

/// The unit as it was chosen, to show it again.
pub fn unit_of(terms: &Terms, unit: &Unit) -> String {
    terms.unit_name(unit).trim().to_owned()
}

/// The code that reads contests was not to be had.
struct NoReader;

impl From<SplitLoaderError> for NoReader {
    fn from(_: SplitLoaderError) -> Self {
        Self
    }
}

type Later = Pin<Box<dyn Future<Output = Result<Option<Bank>, String>>>>;

// Most sessions are of no contest, so what reads these is a module of its own.
#[wasm_split(enter, wasm_split_path = leptos::wasm_split, fallible)]
fn kept_bank(record: Record, source: String, id: BankId) -> Result<Later, NoReader> {
    Ok(Box::pin(async move {
        let contest = source.strip_prefix(CARRIED).unwrap_or_default();
        let bytes = record.value(&format!("contest/entered/{contest}")).await.unwrap_or_default();
        match pack::from_bytes(&bytes) {
            Ok(Read::Open(pack)) => carried_bank(&pack, &id).await,
            Ok(Read::Sealed(_)) | Err(_) => Ok(None),
        }
    }))
}

/// Questions of a bank that a contest carries, found again in the contest as it was kept.
pub async fn kept_questions(
    record: Record,
    source: &str,
    id: &BankId,
    ids: &[QuestionId],
) -> Result<Vec<Option<Arc<Question>>>, String> {
    let Ok(bank) = kept_bank(record, source.to_owned(), id.clone()).await else {
        return Err("读竞赛的部分还没有下载到本机，请检查网络后再试".to_owned());
    };
    let bank = bank.await?.ok_or("本机没有这场竞赛的题目了，请用竞赛链接或文件再打开一次")?;
    Ok(ids.iter().map(|id| bank.question(id).cloned().map(Arc::new)).collect())
}
