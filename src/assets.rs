//! Every file that is compiled into the program. The only place that spells a path into assets/ or fonts/.

/// The plan of the seed document.
pub const PLAN_NANHU: &str = include_str!("../assets/plan/nanhu-2022-2025.toml");
/// Choice lists of events, people and places.
pub const LISTS: [&str; 3] = [
    include_str!("../assets/lists/events.toml"),
    include_str!("../assets/lists/people.toml"),
    include_str!("../assets/lists/work.toml"),
];
/// Theme days.
pub const CALENDAR: &str = include_str!("../assets/lists/calendar.toml");
/// Criteria of creations and assessments.
pub const CRITERIA: &str = include_str!("../assets/criteria.toml");
/// Editions of the yearly statistics form, oldest first.
pub const FORMS: [&str; 2] = [
    include_str!("../assets/forms/kp-2023.toml"),
    include_str!("../assets/forms/kp-2024.toml"),
];
/// Numbers an office may set.
pub const RULES: &str = include_str!("../assets/rules.toml");
/// Headings of spreadsheets.
pub const HEADINGS: &str = include_str!("../assets/headings.toml");
/// Blank workbooks for communities.
pub const BLANK: &str = include_str!("../assets/blank.toml");
/// What changes hands beside the ledger.
pub const HANDOVER: &str = include_str!("../assets/handover.toml");
/// The manual.
pub const MANUAL: &str = include_str!("../assets/help/manual.txt");
/// Where a ledger does not lie well.
pub const PLACES: &str = include_str!("../assets/places.toml");
/// Material for invented data.
pub const SAMPLE: &str = include_str!("../assets/sample/words.toml");
/// Invented records of the plan's other registers.
pub const SAMPLE_PLAN: &str = include_str!("../assets/sample/plan.toml");
/// The catalogue of reports.
pub const REPORTS: &str = include_str!("../assets/reports.toml");
/// The fonts offices have, and how they are found.
pub const FONTS: &str = include_str!("../assets/fonts.toml");
/// 黑体: Noto Sans SC.
pub static FONT_HEI: &[u8] = include_bytes!("../fonts/hei.otf");
/// 黑体 bold.
pub static FONT_HEI_BOLD: &[u8] = include_bytes!("../fonts/hei-bold.ttf");
/// 宋体: Noto Serif SC.
pub static FONT_SONG: &[u8] = include_bytes!("../fonts/song.otf");
/// 小标宋 stand-in: Noto Serif SC bold.
pub static FONT_TITLE: &[u8] = include_bytes!("../fonts/biaosong.ttf");
/// 楷体: LXGW `WenKai` under the name Kepu Kai.
pub static FONT_KAI: &[u8] = include_bytes!("../fonts/kai.ttf");
/// The program's icon, a PNG.
pub static ICON: &[u8] = include_bytes!("../assets/icon/kepu-ledger.png");
/// File name of 仿宋, which is not compiled in because of its licence.
pub const FONT_FANGSONG_FILE: &str = "FandolFang-Regular.otf";
/// Characters of names outside the basic plane, in the same hand as 黑体.
pub static FONT_RARE: &[u8] = include_bytes!("../fonts/hei-rare.otf");
/// Templates of text reports, by the number of the report.
pub const TEMPLATES: [(&str, &str); 4] = [
    ("R1", include_str!("../assets/templates/summary.txt")),
    ("R2", include_str!("../assets/templates/plan.txt")),
    ("R13", include_str!("../assets/templates/theme.txt")),
    ("R24", include_str!("../assets/templates/bulletin.txt")),
];
