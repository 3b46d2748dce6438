//! Files under a password: what opens them, what does not, what the paper with the 恢复码 is good for. Most of it needs the
//! program that ships (`--features cipher`); the plain one must say that it can't.
#![allow(
    clippy::needless_pass_by_value,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that panics has failed, which is its job"
)]

mod common;

use common::program;
use std::path::Path;
use std::process::Command;
use std::process::Output;
use std::process::Stdio;
use tempfile::TempDir;

const PASSWORD: &str = "湖滨科普2026";

/// The program with a password for the file in its environment, and something on its standard input.
fn run(password: &str, input: &str, arguments: &[&dyn AsRef<std::ffi::OsStr>]) -> Output {
    use std::io::Write as _;
    let mut child = Command::new(program())
        .args(arguments.iter().map(AsRef::as_ref))
        .env("KEPU_PASSWORD", password)
        .env_remove("KEPU_PACK_PASSWORD")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that asks for nothing closes its end early.
    child.stdin.take().unwrap().write_all(input.as_bytes()).ok();
    child.wait_with_output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

fn done(output: Output) -> String {
    assert!(output.status.success(), "{}", said(&output));
    said(&output)
}

fn refused(output: Output) -> String {
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    said(&output)
}

/// A sample office with made-up people.
fn office(folder: &Path) -> std::path::PathBuf {
    let file = folder.join("湖滨.kepu");
    done(run(
        "",
        "",
        &[
            &"sample",
            &file,
            &"--events",
            &"30",
            &"--volunteers",
            &"20",
            &"--officers",
            &"20",
        ],
    ));
    file
}

#[cfg(not(feature = "cipher"))]
#[test]
fn a_program_without_the_cipher_says_so_and_leaves_the_file_alone() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("湖滨.kepu");
    // The head of an encrypted file: salt, the part that stays readable, and noise.
    let mut bytes: Vec<u8> = (0..8192_u32).map(|n| (n * 97 % 251) as u8).collect();
    bytes[16..24].copy_from_slice(&[0x10, 0x00, 1, 1, 32, 64, 32, 32]);
    std::fs::write(&file, &bytes).unwrap();
    let told = refused(run(PASSWORD, "", &[&"list", &file, &"events"]));
    assert_eq!(
        told.trim(),
        "“湖滨.kepu”加了密码，这个程序打不开。请用正式发布的安装版打开，文件没有改动。"
    );
    let plain = office(&folder.path().join("另一个"));
    let told = refused(run("", "12345678\n", &[&"password", &plain, &"--set"]));
    assert!(told.contains("这个程序是开发用的"), "{told}");
    done(run("", "", &[&"list", &plain, &"events"]));
    assert_eq!(std::fs::read(&file).unwrap(), bytes);
}

#[cfg(feature = "cipher")]
mod shipped {
    use super::*;
    use common::NOW;
    use common::Room;
    use common::event;
    use common::window::go;
    use common::window::opened;
    use common::window::settle;
    use common::window::wait_for;
    use egui::accesskit::Role;
    use egui_kittest::kittest;
    use egui_kittest::kittest::By;
    use egui_kittest::kittest::Queryable as _;
    use kepu_ledger::app::Clock;
    use kepu_ledger::app::Command as Change;
    use kepu_ledger::app::Office;
    use kepu_ledger::app::cipher::Unlock;
    use kepu_ledger::app::cipher::is_encrypted;
    use kepu_ledger::app::cipher::key_file;
    use kepu_ledger::app::desk::Begin;
    use kepu_ledger::app::desk::Desk;
    use kepu_ledger::app::desk::Told;
    use kepu_ledger::app::instance;
    use kepu_ledger::app::outfile::print_folder;
    use std::sync::Arc;
    use std::time::Duration;

    /// Put the password on; the 恢复码.
    fn set(file: &Path) -> String {
        let told = done(run(
            "",
            &format!("{PASSWORD}\n"),
            &[&"password", &file, &"--set"],
        ));
        let code = told
            .split("恢复码 ")
            .nth(1)
            .unwrap_or_else(|| panic!("{told}"));
        code.split('，').next().unwrap().to_owned()
    }

