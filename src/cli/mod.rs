//! The commands without a window: for scheduled copies, for the district, for tests. Beside the window, above the app.
//! The only place that prints. Exit 0 done, 1 refused with the reason on stderr, 2 wrong use.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "printing is what this folder is for"
)]

mod collect;
mod fonts;
mod handover;
mod import;
mod list;
mod manual;
mod office;
mod pack;
mod password;
mod past;
mod period;
mod report;
mod rescue;
mod schema;
mod secret;
mod stat;
mod submissions;
mod text;

use crate::app::AppError;
use crate::app::Clock;
use crate::app::Office;
use crate::app::crash;
use crate::app::crash::Crashed;
use crate::app::instance;
use crate::app::log;
use crate::app::words;
use crate::store::StoreError;
use clap::CommandFactory as _;
use clap::Parser;
use clap::Subcommand;
use std::path::Path;
use std::path::PathBuf;
use std::process::ExitCode;

/// 科普台账：街道和管理处的科普活动、志愿者、信息员台账。不带命令时打开窗口。
#[derive(Debug, Parser)]
#[command(name = "kepu-ledger", version, args_conflicts_with_subcommands = true)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Verb>,
    /// 要打开的数据文件（*.kepu）
    file: Option<PathBuf>,
    #[arg(
        long,
        global = true,
        help = "从标准输入读一行文件密码或恢复码；也可用环境变量 KEPU_PASSWORD"
    )]
    password_stdin: bool,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// 新建一个单位的数据文件
    New(office::New),
    /// 新建并填入示例数据（虚构）
    Sample(office::Sample),
    /// 导入原有表格
    Import(import::Import),
    /// 列出记录
    List(list::List),
    /// 生成报表
    Report(report::Make),
    /// 报表目录；查看、带入本单位对栏目和签字的调整
    Reports(report::Reports),
    /// 文字报表：起草、修改、更新数字
    Text(text::Text),
    /// 公文字体：这台电脑上各用哪个、代替哪个
    Fonts(fonts::List),
    /// 说明书：写成 PDF，可以打印
    HelpBook(manual::Book),
    /// 规划措施、责任单位和已开展的活动
    Plan(list::PlanArguments),
    /// 指标及其分子、分母、来源
    Figures(list::Figures),
    /// 年度科普统计：每项的数、上年数和记录条数
    Stat(stat::Stat),
    /// 年度科普统计的表式：列出、写出、载入
    StatForm(stat::FormArguments),
    /// 检查文件和记录
    Check(office::Check),
    /// 收数：做空白表，发给社区填
    Blank(collect::Blank),
    /// 收数：收回填好的表，看谁还没交
    Collect(collect::Collect),
    /// 上报包：把一段时间的记录报给上级
    Pack(pack::Make),
    /// 并入上报包：区里汇总，或本单位的另一台电脑
    Merge(pack::Merge),
    /// 上报记录、更正说明、哪些单位还没有上报
    Submissions(submissions::Submissions),
    /// 退回上报：区里把意见写成一个包，发给那个单位
    Return(submissions::Return),
    /// 换人交接：把全部内容做成一个文件
    Handover(handover::Give),
    /// 换人交接：接收交接文件
    Takeover(handover::Take),
    /// 上报包里各表的字段，给要装入数据库的人
    Schema(schema::Schema),
    /// 文件密码：加上、更换、去掉
    Password(password::Change),
    /// 锁屏：忘了锁屏密码时去掉它（不解密文件，也不用密码）
    Unlock(past::Unlock),
    /// 操作记录：列出、打印、撤销其中一步
    History(past::History),
    /// 回收站：列出、恢复
    Trash(past::Trash),
    /// 本人信息：台账里关于一个人的全部内容，本人要求查阅、复制时用
    Person(past::Person),
    /// 清理：离开多年的人和回收站里过期的记录，删去后不能恢复
    Purge(past::Purge),
    /// 备份
    Backup(office::Backup),
    /// 从备份恢复
    Restore(office::Restore),
    /// 从损坏的数据文件里抢救还能读出的内容，写成一个新文件；损坏的文件不改动
    Rescue(rescue::Rescue),
    #[command(hide = true, name = crate::exchange::worker::SUBCOMMAND)]
    ReadSheet { memory: usize, file: PathBuf },
}

/// What the program was started for.
pub enum Start {
    /// Open the window, perhaps with a file.
    Window(Option<PathBuf>),
    /// A command was carried out; leave with this code.
    Done(ExitCode),
}

/// Read the arguments and carry out a command, if there is one.
pub fn run() -> Start {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let code = if error.use_stderr() { 2 } else { 0 };
            // Nothing can be done about a closed terminal.
            error.print().ok();
            return Start::Done(ExitCode::from(code));
        }
    };
    let Some(verb) = arguments.command else {
        return if is_console() {
            Start::Done(print_help())
        } else {
            Start::Window(arguments.file)
        };
    };
    if let Verb::ReadSheet { memory, file } = &verb {
        return Start::Done(read_sheet(*memory, file));
    }
    // These read a password of their own there, for the pack or the copy; that of the file comes from the environment.
    let own = matches!(
        verb,
        Verb::Pack(_) | Verb::Merge(_) | Verb::Backup(_) | Verb::Restore(_)
    );
    let done = secret::note(arguments.password_stdin && !own).and_then(|()| carry_out(verb));
    Start::Done(match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(%error, "command failed");
            eprintln!("{}", words::advice(&error));
            ExitCode::FAILURE
        }
    })
}

