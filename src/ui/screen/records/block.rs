//! Many cells at once: copied, pasted from WPS or Excel, filled down, given to all marked records. What it comes to is shown
//! before anything is written, but for a few cells of one column, and all of it is one step of undo.

use super::Outcome;
use super::Records;
use super::Scene;
use super::proposal::dialog_ui;
use crate::app::Registered;
use crate::app::block::BlockPlan;
use crate::app::block::BlockWish;
use crate::app::block::as_typed;
use crate::app::block::cells_of;
use crate::app::desk::Ask;
use crate::model::Uid;
use crate::model::field::Exposure;
use crate::model::field::Field;
use crate::ui::action::Action;
use crate::ui::theme;
use crate::ui::widget::button;
use egui::Ui;
use egui_material_icons::icons;

/// A block on its way: what is wanted, and what it comes to once that is known.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one thing the clerk said or saw"
)]
pub(super) struct Dialog {
    pub wish: BlockWish,
    /// Rows of the block that stand over the table's end.
    pub longer: usize,
    /// The clerk chooses the field and types the value.
    pub choosing: bool,
    /// And wants nothing to stand there.
    pub clear: bool,
    /// The field of the value has had the focus.
    pub focused: bool,
    /// Not shown unless something is refused.
    quiet: bool,
    pub plan: Option<BlockPlan>,
    asked: Option<(BlockWish, u64)>,
}

impl Dialog {
    /// Whether it is said what shall stand there. An empty field alone says nothing: it would empty a column by mistake.
    pub fn is_said(&self) -> bool {
        let mut cells = self.wish.cells.iter().flatten();
        !self.choosing || self.clear || cells.any(|text| !text.trim().is_empty())
    }
}

/// Most rows that are filled without being shown first.
const AT_A_GLANCE: usize = 40;

