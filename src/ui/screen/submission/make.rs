//! 生成上报包: period, addressee and what goes along at the left, 全审 at the right. The pack is written aside, with progress.

use super::said::Said;
use super::said::progress_ui;
use super::said::said_ui;
use crate::app::Contradiction;
use crate::app::checks::FAULT;
use crate::app::desk::Ask;
use crate::app::desk::PackAsk;
use crate::app::outfile;
use crate::app::paper;
use crate::app::paper::Kind;
use crate::app::progress::Progress;
use crate::app::submit::PackWishes;
use crate::app::submit::Password;
use crate::app::submit::Submitted;
use crate::app::words::Advice;
use crate::model::Period;
use crate::model::Uid;
use crate::ui::action::Action;
use crate::ui::files::Purpose;
use crate::ui::screen::records::Scene;
use crate::ui::screen::reports::span::Span;
use crate::ui::screen::reports::span::span_ui;
use crate::ui::theme;
use crate::ui::widget::button;
use egui::Label;
use egui::RichText;
use egui::ScrollArea;
use egui::TextEdit;
use egui::Ui;
use egui_material_icons::icons;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

/// Width of the left side.
const LEFT: f32 = 316.0;

/// A pack in the making.
pub(super) struct Make {
    span: Span,
    addressee: String,
    photos: bool,
    personal: bool,
    password: String,
    reports: BTreeSet<Kind>,
    /// What was asked for last, and of which state.
    pub(super) asked: Option<(Period, u64)>,
    pub(super) audit: Option<(Period, Vec<Contradiction>)>,
    /// 说明 as they are typed, by record and finding.
    pub(super) typed: BTreeMap<(Uid, String), String>,
    /// Those of them that were sent to be kept, as they were then.
    pub(super) saving: BTreeMap<(Uid, String), String>,
    pub(super) for_all: String,
    pub(super) working: Option<Arc<Progress>>,
    /// Whether the pack in the making is locked, whatever is typed since.
    locked: bool,
    said: Option<Said>,
}

impl Make {
    pub(super) fn new(year: i16) -> Self {
        Self {
            span: Span::of(year),
            addressee: String::new(),
            photos: true,
            personal: false,
            password: String::new(),
            reports: BTreeSet::new(),
            asked: None,
            audit: None,
            typed: BTreeMap::new(),
            saving: BTreeMap::new(),
            for_all: String::new(),
            working: None,
            locked: false,
            said: None,
        }
    }

    pub(super) fn audited(&mut self, period: &Period, mut odd: Vec<Contradiction>) {
        // Errors first, then what waits for a word, then what has one.
        odd.sort_by_key(|c| (c.level != FAULT, !c.explanation.is_empty()));
        self.audit = Some((period.clone(), odd));
    }

    pub(super) fn made(&mut self, path: PathBuf, made: Result<Box<Submitted>, Advice>) {
        self.working = None;
        self.said = Some(match made {
            Ok(done) => {
                let s = &done.submission;
                let records: u64 = s.counted().values().sum();
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                let mut lines = vec![
                    format!("已生成上报包“{name}”：{}，校验码 {}", s.title, s.check_code),
                    format!(
                        "记录 {records} 条，照片和附件 {} 份，{}。请把这个文件交给{}。",
                        done.photos,
                        size(done.bytes),
                        if s.addressee.is_empty() {
                            "上级单位"
                        } else {
                            &s.addressee
                        }
                    ),
                ];
                if self.locked {
                    lines.push("已加密码，请用别的途径把密码告诉收包的人。".into());
                }
                lines.extend(done.remarks.iter().map(|r| format!("{r}。")));
                Said {
                    lines,
                    file: Some(path),
                    bad: false,
                }
            }
            Err(advice) => Said::bad(&advice),
        });
    }

    /// Write the pack there.
    pub(super) fn save(&mut self, path: PathBuf) -> Option<Action> {
        let period = self.span.period()?;
        let wishes = PackWishes {
            addressee: self.addressee.trim().to_owned(),
            photos: self.photos,
            personal: self.personal,
            password: self.password(),
            reports: self.reports.iter().copied().collect(),
            ..PackWishes::of(period)
        };
        self.locked = wishes.password.is_some();
        let progress = Arc::new(Progress::default());
        self.working = Some(Arc::clone(&progress));
        self.said = None;
        let make = PackAsk::Make(Box::new(wishes), path, progress);
        Some(Action::Ask(Ask::Packs(make)))
    }

    pub(super) fn ui(&mut self, ui: &mut Ui, scene: &Scene<'_>, actions: &mut Vec<Action>) {
        let period = self.span.period();
        if let Some(period) = &period {
            let wanted = (period.clone(), scene.state.revision);
            if self.asked.as_ref() != Some(&wanted) {
                self.asked = Some(wanted);
                actions.push(Action::Ask(Ask::Packs(PackAsk::Audit(period.clone()))));
            }
        }
        ui.horizontal_top(|ui| {
            ui.vertical(|ui| {
                ui.set_width(LEFT);
                // The button stays in sight, however long the list of reports is.
                ScrollArea::vertical()
                    .id_salt("pack_wishes")
                    .auto_shrink([false, true])
                    .max_height((ui.available_height() - 84.0).max(120.0))
                    .show(ui, |ui| {
                        ui.set_width(LEFT - 14.0);
                        self.wishes_ui(ui, scene);
                    });
                self.button_ui(ui, scene, period.as_ref(), actions);
            });
            ui.separator();
            ui.vertical(|ui| {
                ui.set_width(ui.available_width());
                said_ui(ui, &mut self.said, actions);
                self.audit_ui(ui, scene, period.as_ref(), actions);
            });
        });
    }

