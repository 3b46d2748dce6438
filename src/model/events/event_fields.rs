//! The fields of an event, in the order of its form.

use super::event::Event;
use super::event::GroupCount;
use super::event::State;
use crate::model::change::Table;
use crate::model::day;
use crate::model::directory::Directory;
use crate::model::field::Field;
use crate::model::field::Kind;
use crate::model::number;
use crate::model::number::Fen;
use crate::model::office::community::optional;
use crate::model::people::person::read_yes_no;
use crate::model::people::person::yes_no;
use crate::model::text::one_line;
use crate::model::value::Value;
use std::sync::LazyLock;

/// All fields of an event.
pub(super) static FIELDS: LazyLock<Vec<Field<Event>>> = LazyLock::new(|| {
    let sections: [(&str, Vec<Field<Event>>); 5] = [
        ("基本情况", basic()),
        ("对象与人次", audience()),
        ("投入", effort()),
        ("规划归口", plan()),
        ("记录", record()),
    ];
    sections
        .into_iter()
        .flat_map(|(title, fields)| fields.into_iter().map(move |f| f.section(title)))
        .collect()
});

/// A field of plain one-line text.
macro_rules! line {
    ($key:literal, $label:literal, $field:ident) => {
        Field::new(
            $key,
            $label,
            Kind::Line,
            |e: &Event, _: &Directory| e.$field.clone(),
            |e, t, _| {
                e.$field = one_line(t);
                Ok(())
            },
        )
    };
}

/// A field of several lines.
macro_rules! lines {
    ($key:literal, $label:literal, $field:ident) => {
        Field::new(
            $key,
            $label,
            Kind::Lines,
            |e: &Event, _: &Directory| e.$field.clone(),
            |e, t, _| {
                t.trim().clone_into(&mut e.$field);
                Ok(())
            },
        )
    };
}

/// A count that may be missing.
macro_rules! count {
    ($key:literal, $label:literal, $field:ident) => {
        Field::new(
            $key,
            $label,
            Kind::Number,
            |e: &Event, _: &Directory| optional(e.$field),
            |e, t, _| {
                e.$field = number::read_count(t)?.map(|c| c.count);
                Ok(())
            },
        )
    };
}

/// Another record by its name.
macro_rules! linked {
    ($key:literal, $label:literal, $field:ident, $table:ident) => {
        Field::new(
            $key,
            $label,
            Kind::Link(Table::$table),
            |e: &Event, d: &Directory| Value::show(&e.$field, Kind::Link(Table::$table), d),
            |e, t, d| {
                e.$field = Value::read(t, Kind::Link(Table::$table), d)?;
                Ok(())
            },
        )
    };
}

/// One of a list.
macro_rules! choice {
    ($key:literal, $label:literal, $field:ident, $list:literal) => {
        Field::new(
            $key,
            $label,
            Kind::Choice($list),
            |e: &Event, _: &Directory| e.$field.clone(),
            |e, t, d| {
                e.$field = d.choice($list, t)?;
                Ok(())
            },
        )
    };
}

/// Some of a list.
macro_rules! choices {
    ($key:literal, $label:literal, $field:ident, $list:literal) => {
        Field::new(
            $key,
            $label,
            Kind::Choices($list),
            |e: &Event, _: &Directory| e.$field.join("、"),
            |e, t, d| {
                e.$field = d.choices($list, t)?;
                Ok(())
            },
        )
    };
}

fn basic() -> Vec<Field<Event>> {
    vec![
        line!("title", "活动名称", title)
            .required()
            .searched()
            .column(260.0),
        Field::new(
            "start",
            "活动时间",
            Kind::When,
            |e: &Event, _| e.when.map(|w| w.to_string()).unwrap_or_default(),
            |e, t, d| {
                e.when = day::read_when(t, Some(d.year))
                    .map_err(|f| f.to_string())?
                    .map(|read| read.when);
                Ok(())
            },
        )
        .column(126.0),
        line!("place", "活动地点", place)
            .searched()
            .carried()
            .column(150.0),
        Field::new(
            "community",
            "所在社区",
            Kind::Community,
            |e: &Event, d| d.community_name(e.community),
            |e, t, d| {
                e.community = d.community(t)?;
                Ok(())
            },
        )
        .searched()
        .column(90.0),
        choice!("form", "活动形式", form, "event_form")
            .searched()
            .carried()
            .column(96.0),
        choice!("mode", "线上线下", mode, "event_mode").carried(),
        Field::new(
            "theme_day",
            "主题日",
            Kind::ThemeDay,
            |e: &Event, _| e.theme_day.clone(),
            |e, t, d| {
                let typed = one_line(t);
                e.theme_day = d
                    .book
                    .calendar
                    .canonical(&typed)
                    .map_or(typed, str::to_owned);
                Ok(())
            },
        )
        .searched()
        .column(120.0),
        line!("theme", "活动主题", theme).searched(),
        line!("host", "主办单位", host)
            .searched()
            .carried()
            .column(120.0),
        line!("organizer", "承办单位", organizer)
            .searched()
            .carried(),
        line!("co_organizer", "协办单位", co_organizer)
            .searched()
            .carried(),
        line!("speakers", "主讲人", speakers).searched(),
        Field::new(
            "state",
            "状态",
            Kind::Choice("event_state"),
            |e: &Event, _| e.state.label().to_owned(),
            |e, t, d| {
                let name = d.choice("event_state", t)?;
                e.state = if name.is_empty() {
                    State::default()
                } else {
                    State::read(&name).ok_or("可选：计划、已开展、取消")?
                };
                Ok(())
            },
        )
        .column(68.0),
    ]
}

