//! Which fields hold personal data, and how their values are shown where nobody asked to see them: on paper, in JSON and in
//! the words of commands always, in the window until the clerk shows personal numbers.

use super::Register;
use super::Registered;
use super::Visit;
use crate::model::Table;
use crate::model::field::Exposure;
use crate::model::field::Field;

/// Whether a register's form treats the field of this label as personal.
pub fn is_personal_label(register: &str, label: &str) -> bool {
    Register::read(register).is_some_and(|r| r.visit(Personal { key: "", label }))
}

/// Whether any form that shows a field of a table treats it as personal.
pub fn is_personal_key(table: Table, key: &str) -> bool {
    // A person stands in the forms of their roles.
    let register = match table {
        Table::Person => Some(Register::Volunteers),
        other => Register::of(other),
    };
    register.is_some_and(|r| r.visit(Personal { key, label: "" }))
}

struct Personal<'k> {
    key: &'k str,
    label: &'k str,
}

impl Visit for Personal<'_> {
    type Out = bool;
    fn visit<F: Registered>(self) -> bool {
        let meant = |f: &&Field<F>| f.key == self.key || f.label == self.label;
        F::fields()
            .iter()
            .find(meant)
            .is_some_and(|f| f.exposure == Exposure::Personal)
    }
}
