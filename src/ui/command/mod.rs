//! The commands of the window in one table: what each is called, its keys, where it works. The keys of the window, the
//! palette and the table of keys all read it, so that a new command is one line here. What they do: `carry`.

mod carry;
mod list;
pub(super) mod palette;
pub(super) mod shortcuts;

use egui::Key;
use egui::KeyboardShortcut;
use egui::Modifiers;

/// A command that works on the window or on the screen that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    Palette,
    Help,
    Shortcuts,
    FirstSteps,
    PrintManual,
    SaveManual,
    Undo,
    Redo,
    Lock,
    Back,
    FindRecords,
    Copy,
    New,
    Save,
    BecomeEvent,
    Find,
    ExportTable,
    Print,
    SavePdf,
    SaveSheet,
    Sheets,
    Packs,
    BackUp,
    OpenLedger,
}

/// Where a command works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Window,
    Records,
    Table,
    Reports,
}

impl Place {
    /// All, in the order of the table of keys.
    pub(super) const ALL: [Self; 4] = [Self::Window, Self::Reports, Self::Records, Self::Table];

    /// What the table of keys calls it.
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Window => "所有页面",
            Self::Records => "列表和表单",
            Self::Table => "列表里的格子",
            Self::Reports => "报表",
        }
    }
}

/// A line of the table.
pub(super) struct Row {
    /// What it is called.
    pub(super) does: &'static str,
    /// Its keys as the clerk reads them; several stand apart by 、. Empty when it has none.
    pub(super) keys: &'static str,
    /// Where it works.
    pub(super) place: Place,
    /// What is carried out; none where a widget follows these keys itself.
    pub(super) order: Option<Order>,
    /// Other words it is found by.
    pub(super) also: &'static str,
}

/// Every command. Keys are tried from top to bottom.
pub(super) const TABLE: &[Row] = &[
    row(Order::Palette, "找命令和记录", "Ctrl+K", Place::Window, ""),
    row(Order::Help, "说明书", "F1", Place::Window, "帮助 怎么用"),
    row(
        Order::Shortcuts,
        "快捷键",
        "Ctrl+/",
        Place::Window,
        "按键 键盘",
    ),
    // Before 撤销, whose keys are these without Shift.
    row(
        Order::Redo,
        "重做",
        "Ctrl+Y、Ctrl+Shift+Z",
        Place::Window,
        "",
    ),
    row(Order::Undo, "撤销", "Ctrl+Z", Place::Window, "退回上一步"),
    row(Order::Lock, "锁屏", "Ctrl+L", Place::Window, "离开"),
    row(
        Order::Back,
        "返回",
        "Alt+←",
        Place::Window,
        "回到报表 上报汇总",
    ),
    shown("切换左边的页面", "Ctrl+1 … Ctrl+9", Place::Window),
    shown("关闭提示窗口", "Esc", Place::Window),
    row(
        Order::FindRecords,
        "在上面的框里查找记录",
        "",
        Place::Window,
        "搜索",
    ),
    row(Order::BackUp, "立即备份", "", Place::Window, "做备份"),
    row(
        Order::Sheets,
        "导入表格…",
        "",
        Place::Window,
        "选择表格 excel",
    ),
    row(
        Order::Packs,
        "收上报包…",
        "",
        Place::Window,
        "并入 合并 退回 kepuup",
    ),
    row(
        Order::OpenLedger,
        "打开其他台账…",
        "",
        Place::Window,
        "换台账",
    ),
    row(
        Order::FirstSteps,
        "先做这几步",
        "",
        Place::Window,
        "新手 引导 入门 帮助",
    ),
    row(Order::PrintManual, "打印说明书", "", Place::Window, "帮助"),
    row(
        Order::SaveManual,
        "说明书存为 PDF…",
        "",
        Place::Window,
        "帮助",
    ),
    // Before 新增一条, whose keys are these without Shift.
    row(
        Order::Copy,
        "复制为新",
        "Ctrl+Shift+N",
        Place::Records,
        "照抄 再来一条",
    ),
    row(
        Order::New,
        "新增一条",
        "Ctrl+N",
        Place::Records,
        "录入 登记",
    ),
    row(Order::Save, "保存", "Ctrl+S", Place::Records, ""),
    row(Order::Find, "在本页查找", "Ctrl+F", Place::Records, "搜索"),
    row(
        Order::BecomeEvent,
        "形成活动",
        "Ctrl+E",
        Place::Records,
        "年度计划 服务订单",
    ),
    row(
        Order::ExportTable,
        "导出本表…",
        "",
        Place::Records,
        "存为表格 excel",
    ),
    shown("到下一格", "Enter、Tab", Place::Records),
    shown("这一格同上一条", "Ctrl+'", Place::Records),
    shown("选提示里的一项", "↑ ↓ Enter", Place::Records),
    shown("在列表中移动", "↑ ↓ ← →", Place::Table),
    shown("改一格，Esc 放弃", "F2、Enter、直接输入", Place::Table),
    shown("选中几行几格", "Shift+方向键", Place::Table),
    shown("清空选中的格", "Delete", Place::Table),
    shown("选中全部行", "Ctrl+A", Place::Table),
    shown("复制选中的格", "Ctrl+C", Place::Table),
    shown("从表格软件粘贴一块", "Ctrl+V", Place::Table),
    shown("把第一格向下填充", "Ctrl+D", Place::Table),
    row(Order::Print, "打印这份报表", "Ctrl+P", Place::Reports, ""),
    row(
        Order::SavePdf,
        "这份报表存为 PDF…",
        "",
        Place::Reports,
        "导出",
    ),
    row(
        Order::SaveSheet,
        "这份报表存为表格…",
        "",
        Place::Reports,
        "导出 excel",
    ),
    shown("放大、缩小", "Ctrl+加号、减号", Place::Reports),
    shown("适合宽度", "Ctrl+0", Place::Reports),
    shown("上一页、下一页", "PageUp、PageDown", Place::Reports),
    shown("换一份报表", "↑ ↓", Place::Reports),
];

