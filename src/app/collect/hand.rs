//! Handing out: which columns a blank workbook has is data (`assets/blank.toml`), what its cells may hold follows from the
//! fields of the register and the office's lists.

use crate::app::Command;
use crate::app::Office;
use crate::app::Register;
use crate::app::Registered;
use crate::app::Visit;
use crate::app::error::AppError;
use crate::app::outfile::safe_stem;
use crate::app::paper;
use crate::assets;
use crate::exchange::returned::WHO;
use crate::model::Record as _;
use crate::model::Uid;
use crate::model::directory::Directory;
use crate::model::directory::Named;
use crate::model::field::Kind;
use crate::model::field::Need;
use crate::model::papers::Collection;
use crate::model::papers::collection::Handed;
use crate::model::papers::collection::MARK_SHEET;
use crate::model::papers::collection::Mark;
use crate::reports::blank;
use crate::reports::blank::Blank;
use crate::reports::blank::BlankColumn;
use crate::reports::blank::BlankSheet;
use crate::reports::blank::Entry;
use crate::reports::blank::Others;
use crate::store::StoreError;
use jiff::civil::Date;
use serde::Deserialize;
use std::path::Path;
use std::path::PathBuf;

/// What shall be handed out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlankWish {
    /// To whom; empty means every community of the office.
    pub communities: Vec<Uid>,
    /// One for the office as a whole instead.
    pub whole: bool,
    /// The tables in it.
    pub registers: Vec<Register>,
    /// The year it is about.
    pub year: i16,
    /// When it shall be back.
    pub due: Option<Date>,
}

/// What was handed out.
#[derive(Debug, Clone)]
pub struct HandedOut {
    /// The round as it is kept.
    pub collection: Collection,
    /// The files, in the order of the communities.
    pub files: Vec<PathBuf>,
}

#[derive(Debug, Deserialize)]
struct Book {
    rows: u32,
    guide: Vec<String>,
    #[serde(rename = "register")]
    registers: Vec<Sheet>,
}

#[derive(Debug, Deserialize)]
struct Sheet {
    key: String,
    title: String,
    #[serde(default)]
    months: bool,
    #[serde(default)]
    month_note: String,
    columns: Vec<Column>,
}

#[derive(Debug, Deserialize)]
struct Column {
    key: String,
    width: f64,
    note: String,
}

fn book() -> Result<Book, AppError> {
    toml::from_str(assets::BLANK).map_err(|e| AppError::Data(e.message().to_owned()))
}

/// Registers there are blank tables for.
///
/// # Errors
/// When the built-in list can't be read.
pub fn registers() -> Result<Vec<Register>, AppError> {
    let keys = book()?.registers;
    Ok(keys.iter().filter_map(|s| Register::read(&s.key)).collect())
}

