//! The sheet with the 恢复码: printed once, kept in the office's safe. What it is for stands on it, because whoever needs it
//! has never seen it before.

use super::outline::Block;
use super::outline::Column;
use super::outline::Report;
use super::outline::Table;
use super::outline::TableRow;
use super::rows::long_day;
use jiff::civil::Date;

/// What the sheet says.
#[derive(Debug)]
pub struct Recovery<'r> {
    /// The office.
    pub office: &'r str,
    /// The ledger's file.
    pub file: &'r str,
    /// The code as it is printed.
    pub code: &'r str,
    /// Who put the password on.
    pub who: &'r str,
    /// The day.
    pub day: Date,
}

/// Make the sheet.
pub fn sheet(what: &Recovery<'_>) -> Report {
    let row = |label: &str, value: &str| TableRow {
        cells: vec![label.into(), value.into()],
        ..TableRow::default()
    };
    let columns = vec![Column::tight("项目"), Column::text("内容", 1.0)];
    let rows = vec![
        row("台账文件", what.file),
        row("恢复码", what.code),
        row("设置密码的人", what.who),
        row("设置日期", &long_day(what.day)),
        row("保管人", ""),
        row("存放位置", ""),
    ];
    let notes = [
        "恢复码能打开加了密码的台账。忘了密码、人员交接、换电脑时，在要密码的地方输入它，大小写和横线都可以不管。",
        "谁拿到恢复码谁就能打开台账。请装进信封，封口盖章，放进单位保险柜，不要拍照，不要放在电脑里。",
        "没有密码也没有恢复码，任何人都打不开台账，程序的作者也不能。",
        "数字 0 和 1 印作 0 和 1；恢复码里没有字母 I、L、O、U。",
    ];
    Report {
        title: "科普台账恢复码".into(),
        left_line: format!("单位：{}", what.office),
        right_line: "请妥善保管".into(),
        blocks: vec![Block::Table(Table { columns, rows })],
        notes: notes.map(str::to_owned).to_vec(),
        signers: vec![("保管人".into(), String::new())],
        date_line: long_day(what.day),
        date_label: "日期".into(),
        ..Report::default()
    }
}
