//! `text`: the text reports (R1, R2, R13, R24) as plain text: draft, keep, edit in any editor, bring figures up to date.

use super::open;
use super::open_to_read;
use crate::app::AppError;
use crate::app::Clock;
use crate::app::Command;
use crate::app::Office;
use crate::app::paper::Kind;
use crate::app::paper::Request;
use crate::model::Period;
use crate::model::Record as _;
use crate::model::day;
use crate::model::papers::Document;
use clap::Args;
use std::path::Path;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct Text {
    /// 数据文件
    file: PathBuf,
    /// 报表编号：R1 总结、R2 计划、R13 主题活动总结、R24 简报
    report: String,
    /// 年，如 2025；不写取今年
    #[arg(long, group = "period")]
    year: Option<i16>,
    /// 从哪天，与 --to 一起用
    #[arg(long, group = "period", requires = "to")]
    from: Option<String>,
    /// 到哪天
    #[arg(long, requires = "from")]
    to: Option<String>,
    /// 主题日（R13）
    #[arg(long)]
    theme: Option<String>,
    /// 活动编号（R24）
    #[arg(long)]
    event: Option<String>,
    /// 存为文稿；已有的不重新起草
    #[arg(long)]
    save: bool,
    /// 用这个文本文件代替正文并保存
    #[arg(long, value_name = "TXT")]
    set: Option<PathBuf>,
    /// 把正文里的数改成台账现在的数并保存
    #[arg(long)]
    renew: bool,
    /// 不用已存的文稿，重新起草
    #[arg(long)]
    fresh: bool,
}

pub(super) fn run(a: &Text) -> Result<(), AppError> {
    let kind = Kind::read(&a.report)
        .filter(|k| k.is_text())
        .ok_or_else(|| {
            AppError::Request(format!(
                "{} 不是文字报表，可以用 R1、R2、R13、R24",
                a.report
            ))
        })?;
    let writes = a.save || a.renew || a.set.is_some();
    let mut office = if writes {
        open(&a.file)?
    } else {
        open_to_read(&a.file)?
    };
    let request = request(a, kind, &office)?;
    let mut document = if a.fresh {
        office.draft_text(&request)?
    } else {
        used(&office, &request)?
    };
    if let Some(path) = &a.set {
        document.text = plain_text(path)?;
    }
    if a.renew {
        document = office.renew_text(&request, &document)?;
    }
    if writes {
        let title = document.title.clone();
        office.run(Command::Save(Box::new(document.wrap())))?;
        println!("已存为文稿“{title}”。");
        return Ok(());
    }
    println!("{}\n\n{}", document.title, document.text);
    let shown = office.report(&Request {
        document: Some(Box::new(document)),
        ..request
    })?;
    for remark in &shown.remarks {
        eprintln!("{remark}");
    }
    Ok(())
}

/// A text file in UTF-8, with or without its mark.
fn plain_text(path: &Path) -> Result<String, AppError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let bytes = std::fs::read(path).map_err(|_| AppError::Request(format!("没能读取“{name}”")))?;
    let text = String::from_utf8(bytes)
        .map_err(|_| AppError::Request(format!("“{name}”不是 UTF-8 文本，请另存为 UTF-8")))?;
    Ok(text.trim_start_matches('\u{FEFF}').to_owned())
}

/// The text the report would print: the saved one, else a draft.
fn used(office: &Office, request: &Request) -> Result<Document, AppError> {
    let document = office.report(request)?.document;
    document.map(|d| *d).ok_or(AppError::NotFound)
}

fn request(a: &Text, kind: Kind, office: &Office) -> Result<Request, AppError> {
    let unclear = || AppError::Request("日期写得不对，如 --from 2025-05-24 --to 2025-05-31".into());
    let read = |t: &str| day::read_day(t, None).ok().flatten().ok_or_else(unclear);
    let period = match (&a.from, &a.to) {
        (Some(from), Some(to)) => Period::spanning(read(from)?, read(to)?),
        _ => Period::year(a.year.unwrap_or_else(|| Clock::Computer.today().year())),
    };
    let mut request = Request::of(kind, period.ok_or_else(unclear)?);
    let calendar = &office.directory().book.calendar;
    request.theme_day = a
        .theme
        .as_deref()
        .map(|t| calendar.canonical(t).unwrap_or(t).to_owned());
    request.event = match &a.event {
        Some(id) => Some(
            id.parse()
                .map_err(|_| AppError::Request(format!("“{id}”不是活动编号")))?,
        ),
        None => None,
    };
    Ok(request)
}
