//! A list as a file by command: what a spreadsheet opens, and nothing that it runs.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that panics has failed, which is its job"
)]

mod common;

use calamine::Reader as _;
use common::event;
use common::packs::Desk;
use common::packs::run;
use common::packs::save;
use kepu_ledger::app::Command;

#[test]
fn a_list_goes_into_a_workbook_or_into_csv_as_it_is_shown() {
    let desk = Desk::new();
    let mut office = desk.empty("湖滨街道办事处", "");
    for (title, place) in [
        ("=HYPERLINK(\"x\")讲座", "东社区"),
        ("防震演练", "广场，“北”"),
    ] {
        let mut one = event(title, 5, 12);
        one.place = place.into();
        one.attendance = Some(60);
        save(&mut office, Command::SaveEvent(one));
    }
    drop(office);
    let file = "湖滨街道办事处.kepu";
    let (done, said) = run(&desk, &["list", file, "events", "--out", "活动.csv"]);
    assert!(done && said.contains("已生成 活动.csv，2 条。"), "{said}");
    let text = String::from_utf8(std::fs::read(desk.path("活动.csv")).unwrap()).unwrap();
    let lines: Vec<&str> = text.split_terminator("\r\n").collect();
    assert!(
        lines[0].starts_with('\u{feff}') && lines.len() == 3,
        "{text}"
    );
    assert!(
        text.contains("\"'=HYPERLINK(\"\"x\"\")讲座\"") && !text.contains(",=HYPER"),
        "{text}"
    );
    assert!(lines.iter().all(|l| !l.contains('\n')));
    // The same list, and only what was searched for.
    let words = [
        "list",
        file,
        "events",
        "--search",
        "防震",
        "--out",
        "一场.CSV",
    ];
    let (done, said) = run(&desk, &words);
    assert!(done && said.contains("1 条"), "{said}");
    let one = std::fs::read_to_string(desk.path("一场.CSV")).unwrap();
    assert!(one.contains("防震演练") && !one.contains("HYPERLINK"));
    let (done, _) = run(&desk, &["list", file, "events", "--out", "活动.xlsx"]);
    assert!(done);
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(desk.path("活动.xlsx")).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let cells: Vec<String> = sheet.used_cells().map(|(_, _, c)| c.to_string()).collect();
    assert!(
        ["=HYPERLINK(\"x\")讲座", "60"]
            .iter()
            .all(|t| cells.iter().any(|c| c == t))
    );
    assert_eq!(
        book.worksheet_formula("科普活动")
            .unwrap()
            .used_cells()
            .count(),
        0
    );
    let (done, said) = run(&desk, &["list", file, "events", "--out", "活动.txt"]);
    assert!(
        !done && said.contains("--out 要以 .xlsx 或 .csv 结尾"),
        "{said}"
    );
}
