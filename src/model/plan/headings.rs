//! Headings: which field a spreadsheet's column means, under the many names offices give it.

use super::PlanError;
use crate::model::text::normal;
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The names of columns, by register.
#[derive(Debug, Clone, Default)]
pub struct Headings {
    /// Register → normal form of a heading → field key.
    registers: BTreeMap<String, BTreeMap<String, String>>,
    ignored: Vec<String>,
    footers: Vec<String>,
    /// What a clerk said of single headings, in normal form: the field, or none. Goes before all else.
    corrections: BTreeMap<String, Option<String>>,
}

#[derive(Debug, Deserialize)]
struct File {
    ignored: Vec<String>,
    footers: Vec<String>,
    events: BTreeMap<String, Vec<String>>,
    volunteers: BTreeMap<String, Vec<String>>,
    officers: BTreeMap<String, Vec<String>>,
    communities: BTreeMap<String, Vec<String>>,
    officer_months: Months,
    /// The plan's other registers; their labels are headings anyway.
    #[serde(default)]
    more: BTreeMap<String, BTreeMap<String, Vec<String>>>,
}

#[derive(Debug, Deserialize)]
struct Months {
    patterns: Vec<String>,
}

const MONTHS: [&str; 12] = [
    "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二",
];

impl Headings {
    /// Read the headings from their TOML text.
    ///
    /// # Errors
    /// `Unreadable`, or `Senseless` when one heading means two fields of a register.
    pub fn read(text: &str) -> Result<Self, PlanError> {
        let file: File = toml::from_str(text)?;
        let mut registers = BTreeMap::new();
        let all = [
            ("events", file.events),
            ("volunteers", file.volunteers),
            ("officers", file.officers),
            ("communities", file.communities),
        ];
        let more = file
            .more
            .iter()
            .map(|(register, fields)| (register.as_str(), fields.clone()));
        for (register, fields) in all.into_iter().chain(more) {
            let mut by_heading = BTreeMap::new();
            for (field, names) in fields {
                for name in names {
                    let twice = by_heading
                        .insert(plain(&name), field.clone())
                        .is_some_and(|other| other != field);
                    if twice {
                        return Err(PlanError::Senseless(format!(
                            "heading {name} twice in {register}"
                        )));
                    }
                }
            }
            registers.insert(register.to_owned(), by_heading);
        }
        if let Some(officers) = registers.get_mut("officers") {
            for pattern in file.officer_months.patterns {
                for (month, chinese) in (1..=12).zip(MONTHS) {
                    for n in [month.to_string(), format!("{month:02}"), chinese.to_owned()] {
                        officers
                            .insert(plain(&pattern.replace("{n}", &n)), format!("reach_{month}"));
                    }
                }
            }
        }
        Ok(Self {
            registers,
            ignored: file.ignored.iter().map(|i| plain(i)).collect(),
            footers: file.footers.iter().map(|f| normal(f)).collect(),
            corrections: BTreeMap::new(),
        })
    }