// Whether a block would come to lie on something the clerk doesn't see. An empty cell hides nothing.
fn lies_covered<F: Registered>(keys: &[&'static str], rows: &[Uid], scene: &Scene<'_>) -> bool {
    let fields: Vec<&Field<F>> = keys
        .iter()
        .filter_map(|key| F::field(key))
        .filter(|field| field.exposure == Exposure::Personal)
        .collect();
    if fields.is_empty() {
        return false;
    }
    let (ledger, directory) = (&scene.state.ledger, &scene.state.directory);
    let entries = rows
        .iter()
        .filter_map(|uid| F::one(ledger, *uid, scene.today));
    let holds = |entry: F| {
        fields
            .iter()
            .any(|f| !(f.show)(&entry, directory).is_empty())
    };
    entries.into_iter().any(holds)
}

impl<F: Registered> Records<F> {
    /// Put the marked cells on the clipboard.
    pub(super) fn copy_cells(&self, scene: &Scene<'_>, outcome: &mut Outcome) {
        let (keys, rows) = (self.marked_keys(), self.marked_rows());
        outcome.actions.push(Action::Ask(Ask::CopyCells(
            F::REGISTER,
            keys,
            rows,
            scene.personal,
        )));
    }

    /// Paste what a spreadsheet put on the clipboard, from the first marked cell on.
    pub(super) fn paste(&mut self, text: &str, scene: &Scene<'_>, outcome: &mut Outcome) {
        let mut cells = cells_of(text);
        let marked = self.marked_rows();
        let keys = self.marked_keys();
        let (Some(first), Some(key)) = (marked.first().copied(), keys.first().copied()) else {
            return;
        };
        let single = matches!(cells.as_slice(), [row] if row.len() == 1);
        if single && marked.len() == 1 && keys.len() == 1 {
            let text = cells.pop().and_then(|mut row| row.pop());
            let text = text.map(|text| as_typed(&text));
            return self.begin_cell(text, scene, outcome);
        }
        let width = cells.iter().map(Vec::len).max().unwrap_or(0);
        let picked = self.are_picked();
        let column = if picked {
            self.grid.column
        } else {
            let place = self.heads.iter().position(|(_, h)| h.key == key);
            place.unwrap_or(0)
        };
        let heads = self.heads.iter().skip(column);
        let mut keys: Vec<&'static str> = heads.take(width).map(|(_, h)| h.key).collect();
        if width > keys.len() {
            let text = format!("粘贴的内容有 {width} 栏，这里往右只有 {} 栏", keys.len());
            outcome.actions.push(Action::Say(text));
        }
        if single {
            keys.truncate(1);
        }
        // The headings come along when a whole table was copied.
        let labels = keys.iter().map(|key| F::field(key).map_or("", |f| f.label));
        let headed = cells
            .first()
            .is_some_and(|row| row.iter().map(|c| c.trim()).eq(labels));
        if headed && cells.len() > 1 {
            cells.remove(0);
        }
        // One row over several marked ones stands in each of them.
        let rows = if cells.len() == 1 && marked.len() > 1 {
            marked
        } else if picked {
            // Row by row into those that were picked, and into no others.
            marked.into_iter().take(cells.len()).collect()
        } else {
            let from = self.rows.iter().position(|r| *r == first).unwrap_or(0);
            let rows = self.rows.iter().skip(from).take(cells.len());
            rows.copied().collect()
        };
        self.begin_block("粘贴", keys, rows, cells, false, scene, outcome);
    }

    // The columns a key writes to. Rows that were picked one by one are written where the cursor stands, not all over.
    fn keys_below(&self) -> Vec<&'static str> {
        if !self.are_picked() {
            return self.marked_keys();
        }
        let head = self.heads.get(self.grid.column);
        head.map(|(_, h)| h.key).into_iter().collect()
    }

    /// Nothing stands in the marked cells any more.
    pub(super) fn clear_cells(&mut self, scene: &Scene<'_>, outcome: &mut Outcome) {
        let (keys, rows) = (self.keys_below(), self.marked_rows());
        let cells = vec![vec![String::new(); keys.len()]];
        let quiet = keys.len() == 1 && rows.len() <= AT_A_GLANCE;
        self.begin_block("清空", keys, rows, cells, quiet, scene, outcome);
    }

    /// What stands in the first marked row stands in all of them.
    pub(super) fn fill_down(&mut self, scene: &Scene<'_>, outcome: &mut Outcome) {
        let (keys, rows) = (self.keys_below(), self.marked_rows());
        let first = rows.first().copied();
        let entry = first.and_then(|uid| F::one(&scene.state.ledger, uid, scene.today));
        let (Some(entry), true) = (entry, rows.len() > 1) else {
            let text = "先用 Shift 加方向键选中几行，再向下填充";
            outcome.actions.push(Action::Say(text.to_owned()));
            return;
        };
        let shown = keys.iter().map(|key| {
            F::field(key).map_or_else(String::new, |f| (f.show)(&entry, &scene.state.directory))
        });
        let cells = vec![shown.collect()];
        // A few cells of one column are seen at a glance; anything more is shown first.
        let quiet = keys.len() == 1 && rows.len() <= AT_A_GLANCE;
        self.begin_block("填充", keys, rows, cells, quiet, scene, outcome);
    }

    fn are_picked(&self) -> bool {
        self.grid.has_picked()
    }

    fn change_together(&mut self, scene: &Scene<'_>, outcome: &mut Outcome) {
        let rows = self.marked_rows();
        let head = self.heads.get(self.grid.column);
        let keys = head.map(|(_, h)| h.key).into_iter().collect();
        let cells = vec![vec![String::new()]];
        self.begin_block("一起修改", keys, rows, cells, false, scene, outcome);
        if let Some(dialog) = &mut self.dialog {
            dialog.choosing = true;
        }
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "a block is a verb, its columns, rows and cells"
    )]
    fn begin_block(
        &mut self,
        verb: &'static str,
        keys: Vec<&'static str>,
        rows: Vec<Uid>,
        cells: Vec<Vec<String>>,
        quiet: bool,
        scene: &Scene<'_>,
        outcome: &mut Outcome,
    ) {
        let open = self.draft.as_ref().filter(|d| d.is_dirty());
        let refusal = if !scene.state.writable {
            Some("台账现在只能看，不能修改")
        } else if open.is_some_and(|d| rows.contains(&d.uid())) {
            Some("这一条在右边改过还没有保存，请先保存或还原")
        } else if !scene.personal && lies_covered::<F>(&keys, &rows, scene) {
            Some("证件号和电话遮住了，请先点“显示证件号和电话”再改")
        } else {
            None
        };
        if let Some(text) = refusal {
            outcome.actions.push(Action::Say(text.to_owned()));
            return;
        }
        self.dialog = Some(Dialog {
            longer: cells.len().saturating_sub(rows.len()),
            wish: BlockWish {
                register: F::REGISTER,
                verb,
                keys,
                rows,
                cells,
                add: false,
            },
            choosing: false,
            clear: false,
            focused: false,
            quiet,
            plan: None,
            asked: None,
        });
    }

    /// What a block comes to was told.
    pub fn take_plan(&mut self, turn: u64, plan: BlockPlan) {
        if turn == self.turn
            && let Some(dialog) = &mut self.dialog
        {
            dialog.plan = Some(plan);
        }
    }

    /// The bar that says how many rows are marked and what can be done with them.
    pub(super) fn marked_ui(&mut self, ui: &mut Ui, scene: &Scene<'_>, outcome: &mut Outcome) {
        let count = self.marked_count();
        if count < 2 {
            return;
        }
        egui::Panel::bottom("marked")
            .frame(egui::Frame::new().inner_margin(egui::Margin::symmetric(0, 6)))
            .show(ui, |ui| {
                ui.horizontal(|ui| {
                    ui.label(theme::strong(format!("已选 {count} 条"), 15.0));
                    ui.add_enabled_ui(scene.state.writable, |ui| {
                        if button::tool(ui, icons::ICON_EDIT, "一起修改…").clicked() {
                            self.change_together(scene, outcome);
                        }
                        if button::tool(ui, icons::ICON_DELETE, "一起删除…").clicked() {
                            let rows = self.marked_rows();
                            outcome.actions.push(Action::AskDelete(F::REGISTER, rows));
                        }
                    });
                    let copy = button::tool(ui, icons::ICON_CONTENT_COPY, "复制");
                    if copy.on_hover_text("Ctrl+C").clicked() {
                        self.copy_cells(scene, outcome);
                    }
                    if button::tool(ui, icons::ICON_CLOSE, "取消选择").clicked() {
                        self.grid.unmark();
                    }
                });
            });
    }

    /// Ask what the block comes to, show it, write it.
    pub(super) fn block_ui(&mut self, ui: &Ui, scene: &Scene<'_>, outcome: &mut Outcome) {
        let Some(dialog) = &mut self.dialog else {
            return;
        };
        let revision = scene.state.revision;
        // Records that change meanwhile are looked at again.
        let is_asked = |(wish, at): &(BlockWish, u64)| *at == revision && *wish == dialog.wish;
        if !dialog.is_said() {
            dialog.asked = None;
            dialog.plan = None;
        } else if !dialog.asked.as_ref().is_some_and(is_asked) && !scene.composing {
            self.turn += 1;
            let wish = Box::new(dialog.wish.clone());
            outcome
                .actions
                .push(Action::Ask(Ask::PlanBlock(self.turn, wish)));
            dialog.asked = Some((dialog.wish.clone(), revision));
            dialog.plan = None;
        }
        let clean = dialog.plan.as_ref().is_some_and(|p| p.refused == 0);
        let mut answer = None;
        if dialog.quiet && clean {
            answer = Some(true);
        } else if !dialog.quiet || dialog.plan.is_some() {
            let modal = egui::Modal::new(egui::Id::unique("block")).show(ui.ctx(), |ui| {
                answer = dialog_ui::<F>(ui, dialog, scene);
            });
            // A click beside it must not throw away what was pasted.
            let beside = modal.backdrop_response.clicked();
            if modal.should_close() && !beside && !scene.composing {
                answer = Some(false);
            }
        }
        match answer {
            Some(true) => {
                let plan = self.dialog.take().and_then(|d| d.plan);
                match plan.and_then(|p| p.command) {
                    Some(command) => outcome
                        .actions
                        .push(Action::Ask(Ask::Run(command, String::new()))),
                    None => outcome
                        .actions
                        .push(Action::Say("没有变化，不用保存".to_owned())),
                }
            }
            Some(false) => self.dialog = None,
            None => {}
        }
    }
}
