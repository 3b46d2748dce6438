//! `RecoveryCode` 恢复码: what opens a file under a password when the password is forgotten. Printed once, kept in the office's
//! safe. The key of the file is made of it, so that the paper alone opens the file, whatever else is lost.

use sha2::Digest as _;
use sha2::Sha256;

/// 128 random bits.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode([u8; 16]);

/// Digits and letters that no hand and no printer confuses: without I, L, O, U (Crockford's base 32).
const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// 26 signs carry 128 bits, two more notice a slip of the pen.
const LENGTH: usize = 28;
const DATA: usize = 26;

/// Why a typed code is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeFault {
    /// Too few or too many signs; so many were read.
    Length(usize),
    /// A sign that no code has.
    Sign(char),
    /// Some sign is not as it was printed.
    Slip,
}

impl std::fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RecoveryCode(…)")
    }
}

impl RecoveryCode {
    /// A code of these bytes; they must be random.
    pub fn new(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// As it is printed: seven groups of four.
    pub fn printed(&self) -> String {
        let mut bits = u128::from_be_bytes(self.0);
        let mut signs: Vec<u8> = (0..DATA)
            .map(|_| {
                let sign = (bits & 31) as u8;
                bits >>= 5;
                sign
            })
            .collect();
        signs.extend(self.check());
        let text: Vec<char> = signs
            .iter()
            .filter_map(|s| SIGNS.get(usize::from(*s)).map(|c| char::from(*c)))
            .collect();
        let groups: Vec<String> = text.chunks(4).map(|g| g.iter().collect()).collect();
        groups.join("-")
    }

    /// Read a typed code: small letters, blanks and any dashes are fine, O is 0, I and L are 1.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(typed: &str) -> Result<Self, CodeFault> {
        let mut signs = Vec::new();
        for c in typed.chars() {
            // Full-width forms come from an input method.
            let c = match c {
                '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
                other => other,
            };
            let c = match c.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            if c.is_whitespace() || "-‐‑–—－_.".contains(c) {
                continue;
            }
            let sign = SIGNS.iter().position(|s| char::from(*s) == c);
            signs.push(sign.ok_or(CodeFault::Sign(c))? as u8);
        }
        if signs.len() != LENGTH {
            return Err(CodeFault::Length(signs.len()));
        }
        let (data, check) = signs.split_at(DATA);
        let mut bits: u128 = 0;
        for (n, sign) in data.iter().enumerate() {
            let part = u128::from(*sign);
            // The last sign carries three bits only.
            if n == DATA - 1 && part > 7 {
                return Err(CodeFault::Slip);
            }
            bits |= part << (5 * n);
        }
        let code = Self(bits.to_be_bytes());
        if code.check() == *check {
            Ok(code)
        } else {
            Err(CodeFault::Slip)
        }
    }

    /// The key of the file. Nothing makes guessing slow: there is nothing to guess in 128 random bits.
    pub fn key(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(b"kepu-ledger file key 1");
        hash.update(self.0);
        hash.finalize().into()
    }

    fn check(&self) -> [u8; 2] {
        let mut hash = Sha256::new();
        hash.update(b"kepu-ledger code check 1");
        hash.update(self.0);
        let sum: [u8; 32] = hash.finalize().into();
        let [first, second, ..] = sum;
        [first & 31, second & 31]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code() -> RecoveryCode {
        RecoveryCode::new(*b"\x00\x01\xFEkepu-ledger.\xFF")
    }

    #[test]
    fn a_code_typed_carelessly_is_the_same_code() {
        let printed = code().printed();
        assert_eq!(printed.len(), 28 + 6);
        assert_eq!(RecoveryCode::read(&printed), Ok(code()));
        let careless = printed
            .to_lowercase()
            .replace('-', " ")
            .replace('0', "o")
            .replace('1', "l");
        assert_eq!(RecoveryCode::read(&careless), Ok(code()));
        let wide: String = printed
            .chars()
            .map(|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap())
            .collect();
        assert_eq!(RecoveryCode::read(&wide), Ok(code()));
    }

    #[test]
    fn a_slip_of_the_pen_is_noticed() {
        let printed: Vec<char> = code().printed().chars().collect();
        let mut missed = 0;
        let mut tried = 0;
        for place in 0..printed.len() {
            if printed[place] == '-' {
                continue;
            }
            for sign in SIGNS.iter().map(|s| char::from(*s)) {
                if sign == printed[place] {
                    continue;
                }
                let mut slip = printed.clone();
                slip[place] = sign;
                tried += 1;
                let text: String = slip.into_iter().collect();
                missed += usize::from(RecoveryCode::read(&text).is_ok());
            }
        }
        // One in 1,024 by chance.
        assert!(missed * 200 < tried, "{missed} of {tried}");
        assert_eq!(RecoveryCode::read("ABCD"), Err(CodeFault::Length(4)));
        assert_eq!(RecoveryCode::read("ABCU"), Err(CodeFault::Sign('U')));
    }
}
