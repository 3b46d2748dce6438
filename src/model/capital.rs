//! Amounts in 大写, as vouchers write them (《正确填写票据和结算凭证的基本规定》 of the 支付结算办法).

use super::number::Fen;

const DIGITS: [&str; 10] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];
const PLACES: [&str; 4] = ["", "拾", "佰", "仟"];
const GROUPS: [&str; 5] = ["", "万", "亿", "万亿", "亿亿"];

/// The amount in words: `6600` yuan → `陆仟陆佰元整`.
pub fn capital(amount: Fen) -> String {
    let sign = if amount.0 < 0 { "负" } else { "" };
    let all = amount.0.unsigned_abs();
    let (yuan, jiao, fen) = (all / 100, all / 10 % 10, all % 10);
    let mut text = whole(yuan);
    if !text.is_empty() {
        text.push('元');
    }
    match (jiao, fen) {
        (0, 0) if text.is_empty() => text.push_str("零元整"),
        (0, 0) => text.push('整'),
        (0, fen) => {
            if !text.is_empty() {
                text.push('零');
            }
            text.push_str(digit(fen));
            text.push('分');
        }
        (jiao, fen) => {
            text.push_str(digit(jiao));
            text.push('角');
            if fen == 0 {
                text.push('整');
            } else {
                text.push_str(digit(fen));
                text.push('分');
            }
        }
    }
    format!("{sign}{text}")
}

fn digit(n: u64) -> &'static str {
    DIGITS.get(n as usize).copied().unwrap_or_default()
}

// Whole yuan; empty for none. A run of noughts is one 零, and none before 万 or 亿.
fn whole(yuan: u64) -> String {
    let digits = yuan.to_string();
    let mut text = String::new();
    let (mut nought, mut filled) = (false, false);
    for (n, c) in digits.bytes().enumerate() {
        let place = digits.len() - 1 - n;
        let value = u64::from(c.saturating_sub(b'0'));
        if value == 0 {
            nought = !text.is_empty();
        } else {
            if std::mem::take(&mut nought) {
                text.push('零');
            }
            text.push_str(digit(value));
            text.push_str(PLACES.get(place % 4).copied().unwrap_or_default());
            filled = true;
        }
        if place.is_multiple_of(4) && place > 0 && std::mem::take(&mut filled) {
            text.push_str(GROUPS.get(place / 4).copied().unwrap_or_default());
            nought = false;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_as_on_a_voucher() {
        for (fen, words) in [
            (0, "零元整"),
            (660_000, "陆仟陆佰元整"),
            (3_000_000, "叁万元整"),
            (10_050_000, "壹拾万零伍佰元整"),
            (100_500, "壹仟零伍元整"),
            (140_950, "壹仟肆佰零玖元伍角整"),
            (168_032, "壹仟陆佰捌拾元叁角贰分"),
            (1_640_902, "壹万陆仟肆佰零玖元零贰分"),
            (32_500, "叁佰贰拾伍元整"),
            (5, "伍分"),
            (10_000_000_100, "壹亿零壹元整"),
            (10_001_000_000, "壹亿零壹万元整"),
            (-50, "负伍角整"),
        ] {
            assert_eq!(capital(Fen(fen)), words, "{fen}");
        }
    }
}
