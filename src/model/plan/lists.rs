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
    /// Name of the item of the same list it is a part of.
    #[serde(default)]
    part_of: String,
    /// Service type of the 2024 guideline that a form of event stands for when the event itself names none.
    #[serde(default)]
    service: String,
}

impl Lists {
    /// Read lists from several TOML texts; a later list replaces an earlier one of the same key.
    ///
    /// # Errors
    /// `Unreadable`, or `Senseless` when one word stands for two items of a list or an item is part of none.
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
                let stray = list.items.iter().find(|i| {
                    !i.part_of.is_empty() && !list.items.iter().any(|other| other.name == i.part_of)
                });
                if let Some(item) = stray {
                    return Err(PlanError::Senseless(format!(
                        "{} in list {} is part of {}, which is not there",
                        item.name, list.key, item.part_of
                    )));
                }
                lists.insert(list.key.clone(), list);
            }
        }
        Ok(Self { lists })
    }

    fn item(&self, list: &str, typed: &str) -> Option<&Item> {
        let list = self.lists.get(list)?;
        list.items.get(*list.by_word.get(&normal(typed))?)
    }

    /// The name of the item meant by a name, code or alias.
    pub fn canonical(&self, list: &str, typed: &str) -> Option<&str> {
        self.item(list, typed).map(|i| i.name.as_str())
    }

    /// The item that this one is a part of: 留守儿童 of 青少年.
    pub fn part_of(&self, list: &str, typed: &str) -> Option<&str> {
        self.item(list, typed)
            .map(|i| i.part_of.as_str())
            .filter(|whole| !whole.is_empty())
    }

    /// The service type a form of event stands for.
    pub fn service_of(&self, form: &str) -> Option<&str> {
        self.item("event_form", form)
            .map(|i| i.service.as_str())
            .filter(|s| !s.is_empty())
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

#[cfg(test)]
mod tests {
    use super::*;

    fn lists() -> Lists {
        Lists::read([
            include_str!("../../../assets/lists/events.toml"),
            include_str!("../../../assets/lists/people.toml"),
        ])
        .unwrap()
    }

    #[test]
    fn every_word_of_the_sample_ledgers_is_known() {
        let lists = lists();
        let used = [
            (
                "event_form",
                "实用技术培训 参观 义诊 讲座 展览 竞赛 培训 咨询 演练",
            ),
            (
                "audience",
                "农民 青少年 老年人 产业工人 领导干部和公务员 城乡居民",
            ),
            ("political", "群众 党员 团员 中共党员 预备党员"),
            ("education", "大专 中专 初中 高中 本科 研究生"),
            ("sex", "男 女"),
            (
                "officer_source",
                "其他 农村致富带头人 大学生村官 社区网格员 中小学教师 科技特派员",
            ),
            ("community_kind", "社区 村"),
        ];
        for (list, words) in used {
            for word in words.split(' ') {
                assert!(lists.canonical(list, word).is_some(), "{word} in {list}");
            }
        }
    }

    #[test]
    fn names_codes_and_aliases_mean_the_same_in_any_width() {
        let lists = lists();
        for typed in ["中共党员", "党员", " 中国共产党党员 ", "01", "０１"] {
            assert_eq!(
                lists.canonical("political", typed),
                Some("中共党员"),
                "{typed}"
            );
        }
        assert_eq!(lists.canonical("education", "博士"), Some("博士研究生"));
        assert_eq!(lists.canonical("education", "不知道"), None);
        assert!(lists.is_open("education") && !lists.is_open("event_state"));
    }

    #[test]
    fn subgroups_belong_to_a_key_group() {
        let lists = lists();
        assert_eq!(lists.part_of("audience", "农村留守儿童"), Some("青少年"));
        assert_eq!(lists.part_of("audience", "青少年"), None);
    }

    #[test]
    fn the_standard_has_ten_service_types() {
        assert_eq!(lists().names("service_type").len(), 10);
    }

    #[test]
    fn a_word_for_two_items_is_refused_with_its_list() {
        let text = "[[list]]\nkey = \"k\"\nopen = true\nitems = [{ name = \"甲\", aliases = [\"丙\"] }, { name = \"丙\" }]";
        assert_eq!(
            Lists::read([text]).unwrap_err(),
            PlanError::Senseless("丙 twice in list k".into())
        );
    }
}
