//! `import`: old sheets into the file.

use super::open;
use super::print_json;
use crate::app::AppError;
use crate::app::Register;
use crate::app::import::BadRows;
use crate::app::import::ImportRequest;
use crate::app::import::Said;
use crate::app::import::fields_of;
use crate::app::import::read_sheets;
use crate::exchange::ImportPlan;
use crate::exchange::Outcome;
use crate::exchange::worker;
use clap::Args;
use std::collections::BTreeMap;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct Import {
    /// 数据文件
    file: PathBuf,
    /// 表格，可以一次给几份
    #[arg(required = true)]
    sheets: Vec<PathBuf>,
    /// 都当作这一种：events、volunteers、officers、communities
    #[arg(long = "as", value_parser = clap::builder::PossibleValuesParser::new(Register::ALL.iter().map(|r| r.key())))]
    register: Option<String>,
    /// 没有写年份的日期和月份取这一年
    #[arg(long, value_parser = clap::value_parser!(i16).range(1900..2200))]
    year: Option<i16>,
    /// 表头对应，如 活动叫法=活动名称；等号后面不写就是这一列不导入。可以写几次，导入后记住
    #[arg(long = "column", value_parser = pair)]
    columns: Vec<(String, String)>,
    /// 只看会怎样，不写入
    #[arg(long)]
    dry_run: bool,
    /// 跳过不能导入的行，其余照常
    #[arg(long)]
    skip_bad: bool,
    /// 输出给程序读的 JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(a: &Import) -> Result<(), AppError> {
    let mut office = open(&a.file)?;
    let program = worker::own_program().map_err(|source| AppError::Write {
        source,
        path: PathBuf::new(),
    })?;
    let request = ImportRequest {
        files: a.sheets.clone(),
        register: a.register.clone(),
        year: a.year,
        said: Said {
            headings: columns(a)?,
            ..Said::default()
        },
    };
    let sources = read_sheets(&program, &request)?;
    let plan = office.plan_import(&request, &sources)?;
    let bad = if a.skip_bad {
        BadRows::Skip
    } else {
        BadRows::Stop
    };
    let done = if a.dry_run {
        Ok(())
    } else {
        let done = office.take_in(&plan, bad);
        done.and_then(|_| office.remember_columns(&request.said, &plan))
    };
    if a.json {
        print_json(&json(&plan))?;
    } else {
        show(&plan, a.dry_run || done.is_err());
    }
    done
}

fn pair(text: &str) -> Result<(String, String), String> {
    let halves = text.split_once('=');
    let (heading, field) = halves.ok_or("要写成 表头=字段，如 活动叫法=活动名称")?;
    Ok((heading.trim().to_owned(), field.trim().to_owned()))
}

// Fields are named by their labels, as the window names them, or by their keys, as --json does.
fn columns(a: &Import) -> Result<BTreeMap<String, String>, AppError> {
    let mut headings = BTreeMap::new();
    for (heading, field) in &a.columns {
        let key = match field.as_str() {
            "" => String::new(),
            field => field_key(field, a.register.as_deref())?,
        };
        headings.insert(heading.clone(), key);
    }
    Ok(headings)
}

fn field_key(name: &str, only: Option<&str>) -> Result<String, AppError> {
    let registers = Register::ALL.iter().map(|r| r.key());
    let registers = registers.filter(|r| only.is_none_or(|o| o == *r));
    let mut keys: Vec<String> = registers
        .flat_map(fields_of)
        .filter(|(key, label)| label == name || key == name)
        .map(|(key, _)| key)
        .collect();
    keys.sort();
    keys.dedup();
    match keys.as_slice() {
        [one] => Ok(one.clone()),
        [] => Err(AppError::Request(format!("没有“{name}”这个字段"))),
        _ => {
            let what = format!("几种表都有“{name}”，请用 --as 写明是哪一种表");
            Err(AppError::Request(what))
        }
    }
}

fn json(plan: &ImportPlan) -> serde_json::Value {
    let mut value = serde_json::json!({
        "rows": plan.rows, "remarks": plan.remarks, "year": plan.year, "tables": plan.tables,
    });
    for outcome in Outcome::ALL {
        let key = match outcome {
            Outcome::New => "new",
            Outcome::Changed => "changed",
            Outcome::Same => "same",
            Outcome::Doubtful => "doubtful",
            Outcome::Refused => "refused",
        };
        if let Some(map) = value.as_object_mut() {
            map.insert(key.to_owned(), plan.count(outcome).into());
        }
    }
    value
}

fn show(plan: &ImportPlan, only_looked: bool) {
    let counts: Vec<String> = Outcome::ALL
        .iter()
        .map(|o| format!("{} {}", o.label(), plan.count(*o)))
        .collect();
    println!(
        "{}{}。",
        if only_looked { "（未写入）" } else { "" },
        counts.join("，")
    );
    if let Some(year) = plan.year {
        println!("没有写年份的日期和月份按 {year} 年。");
    }
    for remark in &plan.remarks {
        println!("  {remark}");
    }
    for row in plan
        .rows
        .iter()
        .filter(|r| matches!(r.outcome, Outcome::Doubtful | Outcome::Refused))
    {
        for problem in &row.problems {
            println!(
                "  {} {} 第 {} 行 {}（{}）：{}",
                row.file,
                row.sheet,
                row.row,
                problem.cell,
                row.outcome.label(),
                problem.what
            );
        }
    }
}
