//! `history`, `trash`, `purge` and `unlock`: what was done, what was deleted, what goes for good, a forgotten screen lock.

use super::open;
use super::open_to_read;
use crate::app::AppError;
use crate::app::history::Sought;
use crate::app::history::moment;
use crate::model::Uid;
use crate::model::day;
use clap::Args;
use jiff::civil::Date;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct History {
    /// 数据文件
    file: PathBuf,
    /// 从哪天
    #[arg(long)]
    from: Option<String>,
    /// 到哪天
    #[arg(long)]
    to: Option<String>,
    /// 只要这些词的步骤，可用拼音首字母
    #[arg(long, default_value = "")]
    search: String,
    /// 打印成 *.pdf 或 *.xlsx
    #[arg(long)]
    out: Option<PathBuf>,
    /// 撤销这一步（编号见列表）
    #[arg(long, conflicts_with = "out")]
    undo: Option<i64>,
}

fn read(text: Option<&String>) -> Result<Option<Date>, AppError> {
    let Some(text) = text else { return Ok(None) };
    day::read_day(text, None).map_err(|f| AppError::Request(format!("日期“{text}”：{f}")))
}

fn paper(path: &std::path::Path) -> Result<(), AppError> {
    let end = path.extension().unwrap_or_default().to_ascii_lowercase();
    if end == "pdf" || end == "xlsx" {
        Ok(())
    } else {
        Err(AppError::Request("--out 要以 .pdf 或 .xlsx 结尾".into()))
    }
}

pub(super) fn history(a: &History) -> Result<(), AppError> {
    let sought = Sought {
        from: read(a.from.as_ref())?,
        to: read(a.to.as_ref())?,
        words: a.search.clone(),
        ..Sought::default()
    };
    if let Some(step) = a.undo {
        let done = open(&a.file)?.take_back(step)?;
        println!("{}，{} 条记录。", done.label, done.records);
        return Ok(());
    }
    let office = open_to_read(&a.file)?;
    if let Some(out) = &a.out {
        paper(out)?;
        office.save_history(&sought, out)?;
        println!("已生成 {}。", out.display());
        return Ok(());
    }
    let past = office.past(&sought, usize::MAX)?;
    for s in &past.steps {
        let at = moment(&s.at).strftime("%Y-%m-%d %H:%M");
        println!("{}  {at}  {}  {}{}", s.id, s.who, s.prefix(), s.label);
    }
    println!("共 {} 步。", past.all);
    Ok(())
}

#[derive(Debug, Args)]
pub(super) struct Trash {
    /// 数据文件
    file: PathBuf,
    /// 恢复这一条（编号见列表）
    #[arg(long)]
    restore: Option<String>,
}

pub(super) fn trash(a: &Trash) -> Result<(), AppError> {
    if let Some(id) = &a.restore {
        let uid: Uid = id
            .parse()
            .map_err(|_| AppError::Request(format!("“{id}”不是记录编号")))?;
        let done = open(&a.file)?.restore_deleted(uid)?;
        println!("已{}，{} 条记录。", done.label, done.records);
        return Ok(());
    }
    let trash = open_to_read(&a.file)?.trash()?;
    for t in &trash {
        println!(
            "{}  {} {}，{} 天前删除",
            t.uid,
            t.table.label(),
            t.title,
            t.days
        );
    }
    println!("回收站里有 {} 条。", trash.len());
    Ok(())
}

#[derive(Debug, Args)]
pub(super) struct Person {
    /// 数据文件
    file: PathBuf,
    /// 人员、志愿者、信息员或专家的记录编号（见 list --json）
    #[arg(long = "person")]
    who: String,
    /// 打印成 *.pdf 或 *.xlsx，证件号和电话不遮
    #[arg(long)]
    out: PathBuf,
}

pub(super) fn person(a: &Person) -> Result<(), AppError> {
    paper(&a.out)?;
    let uid: Uid = a
        .who
        .parse()
        .map_err(|_| AppError::Request(format!("“{}”不是记录编号", a.who)))?;
    open(&a.file)?.save_person(uid, &a.out)?;
    println!(
        "已生成 {}，并记入操作记录。请核对身份后当面交给本人。",
        a.out.display()
    );
    Ok(())
}

#[derive(Debug, Args)]
pub(super) struct Purge {
    /// 数据文件
    file: PathBuf,
    /// 清理这一天以前离开的人，不写按规则里的年数
    #[arg(long)]
    before: Option<String>,
    /// 清理清单，*.pdf 或 *.xlsx
    #[arg(long, required_unless_present = "dry_run")]
    out: Option<PathBuf>,
    /// 只看会清理什么
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn purge(a: &Purge) -> Result<(), AppError> {
    let mut office = if a.dry_run {
        open_to_read(&a.file)?
    } else {
        open(&a.file)?
    };
    let before = read(a.before.as_ref())?.unwrap_or_else(|| office.purge_day());
    let plan = office.plan_purge(before)?;
    for l in &plan.leaving {
        println!(
            "{} {}：{}，{} 条记录",
            l.kind,
            l.name,
            l.why,
            l.records.len()
        );
    }
    for (name, why) in &plan.kept {
        println!("保留 {name}：{why}");
    }
    let Some(out) = a.out.as_ref().filter(|_| !a.dry_run) else {
        println!("会删去 {} 条记录（未清理）。", plan.records().len());
        return Ok(());
    };
    paper(out)?;
    if plan.leaving.is_empty() {
        println!("没有要清理的。");
        return Ok(());
    }
    let done = office.purge(&plan, out)?;
    println!(
        "已删去 {} 条记录、{} 个附件文件，清单在 {}。",
        done.records,
        done.files,
        out.display()
    );
    if !done.copies.is_empty() {
        println!("以下备份里仍有这些内容：{}。", done.copies.join("、"));
    }
    Ok(())
}

#[derive(Debug, Args)]
pub(super) struct Unlock {
    /// 数据文件
    file: PathBuf,
}

pub(super) fn unlock(a: &Unlock) -> Result<(), AppError> {
    let mut office = open(&a.file)?;
    if office.lock().is_none() {
        println!("这个台账没有设锁屏密码。");
        return Ok(());
    }
    office.set_lock(None)?;
    println!(
        "已去掉锁屏密码，操作记录里记了这一步。锁屏只挡路过的人，要防别人打开文件请设文件密码。"
    );
    Ok(())
}
