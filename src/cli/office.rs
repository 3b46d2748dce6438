//! Commands about the file itself: new, sample, check, backup, restore.

use super::open;
use super::open_to_read;
use super::pack::password;
use super::print_json;
use super::secret;
use crate::app::AppError;
use crate::app::Clock;
use crate::app::NewOffice;
use crate::app::Office;
use crate::app::SampleSize;
use crate::app::copies::put_back;
use crate::app::health::Level;
use crate::app::history;
use crate::app::instance;
use crate::app::instance::Typed;
use crate::app::instance::Wish;
use crate::app::recent::Recents;
use crate::app::words;
use crate::app::words::made_line;
use crate::store::StoreError;
use clap::Args;
use std::path::Path;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct New {
    /// 数据文件
    file: PathBuf,
    /// 单位名称，如 湖滨街道办事处
    #[arg(long)]
    office: String,
    /// 单位类型：街道办事处、管理处、区
    #[arg(long, default_value = "")]
    kind: String,
    /// 规划
    #[arg(long, default_value = "")]
    plan: String,
}

pub(super) fn create(a: &New) -> Result<(), AppError> {
    let new = NewOffice {
        name: a.office.clone(),
        kind: a.kind.clone(),
        plan: a.plan.clone(),
        clerk: String::new(),
    };
    let office = Office::create(&a.file, &new, Clock::Computer)?;
    println!("已新建“{}”的数据文件。", office.ledger().office().name);
    Ok(())
}

#[derive(Debug, Args)]
pub(super) struct Sample {
    /// 数据文件
    file: PathBuf,
    /// 活动的年份，不写取上一年
    #[arg(long)]
    year: Option<i16>,
    /// 活动场数
    #[arg(long, default_value_t = 120)]
    events: u32,
    /// 志愿者人数
    #[arg(long, default_value_t = 80)]
    volunteers: u32,
    /// 信息员人数
    #[arg(long, default_value_t = 60)]
    officers: u32,
    /// 同一种子得到同样的数据
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

pub(super) fn sample(a: &Sample) -> Result<(), AppError> {
    let new = NewOffice {
        name: "示例街道办事处".into(),
        clerk: "示例".into(),
        ..NewOffice::default()
    };
    let mut office = Office::create(&a.file, &new, Clock::Computer)?;
    let year = a.year.unwrap_or_else(|| Clock::Computer.today().year() - 1);
    let size = SampleSize {
        year,
        events: a.events,
        volunteers: a.volunteers,
        officers: a.officers,
        seed: a.seed,
    };
    let done = office.invent(size)?;
    println!("{}。都是虚构的。", done.label);
    Ok(())
}

#[derive(Debug, Args)]
pub(super) struct Check {
    /// 数据文件
    file: PathBuf,
    /// 输出给程序读的 JSON
    #[arg(long)]
    json: bool,
    /// 处理查出的问题，可以撤销：links 清空找不到的引用，history 按操作记录改正
    #[arg(long)]
    mend: Option<What>,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum What {
    Links,
    History,
}

pub(super) fn check(a: &Check) -> Result<(), AppError> {
    if let Some(what) = a.mend {
        let mut office = open(&a.file)?;
        let done = match what {
            What::Links => office.clear_links()?,
            What::History => office.mend_by_history()?,
        };
        println!("{}。", done.label);
        return Ok(());
    }
    let office = open_to_read(&a.file)?;
    let findings = office.examine()?;
    let odd = office.contradictions(None);
    let health = office.health()?;
    let clock = office.clock_doubt()?.map(|doubt| doubt.to_string());
    if a.json {
        let file = serde_json::json!({
            "sound": findings.is_sound(), "damage": findings.damage, "orphans": findings.orphans, "broken_link": findings.broken_link, "history": findings.torn.map(history::torn_words),
        });
        let looked: Vec<_> = health
            .findings
            .iter()
            .map(|f| {
                serde_json::json!({
                    "key": f.key, "level": f.level, "count": f.count, "text": f.text,
                    "details": f.details.iter().map(|d| &d.text).collect::<Vec<_>>(),
                })
            })
            .collect();
        return print_json(&serde_json::json!({
            "file": file, "health": looked, "records": odd, "clock": clock,
        }));
    }
    if let Some(clock) = clock {
        println!("{clock}");
    }
    println!("{}。", health.in_short());
    for finding in &health.findings {
        let mark = match finding.level {
            Level::Good => "好",
            Level::Look => "看",
            Level::Bad => "坏",
        };
        println!("  ［{mark}］{}。", finding.text);
        for detail in finding.details.iter().take(20) {
            println!("      {}", detail.text);
        }
        if let Some(mend) = finding.mend {
            println!("      处理：kepu-ledger {}", mend.command());
        }
    }
    let told = odd.iter().filter(|c| !c.explanation.is_empty()).count();
    println!("待核实 {} 处，其中已说明 {told} 处。", odd.len());
    for c in &odd {
        let (register, explanation) = (c.register.label(), &c.explanation);
        println!("  ［{}］{register} {}：{}", c.level, c.title, c.what);
        if !explanation.is_empty() {
            println!("      说明：{explanation}");
        }
    }
    Ok(())
}

#[derive(Debug, Args)]
pub(super) struct Backup {
    /// 数据文件
    #[arg(required_unless_present = "recent")]
    file: Option<PathBuf>,
    #[arg(
        long,
        conflicts_with_all = ["file", "to"],
        help = "这台电脑上最近打开过的台账各备份一份；安装新版本以前会这样做"
    )]
    recent: bool,
    /// 备份到的文件夹（优盘、共享盘），连同附件，并记为第二处；不写放在数据文件旁边
    #[arg(long)]
    to: Option<PathBuf>,
    #[arg(
        long,
        requires = "to",
        help = "放到第二处的备份加密码：从标准输入读一行，或用环境变量 KEPU_PACK_PASSWORD"
    )]
    password_stdin: bool,
}

