//! An office with invented data, for trying out and for measuring: names, numbers and events that never were.
//! Area code 430699 and phone prefixes of the samples are not in use.

use super::AppError;
use super::Command;
use super::Done;
use super::Office;
use super::first::FirstSteps;
use super::first::Shown;
use super::sample_plan;
use crate::model::AnyRecord;
use crate::model::Record as _;
use crate::model::Uid;
use crate::model::contact::IdNumber;
use crate::model::contact::Phone;
use crate::model::day::Month;
use crate::model::day::When;
use crate::model::events::Attendance;
use crate::model::events::Event;
use crate::model::events::attendance::VOLUNTEER_ROLE;
use crate::model::number::Fen;
use crate::model::office::Community;
use crate::model::office::Population;
use crate::model::people::Officer;
use crate::model::people::Person;
use crate::model::people::Reach;
use crate::model::people::Team;
use crate::model::people::Volunteer;
use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::Deserialize;

/// How much to invent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SampleSize {
    /// Year of the events and the reach.
    pub year: i16,
    /// Events.
    pub events: u32,
    /// Volunteers.
    pub volunteers: u32,
    /// Information officers.
    pub officers: u32,
    /// The same seed invents the same data.
    pub seed: u64,
}

impl SampleSize {
    /// A small office's year.
    pub fn of_year(year: i16) -> Self {
        Self {
            year,
            events: 120,
            volunteers: 80,
            officers: 60,
            seed: 1,
        }
    }
}

#[derive(Debug, Deserialize)]
struct Words {
    surnames: Vec<String>,
    given: Vec<String>,
    communities: Vec<CommunityWords>,
    places: Vec<String>,
    employers: Vec<String>,
    specialties: Vec<String>,
    teams: Vec<String>,
    hosts: Vec<String>,
    events: Vec<EventWords>,
}

#[derive(Debug, Deserialize)]
struct CommunityWords {
    name: String,
    kind: String,
    population: u32,
}

#[derive(Debug, Deserialize)]
struct EventWords {
    title: String,
    form: String,
    group: String,
    #[serde(default)]
    theme_day: String,
    #[serde(default)]
    measures: Vec<String>,
}

impl Office {
    /// Fill the office with invented data, as one step that one undo takes back.
    ///
    /// # Errors
    /// What the file says.
    pub fn invent(&mut self, size: SampleSize) -> Result<Done, AppError> {
        let words: Words = toml::from_str(crate::assets::SAMPLE)
            .map_err(|e| AppError::Data(e.message().to_owned()))?;
        let mut inventor = Inventor {
            words,
            size,
            state: size.seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1,
            made: 0,
            records: Vec::new(),
        };
        inventor.all();
        let mut ledger = self.ledger.clone();
        for record in &inventor.records {
            ledger.put(record.clone());
        }
        let wider = sample_plan::records(&ledger, &self.book, size.year, || inventor.uid())?;
        let mut records = inventor.records;
        records.extend(wider);
        let done = self.run(Command::TakeIn {
            label: format!("填入示例数据 {} 条", records.len()),
            records,
        })?;
        // Who looks at an invented office has nothing to set up in it.
        self.keep_first_steps(FirstSteps {
            shown: Shown::Never,
            ..self.first_steps()
        })?;
        Ok(done)
    }
}

struct Inventor {
    words: Words,
    size: SampleSize,
    state: u64,
    made: u64,
    records: Vec<AnyRecord>,
}

impl Inventor {
    fn all(&mut self) {
        let communities = self.communities();
        let teams = self.teams();
        let volunteers = self.volunteers(&communities, &teams);
        self.officers(&communities);
        self.events(&communities, &volunteers);
    }

