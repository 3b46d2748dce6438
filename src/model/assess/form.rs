//! The yearly statistics form (科普统计调查表) as data: its tables, its rows, and what the ledger counts for each.
//! The survey changes every few years, so a form says from which year it stands; the office may load its own.

use super::count::Counts;
use crate::model::plan::PlanError;
use serde::Deserialize;
use serde::Serialize;

/// All forms, oldest first; what the office loaded stands after a built-in one of the same year.
#[derive(Debug, Clone, Default)]
pub struct FormBook {
    forms: Vec<StatForm>,
}

/// One edition of the form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatForm {
    /// Its name in the file: `kp-2024`.
    pub key: String,
    /// What it is called.
    pub title: String,
    /// First survey year it stands for.
    pub first_year: i16,
    /// Indicators of the official edition; 0 when not known.
    #[serde(default)]
    pub indicators: u32,
    /// Where it comes from.
    #[serde(default)]
    pub source: String,
    /// What the clerk must know before sending it up; printed.
    #[serde(default)]
    pub notice: String,
    /// KP-001 to KP-006.
    #[serde(rename = "table")]
    pub tables: Vec<StatTable>,
}

/// One table, one page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatTable {
    /// KP-001.
    pub code: String,
    /// 科普人员.
    pub title: String,
    /// Entries of the office whose codes begin so stand in this table as rows of its own.
    #[serde(default)]
    pub own_rows: String,
    /// Printed under the table.
    #[serde(default)]
    pub notes: Vec<String>,
    /// Its rows.
    #[serde(default, rename = "row")]
    pub rows: Vec<StatRow>,
}

/// One indicator.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatRow {
    /// Its code: of the survey where a source gave it, else the program's own (`KP1-02`).
    pub code: String,
    /// What it is called.
    pub name: String,
    /// How far it stands in: 0 for a heading indicator, 1 for one of its parts.
    #[serde(default)]
    pub level: u8,
    /// 人, 个, 万元…
    pub unit: String,
    /// Whether a source was seen for it.
    pub mark: Mark,
    /// What is meant, in one sentence.
    pub definition: String,
    /// What it counts a record as. A record that stands in several categories of a page is shown as counted twice.
    #[serde(default)]
    pub category: String,
    /// Digits after the point.
    #[serde(default)]
    pub decimals: u8,
    /// What the ledger counts for it; neither this nor a sum: the office enters it.
    #[serde(default)]
    pub counts: Option<Counts>,
    /// Codes of the rows it is the sum of.
    #[serde(default)]
    pub sum: Vec<String>,
}

/// Whether an indicator was found in a source.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mark {
    /// Seen in a source.
    S,
    /// General knowledge, not confirmed.
    #[default]
    GK,
}

impl Mark {
    /// The word of the file.
    pub fn label(self) -> &'static str {
        match self {
            Self::S => "S",
            Self::GK => "GK",
        }
    }
}

impl StatForm {
    /// Read a form from its TOML text.
    ///
    /// # Errors
    /// `Unreadable`, or `Senseless` when a code stands twice, a row says nothing of what it means, or a sum names what is
    /// not there.
    pub fn read(text: &str) -> Result<Self, PlanError> {
        let form: Self = toml::from_str(text)?;
        let senseless = |what: String| Err(PlanError::Senseless(what));
        if form.key.is_empty() || form.tables.is_empty() {
            return senseless("表式没有 key 或没有表".into());
        }
        let mut seen: Vec<&str> = Vec::new();
        for row in form.rows() {
            if row.code.is_empty() || seen.contains(&row.code.as_str()) {
                return senseless(format!("代码“{}”重复或为空", row.code));
            }
            seen.push(&row.code);
            if row.definition.is_empty() {
                return senseless(format!("{} 没有写 definition", row.code));
            }
            if row.counts.is_some() && !row.sum.is_empty() {
                return senseless(format!("{} 既有 counts 又有 sum", row.code));
            }
            // One step only, so that no sum can lead back to itself.
            for part in &row.sum {
                if form.row(part).is_none_or(|p| !p.sum.is_empty()) {
                    return senseless(format!("{} 的 sum 中没有可相加的 {part}", row.code));
                }
            }
        }
        Ok(form)
    }

