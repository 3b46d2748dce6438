//! `password`: put a password on a file, change it, take it off.

use super::open;
use super::secret;
use crate::app::AppError;
use crate::app::cipher::NOT_HIDDEN;
use crate::app::cipher::RecoveryCode;
use crate::app::submit::Password;
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("what").required(true))]
pub(super) struct Change {
    /// 数据文件
    file: PathBuf,
    /// 加密码：从标准输入读一行新密码，至少 8 个字符
    #[arg(long, group = "what")]
    set: bool,
    #[arg(
        long = "change",
        group = "what",
        help = "换密码：从标准输入读一行新密码；原密码或恢复码放在 KEPU_PASSWORD"
    )]
    another: bool,
    /// 去掉密码
    #[arg(long, group = "what")]
    remove: bool,
    /// 恢复码印成 PDF，存到哪里
    #[arg(long)]
    out: Option<PathBuf>,
}

pub(super) fn change(a: &Change) -> Result<(), AppError> {
    let office = open(&a.file)?;
    if a.another {
        let old = secret::unlock()
            .ok_or_else(|| AppError::Request("请把原密码或恢复码放在 KEPU_PASSWORD 里".into()))?;
        office.change_password(old, &Password::new(&secret::line()?))?;
        println!("已换密码，恢复码不变。以前的备份仍用原来的密码或恢复码打开。");
        return Ok(());
    }
    if a.remove {
        let turning = office.prepare_plain()?;
        drop(office);
        turning.put_in_place()?;
        println!("已去掉密码，谁都可以打开这个文件。");
        return Ok(());
    }
    if office.is_encrypted() {
        return Err(AppError::Request(
            "这个文件已经有密码，要换请用 --change".into(),
        ));
    }
    let turning = office.prepare_password(&Password::new(&secret::line()?))?;
    let code = turning
        .code()
        .map(RecoveryCode::printed)
        .unwrap_or_default();
    if let Some(out) = &a.out {
        office.save_recovery_sheet(&code, out)?;
    }
    let plain = office.plain_copies().len();
    drop(office);
    turning.put_in_place()?;
    println!("已加密码。");
    match &a.out {
        Some(out) => println!("恢复码在 {}，请打印后删除这个文件。", out.display()),
        None => println!("恢复码 {code}，请抄下来放进保险柜；不会再显示。"),
    }
    if plain > 0 {
        println!("还有 {plain} 份没有密码的旧备份，确认新备份可用后请删除。");
    }
    println!("{NOT_HIDDEN}。");
    Ok(())
}
