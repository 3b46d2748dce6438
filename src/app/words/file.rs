//! What can go wrong with the office's file, in the clerk's words.

use super::Advice;
use super::full;
use super::name;
use super::say;
use super::write_advice;
use crate::store::StoreError;

pub(super) fn store_advice(error: &StoreError) -> Advice {
    match error {
        StoreError::Gone { path } => say(
            format!("找不到数据文件“{}”", name(path)),
            "请检查它是否被移走，或从备份恢复",
        ),
        StoreError::Empty { path } => say(
            format!("“{}”是空文件，里面没有数据", name(path)),
            "请从备份恢复，原文件没有改动",
        ),
        StoreError::Foreign { path } => say(
            format!("“{}”不是科普台账的数据文件，没有改动它", name(path)),
            "如果它是表格，请先打开或新建台账，再用“导入”",
        ),
        StoreError::TooNew {
            path,
            found,
            newest,
        } => say(
            format!(
                "“{}”是用更新版本的程序保存的（文件格式 {found}，本程序只到 {newest}）",
                name(path)
            ),
            "请升级到保存它的那个版本，文件没有改动",
        ),
        StoreError::Unread { path } => say(
            format!("刚才没能从硬盘读出“{}”，文件是好的，没有改动", name(path)),
            "请再试一次，常这样请换一块硬盘",
        ),
        // Seen in passing and looked into by nobody yet: the next opening does.
        StoreError::Damaged { path, .. } if path.as_os_str().is_empty() => say(
            "数据文件读写出错，没有改动",
            "请重新打开程序，打开时会检查文件",
        ),
        StoreError::Damaged { path, .. } => say(
            format!("“{}”已经损坏，没有写入任何内容", name(path)),
            "请从最近的备份恢复，或抢救还能读出的内容",
        ),
        StoreError::Encrypted { path } => say(
            format!("“{}”加了密码", name(path)),
            "请输入密码；忘了密码，输入恢复码",
        ),
        StoreError::WrongKey { path } => say(
            format!("密码或恢复码打不开“{}”", name(path)),
            "请再输入一次，文件没有改动",
        ),
        StoreError::NoCipher { path } => say(
            format!("“{}”加了密码，这个程序打不开", name(path)),
            "请用正式发布的安装版打开，文件没有改动",
        ),
        StoreError::InUse { who, path } if who.is_empty() => {
            say(format!("“{}”正在别处打开", name(path)), "请先在那里关闭它")
        }
        StoreError::InUse { who, path } => say(
            format!("“{}”已由 {who} 打开", name(path)),
            "请先在那里关闭它",
        ),
        StoreError::ReadOnly { path } => say(
            format!("“{}”是只读的，不能修改", name(path)),
            "可以查看和打印，要修改请另存到本机",
        ),
        StoreError::Exists { path } => say(format!("“{}”已经存在", name(path)), "请换一个名字"),
        StoreError::Full { missing, .. } => say(
            full(*missing, "没有保存"),
            "请清理磁盘后再保存，已填内容还在",
        ),
        StoreError::BadCopy { path, .. } => say(
            format!("备份“{}”没有通过检查", name(path)),
            "请换一份备份，或换一个位置再备份",
        ),
        StoreError::Io { path, source, .. } => write_advice(source, path),
        StoreError::Value(_) | StoreError::Sqlite(_) => say(
            "数据文件读写出错，没有改动",
            "请重新打开程序，仍不行请从备份恢复",
        ),
    }
}
