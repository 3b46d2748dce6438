//! The evidence light of an event: 通知, 方案, 签到, 照片, 总结, 信息 (domain.md 6: what districts ask to see).

use crate::model::Ledger;
use crate::model::Uid;
use crate::model::directory::Book;

/// What there is of the six kinds.
#[expect(
    clippy::struct_excessive_bools,
    reason = "five lamps that are on or off, each by itself"
)]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Evidence {
    /// 通知.
    pub notice: bool,
    /// 方案.
    pub plan: bool,
    /// 签到表, or people entered one by one.
    pub signed: bool,
    /// Photos, and how many are wanted.
    pub photos: (u32, u32),
    /// 总结, or a summary written in the event.
    pub summary: bool,
    /// 科普信息 about it.
    pub news: bool,
}

impl Evidence {
    /// Each kind with its name, in the order of the screen.
    pub fn lamps(&self) -> [(String, bool); 6] {
        let (there, wanted) = self.photos;
        [
            ("通知".into(), self.notice),
            ("方案".into(), self.plan),
            ("签到".into(), self.signed),
            (format!("照片 {there}/{wanted}"), there >= wanted),
            ("总结".into(), self.summary),
            ("信息".into(), self.news),
        ]
    }
}

/// The evidence of one event.
pub fn of_event(ledger: &Ledger, book: &Book, event: Uid) -> Evidence {
    let files: Vec<_> = ledger
        .attachments
        .values()
        .filter(|a| a.owner == Some(event))
        .collect();
    let papers: Vec<_> = ledger
        .papers
        .values()
        .filter(|p| p.event == Some(event))
        .collect();
    let has =
        |kind: &str| files.iter().any(|f| f.kind == kind) || papers.iter().any(|p| p.kind == kind);
    let photos = files.iter().filter(|f| f.kind == "照片").count();
    let told = ledger.posts.values().any(|p| p.event == Some(event));
    let written = ledger.events.get(&event);
    Evidence {
        notice: has("通知"),
        plan: has("方案"),
        signed: has("签到") || ledger.attendance.values().any(|a| a.event == event),
        photos: (u32::try_from(photos).unwrap_or(u32::MAX), book.rules.photos),
        summary: has("总结") || written.is_some_and(|e| !e.summary.is_empty()),
        news: has("信息") || told || written.is_some_and(|e| !e.media.is_empty()),
    }
}
