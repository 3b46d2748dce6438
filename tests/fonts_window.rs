//! Fonts of paper in the window: chosen in 设置, told beside a report, painted as they print. A file of its own, because
//! one choice of fonts is in force for a whole process.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that panics has failed, which is its job"
)]

mod common;

use common::NOW;
use common::Room;
use common::event;
use egui::accesskit::Role as Widget;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use kepu_ledger::app::Command;
use kepu_ledger::app::desk::Begin;
use kepu_ledger::app::paper;
use kepu_ledger::app::paper::Item;
use kepu_ledger::app::paper::Kind;
use kepu_ledger::app::paper::MISSING;
use kepu_ledger::app::paper::Origin;
use kepu_ledger::app::paper::Request;
use kepu_ledger::app::paper::Role;
use kepu_ledger::app::paper::Text;
use kepu_ledger::app::typeface;
use kepu_ledger::app::typeface::Computer;
use kepu_ledger::model::Period;
use kepu_ledger::ui::Desktop;
use kepu_ledger::ui::files::Files;
use kepu_ledger::ui::files::Purpose;
use kepu_ledger::ui::fonts;
use kepu_ledger::ui::screen::AREAS;
use kepu_ledger::ui::theme;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;

/// What the next dialog answers.
type Answer = Arc<Mutex<PathBuf>>;

struct Picks(Answer, Option<Purpose>);
impl Files for Picks {
    fn ask(&mut self, _: &egui::Context, purpose: Purpose) {
        self.1 = Some(purpose);
    }
    fn take(&mut self) -> Option<(Purpose, Vec<PathBuf>)> {
        let path = self.0.lock().unwrap().clone();
        self.1.take().map(|purpose| (purpose, vec![path]))
    }
}

type Window = Harness<'static, Option<Desktop>>;

fn window(begin: Begin, answer: Answer) -> Window {
    let mut begin = Some(begin);
    Harness::builder()
        .with_size([1366.0, 2600.0])
        .with_os(egui::os::OperatingSystem::Windows)
        // The record that holds a character nothing can draw shows it as a box.
        .allow_missing_glyphs()
        .with_context_setup(|ctx| {
            fonts::install(ctx);
            theme::install(ctx);
        })
        .build_ui_state(
            move |ui, desktop: &mut Option<Desktop>| {
                let ctx = ui.ctx().clone();
                let desktop = desktop.get_or_insert_with(|| {
                    let files = Box::new(Picks(Arc::clone(&answer), None));
                    Desktop::new(begin.take(), files, NOW, &ctx)
                });
                desktop.take(&ctx);
                desktop.draw(ui);
            },
            None,
        )
}

