//! `list`, `figures` and `plan`: what is on record, for people and for machines.

use super::open_to_read;
use super::print_json;
use crate::app::AppError;
use crate::app::Clock;
use crate::app::Office;
use crate::app::Register;
use crate::app::Registered;
use crate::app::Visit;
use crate::app::Wanted;
use crate::model::Period;
use crate::model::Uid;
use crate::model::field::Kind;
use crate::model::people::Pending;
use crate::model::people::Person;
use crate::model::tally;
use clap::Args;
use serde_json::Value;
use serde_json::json;
use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct List {
    /// 数据文件
    file: PathBuf,
    /// 哪一种记录
    #[arg(value_parser = clap::builder::PossibleValuesParser::new(Register::ALL.iter().map(|r| r.key())))]
    register: String,
    /// 搜索词，可用拼音首字母
    #[arg(long, default_value = "")]
    search: String,
    /// 写成表格：*.xlsx 或 *.csv
    #[arg(long)]
    out: Option<PathBuf>,
    /// 输出给程序读的 JSON
    #[arg(long, conflicts_with = "out")]
    json: bool,
}

pub(super) fn run(a: &List) -> Result<(), AppError> {
    let mut office = open_to_read(&a.file)?;
    let register =
        Register::read(&a.register).ok_or_else(|| AppError::Request("没有这一种记录".into()))?;
    let wanted = Wanted {
        words: a.search.clone(),
        ..Wanted::default()
    };
    if let Some(path) = &a.out {
        return save(&mut office, register, &wanted, path);
    }
    let rows = office.rows(register, &wanted);
    if a.json {
        office.note_taken_out(register, rows.len())?;
        let reach = if register == Register::Officers {
            reach(&office)
        } else {
            BTreeMap::new()
        };
        let values: Vec<Value> = rows
            .iter()
            .filter_map(|uid| value(&office, register, *uid, &reach))
            .collect();
        return print_json(&values);
    }
    for uid in &rows {
        println!("{uid}  {}", office.title_of(register, *uid));
    }
    println!("共 {} 条。", rows.len());
    Ok(())
}

fn save(
    office: &mut Office,
    register: Register,
    wanted: &Wanted,
    path: &Path,
) -> Result<(), AppError> {
    let extension = path.extension().unwrap_or_default().to_ascii_lowercase();
    if extension != "xlsx" && extension != "csv" {
        return Err(AppError::Request("--out 要以 .xlsx 或 .csv 结尾".into()));
    }
    office.save_list(register, wanted, path)?;
    let rows = office.rows(register, wanted).len();
    println!("已生成 {}，{rows} 条。", path.display());
    Ok(())
}

fn reach(office: &Office) -> BTreeMap<Uid, BTreeMap<String, u32>> {
    let mut by_officer: BTreeMap<Uid, BTreeMap<String, u32>> = BTreeMap::new();
    for row in office.ledger().reach.values() {
        by_officer
            .entry(row.officer)
            .or_default()
            .insert(row.month.to_string(), row.shares);
    }
    by_officer
}

// What a person still has to decide, with the numbers it quotes hidden.
fn pending(all: &[Pending]) -> Vec<Value> {
    let one = |p: &Pending| json!({ "field": p.field, "text": p.shown(), "why": p.why });
    all.iter().map(one).collect()
}

