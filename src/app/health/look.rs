//! The long part of 数据体检: every attachment and every copy read through, every record held against its history and the
//! newest copy. Needs only files; the open ledger is a snapshot.

use super::Detail;
use super::Finding;
use super::Health;
use super::Level;
use super::Mend;
use super::Prepared;
use super::links::loose;
use super::mend::newest_copy;
use crate::app::attach::attachment_path;
use crate::app::history::torn_words;
use crate::app::register::Register;
use crate::model::AnyRecord;
use crate::model::Ledger;
use crate::model::Table;
use crate::store::Store;
use crate::store::backup;

/// Things in a list before it is cut short.
const LISTED: usize = 100;

impl Prepared {
    /// Look through everything, told how many files of how many are read; nothing when `wanted` stops it.
    pub fn look(self, wanted: &mut dyn FnMut(usize, usize) -> bool) -> Option<Health> {
        let folder = backup::folder_of(&self.file);
        let copies = backup::list(&folder);
        let files = self.ledger.attachments.len();
        let all = files + copies.len();
        let mut findings = vec![
            self.integrity(),
            self.chain(),
            self.shape(),
            self.orphans(),
            self.links(),
            self.records(),
        ];
        findings.extend(self.is_unclean.then(unclean));
        findings.push(self.attachments(&mut |done| wanted(done, all))?);
        let bad: Vec<Detail> = {
            let mut bad = Vec::new();
            for (n, copy) in copies.iter().enumerate() {
                if !wanted(files + n, all) {
                    return None;
                }
                if backup::verify(&folder, copy).is_err() {
                    bad.push(plain(copy.name.clone()));
                }
            }
            bad
        };
        findings.push(about_copies(copies.len(), bad));
        let copy = newest_copy(&self.file, self.key);
        findings.extend(copy.as_ref().map(by_history));
        findings.extend(copy.as_ref().map(|copy| self.against(copy)));
        findings.sort_by_key(|f| match f.level {
            Level::Bad => 0,
            Level::Look => 1,
            Level::Good => 2,
        });
        wanted(all, all);
        Some(Health {
            at: self.at,
            findings,
        })
    }

    fn integrity(&self) -> Finding {
        let count = self.findings.damage.len();
        if count == 0 {
            return good("integrity", "数据文件完好");
        }
        Finding {
            mend: Some(Mend::Restore),
            ..bad(
                "integrity",
                count,
                format!("数据文件有 {count} 处损坏，请恢复备份，或用“抢救”读出还在的内容"),
            )
        }
    }

    fn chain(&self) -> Finding {
        if let (None, Some(torn)) = (self.findings.broken_link, self.findings.torn) {
            return Finding {
                mend: Some(Mend::Restore),
                ..bad("history", 1, torn_words(torn))
            };
        }
        let text = match (self.findings.broken_link, self.cuts) {
            (Some(row), _) => {
                return Finding {
                    mend: Some(Mend::Restore),
                    ..bad(
                        "history",
                        1,
                        format!("操作记录从第 {row} 行起对不上，可能被别的程序改过"),
                    )
                };
            }
            (None, 0) => "操作记录连续".to_owned(),
            (None, cuts) => format!("操作记录连续（抢救时断开过 {cuts} 处，已记下）"),
        };
        good("history", text)
    }

    fn shape(&self) -> Finding {
        if self.shape_is_ours {
            return good("columns", "各表的栏目与程序一致");
        }
        bad("columns", 1, "有的表与程序的栏目不一致，请恢复备份")
    }

    fn orphans(&self) -> Finding {
        let count: i64 = self.findings.orphans.iter().map(|(_, n)| n).sum();
        if count == 0 {
            return good("orphans", "没有断开的引用");
        }
        let details = self.findings.orphans.iter().map(|(table, n)| {
            let label = Table::read(table).map_or("其他", Table::label);
            plain(format!("{label} {n} 处"))
        });
        Finding {
            details: details.collect(),
            mend: Some(Mend::Restore),
            ..bad(
                "orphans",
                usize::try_from(count).unwrap_or(0),
                format!("有 {count} 处引用的记录已不在文件里"),
            )
        }
    }

    fn links(&self) -> Finding {
        let loose = loose(&self.ledger);
        if loose.is_empty() {
            return good("links", "记录之间的引用都找得到");
        }
        Finding {
            details: list(&self.ledger, loose.iter().map(|l| &l.record)),
            mend: Some(Mend::ClearLinks),
            ..look(
                "links",
                loose.len(),
                format!("有 {} 条记录引用了已删除的记录", loose.len()),
            )
        }
    }

    fn records(&self) -> Finding {
        let count = self.faults + self.doubts;
        if count == 0 {
            return good("records", "记录没有矛盾和待核实");
        }
        look(
            "records",
            count,
            format!(
                "记录里有 {} 处错误、{} 处待核实，清单在工作台",
                self.faults, self.doubts
            ),
        )
    }

