//! `submissions`, `return`: what went up and what changed since, who has not sent anything, and the way back.

use super::open;
use super::open_to_read;
use super::pack::is_new_pack;
use super::pack::json_of;
use super::pack::tell_figures;
use super::period::Span;
use super::print_json;
use crate::app::AppError;
use crate::app::Office;
use crate::app::outfile;
use crate::app::outfile::Way;
use crate::app::paper;
use crate::app::submit::Corrections;
use crate::app::submit::NoteWish;
use crate::model::papers::Submission;
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct Submissions {
    /// 数据文件
    file: PathBuf,
    /// 列出这一次上报之后的更正（校验码）
    #[arg(long)]
    corrections: Option<String>,
    /// 核对本台账是否仍是这一次上报的数据（校验码）
    #[arg(long, conflicts_with = "corrections")]
    verify: Option<String>,
    /// 更正说明写成文件，*.pdf 或 *.xlsx
    #[arg(long, requires = "corrections")]
    out: Option<PathBuf>,
    /// 列出这段时间还没有上报的单位
    #[arg(long)]
    missing: bool,
    /// 应报单位的名单，如 湖滨街道办事处,岳山街道办事处；写了就记在数据文件里
    #[arg(long, value_delimiter = ',')]
    expect: Option<Vec<String>>,
    #[command(flatten)]
    period: Span,
    /// 输出给程序读的 JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn submissions(a: &Submissions) -> Result<(), AppError> {
    if let Some(names) = &a.expect {
        let mut office = open(&a.file)?;
        office.expect_offices(names)?;
        println!("应报单位 {} 个。", office.expected_offices().len());
        return Ok(());
    }
    let office = open_to_read(&a.file)?;
    if a.missing {
        return missing(&office, a);
    }
    let all = office.submissions(None);
    if let Some(code) = &a.corrections {
        let one = office.submission_of_code(code)?;
        if let Some(out) = &a.out {
            let report = office.corrections_report(&one)?;
            let meta = office.meta(&report);
            let laid = paper::lay_out(report, meta, &mut |_| true)?;
            outfile::write(&laid, &Way::File(out.clone()))?;
            println!("更正说明已写入 {}。", out.display());
            return Ok(());
        }
        return corrections(&office, &one, a.json);
    }
    if let Some(code) = &a.verify {
        return verify(&office, &office.submission_of_code(code)?, a.json);
    }
    if a.json {
        return print_json(&all.iter().map(json_of).collect::<Vec<_>>());
    }
    for s in &all {
        let unit = office
            .ledger()
            .offices
            .get(&s.office)
            .map(|o| o.name.clone());
        let day = s.day.map(|d| d.to_string()).unwrap_or_default();
        let records: u64 = s.counted().values().sum();
        let unit = unit.unwrap_or_default();
        println!(
            "{day} {unit} {} 记录 {records} 条 校验码 {} {}",
            s.title, s.check_code, s.addressee
        );
    }
    println!("共 {} 次。", all.len());
    Ok(())
}

// Exit code 1 when the ledger holds something else: a script must not have to read Chinese.
fn verify(office: &Office, submission: &Submission, json: bool) -> Result<(), AppError> {
    let found = office.verify(submission)?;
    if json {
        print_json(&serde_json::json!({
            "check_code": submission.check_code, "holds": found.holds(), "changed": found.changed, "new": found.new,
            "gone": found.gone, "figures": found.figures,
        }))?;
    }
    if found.holds() {
        if !json {
            println!(
                "{}：本台账与上报时一致，校验码 {}。",
                submission.title, submission.check_code
            );
        }
        return Ok(());
    }
    Err(AppError::Drifted(submission.title.clone(), found.words()))
}

fn missing(office: &Office, a: &Submissions) -> Result<(), AppError> {
    let period = a.period.read()?;
    let mut rows = office.received(&period);
    let all = rows.len();
    rows.retain(|r| r.submission.is_none());
    let names: Vec<&str> = rows.iter().map(|r| r.name.as_str()).collect();
    if a.json {
        return print_json(&serde_json::json!({
            "period": period, "expected": all, "missing": names,
        }));
    }
    for name in &names {
        println!("{name}");
    }
    println!(
        "{}：应报 {all} 个单位，未报 {} 个。",
        period.label,
        names.len()
    );
    Ok(())
}

#[derive(Debug, Args)]
pub(super) struct Return {
    /// 区的数据文件
    file: PathBuf,
    /// 退回哪一次上报（校验码，见 submissions）
    #[arg(long)]
    submission: String,
    /// 对整份上报的意见
    #[arg(long)]
    note: Vec<String>,
    /// 对一条记录的意见：记录编号=意见，可以写几次
    #[arg(long)]
    about: Vec<String>,
    /// 退回的包，*.kepuup，发给那个单位收
    #[arg(long)]
    out: PathBuf,
    /// 输出给程序读的 JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn send_back(a: &Return) -> Result<(), AppError> {
    is_new_pack(&a.out)?;
    let mut wishes: Vec<NoteWish> = Vec::new();
    for text in &a.note {
        wishes.push(NoteWish {
            text: text.clone(),
            ..NoteWish::default()
        });
    }
    for about in &a.about {
        let parted = about.split_once('=');
        let read = parted.and_then(|(uid, text)| Some((uid.trim().parse().ok()?, text)));
        let (uid, text) = read.ok_or_else(|| {
            AppError::Request(format!("--about 要写成 记录编号=意见，这里是“{about}”"))
        })?;
        wishes.push(NoteWish {
            about: Some(uid),
            text: text.to_owned(),
            ..NoteWish::default()
        });
    }
    let mut office = open(&a.file)?;
    let submission = office.submission_of_code(&a.submission)?;
    let sent = office.send_back(&submission, &wishes, &a.out)?;
    if a.json {
        return print_json(&serde_json::json!({
            "office": sent.office, "submission": json_of(&sent.submission), "notes": sent.notes,
        }));
    }
    println!(
        "已生成退回包 {}：退给{}，{}，意见 {} 条。",
        a.out.display(),
        sent.office,
        sent.submission.title,
        sent.notes.len()
    );
    Ok(())
}

fn corrections(office: &Office, submission: &Submission, json: bool) -> Result<(), AppError> {
    let Corrections { figures, records } = office.corrections(submission)?.masked();
    if json {
        return print_json(&serde_json::json!({ "figures": figures, "records": records }));
    }
    println!("更正说明：{} 上报之后", submission.title);
    tell_figures("指标", &figures);
    for r in &records {
        println!("  {}{} {}", r.what, r.kind, r.title);
        for f in &r.fields {
            println!("      {}：“{}” → “{}”", f.label, f.before, f.after);
        }
    }
    println!("指标 {} 项，记录 {} 条。", figures.len(), records.len());
    Ok(())
}
