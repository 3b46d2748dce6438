//! What comes to the window: answers of the office thread and of dialogs. Files dropped on it: `dropped`.

use super::Desktop;
use super::action::Action;
use super::begin::come_to_front;
use super::files::Purpose;
use super::recent::Remember;
use super::scene_of;
use super::screen::Screen;
use super::screen::collect::CHECKED_AGAIN;
use super::screen::reports::ReportsScreen;
use super::screen::submission::SubmissionScreen;
use crate::app::Register;
use crate::app::certificate::ISSUED;
use crate::app::collect::is_sheet;
use crate::app::desk::Ask;
use crate::app::desk::Begin;
use crate::app::desk::CollectAsk;
use crate::app::desk::Desk;
use crate::app::desk::HandoverTold;
use crate::app::desk::PastTold;
use crate::app::desk::Told;
use crate::app::outfile::Way;
use crate::app::paths;
use crate::app::typeface::Wish;
use crate::app::words::Advice;
use crate::model::Uid;
use std::path::PathBuf;
use std::sync::Arc;

impl Desktop {
    /// Take what the office thread and the dialogs told. Runs even when the window is hidden.
    pub fn take(&mut self, ctx: &egui::Context) {
        self.watch_session();
        let now = ctx.input(|i| i.time);
        let told = self.desk.as_ref().map(Desk::take).unwrap_or_default();
        for one in told {
            self.take_one(one, ctx);
        }
        if let Some(recent) = self.files.recent() {
            self.recent = recent;
        }
        if let Some((purpose, paths)) = self.files.take() {
            self.take_files(&purpose, paths, ctx, now);
        }
        let dropped: Vec<PathBuf> = ctx.input(|i| {
            i.raw
                .dropped_files
                .iter()
                .map(|f| f.path().to_path_buf())
                .collect()
        });
        if !dropped.is_empty() && !self.lock.is_locked() {
            self.take_dropped(dropped, ctx);
        }
        self.toasts.retain(|t| t.until > now);
        if !self.toasts.is_empty() {
            ctx.request_repaint_after(std::time::Duration::from_millis(500));
        }
    }

    // Photos and papers dropped over an open record belong to it; sheets are for the import.
    pub(super) fn takes_files(&mut self, files: &[PathBuf]) -> Option<(Register, Uid)> {
        let Screen::Register(register) = self.screen else {
            return None;
        };
        let uid = self.pages.get(register)?.chosen()?;
        (!files.iter().any(|f| is_sheet(f))).then_some((register, uid))
    }

    fn take_files(
        &mut self,
        purpose: &Purpose,
        paths: Vec<PathBuf>,
        ctx: &egui::Context,
        now: f64,
    ) {
        let Some(first) = paths.first().cloned() else {
            return;
        };
        match purpose {
            Purpose::OpenFile => self.begin(Begin::Open(first), ctx),
            Purpose::Sheets => {
                let action = self.import.begin(paths);
                self.carry_out(action, ctx);
            }
            Purpose::SaveReport(_) => {
                let action = self.reports.save(first);
                if let Some(action) = action {
                    self.carry_out(action, ctx);
                }
            }
            Purpose::Packs
            | Purpose::PackFolder
            | Purpose::SavePack(_)
            | Purpose::SaveReturn(_)
            | Purpose::SaveCorrections(_) => {
                let action = self.submission.picked(purpose, paths);
                if let Some(action) = action {
                    self.carry_out(action, ctx);
                }
            }
            Purpose::Attach(register, uid, kind) => {
                self.attach((*register, *uid, *kind), paths);
            }
            Purpose::SecondPlace => {
                let action = self.copies.away(first);
                self.carry_out(action, ctx);
            }
            Purpose::BlankFolder => {
                if let Some(action) = self.collect.hand_out(first) {
                    self.carry_out(action, ctx);
                }
            }
            Purpose::Returned => {
                let action = self.collect.begin(paths);
                self.carry_out(action, ctx);
            }
            Purpose::SaveReminder(_) => self.ask(Ask::Collect(CollectAsk::Remind(first))),
            Purpose::SaveHandover(_) => {
                let action = self.handover.give(first);
                self.carry_out(action, ctx);
            }
            Purpose::TakeOver => {
                self.begin(Begin::TakeOver(first, paths::default_folder()), ctx);
            }
            Purpose::SaveHistory => {
                if let Some(action) = self.past.save(first) {
                    self.carry_out(action, ctx);
                }
            }
            Purpose::SaveManual(_) => self.ask(Ask::Manual(Way::File(first))),
            Purpose::SavePurge => {
                let action = self.trash.purge(first);
                self.carry_out(action, ctx);
            }
            Purpose::SaveTable(register) => {
                self.ask(Ask::SaveTable(*register, first));
            }
            Purpose::Font(role) => self.ask(Ask::Fonts(Wish::Point(*role, first))),
            Purpose::Plan => match std::fs::read_to_string(&first) {
                Ok(text) => self.ask(Ask::LoadPlan(text)),
                Err(_) => self.say("没能读取这份规划，请检查文件是否还在", now),
            },
        }
    }