    fn attachments(&self, wanted: &mut dyn FnMut(usize) -> bool) -> Option<Finding> {
        let ledger = &self.ledger;
        let mut details = Vec::new();
        let (mut missing, mut changed) = (0, 0);
        for (n, attachment) in ledger.attachments.values().enumerate() {
            if !wanted(n) {
                return None;
            }
            let path = attachment_path(&self.file, attachment);
            let wrong = match backup::sha256_of(&path) {
                Ok(hash) if hash == attachment.hash => continue,
                Ok(_) => {
                    changed += 1;
                    "内容变了"
                }
                Err(_) => {
                    missing += 1;
                    "文件不在"
                }
            };
            let owner = Table::read(&attachment.owner_table).zip(attachment.owner);
            let of = owner.map(|(table, uid)| ledger.label(table, uid));
            details.push(Detail {
                text: format!(
                    "{}：{}（{}）",
                    of.unwrap_or_default(),
                    attachment.name,
                    wrong
                ),
                record: owner.and_then(|(t, uid)| Some((Register::of(t)?, uid))),
            });
        }
        if details.is_empty() {
            let count = ledger.attachments.len();
            return Some(good(
                "attachments",
                format!("附件 {count} 份都在，内容没有变"),
            ));
        }
        let count = details.len();
        details.truncate(LISTED);
        Some(Finding {
            details,
            ..bad(
                "attachments",
                count,
                format!("附件有 {missing} 份不在、{changed} 份内容变了，请从备份或原件重新附上"),
            )
        })
    }

    // Where revision and moment are the same, nobody changed the record: the rows must be the same.
    fn against(&self, copy: &Store) -> Finding {
        let (Ok(there), Ok(marks)) = (copy.load(), copy.marks()) else {
            return good("copy", "最近的备份是旧版本的或读不全，没有逐条比较");
        };
        let mut same = 0;
        let mut differ = Vec::new();
        for (key, mark) in &self.marks {
            if marks.get(key) != Some(mark) {
                continue;
            }
            let (table, uid) = *key;
            let here = self.ledger.get(table, uid);
            if here == there.get(table, uid) {
                same += 1;
            } else {
                differ.extend(here);
            }
        }
        if differ.is_empty() {
            return good("copy", format!("与最近的备份逐条比较，{same} 条没有出入"));
        }
        Finding {
            details: list(&self.ledger, differ.iter()),
            mend: Some(Mend::ByHistory),
            ..bad(
                "copy",
                differ.len(),
                format!(
                    "有 {} 条记录没有人改过，却与最近的备份不同，磁盘可能出了错",
                    differ.len()
                ),
            )
        }
    }
}

fn by_history(copy: &Store) -> Finding {
    let Ok(unlike) = copy.unlike_history() else {
        return good("rows", "最近的备份是旧版本的或读不全，没有与操作记录核对");
    };
    let ledger = copy.load().unwrap_or_default();
    let gone = unlike.gone.iter();
    let gone = gone.filter_map(|(table, uid)| ledger.get(*table, *uid));
    let all: Vec<AnyRecord> = unlike.records.into_iter().chain(gone).collect();
    match (all.len(), unlike.payloads) {
        (0, 0) => good("rows", "每条记录都与操作记录一致"),
        (0, rows) => bad(
            "rows",
            rows,
            format!("操作记录有 {rows} 行的内容变了，磁盘可能出了错；现在的记录没有受影响"),
        ),
        (count, _) => Finding {
            details: list(&ledger, all.iter()),
            mend: Some(Mend::ByHistory),
            ..bad(
                "rows",
                count,
                format!("有 {count} 条记录与操作记录不一致，磁盘可能出了错"),
            )
        },
    }
}

fn unclean() -> Finding {
    look(
        "ending",
        1,
        "上次没有正常关闭（断电或被强行结束），已全面检查",
    )
}

fn about_copies(count: usize, details: Vec<Detail>) -> Finding {
    match (count, details.len()) {
        (0, _) => Finding {
            mend: Some(Mend::BackUp),
            ..look("copies", 1, "还没有备份")
        },
        (_, 0) => good("copies", format!("备份 {count} 份都完好")),
        (_, wrong) => Finding {
            details,
            mend: Some(Mend::BackUp),
            ..bad(
                "copies",
                wrong,
                format!("{count} 份备份里有 {wrong} 份损坏或被改动，恢复时不会用它们"),
            )
        },
    }
}

fn list<'r>(ledger: &Ledger, records: impl Iterator<Item = &'r AnyRecord>) -> Vec<Detail> {
    let each = records.take(LISTED).map(|record| {
        let (table, uid) = (record.table(), record.uid());
        let name = match ledger.label(table, uid) {
            name if name.is_empty() => record.title(),
            name => name,
        };
        Detail {
            text: format!("{} {name}", table.label()),
            record: Register::of(table).map(|r| (r, uid)),
        }
    });
    each.collect()
}

fn plain(text: String) -> Detail {
    Detail { text, record: None }
}

fn good(key: &'static str, text: impl Into<String>) -> Finding {
    Finding {
        key,
        level: Level::Good,
        text: text.into(),
        count: 0,
        details: Vec::new(),
        mend: None,
    }
}

fn look(key: &'static str, count: usize, text: impl Into<String>) -> Finding {
    Finding {
        level: Level::Look,
        count,
        ..good(key, text)
    }
}

fn bad(key: &'static str, count: usize, text: impl Into<String>) -> Finding {
    Finding {
        level: Level::Bad,
        count,
        ..good(key, text)
    }
}
