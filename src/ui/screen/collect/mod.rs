//! 收数: blank workbooks for the communities, how each stands, returned ones seen and taken in, 催报清单.

mod returned;

use crate::app::Register;
use crate::app::collect;
use crate::app::collect::BlankWish;
use crate::app::collect::HandedOut;
use crate::app::collect::RoundStatus;
use crate::app::desk::Ask;
use crate::app::desk::CollectAsk;
use crate::app::desk::CollectTold;
use crate::app::words::Advice;
use crate::model::Uid;
use crate::model::day::read_day;
use crate::model::papers::collection::Handed;
use crate::model::papers::collection::Standing;
use crate::ui::action::Action;
use crate::ui::files::Purpose;
use crate::ui::screen::records::Scene;
use crate::ui::theme;
use crate::ui::widget::button;
use egui::RichText;
use egui::TextEdit;
use egui::Ui;
use egui_extras::Column;
use egui_extras::TableBuilder;
use egui_material_icons::icons;
use returned::Returned;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// 收数 on screen.
#[derive(Debug, Default)]
pub struct CollectScreen {
    /// Registers there are blank tables for, with whether they are wanted.
    registers: Vec<(Register, bool)>,
    only: BTreeSet<Uid>,
    whole: bool,
    year: String,
    due: String,
    why: String,
    reading: bool,
    back: Option<Returned>,
    trouble: Option<Advice>,
    made: Option<HandedOut>,
    /// The round as it stands, and the revision it was read at.
    status: Option<(u64, Option<RoundStatus>)>,
}

/// Said when the records changed after rows were planned, and they were planned anew.
pub const CHECKED_AGAIN: &str = "台账刚有改动，已重新核对。请再看一遍结果";

/// Registers wanted until the clerk says otherwise.
const USUAL: [Register; 3] = [Register::Events, Register::Volunteers, Register::Officers];

impl CollectScreen {
    /// Read these returned files.
    pub fn begin(&mut self, files: Vec<PathBuf>) -> Action {
        self.done();
        self.reading = true;
        Action::Ask(Ask::Collect(CollectAsk::Read(files)))
    }

    /// A folder for blank workbooks was chosen.
    pub fn hand_out(&mut self, folder: PathBuf) -> Option<Action> {
        let wish = self.wish()?;
        self.made = None;
        Some(Action::Ask(Ask::Collect(CollectAsk::HandOut(wish, folder))))
    }

    /// What the office thread told. A sentence for the clerk, if there is one.
    pub fn take(&mut self, told: CollectTold) -> Option<String> {
        match told {
            CollectTold::HandedOut(Ok(made)) => {
                let text = format!(
                    "已做好 {} 份空白表（{}）",
                    made.files.len(),
                    made.collection.title
                );
                self.made = Some(made);
                Some(text)
            }
            CollectTold::HandedOut(Err(advice)) | CollectTold::Reminder(Err(advice)) => {
                Some(advice.to_string())
            }
            CollectTold::Plan(plan) => {
                self.reading = false;
                match plan {
                    Ok(plan) => self.back = Some(Returned::of(plan)),
                    Err(trouble) => {
                        self.back = None;
                        self.trouble = Some(trouble);
                    }
                }
                None
            }
            CollectTold::PlannedTooLong(again) => {
                self.back = Some(Returned::of(again));
                Some(CHECKED_AGAIN.to_owned())
            }
            CollectTold::Reminder(Ok(path)) => Some(format!("已生成：{}", path.display())),
        }
    }

    /// The files were taken in.
    pub fn done(&mut self) {
        self.back = None;
        self.trouble = None;
    }

    /// They were not.
    pub fn refused(&mut self) {
        if let Some(back) = &mut self.back {
            back.writing = false;
        }
    }

    fn wish(&mut self) -> Option<BlankWish> {
        self.why.clear();
        let registers = self.registers.iter().filter(|(_, on)| *on).map(|(r, _)| *r);
        let registers: Vec<Register> = registers.collect();
        let year = self.year.trim().parse().ok();
        let year = year.filter(|y| (1900..2200).contains(y));
        let due = read_day(self.due.trim(), year);
        match (registers.is_empty(), year, due) {
            (true, ..) => "请先选要收哪些表".clone_into(&mut self.why),
            (_, None, _) => "年份请写四位数字，如 2025".clone_into(&mut self.why),
            (_, _, Err(fault)) => self.why = format!("期限：{fault}"),
            (false, Some(year), Ok(due)) => {
                return Some(BlankWish {
                    communities: self.only.iter().copied().collect(),
                    whole: self.whole,
                    registers,
                    year,
                    due,
                });
            }
        }
        None
    }
}

