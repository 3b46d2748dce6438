//! Failures in the clerk's words: what happened, and what to do next. Two short sentences, no jargon.

mod file;
mod sheet;

use super::checks::Contradiction;
use super::checks::DOUBT;
use super::checks::FAULT;
use super::error::AppError;
use super::typeface::FontFault;
use crate::exchange::pack::PackError;
use file::store_advice;
use sheet::sheet_advice;
use std::path::Path;

/// What happened, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// What happened, a sentence without its full stop.
    pub what: String,
    /// What to do next, a sentence without its full stop.
    pub next: String,
}

impl std::fmt::Display for Advice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}。{}。", self.what, self.next)
    }
}

fn say(what: impl Into<String>, next: impl Into<String>) -> Advice {
    Advice {
        what: what.into(),
        next: next.into(),
    }
}

fn name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// The advice for a failure.
pub fn advice(error: &AppError) -> Advice {
    match error {
        AppError::Store(e) => store_advice(e),
        AppError::Problems(problems) => {
            let all: Vec<&str> = problems.iter().map(|p| p.what.as_str()).collect();
            say(format!("没有保存：{}", all.join("；")), "请改正后再保存")
        }
        AppError::NotFound => say("这条记录已经不在了", "请刷新列表后再试"),
        AppError::StillUsed(what) => say(format!("没有删除：{what}"), "请先处理这些记录"),
        AppError::NothingToUndo => say("没有可以撤销的操作", "可以继续录入"),
        AppError::NothingToRedo => say("没有可以重做的操作", "可以继续录入"),
        AppError::Sheet(e, path) => sheet_advice(e, path),
        AppError::Refused(rows) => say(
            format!("有 {rows} 行不能导入，整份表都没有导入"),
            "请改正这些行，或选择跳过它们",
        ),
        AppError::NoTable(path) => say(
            format!("在“{}”里没有认出活动、志愿者、信息员或社区的表", name(path)),
            "请检查表头是否完整",
        ),
        AppError::Paper(e) => say(
            format!("没能生成报表（{e}）"),
            "请重试，仍不行请保留日志并联系维护人员",
        ),
        AppError::Request(what) => say(what.clone(), "请改一改再试"),
        AppError::Data(what) => say(format!("数据文件读不出来：{what}"), "请换一个正确的文件"),
        AppError::Font(fault, path) => font_advice(fault, path),
        AppError::Write { source, path } => write_advice(source, path),
        AppError::Audit(found) => audit_advice(found),
        AppError::Pack(e, path) => pack_advice(e, path),
        AppError::Drifted(title, what) => say(
            format!("{title}上报后数据有变动：{what}"),
            "用 --corrections 看改了什么，需要时重新上报",
        ),
        AppError::NoKeyFile(path) => say(
            format!("找不到“{}”，只有密码打不开", name(path)),
            "请把它放回台账旁边，或输入恢复码",
        ),
        AppError::KeyFile(PackError::WrongPassword, _) => {
            say("密码不对", "请再输入一次；忘了密码，输入恢复码")
        }
        AppError::KeyFile(_, path) => say(
            format!("“{}”已经损坏，读不出来", name(path)),
            "请从备份文件夹找回它，或输入恢复码",
        ),
        AppError::Handover(e, path) => handover_advice(e, path),
        AppError::Conflicts(count) => say(
            format!("有 {count} 处两边都改过，没有并入任何内容"),
            "请逐处决定用哪一边的，命令里用 --prefer mine 或 --prefer theirs",
        ),
        AppError::Cancelled => say("已取消", "没有改动任何数据"),
        AppError::Elsewhere(advice) => advice.clone(),
    }
}

fn audit_advice(found: &[Contradiction]) -> Advice {
    let listed = |level: &str| -> Vec<String> {
        let some = found.iter().filter(|c| c.level == level);
        some.map(|c| format!("{}：{}", c.title, c.what)).collect()
    };
    let (what, all, next) = match (listed(FAULT), listed(DOUBT)) {
        (faults, doubts) if faults.is_empty() => (
            "处需要核实的还没有说明",
            doubts,
            "请改正，或写明情况属实的说明",
        ),
        (faults, _) => ("处错误", faults, "请改正后再上报"),
    };
    let few: Vec<&str> = all.iter().take(5).map(String::as_str).collect();
    let more = if all.len() > few.len() { "等" } else { "" };
    say(
        format!(
            "没有上报：有 {} {what}（{}{more}）",
            all.len(),
            few.join("；")
        ),
        next,
    )
}

