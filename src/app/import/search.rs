//! Rows of an import found by name, file or what is said of them, by words and 拼音首字母, like any other list.

use super::ImportPlan;
use crate::model::Uid;
use crate::model::search::Index;
use std::collections::BTreeMap;

/// The rows of a plan, searchable.
#[derive(Debug, Clone, Default)]
pub struct RowSearch {
    index: Index,
    rows: BTreeMap<Uid, usize>,
}

impl RowSearch {
    pub(super) fn of(plan: &ImportPlan) -> Self {
        let mut search = Self::default();
        for (n, row) in plan.rows.iter().enumerate() {
            let uid = Uid::fresh();
            let said = row.problems.iter().map(|p| p.what.as_str());
            let lines: Vec<&str> = [row.title.as_str(), row.sheet.as_str()]
                .into_iter()
                .chain(said)
                .collect();
            search.index.put(uid, &lines.join("\n"));
            search.rows.insert(uid, n);
        }
        search
    }

    /// Places of the rows that have all the words, in their order.
    pub fn find(&self, words: &str) -> Vec<usize> {
        let found = self.index.find(words);
        let mut rows: Vec<usize> = found
            .iter()
            .filter_map(|uid| self.rows.get(uid).copied())
            .collect();
        rows.sort_unstable();
        rows
    }
}
