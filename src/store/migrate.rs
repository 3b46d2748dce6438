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
];

/// The newest schema this program knows.
pub const NEWEST: u32 = 2;

/// Bring a file to the newest schema, one transaction a step. The caller has made a copy before.
///
/// # Errors
/// SQLite's failures, or `Damaged` when references are broken after a step; the step is rolled back.
pub fn run(db: &mut Connection) -> Result<()> {
    let found: u32 = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
    for step in STEPS.iter().filter(|s| s.schema > found) {
        let tx = db.transaction_with_behavior(TransactionBehavior::Exclusive)?;
        tx.execute_batch(step.sql)?;
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
}
