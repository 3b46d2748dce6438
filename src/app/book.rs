//! The plan, lists and calendar in force: the built-in ones, or what the office loaded in their place.

use super::AppError;
use crate::assets;
use crate::model::directory::Book;
use crate::model::plan::Calendar;
use crate::model::plan::Headings;
use crate::model::plan::Lists;
use crate::model::plan::Plan;
use crate::model::plan::PlanError;
use crate::store::Store;
use std::sync::Arc;

fn data(error: PlanError) -> AppError {
    match error {
        PlanError::Unreadable(detail) => AppError::Data(format!("格式不对（{detail}）")),
        PlanError::Senseless(detail) => AppError::Data(detail),
    }
}

/// Read a plan.
pub(super) fn read_plan(text: &str) -> Result<Plan, AppError> {
    Plan::read(text).map_err(data)
}

/// The built-in lists with a built-in plan; an empty key takes the newest.
pub(super) fn with_plan(key: &str) -> Result<Book, AppError> {
    let plan = read_plan(assets::PLAN_NANHU)?;
    if !key.is_empty() && plan.key != key {
        return Err(AppError::Request(format!(
            "没有名为“{key}”的规划，内置的是 {}",
            plan.key
        )));
    }
    Ok(Book {
        plan: Arc::new(plan),
        lists: Arc::new(Lists::read(assets::LISTS).map_err(data)?),
        calendar: Arc::new(Calendar::read(assets::CALENDAR).map_err(data)?),
    })
}

/// The book of a file: its own plan when it carries one.
pub(super) fn of_file(store: &Store, key: &str) -> Result<Book, AppError> {
    let Some(text) = store.setting::<String>(&format!("plan:{key}"))? else {
        return with_plan("");
    };
    Ok(Book {
        plan: Arc::new(read_plan(&text)?),
        ..with_plan("")?
    })
}

/// Headings of spreadsheets.
pub(super) fn headings() -> Result<Headings, AppError> {
    Headings::read(assets::HEADINGS).map_err(data)
}
