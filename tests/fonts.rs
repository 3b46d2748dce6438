//! Fonts of paper: the office's own where a computer has them, the bundled ones otherwise, and what is said about it.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that panics has failed, which is its job"
)]

mod common;

use common::Room;
use common::event;
use common::program;
use common::volunteer;
use kepu_ledger::app::Command;
use kepu_ledger::app::Register;
use kepu_ledger::app::paper;
use kepu_ledger::app::paper::Fonts;
use kepu_ledger::app::paper::Kind;
use kepu_ledger::app::paper::Laid;
use kepu_ledger::app::paper::Origin;
use kepu_ledger::app::paper::Report;
use kepu_ledger::app::paper::Request;
use kepu_ledger::app::paper::Role;
use kepu_ledger::app::typeface;
use kepu_ledger::app::typeface::Computer;
use kepu_ledger::app::typeface::FontChoice;
use kepu_ledger::app::typeface::Prefer;
use kepu_ledger::app::typeface::Typefaces;
use kepu_ledger::model::Period;
use kepu_ledger::reports::outline::Letter;
use kepu_ledger::reports::outline::Paragraph;
use kepu_ledger::reports::pdf::Meta;
use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use tempfile::TempDir;

fn bundled(file: &str) -> Vec<u8> {
    std::fs::read(Path::new("fonts").join(file)).unwrap()
}

/// A computer with these files in its font folder.
fn fonts_folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    folder
}

fn preferring_installed(folder: &TempDir) -> Typefaces {
    let choice = FontChoice {
        prefer: Prefer::Installed,
        ..FontChoice::default()
    };
    typeface::assemble(&choice, &[folder.path().to_owned()])
}

fn pointing(role: Role, path: &Path) -> Typefaces {
    let choice = FontChoice {
        pointed: BTreeMap::from([(role, path.to_owned())]),
        ..FontChoice::default()
    };
    typeface::assemble(&choice, &[])
}

fn built_in() -> Arc<Fonts> {
    typeface::assemble(&FontChoice::default(), &[]).fonts
}

fn stand_ins(fonts: &Fonts) -> Vec<String> {
    let all = fonts.substituted();
    all.iter().map(ToString::to_string).collect()
}

fn be16(bytes: &[u8], at: usize) -> usize {
    usize::from(u16::from_be_bytes(bytes[at..at + 2].try_into().unwrap()))
}

fn be32(bytes: &[u8], at: usize) -> usize {
    u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap()) as usize
}

/// Where a table of a font begins.
fn table(font: &[u8], tag: [u8; 4]) -> usize {
    let records = (0..be16(font, 4)).map(|n| 12 + 16 * n);
    let record = records.clone().find(|r| font[*r..*r + 4] == tag).unwrap();
    be32(font, record + 8)
}

/// The font under another family name.
fn renamed(mut font: Vec<u8>, family: &str) -> Vec<u8> {
    let names = table(&font, *b"name");
    let text: Vec<u8> = family.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let storage = names + be16(&font, names + 4);
    let mut done = false;
    for record in (0..be16(&font, names + 2)).map(|n| names + 6 + 12 * n) {
        let is_family = be16(&font, record + 6) == 1 && be16(&font, record) == 3;
        if is_family && be16(&font, record + 8) >= text.len() {
            let at = storage + be16(&font, record + 10);
            font[at..at + text.len()].copy_from_slice(&text);
            let length = u16::try_from(text.len()).unwrap().to_be_bytes();
            font[record + 8..record + 10].copy_from_slice(&length);
            done = true;
        }
    }
    assert!(done, "no room for {family}");
    font
}

/// The font with other embedding rights (OS/2 fsType).
fn with_rights(mut font: Vec<u8>, rights: u16) -> Vec<u8> {
    let at = table(&font, *b"OS/2") + 8;
    font[at..at + 2].copy_from_slice(&rights.to_be_bytes());
    font
}

/// The font with a glyph at U+E123 in place of those of its first compatibility characters (cmap format 12).
fn with_made_up_character(mut font: Vec<u8>) -> Vec<u8> {
    let cmap = table(&font, *b"cmap");
    let subtables = (0..be16(&font, cmap + 2)).map(|n| cmap + be32(&font, cmap + 4 + 8 * n + 4));
    let mut subtables = subtables.collect::<Vec<_>>().into_iter();
    let wide = subtables.find(|s| be16(&font, *s) == 12).unwrap();
    let groups = (0..be32(&font, wide + 12)).map(|n| wide + 16 + 12 * n);
    let mut groups = groups.collect::<Vec<_>>().into_iter();
    let group = groups.find(|g| be32(&font, *g) >= 0xF900).unwrap();
    for at in [group, group + 4] {
        font[at..at + 4].copy_from_slice(&0xE123_u32.to_be_bytes());
    }
    font
}

