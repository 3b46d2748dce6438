//! Personal numbers stay out of paper, JSON and the words of commands, and out of the window until they are asked for.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that panics has failed, which is its job"
)]

mod common;

use common::NOW;
use common::packs::Desk;
use common::packs::PHONE;
use common::packs::run;
use common::packs::wishes;
use kepu_ledger::app::Command;
use kepu_ledger::app::Office;
use kepu_ledger::app::submit::PackWishes;
use kepu_ledger::model::contact::Phone;
use kepu_ledger::model::people::VolunteerEntry;

const NEW: &str = "13987654321";
const OTHER: &str = "13711112222";

fn change_phone(office: &mut Office, phone: &str) {
    let ledger = office.ledger();
    let volunteer = ledger.volunteers.values().next().unwrap().clone();
    let mut entry = VolunteerEntry {
        person: ledger.people[&volunteer.person].as_ref().clone(),
        volunteer: volunteer.as_ref().clone(),
    };
    entry.person.phone = Phone::read(phone).unwrap();
    office.run(Command::SaveVolunteer(entry)).unwrap();
}

fn with_personal() -> PackWishes {
    PackWishes {
        personal: true,
        ..wishes()
    }
}

fn assert_masked(said: &str, masked: &[&str]) {
    for number in [PHONE, NEW, OTHER] {
        assert!(!said.contains(number), "{number} in {said}");
    }
    for shown in masked {
        assert!(said.contains(shown), "{shown} not in {said}");
    }
}

#[test]
fn corrections_of_a_personal_submission_show_no_whole_number() {
    let desk = Desk::new();
    let mut office = desk.office("湖滨街道办事处");
    let (_, sent) = desk.pack_with(&mut office, "第一次", &with_personal());
    change_phone(&mut office, NEW);
    drop(office);
    let code = sent.submission.check_code;
    let base = ["submissions", "湖滨街道办事处.kepu", "--corrections", &code];
    let (ok, said) = run(&desk, &base);
    assert!(ok, "{said}");
    assert_masked(&said, &["138****5678", "139****4321"]);
    let (ok, said) = run(&desk, &[&base[..], &["--json"]].concat());
    assert!(ok, "{said}");
    assert_masked(&said, &["138****5678", "139****4321"]);
    let (ok, said) = run(&desk, &[&base[..], &["--out", "更正.pdf"]].concat());
    assert!(ok, "{said}");
    let paper = pdf_extract::extract_text(desk.path("更正.pdf")).unwrap();
    assert_masked(&paper, &["138****5678", "139****4321"]);
}

#[test]
fn a_conflict_about_a_phone_shows_its_ends_only() {
    let desk = Desk::new();
    let mut office = desk.office("湖滨街道办事处");
    desk.pack_with(&mut office, "第一次", &with_personal());
    drop(office);
    let (first, second) = (desk.path("湖滨街道办事处.kepu"), desk.path("第二台.kepu"));
    std::fs::copy(&first, &second).unwrap();
    let mut office = Office::open(&second, NOW).unwrap();
    change_phone(&mut office, NEW);
    desk.pack_with(&mut office, "第二台", &with_personal());
    drop(office);
    let mut office = Office::open(&first, NOW).unwrap();
    change_phone(&mut office, OTHER);
    drop(office);
    let merge = ["merge", "湖滨街道办事处.kepu", "第二台.kepuup", "--dry-run"];
    let (ok, said) = run(&desk, &merge);
    assert!(ok, "{said}");
    assert_masked(&said, &["冲突", "139****4321", "137****2222"]);
    let (ok, said) = run(&desk, &[&merge[..], &["--json"]].concat());
    assert!(ok, "{said}");
    assert_masked(&said, &["139****4321", "137****2222"]);
}
