//! One declaration a register: `record!` makes the struct, its form fields and its columns from one list, so that
//! a field can't be in the form and missing in the file. Used by the registers whose rules fit on a page.

use super::directory::Directory;
use super::events::Event;
use super::id::Uid;
use super::problem::Problem;
use super::value::Cell;
use jiff::civil::Date;

/// What a record of `record!` adds of its own.
pub trait Rules: Sized {
    /// One line that tells it from others.
    fn own_title(&self) -> String;
    /// The day it belongs to, for periods; none for a register that has no days.
    fn day(&self) -> Option<Date> {
        None
    }
    /// The event it becomes, for records that are the beginning of one and have none yet.
    fn event(&self, _: &Directory, _: Date) -> Option<Event> {
        None
    }
    /// Note the event it became.
    fn became(&mut self, _: Uid) {}
    /// Contradictions inside the record.
    fn check(&self, _: &Directory) -> Vec<Problem> {
        Vec::new()
    }
}

/// A record made by `record!`, as the file sees it.
pub trait Plain: Sized {
    /// Columns after `uid` and `office`, in order.
    const COLUMNS: &'static [&'static str];
    /// Identity and office.
    fn marks(&self) -> (Uid, Uid);
    /// Values in the order of the columns.
    fn cells(&self) -> Vec<Cell>;
    /// A record from its values; the name of the first column that does not fit otherwise.
    ///
    /// # Errors
    /// The column's name.
    fn from_cells(
        marks: (Uid, Uid),
        cells: &mut dyn Iterator<Item = Cell>,
    ) -> Result<Self, &'static str>;
    /// The records it points to.
    fn links(&self) -> Vec<Uid>;
}

/// Makes a record type: struct, form fields, columns. Sections of the form come first, then the fields with type,
/// label, kind and what else [`super::field::Field`] can be told. The first field is the title.
macro_rules! record {
    (
        $(#[$about:meta])*
        $name:ident, $chinese:literal {
            $( $section:literal {
                $( $(#[$more:meta])* $field:ident: $type:ty, $label:literal, $kind:expr
                    $(, $build:ident $( ( $with:expr ) )? )*; )*
            } )*
        }
    ) => {
        $(#[$about])*
        #[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(default)]
        pub struct $name {
            /// Identity.
            pub uid: $crate::model::Uid,
            /// The office that keeps it.
            pub office: $crate::model::Uid,
            $( $( #[doc = concat!($label, ".")] $(#[$more])* pub $field: $type, )* )*
        }

        impl $crate::model::field::Form for $name {
            const NAME: &'static str = $chinese;

            fn fields() -> &'static [$crate::model::field::Field<Self>] {
                static FIELDS: &[$crate::model::field::Field<$name>] = &[
                    $( $( $crate::model::field::Field::new(
                        stringify!($field),
                        $label,
                        $kind,
                        |r: &$name, d| $crate::model::value::Value::show(&r.$field, $kind, d),
                        |r, typed, d| {
                            r.$field = $crate::model::value::Value::read(typed, $kind, d)?;
                            Ok(())
                        },
                    ).section($section) $( .$build( $( $with )? ) )*, )* )*
                ];
                FIELDS
            }

            fn title(&self) -> String {
                $crate::model::record::Rules::own_title(self)
            }

            fn check(
                &self,
                directory: &$crate::model::directory::Directory,
            ) -> Vec<$crate::model::problem::Problem> {
                $crate::model::record::Rules::check(self, directory)
            }
        }

        impl $crate::model::record::Plain for $name {
            const COLUMNS: &'static [&'static str] = &[ $( $( stringify!($field), )* )* ];

            fn marks(&self) -> ($crate::model::Uid, $crate::model::Uid) {
                (self.uid, self.office)
            }

            fn cells(&self) -> Vec<$crate::model::value::Cell> {
                vec![ $( $( $crate::model::value::Value::cell(&self.$field), )* )* ]
            }

            fn from_cells(
                (uid, office): ($crate::model::Uid, $crate::model::Uid),
                cells: &mut dyn Iterator<Item = $crate::model::value::Cell>,
            ) -> Result<Self, &'static str> {
                Ok(Self {
                    uid,
                    office,
                    $( $( $field: cells
                        .next()
                        .and_then($crate::model::value::Value::of)
                        .ok_or(stringify!($field))?, )* )*
                })
            }

            fn links(&self) -> Vec<$crate::model::Uid> {
                [ $( $( $crate::model::value::Value::link(&self.$field), )* )* ]
                    .into_iter()
                    .flatten()
                    .collect()
            }
        }
    };
}
pub(crate) use record;
