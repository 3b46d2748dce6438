//! The ledgers opened last: on the first screen and in 设置与备份, one click away; and the program that is carried about
//! with its ledgers, which keeps them beside itself.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that panics has failed, which is its job"
)]

mod common;

use common::NOW;
use common::program;
use common::window::Window;
use common::window::go;
use common::window::settle;
use common::window::wait_for;
use common::window::window_with;
use egui::accesskit::Role;
use egui_kittest::kittest::NodeT as _;
use egui_kittest::kittest::Queryable as _;
use jiff::civil::date;
use kepu_ledger::app::NewOffice;
use kepu_ledger::app::Office;
use kepu_ledger::app::desk::Begin;
use kepu_ledger::app::recent::Recents;
use kepu_ledger::ui::files::Files;
use kepu_ledger::ui::files::Purpose;
use kepu_ledger::ui::recent::Remember;
use kepu_ledger::ui::recent::Remembering;
use std::path::Path;
use std::path::PathBuf;
use std::process::Output;
use tempfile::TempDir;

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// A computer whose settings lie in a folder.
struct Computer {
    settings: PathBuf,
    remembering: Option<Remembering>,
}

impl Files for Computer {
    fn ask(&mut self, _: &egui::Context, _: Purpose) {}
    fn take(&mut self) -> Option<(Purpose, Vec<PathBuf>)> {
        None
    }
    fn remember(&mut self, ctx: &egui::Context, wish: Remember) {
        let recents = Recents::in_folder(&self.settings);
        self.remembering
            .get_or_insert_with(|| Remembering::start(recents, ctx.clone()))
            .wish(wish);
    }
    fn recent(&mut self) -> Option<Vec<kepu_ledger::app::recent::Recent>> {
        self.remembering.as_ref().and_then(Remembering::take)
    }
}

fn window(settings: &Path, begin: Option<Begin>) -> Window {
    let settings = settings.to_owned();
    window_with(begin, move || {
        Box::new(Computer {
            settings: settings.clone(),
            remembering: None,
        })
    })
}

fn ledger(folder: &Path, name: &str) -> PathBuf {
    let file = folder.join(format!("{name}.kepu"));
    let new = NewOffice {
        name: format!("{name}街道办事处"),
        ..NewOffice::default()
    };
    Office::create(&file, &new, NOW).unwrap();
    file
}

#[test]
fn the_first_screen_opens_a_recent_ledger_by_one_click_and_lets_go_of_what_is_gone() {
    let folder = TempDir::new().unwrap();
    let recents = Recents::in_folder(folder.path());
    let lake = ledger(folder.path(), "湖滨");
    recents.remember(&lake, date(2026, 11, 2));
    recents.remember(&folder.path().join("走失.kepu"), date(2026, 11, 3));
    let mut window = window(folder.path(), None);
    wait_for(&mut window, "找不到");
    let gone = window.get_by_label_contains("走失　上次打开 2026年11月3日");
    assert!(gone.accesskit_node().is_disabled());
    window.get_by_label("从列表移除 走失").click();
    settle(&mut window);
    assert!(window.query_by_label_contains("走失").is_none());
    assert_eq!(recents.list().len(), 1);
    // By the keyboard alone: the line can be reached, and Enter opens it.
    let line = "湖滨　上次打开 2026年11月2日";
    window.get_by_label_contains(line).focus();
    window.run_steps(2);
    window.key_press(egui::Key::Enter);
    wait_for(&mut window, "湖滨街道办事处");
    settle(&mut window);
    let first = recents.list().remove(0);
    assert_eq!((first.file, first.opened), (lake, Some(date(2026, 11, 24))));
}