const fn row(
    order: Order,
    does: &'static str,
    keys: &'static str,
    place: Place,
    also: &'static str,
) -> Row {
    Row {
        does,
        keys,
        place,
        order: Some(order),
        also,
    }
}

const fn shown(does: &'static str, keys: &'static str, place: Place) -> Row {
    Row {
        does,
        keys,
        place,
        order: None,
        also: "",
    }
}

impl Row {
    /// The keys that are pressed for it.
    pub(super) fn shortcuts(&self) -> impl Iterator<Item = KeyboardShortcut> {
        self.keys.split('、').filter_map(read)
    }
}

// Keys as the clerk reads them: Ctrl+Shift+Z.
fn read(text: &str) -> Option<KeyboardShortcut> {
    let mut modifiers = Modifiers::NONE;
    let mut key = None;
    for part in text.split('+') {
        match part {
            "Ctrl" => modifiers |= Modifiers::COMMAND,
            "Shift" => modifiers |= Modifiers::SHIFT,
            "Alt" => modifiers |= Modifiers::ALT,
            "←" => key = Some(Key::ArrowLeft),
            _ => key = Key::from_name(part),
        }
    }
    Some(KeyboardShortcut::new(modifiers, key?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_that_is_shown_for_a_command_is_a_key() {
        for row in TABLE.iter().filter(|r| r.order.is_some()) {
            let written = row.keys.split('、').filter(|k| !k.is_empty()).count();
            assert_eq!(row.shortcuts().count(), written, "{}", row.does);
        }
    }

    #[test]
    fn no_two_commands_have_one_key() {
        let mut seen = Vec::new();
        for row in TABLE.iter().filter(|r| r.order.is_some()) {
            for key in row.shortcuts() {
                assert!(!seen.contains(&key), "{} {key:?}", row.does);
                seen.push(key);
            }
        }
        // A key with Shift is tried before the same without, which would take it.
        for (n, key) in seen.iter().enumerate().filter(|(_, k)| k.modifiers.shift) {
            let plain = seen
                .iter()
                .position(|k| k.logical_key == key.logical_key && !k.modifiers.shift);
            assert!(plain.is_none_or(|p| p > n), "{key:?}");
        }
    }

    #[test]
    fn every_command_stands_once() {
        let orders: Vec<Order> = TABLE.iter().filter_map(|r| r.order).collect();
        for (n, order) in orders.iter().enumerate() {
            assert!(!orders[n + 1..].contains(order), "{order:?}");
        }
    }
}
