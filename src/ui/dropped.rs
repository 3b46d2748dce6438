//! Files dropped on the window: where each kind goes, and what of them was not taken.

use super::Desktop;
use super::screen::Screen;
use super::theme;
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
        } else {
            let now = ctx.input(|i| i.time);
            self.say(
                "还没有台账。请先填单位名称，点“新建台账”，再把表格拖进来",
                now,
            );
        }
    }

    // What letting go would do, said while files hang over the window.
    pub(super) fn hover_ui(&mut self, ctx: &egui::Context) {
        let files: Vec<PathBuf> = ctx.input(|i| {
            let over = i.raw.hovered_files.iter();
            over.map(|f| f.path.clone().unwrap_or_default()).collect()
        });
        if files.is_empty() || self.lock.is_locked() {
            return;
        }
        let text = self.would_take(&files);
        egui::Area::new(egui::Id::unique("hovered"))
            .anchor(egui::Align2::CENTER_CENTER, egui::Vec2::ZERO)
            .order(egui::Order::Foreground)
            .interactable(false)
            .show(ctx, |ui| {
                theme::card()
                    .fill(theme::now().accent_soft)
                    .stroke(egui::Stroke::new(2.0, theme::now().accent))
                    .inner_margin(egui::Margin::symmetric(28, 20))
                    .show(ui, |ui| ui.label(theme::strong(text, 18.0)));
            });
    }

    fn would_take(&mut self, files: &[PathBuf]) -> String {
        let any = |extension| files.iter().any(|f| is(f, extension));
        let count = files.len();
        if any(handover::EXTENSION) {
            "松开鼠标，接收这份交接文件".into()
        } else if any("kepu") {
            "松开鼠标，打开这份台账".into()
        } else if self.state.is_none() {
            "请先新建台账，再把表格拖进来".into()
        } else if self.screen == Screen::Collect {
            format!("松开鼠标，收回这 {count} 份表")
        } else if any("kepuup") {
            format!("松开鼠标，收这 {count} 份上报包")
        } else if self.takes_files(files).is_some() {
            format!("松开鼠标，把这 {count} 个文件附在打开的记录上")
        } else {
            format!("松开鼠标，先看这 {count} 份表格里有什么，确认后才写入")
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
            self.attach((register, uid, None), files);
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
