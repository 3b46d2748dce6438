//! A block of cells for the rows of a register: pasted, filled down or given to many records at once. It is planned row by
//! row with the checks of the form; a row with a cell that can't be taken is refused whole, the others are one change.

mod clip;

pub use clip::as_typed;
pub use clip::cells_of;
pub use clip::text_of;

use super::Command;
use super::Office;
use super::Register;
use super::Registered;
use super::Visit;
use super::error::AppError;
use super::exposure::is_personal;
use crate::exchange::day_of_serial;
use crate::model::Uid;
use crate::model::directory::Directory;
use crate::model::field::Exposure;
use crate::model::field::Field;
use crate::model::problem::Severity;
use crate::model::secret::covered_whole;
use crate::model::secret::masked_value;
use crate::reports::csv::plain;

/// Refused cells that are told one by one.
pub const MOST_TOLD: usize = 200;

/// What is to stand in which cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockWish {
    /// The register.
    pub register: Register,
    /// What the undo menu says it was: 粘贴, 填充, 清空, 一起修改.
    pub verb: &'static str,
    /// Fields of the block's columns.
    pub keys: Vec<&'static str>,
    /// The rows under the block, in the order of the table.
    pub rows: Vec<Uid>,
    /// The block, row by row. With fewer rows than the table's it begins anew.
    pub cells: Vec<Vec<String>>,
    /// What is longer than the table becomes new records.
    pub add: bool,
}

/// A cell that can't be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Row of the block, from one.
    pub row: usize,
    /// The record it was meant for; empty for a new one.
    pub title: String,
    /// Label of the field; empty when it concerns the whole record.
    pub column: String,
    /// Why, without personal numbers.
    pub why: String,
}

/// What a block comes to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct BlockPlan {
    /// Cells that change.
    pub cells: usize,
    /// Records that change.
    pub records: usize,
    /// Rows that stand there already as they shall.
    pub same: usize,
    /// New records.
    pub fresh: usize,
    /// Rows longer than the table, which become no records.
    pub over: usize,
    /// Rows that are refused.
    pub refused: usize,
    /// Cells in which a day stood as a spreadsheet's number, and was read as the day.
    pub serials: usize,
    /// Records that are taken but ask for a second look.
    pub doubts: usize,
    /// The cells that refuse them, as many as can be read.
    pub refusals: Vec<Refusal>,
    /// The change; none when nothing is left to write.
    pub command: Option<Box<Command>>,
}

impl Office {
    /// What a block comes to. Nothing is written.
    pub fn plan_block(&self, wish: &BlockWish) -> BlockPlan {
        wish.register.visit(Planner { office: self, wish })
    }

    /// Cells of records as text for the clipboard: formulas told as text, personal numbers hidden unless the clerk sees them,
    /// and then their being taken out is on record.
    ///
    /// # Errors
    /// When that can't be written down.
    pub fn copied_cells(
        &mut self,
        register: Register,
        keys: &[&'static str],
        rows: &[Uid],
        personal: bool,
    ) -> Result<String, AppError> {
        if personal && keys.iter().any(|key| is_personal(register, key)) {
            self.note_taken_out(register, rows.len())?;
        }
        Ok(text_of(&register.visit(Copier {
            office: self,
            keys,
            rows,
            personal,
        })))
    }
}

struct Planner<'o> {
    office: &'o Office,
    wish: &'o BlockWish,
}

impl Visit for Planner<'_> {
    type Out = BlockPlan;
    fn visit<F: Registered>(self) -> BlockPlan {
        let Self { office, wish } = self;
        let fields: Vec<Option<&Field<F>>> = wish.keys.iter().map(|key| F::field(key)).collect();
        let mut plan = BlockPlan::default();
        let mut commands = Vec::new();
        let count = if wish.cells.is_empty() {
            0
        } else {
            wish.rows.len().max(wish.cells.len())
        };
        for (n, cells) in wish.cells.iter().cycle().take(count).enumerate() {
            let base = match wish.rows.get(n) {
                Some(uid) => F::one(office.ledger(), *uid, office.clock().today()),
                None if cells.iter().all(|c| c.trim().is_empty()) => None,
                None if wish.add => Some(F::default()),
                None => {
                    plan.over += 1;
                    None
                }
            };
            // A record that was deleted meanwhile is nobody's row.
            let Some(base) = base else { continue };
            let new = n >= wish.rows.len();
            let given = fields.iter().zip(cells);
            let given = given.filter_map(|(field, text)| Some(((*field)?, text.as_str())));
            match taken(&base, given, office.directory()) {
                Ok(Taken { changed: 0, .. }) => plan.same += 1,
                Ok(taken) => {
                    plan.cells += taken.changed;
                    plan.fresh += usize::from(new);
                    plan.records += usize::from(!new);
                    plan.doubts += usize::from(taken.doubtful);
                    plan.serials += taken.serials;
                    commands.push(taken.entry.save());
                }
                Err(whys) => {
                    plan.refused += 1;
                    for (column, why) in whys {
                        if plan.refusals.len() < MOST_TOLD {
                            plan.refusals.push(Refusal {
                                row: n + 1,
                                title: base.title(),
                                column: column.to_owned(),
                                why: covered_whole(&why),
                            });
                        }
                    }
                }
            }
        }
        let label = self.label::<F>(&fields, commands.len());
        if !commands.is_empty() {
            plan.command = Some(Box::new(Command::Several { label, commands }));
        }
        plan
    }
}

