//! Where a report goes: to the printer's window, into a PDF, into a workbook. What is still odd is asked about once.

use super::ReportsScreen;
use super::side::Tab;
use crate::app::outfile::Way;
use crate::app::paper;
use crate::app::words::Advice;
use crate::ui::action::Action;
use crate::ui::files::Purpose;
use crate::ui::theme;
use egui::Align;
use egui::Frame;
use egui::Layout;
use egui::Margin;
use egui::RichText;
use egui::Ui;
use std::path::PathBuf;

/// What the clerk wants of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// On the printer.
    Print,
    /// As a PDF.
    Pdf,
    /// As a workbook.
    Sheet,
}

#[derive(Debug)]
enum Said {
    Done { text: &'static str, path: PathBuf },
    Trouble(String),
}

/// What is going out.
#[derive(Debug, Default)]
pub(super) struct Out {
    working: bool,
    asking: Option<Wish>,
    /// The clerk has said that these pages go out as they are.
    answered: bool,
    said: Option<Said>,
}

impl Out {
    /// Whether the question stands on the screen.
    pub(super) fn is_asking(&self) -> bool {
        self.asking.is_some()
    }

    /// Whether a file is being written.
    pub(super) fn is_working(&self) -> bool {
        self.working
    }

    /// Other pages: what was said of the old ones holds no more.
    pub(super) fn renew(&mut self) {
        self.asking = None;
        self.answered = false;
        self.said = None;
    }

    /// A file is being written.
    pub(super) fn begin(&mut self) {
        self.working = true;
        self.said = None;
    }

    /// What was being written does not come.
    pub(super) fn stop(&mut self, advice: &Advice) {
        if std::mem::take(&mut self.working) {
            self.said = Some(Said::Trouble(advice.to_string()));
        }
    }

    /// It was written, or not.
    pub(super) fn take(&mut self, way: &Way, written: Result<PathBuf, Advice>) -> Option<Action> {
        self.working = false;
        match (way, written) {
            (Way::Print, Ok(path)) => {
                self.said = Some(Said::Done {
                    text: "打印的文件已生成",
                    path: path.clone(),
                });
                Some(Action::Print(path))
            }
            (Way::File(wanted), Ok(path)) => {
                let text = if *wanted == path {
                    "已保存"
                } else {
                    "原来的文件正在别处打开，请关闭它；这一份另存为"
                };
                self.said = Some(Said::Done { text, path });
                None
            }
            (_, Err(advice)) => {
                self.said = Some(Said::Trouble(advice.to_string()));
                None
            }
        }
    }
}

/// Do it, or ask first when something is odd.
pub(super) fn wish(screen: &mut ReportsScreen, wish: Wish) -> Option<Action> {
    let proof = screen.proof.clone()?;
    if screen.out.working {
        return None;
    }
    // A workbook goes on being worked at; what is odd in it can still be mended there.
    if proof.to_check() > 0 && !screen.out.answered && wish != Wish::Sheet {
        screen.out.asking = Some(wish);
        return None;
    }
    carry_out(screen, wish)
}

fn carry_out(screen: &mut ReportsScreen, wish: Wish) -> Option<Action> {
    let extension = match wish {
        Wish::Print => return screen.put_out(Way::Print),
        Wish::Pdf => "pdf",
        Wish::Sheet => "xlsx",
    };
    let name = paper::file_name(&screen.proof.as_ref()?.laid.report, extension);
    Some(Action::Pick(Purpose::SaveReport(name)))
}

/// Draw the question, when there is one.
pub(super) fn modal_ui(ctx: &egui::Context, screen: &mut ReportsScreen, actions: &mut Vec<Action>) {
    let Some((wish, proof)) = screen.out.asking.zip(screen.proof.clone()) else {
        return;
    };
    let parts = [
        (proof.faults, "处错误"),
        (proof.doubts, "处待核实"),
        (proof.laid.undrawable.len(), "个打不出的字"),
    ];
    let parts = parts.iter().filter(|(count, _)| *count > 0);
    let parts: Vec<String> = parts.map(|(n, what)| format!("{n} {what}")).collect();
    let verb = if wish == Wish::Print {
        "照样打印"
    } else {
        "照样保存"
    };
    let mut answer = None;
    let modal = egui::Modal::new(egui::Id::unique("before_printing")).show(ctx, |ui| {
        ui.set_width(400.0);
        ui.label(theme::strong(format!("还有 {}", parts.join("、")), 17.0));
        for odd in proof
            .odd
            .iter()
            .filter(|o| o.explanation.is_empty())
            .take(3)
        {
            let line = format!("{}：{}", odd.title, odd.what);
            ui.add(egui::Label::new(theme::weak(line).size(14.0)).wrap());
        }
        ui.add_space(8.0);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if ui.button("先看核对").clicked() {
                answer = Some(false);
            }
            if ui
                .button(RichText::new(verb).color(theme::now().bad))
                .clicked()
            {
                answer = Some(true);
            }
        });
    });
    match answer {
        Some(true) => {
            screen.out.asking = None;
            screen.out.answered = true;
            actions.extend(carry_out(screen, wish));
        }
        Some(false) => {
            screen.out.asking = None;
            screen.side.open(Tab::Checks);
        }
        None if modal.should_close() => screen.out.asking = None,
        None => {}
    }
}

/// What was said last: saved, and where; or why not.
pub(super) fn said_ui(ui: &mut Ui, out: &mut Out, actions: &mut Vec<Action>) {
    let Some(said) = &out.said else { return };
    let (ground, ink) = match said {
        Said::Done { .. } => (theme::now().good_soft, theme::now().good),
        Said::Trouble(_) => (theme::now().bad_soft, theme::now().bad),
    };
    let mut close = false;
    Frame::new()
        .fill(ground)
        .corner_radius(4)
        .inner_margin(Margin::symmetric(10, 4))
        .show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    close = ui.small_button("×").accessible_name("关闭提示").clicked();
                    if let Said::Done { path, .. } = said {
                        if ui.button("打开所在文件夹").clicked() {
                            actions.push(Action::ShowInFolder(path.clone()));
                        }
                        if ui.button("打开").clicked() {
                            actions.push(Action::OpenFile(path.clone()));
                        }
                    }
                    let text = match said {
                        Said::Done { text, path } => {
                            let name = path.file_name().unwrap_or_default().to_string_lossy();
                            format!("{text}：{name}")
                        }
                        Said::Trouble(text) => text.clone(),
                    };
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                        ui.add(egui::Label::new(RichText::new(text).color(ink)).truncate());
                    });
                });
            });
        });
    if close {
        out.said = None;
    }
}
