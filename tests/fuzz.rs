//! Anything somebody may type or hand over: it is read or refused, never a crash or an endless loop; what was read is shown and
//! read again the same; what was refused leaves no trace.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that panics has failed, which is its job"
)]

mod common;

use common::Room;
use common::event;
use common::program;
use jiff::civil::Date;
use jiff::civil::date;
use kepu_ledger::app::Command;
use kepu_ledger::exchange::pack::Manifest;
use kepu_ledger::exchange::worker;
use kepu_ledger::model::Record as _;
use kepu_ledger::model::assess::Explanation;
use kepu_ledger::model::assess::form::StatForm;
use kepu_ledger::model::contact::IdNumber;
use kepu_ledger::model::contact::Phone;
use kepu_ledger::model::day;
use kepu_ledger::model::number;
use kepu_ledger::model::plan::Headings;
use kepu_ledger::model::plan::Plan;
use kepu_ledger::model::recovery::RecoveryCode;
use proptest::prelude::*;
use proptest::sample::Index;

/// So many cases in a run; `KEPU_NIGHT=1` takes many more.
fn cases(few: u32) -> ProptestConfig {
    let night = std::env::var_os("KEPU_NIGHT").is_some();
    ProptestConfig {
        cases: if night { few * 20 } else { few },
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// What looks like a day, a number or a heading and often is none.
fn scrawl() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[0-9]{1,9}",
        "[０-９]{1,4}",
        "[年月日时分点上午下至到号.\\-/~:： ，、（）()]{1,3}",
        "[零〇一二三四五六七八九十百千万两廿元]{1,6}",
        "[约余人次场小时分钟亿¥￥%+Xx*'`]{1,3}",
        "(民国|上午|下午|晚上|周六|合计|序号|活动名称|身份证号|姓名)",
        "\\PC{0,4}",
    ];
    proptest::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

fn any_day() -> impl Strategy<Value = Date> {
    (1950_i16..2100, 1_i8..=12, 1_i8..=28).prop_map(|(y, m, d)| date(y, m, d))
}

/// An identity number that is right.
fn id_number() -> impl Strategy<Value = String> {
    (110_000_u32..660_000, any_day(), 0_u32..1000).prop_map(|(area, born, order)| {
        let body = format!(
            "{area}{:04}{:02}{:02}{order:03}",
            born.year(),
            born.month(),
            born.day()
        );
        let right = |check: &str| IdNumber::read(&format!("{body}{check}")).is_ok();
        let check = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "X"];
        let found = check.iter().find(|c| right(c)).unwrap();
        format!("{body}{found}")
    })
}

/// A text of a file with something cut out, doubled, or put in.
fn bent(text: &str, at: Index, length: usize, put: &str) -> String {
    let signs: Vec<char> = text.chars().collect();
    let from = at.index(signs.len() + 1);
    let to = (from + length).min(signs.len());
    let head: String = signs[..from].iter().collect();
    let tail: String = signs[to..].iter().collect();
    format!("{head}{put}{tail}")
}

fn scrap() -> impl Strategy<Value = String> {
    prop_oneof![
        "[\\[\\]{}=\",.#\n0-9a-z_-]{0,12}",
        "\\PC{0,8}",
        Just("= 99999999999999999999\n".into()),
        Just("[[group]]\n".into()),
        Just(String::new()),
    ]
}