impl Planner<'_> {
    fn label<F>(&self, fields: &[Option<&Field<F>>], count: usize) -> String {
        let wish = self.wish;
        let what = match fields {
            [Some(field)] => format!("的{}", field.label),
            _ => String::new(),
        };
        format!("{}{} {count} 条{what}", wish.verb, wish.register.label())
    }
}

struct Taken<F> {
    entry: F,
    changed: usize,
    serials: usize,
    doubtful: bool,
}

type Whys = Vec<(&'static str, String)>;

fn taken<'c, F: Registered>(
    base: &F,
    given: impl Iterator<Item = (&'static Field<F>, &'c str)>,
    directory: &Directory,
) -> Result<Taken<F>, Whys> {
    let mut entry = base.clone();
    let mut whys: Whys = Vec::new();
    let mut touched: Vec<&Field<F>> = Vec::new();
    let mut serials = 0;
    for (field, text) in given {
        let mut text = as_typed(text);
        if let Some(day) = day_of_serial(field.kind, &text) {
            text = day;
            serials += 1;
        }
        if text == (field.show)(&entry, directory) {
            continue;
        }
        match unreadable(&text).map_or_else(
            || (field.read)(&mut entry, &text, directory),
            |why| Err(why.to_owned()),
        ) {
            Ok(()) => touched.push(field),
            Err(why) => whys.push((field.label, why)),
        }
    }
    let problems = entry.problems(directory);
    // What was wrong before and is not touched stops the saving too, as it does in the form.
    if whys.is_empty() && !touched.is_empty() {
        let errors = problems.iter().filter(|p| p.severity == Severity::Error);
        whys.extend(errors.map(|p| {
            let label = F::field(p.field).map_or("", |f| f.label);
            (label, p.what.clone())
        }));
    }
    if !whys.is_empty() {
        return Err(whys);
    }
    let differs = |f: &&&Field<F>| (f.show)(base, directory) != (f.show)(&entry, directory);
    let changed = touched.iter().filter(differs).count();
    let doubtful = problems
        .iter()
        .any(|p| touched.iter().any(|f| f.key == p.field));
    Ok(Taken {
        entry,
        changed,
        serials,
        doubtful,
    })
}

fn unreadable(text: &str) -> Option<&'static str> {
    const FAULTS: [&str; 7] = [
        "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!",
    ];
    if FAULTS.contains(&text) {
        Some("单元格是错误值")
    } else if text.len() > 2 && text.bytes().all(|b| b == b'#') {
        Some("单元格里是一串 #，请在表格软件里把列拉宽再复制")
    } else {
        None
    }
}

struct Copier<'o> {
    office: &'o Office,
    keys: &'o [&'static str],
    rows: &'o [Uid],
    personal: bool,
}

impl Visit for Copier<'_> {
    type Out = Vec<Vec<String>>;
    fn visit<F: Registered>(self) -> Self::Out {
        let fields: Vec<&Field<F>> = self.keys.iter().filter_map(|key| F::field(key)).collect();
        let (ledger, directory) = (self.office.ledger(), self.office.directory());
        let today = self.office.clock().today();
        let entries = self
            .rows
            .iter()
            .filter_map(|uid| F::one(ledger, *uid, today));
        entries
            .map(|entry| {
                let cell = |field: &&Field<F>| {
                    let text = (field.show)(&entry, directory);
                    if field.exposure == Exposure::Personal && !self.personal {
                        masked_value(&text)
                    } else {
                        plain(&text)
                    }
                };
                fields.iter().map(cell).collect()
            })
            .collect()
    }
}