/// Fonts in one file (TrueType collection, version 1).
fn collection(fonts: &[Vec<u8>]) -> Vec<u8> {
    let mut file = b"ttcf\x00\x01\x00\x00".to_vec();
    file.extend(u32::try_from(fonts.len()).unwrap().to_be_bytes());
    let mut base = file.len() + 4 * fonts.len();
    let mut bodies = Vec::new();
    for font in fonts {
        file.extend(u32::try_from(base).unwrap().to_be_bytes());
        let mut font = font.clone();
        for record in (0..be16(&font, 4)).map(|n| 12 + 16 * n) {
            let moved = u32::try_from(be32(&font, record + 8) + base).unwrap();
            font[record + 8..record + 12].copy_from_slice(&moved.to_be_bytes());
        }
        font.resize(font.len().next_multiple_of(4), 0);
        base += font.len();
        bodies.extend(font);
    }
    file.extend(bodies);
    file
}

fn meta() -> Meta {
    Meta {
        title: "关于科普工作的报告".into(),
        author: "湖滨街道办事处".into(),
        created: jiff::civil::date(2026, 11, 24).at(9, 0, 0, 0),
    }
}

/// A document whose body is one paragraph, in 仿宋.
fn document(fonts: &Arc<Fonts>, text: &str) -> Laid {
    let report = Report {
        title: "关于科普工作的报告".into(),
        letter: Some(Letter {
            paragraphs: vec![Paragraph {
                text: text.into(),
                ..Paragraph::default()
            }],
            ..Letter::default()
        }),
        ..Report::default()
    };
    paper::lay_out_in(Arc::clone(fonts), report, meta(), &mut |_| true).unwrap()
}

