//! `help-book`: the manual as a PDF.

use crate::app::AppError;
use crate::app::Clock;
use crate::app::manual;
use crate::app::outfile::Way;
use crate::app::typeface;
use crate::app::typeface::Computer;
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct Book {
    /// 写到这个 PDF 文件
    #[arg(long)]
    out: PathBuf,
}

pub(super) fn run(a: &Book) -> Result<(), AppError> {
    let pdf = a
        .out
        .extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("pdf"));
    if !pdf {
        return Err(AppError::Request(
            "说明书只能存为 PDF，文件名请以 .pdf 结尾".into(),
        ));
    }
    typeface::follow(Computer::this());
    let path = manual::put_out(Clock::Computer, &Way::File(a.out.clone()))?;
    println!("说明书：{}", path.display());
    Ok(())
}
