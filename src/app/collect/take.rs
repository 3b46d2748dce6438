//! Taking back: filled workbooks are recognised by their mark, planned by the import like any other sheet, and written with
//! their round as one step that one undo takes back. What a second return no longer holds is listed, never deleted.

use super::changed::ChangedRow;
use super::changed::changes_of;
use super::read::Received;
use super::read::Trouble;
use crate::app::Command;
use crate::app::Done;
use crate::app::Office;
use crate::app::error::AppError;
use crate::app::import::BadRows;
use crate::app::import::ImportRequest;
use crate::app::words::advice;
use crate::exchange::ImportPlan;
use crate::exchange::Outcome;
use crate::exchange::PlannedRow;
use crate::exchange::plan::Source;
use crate::exchange::returned;
use crate::model::Record as _;
use crate::model::Uid;
use crate::model::papers::Collection;
use crate::model::papers::collection::Handed;
use crate::model::papers::collection::Return;
use crate::model::papers::collection::Returned;
use serde::Serialize;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

/// Where a file that came in is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Handed out by this office, and its round is on record.
    Ours,
    /// Ours by what stands over its tables; the mark is lost.
    MarkLost,
    /// Ours by its mark, but its round is not on record any more.
    NoRound,
    /// Handed out by another office.
    OtherOffice,
    /// No workbook of a round: taken as an ordinary sheet.
    Ordinary,
}

impl Origin {
    /// What the screen says of it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Ours => "本单位发出的表",
            Self::MarkLost => "标记丢失，按表头上写的填报范围认出",
            Self::NoRound => "发放记录已不在，只导入内容",
            Self::OtherOffice => "别的单位发出的表，按普通表格导入",
            Self::Ordinary => "不是发出的表，按普通表格导入",
        }
    }
}

/// A file that came back, as it would be taken in.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Back {
    /// File name.
    pub file: String,
    /// Where it is from.
    pub origin: Origin,
    /// Community or office it was handed out to; empty for an ordinary sheet.
    pub name: String,
    /// Whether it came back before.
    pub again: bool,
    /// Rows that change something.
    pub changed: Vec<ChangedRow>,
    /// Records of the return before that this one no longer holds. They stay.
    pub vanished: Vec<Returned>,
    /// The round; nil for an ordinary sheet.
    #[serde(skip)]
    pub round: Uid,
    /// The community; none for the whole office.
    #[serde(skip)]
    pub community: Option<Uid>,
    /// What is kept of it.
    #[serde(rename = "counts")]
    pub kept: Return,
}

/// Returned files as they would be taken in.
#[derive(Debug, Clone, Default)]
pub struct CollectPlan {
    /// Every row of every file.
    pub import: ImportPlan,
    /// The files.
    pub returns: Vec<Back>,
    /// Files that could not be read.
    pub trouble: Vec<Trouble>,
    /// What it was planned from, to plan it again when the records changed meanwhile.
    pub received: Arc<Received>,
    /// The state of the records it was planned on.
    pub revision: u64,
}

impl Office {
    /// What taking returned files in would do; nothing is written.
    ///
    /// # Errors
    /// What the file says.
    pub fn plan_collection(
        &self,
        received: impl Into<Arc<Received>>,
        year: Option<i16>,
    ) -> Result<CollectPlan, AppError> {
        let received = received.into();
        // Communities are filled into copies: planned again, one may bear another name.
        let mut sources = received.sources.clone();
        let mut trouble = received.trouble.clone();
        let mut returns: Vec<Back> = Vec::new();
        for source in &mut sources {
            let back = self.recognise(source);
            if back.community.is_some() {
                returned::fill_community(
                    &mut source.workbook,
                    &source.file,
                    &back.name,
                    &self.headings,
                );
            }
            returns.push(back);
        }
        let request = ImportRequest {
            year,
            ..ImportRequest::default()
        };
        let planner = self.planner()?;
        let import = planner.plan(&request, &sources, &mut |_, _| true)?;
        // An empty table of ours says that there was nothing; an empty sheet of anybody else says nothing.
        returns.retain(|back| {
            let empty = !import.rows.iter().any(|r| r.file == back.file);
            if empty && back.round.is_nil() {
                trouble.push(Trouble {
                    file: back.file.clone(),
                    why: advice(&AppError::NoTable(PathBuf::from(&back.file))),
                });
            }
            !empty || !back.round.is_nil()
        });
        let mut last = self.last_returns();
        for back in &mut returns {
            self.compare(back, &import, &mut last);
        }
        Ok(CollectPlan {
            import,
            returns,
            trouble,
            received,
            revision: self.revision,
        })
    }

    fn recognise(&self, source: &Source) -> Back {
        let mut back = Back {
            file: source.file.clone(),
            origin: Origin::Ordinary,
            name: String::new(),
            again: false,
            changed: Vec::new(),
            vanished: Vec::new(),
            round: Uid::default(),
            community: None,
            kept: Return::default(),
        };
        let known = |uid: Uid| Some(uid).filter(|u| self.ledger.communities.contains_key(u));
        match returned::mark(&source.workbook) {
            Some(mark) if mark.office != self.ledger.home => {
                back.origin = Origin::OtherOffice;
                back.name = mark.name;
            }
            Some(mark) => {
                back.community = known(mark.community);
                back.name = match back.community {
                    Some(uid) => self.directory.community_name(Some(uid)),
                    None => mark.name,
                };
                if self.ledger.collections.contains_key(&mark.round) {
                    back.origin = Origin::Ours;
                    back.round = mark.round;
                } else {
                    back.origin = Origin::NoRound;
                }
            }
            None => {
                let guessed = self.guess(source);
                if let Some((round, handed)) = guessed {
                    back.origin = Origin::MarkLost;
                    back.round = round;
                    back.community = handed.community;
                    back.name = handed.name;
                }
            }
        }
        back
    }

