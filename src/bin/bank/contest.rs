//! `bank contest new`: a contest published without a browser, from the banks of a folder.
use crate::Outcome;
use crate::banks::{Folder, verdict, write};
use crate::build::as_built;
use base64ct::{Base64UrlUnpadded, Encoding};
use clap::{Args, Subcommand, ValueEnum};
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};
use toml::value::{Datetime, Offset};
use xueliansai::domain::bank::bank::Bank;
use xueliansai::domain::bank::id::BankId;
use xueliansai::domain::bank::kind::Kind;
use xueliansai::domain::bank::level::Level;
use xueliansai::domain::bank::marking::{Marking, MultipleRule, OrderRule, Points};
use xueliansai::domain::contest::papers::Papers;
use xueliansai::domain::contest::terms;
use xueliansai::domain::contest::terms::{Attempts, BankTerm, PaperPlan, Terms, UnitScore, Units, Window};
use xueliansai::domain::paper::blueprint::{Blueprint, Section, Stratum};
use xueliansai::domain::paper::seed::Seed;
use xueliansai::domain::time::{Millis, UtcMillis};
use xueliansai::format::desk_save::Held;
use xueliansai::format::pack::{self, NoPack, Pack, Read};
use xueliansai::format::sealed::Passphrase;
use xueliansai::format::signed::SecretKey;
use xueliansai::format::{bank_json, short_code};

#[derive(Subcommand)]
pub enum Command {
    /// 发布一场竞赛，写成一个文件
    New(Box<New>),
}

#[derive(Args)]
pub struct New {
    /// 题库编号，用逗号隔开
    #[arg(long, value_delimiter = ',', required = true)]
    banks: Vec<String>,
    #[arg(long, default_value = "知识竞赛")]
    title: String,
    #[arg(long, default_value = "主办单位")]
    organiser: String,
    #[arg(long, default_value = "")]
    note: String,
    /// 只出单选题，出这么多
    #[arg(long, conflicts_with = "sections")]
    questions: Option<u16>,
    /// 题型:题数x分值，用逗号隔开，如single:10x2,judge:5x1；后面可写@题库/主题/难度，不限的空着
    #[arg(long, value_delimiter = ',', value_parser = section)]
    sections: Vec<Section>,
    #[arg(long)]
    minutes: Option<u32>,
    /// 每题的秒数
    #[arg(long)]
    per_question: Option<u64>,
    /// 错到第几题结束
    #[arg(long)]
    misses: Option<u16>,
    /// 如2026-12-01T09:00，不写时区就是北京时间
    #[arg(long, value_parser = moment)]
    opens: UtcMillis,
    #[arg(long, value_parser = moment)]
    closes: UtcMillis,
    /// 计入几次作答，0是不限
    #[arg(long, default_value_t = 1)]
    attempts: u16,
    /// 次数按天算
    #[arg(long)]
    daily: bool,
    #[arg(long, value_enum, default_value = "best")]
    counts: Counts,
    /// 参赛单位：一行一个的文件，或者用逗号隔开；free是自己填写
    #[arg(long)]
    units: Option<String>,
    #[arg(long, value_enum, default_value = "none")]
    number: Number,
    #[arg(long, value_enum, default_value = "after-close")]
    reveal: Reveal,
    /// sum、mean、top:人数、participation
    #[arg(long, default_value = "mean", value_parser = unit_score)]
    unit_score: UnitScore,
    #[arg(long, value_enum, default_value = "all-or-nothing")]
    multiple: Multiple,
    /// 排序题按相邻的对给分
    #[arg(long)]
    pairs: bool,
    /// 合格分
    #[arg(long, value_parser = points)]
    pass_mark: Option<Points>,
    /// 所有人同一份卷
    #[arg(long)]
    same_paper: bool,
    /// 选项不打乱
    #[arg(long)]
    authored_order: bool,
    #[arg(long)]
    no_back: bool,
    #[arg(long)]
    no_watch: bool,
    #[arg(long)]
    no_extra_time: bool,
    #[arg(long)]
    rehearsal: bool,
    /// 加封；不写口令就随机生成
    #[arg(long, num_args = 0..=1, default_missing_value = "")]
    seal: Option<String>,
    /// 题库一起装进文件，不靠网站上的题库
    #[arg(long)]
    carry: bool,
    #[arg(long, default_value = "http://127.0.0.1:8080/")]
    link_base: String,
    /// 抽题用的64位十六进制数；不写就随机
    #[arg(long, value_parser = hex32)]
    seed: Option<[u8; 32]>,
    /// 主办方的私钥，64位十六进制数；不写就随机
    #[arg(long, value_parser = hex32)]
    key: Option<[u8; 32]>,
    #[arg(long)]
    out: PathBuf,
    /// 网页“我主办的”所存的内容，base64url
    #[arg(long)]
    held: Option<PathBuf>,
    #[arg(long, default_value = "questions")]
    dir: PathBuf,
}

