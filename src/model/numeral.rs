//! Numbers written in Chinese where a day is meant: 二〇二五年五月十二日, 民国114年, 元月.

/// What may follow a number of a day or an hour.
const UNITS: [char; 7] = ['年', '月', '日', '号', '点', '时', '分'];

/// A text with the Chinese numbers before 年, 月, 日… as digits and years of the Republic as years of our era.
/// Other words stay as they are: 星期一 is no number.
pub(super) fn with_digits(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut run = String::new();
    for c in text.chars() {
        if value(c).is_some() || matches!(c, '十' | '廿' | '卅') {
            run.push(c);
            continue;
        }
        match number(&run).filter(|_| UNITS.contains(&c)) {
            Some(number) => out.push_str(&number.to_string()),
            None => out.push_str(&run),
        }
        run.clear();
        out.push(c);
    }
    out.push_str(&run);
    republic(&out.replace("元月", "1月"))
}

fn value(c: char) -> Option<u32> {
    match c {
        '〇' | '零' | '○' | 'Ｏ' => Some(0),
        '元' => None,
        _ => "一二三四五六七八九"
            .chars()
            .position(|d| d == c)
            .map(|n| n as u32 + 1),
    }
}

fn number(run: &str) -> Option<u32> {
    if run.is_empty() {
        return None;
    }
    if !run.contains(['十', '廿', '卅']) {
        return run
            .chars()
            .try_fold(0_u32, |sum, c| sum.checked_mul(10)?.checked_add(value(c)?));
    }
    let (tens, rest) = run.split_once(['十', '廿', '卅'])?;
    let mark = run.chars().nth(tens.chars().count())?;
    let single = |part: &str| {
        let mut chars = part.chars();
        match (chars.next().map(value), chars.next()) {
            (None, _) => Some(None),
            (Some(Some(n)), None) => Some(Some(n)),
            _ => None,
        }
    };
    let tens = match (mark, single(tens)?) {
        ('廿', None) => 2,
        ('卅', None) => 3,
        ('十', n) => n.unwrap_or(1),
        _ => return None,
    };
    Some(tens * 10 + single(rest)?.unwrap_or(0))
}

// 民国1年 is 1912.
fn republic(text: &str) -> String {
    let Some((before, after)) = text.split_once("民国") else {
        return text.to_owned();
    };
    let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
    match digits.parse::<u32>() {
        Ok(year) if (1..=200).contains(&year) => {
            let rest = after.get(digits.len()..).unwrap_or_default();
            format!("{before}{}{rest}", year + 1911)
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::with_digits;

    #[test]
    fn chinese_numbers_of_days_become_digits_and_words_stay() {
        for (text, expected) in [
            ("二〇二五年五月十二日", "2025年5月12日"),
            ("二零二五年十月三十一日", "2025年10月31日"),
            ("五月廿三日", "5月23日"),
            ("民国114年5月12日", "2025年5月12日"),
            ("民国一一四年五月二十日", "2025年5月20日"),
            ("元月五日上午九点", "1月5日上午9点"),
            ("2025年5月12日（星期一）", "2025年5月12日（星期一）"),
            (
                "一二一二一二一二一二一二一年",
                "一二一二一二一二一二一二一年",
            ),
            ("三十一五日", "三十一五日"),
        ] {
            assert_eq!(with_digits(text), expected);
        }
    }
}
