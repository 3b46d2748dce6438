//! The number book of certificates: a pattern that is data (assets/rules.toml), and a serial that starts anew each year.
//! Which numbers were ever used is asked of the file, not of the ledger: what was taken back is used all the same.

/// What stands for the year in a pattern.
const YEAR: &str = "{year}";
/// The pattern when the office has none that can be used.
const PLAIN: &str = "{year}{serial:4}";

/// How numbers of certificates look: `{year}{serial:4}` is `20260001`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberPattern {
    before: String,
    after: String,
    width: usize,
}

impl NumberPattern {
    /// Read a pattern: any text with one `{serial}` or `{serial:4}`, where 4 is the least number of digits.
    pub fn read(text: &str) -> Option<Self> {
        let (before, rest) = text.split_once("{serial")?;
        let (width, after) = rest.split_once('}')?;
        let width = match width.strip_prefix(':') {
            Some(digits) => digits.parse().ok().filter(|w| (1..=9).contains(w))?,
            None if width.is_empty() => 1,
            None => return None,
        };
        let stray = |part: &str| part.replace(YEAR, "").contains(['{', '}']);
        (!stray(before) && !stray(after)).then(|| Self {
            before: before.to_owned(),
            after: after.to_owned(),
            width,
        })
    }

    /// The office's pattern; the plain one when it makes no numbers.
    pub fn of(text: &str) -> Self {
        Self::read(text)
            .or_else(|| Self::read(PLAIN))
            .unwrap_or_else(|| Self {
                before: YEAR.to_owned(),
                after: String::new(),
                width: 4,
            })
    }

    /// A number.
    pub fn number(&self, year: i16, serial: u32) -> String {
        let fill = |part: &str| part.replace(YEAR, &year.to_string());
        format!(
            "{}{serial:0width$}{}",
            fill(&self.before),
            fill(&self.after),
            width = self.width
        )
    }

    /// The serial in a number of a year; none when the number looks otherwise.
    pub fn serial(&self, year: i16, number: &str) -> Option<u32> {
        let fill = |part: &str| part.replace(YEAR, &year.to_string());
        let digits = number
            .strip_prefix(fill(&self.before).as_str())?
            .strip_suffix(fill(&self.after).as_str())?;
        let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        plain.then(|| digits.parse().ok()).flatten()
    }

    /// The serial after the highest of a year among all numbers that were ever used.
    pub fn next<'n>(&self, year: i16, used: impl IntoIterator<Item = &'n str>) -> u32 {
        let serials = used.into_iter().filter_map(|n| self.serial(year, n));
        serials.max().unwrap_or(0).saturating_add(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_number_stands_above_every_number_of_the_year() {
        let plain = NumberPattern::of("");
        assert_eq!(plain.number(2026, 1), "20260001");
        assert_eq!(plain.next(2026, ["20260001", "20260007", "20250090"]), 8);
        assert_eq!(plain.next(2027, ["20260007"]), 1);
        assert_eq!(plain.number(2026, 12_345), "202612345");
        assert_eq!(plain.next(2026, ["202612345"]), 12_346);
    }

    #[test]
    fn an_office_writes_its_numbers_its_own_way() {
        let own = NumberPattern::read("湖滨志证〔{year}〕{serial:3}号").unwrap();
        assert_eq!(own.number(2026, 5), "湖滨志证〔2026〕005号");
        assert_eq!(own.serial(2026, "湖滨志证〔2026〕005号"), Some(5));
        assert_eq!(own.serial(2026, "20260005"), None);
        for senseless in [
            "{year}",
            "{serial:x}",
            "{serial}{serial}",
            "{month}{serial}",
        ] {
            assert_eq!(NumberPattern::read(senseless), None, "{senseless}");
        }
    }
}