    // The words over the tables name who it was handed out to; the newest round that did counts.
    fn guess(&self, source: &Source) -> Option<(Uid, Handed)> {
        let name = returned::named(&source.workbook)?;
        super::rounds(&self.ledger).into_iter().find_map(|round| {
            let handed = round.handed().into_iter().find(|h| h.name == name)?;
            Some((round.uid, handed))
        })
    }

    // The newest return of every workbook on record.
    fn last_returns(&self) -> BTreeMap<(Uid, Option<Uid>), Vec<Returned>> {
        let rounds = super::rounds(&self.ledger);
        let all = rounds.iter().flat_map(|round| {
            let handed = round.handed().into_iter();
            handed.map(|h| ((round.uid, h.community), h))
        });
        all.filter_map(|(key, h)| Some((key, h.returns.last()?.records.clone())))
            .collect()
    }

    fn compare(
        &self,
        back: &mut Back,
        import: &ImportPlan,
        last: &mut BTreeMap<(Uid, Option<Uid>), Vec<Returned>>,
    ) {
        let rows: Vec<&PlannedRow> = import.rows.iter().filter(|r| r.file == back.file).collect();
        let count = |outcome| rows.iter().filter(|r| r.outcome == outcome).count() as u32;
        back.kept = Return {
            day: Some(self.clock.today()),
            file: back.file.clone(),
            rows: rows.len() as u32,
            new: count(Outcome::New),
            changed: count(Outcome::Changed),
            doubtful: count(Outcome::Doubtful),
            refused: count(Outcome::Refused),
            records: rows
                .iter()
                .filter(|r| !r.about.is_nil())
                .map(|r| Returned {
                    register: r.register.to_owned(),
                    uid: r.about,
                    title: r.title.clone(),
                })
                .collect(),
        };
        let changed = rows.iter().map(|r| ChangedRow {
            register: r.register,
            title: r.title.clone(),
            changes: changes_of(&self.ledger, r),
        });
        back.changed = changed.filter(|c| !c.changes.is_empty()).collect();
        if back.round.is_nil() {
            return;
        }
        let now: BTreeSet<Uid> = back.kept.records.iter().map(|r| r.uid).collect();
        let before = last.insert((back.round, back.community), back.kept.records.clone());
        back.again = before.is_some();
        let stands = |r: &Returned| {
            crate::app::Register::read(&r.register)
                .is_some_and(|register| self.ledger.get(register.table(), r.uid).is_some())
        };
        let gone = before.unwrap_or_default().into_iter();
        back.vanished = gone
            .filter(|r| !now.contains(&r.uid) && stands(r))
            .collect();
    }

    /// Take returned files in: their rows and what is kept of the round, as one step. A copy of the file is made before.
    ///
    /// # Errors
    /// `Request` when files could not be read, `Refused` when rows can't be taken in, and the clerk did not say to go on
    /// without them; nothing is written then.
    pub fn take_collection(&mut self, plan: &CollectPlan, bad: BadRows) -> Result<Done, AppError> {
        if bad == BadRows::Stop {
            if let Some(first) = plan.trouble.first() {
                return Err(AppError::Request(format!(
                    "有 {} 份文件读不出来，都没有收进来（{}）",
                    plan.trouble.len(),
                    first.why.what
                )));
            }
            match plan.import.count(Outcome::Refused) {
                0 => {}
                refused => return Err(AppError::Refused(refused)),
            }
        }
        let mut records = plan.import.records();
        let mut rounds: BTreeMap<Uid, Collection> = BTreeMap::new();
        for back in &plan.returns {
            let Some(known) = self.ledger.collections.get(&back.round) else {
                continue;
            };
            let round = rounds
                .entry(back.round)
                .or_insert_with(|| Collection::clone(known));
            note(round, back)?;
        }
        records.extend(rounds.into_values().map(Collection::wrap));
        let names = plan.returns.iter().map(|b| match b.name.as_str() {
            "" => b.file.as_str(),
            name => name,
        });
        let names: Vec<&str> = names.collect();
        let label = match names.as_slice() {
            [first, _, _, ..] => format!("收数 {first} 等 {} 份", names.len()),
            few => format!("收数 {}", few.join("、")),
        };
        self.back_up_if_changed("导入前")?;
        self.run(Command::TakeIn { label, records })
    }
}

fn note(round: &mut Collection, back: &Back) -> Result<(), AppError> {
    let mut handed = round.handed();
    if !handed.iter().any(|h| h.community == back.community) {
        handed.push(Handed {
            community: back.community,
            name: back.name.clone(),
            returns: Vec::new(),
        });
    }
    if let Some(one) = handed.iter_mut().find(|h| h.community == back.community) {
        one.returns.push(back.kept.clone());
    }
    round.sheets = serde_json::to_string(&handed).map_err(|e| AppError::Data(e.to_string()))?;
    Ok(())
}
