//! A document against the measures of GB/T 9704-2012, read back from its PDF by mupdf. Everything within 0.1 mm.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that panics has failed, which is its job"
)]

#[path = "common/trace.rs"]
mod trace;

use jiff::civil::date;
use kepu_ledger::app::paper;
use kepu_ledger::reports::Page;
use kepu_ledger::reports::Paper;
use kepu_ledger::reports::Report;
use kepu_ledger::reports::layout;
use kepu_ledger::reports::outline::Block;
use kepu_ledger::reports::outline::Column;
use kepu_ledger::reports::outline::Letter;
use kepu_ledger::reports::outline::Table;
use kepu_ledger::reports::outline::TableRow;
use kepu_ledger::reports::outline::letter;
use kepu_ledger::reports::outline::letter::Contents;
use kepu_ledger::reports::outline::letter::Imprint;
use kepu_ledger::reports::outline::letter::Letterhead;
use kepu_ledger::reports::outline::letter::Seal;
use kepu_ledger::reports::outline::letter::Signature;
use kepu_ledger::reports::pdf;
use kepu_ledger::reports::pdf::Meta;
use trace::Glyph;
use trace::Traced;
use trace::said;

const TOLERANCE: f64 = 0.1;
/// 版心 (5.2.1): left, top, right, bottom.
const LEFT: f64 = 28.0;
const TOP: f64 = 37.0;
const RIGHT: f64 = 184.0;
const BOTTOM: f64 = 262.0;
/// Height of a line and width of a character (5.2.3): 28.99 pt and 15.79 pt.
const LINE: f64 = 225.0 / 22.0;
const PITCH: f64 = 156.0 / 28.0;
/// 三号 and 二号 in millimetres.
const THREE: f64 = 16.0 * 25.4 / 72.0;
const TWO: f64 = 22.0 * 25.4 / 72.0;
const FOUR: f64 = 14.0 * 25.4 / 72.0;

/// Baseline of a line of the grid, counted from 0: the character stands in the middle of its line, 0.88 of it above the
/// baseline as in every Chinese font.
fn baseline(line: usize, size: f64) -> f64 {
    TOP + LINE * line as f64 + (LINE - size) / 2.0 + size * 0.88
}

#[track_caller]
fn near(found: f64, wanted: f64, what: &str) {
    assert!(
        (found - wanted).abs() <= TOLERANCE,
        "{what}: {found:.3} mm, should be {wanted:.3} mm"
    );
}

fn end(glyph: &Glyph) -> f64 {
    glyph.end
}

fn meta() -> Meta {
    Meta {
        title: "公文".into(),
        author: "湖滨街道办事处".into(),
        created: date(2026, 11, 24).at(9, 0, 0, 0),
    }
}

fn pages_of(report: &Report) -> Vec<Page> {
    layout::lay_out(report, &paper::fonts(), &mut |_| true).unwrap()
}

/// Each test writes into a folder of its own.
fn drawn(report: &Report) -> Vec<Traced> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("公文.pdf");
    let bytes = pdf::write(&pages_of(report), &paper::fonts(), &meta()).unwrap();
    std::fs::write(&path, bytes).unwrap();
    // To look at it with one's own eyes.
    if let Ok(kept) = std::env::var("KEPU_KEEP") {
        std::fs::copy(&path, kept).unwrap();
    }
    trace::trace(&path)
}

fn document(text: &str) -> Report {
    Report {
        title: "科普工作总结".into(),
        letter: Some(Letter {
            paragraphs: letter::paragraphs(text),
            ..Letter::default()
        }),
        ..Report::default()
    }
}

fn with(mut report: Report, change: impl FnOnce(&mut Letter)) -> Report {
    change(report.letter.as_mut().unwrap());
    report
}

fn signature(seal: Seal) -> Signature {
    Signature {
        office: "湖滨街道办事处".into(),
        date: "2026年1月8日".into(),
        seal,
    }
}

fn sheet(title: &str, paper: Paper) -> Report {
    let row = |n: usize| TableRow {
        cells: vec![n.to_string().into(), "科普讲座".into()],
        ..TableRow::default()
    };
    Report {
        title: title.into(),
        paper,
        blocks: vec![Block::Table(Table {
            columns: vec![Column::tight("序号"), Column::text("名称", 1.0)],
            rows: (1..40).map(row).collect(),
        })],
        ..Report::default()
    }
}

