//! 收数: blank workbooks go out to the communities (`hand`), filled ones come back through the import (`take`), and who has
//! not returned is told on the screen and on paper (`remind`).

mod changed;
mod hand;
mod read;
mod remind;
mod take;

pub use crate::exchange::sheet::EXTENSIONS;
pub use changed::ChangedRow;
pub use changed::masked_changes;
pub use hand::BlankWish;
pub use hand::HandedOut;
pub use hand::registers;
pub use read::Received;
pub use read::Trouble;
pub use read::is_sheet;
pub use read::receive;
pub use read::sheets_in;
pub use remind::list_name;
pub use take::Back;
pub use take::CollectPlan;
pub use take::Origin;

use crate::model::Ledger;
use crate::model::papers::Collection;
use crate::model::papers::collection::Handed;
use crate::model::papers::collection::Standing;
use jiff::civil::Date;

/// A round as it stands on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct RoundStatus {
    /// The round.
    pub collection: Collection,
    /// Its workbooks, each with how it stands.
    pub lines: Vec<(Handed, Standing)>,
}

impl RoundStatus {
    /// How a round stands.
    pub fn of(collection: &Collection, today: Date) -> Self {
        let lines = collection.handed().into_iter().map(|handed| {
            let standing = collection.standing(&handed, today);
            (handed, standing)
        });
        Self {
            lines: lines.collect(),
            collection: collection.clone(),
        }
    }

    /// Workbooks that are not back, those handed out first above.
    pub fn missing(&self) -> impl Iterator<Item = &(Handed, Standing)> {
        let back = |standing: &Standing| matches!(standing, Standing::Back(_));
        self.lines.iter().filter(move |(_, s)| !back(s))
    }
}

/// Rounds of the file's own office, newest first.
pub fn rounds(ledger: &Ledger) -> Vec<Collection> {
    let own = ledger.collections.values();
    let mut own: Vec<Collection> = own
        .filter(|c| c.office == ledger.home)
        .map(|c| Collection::clone(c))
        .collect();
    own.sort_by_key(|c| std::cmp::Reverse((c.day, c.uid)));
    own
}

/// The newest round as it stands.
pub fn newest(ledger: &Ledger, today: Date) -> Option<RoundStatus> {
    let first = rounds(ledger).into_iter().next()?;
    Some(RoundStatus::of(&first, today))
}