fn pack_advice(error: &PackError, path: &Path) -> Advice {
    let file = name(path);
    let again = "请让上报单位重新发一份，本单位的数据没有改动";
    let part = |inside: &str| {
        if inside.is_empty() {
            "目录".to_owned()
        } else {
            format!("“{inside}”")
        }
    };
    match error {
        PackError::NotAPack => say(format!("“{file}”不是上报包"), "请选 .kepuup 文件"),
        PackError::Broken(_) => say(format!("“{file}”不完整，读不出来"), again),
        PackError::Changed { inside } => {
            say(format!("“{file}”里的{}已损坏或被改动", part(inside)), again)
        }
        PackError::Missing { inside } => say(format!("“{file}”里缺少{}", part(inside)), again),
        PackError::Name { inside } => {
            say(format!("“{file}”里有不该有的文件{}", part(inside)), again)
        }
        PackError::TooMuch { inside } => say(
            format!("“{file}”里的{}超过了上报包的限度", part(inside)),
            again,
        ),
        PackError::Record { inside, .. } => say(
            format!("“{file}”里的{}有不能接收的记录", part(inside)),
            again,
        ),
        PackError::Newer { .. } => say(
            format!("“{file}”是用更新版本的程序做的"),
            "请先升级本程序，本单位的数据没有改动",
        ),
        PackError::Cancelled => say("已取消", "没有改动任何数据"),
        PackError::NeedsPassword => say(
            format!("“{file}”加了密码，还没有打开"),
            "请向上报单位问密码，命令里用 --password-stdin 给出",
        ),
        PackError::WrongPassword => say(
            format!("“{file}”的密码不对，没有打开"),
            "请核对密码再试，大小写要一致",
        ),
        PackError::Encrypted => say(
            format!("“{file}”的加密方式不是本程序的"),
            "请让上报单位用本程序的密码，或去掉压缩密码再发",
        ),
        PackError::Io(source) => match source.kind() {
            std::io::ErrorKind::NotFound => say(format!("找不到“{file}”"), "请检查它是否被移走"),
            _ => say(
                format!("没能读取“{file}”"),
                "请检查文件是否还在、是否被占用",
            ),
        },
    }
}

fn handover_advice(error: &PackError, path: &Path) -> Advice {
    let file = name(path);
    let again = "请让移交人重新做一份，这台电脑上什么都没有留下";
    let part = |inside: &str| {
        if inside.is_empty() {
            "目录".to_owned()
        } else {
            format!("“{inside}”")
        }
    };
    match error {
        PackError::Cancelled => say("已取消", "没有改动任何数据"),
        PackError::NeedsPassword | PackError::WrongPassword => say(
            format!("“{file}”是加了密码的上报包，不是交接文件"),
            "请选扩展名是 .kepuall 的文件",
        ),
        PackError::NotAPack => say(
            format!("“{file}”不是交接文件"),
            "请选 .kepuall 文件；上报包请到“上报汇总”的“收包”里收",
        ),
        PackError::Broken(_) => say(format!("“{file}”不完整，读不出来"), again),
        PackError::Changed { inside } | PackError::Record { inside, .. } => {
            say(format!("“{file}”里的{}已损坏或被改动", part(inside)), again)
        }
        PackError::Missing { inside } => say(format!("“{file}”里缺少{}", part(inside)), again),
        PackError::Name { inside } => {
            say(format!("“{file}”里有不该有的文件{}", part(inside)), again)
        }
        PackError::TooMuch { inside } => say(
            format!("“{file}”里的{}超过了交接文件的限度", part(inside)),
            again,
        ),
        PackError::Newer { .. } => say(
            format!("“{file}”是用更新版本的程序做的"),
            "请先升级本程序，再接收",
        ),
        PackError::Encrypted => say(format!("“{file}”加了密码"), "请让移交人去掉压缩密码再发"),
        PackError::Io(_) => say(
            format!("没能读取“{file}”"),
            "请检查文件是否还在、是否被占用",
        ),
    }
}

