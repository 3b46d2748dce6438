//! A district's tables by subdistrict: each office's part is what the office itself would print, the sums are right, and two
//! 东风社区 are never taken for each other.

mod common;

use common::packs::Desk;
use common::packs::take;
use common::packs::wishes;
use kepu_ledger::app::NewOffice;
use kepu_ledger::app::Office;
use kepu_ledger::app::SampleSize;
use kepu_ledger::app::paper::Kind;
use kepu_ledger::app::paper::Report;
use kepu_ledger::app::paper::Request;
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

#[test]
fn print_it() {
    let (_desk, district, _offices) = district();
    for kind in [Kind::EventLedger, Kind::OfficerTargets, Kind::ServiceSums, Kind::Statistics, Kind::KeyGroups, Kind::TaskProgress, Kind::Funds, Kind::VenueList, Kind::OrderLedger, Kind::Communities, Kind::VolunteerRoster, Kind::OfficerRoster] {
        let report = make(&district, kind);
        let meta = district.meta(&report);
        let laid = kepu_ledger::app::paper::lay_out(report, meta, &mut |_| true).unwrap();
        std::fs::write(format!("/tmp/district-{}.pdf", kind.id()), kepu_ledger::app::paper::pdf(&laid).unwrap()).unwrap();
    }
}
