//! What a screen wants done. Drawing returns actions; `Desktop` carries them out after the frame.

use super::files::Purpose;
use super::recent::Remember;
use super::screen::Screen;
use crate::app::Register;
use crate::app::cipher::Unlock;
use crate::app::desk::Ask;
use crate::app::desk::Begin;
use crate::app::paper::Kind;
use crate::app::tables::TableChoice;
use crate::app::window::Choice;
use crate::model::AnyRecord;
use crate::model::Uid;
use std::path::PathBuf;

/// One wish of a screen.
#[derive(Debug)]
pub enum Action {
    /// Show a screen.
    Go(Screen),
    /// Show a record in its list.
    Open(Register, Uid),
    /// Ask the office thread.
    Ask(Ask),
    /// Stop the import that is on its way.
    CancelImport,
    /// Show a dialog of the system.
    Pick(Purpose),
    /// Begin with a file.
    Begin(Begin),
    /// Want something of the list of ledgers opened last.
    Remember(Remember),
    /// Open the file that was asked for last with this password or 恢复码.
    Unlock(Unlock),
    /// Open a finished file with the program the system has for it.
    OpenFile(PathBuf),
    /// Print a finished file.
    Print(PathBuf),
    /// Show the folder of a finished file.
    ShowInFolder(PathBuf),
    /// Show a report in the screen of reports.
    ShowReport(Kind),
    /// Back to where a look at a record began.
    Back,
    /// A short notice.
    Say(String),
    /// Go on with a draft, by its key.
    Resume(Register, String),
    /// Ask before deleting records.
    AskDelete(Register, Vec<Uid>),
    /// Show a record that is being written just now.
    OpenSoon(Register, Uid),
    /// Begin a new record of a register.
    New(Register),
    /// Begin a new record as a copy of one.
    CopyFrom(Register, Uid),
    /// Write a new record and show it.
    NewFrom(Box<AnyRecord>),
    /// Show a register with only what has this text in a field.
    Filter(Register, &'static str, String),
    /// Lock the window.
    Lock,
    /// Show the steps of one record.
    ShowPast(Register, Uid),
    /// Personal numbers shown or masked.
    ShowPersonal(bool),
    /// Keep how a register's table stands on this computer.
    KeepTable(Register, Box<TableChoice>),
    /// Have the window look otherwise on this computer.
    Appear(Choice),
}