// The keys are a promise to machines (product.md 7).
fn value(
    office: &Office,
    register: Register,
    uid: Uid,
    reach: &BTreeMap<Uid, BTreeMap<String, u32>>,
) -> Option<Value> {
    let (ledger, names) = (office.ledger(), office.directory());
    let person = |p: &Person| {
        json!({
            "id": uid.to_string(), "name": p.name, "sex": p.sex, "id_number": p.id_number, "birth": p.birth, "phone": p.phone,
            "community": names.community_name(p.community), "employer": p.employer, "education": p.education,
            "political": p.political, "pending": pending(&p.pending),
        })
    };
    Some(match register {
        Register::Events => {
            let e = ledger.events.get(&uid)?;
            json!({
                "id": uid.to_string(), "title": e.title,
                "start": e.when.map(|w| w.start), "end": e.when.map(|w| w.end),
                "start_time": e.when.and_then(|w| w.start_time).map(crate::model::day::clock),
                "end_time": e.when.and_then(|w| w.end_time).map(crate::model::day::clock),
                "place": e.place, "community": names.community_name(e.community),
                "attendance": e.attendance, "attendance_note": e.attendance_note, "online_attendance": e.online_attendance,
                "materials": e.materials, "cost_yuan": e.cost.map(crate::model::number::Fen::yuan),
                "form": e.form, "mode": e.mode, "groups": e.groups, "theme_day": e.theme_day, "measures": e.measures,
                "host": e.host, "state": e.state.label(), "remark": e.remark, "pending": pending(&e.pending),
            })
        }
        Register::Volunteers => {
            let entry = ledger.volunteer_entry(uid)?;
            let mut value = person(&entry.person);
            let more = json!({ "team": names.team_name(entry.volunteer.team), "specialty": entry.volunteer.specialty, "registered_on": entry.volunteer.registered_on });
            extend(&mut value, more);
            value
        }
        Register::Officers => {
            let entry = ledger.officer_entry(uid)?;
            let mut value = person(&entry.person);
            let months = reach.get(&uid).cloned().unwrap_or_default();
            extend(
                &mut value,
                json!({ "source": entry.officer.source, "registered_on": entry.officer.registered_on, "reach": months }),
            );
            value
        }
        Register::Communities => {
            let c = ledger.communities.get(&uid)?;
            let newest = ledger.population_at(uid, office.clock().today());
            json!({
                "id": uid.to_string(), "name": c.name, "kind": c.kind, "population": newest.as_ref().map(|p| p.count),
                "households": newest.as_ref().and_then(|p| p.households), "as_of": newest.as_ref().map(|p| p.as_of),
                "basis": newest.as_ref().map(|p| p.basis.clone()),
            })
        }
        Register::Teams => {
            let t = ledger.teams.get(&uid)?;
            let members = ledger
                .volunteers
                .values()
                .filter(|v| v.team == Some(uid))
                .count();
            json!({ "id": uid.to_string(), "name": t.name, "leader": t.leader, "members": members })
        }
        Register::Orders => {
            let mut value = register.visit(Fields(office, uid))?;
            let order = ledger.orders.get(&uid)?;
            extend(
                &mut value,
                json!({ "stage": order.stage().label(), "waiting_days": order.waiting(office.clock().today()) }),
            );
            value
        }
        _ => register.visit(Fields(office, uid))?,
    })
}

/// A record by the keys of its form: numbers as numbers, money in yuan, links by name.
struct Fields<'o>(&'o Office, Uid);

impl Visit for Fields<'_> {
    type Out = Option<Value>;
    fn visit<F: Registered>(self) -> Option<Value> {
        let (office, uid) = (self.0, self.1);
        let entry = F::one(office.ledger(), uid, office.clock().today())?;
        let mut map = serde_json::Map::new();
        map.insert("id".into(), json!(uid.to_string()));
        for field in F::fields().iter().filter(|f| f.kind != Kind::Hidden) {
            let shown = (field.show)(&entry, office.directory());
            let number = || shown.parse::<f64>().ok();
            let value = match field.kind {
                Kind::Number => json!(shown.parse::<i64>().ok()),
                Kind::Money | Kind::Hours | Kind::Decimal => json!(number()),
                Kind::YesNo => json!(shown == "是"),
                Kind::Choices(_) | Kind::Measures => {
                    json!(
                        shown
                            .split('、')
                            .filter(|p| !p.is_empty())
                            .collect::<Vec<_>>()
                    )
                }
                Kind::Day | Kind::Month if shown.is_empty() => Value::Null,
                _ => json!(shown),
            };
            map.insert(field.key.to_owned(), value);
        }
        Some(Value::Object(map))
    }
}

