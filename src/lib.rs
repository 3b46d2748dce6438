//! 科普台账 (`kepu-ledger`): an offline ledger of science-popularisation work for subdistrict offices.
//!
//! # The house
//! ```text
//! ui ─┐            ┌► store ────┐
//!     ├──► app ────┼► reports ──┼──► model
//! cli ┘            └► exchange ─┘
//! ```
//! Arrows point one way; `tests/architecture.rs` holds them.
//! * [`model`]: facts. What is recorded, each field defined once, what makes a record right, how things are counted.
//! * [`store`]: the SQLite file. Opening it safely, rows, the append-only history, copies.
//! * [`exchange`]: foreign sheets, read in a child process, matched by headings, planned row by row; packs and handovers.
//! * [`reports`]: paper. Content, then pages, then PDF or workbook.
//! * [`app`]: what the office can do. Every change is a [`app::Command`] in one transaction.
//! * [`ui`]: the window. Asks the office thread ([`app::desk`]), never waits for it.
//! * [`cli`]: the commands without a window.
//! * [`os`]: what only the system knows.
//!
//! # One English word for each Chinese term
//! | 中文 | English | 中文 | English |
//! |---|---|---|---|
//! | 单位 | Office | 社区（村） | Community |
//! | 人口数、口径、时点 | Population, basis, `as_of` | 人员 | Person |
//! | 科技志愿者 | Volunteer | 科技志愿服务队 | Team |
//! | 科普信息员 | Officer | 传播量 | Reach |
//! | 科普活动 | Event | 参与 | Attendance |
//! | 参加人次 | attendance | 其中线上 | `online_attendance` |
//! | 活动形式 | form | 主题日 | theme day |
//! | 服务对象 | audience, groups | 对应措施 | measures |
//! | 规划 | Plan | 措施 | Measure |
//! | 应配、实配、缺额 | needed, present, missing | 月活率 | active rate |
//! | 待核实 | Pending | 操作记录 | history, Step |
//! | 备份 | Copy | 花名册 | roster |
//! | 措施进度 | matrix | 任务分工、职责 | Task, Duty |
//! | 年度计划 | `WorkItem` | 主题日历 | `ThemeYear` |
//! | 服务订单，待派单…已评单 | `ServiceOrder`, Stage | 成员经历 | Membership |
//! | 培训表彰评价 | Credit | 专家人才 | Expert |
//! | 培训、竞赛、参赛、作品 | Training, Contest, `ContestEntry`, Work | 突发事件 | Incident |
//! | 阵地、阵地日志、巡展 | Venue, `VenueLog`, Tour | 资源、借用 | Stock, Loan |
//! | 协作单位、平台覆盖 | Partner, Connection | 经费收支、预算 | Money, Budget |
//! | 资料、传播与信息 | Paper, Post | 附件、佐证 | Attachment, Evidence |
//! | 指标、标准表 | Indicator, `CriteriaSheet` | 创建与考核、考核项目 | Creation, `AssessmentItem` |
//! | 表彰荣誉、检查整改 | Honour, Inspection | 核实说明 | Explanation |
//! | 文稿、附表、红头、版记 | Document, annexes, `Letterhead`, Imprint | 证明登记、统计填报 | Certificate, `StatEntry` |
//! | 主送、署名、附注 | addressee, Signature, note | 起草时的数、变了的数 | Anchor, Drift |
//! | 上报、上报包、校验码 | Submission, Pack, `check_code` | 全审、更正说明 | audit, Corrections |
//! | 区、街道（分列） | district, Subdistrict | 封面、封（校验码所据） | Cover, seal |
//! | 并入、冲突 | merge, Conflict | 报送单位、序号 | addressee, sequence |
//! | 收数、发出的表、标记 | Collection, Handed, Mark | 交回、未交、逾期 | Return, `Standing::{Waiting, Overdue}` |
//! | 空白表、催报清单 | Blank, reminder | 换人交接、接收 | Handover, take over |
//! | 交接清单、交接文件 `*.kepuall` | list (JJ), Handover | 移交人、接交人 | from, to |
//! | 退回、退回意见 | return, `ReturnNote` | 待办、办结 | to-do, done |
//! | 收包、一批 | taking in, Batch | 应报单位 | expected office |
//! | 表头对应、记住的表头 | `SeenTable`, Shape | 重名、是不是同一人 | Namesake, Identity |
//! | 导入结果、格子改对、排除 | Outcome, `Said::cells`, left out | 导入预览、进度 | Preview, Stage |
//! | 领导小组 | `GroupMember` | 星级、典型条件 | Star, Qualifier |
//! | 统计表式、指标行 | `StatForm`, `StatRow` | 统计填报、待填 | `StatEntry`, `Amount::Open` |
//! | 年度统计、兼计 | Statistics, Twice | 口径 | definition, basis |
//! | 栏目与签字（的调整） | Adjustment | 栏目 | column, `ColumnChoice` |
//! | 签字人 | Signer | 签到表 | signing sheet |
//! | 公文字体、代用 | Typefaces, Substitution | 打不出的字 | Undrawable |
//! | 证明登记、编号样子 | Certificate, `NumberPattern` | 公示 | Notice |
//! | 样张、作废 | specimen, void | 服务明细、服务类型 | `ServiceLine`, service type |
//! | 报表预览 | Proof, preview | 数字来源 | `Behind` |
//! | 抢救、体检 | rescue, health | 第二处（备份） | second place |
//! | 文件密码、恢复码、钥匙 | `cipher`, `RecoveryCode`, key file | 错误报告 | crash report |
//! | 回收站、恢复 | trash, Thrown, restore | 清理、清理清单 | purge, account |
//! | 操作记录的查找 | Sought, Past | 查看个人信息 | look |
//! | 锁屏 | Lock | 封（操作记录） | seal, Torn |
//! | 最近打开、便携 | Recent, carried | 再次启动、借出的副本 | second start, Lent |
//! | 外观、字号 | Appearance, Look, letters | 核对名单 | `Listed`, Fit |
//! | 窗口绘制、不用显卡 | paint, `software` (the painted window) | 一份台账一个窗口 | instance |
//! | 命令、快捷键 | Order, shortcuts | 找命令和记录 | palette |
//! | 说明书、节 | Manual, Section | 先做这几步 | `FirstSteps` |
//! | 表的栏目、已存筛选 | `TableColumn`, `NamedFilter` | 一块格、粘贴、向下填充 | Block, paste, fill |
//! | 存档版、上报版、公示版 | `Mask::{Archive, Submit, Public}` | 横排于纵向纸 | `Paper::Turned` |
//! | 沿用上一条、同上 | carry, `Again` | 以前填过的 | `Remembered`, Offered |
//!
//! # Why it is like this
//! * *One crate*: one program; a test holds the layers that crates would have held.
//! * *All records in memory*: an office has tens of thousands; a persistent map is handed to the window as a snapshot, so
//!   no frame waits for SQL. The file stays the truth: a change is on the disk before it is in memory.
//! * *No ORM, no full-text index*: one `SELECT` and one `PUT` a table, watched by destructuring; SQLite's text index finds
//!   no two-character words, and most Chinese words have two.
//! * *Our own layout*: GB/T 9704 and tables of ten thousand rows within a second; printpdf only paints.
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        reason = "a test that panics has failed, which is its job"
    )
)]

pub mod app;
pub mod assets;
pub mod cli;
pub mod exchange;
pub mod model;
pub mod os;
pub mod reports;
pub mod store;
pub mod ui;

/// Counts memory, so that the worker that reads foreign files can be given a ceiling (safety.md D7).
#[global_allocator]
pub static ALLOCATOR: cap::Cap<std::alloc::System> = cap::Cap::new(std::alloc::System, usize::MAX);

/// What both programs do: carry out a command, or open the window.
pub fn start() -> std::process::ExitCode {
    if let Some(folder) = app::log::folder() {
        app::log::start(&folder);
        app::crash::install(&folder);
    }
    match app::crash::guard(cli::run) {
        Ok(cli::Start::Done(code)) => code,
        Ok(cli::Start::Window(file)) => ui::open_window(file),
        Err(crashed) => cli::after_crash(crashed),
    }
}
