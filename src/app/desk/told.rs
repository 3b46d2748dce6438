//! Everything the office thread tells the window.

use super::CipherTold;
use super::CollectTold;
use super::CopiesTold;
use super::HandoverTold;
use super::HealthTold;
use super::LockTold;
use super::NotOpened;
use super::PackTold;
use super::PastTold;
use super::Proof;
use super::Snapshot;
use crate::app::adjust::Adjusting;
use crate::app::behind::Behind;
use crate::app::behind::Choosing;
use crate::app::behind::Offer;
use crate::app::block::BlockPlan;
use crate::app::home::Home;
use crate::app::import::Preview;
use crate::app::import::Stage;
use crate::app::index::Hit;
use crate::app::outfile::Way;
use crate::app::overview::Overview;
use crate::app::paper::Request;
use crate::app::register::Register;
use crate::app::remembered::Remembered;
use crate::app::rescue::Rescued;
use crate::app::view::Wanted;
use crate::app::words::Advice;
use crate::app::write::Done;
use crate::model::Uid;
use crate::model::papers::Document;
use crate::model::people::matching::Names;
use crate::model::problem::Problem;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::Sender;

/// What the office thread tells.
#[derive(Debug)]
pub enum Told {
    /// The file could not be opened, and what could be done instead.
    NotOpened(Box<NotOpened>),
    /// The file wants its password or 恢复码; which one to open with it, when it is not what was asked for.
    Locked(Advice, Option<PathBuf>),
    /// A damaged file was rescued; the new one opens next.
    Rescued(Box<Rescued>),
    /// The state after opening or after a change.
    State(Box<Snapshot>),
    /// A piece of work went wrong in a way nobody foresaw; nothing of it stands.
    Crashed(Advice),
    /// A change was written; the key of its draft, where the form or the cell it came from gave one.
    Done(Done, String),
    /// A change was refused; with the same key.
    Refused(Advice, Vec<Problem>, String),
    /// What was typed and not saved, by key.
    Drafts(Vec<(String, String)>),
    /// Records of a list.
    Rows(Register, Wanted, Arc<Vec<Uid>>),
    /// What a block of cells comes to, with the number of the ask.
    BlockPlanned(Register, u64, Box<BlockPlan>),
    /// Cells for the clipboard, and of how many records.
    CellsCopied(Result<(String, usize), Advice>),
    /// What a register remembers.
    Remembered(Register, Arc<Remembered>),
    /// The names of all volunteers, and the revision of the office they are of.
    Names(u64, Arc<Names>),
    /// Hits of the search over everything.
    Hits(String, Vec<Hit>),
    /// 工作台.
    Home(Box<Home>),
    /// The computed screens.
    Overview(Box<Overview>),
    /// A list was written.
    TableSaved(Result<PathBuf, Advice>),
    /// An import as it would be.
    Preview(Result<Box<Preview>, Advice>),
    /// How far an import is.
    Importing(Stage),
    /// The records changed after an import was planned: it is to be looked at again.
    PlannedTooLong,
    /// A report laid out, with what to look at before printing.
    Laid(Box<Request>, Result<Arc<Proof>, Advice>),
    /// A report was written.
    PutOut(Way, Result<PathBuf, Advice>),
    /// The manual was written.
    Manual(Way, Result<PathBuf, Advice>),
    /// A photo of the report can be painted.
    Developed,
    /// The records behind a figure.
    Behind(Arc<[Uid]>, Box<Behind>),
    /// What a chooser offers.
    Offer(Choosing, Offer),
    /// Pages laid out so far.
    Pages(usize),
    /// A text drafted or brought up to date, not saved.
    Text(Box<Request>, Result<Box<Document>, Advice>),
    /// A copy was made.
    BackedUp(Result<PathBuf, Advice>),
    /// A report's changes in full.
    Adjusting(Result<Box<Adjusting>, Advice>),
    /// 数据体检.
    Health(HealthTold),
    /// Copies and the second place.
    Copies(CopiesTold),
    /// 收数.
    Collect(CollectTold),
    /// 换人交接.
    Handover(HandoverTold),
    /// A look at personal data was written down, or why not.
    Looked(Result<(), Advice>),
    /// The screen lock.
    Lock(LockTold),
    /// 操作记录, 回收站, 清理.
    Past(Box<PastTold>),
    /// The password of the file.
    Cipher(CipherTold),
    /// About packs.
    Packs(Box<PackTold>),
    /// The fonts of paper were changed, or why not.
    Fonts(Result<(), Advice>),
    /// A second start wants this window in front; it is told when it is.
    Front(Sender<()>),
}