    fn titles(password: &str, file: &Path) -> String {
        done(run(password, "", &[&"list", &file, &"events", &"--json"]))
    }

    #[test]
    fn nothing_in_the_file_can_be_read_without_the_password() {
        let folder = TempDir::new().unwrap();
        let file = office(folder.path());
        let before = titles("", &file);
        let people = Office::open(&file, Clock::Computer).unwrap();
        let names: Vec<String> = people
            .ledger()
            .people
            .values()
            .map(|p| p.name.clone())
            .collect();
        drop(people);
        set(&file);
        let told = refused(run("", "", &[&"list", &file, &"events"]));
        assert_eq!(
            told.trim(),
            "“湖滨.kepu”加了密码。请输入密码；忘了密码，输入恢复码。"
        );
        let told = refused(run("不是这个密码", "", &[&"list", &file, &"events"]));
        assert_eq!(
            told.trim(),
            "密码不对。请再输入一次；忘了密码，输入恢复码。"
        );
        assert_eq!(titles(PASSWORD, &file), before);
        // A copy made now is as hidden, and opens with the same password.
        done(run(PASSWORD, "", &[&"backup", &file]));
        let copies = folder.path().join("湖滨.备份");
        let copy = std::fs::read_dir(&copies)
            .unwrap()
            .flatten()
            .map(|e| e.path());
        let copy = copy
            .filter(|p| p.extension().is_some_and(|e| e == "kepu"))
            .max()
            .unwrap();
        assert_eq!(titles(PASSWORD, &copy), before);
        for path in [&file, &copy] {
            let bytes = std::fs::read(path).unwrap();
            for name in &names {
                assert!(
                    !bytes.windows(name.len()).any(|w| w == name.as_bytes()),
                    "{name} in {}",
                    path.display()
                );
            }
        }
        // Nothing plain stays beside it.
        let left: Vec<String> = std::fs::read_dir(folder.path())
            .unwrap()
            .flatten()
            .map(|e| e.file_name().to_string_lossy().into_owned())
            .collect();
        assert!(left.iter().all(|n| !n.contains("加密中")), "{left:?}");
    }

    #[test]
    fn the_printed_code_alone_opens_the_file_after_everything_else_was_lost() {
        let folder = TempDir::new().unwrap();
        let file = office(folder.path());
        let before = titles("", &file);
        let code = set(&file);
        std::fs::remove_file(key_file(&file)).unwrap();
        let told = refused(run(PASSWORD, "", &[&"list", &file, &"events"]));
        assert_eq!(
            told.trim(),
            "找不到“湖滨.钥匙”，只有密码打不开。请把它放回台账旁边，或输入恢复码。"
        );
        let careless = code.to_lowercase().replace('-', " ");
        assert_eq!(titles(&careless, &file), before);
        // A new password makes the key file anew.
        done(run(
            &code,
            "新的密码 2027\n",
            &[&"password", &file, &"--change"],
        ));
        assert_eq!(titles("新的密码 2027", &file), before);
        refused(run(PASSWORD, "", &[&"list", &file, &"events"]));
        // And off again: anybody opens it.
        done(run("新的密码 2027", "", &[&"password", &file, &"--remove"]));
        assert_eq!(titles("", &file), before);
        assert!(!key_file(&file).exists());
    }