fn wait_for(window: &mut Window, label: &str) {
    for _ in 0..1500 {
        window.step();
        if window.query_all_by_label_contains(label).next().is_some() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    panic!("{label} never came");
}

fn go(window: &mut Window, screen: &str) {
    let area = AREAS
        .iter()
        .find(|a| a.screens.iter().any(|s| s.label() == screen))
        .unwrap();
    window
        .get_by_role_and_label(Widget::Tab, area.label)
        .click();
    window.step();
    if area.screens.len() > 1 {
        window.get_by_role_and_label(Widget::Tab, screen).click();
    }
    for _ in 0..12 {
        window.step();
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
}

fn press(window: &mut Window, label: &str) {
    window.get_by_role_and_label(Widget::Button, label).click();
    window.step();
}

// Every character of these pages would be painted by the file that prints it.
fn preview_is_print() {
    let mut room = Room::new();
    room.save(Command::SaveEvent(event("“科普”讲座𠮷\u{E123}", 3, 6)));
    let request = Request::of(Kind::EventLedger, Period::year(2025).unwrap());
    let report = room.office().report(&request).unwrap();
    let meta = room.office().meta(&report);
    let laid = paper::lay_out(report, meta, &mut |_| true).unwrap();
    let items = laid.pages.iter().flat_map(|p| &p.items);
    let mut lines: Vec<Text> = items.filter_map(Item::text).cloned().collect();
    for role in [Role::Kai, Role::FangSong, Role::Title, Role::Song] {
        lines.push(Text {
            text: "同志们“好”——张喆、𠮷野〔2026〕".into(),
            role,
            ..Text::default()
        });
    }
    let mut ui = Harness::builder().build_ui(|ui| {
        fonts::install(ui.ctx());
        fonts::install_paper(ui.ctx());
    });
    ui.run_steps(3);
    let serving = fonts::paper_fonts(&ui.ctx).unwrap();
    let families = ui.ctx.fonts(|f| f.definitions().families.clone());
    let data = ui.ctx.fonts(|f| f.definitions().font_data.clone());
    let (mut boxes, mut changes) = (0, 0);
    for line in &lines {
        let stretches = serving.stretches(line);
        let painted: Vec<(char, &egui::FontFamily)> = stretches
            .iter()
            .flat_map(|s| s.text.chars().map(move |c| (c, &s.family)))
            .collect();
        assert_eq!(painted.len(), line.text.chars().count());
        for (c, (shown, family)) in line.text.chars().zip(painted) {
            let glyph = laid.fonts.glyph(line.role, c);
            let [name] = &families[family][..] else {
                panic!("{family:?} falls back by itself");
            };
            let file = &laid.fonts.files()[glyph.font];
            assert!(data[name].bytes() == &*file.bytes && data[name].index == file.index);
            assert_eq!(shown, if glyph.missing { MISSING } else { c });
            boxes += usize::from(shown == MISSING);
        }
        changes += stretches.len() - 1;
    }
    assert!(
        boxes == 1 && changes > 4,
        "{boxes} boxes, {changes} changes"
    );
}

#[test]
fn a_clerk_points_at_a_font_and_sees_it_in_preview_and_print() {
    let home = tempfile::TempDir::new().unwrap();
    let font = home.path().join("单位仿宋.ttf");
    std::fs::copy("fonts/kai.ttf", &font).unwrap();
    let broken = home.path().join("坏的.ttf");
    std::fs::write(&broken, "不是字体").unwrap();
    let kept = home.path().join("fonts.toml");
    typeface::follow(Computer {
        kept: Some(kept.clone()),
        folders: Vec::new(),
    });
    preview_is_print();

    let mut room = Room::new();
    room.save(Command::SaveEvent(event("科普讲座\u{E123}", 3, 6)));
    room.office = None;
    let answer: Answer = Arc::new(Mutex::new(broken));
    let mut window = window(Begin::Open(room.file()), Arc::clone(&answer));
    wait_for(&mut window, "湖滨街道办事处");

    go(&mut window, "设置与备份");
    wait_for(&mut window, "公文字体");
    press(&mut window, "选择仿宋字体文件");
    wait_for(
        &mut window,
        "“坏的.ttf”不是完好的字体文件。请另选一个，或重新安装这个字体。",
    );
    assert!(!kept.exists());

    answer.lock().unwrap().clone_from(&font);
    press(&mut window, "选择仿宋字体文件");
    wait_for(&mut window, "（单位仿宋.ttf）");
    // The fonts serve a moment before the office thread says that they do.
    for _ in 0..100 {
        if window.query_by_label_contains("坏的.ttf").is_none() {
            break;
        }
        window.step();
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    assert!(window.query_by_label_contains("坏的.ttf").is_none());
    let main = paper::fonts().main(Role::FangSong).unwrap().origin.clone();
    assert_eq!(main, Origin::Pointed(font));
    assert!(
        std::fs::read_to_string(&kept)
            .unwrap()
            .contains("单位仿宋.ttf")
    );
    preview_is_print();

    go(&mut window, "报表");
    wait_for(&mut window, "打印前核对 1");
    window
        .get_by_role_and_label(Widget::Button, "打印前核对 1")
        .click();
    wait_for(&mut window, "代用字体");
    wait_for(&mut window, "小标宋：用内置的思源宋体粗体代替方正小标宋");
    // This report has no 楷体.
    assert!(window.query_by_label_contains("Kepu Kai").is_none());
    window
        .get_by_label_contains("科普活动“科普讲座〓”里的自造字（U+E123）")
        .click();
    wait_for(&mut window, "活动地点");

    go(&mut window, "设置与备份");
    press(&mut window, "恢复仿宋字体");
    wait_for(&mut window, "FandolFang（内置）");
    press(&mut window, "本机公文字体优先");
    for _ in 0..200 {
        if std::fs::read_to_string(&kept)
            .unwrap()
            .contains("installed")
        {
            break;
        }
        window.step();
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    let text = std::fs::read_to_string(&kept).unwrap();
    assert!(
        text.contains("installed") && !text.contains("单位仿宋"),
        "{text}"
    );
}