    /// Let the labels of a form be headings of its register too; what the data file says goes before.
    pub fn add<'l>(&mut self, register: &str, labels: impl Iterator<Item = (&'l str, &'l str)>) {
        let by_heading = self.registers.entry(register.to_owned()).or_default();
        for (label, field) in labels {
            by_heading
                .entry(plain(label))
                .or_insert_with(|| field.to_owned());
        }
    }

    /// These headings with a clerk's corrections of a sheet's columns: each goes to a field key, an empty key takes it in
    /// nowhere. A field goes to one column.
    #[must_use]
    pub fn corrected<'c>(
        &self,
        said: impl Iterator<Item = (&'c String, &'c String)>,
    ) -> Cow<'_, Self> {
        let corrections: BTreeMap<String, Option<String>> = said
            .map(|(heading, field)| {
                let field = (!field.is_empty()).then(|| field.clone());
                (normal(heading), field)
            })
            .collect();
        if corrections.is_empty() {
            return Cow::Borrowed(self);
        }
        Cow::Owned(Self {
            corrections,
            ..self.clone()
        })
    }

    /// The field a heading means in a register.
    pub fn field(&self, register: &str, heading: &str) -> Option<&str> {
        if let Some(said) = self.corrections.get(&normal(heading)) {
            return said.as_deref();
        }
        let by_heading = self.registers.get(register)?;
        let field = by_heading
            .get(&plain(heading))
            .or_else(|| by_heading.get(&normal(heading)))?;
        // A field the clerk gave to another column is that column's.
        let given = self.corrections.values().flatten().any(|f| f == field);
        (!given).then_some(field.as_str())
    }

    /// Whether a column is known to hold nothing of use, like 序号.
    pub fn is_ignored(&self, heading: &str) -> bool {
        self.corrections.get(&normal(heading)) == Some(&None)
            || self.ignored.contains(&plain(heading))
    }

    /// Whether a row is a total or a signature line, by its first filled cell.
    pub fn is_footer(&self, first_cell: &str) -> bool {
        let text = normal(first_cell);
        // `合计` and `合计12场` are totals; an event called 合计划培训 is none.
        let ends = |rest: &str| {
            rest.chars()
                .next()
                .is_none_or(|c| c.is_ascii_digit() || !c.is_alphanumeric())
        };
        self.footers.iter().any(|f| {
            text.strip_prefix(f.as_str())
                .is_some_and(|rest| f.ends_with(':') || ends(rest))
        })
    }
}

/// Units in brackets, spaces, a star for "must be filled" and a colon do not matter: `*参加人数\n（人次）` is `参加人数`.
fn plain(heading: &str) -> String {
    let text = normal(heading);
    let text = text.trim_matches('*').trim_end_matches(':').to_owned();
    match text.find(['(', '[', '〔']) {
        Some(at) if at > 0 && text.ends_with([')', ']', '〕']) => {
            text.get(..at).unwrap_or(&text).to_owned()
        }
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_of_the_samples_are_understood() {
        let headings = Headings::read(include_str!("../../../assets/headings.toml")).unwrap();
        assert_eq!(
            headings.field("events", "参加人数\n（人次）"),
            Some("attendance")
        );
        assert_eq!(
            headings.field("events", "发放资料（份）"),
            Some("materials")
        );
        assert_eq!(headings.field("volunteers", "身份证号"), Some("id_number"));
        assert_eq!(headings.field("officers", "12月传播量"), Some("reach_12"));
        assert_eq!(headings.field("officers", "1月"), Some("reach_1"));
        assert_eq!(headings.field("communities", "社区（村）"), Some("name"));
        let sheets = [
            (
                "events",
                "活动时间 活动名称 活动形式 主题日 活动地点 服务对象 经费（元） 主办单位 备注",
            ),
            (
                "volunteers",
                "姓名 性别 身份证号 联系电话 政治面貌 文化程度 工作单位 专业特长 所属服务队 所在社区 注册时间",
            ),
            (
                "officers",
                "姓名 性别 手机号 所在社区 身份类别 科普中国注册日期",
            ),
            ("communities", "社区（村） 类别 常住人口 户数 统计时点"),
        ];
        for (register, line) in sheets {
            for heading in line.split(' ') {
                assert!(headings.field(register, heading).is_some(), "{heading}");
            }
        }
        for month in ["3月传播量", "03月", "三月份", "3月（次）"] {
            assert_eq!(
                headings.field("officers", month),
                Some("reach_3"),
                "{month}"
            );
        }
        for name in ["*姓名", "姓名*", "姓名（必填）", "姓\u{3000}名："] {
            assert_eq!(headings.field("volunteers", name), Some("name"), "{name}");
        }
        assert!(headings.is_ignored("序号"));
        assert!(headings.is_footer("合计") && headings.is_footer("审核人："));
        assert!(headings.is_footer("合计12场") && headings.is_footer("本页合计"));
        assert!(!headings.is_footer("合计划培训"), "only a word of its own");
        assert!(!headings.is_footer("审核员培训") && !headings.is_footer("负责人培训班"));
    }
}
