//! Phone numbers and identity numbers: read once at the edge, right from then on.

use super::text;
use jiff::civil::Date;
use serde::Deserialize;
use serde::Serialize;
use std::fmt;

/// A telephone number as it is kept: digits, and `-` between area code and number of a landline.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Phone(String);

impl Phone {
    /// Read what was typed: a mobile number of eleven digits, or a landline of seven to twelve digits.
    /// Empty text is no number; spaces, dashes and full-width digits are forgiven.
    ///
    /// # Errors
    /// One short Chinese sentence when it is neither.
    pub fn read(typed: &str) -> Result<Option<Self>, String> {
        let plain = text::normal(typed);
        let plain = plain.strip_prefix("+86").unwrap_or(&plain);
        if plain.is_empty() {
            return Ok(None);
        }
        let digits: String = plain.chars().filter(|c| *c != '-').collect();
        if !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err("电话只能有数字和短横".into());
        }
        match (
            digits.len(),
            digits.starts_with('1'),
            digits.starts_with('0'),
        ) {
            (11, true, _) => Ok(Some(Self(digits))),
            (10..=12, _, true) => Ok(Some(Self(plain.to_owned()))),
            (7..=8, false, false) => Ok(Some(Self(digits))),
            (len, ..) => Err(format!("应为 11 位手机号，现有 {len} 位")),
        }
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number with its middle hidden: `138****5678` (domain.md 8, common practice, no national standard).
    pub fn masked(&self) -> String {
        mask(&self.0, 3, 4)
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

pub(super) fn mask(text: &str, head: usize, tail: usize) -> String {
    let chars: Vec<char> = text.chars().collect();
    if chars.len() <= head + tail {
        return "*".repeat(chars.len());
    }
    let hidden = chars.len() - head - tail;
    chars
        .iter()
        .take(head)
        .chain(std::iter::repeat_n(&'*', hidden))
        .chain(chars.iter().skip(head + hidden))
        .collect()
}

/// A citizen identity number of eighteen characters whose check character is right (GB 11643-1999).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct IdNumber(String);

/// Why a typed identity number can't be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdFault {
    /// Not 15 or 18 characters.
    #[error("身份证号应为 18 位，现有 {0} 位")]
    Length(usize),
    /// Something else than digits, or an X that is not last.
    #[error("身份证号含有不应有的字符")]
    Characters,
    /// The eight digits of the birthday are no day.
    #[error("身份证号中的出生日期不存在")]
    Birthday,
    /// The last three digits are 000 and the check character is wrong: a spreadsheet rounded the number.
    #[error("末三位为 000，原表可能已丢失末位数字")]
    Rounded,
    /// The check character is wrong: a typing slip.
    #[error("身份证号校验位不符，请与证件核对")]
    Check,
}

const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS: &[u8; 11] = b"10X98765432";

fn check_character(first17: &str) -> Option<char> {
    let sum: u32 = first17
        .chars()
        .zip(WEIGHTS)
        .map(|(c, w)| c.to_digit(10).unwrap_or(0) * w)
        .sum();
    CHECKS.get((sum % 11) as usize).map(|b| char::from(*b))
}

impl IdNumber {
    /// Read what was typed: lower-case x, full-width digits and spaces are forgiven, fifteen digits are
    /// completed to eighteen (19 before the year, check character computed). Empty text is no number.
    pub fn read(typed: &str) -> Result<Option<Self>, IdFault> {
        let plain = text::normal(typed).to_ascii_uppercase();
        let plain = plain.trim_start_matches(['\'', '`']);
        if plain.is_empty() {
            return Ok(None);
        }
        let count = plain.chars().count();
        if count != 15 && count != 18 {
            return Err(IdFault::Length(count));
        }
        let (body, last) = plain
            .split_at_checked(count - 1)
            .ok_or(IdFault::Characters)?;
        let last_is_right = last
            .bytes()
            .all(|b| b.is_ascii_digit() || (b == b'X' && count == 18));
        if !body.bytes().all(|b| b.is_ascii_digit()) || !last_is_right {
            return Err(IdFault::Characters);
        }
        let full = if count == 15 {
            let (area, rest) = plain.split_at_checked(6).ok_or(IdFault::Characters)?;
            let first17 = format!("{area}19{rest}");
            let check = check_character(&first17).ok_or(IdFault::Check)?;
            format!("{first17}{check}")
        } else {
            plain.to_owned()
        };
        let number = Self(full);
        if number.birthday().is_none() {
            return Err(IdFault::Birthday);
        }
        if number.0.get(..17).and_then(check_character) == number.0.chars().last() {
            return Ok(Some(number));
        }
        Err(if number.0.ends_with("000") {
            IdFault::Rounded
        } else {
            IdFault::Check
        })
    }

    /// The eighteen characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The day of birth, digits 7 to 14.
    pub fn birthday(&self) -> Option<Date> {
        let year = self.0.get(6..10)?.parse().ok()?;
        let month = self.0.get(10..12)?.parse().ok()?;
        let day = self.0.get(12..14)?.parse().ok()?;
        Date::new(year, month, day)
            .ok()
            .filter(|d| (1880..=2100).contains(&d.year()))
    }

    /// 男 or 女 by the seventeenth digit, odd for men (domain.md 8).
    pub fn sex(&self) -> &'static str {
        let odd = self
            .0
            .get(16..17)
            .and_then(|d| d.parse::<u32>().ok())
            .is_some_and(|d| d % 2 == 1);
        if odd { "男" } else { "女" }
    }

    /// The number with the birthday and sequence hidden: `430602********1234`.
    pub fn masked(&self) -> String {
        mask(&self.0, 6, 4)
    }
}

impl fmt::Display for IdNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

// Debug output reaches logs and crash reports; those hold no personal data.
impl fmt::Debug for IdNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lower_case_x_and_wide_digits_are_the_same_number() {
        let number = IdNumber::read(" ４３０６９９19680101849x")
            .unwrap()
            .unwrap();
        assert_eq!(number.as_str(), "43069919680101849X");
        assert_eq!(number.sex(), "男");
    }

    #[test]
    fn fifteen_digits_are_completed() {
        // 110105 1949-12-31 002 has the check character X in the standard's own example.
        let number = IdNumber::read("110105491231002").unwrap().unwrap();
        assert_eq!(number.as_str(), "11010519491231002X");
        assert_eq!(number.masked(), "110105********002X");
    }

    #[test]
    fn a_number_rounded_by_a_spreadsheet_is_named_as_such() {
        assert_eq!(IdNumber::read("430699198601120000"), Err(IdFault::Rounded));
        assert_eq!(IdNumber::read("430699198601120852"), Err(IdFault::Check));
        assert_eq!(IdNumber::read("430699198613320851"), Err(IdFault::Birthday));
        assert_eq!(IdNumber::read("4306991986"), Err(IdFault::Length(10)));
    }

    #[test]
    fn phones_forgive_dashes_and_refuse_letters() {
        assert_eq!(
            Phone::read("150-0000-2238").unwrap().unwrap().as_str(),
            "15000002238"
        );
        assert_eq!(
            Phone::read("0730-8880000").unwrap().unwrap().as_str(),
            "0730-8880000"
        );
        assert_eq!(Phone::read("").unwrap(), None);
        assert!(Phone::read("1500000223").is_err());
        assert_eq!(
            Phone::read("15000002238").unwrap().unwrap().masked(),
            "150****2238"
        );
    }
}
