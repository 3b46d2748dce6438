//! 清理: what has lain in 回收站 long enough, and people who left long ago, leave the file for good, with a printed account.

use super::Office;
use super::error::AppError;
use super::history::moment;
use super::trash::named_in;
use super::undo::Stacks;
use crate::model::AnyRecord;
use crate::model::Table;
use crate::model::Uid;
use crate::model::secret::covered_whole;
use crate::model::secret::masked_name;
use crate::reports::Report;
use crate::reports::outline::Block;
use crate::reports::outline::Column;
use crate::reports::outline::Table as PaperTable;
use crate::reports::outline::TableRow;
use crate::store::files;
use crate::store::history::StepKind;
use crate::store::history::StepNote;
use jiff::ToSpan as _;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;

/// Someone or something that would go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaving {
    /// 离开的人员 or 回收站, and the kind.
    pub kind: String,
    /// Its name, shortened as the house shortens names.
    pub name: String,
    /// Why it goes.
    pub why: String,
    /// All that goes with it, itself among them.
    pub records: Vec<(Table, Uid)>,
}

/// What 清理 would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Purging {
    /// Who left before this day.
    pub before: Date,
    /// What goes.
    pub leaving: Vec<Leaving>,
    /// People who left and stay: shortened name, and why.
    pub kept: Vec<(String, String)>,
}

impl Purging {
    /// Every record that goes, once.
    pub fn records(&self) -> Vec<(Table, Uid)> {
        let all: BTreeSet<_> = self
            .leaving
            .iter()
            .flat_map(|l| &l.records)
            .copied()
            .collect();
        all.into_iter().collect()
    }

    /// How many go, by kind.
    pub fn counts(&self) -> Vec<(&'static str, usize)> {
        let mut counts: BTreeMap<Table, usize> = BTreeMap::new();
        for (table, _) in self.records() {
            *counts.entry(table).or_default() += 1;
        }
        counts.into_iter().map(|(t, n)| (t.label(), n)).collect()
    }
}

/// What 清理 did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purged {
    /// Records removed.
    pub records: usize,
    /// Files of attachments removed.
    pub files: usize,
    /// Records that stayed because others refer to them.
    pub kept: usize,
    /// Copies that still hold what was removed.
    pub copies: Vec<String>,
}

impl Office {
    /// The day before which people must have left, by the office's own rule.
    pub fn purge_day(&self) -> Date {
        let today = self.clock.today();
        let years = i64::from(self.book.rules.keep_years);
        today.checked_sub(years.years()).unwrap_or(today)
    }

    /// What 清理 would remove.
    ///
    /// # Errors
    /// What the file says.
    pub fn plan_purge(&self, before: Date) -> Result<Purging, AppError> {
        let mut plan = Purging {
            before,
            ..Purging::default()
        };
        self.plan_trash(&mut plan)?;
        self.plan_leavers(&mut plan);
        Ok(plan)
    }

    fn plan_trash(&self, plan: &mut Purging) -> Result<(), AppError> {
        let days = i32::try_from(self.book.rules.trash_days).unwrap_or(i32::MAX);
        let today = self.clock.today();
        for deleted in self.store.deleted()? {
            let age = (today - moment(&deleted.at).date()).get_days();
            if age < days {
                continue;
            }
            let record = deleted.table.read_json(&deleted.json).ok();
            let title = record.map(|r| r.title()).unwrap_or_default();
            plan.leaving.push(Leaving {
                kind: format!("回收站：{}", deleted.table.label()),
                name: short_title(deleted.table, &title),
                why: format!("删除已 {age} 天"),
                records: vec![(deleted.table, deleted.uid)],
            });
        }
        Ok(())
    }

    fn plan_leavers(&self, plan: &mut Purging) {
        let ledger = &self.ledger;
        // Who names whom, once for all.
        let mut users: BTreeMap<Uid, Vec<(Table, Uid)>> = BTreeMap::new();
        for table in Table::ALL {
            for uid in ledger.uids(*table) {
                if let Some(record) = ledger.get(*table, uid) {
                    for named in named_in(&record) {
                        users.entry(named).or_default().push((*table, uid));
                    }
                }
            }
        }
        for person in ledger.people.values() {
            let Some(left) = self.left_on(person.uid).filter(|d| *d < plan.before) else {
                continue;
            };
            let name = masked_name(&person.name);
            match self.all_of(person.uid, &users, plan.before) {
                Ok(records) => plan.leaving.push(Leaving {
                    kind: "离开的人员".into(),
                    name,
                    why: format!("{left} 离开"),
                    records,
                }),
                Err(why) => plan.kept.push((name, why)),
            }
        }
    }

