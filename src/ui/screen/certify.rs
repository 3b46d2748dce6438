//! 证明, beside the form of a volunteer: what was certified, and issuing a certificate for a year or half of one.

use crate::app::Issuing;
use crate::app::Register;
use crate::app::desk::Ask;
use crate::model::Period;
use crate::model::Uid;
use crate::model::number::hours;
use crate::model::tally::service;
use crate::ui::action::Action;
use crate::ui::screen::records::Scene;
use crate::ui::theme;
use crate::ui::widget::button;
use crate::ui::widget::link::link_ui;
use crate::ui::widget::year::year_ui;
use egui::Ui;
use egui_material_icons::icons;

/// Which part of the year is certified.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Span {
    #[default]
    Year,
    FirstHalf,
    SecondHalf,
}

impl Span {
    const ALL: [(Self, &'static str); 3] = [
        (Self::Year, "全年"),
        (Self::FirstHalf, "上半年"),
        (Self::SecondHalf, "下半年"),
    ];

    fn period(self, year: i16) -> Option<Period> {
        match self {
            Self::Year => Period::year(year),
            Self::FirstHalf => Period::half(year, 1),
            Self::SecondHalf => Period::half(year, 2),
        }
    }
}

/// What the clerk has chosen so far.
#[derive(Debug, Default)]
pub struct Certify {
    year: Option<i16>,
    span: Span,
    purpose: String,
    /// The volunteer the purpose was typed for.
    who: Uid,
}

impl Certify {
    /// Draw the tab of a volunteer.
    pub fn ui(&mut self, ui: &mut Ui, uid: Uid, scene: &Scene<'_>) -> Vec<Action> {
        let mut actions = Vec::new();
        let (ledger, book) = (&scene.state.ledger, &scene.state.directory.book);
        let Some(volunteer) = ledger.volunteers.get(&uid) else {
            return actions;
        };
        if self.who != uid {
            self.who = uid;
            self.purpose.clear();
        }
        let year = self
            .year
            .get_or_insert_with(|| ledger.newest_year().unwrap_or(scene.today.year()));
        ui.horizontal(|ui| {
            year_ui(ui, year);
            for (span, label) in Span::ALL {
                if button::choice(ui, self.span == span, label).clicked() {
                    self.span = span;
                }
            }
        });
        let Some(period) = self.span.period(*year) else {
            return actions;
        };
        let person = volunteer.person;
        let lines = service::lines(ledger, book, &period, Some(person));
        let lines = lines.get(&person).map_or(&[][..], |l| l.as_slice());
        let minutes = service::minutes(lines);
        ui.label(theme::strong(
            format!(
                "{}服务 {} 次，{} 小时",
                period.label,
                lines.len(),
                hours(minutes)
            ),
            15.0,
        ));
        let own = ledger.certificates.values();
        let mut own: Vec<_> = own.filter(|c| c.person == Some(person)).collect();
        own.sort_by(|a, b| (b.issued_on, &b.number).cmp(&(a.issued_on, &a.number)));
        let held = own.iter().any(|c| c.stands() && c.is_of(&period));
        ui.horizontal(|ui| {
            let caption = ui.label(theme::weak("用途"));
            ui.add(egui::TextEdit::singleline(&mut self.purpose).desired_width(240.0))
                .labelled_by(caption.id);
        });
        let ready = minutes > 0 && !held && scene.state.writable;
        let issue = ui
            .add_enabled_ui(ready, |ui| {
                button::primary(ui, icons::ICON_WORKSPACE_PREMIUM, "出具证明")
            })
            .inner;
        if issue.clicked() {
            actions.push(Action::Ask(Ask::Issue(Box::new(Issuing {
                person: Some(person),
                purpose: crate::model::text::one_line(&self.purpose),
                ..Issuing::of(period)
            }))));
        }
        ui.label(
            theme::weak(if held {
                "这段时间的证明已经出具；要重开，先把原证明的状态改为“作废”"
            } else if minutes == 0 {
                "这段时间没有登记服务时长，没有可以证明的"
            } else {
                "编号由程序从登记簿里取，用过的不再用；打印用报表 R11"
            })
            .size(13.0),
        );
        button::section(ui, "已出具的证明");
        if own.is_empty() {
            ui.label(theme::weak("还没有"));
        }
        for certificate in own {
            let day = |d: Option<jiff::civil::Date>| d.map_or("…".into(), |d| d.to_string());
            let text = format!(
                "{}　{} 至 {}　{} 小时　{}",
                certificate.number,
                day(certificate.from),
                day(certificate.to),
                certificate.minutes.map(hours).unwrap_or_default(),
                certificate.state
            );
            link_ui(
                ui,
                &text,
                Register::Certificates,
                certificate.uid,
                &mut actions,
            );
        }
        actions
    }
}
