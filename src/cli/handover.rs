//! `handover` and `takeover`: the whole ledger to a successor's laptop.

use super::secret;
use crate::app::AppError;
use crate::app::Command;
use crate::app::handover;
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct Give {
    /// 数据文件
    file: PathBuf,
    /// 交接文件，*.kepuall
    #[arg(long)]
    out: PathBuf,
    /// 接交人
    #[arg(long, default_value = "")]
    to: String,
}

pub(super) fn give(a: &Give) -> Result<(), AppError> {
    let ours = a
        .out
        .extension()
        .is_some_and(|e| e.eq_ignore_ascii_case(handover::EXTENSION));
    if !ours {
        return Err(AppError::Request("--out 要以 .kepuall 结尾".into()));
    }
    // A copy would hand over less than there is: the file itself or nothing. It may be read-only.
    let office = secret::open_file(&a.file)?;
    let mut done = office
        .prepare_handover(&a.to, &a.out)?
        .write(&mut |_, _| {})?;
    office.note_handover(&mut done);
    let records: usize = office.ledger().counts().iter().map(|(_, n)| n).sum();
    println!(
        "已做好交接文件 {}：记录 {records} 条，附件 {} 份，{} 字节，已读回核对。",
        done.path.display(),
        done.files,
        done.bytes
    );
    if done.on_stick {
        println!("可以安全拔出。");
    }
    for remark in &done.remarks {
        println!("{remark}。");
    }
    println!("里面有全部个人信息，请当面交接，不要用网盘或群发送。");
    Ok(())
}

#[derive(Debug, Args)]
pub(super) struct Take {
    /// 交接文件，*.kepuall
    pack: PathBuf,
    /// 放到哪个文件夹，或存成哪个 *.kepu
    #[arg(long)]
    to: PathBuf,
    /// 接交人的姓名，写作填表人
    #[arg(long, default_value = "")]
    clerk: String,
}

pub(super) fn take(a: &Take) -> Result<(), AppError> {
    let done = handover::take_over(&a.pack, &a.to, secret::unlock(), &mut |_, _| {})?;
    let mut office = secret::open_file(&done.file)?;
    if !a.clerk.trim().is_empty() {
        let mut unit = office.ledger().office();
        a.clerk.trim().clone_into(&mut unit.clerk);
        office.run(Command::SaveOffice(unit))?;
    }
    println!(
        "已接收 {}，{} {} 移交：{}",
        done.manifest.name,
        done.manifest.day,
        done.manifest.from,
        done.file.display()
    );
    let counts = office.ledger().counts().into_iter();
    let counts: Vec<String> = counts
        .filter(|(_, n)| *n > 0)
        .map(|(table, n)| format!("{} {n}", table.label()))
        .collect();
    println!("  {}", counts.join("，"));
    println!("  附件 {} 份，已逐个核对。", done.files);
    for remark in &done.remarks {
        println!("  {remark}。");
    }
    if let Some(list) = &done.list {
        println!("  交接清单：{}", list.display());
    }
    Ok(())
}
