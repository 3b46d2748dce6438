//! Pictures of the office's screens, drawn by the painter that paints the window without a graphics card. Few, for what words
//! can't hold: that nothing overlaps, that colours and fonts are right. `UPDATE_SNAPSHOTS=1` takes new ones; look at them.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that panics has failed, which is its job"
)]

mod common;

use common::painted::ByProcessor;
use common::painted::office_to_look_at;
use common::window::Picks;
use common::window::Window;
use common::window::go;
use common::window::settle;
use common::window::shown_in;
use common::window::wait_for;
use egui::Key;
use egui_kittest::Harness;
use egui_kittest::image_snapshot;
use image::imageops::crop_imm;
use kepu_ledger::app::desk::Begin;
use kepu_ledger::app::window::Choice;
use kepu_ledger::app::window::Look;
use kepu_ledger::app::window::WindowChoice;

fn seen(begin: Option<Begin>) -> Window {
    let builder = Harness::builder()
        .with_size([1366.0, 768.0])
        .renderer(ByProcessor::default());
    shown_in(builder, begin, || Box::<Picks>::default())
}

#[test]
fn the_first_screen() {
    let mut window = seen(None);
    settle(&mut window);
    taken(&mut window, "first_screen", false);
}

// The margin is the harness's; the place of the file below is another one each time.
fn taken(window: &mut Window, name: &str, place_below: bool) {
    settle(window);
    let whole = window.render().unwrap();
    let mut picture = crop_imm(&whole, 8, 8, whole.width() - 16, whole.height() - 16).to_image();
    if place_below {
        let bar = *picture.get_pixel(720, 732);
        for (x, y, pixel) in picture.enumerate_pixels_mut() {
            if x < 700 && (716..750).contains(&y) {
                *pixel = bar;
            }
        }
    }
    image_snapshot(&picture, name);
}

#[test]
fn the_workbench() {
    let room = office_to_look_at();
    let mut window = seen(Some(Begin::Open(room.file())));
    wait_for(&mut window, "各月活动场次");
    taken(&mut window, "workbench", true);
}

#[test]
fn a_register_with_a_record_open() {
    let room = office_to_look_at();
    let mut window = seen(Some(Begin::Open(room.file())));
    wait_for(&mut window, "各月活动场次");
    go(&mut window, "科普活动");
    window.key_press(Key::ArrowDown);
    wait_for(&mut window, "复制为新");
    taken(&mut window, "register", true);
}

#[test]
fn a_report_in_the_dark_look() {
    let room = office_to_look_at();
    let mut window = seen(Some(Begin::Open(room.file())));
    wait_for(&mut window, "各月活动场次");
    let mut kept = WindowChoice::default();
    kept.choose(Choice {
        look: Look::Dark,
        ..Choice::default()
    })
    .unwrap();
    window.state_mut().as_mut().unwrap().looks_by(kept);
    go(&mut window, "报表");
    wait_for(&mut window, "第 1 页\n");
    taken(&mut window, "report_dark", true);
}
