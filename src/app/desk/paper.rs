//! Reports on the office thread: what is laid out, drafted, put out, changed for this office.

use super::Ask;
use super::Told;
use super::worker::Worker;
use crate::app::Office;
use crate::app::adjust::Adjustment;
use crate::app::error::AppError;
use crate::app::paper::Kind;
use crate::app::paper::Request;
use crate::app::words::advice;
use crate::app::write::Done;
use crate::model::papers::Document;

impl Worker {
    pub(super) fn paper(&self, office: &mut Office, ask: Ask) {
        match ask {
            Ask::Lay(request) => self.lay_aside(office, request),
            Ask::DraftText(request) => self.text(request, |r| office.draft_text(r)),
            Ask::RenewText(request) => self.text(request, |r| {
                let document = r.document.as_deref().ok_or(AppError::NotFound)?;
                office.renew_text(r, document)
            }),
            Ask::PutOut(proof, way) => self.put_out_aside(proof, way),
            Ask::Behind(records) => {
                let behind = office.behind(&records);
                self.tell(Told::Behind(records, Box::new(behind)));
            }
            Ask::Choose(choosing) => {
                let offer = office.offer(&choosing);
                self.tell(Told::Offer(choosing, offer));
            }
            Ask::Adjusting(kind) => {
                let now = office.adjusting(kind).map(Box::new);
                self.tell(Told::Adjusting(now.map_err(|e| advice(&e))));
            }
            Ask::SetReport(kind, adjustment) => {
                let done = set_report(office, kind, *adjustment);
                self.changed(office, done);
            }
            // Nothing else comes here.
            _ => {}
        }
    }

    fn text(
        &self,
        request: Box<Request>,
        make: impl FnOnce(&Request) -> Result<Document, AppError>,
    ) {
        let text = make(&request).map(Box::new).map_err(|e| advice(&e));
        self.tell(Told::Text(request, text));
    }
}

fn set_report(
    office: &mut Office,
    kind: Kind,
    adjustment: Option<Adjustment>,
) -> Result<Done, AppError> {
    let what = if adjustment.is_some() {
        "已调整"
    } else {
        "已恢复默认"
    };
    office.set_report(kind, adjustment)?;
    Ok(Done {
        label: format!("{what} {}", kind.id()),
        focus: None,
        records: 1,
    })
}
