//! What is wrong or odd about a record: it either stops saving or only asks for a second look.

/// How much a problem matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The record can be saved; the problem is listed on 工作台 and before printing.
    Doubt,
    /// The record can't be saved like this.
    Error,
}

/// One problem of one record, in the clerk's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Key of the field it belongs to; empty when it concerns the whole record.
    pub field: &'static str,
    /// Whether it stops saving.
    pub severity: Severity,
    /// What is wrong, one short sentence without a full stop.
    pub what: String,
}

impl Problem {
    /// A problem that stops saving.
    pub fn error(field: &'static str, what: impl Into<String>) -> Self {
        Self {
            field,
            severity: Severity::Error,
            what: what.into(),
        }
    }

    /// A problem that only asks for a second look.
    pub fn doubt(field: &'static str, what: impl Into<String>) -> Self {
        Self {
            field,
            severity: Severity::Doubt,
            what: what.into(),
        }
    }
}