    fn wishes_ui(&mut self, ui: &mut Ui, scene: &Scene<'_>) {
        button::section(ui, "上报哪段时间");
        ui.scope(|ui| {
            ui.spacing_mut().button_padding = egui::Vec2::new(8.0, 3.0);
            span_ui(ui, &mut self.span);
        });
        button::section(ui, "报给哪个单位");
        let superior = scene.state.ledger.office().superior;
        let hint = if superior.is_empty() {
            "如 南湖区科协".to_owned()
        } else {
            superior
        };
        ui.add(
            TextEdit::singleline(&mut self.addressee)
                .hint_text(hint)
                .margin(egui::Margin::symmetric(8, 5))
                .desired_width(f32::INFINITY),
        )
        .accessible_name("报给哪个单位");
        button::section(ui, "随包带上");
        ui.checkbox(&mut self.photos, "照片和附件");
        ui.checkbox(&mut self.personal, "身份证号、电话和监护人");
        let told = if self.personal {
            "包里会有个人信息，建议加密码，并按规定保管和传送"
        } else {
            "不带时这些栏目留空，文字里的号码只留头尾"
        };
        ui.add(Label::new(theme::weak(told).size(13.0)).wrap());
        ui.horizontal(|ui| {
            let label = ui.label("密码");
            let edit = TextEdit::singleline(&mut self.password)
                .password(true)
                .hint_text("不加可以不填")
                .margin(egui::Margin::symmetric(8, 5))
                .desired_width(150.0);
            ui.add(edit).labelled_by(label.id);
        });
        let text = match self.reports.len() {
            0 => "报表：不带".to_owned(),
            n => format!("报表：{n} 份（PDF 和表格）"),
        };
        egui::CollapsingHeader::new(text)
            .id_salt("pack_reports")
            .show(ui, |ui| self.reports_ui(ui));
    }

    // Blanks around it are no part of a password.
    fn password(&self) -> Option<Password> {
        let typed = self.password.trim();
        (!typed.is_empty()).then(|| Password::new(typed))
    }

    fn reports_ui(&mut self, ui: &mut Ui) {
        let Ok(catalogue) = paper::catalogue() else {
            return;
        };
        for kind in Kind::ALL.into_iter().filter(|k| !k.is_text()) {
            let entry = catalogue.entry(kind);
            let mut on = self.reports.contains(&kind);
            let text = format!("{} {}", entry.id, entry.title);
            if ui.checkbox(&mut on, text).changed() {
                if on {
                    self.reports.insert(kind);
                } else {
                    self.reports.remove(&kind);
                }
            }
        }
    }

    fn button_ui(
        &mut self,
        ui: &mut Ui,
        scene: &Scene<'_>,
        period: Option<&Period>,
        actions: &mut Vec<Action>,
    ) {
        ui.add_space(8.0);
        if let Some(progress) = &self.working {
            ui.vertical(|ui| progress_ui(ui, "正在生成", progress));
            return;
        }
        let why_not = self.why_not(period, scene);
        let face = ui
            .add_enabled_ui(why_not.is_none(), |ui| {
                button::primary(ui, icons::ICON_OUTBOX, "生成上报包…")
            })
            .inner;
        if let Some(why) = why_not {
            ui.add(Label::new(RichText::new(why).color(theme::now().warn).size(13.0)).wrap());
        }
        if face.clicked()
            && let Some(period) = period
        {
            actions.extend(self.explain(scene));
            let words = format!(
                "{} {}上报包",
                scene.state.ledger.office().name,
                period.label
            );
            let name = outfile::named(&words, "kepuup");
            actions.push(Action::Pick(Purpose::SavePack(name)));
        }
    }

    fn why_not(&self, period: Option<&Period>, scene: &Scene<'_>) -> Option<String> {
        if !scene.state.writable {
            return Some("这份文件是只读的，不能上报".into());
        }
        let Some(period) = period else {
            return Some("请把起止日期填完整".into());
        };
        if self.password().is_some_and(|p| !p.is_long_enough()) {
            return Some("密码太短，至少要 8 个字符".into());
        }
        let Some((_, odd)) = self.audit.as_ref().filter(|(p, _)| p == period) else {
            return Some("正在全审…".into());
        };
        let faults = odd.iter().filter(|c| c.level == FAULT).count();
        if faults > 0 {
            return Some(format!("有 {faults} 处错误，请在右边逐条改正后再上报"));
        }
        let open = odd.iter().filter(|c| self.is_open(c)).count();
        (open > 0).then(|| format!("还有 {open} 处核实没有说明，请改正或写明情况"))
    }
}

/// A length as a clerk reads it.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{:.0} KB", bytes as f64 / 1024.0),
        _ => format!("{:.1} MB", bytes as f64 / 1024.0 / 1024.0),
    }
}
