//! System calls of a program as strace writes them down: for hindering the nth one, and for playing them again.

use std::path::Path;
use std::process::Command;

/// A call on a file below a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    pub name: String,
    /// How many of this name its thread had made by then, itself included: what `when=` counts.
    pub nth: u32,
}

/// Run a command under strace with these options.
pub fn under(command: &Command, options: &[String]) -> Command {
    let mut traced = Command::new("strace");
    traced
        .arg("-f")
        .args(options)
        .arg("--")
        .arg(command.get_program());
    traced.args(command.get_args());
    if let Some(folder) = command.get_current_dir() {
        traced.current_dir(folder);
    }
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => traced.env(name, value),
            None => traced.env_remove(name),
        };
    }
    traced
}

/// The calls of these names that a command makes on files below `folder`.
pub fn calls(command: &Command, names: &[&str], folder: &Path) -> Vec<Call> {
    let log = folder.with_extension("calls");
    let options = [
        "-y".to_owned(),
        "-e".to_owned(),
        format!("trace={}", names.join(",")),
        "-o".to_owned(),
        log.display().to_string(),
    ];
    let out = under(command, &options).output().unwrap();
    assert!(
        out.status.success(),
        "{}",
        String::from_utf8_lossy(&out.stderr)
    );
    let text = std::fs::read(&log).unwrap();
    std::fs::remove_file(&log).unwrap();
    let text = String::from_utf8_lossy(&text).into_owned();
    let below = folder.display().to_string();
    let mut counted: std::collections::BTreeMap<(String, String), u32> =
        std::collections::BTreeMap::new();
    let mut found = Vec::new();
    for line in text.lines() {
        let Some((thread, rest)) = line.split_once(' ') else {
            continue;
        };
        let Some((name, arguments)) = rest.trim_start().split_once('(') else {
            continue;
        };
        if !names.contains(&name) {
            continue;
        }
        let nth = counted
            .entry((thread.to_owned(), name.to_owned()))
            .or_default();
        *nth += 1;
        // The folder stands before relative names, too, as `AT_FDCWD</folder>`.
        let is_ours = arguments.contains(&below);
        let elsewhere = [
            "\"/lib",
            "\"/usr",
            "\"/etc",
            "\"/proc",
            "\"/sys",
            "\"/dev/null",
        ];
        if is_ours && !elsewhere.iter().any(|e| arguments.contains(e)) {
            found.push(Call {
                name: name.to_owned(),
                nth: *nth,
            });
        }
    }
    found
}