/// What the program for the console is called; the other one has no console on Windows (decisions.md 22).
const CONSOLE: &str = "kepu-ledger-cli";

// They are one program under two names: whoever calls this one does not want a window.
fn is_console() -> bool {
    let own = std::env::current_exe().unwrap_or_default();
    own.file_stem()
        .is_some_and(|s| s.eq_ignore_ascii_case(CONSOLE))
}

fn print_help() -> ExitCode {
    // Nothing can be done about a closed terminal.
    Arguments::command().print_help().ok();
    ExitCode::from(2)
}

/// The last word of a command that went wrong in a way nobody foresaw.
pub fn after_crash(crashed: Crashed) -> ExitCode {
    use std::io::Write as _;
    // Nobody is there to be told; but what was to come after the line that nobody read was not done.
    if crashed.unread {
        return ExitCode::FAILURE;
    }
    let report = log::folder().map(|f| format!("错误报告在 {}。", f.display()));
    // Nothing can be done about a closed terminal.
    writeln!(
        std::io::stderr(),
        "{}{}",
        crash::advice(),
        report.unwrap_or_default()
    )
    .ok();
    ExitCode::FAILURE
}

fn carry_out(verb: Verb) -> Result<(), AppError> {
    match verb {
        Verb::New(a) => office::create(&a),
        Verb::Sample(a) => office::sample(&a),
        Verb::Import(a) => import::run(&a),
        Verb::List(a) => list::run(&a),
        Verb::Report(a) => report::run(&a),
        Verb::Reports(a) => report::reports(&a),
        Verb::Text(a) => text::run(&a),
        Verb::Fonts(a) => fonts::run(&a),
        Verb::HelpBook(a) => manual::run(&a),
        Verb::Plan(a) => list::plan(&a),
        Verb::Figures(a) => list::figures(&a),
        Verb::Stat(a) => stat::run(&a),
        Verb::StatForm(a) => stat::forms(&a),
        Verb::Check(a) => office::check(&a),
        Verb::Blank(a) => collect::blank(&a),
        Verb::Collect(a) => collect::collect(&a),
        Verb::Pack(a) => pack::make(&a),
        Verb::Merge(a) => pack::merge(&a),
        Verb::Submissions(a) => submissions::submissions(&a),
        Verb::Return(a) => submissions::send_back(&a),
        Verb::Handover(a) => handover::give(&a),
        Verb::Takeover(a) => handover::take(&a),
        Verb::Schema(a) => schema::run(&a),
        Verb::Password(a) => password::change(&a),
        Verb::Unlock(a) => past::unlock(&a),
        Verb::History(a) => past::history(&a),
        Verb::Trash(a) => past::trash(&a),
        Verb::Person(a) => past::person(&a),
        Verb::Purge(a) => past::purge(&a),
        Verb::Backup(a) => office::backup(&a),
        Verb::Restore(a) => office::restore(&a),
        Verb::Rescue(a) => rescue::run(&a),
        // It was carried out before anything else.
        Verb::ReadSheet { .. } => Ok(()),
    }
}

fn read_sheet(memory: usize, file: &Path) -> ExitCode {
    // The ceiling is for what the reader asks for on top of what the program holds already.
    let ceiling = crate::ALLOCATOR.allocated().saturating_add(memory);
    if crate::ALLOCATOR.set_limit(ceiling).is_err() {
        return ExitCode::FAILURE;
    }
    // What a broken file does to its reader is no matter for the log.
    std::panic::set_hook(Box::new(|_| {}));
    match crate::exchange::worker::serve(file, std::io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

/// Open a file to change it.
fn open(path: &Path) -> Result<Office, AppError> {
    let office = secret::open_file(path)?;
    if office.is_writable() {
        Ok(office)
    } else {
        Err(StoreError::ReadOnly {
            path: path.to_owned(),
        }
        .into())
    }
}

/// Open a file to read it. When it is open elsewhere, as the program that has it holds it now; where that can't be reached,
/// its newest verified copy, with its time said (decisions.md 9).
fn open_to_read(path: &Path) -> Result<Office, AppError> {
    let in_use = match secret::open_file(path) {
        Err(AppError::Store(in_use @ StoreError::InUse { .. })) => in_use,
        other => return other,
    };
    if let Some(lent) = instance::fresh_copy(path) {
        return Office::open_lent(path, lent, secret::unlock(), Clock::Computer);
    }
    match Office::open_newest_copy(path, secret::unlock(), Clock::Computer) {
        Ok((office, moment)) => {
            eprintln!(
                "{}以下是 {moment} 备份里的数据。",
                words::advice(&in_use.into()).what + "。"
            );
            Ok(office)
        }
        Err(_) => Err(in_use.into()),
    }
}

/// Print JSON for a machine.
fn print_json(value: &impl serde::Serialize) -> Result<(), AppError> {
    let text = serde_json::to_string_pretty(value).map_err(|e| AppError::Data(e.to_string()))?;
    println!("{text}");
    Ok(())
}
