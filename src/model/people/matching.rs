//! Names pasted from a chat, a sheet or a sign-in list, and who on record is meant by each: the same name, 拼音首字母, or a
//! name that sounds or looks so much alike that it may be a slip of the pen.

use super::Person;
use crate::model::id::Uid;
use crate::model::search::Index;
use crate::model::text;
use pinyin::ToPinyin as _;

/// Who is meant by a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fit {
    /// One person.
    One(Uid),
    /// Several of that name or those initials.
    Several(Vec<Uid>),
    /// Nobody, but these sound or look alike.
    Alike(Vec<Uid>),
    /// Nobody.
    Nobody,
}

/// The people names are looked up among.
#[derive(Debug, Clone, Default)]
pub struct Names {
    index: Index,
    people: Vec<Known>,
}

#[derive(Debug, Clone)]
struct Known {
    uid: Uid,
    name: String,
    sound: String,
}

/// Most people offered for one name: more are no help.
const OFFERED: usize = 8;

impl Names {
    /// Of some people.
    pub fn of<'p>(people: impl Iterator<Item = &'p Person>) -> Self {
        let mut names = Self::default();
        for person in people {
            names.index.put(person.uid, &person.name);
            names.people.push(Known {
                uid: person.uid,
                name: person.name.clone(),
                sound: sound(&person.name),
            });
        }
        names
    }

    /// Who is meant. The whole name goes before initials, initials before what is only alike.
    pub fn fit(&self, name: &str) -> Fit {
        let those = |wanted: &dyn Fn(&Known) -> bool| -> Vec<Uid> {
            let found = self.people.iter().filter(|k| wanted(k));
            found.map(|k| k.uid).take(OFFERED).collect()
        };
        let named: Vec<Uid> = self
            .people
            .iter()
            .filter(|k| k.name == name)
            .map(|k| k.uid)
            .collect();
        let one_or_several = |found: Vec<Uid>| match found.as_slice() {
            [] => None,
            [one] => Some(Fit::One(*one)),
            _ => Some(Fit::Several(found)),
        };
        if let Some(fit) = one_or_several(named) {
            return fit;
        }
        if name.chars().all(|c| c.is_ascii_alphabetic()) {
            let mut hits = self.index.find(name);
            hits.truncate(OFFERED);
            return one_or_several(hits).unwrap_or(Fit::Nobody);
        }
        let heard = sound(name);
        let alike = those(&|k| k.sound == heard || is_slip(name, &k.name));
        if alike.is_empty() {
            Fit::Nobody
        } else {
            Fit::Alike(alike)
        }
    }
}

// How a name is said, without tones; a character without a reading stands for itself.
fn sound(name: &str) -> String {
    let mut said = String::new();
    for c in name.chars() {
        match c.to_pinyin() {
            Some(reading) => said.push_str(reading.plain()),
            None => said.push(c),
        }
        said.push(' ');
    }
    said
}

// One character wrong, left out or too many, in a name of three or more. Of two characters one says nothing.
fn is_slip(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if long.len() < 3 || long.len() - short.len() > 1 {
        return false;
    }
    let same_ahead = short.iter().zip(&long).take_while(|(x, y)| x == y).count();
    let behind = short.iter().rev().zip(long.iter().rev());
    let same_behind = behind.take_while(|(x, y)| x == y).count();
    same_ahead + same_behind >= long.len() - 1
}

/// The names in a pasted text, each once, in their order. Numbers in front, telephone numbers, @ and what stands in
/// brackets go; the space that makes names of two characters as wide as others goes too.
pub fn read_names(pasted: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let plain = without_brackets(pasted);
    let parts = plain.split(['\n', '\r', '\t', '、', '，', ',', ';', '；', '。', '/', '|']);
    for part in parts {
        let tokens: Vec<String> = part.split_whitespace().map(bare).collect();
        let tokens: Vec<&String> = tokens.iter().filter(|t| !t.is_empty()).collect();
        let single = |t: &&&String| t.chars().count() == 1;
        let is_stretched = (2..=3).contains(&tokens.len()) && tokens.iter().all(|t| single(&t));
        let found = if is_stretched {
            vec![tokens.iter().map(|t| t.as_str()).collect()]
        } else {
            tokens.into_iter().map(|t| text::person_name(t)).collect()
        };
        for name in found {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}

// What belongs to a name: no digits, no signs but the dot of names like 买买提·吐尔逊.
fn bare(token: &str) -> String {
    let is_of_name = |c: &char| c.is_alphabetic() || matches!(c, '·' | '•' | '・');
    token.chars().filter(is_of_name).collect()
}

fn without_brackets(pasted: &str) -> String {
    let mut depth = 0_u32;
    let mut plain = String::new();
    for c in pasted.chars() {
        match c {
            '(' | '（' | '[' | '【' => depth += 1,
            ')' | '）' | ']' | '】' => depth = depth.saturating_sub(1),
            // A bracket that never closes ends with its line.
            '\n' => {
                depth = 0;
                plain.push(c);
            }
            _ if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_out_of_a_chat_a_column_and_a_sign_in_list() {
        let chat = "1、张三 13800000000\n2. 李 四（队长）\n@王小明，欧阳龙燕；wxm\n王小明\n3）买买提·吐尔逊";
        let names = ["张三", "李四", "王小明", "欧阳龙燕", "wxm", "买买提·吐尔逊"];
        assert_eq!(read_names(chat), names);
        assert_eq!(read_names("张\u{3000}伟\t李娜"), ["张伟", "李娜"]);
        assert_eq!(read_names("张三 李四 王五"), ["张三", "李四", "王五"]);
        assert_eq!(read_names(" 12 、 ，"), Vec::<String>::new());
    }

    #[test]
    fn a_name_finds_the_same_the_initials_and_the_slip_of_the_pen() {
        let people: Vec<Person> = ["王小明", "张伟", "张伟", "李晓梅", "单雄信", "陈力"]
            .iter()
            .map(|name| Person {
                uid: Uid::fresh(),
                name: (*name).into(),
                ..Person::default()
            })
            .collect();
        let uid = |n: usize| people[n].uid;
        let names = Names::of(people.iter());
        assert_eq!(names.fit("王小明"), Fit::One(uid(0)));
        assert_eq!(names.fit("wxm"), Fit::One(uid(0)));
        // 单 is read shàn in names.
        assert_eq!(names.fit("sxx"), Fit::One(uid(4)));
        assert_eq!(names.fit("张伟"), Fit::Several(vec![uid(1), uid(2)]));
        assert_eq!(names.fit("张炜"), Fit::Alike(vec![uid(1), uid(2)]));
        assert_eq!(names.fit("李小梅"), Fit::Alike(vec![uid(3)]));
        assert_eq!(names.fit("王小名"), Fit::Alike(vec![uid(0)]));
        assert_eq!(names.fit("李梅"), Fit::Alike(vec![uid(3)]));
        assert_eq!(names.fit("赵云"), Fit::Nobody);
        // Half of a name of two is no likeness.
        assert_eq!(names.fit("陈伟"), Fit::Nobody);
    }
}
