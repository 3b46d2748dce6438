//! `blank` and `collect`: blank workbooks out to the communities, filled ones back, who has not returned.

use super::open;
use super::open_to_read;
use super::print_json;
use crate::app::AppError;
use crate::app::Clock;
use crate::app::Office;
use crate::app::Register;
use crate::app::collect;
use crate::app::collect::BlankWish;
use crate::app::collect::CollectPlan;
use crate::app::collect::RoundStatus;
use crate::app::import::BadRows;
use crate::exchange::Outcome;
use crate::exchange::PlannedRow;
use crate::exchange::worker;
use crate::model::day;
use crate::model::papers::collection::Standing;
use clap::Args;
use serde_json::Value;
use serde_json::json;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct Blank {
    /// 数据文件
    file: PathBuf,
    /// 放空白表的文件夹
    #[arg(long)]
    out: PathBuf,
    /// 只给这个社区，可以写几次；不写给全部社区
    #[arg(long)]
    community: Vec<String>,
    /// 不分社区，给全单位做一份
    #[arg(long, conflicts_with = "community")]
    whole: bool,
    /// 收哪些表：events、volunteers、officers、trainings、venues、posts
    #[arg(
        long,
        value_delimiter = ',',
        default_value = "events,volunteers,officers"
    )]
    registers: Vec<String>,
    /// 收哪一年的，不写取今年
    #[arg(long, value_parser = clap::value_parser!(i16).range(1900..2200))]
    year: Option<i16>,
    /// 交回期限，如 2025-12-05
    #[arg(long)]
    due: Option<String>,
    /// 输出给程序读的 JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn blank(a: &Blank) -> Result<(), AppError> {
    let mut office = open(&a.file)?;
    let registers = a.registers.iter().map(|key| {
        Register::read(key.trim()).ok_or_else(|| AppError::Request(format!("没有 {key} 这种记录")))
    });
    let communities = a.community.iter().map(|name| {
        let found = office.directory().community(name);
        let missing = || AppError::Request(format!("没有社区“{name}”"));
        found.map_err(AppError::Request)?.ok_or_else(missing)
    });
    let due = a.due.as_deref().map(|text| {
        day::read_day(text, None).map_err(|why| AppError::Request(format!("期限“{text}”：{why}")))
    });
    let wish = BlankWish {
        communities: communities.collect::<Result<_, _>>()?,
        whole: a.whole,
        registers: registers.collect::<Result<_, _>>()?,
        year: a.year.unwrap_or_else(|| Clock::Computer.today().year()),
        due: due.transpose()?.flatten(),
    };
    let done = office.hand_out(&wish, &a.out)?;
    if a.json {
        let files: Vec<String> = done.files.iter().map(|f| f.display().to_string()).collect();
        let c = &done.collection;
        return print_json(
            &json!({ "round": c.uid, "title": c.title, "day": c.day, "due": c.due, "files": files }),
        );
    }
    for file in &done.files {
        println!("{}", file.display());
    }
    println!(
        "{}：已做好 {} 份空白表。",
        done.collection.title,
        done.files.len()
    );
    Ok(())
}

#[derive(Debug, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of the command line"
)]
pub(super) struct Collect {
    /// 数据文件
    file: PathBuf,
    /// 交回的表，或放它们的文件夹
    #[arg(required_unless_present_any = ["status", "remind"])]
    sheets: Vec<PathBuf>,
    /// 只看会怎样，不写入
    #[arg(long)]
    dry_run: bool,
    /// 跳过读不出来的文件和不能导入的行，其余照常
    #[arg(long)]
    skip_bad: bool,
    /// 没有写年份的日期和月份取这一年
    #[arg(long, value_parser = clap::value_parser!(i16).range(1900..2200))]
    year: Option<i16>,
    /// 只看最近一轮交得怎样
    #[arg(long, conflicts_with = "sheets")]
    status: bool,
    /// 写出最近一轮的催报清单，*.pdf 或 *.xlsx
    #[arg(long, conflicts_with = "sheets")]
    remind: Option<PathBuf>,
    /// 输出给程序读的 JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn collect(a: &Collect) -> Result<(), AppError> {
    if a.status || a.remind.is_some() {
        return status(a);
    }
    let mut office = if a.dry_run {
        open_to_read(&a.file)?
    } else {
        open(&a.file)?
    };
    let program = worker::own_program().map_err(|source| AppError::Write {
        source,
        path: PathBuf::new(),
    })?;
    let mut files = Vec::new();
    for path in &a.sheets {
        if path.is_dir() {
            files.extend(collect::sheets_in(path)?);
        } else {
            files.push(path.clone());
        }
    }
    let plan = office.plan_collection(collect::receive(&program, &files), a.year)?;
    let bad = if a.skip_bad {
        BadRows::Skip
    } else {
        BadRows::Stop
    };
    let done = if a.dry_run {
        Ok(())
    } else {
        office.take_collection(&plan, bad).map(|_| ())
    };
    let now = collect::newest(office.ledger(), office.clock().today());
    if a.json {
        print_json(&json_of_plan(&plan, now.as_ref()))?;
    } else {
        show(&plan, a.dry_run || done.is_err());
        if let Some(status) = &now {
            show_status(status);
        }
    }
    done
}

