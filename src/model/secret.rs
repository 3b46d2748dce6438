//! How much of a person is shown: the three maskings of a report, and names in what is published.

use super::contact::IdNumber;
use super::contact::Phone;
use super::contact::mask;
use serde::Deserialize;
use serde::Serialize;

/// How a report treats personal data (product.md 5).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mask {
    /// 存档版: everything, for the office's own file.
    Archive,
    /// 上报版: numbers masked in the middle.
    #[default]
    Submit,
    /// 公示版: no numbers, no birthdays, names shortened unless consent to publication was given.
    Public,
}

impl Mask {
    /// All maskings in the order of the screen.
    pub const ALL: [Self; 3] = [Self::Archive, Self::Submit, Self::Public];

    /// What the screen calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Archive => "存档版",
            Self::Submit => "上报版",
            Self::Public => "公示版",
        }
    }
}

/// The value of a personal field with its middle hidden: identity numbers and phones show head and tail, all else nothing.
pub fn masked_value(text: &str) -> String {
    match text.chars().count() {
        15 | 18 => mask(text, 6, 4),
        11 => mask(text, 3, 4),
        _ => mask(text, 0, 0),
    }
}

/// Runs of letters and digits that are an identity number or a mobile number show their head and tail only.
pub fn covered(text: &str) -> String {
    by_run(text, short)
}

/// As [`covered`], for words quoted from a sheet: a number that is damaged is a person's number all the same, so every run of
/// eleven digits and more is hidden.
pub fn covered_whole(text: &str) -> String {
    by_run(text, |run| {
        let digits = run.bytes().filter(u8::is_ascii_digit).count();
        if run.len() >= 11 && digits + 1 >= run.len() {
            masked_value(run)
        } else {
            run.to_owned()
        }
    })
}

fn by_run(text: &str, shown: impl Fn(&str) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    let mut run = String::new();
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            run.push(c);
        } else {
            out.push_str(&shown(&run));
            run.clear();
            out.push(c);
        }
    }
    out + &shown(&run)
}

fn short(run: &str) -> String {
    let digits = run.bytes().filter(u8::is_ascii_digit).count();
    let id = matches!(run.len(), 15 | 18) && digits + 1 >= run.len();
    if id && let Ok(Some(number)) = IdNumber::read(run) {
        return number.masked();
    }
    let mobile = run.len() == 11
        && digits == 11
        && run.starts_with('1')
        && run
            .as_bytes()
            .get(1)
            .is_some_and(|b| (b'3'..=b'9').contains(b));
    if mobile && let Ok(Some(phone)) = Phone::read(run) {
        return phone.masked();
    }
    run.to_owned()
}

/// `王*`, `王*明`: the name in a list that is published (domain.md 8, practice; no national standard).
pub fn masked_name(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    match chars.as_slice() {
        [] => String::new(),
        [one] => one.to_string(),
        [first, _] => format!("{first}*"),
        [first, middle @ .., last] => format!("{first}{}{last}", "*".repeat(middle.len())),
    }
}

/// Several names parted by 、 as [`masked_name`] shows each.
pub fn masked_names(names: &str) -> String {
    let shown: Vec<String> = names
        .split(['、', '，', ',', ' '])
        .map(str::trim)
        .filter(|n| !n.is_empty())
        .map(masked_name)
        .collect();
    shown.join("、")
}

#[cfg(test)]
mod tests {
    use super::masked_name;

    #[test]
    fn personal_values_show_their_ends_only() {
        let shown = [
            "11010519491231002X",
            "13812345678",
            "138****5678",
            "1949-12-31",
            "",
        ]
        .map(super::masked_value);
        assert_eq!(
            shown,
            [
                "110105********002X",
                "138****5678",
                "138****5678",
                "**********",
                ""
            ]
        );
    }

    #[test]
    fn names_are_shortened_for_publication() {
        assert_eq!(
            [
                masked_name("王芳"),
                masked_name("王小明"),
                masked_name("诸葛嘉超")
            ],
            ["王*", "王*明", "诸**超"]
        );
        assert_eq!(super::masked_names("王芳、王小明"), "王*、王*明");
    }
}
