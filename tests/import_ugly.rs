//! Ugly ledgers as offices have them, each by the clerk's command: what the preview says, and what is on record afterwards.
//! One golden text a ledger; `tests/data/ugly` holds the three that `LibreOffice` had to write.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that panics has failed, which is its job"
)]

mod common;

use common::Room;
use common::books::Extra;
use common::books::compound;
use common::books::gbk;
use common::books::record;
use common::books::workbook;
use common::books::xlsx;
use common::books::xlsx_with;
use common::books::zip;
use common::program;
use serde_json::Value;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

fn command(arguments: &[&str], folder: &Path) -> (i32, String, String) {
    let output = Command::new(program())
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (
        output.status.code().unwrap(),
        text(output.stdout),
        text(output.stderr),
    )
}

/// Preview a ledger, take it in, and tell both.
fn told(name: &str, bytes: impl AsRef<[u8]>) -> String {
    let mut room = Room::new();
    room.office = None;
    let folder = room.folder.path();
    std::fs::write(folder.join(name), bytes).unwrap();
    let (code, out, words) = command(
        &["import", "湖滨.kepu", name, "--dry-run", "--json"],
        folder,
    );
    let mut text = format!("{name}: {code}\n");
    if code != 0 {
        text.push_str(&words);
        return text;
    }
    let plan: Value = serde_json::from_str(&out).unwrap();
    let count = |key: &str| plan[key].as_u64().unwrap();
    writeln!(
        text,
        "新增 {} 有变化 {} 相同 {} 存疑 {} 不能导入 {}",
        count("new"),
        count("changed"),
        count("same"),
        count("doubtful"),
        count("refused")
    )
    .unwrap();
    for remark in plan["remarks"].as_array().unwrap() {
        writeln!(text, "· {}", remark.as_str().unwrap()).unwrap();
    }
    for row in plan["rows"].as_array().unwrap() {
        let word = |key: &str| row[key].as_str().unwrap_or_default();
        writeln!(
            text,
            "{} 第 {} 行 {} {} {}",
            word("sheet"),
            row["row"],
            word("register"),
            word("outcome"),
            word("title")
        )
        .unwrap();
        for problem in row["problems"].as_array().unwrap() {
            let (cell, what) = (&problem["cell"], &problem["what"]);
            writeln!(
                text,
                "    {} {}",
                cell.as_str().unwrap(),
                what.as_str().unwrap()
            )
            .unwrap();
        }
    }
    let (code, _, words) = command(&["import", "湖滨.kepu", name, "--skip-bad"], folder);
    assert_eq!(code, 0, "{name}: {words}");
    for register in ["events", "volunteers", "officers", "communities"] {
        let (_, out, _) = command(&["list", "湖滨.kepu", register, "--json"], folder);
        let records: Value = serde_json::from_str(&out).unwrap();
        for record in records.as_array().unwrap() {
            let fields = record.as_object().unwrap();
            let filled: Vec<String> = fields
                .iter()
                .filter(|(key, v)| {
                    let empty =
                        v.is_null() || v.as_str() == Some("") || **v == Value::Array(vec![]);
                    let plain = v.as_object().is_some_and(serde_json::Map::is_empty);
                    !matches!(key.as_str(), "id" | "office") && !empty && !plain
                })
                .map(|(key, v)| format!("{key}={}", v.to_string().trim_matches('"')))
                .collect();
            writeln!(text, "> {register} {}", filled.join(" ")).unwrap();
        }
    }
    text
}

macro_rules! ugly {
    ($($test:ident, $name:literal, $bytes:expr;)*) => {
        $(#[test]
        fn $test() {
            insta::assert_snapshot!(stringify!($test), told($name, $bytes));
        })*
    };
}

const EVENTS: &[&str] = &["序号", "活动名称", "活动时间", "参加人数"];

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(
        std::env::current_dir()
            .unwrap()
            .join("tests/data/ugly")
            .join(name),
    )
    .unwrap()
}