proptest! {
    #![proptest_config(cases(3000))]

    #[test]
    fn a_scrawl_is_a_day_or_none_and_what_is_read_is_read_again(text in scrawl(), year in proptest::option::of(1950_i16..2100)) {
        if let Ok(Some(read)) = day::read_when(&text, year) {
            let when = read.when;
            prop_assert!(when.start <= when.end);
            let again = day::read_when(&when.to_string(), None).unwrap().unwrap();
            prop_assert_eq!(again.when, when, "{} of {}", when, text);
        }
        day::read_birth(&text).ok();
        day::Month::read(&text);
    }

    #[test]
    fn a_day_is_the_same_in_every_way_to_write_it(of in any_day()) {
        let (y, m, d) = (of.year(), of.month(), of.day());
        let ways = [
            format!("{y}-{m}-{d}"),
            format!("{y}.{m:02}.{d:02}"),
            format!("{y}/{m}/{d}"),
            format!("{y}{m:02}{d:02}"),
            format!("{y}年{m}月{d}日"),
            format!(" {y} 年 {m} 月 {d} 日 "),
        ];
        for way in ways {
            prop_assert_eq!(day::read_day(&way, None), Ok(Some(of)), "{}", way);
        }
    }

    #[test]
    fn numbers_phones_money_and_hours_are_read_or_refused(text in scrawl()) {
        if let Ok(Some(phone)) = Phone::read(&text) {
            prop_assert_eq!(Phone::read(phone.as_str()), Ok(Some(phone.clone())));
            prop_assert!(phone.masked().contains('*'));
        }
        if let Ok(Some(fen)) = number::Fen::read_yuan(&text) {
            prop_assert_eq!(number::Fen::read_yuan(&fen.to_string()), Ok(Some(fen)), "{}", text);
        }
        if let Ok(Some(minutes)) = number::read_minutes(&text) {
            let shown = number::hours(minutes);
            let again = number::read_minutes(&shown).unwrap().unwrap();
            prop_assert_eq!(again, minutes, "{} as {}", text, shown);
        }
        if let Ok(Some(value)) = number::read_decimal(&text) {
            prop_assert!(value.is_finite());
            let again = number::read_decimal(&number::decimal(value));
            prop_assert!(matches!(again, Ok(Some(_))), "{text}");
        }
        number::read_count(&text).ok();
        number::read_split(&text);
    }

    #[test]
    fn an_id_number_is_read_in_all_its_ways_and_every_single_slip_is_noticed(
        number in id_number(), at in 0_usize..18, other in 0_u8..10,
    ) {
        let read = IdNumber::read(&number).unwrap().unwrap();
        prop_assert_eq!(read.as_str(), &number);
        let wide: String = number.chars().map(|c| match c {
            '0'..='9' => char::from_u32(c as u32 - '0' as u32 + '０' as u32).unwrap(),
            c => c.to_ascii_lowercase(),
        }).collect();
        prop_assert_eq!(IdNumber::read(&wide), Ok(Some(read.clone())));
        let spaced = format!(" {} {} {}", &number[..6], &number[6..14], &number[14..]);
        prop_assert_eq!(IdNumber::read(&spaced), Ok(Some(read.clone())));
        let mut slip: Vec<char> = number.chars().collect();
        let digit = char::from(b'0' + other);
        if slip[at] != digit {
            slip[at] = digit;
            let slip: String = slip.into_iter().collect();
            prop_assert!(IdNumber::read(&slip).is_err(), "{} for {}", slip, number);
        }
        // Two neighbours in the wrong order, too.
        let mut turned: Vec<char> = number.chars().collect();
        if at < 16 && turned[at] != turned[at + 1] {
            turned.swap(at, at + 1);
            let turned: String = turned.into_iter().collect();
            prop_assert!(IdNumber::read(&turned).is_err(), "{} for {}", turned, number);
        }
        prop_assert!(!read.masked().contains(&number[6..14]));
    }

    #[test]
    fn any_text_is_an_id_number_or_refused(text in "\\PC{0,24}") {
        if let Ok(Some(number)) = IdNumber::read(&text) {
            prop_assert_eq!(number.as_str().len(), 18);
            prop_assert_eq!(IdNumber::read(number.as_str()), Ok(Some(number)));
        }
    }

    #[test]
    fn a_recovery_code_is_read_as_it_was_printed_and_never_as_another_key(bytes in any::<[u8; 16]>(), at in any::<Index>(), text in "[0-9A-Za-z -]{0,40}") {
        let code = RecoveryCode::new(bytes);
        let printed = code.printed();
        prop_assert_eq!(RecoveryCode::read(&printed).unwrap().printed(), printed.clone());
        let place = at.index(printed.len());
        let slip: String = printed.char_indices().map(|(n, c)| match c {
            'A' if n == place => 'B',
            c if n == place && c.is_alphanumeric() => 'A',
            c => c,
        }).collect();
        // Its check sign is one of 32: a slip is noticed or the code is another one, which opens nothing.
        if slip != printed && let Ok(other) = RecoveryCode::read(&slip) {
            prop_assert!(other.key() != code.key(), "{} for {}", slip, printed);
        }
        if let Ok(read) = RecoveryCode::read(&text) {
            let again = RecoveryCode::read(&read.printed()).map(|r| r.key());
            prop_assert_eq!(again, Ok(read.key()));
        }
    }
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn headings_mean_one_field_and_the_same_one_however_they_are_spaced(text in scrawl(), register in prop_oneof![
        Just("events".to_owned()), Just("volunteers".to_owned()), Just("officers".to_owned()), "[a-z]{0,6}",
    ]) {
        let headings = headings();
        let field = headings.field(&register, &text).map(str::to_owned);
        let spaced = format!("  {text}  ");
        prop_assert_eq!(headings.field(&register, &spaced).map(str::to_owned), field);
        headings.is_ignored(&text);
        headings.is_footer(&text);
    }

    #[test]
    fn a_bent_plan_form_or_list_of_headings_is_read_or_refused(at in any::<Index>(), length in 0_usize..40, put in scrap()) {
        if let Ok(plan) = Plan::read(&bent(PLAN, at, length, &put)) {
            prop_assert!(!plan.key.trim().is_empty() && plan.first_year <= plan.last_year);
            prop_assert!(!plan.groups().is_empty());
        }
        if let Ok(form) = StatForm::read(&bent(FORM, at, length, &put)) {
            let codes: Vec<&str> = form.rows().map(|r| r.code.as_str()).collect();
            prop_assert!(codes.iter().all(|code| form.row(code).is_some()));
        }
        Headings::read(&bent(HEADINGS, at, length, &put)).ok();
    }

    #[test]
    fn a_bent_manifest_is_refused_or_says_what_it_says(at in any::<Index>(), length in 0_usize..40, put in scrap()) {
        if let Ok(manifest) = serde_json::from_str::<Manifest>(&bent(MANIFEST, at, length, &put)) {
            let written = serde_json::to_string(&manifest).unwrap();
            let again: Manifest = serde_json::from_str(&written).unwrap();
            prop_assert_eq!(again, manifest);
        }
    }
}

