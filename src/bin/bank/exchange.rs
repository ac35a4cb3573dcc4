//! `bank import` and `bank export`: banks in and out of other people's formats, by the code that the app uses.
use crate::Outcome;
use clap::{Args, ValueEnum};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};
use xueliansai::domain::bank::bank::Bank;
use xueliansai::domain::bank::id::BankId;
use xueliansai::domain::bank::intake::{Incoming, Repeats, Taken, take};
use xueliansai::domain::bank::lint::in_form::sentence;
use xueliansai::domain::time::UtcMillis;
use xueliansai::format::bank_json;
use xueliansai::format::export::way::Way;
use xueliansai::format::import::pace::{Headlong, at_once};
use xueliansai::format::import::read::{Choices, Given, Reading, read};
use xueliansai::format::import::report::{Known, Report, Standing};

#[derive(Args)]
pub struct Import {
    /// Excel、Word、文本、GIFT、Moodle XML、QTI等，几个文件并成一个题库
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// 答案在另一个文本文件里
    #[arg(long)]
    answers: Option<PathBuf>,
    #[arg(long)]
    title: Option<String>,
    /// 写成学练赛题库（JSON）；不写只看报告
    #[arg(long)]
    out: Option<PathBuf>,
    /// 逐题列出所有情况，平常只列需要处理的
    #[arg(long)]
    all: bool,
}

#[derive(Args)]
pub struct Export {
    /// 学练赛题库（JSON或TOML），或者任何读得懂的文件
    file: PathBuf,
    #[arg(long)]
    to: To,
    #[arg(long)]
    out: PathBuf,
}

#[derive(Clone, Copy)]
struct To(Way);

impl ValueEnum for To {
    fn value_variants<'a>() -> &'a [Self] {
        const ALL: [To; 8] = {
            let [a, b, c, d, e, f, g, h] = Way::ALL;
            [To(a), To(b), To(c), To(d), To(e), To(f), To(g), To(h)]
        };
        &ALL
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(self.0.key()).help(self.0.label()))
    }
}

pub fn import(import: &Import) -> Outcome {
    let answers = import.answers.as_deref().map(fs::read_to_string).transpose();
    let answers = answers.map_err(|error| format!("读不了答案文件：{error}"))?;
    let (mut said, mut bank) = (String::new(), None::<Bank>);
    for file in &import.files {
        let reading = reading(file, answers.clone())?;
        let theirs = reading.bank.clone();
        let _ = writeln!(said, "{}：认作{}", file.display(), reading.format.label());
        reading.remarks.iter().for_each(|remark| {
            let _ = writeln!(said, "  {remark}");
        });
        let report = at_once(Report::of(reading.found, &Known::default(), &Headlong));
        let report = report.map_err(|_| "读到一半停了".to_owned())?;
        describe(&report, import.all, &mut said);
        let bank = bank.get_or_insert_with(|| blank(file, import.title.as_deref(), theirs.as_ref()));
        let id = |idx: usize| Some(theirs.as_ref()?.questions.get(idx)?.id.clone());
        let incoming: Vec<Incoming> =
            report.drafts().into_iter().map(|(idx, draft)| Incoming { id: id(idx), draft }).collect();
        let Taken { n_added, n_skipped, .. } = take(bank, &incoming, Repeats::Skip, false);
        let _ = writeln!(said, "  收入{n_added}题，重复跳过{n_skipped}题");
    }
    if let (Some(out), Some(bank)) = (&import.out, bank) {
        fs::write(out, bank_json::write(&bank)).map_err(|error| format!("写不了{}：{error}", out.display()))?;
        let _ = writeln!(said, "写好了{}，共{}题", out.display(), bank.questions.len());
    }
    Ok(said.trim_end().to_owned())
}

pub fn export(export: &Export) -> Outcome {
    let reading = reading(&export.file, None)?;
    let bank = match reading.bank {
        Some(bank) => bank,
        None => {
            let mut bank = blank(&export.file, None, None);
            let incoming: Vec<Incoming> =
                reading.found.into_iter().map(|found| Incoming { id: None, draft: found.draft }).collect();
            take(&mut bank, &incoming, Repeats::KeepBoth, false);
            bank
        }
    };
    let way = export.to.0;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as i64);
    let bytes = way.write(&bank, UtcMillis(now));
    fs::write(&export.out, bytes).map_err(|error| format!("写不了{}：{error}", export.out.display()))?;
    let mut said = format!("写好了{}", export.out.display());
    for sentence in way.left_out(&bank) {
        let _ = write!(said, "\n  {sentence}");
    }
    Ok(said)
}

fn reading(file: &Path, answers: Option<String>) -> Result<Reading, String> {
    let bytes = fs::read(file).map_err(|error| format!("读不了{}：{error}", file.display()))?;
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let given = Given { name, bytes, answers };
    at_once(read(&given, &Choices::default(), &Headlong)).map_err(|why| format!("{}：{why}", file.display()))
}

fn describe(report: &Report, all: bool, said: &mut String) {
    let counts = report.counts();
    let parts = Standing::ALL.iter().filter_map(|standing| Some((standing.label(), counts.get(standing)?)));
    let parts: Vec<String> = parts.map(|(label, n)| format!("{label}{n}")).collect();
    let _ = writeln!(said, "  {}题：{}", report.rows().len(), parts.join("，"));
    for row in report.rows() {
        let standing = row.standing();
        if !all && !matches!(standing, Standing::Unusable | Standing::Conflict | Standing::Doubtful) {
            continue;
        }
        let stem: String = row.found.draft.stem.chars().take(30).collect();
        let _ = writeln!(said, "  {} {} {stem}", row.found.place, standing.label());
        for note in &row.found.notes {
            let _ = writeln!(said, "    {note}");
        }
        for fault in row.faults.iter().filter(|fault| fault.is_unusable()) {
            let _ = writeln!(said, "    {}", sentence(fault, row.found.draft.kind));
        }
    }
}

fn blank(file: &Path, title: Option<&str>, theirs: Option<&Bank>) -> Bank {
    let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let title = title.map(str::to_owned).or_else(|| theirs.map(|theirs| theirs.title.clone()));
    let id = theirs.map_or_else(|| BankId::new(stem.as_str()), |theirs| theirs.id.clone());
    Bank {
        id,
        title: title.unwrap_or(stem),
        document: theirs.and_then(|theirs| theirs.document.clone()),
        reviews: Vec::new(),
        documents: theirs.map(|theirs| theirs.documents.clone()).unwrap_or_default(),
        points: theirs.map(|theirs| theirs.points.clone()).unwrap_or_default(),
        questions: Vec::new(),
    }
}