#[test]
#[ignore = "needs mupdf's mutool"]
fn a_page_of_text_is_twenty_two_lines_of_twenty_eight_characters() {
    let pages = drawn(&document(&"科普工作面向全体居民持续开展".repeat(90)));
    near(pages[0].width, 210.0, "paper");
    near(pages[0].height, 297.0, "paper");
    // The second page holds nothing but text.
    let lines = pages[1].lines();
    let text: Vec<_> = lines.iter().filter(|l| l[0].y < BOTTOM).collect();
    assert_eq!(text.len(), 22);
    for (n, line) in text.iter().enumerate() {
        assert_eq!(line.len(), 28, "line {n}: {}", said(line));
        near(line[0].x, LEFT, "left edge");
        near(end(line[27]), RIGHT, "right edge");
        near(line[0].y, baseline(n, THREE), "baseline");
        for pair in line.windows(2) {
            near(pair[1].x - pair[0].x, PITCH, "advance");
        }
        assert!(line.iter().all(|g| (g.size - 16.0).abs() < 0.01));
    }
    near(
        text[21][0].y - text[0][0].y,
        21.0 * 28.99 * 25.4 / 72.0,
        "lines",
    );
    let whole = text[0][27].x - text[0][0].x;
    near(whole, 27.0 * 15.79 * 25.4 / 72.0, "characters");
    // A paragraph begins two characters in.
    near(
        pages[0].line("科普工作面").first().unwrap().x,
        LEFT + 2.0 * PITCH,
        "indent",
    );
}

#[test]
#[ignore = "needs mupdf's mutool"]
fn the_red_head_stands_where_the_standard_has_it() {
    let head = Letterhead {
        mark: "湖滨街道办事处文件".into(),
        number: "湖办发〔2026〕8号".into(),
        approver: String::new(),
    };
    let report = with(document("正文。"), |l| {
        l.head = Some(head.clone());
        l.addressee = "区科学技术协会".into();
    });
    let page = &drawn(&report)[0];
    let mark = page.line("湖滨街道办事处文件");
    assert!(mark.iter().all(|g| g.red));
    let (from, to) = (mark[0].x, end(mark[mark.len() - 1]));
    near(
        f64::midpoint(from, to),
        f64::midpoint(LEFT, RIGHT),
        "mark in the middle",
    );
    let number = page.line("〔2026〕");
    assert!(number.iter().all(|g| !g.red));
    let rule = page.rules.iter().find(|r| r.red).unwrap();
    near(rule.from.0, LEFT, "rule");
    near(rule.to.0 - rule.from.0, 156.0, "width of the rule");
    near(
        rule.from.1 - (number[0].y + THREE * 0.12),
        4.0,
        "rule under the number",
    );
    let title = page.line("科普工作总结");
    near(
        title[0].y,
        rule.from.1 + 2.0 * LINE + (LINE - TWO) / 2.0 + TWO * 0.88,
        "title two lines under the rule",
    );
    near(title[0].size, 22.0, "二号");
    let addressee = page.line("区科学技术协会：");
    near(addressee[0].x, LEFT, "主送 at the edge");
    near(
        addressee[0].y - title[0].y,
        2.0 * LINE + (TWO - THREE) / 2.0 - (TWO - THREE) * 0.88,
        "主送 after one blank line",
    );
    // What goes up says who approved it: both one character in.
    let up = with(document("正文。"), |l| {
        l.head = Some(Letterhead {
            approver: "周建国".into(),
            ..head
        });
    });
    let page = &drawn(&up)[0];
    let line = page.line("签发人：周建国");
    near(line[0].x, LEFT + PITCH, "number one character in");
    near(
        end(line[line.len() - 1]),
        RIGHT - PITCH,
        "name one character in",
    );
}

#[test]
#[ignore = "needs poppler's pdftoppm"]
fn the_ink_of_the_red_head_begins_thirty_five_millimetres_under_the_edge() {
    let report = with(document("正文。"), |l| {
        l.head = Some(Letterhead {
            mark: "湖滨街道办事处文件".into(),
            number: "湖办发〔2026〕8号".into(),
            approver: String::new(),
        });
    });
    let bytes = pdf::write(&pages_of(&report), &paper::fonts(), &meta()).unwrap();
    let picture = painted(&bytes);
    let red = |p: &[u8]| p[0] > 150 && p[1] < 110 && p[2] < 110;
    let (first, last) = picture.rows_of(red)[0];
    near(first, TOP + 35.0, "top of the mark");
    let page = &drawn(&report)[0];
    near(
        page.line("〔2026〕")[0].y - THREE * 0.88 - last,
        2.0 * LINE,
        "number two lines under the mark",
    );
}

