//! The help: what the window is made of, and where the keys are listed.

use super::theme;

/// Draw the help over the window; whether it is to close.
pub(super) fn help_ui(ctx: &egui::Context) -> bool {
    let mut close = false;
    let modal = egui::Modal::new(egui::Id::unique("help")).show(ctx, |ui| {
        ui.set_width(460.0);
        ui.label(theme::strong("帮助", 18.0));
        ui.label("左边选页面，中间是列表，右边填表单。表格可以直接拖进窗口导入。");
        ui.label("删除和导入都能撤销；数据每次启动、导入前和每半小时自动备份。");
        ui.label("按 Ctrl+K 找命令，按 Ctrl+/ 看全部快捷键。");
        ui.add_space(6.0);
        close = ui.button("关闭").clicked();
    });
    close || modal.should_close()
}