    #[test]
    fn a_copy_under_the_password_comes_back_whole_and_not_while_the_file_is_open() {
        let folder = TempDir::new().unwrap();
        let file = office(folder.path());
        let before = titles("", &file);
        let code = set(&file);
        done(run(PASSWORD, "", &[&"backup", &file]));
        let copies = folder.path().join("湖滨.备份");
        let copy = std::fs::read_dir(&copies)
            .unwrap()
            .flatten()
            .map(|e| e.path());
        let copy = copy.filter(|p| p.extension().is_some_and(|e| e == "kepu"));
        let copy = copy.max().unwrap();
        // Whoever has it open keeps it.
        let key = kepu_ledger::app::cipher::key_of(&file, &Unlock::read(&code)).unwrap();
        let open = Office::open_with(&file, Some(key), Clock::Computer).unwrap();
        let told = refused(run("", "", &[&"restore", &copy, &"--to", &file]));
        assert!(told.contains("打开"), "{told}");
        drop(open);
        // Without any password the bytes come back, and the key file with them.
        std::fs::write(&file, b"").unwrap();
        std::fs::remove_file(key_file(&file)).unwrap();
        done(run("", "", &[&"restore", &copy, &"--to", &file]));
        assert_eq!(titles(PASSWORD, &file), before);
        // With it the rows are counted, too.
        let told = done(run(PASSWORD, "", &[&"restore", &copy, &"--to", &file]));
        assert!(told.contains("已恢复到"), "{told}");
        assert_eq!(titles(&code, &file), before);
        // A copy that was hit is not put back.
        let mut bytes = std::fs::read(&copy).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        std::fs::write(&copy, bytes).unwrap();
        refused(run(PASSWORD, "", &[&"restore", &copy, &"--to", &file]));
        assert_eq!(titles(&code, &file), before);
    }

    #[test]
    fn every_flipped_bit_is_noticed() {
        let folder = TempDir::new().unwrap();
        let file = office(folder.path());
        set(&file);
        let good = std::fs::read(&file).unwrap();
        let unlock = Unlock::read(PASSWORD);
        let flips = if std::env::var_os("KEPU_NIGHT").is_some() {
            400
        } else {
            60
        };
        let mut missed = Vec::new();
        let bad = folder.path().join("坏.kepu");
        std::fs::copy(key_file(&file), key_file(&bad)).unwrap();
        let key = kepu_ledger::app::cipher::key_of(&bad, &unlock).unwrap();
        for flip in 0..flips {
            let mut bytes = good.clone();
            // The salt is not needed with a whole key; behind it every byte is under a seal.
            let place = 24 + (flip * 7_919_317) % (bytes.len() - 24);
            bytes[place] ^= 1 << (flip % 8);
            std::fs::write(&bad, bytes).unwrap();
            let sound = Office::open_with(&bad, Some(key), Clock::Computer)
                .and_then(|office| office.examine())
                .is_ok_and(|found| found.is_sound());
            if sound {
                missed.push(place);
            }
        }
        assert!(missed.is_empty(), "{missed:?} of {flips}");
    }

    #[test]
    fn a_kill_while_the_password_is_put_on_leaves_a_file_that_opens() {
        let folder = TempDir::new().unwrap();
        let file = office(folder.path());
        let before = titles("", &file);
        let kills = if std::env::var_os("KEPU_NIGHT").is_some() {
            100
        } else {
            12
        };
        let (mut plain, mut hidden) = (0, 0);
        for kill in 0..kills {
            let mut child = Command::new(program())
                .args(["password".as_ref(), file.as_os_str(), "--set".as_ref()])
                .stdin(Stdio::piped())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            {
                use std::io::Write as _;
                let mut input = child.stdin.take().unwrap();
                input.write_all(format!("{PASSWORD}\n").as_bytes()).ok();
            }
            std::thread::sleep(Duration::from_millis(30 + kill * 173 % 1700));
            child.kill().ok();
            child.wait().unwrap();
            let now = if kepu_ledger::app::cipher::is_encrypted(&file) {
                hidden += 1;
                let now = titles(PASSWORD, &file);
                done(run(PASSWORD, "", &[&"password", &file, &"--remove"]));
                now
            } else {
                plain += 1;
                titles("", &file)
            };
            assert_eq!(now, before, "kill {kill}");
            let half = folder.path().join("湖滨.kepu.加密中");
            assert!(
                !half.exists(),
                "kill {kill}: half a file stayed after the next opening"
            );
        }
        println!("{kills} kills: {plain} plain, {hidden} under the password");
    }

