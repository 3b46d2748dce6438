//! 本人信息: everything the file holds about one person, for that person: who asks may look and have a copy
//! (个人信息保护法 art. 45). Handing it out is written into the history.

use super::Office;
use super::error::AppError;
use super::history::LOOKED;
use super::history::Sought;
use super::history::moment;
use super::register::Register;
use super::register::Visit;
use super::view::Registered;
use crate::model::Table;
use crate::model::Uid;
use crate::reports::outline::Block;
use crate::reports::outline::Column;
use crate::reports::outline::Report;
use crate::reports::outline::Table as PaperTable;
use crate::reports::outline::TableRow;
use std::path::Path;

/// What was found in one register: a title of each record, and its fields with what stands in them.
struct Found {
    title: String,
    fields: Vec<(String, String)>,
    /// Only the name stands there: it may be a namesake's.
    by_name: bool,
}

struct Search<'o> {
    office: &'o Office,
    person: Uid,
    name: &'o str,
}

impl Visit for Search<'_> {
    type Out = Vec<Found>;
    fn visit<F: Registered>(self) -> Self::Out {
        let Self {
            office,
            person,
            name,
        } = self;
        let (id, named) = (person.to_string(), name.trim());
        let mut found = Vec::new();
        for (uid, entry) in F::all(&office.ledger, office.clock.today()) {
            let record = office.ledger.get(F::REGISTER.table(), uid);
            let text = record.and_then(|r| r.json().ok()).unwrap_or_default();
            let linked = text.contains(&id);
            // A name of one character stands in every second word.
            if !linked && (named.chars().count() < 2 || !text.contains(named)) {
                continue;
            }
            let fields = F::fields().iter().map(|field| {
                (
                    field.label.to_owned(),
                    (field.show)(&entry, &office.directory),
                )
            });
            found.push(Found {
                title: entry.title(),
                fields: fields.filter(|(_, shown)| !shown.is_empty()).collect(),
                by_name: !linked,
            });
        }
        found
    }
}

impl Office {
    /// The person of a record: the person itself, or whose role it is.
    fn person_of(&self, uid: Uid) -> Option<Uid> {
        let ledger = &self.ledger;
        let role = ledger.volunteers.get(&uid).map(|v| v.person);
        let role = role.or_else(|| ledger.officers.get(&uid).map(|o| o.person));
        let role = role.or_else(|| ledger.experts.get(&uid).and_then(|e| e.person));
        role.or_else(|| ledger.people.contains_key(&uid).then_some(uid))
    }

    /// Everything about one person as paper.
    ///
    /// # Errors
    /// `NotFound`, or what the file says.
    pub fn person_paper(&self, uid: Uid) -> Result<Report, AppError> {
        let person = self.person_of(uid).ok_or(AppError::NotFound)?;
        let name = self.ledger.label(Table::Person, person);
        let mut blocks = Vec::new();
        let mut maybe = Vec::new();
        for register in Register::ALL {
            let all = register.visit(Search {
                office: self,
                person,
                name: &name,
            });
            for found in all {
                if found.by_name {
                    maybe.push(row([register.label(), &found.title, ""]));
                    continue;
                }
                blocks.push(Block::Lines(vec![format!(
                    "{}：{}",
                    register.label(),
                    found.title
                )]));
                blocks.push(table(
                    ["项目", "内容"],
                    found.fields.iter().map(|(l, v)| row([l, v])).collect(),
                ));
            }
        }
        let took_part = self.ledger.attendance.values();
        let took_part = took_part.filter(|a| a.person == person).map(|a| {
            let event = self.ledger.events.get(&a.event);
            let day = event.and_then(|e| e.day());
            row([
                &day.map(|d| d.to_string()).unwrap_or_default(),
                &event.map(|e| e.title.clone()).unwrap_or_default(),
                &format!("{}，{} 分钟", a.role, a.minutes),
            ])
        });
        let sections = [
            (
                "参加的活动",
                ["日期", "活动", "身份和时长"],
                took_part.collect(),
            ),
            (
                "提到这个姓名的记录（可能是同名的人）",
                ["种类", "记录", ""],
                maybe,
            ),
            ("谁看过", ["时间", "谁", "做了什么"], self.looks_at(&name)?),
        ];
        for (title, heads, rows) in sections {
            blocks.push(Block::Lines(vec![title.to_owned()]));
            if rows.is_empty() {
                blocks.push(Block::Lines(vec!["　　没有。".into()]));
            } else {
                blocks.push(table(heads, rows));
            }
        }
        let office = self.ledger.office();
        Ok(Report {
            title: "本人信息".into(),
            left_line: format!("单位：{}", office.name),
            right_line: name,
            blocks,
            notes: vec![
                "依据《个人信息保护法》第四十五条，应本人要求提供。请核对身份后当面交给本人。"
                    .into(),
                "内容取自本单位的台账，备份和已上报的包里可能还有以前的内容。".into(),
            ],
            signers: vec![
                ("经办人".into(), office.clerk),
                ("领取人".into(), String::new()),
            ],
            date_line: self.clock.today().to_string(),
            date_label: "提供日期".into(),
            ..Report::default()
        })
    }

    // Looks are steps of the history; a look at a whole list names nobody and stands in none of these.
    fn looks_at(&self, name: &str) -> Result<Vec<TableRow>, AppError> {
        let past = self.past(&Sought::default(), usize::MAX)?;
        let looks = past
            .steps
            .iter()
            .filter(|s| s.label.starts_with(LOOKED) && s.label.contains(name));
        let rows = looks.map(|s| {
            let at = moment(&s.at).strftime("%Y-%m-%d %H:%M").to_string();
            row([&at, &s.who, &s.label])
        });
        Ok(rows.collect())
    }

    /// Write 本人信息 as PDF or workbook, by the name of the file. The history is told first.
    ///
    /// # Errors
    /// As [`Office::person_paper`], or what layout or the disk says.
    pub fn save_person(&mut self, uid: Uid, path: &Path) -> Result<(), AppError> {
        let report = self.person_paper(uid)?;
        self.note_look(&format!("本人信息（{}）", report.right_line))?;
        self.save_paper(report, path)
    }
}

fn row<const N: usize>(cells: [&str; N]) -> TableRow {
    TableRow {
        cells: cells.into_iter().map(Into::into).collect(),
        ..TableRow::default()
    }
}

fn table<const N: usize>(heads: [&str; N], rows: Vec<TableRow>) -> Block {
    let columns = heads.iter().enumerate().map(|(n, head)| {
        if n == 0 {
            Column::tight(head)
        } else {
            Column::text(head, 1.0)
        }
    });
    Block::Table(PaperTable {
        columns: columns.collect(),
        rows,
    })
}
