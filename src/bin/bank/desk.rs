//! `bank desk`: receipts of a contest verified, marked anew, flagged, ranked and analysed on all cores.
use crate::Outcome;
use crate::banks::{text_of, write};
use crate::contest::{banks_of, now, read_pack};
use clap::Args;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::io::Read as _;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;
use xueliansai::domain::bank::text::fold;
use xueliansai::domain::contest::analysis::{ItemAnalysis, analyse};
use xueliansai::domain::contest::desk::{Desk, Filed, Standing};
use xueliansai::domain::contest::flag::{Flag, Roster};
use xueliansai::domain::contest::marked::{Marked, Person};
use xueliansai::domain::contest::papers::Papers;
use xueliansai::domain::contest::ranking::{Ranked, rank};
use xueliansai::domain::contest::receipt::ReceiptId;
use xueliansai::domain::contest::terms::{NumberAsked, Terms, Units};
use xueliansai::domain::contest::units::{RankedUnit, rank_units};
use xueliansai::domain::session::entry::Unit;
use xueliansai::format::intake::{Marker, Refused};
use xueliansai::format::receipt as written;
use xueliansai::format::table::{Cell, Table};
use xueliansai::format::{short_code, table_csv, table_xlsx};

#[derive(Args)]
pub struct DeskCommand {
    /// 竞赛文件
    pack: PathBuf,
    /// 放着答卷的文件，聊天记录也行；不写或写-就从标准输入读
    receipts: Vec<PathBuf>,
    /// 结果写到这个文件夹：CSV和Excel
    #[arg(long)]
    out: Option<PathBuf>,
    /// 参赛名单，一行一人：“姓名,单位”或“姓名,单位,手机尾号”，按编号参赛的写编号
    #[arg(long)]
    roster: Option<PathBuf>,
    /// 加封的竞赛的口令
    #[arg(long)]
    pass: Option<String>,
    #[arg(long, default_value = "questions")]
    dir: PathBuf,
}

/// What came in, in the order it came.
struct Lot {
    marked: Vec<Marked>,
    /// Where it stood, whose it is where that is known, and why it was refused.
    refused: Vec<(String, String, String)>,
    n_again: usize,
    n_found: usize,
    empty: Vec<String>,
}

pub fn run(command: &DeskCommand) -> Outcome {
    let begun = Instant::now();
    let pack = read_pack(&command.pack, command.pass.as_deref())?;
    let banks = banks_of(&pack, &command.dir)?;
    let papers = Papers::new(&pack.terms, &banks).map_err(|why| why.to_string())?;
    let terms = &pack.terms;
    let ready = begun.elapsed();
    let texts = read_all(&command.receipts)?;
    let lot = take_in(Marker { terms, papers: &papers, contest: pack.contest }, texts);
    let marked_at = begun.elapsed();
    let roster = command.roster.as_ref().map(|path| Ok::<_, String>(roster(&text_of(path)?, terms))).transpose()?;
    let desk = Desk { roster, ..Desk::default() };
    let filed = desk.file(terms, &lot.marked);
    let filed_at = begun.elapsed();
    let ranked = rank(terms, &filed);
    let units = rank_units(terms, &ranked, &desk.unit_sizes);
    let counted: Vec<&Marked> =
        filed.iter().filter(|filed| filed.standing == Standing::Counts).map(|filed| filed.marked).collect();
    let items = analyse(&counted);
    let analysed_at = begun.elapsed();
    if let Some(out) = &command.out {
        fs::create_dir_all(out).map_err(|error| format!("建不了文件夹{}（{error}）", out.display()))?;
        let tables = [
            ("ranking", ranking_table(terms, &ranked)),
            ("units", units_table(&units)),
            ("receipts", receipts_table(terms, &filed)),
            ("refused", refused_table(&lot)),
            ("items", items_table(&items)),
        ];
        for (name, table) in &tables {
            write(&out.join(format!("{name}.csv")), &table_csv::csv(std::slice::from_ref(table)))?;
        }
        let path = out.join("desk.xlsx");
        let bytes = table_xlsx::workbook(&tables.map(|(_, table)| table), now());
        fs::write(&path, bytes).map_err(|error| format!("写不了{}（{error}）", path.display()))?;
    }
    let mut said = said(terms, &lot, &filed, &ranked);
    let (all, seconds) = (begun.elapsed(), |span: std::time::Duration| span.as_secs_f64());
    said += &format!(
        "用时{:.2}秒（读题库{:.2}，验签改卷{:.2}，核对{:.2}，排名分析{:.2}，写文件{:.2}）",
        seconds(all),
        seconds(ready),
        seconds(marked_at - ready),
        seconds(filed_at - marked_at),
        seconds(analysed_at - filed_at),
        seconds(all - analysed_at)
    );
    if let Some(peak) = peak_memory() {
        said += &format!("，内存最多{peak} MB");
    }
    Ok(said)
}

