//! 版记 at the foot of the last page: 抄送, 印发机关 and day between rules (GB/T 9704-2012 7.4).

use super::line::break_lines;
use super::sheet::Frame;
use crate::reports::fonts::Fonts;
use crate::reports::fonts::Role;
use crate::reports::fonts::canonical;
use crate::reports::outline::Paper;
use crate::reports::outline::letter::Imprint;
use crate::reports::page::Page;
use crate::reports::unit::Mm;
use crate::reports::unit::SIZE_4;
use crate::reports::unit::mm;

/// First and last rule.
const THICK: Mm = 0.35;
/// Rule between.
const THIN: Mm = 0.25;
/// Height of a line.
const LINE: Mm = 8.4;
const ROLE: Role = Role::FangSong;

/// Whether the page it stands on carries anything else; a page of 版记 alone has no number (7.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Placed {
    /// Under other content.
    Below,
    /// On a page of its own.
    Alone,
}

/// Put the 版记 on the last page, or on one more when there is no room under `y`.
pub(super) fn place(imprint: &Imprint, pages: &mut Vec<Page>, y: Mm, fonts: &Fonts) -> Placed {
    let frame = Frame::of(Paper::Portrait);
    let inset = mm(SIZE_4);
    let copied = copied(imprint, frame.width - inset * 2.0, fonts);
    let height = LINE * (copied.len() + 1) as Mm;
    let upright = pages
        .last()
        .is_some_and(|p| (p.width - frame.page_width).abs() < 0.1);
    let placed = if upright && y + height + 2.0 <= frame.bottom() {
        Placed::Below
    } else {
        pages.push(Page::new(frame.page_width, frame.page_height));
        Placed::Alone
    };
    let Some(page) = pages.last_mut() else {
        return placed;
    };
    let (left, right, bottom) = (frame.left, frame.right(), frame.bottom());
    let top = bottom - height;
    page.line((left, top), (right, top), THICK);
    page.line((left, bottom), (right, bottom), THICK);
    let base = |n: usize| top + LINE * n as Mm + LINE / 2.0 + mm(SIZE_4) * 0.38;
    for (n, (x, text)) in copied.iter().enumerate() {
        page.text(left + inset + x, base(n), SIZE_4, ROLE, text.clone());
    }
    if !copied.is_empty() {
        let y = bottom - LINE;
        page.line((left, y), (right, y), THIN);
    }
    let last = base(copied.len());
    page.text(left + inset, last, SIZE_4, ROLE, canonical(&imprint.issuer));
    let day = format!("{}印发", imprint.date);
    let x = right - inset - fonts.width(ROLE, SIZE_4, &day);
    page.text(x, last, SIZE_4, ROLE, day);
    placed
}

// 抄送： and the names, further lines under the first name, a full stop at the end.
fn copied(imprint: &Imprint, width: Mm, fonts: &Fonts) -> Vec<(Mm, String)> {
    if imprint.copied_to.is_empty() {
        return Vec::new();
    }
    let label = "抄送：";
    let hang = fonts.width(ROLE, SIZE_4, label);
    let names = canonical(imprint.copied_to.trim_end_matches('。'));
    let text = [names.as_str(), "。"].concat();
    break_lines(fonts, ROLE, SIZE_4, width - hang, &text)
        .into_iter()
        .enumerate()
        .map(|(n, line)| {
            if n == 0 {
                (0.0, [label, &line].concat())
            } else {
                (hang, line)
            }
        })
        .collect()
}