/// A page as pixels, 600 to the inch.
struct Picture {
    width: usize,
    pixels: Vec<u8>,
}

const DOTS: f64 = 600.0;

impl Picture {
    // First and last row, in millimetres, of each stretch of rows that hold such a pixel.
    fn rows_of(&self, wanted: impl Fn(&[u8]) -> bool) -> Vec<(f64, f64)> {
        let mut found: Vec<(usize, usize)> = Vec::new();
        for (n, row) in self.pixels.chunks(self.width * 3).enumerate() {
            if row.chunks(3).any(&wanted) {
                match found.last_mut() {
                    // The strokes of a character may leave a row free.
                    Some((_, last)) if n - *last < 40 => *last = n,
                    _ => found.push((n, n)),
                }
            }
        }
        let mm = |n: usize| n as f64 * 25.4 / DOTS;
        found.iter().map(|(a, b)| (mm(*a), mm(b + 1))).collect()
    }
}

fn painted(bytes: &[u8]) -> Picture {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.pdf");
    std::fs::write(&path, bytes).unwrap();
    let out = std::process::Command::new("pdftoppm")
        .args([
            "-r",
            "600",
            "-f",
            "1",
            "-l",
            "1",
            "-aa",
            "no",
            "-aaVector",
            "no",
        ])
        .arg(&path)
        .output()
        .unwrap();
    assert!(out.status.success());
    let head: Vec<&[u8]> = out.stdout.splitn(4, |b| b"\n ".contains(b)).collect();
    assert_eq!(head[0], b"P6");
    let number = |b: &[u8]| std::str::from_utf8(b).unwrap().parse::<usize>().unwrap();
    let (width, height) = (number(head[1]), number(head[2]));
    let pixels = out.stdout[out.stdout.len() - width * height * 3..].to_vec();
    Picture { width, pixels }
}

#[test]
#[ignore = "needs poppler's pdftoppm"]
fn the_dash_of_the_page_number_lies_seven_millimetres_under_the_text() {
    let bytes = pdf::write(&pages_of(&document("正文。")), &paper::fonts(), &meta()).unwrap();
    let picture = painted(&bytes);
    let under = (BOTTOM * DOTS / 25.4) as usize;
    // Only the dashes are so wide: a row of them holds more ink than any row of the digit.
    let rows = picture.pixels.chunks(picture.width * 3).enumerate();
    let dark = |row: &[u8]| row.chunks(3).filter(|p| p[0] < 110).count();
    let dashes: Vec<usize> = rows
        .skip(under)
        .filter(|(_, row)| dark(row) > 120)
        .map(|(n, _)| n)
        .collect();
    near(
        dashes[0] as f64 * 25.4 / DOTS,
        BOTTOM + 7.0,
        "upper edge of the dash",
    );
}

#[test]
#[ignore = "needs mupdf's mutool"]
fn numbers_of_pages_stand_outside_one_character_in() {
    let pages = drawn(&document(&"科普工作面向全体居民持续开展".repeat(160)));
    for (n, page) in pages.iter().enumerate() {
        let number = page.line(&format!("— {} —", n + 1));
        assert!(number.iter().all(|g| (g.size - 14.0).abs() < 0.01));
        let last = number[number.len() - 1];
        if n % 2 == 0 {
            near(end(last), RIGHT - FOUR, "odd page at the right");
        } else {
            near(number[0].x, LEFT + FOUR, "even page at the left");
        }
    }
    assert!(pages.len() > 3);
}

#[test]
#[ignore = "needs mupdf's mutool"]
fn the_date_of_a_sealed_document_stands_four_characters_in_and_the_name_over_it() {
    let report = with(document("正文。"), |l| {
        l.signature = Some(signature(Seal::Set));
    });
    let page = &drawn(&report)[0];
    let (name, day) = (page.line("湖滨街道办事处"), page.line("2026年1月8日"));
    let right = |line: &[&Glyph]| end(line[line.len() - 1]);
    near(right(&day), RIGHT - 4.0 * PITCH, "date");
    let middle = |line: &[&Glyph]| f64::midpoint(line[0].x, right(line));
    near(middle(&name), middle(&day), "name over the date");
    near(day[0].y - name[0].y, LINE, "a line apart");
}

