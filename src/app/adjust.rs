//! What the office changes in reports: shown, set, put back, carried to another office as TOML. Undo doesn't know of it, as
//! it doesn't of rules: 恢复默认 takes the built-in way again.

use super::AppError;
use super::Office;
use super::book;
use super::paper;
use crate::model::Period;
pub use crate::model::adjustment::Adjustment;
pub use crate::model::adjustment::Adjustments;
pub use crate::model::adjustment::ColumnChoice;
pub use crate::model::adjustment::Signer;
use crate::reports::Kind;
use crate::reports::Request;
use crate::reports::tailor;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A report's changes with everything that could be changed filled in.
#[derive(Debug, Clone, PartialEq)]
pub struct Adjusting {
    /// Which report.
    pub kind: Kind,
    /// As it is now; each part said.
    pub now: Adjustment,
    /// As the program has it.
    pub built_in: Adjustment,
}

impl Office {
    /// A report's changes in full: all its columns, changed or not.
    ///
    /// # Errors
    /// When the catalogue can't be read.
    pub fn adjusting(&self, kind: Kind) -> Result<Adjusting, AppError> {
        let built_in = self.built_in(kind)?;
        let mut now = built_in.clone();
        if let Some(own) = self.book.adjustments.get(kind.id()) {
            let own = own.clone();
            now.title = own.title.or(now.title);
            now.sealed = own.sealed.or(now.sealed);
            now.paper = own.paper.or(now.paper);
            now.notes = own.notes.or(now.notes);
            now.signers = own.signers.or(now.signers);
            now.columns = Some(merged(
                own.columns.unwrap_or_default(),
                built_in.columns.clone().unwrap_or_default(),
            ));
        }
        Ok(Adjusting {
            kind,
            now,
            built_in,
        })
    }

    fn built_in(&self, kind: Kind) -> Result<Adjustment, AppError> {
        let year = self
            .ledger
            .newest_year()
            .unwrap_or_else(|| self.clock.today().year());
        let period =
            Period::year(year).ok_or_else(|| AppError::Request(format!("没有 {year} 这一年")))?;
        let report = self.report_as_built_in(&Request::of(kind, period))?;
        let column = |key: String| ColumnChoice {
            key,
            head: String::new(),
            shown: true,
        };
        Ok(Adjustment {
            columns: Some(tailor::keys(&report).into_iter().map(column).collect()),
            ..paper::catalogue()?.entry(kind).as_adjustment()
        })
    }

    /// Change a report for this office; `None` takes the built-in way again. What is as built in is not kept.
    ///
    /// # Errors
    /// `Request` with what can't be printed so, or what the file says.
    pub fn set_report(
        &mut self,
        kind: Kind,
        adjustment: Option<Adjustment>,
    ) -> Result<(), AppError> {
        let mut all = Adjustments::clone(&self.book.adjustments);
        all.remove(kind.id());
        if let Some(adjustment) = adjustment {
            let adjustment = adjustment.tidy().map_err(AppError::Request)?;
            let own = without(adjustment, &self.built_in(kind)?);
            if own != Adjustment::default() {
                all.insert(kind.id().to_owned(), own);
            }
        }
        self.store.set(book::REPORTS, &all)?;
        self.book.adjustments = Arc::new(all);
        self.revision += 1;
        self.renew_directory();
        Ok(())
    }

    /// Take changes of reports from another office's TOML. Returns the numbers of the reports, and columns that are not on
    /// them now: those are kept, for a column may come with the records.
    ///
    /// # Errors
    /// `Data` when it is no such TOML, `Request` with what can't be printed so; nothing is changed then.
    pub fn take_adjustments(&mut self, text: &str) -> Result<(Vec<Kind>, Vec<String>), AppError> {
        let read: Adjustments = toml::from_str(text)
            .map_err(|e| AppError::Data(format!("格式不对（{}）", e.message())))?;
        let mut wanted = Vec::new();
        let mut unknown = Vec::new();
        for (id, adjustment) in read {
            let kind =
                Kind::read(&id).ok_or_else(|| AppError::Request(format!("没有报表 {id}")))?;
            let adjustment = adjustment
                .tidy()
                .map_err(|why| AppError::Request(format!("{id} {why}")))?;
            let there: BTreeSet<String> = self
                .built_in(kind)?
                .columns
                .into_iter()
                .flatten()
                .map(|c| c.key)
                .collect();
            for column in adjustment.columns.iter().flatten() {
                if !there.contains(&column.key) {
                    unknown.push(format!("{id} {}", column.key));
                }
            }
            wanted.push((kind, adjustment));
        }
        if wanted.is_empty() {
            return Err(AppError::Data("没有写是哪张报表，第一行应如 [R3]".into()));
        }
        let kinds = wanted.iter().map(|(k, _)| *k).collect();
        for (kind, adjustment) in wanted {
            self.set_report(kind, Some(adjustment))?;
        }
        Ok((kinds, unknown))
    }

    /// A report's changes as TOML, with all its columns, for another office or an editor.
    ///
    /// # Errors
    /// When the catalogue can't be read.
    pub fn adjustment_as_toml(&self, kind: Kind) -> Result<String, AppError> {
        let all = Adjustments::from([(kind.id().to_owned(), self.adjusting(kind)?.now)]);
        toml::to_string(&all).map_err(|e| AppError::Data(e.to_string()))
    }
}

// The office's columns in its order; those it never saw behind the ones they follow.
fn merged(own: Vec<ColumnChoice>, built_in: Vec<ColumnChoice>) -> Vec<ColumnChoice> {
    let mut all = own;
    let mut before: Option<String> = None;
    for column in built_in {
        let key = column.key.clone();
        if !all.iter().any(|c| c.key == key) {
            let at = before
                .and_then(|b| all.iter().position(|c| c.key == b))
                .map_or(0, |n| n + 1);
            all.insert(at, column);
        }
        before = Some(key);
    }
    all
}

// Only what differs is kept, so that a new built-in title or column reaches offices that never changed it.
fn without(mut own: Adjustment, built_in: &Adjustment) -> Adjustment {
    fn drop_same<T: PartialEq>(own: &mut Option<T>, built_in: Option<&T>) {
        if own.as_ref() == built_in {
            *own = None;
        }
    }
    drop_same(&mut own.title, built_in.title.as_ref());
    drop_same(&mut own.sealed, built_in.sealed.as_ref());
    drop_same(&mut own.paper, built_in.paper.as_ref());
    drop_same(&mut own.signers, built_in.signers.as_ref());
    drop_same(&mut own.columns, built_in.columns.as_ref());
    own.columns = own.columns.filter(|c| !c.is_empty());
    own
}