    fn take_one(&mut self, told: Told, ctx: &egui::Context) {
        let now = ctx.input(|i| i.time);
        match told {
            Told::NotOpened(why) => {
                self.opening = false;
                self.handover.progress = None;
                self.desk = None;
                self.state = None;
                self.start.trouble = Some(why);
            }
            Told::Locked(advice, there) => {
                if let Some(path) = there {
                    self.start.begun = Some(Begin::Open(path));
                }
                self.opening = false;
                self.desk = None;
                self.state = None;
                self.start.trouble = None;
                self.start.locked = Some(advice);
            }
            Told::Health(told) => {
                if let Some(text) = self.health.take(told) {
                    self.say(text, now);
                }
            }
            Told::Copies(told) => {
                if let Some(text) = self.copies.take(told) {
                    self.say(text, now);
                }
            }
            Told::Rescued(rescued) => self.say(rescued.in_short(), now),
            Told::State(state) => {
                if self.opening {
                    self.opening = false;
                    self.start.trouble = None;
                    self.forms_of = Some(state.path.clone());
                    if state.around.copy_of.is_none() {
                        let opened = Remember::Opened(state.path.clone(), self.clock.today());
                        self.files.remember(ctx, opened);
                    }
                    // What is on record says which year the clerk works on.
                    self.year = state.ledger.newest_year().unwrap_or(self.year);
                    self.reach.year = self.year;
                    self.reports = ReportsScreen::new(self.year);
                    self.submission = SubmissionScreen::new(self.year);
                }
                self.state = Some(Arc::from(state));
            }
            Told::Drafts(drafts) => {
                if let Some(state) = &mut self.state {
                    Arc::make_mut(state).drafts = drafts;
                }
            }
            Told::Done(done, draft) => self.done(&done, &draft, now),
            Told::Front(came) => come_to_front(&came, ctx),
            Told::Crashed(advice) => {
                self.stop_waiting(&advice);
                self.say(advice.to_string(), now);
            }
            Told::Refused(advice, problems, draft) => {
                let pages = self.pages.all();
                pages.for_each(|p| p.refused(Some(&draft), &problems));
                self.import.refused();
                self.submission.refused();
                self.collect.refused();
                self.say(advice.to_string(), now);
            }
            other => self.take_for_screen(other, ctx),
        }
    }

