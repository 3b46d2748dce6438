//! 报表: choose a report, its days and whom it is about; look at the very pages that print; see what a figure was counted
//! from; look at what is odd; print or save. This file owns the state and speaks with the office thread; the parts of the
//! screen are drawn in the files beside it.

mod catalogue;
mod choice;
mod find;
mod keys;
mod out;
mod pages;
mod scope;
mod side;
pub(in crate::ui::screen) mod span;
mod spread;
mod tools;
mod view;

use crate::app::behind::Behind;
use crate::app::behind::Choosing;
use crate::app::behind::Offer;
use crate::app::desk::Ask;
use crate::app::desk::Proof;
use crate::app::desk::Snapshot;
use crate::app::outfile::Way;
use crate::app::paper;
use crate::app::paper::Kind;
use crate::app::paper::Mask;
use crate::app::paper::Paper;
use crate::app::paper::Request;
use crate::app::typeface;
use crate::app::words::Advice;
use crate::model::Uid;
use crate::model::papers::Document;
use crate::ui::action::Action;
use crate::ui::screen::records::Scene;
use crate::ui::screen::text::Around;
use crate::ui::screen::text::TextEditor;
use crate::ui::screen::text::text_ui;
use crate::ui::theme;
use crate::ui::widget::page_preview::Shelf;
use crate::ui::widget::page_preview::empty_ui;
use catalogue::List;
use egui::Frame;
use egui::Margin;
use egui::Panel;
use egui::Ui;
use find::Search;
use out::Out;
pub use out::Wish;
use scope::Scope;
use side::Side;
use span::Span;
use std::path::PathBuf;
use std::sync::Arc;
use view::View;

/// Reports on screen.
pub struct ReportsScreen {
    kind: Kind,
    list: List,
    span: Span,
    scope: Scope,
    mask: Mask,
    paper: Option<Paper>,
    asked: Option<(Request, u64)>,
    /// The fonts it was asked for in.
    turn: u64,
    proof: Option<Arc<Proof>>,
    trouble: Option<Advice>,
    /// Pages laid out so far.
    progress: usize,
    shelf: Shelf,
    view: View,
    search: Search,
    side: Side,
    out: Out,
    /// The text of a text report being edited.
    pub text: TextEditor,
    /// The report the text belongs to, as it was asked for.
    text_of: Option<Request>,
    /// A text that came and is not in the editor yet.
    arrived: Option<Box<Document>>,
}

/// What the middle of the screen shows.
enum Middle {
    /// The pages.
    Pages(Arc<Proof>),
    /// Why there are none: something is being waited for, or the clerk has to do something first.
    Remark(String),
}

impl ReportsScreen {
    /// Begin with a year.
    pub fn new(year: i16) -> Self {
        Self {
            kind: Kind::EventLedger,
            list: List::default(),
            span: Span::of(year),
            scope: Scope::default(),
            mask: Mask::Submit,
            paper: None,
            asked: None,
            turn: 0,
            proof: None,
            trouble: None,
            progress: 0,
            shelf: Shelf::default(),
            view: View::default(),
            search: Search::default(),
            side: Side::default(),
            out: Out::default(),
            text: TextEditor::default(),
            text_of: None,
            arrived: None,
        }
    }

    /// Look at another year.
    pub fn set_year(&mut self, year: i16) {
        self.span.year = year;
    }

    /// Pages came, or the reason why there are none.
    pub fn take(&mut self, request: &Request, proof: Result<Arc<Proof>, Advice>) {
        // What was asked for before is no answer to what is asked now.
        if self.asked.as_ref().is_none_or(|(now, _)| now != request) {
            return;
        }
        match proof {
            Ok(proof) => {
                self.trouble = None;
                // The pages of a text that is being edited bring nothing new to its editor.
                if request.document.is_none() {
                    self.arrived.clone_from(&proof.laid.report.document);
                }
                self.shelf.hold(paper::pictures(&proof.laid.pages));
                self.search.renew(&proof.laid.pages);
                self.side.renew(&proof);
                self.out.renew();
                self.proof = Some(proof);
            }
            Err(trouble) => {
                self.trouble = Some(trouble);
                self.proof = None;
            }
        }
    }