fn read_all(paths: &[PathBuf]) -> Result<Vec<(String, String)>, String> {
    let stdin = || {
        let mut bytes = Vec::new();
        let read = std::io::stdin().read_to_end(&mut bytes);
        read.map_err(|error| format!("读不了标准输入（{error}）"))?;
        Ok(("标准输入".to_owned(), String::from_utf8_lossy(&bytes).into_owned()))
    };
    if paths.is_empty() {
        return Ok(vec![stdin()?]);
    }
    let read = |path: &PathBuf| {
        if path == Path::new("-") {
            return stdin();
        }
        let bytes = fs::read(path).map_err(|error| format!("读不了{}（{error}），请检查路径和权限", path.display()))?;
        // A chat may be in any encoding; receipts are ASCII in all of them.
        Ok((path.display().to_string(), String::from_utf8_lossy(&bytes).into_owned()))
    };
    paths.iter().map(read).collect()
}

/// Receipts are handed to the cores in blocks: what they cost differs little.
const BLOCK: usize = 256;

fn take_in(marker: Marker<'_>, texts: Vec<(String, String)>) -> Lot {
    let mut lot = Lot { marked: Vec::new(), refused: Vec::new(), n_again: 0, n_found: 0, empty: Vec::new() };
    let (mut waiting, mut seen) = (Vec::new(), HashSet::<ReceiptId>::new());
    for (name, text) in texts {
        let found = written::find(&text);
        if found.is_empty() {
            lot.empty.push(name.clone());
        }
        lot.n_found += found.len();
        let (mut line, mut from) = (1, 0);
        for found in found {
            line += text[from..found.at].matches('\n').count();
            from = found.at;
            match found.bytes {
                Err(why) => lot.refused.push((format!("{name}第{line}行"), String::new(), why.to_string())),
                Ok(bytes) if !seen.insert(written::id(&bytes)) => lot.n_again += 1,
                Ok(bytes) => waiting.push((format!("{name}第{line}行"), bytes)),
            }
        }
    }
    let n_cores = thread::available_parallelism().map_or(1, NonZero::get);
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let block = next.fetch_add(1, Ordering::Relaxed);
            let Some(slice) = waiting.chunks(BLOCK).nth(block) else { return done };
            let marked: Vec<Result<Marked, Refused>> = slice.iter().map(|(_, bytes)| marker.mark(bytes)).collect();
            done.push((block, marked));
        }
    };
    let mut blocks: Vec<(usize, Vec<Result<Marked, Refused>>)> = thread::scope(|scope| {
        let threads: Vec<_> = (0..n_cores).map(|_| scope.spawn(work)).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap_or_default()).collect()
    });
    blocks.sort_unstable_by_key(|(block, _)| *block);
    for ((place, _), outcome) in waiting.iter().zip(blocks.into_iter().flat_map(|(_, outcomes)| outcomes)) {
        match outcome {
            Ok(marked) => lot.marked.push(marked),
            Err(why) => {
                let name =
                    if let Refused::Unfit(_, receipt) = &why { receipt.entry.name.clone() } else { String::new() };
                lot.refused.push((place.clone(), name, why.to_string()));
            }
        }
    }
    lot
}

