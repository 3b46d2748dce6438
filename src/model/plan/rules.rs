//! Numbers an office may set: how hours are counted, stars, who qualifies, how long an order may wait. Defaults are data
//! (assets/rules.toml); what an office changes lies in its file.

use super::PlanError;
use crate::model::service::NumberPattern;
use serde::Deserialize;
use serde::Serialize;

/// The office's rules.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleBook {
    /// Minutes of service are counted in whole units of so many minutes, rounded down; 1 counts every minute.
    pub unit_minutes: u32,
    /// Most minutes of one person that count on one day; 0 for no limit.
    pub daily_cap_minutes: u32,
    /// Days an order may wait in a stage before it is marked overdue.
    pub order_days: u32,
    /// Days after an incident within which the public should be reached.
    pub incident_days: u32,
    /// Photos an event needs as evidence.
    pub photos: u32,
    /// Days ahead that 工作台 looks for theme days.
    pub coming_days: u32,
    /// Percent by which a figure of the yearly statistics may differ from last year's before a reason is asked for.
    #[serde(default = "thirty")]
    pub stat_change: u32,
    /// Members a team should have.
    #[serde(default = "team_members")]
    pub team_members: u32,
    /// Least working days of a 公示 before stars and commendations.
    #[serde(default = "notice_days")]
    pub notice_days: u32,
    /// Days a certificate of service is shown inside the unit.
    #[serde(default = "certificate_days")]
    pub certificate_days: u32,
    /// Days a deleted record lies in 回收站 before 清理 takes it away.
    #[serde(default = "trash_days")]
    pub trash_days: u32,
    /// Years the data of people who left are kept.
    #[serde(default = "keep_years")]
    pub keep_years: u32,
    /// Pattern of certificate numbers: `{year}{serial:4}`.
    #[serde(default)]
    pub certificate_number: String,
    /// Star grades, lowest first.
    #[serde(rename = "star")]
    pub stars: Vec<Star>,
    /// Conditions of commendations.
    #[serde(rename = "qualifier")]
    pub qualifiers: Vec<Qualifier>,
}

// Files that were saved before the rule was there.
fn thirty() -> u32 {
    30
}
// What an office that set its rules before these were added gets.
fn team_members() -> u32 {
    30
}
fn notice_days() -> u32 {
    5
}
fn certificate_days() -> u32 {
    7
}
fn trash_days() -> u32 {
    30
}
fn keep_years() -> u32 {
    5
}

/// A star grade.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Star {
    /// What it is called.
    pub name: String,
    /// Hours wanted.
    pub hours: u32,
}

/// Conditions a person or a team must meet; 0 asks nothing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Qualifier {
    /// What it is called.
    pub name: String,
    /// 个人 or 队伍.
    pub who: String,
    /// Where the numbers come from.
    #[serde(default)]
    pub source: String,
    /// Activities in the year.
    #[serde(default)]
    pub events: u32,
    /// Hours in the year.
    #[serde(default)]
    pub hours: u32,
    /// Registered members, of a team.
    #[serde(default)]
    pub members: u32,
    /// Hours for each member, of a team.
    #[serde(default)]
    pub hours_each: u32,
}

impl RuleBook {
    /// Read the rules from their TOML text.
    ///
    /// # Errors
    /// `Unreadable`, or `Senseless` when stars do not rise or a unit is nothing.
    pub fn read(text: &str) -> Result<Self, PlanError> {
        let rules: Self = toml::from_str(text)?;
        if rules.unit_minutes == 0 {
            return Err(PlanError::Senseless("unit_minutes is 0".into()));
        }
        if !rules.certificate_number.is_empty()
            && NumberPattern::read(&rules.certificate_number).is_none()
        {
            return Err(PlanError::Senseless(
                "certificate_number has no {serial}".into(),
            ));
        }
        let rising = rules.stars.windows(2).all(|p| match p {
            [low, high] => low.hours < high.hours,
            _ => true,
        });
        if !rising {
            return Err(PlanError::Senseless("stars do not rise".into()));
        }
        Ok(rules)
    }

    /// Minutes that count of what was served on one day.
    pub fn counted(&self, minutes: u32) -> u32 {
        let whole = minutes / self.unit_minutes.max(1) * self.unit_minutes.max(1);
        if self.daily_cap_minutes == 0 {
            whole
        } else {
            whole.min(self.daily_cap_minutes)
        }
    }

    /// The highest star for so many minutes.
    pub fn star(&self, minutes: u32) -> Option<&Star> {
        self.stars.iter().rev().find(|s| s.hours * 60 <= minutes)
    }

    /// The next star above so many minutes.
    pub fn next_star(&self, minutes: u32) -> Option<&Star> {
        self.stars.iter().find(|s| s.hours * 60 > minutes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules() -> RuleBook {
        RuleBook::read(include_str!("../../../assets/rules.toml")).unwrap()
    }

    #[test]
    fn half_hours_and_a_daily_cap_when_the_office_sets_them() {
        let mut rules = rules();
        assert_eq!(rules.counted(95), 95, "every minute counts unless set");
        rules.unit_minutes = 30;
        rules.daily_cap_minutes = 480;
        assert_eq!(rules.counted(95), 90);
        assert_eq!(rules.counted(600), 480);
    }

    #[test]
    fn stars_rise_with_the_hours() {
        let rules = rules();
        assert_eq!(rules.star(99 * 60), None);
        assert_eq!(rules.star(100 * 60).unwrap().name, "一星志愿者");
        assert_eq!(rules.next_star(100 * 60).unwrap().hours, 300);
        assert_eq!(rules.star(2000 * 60).unwrap().name, "五星志愿者");
        assert_eq!(rules.next_star(2000 * 60), None);
    }
}