fn full(missing: Option<u64>, so: &str) -> String {
    match missing {
        Some(bytes) => format!("磁盘已满，还差 {} MB，{so}", bytes.div_ceil(1 << 20)),
        None => format!("磁盘已满，{so}"),
    }
}

fn write_advice(source: &std::io::Error, path: &Path) -> Advice {
    use std::io::ErrorKind;
    let held =
        source.kind() != ErrorKind::PermissionDenied && crate::store::rename::is_held(source);
    match source.kind() {
        _ if held => say(
            "这个文件正在被别的程序使用，没有保存",
            "请先关闭它，或换一个名字",
        ),
        // Replacing a file that another program has open is refused like this, too.
        ErrorKind::PermissionDenied if path.is_file() => say(
            format!("“{}”正在被别的程序使用，或不允许改写，没有保存", name(path)),
            "请先关闭它，或换一个名字",
        ),
        ErrorKind::PermissionDenied => say(
            format!("这个文件夹不允许写入，没有保存“{}”", name(path)),
            "请换一个位置",
        ),
        ErrorKind::IsADirectory => say(
            format!("那里已有一个叫“{}”的文件夹，没有保存", name(path)),
            "请换一个名字",
        ),
        ErrorKind::InvalidFilename => say("文件名不能用，没有保存", "请换一个短些的名字"),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            let missing = crate::store::room::missing_of(source);
            say(full(missing, "没有写完"), "请清理磁盘后再试")
        }
        ErrorKind::ReadOnlyFilesystem => say("这个磁盘是只读的，没有保存", "请换一个位置"),
        ErrorKind::NotFound => say("要保存到的文件夹不存在", "请换一个位置"),
        _ => say(format!("没能写入“{}”", name(path)), "请换一个位置再试"),
    }
}

/// Why a font can't be used, and what to do.
pub fn font_advice(fault: &FontFault, path: &Path) -> Advice {
    let file = name(path);
    match fault {
        FontFault::Unreadable(_) => say(
            format!("没能读取字体文件“{file}”"),
            "请检查它是否被移走，或另选一个",
        ),
        FontFault::Broken => say(
            format!("“{file}”不是完好的字体文件"),
            "请另选一个，或重新安装这个字体",
        ),
        FontFault::Restricted => say(
            format!("“{file}”的版权设置不允许嵌入文件"),
            "请另选一个，或继续用内置字体",
        ),
        FontFault::Incomplete(missing) => say(
            format!("“{file}”缺 {missing} 个常用汉字，印出来字体会混杂"),
            "请另选一个，或继续用内置字体",
        ),
    }
}

/// What is said of a backup, by whoever makes it.
pub fn made_line(copy: &Path) -> String {
    // Whoever reads it may work in another folder.
    let copy = std::path::absolute(copy).unwrap_or_else(|_| copy.to_owned());
    format!("已备份并核对：{}", copy.display())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Error;
    use std::io::ErrorKind;

    fn told(kind: ErrorKind, path: &Path) -> String {
        advice(&AppError::Write {
            source: Error::from(kind),
            path: path.to_owned(),
        })
        .to_string()
    }

    #[test]
    fn a_file_that_is_open_elsewhere_is_named_with_a_way_out() {
        let gone = Path::new("/nowhere/台账.pdf");
        assert_eq!(
            told(ErrorKind::ResourceBusy, gone),
            "这个文件正在被别的程序使用，没有保存。请先关闭它，或换一个名字。"
        );
        let file = tempfile::NamedTempFile::new().unwrap();
        let said = told(ErrorKind::PermissionDenied, file.path());
        assert!(said.contains("正在被别的程序使用"), "{said}");
        assert!(said.ends_with("请先关闭它，或换一个名字。"), "{said}");
        assert_eq!(
            told(ErrorKind::PermissionDenied, gone),
            "这个文件夹不允许写入，没有保存“台账.pdf”。请换一个位置。"
        );
    }

    #[cfg(windows)]
    #[test]
    fn a_sharing_violation_of_windows_is_known() {
        for code in [32, 33] {
            let error = Error::from_raw_os_error(code);
            let told = write_advice(&error, Path::new("台账.pdf")).to_string();
            assert!(told.contains("正在被别的程序使用"), "{told}");
        }
    }
}