fn printed(laid: &Laid) -> String {
    let text = pdf_extract::extract_text_from_mem(&paper::pdf(laid).unwrap()).unwrap();
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn year(kind: Kind) -> Request {
    Request::of(kind, Period::year(2025).unwrap())
}

fn laid(room: &mut Room, kind: Kind) -> Laid {
    let report = room.office().report(&year(kind)).unwrap();
    let mut laid = paper::lay_out_in(built_in(), report, meta(), &mut |_| true).unwrap();
    room.office().name_undrawable(&mut laid);
    laid
}

#[test]
fn without_the_office_s_fonts_every_stand_in_is_named() {
    assert_eq!(
        stand_ins(&built_in()),
        [
            "小标宋：用内置的思源宋体粗体代替方正小标宋",
            "仿宋：用内置的FandolFang代替系统仿宋",
            "楷体：用内置的Kepu Kai代替系统楷体",
            "黑体：用内置的思源黑体代替系统黑体",
            "黑体加粗：用内置的思源黑体粗体代替系统黑体加粗",
            "宋体：用内置的思源宋体代替系统宋体",
        ]
    );
}

#[test]
fn fonts_of_the_computer_are_found_by_the_name_of_the_file() {
    let folder = fonts_folder(&[
        ("fzxbsjw.ttf", &bundled("hei-bold.ttf")),
        ("truetype/win/SIMFANG.TTF", &bundled("kai.ttf")),
        ("readme.ttf.txt", b"no font"),
    ]);
    let faces = preferring_installed(&folder);
    let title = faces.fonts.main(Role::Title).unwrap();
    assert_eq!(
        title.origin,
        Origin::Installed(folder.path().join("fzxbsjw.ttf"))
    );
    assert_eq!(*title.bytes, *bundled("hei-bold.ttf"));
    let left = stand_ins(&faces.fonts);
    assert!(
        !left
            .iter()
            .any(|s| s.contains("小标宋") || s.starts_with("仿宋")),
        "{left:?}"
    );
    assert!(left.iter().any(|s| s.starts_with("楷体：")), "{left:?}");
    assert!(faces.refused.is_empty(), "{:?}", faces.refused);
    // The bundled font of the role is the first to help out, then the nearest style.
    let chain = faces.fonts.chain(Role::FangSong);
    let roles: Vec<Role> = chain.iter().map(|n| faces.fonts.files()[*n].role).collect();
    assert_eq!(
        roles[..5],
        [
            Role::FangSong,
            Role::FangSong,
            Role::Song,
            Role::Hei,
            Role::Hei
        ]
    );
}

#[test]
fn fonts_of_the_computer_are_found_by_what_they_call_themselves() {
    let kai = renamed(bundled("kai.ttf"), "楷体");
    let title = renamed(bundled("hei-bold.ttf"), "方正小标宋简体");
    let folder = fonts_folder(&[("a.ttf", &kai), ("b.ttf", &title)]);
    let faces = preferring_installed(&folder);
    let from = |role| faces.fonts.main(role).unwrap().origin.clone();
    assert_eq!(
        from(Role::Kai),
        Origin::Installed(folder.path().join("a.ttf"))
    );
    assert_eq!(
        from(Role::Title),
        Origin::Installed(folder.path().join("b.ttf"))
    );
    let english = renamed(bundled("kai.ttf"), "SimHei");
    let folder = fonts_folder(&[("c.ttf", &english)]);
    let faces = preferring_installed(&folder);
    let hei = faces.fonts.main(Role::Hei).unwrap();
    assert_eq!(hei.origin, Origin::Installed(folder.path().join("c.ttf")));
}

#[test]
fn only_built_in_fonts_are_used_until_someone_asks() {
    let folder = fonts_folder(&[("FZXBSJW.TTF", &bundled("kai.ttf"))]);
    let faces = typeface::assemble(&FontChoice::default(), &[folder.path().to_owned()]);
    let mut origins = faces.fonts.files().iter().map(|f| &f.origin);
    assert!(origins.all(|o| *o == Origin::BuiltIn));
}

#[test]
fn a_face_inside_a_collection_is_found_and_printed() {
    let song = renamed(bundled("kai.ttf"), "SimSun");
    let file = collection(&[bundled("hei-bold.ttf"), song]);
    let folder = fonts_folder(&[
        ("simsun.ttc", &file),
        (
            "x/fang.ttc",
            &collection(&[bundled("hei-bold.ttf"), renamed(bundled("kai.ttf"), "仿宋")]),
        ),
    ]);
    let faces = preferring_installed(&folder);
    for role in [Role::Song, Role::FangSong] {
        let file = faces.fonts.main(role).unwrap();
        assert_eq!((file.index, file.role), (1, role));
    }
    let laid = document(&faces.fonts, "开展科普活动三十六场，受益群众五千人次。");
    assert!(laid.undrawable.is_empty());
    let text = printed(&laid);
    assert!(
        text.contains("开展科普活动三十六场，受益群众五千人次。"),
        "{text}"
    );
    let bytes = paper::pdf(&laid).unwrap();
    assert!(
        bytes.len() < 60_000,
        "the collection was not cut: {} bytes",
        bytes.len()
    );
}

#[test]
fn a_font_that_may_not_be_embedded_is_refused_with_the_reason() {
    let restricted = with_rights(bundled("kai.ttf"), 2);
    let folder = fonts_folder(&[("simkai.ttf", &restricted)]);
    let faces = preferring_installed(&folder);
    assert_eq!(faces.fonts.main(Role::Kai).unwrap().origin, Origin::BuiltIn);
    assert_eq!(
        faces.refused[0].advice().to_string(),
        "“simkai.ttf”的版权设置不允许嵌入文件。请另选一个，或继续用内置字体。"
    );
    // Print and preview (4) and editing (8) are enough for paper.
    for rights in [0, 4, 8] {
        let font = with_rights(bundled("kai.ttf"), rights);
        let folder = fonts_folder(&[("simkai.ttf", &font)]);
        let faces = preferring_installed(&folder);
        assert!(faces.refused.is_empty(), "{rights}: {:?}", faces.refused);
    }
}

#[test]
fn a_broken_or_poor_font_is_refused_with_the_reason() {
    let whole = bundled("kai.ttf");
    let said = |name: &str, bytes: &[u8]| {
        let folder = fonts_folder(&[(name, bytes)]);
        let faces = pointing(Role::FangSong, &folder.path().join(name));
        let main = faces.fonts.main(Role::FangSong).unwrap();
        assert_eq!(main.origin, Origin::BuiltIn, "{name}");
        faces.refused[0].advice().to_string()
    };
    let broken =
        |name: &str| format!("“{name}”不是完好的字体文件。请另选一个，或重新安装这个字体。");
    assert_eq!(said("a.ttf", b"not a font at all"), broken("a.ttf"));
    assert_eq!(said("b.ttf", &whole[..whole.len() / 2]), broken("b.ttf"));
    assert_eq!(
        said("hei-rare.otf", &bundled("hei-rare.otf")),
        "“hei-rare.otf”缺 3755 个常用汉字，印出来字体会混杂。请另选一个，或继续用内置字体。"
    );
    let gone = pointing(Role::Title, Path::new("没有.ttf"));
    assert_eq!(
        gone.refused[0].advice().to_string(),
        "没能读取字体文件“没有.ttf”。请检查它是否被移走，或另选一个。"
    );
}

#[test]
fn marks_take_a_whole_place_in_every_role() {
    let fonts = built_in();
    for role in Role::ALL {
        for c in "“”‘’—…·〔〕，。《》（）".chars() {
            let glyph = fonts.glyph(role, c);
            assert!(
                !glyph.missing && glyph.advance > 0.9,
                "{role:?} {c}: {glyph:?}"
            );
        }
    }
    // On the grid of a document a place is a whole one.
    for role in [Role::FangSong, Role::Kai] {
        for c in "“”‘’—…·〔〕".chars() {
            let advance = fonts.glyph(role, c).advance;
            assert!((advance - 1.0).abs() < 0.001, "{role:?} {c}: {advance}");
        }
    }
    let quote = fonts.glyph(Role::Kai, '“').font;
    assert_eq!(fonts.files()[quote].role, Role::Song);
    assert_eq!(
        fonts.files()[fonts.glyph(Role::Kai, '科').font].role,
        Role::Kai
    );
}

#[test]
fn rare_names_in_a_document_take_the_nearest_font_that_has_them() {
    let fonts = built_in();
    let role = |c| fonts.files()[fonts.glyph(Role::FangSong, c).font].role;
    assert_eq!((role('张'), role('喆')), (Role::FangSong, Role::Song));
    assert_eq!((role('㐂'), role('𠮷')), (Role::Hei, Role::Hei));
    let laid = document(&fonts, "志愿者张喆、田㐂、𠮷野讲“——科普……”〔2026〕1·2号。");
    assert!(laid.undrawable.is_empty(), "{:?}", laid.undrawable);
    let text = printed(&laid);
    assert!(
        text.contains("张喆、田㐂、𠮷野讲“——科普……”〔2026〕1·2号。"),
        "{text}"
    );
}

#[test]
fn marks_without_ink_pasted_from_a_web_page_leave_no_trace() {
    let laid = document(&built_in(), "科\u{200B}普\u{FEFF}葛\u{E0100}讲座");
    assert!(laid.undrawable.is_empty(), "{:?}", laid.undrawable);
    assert!(printed(&laid).contains("科普葛讲座"));
}

#[test]
fn a_made_up_character_is_printed_as_a_box_and_its_record_is_named() {
    let mut room = Room::new();
    let other = room.save(Command::SaveEvent(event("科普讲座", 3, 5)));
    let uid = room.save(Command::SaveEvent(event("科普讲座\u{E123}", 3, 6)));
    let laid = laid(&mut room, Kind::EventLedger);
    let [one] = &laid.undrawable[..] else {
        panic!("{:?}", laid.undrawable);
    };
    assert_ne!(other, uid);
    assert_eq!(
        one.record,
        Some((Register::Events, uid, "科普讲座\u{E123}".into()))
    );
    assert_eq!(
        one.to_string(),
        "科普活动“科普讲座〓”里的自造字（U+E123）没有字体能显示，会印作〓"
    );
    let text = printed(&laid);
    assert!(text.contains("科普讲座〓"), "{text}");
}

#[test]
fn a_made_up_character_is_drawn_by_the_font_that_was_chosen_for_it_alone() {
    let folder = fonts_folder(&[(
        "simsunb.ttf",
        &with_made_up_character(bundled("hei-bold.ttf")),
    )]);
    let text = "户主王\u{E123}。";
    // Any other font may mean anything by it.
    let found = preferring_installed(&folder);
    assert_eq!(found.fonts.main(Role::Rare).unwrap().role, Role::Rare);
    assert_eq!(document(&found.fonts, text).undrawable.len(), 1);
    let chosen = pointing(Role::Rare, &folder.path().join("simsunb.ttf"));
    let laid = document(&chosen.fonts, text);
    assert!(laid.undrawable.is_empty(), "{:?}", laid.undrawable);
    assert!(printed(&laid).contains(text));
}

#[test]
fn a_name_nothing_can_draw_leads_to_the_person_who_bears_it() {
    let mut room = Room::new();
    // Beyond what any bundled font holds.
    let uid = room.save(Command::SaveVolunteer(volunteer("王\u{2A6D6}")));
    room.save(Command::SaveVolunteer(volunteer("李娜")));
    let laid = laid(&mut room, Kind::VolunteerRoster);
    let named: Vec<_> = laid.undrawable.iter().map(|u| u.record.clone()).collect();
    let title = format!("王{}", '\u{2A6D6}');
    assert_eq!(named, [Some((Register::Volunteers, uid, title))]);
    assert!(
        laid.undrawable[0]
            .to_string()
            .starts_with("科技志愿者“王𪛖”里的“𪛖”（U+2A6D6）")
    );
}

#[test]
fn a_long_title_is_found_by_the_line_that_holds_the_character() {
    let mut room = Room::new();
    let long = format!(
        "{}\u{E123}{}",
        "关于开展科普进社区".repeat(4),
        "系列活动".repeat(6)
    );
    let uid = room.save(Command::SaveEvent(event(&long, 3, 6)));
    room.save(Command::SaveEvent(event("另一场也有\u{E123}的讲座", 3, 7)));
    let laid = laid(&mut room, Kind::EventLedger);
    let lines: Vec<_> = laid.undrawable.iter().collect();
    assert_eq!(lines.len(), 2, "{lines:?}");
    let of = |u: &paper::Undrawable| u.record.as_ref().map(|r| r.1);
    assert!(lines.iter().any(|u| of(u) == Some(uid)), "{lines:?}");
    for line in &lines {
        let title = &line.record.as_ref().unwrap().2;
        assert!(title.contains(line.text.trim()), "{line:?}");
    }
    assert!(lines.iter().any(|u| of(u).is_some_and(|r| r != uid)));
}

#[test]
fn what_stands_in_no_record_is_shown_with_its_line() {
    let laid = document(&built_in(), "另见附件\u{E123}。");
    assert_eq!(
        laid.undrawable[0].to_string(),
        "“另见附件〓。”里的自造字（U+E123）没有字体能显示，会印作〓"
    );
}

#[test]
fn the_choice_is_kept_on_the_computer() {
    let home = TempDir::new().unwrap();
    let computer = Computer {
        kept: Some(home.path().join("设置/fonts.toml")),
        folders: Vec::new(),
    };
    let usual = if cfg!(windows) {
        Prefer::Installed
    } else {
        Prefer::BuiltIn
    };
    assert_eq!(computer.choice().prefer, usual);
    std::fs::create_dir_all(home.path().join("设置")).unwrap();
    let text = "prefer = \"installed\"\n\n[pointed]\nfang-song = \"D:/字体/仿宋.ttf\"\n";
    std::fs::write(home.path().join("设置/fonts.toml"), text).unwrap();
    let choice = computer.choice();
    assert_eq!(choice.prefer, Prefer::Installed);
    assert_eq!(
        choice.pointed[&Role::FangSong],
        PathBuf::from("D:/字体/仿宋.ttf")
    );
    std::fs::write(home.path().join("设置/fonts.toml"), "garbage = [").unwrap();
    assert_eq!(computer.choice().prefer, usual);
}

#[cfg(target_os = "linux")]
#[test]
fn the_command_says_which_fonts_are_used_and_what_they_stand_for() {
    let home = fonts_folder(&[
        ("data/fonts/FZXBSJW.TTF", &bundled("hei-bold.ttf")),
        ("data/fonts/simkai.ttf", &with_rights(bundled("kai.ttf"), 2)),
        ("config/kepu-ledger/fonts.toml", b"prefer = \"installed\"\n"),
    ]);
    let said = |arguments: &[&str]| {
        let out = std::process::Command::new(program())
            .args(arguments)
            .env("XDG_DATA_HOME", home.path().join("data"))
            .env("XDG_CONFIG_HOME", home.path().join("config"))
            .output()
            .unwrap();
        assert!(out.status.success());
        String::from_utf8(out.stdout).unwrap()
    };
    let text = said(&["fonts"]);
    for line in [
        "本机公文字体优先。",
        "小标宋：本机的Noto Sans SC Bold",
        "楷体：用内置的Kepu Kai代替系统楷体",
        "楷体：“simkai.ttf”的版权设置不允许嵌入文件。请另选一个，或继续用内置字体。",
    ] {
        assert!(text.lines().any(|l| l == line), "{line} not in\n{text}");
    }
    let json: serde_json::Value = serde_json::from_str(&said(&["fonts", "--json"])).unwrap();
    assert_eq!(json["roles"][0]["label"], "小标宋");
    assert_eq!(json["roles"][0]["stands_for"], serde_json::Value::Null);
    assert_eq!(json["roles"][1]["stands_for"], "系统仿宋");
}