const PLAN: &str = include_str!("data/plan-2026-2030.toml");
const FORM: &str = include_str!("../assets/forms/kp-2024.toml");
const HEADINGS: &str = include_str!("../assets/headings.toml");
const MANIFEST: &str = r#"{"format":2,"program":"kepu-ledger 0.1.0","schema":4,"plan":{"key":"nanhu-2022-2025","title":"规划"},
"seal":"00","office":{"uid":"01890000-0000-7000-8000-000000000000","name":"湖滨街道办事处","kind":"街道办事处"},
"period":{"from":"2025-01-01","to":"2025-12-31","label":"2025年","months":12},"sequence":1,"previous":"","day":"2026-01-05",
"addressee":"南湖区科协","personal":false,"counts":{"event":2},"files":[{"path":"figures.json","bytes":2,"sha256":"00"}]}"#;

fn headings() -> Headings {
    Headings::read(HEADINGS).unwrap()
}

proptest! {
    #![proptest_config(cases(24))]

    // Through the worker, as a clerk's file goes: the sign between the cells and the way of writing are found out.
    #[test]
    fn lines_of_any_separator_and_encoding_are_read_as_they_were_written(
        cells in proptest::collection::vec(proptest::collection::vec("[一-龥]{1,6}|[0-9]{1,5}", 3), 2..8),
        separator in prop_oneof![Just(','), Just(';'), Just('\t')],
        way in 0_usize..4,
    ) {
        let head = ["活动名称", "活动时间", "参加人数"].map(str::to_owned).to_vec();
        let lines: Vec<Vec<String>> = std::iter::once(head).chain(cells).collect();
        let joined = |line: &Vec<String>| line.join(&separator.to_string());
        let text: String = lines.iter().map(|l| joined(l) + "\r\n").collect();
        let bytes = match way {
            0 => text.clone().into_bytes(),
            1 => [b"\xEF\xBB\xBF".as_slice(), text.as_bytes()].concat(),
            2 => common::books::gbk(&text),
            _ => std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect(),
        };
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("表.csv");
        std::fs::write(&path, bytes).unwrap();
        let book = worker::read_foreign(&program(), &path, &worker::Limits::default()).unwrap();
        let read: Vec<Vec<String>> = book.sheets[0].rows.iter()
            .map(|row| (0..3).map(|n| row.cell(n).shown()).collect())
            .collect();
        prop_assert_eq!(read, lines);
    }

    // What the form refuses leaves the record as it was; what it takes is there after the file was opened again.
    #[test]
    fn a_text_that_is_refused_changes_nothing_and_one_that_is_taken_comes_back(words in proptest::collection::vec("\\PC{0,40}|[\\n\\t 　]{0,3}", 3)) {
        let mut room = Room::new();
        let uid = room.save(Command::SaveEvent(event("讲座", 3, 1)));
        let before = room.office().ledger().events[&uid].clone();
        let mut changed = (*before).clone();
        changed.title.clone_from(&words[0]);
        changed.place.clone_from(&words[1]);
        changed.summary.clone_from(&words[2]);
        let taken = room.office().run(Command::SaveEvent(changed.clone())).is_ok();
        let now = room.office().ledger().events[&uid].clone();
        if !taken {
            prop_assert_eq!(&now, &before);
        }
        prop_assert_eq!(&room.reopen().ledger().events[&uid], &now);
        // And the office's words on a doubt: whatever they are, they come back as they are.
        let said = Explanation { what: "人数不符".into(), text: words[2].clone(), ..Explanation::default() };
        let kept = room.office().run(Command::Save(Box::new(said.wrap())));
        if kept.is_ok() {
            let there = room.reopen().ledger().explanations.values().any(|e| e.text == words[2]);
            prop_assert!(there);
        } else {
            prop_assert!(room.reopen().ledger().explanations.is_empty());
        }
        prop_assert!(room.office().examine().unwrap().is_sound());
    }
}

#[test]
fn what_is_bent_is_whole_before() {
    assert!(
        Plan::read(PLAN).is_ok()
            && StatForm::read(FORM).is_ok()
            && Headings::read(HEADINGS).is_ok()
    );
    assert!(serde_json::from_str::<Manifest>(MANIFEST).is_ok());
}