fn roster(text: &str, terms: &Terms) -> Roster {
    let person = |line: &str| {
        let mut cells = line.split([',', '，', '\t']).map(str::trim);
        let first = cells.next().filter(|first| !first.is_empty())?;
        if terms.number == NumberAsked::Roster {
            return Some(Person::Numbered(fold(first)));
        }
        let (unit, number) = (cells.next().unwrap_or(""), cells.next().unwrap_or(""));
        let unit = match &terms.units {
            Units::None => Unit::None,
            Units::Free => Unit::Written(fold(unit)),
            Units::List(units) => {
                let known = units.iter().position(|known| fold(known) == fold(unit));
                known.map_or_else(|| Unit::Written(fold(unit)), |idx| Unit::Listed(idx as u16))
            }
        };
        let name = match terms.number {
            NumberAsked::PhoneTail => format!("{} {}", fold(first), fold(number)),
            NumberAsked::None | NumberAsked::Roster => fold(first),
        };
        Some(Person::Named(name, unit))
    };
    Roster { people: text.lines().filter_map(person).collect() }
}

fn said(terms: &Terms, lot: &Lot, filed: &[Filed<'_>], ranked: &[Ranked<'_>]) -> String {
    let mut said = format!("{}：找到{}份答卷\n", terms.title, lot.n_found);
    let mut standings: HashMap<Standing, usize> = HashMap::new();
    filed.iter().for_each(|filed| *standings.entry(filed.standing).or_default() += 1);
    for standing in [Standing::Counts, Standing::Waits, Standing::Excluded, Standing::AfterClosing] {
        if let Some(n) = standings.get(&standing) {
            said += &format!("  {n}份{}\n", standing.label());
        }
    }
    if lot.n_again > 0 {
        said += &format!("  {}份与已收到的完全相同，不重复计\n", lot.n_again);
    }
    let mut whys: BTreeMap<&str, usize> = BTreeMap::new();
    lot.refused.iter().for_each(|(_, _, why)| *whys.entry(why).or_default() += 1);
    for (why, n) in whys {
        said += &format!("  {n}份没有收：{why}\n");
    }
    for name in &lot.empty {
        said += &format!("  {name}里没有找到答卷\n");
    }
    let mut flags: BTreeMap<&str, usize> = BTreeMap::new();
    filed.iter().flat_map(|filed| &filed.flags).for_each(|flag| *flags.entry(sort(flag)).or_default() += 1);
    for (flag, n) in flags {
        said += &format!("  {n}份要看一看：{flag}\n");
    }
    for ranked in ranked.iter().take(10) {
        let unit = terms.unit_name(ranked.unit);
        said += &format!("{:>4}  {}  {unit}  {}分  {}\n", ranked.place, ranked.name, ranked.score, ranked.took);
    }
    said
}

/// A flag without its figures.
const fn sort(flag: &Flag) -> &'static str {
    match flag {
        Flag::OutsideWindow => "不在答题时段内开始",
        Flag::Late(_) => "迟交",
        Flag::Overtime(_) => "超时",
        Flag::Beyond(_) => "超出规定次数",
        Flag::SameAttempt => "同一次作答交了不同的答卷",
        Flag::NotOnTerms => "单位或时长不在规定之内",
        Flag::NotOnRoster => "不在参赛名单上",
        Flag::SharedDevice(_) => "几人用同一台设备",
        Flag::Fast(_) => "作答快于读题",
        Flag::SameWrong(..) => "错得与别人一样",
        Flag::Left(_) => "离开过页面",
        Flag::ClockSetBack => "设备时间被调回过",
        Flag::MoreTime(_) => "选用了更长的时间",
    }
}

fn table(name: &str, headers: &[&str], rows: Vec<Vec<Cell>>) -> Table {
    Table { name: name.to_owned(), headers: headers.iter().map(|header| (*header).to_owned()).collect(), rows }
}