fn audience() -> Vec<Field<Event>> {
    vec![
        choices!("groups", "服务对象", groups, "audience")
            .searched()
            .column(110.0),
        Field::new(
            "attendance",
            "参加人次",
            Kind::Number,
            |e: &Event, _| attendance_text(e),
            |e, t, _| {
                let read = number::read_count(t)?;
                e.attendance = read.as_ref().map(|c| c.count);
                e.attendance_note = read.map(|c| c.note).unwrap_or_default();
                Ok(())
            },
        )
        .column(78.0),
        count!("online_attendance", "其中线上人次", online_attendance),
        Field::new(
            "group_counts",
            "其中各类人次",
            Kind::Line,
            |e: &Event, _| group_counts_text(e),
            |e, t, d| {
                e.group_counts = read_group_counts(t, d)?;
                Ok(())
            },
        )
        .own(),
    ]
}

fn effort() -> Vec<Field<Event>> {
    vec![
        choice!("service_type", "志愿服务类型", service_type, "service_type")
            .searched()
            .carried(),
        count!("volunteers_count", "志愿者人数", volunteers_count),
        Field::new(
            "volunteer_hours",
            "志愿服务总时长（小时）",
            Kind::Hours,
            |e: &Event, _| e.volunteer_minutes.map(number::hours).unwrap_or_default(),
            |e, t, _| {
                e.volunteer_minutes = number::read_minutes(t)?;
                Ok(())
            },
        ),
        count!("materials", "发放资料（份）", materials).column(78.0),
        count!("boards", "展板（块）", boards),
        count!("banners", "横幅（条）", banners),
        Field::new(
            "cost",
            "经费（元）",
            Kind::Money,
            |e: &Event, _| e.cost.map(|c| c.to_string()).unwrap_or_default(),
            |e, t, _| {
                e.cost = Fen::read_yuan(t)?;
                Ok(())
            },
        )
        .column(78.0),
        choice!("fund_source", "经费来源", fund_source, "fund_source").carried(),
    ]
}

fn plan() -> Vec<Field<Event>> {
    vec![
        Field::new(
            "measures",
            "对应措施",
            Kind::Measures,
            |e: &Event, _| e.measures.join("、"),
            |e, t, d| {
                e.measures = d.measures(t)?;
                Ok(())
            },
        ),
        choices!("topics", "内容主题", topics, "topic"),
        choices!("five_places", "应急科普五进", five_places, "five_places"),
        choices!(
            "emergency_topics",
            "应急科普主题",
            emergency_topics,
            "emergency_topic"
        )
        .searched(),
        choices!("campaigns", "系列活动", campaigns, "campaign").searched(),
        linked!("incident", "应对的突发事件", incident, Incident),
        linked!("venue", "使用的阵地", venue, Venue),
        Field::new(
            "hazardous",
            "有人身危险",
            Kind::YesNo,
            |e: &Event, _| yes_no(e.hazardous),
            |e, t, _| {
                e.hazardous = read_yes_no(t)?;
                Ok(())
            },
        ),
    ]
}

fn record() -> Vec<Field<Event>> {
    vec![
        lines!("summary", "内容摘要", summary),
        lines!("effect", "活动成效", effect),
        line!("media", "媒体报道", media),
        line!("evidence_no", "佐证编号", evidence_no)
            .searched()
            .own(),
        lines!("remark", "备注", remark),
    ]
}

// The words stay visible, and reading them back gives the same number and note.
fn attendance_text(event: &Event) -> String {
    match event.attendance {
        Some(_) if !event.attendance_note.is_empty() => event.attendance_note.clone(),
        count => optional(count),
    }
}

fn group_counts_text(event: &Event) -> String {
    event
        .group_counts
        .iter()
        .map(|g| format!("{}{}", g.group, g.count))
        .collect::<Vec<_>>()
        .join("、")
}

fn read_group_counts(typed: &str, directory: &Directory) -> Result<Vec<GroupCount>, String> {
    let mut counts = Vec::new();
    for part in typed
        .split(['、', '，', ',', ';', '；'])
        .filter(|p| !p.trim().is_empty())
    {
        let plain = crate::model::text::normal(part);
        let cut = plain
            .find(|c: char| c.is_ascii_digit())
            .ok_or("请按“青少年30、老年人12”的样子填写")?;
        let (name, number) = plain.split_at_checked(cut).unwrap_or((&plain, ""));
        let count = number::read_count(number)?
            .map(|c| c.count)
            .unwrap_or_default();
        counts.push(GroupCount {
            group: directory.choice("audience", name.trim_end_matches([':', '：']))?,
            count,
        });
    }
    Ok(counts)
}
