//! Choice lists: the names an office chooses from, their codes, and the other words in use for the same thing.

use super::PlanError;
use crate::model::text::normal;
use serde::Deserialize;
use std::collections::BTreeMap;

/// All choice lists.
#[derive(Debug, Clone, Default)]
pub struct Lists {
    lists: BTreeMap<String, List>,
}

#[derive(Debug, Clone, Deserialize)]
struct File {
    list: Vec<List>,
}

#[derive(Debug, Clone, Deserialize)]
struct List {
    key: String,
    open: bool,
    items: Vec<Item>,
    /// Normal form of every name, code and alias → place in `items`.
    #[serde(skip)]
    by_word: BTreeMap<String, usize>,
}

#[derive(Debug, Clone, Deserialize)]
struct Item {
    name: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    aliases: Vec<String>,
}

impl Lists {
    /// Read lists from several TOML texts; a later list replaces an earlier one of the same key.
    ///
    /// # Errors
    /// `Unreadable`, or `Senseless` when one word stands for two items of a list.
    pub fn read<'t>(texts: impl IntoIterator<Item = &'t str>) -> Result<Self, PlanError> {
        let mut lists = BTreeMap::new();
        for text in texts {
            let file: File = toml::from_str(text)?;
            for mut list in file.list {
                for (n, item) in list.items.iter().enumerate() {
                    let words = item
                        .aliases
                        .iter()
                        .chain([&item.name, &item.code])
                        .filter(|w| !w.is_empty());
                    for word in words {
                        if list
                            .by_word
                            .insert(normal(word), n)
                            .is_some_and(|other| other != n)
                        {
                            return Err(PlanError::Senseless(format!(
                                "{word} twice in list {}",
                                list.key
                            )));
                        }
                    }
                }
                lists.insert(list.key.clone(), list);
            }
        }
        Ok(Self { lists })
    }

    /// The name of the item meant by a name, code or alias.
    pub fn canonical(&self, list: &str, typed: &str) -> Option<&str> {
        let list = self.lists.get(list)?;
        let n = list.by_word.get(&normal(typed))?;
        list.items.get(*n).map(|i| i.name.as_str())
    }

    /// Whether other words than the list's may be typed.
    pub fn is_open(&self, list: &str) -> bool {
        self.lists.get(list).is_none_or(|l| l.open)
    }

    /// Names in their order.
    pub fn names(&self, list: &str) -> Vec<String> {
        self.lists
            .get(list)
            .map(|l| l.items.iter().map(|i| i.name.clone()).collect())
            .unwrap_or_default()
    }
}