    #[test]
    fn a_successor_takes_over_with_the_code_from_the_safe() {
        let folder = TempDir::new().unwrap();
        let file = office(folder.path());
        let before = titles("", &file);
        let code = set(&file);
        let pack = folder.path().join("交接.kepuall");
        done(run(
            PASSWORD,
            "",
            &[&"handover", &file, &"--out", &pack, &"--to", &"王建国"],
        ));
        let desk = folder.path().join("新电脑");
        let told = refused(run("", "", &[&"takeover", &pack, &"--to", &desk]));
        assert!(told.contains("加了密码"), "{told}");
        assert!(!desk.exists(), "what is refused leaves nothing");
        done(run(
            &code,
            "",
            &[&"takeover", &pack, &"--to", &desk, &"--clerk", &"王建国"],
        ));
        let taken = desk.join("湖滨.kepu");
        done(run(
            &code,
            "王建国的新密码8\n",
            &[&"password", &taken, &"--change"],
        ));
        assert_eq!(titles("王建国的新密码8", &taken), before);
        // The password of before goes no further than the old laptop.
        refused(run(PASSWORD, "", &[&"list", &taken, &"events"]));
    }

    #[test]
    fn in_the_window_the_code_is_shown_once_and_the_next_morning_asks_for_the_password() {
        let mut room = Room::new();
        let mut window = opened(&mut room);
        go(&mut window, "设置与备份");
        for label in ["新密码", "再输入一次"] {
            let field = By::new().label(label).predicate(is_field);
            window.query_all(field).next().unwrap().focus();
            window.run_steps(2);
            window.event(egui::Event::Text(PASSWORD.into()));
            window.run_steps(2);
        }
        window.get_by_role_and_label(Role::Button, "加密码").click();
        wait_for(&mut window, "请现在打印或抄下恢复码");
        window.get_by_label("打印恢复码").click();
        wait_for(&mut window, "已放进保险柜");
        let sheet = print_folder().unwrap().join("恢复码.pdf");
        assert!(sheet.exists());
        window.get_by_label("已放进保险柜").click();
        settle(&mut window);
        assert!(!sheet.exists(), "whoever finds it opens the ledger");
        wait_for(&mut window, "打开这个台账要输入密码或恢复码");
        assert!(window.query_by_label("请现在打印或抄下恢复码").is_none());
        drop(window);
        assert!(Office::open(&room.file(), Clock::Computer).is_err());

        let mut window = common::window::window(Some(Begin::Open(room.file())));
        wait_for(&mut window, "加了密码");
        settle(&mut window);
        for (typed, next) in [("不是这个密码", "密码不对"), (PASSWORD, "湖滨街道办事处")]
        {
            let field = By::new().label("密码或恢复码").predicate(is_field);
            window.query_all(field).next().unwrap().focus();
            window.run_steps(2);
            window.event(egui::Event::Text(typed.into()));
            window.run_steps(2);
            window
                .get_by_role_and_label(Role::Button, "打开台账")
                .click();
            wait_for(&mut window, next);
            settle(&mut window);
        }
    }

    #[test]
    fn what_is_read_while_the_window_has_it_open_is_under_the_same_password() {
        let mut room = Room::new();
        room.office = None;
        set(&room.file());
        let unlock = Unlock::read(PASSWORD);
        let begin = Begin::Open(room.file());
        let desk = Desk::start(begin, Some(unlock), NOW, Arc::new(|| {})).unwrap();
        common::first::until(&desk, |told| match told {
            Told::Health(_) => Some(()),
            Told::NotOpened(why) => panic!("{}", why.advice),
            _ => None,
        });
        common::first::save(&desk, Change::SaveEvent(event("刚刚保存的讲座", 5, 12)));
        let list: [&dyn AsRef<std::ffi::OsStr>; 3] = [&"list", &room.file(), &"events"];
        let read = run(PASSWORD, "", &list);
        assert!(read.status.success(), "{}", said(&read));
        assert!(said(&read).contains("刚刚保存的讲座"), "{}", said(&read));
        refused(run("", "", &list));
        refused(run("不是这个密码", "", &list));
        // The copy itself is no plainer than the file.
        let lent = instance::fresh_copy(&room.file()).unwrap();
        assert!(is_encrypted(lent.path()) && key_file(lent.path()).is_file());
        let beside = key_file(lent.path());
        drop(lent);
        assert!(!beside.exists());
    }

    fn is_field(node: &kittest::AccessKitNode<'_>) -> bool {
        matches!(node.role(), Role::TextInput | Role::PasswordInput)
    }
}