macro_rules! choice {
    ($name:ident of $domain:ty { $($variant:ident),+ }) => {
        #[derive(Clone, Copy, ValueEnum)]
        enum $name {
            $($variant),+
        }

        impl From<$name> for $domain {
            fn from(choice: $name) -> Self {
                match choice {
                    $($name::$variant => Self::$variant),+
                }
            }
        }
    };
}

choice!(Counts of terms::Counts { First, Best, Last, BestOfDay });
choice!(Number of terms::NumberAsked { None, Roster, PhoneTail });
choice!(Reveal of terms::Reveal { AfterEach, AfterHandIn, AfterClose, Never });
choice!(Multiple of MultipleRule { AllOrNothing, HalfForSubset, PerOption, MinusForWrong });

pub fn run(command: &Command) -> Outcome {
    let Command::New(new) = command;
    let folder = Folder::read(&new.dir)?;
    verdict(&folder.problems, String::new)?;
    let (mut banks, mut named, mut carried) = (Vec::new(), Vec::new(), Vec::new());
    for id in &new.banks {
        let file = folder.banks.iter().find(|file| file.bank.id.as_str() == id);
        let file = file.ok_or_else(|| format!("{}里没有题库{id}，请核对题库编号", new.dir.display()))?;
        let (bank, entry) = as_built(&folder, file)?;
        let mut hash = [0; 16];
        hash.iter_mut().zip(entry.hash.bytes()).for_each(|(to, from)| *to = *from);
        let asset = pack::asset_mark(&entry.asset()).ok_or_else(|| format!("题库{id}的文件名里没有标记"))?;
        named.push(BankTerm { id: bank.id.clone(), hash, asset });
        if new.carry {
            carried.push(bank_json::write(&bank.without_cards()));
        }
        banks.push(Arc::new(bank));
    }
    let terms = new.terms(named)?;
    if let Some(flaw) = terms.flaws().first() {
        return Err(flaw.sentence().to_owned());
    }
    let papers = Papers::new(&terms, &banks).map_err(|why| why.to_string())?;
    papers.with_seed(Seed::from_bytes(terms.seed)).map_err(|why| why.to_string())?;
    let key = SecretKey::from_bytes(new.key.map_or_else(chance, Ok)?);
    let pack = pack::publish(&terms, carried, &key).ok_or("分段里写了没有选用的题库，请加到--banks里")?;
    let passphrase = new.passphrase()?;
    let sealed = match passphrase {
        None => None,
        Some(passphrase) => {
            let locked = pack::lock(&pack, &key, passphrase, chance()?, chance()?);
            Some(locked.ok_or("内存不够，没能加封")?)
        }
    };
    let text = pack::to_text(sealed.as_ref().unwrap_or(&pack.bytes));
    write(&new.out, &text)?;
    let link_base = new.link_base.clone();
    let held = Held {
        pack: pack.bytes.clone(),
        sealed,
        passphrase: passphrase.map(|passphrase| passphrase.0),
        link_base: link_base.clone(),
        published_at: now(),
    };
    if let Some(path) = &new.held {
        write(path, &Base64UrlUnpadded::encode_string(&held.to_bytes()))?;
    }
    let mut said = format!(
        "竞赛编号  {}\n主办方指纹  {}\n",
        pack.contest,
        short_code::write(&short_code::fingerprint(&pack.organiser_key))
    );
    if let Some(passphrase) = passphrase {
        said += &format!("口令  {}\n", short_code::write(&passphrase.0));
    }
    Ok(format!("{said}链接  {link_base}#/contest/{text}"))
}

