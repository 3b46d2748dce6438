//! A district's tables by subdistrict: each office's part is what the office itself would print, the sums are right, and two
//! 东风社区 are never taken for each other.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::float_cmp,
    reason = "a test that panics has failed, which is its job"
)]

mod common;

use common::packs::Desk;
use common::packs::take;
use kepu_ledger::app::Office;
use kepu_ledger::app::SampleSize;
use kepu_ledger::app::paper::Kind;
use kepu_ledger::app::paper::Report;
use kepu_ledger::app::paper::Request;
use kepu_ledger::app::submit::PackWishes;
use kepu_ledger::model::Period;
use kepu_ledger::model::Uid;
use kepu_ledger::reports::outline::Block;
use kepu_ledger::reports::outline::RowKind;
use kepu_ledger::reports::outline::Table;
use kepu_ledger::reports::outline::TableRow;

const OFFICES: [&str; 2] = ["湖滨街道", "岳山街道"];

/// A district that took in the year of two offices with much the same communities.
fn district() -> (Desk, Office, Vec<Office>) {
    let desk = Desk::new();
    let mut district = desk.district();
    let mut offices = Vec::new();
    for (seed, name) in OFFICES.iter().enumerate() {
        let mut office = desk.empty(&format!("{name}办事处"), "街道办事处");
        let size = SampleSize {
            year: 2025,
            events: 12 + seed as u32 * 5,
            volunteers: 8,
            officers: 9,
            seed: 7 + seed as u64,
        };
        office.invent(size).unwrap();
        let (pack, _) = desk.pack_with(&mut office, name, &wishes());
        take(&mut district, &pack).unwrap();
        offices.push(office);
    }
    (desk, district, offices)
}

/// Everything of the year, with numbers, so that the district prints what the office prints.
fn wishes() -> PackWishes {
    PackWishes {
        personal: true,
        ..common::packs::wishes()
    }
}

fn make(office: &Office, kind: Kind) -> Report {
    office
        .report(&Request::of(kind, Period::year(2025).unwrap()))
        .unwrap()
}

fn table(report: &Report, n: usize) -> &Table {
    let tables = report.blocks.iter().filter_map(|b| match b {
        Block::Table(t) => Some(t),
        _ => None,
    });
    tables.clone().nth(n).unwrap()
}

fn texts(row: &TableRow) -> Vec<&str> {
    row.cells.iter().map(|c| c.text.as_str()).collect()
}

/// The rows of a table under the heading of an office, its sum among them.
fn under<'t>(table: &'t Table, office: &str) -> Vec<&'t TableRow> {
    let from = table
        .rows
        .iter()
        .position(|r| r.kind == RowKind::Group && texts(r) == [office])
        .unwrap_or_else(|| panic!("no heading {office}"));
    let rows = table.rows.iter().skip(from + 1);
    rows.take_while(|r| r.kind != RowKind::Group).collect()
}

fn number(text: &str) -> f64 {
    let plain = text.trim_end_matches(" 场").trim_end_matches(" 人");
    plain
        .parse()
        .unwrap_or_else(|_| panic!("“{text}” is no number"))
}

#[test]
fn a_register_stands_under_its_offices_with_their_sums() {
    let (_desk, district, offices) = district();
    for (kind, summed) in [
        (Kind::EventLedger, &[2, 9, 10, 12][..]),
        (Kind::VolunteerRoster, &[1, 12, 14]),
        (Kind::OfficerRoster, &[7]),
        (Kind::VenueList, &[]),
    ] {
        let report = make(&district, kind);
        let whole = table(&report, 0);
        let total = whole.rows.last().unwrap();
        assert_eq!(total.cells[0].text, "合计", "{kind:?}");
        let mut numbered = 0;
        let mut sums = vec![0.0; summed.len()];
        for (name, office) in OFFICES.iter().zip(&offices) {
            let rows = under(whole, name);
            // What stands under the heading is what the office itself prints, but that numbers run on.
            let alone = make(office, kind);
            let own = table(&alone, 0);
            let rows: Vec<_> = rows
                .into_iter()
                .filter(|r| r.cells[0].text != "合计")
                .collect();
            assert_eq!(rows.len(), own.rows.len(), "{kind:?}");
            for (here, there) in rows.iter().zip(&own.rows) {
                assert_eq!(texts(here)[1..], texts(there)[1..], "{kind:?}");
                let led =
                    |r: &TableRow| r.cells.iter().map(|c| c.source.clone()).collect::<Vec<_>>();
                assert_eq!(led(here), led(there), "figures lead to the same records");
                if here.kind == RowKind::Normal {
                    numbered += 1;
                }
            }
            let sum = rows.last().unwrap();
            assert_eq!(sum.cells[0].text, "小计");
            for (n, column) in summed.iter().enumerate() {
                sums[n] += number(&sum.cells[*column].text);
            }
        }
        let numbers = whole.rows.iter().filter(|r| r.kind == RowKind::Normal);
        let numbers: Vec<_> = numbers.map(|r| r.cells[0].text.clone()).collect();
        let expected: Vec<_> = (1..=numbered).map(|n| n.to_string()).collect();
        assert_eq!(numbers, expected, "{kind:?}");
        for (n, column) in summed.iter().enumerate() {
            assert!(
                (sums[n] - number(&total.cells[*column].text)).abs() < 0.11,
                "{kind:?}"
            );
        }
    }
}

