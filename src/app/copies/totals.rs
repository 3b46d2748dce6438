//! The page of totals beside a copy: what a person can read without the program, to tell one copy from another.

use crate::app::Office;
use crate::app::error::AppError;
use crate::model::Period;
use crate::store::files;
use std::path::Path;

/// Write the totals of an office beside a copy of its file.
pub(in crate::app) fn write_totals(
    office: &Office,
    copy: &Path,
    why: &str,
) -> Result<(), AppError> {
    let path = copy.with_extension("txt");
    let unit = office.ledger.office();
    let now = office.clock.now();
    let mut lines = vec![
        format!("{} 科普台账备份", unit.name),
        format!("备份时间：{}（{why}）", now.strftime("%Y-%m-%d %H:%M:%S")),
        format!(
            "备份文件：{}",
            copy.file_name().unwrap_or_default().to_string_lossy()
        ),
        format!("填表人：{}", office.who()),
        String::new(),
        "各类记录：".to_owned(),
    ];
    for (table, count) in office.ledger.counts() {
        if count > 0 {
            lines.push(format!("  {} {count}", table.label()));
        }
    }
    let year = office.ledger.newest_year().unwrap_or(now.year());
    if let Some(period) = Period::year(year) {
        lines.push(String::new());
        lines.push(format!("{year} 年主要指标："));
        for figure in office.figures(&period) {
            let value = figure
                .value
                .map_or_else(|| "—".to_owned(), |v| format!("{v:.2}"));
            let value = value.trim_end_matches('0').trim_end_matches('.');
            lines.push(format!("  {}：{value} {}", figure.name, figure.unit));
        }
    }
    lines.push(String::new());
    lines.push("要恢复这份备份，请打开科普台账，到“设置与备份”的“备份与恢复”。".to_owned());
    // 记事本 tells UTF-8 by the mark in front; every line ends as it expects.
    let text = format!("\u{FEFF}{}\r\n", lines.join("\r\n"));
    files::write(text.as_bytes(), &path).map_err(|source| AppError::Write { source, path })
}
