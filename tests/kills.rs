//! kill -9 at any moment of any verb that writes: the file opens and is sound, what was answered is there, what was begun is
//! there as a whole or not at all, nothing half carries a final name, and what was left lying about goes at the next run.
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
use common::saver;
use common::stage::Stage;
use common::stage::Verb;
use common::stage::WRITING;
use common::stage::assert_tidy;
use common::stage::command;
use common::stage::passing;
use common::stage::run;
use common::stage::told;
use kepu_ledger::app::Office;
use std::process::Stdio;
use std::time::Duration;
use std::time::Instant;

/// Kills in CI of saves, and of each other verb; ten times as many at night.
const SAVES: u32 = 260;
const EACH: u32 = 20;

fn times(few: u32) -> u32 {
    if std::env::var_os("KEPU_NIGHT").is_some() {
        few * 10
    } else {
        few
    }
}

#[test]
fn child_that_saves_until_it_is_killed() {
    saver::save_when_asked();
}

#[test]
fn no_answered_save_is_lost_when_the_program_is_killed() {
    let kills = times(SAVES);
    let mut room = Room::new();
    room.office = None;
    let file = room.file();
    let mut answered = 0_usize;
    let mut hot = 0;
    for kill in 0..kills {
        let mut child = saver::spawn("child_that_saves_until_it_is_killed", &file);
        let out = child.stdout.take().unwrap();
        let (first, is_saving) = std::sync::mpsc::channel();
        let reader = std::thread::spawn(move || saver::last_answered(out, &first));
        // Repeatable spread of moments: some around the start and the opening, most deep in the saves.
        if kill % 5 > 0 {
            is_saving.recv_timeout(Duration::from_mins(1)).unwrap();
        }
        std::thread::sleep(Duration::from_millis(u64::from(kill * 37 % 61)));
        child.kill().unwrap();
        child.wait().unwrap();
        if let Some(last) = reader.join().unwrap() {
            answered = answered.max(last + 1);
        }
        let journal = file.with_extension("kepu-journal");
        hot += u32::from(std::fs::metadata(&journal).is_ok_and(|m| m.len() > 0));
        if kill % 10 == 9 {
            let office = Office::open(&file, NOW).unwrap();
            let there = office.ledger().events.len();
            assert!(
                there >= answered,
                "kill {kill}: {answered} answered, {there} there"
            );
            assert!(
                there <= answered + 10,
                "at most one save a kill may stand without its answer having been read"
            );
            assert!(office.examine().unwrap().is_sound());
            answered = there;
        }
    }
    println!("saves: {kills} kills, {answered} saves, {hot} hot journals");
    assert!(
        answered > kills as usize / 2,
        "the kills came too early to prove anything: {answered}"
    );
}

// Kills spread over the time the verb takes, which is measured and followed: another machine, another load.
fn kill_over_and_over(stage: &Stage, verb: &Verb, kills: u32) {
    let mut lasts = None;
    let (mut killed, mut tried, mut left) = (0, 0, 0);
    while killed < kills {
        assert!(
            tried < kills * 6,
            "{}: it always ends before it is killed",
            verb.name
        );
        tried += 1;
        let room = stage.room();
        let start = Instant::now();
        let mut child = command(verb, room.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let share = f64::from((killed * 37 + tried * 11) % kills) / f64::from(kills);
        if let Some(lasts) = lasts {
            std::thread::sleep(Duration::mul_f64(lasts, 0.1 + share * 0.9));
        } else {
            child.wait().unwrap();
        }
        let ended = child.try_wait().unwrap().is_some();
        if ended {
            // It was over: the next kill comes earlier.
            lasts = Some(lasts.map_or_else(|| start.elapsed(), |l: Duration| l.mul_f64(0.95)));
            continue;
        }
        child.kill().unwrap();
        child.wait().unwrap();
        killed += 1;
        let how = format!("after kill {killed}");
        left += u32::from(!passing(room.path()).is_empty());
        stage.judge(verb, room.path(), false, &how);
        // What is refused now was there already when the kill came.
        let again = run(verb, room.path());
        let done = again.status.success();
        assert!(
            done || told(&again).contains("已经存在"),
            "{} {how}: {}",
            verb.name,
            told(&again)
        );
        assert_tidy(verb, room.path(), &how);
    }
    println!(
        "{}: {kills} kills in {tried} runs, {left} left something in passing",
        verb.name
    );
}

fn kill_verbs(names: &[&str]) {
    let verbs: Vec<Verb> = WRITING
        .iter()
        .filter(|v| names.contains(&v.name))
        .copied()
        .collect();
    assert_eq!(verbs.len(), names.len());
    let stage = Stage::new(&verbs);
    for verb in &verbs {
        kill_over_and_over(&stage, verb, times(EACH));
    }
}

#[test]
fn a_killed_import_collection_or_merge_is_wholly_there_or_not_at_all() {
    kill_verbs(&["import", "collect", "merge"]);
}

#[test]
fn a_killed_pack_or_report_leaves_no_half_file_with_a_final_name() {
    kill_verbs(&["pack", "report pdf", "report xlsx"]);
}

#[test]
fn a_killed_backup_or_restore_leaves_the_file_as_it_was() {
    kill_verbs(&["backup", "backup elsewhere", "restore"]);
}

#[test]
fn a_killed_upgrade_or_handover_goes_on_the_next_time() {
    kill_verbs(&["migration", "handover", "takeover"]);
}