    // What one screen asked for and keeps.
    fn take_for_screen(&mut self, told: Told, ctx: &egui::Context) {
        let now = ctx.input(|i| i.time);
        match told {
            // `take_one` has taken these.
            Told::NotOpened(..)
            | Told::Locked(..)
            | Told::Rescued(_)
            | Told::Health(_)
            | Told::Copies(_)
            | Told::State(_)
            | Told::Done(..)
            | Told::Drafts(_)
            | Told::Front(_)
            | Told::Crashed(_)
            | Told::Refused(..) => {}
            Told::Rows(register, wanted, rows) => {
                if let Some(page) = self.pages.get(register) {
                    page.take_rows(&wanted, rows);
                }
            }
            Told::BlockPlanned(register, turn, plan) => {
                if let Some(page) = self.pages.get(register) {
                    page.take_plan(turn, *plan);
                }
            }
            Told::CellsCopied(Ok((text, count))) => {
                ctx.copy_text(text);
                self.say(format!("已复制 {count} 行，可以粘贴到表格软件"), now);
            }
            Told::CellsCopied(Err(advice)) => self.say(advice.to_string(), now),
            Told::Remembered(register, remembered) => {
                if let Some(page) = self.pages.get(register) {
                    page.take_remembered(remembered);
                }
            }
            Told::Names(revision, names) => self.attendance.take_names(revision, names),
            Told::Overview(overview) => self.overview = Some(Arc::from(overview)),
            Told::Hits(words, hits) => {
                self.palette.take(&words, &hits);
                if words == self.words {
                    self.hits = hits;
                }
            }
            Told::Home(home) => self.home = Some(home),
            Told::Preview(preview) => self.import.take(preview),
            Told::Importing(stage) => self.import.progress(stage),
            Told::PlannedTooLong => {
                let again = self.import.planned_too_long();
                self.carry_out(again, ctx);
                self.say(CHECKED_AGAIN, now);
            }
            Told::Collect(told) => {
                if let Some(text) = self.collect.take(told) {
                    self.say(text, now);
                }
            }
            Told::Handover(HandoverTold::Progress(done, of)) => {
                self.handover.progress = Some((done, of));
            }
            Told::Handover(HandoverTold::Given(given)) => {
                self.handover.progress = None;
                self.handover.given = Some(given);
            }
            Told::Handover(HandoverTold::Taken(taken)) => self.handover.greet(taken),
            Told::Laid(request, proof) => self.reports.take(&request, proof),
            Told::PutOut(way, written) => {
                if written.is_ok() {
                    self.note_printed();
                }
                let action = self.reports.take_out(&way, written);
                if let Some(action) = action {
                    self.carry_out(action, ctx);
                }
            }
            Told::Manual(Way::Print, Ok(path)) => self.carry_out(Action::Print(path), ctx),
            Told::Manual(_, Ok(path)) => self.say(format!("已保存：{}", path.display()), now),
            Told::Manual(_, Err(advice)) => self.say(advice.to_string(), now),
            // Only to paint anew.
            Told::Developed => {}
            Told::Behind(records, behind) => self.reports.take_behind(&records, *behind),
            Told::Offer(choosing, offer) => self.reports.take_offer(&choosing, offer),
            Told::Text(asked, Ok(document)) => {
                let state = self.state.clone();
                let late = state.and_then(|s| self.reports.put_text(&asked, &document, &s));
                if let Some(late) = late {
                    self.say(late, now);
                }
            }
            Told::Text(_, Err(advice)) => self.say(advice.to_string(), now),
            Told::Pages(pages) => self.reports.progress(pages),
            Told::BackedUp(Ok(path)) => self.say(format!("已备份并核对：{}", path.display()), now),
            Told::BackedUp(Err(advice)) => self.say(advice.to_string(), now),
            Told::TableSaved(Ok(path)) => self.say(format!("已导出：{}", path.display()), now),
            Told::TableSaved(Err(advice)) => self.say(advice.to_string(), now),
            Told::Fonts(Ok(())) => self.settings.font_refused = None,
            Told::Fonts(Err(advice)) => self.settings.font_refused = Some(advice),
            Told::Looked(Ok(())) => self.looked(now),
            Told::Looked(Err(advice)) => self.say(advice.to_string(), now),
            Told::Lock(told) => self.lock.take(told, now),
            Told::Past(told) => self.take_past(*told, ctx),
            Told::Adjusting(adjusting) => self.adjust.take(adjusting),
            Told::Cipher(told) => {
                if let Some(action) = self.password.take(told) {
                    self.carry_out(action, ctx);
                }
            }
            Told::Packs(told) => {
                let action = self.submission.told(*told);
                if let Some(action) = action {
                    self.carry_out(action, ctx);
                }
            }
        }
    }

    fn take_past(&mut self, told: PastTold, ctx: &egui::Context) {
        match told {
            PastTold::Printed(path) => self.carry_out(Action::Print(path), ctx),
            PastTold::List(_) | PastTold::Opened(_) | PastTold::Saved(_) => self.past.take(told),
            PastTold::Refused(ref advice) => {
                let text = advice.to_string();
                self.trash.refused();
                self.lock.refused();
                self.say(text, ctx.input(|i| i.time));
            }
            PastTold::Trash(..) | PastTold::Purged(..) => {
                if let Some(action) = self.trash.take(told) {
                    self.carry_out(action, ctx);
                }
            }
        }
    }

    // Whatever a screen waits for does not come any more.
    fn stop_waiting(&mut self, advice: &Advice) {
        self.pages.all().for_each(|p| p.refused(None, &[]));
        self.import.refused();
        self.submission.refused();
        self.collect.refused();
        self.reports.crashed(advice);
        self.handover.progress = None;
        self.password.refused();
        self.trash.refused();
    }

    fn done(&mut self, done: &crate::app::Done, draft: &str, now: f64) {
        let text = match (done.records, done.label.starts_with('已')) {
            (0, _) => "没有变化，不用保存".to_owned(),
            (_, true) => done.label.clone(),
            (_, false) => format!("已保存：{}", done.label),
        };
        self.say(text, now);
        self.submission.done(&done.label);
        if done.label.starts_with("导入") {
            self.import.done();
            self.screen = Screen::Home;
            self.year = self
                .state
                .as_ref()
                .and_then(|s| s.ledger.newest_year())
                .unwrap_or(self.year);
            self.reach.year = self.year;
            self.reports.set_year(self.year);
            self.submission = SubmissionScreen::new(self.year);
        }
        if done.label.starts_with("收数") {
            self.collect.done();
        }
        if done.label.starts_with(ISSUED) {
            self.open_soon = done.focus.map(|uid| (Register::Certificates, uid));
        }
        if done.label.starts_with("填写传播量") {
            self.reach.saved();
        }
        let Some(state) = self.state.clone() else {
            return;
        };
        let scene = scene_of(self.clock, self.composing, self.personal, &state, now);
        self.pages
            .all()
            .for_each(|p| p.saved(draft, done.focus, &scene));
        if let Some((register, uid)) = self.open_soon.take() {
            self.screen = Screen::Register(register);
            if let Some(page) = self.pages.get(register) {
                page.open(uid, &scene);
            }
        }
    }
}