    // The day a person left their last role; none while they have one.
    fn left_on(&self, person: Uid) -> Option<Date> {
        let ledger = &self.ledger;
        let volunteers = ledger.volunteers.values().filter(|v| v.person == person);
        let officers = ledger.officers.values().filter(|o| o.person == person);
        let experts = ledger.experts.values().filter(|e| e.person == Some(person));
        let days = volunteers
            .map(|v| v.left_on)
            .chain(officers.map(|o| o.left_on))
            .chain(experts.map(|e| e.left_on));
        let days: Vec<Option<Date>> = days.collect();
        days.into_iter()
            .collect::<Option<Vec<Date>>>()?
            .into_iter()
            .max()
    }

    // Everything that has no life without a person, or what keeps them.
    fn all_of(
        &self,
        person: Uid,
        users: &BTreeMap<Uid, Vec<(Table, Uid)>>,
        before: Date,
    ) -> Result<Vec<(Table, Uid)>, String> {
        let mut all: BTreeSet<(Table, Uid)> = BTreeSet::from([(Table::Person, person)]);
        let mut next = vec![person];
        while let Some(uid) = next.pop() {
            for (table, user) in users.get(&uid).into_iter().flatten() {
                let record = self.ledger.get(*table, *user);
                match record.as_ref().map(|r| self.last_day(r)) {
                    Some(Some(Some(day))) if day >= before => {
                        return Err(format!("{day} 还有{}", table.label()));
                    }
                    Some(Some(_)) => {}
                    _ => return Err(format!("还有{}用到", table.label())),
                }
                if all.insert((*table, *user)) {
                    next.push(*user);
                }
            }
        }
        Ok(all.into_iter().collect())
    }

