//! The parts of a workbook inside its zip: found by relations, whatever the case and the strokes of their names.

use super::super::markup::damaged;
use super::super::markup::value;
use super::super::zipped::Archive;
use super::super::zipped::Unpacked;
use crate::exchange::worker::Fault;
use quick_xml::Reader;
use quick_xml::events::Event;
use std::collections::BTreeMap;

/// Where a relation leads.
pub(super) struct Relation {
    /// Last word of its type: worksheet, styles.
    pub kind: String,
    /// Path inside the zip.
    pub target: String,
}

pub(super) struct Parts<'p, 'z> {
    archive: &'p mut Archive<'z>,
}

impl<'p, 'z> Parts<'p, 'z> {
    pub fn new(archive: &'p mut Archive<'z>) -> Self {
        Self { archive }
    }

    /// The path of the workbook's own part.
    pub fn workbook(&mut self) -> Result<String, Fault> {
        let usual = "xl/workbook.xml";
        if self.archive.has(usual) {
            return Ok(usual.to_owned());
        }
        self.relations("")?
            .into_values()
            .find(|r| r.kind == "officeDocument")
            .map(|r| r.target)
            .ok_or_else(|| damaged("no workbook part"))
    }

    pub fn open(&mut self, path: &str) -> Result<Unpacked<'_, 'z>, Fault> {
        self.archive.open(path)
    }

    /// The relations of a part, by id; none when it has none.
    pub fn relations(&mut self, of: &str) -> Result<BTreeMap<String, Relation>, Fault> {
        let (folder, name) = of.rsplit_once('/').unwrap_or(("", of));
        let separator = if folder.is_empty() { "" } else { "/" };
        let path = format!("{folder}{separator}_rels/{name}.rels");
        let mut relations = BTreeMap::new();
        if !self.archive.has(&path) {
            return Ok(relations);
        }
        let mut xml = Reader::from_reader(self.archive.open(&path)?);
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match xml.read_event_into(&mut buffer).map_err(damaged)? {
                Event::Start(e) | Event::Empty(e) if e.local_name().as_ref() == "Relationship" => {
                    let get = |name| value(&e, name).unwrap_or_default().into_owned();
                    let (id, kind, target) = (get("Id"), get("Type"), get("Target"));
                    relations.insert(
                        id,
                        Relation {
                            kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                            target: resolve(folder, &target),
                        },
                    );
                }
                Event::Eof => return Ok(relations),
                _ => {}
            }
        }
    }
}

fn resolve(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let mut steps: Vec<&str> = if target.starts_with('/') {
        Vec::new()
    } else {
        folder.split('/').collect()
    };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.retain(|s| !s.is_empty());
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::resolve;

    #[test]
    fn targets_are_found_from_where_they_are_named() {
        assert_eq!(
            resolve("xl", "worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml"
        );
        assert_eq!(resolve("xl", "/xl/styles.xml"), "xl/styles.xml");
        assert_eq!(
            resolve("xl/worksheets", "..\\media\\1.png"),
            "xl/media/1.png"
        );
        assert_eq!(resolve("", "xl/workbook.xml"), "xl/workbook.xml");
    }
}