fn tall(rows: &[&[&'static str]]) -> Vec<u8> {
    xlsx("台账", rows, Extra::default())
}

ugly! {
    // Layout.
    a_title_a_two_line_heading_a_total_and_signatures, "2025年科普活动台账.xlsx", xlsx("台账", &[
        &["湖滨街道2025年科普活动台账"],
        &["填报单位：湖滨街道办事处"],
        &["序号", "活动名称", "活动时间", "参加人次", "", "", "志愿者", "", "备注"],
        &["", "", "", "线上", "线下", "合计", "人数", "时长（小时）", ""],
        &["#1", "防震减灾讲座", "5月12日", "#100", "#20", "#120", "#3", "#4.5", ""],
        &["#2", "科普展览", "5.20", "", "#80", "#80", "", "", "露天"],
        &["合计", "", "", "#100", "#100", "#201"],
        &["审核人：", "", "填表人：李晓梅", "", "", "2025年12月31日"],
    ], Extra { after: "<mergeCells><mergeCell ref=\"A1:I1\"/><mergeCell ref=\"A3:A4\"/><mergeCell ref=\"B3:B4\"/>\
        <mergeCell ref=\"C3:C4\"/><mergeCell ref=\"D3:F3\"/><mergeCell ref=\"G3:H3\"/><mergeCell ref=\"I3:I4\"/></mergeCells>",
        ..Extra::default() });
    a_community_merged_over_its_rows_with_subtotals, "台账.xlsx", xlsx("2025", &[
        &["社区", "活动名称", "活动时间", "参加人数"],
        &["湖滨社区", "讲座", "@45789", "#120"],
        &["", "义诊", "@45790", ""],
        &["", "小计", "", "#120"],
        &["求索社区", "观星", "@45791", "#30"],
        &["", "", "@45792", "#31"],
        &["", "小计", "", "#61"],
        &["总计", "", "", "#181"],
    ], Extra { after: "<mergeCells><mergeCell ref=\"A2:A4\"/><mergeCell ref=\"A5:A7\"/><mergeCell ref=\"D2:D3\"/>\
        <mergeCell ref=\"B5:B6\"/></mergeCells>", ..Extra::default() });
    each_month_has_a_table_of_its_own_below_the_other, "台账.xlsx", tall(&[
        &["2025年1月科普活动台账"], EVENTS, &["#1", "年货科普", "1月10日", "#30"], &["合计", "", "", "#30"], &[],
        &["2025年2月科普活动台账"], EVENTS, &["#1", "元宵灯谜", "2月12日", "#50"], &["#2", "防诈骗", "2.20", "#20"],
        &["合计", "", "", "#71"], &["填表人：李晓梅"],
        &["2024年补报"], &["序号", "活动时间", "活动名称", "地点", "备注"], &["#1", "12月3日", "国际残疾人日", "广场", ""],
    ]);
    a_register_of_communities_below_one_of_events, "综合.xlsx", tall(&[
        &["2025年活动"], EVENTS, &["#1", "讲座", "3月5日", "#30"], &[], &["社区人口"],
        &["社区（村）", "类别", "常住人口", "统计时点"], &["湖滨社区", "城市社区", "#5200", "2024-12-31"],
    ]);
    printed_pages_repeat_the_heading_with_page_totals, "2025台账.xlsx", tall(&[
        EVENTS, &["#1", "讲座", "3月5日", "#30"], &["本页合计", "", "", "#30"], EVENTS,
        &["#2", "义诊", "3月6日", "#40"], &["本页合计", "", "", "#40"], &["合计", "", "", "#70"],
    ]);
    a_roster_in_two_columns_to_save_paper, "志愿者名单.xlsx", tall(&[
        &["科技志愿者名单"], &["序号", "姓名", "联系电话", "序号", "姓名", "联系电话"],
        &["#1", "李娜", "#15000002238", "#2", "王芳", "150-0000-2239"], &["#3", "曹　贞", "15000002240", "", "", ""],
    ]);
    the_table_begins_far_down_and_to_the_right, "活动.xlsx", tall(&[
        &[], &["", "", "科普工作"], &[], &["", "", "联系人：李晓梅", "", "电话：07308888888"], &[], &[],
        &["", "", "活动名称", "活动时间", "地点"], &["", "", "讲座", "2025-03-05", "广场"],
    ]);
    a_merged_attendance_counts_once, "2025.xlsx", xlsx("台账", &[
        EVENTS, &["#1", "讲座", "3月5日", "约120人"], &["#2", "义诊", "3月5日", ""],
    ], Extra { after: "<mergeCells><mergeCell ref=\"D2:D3\"/></mergeCells>", ..Extra::default() });
    hidden_rows_and_columns_are_read_and_told, "2025.xlsx", xlsx("台账", &[
        EVENTS, &["#1", "讲座", "3月5日", "#30"], &["#2", "义诊", "3月6日", "#40"], &["#3", "展览", "3月7日", "#50"],
    ], Extra { before: "<cols><col min=\"4\" max=\"4\" hidden=\"1\"/></cols>",
        after: "<autoFilter ref=\"A1:D4\"/>", hidden: &[2, 4], ..Extra::default() });
    a_corner_far_away_asks_for_everything, "角落.xlsx", xlsx("台账", &[EVENTS, &["#1", "讲座", "2025-3-5", "#30"]],
        Extra { after: "<mergeCells><mergeCell ref=\"A1:XFD1048576\"/></mergeCells>", ..Extra::default() });

    // Values.
    days_in_all_forms, "台账.csv", ["活动名称,活动时间", "一,2025.5.12", "二,2025年5月12日上午", "三,5.12-5.18", "四,45789",
        "五,20250512", "六,民国114年5月12日", "七,二〇二五年五月十二日", "八,2025/5/12 0:00", "九,25.5.12", "十,5月12日9点至11点",
        "十一,2025-05-12 14:30—16:00", "十二,长期", "十三,5/12/2025", "十四,2025-02-30", "十五,５月１２日"].join("\n").into_bytes();
    days_counted_from_1904_with_and_without_their_format, "2025.xlsx", xlsx("台账", &[
        EVENTS, &["#1", "讲座", "@44327", "#30"], &["#2", "义诊", "#44328", "#40"],
    ], Extra { workbook: "date1904=\"1\"", ..Extra::default() });
    hours_minutes_and_ten_thousands, "2025台账.csv", ["活动名称,活动时间,志愿者人数,服务时长（分钟）,活动经费（万元）,参加人数",
        "甲,3月1日,2,90,0.15,1.2万", "乙,3月2日,2,1小时30分,1500元,约120人", "丙,3月3日,2,1.5h,0.2万,线上1.2万、线下300",
        "丁,3月4日,2,半小时,,300人（其中线上120人）", "戊,3月5日,2,一上午,若干,百余人", "己,3月6日,2,1:30,3千元,100-200"].join("\n").into_bytes();
    formulas_without_values_and_errors, "2025.xlsx", tall(&[
        &["活动名称", "活动时间", "参加人数", "地点"], &["讲座", "3月5日", "=SUM(A1:A9)", "!#REF!"],
        &["义诊", "=TODAY()", "#40", "!#N/A"], &["=A2", "3月6日", "#1", ""],
    ]);
    numbers_that_lost_their_digits_and_names_with_spaces, "志愿者.xlsx", tall(&[
        &["姓 名", "*身份证号码（必填）", "联系电话", "性别"], &["李　娜", "#430602199001011230", "#15000002238", "女"],
        &["王\u{E863}", "43060219900101123x", "150 0000 2239", "男"], &["", "", "15000002240", ""],
    ]);

    // Pages and texts that are called xls.
    a_page_in_gbk_with_spans_and_several_tables, "导出.xls", gbk("<html><head><meta http-equiv=Content-Type content=\"text/html; charset=gb2312\">\
        <title>导出</title><style>td{mso-number-format:\"\\@\"}</style></head><body><h2>2025年科普活动</h2><table border=1>\
        <tr><th rowspan=2>序号<th rowspan=2>活动名称<th rowspan=2>活动时间<th colspan=2>参加人次<tr><th>线上<th>合计\
        <tr><td>1<td>防震减灾<br>讲座<td>2025年5月12日<td>20<td>120<tr style=\"display:none\"><td>2<td>义诊&nbsp;<td>2025-5-13<td><td>40\
        <tr><td colspan=4>合计<td>160</table><p>社区人口</p><table><tr><td>社区<td>常住人口<td>统计时点</tr><tr><td>湖滨社区<td>5200<td>2024-12-31</table>");
    a_page_without_end_tags_inside_a_table_for_layout, "report.xls", "\u{FEFF}<table><tr><td><div>湖滨街道</div><table><tr><td>活动名称<td>活动时间<td>活动地点\
        <tr><td>讲座 &amp; 义诊<td>2025-03-05<td>广场";
    a_page_of_libreoffice, "网页.xls", fixture("网页.html");
    xml_of_2003_called_xls, "导出.xls", "<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" \
        xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet ss:Name=\"2025台账\"><Table><Row><Cell><Data ss:Type=\"String\">社区</Data></Cell>\
        <Cell><Data ss:Type=\"String\">活动名称</Data></Cell><Cell><Data ss:Type=\"String\">活动时间</Data></Cell><Cell><Data ss:Type=\"String\">参加人数</Data></Cell></Row>\
        <Row ss:Index=\"4\"><Cell ss:MergeDown=\"1\"><Data ss:Type=\"String\">湖滨社区</Data></Cell><Cell><Data ss:Type=\"String\">讲座</Data></Cell>\
        <Cell><Data ss:Type=\"DateTime\">2025-05-12T00:00:00.000</Data></Cell><Cell ss:Formula=\"=1+1\"/></Row>\
        <Row><Cell ss:Index=\"2\"><Data ss:Type=\"String\">义诊</Data></Cell><Cell><Data ss:Type=\"String\">5月13日</Data></Cell><Cell><Data ss:Type=\"Number\">40</Data></Cell></Row>\
        </Table></Worksheet></Workbook>";
    lines_with_commas_called_xls_in_gbk, "志愿者.xls", gbk("姓名,联系电话,所在社区\r\n李娜,'15000002238,湖滨社区\r\n\r\n\"王芳\",15000002239,\r\n");
    lines_with_tabs_in_two_bytes_a_character, "信息员.xls", "\u{FEFF}姓名\t手机号\t1月\t2月\r\n李娜\t15000002238\t8\t\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();

    // The old binary format.
    an_old_workbook_with_merged_and_hidden_cells, "合并隐藏.xls", fixture("合并隐藏.xls");
    an_et_file_with_macros, "台账.et", {
        let mut file = cfb::CompoundFile::open(std::io::Cursor::new(fixture("合并隐藏.xls"))).unwrap();
        file.create_storage("/_VBA_PROJECT_CUR").unwrap();
        file.flush().unwrap();
        file.into_inner().into_inner()
    };
    bare_records_of_a_web_system, "export.xls", {
        let label = |row: u8, column: u8, text: &str| {
            let text = gbk(text);
            record(0x204, &[&[row, 0, column, 0, 0, 0, text.len() as u8, 0], text.as_slice()].concat())
        };
        [record(0x809, &[8, 0, 0, 0, 16, 0, 0, 0]), label(0, 0, "活动名称"), label(0, 1, "活动时间"), label(0, 2, "参加人数"),
            label(1, 0, "讲座"), label(1, 1, "2025-5-12"), record(0x203, &[&[1, 0, 2, 0, 0, 0], 120_f64.to_le_bytes().as_slice()].concat()),
            record(0xA, &[])].concat()
    };
    an_old_workbook_behind_a_password, "加密.xls", compound(&[("/Workbook", [record(0x809, &[0, 6, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        record(0x2F, &[0, 0, 1, 2, 3, 4]), record(0xA, &[])].concat())]);

    // New workbooks and other zips.
    a_new_workbook_behind_a_password, "加密.xlsx", compound(&[("/EncryptionInfo", vec![4; 100]), ("/EncryptedPackage", vec![7; 5000])]);
    an_open_document_behind_a_password, "加密.ods", zip(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet".to_vec()),
        ("content.xml", vec![9; 200]), ("META-INF/manifest.xml", b"<manifest:manifest><manifest:encryption-data/></manifest:manifest>".to_vec())]);
    an_open_document_with_a_filter, "筛选.ods", fixture("筛选.ods");
    a_formula_without_a_value_in_an_open_document, "2025.ods", zip(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet".to_vec()),
        ("META-INF/manifest.xml", b"<manifest:manifest xmlns:manifest=\"m\"/>".to_vec()),
        ("content.xml", "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\"><office:body><office:spreadsheet><table:table table:name=\"台账\">\
        <table:table-row><table:table-cell office:value-type=\"string\"><text:p>活动名称</text:p></table:table-cell><table:table-cell office:value-type=\"string\"><text:p>活动时间</text:p></table:table-cell>\
        <table:table-cell office:value-type=\"string\"><text:p>参加人数</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell office:value-type=\"string\"><text:p>讲座</text:p></table:table-cell>\
        <table:table-cell office:value-type=\"date\" office:date-value=\"2025-05-12\"><text:p>12/5</text:p></table:table-cell><table:table-cell table:formula=\"of:=SUM([.A1])\"></table:table-cell>\
        </table:table-row></table:table></office:spreadsheet></office:body></office:document-content>".as_bytes().to_vec())]);
    a_workbook_with_macros, "台账.xlsm", xlsx_with("2025", &[EVENTS, &["#1", "讲座", "3月5日", "#30"]], Extra::default(), &[("xl/vbaProject.bin", vec![1; 50])]);
    hidden_sheets_and_sheets_of_other_kinds, "2025.xlsx", {
        let mut files = workbook(&[("台账", ""), ("旧稿", "state=\"hidden\""), ("坏", "")], "");
        let sheet = |title: &str| format!("<x:worksheet xmlns:x=\"s\"><x:sheetData><x:row><x:c t=\"inlineStr\"><x:is><x:t>活动名称</x:t></x:is></x:c>\
            <x:c t=\"inlineStr\"><x:is><x:t>活动时间</x:t></x:is></x:c></x:row><x:row><x:c t=\"inlineStr\"><x:is><x:r><x:t>{title}</x:t></x:r><x:rPh><x:t>音</x:t></x:rPh></x:is></x:c>\
            <x:c t=\"d\"><x:v>2025-03-05T09:30:00</x:v></x:c></x:row></x:sheetData></x:worksheet>").into_bytes();
        files.extend([("xl\\worksheets\\Sheet1.xml", sheet("讲座")), ("xl/worksheets/sheet2.xml", sheet("旧")), ("xl/worksheets/sheet3.xml", b"<worksheet><sheetData><row>".to_vec())]);
        zip(&files)
    };
    a_letter_called_xlsx, "通知.xlsx", zip(&[("[Content_Types].xml", b"<Types/>".to_vec()), ("word/document.xml", b"<w/>".to_vec())]);
    slides_called_xlsx, "课件.xlsx", zip(&[("[Content_Types].xml", b"<Types/>".to_vec()), ("ppt/presentation.xml", b"<p/>".to_vec())]);
    a_zip_of_three_sheets, "各社区.xlsx", zip(&[("湖滨.xlsx", vec![1]), ("求索.xls", vec![1]), ("人口.csv", vec![1]), ("说明.txt", vec![1])]);
    a_program_for_telephones, "科普.xls", zip(&[("AndroidManifest.xml", vec![1]), ("classes.dex", vec![1])]);
    a_workbook_cut_in_half, "半份.xlsx", { let mut bytes = tall(&[EVENTS]); bytes.truncate(bytes.len() / 2); bytes };
    a_web_archive, "网页.xls", b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=\"x\"\n\n--x\nContent-Type: text/html\n\n<table>";
    a_paper_called_xls, "表.xls", b"%PDF-1.7 ...";
}