fn score(points: u32) -> Cell {
    Cell::Thousandths(i64::from(points))
}

fn ranking_table(terms: &Terms, ranked: &[Ranked<'_>]) -> Table {
    let row = |ranked: &Ranked<'_>| {
        vec![
            Cell::Whole(ranked.place as i64),
            Cell::text(ranked.name),
            Cell::text(terms.unit_name(ranked.unit)),
            Cell::text(ranked.number),
            score(ranked.score.0),
            Cell::Seconds(ranked.took.whole_seconds()),
            Cell::Whole(ranked.n_attempts as i64),
            Cell::text(ranked.passed(terms).map_or("", |passed| if passed { "是" } else { "否" })),
        ]
    };
    let headers = ["名次", "姓名", "单位", "编号", "得分", "用时", "作答次数", "合格"];
    table("成绩", &headers, ranked.iter().map(row).collect())
}

fn units_table(units: &[RankedUnit]) -> Table {
    let row = |unit: &RankedUnit| {
        vec![
            if unit.place == 0 { Cell::Empty } else { Cell::Whole(unit.place as i64) },
            Cell::text(&*unit.name),
            Cell::Whole(unit.n_people as i64),
            Cell::Thousandths(unit.sum as i64),
            Cell::Thousandths(unit.mean() as i64),
            Cell::Thousandths(unit.best as i64),
            unit.score.map_or(Cell::Empty, |score| Cell::Thousandths(score as i64)),
        ]
    };
    let headers = ["名次", "单位", "参赛人数", "总分", "平均分", "最高分", "单位得分"];
    table("单位", &headers, units.iter().map(row).collect())
}

fn receipts_table(terms: &Terms, filed: &[Filed<'_>]) -> Table {
    let row = |filed: &Filed<'_>| {
        let (marked, receipt) = (filed.marked, &filed.marked.receipt);
        let flags: Vec<String> = filed.flags.iter().map(ToString::to_string).collect();
        vec![
            Cell::text(short_code::write(&marked.id.0)),
            Cell::text(&*receipt.entry.name),
            Cell::text(terms.unit_name(&receipt.entry.unit)),
            Cell::text(&*receipt.entry.number),
            Cell::Whole(i64::from(receipt.entry.attempt)),
            score(marked.score.0),
            Cell::Whole(marked.n_right as i64),
            Cell::Seconds(receipt.took.whole_seconds()),
            Cell::Moment(receipt.started_at),
            Cell::text(filed.standing.label()),
            Cell::text(flags.join("；")),
        ]
    };
    let headers =
        ["答卷编号", "姓名", "单位", "编号", "第几次", "得分", "答对", "用时", "开始时间", "是否计入", "需要核对"];
    table("答卷", &headers, filed.iter().map(row).collect())
}

fn refused_table(lot: &Lot) -> Table {
    let row = |(place, name, why): &(String, String, String)| {
        vec![Cell::text(&**place), Cell::text(&**name), Cell::text(&**why)]
    };
    table("没有收的", &["位置", "姓名", "原因"], lot.refused.iter().map(row).collect())
}

fn items_table(items: &[ItemAnalysis]) -> Table {
    let row = |item: &ItemAnalysis| {
        vec![
            Cell::text(item.reference.to_string()),
            Cell::text(item.question.plain_stem()),
            Cell::Whole(item.n_asked as i64),
            Cell::Whole(item.n_answered as i64),
            Cell::Whole(item.n_right as i64),
            Cell::Share(item.facility),
            item.discrimination.map_or(Cell::Empty, |it| Cell::Thousandths(i64::from(it))),
            Cell::Seconds(item.median_seconds),
        ]
    };
    let headers = ["题号", "题干", "出题次数", "作答", "答对", "得分率", "区分度", "用时中位数"];
    table("试题", &headers, items.iter().map(row).collect())
}

/// In megabytes, where the system tells.
fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kilobytes / 1024)
}
