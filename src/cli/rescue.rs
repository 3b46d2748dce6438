//! The command that reads a damaged file as far as it can be read.

use super::print_json;
use crate::app::AppError;
use crate::app::Clock;
use crate::app::rescue::rescue;
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct Rescue {
    /// 损坏的数据文件，只读不写
    damaged: PathBuf,
    /// 抢救成的新文件，不能已经存在
    #[arg(long)]
    to: PathBuf,
    /// 输出给程序读的 JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(a: &Rescue) -> Result<(), AppError> {
    let done = rescue(&a.damaged, &a.to, Clock::Computer)?;
    if a.json {
        let (rows, of) = done.account.total();
        let tables: Vec<_> = done
            .account
            .tables
            .iter()
            .map(|t| {
                serde_json::json!({
                    "table": t.table, "rows": t.rows, "of": t.of,
                    "from_history": t.from_history, "mended": t.mended,
                })
            })
            .collect();
        return print_json(&serde_json::json!({
            "file": done.file, "report": done.report, "rows": rows, "of": of, "tables": tables,
            "history_cuts": done.account.cuts, "unknown_rows": done.account.unknown,
            "attachments": done.attachments, "attachments_missing": done.missing,
        }));
    }
    for line in done.lines() {
        println!("{line}");
    }
    println!("这份报告另存为 {}。", done.report.display());
    Ok(())
}