#[test]
#[ignore = "needs mupdf's mutool"]
fn an_unsealed_document_is_signed_two_characters_in() {
    let report = with(document("正文。"), |l| {
        l.signature = Some(Signature {
            office: "湖滨街道全民科学素质工作办公室".into(),
            ..signature(Seal::Unused)
        });
    });
    let page = &drawn(&report)[0];
    let (name, day) = (
        page.line("湖滨街道全民科学素质工作办公室"),
        page.line("2026年1月8日"),
    );
    near(end(name[name.len() - 1]), RIGHT - 2.0 * PITCH, "name");
    // 首字比署名首字右移二字 (7.3.5.2).
    near(day[0].x, name[0].x + 2.0 * PITCH, "date");
    near(day[0].y - name[0].y, LINE, "a line apart");
    // A date longer than the name keeps the two characters itself, and the name moves.
    let short = with(document("正文。"), |l| {
        l.signature = Some(Signature {
            office: "湖滨街道".into(),
            ..signature(Seal::Unused)
        });
    });
    let page = &drawn(&short)[0];
    let (name, day) = (page.line("湖滨街道"), page.line("2026年1月8日"));
    near(end(day[day.len() - 1]), RIGHT - 2.0 * PITCH, "date");
    near(day[0].x, name[0].x + 2.0 * PITCH, "name");
}

#[test]
#[ignore = "needs mupdf's mutool"]
fn annexes_begin_with_their_mark_and_lying_tables_are_turned() {
    let report = Report {
        annexes: vec![
            sheet("重点活动表", Paper::Portrait),
            sheet("活动台账", Paper::Landscape),
        ],
        ..with(document("正文。"), |l| {
            l.signature = Some(signature(Seal::Set));
        })
    };
    let pages = drawn(&report);
    let note = pages[0].line("附件：1.");
    near(note[0].x, LEFT + 2.0 * PITCH, "附件说明");
    let second = pages[0].line("2. 活动台账");
    near(second[0].x, LEFT + 5.0 * PITCH, "number under number");
    let upright = pages
        .iter()
        .find(|p| p.lines().iter().any(|l| said(l) == "附件1"))
        .unwrap();
    let mark = upright.line("附件1");
    near(mark[0].x, LEFT, "mark at the edge");
    near(mark[0].y, baseline(0, THREE), "mark on the first line");
    near(mark[0].size, 16.0, "三号");
    let title = upright.line("重点活动表");
    near(title[0].y, baseline(2, TWO), "title on the third line");
    near(
        f64::midpoint(title[0].x, end(title[title.len() - 1])),
        f64::midpoint(LEFT, RIGHT),
        "title in the middle",
    );
    // The lying one is bound with the others: upright paper, its content turned, its number where numbers stand.
    for (n, page) in pages.iter().enumerate() {
        near(page.width, 210.0, "paper");
        near(page.height, 297.0, "paper");
        let number = page.line(&format!("— {} —", n + 1));
        assert!(number.iter().all(|g| g.y > BOTTOM));
    }
    let turned = pages
        .iter()
        .find(|p| p.glyphs.iter().any(|g| g.turned))
        .unwrap();
    let sideways: Vec<_> = turned.glyphs.iter().filter(|g| g.turned).collect();
    assert!(sideways.iter().any(|g| g.c == '台'));
    // Its head is at the left edge and nothing leaves the 版心.
    let rules = &turned.rules;
    assert!(
        rules
            .iter()
            .all(|r| r.from.0 > LEFT - 0.1 && r.to.0 < RIGHT + 0.1)
    );
    assert!(
        rules
            .iter()
            .all(|r| r.from.1 < BOTTOM + 0.1 && r.to.1 > TOP - 0.1)
    );
}

#[test]
#[ignore = "needs mupdf's mutool"]
fn the_imprint_ends_on_the_foot_of_the_last_page() {
    let report = with(document("正文。"), |l| {
        l.signature = Some(signature(Seal::Set));
        l.imprint = Some(Imprint {
            copied_to: "区委办公室，区政府办公室".into(),
            issuer: "湖滨街道党政办公室".into(),
            date: "2026年1月8日".into(),
        });
    });
    let page = &drawn(&report)[0];
    let mut rules: Vec<_> = page.rules.iter().collect();
    rules.sort_by(|a, b| a.from.1.total_cmp(&b.from.1));
    let thick: Vec<f64> = rules
        .iter()
        .map(|r| (r.width * 100.0).round() / 100.0)
        .collect();
    assert_eq!(thick, [0.35, 0.25, 0.35]);
    for rule in &rules {
        near(rule.from.0, LEFT, "rule");
        near(rule.to.0, RIGHT, "rule");
    }
    near(rules[2].from.1, BOTTOM, "last rule");
    let copied = page.line("抄送：");
    assert!(said(&copied).ends_with('。'));
    near(copied[0].x, LEFT + FOUR, "抄送 one character in");
    near(copied[0].size, 14.0, "四号");
    let issued = page.line("印发");
    near(issued[0].x, LEFT + FOUR, "印发机关");
    near(end(issued[issued.len() - 1]), RIGHT - FOUR, "印发日期");
}

