//! R22 佐证材料目录: papers and the evidence of events of the period by archive number, with the files that are attached.

use crate::reports::Material;
use crate::reports::Request;
use crate::reports::evidence;
use crate::reports::outline::Report;
use crate::reports::rows::put;

pub(in crate::reports) fn fill(report: &mut Report, material: &Material<'_>, request: &Request) {
    let mut items = evidence::items(material);
    items.retain(|i| {
        i.day.is_some_and(|d| request.period.contains(d))
            && (request.community.is_none() || i.community == request.community)
    });
    let unnumbered = items.iter().filter(|i| i.number.is_empty()).count();
    let files: usize = items.iter().map(|i| i.files).sum();
    put(report, evidence::columns(), evidence::rows(&items));
    report.notes.push(format!(
        "共 {} 件，附电子文件 {files} 个；活动佐证指该场活动的通知、方案、签到、照片等，按活动的佐证编号归档。",
        items.len()
    ));
    report.notes.push("页数由移交人在移交纸质件时填写。".into());
    if unnumbered > 0 {
        report
            .notes
            .push(format!("其中 {unnumbered} 件还没有档号。"));
    }
}
