//! `report` and `reports`: paper without a window.

use super::open;
use super::open_to_read;
use super::period::Span;
use crate::app::AppError;
use crate::app::Issuing;
use crate::app::Office;
use crate::app::paper;
use crate::app::paper::Kind;
use crate::app::paper::Mask;
use crate::app::paper::Notice;
use crate::app::paper::Paper;
use crate::app::paper::Request;
use crate::app::typeface;
use crate::app::typeface::Computer;
use crate::model::Uid;
use crate::model::day;
use clap::Args;
use clap::ValueEnum;
use std::path::PathBuf;

#[derive(Debug, Clone, Copy, ValueEnum)]
enum MaskWord {
    Archive,
    Submit,
    Public,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum PaperWord {
    Portrait,
    Landscape,
    Turned,
}

#[derive(Debug, Args)]
pub(super) struct Make {
    /// 数据文件
    file: PathBuf,
    /// 报表编号，如 R3
    report: String,
    #[command(flatten)]
    period: Span,
    /// 只要这个单位（区的数据文件里）
    #[arg(long)]
    office: Option<String>,
    /// 按这一次上报的期间和单位打印，页脚印校验码；上报后数据变了会印明
    #[arg(long, conflicts_with_all = ["office", "issue"])]
    submission: Option<String>,
    /// 只要这个社区
    #[arg(long)]
    community: Option<String>,
    /// 只要这支服务队
    #[arg(long)]
    team: Option<String>,
    /// 只要这场活动
    #[arg(long)]
    event: Option<String>,
    /// 只要这个人：志愿者或人员编号
    #[arg(long)]
    person: Option<String>,
    /// 出具证明并编号后再打印（只用于 R11）
    #[arg(long)]
    issue: bool,
    /// 证明的用途，与 --issue 一起用
    #[arg(long, requires = "issue", default_value = "")]
    purpose: String,
    /// 公示从哪天，不写取今天
    #[arg(long)]
    notice_from: Option<String>,
    /// 公示到哪天，不写按最少天数算
    #[arg(long)]
    notice_to: Option<String>,
    /// 公示联系人，不写取填表人
    #[arg(long, default_value = "")]
    notice_contact: String,
    /// 公示联系电话，不写取单位电话
    #[arg(long, default_value = "")]
    notice_phone: String,
    /// 只要这个主题日
    #[arg(long)]
    theme: Option<String>,
    /// 存档版、上报版、公示版
    #[arg(long, value_enum, default_value = "submit")]
    mask: MaskWord,
    /// 纸张：纵向、横向、横排于纵向纸
    #[arg(long, value_enum)]
    paper: Option<PaperWord>,
    /// 结果，*.pdf 或 *.xlsx
    #[arg(long)]
    out: PathBuf,
}

pub(super) fn run(a: &Make) -> Result<(), AppError> {
    let kind = Kind::read(&a.report)
        .ok_or_else(|| AppError::Request(format!("没有报表 {}，目录见 reports 命令", a.report)))?;
    let extension = a
        .out
        .extension()
        .map(|e| e.to_string_lossy().to_lowercase())
        .unwrap_or_default();
    if !matches!(extension.as_str(), "pdf" | "xlsx") {
        return Err(AppError::Request("--out 要以 .pdf 或 .xlsx 结尾".into()));
    }
    if a.issue && kind != Kind::Certificates {
        return Err(AppError::Request("--issue 只用于 R11".into()));
    }
    // A number is used on the file itself or not at all, never on a copy of it.
    let mut office = if a.issue {
        open(&a.file)?
    } else {
        open_to_read(&a.file)?
    };
    let mut request = request(a, kind, &office)?;
    let submission = a
        .submission
        .as_deref()
        .map(|code| office.submission_of_code(code));
    let submission = submission.transpose()?;
    if let Some(submission) = &submission {
        if a.period.is_given() {
            return Err(AppError::Request("期间按上报的来，不要再写".into()));
        }
        request.period = submission.period().ok_or(AppError::NotFound)?;
        let own = submission.office == office.ledger().home;
        request.office = Some(submission.office).filter(|_| !own);
    }
    if a.issue {
        let done = office.issue(&Issuing {
            person: request.person,
            community: request.community,
            team: request.team,
            purpose: a.purpose.clone(),
            ..Issuing::of(request.period.clone())
        })?;
        println!("{}。", done.label);
    }
    let mut report = office.report(&request)?;
    if let Some(submission) = &submission {
        report.foot = office.foot_of(submission)?;
        let now = office.verify(submission)?;
        if !now.holds() {
            eprintln!(
                "上报后数据有变动：{}。页脚已印明，不是上报时的数。",
                now.words()
            );
        }
    }
    if extension == "xlsx" {
        paper::save(&paper::workbook(&report)?, &a.out)?;
        println!("已生成 {}。", a.out.display());
        return Ok(());
    }
    for remark in &report.remarks {
        eprintln!("{remark}");
    }
    let meta = office.meta(&report);
    typeface::follow(Computer::this());
    let mut laid = paper::lay_out(report, meta, &mut |_| true)?;
    office.name_undrawable(&mut laid);
    for one in &laid.undrawable {
        eprintln!("{one}。");
    }
    for one in &laid.stand_ins {
        tracing::info!(%one, "font of paper");
    }
    let odd = office.before_printing(&request);
    if !odd.is_empty() {
        eprintln!("打印前核对：{} 处待核实，用 check 命令查看。", odd.len());
    }
    paper::save(&paper::pdf(&laid)?, &a.out)?;
    println!("已生成 {}，共 {} 页。", a.out.display(), laid.pages.len());
    Ok(())
}

fn request(a: &Make, kind: Kind, office: &Office) -> Result<Request, AppError> {
    let names = office.directory();
    let refuse = |what: String| AppError::Request(what);
    let mut request = Request::of(kind, a.period.read()?);
    request.office = a
        .office
        .as_deref()
        .map(|o| office.office_named(o))
        .transpose()?;
    request.community = a
        .community
        .as_deref()
        .map(|c| names.community(c))
        .transpose()
        .map_err(refuse)?
        .flatten();
    request.team = a
        .team
        .as_deref()
        .map(|t| names.team(t))
        .transpose()
        .map_err(refuse)?
        .flatten();
    request.event = match &a.event {
        Some(id) => Some(
            id.parse()
                .map_err(|_| AppError::Request(format!("“{id}”不是活动编号")))?,
        ),
        None => None,
    };
    request.person = match &a.person {
        Some(id) => Some(person(office, id)?),
        None => None,
    };
    let notice_day = |text: &Option<String>| match text {
        Some(text) => day::read_day(text, None)
            .map_err(|fault| AppError::Request(format!("公示日期“{text}”：{fault}"))),
        None => Ok(None),
    };
    request.notice = Notice {
        from: notice_day(&a.notice_from)?,
        to: notice_day(&a.notice_to)?,
        contact: a.notice_contact.clone(),
        phone: a.notice_phone.clone(),
    };
    if let (Some(from), Some(to)) = (request.notice.from, request.notice.to)
        && to < from
    {
        return Err(AppError::Request("公示的结束日期早于开始日期".into()));
    }
    request.theme_day = a
        .theme
        .as_deref()
        .map(|t| names.book.calendar.canonical(t).unwrap_or(t).to_owned());
    request.mask = match a.mask {
        MaskWord::Archive => Mask::Archive,
        MaskWord::Submit => Mask::Submit,
        MaskWord::Public => Mask::Public,
    };
    request.paper = a.paper.map(|p| match p {
        PaperWord::Portrait => Paper::Portrait,
        PaperWord::Landscape => Paper::Landscape,
        PaperWord::Turned => Paper::Turned,
    });
    Ok(request)
}

// The lists show volunteers by their role; either number means the same human being.
fn person(office: &Office, id: &str) -> Result<Uid, AppError> {
    let uid: Uid = id
        .parse()
        .map_err(|_| AppError::Request(format!("“{id}”不是人员编号")))?;
    let ledger = office.ledger();
    if ledger.people.contains_key(&uid) {
        return Ok(uid);
    }
    let volunteer = ledger.volunteers.get(&uid).map(|v| v.person);
    let officer = ledger.officers.get(&uid).map(|o| o.person);
    volunteer
        .or(officer)
        .ok_or_else(|| AppError::Request(format!("没有编号为“{id}”的人")))
}

#[derive(Debug, Args)]
pub(super) struct Reports {
    /// 数据文件；只看目录时不写
    file: Option<PathBuf>,
    /// 写出这张报表的调整和全部栏目（TOML），如 R3
    #[arg(long, group = "deed", requires = "file")]
    show: Option<String>,
    /// 按这份 TOML 调整报表，可含几张报表
    #[arg(long, group = "deed", requires = "file")]
    set: Option<PathBuf>,
    /// 这张报表恢复默认
    #[arg(long, group = "deed", requires = "file")]
    reset: Option<String>,
}

pub(super) fn reports(a: &Reports) -> Result<(), AppError> {
    let Some(file) = &a.file else {
        return catalogue();
    };
    let kind = |id: &str| {
        Kind::read(id)
            .ok_or_else(|| AppError::Request(format!("没有报表 {id}，目录见 reports 命令")))
    };
    if let Some(id) = &a.show {
        let kind = kind(id)?;
        print!("{}", open_to_read(file)?.adjustment_as_toml(kind)?);
        return Ok(());
    }
    if let Some(id) = &a.reset {
        let kind = kind(id)?;
        super::open(file)?.set_report(kind, None)?;
        println!("{} 已恢复默认。", kind.id());
        return Ok(());
    }
    let Some(path) = &a.set else {
        return catalogue();
    };
    let text = std::fs::read_to_string(path).map_err(|source| AppError::Write {
        source,
        path: path.clone(),
    })?;
    let (kinds, unknown) = super::open(file)?.take_adjustments(&text)?;
    for column in unknown {
        eprintln!("现在没有栏目“{column}”，已记下，有了就照办。");
    }
    let ids: Vec<&str> = kinds.into_iter().map(Kind::id).collect();
    println!("已调整 {}。", ids.join("、"));
    Ok(())
}

fn catalogue() -> Result<(), AppError> {
    let catalogue = paper::catalogue()?;
    for kind in Kind::ALL {
        let entry = catalogue.entry(kind);
        println!(
            "{}  {}（{}）：{}",
            entry.id,
            entry.title,
            entry.paper().label(),
            entry.about
        );
    }
    Ok(())
}
