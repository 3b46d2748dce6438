//! What stands in the tables of a pack, made from the records themselves: the keys are those that are written, the names are
//! those of the forms. Nothing is listed by hand but what no form shows.

use super::register::Register;
use super::register::Visit;
use super::view::Registered;
use crate::model::Table;
use crate::model::assess::AssessmentItem;
use crate::model::field::Form;
use crate::model::field::Kind;
use crate::model::office::Office;
use crate::model::papers::Attachment;
use serde::Serialize;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

/// What a value is in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// Text, empty when nothing is known.
    Text,
    /// Text, or null: numbers of people that were never asked for.
    MaybeText,
    /// Identity of another record, or null.
    Link,
    /// A whole number, or null.
    Whole,
    /// A number with decimals, or null.
    Decimal,
    /// An amount in fen, hundredths of a yuan, or null.
    Fen,
    /// A length in minutes, or null.
    Minutes,
    /// `2025-09-20`, or null.
    Day,
    /// `{"year": 2025, "month": 9}`, or null.
    Month,
    /// `{"start", "start_time", "end", "end_time"}`, or null.
    When,
    /// True or false.
    YesNo,
    /// Texts.
    Texts,
    /// Objects.
    Objects,
}

impl Shape {
    /// As a reader of the table is told.
    pub fn words(self) -> &'static str {
        match self {
            Self::Text => "文本",
            Self::MaybeText => "文本或空",
            Self::Link => "编号",
            Self::Whole => "整数",
            Self::Decimal => "小数",
            Self::Fen => "整数，分",
            Self::Minutes => "整数，分钟",
            Self::Day => "日期",
            Self::Month => "年月",
            Self::When => "起止时间",
            Self::YesNo => "是否",
            Self::Texts => "文本数组",
            Self::Objects => "对象数组",
        }
    }

    /// As JSON Schema.
    fn schema(self) -> Value {
        let whole = json!({ "type": ["integer", "null"] });
        match self {
            Self::Text => json!({ "type": "string" }),
            Self::MaybeText => json!({ "type": ["string", "null"] }),
            Self::Link => json!({ "type": ["string", "null"], "format": "uuid" }),
            Self::Whole | Self::Fen | Self::Minutes => whole,
            Self::Decimal => json!({ "type": ["number", "null"] }),
            Self::Day => json!({ "type": ["string", "null"], "format": "date" }),
            Self::Month => json!({
                "type": ["object", "null"],
                "properties": { "year": { "type": "integer" }, "month": { "type": "integer", "minimum": 1, "maximum": 12 } },
            }),
            Self::When => json!({
                "type": ["object", "null"],
                "properties": {
                    "start": { "type": "string", "format": "date" }, "start_time": { "type": ["string", "null"] },
                    "end": { "type": "string", "format": "date" }, "end_time": { "type": ["string", "null"] },
                },
            }),
            Self::YesNo => json!({ "type": "boolean" }),
            Self::Texts => json!({ "type": "array", "items": { "type": "string" } }),
            Self::Objects => json!({ "type": "array", "items": { "type": "object" } }),
        }
    }

    /// Whether a value is of this shape.
    pub fn takes(self, value: &Value) -> bool {
        let null = value.is_null();
        match self {
            Self::Text => value.is_string(),
            Self::MaybeText | Self::Link | Self::Day => null || value.is_string(),
            Self::Whole | Self::Fen | Self::Minutes => null || value.is_i64() || value.is_u64(),
            Self::Decimal => null || value.is_number(),
            Self::Month | Self::When => null || value.is_object(),
            Self::YesNo => value.is_boolean(),
            Self::Texts | Self::Objects => value.is_array(),
        }
    }
}

/// A key of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Key {
    /// As it is written.
    pub key: String,
    /// What the form calls it; empty where no form shows it and nothing was said.
    pub label: String,
    /// What stands under it.
    pub shape: Shape,
    /// The table a link leads to.
    pub to: Option<&'static str>,
}

