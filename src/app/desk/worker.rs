//! The office thread itself: opens the file, answers one ask after the other, makes copies when it is idle.

use super::Around;
use super::Ask;
use super::Begin;
use super::HealthTold;
use super::NotOpened;
use super::Snapshot;
use super::Told;
use super::Wake;
use crate::app::Clock;
use crate::app::Command;
use crate::app::Office;
use crate::app::cipher::Unlock;
use crate::app::crash;
use crate::app::error::AppError;
use crate::app::first::FirstSteps;
use crate::app::words::advice;
use crate::app::write::Done;
use crate::store::key::FileKey;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::RecvTimeoutError;
use std::sync::mpsc::Sender;
use std::time::Duration;

pub(super) struct Worker {
    pub(super) out: Sender<Told>,
    pub(super) wake: Wake,
    pub(super) asks: Sender<Ask>,
    /// Counts the reports asked for; work on an older one stops.
    pub(super) turn: Arc<AtomicU64>,
    /// Counts the imports asked for; work on an older one stops.
    pub(super) import_turn: Arc<AtomicU64>,
}

impl Worker {
    pub(super) fn tell(&self, told: Told) {
        // The window may be closing.
        self.out.send(told).ok();
        (self.wake)();
    }

    pub(super) fn live(
        &self,
        begin: Begin,
        unlock: Option<&Unlock>,
        clock: Clock,
        inbox: &Receiver<Ask>,
    ) {
        super::cipher::forget_sheet();
        let mut office = match self.open(begin, unlock, clock) {
            Ok(office) => office,
            Err(told) => return self.tell(*told),
        };
        // Gone before the file is let go: whoever calls then is not made to wait for the end.
        let _listening = if office.is_writable() {
            self.listen(&office)
        } else {
            None
        };
        self.state(&office);
        if office.is_writable() {
            self.note(office.back_up_if_changed("启动"));
        }
        office.warm_up();
        self.state(&office);
        self.tell(Told::Health(HealthTold::Last(office.last_health())));
        // Once in a session, in the first quiet moment.
        let mut examine = office.is_writable() && office.health_is_due();
        loop {
            let quiet = if examine {
                Duration::from_secs(3)
            } else {
                Duration::from_mins(1)
            };
            match inbox.recv_timeout(quiet) {
                Ok(Ask::Close) | Err(RecvTimeoutError::Disconnected) => return,
                Ok(Ask::Cipher(ask)) => match self.cipher(office, ask, clock) {
                    Some(again) => office = again,
                    None => return,
                },
                Ok(ask) => match self.answer_guarded(office, ask, clock) {
                    Some(again) => office = again,
                    None => return,
                },
                Err(RecvTimeoutError::Timeout) if examine => {
                    examine = false;
                    self.examine_aside(&office);
                }
                Err(RecvTimeoutError::Timeout) => {
                    if office.is_writable() && office.copy_is_due() {
                        self.note(office.back_up_if_changed("定时"));
                        self.state(&office);
                    }
                }
            }
        }
    }

    // What a panic half changed in memory is thrown away; on the disk nothing is half.
    fn answer_guarded(&self, mut office: Office, ask: Ask, clock: Clock) -> Option<Office> {
        if crash::guard(|| self.answer(&mut office, ask)).is_ok() {
            return Some(office);
        }
        let path = office.path().to_owned();
        let (key, revision) = (office.store.key(), office.revision());
        drop(office);
        let office = self.reopen(&path, key, revision, clock)?;
        self.state(&office);
        self.tell(Told::Crashed(crash::advice()));
        Some(office)
    }

    /// Open the file anew after it was replaced, with what the window holds counted on. None when it can't be opened; the
    /// window was told then.
    pub(super) fn reopen(
        &self,
        path: &Path,
        key: Option<FileKey>,
        revision: u64,
        clock: Clock,
    ) -> Option<Office> {
        match Office::open_with(path, key, clock) {
            Ok(mut office) => {
                office.revision = revision + 1;
                office.warm_up();
                Some(office)
            }
            Err(error) => {
                tracing::error!(%error, "not opened again");
                self.tell(Told::NotOpened(Box::new(NotOpened::because(advice(
                    &error,
                )))));
                None
            }
        }
    }

    // A copy that fails is told, but stops nobody's work.
    pub(super) fn note(&self, copied: Result<bool, AppError>) {
        if let Err(error) = copied {
            tracing::error!(%error, "copy failed");
            self.tell(Told::BackedUp(Err(advice(&error))));
        }
    }

