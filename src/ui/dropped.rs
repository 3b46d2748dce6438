//! Files dropped on the window: where each kind goes, and what of them was not taken.

use super::Desktop;
use super::screen::Screen;
use crate::app::collect::is_sheet;
use crate::app::desk::Begin;
use crate::app::handover;
use crate::app::paths;
use std::path::Path;
use std::path::PathBuf;

fn is(path: &Path, extension: &str) -> bool {
    path.extension()
        .is_some_and(|e| e.eq_ignore_ascii_case(extension))
}

impl Desktop {
    pub(super) fn take_dropped(&mut self, files: Vec<PathBuf>, ctx: &egui::Context) {
        if let Some(pack) = files.iter().find(|f| is(f, handover::EXTENSION)) {
            self.begin(Begin::TakeOver(pack.clone(), paths::default_folder()), ctx);
        } else if let Some(file) = files.iter().find(|f| is(f, "kepu")) {
            self.begin(Begin::Open(file.clone()), ctx);
        } else if self.state.is_some() {
            self.take_in_dropped(files, ctx);
        }
    }

    fn take_in_dropped(&mut self, files: Vec<PathBuf>, ctx: &egui::Context) {
        let now = ctx.input(|i| i.time);
        let returned = |p: &PathBuf| p.is_dir() || is_sheet(p);
        // A folder is looked through for packs, unless returned sheets are what is looked at.
        let is_pack = |p: &PathBuf| p.is_dir() || is(p, "kepuup");
        if self.screen == Screen::Collect && files.iter().any(returned) {
            let (sheets, rest): (Vec<_>, Vec<_>) = files.into_iter().partition(returned);
            let action = self.collect.begin(sheets);
            self.carry_out(action, ctx);
            self.say_left("收数只收表格和文件夹", &rest, now);
        } else if files.iter().any(is_pack) {
            self.screen = Screen::Submission;
            let (packs, rest): (Vec<_>, Vec<_>) = files.into_iter().partition(is_pack);
            let action = self.submission.begin(packs);
            self.carry_out(action, ctx);
            self.say_left("收包只收上报包和文件夹", &rest, now);
        } else if self.screen == Screen::Collect {
            self.say_left("收数只收表格和文件夹", &files, now);
        } else if let Some((register, uid)) = self.takes_files(&files) {
            self.attach(register, uid, files);
        } else {
            self.screen = Screen::Import;
            let action = self.import.begin(files);
            self.carry_out(action, ctx);
        }
    }

    fn say_left(&mut self, why: &str, left: &[PathBuf], now: f64) {
        let names = left.iter().filter_map(|p| p.file_name());
        let names: Vec<_> = names.map(|n| n.to_string_lossy()).collect();
        match names.as_slice() {
            [] => {}
            [one] => self.say(format!("{why}，“{one}”没有收"), now),
            [first, ..] => self.say(
                format!("{why}，“{first}”等 {} 个文件没有收", names.len()),
                now,
            ),
        }
    }
}
