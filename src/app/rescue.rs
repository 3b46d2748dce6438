//! Rescuing a damaged file: what can be read goes into a new one, photos come along, and an account says in plain words what
//! came through. The damaged file stays where it is, as it is.

use super::cipher;
use super::clock::Clock;
use super::error::AppError;
use crate::model::Table;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::files;
use crate::store::salvage;
use crate::store::salvage::Account;
use std::fmt::Write as _;
use std::path::Path;
use std::path::PathBuf;

/// Names in a list before it is cut short.
const LISTED: usize = 50;

/// A rescue that was made.
#[derive(Debug, Clone)]
pub struct Rescued {
    /// The file that was damaged.
    pub damaged: PathBuf,
    /// The new file.
    pub file: PathBuf,
    /// The account beside it, to be read and kept.
    pub report: PathBuf,
    /// Rows and names.
    pub account: Account,
    /// Attachments that came along, each held against its hash.
    pub attachments: usize,
    /// Names of attachments that are gone or changed.
    pub missing: Vec<String>,
    /// The moment, for the account.
    moment: String,
}

/// Rescue a damaged file into a new one.
///
/// # Errors
/// `Exists` when there is a file of that name, `Damaged` when nothing can be read, or what the disk says. The damaged file is
/// never written to.
pub fn rescue(damaged: &Path, target: &Path, clock: Clock) -> Result<Rescued, AppError> {
    if let Some(folder) = target.parent().filter(|f| !f.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|source| AppError::Write {
            source,
            path: folder.to_owned(),
        })?;
    }
    if cipher::is_encrypted(damaged) {
        return Err(AppError::Request(
            "加了密码的台账抢救不出来，要从备份恢复".into(),
        ));
    }
    let account = salvage::salvage(damaged, target, &clock.stamp(), "抢救").map_err(|error| {
        if let StoreError::Damaged { path, .. } = &error
            && path == damaged
        {
            let name = damaged.file_name().unwrap_or_default().to_string_lossy();
            return AppError::Data(format!("“{name}”里没有能抢救的记录"));
        }
        error.into()
    })?;
    let (attachments, missing) = bring_attachments(damaged, target)?;
    let mut report = target.with_extension("");
    let mut name = report.file_name().unwrap_or_default().to_owned();
    name.push(" 抢救报告.txt");
    report.set_file_name(name);
    let done = Rescued {
        damaged: damaged.to_owned(),
        file: target.to_owned(),
        report,
        account,
        attachments,
        missing,
        moment: clock.now().strftime("%Y-%m-%d %H:%M").to_string(),
    };
    // 记事本 tells UTF-8 by the mark in front; every line ends as it expects.
    let text = format!("\u{FEFF}{}\r\n", done.lines().join("\r\n"));
    files::write(text.as_bytes(), &done.report).map_err(|source| AppError::Write {
        source,
        path: done.report.clone(),
    })?;
    tracing::info!(rows = ?done.account.total(), cuts = done.account.cuts, "rescued");
    Ok(done)
}

/// Rescue a damaged file beside itself, under a name that is free.
///
/// # Errors
/// As [`rescue`].
pub fn rescue_beside(damaged: &Path, clock: Clock) -> Result<Rescued, AppError> {
    let stem = damaged.file_stem().unwrap_or_default().to_string_lossy();
    let stem = format!("{stem} 抢救 {}", clock.today());
    let names = std::iter::once(format!("{stem}.kepu"))
        .chain((2..1000).map(|n| format!("{stem} ({n}).kepu")));
    let free = names
        .map(|name| damaged.with_file_name(name))
        .find(|path| !path.exists());
    let target = free.ok_or_else(|| StoreError::Exists {
        path: damaged.to_owned(),
    })?;
    rescue(damaged, &target, clock)
}

// A picture that is not what its hash says is not brought along as if it were.
fn bring_attachments(damaged: &Path, target: &Path) -> Result<(usize, Vec<String>), AppError> {
    let ledger = Store::open_copy(target)?.load()?;
    let (from, to) = (files::folder_of(damaged), files::folder_of(target));
    let (mut came, mut missing) = (0, Vec::new());
    for attachment in ledger.attachments.values() {
        let name = attachment.stored_name();
        let bytes = std::fs::read(from.join(&name)).ok();
        match bytes.filter(|b| files::hash(b) == attachment.hash) {
            Some(bytes) => {
                files::keep(&to, &name, &bytes)?;
                came += 1;
            }
            None => missing.push(attachment.name.clone()),
        }
    }
    Ok((came, missing))
}