impl Office {
    /// Write a blank workbook for each community into a folder, and keep that they were handed out.
    ///
    /// # Errors
    /// `Request` when there is nobody or nothing to hand out to, `Exists` when one of the files is there already (it may be
    /// filled), or what the disk says. Nothing is kept then, and no file of this round stays.
    pub fn hand_out(&mut self, wish: &BlankWish, folder: &Path) -> Result<HandedOut, AppError> {
        let book = book()?;
        let to = self.receivers(wish)?;
        let sheets = wish.registers.iter().map(|r| {
            let found = book.registers.iter().find(|s| s.key == r.key());
            found.ok_or_else(|| AppError::Request(format!("没有“{}”的空白表", r.label())))
        });
        let sheets: Vec<&Sheet> = sheets.collect::<Result<_, _>>()?;
        if sheets.is_empty() {
            return Err(AppError::Request("没有选要收的表".into()));
        }
        let collection = self.round(wish, &to);
        let mut files: Vec<(PathBuf, Vec<u8>)> = Vec::new();
        for named in &to {
            let blank = self.blank(&book, &sheets, wish, named, &collection)?;
            let stem = safe_stem(&format!("{} {}", named.name, collection.title));
            let taken = |path: &PathBuf| files.iter().any(|(p, _)| p == path);
            // Two communities of one name are two files.
            let path = std::iter::once(format!("{stem}.xlsx"))
                .chain((2..1000).map(|n| format!("{stem}（{n}）.xlsx")))
                .map(|name| folder.join(name))
                .find(|path| !taken(path))
                .unwrap_or_else(|| folder.join(format!("{stem}.xlsx")));
            if path.exists() {
                return Err(StoreError::Exists { path }.into());
            }
            files.push((path, blank::write(&blank)?));
        }
        std::fs::create_dir_all(folder).map_err(|source| AppError::Write {
            source,
            path: folder.to_owned(),
        })?;
        let written = files
            .iter()
            .try_for_each(|(path, bytes)| paper::save(bytes, path));
        let files: Vec<PathBuf> = files.into_iter().map(|(path, _)| path).collect();
        let kept = written.and_then(|()| {
            self.run(Command::TakeIn {
                label: format!("发出 {} {} 份", collection.title, files.len()),
                records: vec![collection.clone().wrap()],
            })
        });
        if let Err(error) = kept {
            // Workbooks of a round nobody knows of must not go out.
            for path in &files {
                std::fs::remove_file(path).ok();
            }
            return Err(error);
        }
        Ok(HandedOut { collection, files })
    }

    // The office as a whole goes under the nil identity.
    fn receivers(&self, wish: &BlankWish) -> Result<Vec<Named>, AppError> {
        if wish.whole {
            let whole = Named::alone(Uid::default(), self.ledger.office().name);
            return Ok(vec![whole]);
        }
        let own = self.own_communities();
        let chosen: Vec<Named> = own
            .into_iter()
            .filter(|c| wish.communities.is_empty() || wish.communities.contains(&c.uid))
            .collect();
        if chosen.is_empty() {
            return Err(AppError::Request(
                "还没有登记社区，请先录入社区，或给全单位做一份".into(),
            ));
        }
        Ok(chosen)
    }

    fn own_communities(&self) -> Vec<Named> {
        let home = self.ledger.home;
        let is_own = |c: &&Named| {
            let community = self.ledger.communities.get(&c.uid);
            community.is_some_and(|c| c.office == home)
        };
        self.directory
            .communities
            .iter()
            .filter(is_own)
            .cloned()
            .collect()
    }

    fn round(&self, wish: &BlankWish, to: &[Named]) -> Collection {
        let year = u32::try_from(wish.year).ok();
        let before = super::rounds(&self.ledger);
        let same_year = before.iter().filter(|c| c.year == year).count();
        let handed: Vec<Handed> = to
            .iter()
            .map(|named| Handed {
                community: Some(named.uid).filter(|uid| !uid.is_nil()),
                name: named.name.clone(),
                returns: Vec::new(),
            })
            .collect();
        Collection {
            uid: Uid::fresh(),
            office: self.ledger.home,
            title: format!("{}年第{}轮收数", wish.year, same_year + 1),
            day: Some(self.clock.today()),
            due: wish.due,
            year,
            registers: wish.registers.iter().map(|r| r.key().to_owned()).collect(),
            // A list of texts and numbers is always JSON.
            sheets: serde_json::to_string(&handed).unwrap_or_default(),
        }
    }

