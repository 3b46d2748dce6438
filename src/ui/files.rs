//! The system's open and save dialogs, on a thread of their own and one at a time. The only file that names rfd.

use crate::app::Register;
use crate::app::collect::EXTENSIONS;
use crate::app::paper::Role;
use crate::app::recent::Recent;
use crate::app::recent::Recents;
use crate::model::Uid;
use crate::os;
use crate::os::Window;
use crate::ui::recent::Remember;
use crate::ui::recent::Remembering;
use std::path::Path;
use std::path::PathBuf;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::channel;

/// What a dialog is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Purpose {
    /// An office's file to open.
    OpenFile,
    /// Sheets to import.
    Sheets,
    /// Where a report goes, with the proposed name.
    SaveReport(PathBuf),
    /// A plan to load.
    Plan,
    /// Photos and files for a record, and what they prove where the clerk said so.
    Attach(Register, Uid, Option<&'static str>),
    /// A font file for a role of paper.
    Font(Role),
    /// Where copies go beside the file's own folder.
    SecondPlace,
    /// Where blank workbooks go.
    BlankFolder,
    /// Returned workbooks.
    Returned,
    /// Where 催报清单 goes, with the proposed name.
    SaveReminder(PathBuf),
    /// Where a handover goes, with the proposed name.
    SaveHandover(PathBuf),
    /// A handover to take over.
    TakeOver,
    /// Packs to take in.
    Packs,
    /// A folder of packs to take in.
    PackFolder,
    /// Where a pack goes, with the proposed name.
    SavePack(PathBuf),
    /// Where a return goes, with the proposed name.
    SaveReturn(PathBuf),
    /// Where a 更正说明 goes, with the proposed name.
    SaveCorrections(PathBuf),
    /// Where the manual goes, with the proposed name.
    SaveManual(PathBuf),
    /// Where 操作记录 goes.
    SaveHistory,
    /// Where the account of 清理 goes.
    SavePurge,
    /// Where the list of a register goes.
    SaveTable(Register),
}

/// Where files come from and go to. The window gets [`Native`], tests get paths they chose.
pub trait Files {
    /// Ask the clerk; the answer comes with [`Files::take`].
    fn ask(&mut self, ctx: &egui::Context, purpose: Purpose);
    /// The answer, if there is one: what it was for and the paths, none when the clerk changed their mind.
    fn take(&mut self) -> Option<(Purpose, Vec<PathBuf>)>;
    /// Want something of the list of ledgers opened last; it comes with [`Files::recent`].
    fn remember(&mut self, _: &egui::Context, _: Remember) {}
    /// The newest list, if one came.
    fn recent(&mut self) -> Option<Vec<Recent>> {
        None
    }
    /// Show a finished file or folder with the system's own program; whether there is one.
    fn open(&mut self, _: &Path) -> bool {
        false
    }
    /// Send a finished file to the printer; whether there is a program that does so unasked.
    fn print(&mut self, _: &Path) -> bool {
        false
    }
}

/// Say something when there is no window to say it in.
pub(super) fn last_word(text: &str) {
    rfd::MessageDialog::new()
        .set_level(rfd::MessageLevel::Error)
        .set_title("科普台账")
        .set_description(text)
        .show();
}

/// The system's dialogs.
#[derive(Default)]
pub struct Native {
    over: Option<Window>,
    waiting: Option<(Purpose, Receiver<Vec<PathBuf>>)>,
    remembering: Option<Remembering>,
}

impl Native {
    /// Dialogs that belong to a window and stand over it.
    pub(super) fn over(window: Option<Window>) -> Self {
        Self {
            over: window,
            ..Self::default()
        }
    }
}

impl Files for Native {
    fn ask(&mut self, ctx: &egui::Context, purpose: Purpose) {
        if self.waiting.is_some() {
            return;
        }
        let (out, answer) = channel();
        let (ctx, wanted, over) = (ctx.clone(), purpose.clone(), self.over);
        let thread = std::thread::Builder::new()
            .name("dialog".into())
            .spawn(move || {
                // The window may be gone when the clerk answers.
                out.send(show(&wanted, over)).ok();
                ctx.request_repaint();
            });
        if thread.is_ok() {
            self.waiting = Some((purpose, answer));
        }
    }

    fn take(&mut self) -> Option<(Purpose, Vec<PathBuf>)> {
        let (_, answer) = self.waiting.as_ref()?;
        let paths = match answer.try_recv() {
            Ok(paths) => paths,
            Err(std::sync::mpsc::TryRecvError::Empty) => return None,
            Err(std::sync::mpsc::TryRecvError::Disconnected) => Vec::new(),
        };
        self.waiting.take().map(|(purpose, _)| (purpose, paths))
    }

    fn remember(&mut self, ctx: &egui::Context, wish: Remember) {
        self.remembering
            .get_or_insert_with(|| Remembering::start(Recents::this(), ctx.clone()))
            .wish(wish);
    }

