//! The steps from an empty file to the newest schema. A shipped step is never edited.

use super::Result;
use super::StoreError;
use super::header::APPLICATION_ID;
use rusqlite::Connection;
use rusqlite::TransactionBehavior;

/// One step: the SQL that leads to the schema of its number.
struct Step {
    schema: u32,
    sql: &'static str,
}

const STEPS: &[Step] = &[
    Step {
        schema: 1,
        sql: include_str!("sql/0001_start.sql"),
    },
    Step {
        schema: 2,
        sql: include_str!("sql/0002_plan.sql"),
    },
    Step {
        schema: 3,
        sql: include_str!("sql/0003_paper.sql"),
    },
    Step {
        schema: 4,
        sql: include_str!("sql/0004_submission.sql"),
    },
    Step {
        schema: 5,
        sql: include_str!("sql/0005_collection.sql"),
    },
    Step {
        schema: 6,
        sql: include_str!("sql/0006_return.sql"),
    },
    Step {
        schema: SEALED,
        sql: include_str!("sql/0007_seal.sql"),
    },
];

/// The newest schema this program knows.
pub const NEWEST: u32 = 7;

/// The schema from which on the history is sealed.
const SEALED: u32 = 7;

/// Bring a file to the newest schema, one transaction a step. The caller has made a copy before.
///
/// # Errors
/// SQLite's failures, or `Damaged` when references are broken after a step; the step is rolled back.
pub fn run(db: &mut Connection) -> Result<()> {
    run_to(db, NEWEST)
}

/// The same, no further than a schema.
pub(super) fn run_to(db: &mut Connection, schema: u32) -> Result<()> {
    let found: u32 = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let wanted = found + 1..=schema;
    for step in STEPS.iter().filter(|s| wanted.contains(&s.schema)) {
        let tx = db.transaction_with_behavior(TransactionBehavior::Exclusive)?;
        tx.execute_batch(step.sql)?;
        if step.schema == SEALED {
            super::seal::begin(&tx)?;
        }
        let broken: i64 =
            tx.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| {
                row.get(0)
            })?;
        if broken > 0 {
            return Err(StoreError::Damaged {
                detail: format!("{broken} broken references after step {}", step.schema),
                path: "".into(),
            });
        }
        tx.pragma_update(None, "application_id", APPLICATION_ID)?;
        tx.pragma_update(None, "user_version", step.schema)?;
        tx.commit()?;
        tracing::info!(schema = step.schema, "schema step done");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_steps_count_up_to_the_newest() {
        let numbers: Vec<u32> = STEPS.iter().map(|s| s.schema).collect();
        assert_eq!(numbers, (1..=NEWEST).collect::<Vec<_>>());
    }

    #[test]
    fn a_file_of_the_first_schema_is_brought_up_with_its_records_after_a_copy() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("旧.kepu");
        let office = crate::model::Uid::fresh();
        let event = crate::model::Uid::fresh();
        {
            let db = Connection::open(&path).unwrap();
            db.execute_batch(include_str!("sql/0001_start.sql"))
                .unwrap();
            db.pragma_update(None, "application_id", APPLICATION_ID)
                .unwrap();
            db.pragma_update(None, "user_version", 1).unwrap();
            db.execute(
                "INSERT INTO office (uid, office, name, kind, code, superior, document_mark, head, reviewer, clerk, phone, plan) \
                 VALUES (?1, ?1, '湖滨街道办事处', '街道办事处', '', '', '', '', '', '李晓梅', '', 'nanhu-2022-2025')",
                [office],
            )
            .unwrap();
            db.execute(
                "INSERT INTO event (uid, office, title, place, host, organizer, co_organizer, form, mode, theme, theme_day, \
                 attendance_note, speakers, fund_source, media, summary, effect, state, evidence_no, remark) \
                 VALUES (?1, ?2, '讲座', '', '', '', '', '', '', '', '', '', '', '', '', '', '', 'held', '', '')",
                [event, office],
            )
            .unwrap();
        }
        let mut copied = false;
        let store = crate::store::Store::open(&path, |_| {
            copied = true;
            Ok(())
        })
        .unwrap();
        assert!(copied, "a copy is made before the upgrade");
        let ledger = store.load().unwrap();
        assert_eq!(ledger.events[&event].title, "讲座");
        assert!(!ledger.events[&event].hazardous && ledger.events[&event].campaigns.is_empty());
        let found: u32 = store
            .db()
            .pragma_query_value(None, "user_version", |row| row.get(0))
            .unwrap();
        assert_eq!(found, NEWEST);
    }
}