#[test]
fn statistics_have_a_row_for_each_office_and_their_sum() {
    let (_desk, district, offices) = district();
    for (kind, summed) in [
        (Kind::OfficerTargets, &[1, 4, 5, 7, 8][..]),
        (Kind::Communities, &[1, 2, 4, 5, 7]),
    ] {
        let report = make(&district, kind);
        let whole = table(&report, 0);
        let names: Vec<_> = whole.rows.iter().map(|r| texts(r)[0]).collect();
        assert_eq!(names, ["岳山街道", "湖滨街道", "合计"], "{kind:?}");
        for column in summed {
            let of = |n: usize| number(&whole.rows[n].cells[*column].text);
            assert!((of(0) + of(1) - of(2)).abs() < 0.01, "{kind:?} {column}");
        }
        for (row, office) in whole.rows.iter().zip(offices.iter().rev()) {
            let alone = make(office, kind);
            let own = table(&alone, 0).rows.last().unwrap();
            for column in summed {
                assert_eq!(row.cells[*column].text, own.cells[*column].text, "{kind:?}");
                let (here, there) = (&row.cells[*column].source, &own.cells[*column].source);
                assert_eq!(here, there, "{kind:?}");
            }
        }
    }
    let sums = make(&district, Kind::ServiceSums);
    let by_place = table(&sums, 0)
        .rows
        .iter()
        .filter(|r| texts(r)[0] == "按街道");
    let names: Vec<_> = by_place.map(|r| texts(r)[1]).collect();
    assert_eq!(names, ["岳山街道", "湖滨街道"]);
    let groups = make(&district, Kind::KeyGroups);
    let rows = &table(&groups, 0).rows;
    for three in rows.chunks(3) {
        let of = |n: usize, column: usize| number(&three[n].cells[column].text);
        assert_eq!(texts(&three[2])[1], "全区");
        assert_eq!(of(0, 2) + of(1, 2), of(2, 2), "{}", three[0].cells[0].text);
        assert_eq!(of(0, 3) + of(1, 3), of(2, 3));
    }
    let funds = make(&district, Kind::Funds);
    let spent = |name: &str| number(&under(table(&funds, 0), name).last().unwrap().cells[2].text);
    assert_eq!(spent("岳山街道") + spent("湖滨街道"), spent("全区"));
}

#[test]
fn the_yearly_form_is_the_sum_of_what_the_offices_filled_in() {
    let (desk, mut district, mut offices) = district();
    // Each enters its own 科技馆 floor space; before both have, the district's figure is open.
    let code = "KP2-02";
    for (n, value) in [(0, 30.0), (1, 12.0)] {
        let open = figure(&district, code);
        assert_eq!(open, "待填", "{n}");
        let entry = kepu_ledger::model::assess::StatEntry {
            year: Some(2025),
            code: code.into(),
            value: Some(value),
            reason: "扩建".into(),
            ..Default::default()
        };
        let record = kepu_ledger::model::Record::wrap(entry);
        let command = kepu_ledger::app::Command::TakeIn {
            label: "填报".into(),
            records: vec![record],
        };
        offices[n].run(command).unwrap();
        let (pack, _) = desk.pack_with(&mut offices[n], &format!("再{n}"), &wishes());
        take(&mut district, &pack).unwrap();
    }
    assert_eq!(figure(&district, code), "42");
    let report = make(&district, Kind::Statistics);
    let tables = report.blocks.iter().filter_map(|b| match b {
        Block::Table(t) => Some(t),
        _ => None,
    });
    let mut seen = 0;
    for table in tables.filter(|t| t.columns.iter().any(|c| c.group == "街道")) {
        let heads: Vec<_> = table.columns.iter().map(|c| c.head.as_str()).collect();
        assert_eq!(heads[3..], ["全区", "岳山街道", "湖滨街道"]);
        for row in &table.rows {
            let t = texts(row);
            if let (Ok(all), Ok(a), Ok(b)) = (
                t[3].parse::<f64>(),
                t[4].parse::<f64>(),
                t[5].parse::<f64>(),
            ) {
                assert!((a + b - all).abs() < 0.02, "{t:?}");
                seen += 1;
                let led = |n: usize| row.cells[n].source.as_ref().map_or(0, |s| s.len());
                assert_eq!(led(3), led(4) + led(5), "{t:?}");
            }
        }
    }
    assert!(seen > 20, "{seen}");
}