    /// All rows of all tables.
    pub fn rows(&self) -> impl Iterator<Item = &StatRow> {
        self.tables.iter().flat_map(|t| &t.rows)
    }

    /// The row of a code.
    pub fn row(&self, code: &str) -> Option<&StatRow> {
        self.rows().find(|r| r.code == code)
    }

    /// Whether a code may be entered: a row of the form, or one the office adds.
    pub fn takes(&self, code: &str) -> bool {
        let own = |t: &StatTable| !t.own_rows.is_empty() && code.starts_with(&t.own_rows);
        self.row(code).is_some() || self.tables.iter().any(own)
    }
}

impl FormBook {
    /// Read the built-in forms.
    ///
    /// # Errors
    /// That of the first form that can't be read.
    pub fn read(texts: &[&str]) -> Result<Self, PlanError> {
        let mut book = Self::default();
        for text in texts {
            book.put(StatForm::read(text)?);
        }
        Ok(book)
    }

    /// Take in a form; one of the same key gives way.
    pub fn put(&mut self, form: StatForm) {
        self.forms.retain(|f| f.key != form.key);
        self.forms.push(form);
        self.forms.sort_by_key(|f| f.first_year);
    }

    /// All forms, oldest first.
    pub fn forms(&self) -> &[StatForm] {
        &self.forms
    }

    /// The form of a survey year: the newest that is not after it, else the oldest there is.
    pub fn of(&self, year: i16) -> Option<&StatForm> {
        let newest = self.forms.iter().rev();
        let mut standing = newest.filter(|f| f.first_year <= year);
        standing.next().or_else(|| self.forms.first())
    }

    /// The row meant by a code or a name, in the form of a year.
    pub fn meant(&self, year: i16, typed: &str) -> Option<&StatRow> {
        let form = self.of(year)?;
        let by_code = form.rows().find(|r| r.code.eq_ignore_ascii_case(typed));
        by_code.or_else(|| {
            let mut named = form.rows().filter(|r| r.name == typed);
            // A name that stands twice (展厅面积) means neither.
            named.next().filter(|_| named.next().is_none())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn built_in() -> FormBook {
        FormBook::read(&[
            include_str!("../../../assets/forms/kp-2023.toml"),
            include_str!("../../../assets/forms/kp-2024.toml"),
        ])
        .unwrap()
    }

    #[test]
    fn each_year_has_the_newest_form_that_is_not_after_it() {
        let book = built_in();
        let indicators = |year| book.of(year).map(|f| f.indicators);
        assert_eq!(indicators(2021), Some(139));
        assert_eq!(indicators(2023), Some(139));
        assert_eq!(indicators(2024), Some(156));
        assert_eq!(indicators(2026), Some(156));
        assert_eq!(indicators(2015), Some(139), "the oldest there is");
    }

    #[test]
    fn every_built_in_form_has_six_tables_and_says_that_it_must_be_checked() {
        for form in built_in().forms() {
            let codes: Vec<&str> = form.tables.iter().map(|t| t.code.as_str()).collect();
            assert_eq!(
                codes,
                ["KP-001", "KP-002", "KP-003", "KP-004", "KP-005", "KP-006"]
            );
            assert!(form.notice.contains("未能取得"), "{}", form.key);
            assert!(form.rows().any(|r| r.mark == Mark::S));
        }
    }

    #[test]
    fn a_form_that_contradicts_itself_is_refused() {
        let form = |row: &str| {
            format!(
                "key = \"k\"\ntitle = \"t\"\nfirst_year = 2027\n[[table]]\ncode = \"KP-001\"\ntitle = \"a\"\n\
                 [[table.row]]\ncode = \"A\"\nname = \"a\"\nunit = \"人\"\nmark = \"GK\"\ndefinition = \"d\"\n{row}"
            )
        };
        assert!(StatForm::read(&form("")).is_ok());
        for wrong in [
            "sum = [\"B\"]",
            "sum = [\"A\"]",
            "counts.people = { duty = \"part_time\", colour = \"red\" }",
            "[[table.row]]\ncode = \"A\"\nname = \"a\"\nunit = \"人\"\nmark = \"GK\"\ndefinition = \"d\"",
        ] {
            assert!(StatForm::read(&form(wrong)).is_err(), "{wrong}");
        }
    }
}