    fn blank(
        &self,
        book: &Book,
        sheets: &[&Sheet],
        wish: &BlankWish,
        named: &Named,
        collection: &Collection,
    ) -> Result<Blank, AppError> {
        let office = self.ledger.office().name;
        let due = wish.due.map_or_else(
            || "未定".to_owned(),
            |d| format!("{}年{}月{}日", d.year(), d.month(), d.day()),
        );
        let names: Vec<String> = if named.uid.is_nil() {
            self.own_communities().into_iter().map(|c| c.name).collect()
        } else {
            vec![named.name.clone()]
        };
        let fill = |line: &String| {
            line.replace("{office}", &office)
                .replace("{who}", &named.name)
                .replace("{due}", &due)
                .replace("{year}", &wish.year.to_string())
        };
        let mut guide: Vec<String> = book.guide.iter().map(fill).collect();
        let mut made = Vec::new();
        for sheet in sheets {
            let register = Register::read(&sheet.key)
                .ok_or_else(|| AppError::Data(format!("没有 {} 这种记录", sheet.key)))?;
            let columns = register.visit(Columns {
                sheet,
                directory: &self.directory,
                communities: &names,
            })?;
            guide.push(format!("【{}】", sheet.title));
            let told = |c: &BlankColumn| format!("{}：{}", c.heading.replace('*', ""), c.note);
            guide.extend(columns.iter().take(sheet.columns.len()).map(told));
            if sheet.months {
                let note = sheet.month_note.replace("{n}月", "各月");
                guide.push(format!("1月至12月传播量：{note}"));
            }
            made.push(BlankSheet {
                name: register.label().to_owned(),
                title: format!("{}年{}", wish.year, sheet.title),
                line: format!(
                    "{WHO}{}　　填报单位：{office}　　交回期限：{due}",
                    named.name
                ),
                columns,
                rows: book.rows,
            });
        }
        let mark = Mark {
            round: collection.uid,
            office: self.ledger.home,
            community: named.uid,
            name: named.name.clone(),
            registers: collection.registers.clone(),
        };
        Ok(Blank {
            title: format!("{} {}", collection.title, named.name),
            office,
            guide,
            sheets: made,
            mark: (MARK_SHEET, mark.lines()),
        })
    }
}

/// Makes the columns of a register from its fields.
struct Columns<'c> {
    sheet: &'c Sheet,
    directory: &'c Directory,
    communities: &'c [String],
}

impl Visit for Columns<'_> {
    type Out = Result<Vec<BlankColumn>, AppError>;
    fn visit<F: Registered>(self) -> Self::Out {
        let mut columns = Vec::new();
        for column in &self.sheet.columns {
            let field = F::field(&column.key)
                .ok_or_else(|| AppError::Data(format!("{}没有 {} 这一栏", F::NAME, column.key)))?;
            let star = if field.need == Need::Required {
                "*"
            } else {
                ""
            };
            columns.push(BlankColumn {
                heading: format!("{star}{}", field.label),
                width: column.width,
                entry: self.entry(field.kind),
                note: column.note.clone(),
            });
        }
        if self.sheet.months {
            columns.extend((1..=12).map(|month| BlankColumn {
                heading: format!("{month}月传播量"),
                width: 7.0,
                entry: Entry::Count,
                note: self.sheet.month_note.replace("{n}", &month.to_string()),
            }));
        }
        Ok(columns)
    }
}

impl Columns<'_> {
    fn entry(&self, kind: Kind) -> Entry {
        let lists = &self.directory.book.lists;
        match kind {
            Kind::Day => Entry::Day,
            Kind::Number => Entry::Count,
            Kind::Money | Kind::Hours | Kind::Decimal => Entry::Amount,
            Kind::Choice(list) if !lists.is_open(list) => {
                Entry::Pick(lists.names(list), Others::Refused)
            }
            // Several can't be picked from a list, but typed after a word of warning.
            Kind::Choice(list) | Kind::Choices(list) => {
                Entry::Pick(lists.names(list), Others::Allowed)
            }
            Kind::ThemeDay => Entry::Pick(self.directory.book.calendar.names(), Others::Allowed),
            Kind::YesNo => Entry::Pick(vec!["是".into(), "否".into()], Others::Refused),
            Kind::Community => Entry::Pick(self.communities.to_vec(), Others::Refused),
            Kind::Team => {
                let teams = self.directory.teams.iter().map(|t| t.name.clone());
                Entry::Pick(teams.collect(), Others::Allowed)
            }
            Kind::Line
            | Kind::Lines
            | Kind::When
            | Kind::Measures
            | Kind::Phone
            | Kind::IdNumber
            | Kind::Month
            | Kind::Link(_)
            | Kind::StatCode
            | Kind::Hidden => Entry::Text,
        }
    }
}
