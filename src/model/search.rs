//! Search over everything: normal text and 拼音首字母 of all records, fast enough for every keystroke.
//! A character with several readings matches by any of them, so surnames like 单 and 仇 are found either way.

use super::id::Uid;
use super::text;
use memchr::memmem;
use pinyin::ToPinyinMulti as _;
use std::collections::BTreeMap;
use std::ops::Range;

/// Texts of one register, searchable by words and by initials.
///
/// All texts lie in one piece of memory: a search is one walk over it, which is what keeps 100,000 records within a frame.
#[derive(Debug, Clone, Default)]
pub struct Index {
    /// Normal forms one after another; every field and every record ends in a line break, so that no match runs across.
    text: Vec<u8>,
    /// For each character the initials it may be typed as, one bit a letter; digits and others are 0.
    initials: Vec<u32>,
    slots: Vec<Slot>,
    place: BTreeMap<Uid, usize>,
    dead: usize,
}

#[derive(Debug, Clone)]
struct Slot {
    /// `None` once the record was replaced or forgotten.
    uid: Option<Uid>,
    text: Range<usize>,
    initials: Range<usize>,
}

impl Index {
    /// Take in or replace the text of a record.
    pub fn put(&mut self, uid: Uid, text: &str) {
        self.remove(uid);
        let (text_start, initials_start) = (self.text.len(), self.initials.len());
        for line in text.lines() {
            let normal = text::normal(line);
            self.text.extend_from_slice(normal.as_bytes());
            self.text.push(b'\n');
            self.initials.extend(normal.chars().map(initials_of));
            self.initials.push(0);
        }
        self.place.insert(uid, self.slots.len());
        let (text, initials) = (
            text_start..self.text.len(),
            initials_start..self.initials.len(),
        );
        self.slots.push(Slot {
            uid: Some(uid),
            text,
            initials,
        });
    }

    /// Forget a record.
    pub fn remove(&mut self, uid: Uid) {
        if let Some(slot) = self.place.remove(&uid).and_then(|n| self.slots.get_mut(n)) {
            slot.uid = None;
            self.dead += 1;
        }
        // What was replaced is swept out when it is a third of all.
        if self.dead > 1000 && self.dead * 2 > self.place.len() {
            self.sweep();
        }
    }

    fn sweep(&mut self) {
        let old = std::mem::take(self);
        for slot in old.slots {
            let Some(uid) = slot.uid else { continue };
            let (text_start, initials_start) = (self.text.len(), self.initials.len());
            self.text
                .extend_from_slice(old.text.get(slot.text).unwrap_or_default());
            self.initials
                .extend_from_slice(old.initials.get(slot.initials).unwrap_or_default());
            self.place.insert(uid, self.slots.len());
            let (text, initials) = (
                text_start..self.text.len(),
                initials_start..self.initials.len(),
            );
            self.slots.push(Slot {
                uid: Some(uid),
                text,
                initials,
            });
        }
    }

    /// How many records it knows.
    pub fn len(&self) -> usize {
        self.place.len()
    }

    /// Whether it knows none.
    pub fn is_empty(&self) -> bool {
        self.place.is_empty()
    }

    /// Records in which every word of the query stands, as text or as initials, oldest first.
    /// An empty query finds all.
    pub fn find(&self, query: &str) -> Vec<Uid> {
        let words: Vec<Word> = query.split_whitespace().map(Word::new).collect();
        let Some((first, rest)) = words.split_first() else {
            return self.place.keys().copied().collect();
        };
        let mut hits = self.slots_with_text(&first.finder);
        if let Some(letters) = &first.letters {
            hits.extend(self.slots_with_initials(letters));
        }
        hits.sort_unstable();
        hits.dedup();
        let slots = hits.into_iter().filter_map(|n| self.slots.get(n));
        let mut found: Vec<Uid> = slots
            .filter(|slot| rest.iter().all(|w| self.stands_in(w, slot)))
            .filter_map(|slot| slot.uid)
            .collect();
        found.sort_unstable();
        found
    }

    fn slots_with_text(&self, finder: &memmem::Finder<'_>) -> Vec<usize> {
        let mut hits = Vec::new();
        let mut from = 0;
        while let Some(at) = self.text.get(from..).and_then(|t| finder.find(t)) {
            let n = self.slots.partition_point(|s| s.text.end <= from + at);
            let Some(slot) = self.slots.get(n) else { break };
            hits.push(n);
            // One hit a record is enough.
            from = slot.text.end;
        }
        hits
    }

    fn slots_with_initials(&self, letters: &[u32]) -> Vec<usize> {
        let mut hits: Vec<usize> = Vec::new();
        let mut skip_to = 0;
        for (at, window) in self.initials.windows(letters.len()).enumerate() {
            if at >= skip_to
                && window
                    .iter()
                    .zip(letters)
                    .all(|(mask, letter)| mask & letter != 0)
            {
                let n = self.slots.partition_point(|s| s.initials.end <= at);
                let Some(slot) = self.slots.get(n) else { break };
                hits.push(n);
                skip_to = slot.initials.end;
            }
        }
        hits
    }

    fn stands_in(&self, word: &Word, slot: &Slot) -> bool {
        let text = self.text.get(slot.text.clone()).unwrap_or_default();
        let initials = self.initials.get(slot.initials.clone()).unwrap_or_default();
        word.finder.find(text).is_some()
            || word.letters.as_ref().is_some_and(|letters| {
                initials.windows(letters.len()).any(|w| {
                    w.iter()
                        .zip(letters)
                        .all(|(mask, letter)| mask & letter != 0)
                })
            })
    }
}

/// Whether a text begins with a word, as it stands or by its initials: what begins so is meant before what holds it.
pub fn begins_with(text: &str, word: &str) -> bool {
    let (text, word) = (text::normal(text), Word::new(word));
    let by_initials = word.letters.is_some_and(|letters| {
        let mut chars = text.chars().map(initials_of);
        letters
            .iter()
            .all(|letter| chars.next().is_some_and(|mask| mask & letter != 0))
    });
    by_initials || word.finder.find(text.as_bytes()) == Some(0)
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
            .map(|uid| index.place.keys().position(|k| k == uid).unwrap())
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
    fn what_begins_with_a_word_is_told_from_what_holds_it() {
        assert!(begins_with("科普活动", "kphd"));
        assert!(begins_with("科普活动", "科普"));
        assert!(!begins_with("撤销：导入科普活动台账", "kphd"));
        assert!(!begins_with("科普", "kphd"));
    }

    #[test]
    fn a_record_that_changed_is_found_by_its_new_words_only() {
        let mut index = index(&["甲社区讲座", "乙社区义诊"]);
        for n in 0..5000 {
            index.put(Uid::invented(1, 0), &format!("第{n}次改名"));
        }
        assert_eq!(found(&index, "讲座"), [] as [usize; 0]);
        assert_eq!(found(&index, "第4999次"), [0]);
        assert_eq!(found(&index, "yz"), [1]);
        index.remove(Uid::invented(1, 1));
        assert_eq!((found(&index, "义诊").len(), index.len()), (0, 1));
    }

    #[test]
    fn a_match_never_runs_across_two_fields() {
        assert_eq!(found(&index(&["科普\n活动"]), "科普活动"), [] as [usize; 0]);
        assert_eq!(found(&index(&["科普\n活动"]), "kphd"), [] as [usize; 0]);
    }
}