    fn recent(&mut self) -> Option<Vec<Recent>> {
        self.remembering.as_ref().and_then(Remembering::take)
    }

    fn open(&mut self, path: &Path) -> bool {
        opener::open(path)
            .inspect_err(|error| tracing::warn!(%error, "not opened"))
            .is_ok()
    }

    fn print(&mut self, path: &Path) -> bool {
        let printed = path.to_owned();
        let work = move || {
            if !os::print(&printed) {
                tracing::warn!("the program for printing did not take the file");
            }
        };
        os::can_print(path)
            && std::thread::Builder::new()
                .name("print".into())
                .spawn(work)
                .is_ok()
    }
}

fn folder(dialog: rfd::FileDialog, title: &str) -> Vec<PathBuf> {
    dialog.set_title(title).pick_folder().into_iter().collect()
}

fn page_or_sheet(dialog: rfd::FileDialog, title: &str, name: &str) -> Vec<PathBuf> {
    dialog
        .set_title(title)
        .set_file_name(name)
        .add_filter("PDF", &["pdf"])
        .add_filter("表格", &["xlsx"])
        .save_file()
        .into_iter()
        .collect()
}

fn show(purpose: &Purpose, over: Option<Window>) -> Vec<PathBuf> {
    let mut dialog = rfd::FileDialog::new();
    if let Some(window) = &over {
        dialog = dialog.set_parent(window);
    }
    match purpose {
        Purpose::OpenFile => dialog
            .set_title("打开台账")
            .add_filter("科普台账", &["kepu"])
            .pick_file()
            .into_iter()
            .collect(),
        Purpose::BlankFolder => folder(dialog, "空白表放在哪个文件夹"),
        Purpose::SecondPlace => folder(dialog, "第二处备份放在哪个文件夹"),
        Purpose::Returned => dialog
            .set_title("选择交回的表")
            .add_filter("表格", &EXTENSIONS)
            .pick_files()
            .unwrap_or_default(),
        Purpose::SaveReminder(name) => {
            page_or_sheet(dialog, "保存催报清单", &name.to_string_lossy())
        }
        Purpose::SaveHandover(name) => dialog
            .set_title("保存交接文件")
            .set_file_name(name.to_string_lossy())
            .add_filter("交接文件", &["kepuall"])
            .save_file()
            .into_iter()
            .collect(),
        Purpose::TakeOver => dialog
            .set_title("接收交接文件")
            .add_filter("交接文件", &["kepuall"])
            .pick_file()
            .into_iter()
            .collect(),
        Purpose::Sheets => dialog
            .set_title("选择要导入的表格")
            .add_filter("表格", &EXTENSIONS)
            .pick_files()
            .unwrap_or_default(),
        Purpose::SaveManual(name) => dialog
            .set_title("保存说明书")
            .set_file_name(name.to_string_lossy())
            .add_filter("PDF", &["pdf"])
            .save_file()
            .into_iter()
            .collect(),
        Purpose::SaveReport(name) => {
            let extension = name
                .extension()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let dialog = dialog
                .set_title("保存报表")
                .set_file_name(name.to_string_lossy())
                .add_filter("报表", &[extension]);
            dialog.save_file().into_iter().collect()
        }
        Purpose::Attach(..) => dialog
            .set_title("选择照片或文件（不要存身份证照片）")
            .pick_files()
            .unwrap_or_default(),
        Purpose::Font(role) => dialog
            .set_title(format!("选择{}字体文件", role.label()))
            .add_filter("字体", &["ttf", "otf", "ttc"])
            .pick_file()
            .into_iter()
            .collect(),
        Purpose::SaveHistory => page_or_sheet(dialog, "打印或导出操作记录", "操作记录.pdf"),
        Purpose::SavePurge => page_or_sheet(dialog, "清理清单放在哪里", "个人信息清理清单.pdf"),
        Purpose::SaveTable(register) => dialog
            .set_title("导出表格")
            .set_file_name(format!("{}.xlsx", register.label()))
            .add_filter("Excel 表格", &["xlsx"])
            .add_filter("CSV 文本", &["csv"])
            .save_file()
            .into_iter()
            .collect(),
        Purpose::Packs => dialog
            .set_title("选择上报包")
            .add_filter("上报包", &["kepuup"])
            .pick_files()
            .unwrap_or_default(),
        Purpose::PackFolder => dialog
            .set_title("选择放上报包的文件夹")
            .pick_folder()
            .into_iter()
            .collect(),
        Purpose::SavePack(name) | Purpose::SaveReturn(name) => dialog
            .set_title("保存上报包")
            .set_file_name(name.to_string_lossy())
            .add_filter("上报包", &["kepuup"])
            .save_file()
            .into_iter()
            .collect(),
        Purpose::SaveCorrections(name) => {
            page_or_sheet(dialog, "保存更正说明", &name.to_string_lossy())
        }
        Purpose::Plan => dialog
            .set_title("选择规划文件")
            .add_filter("规划", &["toml"])
            .pick_file()
            .into_iter()
            .collect(),
    }
}
