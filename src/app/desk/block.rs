//! Blocks of cells on the office thread: what they come to, and cells for the clipboard.

use super::Ask;
use super::Told;
use super::worker::Worker;
use crate::app::Office;
use crate::app::words::advice;

impl Worker {
    pub(super) fn block(&self, office: &mut Office, ask: Ask) {
        match ask {
            Ask::PlanBlock(turn, wish) => {
                let plan = Box::new(office.plan_block(&wish));
                self.tell(Told::BlockPlanned(wish.register, turn, plan));
            }
            Ask::CopyCells(register, keys, rows, personal) => {
                let copied = office.copied_cells(register, &keys, &rows, personal);
                let copied = copied.map(|text| (text, rows.len()));
                self.tell(Told::CellsCopied(copied.map_err(|e| advice(&e))));
            }
            _ => {}
        }
    }
}