pub(super) fn backup(a: &Backup) -> Result<(), AppError> {
    match &a.file {
        Some(file) => back_up(file, a),
        None => back_up_recent(a),
    }
}

// Each as far as it goes: one on a stick that is not there must not keep the others from being copied.
fn back_up_recent(a: &Backup) -> Result<(), AppError> {
    let mut failed = Vec::new();
    for recent in Recents::this().list().into_iter().filter(|r| !r.gone) {
        if let Err(error) = back_up(&recent.file, a) {
            tracing::warn!(%error, "one of the recent ledgers was not copied");
            failed.push(format!(
                "{}（{}）",
                recent.file.display(),
                words::advice(&error).what
            ));
        }
    }
    match failed.as_slice() {
        [] => Ok(()),
        failed => Err(AppError::Request(format!(
            "没有备份成：{}",
            failed.join("；")
        ))),
    }
}

fn back_up(file: &Path, a: &Backup) -> Result<(), AppError> {
    let office = match open(file) {
        Err(AppError::Store(in_use @ StoreError::InUse { .. })) => {
            return backup_elsewhere(file, a, in_use);
        }
        other => other?,
    };
    if let Some(folder) = &a.to {
        let password = password(a.password_stdin)?;
        let done = office
            .copy_away(folder, password)?
            .finish(&mut |_, _| true)?;
        office.note_away(&done)?;
        println!("{}", made_line(&done.path));
        println!("{}。", done.in_short());
        return Ok(());
    }
    let copy = office.back_up(None, "手动")?;
    println!("{}", made_line(&copy));
    if let Some(reminder) = office.second_is_due() {
        println!("{reminder}。");
    }
    Ok(())
}

// The program that has the file makes it, with all that was saved up to now.
fn backup_elsewhere(file: &Path, a: &Backup, in_use: StoreError) -> Result<(), AppError> {
    let wish = match &a.to {
        Some(folder) => Wish::BackUpTo {
            // It works in a folder of its own.
            folder: std::path::absolute(folder).unwrap_or_else(|_| folder.clone()),
            password: password(a.password_stdin)?.map(|p| Typed(p.as_str().to_owned())),
        },
        None => Wish::BackUp,
    };
    let lines = match instance::back_up(file, wish) {
        Some(made) => made.map_err(AppError::Elsewhere)?,
        None => return Err(in_use.into()),
    };
    for line in lines {
        println!("{line}");
    }
    Ok(())
}

#[derive(Debug, Args)]
pub(super) struct Restore {
    /// 备份文件
    backup: PathBuf,
    /// 恢复成的数据文件
    #[arg(long)]
    to: PathBuf,
    /// 备份加了密码时，从标准输入读一行密码
    #[arg(long)]
    password_stdin: bool,
}

pub(super) fn restore(a: &Restore) -> Result<(), AppError> {
    let password = password(a.password_stdin)?;
    let (kept, carried) = put_back(
        &a.backup,
        &a.to,
        password.as_ref(),
        secret::unlock(),
        Clock::Computer,
    )?;
    println!("已恢复到 {}，行数已核对。", a.to.display());
    if carried.new + carried.there > 0 {
        println!("附件 {} 份都在，已逐个核对。", carried.new + carried.there);
    }
    if !carried.missing.is_empty() {
        println!(
            "有 {} 份附件没有找到：{}。",
            carried.missing.len(),
            carried.missing.join("、")
        );
    }
    if let Some(kept) = kept {
        println!("原来的文件保留为 {}。", kept.display());
    }
    Ok(())
}