    /// What was waited for does not come any more.
    pub fn crashed(&mut self, advice: &Advice) {
        if self.proof.is_none() {
            self.trouble = Some(advice.clone());
        }
        self.out.stop(advice);
    }

    /// So many pages are laid out.
    pub fn progress(&mut self, pages: usize) {
        self.progress = pages;
    }

    /// The records behind a figure came.
    pub fn take_behind(&mut self, records: &Arc<[Uid]>, behind: Behind) {
        self.side.take(records, behind);
    }

    /// What a chooser offers came.
    pub fn take_offer(&mut self, choosing: &Choosing, offer: Offer) {
        self.scope.take(choosing, offer);
    }

    /// A report was written, or not.
    pub fn take_out(&mut self, way: &Way, written: Result<PathBuf, Advice>) -> Option<Action> {
        if written.is_ok() {
            self.list.used(self.kind);
        }
        self.out.take(way, written)
    }

    /// Write the report where the clerk said.
    pub fn save(&mut self, path: PathBuf) -> Option<Action> {
        self.put_out(Way::File(path))
    }

    /// Whether pages stand there that can go out.
    pub fn is_ready(&self) -> bool {
        self.proof.is_some() && !self.out.is_working() && !self.out.is_asking()
    }

    /// Print the report or save it, after asking about what is odd.
    pub fn put_out_as(&mut self, wish: Wish) -> Option<Action> {
        out::wish(self, wish)
    }

    /// Put the caret into the search of the pages.
    pub fn search(&mut self) {
        self.search.begin();
    }

    fn put_out(&mut self, way: Way) -> Option<Action> {
        let proof = self.proof.clone()?;
        self.out.begin();
        Some(Action::Ask(Ask::PutOut(proof, way)))
    }

    fn request(&self) -> Option<Request> {
        let mut request = Request::of(self.kind, self.span.period()?);
        self.scope.narrow(&mut request);
        request.mask = self.mask;
        request.paper = self.paper;
        Some(request)
    }

    // A text belongs to the report it was written for; one that is left behind is saved.
    fn attend_text(&mut self, state: &Snapshot, actions: &mut Vec<Action>) {
        let wanted = self.request().filter(|r| r.kind.is_text());
        if self.text_of != wanted {
            actions.extend(self.text.leave(state));
            self.arrived = None;
            self.text_of = wanted;
        }
        self.text.settle(state);
        if let (Some(document), Some(request)) = (self.arrived.take(), &self.text_of) {
            self.text.take(request, &document, state);
        }
    }

    /// A text drafted anew or brought up to date came; what to say when it comes too late.
    pub fn put_text(
        &mut self,
        asked: &Request,
        document: &Document,
        state: &Snapshot,
    ) -> Option<&'static str> {
        let report = Request {
            document: None,
            ..asked.clone()
        };
        if self.text_of.as_ref() != Some(&report) {
            return None;
        }
        let placed = self.text.put(asked, document, state);
        (!placed).then_some("正文又有改动，没有更新。请再点一次。")
    }

    /// Show this report.
    pub fn choose(&mut self, kind: Kind) {
        if self.kind != kind {
            self.kind = kind;
            self.paper = None;
        }
    }

    // Ask for pages when what they show is not what is wanted.
    fn renew(&mut self, revision: u64, actions: &mut Vec<Action>) {
        let Some(mut request) = self.request() else {
            self.asked = None;
            return;
        };
        if request.kind.is_text() {
            request.document = self.text.edited();
        }
        let turn = typeface::turn();
        if self.turn == turn
            && self
                .asked
                .as_ref()
                .is_some_and(|(now, seen)| *now == request && *seen == revision)
        {
            return;
        }
        // A change of the records leaves the place where one was; another report begins at its first page.
        let without_text = |r: &Request| Request {
            document: None,
            ..r.clone()
        };
        let same = self
            .asked
            .as_ref()
            .is_some_and(|(now, _)| without_text(now) == without_text(&request));
        if !same {
            self.proof = None;
            self.view.begin();
            self.side.forget();
            self.shelf.hold(Vec::new());
        }
        // A record may have another name by now.
        let asked = self.side.asked().into_iter();
        actions.extend(asked.map(|records| Action::Ask(Ask::Behind(records))));
        self.trouble = None;
        self.progress = 0;
        actions.push(Action::Ask(Ask::Lay(Box::new(request.clone()))));
        self.asked = Some((request, revision));
        self.turn = turn;
    }

    fn middle(&self) -> Middle {
        if let Some(trouble) = &self.trouble {
            return Middle::Remark(trouble.to_string());
        }
        if self.asked.is_none() {
            return Middle::Remark("请先填好起止日期。".into());
        }
        match &self.proof {
            Some(proof) => Middle::Pages(Arc::clone(proof)),
            None if self.progress > 0 => {
                Middle::Remark(format!("正在排版…（{} 页）", self.progress))
            }
            None => Middle::Remark("正在排版…".into()),
        }
    }
}

