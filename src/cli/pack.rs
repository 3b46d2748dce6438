//! `pack`, `merge`: records on their way to the district, and to the office's second laptop.

use super::open;
use super::open_to_read;
use super::period::Span;
use super::print_json;
use crate::app::AppError;
use crate::app::exposure::masked_conflict;
use crate::app::merge::Bad;
use crate::app::merge::Conflict;
use crate::app::merge::Decisions;
use crate::app::merge::Preview;
use crate::app::merge::Side;
use crate::app::merge::arrive;
use crate::app::paper::Kind;
use crate::app::progress::Progress;
use crate::app::submit::PackWishes;
use crate::app::submit::Password;
use crate::model::papers::Submission;
use clap::Args;
use clap::ValueEnum;
use std::path::Path;
use std::path::PathBuf;

#[derive(Debug, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of the command line"
)]
pub(super) struct Make {
    /// 数据文件
    file: PathBuf,
    #[command(flatten)]
    period: Span,
    /// 报送单位，不写取单位信息里的上级单位
    #[arg(long, default_value = "")]
    addressee: String,
    /// 带上照片和附件
    #[arg(long)]
    photos: bool,
    /// 带上报表的 PDF 和 xlsx，如 R3,R9
    #[arg(long, value_delimiter = ',')]
    reports: Vec<String>,
    /// 带上身份证号、电话和监护人（默认不带）
    #[arg(long)]
    personal: bool,
    /// 还没有说明的核实事项都写上这句说明
    #[arg(long, default_value = "")]
    note: String,
    #[arg(
        long,
        help = "从标准输入读一行密码，给上报包加密；也可用环境变量 KEPU_PACK_PASSWORD"
    )]
    password_stdin: bool,
    /// 上报包，*.kepuup
    #[arg(long)]
    out: PathBuf,
    /// 输出给程序读的 JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn make(a: &Make) -> Result<(), AppError> {
    is_new_pack(&a.out)?;
    let kinds = a.reports.iter().map(|id| {
        Kind::read(id)
            .ok_or_else(|| AppError::Request(format!("没有报表 {id}，目录见 reports 命令")))
    });
    let wishes = PackWishes {
        addressee: a.addressee.clone(),
        photos: a.photos,
        reports: kinds.collect::<Result<_, _>>()?,
        personal: a.personal,
        password: password(a.password_stdin)?,
        note: a.note.clone(),
        ..PackWishes::of(a.period.read()?)
    };
    let mut office = open(&a.file)?;
    let done = office.submission(&wishes, &a.out)?;
    if a.json {
        return print_json(&json_of(&done.submission));
    }
    let s = &done.submission;
    let records: u64 = s.counted().values().sum();
    println!(
        "已生成上报包 {}：{}，记录 {records} 条，照片和附件 {} 份，{} 字节。",
        a.out.display(),
        s.title,
        done.photos,
        done.bytes
    );
    println!("校验码 {}", s.check_code);
    match (&wishes.password, a.personal) {
        (Some(_), _) => println!("已加密码，请用别的途径把密码告诉收包的人。"),
        (None, true) => println!("包里有证件号和电话，建议加密码：--password-stdin。"),
        (None, false) => {}
    }
    for remark in &done.remarks {
        println!("{remark}。");
    }
    Ok(())
}

/// Where a script hands the password over, for making and for taking in.
const VARIABLE: &str = "KEPU_PACK_PASSWORD";

