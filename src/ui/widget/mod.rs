//! Pieces that all screens are made of.

pub mod button;
pub mod caption;
pub mod chooser;
pub mod complete;
pub mod entry;
pub mod fonts_note;
pub mod form;
pub mod link;
pub mod page_preview;
pub mod pick_list;
pub mod plot;
pub mod recent_list;
pub mod record_table;
pub mod year;
