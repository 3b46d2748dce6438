//! Plan 规划: groups, measures, responsible units and targets. The plan of the day is data; the next one is loaded.

use super::PlanError;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeSet;

/// A plan for some years.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Stable key: `nanhu-2022-2025`.
    pub key: String,
    /// Full title.
    pub title: String,
    /// Who issued it.
    #[serde(default)]
    pub issuer: String,
    /// 发文代字 of its number.
    #[serde(default)]
    pub document_mark: String,
    /// First year.
    pub first_year: i16,
    /// Last year.
    pub last_year: i16,
    /// Not issued yet: screens say 草案.
    #[serde(default)]
    pub draft: bool,
    /// Targets in numbers.
    #[serde(default, rename = "target")]
    pub targets: Vec<Target>,
    /// Groups of measures.
    #[serde(rename = "group")]
    groups: Vec<Group>,
}

/// A target in numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Target {
    /// Stable id of the figure it belongs to: `officers_per_100`.
    pub id: String,
    /// What is counted.
    pub name: String,
    /// The number to reach.
    pub value: f64,
    /// Its unit.
    pub unit: String,
    /// 超过 or 不少于.
    pub comparison: String,
    /// For whom it is set: 全区, 各街道、管理处.
    pub level: String,
    /// How it is computed, or that it is entered.
    pub how: String,
    /// Line of the document it stands in.
    #[serde(default)]
    pub line: u32,
}

/// A 提升行动, a 重点工程, or 组织实施.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// Stable key: `action-1`, `project-3`, `organisation`.
    pub key: String,
    /// Running number.
    pub number: u32,
    /// 提升行动, 重点工程 or 组织实施.
    pub kind: String,
    /// Title.
    pub title: String,
    /// The audience it is for, empty when for all.
    #[serde(default)]
    pub audience: String,
    /// Units that lead (牵头). Given for the group, inherited by its measures.
    #[serde(default)]
    pub lead: Vec<String>,
    /// Units that take part.
    #[serde(default)]
    pub members: Vec<String>,
    /// The list of units ends in 等单位.
    #[serde(default)]
    pub open_ended: bool,
    /// Line of the document.
    #[serde(default)]
    pub line: u32,
    /// Its measures.
    #[serde(rename = "measure")]
    pub measures: Vec<Measure>,
}

/// What a measure asks of a 街道 or 管理处: our judgement, the office may change it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Duty {
    /// The office does it itself.
    #[serde(rename = "适用")]
    Applies,
    /// The office helps others who do it.
    #[serde(rename = "配合")]
    Assists,
    /// Nothing for the office to record.
    #[serde(rename = "不涉及")]
    Elsewhere,
}

impl Duty {
    /// The duty of this word.
    pub fn read(word: &str) -> Option<Self> {
        [Self::Applies, Self::Assists, Self::Elsewhere]
            .into_iter()
            .find(|d| d.label() == word)
    }

    /// What the screen calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Applies => "适用",
            Self::Assists => "配合",
            Self::Elsewhere => "不涉及",
        }
    }
}

/// One measure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measure {
    /// Number by group: `3.2`.
    pub number: String,
    /// Title.
    pub title: String,
    /// What an office records for it.
    #[serde(default)]
    pub what: String,
    /// What it asks of a 街道 or 管理处.
    pub duty: Duty,
    /// Why, when it is not 适用.
    #[serde(default)]
    pub reason: String,
    /// Theme days and campaigns its text names: hints, not limits.
    #[serde(default)]
    pub themes: Vec<String>,
    /// Forms of events its text names: hints, not limits.
    #[serde(default)]
    pub forms: Vec<String>,
    /// Line of the document.
    #[serde(default)]
    pub line: u32,
}

impl Plan {
    /// Read a plan from its TOML text.
    ///
    /// # Errors
    /// `Unreadable` when it is no TOML of this shape, `Senseless` naming the place when it contradicts itself.
    pub fn read(text: &str) -> Result<Self, PlanError> {
        let plan: Self = toml::from_str(text)?;
        let senseless = |what: String| Err(PlanError::Senseless(what));
        if plan.key.trim().is_empty() {
            return senseless("key is empty".into());
        }
        if plan.first_year > plan.last_year || plan.first_year < 1990 || plan.last_year > 2200 {
            return senseless(format!("years {}-{}", plan.first_year, plan.last_year));
        }
        if plan.groups.is_empty() {
            return senseless("no group".into());
        }
        let mut ids = BTreeSet::new();
        if let Some(target) = plan.targets.iter().find(|t| !ids.insert(&t.id)) {
            return senseless(format!("target {} twice", target.id));
        }
        let mut keys = BTreeSet::new();
        let mut numbers = BTreeSet::new();
        for group in &plan.groups {
            if !keys.insert(&group.key) {
                return senseless(format!("group {} twice", group.key));
            }
            if group.measures.is_empty() {
                return senseless(format!("group {} has no measure", group.key));
            }
            for measure in &group.measures {
                if measure.number.trim().is_empty() {
                    return senseless(format!("a measure of group {} has no number", group.key));
                }
                if !numbers.insert(&measure.number) {
                    return senseless(format!("measure {} twice", measure.number));
                }
            }
        }
        Ok(plan)
    }

