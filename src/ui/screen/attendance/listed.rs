//! Names that are not beyond doubt, each with who is meant, before anything is written: several of that name, a likely slip of
//! the pen, or somebody who is not on record yet. Hours are for each, or a total shared out.

use super::row;
use crate::model::Uid;
use crate::model::events::Attendance;
use crate::model::number;
use crate::model::people::Person;
use crate::model::people::VolunteerEntry;
use crate::model::people::matching::Fit;
use crate::ui::screen::records::Scene;
use crate::ui::theme;
use crate::ui::widget::button;
use crate::ui::widget::caption::row_head_ui;
use egui::ComboBox;
use egui::TextEdit;
use egui::Ui;
use egui_material_icons::icons;

/// Who is meant by a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meant {
    Person(Uid),
    New,
    Nobody,
    /// Not said yet.
    Open,
}

#[derive(Debug)]
struct Line {
    name: String,
    fit: Fit,
    meant: Meant,
    already: bool,
    hours: String,
}

/// The list.
#[derive(Debug)]
pub(super) struct Listed {
    event: Uid,
    lines: Vec<Line>,
    total: String,
    why: String,
    /// What was pasted.
    pub(super) typed: String,
}

/// What the clerk did with it.
pub(super) enum Answer {
    /// It still stands.
    Open,
    /// Nothing comes of it.
    Leave,
    /// These come in, with those who are not on record yet.
    Take(Vec<Attendance>, Vec<VolunteerEntry>),
}

impl Listed {
    pub(super) fn new(
        event: Uid,
        fits: Vec<(String, Fit)>,
        rows: &[Attendance],
        hours: &str,
        typed: String,
    ) -> Self {
        let lines = fits.into_iter().map(|(name, fit)| {
            let meant = match fit {
                Fit::One(uid) => Meant::Person(uid),
                Fit::Nobody => Meant::Nobody,
                Fit::Several(_) | Fit::Alike(_) => Meant::Open,
            };
            let already = matches!(fit, Fit::One(uid) if rows.iter().any(|r| r.person == uid));
            Line {
                name,
                fit,
                meant,
                already,
                hours: hours.to_owned(),
            }
        });
        Self {
            event,
            lines: lines.collect(),
            total: String::new(),
            why: String::new(),
            typed,
        }
    }

    fn comes(line: &Line) -> bool {
        !line.already && matches!(line.meant, Meant::Person(_) | Meant::New)
    }

    pub(super) fn ui(&mut self, ui: &mut Ui, scene: &Scene<'_>) -> Answer {
        let count = self.lines.iter().filter(|l| Self::comes(l)).count();
        let open = self.lines.iter().filter(|l| l.meant == Meant::Open).count();
        button::section(ui, &format!("核对名单（{} 个姓名）", self.lines.len()));
        let mut answer = Answer::Open;
        ui.horizontal_wrapped(|ui| {
            let take = ui
                .add_enabled_ui(count > 0 && open == 0, |ui| {
                    button::primary(ui, icons::ICON_DONE, &format!("加入 {count} 人"))
                })
                .inner;
            if take.clicked() {
                answer = self.taken().unwrap_or(Answer::Open);
            }
            if button::tool(ui, icons::ICON_CLOSE, "不加了").clicked() {
                answer = Answer::Leave;
            }
            if open > 0 {
                ui.label(theme::weak(format!("还有 {open} 个请先选是谁")));
            }
        });
        self.share_ui(ui, count);
        if !self.why.is_empty() {
            ui.label(egui::RichText::new(&self.why).color(theme::now().bad));
        }
        egui::ScrollArea::vertical()
            .id_salt("listed")
            .auto_shrink(false)
            .show(ui, |ui| {
                for line in &mut self.lines {
                    line_ui(ui, line, scene);
                }
            });
        answer
    }

    // Hours that were noted for all together.
    fn share_ui(&mut self, ui: &mut Ui, count: usize) {
        ui.horizontal_wrapped(|ui| {
            let caption = ui.label(theme::weak("一共"));
            ui.add(
                TextEdit::singleline(&mut self.total)
                    .margin(egui::Margin::symmetric(8, 5))
                    .desired_width(44.0),
            )
            .labelled_by(caption.id)
            .on_hover_text("所有人合计的小时数");
            ui.label(theme::weak("小时"));
            if !ui.button("平分给要加入的人").clicked() {
                return;
            }
            self.why.clear();
            match number::read_minutes(&self.total) {
                Ok(Some(minutes)) if count > 0 => {
                    let coming = self.lines.iter_mut().filter(|l| Self::comes(l));
                    for (line, minutes) in coming.zip(shares(minutes, count as u32)) {
                        line.hours = minutes_text(minutes);
                    }
                }
                Ok(_) => self.why = "请先填一共几小时，并选好要加入的人".into(),
                Err(why) => self.why = format!("时长{why}"),
            }
        });
    }