/// A table of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TableKeys {
    /// `tables/<name>.jsonl`.
    pub name: &'static str,
    /// What a clerk calls one of its records.
    pub label: &'static str,
    /// Its keys in the order in which they are written.
    pub keys: Vec<Key>,
}

/// All tables that a pack may hold.
pub fn tables() -> Vec<TableKeys> {
    // What went up and what was collected stay at home.
    let stays = |t: &Table| matches!(t, Table::Submission | Table::Collection);
    let sent = Table::ALL.iter().filter(|t| !stays(t));
    sent.map(|table| TableKeys {
        name: table.name(),
        label: table.label(),
        keys: keys(*table),
    })
    .collect()
}

fn keys(table: Table) -> Vec<Key> {
    // Every record is read with defaults for what is not there, and written with all its keys.
    let empty = table.read_json("{}").ok().and_then(|r| r.json().ok());
    let written: Map<String, Value> = empty
        .and_then(|json| serde_json::from_str(&json).ok())
        .unwrap_or_default();
    let known = |(key, value): (&String, &Value)| {
        let (label, kind) = field_of(table, key).unzip();
        let told = MORE
            .iter()
            .find(|m| (m.0.is_empty() || m.0 == table.name()) && m.1 == *key);
        Key {
            key: key.clone(),
            label: label.or(told.map(|m| m.2)).unwrap_or_default().to_owned(),
            shape: shape(value, kind, told.map(|m| m.3)),
            to: linked(kind).or(told.and_then(|m| m.4)).map(Table::name),
        }
    };
    written.iter().map(known).collect()
}

// A person stands in the forms of their roles, a count of people in that of its community; a few records have forms of their
// own and stand in no register.
fn field_of(table: Table, key: &str) -> Option<(&'static str, Kind)> {
    let register = match table {
        Table::Office => return known::<Office>(key),
        Table::Attachment => return known::<Attachment>(key),
        Table::AssessmentItem => return known::<AssessmentItem>(key),
        Table::Person => Some(Register::Volunteers),
        Table::Population => Some(Register::Communities),
        other => Register::of(other),
    };
    register.and_then(|r| r.visit(Find(key)))
}

fn known<F: Form>(key: &str) -> Option<(&'static str, Kind)> {
    F::field(key).map(|f| (f.label, f.kind))
}

struct Find<'k>(&'k str);

impl Visit for Find<'_> {
    type Out = Option<(&'static str, Kind)>;
    fn visit<F: Registered>(self) -> Self::Out {
        known::<F>(self.0)
    }
}

// What was written decides; where it is null the form knows, or the list of what no form shows.
fn shape(value: &Value, kind: Option<Kind>, told: Option<Shape>) -> Shape {
    if let Some(told) = told {
        return told;
    }
    let by_kind = kind.and_then(|kind| match kind {
        Kind::Number => Some(Shape::Whole),
        Kind::Money => Some(Shape::Fen),
        Kind::Hours => Some(Shape::Minutes),
        Kind::Day => Some(Shape::Day),
        Kind::When => Some(Shape::When),
        Kind::Community | Kind::Team | Kind::Link(_) => Some(Shape::Link),
        Kind::Decimal => Some(Shape::Decimal),
        Kind::Month => Some(Shape::Month),
        Kind::YesNo => Some(Shape::YesNo),
        Kind::Choices(_) | Kind::Measures => Some(Shape::Texts),
        _ => None,
    });
    match value {
        Value::Null => by_kind.unwrap_or(Shape::MaybeText),
        Value::Bool(_) => Shape::YesNo,
        Value::Number(_) => by_kind.unwrap_or(Shape::Whole),
        Value::String(_) => by_kind.filter(|s| s.takes(value)).unwrap_or(Shape::Text),
        Value::Array(_) => Shape::Texts,
        Value::Object(_) => by_kind.unwrap_or(Shape::Objects),
    }
}

fn linked(kind: Option<Kind>) -> Option<Table> {
    match kind? {
        Kind::Community => Some(Table::Community),
        Kind::Team => Some(Table::Team),
        Kind::Link(table) => Some(table),
        _ => None,
    }
}

