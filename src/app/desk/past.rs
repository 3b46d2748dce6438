//! 操作记录, 回收站 and 清理 on the office thread.

use super::Told;
use super::worker::Worker;
use crate::app::Office;
use crate::app::error::AppError;
use crate::app::history::Opened;
use crate::app::history::Past;
use crate::app::history::Sought;
use crate::app::outfile;
use crate::app::purge::Purged;
use crate::app::purge::Purging;
use crate::app::trash::Thrown;
use crate::app::words::Advice;
use crate::app::words::advice;
use crate::model::Uid;
use std::path::PathBuf;

/// What the window asks for.
#[derive(Debug)]
pub enum PastAsk {
    /// Steps, at most so many.
    List(Sought, usize),
    /// What a step changed.
    Open(i64),
    /// Take a step back, whenever it was.
    TakeBack(i64),
    /// The history as paper or workbook.
    Save(Sought, PathBuf),
    /// Everything about one person, by the person or one of their roles, for the printer.
    Person(Uid),
    /// What lies in 回收站, and what 清理 would remove.
    Trash,
    /// Bring a record back.
    Restore(Uid),
    /// Remove for good, with the account.
    Purge(Box<Purging>, PathBuf),
}

/// What the window is told.
#[derive(Debug)]
pub enum PastTold {
    /// Steps.
    List(Past),
    /// A step.
    Opened(Opened),
    /// A paper was written.
    Saved(PathBuf),
    /// A paper for the printer.
    Printed(PathBuf),
    /// 回收站, and what 清理 would remove.
    Trash(Vec<Thrown>, Purging),
    /// What 清理 removed, and its account.
    Purged(Purged, PathBuf),
    /// It was not done, and why.
    Refused(Advice),
}

impl Worker {
    pub(super) fn past(&self, office: &mut Office, ask: PastAsk) {
        let told = match ask {
            PastAsk::List(sought, most) => office.past(&sought, most).map(PastTold::List),
            PastAsk::Open(step) => office.open_step(step).map(PastTold::Opened),
            PastAsk::TakeBack(step) => {
                let done = office.take_back(step);
                return self.changed(office, done);
            }
            PastAsk::Restore(uid) => {
                let done = office.restore_deleted(uid);
                return self.changed(office, done);
            }
            PastAsk::Save(sought, path) => office
                .save_history(&sought, &path)
                .map(|()| PastTold::Saved(path)),
            PastAsk::Person(uid) => outfile::print_folder().and_then(|folder| {
                let path = folder.join("本人信息.pdf");
                office.save_person(uid, &path)?;
                Ok(PastTold::Printed(path))
            }),
            PastAsk::Trash => trash(office),
            PastAsk::Purge(plan, path) => {
                let done = office.purge(&plan, &path);
                office.warm_up();
                self.state(office);
                done.map(|done| PastTold::Purged(done, path))
            }
        };
        self.tell(Told::Past(Box::new(
            told.unwrap_or_else(|error| PastTold::Refused(advice(&error))),
        )));
    }
}

fn trash(office: &Office) -> Result<PastTold, AppError> {
    let thrown = office.trash()?;
    let plan = office.plan_purge(office.purge_day())?;
    Ok(PastTold::Trash(thrown, plan))
}