#[test]
#[ignore = "needs mupdf's mutool"]
fn headings_have_the_fonts_of_their_level() {
    let page = &drawn(&document(
        "一、基本情况\n（一）青少年。开展活动。\n1. 科技节\n（1）人员\n正文在这里。",
    ))[0];
    let font = |text: &str, n: usize| page.line(text)[n].font.clone();
    let (hei, kai, body) = (
        font("基本情况", 0),
        font("青少年", 0),
        font("正文在这里", 0),
    );
    assert_ne!(hei, kai);
    assert_ne!(hei, body);
    assert_ne!(kai, body);
    assert_eq!(font("科技节", 2), body);
    assert_eq!(font("人员", 2), body);
    // A heading that goes on after its first sentence goes on as text.
    assert_eq!(font("青少年。开展活动。", 10), body);
    for text in ["基本情况", "青少年", "科技节", "人员", "正文在这里"] {
        near(page.line(text)[0].x, LEFT + 2.0 * PITCH, text);
    }
}

/// Random text of sentences with marks, digits, letters, quotation marks and headings; the same each time.
fn wild_text(seed: u64, paragraphs: usize) -> String {
    let mut state = seed;
    let mut next = move |most: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % most
    };
    let words = [
        "科普",
        "志愿者",
        "“智慧助老”",
        "活动",
        "《全民科学素质行动规划纲要》",
        "2025年",
        "（含线上）",
        "98.5％",
        "居民",
        "，",
        "、",
        "AI",
        "WiFi",
        "讲座",
        "；",
        "岳阳市南湖新区",
        "“科学家精神进校园”",
        "60次/人",
        "开展",
        "：",
        "——",
        "……",
        "1,200人次",
        "社区",
    ];
    let mut text = String::new();
    for n in 0..paragraphs {
        match next(7) {
            0 => {
                text.push_str(["一", "二", "三"][n % 3]);
                text.push_str("、主要做法\n");
            }
            1 => text.push_str("（一）青少年行动\n"),
            _ => {}
        }
        for _ in 0..=next(40) {
            // Marks do not follow each other.
            let word = words[next(words.len() as u64) as usize];
            let is_mark = |c: char| "，、；：——……".contains(c);
            if word.starts_with(is_mark)
                && (text.is_empty() || text.ends_with(is_mark) || text.ends_with('\n'))
            {
                text.push_str("科学");
            }
            text.push_str(word);
        }
        text.push_str("素质。\n");
    }
    text
}

#[test]
#[ignore = "needs mupdf's mutool"]
fn ten_pages_of_wild_text_keep_the_rules_of_lines_and_pages() {
    for seed in [3, 17, 2026] {
        let text = wild_text(seed, 70);
        let paragraphs = letter::paragraphs(&text);
        let pages = drawn(&document(&text));
        assert!(pages.len() >= 8, "{} pages", pages.len());
        let mut whole = String::new();
        let mut lines: Vec<(usize, String)> = Vec::new();
        for (n, page) in pages.iter().enumerate() {
            for line in page.lines().into_iter().filter(|l| l[0].y < BOTTOM + 1.0) {
                let text = said(&line);
                assert!(
                    line[0].x > LEFT - TOLERANCE,
                    "{text} begins left of the edge"
                );
                let last = line[line.len() - 1];
                let hangs = "，。、；：！？".contains(last.c);
                // A mark may hang past the edge, whole.
                let limit = if hangs { RIGHT + PITCH } else { RIGHT };
                assert!(
                    end(last) <= limit + TOLERANCE,
                    "{text} ends at {}",
                    end(last)
                );
                assert!(line[0].y < BOTTOM, "{text} stands under the edge");
                whole.push_str(&text);
                lines.push((n, text));
            }
        }
        let wanted: String = paragraphs.iter().map(|p| p.text.clone()).collect();
        let flat = |t: &str| t.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        assert!(
            flat(&whole).ends_with(&flat(&wanted)),
            "the text is not whole"
        );
        // 避头尾.
        for (_, line) in &lines {
            let first = line.chars().next().unwrap();
            let last = line.chars().next_back().unwrap();
            assert!(
                !"，。、；：！？”’）》〉】〕％…".contains(first),
                "{lines:#?}"
            );
            assert!(!"“‘（《〈【〔".contains(last), "{line}");
        }
        pages_hold_together(&paragraphs, &lines[1..]);
    }
}