impl Rescued {
    /// The whole account, a sentence a line.
    pub fn lines(&self) -> Vec<String> {
        let a = &self.account;
        let (rows, of) = a.total();
        let mut lines = vec![
            "科普台账 抢救报告".to_owned(),
            format!("抢救时间：{}", self.moment),
            format!(
                "损坏的文件：{}（没有改动，仍在原处）",
                self.damaged.display()
            ),
            format!("抢救出的新文件：{}", self.file.display()),
            format!("共抢救出 {rows} 行，能查到的应有 {of} 行。"),
        ];
        if !a.has_head {
            lines.push("文件头已损坏，按本程序的格式读出。".into());
        }
        if !a.has_list {
            lines.push("文件里的目录已损坏，按每行的内容认出它属于哪张表。".into());
        }
        lines.push(String::new());
        lines.push("各表：".into());
        for t in &a.tables {
            let mut line = format!("  {}：{}/{} 行", label(t.table), t.rows, t.of);
            if t.from_history > 0 {
                write!(line, "，其中 {} 行取自操作记录", t.from_history).ok();
            }
            if t.mended > 0 {
                write!(line, "，{} 行按操作记录改正", t.mended).ok();
            }
            if t.bad_pages > 0 {
                write!(line, "，有 {} 处读不出来", t.bad_pages).ok();
            }
            lines.push(line);
        }
        lines.push(format!(
            "  附件：{} 份随来，已逐个核对{}",
            self.attachments,
            if self.missing.is_empty() {
                String::new()
            } else {
                format!("；缺少或已损坏 {} 份", self.missing.len())
            }
        ));
        lines.push(String::new());
        self.history_lines(&mut lines);
        let lost: Vec<String> = a
            .lost
            .iter()
            .map(|l| format!("{}（最后一次操作：{}）", l.table.label(), l.step))
            .collect();
        listed(&mut lines, "没能救回、但操作记录里提到的", &lost);
        let restored: Vec<String> = a
            .restored
            .iter()
            .map(|(table, name)| format!("{} {name}", table.label()))
            .collect();
        listed(&mut lines, "原处已读不出、从操作记录里找回的", &restored);
        for (table, n) in &a.stand_ins {
            lines.push(format!(
                "有 {n} 条{}读不出来而别的记录要用到，用名为“（抢救时缺失）”的记录代替，请补填。",
                table.label()
            ));
        }
        for (table, n) in &a.cleared {
            lines.push(format!(
                "有 {n} 条{}所指的记录读不出来，这一栏已清空，请补填。",
                table.label()
            ));
        }
        if a.unknown > 0 {
            lines.push(format!("另有 {} 行认不出属于哪张表，没有收入。", a.unknown));
        }
        listed(&mut lines, "缺少或已损坏的附件", &self.missing);
        lines.push("请先核对新文件，再用它继续工作；损坏的文件请保留一段时间。".into());
        lines
    }

    fn history_lines(&self, lines: &mut Vec<String>) {
        if self.account.cuts == 0 {
            lines.push("操作记录连续。抢救之前的操作可以查看，不能再撤销。".into());
        } else {
            lines.push(format!(
                "操作记录断开 {} 处，断开的地方已记下。抢救之前的操作可以查看，不能再撤销。",
                self.account.cuts
            ));
        }
    }

    /// One sentence for the window.
    pub fn in_short(&self) -> String {
        let (rows, of) = self.account.total();
        format!("已抢救出 {rows}/{of} 行，写成新文件，损坏的文件没有改动。请看旁边的抢救报告。")
    }
}

fn listed(lines: &mut Vec<String>, what: &str, names: &[String]) {
    if names.is_empty() {
        return;
    }
    lines.push(format!("{what} {} 条：", names.len()));
    lines.extend(names.iter().take(LISTED).map(|n| format!("  {n}")));
    if names.len() > LISTED {
        lines.push(format!("  等，另有 {} 条", names.len() - LISTED));
    }
}

/// What a clerk calls a table.
fn label(table: &'static str) -> &'static str {
    match table {
        "step" => "操作步骤",
        "history" => "操作记录",
        "setting" => "设置",
        "draft" => "草稿",
        other => Table::read(other).map_or(other, Table::label),
    }
}
