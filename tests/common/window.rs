//! The window without a display: opened on a file, waited for, walked by its labels.

use super::NOW;
use super::Room;
use egui::Key;
use egui::Modifiers;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::HarnessBuilder;
use egui_kittest::kittest::NodeT as _;
use egui_kittest::kittest::Queryable as _;
use kepu_ledger::app::desk::Begin;
use kepu_ledger::ui::Desktop;
use kepu_ledger::ui::files::Files;
use kepu_ledger::ui::files::Purpose;
use kepu_ledger::ui::fonts;
use kepu_ledger::ui::screen::AREAS;
use kepu_ledger::ui::theme;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;

pub type Window = Harness<'static, Option<Desktop>>;

/// A clerk who always picks the same file; what the system was asked to open is noted.
#[derive(Default)]
pub struct Picks {
    pub path: Option<PathBuf>,
    pub opened: Arc<Mutex<Vec<PathBuf>>>,
    asked: Option<Purpose>,
}

impl Picks {
    pub fn file(path: PathBuf) -> Self {
        Self {
            path: Some(path),
            ..Self::default()
        }
    }
}

impl Files for Picks {
    fn ask(&mut self, _: &egui::Context, purpose: Purpose) {
        self.asked = Some(purpose);
    }
    fn take(&mut self) -> Option<(Purpose, Vec<PathBuf>)> {
        let path = self.path.clone()?;
        self.asked.take().map(|purpose| (purpose, vec![path]))
    }
    fn open(&mut self, path: &Path) -> bool {
        self.opened.lock().unwrap().push(path.to_owned());
        true
    }
}

pub fn window(begin: Option<Begin>) -> Window {
    window_with(begin, || Box::<Picks>::default())
}

pub fn window_with(begin: Option<Begin>, files: impl Fn() -> Box<dyn Files> + 'static) -> Window {
    let builder = Harness::builder().with_size([1366.0, 768.0]);
    shown_in(builder, begin, files)
}

pub fn shown_in(
    builder: HarnessBuilder<Option<Desktop>>,
    begin: Option<Begin>,
    files: impl Fn() -> Box<dyn Files> + 'static,
) -> Window {
    let mut begin = Some(begin);
    builder
        .with_os(egui::os::OperatingSystem::Windows)
        .with_context_setup(|ctx| {
            fonts::install(ctx);
            theme::install(ctx);
        })
        .build_ui_state(
            move |ui, desktop: &mut Option<Desktop>| {
                let ctx = ui.ctx().clone();
                let desktop = desktop.get_or_insert_with(|| {
                    Desktop::new(begin.take().flatten(), files(), NOW, &ctx)
                });
                let mut raw = egui::RawInput {
                    events: ctx.input(|i| i.events.clone()),
                    ..egui::RawInput::default()
                };
                desktop.before_input(&mut raw);
                desktop.take(&ctx);
                desktop.draw(ui);
            },
            None,
        )
}

/// Run frames until a label stands somewhere; the office thread works meanwhile.
pub fn wait_for(window: &mut Window, label: &str) {
    for _ in 0..1500 {
        window.step();
        if window.query_all_by_label_contains(label).next().is_some() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    let said: Vec<String> = window
        .query_all_by_label_contains("")
        .filter_map(|n| n.accesskit_node().label())
        .collect();
    panic!("{label} never came; the window says {said:?}");
}

pub fn settle(window: &mut Window) {
    for _ in 0..12 {
        window.step();
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
}

pub fn opened(room: &mut Room) -> Window {
    room.office = None;
    let mut window = window(Some(Begin::Open(room.file())));
    wait_for(&mut window, "湖滨街道办事处");
    settle(&mut window);
    window
}

pub fn press(window: &mut Window, key: Key) {
    window.key_press(key);
    settle(window);
}

pub fn held(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    window.run_steps(2);
}

pub fn type_in(window: &mut Window, text: &str) {
    window.event(egui::Event::Text(text.into()));
    settle(window);
}

pub fn go(window: &mut Window, screen: &str) {
    let area = AREAS
        .iter()
        .find(|a| a.screens.iter().any(|s| s.label() == screen))
        .unwrap();
    // Large letters leave the last entries below the edge, where the wheel brings them; who hears the window presses them there.
    window
        .get_by_role_and_label(Role::Tab, area.label)
        .click_accesskit();
    if area.screens.len() > 1 {
        window.run_steps(2);
        window
            .get_by_role_and_label(Role::RadioButton, screen)
            .click();
    }
    settle(window);
}

/// A file as the system hands it over when it is dropped.
#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }
    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|e| e.to_string())
    }
}

/// Drop files on the window.
pub fn drop_on(window: &mut Window, files: &[&Path]) {
    for file in files {
        let dropped = std::sync::Arc::new(Dropped(file.to_path_buf()));
        window.input_mut().dropped_files.push(dropped);
    }
    settle(window);
}
