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
use common::window::settle;
use common::window::shown_in;
use common::window::wait_for;
use egui_kittest::Harness;
use egui_kittest::image_snapshot;
use kepu_ledger::app::desk::Begin;

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
    window.snapshot("first_screen");
}

#[test]
fn the_workbench() {
    let room = office_to_look_at();
    let mut window = seen(Some(Begin::Open(room.file())));
    wait_for(&mut window, "各月活动场次");
    settle(&mut window);
    let mut picture = window.render().unwrap();
    // The folder is another one each time.
    for (x, y, pixel) in picture.enumerate_pixels_mut() {
        if x < 700 && (724..758).contains(&y) {
            *pixel = image::Rgba([255; 4]);
        }
    }
    image_snapshot(&picture, "workbench");
}
