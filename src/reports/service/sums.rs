//! R10 科技志愿服务统计表: by the ten service types of the 2024 guideline, by community, by team. Events with volunteers only.

use crate::model::Uid;
use crate::model::events::Event;
use crate::model::events::attendance::VOLUNTEER_ROLE;
use crate::model::number::hours;
use crate::model::tally::service::Types;
use crate::reports::Material;
use crate::reports::Request;
use crate::reports::district::note;
use crate::reports::district::parts_of;
use crate::reports::events::Served;
use crate::reports::events::events_of;
use crate::reports::events::without_day_note;
use crate::reports::outline::Cell;
use crate::reports::outline::Column;
use crate::reports::outline::Report;
use crate::reports::outline::TableRow;
use crate::reports::rows::figure;
use crate::reports::rows::put;
use crate::reports::rows::row;
use crate::reports::rows::total;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What one line sums.
#[derive(Default)]
struct Sum {
    events: Vec<Uid>,
    served: u64,
    minutes: u64,
    heads: u64,
}

impl Sum {
    fn add(&mut self, event: &Event, (served, minutes): (u32, u32)) {
        // A team's people come one by one; their event is one all the same.
        if self.events.last() != Some(&event.uid) {
            self.events.push(event.uid);
            self.heads += event.attendance.map_or(0, u64::from);
        }
        self.served += u64::from(served);
        self.minutes += u64::from(minutes);
    }

    fn cells(&self, kind: &str, name: &str) -> Vec<Cell> {
        let minutes = u32::try_from(self.minutes).unwrap_or(u32::MAX);
        vec![
            kind.into(),
            name.into(),
            figure(self.events.len(), &self.events),
            self.served.to_string().into(),
            hours(minutes).into(),
            figure(self.heads, &self.events),
        ]
    }
}

/// The line of what belongs to none of the others.
const UNSORTED: &str = "未归类";
const NOWHERE: &str = "未填社区";
const NO_TEAM: &str = "未编入服务队";
const UNNAMED: &str = "未逐人登记";

pub(in crate::reports) fn fill(report: &mut Report, material: &Material<'_>, request: &Request) {
    let served = Served::of(material, request.team);
    let mut events: Vec<Arc<Event>> = events_of(material, request);
    events.retain(|e| served.at(e).0 > 0);
    let types = Types::new(material.ledger, material.book);
    let mut kinds: BTreeMap<String, Sum> = BTreeMap::new();
    let parts = parts_of(material, request);
    let mut places: BTreeMap<Option<Uid>, Sum> = BTreeMap::new();
    let in_order: Vec<(Uid, String)> = if parts.is_empty() {
        let all = material.directory.communities.iter();
        all.map(|c| (c.uid, c.name.clone())).collect()
    } else {
        parts.iter().map(|p| (p.uid, p.name.clone())).collect()
    };
    let mut all = Sum::default();
    for event in &events {
        let work = served.at(event);
        let kind = types.of(event).unwrap_or(UNSORTED).to_owned();
        let place = if parts.is_empty() {
            event
                .community
                .filter(|c| in_order.iter().any(|(uid, _)| uid == c))
        } else {
            Some(event.office)
        };
        for sum in [
            kinds.entry(kind).or_default(),
            places.entry(place).or_default(),
            &mut all,
        ] {
            sum.add(event, work);
        }
    }
    let mut rows: Vec<TableRow> = Vec::new();
    // All ten types, those with nothing too: the guideline's list is what is asked for.
    let listed = material.book.lists.names("service_type");
    let other = kinds.contains_key(UNSORTED).then(|| UNSORTED.to_owned());
    for name in listed.iter().chain(&other) {
        let none = Sum::default();
        let sum = kinds.get(name).map_or(&none, |s| s);
        rows.push(row(sum.cells("按服务类型", name)));
    }
    let by_place = if parts.is_empty() {
        "按社区"
    } else {
        "按街道"
    };
    for (uid, name) in &in_order {
        // A subdistrict without any stands there with noughts, a community does not.
        match places.get(&Some(*uid)) {
            Some(sum) => rows.push(row(sum.cells(by_place, name))),
            None if parts.is_empty() => {}
            None => rows.push(row(Sum::default().cells(by_place, name))),
        }
    }
    let nowhere = places.get(&None);
    rows.extend(nowhere.map(|sum| row(sum.cells(by_place, NOWHERE))));
    let teams = by_team(material, request, &events, &served);
    rows.extend(teams.iter().map(|(name, s)| row(s.cells("按服务队", name))));
    rows.push(total(all.cells("合计", "")));
    let columns = vec![
        Column::tight("分类"),
        Column::text("项目", 2.0),
        Column::number("活动场次"),
        Column::number("志愿者人次"),
        Column::number("服务时长"),
        Column::number("受益人次"),
    ];
    put(report, columns, rows);
    report.notes.extend([
        "只统计有志愿者参加的活动，时长单位为小时，受益人次为活动的参加人次；合计为全部活动一次，不是三种分类相加。".to_owned(),
        "服务类型按《科技志愿服务标准化指引》的十种形式，活动没有填写的按服务订单或活动形式归类。".into(),
        "几支队伍同做一场活动的，各队都计一场和该场受益人次；没有逐人登记志愿者的活动按活动填写的人数和时长计。".into(),
    ]);
    report
        .notes
        .extend((!parts.is_empty()).then(|| note(&parts)));
    report.notes.extend(without_day_note(material));
}

// Named volunteers go to their teams; an event that only gives numbers belongs to none.
fn by_team(
    material: &Material<'_>,
    request: &Request,
    events: &[Arc<Event>],
    served: &Served,
) -> Vec<(String, Sum)> {
    let ledger = material.ledger;
    let team_of: BTreeMap<Uid, Option<Uid>> = ledger
        .volunteers
        .values()
        .map(|v| (v.person, v.team))
        .collect();
    let mut at: BTreeMap<Uid, Vec<(Option<Uid>, u32)>> = BTreeMap::new();
    let rows = ledger.attendance.values();
    for row in rows.filter(|a| a.role == VOLUNTEER_ROLE) {
        let team = team_of.get(&row.person).copied().flatten();
        if request.team.is_none() || team == request.team {
            at.entry(row.event).or_default().push((team, row.minutes));
        }
    }
    let mut sums: BTreeMap<Option<Uid>, Sum> = BTreeMap::new();
    let mut unnamed = Sum::default();
    for event in events {
        match at.get_mut(&event.uid) {
            Some(people) => {
                people.sort_unstable();
                for (team, minutes) in people {
                    sums.entry(*team).or_default().add(event, (1, *minutes));
                }
            }
            None => unnamed.add(event, served.at(event)),
        }
    }
    let mut found = Vec::new();
    for team in &material.directory.teams {
        if let Some(sum) = sums.remove(&Some(team.uid)) {
            found.push((team.name.clone(), sum));
        }
    }
    found.extend(sums.remove(&None).map(|s| (NO_TEAM.to_owned(), s)));
    if !unnamed.events.is_empty() {
        found.push((UNNAMED.to_owned(), unnamed));
    }
    found
}
