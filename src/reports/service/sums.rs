//! R10 科技志愿服务统计表: by form of the events, by community, by team. Events with volunteers only.

use crate::model::Uid;
use crate::model::events::Event;
use crate::model::number::hours;
use crate::reports::Material;
use crate::reports::Request;
use crate::reports::events::events_of;
use crate::reports::events::volunteers_at;
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
    fn add(&mut self, event: &Event, served: u32, minutes: u32) {
        self.events.push(event.uid);
        self.served += u64::from(served);
        self.minutes += u64::from(minutes);
        self.heads += event.attendance.map_or(0, u64::from);
    }

    fn cells(&self, kind: &str, name: &str) -> Vec<crate::reports::outline::Cell> {
        let minutes = u32::try_from(self.minutes).unwrap_or(u32::MAX);
        vec![
            kind.into(),
            name.into(),
            figure(self.events.len(), &self.events),
            self.served.to_string().into(),
            hours(minutes).into(),
            self.heads.to_string().into(),
        ]
    }
}

pub(in crate::reports) fn fill(report: &mut Report, material: &Material<'_>, request: &Request) {
    let named = |name: String| {
        if name.is_empty() {
            "未填".to_owned()
        } else {
            name
        }
    };
    let mut forms: BTreeMap<String, Sum> = BTreeMap::new();
    let mut places: BTreeMap<String, Sum> = BTreeMap::new();
    let mut all = Sum::default();
    let events: Vec<Arc<Event>> = events_of(material, request);
    for event in &events {
        let (served, minutes) = volunteers_at(material, event);
        if served == 0 {
            continue;
        }
        let place = material.directory.community_name(event.community);
        for sum in [
            forms.entry(named(event.form.clone())).or_default(),
            places.entry(named(place)).or_default(),
            &mut all,
        ] {
            sum.add(event, served, minutes);
        }
    }
    let mut rows: Vec<TableRow> = Vec::new();
    for (kind, sums) in [("按活动形式", &forms), ("按社区", &places)] {
        rows.extend(sums.iter().map(|(name, sum)| row(sum.cells(kind, name))));
    }
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
    report.notes.push(
        "只统计有志愿者参加的活动；合计为全部活动一次，不是各分类相加。时长单位为小时。".into(),
    );
}
