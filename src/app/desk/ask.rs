//! Everything the window asks the office thread for.

use super::CipherAsk;
use super::CollectAsk;
use super::CopiesAsk;
use super::HandoverAsk;
use super::HealthAsk;
use super::LockAsk;
use super::PackAsk;
use super::PastAsk;
use super::Proof;
use super::Served;
use crate::app::adjust::Adjustment;
use crate::app::attach::Picked;
use crate::app::behind::Choosing;
use crate::app::block::BlockWish;
use crate::app::certificate::Issuing;
use crate::app::command::Command;
use crate::app::error::AppError;
use crate::app::first::FirstSteps;
use crate::app::import::ImportRequest;
use crate::app::import::Source;
use crate::app::import::TakingIn;
use crate::app::outfile::Way;
use crate::app::paper::Kind;
use crate::app::paper::Request;
use crate::app::register::Register;
use crate::app::typeface::Wish;
use crate::app::view::Wanted;
use crate::model::Period;
use crate::model::Uid;
use crate::model::plan::RuleBook;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::Sender;

/// What the window asks for.
#[derive(Debug)]
pub enum Ask {
    /// A change, and the draft that is done with once it is written; empty when there is none.
    Run(Box<Command>, String),
    /// Certificates of service, each with a number from the book.
    Issue(Box<Issuing>),
    /// Take the last step back.
    Undo,
    /// Do it again.
    Redo,
    /// Records of a list.
    Rows(Register, Wanted),
    /// What a register remembers for the next record.
    Remember(Register),
    /// The names of all volunteers, to match pasted ones with.
    Names,
    /// Search over everything.
    Find(String),
    /// What 工作台 shows for a period.
    Home(Period),
    /// The computed screens of a year.
    Overview(i16),
    /// Photos and files for a record of a register, and what they prove where the clerk said so.
    Attach(Register, Uid, Vec<PathBuf>, Option<&'static str>),
    /// Photos and files that were read, from the reading thread.
    Attached(Register, Uid, Vec<Result<Picked, AppError>>),
    /// What a block of cells comes to; the number comes back with the answer.
    PlanBlock(u64, Box<BlockWish>),
    /// Cells of records for the clipboard, with personal numbers or without.
    CopyCells(Register, Vec<&'static str>, Vec<Uid>, bool),
    /// The list of a register as a workbook.
    SaveTable(Register, PathBuf),
    /// The office's own rules; empty takes the built-in ones again.
    SetRules(Box<Option<RuleBook>>),
    /// Read sheets and plan their import.
    Preview(ImportRequest),
    /// Plan again what was read, with what the clerk said meanwhile.
    Replan(ImportRequest, Arc<Vec<Source>>),
    /// Write a planned import.
    TakeIn(Box<TakingIn>),
    /// Lay a report out.
    Lay(Box<Request>),
    /// A first draft of a text report.
    DraftText(Box<Request>),
    /// The text in the request with every figure as the ledger has it now.
    RenewText(Box<Request>),
    /// Write a laid-out report for the printer or into a file.
    PutOut(Arc<Proof>, Way),
    /// Write the manual for the printer or into a file.
    Manual(Way),
    /// What the file is to know of the first steps.
    FirstSteps(FirstSteps),
    /// The records behind a figure.
    Behind(Arc<[Uid]>),
    /// What a chooser offers.
    Choose(Choosing),
    /// Make a copy now.
    BackUp,
    /// Keep what was typed into a form; empty text forgets it.
    KeepDraft(String, String),
    /// Say when all that was asked before is done.
    Settle(Sender<()>),
    /// Personal data of a record or list is to be shown: written down first.
    Look(String),
    /// The screen lock.
    Lock(LockAsk),
    /// 操作记录, 回收站, 清理.
    Past(PastAsk),
    /// A report's changes in full.
    Adjusting(Kind),
    /// Change a report for this office; empty takes the built-in way again.
    SetReport(Kind, Box<Option<Adjustment>>),
    /// Load a plan from its text.
    LoadPlan(String),
    /// Change this computer's fonts of paper.
    Fonts(Wish),
    /// 数据体检.
    Health(HealthAsk),
    /// Copies and the second place.
    Copies(CopiesAsk),
    /// 收数.
    Collect(CollectAsk),
    /// 换人交接.
    Handover(HandoverAsk),
    /// The password of the file.
    Cipher(CipherAsk),
    /// About packs.
    Packs(PackAsk),
    /// What another start of the program asks for.
    Served(Box<Served>),
    /// Goes wrong, so that a test sees what the thread does then.
    #[cfg(test)]
    Panic,
    /// The window goes: close the file.
    Close,
}