    // The last day a record of a person's own speaks of; none when it is no such record.
    #[expect(
        clippy::option_option,
        reason = "no record of their own, and one without a day, are two things"
    )]
    fn last_day(&self, record: &AnyRecord) -> Option<Option<Date>> {
        let held = |event: Uid| self.ledger.events.get(&event).and_then(|e| e.day());
        match record {
            AnyRecord::Volunteer(v) => Some(v.left_on),
            AnyRecord::Officer(o) => Some(o.left_on),
            AnyRecord::Expert(e) => Some(e.left_on),
            AnyRecord::Attendance(a) => Some(held(a.event)),
            AnyRecord::Reach(r) => Some(Date::new(r.month.year, r.month.month, 1).ok()),
            AnyRecord::Membership(m) => Some(m.to),
            AnyRecord::Credit(c) => Some(c.day),
            AnyRecord::Attachment(a) => Some(a.taken_on),
            AnyRecord::Explanation(_) => Some(None),
            _ => None,
        }
    }

    /// Remove what the plan says, for good, and write the account of it. What the history held of it goes too: those steps
    /// can't be taken back any more.
    ///
    /// # Errors
    /// When the account can't be written nothing was removed; else what the file says.
    pub fn purge(&mut self, plan: &Purging, account: &Path) -> Result<Purged, AppError> {
        let records = plan.records();
        // Without a place for the account nothing goes.
        self.save_paper(self.account(plan, None), account)?;
        let hashes = self.files_of(&records)?;
        let label = format!(
            "清理：{} 前离开的人员和回收站，共 {} 条记录",
            plan.before,
            records.len()
        );
        let (at, who) = (self.clock.stamp(), self.who());
        let note = StepNote {
            at: &at,
            who: &who,
            label: &label,
            kind: StepKind::Do,
            target: None,
        };
        let gone = self.store.purge(&note, &records)?;
        self.store.vacuum()?;
        let mut removed = 0;
        let folder = files::folder_of(self.path());
        for (hash, name) in hashes {
            if !self.store.names_file(&hash)? && std::fs::remove_file(folder.join(name)).is_ok() {
                removed += 1;
            }
        }
        self.ledger = self.store.load()?;
        self.stacks = Stacks::from_store(&self.store)?;
        self.search = None;
        self.revision += 1;
        self.renew_directory();
        let done = Purged {
            records: gone.len(),
            files: removed,
            kept: records.len() - gone.len(),
            copies: self.copies().into_iter().map(|c| c.name).collect(),
        };
        self.save_paper(self.account(plan, Some(&done)), account)?;
        Ok(done)
    }

    // Hash and name of the files the records stand for, living or in 回收站.
    fn files_of(&self, records: &[(Table, Uid)]) -> Result<Vec<(String, String)>, AppError> {
        let deleted: BTreeMap<Uid, AnyRecord> = self
            .store
            .deleted()?
            .into_iter()
            .filter(|d| d.table == Table::Attachment)
            .filter_map(|d| Some((d.uid, d.table.read_json(&d.json).ok()?)))
            .collect();
        let mut found = Vec::new();
        for (table, uid) in records {
            let record = self.ledger.get(*table, *uid);
            if let Some(AnyRecord::Attachment(a)) = record.as_ref().or_else(|| deleted.get(uid)) {
                found.push((a.hash.clone(), a.stored_name()));
            }
        }
        Ok(found)
    }

    fn account(&self, plan: &Purging, done: Option<&Purged>) -> Report {
        let row = |cells: Vec<String>| TableRow {
            cells: cells.into_iter().map(Into::into).collect(),
            ..TableRow::default()
        };
        let counts = plan.counts().into_iter();
        let counts = counts.map(|(kind, n)| row(vec![kind.to_owned(), n.to_string()]));
        let listed = plan.leaving.iter().enumerate().map(|(n, l)| {
            row(vec![
                (n + 1).to_string(),
                l.kind.clone(),
                l.name.clone(),
                l.why.clone(),
                l.records.len().to_string(),
            ])
        });
        let mut notes = vec![
            "姓名已缩写。删去的记录和操作记录里保存的原内容都已从数据文件中去掉，不能恢复，有关的步骤不能再撤销。".to_owned(),
            "操作记录只增不改：哪天谁做了哪一步仍在，步骤名称里可能有姓名。活动台账、文稿等文字里写到的姓名不在清理之内。".to_owned(),
        ];
        match done {
            None => notes.push("这是清理前的清单，还没有删去。".into()),
            Some(done) => {
                notes.push(format!(
                    "删去记录 {} 条、附件文件 {} 个；另有 {} 条因仍被别的记录用到而保留。",
                    done.records, done.files, done.kept
                ));
                notes.push(if done.copies.is_empty() {
                    "没有本程序做的备份。优盘、上报包、交接文件里的另算，要另行处理。".into()
                } else {
                    format!(
                        "以下 {} 份备份里仍有删去的内容，到期会自动清除，急用可手工删除：{}。优盘、上报包、交接文件里的另算。",
                        done.copies.len(),
                        done.copies.join("、")
                    )
                });
            }
        }
        Report {
            title: "个人信息清理清单".into(),
            left_line: format!("单位：{}", self.ledger.office().name),
            right_line: format!("{} 前离开", plan.before),
            blocks: vec![
                Block::Table(PaperTable {
                    columns: vec![Column::text("种类", 1.0), Column::number("条数")],
                    rows: counts.collect(),
                }),
                Block::Table(PaperTable {
                    columns: vec![
                        Column::tight("序号"),
                        Column::text("种类", 1.2),
                        Column::text("名称", 1.6),
                        Column::text("原因", 1.0),
                        Column::number("记录"),
                    ],
                    rows: listed.collect(),
                }),
            ],
            notes,
            signers: vec![
                ("经办人".into(), self.who()),
                ("负责人".into(), String::new()),
            ],
            date_line: self.clock.today().to_string(),
            ..Report::default()
        }
    }
}

// Of people's records only a shortened name, of others the title without numbers.
fn short_title(table: Table, title: &str) -> String {
    match table {
        Table::Person => masked_name(title),
        Table::Volunteer | Table::Officer | Table::Expert | Table::Attendance => String::new(),
        _ => covered_whole(title),
    }
}