    // xorshift64: repeatable on every machine, which is all that is asked of it here.
    fn number(&mut self, below: u64) -> u64 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        (self.state >> 16) % below.max(1)
    }

    fn one<T: Clone + Default>(&mut self, from: impl Fn(&Words) -> &[T]) -> T {
        let n = self.number(from(&self.words).len() as u64) as usize;
        from(&self.words).get(n).cloned().unwrap_or_default()
    }

    fn uid(&mut self) -> Uid {
        self.made += 1;
        Uid::invented(self.size.seed, self.made)
    }

    fn day(&mut self, year: i16) -> Date {
        let days = self.number(365) as i64;
        Date::new(year, 1, 1).map_or(Date::ZERO, |d| d.saturating_add(days.days()))
    }

    fn communities(&mut self) -> Vec<(Uid, String)> {
        let as_of = Date::new(self.size.year - 1, 12, 31).unwrap_or(Date::ZERO);
        let list: Vec<(String, String, u32)> = self
            .words
            .communities
            .iter()
            .map(|c| (c.name.clone(), c.kind.clone(), c.population))
            .collect();
        list.into_iter()
            .map(|(name, kind, count)| {
                let (uid, counted) = (self.uid(), self.uid());
                self.records.push(
                    Community {
                        uid,
                        name: name.clone(),
                        kind,
                        ..Community::default()
                    }
                    .wrap(),
                );
                let population = Population {
                    uid: counted,
                    community: uid,
                    count,
                    basis: "常住人口".into(),
                    as_of,
                    source: "示例数据".into(),
                    ..Population::default()
                };
                self.records.push(population.wrap());
                (uid, name)
            })
            .collect()
    }

    fn teams(&mut self) -> Vec<Uid> {
        let names = self.words.teams.clone();
        names
            .into_iter()
            .map(|name| {
                let uid = self.uid();
                let leader = self.name();
                self.records.push(
                    Team {
                        uid,
                        name,
                        leader,
                        ..Team::default()
                    }
                    .wrap(),
                );
                uid
            })
            .collect()
    }

    fn name(&mut self) -> String {
        let mut name = self.one(|w| &w.surnames);
        name.push_str(&self.one(|w| &w.given));
        if self.number(3) > 0 {
            name.push_str(&self.one(|w| &w.given));
        }
        name
    }

    fn person(&mut self, communities: &[(Uid, String)]) -> Person {
        let year = 1950 + self.number(55) as i16;
        let birth = self.day(year);
        let first17 = format!("430699{}{:03}", birth.strftime("%Y%m%d"), self.number(1000));
        // One of eleven check characters is right: the reader of such numbers finds it.
        let id_number = "0123456789X"
            .chars()
            .find_map(|c| IdNumber::read(&format!("{first17}{c}")).ok().flatten());
        let n = self.number(communities.len() as u64) as usize;
        let phone = format!("1700{:07}", self.number(10_000_000));
        Person {
            uid: self.uid(),
            name: self.name(),
            sex: id_number
                .as_ref()
                .map(|i| i.sex().to_owned())
                .unwrap_or_default(),
            birth: id_number.as_ref().and_then(IdNumber::birthday),
            id_number,
            phone: Phone::read(&phone).ok().flatten(),
            employer: self.one(|w| &w.employers),
            community: communities.get(n).map(|c| c.0),
            ..Person::default()
        }
    }

    fn volunteers(&mut self, communities: &[(Uid, String)], teams: &[Uid]) -> Vec<Uid> {
        let mut people = Vec::new();
        for _ in 0..self.size.volunteers {
            let person = self.person(communities);
            let team = teams
                .get(self.number(teams.len() as u64 + 1) as usize)
                .copied();
            let registered_on = Some(self.day(self.size.year - 2));
            let volunteer = Volunteer {
                uid: self.uid(),
                person: person.uid,
                specialty: self.one(|w| &w.specialties),
                team,
                registered_on,
                ..Volunteer::default()
            };
            people.push(person.uid);
            self.records.push(person.wrap());
            self.records.push(volunteer.wrap());
        }
        people
    }

    fn officers(&mut self, communities: &[(Uid, String)]) {
        const SOURCES: [&str; 5] = [
            "科技特派员",
            "大学生村官",
            "农村致富带头人",
            "中小学教师",
            "社区网格员",
        ];
        for _ in 0..self.size.officers {
            let person = self.person(communities);
            let source = SOURCES
                .get(self.number(5) as usize)
                .copied()
                .unwrap_or_default()
                .to_owned();
            let registered_on = Some(self.day(self.size.year - 1));
            let officer = Officer {
                uid: self.uid(),
                person: person.uid,
                source,
                registered_on,
                verified: true,
                ..Officer::default()
            };
            let role = officer.uid;
            self.records.push(person.wrap());
            self.records.push(officer.wrap());
            for month in 1..=12 {
                if self.number(4) > 0 {
                    let shares = self.number(12) as u32;
                    let month = Month {
                        year: self.size.year,
                        month,
                    };
                    let uid = self.uid();
                    self.records.push(
                        Reach {
                            uid,
                            officer: role,
                            month,
                            shares,
                            source: "示例数据".into(),
                            ..Reach::default()
                        }
                        .wrap(),
                    );
                }
            }
        }
    }

    fn events(&mut self, communities: &[(Uid, String)], volunteers: &[Uid]) {
        for n in 0..self.size.events {
            let kind = self.number(self.words.events.len() as u64) as usize;
            let Some(words) = self.words.events.get(kind) else {
                continue;
            };
            let (title, form, group) =
                (words.title.clone(), words.form.clone(), words.group.clone());
            let (theme_day, measures) = (words.theme_day.clone(), words.measures.clone());
            let place = self.number(communities.len() as u64) as usize;
            let (community, name) = communities.get(place).cloned().unwrap_or_default();
            let hour = 8 + self.number(8) as i8;
            let time = |h| jiff::civil::Time::new(h, 0, 0, 0).ok();
            let day = self.day(self.size.year);
            let event = Event {
                uid: self.uid(),
                title: format!("{name}{title}"),
                when: Some(When {
                    start: day,
                    start_time: time(hour),
                    end: day,
                    end_time: time(hour + 2),
                }),
                place: format!("{name}{}", self.one(|w| &w.places)),
                community: Some(community),
                host: self.one(|w| &w.hosts),
                form,
                mode: "线下".into(),
                theme_day,
                groups: vec![group],
                measures,
                attendance: Some(20 + self.number(400) as u32),
                materials: Some(self.number(600) as u32),
                cost: Some(Fen(self.number(40) as i64 * 5000)),
                evidence_no: format!("{}-{:04}", self.size.year, n + 1),
                ..Event::default()
            };
            for _ in 0..self.number(3).min(volunteers.len() as u64) {
                let who = volunteers
                    .get(self.number(volunteers.len() as u64) as usize)
                    .copied()
                    .unwrap_or_default();
                let uid = self.uid();
                let row = Attendance {
                    uid,
                    event: event.uid,
                    person: who,
                    role: VOLUNTEER_ROLE.into(),
                    minutes: 120,
                    ..Attendance::default()
                };
                self.records.push(row.wrap());
            }
            self.records.push(event.wrap());
        }
        // Who took part refers to events, so events are written before.
        self.records
            .sort_by_key(super::super::model::change::AnyRecord::table);
    }
}