/// Keys that no form shows, or that a form shows otherwise than they are written: table (all when empty), key, name, shape,
/// where a link leads.
type More = (
    &'static str,
    &'static str,
    &'static str,
    Shape,
    Option<Table>,
);
const MORE: &[More] = &[
    ("", "uid", "编号", Shape::Link, None),
    ("", "office", "所属单位", Shape::Link, Some(Table::Office)),
    ("", "pending", "待核实", Shape::Objects, None),
    ("office", "plan", "规划", Shape::Text, None),
    (
        "population",
        "community",
        "社区",
        Shape::Link,
        Some(Table::Community),
    ),
    ("population", "count", "人口数", Shape::Whole, None),
    (
        "volunteer",
        "person",
        "人员",
        Shape::Link,
        Some(Table::Person),
    ),
    (
        "officer",
        "person",
        "人员",
        Shape::Link,
        Some(Table::Person),
    ),
    ("expert", "person", "人员", Shape::Link, Some(Table::Person)),
    (
        "attendance",
        "person",
        "人员",
        Shape::Link,
        Some(Table::Person),
    ),
    (
        "attendance",
        "event",
        "活动",
        Shape::Link,
        Some(Table::Event),
    ),
    ("attendance", "role", "身份", Shape::Text, None),
    ("attendance", "minutes", "时长", Shape::Minutes, None),
    (
        "reach",
        "officer",
        "信息员",
        Shape::Link,
        Some(Table::Officer),
    ),
    ("reach", "month", "月份", Shape::Month, None),
    ("reach", "shares", "传播量", Shape::Whole, None),
    ("reach", "source", "来源", Shape::Text, None),
    ("reach", "as_of", "取数日期", Shape::Day, None),
    ("event", "when", "起止时间", Shape::When, None),
    (
        "event",
        "attendance_note",
        "参加人次原话",
        Shape::Text,
        None,
    ),
    (
        "event",
        "volunteer_minutes",
        "志愿服务时长",
        Shape::Minutes,
        None,
    ),
    ("event", "group_counts", "分人群人次", Shape::Objects, None),
    ("attachment", "owner", "所属记录", Shape::Link, None),
    ("attachment", "bytes", "字节数", Shape::Whole, None),
    ("attachment", "width", "宽", Shape::Whole, None),
    ("attachment", "height", "高", Shape::Whole, None),
    (
        "assessment_item",
        "creation",
        "所属创建或考核",
        Shape::Link,
        Some(Table::Creation),
    ),
    ("explanation", "about", "所属记录", Shape::Link, None),
];

/// The tables as JSON Schema, one definition a table.
pub fn json_schema() -> Value {
    let definitions: Map<String, Value> = tables()
        .into_iter()
        .map(|table| {
            let properties: Map<String, Value> = table
                .keys
                .iter()
                .map(|k| {
                    let mut schema = k.shape.schema();
                    if let Value::Object(fields) = &mut schema {
                        fields.insert("title".into(), k.label.clone().into());
                        if let Some(to) = k.to {
                            fields.insert("x-table".into(), to.into());
                        }
                    }
                    (k.key.clone(), schema)
                })
                .collect();
            let definition =
                json!({ "title": table.label, "type": "object", "properties": properties });
            (table.name.to_owned(), definition)
        })
        .collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "科普台账上报包 tables/<表>.jsonl，每行一条记录",
        "$defs": definitions,
    })
}

/// The tables as Markdown.
pub fn markdown() -> String {
    let mut lines = Vec::new();
    for table in tables() {
        lines.push(format!(
            "### tables/{}.jsonl　{}\n",
            table.name, table.label
        ));
        lines.push("| 键 | 名称 | 内容 |".to_owned());
        lines.push("|---|---|---|".to_owned());
        for key in table.keys {
            let to = key.to.map(|t| format!(" → {t}")).unwrap_or_default();
            lines.push(format!(
                "| {} | {} | {}{to} |",
                key.key,
                key.label,
                key.shape.words()
            ));
        }
        lines.push(String::new());
    }
    lines.join("\n")
}