impl New {
    fn terms(&self, banks: Vec<BankTerm>) -> Result<Terms, String> {
        let mut sections = self.sections.clone();
        if let Some(n) = self.questions {
            // A hundred points in all where that comes out even.
            let each = if n > 0 && 100 % n == 0 { 100 / u32::from(n) } else { 1 };
            sections.push(Section::any(Kind::Single, n, Points::whole(each)));
        }
        let units = match self.units.as_deref() {
            None => Units::None,
            Some("free") => Units::Free,
            Some(list) => Units::List(names(list)?),
        };
        Ok(Terms {
            title: self.title.clone(),
            organiser: self.organiser.clone(),
            note: self.note.clone(),
            banks,
            paper: PaperPlan::Drawn(Blueprint { sections }),
            per_entrant: !self.same_paper,
            shuffles: !self.authored_order,
            limit: self.minutes.map(Millis::minutes),
            per_question: self.per_question.map(|seconds| Millis(seconds * 1000)),
            misses: self.misses,
            may_go_back: !self.no_back && self.per_question.is_none(),
            marking: Marking {
                multiple: self.multiple.into(),
                order: if self.pairs { OrderRule::NeighbouringPairs } else { OrderRule::AllOrNothing },
            },
            pass: self.pass_mark,
            window: Window { opens: self.opens, closes: self.closes },
            attempts: Attempts { n: self.attempts, daily: self.daily, counts: self.counts.into() },
            rehearsal: self.rehearsal,
            units,
            number: self.number.into(),
            reveal: self.reveal.into(),
            watch: !self.no_watch,
            extra_time: !self.no_extra_time,
            unit_score: self.unit_score,
            seed: self.seed.map_or_else(chance, Ok)?,
        })
    }

    fn passphrase(&self) -> Result<Option<Passphrase>, String> {
        Ok(match self.seal.as_deref() {
            None => None,
            Some("") => Some(Passphrase(chance()?)),
            Some(typed) => Some(passphrase(typed)?),
        })
    }
}

pub fn passphrase(typed: &str) -> Result<Passphrase, String> {
    short_code::read(typed).map(Passphrase).ok_or_else(|| "口令应为16位字母和数字，请核对".to_owned())
}

/// A contest from a file or a message around it, opened where it is sealed.
pub fn read_pack(path: &Path, typed: Option<&str>) -> Result<Pack, String> {
    let refused = |why: NoPack| format!("{}：{why}", path.display());
    match pack::from_text(&crate::banks::text_of(path)?).map_err(refused)? {
        Read::Open(pack) => Ok(*pack),
        Read::Sealed(sealed) => {
            let typed = typed.ok_or("这场竞赛加了封，请用--pass给出口令")?;
            sealed.open(passphrase(typed)?).map_err(refused)
        }
    }
}

/// The banks that a contest names: those it carries, the others from the folder.
pub fn banks_of(pack: &Pack, dir: &Path) -> Result<Vec<Arc<Bank>>, String> {
    let mut banks = Vec::new();
    for text in &pack.carried {
        let (bank, _) = bank_json::read(text).map_err(|_| "竞赛文件里带的题库读不懂，请告诉主办方重新发布")?;
        banks.push(Arc::new(bank));
    }
    let known = |banks: &[Arc<Bank>], id: &BankId| banks.iter().any(|bank| bank.id == *id);
    if pack.terms.banks.iter().all(|term| known(&banks, &term.id)) {
        return Ok(banks);
    }
    let folder = Folder::read(dir)?;
    for file in &folder.banks {
        if pack.terms.banks.iter().any(|term| term.id == file.bank.id) && !known(&banks, &file.bank.id) {
            banks.push(Arc::new(as_built(&folder, file)?.0));
        }
    }
    Ok(banks)
}

pub fn now() -> UtcMillis {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    UtcMillis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

fn chance<const N: usize>() -> Result<[u8; N], String> {
    let mut bytes = [0; N];
    let source = fs::File::open("/dev/urandom").and_then(|mut source| source.read_exact(&mut bytes));
    source.map_err(|error| format!("取不到随机数（{error}），请用--seed、--key和--seal给出"))?;
    Ok(bytes)
}

/// A file of one name a line, or names with commas between.
fn names(list: &str) -> Result<Vec<String>, String> {
    let path = Path::new(list);
    let text = if path.is_file() { crate::banks::text_of(path)? } else { list.replace([',', '，'], "\n") };
    Ok(text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect())
}

fn hex32(text: &str) -> Result<[u8; 32], String> {
    let wrong = || "应为64位十六进制数".to_owned();
    if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(wrong());
    }
    let mut bytes = [0; 32];
    for (idx, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * idx..2 * idx + 2], 16).map_err(|_| wrong())?;
    }
    Ok(bytes)
}

