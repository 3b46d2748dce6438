//! 操作记录 as the office reads it: looks at personal data are written down too.

use super::Office;
use super::error::AppError;
use super::exposure::is_personal_key;
use super::paper;
use super::register::Register;
use super::register::Visit;
use super::submit::differing;
use super::submit::field_label;
use super::submit::fields_of;
use super::submit::word;
use super::view::Registered;
use crate::model::AnyRecord;
use crate::model::Change;
use crate::model::Table;
use crate::model::Uid;
use crate::model::field::Exposure;
use crate::model::search::Index;
use crate::model::secret::covered_whole;
use crate::model::secret::masked_value;
use crate::reports::Report;
use crate::reports::outline::Block;
use crate::reports::outline::Column;
use crate::reports::outline::Table as PaperTable;
use crate::reports::outline::TableRow;
use crate::store::history::Step;
use crate::store::seal::Torn;
use jiff::civil::Date;
use jiff::civil::DateTime;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;

/// What a step that only looked begins with; it stands in no undo stack.
pub const LOOKED: &str = "查看个人信息：";

/// Whether a register's form has personal fields.
pub fn has_personal(register: Register) -> bool {
    struct Any;
    impl Visit for Any {
        type Out = bool;
        fn visit<F: Registered>(self) -> bool {
            F::fields().iter().any(|f| f.exposure == Exposure::Personal)
        }
    }
    register.visit(Any)
}

/// What `check` says of a history that is not as it was written.
pub fn torn_words(torn: Torn) -> String {
    match torn {
        Torn::Step(step) => format!("操作记录从第 {step} 步起与写下时不同，有人动过它"),
        Torn::After(step) => format!("操作记录第 {step} 步之后的内容不见了，请与备份比较"),
    }
}

impl Office {
    /// Write down that personal data of a record or list was shown or carried out of the program. A file that may not be
    /// changed keeps no account of who read it.
    ///
    /// # Errors
    /// What the file says; nothing should be shown then.
    pub fn note_look(&mut self, what: &str) -> Result<(), AppError> {
        if !self.is_writable() {
            return Ok(());
        }
        self.note_step(&format!("{LOOKED}{what}"))
    }

    /// Write down a step that changes no record.
    pub(super) fn note_step(&mut self, label: &str) -> Result<(), AppError> {
        self.store
            .note_look(&self.clock.stamp(), &self.who(), label)?;
        Ok(())
    }
}

impl Office {
    /// Write down that a list with personal fields leaves the program in full.
    ///
    /// # Errors
    /// As [`Office::note_look`].
    pub fn note_taken_out(&mut self, register: Register, count: usize) -> Result<(), AppError> {
        if has_personal(register) {
            self.note_look(&format!("导出{} {count} 条", register.label()))?;
        }
        Ok(())
    }
}

/// Which steps are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sought {
    /// From this day on.
    pub from: Option<Date>,
    /// Up to this day.
    pub to: Option<Date>,
    /// Only of who bears this name.
    pub who: String,
    /// Only steps that changed this register.
    pub register: Option<Register>,
    /// Only steps that changed this record.
    pub record: Option<Uid>,
    /// Words or 拼音首字母 of the label.
    pub words: String,
}

/// Steps that were found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Past {
    /// The newest of them, newest first.
    pub steps: Vec<Step>,
    /// How many there are in all.
    pub all: usize,
    /// Everybody who ever worked on the file.
    pub people: Vec<String>,
}

/// A record a step changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touched {
    /// Its kind.
    pub kind: &'static str,
    /// Where it stands now, if it can be opened.
    pub open: Option<(Register, Uid)>,
    /// Its name.
    pub title: String,
    /// 新增, 修改, 删除, or that 清理 removed what it was.
    pub what: &'static str,
    /// Fields old and new.
    pub fields: Vec<TouchedField>,
}

/// A field a step changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TouchedField {
    /// What the form calls it.
    pub label: String,
    /// Old and new, personal values masked.
    pub masked: (String, String),
    /// Old and new in full.
    pub whole: (String, String),
}