// From the standard input when asked to, else from the environment. Never as an argument, which every process can read.
pub(super) fn password(from_input: bool) -> Result<Option<Password>, AppError> {
    let typed = if from_input {
        let mut line = String::new();
        std::io::stdin()
            .read_line(&mut line)
            .map_err(|_| AppError::Request("没能从标准输入读到密码".into()))?;
        Some(line)
    } else {
        std::env::var(VARIABLE).ok().filter(|v| !v.is_empty())
    };
    let password = typed.as_deref().map(Password::new);
    if password == Some(Password::new("")) {
        return Err(AppError::Request("标准输入里没有密码".into()));
    }
    Ok(password)
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum SideWord {
    Mine,
    Theirs,
}

#[derive(Debug, Args)]
pub(super) struct Merge {
    /// 数据文件（区的，或本单位的另一台电脑）
    file: PathBuf,
    /// 上报包或区里退回的包，一份、几份或文件夹；几份算一步，有一份不行就都不写入
    #[arg(required = true)]
    packs: Vec<PathBuf>,
    /// 只看会有什么变化，不写入
    #[arg(long)]
    dry_run: bool,
    /// 两边都改过的，用这边的（mine）还是包里的（theirs）
    #[arg(long, value_enum)]
    prefer: Option<SideWord>,
    #[arg(
        long,
        help = "从标准输入读一行密码，打开加了密码的包；也可用环境变量 KEPU_PACK_PASSWORD"
    )]
    password_stdin: bool,
    /// 输出给程序读的 JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn merge(a: &Merge) -> Result<(), AppError> {
    let decisions = Decisions {
        all: a.prefer.map(|side| match side {
            SideWord::Mine => Side::Mine,
            SideWord::Theirs => Side::Theirs,
        }),
        ..Decisions::default()
    };
    let mut office = if a.dry_run {
        open_to_read(&a.file)?
    } else {
        open(&a.file)?
    };
    let passwords: Vec<Password> = password(a.password_stdin)?.into_iter().collect();
    let mut arrived = arrive(&a.packs, &passwords, &Progress::default())?;
    // The first that can't be read keeps all out; the rest is judged before anything is written.
    if let Some(at) = arrived.iter().position(|p| p.pack.is_err())
        && let Err(error) = arrived.remove(at).pack
    {
        return Err(error);
    }
    let mut shown = Vec::new();
    for judged in office.preview_packs(&arrived, &decisions) {
        let preview = match judged.preview {
            Ok(preview) => preview,
            Err(advice) => return Err(AppError::Request(advice.what)),
        };
        if a.json {
            shown.push(json_of_preview(&preview));
        } else {
            tell(&preview);
        }
    }
    if !a.dry_run {
        let done = office.take_packs(&mut arrived, &decisions, Bad::Refuse)?;
        if !a.json {
            match done.records {
                0 => println!("没有需要写入的变化。"),
                n => println!("{}，写入 {n} 条，一次撤销可全部退回。", done.label),
            }
        }
    }
    if a.json { print_json(&shown) } else { Ok(()) }
}

fn tell(p: &Preview) {
    if let Some(by) = &p.returned_by {
        println!("{by}退回 {} {}：", p.office, p.submission.title);
        for note in &p.notes {
            println!("  {}", note.line());
        }
        if p.known {
            println!("这些意见以前收过。");
        }
        return;
    }
    println!(
        "{} {}，校验码 {}",
        p.office, p.submission.title, p.submission.check_code
    );
    if p.known {
        println!("这一份以前并入过。");
    }
    for (table, t) in &p.plan.tables {
        println!(
            "  {}：新增 {}，修改 {}，相同 {}，保留 {}，退回 {}，冲突 {}",
            table.label(),
            t.new,
            t.changed,
            t.same,
            t.kept,
            t.gone,
            t.conflicts
        );
    }
    for c in p.plan.conflicts.iter().map(masked_conflict) {
        for f in &c.fields {
            println!(
                "  冲突 {} {} {}：这里“{}”，包里“{}”",
                c.kind, c.title, f.label, f.mine, f.theirs
            );
        }
    }
    tell_figures("与上次上报相比", &p.figures);
    for remark in &p.remarks {
        println!("  {remark}。");
    }
}

pub(super) fn tell_figures(heading: &str, figures: &[crate::app::submit::FigureChange]) {
    let word =
        |value: Option<f64>| value.map_or_else(|| "无".into(), crate::model::number::decimal);
    for f in figures {
        println!(
            "  {heading} {}：{} → {} {}",
            f.name,
            word(f.before),
            word(f.after),
            f.unit
        );
    }
}

// A pack that went up may be the only copy of what the district has; nobody is there to ask whether it may be replaced.
pub(super) fn is_new_pack(path: &Path) -> Result<(), AppError> {
    if path
        .extension()
        .is_none_or(|e| !e.eq_ignore_ascii_case("kepuup"))
    {
        return Err(AppError::Request("--out 要以 .kepuup 结尾".into()));
    }
    if path.exists() {
        let what = format!("“{}”已经存在，没有覆盖，请换一个名字", path.display());
        return Err(AppError::Request(what));
    }
    Ok(())
}

pub(super) fn json_of(s: &Submission) -> serde_json::Value {
    serde_json::json!({
        "id": s.uid, "office": s.office, "title": s.title, "from": s.from, "to": s.to, "sequence": s.sequence, "day": s.day,
        "addressee": s.addressee, "check_code": s.check_code, "hash": s.hash, "previous": s.previous, "personal": s.personal,
        "counts": s.counted(), "figures": s.frozen(),
    })
}

fn json_of_preview(p: &Preview) -> serde_json::Value {
    let tables: serde_json::Map<String, serde_json::Value> = p
        .plan
        .tables
        .iter()
        .map(|(table, t)| (table.name().to_owned(), serde_json::json!(t)))
        .collect();
    let conflicts: Vec<Conflict> = p.plan.conflicts.iter().map(masked_conflict).collect();
    serde_json::json!({
        "office": p.office, "submission": json_of(&p.submission), "program": p.program, "known": p.known, "tables": tables,
        "conflicts": conflicts, "figures": p.figures, "photos": p.photos, "files": p.files,
        "returned_by": p.returned_by, "notes": p.notes, "reports": p.reports, "remarks": p.remarks,
    })
}