// No widow, no orphan, no heading last on a page.
fn pages_hold_together(paragraphs: &[letter::Paragraph], lines: &[(usize, String)]) {
    let mut at = 0;
    let flat = |t: &str| t.chars().filter(|c| *c != ' ').count();
    for paragraph in paragraphs {
        let (mut left, from) = (flat(&paragraph.text), at);
        while left > 0 {
            left -= flat(&lines[at].1);
            at += 1;
        }
        let own = &lines[from..at];
        let pages: Vec<usize> = own.iter().map(|(p, _)| *p).collect();
        let first = pages.iter().filter(|p| **p == pages[0]).count();
        let last = pages.iter().filter(|p| **p == pages[own.len() - 1]).count();
        if pages[0] != pages[own.len() - 1] {
            assert!(first > 1, "orphan: {}", paragraph.text);
            assert!(last > 1, "widow: {}", paragraph.text);
        }
        let is_heading = paragraph.level != letter::Level::Body;
        if is_heading && at < lines.len() {
            assert_eq!(
                lines[at].0,
                pages[own.len() - 1],
                "{} stands last on its page",
                paragraph.text
            );
        }
    }
    assert_eq!(at, lines.len());
}

#[test]
#[ignore = "needs mupdf's mutool"]
fn lines_of_letters_and_digits_are_spread_to_the_edge() {
    let text = "科普中国APP注册2025人，WiFi覆盖60个点位，开展AI讲座；".repeat(12);
    let page = &drawn(&document(&text))[0];
    let lines = page.lines();
    let body: Vec<_> = lines
        .iter()
        .filter(|l| l[0].y < BOTTOM && (l[0].size - 16.0).abs() < 0.01)
        .collect();
    assert!(body.len() > 6);
    for line in &body[1..body.len() - 1] {
        let mut last = line[line.len() - 1];
        if "，。、；：".contains(last.c) && last.x > RIGHT - 1.0 {
            last = line[line.len() - 2];
        }
        if !last.c.is_ascii() {
            near(end(last), RIGHT, &said(line));
        }
    }
}

#[test]
fn a_long_title_breaks_evenly_and_a_very_long_one_takes_no_time() {
    let titled = |title: String| Report {
        title,
        ..document("正文。")
    };
    let long = titled("湖滨街道办事处关于2025年度全民科学素质行动规划纲要实施情况的报告".into());
    let page = &pages_of(&long)[0];
    let lines: Vec<&str> = page
        .items
        .iter()
        .filter_map(paper::Item::text)
        .filter(|t| (t.size - 22.0).abs() < 0.01)
        .map(|t| t.text.as_str())
        .collect();
    assert_eq!(lines.len(), 2, "{lines:?}");
    let (a, b) = (lines[0].chars().count(), lines[1].chars().count());
    assert!(a >= b && a < b + 6, "{lines:?}");
    let begun = std::time::Instant::now();
    assert!(!pages_of(&titled("开展科普宣传活动服务社区居民".repeat(14))).is_empty());
    assert!(begun.elapsed().as_secs() < 5, "{:?}", begun.elapsed());
}

#[test]
fn the_list_of_headings_says_the_pages_they_are_on() {
    let text = format!(
        "一、基本情况\n{}\n二、主要做法\n（一）青少年\n{}",
        "科普工作面向全体居民。".repeat(90),
        "持续开展。".repeat(60)
    );
    let report = with(document(&text), |l| l.contents = Contents::Listed);
    let pages = pages_of(&report);
    let front = &pages[0];
    assert!(front.plain_text().contains("目　录"));
    assert_eq!(front.links.len(), 3);
    for (link, heading) in front
        .links
        .iter()
        .zip(["一、基本情况", "二、主要做法", "（一）青少年"])
    {
        let paper::Goal::Page(target) = link.goal else {
            panic!("no page behind {heading}");
        };
        assert!(
            pages[target].bookmarks.iter().any(|b| b.title == heading),
            "{heading} is not on page {target}"
        );
        // The number beside it is the one printed on that page.
        let text = pages[target].plain_text();
        assert!(text.contains(&format!("— {target} —")), "{text}");
    }
}
