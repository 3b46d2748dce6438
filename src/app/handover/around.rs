//! What a 交接清单 says that stands in no record: files, copies, number books, drafts, what nobody explained.

use super::notes;
use crate::app::Office;
use crate::app::checks::FAULT;
use crate::app::error::AppError;
use crate::app::submit::SEQUENCE;
use crate::assets;
use crate::model::Uid;
use crate::reports::handover::Around;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
struct Book {
    keep: Vec<Keep>,
}

#[derive(Debug, Deserialize)]
struct Keep {
    what: String,
    hint: String,
}

impl Office {
    /// What stands around the records.
    ///
    /// # Errors
    /// What the file says, or when the built-in list can't be read.
    pub(in crate::app) fn around(&self) -> Result<Around, AppError> {
        let book: Book =
            toml::from_str(assets::HANDOVER).map_err(|e| AppError::Data(e.message().to_owned()))?;
        let odd = self.contradictions(None);
        let open = |fault: bool| -> Vec<Uid> {
            let open = odd.iter().filter(|c| c.explanation.is_empty());
            let mut some: Vec<Uid> = open
                .filter(|c| (c.level == FAULT) == fault)
                .map(|c| c.id)
                .collect();
            some.sort();
            some.dedup();
            some
        };
        let copies = self.copies();
        let before = notes(&self.store)?.into_iter().map(|n| {
            let to = if n.to.is_empty() {
                "（未填）"
            } else {
                n.to.as_str()
            };
            format!("{} {} 移交 {to}", n.day, n.from)
        });
        Ok(Around {
            file: self.path().display().to_string(),
            copies: self.copies_folder().display().to_string(),
            copy_count: copies.len(),
            newest_copy: copies
                .first()
                .map(|c| c.at.strftime("%Y-%m-%d %H:%M").to_string())
                .unwrap_or_default(),
            sequence: self.store.setting::<u32>(SEQUENCE)?.unwrap_or(0),
            drafts: self.drafts()?.len(),
            faults: open(true),
            doubts: open(false),
            before: before.collect(),
            keep: book.keep.into_iter().map(|k| (k.what, k.hint)).collect(),
        })
    }
}
