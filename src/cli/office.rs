//! Commands about the file itself: new, sample, check, backup, restore.

use super::open;
use super::open_to_read;
use super::print_json;
use crate::app;
use crate::app::AppError;
use crate::app::Clock;
use crate::app::NewOffice;
use crate::app::Office;
use crate::app::SampleSize;
use clap::Args;
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
}

pub(super) fn check(a: &Check) -> Result<(), AppError> {
    let office = open_to_read(&a.file)?;
    let findings = office.examine()?;
    let odd = office.contradictions(None);
    if a.json {
        let file = serde_json::json!({
            "sound": findings.is_sound(), "damage": findings.damage, "orphans": findings.orphans, "broken_link": findings.broken_link,
        });
        return print_json(&serde_json::json!({ "file": file, "records": odd }));
    }
    if findings.is_sound() {
        println!("数据文件完好，操作记录连续。");
    } else {
        println!(
            "数据文件有问题，请从备份恢复：损坏 {} 处，引用丢失 {} 类，操作记录断链 {:?}。",
            findings.damage.len(),
            findings.orphans.len(),
            findings.broken_link
        );
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
    file: PathBuf,
    /// 备份到的文件夹，不写放在数据文件旁边
    #[arg(long)]
    to: Option<PathBuf>,
}

pub(super) fn backup(a: &Backup) -> Result<(), AppError> {
    let office = open(&a.file)?;
    let copy = office.back_up(a.to.as_deref(), "手动")?;
    println!("已备份并核对：{}", copy.display());
    Ok(())
}

#[derive(Debug, Args)]
pub(super) struct Restore {
    /// 备份文件
    backup: PathBuf,
    /// 恢复成的数据文件
    #[arg(long)]
    to: PathBuf,
}

pub(super) fn restore(a: &Restore) -> Result<(), AppError> {
    let kept = app::restore(&a.backup, &a.to, Clock::Computer)?;
    println!("已恢复到 {}。", a.to.display());
    if let Some(kept) = kept {
        println!("原来的文件保留为 {}。", kept.display());
    }
    Ok(())
}