#[test]
fn changing_to_another_ledger_keeps_what_was_typed_in_its_own() {
    let folder = TempDir::new().unwrap();
    let recents = Recents::in_folder(folder.path());
    let (lake, garden) = (ledger(folder.path(), "湖滨"), ledger(folder.path(), "翠园"));
    recents.remember(&garden, date(2026, 11, 2));
    let mut window = window(folder.path(), Some(Begin::Open(lake.clone())));
    wait_for(&mut window, "湖滨街道办事处");
    settle(&mut window);
    go(&mut window, "科普活动");
    window.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::N);
    settle(&mut window);
    let title = |window: &Window| {
        window
            .query_by_role_and_label(Role::TextInput, "活动名称")
            .is_some()
    };
    assert!(title(&window));
    let field = window.get_by_role_and_label(Role::TextInput, "活动名称");
    field.focus();
    window.run_steps(2);
    window
        .get_by_role_and_label(Role::TextInput, "活动名称")
        .type_text("没写完的讲座");
    settle(&mut window);
    go(&mut window, "设置与备份");
    // The open one is not offered.
    assert!(window.query_by_label_contains("湖滨　上次打开").is_none());
    window
        .get_by_label_contains("翠园　上次打开")
        .scroll_to_me();
    settle(&mut window);
    window.get_by_label_contains("翠园　上次打开").click();
    wait_for(&mut window, "翠园街道办事处");
    settle(&mut window);
    go(&mut window, "科普活动");
    assert!(
        !title(&window),
        "a form of the one must not be saved into the other"
    );
    drop(window);
    for (file, kept) in [(lake, 1), (garden, 0)] {
        let drafts = Office::open(&file, NOW).unwrap().drafts().unwrap();
        assert_eq!(drafts.len(), kept, "{file:?}: {drafts:?}");
    }
}

/// The program in a folder of its own, as it is carried about.
fn carried(marker: &str) -> (TempDir, PathBuf) {
    let stick = TempDir::new().unwrap();
    let copy = stick.path().join("kepu-ledger");
    // As large as a debug build is, a second name for it is as good where the disk allows one.
    if std::fs::hard_link(program(), &copy).is_err() {
        std::fs::copy(program(), &copy).unwrap();
    }
    std::fs::write(stick.path().join(marker), "").unwrap();
    (stick, copy)
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    let name = |e: std::io::Result<std::fs::DirEntry>| e.unwrap().file_name();
    let mut names: Vec<String> = entries
        .map(|e| name(e).to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn a_program_that_is_carried_about_leaves_nothing_on_the_computer() {
    for marker in ["便携.txt", "portable.txt"] {
        let (stick, copy) = carried(marker);
        let home = TempDir::new().unwrap();
        let start = |arguments: &[&str]| {
            let mut command = std::process::Command::new(&copy);
            command
                .env("HOME", home.path())
                .env_remove("XDG_CONFIG_HOME")
                .env_remove("XDG_DATA_HOME");
            let command = command.args(arguments).current_dir(stick.path());
            command.output().unwrap()
        };
        let made = start(&["new", "湖滨.kepu", "--office", "湖滨街道办事处"]);
        assert!(made.status.success(), "{}", said(&made));
        assert_eq!(names(home.path()), [""; 0], "{marker}");
        let data = stick.path().join("数据");
        assert_eq!(names(&data), ["日志"]);
        assert!(names(&data.join("日志"))[0].starts_with("kepu."));
        // Its choice of fonts is the one beside it.
        std::fs::create_dir_all(data.join("设置")).unwrap();
        let choice = "prefer = \"installed\"\n[pointed]\nfang-song = \"/无此/仿宋.ttf\"\n";
        std::fs::write(data.join("设置/fonts.toml"), choice).unwrap();
        let fonts = start(&["fonts"]);
        assert!(said(&fonts).contains("仿宋.ttf"), "{}", said(&fonts));
        assert_eq!(names(home.path()), [""; 0], "{marker}");
    }
}

#[test]
fn where_it_can_not_write_beside_itself_the_users_folders_serve() {
    let (stick, copy) = carried("便携.txt");
    // A file where the folder would be stands for a locked stick: it refuses also whoever may write anywhere.
    std::fs::write(stick.path().join("数据"), "").unwrap();
    let home = TempDir::new().unwrap();
    let made = std::process::Command::new(&copy)
        .env("XDG_CONFIG_HOME", home.path().join("config"))
        .env("XDG_DATA_HOME", home.path().join("data"))
        .args(["new", "湖滨.kepu", "--office", "湖滨街道办事处"])
        .current_dir(home.path())
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", said(&made));
    assert!(!names(&home.path().join("data/kepu-ledger/log")).is_empty());
}