fn figure(office: &Office, code: &str) -> String {
    let report = make(office, Kind::Statistics);
    let tables = report.blocks.iter().filter_map(|b| match b {
        Block::Table(t) => Some(t),
        _ => None,
    });
    let mut rows = tables.flat_map(|t| &t.rows);
    rows.find(|r| texts(r)[1] == code)
        .map(|r| r.cells[3].text.clone())
        .unwrap()
}

#[test]
fn one_office_of_the_district_prints_what_it_prints_at_home() {
    let (_desk, district, offices) = district();
    for office in &offices {
        let uid: Uid = district
            .office_named(&office.ledger().office().name)
            .unwrap();
        for kind in Kind::ALL {
            let request = Request::of(kind, Period::year(2025).unwrap());
            let there = Request {
                office: Some(uid),
                ..request.clone()
            };
            let (here, there) = (
                office.report(&request).unwrap(),
                district.report(&there).unwrap(),
            );
            // What an office hands over is all it has, and last year's figures were not sent.
            if matches!(kind, Kind::Statistics | Kind::Funds | Kind::Handover) {
                continue;
            }
            for (here, there) in here.blocks.iter().zip(&there.blocks) {
                assert!(here == there, "{kind:?} {here:?} {there:?}");
            }
            assert_eq!(here.blocks.len(), there.blocks.len(), "{kind:?}");
        }
    }
}

#[test]
fn two_communities_of_one_name_are_told_apart() {
    let (_desk, mut district, offices) = district();
    let names: Vec<_> = district
        .directory()
        .communities
        .iter()
        .map(|c| c.name.clone())
        .collect();
    let bare = offices[0].directory().communities[0].name.clone();
    for office in OFFICES {
        assert!(names.contains(&format!("{office}·{bare}")), "{names:?}");
    }
    assert_eq!(
        names.len(),
        names
            .iter()
            .collect::<std::collections::BTreeSet<_>>()
            .len()
    );
    let directory = district.directory();
    let said = directory.community(&bare).unwrap_err();
    assert!(
        said.contains("请写明街道") && said.contains(&format!("·{bare}")),
        "{said}"
    );
    let lake = directory
        .community(&format!("湖滨街道·{bare}"))
        .unwrap()
        .unwrap();
    assert!(offices[0].ledger().communities.contains_key(&lake));
    // A place names a community; whose it is says the record's office. The district's own event could mean either.
    let home = district.ledger().home;
    assert_eq!(directory.community_in(&format!("{bare}广场"), home), None);
    let lake_office = offices[0].ledger().home;
    assert_eq!(
        directory.community_in(&format!("{bare}广场"), lake_office),
        Some(lake)
    );
    // The district's own of that name goes before the others'.
    let mut own = kepu_ledger::model::office::community::CommunityEntry::default();
    own.community.name.clone_from(&bare);
    let own = common::packs::save(&mut district, kepu_ledger::app::Command::SaveCommunity(own));
    assert_eq!(district.directory().community(&bare), Ok(Some(own)));
    assert_eq!(district.directory().community_in(&bare, home), Some(own));
    // An office alone knows no other and says its names as ever.
    assert_eq!(
        offices[1].directory().communities[0].name,
        offices[1].directory().communities[0].bare
    );
}

#[test]
fn a_district_of_itself_prints_as_an_office() {
    let desk = Desk::new();
    let mut district = desk.district();
    district
        .invent(SampleSize {
            events: 6,
            ..SampleSize::of_year(2025)
        })
        .unwrap();
    for kind in [
        Kind::EventLedger,
        Kind::OfficerTargets,
        Kind::KeyGroups,
        Kind::Statistics,
        Kind::Funds,
    ] {
        let report = make(&district, kind);
        assert!(!format!("{report:?}").contains("街道分列"), "{kind:?}");
        assert!(report.blocks.iter().all(
            |b| !matches!(b, Block::Table(t) if t.rows.iter().any(|r| r.kind == RowKind::Group))
        ));
    }
}