    pub(super) fn state(&self, office: &Office) {
        self.tell(Told::State(Box::new(Snapshot {
            ledger: office.ledger().clone(),
            directory: Arc::new(office.directory().clone()),
            revision: office.revision(),
            undo: office.undo_label().map(str::to_owned),
            redo: office.redo_label().map(str::to_owned),
            path: office.path().to_owned(),
            writable: office.is_writable(),
            encrypted: office.is_encrypted(),
            first_steps: office.first_steps(),
            lock_minutes: office.lock().map(|lock| lock.minutes),
            plain_copies: if office.is_encrypted() {
                office.plain_copies().len()
            } else {
                0
            },
            around: Around::of(office),
            copied: office
                .copies()
                .first()
                .map(|c| c.at.strftime("%m月%d日 %H:%M").to_string()),
            drafts: drafts(office),
        })));
    }

    pub(super) fn changed(&self, office: &Office, done: Result<Done, AppError>) {
        self.settled(office, done, "");
    }

    fn settled(&self, office: &Office, done: Result<Done, AppError>, draft: &str) {
        match done {
            Ok(done) => {
                self.state(office);
                self.tell(Told::Done(done, draft.to_owned()));
            }
            Err(error) => {
                tracing::error!(%error, "refused");
                let said = advice(&error);
                let problems = if let AppError::Problems(p) = error {
                    p
                } else {
                    Vec::new()
                };
                self.tell(Told::Refused(said, problems, draft.to_owned()));
            }
        }
    }

    fn run(&self, office: &mut Office, command: Command, draft: &str) {
        let done = office.run(command);
        if done.is_ok()
            && !draft.is_empty()
            && let Err(error) = office.keep_draft(draft, "")
        {
            tracing::error!(%error, "draft not forgotten");
        }
        self.settled(office, done, draft);
    }

    fn keep_first_steps(&self, office: &mut Office, steps: FirstSteps) {
        if let Err(error) = office.keep_first_steps(steps) {
            tracing::error!(%error, "first steps not kept");
        }
        self.state(office);
    }

    fn answer(&self, office: &mut Office, ask: Ask) {
        match ask {
            Ask::Run(command, draft) => self.run(office, *command, &draft),
            Ask::Issue(wish) => {
                let done = office.issue(&wish);
                self.changed(office, done);
            }
            Ask::Undo => {
                let done = office.undo();
                self.changed(office, done);
            }
            Ask::Redo => {
                let done = office.redo();
                self.changed(office, done);
            }
            Ask::Rows(register, wanted) => {
                let rows = Arc::new(office.rows(register, &wanted));
                self.tell(Told::Rows(register, wanted, rows));
            }
            Ask::PlanBlock(turn, wish) => self.plan_block(office, turn, &wish),
            Ask::CopyCells(register, keys, rows, personal) => {
                self.copy_cells(office, register, &keys, &rows, personal);
            }
            Ask::Find(words) => {
                let hits = office.find_anywhere(&words, 6);
                self.tell(Told::Hits(words, hits));
            }
            Ask::Remember(register) => self.remember_aside(office, register),
            Ask::Names => self.name_aside(office),
            Ask::Home(period) => self.tell(Told::Home(Box::new(office.home(period)))),
            Ask::Overview(year) => self.tell(Told::Overview(Box::new(office.overview(year)))),
            Ask::Attach(register, uid, paths, kind) => self.pick_aside(register, uid, paths, kind),
            Ask::Attached(register, uid, picked) => {
                let done = office.attach(register, uid, picked);
                self.changed(office, done);
            }
            Ask::SaveTable(register, path) => {
                let saved = office.save_table(register, &path);
                self.tell(Told::TableSaved(
                    saved.map(|()| path).map_err(|e| advice(&e)),
                ));
            }
            Ask::SetRules(rules) => {
                let done = office.set_rules(*rules).map(|()| Done {
                    label: "已更新计时与星级规则".into(),
                    focus: None,
                    records: 1,
                });
                self.changed(office, done);
            }
            Ask::Preview(request) => self.preview(office, request, None),
            Ask::Replan(request, sources) => self.preview(office, request, Some(sources)),
            Ask::TakeIn(taking) => self.take_in(office, &taking),
            Ask::BackUp => {
                let copy = office.back_up(None, "手动").map_err(|e| advice(&e));
                self.state(office);
                self.tell(Told::BackedUp(copy));
            }
            Ask::KeepDraft(key, text) => {
                if let Err(error) = office.keep_draft(&key, &text) {
                    tracing::error!(%error, "draft not kept");
                }
                self.tell(Told::Drafts(drafts(office)));
            }
            // Whoever waited may have given up.
            Ask::Settle(done) => drop(done.send(())),
            ask @ (Ask::Lay(_)
            | Ask::DraftText(_)
            | Ask::RenewText(_)
            | Ask::PutOut(..)
            | Ask::Behind(_)
            | Ask::Choose(_)
            | Ask::Adjusting(_)
            | Ask::SetReport(..)) => self.paper(office, ask),
            Ask::Health(ask) => self.health(office, ask),
            Ask::Copies(ask) => self.copies(office, ask),
            Ask::Collect(ask) => self.collect(office, ask),
            Ask::Handover(ask) => self.hand_over(office, ask),
            Ask::Packs(ask) => self.pack(office, ask),
            Ask::Served(served) => self.serve(office, *served),
            #[cfg(test)]
            Ask::Panic => {
                // Half a change in memory, as a panic in the middle of one would leave.
                office.ledger = crate::model::Ledger::default();
                panic!("on purpose");
            }
            // The loop carries these out: they end or replace the office.
            Ask::Close | Ask::Cipher(_) => {}
            Ask::Look(what) => {
                let noted = office.note_look(&what).map_err(|e| advice(&e));
                self.tell(Told::Looked(noted));
            }
            Ask::Lock(ask) => self.lock(office, ask),
            Ask::Past(ask) => self.past(office, ask),
            Ask::Fonts(wish) => self.change_fonts_aside(wish),
            Ask::FirstSteps(steps) => self.keep_first_steps(office, steps),
            Ask::Manual(way) => self.manual_aside(office.clock(), way),
            Ask::LoadPlan(text) => {
                let done = office.load_plan(&text).map(|()| Done {
                    label: "已载入规划".into(),
                    focus: None,
                    records: 1,
                });
                self.changed(office, done);
            }
        }
    }
}