/// Draw the reports.
pub fn reports_ui(ui: &mut Ui, screen: &mut ReportsScreen, scene: &Scene<'_>) -> Vec<Action> {
    let mut actions = Vec::new();
    if !scene.composing && !screen.out.is_asking() {
        keys::pressed(ui, screen);
    }
    screen.attend_text(scene.state, &mut actions);
    screen.renew(scene.state.revision, &mut actions);
    Panel::left("report_choice")
        .exact_size(286.0)
        .resizable(false)
        .frame(bare(theme::now().paper, 12, 10))
        .show(ui, |ui| choice::choice_ui(ui, screen, scene, &mut actions));
    Panel::top("report_tools")
        .frame(bare(theme::now().side, 10, 6))
        .show(ui, |ui| tools::tools_ui(ui, screen, scene, &mut actions));
    if screen.side.is_open() {
        Panel::right("report_side")
            .exact_size(264.0)
            .resizable(false)
            .frame(bare(theme::now().paper, 12, 8))
            .show(ui, |ui| side::side_ui(ui, screen, scene, &mut actions));
    }
    if let Some(request) = screen.text_of.clone() {
        Panel::left("report_text")
            .default_size(400.0)
            .size_range(360.0..=700.0)
            .resizable(true)
            .frame(bare(theme::now().paper, 12, 8))
            .show(ui, |ui| {
                let report = screen.proof.as_ref().map(|p| &p.laid.report);
                let around = Around {
                    state: scene.state,
                    request: &request,
                    remarks: report.map_or(&[], |r| &r.remarks),
                    has_drift: report
                        .and_then(|r| r.letter.as_ref())
                        .is_some_and(|l| !l.drift.is_empty()),
                    limit: paper::catalogue()
                        .ok()
                        .and_then(|c| c.entry(request.kind).limit),
                    composing: scene.composing,
                    today: scene.today,
                    now: scene.now,
                };
                actions.extend(text_ui(ui, &mut screen.text, &around));
            });
    }
    egui::CentralPanel::default()
        .frame(Frame::new().fill(theme::now().desk))
        .show(ui, |ui| match screen.middle() {
            Middle::Pages(proof) => pages::pages_ui(ui, screen, &proof, &mut actions),
            Middle::Remark(remark) => empty_ui(ui, &remark),
        });
    out::modal_ui(ui.ctx(), screen, &mut actions);
    actions
}

fn bare(fill: egui::Color32, x: i8, y: i8) -> Frame {
    Frame::new()
        .fill(fill)
        .inner_margin(Margin::symmetric(x, y))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_to_what_was_asked_before_is_no_answer() {
        let mut screen = ReportsScreen::new(2025);
        let before = screen.request().unwrap();
        screen.choose(Kind::OfficerRoster);
        let mut actions = Vec::new();
        screen.renew(1, &mut actions);
        assert!(
            matches!(&actions[..], [Action::Ask(Ask::Lay(r))] if r.kind == Kind::OfficerRoster)
        );
        let refused = || Advice {
            what: "没有".into(),
            next: "再试".into(),
        };
        screen.take(&before, Err(refused()));
        assert!(screen.trouble.is_none());
        let now = screen.request().unwrap();
        screen.take(&now, Err(refused()));
        assert_eq!(screen.trouble, Some(refused()));
    }
}