    /// Groups in their order.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// All measures with their groups.
    pub fn measures(&self) -> impl Iterator<Item = (&Group, &Measure)> {
        self.groups
            .iter()
            .flat_map(|g| g.measures.iter().map(move |m| (g, m)))
    }

    /// The measure of this number.
    pub fn measure(&self, number: &str) -> Option<(&Group, &Measure)> {
        self.measures().find(|(_, m)| m.number == number)
    }

    /// The group of this key.
    pub fn group(&self, key: &str) -> Option<&Group> {
        self.groups.iter().find(|g| g.key == key)
    }

    /// How many measures the plan has, those of its organisation included.
    pub fn measure_count(&self) -> usize {
        self.groups.iter().map(|g| g.measures.len()).sum()
    }

    /// The target of this id.
    pub fn target(&self, id: &str) -> Option<&Target> {
        self.targets.iter().find(|t| t.id == id)
    }

    /// Whether a year is one of the plan's.
    pub fn covers(&self, year: i16) -> bool {
        (self.first_year..=self.last_year).contains(&year)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nanhu() -> Plan {
        Plan::read(include_str!("../../../assets/plan/nanhu-2022-2025.toml")).unwrap()
    }

    #[test]
    fn the_seed_document_has_41_measures_and_4_of_organisation() {
        let plan = nanhu();
        let counts: Vec<usize> = plan.groups().iter().map(|g| g.measures.len()).collect();
        assert_eq!(counts, [7, 5, 4, 4, 4, 3, 3, 3, 3, 5, 4]);
        let organisation = plan.group("organisation").unwrap().measures.len();
        assert_eq!((plan.measure_count() - organisation, organisation), (41, 4));
    }

    #[test]
    fn offices_take_part_in_eight_of_ten_groups_and_lead_none() {
        let plan = nanhu();
        let named = |units: &[String]| units.iter().any(|u| u == "各街道办事处" || u == "管理处");
        let taking_part: Vec<&str> = plan
            .groups()
            .iter()
            .filter(|g| named(&g.members))
            .map(|g| g.key.as_str())
            .collect();
        assert_eq!(taking_part.len(), 8);
        assert!(!taking_part.contains(&"action-2"));
        assert!(!taking_part.contains(&"project-3"));
        assert!(plan.groups().iter().all(|g| !named(&g.lead)));
        let farmers = plan.groups().iter().find(|g| g.key == "action-2").unwrap();
        assert!(farmers.members.iter().any(|u| u == "龙山管理处"));
    }

    #[test]
    fn the_four_figures_of_the_seed_are_its_targets() {
        let plan = nanhu();
        let figures: Vec<(&str, f64)> = plan
            .targets
            .iter()
            .map(|t| (t.id.as_str(), t.value))
            .collect();
        assert_eq!(
            figures,
            [
                ("literacy", 15.0),
                ("people_trained", 2000.0),
                ("officers_per_100", 2.0),
                ("reach_per_officer", 60.0)
            ]
        );
    }

    #[test]
    fn hints_are_words_of_the_lists() {
        let lists =
            super::super::Lists::read([include_str!("../../../assets/lists/events.toml")]).unwrap();
        let calendar =
            super::super::Calendar::read(include_str!("../../../assets/lists/calendar.toml"))
                .unwrap();
        for (_, m) in nanhu().measures() {
            for form in &m.forms {
                assert_eq!(
                    lists.canonical("event_form", form),
                    Some(form.as_str()),
                    "{}",
                    m.number
                );
            }
            for theme in &m.themes {
                let known = calendar
                    .canonical(theme)
                    .or_else(|| lists.canonical("campaign", theme));
                assert_eq!(known, Some(theme.as_str()), "{}", m.number);
            }
        }
    }

    #[test]
    fn a_plan_that_contradicts_itself_is_refused_with_its_place() {
        let text = include_str!("../../../assets/plan/nanhu-2022-2025.toml")
            .replace("number = \"1.2\"", "number = \"1.1\"");
        assert_eq!(
            Plan::read(&text),
            Err(PlanError::Senseless("measure 1.1 twice".into()))
        );
        let text = include_str!("../../../assets/plan/nanhu-2022-2025.toml")
            .replace("id = \"literacy\"", "id = \"people_trained\"");
        assert_eq!(
            Plan::read(&text),
            Err(PlanError::Senseless("target people_trained twice".into()))
        );
        assert!(matches!(
            Plan::read("key = 3"),
            Err(PlanError::Unreadable(_))
        ));
    }
}
