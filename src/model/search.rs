//! Search over everything: normal text and 拼音首字母 of all records, fast enough for every keystroke.
//! A character with several readings matches by any of them, so surnames like 单 and 仇 are found either way.

use super::id::Uid;
use super::text;
use memchr::memmem;
use pinyin::ToPinyinMulti as _;
use std::collections::BTreeMap;

/// Texts of one register, searchable by words and by initials.
#[derive(Debug, Clone, Default)]
pub struct Index {
    entries: BTreeMap<Uid, Entry>,
}

#[derive(Debug, Clone)]
struct Entry {
    /// Normal form; fields stay parted by line breaks so that no match runs across two of them.
    text: String,
    /// For each character the initials it may be typed as, one bit a letter; digits and others are 0.
    initials: Vec<u32>,
}

impl Index {
    /// Take in or replace the text of a record.
    pub fn put(&mut self, uid: Uid, text: &str) {
        let text = text
            .lines()
            .map(text::normal)
            .collect::<Vec<_>>()
            .join("\n");
        let initials = text.chars().map(initials_of).collect();
        self.entries.insert(uid, Entry { text, initials });
    }

    /// Forget a record.
    pub fn remove(&mut self, uid: Uid) {
        self.entries.remove(&uid);
    }

    /// How many records it knows.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it knows none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Records in which every word of the query stands, as text or as initials, oldest first.
    /// An empty query finds all.
    pub fn find(&self, query: &str) -> Vec<Uid> {
        let words: Vec<Word> = query.split_whitespace().map(Word::new).collect();
        self.entries
            .iter()
            .filter(|(_, e)| words.iter().all(|w| w.stands_in(e)))
            .map(|(uid, _)| *uid)
            .collect()
    }
}

struct Word {
    finder: memmem::Finder<'static>,
    /// Letters as bits when the word may be initials: two letters or more and nothing else.
    letters: Option<Vec<u32>>,
}

impl Word {
    fn new(word: &str) -> Self {
        let normal = text::normal(word);
        let all_letters = normal.len() >= 2 && normal.bytes().all(|b| b.is_ascii_lowercase());
        let letters = all_letters.then(|| normal.bytes().map(|b| 1 << (b - b'a')).collect());
        Self {
            finder: memmem::Finder::new(normal.as_bytes()).into_owned(),
            letters,
        }
    }

    fn stands_in(&self, entry: &Entry) -> bool {
        self.finder.find(entry.text.as_bytes()).is_some()
            || self
                .letters
                .as_ref()
                .is_some_and(|l| initials_match(&entry.initials, l))
    }
}

fn initials_match(initials: &[u32], letters: &[u32]) -> bool {
    initials.windows(letters.len()).any(|window| {
        window
            .iter()
            .zip(letters)
            .all(|(mask, letter)| mask & letter != 0)
    })
}

fn initials_of(c: char) -> u32 {
    if c.is_ascii_lowercase() {
        return 1 << (u32::from(c) - u32::from('a'));
    }
    let Some(readings) = c.to_pinyin_multi() else {
        return 0;
    };
    readings
        .into_iter()
        .filter_map(|reading| reading.plain().bytes().next())
        .filter(u8::is_ascii_lowercase)
        .fold(0, |mask, letter| mask | 1 << (letter - b'a'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index(texts: &[&str]) -> Index {
        let mut index = Index::default();
        for (n, text) in texts.iter().enumerate() {
            index.put(Uid::invented(1, n as u64), text);
        }
        index
    }

    fn found(index: &Index, query: &str) -> Vec<usize> {
        index
            .find(query)
            .iter()
            .map(|uid| index.entries.keys().position(|k| k == uid).unwrap())
            .collect()
    }

    #[test]
    fn a_clerk_finds_by_words_and_by_initials() {
        let index = index(&[
            "湖滨社区垃圾分类科普\n党群服务中心",
            "单田芳\n15000002238",
            "曾莉勇\n13000003293",
        ]);
        assert_eq!(found(&index, "垃圾"), [0]);
        assert_eq!(found(&index, "hbsq"), [0]);
        assert_eq!(found(&index, "stf"), [1]);
        assert_eq!(found(&index, "dtf"), [1]);
        assert_eq!(found(&index, "zly"), [2]);
        assert_eq!(found(&index, "2238"), [1]);
        assert_eq!(found(&index, "党群 垃圾"), [0]);
        assert_eq!(found(&index, "不存在"), [] as [usize; 0]);
        assert_eq!(found(&index, "").len(), 3);
    }

    #[test]
    fn a_match_never_runs_across_two_fields() {
        assert_eq!(found(&index(&["科普\n活动"]), "科普活动"), [] as [usize; 0]);
        assert_eq!(found(&index(&["科普\n活动"]), "kphd"), [] as [usize; 0]);
    }
}
