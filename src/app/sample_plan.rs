//! Invented records of the plan's other registers: typed field by field into the forms a clerk uses.

use super::AppError;
use super::Command;
use super::Register;
use super::Registered;
use super::Visit;
use crate::assets;
use crate::model::AnyRecord;
use crate::model::Ledger;
use crate::model::Uid;
use crate::model::directory::Book;
use crate::model::directory::Directory;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Debug, Deserialize)]
struct File {
    record: Vec<BTreeMap<String, String>>,
}

/// The records for a year over a ledger that has its communities and teams; `uid` gives identities.
///
/// # Errors
/// `Data` naming the record that can't be typed.
pub(super) fn records(
    ledger: &Ledger,
    book: &Book,
    year: i16,
    mut uid: impl FnMut() -> Uid,
) -> Result<Vec<AnyRecord>, AppError> {
    let file: File =
        toml::from_str(assets::SAMPLE_PLAN).map_err(|e| AppError::Data(e.message().to_owned()))?;
    let mut ledger = ledger.clone();
    let mut all = Vec::new();
    let place = |n: usize, names: &[crate::model::directory::Named]| {
        names
            .get(n % names.len().max(1))
            .map(|c| c.name.clone())
            .unwrap_or_default()
    };
    for mut typed in file.record {
        let directory = Directory::new(&ledger, book, year);
        for text in typed.values_mut() {
            *text = text
                .replace("{y}", &year.to_string())
                .replace("{b}", &(year - 1).to_string())
                .replace("{t1}", &place(0, &directory.teams));
            for n in 0..3 {
                let name = place(n, &directory.communities);
                *text = text.replace(&format!("{{c{}}}", n + 1), &name);
            }
        }
        let key = typed.remove("register").unwrap_or_default();
        let register =
            Register::read(&key).ok_or_else(|| AppError::Data(format!("没有“{key}”这一种记录")))?;
        let mut record = register.visit(Typed(&typed, &directory))?;
        let marks = record.marks_mut();
        *marks.0 = uid();
        *marks.1 = ledger.home;
        ledger.put(record.clone());
        all.push(record);
    }
    Ok(all)
}

struct Typed<'t>(&'t BTreeMap<String, String>, &'t Directory);

impl Visit for Typed<'_> {
    type Out = Result<AnyRecord, AppError>;
    fn visit<F: Registered>(self) -> Self::Out {
        let Self(typed, directory) = self;
        let mut entry = F::default();
        for (key, text) in typed {
            let fault = |what: &str| AppError::Data(format!("{} {key}“{text}”{what}", F::NAME));
            let field = F::field(key).ok_or_else(|| fault("：没有这一栏"))?;
            (field.read)(&mut entry, text, directory).map_err(|e| fault(&e))?;
        }
        match entry.save() {
            Command::Save(record) => Ok(*record),
            _ => Err(AppError::Data(format!("{}不能这样编造", F::NAME))),
        }
    }
}
