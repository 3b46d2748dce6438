//! The manual: sections of a plain text, each with the screens it tells of. The text itself is data in assets/help.

/// A manual.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Manual {
    /// Its sections in order.
    pub sections: Vec<Section>,
}

/// A section of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Section {
    /// The heading of the chapter it stands in, with its number.
    pub chapter: String,
    /// Its heading, with its number.
    pub title: String,
    /// Names of the screens it tells of.
    pub screens: Vec<String>,
    /// Its paragraphs and steps, a line each.
    pub lines: Vec<String>,
}

/// Numbers of headings.
const NUMERALS: &str = "一二三四五六七八九十";

impl Manual {
    /// Read a manual: 一、 begins a chapter, （一） a section, @ names its screens, # is a remark.
    pub fn read(text: &str) -> Self {
        let mut manual = Self::default();
        let mut chapter = "";
        for line in text.lines().map(str::trim).filter(|l| !l.is_empty()) {
            let rest = line.trim_start_matches(|c| NUMERALS.contains(c));
            if line.starts_with('#') {
                continue;
            }
            if rest.len() < line.len() && rest.starts_with('、') {
                chapter = line;
            } else if line.starts_with('（') {
                manual.sections.push(Section {
                    chapter: chapter.to_owned(),
                    title: line.to_owned(),
                    ..Section::default()
                });
            } else if let Some(section) = manual.sections.last_mut() {
                match line.strip_prefix('@') {
                    Some(screens) => section
                        .screens
                        .extend(screens.split_whitespace().map(str::to_owned)),
                    None => section.lines.push(line.to_owned()),
                }
            }
        }
        manual
    }

    /// The section that tells of the first of these screens that any section tells of.
    pub fn about(&self, screens: &[&str]) -> Option<usize> {
        screens.iter().find_map(|screen| {
            let tells = |s: &Section| s.screens.iter().any(|one| one == screen);
            self.sections.iter().position(tells)
        })
    }

    /// All of it as one plain text, as it is printed.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let mut chapter = "";
        for section in &self.sections {
            if section.chapter != chapter {
                chapter = &section.chapter;
                text.push_str(chapter);
                text.push('\n');
            }
            for line in std::iter::once(&section.title).chain(&section.lines) {
                text.push_str(line);
                text.push('\n');
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manual_is_read_as_it_is_written() {
        let text = "# 说明\n一、开始\n（一）打开\n@工作台 设置\n1. 点它。\n一条龙。\n（二）关上\n二、再来\n（一）又一节\n";
        let manual = Manual::read(text);
        assert_eq!(manual.sections.len(), 3);
        assert_eq!(manual.sections[0].lines, ["1. 点它。", "一条龙。"]);
        assert_eq!(manual.sections[2].chapter, "二、再来");
        assert_eq!(manual.about(&["没有", "设置"]), Some(0));
        assert_eq!(manual.about(&["没有"]), None);
        let printed =
            "一、开始\n（一）打开\n1. 点它。\n一条龙。\n（二）关上\n二、再来\n（一）又一节\n";
        assert_eq!(manual.text(), printed);
    }
}
