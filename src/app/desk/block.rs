//! Blocks of cells on the office thread: what they come to, and cells for the clipboard.

use super::Told;
use super::worker::Worker;
use crate::app::Office;
use crate::app::block::BlockWish;
use crate::app::register::Register;
use crate::app::words::advice;
use crate::model::Uid;

impl Worker {
    pub(super) fn plan_block(&self, office: &Office, turn: u64, wish: &BlockWish) {
        let plan = Box::new(office.plan_block(wish));
        self.tell(Told::BlockPlanned(wish.register, turn, plan));
    }

    pub(super) fn copy_cells(
        &self,
        office: &mut Office,
        register: Register,
        keys: &[&'static str],
        rows: &[Uid],
        personal: bool,
    ) {
        let copied = office.copied_cells(register, keys, rows, personal);
        let copied = copied.map(|text| (text, rows.len()));
        self.tell(Told::CellsCopied(copied.map_err(|e| advice(&e))));
    }
}
