//! The author's tool: checks banks, builds them into assets, keeps the lock, and finishes what Trunk has built.
#![cfg_attr(test, allow(clippy::unwrap_used))]
mod balance;
mod banks;
mod build;
mod check;
mod contest;
mod desk;
mod dist;
mod events;
mod exchange;
mod glue;
mod html;
mod join;
mod joined;
mod lock;
mod lot;
mod modules;
mod offline;
mod policy;
mod review;
mod size;
mod stats;

use clap::{Parser, Subcommand};
use review::Sample;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "bank", about = "学练赛题库工具")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// 检查全部题库，一次列出所有问题
    Check {
        #[arg(long, default_value = "questions")]
        dir: PathBuf,
    },
    /// 各题库的题量、题型、难度、答案位置
    Stats {
        #[arg(long, default_value = "questions")]
        dir: PathBuf,
    },
    /// 把题库和目录写成网页用的文件
    Build {
        #[arg(long, default_value = "questions")]
        dir: PathBuf,
        #[arg(long)]
        out: PathBuf,
        /// 每个文件再写一份同名的JSON，供别的程序读
        #[arg(long)]
        json: bool,
    },
    /// 把题目现在的样子登记到editions.lock
    Lock {
        #[arg(long, default_value = "questions")]
        dir: PathBuf,
    },
    /// 调换还没有登记的单选题的选项，使答案位置平均
    Balance {
        #[arg(long, default_value = "questions")]
        dir: PathBuf,
    },
    /// 抽题给第二个人核对，题目旁边是所考的知识点
    Review {
        /// 只抽这个题库；不写就从全部题库里抽
        bank: Option<String>,
        #[arg(long, default_value_t = 20)]
        sample: usize,
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// 不给答案和解析，由核对的人自己答
        #[arg(long)]
        no_keys: bool,
        #[arg(long, default_value = "questions")]
        dir: PathBuf,
    },
    /// 给Trunk生成的网页补上题库目录、内容安全策略、版本和离线文件清单
    Dist {
        /// 放着index.html的文件夹
        folder: PathBuf,
        /// 不写就在这个文件夹里找catalog.txt
        #[arg(long)]
        catalog: Option<PathBuf>,
    },
    /// 把几个页面共用的小模块合成几个文件，并改写载入脚本
    Join { loader: PathBuf },
    /// 缩短程序模块与配套脚本之间的名称，去掉没人用的导出，让后来的模块从任何服务器都载得进
    Glue { wasm: PathBuf, script: PathBuf, loader: PathBuf },
    /// 编出许多年的作答记录，只供测速
    #[command(hide = true)]
    Events {
        n: usize,
        out: PathBuf,
        #[arg(long, default_value = "questions")]
        dir: PathBuf,
    },
    /// 不用网页也能办的竞赛：发布
    #[command(subcommand)]
    Contest(contest::Command),
    /// 收一批答卷：验签、重新判分、核对、排名、分析
    Desk(desk::DeskCommand),
    /// 编出一批签了名的答卷，只供测试：参赛者都是虚构的
    Lot(lot::Lot),
    /// 读Excel、Word、文本等题库，报告每一题的情况，写成学练赛题库
    Import(exchange::Import),
    /// 把题库写成别的格式，并说明带不走什么
    Export(exchange::Export),
    /// 第一次答题前要下载多少，超出预算就报错
    Size {
        folder: PathBuf,
        /// brotli压缩后的KB数
        #[arg(long, default_value_t = 200)]
        budget: u64,
    },
}

/// What a command says when it did its work, or why it could not.
type Outcome = Result<String, String>;

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Check { dir } => check::run(&dir),
        Command::Stats { dir } => stats::run(&dir),
        Command::Build { dir, out, json } => build::run(&dir, &out, json),
        Command::Lock { dir } => lock::run(&dir),
        Command::Balance { dir } => balance::run(&dir),
        Command::Review { bank, sample, seed, no_keys, dir } => {
            review::run(&dir, bank.as_deref(), &Sample { n: sample, seed, with_keys: !no_keys })
        }
        Command::Dist { folder, catalog } => dist::run(&folder, catalog.as_deref()),
        Command::Join { loader } => join::run(&loader),
        Command::Glue { wasm, script, loader } => glue::run(&wasm, &script, &loader),
        Command::Events { n, out, dir } => events::run(&dir, n, &out),
        Command::Contest(command) => contest::run(&command),
        Command::Desk(command) => desk::run(&command),
        Command::Lot(lot) => lot::run(&lot),
        Command::Import(import) => exchange::import(&import),
        Command::Export(export) => exchange::export(&export),
        Command::Size { folder, budget } => size::run(&folder, budget),
    };
    match outcome {
        Ok(said) => {
            println!("{said}");
            ExitCode::SUCCESS
        }
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}
