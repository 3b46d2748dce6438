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
    /// The same with the personal value it quotes, for who asked to see it; empty when it quotes none.
    pub whole: String,
}

impl Problem {
    /// A problem that stops saving.
    pub fn error(field: &'static str, what: impl Into<String>) -> Self {
        Self {
            field,
            severity: Severity::Error,
            what: what.into(),
            whole: String::new(),
        }
    }

    /// A problem that only asks for a second look.
    pub fn doubt(field: &'static str, what: impl Into<String>) -> Self {
        Self {
            field,
            severity: Severity::Doubt,
            what: what.into(),
            whole: String::new(),
        }
    }

    /// What the clerk reads: with personal values only when they were asked for.
    pub fn said(&self, personal: bool) -> &str {
        if personal && !self.whole.is_empty() {
            &self.whole
        } else {
            &self.what
        }
    }
}
