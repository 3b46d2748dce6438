//! What can go wrong with a foreign sheet, in the clerk's words.

use super::Advice;
use super::name;
use super::say;
use crate::exchange::Content;
use crate::exchange::ForeignError;
use std::path::Path;

pub(super) fn sheet_advice(error: &ForeignError, path: &Path) -> Advice {
    let file = name(path);
    match error {
        ForeignError::Cancelled {} => say("已取消", "没有改动任何数据"),
        ForeignError::Empty {} => say(format!("“{file}”是空文件"), "请换一份表格"),
        ForeignError::TooLarge { .. } => say(format!("“{file}”太大，读不进来"), "请拆成几份再导入"),
        ForeignError::Password { .. } => {
            say(format!("“{file}”加了密码"), "请先在表格软件里去掉密码")
        }
        ForeignError::NotASheet { what } => content_advice(*what, &file),
        ForeignError::Unsupported { .. } => {
            say(format!("不认识“{file}”这种格式"), "请另存为 xlsx 再导入")
        }
        ForeignError::Damaged { .. } => say(
            format!("“{file}”已经损坏，读不出来"),
            "请用表格软件打开并另存一份",
        ),
        ForeignError::TimedOut { .. } | ForeignError::OutOfMemory { .. } => say(
            format!("读取“{file}”太久或太占内存，已停止"),
            "请用表格软件另存一份再导入",
        ),
        ForeignError::Crashed { .. } => say(
            format!("“{file}”的内容有问题，读到一半停了"),
            "请用表格软件打开并另存一份再导入",
        ),
        ForeignError::Stopped { .. } => say(
            format!("读取“{file}”时被系统或安全软件中止"),
            "请关掉一些程序再试，仍不行请在安全软件里信任本程序",
        ),
        ForeignError::Io { .. } | ForeignError::WorkerFailed { .. } => say(
            format!("没能读取“{file}”"),
            "请检查文件是否还在、是否被占用",
        ),
    }
}

fn content_advice(what: Content, file: &str) -> Advice {
    let other = "请选 xlsx、xls、et、ods 或 csv 文件";
    match what {
        Content::Word => say(
            format!("“{file}”是文字文档，不是表格"),
            "请把里面的表格复制到表格软件，另存为 xlsx 再导入",
        ),
        Content::Slides => say(format!("“{file}”是演示文稿，不是表格"), other),
        Content::Pdf => say(
            format!("“{file}”是 PDF 文件，不是表格"),
            "请向对方要表格的原件",
        ),
        Content::Picture => say(
            format!("“{file}”是图片，不是表格"),
            "请向对方要表格的原件，照片请放到活动的附件里",
        ),
        Content::Program => say(
            format!("“{file}”是程序安装包，不是表格"),
            "请不要打开它，并核对文件来源",
        ),
        Content::Page => say(format!("“{file}”是网页，里面没有表格，不是表格文件"), other),
        Content::Numbers => say(
            format!("“{file}”是苹果电脑的表格，这里读不了"),
            "请让对方导出为 xlsx",
        ),
        Content::Pack => say(
            format!("“{file}”是上报包，不是表格"),
            "请到“上报汇总”的“收包”里收",
        ),
        Content::Archive(0) => say(
            format!("“{file}”是压缩包，不是表格"),
            "请先解压，再导入里面的表格",
        ),
        Content::Archive(sheets) => say(
            format!("“{file}”是压缩包，里面有 {sheets} 份表格"),
            "请先解压，再一起选中这些表格导入",
        ),
        Content::Unknown => say(format!("“{file}”不是表格"), other),
    }
}