    fn taken(&mut self) -> Option<Answer> {
        let mut rows: Vec<Attendance> = Vec::new();
        let mut newcomers = Vec::new();
        for line in self.lines.iter().filter(|l| Self::comes(l)) {
            let minutes = match number::read_minutes(&line.hours) {
                Ok(minutes) => minutes.unwrap_or(0),
                Err(why) => {
                    self.why = format!("{}的时长{why}", line.name);
                    return None;
                }
            };
            let person = if let Meant::Person(uid) = line.meant {
                uid
            } else {
                let entry = newcomer(&line.name);
                let uid = entry.person.uid;
                newcomers.push(entry);
                uid
            };
            // Two spellings of one person are one person.
            if !rows.iter().any(|r| r.person == person) {
                rows.push(row(self.event, person, minutes));
            }
        }
        Some(Answer::Take(rows, newcomers))
    }
}

fn newcomer(name: &str) -> VolunteerEntry {
    VolunteerEntry {
        person: Person {
            uid: Uid::fresh(),
            name: name.to_owned(),
            ..Person::default()
        },
        ..VolunteerEntry::default()
    }
}

fn line_ui(ui: &mut Ui, line: &mut Line, scene: &Scene<'_>) {
    ui.horizontal(|ui| {
        row_head_ui(ui, &line.name, 76.0);
        if line.already {
            ui.label(theme::weak("已在名单里"));
            return;
        }
        let mut ways: Vec<Meant> = Vec::new();
        match &line.fit {
            Fit::One(uid) => ways.push(Meant::Person(*uid)),
            Fit::Several(people) | Fit::Alike(people) => {
                ways.extend(people.iter().map(|p| Meant::Person(*p)));
            }
            Fit::Nobody => {}
        }
        ways.extend([Meant::New, Meant::Nobody]);
        let shown = match line.meant {
            Meant::Open => match line.fit {
                Fit::Several(_) => "不止一人，请选".to_owned(),
                _ => "没有此人，有相近的，请选".to_owned(),
            },
            Meant::Nobody if line.fit == Fit::Nobody => "名册里没有此人，不加".to_owned(),
            meant => said(meant, scene),
        };
        let width = (ui.available_width() - 64.0).max(120.0);
        ComboBox::from_id_salt(("meant", &line.name))
            .width(width)
            .truncate()
            .selected_text(shown)
            .show_ui(ui, |ui| {
                for way in ways {
                    ui.selectable_value(&mut line.meant, way, said(way, scene));
                }
            })
            .response
            .accessible_name(format!("{}是谁", line.name));
        ui.add_enabled(
            Listed::comes(line),
            TextEdit::singleline(&mut line.hours)
                .margin(egui::Margin::symmetric(6, 4))
                .desired_width(36.0),
        )
        .accessible_name(format!("{}的小时", line.name));
    });
}

// Namesakes are told apart by where they live and the end of their number.
fn said(meant: Meant, scene: &Scene<'_>) -> String {
    let uid = match meant {
        Meant::Person(uid) => uid,
        Meant::New => return "新增为志愿者".into(),
        Meant::Nobody | Meant::Open => return "不加".into(),
    };
    let Some(person) = scene.state.ledger.people.get(&uid) else {
        return String::new();
    };
    let place = scene.state.directory.community_name(person.community);
    let phone = person.phone.as_ref().map_or("", |p| p.as_str());
    let tail: Vec<char> = phone.chars().rev().take(4).collect();
    let tail: String = tail.into_iter().rev().collect();
    let mut parts = vec![person.name.clone()];
    if !place.is_empty() {
        parts.push(place);
    }
    if !tail.is_empty() {
        parts.push(format!("尾号 {tail}"));
    }
    parts.join("，")
}

// A total in minutes shared out so that the parts make the whole again.
fn shares(total: u32, count: u32) -> impl Iterator<Item = u32> {
    let (each, rest) = (total / count.max(1), total % count.max(1));
    (0..count).map(move |n| each + u32::from(n < rest))
}

fn minutes_text(minutes: u32) -> String {
    if minutes.is_multiple_of(60) {
        number::hours(minutes)
    } else {
        format!("{}:{:02}", minutes / 60, minutes % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_shared_out_make_the_whole_again() {
        let parts: Vec<u32> = shares(100, 7).collect();
        assert_eq!(parts, [15, 15, 14, 14, 14, 14, 14]);
        assert_eq!(parts.iter().sum::<u32>(), 100);
        assert_eq!(shares(60, 0).count(), 0);
        for minutes in [0, 45, 60, 125] {
            let read = number::read_minutes(&minutes_text(minutes));
            assert_eq!(read, Ok(Some(minutes)));
        }
    }
}