/// Draw the screen.
pub fn collect_ui(ui: &mut Ui, screen: &mut CollectScreen, scene: &Scene<'_>) -> Vec<Action> {
    let mut actions = Vec::new();
    if screen.registers.is_empty() {
        let known = collect::registers().unwrap_or_default();
        screen.registers = known.into_iter().map(|r| (r, USUAL.contains(&r))).collect();
        screen.year = scene.today.year().to_string();
    }
    let revision = scene.state.revision;
    if screen
        .status
        .as_ref()
        .is_none_or(|(seen, _)| *seen != revision)
    {
        let newest = collect::newest(&scene.state.ledger, scene.today);
        screen.status = Some((revision, newest));
    }
    ui.heading("收数");
    ui.label(theme::weak(
        "做好空白表发给社区填，填好的拖到这里收进来；谁没交一看就知道",
    ));
    hand_ui(ui, screen, scene, &mut actions);
    button::section(ui, "收回");
    ui.horizontal(|ui| {
        if button::primary(ui, icons::ICON_MOVE_TO_INBOX, "选择交回的表…").clicked() {
            actions.push(Action::Pick(Purpose::Returned));
        }
        if let Some((_, Some(status))) = &screen.status
            && status.missing().next().is_some()
            && button::tool(ui, icons::ICON_PRINT, "催报清单…").clicked()
        {
            let name = PathBuf::from(collect::list_name(status));
            actions.push(Action::Pick(Purpose::SaveReminder(name)));
        }
    });
    if screen.reading {
        ui.horizontal(|ui| {
            ui.spinner();
            ui.label("正在读取交回的表…");
        });
        return actions;
    }
    if let Some(trouble) = &screen.trouble {
        ui.label(RichText::new(trouble.to_string()).color(theme::now().bad));
    }
    if let Some(back) = &mut screen.back {
        if !back.ui(ui, scene, &mut actions) {
            screen.back = None;
        }
        return actions;
    }
    match &screen.status {
        Some((_, Some(status))) => status_ui(ui, status),
        _ => drop(ui.label(theme::weak("还没有发出过空白表"))),
    }
    actions
}

fn hand_ui(ui: &mut Ui, screen: &mut CollectScreen, scene: &Scene<'_>, actions: &mut Vec<Action>) {
    button::section(ui, "发出空白表");
    ui.horizontal_wrapped(|ui| {
        for (register, on) in &mut screen.registers {
            ui.checkbox(on, register.label());
        }
    });
    ui.horizontal(|ui| {
        let field = |ui: &mut Ui, caption: &str, text: &mut String, width| {
            let label = ui.label(theme::weak(caption));
            ui.add(
                TextEdit::singleline(text)
                    .desired_width(width)
                    .margin(egui::Margin::symmetric(8, 5)),
            )
            .labelled_by(label.id);
        };
        field(ui, "年度", &mut screen.year, 56.0);
        field(ui, "交回期限", &mut screen.due, 110.0);
        ui.checkbox(&mut screen.whole, "不分社区，全单位一份");
        let ready = scene.state.writable;
        let make = ui
            .add_enabled_ui(ready, |ui| {
                button::tool(ui, icons::ICON_OUTBOX, "做空白表…")
            })
            .inner;
        if make.clicked() && screen.wish().is_some() {
            actions.push(Action::Pick(Purpose::BlankFolder));
        }
        if let Some(made) = &screen.made
            && let Some(first) = made.files.first()
            && button::tool(ui, icons::ICON_FOLDER_OPEN, "打开所在文件夹").clicked()
        {
            actions.push(Action::ShowInFolder(first.clone()));
        }
    });
    if !screen.why.is_empty() {
        ui.label(RichText::new(&screen.why).color(theme::now().bad));
    }
    if screen.whole {
        return;
    }
    ui.collapsing("只给部分社区", |ui| {
        ui.horizontal_wrapped(|ui| {
            for community in &scene.state.directory.communities {
                let mut on = screen.only.contains(&community.uid);
                if ui.checkbox(&mut on, &community.name).changed() {
                    if on {
                        screen.only.insert(community.uid);
                    } else {
                        screen.only.remove(&community.uid);
                    }
                }
            }
        });
    });
}

fn status_ui(ui: &mut Ui, status: &RoundStatus) {
    let missing = status.missing().count();
    let due = status
        .collection
        .due
        .map_or_else(|| "未定".to_owned(), |d| d.to_string());
    ui.label(format!(
        "{}：发出 {} 份，已交 {} 份，未交 {missing} 份，期限 {due}",
        status.collection.title,
        status.lines.len(),
        status.lines.len() - missing
    ));
    let heads = [
        "填报范围",
        "状态",
        "交回日期",
        "行数",
        "交回次数",
        "逾期（天）",
    ];
    TableBuilder::new(ui)
        .id_salt("round")
        .striped(true)
        .auto_shrink(false)
        .cell_layout(egui::Layout::left_to_right(egui::Align::Center))
        .column(Column::initial(220.0).clip(true))
        .column(Column::initial(80.0))
        .column(Column::initial(110.0))
        .column(Column::initial(70.0))
        .column(Column::initial(80.0))
        .column(Column::remainder())
        .header(theme::ROW, |mut row| {
            for head in heads {
                row.col(|ui| drop(ui.label(theme::strong(head, 14.0))));
            }
        })
        .body(|body| {
            body.rows(theme::ROW, status.lines.len(), |mut row| {
                if let Some((handed, standing)) = status.lines.get(row.index()) {
                    line_ui(&mut row, handed, *standing);
                }
            });
        });
}

fn line_ui(row: &mut egui_extras::TableRow<'_, '_>, handed: &Handed, standing: Standing) {
    row.col(|ui| drop(ui.label(&handed.name)));
    row.col(|ui| {
        let (ink, ground) = match standing {
            Standing::Back(_) => (theme::now().good, theme::now().good_soft),
            Standing::Waiting => (theme::now().ink_weak, theme::now().head),
            Standing::Overdue(_) => (theme::now().bad, theme::now().bad_soft),
        };
        button::badge(ui, standing.label(), ink, ground);
    });
    let last = handed.returns.last();
    let day = last.and_then(|r| r.day).map(|d| d.to_string());
    row.col(|ui| drop(ui.label(day.unwrap_or_default())));
    let rows = last.map(|r| r.rows.to_string());
    row.col(|ui| drop(ui.label(rows.unwrap_or_default())));
    let times = match handed.returns.len() {
        0 => String::new(),
        n => n.to_string(),
    };
    row.col(|ui| drop(ui.label(times)));
    let late = match standing.days_late() {
        0 => String::new(),
        days => days.to_string(),
    };
    row.col(|ui| drop(ui.label(late)));
}
