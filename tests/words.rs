//! The program's words as they stand in its source and its data, read for what a Chinese sentence does not do.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that panics has failed, which is its job"
)]

use std::path::Path;
use std::path::PathBuf;

fn files(folder: &Path, ends: &[&str], found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, ends, found);
        } else if ends
            .iter()
            .any(|e| path.extension().is_some_and(|x| x == *e))
        {
            found.push(path);
        }
    }
    found.sort();
}

// What stands between quotation marks in a line of Rust or TOML.
fn quoted(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open: Option<String> = None;
    let mut escaped = false;
    for c in line.chars() {
        match &mut open {
            None if c == '"' => open = Some(String::new()),
            None => {}
            Some(_) if c == '"' && !escaped => found.extend(open.take()),
            Some(text) => {
                text.push(c);
                escaped = c == '\\' && !escaped;
            }
        }
    }
    found
}

fn is_chinese(c: char) -> bool {
    matches!(
        c,
        '\u{3400}'..='\u{9FFF}' | '、' | '。' | '《' | '》' | '“' | '”'
    )
}

// A comma, colon, question mark, bracket of half width beside a Chinese character.
fn half_width(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    chars.windows(2).any(|pair| {
        let (a, b) = (pair[0], pair[1]);
        (is_chinese(a) && matches!(b, ',' | ':' | ';' | '?' | '!' | '(' | ')'))
            || (is_chinese(b) && matches!(a, ',' | ';' | '?' | '!' | '(' | ')'))
    }) || (chars.last() == Some(&'.') && chars.iter().rev().nth(1).copied().is_some_and(is_chinese))
}

#[test]
fn no_half_width_punctuation_stands_in_a_chinese_sentence() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut wrong = Vec::new();
    let mut read = 0;
    let mut sources = Vec::new();
    files(&root.join("src"), &["rs"], &mut sources);
    files(&root.join("assets"), &["toml", "txt"], &mut sources);
    // Headings of other people's tables are written as other people write them.
    sources.retain(|path| !path.ends_with("headings.toml"));
    for path in &sources {
        let text = std::fs::read_to_string(path).unwrap();
        // What tests of a file type is not the program's word.
        let own = text.split("#[cfg(test)]").next().unwrap();
        let plain = path.extension().is_some_and(|e| e == "txt");
        for (n, line) in own.lines().enumerate() {
            let line = line.trim();
            if !plain && (line.starts_with("//") || line.starts_with('#')) {
                continue;
            }
            let parts = if plain {
                vec![line.to_owned()]
            } else {
                quoted(line)
            };
            read += parts.len();
            for part in parts.iter().filter(|p| half_width(p)) {
                wrong.push(format!("{}:{}: {part}", path.display(), n + 1));
            }
        }
    }
    assert!(read > 5000, "{read} texts were read");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_reader_of_words_sees_half_width_punctuation() {
    for bad in ["经费(元)", "已保存,请打印", "为什么?", "已保存.", "注意!请"] {
        assert!(half_width(bad), "{bad}");
    }
    for good in [
        "经费（元）",
        "已保存，请打印",
        "2.1 措施",
        "如 3.5 9:00-11:00",
        "共 {n} 条",
    ] {
        assert!(!half_width(good), "{good}");
    }
    assert_eq!(quoted(r#"say("甲\"乙", "丙")"#), [r#"甲\"乙"#, "丙"]);
}