fn extend(value: &mut Value, more: Value) {
    if let (Some(map), Value::Object(more)) = (value.as_object_mut(), more) {
        map.extend(more);
    }
}

#[derive(Debug, Args)]
pub(super) struct Figures {
    /// 数据文件
    file: PathBuf,
    /// 年份，不写取今年
    #[arg(long, value_parser = clap::value_parser!(i16).range(1900..2200))]
    year: Option<i16>,
    /// 输出给程序读的 JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn figures(a: &Figures) -> Result<(), AppError> {
    let office = open_to_read(&a.file)?;
    let year = a.year.unwrap_or_else(|| Clock::Computer.today().year());
    let period = Period::year(year).ok_or_else(|| AppError::Request("没有这一年".into()))?;
    let figures = office.figures(&period);
    if a.json {
        return print_json(&figures);
    }
    for f in &figures {
        let value = f.value.map_or_else(|| "—".into(), short);
        let target = f
            .target
            .map(|t| format!("，目标 {}", short(t)))
            .unwrap_or_default();
        println!("{}：{value} {}{target}（{}）", f.name, f.unit, f.source);
    }
    Ok(())
}

fn short(number: f64) -> String {
    let text = format!("{number:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[derive(Debug, Args)]
pub(super) struct PlanArguments {
    /// 数据文件
    file: PathBuf,
    /// 先载入这份规划（TOML），以后都用它
    #[arg(long)]
    load: Option<PathBuf>,
    /// 输出给程序读的 JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn plan(a: &PlanArguments) -> Result<(), AppError> {
    let office = match &a.load {
        Some(path) => {
            let text = std::fs::read_to_string(path).map_err(|source| AppError::Write {
                source,
                path: path.clone(),
            })?;
            let mut office = super::open(&a.file)?;
            office.load_plan(&text)?;
            office
        }
        None => open_to_read(&a.file)?,
    };
    let plan = &office.book().plan;
    let events: Vec<_> = office
        .ledger()
        .events
        .values()
        .filter(|e| e.counts())
        .cloned()
        .collect();
    let done = tally::measures_covered(&events);
    if a.json {
        let groups: Vec<Value> = plan
            .groups()
            .iter()
            .map(|g| {
                let measures: Vec<Value> = g
                    .measures
                    .iter()
                    .map(|m| {
                        let ids: Vec<String> = done.get(&m.number).into_iter().flatten().map(ToString::to_string).collect();
                        json!({
                            "number": m.number, "title": m.title, "duty": m.duty, "reason": m.reason, "what": m.what, "line": m.line,
                            "units": { "lead": g.lead, "members": g.members, "open_ended": g.open_ended },
                            "events": ids.len(), "event_ids": ids,
                        })
                    })
                    .collect();
                json!({
                    "key": g.key, "kind": g.kind, "title": g.title, "audience": g.audience, "line": g.line,
                    "units": { "lead": g.lead, "members": g.members, "open_ended": g.open_ended }, "measures": measures,
                })
            })
            .collect();
        let value = json!({
            "key": plan.key, "title": plan.title, "first_year": plan.first_year, "last_year": plan.last_year, "draft": plan.draft,
            "targets": plan.targets, "groups": groups,
        });
        return print_json(&value);
    }
    println!("{}{}", plan.title, if plan.draft { "（草案）" } else { "" });
    for g in plan.groups() {
        println!("{} {}", g.kind, g.title);
        if !g.lead.is_empty() {
            println!("  牵头：{}", g.lead.join("、"));
            println!(
                "  参加：{}{}",
                g.members.join("、"),
                if g.open_ended { "等" } else { "" }
            );
        }
        for m in &g.measures {
            println!(
                "  {} {}［{}］活动 {} 场",
                m.number,
                m.title,
                m.duty.label(),
                done.get(&m.number).map_or(0, Vec::len)
            );
        }
    }
    Ok(())
}
