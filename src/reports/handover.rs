//! JJ 交接清单: how much there is, which numbers are used, what is not finished, where copies lie, what went up, what changes
//! hands beside the ledger. It tells the day it is printed, whatever period was chosen.

use super::Material;
use super::outline::Block;
use super::outline::Cell;
use super::outline::Column;
use super::outline::Report;
use super::outline::Table as PaperTable;
use super::outline::TableRow;
use super::rows::figure;
use super::rows::long_day;
use super::rows::row;
use crate::model::Table;
use crate::model::Uid;
use crate::model::papers::Submission;
use crate::model::papers::collection::Standing;
use std::collections::BTreeSet;

/// What a 交接清单 says that stands in no record; gathered by the app.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Around {
    /// Where the ledger lies.
    pub file: String,
    /// Where its copies lie.
    pub copies: String,
    /// How many verified copies there are.
    pub copy_count: usize,
    /// When the newest was made.
    pub newest_copy: String,
    /// The last number of the book of submissions; 0 when none was used.
    pub sequence: u32,
    /// Forms begun and not saved.
    pub drafts: usize,
    /// Records with faults nobody explained.
    pub faults: Vec<Uid>,
    /// Records with doubts nobody explained.
    pub doubts: Vec<Uid>,
    /// Handovers before, a line each.
    pub before: Vec<String>,
    /// What changes hands beside the ledger, with what to write.
    pub keep: Vec<(String, String)>,
}

/// Room to write by hand, in ideographic spaces: a column is as wide as what stands in it.
const TO_WRITE: &str = "　　　　　　　　　　　　　　";
/// Room for a name.
const TO_SIGN: &str = "　　　　　";

pub(super) fn fill(report: &mut Report, material: &Material<'_>) {
    let nothing = Around::default();
    let around = material.around.unwrap_or(&nothing);
    report.right_line = format!("截至{}", long_day(material.today));
    let mut part = |title: &str, columns, rows: Vec<TableRow>| {
        report.blocks.push(Block::Lines(vec![title.to_owned()]));
        if rows.is_empty() {
            report.blocks.push(Block::Lines(vec!["　　没有。".into()]));
        } else {
            report
                .blocks
                .push(Block::Table(PaperTable { columns, rows }));
        }
    };
    part(
        "一、记录",
        vec![
            Column::tight("序号"),
            Column::text("种类", 1.0),
            Column::number("条数"),
            Column::text("核对", 1.0),
        ],
        counts(material),
    );
    part(
        "二、号码",
        vec![
            Column::text("号码簿", 1.2),
            Column::text("最后一个", 1.4),
            Column::number("已用"),
            Column::text("说明", 1.4),
        ],
        numbers(material, around),
    );
    part(
        "三、没有办完的事",
        vec![
            Column::text("事项", 2.0),
            Column::number("数量"),
            Column::text("交接说明", 1.4),
        ],
        unfinished(material, around),
    );
    part(
        "四、数据文件和备份",
        vec![Column::text("名称", 0.6), Column::text("内容", 2.0)],
        places(material, around),
    );
    part(
        "五、已经上报的",
        vec![
            Column::text("名称", 1.4),
            Column::tight("日期"),
            Column::text("报送单位", 1.2),
            Column::number("记录"),
            Column::tight("校验码"),
        ],
        submissions(material),
    );
    part(
        "六、台账以外要交接的（手填）",
        vec![
            Column::text("项目", 1.0),
            Column::text("写明", 1.4),
            Column::text("内容", 1.6),
            Column::tight("保管人"),
        ],
        around
            .keep
            .iter()
            .map(|(what, hint)| {
                row(vec![
                    what.as_str().into(),
                    hint.as_str().into(),
                    TO_WRITE.into(),
                    TO_SIGN.into(),
                ])
            })
            .collect(),
    );
    if !around.before.is_empty() {
        report
            .notes
            .push(format!("历次交接：{}。", around.before.join("；")));
    }
    report
        .notes
        .push("没有记录的种类不列。条数不含回收站里的；号码用过的不再用，作废的也占号。".into());
}

fn counts(material: &Material<'_>) -> Vec<TableRow> {
    let filled = Table::ALL.iter().filter_map(|table| {
        let records = material.ledger.uids(*table);
        (!records.is_empty()).then_some((table.label(), records))
    });
    filled
        .enumerate()
        .map(|(n, (label, records))| {
            row(vec![
                (n + 1).to_string().into(),
                label.into(),
                figure(records.len(), &records),
                "".into(),
            ])
        })
        .collect()
}

