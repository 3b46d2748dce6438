//! `stat` and `stat-form`: the yearly statistics filled, and the forms it is filled into.

use super::open;
use super::open_to_read;
use super::print_json;
use crate::app::AppError;
use crate::app::Clock;
use crate::app::Office;
use crate::app::paper;
use crate::model::assess::StatForm;
use crate::model::tally::stat::StatFigure;
use clap::Args;
use serde_json::Value;
use serde_json::json;
use std::path::Path;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct Stat {
    /// 数据文件
    file: PathBuf,
    /// 统计年度，不写取上一年
    #[arg(long, value_parser = clap::value_parser!(i16).range(1900..2200))]
    year: Option<i16>,
    /// 输出给程序读的 JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(a: &Stat) -> Result<(), AppError> {
    let office = open_to_read(&a.file)?;
    // The form of a year is filled in the spring after it.
    let year = a.year.unwrap_or_else(|| Clock::Computer.today().year() - 1);
    let filled = office
        .statistics(year)
        .ok_or_else(|| AppError::Request("没有这一年的统计表式".into()))?;
    if a.json {
        let rows: Vec<Value> = filled
            .pages
            .iter()
            .flat_map(|p| p.figures.iter().map(|f| value(&p.table.code, f)))
            .collect();
        return print_json(&rows);
    }
    println!("{}年 {}", filled.year, filled.form.title);
    for page in &filled.pages {
        println!("{} {}", page.table.code, page.table.title);
        for f in &page.figures {
            println!(
                "  {} {} {} {}（上年 {}，记录 {} 条）",
                f.row.code,
                f.row.name,
                f.text(),
                f.row.unit,
                f.last_text(),
                f.members.len()
            );
        }
        for remark in &page.remarks {
            println!("  {remark}");
        }
    }
    Ok(())
}

// The keys are a promise to machines (product.md 7). `text` tells 0, — and 待填 apart.
fn value(table: &str, f: &StatFigure) -> Value {
    json!({
        "table": table, "code": f.row.code, "name": f.row.name, "unit": f.row.unit, "mark": f.row.mark.label(),
        "definition": f.row.definition, "value": f.amount.number(), "text": f.text(), "last": f.last.number(),
        "last_text": f.last_text(), "change": f.change(), "reason": f.reason(), "source": f.origin.key(),
        "computed": f.computed, "members": f.members.len(), "member_ids": f.members.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "twice": f.twice.as_ref().map(Vec::len),
    })
}

#[derive(Debug, Args)]
pub(super) struct FormArguments {
    /// 数据文件
    file: PathBuf,
    /// 载入这份表式（TOML），从它的起始年度起使用
    #[arg(long, conflicts_with = "export")]
    load: Option<PathBuf>,
    /// 把哪一份表式写出来修改，如 kp-2024，与 --out 一起用
    #[arg(long, requires = "out")]
    export: Option<String>,
    /// 写到哪个文件
    #[arg(long, requires = "export")]
    out: Option<PathBuf>,
    /// 输出给程序读的 JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn forms(a: &FormArguments) -> Result<(), AppError> {
    if let (Some(key), Some(out)) = (&a.export, &a.out) {
        let text = open_to_read(&a.file)?.form_text(key)?;
        paper::save(text.as_bytes(), out)?;
        println!("已写出 {}，改好后用 --load 载入。", out.display());
        return Ok(());
    }
    let office = match &a.load {
        Some(path) => {
            let (office, title) = load(&a.file, path)?;
            if !a.json {
                println!("已载入“{title}”。");
            }
            office
        }
        None => open_to_read(&a.file)?,
    };
    let forms = office.book().forms.forms();
    if a.json {
        return print_json(&forms);
    }
    for form in forms {
        println!("{}", line(form));
        for table in &form.tables {
            println!("  {} {} {} 项", table.code, table.title, table.rows.len());
        }
    }
    Ok(())
}

fn load(file: &Path, form: &Path) -> Result<(Office, String), AppError> {
    let text = std::fs::read_to_string(form).map_err(|source| AppError::Write {
        source,
        path: form.to_owned(),
    })?;
    let mut office = open(file)?;
    let title = office.load_form(&text)?;
    Ok((office, title))
}

fn line(form: &StatForm) -> String {
    format!("{}：{}（{}年起）", form.key, form.title, form.first_year)
}