/// A step opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// Its header.
    pub step: Step,
    /// What it changed; of large steps the first ones.
    pub records: Vec<Touched>,
}

/// Most records an opened step lists.
const LISTED: usize = 200;

/// The moment of a step by the clock on the wall; the history is kept in UTC.
pub fn moment(at: &str) -> DateTime {
    at.parse::<jiff::Timestamp>()
        .map_or(DateTime::default(), |t| {
            jiff::tz::TimeZone::system().to_datetime(t)
        })
}

impl Office {
    /// Steps of the history, `most` of them.
    ///
    /// # Errors
    /// What the file says.
    pub fn past(&self, sought: &Sought, most: usize) -> Result<Past, AppError> {
        let mut steps = self.store.all_steps()?;
        let mut people: Vec<String> = steps.iter().map(|s| s.who.clone()).collect();
        people.sort();
        people.dedup();
        if let Some(uid) = sought.record {
            let own: BTreeSet<i64> = self.steps_about(uid)?;
            steps.retain(|s| own.contains(&s.id));
        }
        if let Some(register) = sought.register {
            let mut of = self.store.steps_in(register.table())?;
            // A role's form saves the person too.
            if matches!(
                register,
                Register::Volunteers | Register::Officers | Register::Experts
            ) {
                of.extend(self.store.steps_in(Table::Person)?);
            }
            steps.retain(|s| of.contains(&s.id));
        }
        steps.retain(|s| {
            let day = moment(&s.at).date();
            sought.from.is_none_or(|d| day >= d)
                && sought.to.is_none_or(|d| day <= d)
                && (sought.who.is_empty() || s.who == sought.who)
        });
        let words = sought.words.trim();
        if !words.is_empty() {
            let mut index = Index::default();
            let mut by_uid = BTreeMap::new();
            for step in &steps {
                let uid = Uid::fresh();
                index.put(uid, &step.label);
                by_uid.insert(uid, step.id);
            }
            let found = index.find(words);
            let found: BTreeSet<i64> = found
                .into_iter()
                .filter_map(|uid| by_uid.get(&uid).copied())
                .collect();
            steps.retain(|s| found.contains(&s.id));
        }
        let all = steps.len();
        steps.truncate(most);
        Ok(Past { steps, all, people })
    }

    // Of a role's record the steps of its person are meant too.
    fn steps_about(&self, uid: Uid) -> Result<BTreeSet<i64>, AppError> {
        let ledger = &self.ledger;
        let person = ledger
            .volunteers
            .get(&uid)
            .map(|v| v.person)
            .or_else(|| ledger.officers.get(&uid).map(|o| o.person))
            .or_else(|| ledger.experts.get(&uid).and_then(|e| e.person));
        let mut steps: BTreeSet<i64> = self.store.steps_of(uid)?.into_iter().collect();
        if let Some(person) = person {
            steps.extend(self.store.steps_of(person)?);
        }
        Ok(steps)
    }

    /// What a step changed.
    ///
    /// # Errors
    /// What the file says.
    pub fn open_step(&self, id: i64) -> Result<Opened, AppError> {
        let changes = self.store.changes(id)?;
        let records = changes.iter().take(LISTED).map(|c| self.touched(c));
        Ok(Opened {
            step: self.store.step(id)?,
            records: records.collect(),
        })
    }

