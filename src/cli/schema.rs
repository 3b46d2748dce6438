//! `schema`: what stands in the tables of a pack, for those who load them into a database.

use super::print_json;
use crate::app::AppError;
use crate::app::schema;
use clap::Args;

#[derive(Debug, Args)]
pub(super) struct Schema {
    /// 写成 JSON Schema，不写是 Markdown 表
    #[arg(long)]
    json: bool,
}

pub(super) fn run(a: &Schema) -> Result<(), AppError> {
    if a.json {
        return print_json(&schema::json_schema());
    }
    print!("{}", schema::markdown());
    Ok(())
}