fn numbers(material: &Material<'_>, around: &Around) -> Vec<TableRow> {
    let ledger = material.ledger;
    let mut rows = Vec::new();
    let mut book = |name: &str, used: Vec<(String, Uid)>, note: &str| {
        let records: Vec<Uid> = used.iter().map(|(_, uid)| *uid).collect();
        if let Some((last, uid)) = used.last() {
            rows.push(row(vec![
                name.into(),
                figure(last, &[*uid]),
                figure(records.len(), &records),
                note.into(),
            ]));
        }
    };
    let mut certificates: Vec<_> = ledger
        .certificates
        .values()
        .filter(|c| !c.number.is_empty())
        .map(|c| ((c.issued_on, c.number.clone()), c.uid))
        .collect();
    certificates.sort();
    book(
        "志愿服务记录证明",
        certificates.into_iter().map(|((_, n), u)| (n, u)).collect(),
        "下一个号由程序接着取",
    );
    let mut documents: Vec<_> = ledger
        .documents
        .values()
        .filter(|d| !d.number.is_empty())
        .map(|d| ((d.day, d.number.clone()), d.uid))
        .collect();
    documents.sort();
    book(
        "发文字号（文稿）",
        documents.into_iter().map(|((_, n), u)| (n, u)).collect(),
        "按成文日期最后的一件",
    );
    let mut papers: Vec<_> = ledger
        .papers
        .values()
        .filter(|p| !p.archive_no.is_empty())
        .map(|p| (p.archive_no.clone(), p.uid))
        .collect();
    papers.sort();
    book("归档编号（资料）", papers, "按编号排列的最后一件");
    let mut evidence: Vec<_> = ledger
        .events
        .values()
        .filter(|e| !e.evidence_no.is_empty())
        .map(|e| (e.evidence_no.clone(), e.uid))
        .collect();
    evidence.sort();
    book("佐证编号（活动）", evidence, "按编号排列的最后一场");
    if around.sequence > 0 {
        let sent = own_submissions(material);
        let records: Vec<Uid> = sent.iter().map(|s| s.uid).collect();
        rows.push(row(vec![
            "上报序号".into(),
            format!("第 {} 次", around.sequence).into(),
            figure(records.len(), &records),
            "撤销的上报也占号".into(),
        ]));
    }
    rows
}

fn unfinished(material: &Material<'_>, around: &Around) -> Vec<TableRow> {
    let ledger = material.ledger;
    let mut rows = Vec::new();
    let mut put = |what: &str, records: Vec<Uid>| {
        if !records.is_empty() {
            rows.push(row(vec![
                what.into(),
                figure(records.len(), &records),
                TO_WRITE.into(),
            ]));
        }
    };
    let orders = ledger.orders.values().filter(|o| o.stage().is_open());
    put("服务订单没有办结", orders.map(|o| o.uid).collect());
    let proven: BTreeSet<Option<Uid>> = ledger.attachments.values().map(|a| a.owner).collect();
    let bare = ledger
        .events
        .values()
        .filter(|e| e.counts() && e.evidence_no.is_empty() && !proven.contains(&Some(e.uid)));
    put("活动没有佐证", bare.map(|e| e.uid).collect());
    let events = ledger.events.values().filter(|e| !e.pending.is_empty());
    let mut pending: Vec<Uid> = events.map(|e| e.uid).collect();
    let people = ledger.people.values().filter(|p| !p.pending.is_empty());
    pending.extend(people.map(|p| p.uid));
    put("记录里有待核实的内容", pending);
    put("记录有错误，没有改正", around.faults.clone());
    put("记录有疑点，没有说明", around.doubts.clone());
    let loans = ledger.loans.values().filter(|l| l.returned_on.is_none());
    put("借出没有归还", loans.map(|l| l.uid).collect());
    let work = ledger.work_items.values().filter(|w| w.is_open());
    put("年度计划没有完成", work.map(|w| w.uid).collect());
    let open = ledger
        .inspections
        .values()
        .filter(|i| i.closed_on.is_none());
    put("检查整改没有销号", open.map(|i| i.uid).collect());
    for round in ledger.collections.values() {
        let missing: Vec<_> = round
            .handed()
            .into_iter()
            .filter(|h| !matches!(round.standing(h, material.today), Standing::Back(_)))
            .collect();
        if !missing.is_empty() {
            let communities: Vec<Uid> = missing.iter().filter_map(|h| h.community).collect();
            let names: Vec<&str> = missing.iter().map(|h| h.name.as_str()).take(5).collect();
            let more = if missing.len() > names.len() {
                "等"
            } else {
                ""
            };
            rows.push(row(vec![
                format!("{}没有交回（{}{more}）", round.title, names.join("、")).into(),
                figure(missing.len(), &communities),
                TO_WRITE.into(),
            ]));
        }
    }
    if around.drafts > 0 {
        rows.push(row(vec![
            "填了没有保存的草稿".into(),
            around.drafts.to_string().into(),
            "打开对应页面可以接着填".into(),
        ]));
    }
    rows
}

fn places(material: &Material<'_>, around: &Around) -> Vec<TableRow> {
    let line = |name: &str, text: String| row(vec![name.into(), Cell::from(text)]);
    let attachments = material.ledger.uids(Table::Attachment);
    let mut rows = vec![
        line("数据文件", around.file.clone()),
        row(vec![
            "附件".into(),
            figure(format!("{} 份", attachments.len()), &attachments),
        ]),
    ];
    let newest = if around.newest_copy.is_empty() {
        "还没有备份".to_owned()
    } else {
        format!(
            "{} 份，最近 {}，在 {}",
            around.copy_count, around.newest_copy, around.copies
        )
    };
    rows.push(line("备份", newest));
    rows.push(line("规划", material.book.plan.title.clone()));
    rows.push(line(
        "程序",
        concat!("科普台账 ", env!("CARGO_PKG_VERSION")).to_owned(),
    ));
    rows
}

fn own_submissions(material: &Material<'_>) -> Vec<Submission> {
    let ledger = material.ledger;
    let own = ledger.submissions.values();
    let mut own: Vec<Submission> = own
        .filter(|s| s.office == ledger.home)
        .map(|s| Submission::clone(s))
        .collect();
    own.sort_by_key(|s| s.sequence);
    own
}

fn submissions(material: &Material<'_>) -> Vec<TableRow> {
    own_submissions(material)
        .iter()
        .map(|s| {
            row(vec![
                figure(&s.title, &[s.uid]),
                super::rows::day(s.day),
                s.addressee.clone().into(),
                s.counted().values().sum::<u64>().to_string().into(),
                s.check_code.clone().into(),
            ])
        })
        .collect()
}