fn status(a: &Collect) -> Result<(), AppError> {
    let office = open_to_read(&a.file)?;
    let status = newest(&office)?;
    if let Some(path) = &a.remind {
        let extension = path.extension().unwrap_or_default().to_string_lossy();
        if !matches!(extension.to_lowercase().as_str(), "pdf" | "xlsx") {
            return Err(AppError::Request("--remind 要以 .pdf 或 .xlsx 结尾".into()));
        }
        office.save_reminder(&status, path)?;
        println!("已生成 {}。", path.display());
        return Ok(());
    }
    if a.json {
        return print_json(&json_of_status(&status));
    }
    show_status(&status);
    Ok(())
}

fn newest(office: &Office) -> Result<RoundStatus, AppError> {
    collect::newest(office.ledger(), office.clock().today())
        .ok_or_else(|| AppError::Request("还没有发出过空白表，用 blank 命令做".into()))
}

fn show(plan: &CollectPlan, only_looked: bool) {
    let counts: Vec<String> = Outcome::ALL
        .iter()
        .map(|o| format!("{} {}", o.label(), plan.import.count(*o)))
        .collect();
    println!(
        "{}收到 {} 份：{}。",
        if only_looked { "（未写入）" } else { "" },
        plan.returns.len(),
        counts.join("，")
    );
    for back in &plan.returns {
        let again = if back.again { "，再次交回" } else { "" };
        println!(
            "  {} {}（{}{again}）{} 行",
            back.file,
            back.name,
            back.origin.label(),
            back.kept.rows
        );
        for row in &back.changed {
            for c in row.shown(false) {
                println!(
                    "    有变化 {} {}：{} → {}",
                    row.title, c.field, c.old, c.new
                );
            }
        }
        for gone in &back.vanished {
            println!("    这次没有了 {}（记录还在，没有删除）", gone.title);
        }
    }
    for trouble in &plan.trouble {
        println!("  {}：{}", trouble.file, trouble.why);
    }
    for remark in &plan.import.remarks {
        println!("  {remark}");
    }
    let bad = |o| matches!(o, Outcome::Doubtful | Outcome::Refused);
    for row in plan.import.rows.iter().filter(|r| bad(r.outcome)) {
        for p in &row.problems {
            println!(
                "  {} {} 第 {} 行 {}（{}）：{}",
                row.file,
                row.sheet,
                row.row,
                p.cell,
                row.outcome.label(),
                p.what
            );
        }
    }
}

fn show_status(status: &RoundStatus) {
    let missing = status.missing().count();
    println!(
        "{}：发出 {} 份，已交 {}，未交 {missing}。",
        status.collection.title,
        status.lines.len(),
        status.lines.len() - missing
    );
    for (handed, standing) in &status.lines {
        let more = match (standing, handed.returns.last()) {
            (Standing::Overdue(days), _) => format!(" {days} 天"),
            (Standing::Back(days), Some(last)) => {
                let late = if *days > 0 {
                    format!("，迟 {days} 天")
                } else {
                    String::new()
                };
                let day = last.day.map(|d| d.to_string()).unwrap_or_default();
                format!(" {day}，{} 行{late}", last.rows)
            }
            _ => String::new(),
        };
        println!("  {} {}{more}", handed.name, standing.label());
    }
}

fn json_of_plan(plan: &CollectPlan, now: Option<&RoundStatus>) -> Value {
    let trouble = plan
        .trouble
        .iter()
        .map(|t| json!({ "file": t.file, "what": t.why.to_string() }));
    let rows = plan.import.rows.iter().map(|row| {
        let row = PlannedRow {
            changes: collect::masked_changes(&row.changes),
            ..row.clone()
        };
        json!(row)
    });
    let mut value = json!({
        "rows": rows.collect::<Vec<_>>(), "remarks": plan.import.remarks, "year": plan.import.year, "returns": plan.returns,
        "trouble": trouble.collect::<Vec<_>>(), "status": now.map(json_of_status),
    });
    for outcome in Outcome::ALL {
        let key = serde_json::to_value(outcome).unwrap_or_default();
        if let (Some(map), Some(key)) = (value.as_object_mut(), key.as_str()) {
            map.insert(key.to_owned(), plan.import.count(outcome).into());
        }
    }
    value
}

fn json_of_status(status: &RoundStatus) -> Value {
    let c = &status.collection;
    let lines = status.lines.iter().map(|(handed, standing)| {
        let last = handed.returns.last();
        let state = match standing {
            Standing::Waiting => "waiting",
            Standing::Overdue(_) => "overdue",
            Standing::Back(_) => "returned",
        };
        json!({
            "name": handed.name, "community": handed.community, "state": state, "days_late": standing.days_late(),
            "returned": handed.returns.first().and_then(|r| r.day), "times": handed.returns.len(),
            "rows": last.map(|r| r.rows), "file": last.map(|r| &r.file),
        })
    });
    let missing: Vec<&str> = status.missing().map(|(h, _)| h.name.as_str()).collect();
    json!({
        "round": c.uid, "title": c.title, "day": c.day, "due": c.due, "year": c.year, "registers": c.registers,
        "sheets": lines.collect::<Vec<_>>(), "missing": missing,
    })
}