    fn touched(&self, change: &Change) -> Touched {
        let table = change.table;
        let what = match (&change.before, &change.after) {
            (None, None) => "已清理",
            (None, Some(_)) => "新增",
            (Some(_), None) => "删除",
            (Some(_), Some(_)) => "修改",
        };
        let fields_of = |r: &Option<AnyRecord>| r.as_ref().map(fields_of).unwrap_or_default();
        let (old, new) = (fields_of(&change.before), fields_of(&change.after));
        let fields = differing(&old, &new).into_iter();
        let fields = fields.filter(|key| !matches!(key.as_str(), "uid" | "office"));
        let fields = fields.filter_map(|key| {
            let pair = (
                word(&self.ledger, old.get(&key)),
                word(&self.ledger, new.get(&key)),
            );
            // A new record's empty fields say nothing.
            if pair.0 == pair.1 || pair == (String::new(), "否".to_owned()) {
                return None;
            }
            let personal = is_personal_key(table, &key);
            let hidden = |text: &str| {
                if personal {
                    masked_value(text)
                } else {
                    covered_whole(text)
                }
            };
            Some(TouchedField {
                label: field_label(table, &key),
                masked: (hidden(&pair.0), hidden(&pair.1)),
                whole: pair,
            })
        });
        let title = change.after.as_ref().or(change.before.as_ref());
        let alive = self.ledger.get(table, change.uid).is_some();
        let person = (table == Table::Person).then(|| self.form_of(change.uid));
        let open = match person {
            Some(role) => role,
            None => Register::of(table).map(|r| (r, change.uid)),
        };
        Touched {
            kind: table.label(),
            open: open.filter(|_| alive),
            title: title.map(AnyRecord::title).unwrap_or_default(),
            what,
            fields: fields.collect(),
        }
    }

    // Where a person's form is.
    fn form_of(&self, person: Uid) -> Option<(Register, Uid)> {
        let ledger = &self.ledger;
        let volunteer = ledger.volunteers.values().find(|v| v.person == person);
        let officer = ledger.officers.values().find(|o| o.person == person);
        volunteer
            .map(|v| (Register::Volunteers, v.uid))
            .or_else(|| officer.map(|o| (Register::Officers, o.uid)))
    }

    /// The history as paper: what a list of it shows, all of it.
    ///
    /// # Errors
    /// What the file says.
    pub fn history_paper(&self, sought: &Sought) -> Result<Report, AppError> {
        let past = self.past(sought, usize::MAX)?;
        let rows = past.steps.iter().map(|s| TableRow {
            cells: vec![
                s.id.to_string().into(),
                moment(&s.at).strftime("%Y-%m-%d %H:%M").to_string().into(),
                s.who.clone().into(),
                format!("{}{}", s.prefix(), covered_whole(&s.label)).into(),
                s.records.to_string().into(),
            ],
            ..TableRow::default()
        });
        let rows = rows.collect();
        let columns = vec![
            Column::tight("步"),
            Column::tight("时间"),
            Column::tight("谁"),
            Column::text("做了什么", 3.0),
            Column::number("记录"),
        ];
        let day = |d: Option<Date>| d.map_or_else(|| "（不限）".to_owned(), |d| d.to_string());
        Ok(Report {
            title: "操作记录".into(),
            left_line: format!("单位：{}", self.ledger.office().name),
            right_line: format!("{} 至 {}", day(sought.from), day(sought.to)),
            blocks: vec![Block::Table(PaperTable { columns, rows })],
            notes: vec![format!(
                "共 {} 步。操作记录只增不改，记录数为 0 的是查看个人信息等不改记录的操作。",
                past.all
            )],
            signers: vec![
                ("填表人".into(), self.ledger.office().clerk),
                ("审核人".into(), String::new()),
            ],
            date_line: self.clock.today().to_string(),
            ..Report::default()
        })
    }

    /// Write the history as PDF or workbook, by the name of the file.
    ///
    /// # Errors
    /// What the file, layout or the disk says.
    pub fn save_history(&self, sought: &Sought, path: &Path) -> Result<(), AppError> {
        let report = self.history_paper(sought)?;
        self.save_paper(report, path)
    }

    /// Write a paper of our own as PDF or workbook, by the name of the file.
    pub(super) fn save_paper(&self, report: Report, path: &Path) -> Result<(), AppError> {
        let is_sheet = path
            .extension()
            .is_some_and(|e| e.eq_ignore_ascii_case("xlsx"));
        if is_sheet {
            return paper::save(&paper::workbook(&report)?, path);
        }
        let meta = self.meta(&report);
        let laid = paper::lay_out(report, meta, &mut |_| true)?;
        paper::save(&paper::pdf(&laid)?, path)
    }
}
