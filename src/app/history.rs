//! 操作记录 as the office reads it: looks at personal data are written down too.

use super::Office;
use super::error::AppError;
use super::register::Register;
use super::register::Visit;
use super::view::Registered;
use crate::model::field::Exposure;
use crate::store::seal::Torn;

/// What a step that only looked begins with; it stands in no undo stack.
pub const LOOKED: &str = "查看个人信息：";

/// Whether a register's form has personal fields.
pub fn has_personal(register: Register) -> bool {
    struct Any;
    impl Visit for Any {
        type Out = bool;
        fn visit<F: Registered>(self) -> bool {
            F::fields().iter().any(|f| f.exposure == Exposure::Personal)
        }
    }
    register.visit(Any)
}

/// What `check` says of a history that is not as it was written.
pub fn torn_words(torn: Torn) -> String {
    match torn {
        Torn::Step(step) => format!("操作记录从第 {step} 步起与写下时不同，有人动过它"),
        Torn::After(step) => format!("操作记录第 {step} 步之后的内容不见了，请与备份比较"),
    }
}

impl Office {
    /// Write down that personal data of a record or list was shown or carried out of the program. A file that may not be
    /// changed keeps no account of who read it.
    ///
    /// # Errors
    /// What the file says; nothing should be shown then.
    pub fn note_look(&mut self, what: &str) -> Result<(), AppError> {
        if !self.is_writable() {
            return Ok(());
        }
        let label = format!("{LOOKED}{what}");
        self.store
            .note_look(&self.clock.stamp(), &self.who(), &label)?;
        Ok(())
    }
}