// What was typed and not saved, by key.
fn drafts(office: &Office) -> Vec<(String, String)> {
    let kept = office.drafts().unwrap_or_default().into_iter();
    kept.map(|(key, _, text)| (key, text)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Command;
    use crate::app::NewOffice;
    use crate::app::desk::Desk;
    use crate::app::desk::Snapshot;
    use crate::model::events::Event;
    use std::time::Instant;

    fn until<T>(desk: &Desk, mut wanted: impl FnMut(Told) -> Option<T>) -> T {
        let begun = Instant::now();
        loop {
            if let Some(found) = desk.take().into_iter().find_map(&mut wanted) {
                return found;
            }
            assert!(begun.elapsed() < Duration::from_mins(1), "nothing came");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn save(desk: &Desk, title: &str) -> Box<Snapshot> {
        let event = Event {
            title: title.into(),
            ..Event::default()
        };
        desk.ask(Ask::Run(Box::new(Command::SaveEvent(event)), String::new()));
        until(desk, |told| match told {
            Told::State(state) => Some(state),
            _ => None,
        })
    }

    #[test]
    fn work_that_panics_is_told_and_the_next_save_is_as_good_as_ever() {
        let folder = tempfile::TempDir::new().unwrap();
        let new = NewOffice {
            name: "湖滨街道办事处".into(),
            ..NewOffice::default()
        };
        let begin = Begin::New(folder.path().join("湖滨.kepu"), new, None);
        let desk = Desk::start(begin, None, Clock::Computer, Arc::new(|| {})).unwrap();
        save(&desk, "先前的讲座");
        desk.ask(Ask::Panic);
        let told = until(&desk, |told| match told {
            Told::Crashed(advice) => Some(advice.to_string()),
            _ => None,
        });
        assert_eq!(
            told,
            "程序出了问题，刚才这一步没有做成，已保存的内容都在。请再试一次，还不行请关闭程序再打开。"
        );
        desk.take();
        let state = save(&desk, "后来的讲座");
        let titles: Vec<&str> = state
            .ledger
            .events
            .values()
            .map(|e| e.title.as_str())
            .collect();
        assert_eq!(titles, ["先前的讲座", "后来的讲座"]);
    }
}