/// `single:10x2`, and where from: `@bank/topic/level`.
fn section(text: &str) -> Result<Section, String> {
    let wrong = || format!("{text}看不懂，请写成single:10x2或者single:10x2@题库/主题/难度");
    let (what, whence) = text.split_once('@').unwrap_or((text, ""));
    let (kind, rest) = what.split_once(':').ok_or_else(wrong)?;
    let (n, each) = rest.split_once('x').ok_or_else(wrong)?;
    let mut whence = whence.split('/').map(|part| Some(part).filter(|part| !part.is_empty()));
    let mut next = || whence.next().flatten();
    let (bank, topic, level) = (next().map(BankId::new), next().map(str::to_owned), next());
    let level = level.map(|key| Level::from_key(key).ok_or_else(wrong)).transpose()?;
    Ok(Section {
        kind: Kind::from_key(kind).ok_or_else(wrong)?,
        n: n.parse().map_err(|_| wrong())?,
        points: points(each)?,
        stratum: Stratum { bank, topic, level },
    })
}

/// `2` or `0.5`, at most three decimals.
fn points(text: &str) -> Result<Points, String> {
    let wrong = || format!("分值{text}看不懂，请写成2或者0.5，最多三位小数");
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let whole: u32 = whole.parse().map_err(|_| wrong())?;
    if rest.len() > 3 || !rest.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(wrong());
    }
    let rest: u32 = format!("{rest:0<3}").parse().map_err(|_| wrong())?;
    whole.checked_mul(1000).and_then(|whole| whole.checked_add(rest)).map(Points).ok_or_else(wrong)
}

fn unit_score(text: &str) -> Result<UnitScore, String> {
    match text.split_once(':') {
        None if text == "sum" => Ok(UnitScore::Sum),
        None if text == "mean" => Ok(UnitScore::Mean),
        None if text == "participation" => Ok(UnitScore::Participation),
        Some(("top", n)) if n.parse::<u16>().is_ok_and(|n| n > 0) => Ok(UnitScore::Top(n.parse().unwrap_or(1))),
        _ => Err(format!("{text}看不懂，请写sum、mean、top:人数或者participation")),
    }
}

/// RFC 3339; without an offset at +08:00, and seconds may be left out.
fn moment(text: &str) -> Result<UtcMillis, String> {
    let wrong = || format!("时间{text}看不懂，请写成2026-12-01T09:00");
    let with_seconds = format!("{text}:00");
    let read: Datetime = text.parse().or_else(|_| with_seconds.parse()).map_err(|_| wrong())?;
    let (date, time) = read.date.zip(read.time).ok_or_else(wrong)?;
    let offset = match read.offset {
        None => 480,
        Some(Offset::Z) => 0,
        Some(Offset::Custom { minutes }) => i64::from(minutes),
    };
    // Howard Hinnant, “chrono-Compatible Low-Level Date Algorithms”.
    let (month, year) = (i64::from(date.month), i64::from(date.year) - i64::from(date.month <= 2));
    let day_of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + i64::from(date.day) - 1;
    let year_of_era = year.rem_euclid(400);
    let days = year.div_euclid(400) * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    let hours = (days - 719_468) * 24 + i64::from(time.hour);
    let seconds = hours * 3600 + i64::from(time.minute) * 60 + i64::from(time.second) - offset * 60;
    Ok(UtcMillis(seconds * 1000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_with_and_without_an_offset() {
        let at = UtcMillis(1_795_341_900_000);
        for text in ["2026-11-22T18:05", "2026-11-22 18:05:00", "2026-11-22T18:05:00+08:00", "2026-11-22T10:05:00Z"] {
            assert_eq!(moment(text), Ok(at), "{text}");
        }
        assert_eq!(moment("1970-01-01T00:00:00Z"), Ok(UtcMillis(0)));
        assert_eq!(moment("2000-02-29T00:00:00Z"), Ok(UtcMillis(951_782_400_000)));
        assert!(moment("明天").is_err() && moment("2026-11-22").is_err());
    }

    #[test]
    fn sections_say_kind_number_points_and_where_from() {
        let plain = section("judge:5x0.5").unwrap();
        assert_eq!(plain, Section::any(Kind::Judge, 5, Points(500)));
        let from = section("single:10x2@dangzhang//applied").unwrap();
        let stratum = Stratum { bank: Some(BankId::new("dangzhang")), topic: None, level: Some(Level::Applied) };
        assert_eq!(from, Section { stratum, ..Section::any(Kind::Single, 10, Points::whole(2)) });
        for wrong in ["", "single", "single:10", "what:1x1", "single:1x1.2345", "single:1x2@a/b/hard"] {
            assert!(section(wrong).is_err(), "{wrong}");
        }
    }
}
