//! A register on screen with the tabs of its own beyond the fields, its table as this computer keeps it.

use super::Desktop;
use super::screen;
use crate::app::Register;
use crate::app::tables::TableChoice;
use crate::app::tables::Tables;
use crate::app::words;
use crate::ui::screen::records::More;
use crate::ui::screen::records::Outcome;
use crate::ui::screen::records::Scene;

impl Desktop {
    /// Have the tables of the registers stand as this computer keeps them.
    pub fn tables_as(&mut self, tables: Tables) {
        self.pages.dress(&tables);
        self.tables = tables;
    }

    pub(super) fn keep_table(&mut self, register: Register, choice: TableChoice, now: f64) {
        if let Err(error) = self.tables.choose(register, choice) {
            tracing::warn!(%error, "choice of a table not kept");
            self.say(words::advice(&error).to_string(), now);
        }
    }

    pub(super) fn register_ui(
        &mut self,
        ui: &mut egui::Ui,
        register: Register,
        scene: &Scene<'_>,
    ) -> Outcome {
        let Some(page) = self.pages.get(register) else {
            return Outcome::default();
        };
        let (attendance, marking) = (&mut self.attendance, &mut self.marking);
        let certify = &mut self.certify;
        let mut certificates = |ui: &mut egui::Ui, uid| certify.ui(ui, uid, scene);
        let mut people = |ui: &mut egui::Ui, uid| attendance.ui(ui, uid, scene);
        let mut files =
            |ui: &mut egui::Ui, uid| screen::evidence::evidence_ui(ui, register, uid, scene);
        let mut answer = |ui: &mut egui::Ui, uid| screen::incident::response_ui(ui, uid, scene);
        let mut sheet = |ui: &mut egui::Ui, uid| marking.ui(ui, uid, scene);
        let mut story = |ui: &mut egui::Ui, uid| screen::stars::story_ui(ui, uid, scene);
        let mut venue = |ui: &mut egui::Ui, uid| screen::beyond::venue_ui(ui, uid, scene);
        let mut expert = |ui: &mut egui::Ui, uid| screen::beyond::expert_ui(ui, uid, scene);
        let mut steps = |ui: &mut egui::Ui, uid| screen::beyond::order_ui(ui, uid, scene);
        let mut counted = |ui: &mut egui::Ui, uid| screen::statistics::counted_ui(ui, uid, scene);
        let mut more: Vec<More<'_>> = Vec::new();
        match register {
            Register::Events => more.push(("参与人员", &mut people)),
            Register::Orders => more.push(("各步用时", &mut steps)),
            Register::Incidents => more.push(("响应", &mut answer)),
            Register::Creations => more.push(("标准表", &mut sheet)),
            Register::Venues => more.push(("开放与活动", &mut venue)),
            Register::Experts => more.push(("讲课情况", &mut expert)),
            Register::StatEntries => more.push(("口径与台账数", &mut counted)),
            Register::Volunteers => {
                more.push(("服务记录", &mut story));
                more.push(("证明", &mut certificates));
            }
            _ => {}
        }
        more.push(("附件", &mut files));
        page.ui(ui, scene, more)
    }
}
