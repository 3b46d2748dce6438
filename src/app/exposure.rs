//! Which fields hold personal data, and how their values are shown where nobody asked to see them: on paper, in JSON and in
//! the words of commands always, in the window until the clerk shows personal numbers.

use super::Register;
use super::Registered;
use super::Visit;
use super::merge::Conflict;
use super::merge::FieldConflict;
use super::submit::covered;
use crate::model::Table;
use crate::model::field::Exposure;
use crate::model::secret::masked_value;

/// Whether a register's form treats a field as personal.
pub fn is_personal(register: Register, key: &str) -> bool {
    struct Personal<'k>(&'k str);
    impl Visit for Personal<'_> {
        type Out = bool;
        fn visit<F: Registered>(self) -> bool {
            F::field(self.0).is_some_and(|f| f.exposure == Exposure::Personal)
        }
    }
    register.visit(Personal(key))
}

/// Whether any form that shows a field of a table treats it as personal.
pub fn is_personal_key(table: Table, key: &str) -> bool {
    // A person stands in the forms of their roles.
    let register = match table {
        Table::Person => Some(Register::Volunteers),
        other => Register::of(other),
    };
    register.is_some_and(|r| is_personal(r, key))
}

/// A value where nobody asked for personal data: hidden when it is personal, numbers in other texts masked where they stand.
pub fn shown(is_personal: bool, text: &str) -> String {
    if is_personal {
        masked_value(text)
    } else {
        covered(text)
    }
}

/// A field of a conflict as [`shown`] shows it.
pub fn masked_field(conflict: &Conflict, field: &FieldConflict) -> FieldConflict {
    let table = Table::ALL.iter().find(|t| t.label() == conflict.kind);
    let personal = table.is_some_and(|t| is_personal_key(*t, &field.key));
    FieldConflict {
        mine: shown(personal, &field.mine),
        theirs: shown(personal, &field.theirs),
        ..field.clone()
    }
}

/// A conflict with all its fields as [`shown`] shows them.
pub fn masked_conflict(conflict: &Conflict) -> Conflict {
    let fields = conflict.fields.iter();
    Conflict {
        fields: fields.map(|f| masked_field(conflict, f)).collect(),
        ..conflict.clone()
    }
}
