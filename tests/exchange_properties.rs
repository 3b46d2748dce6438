//! What must hold whatever the office wrote: a list that was exported and taken in again is the same list; a pack taken in
//! twice is taken in once, packs of different offices come in any order, and nothing is lost on the way.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that panics has failed, which is its job"
)]

mod common;

use common::packs::Desk;
use common::packs::content;
use common::packs::take;
use common::packs::told;
use common::packs::wishes;
use kepu_ledger::app::Command;
use kepu_ledger::app::Office;
use kepu_ledger::app::Register;
use kepu_ledger::app::SampleSize;
use kepu_ledger::app::import::BadRows;
use kepu_ledger::app::import::ImportRequest;
use kepu_ledger::app::import::read_sheets;
use kepu_ledger::app::submit::PackWishes;
use kepu_ledger::model::Period;
use kepu_ledger::model::Record as _;
use proptest::prelude::*;
use std::path::Path;
use std::path::PathBuf;

/// So many cases in a run; `KEPU_NIGHT=1` takes many more.
fn cases(few: u32) -> ProptestConfig {
    let night = std::env::var_os("KEPU_NIGHT").is_some();
    ProptestConfig {
        cases: if night { few * 20 } else { few },
        // Each case is a handful of files: shrinking one costs more than reading it.
        max_shrink_iters: 20,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// What somebody types into a line: no blanks around it, and no two in a row, which the form takes out too. Some of it a
/// spreadsheet would run.
fn line() -> impl Strategy<Value = String> {
    let first = prop_oneof![
        Just(String::new()),
        "[-=+@'\"#%&<>]",
        Just("007".into()),
        Just("=1+1".into()),
    ];
    let signs = prop_oneof![
        "[a-zA-Z0-9，。；（）“”、《》=+@#%&'\"<>-]{1,9}",
        "[一-龥]{1,9}"
    ];
    (first, signs.clone(), signs).prop_map(|(f, a, b)| format!("{f}{a} {b}"))
}

/// An office with an invented year and words of its own in some places.
fn written(desk: &Desk, name: &str, size: SampleSize, words: &[String]) -> Office {
    let mut office = desk.empty(name, "街道办事处");
    office.invent(size).unwrap();
    let mut records = Vec::new();
    let events = office.ledger().events.values();
    for (event, word) in events.zip(words) {
        let mut event = kepu_ledger::model::events::Event::clone(event);
        event.title = format!("{}{word}", event.title);
        event.remark.clone_from(word);
        event.speakers.clone_from(word);
        records.push(event.wrap());
    }
    for (person, word) in office.ledger().people.values().zip(words) {
        let mut person = kepu_ledger::model::people::Person::clone(person);
        person.employer.clone_from(word);
        records.push(person.wrap());
    }
    let label = "改写".into();
    office.run(Command::TakeIn { label, records }).unwrap();
    office
}

fn size(seed: u64, events: u32, people: u32) -> SampleSize {
    SampleSize {
        year: 2025,
        events,
        volunteers: people,
        officers: people,
        seed,
    }
}

/// Every line of a list as CSV, in a fixed order.
fn lines(office: &mut Office, register: Register, path: &Path) -> Vec<String> {
    office.save_table(register, path).unwrap();
    let text = std::fs::read_to_string(path).unwrap();
    let mut lines: Vec<String> = text.split("\r\n").map(str::to_owned).collect();
    lines[1..].sort();
    lines
}

fn taken_in(office: &mut Office, register: Register, path: PathBuf) -> usize {
    let request = ImportRequest {
        files: vec![path],
        register: Some(register.key().into()),
        ..ImportRequest::default()
    };
    let sheets = read_sheets(&common::program(), &request).unwrap();
    let plan = office.plan_import(&request, &sheets).unwrap();
    office.take_in(&plan, BadRows::Stop).unwrap().records
}

const LISTS: [Register; 4] = [
    Register::Communities,
    Register::Volunteers,
    Register::Officers,
    Register::Events,
];

proptest! {
    #![proptest_config(cases(3))]

    #[test]
    fn a_list_exported_and_taken_in_elsewhere_is_the_same_list(
        seed in 1..1_000_000_u64, events in 1..14_u32, people in 1..9_u32, words in prop::collection::vec(line(), 6),
        as_csv in any::<bool>(),
    ) {
        let desk = Desk::new();
        let mut office = written(&desk, "湖滨街道办事处", size(seed, events, people), &words);
        let mut empty = desk.empty("空办事处", "");
        let extension = if as_csv { "csv" } else { "xlsx" };
        for register in LISTS {
            let path = desk.path(&format!("{}.{extension}", register.label()));
            office.save_table(register, &path).unwrap();
            let written = taken_in(&mut empty, register, path.clone());
            prop_assert!(written > 0 || office.ledger().count(register.table()) == 0);
            let here = lines(&mut office, register, &desk.path("甲.csv"));
            let there = lines(&mut empty, register, &desk.path("乙.csv"));
            prop_assert_eq!(here, there, "{}", register.label());
            // Once more changes nothing.
            prop_assert_eq!(taken_in(&mut empty, register, path), 0, "{}", register.label());
        }
    }
}

proptest! {
    #![proptest_config(cases(4))]

    #[test]
    fn packs_come_in_any_order_once_or_twice_and_lose_nothing(
        seeds in prop::collection::vec(1..1_000_000_u64, 3), events in 1..10_u32, words in prop::collection::vec(line(), 4),
        order in Just(vec![0, 1, 2]).prop_shuffle(), twice in 0..3_usize, personal in any::<bool>(),
    ) {
        let desk = Desk::new();
        let names = ["湖滨街道办事处", "岳山街道办事处", "云溪街道办事处"];
        let wanted = PackWishes { personal, ..wishes() };
        let mut offices = Vec::new();
        let mut packs = Vec::new();
        for (n, name) in names.iter().enumerate() {
            // The same seed in two offices would make the same identities, which no two offices have.
            let mut office = written(&desk, name, size(seeds[n] * 3 + n as u64, events + n as u32, 3), &words);
            packs.push(desk.pack_with(&mut office, name, &wanted).0);
            offices.push(office);
        }
        let mut straight = desk.empty("甲区科协", "区");
        let mut mixed = desk.empty("乙区科协", "区");
        for pack in &packs {
            take(&mut straight, pack).unwrap();
        }
        for n in &order {
            take(&mut mixed, &packs[*n]).unwrap();
        }
        prop_assert_eq!(content(&straight), content(&mixed));
        let before = content(&mixed);
        let again = take(&mut mixed, &packs[twice]).unwrap();
        prop_assert_eq!((again.records, content(&mixed)), (0, before));
        // Whatever an office holds of the year, the district holds as it went up.
        for office in &offices {
            let home = office.ledger().home;
            let verified = straight.verify(&office.submissions(None)[0]).unwrap();
            prop_assert!(verified.holds(), "{}", verified.words());
            let year = Period::year(2025).unwrap();
            let here = office.ledger().events_in(&year).len();
            let there = straight.ledger().only(home).events_in(&year).len();
            prop_assert_eq!(here, there);
            if personal {
                let all = |o: &Office| -> Vec<String> {
                    let people = o.ledger().only(home);
                    people.people.values().map(|p| format!("{p:?}")).collect()
                };
                prop_assert_eq!(all(office), all(&straight));
            }
        }
        // One undo takes back one pack, and all of it.
        let last = straight.undo().unwrap();
        prop_assert!(last.label.contains("云溪街道办事处"), "{}", last.label);
        let left = straight.ledger().only(offices[2].ledger().home);
        prop_assert_eq!(left.counts().iter().map(|(_, n)| n).sum::<usize>(), 0);
        prop_assert!(told(take(&mut offices[0], &packs[1])).contains("不是本单位的"));
    }
}
