//! The plan, lists and calendar in force: the built-in ones, or what the office loaded in their place.

use super::AppError;
use super::Register;
use super::Registered;
use super::Visit;
use crate::assets;
use crate::model::adjustment::Adjustments;
use crate::model::assess::CriteriaBook;
use crate::model::assess::FormBook;
use crate::model::assess::StatForm;
use crate::model::directory::Book;
use crate::model::field::Kind;
use crate::model::plan::Calendar;
use crate::model::plan::Headings;
use crate::model::plan::Lists;
use crate::model::plan::Plan;
use crate::model::plan::PlanError;
use crate::model::plan::RuleBook;
use crate::store::Store;
use crate::store::StoreError;
use std::sync::Arc;

/// Where the office's own rules lie in its file.
pub(super) const RULES: &str = "rules";
/// Where what the office changed in reports lies in its file.
pub(super) const REPORTS: &str = "reports";

/// Where the office's own statistics forms lie in its file, before their keys.
pub(super) const FORM: &str = "form:";

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

/// Read a statistics form.
pub(super) fn read_form(text: &str) -> Result<StatForm, AppError> {
    StatForm::read(text).map_err(data)
}

/// The text of a built-in statistics form.
pub(super) fn built_in_form(key: &str) -> Option<&'static str> {
    let is_it = |text: &&&str| StatForm::read(text).is_ok_and(|f| f.key == key);
    assets::FORMS.iter().find(is_it).copied()
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
        others: Vec::new(),
        lists: Arc::new(Lists::read(assets::LISTS).map_err(data)?),
        calendar: Arc::new(Calendar::read(assets::CALENDAR).map_err(data)?),
        criteria: Arc::new(CriteriaBook::read(assets::CRITERIA).map_err(data)?),
        forms: Arc::new(FormBook::read(&assets::FORMS).map_err(data)?),
        rules: Arc::new(RuleBook::read(assets::RULES).map_err(data)?),
        adjustments: Arc::default(),
    })
}

/// The book of a file: its own plan when it carries one.
pub(super) fn of_file(store: &Store, key: &str) -> Result<Book, AppError> {
    let mut book = with_plan("")?;
    for (name, text) in store.settings_of("plan:")? {
        let text: String = serde_json::from_str(&text).map_err(StoreError::from)?;
        let plan = Arc::new(read_plan(&text)?);
        if name == format!("plan:{key}") {
            let before = std::mem::replace(&mut book.plan, plan);
            book.others.push(before);
        } else {
            book.others.push(plan);
        }
    }
    for (_, text) in store.settings_of(FORM)? {
        let text: String = serde_json::from_str(&text).map_err(StoreError::from)?;
        Arc::make_mut(&mut book.forms).put(read_form(&text)?);
    }
    if let Some(rules) = store.setting::<Option<RuleBook>>(RULES)?.flatten() {
        book.rules = Arc::new(rules);
    }
    if let Some(adjustments) = store.setting::<Adjustments>(REPORTS)? {
        book.adjustments = Arc::new(adjustments);
    }
    Ok(book)
}

/// Headings of spreadsheets: those of the data file, and the labels of every form.
pub(super) fn headings() -> Result<Headings, AppError> {
    let mut headings = Headings::read(assets::HEADINGS).map_err(data)?;
    for register in Register::ALL {
        register.visit(Label(&mut headings));
    }
    Ok(headings)
}

struct Label<'h>(&'h mut Headings);

impl Visit for Label<'_> {
    type Out = ();
    fn visit<F: Registered>(self) {
        let fields = F::fields().iter().filter(|f| f.kind != Kind::Hidden);
        self.0
            .add(F::REGISTER.key(), fields.map(|f| (f.label, f.key)));
    }
}
