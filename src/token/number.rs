//! Numbers: digits with a decimal point or comma, or thousands parted by commas.

use super::Kind;
use super::scanner::Scanner;

impl Scanner<'_> {
    pub(super) fn number(&mut self) {
        let start = self.at;
        let normal_start = self.out.normal.len();
        while let Some(&b) = self.bytes.get(self.at) {
            if b >= 128 {
                let Some((digit, len)) = self.wide_digit(normal_start) else { break };
                self.out.normal.push(digit);
                self.at += len;
                continue;
            }
            let decimal = b == b',' && self.decimal_comma(normal_start);
            let inside = b.is_ascii_digit()
                || (b == b'.' && self.digit_at(self.at + 1))
                || decimal
                || (b == b',' && self.thousands());
            if !inside {
                break;
            }
            if decimal {
                self.out.normal.push(b'.');
            } else if b != b',' {
                self.out.normal.push(b);
            }
            self.at += 1;
        }
        self.close(start, self.at, normal_start, Kind::Number, false);
    }

    /// A full-width digit, a full-width stop behind one, or the raised point of `1·5 cm`; with its length.
    #[cold]
    pub(super) fn wide_digit(&self, normal_start: usize) -> Option<(u8, usize)> {
        let c = self.text[self.at..].chars().next()?;
        let whole = || self.out.normal.len() > normal_start && !self.out.normal[normal_start..].contains(&b'.');
        let byte = match c {
            digit @ '\u{ff10}'..='\u{ff19}' => (u32::from(digit) - 0xff10) as u8 + b'0',
            '\u{ff0e}' if self.out.normal.len() > normal_start => b'.',
            '\u{b7}' | '\u{2219}' | '\u{22c5}' if whole() && self.digit_at(self.at + c.len_utf8()) => b'.',
            _ => return None,
        };
        Some((byte, c.len_utf8()))
    }

    /// The comma of `4,5 cm`: one or two digits behind it, and then a unit or another dimension.
    #[cold]
    pub(super) fn decimal_comma(&self, normal_start: usize) -> bool {
        let rest = &self.bytes[self.at + 1..];
        let digits = rest.iter().take(3).take_while(|b| b.is_ascii_digit()).count();
        let blank = usize::from(rest.get(digits) == Some(&b' '));
        let whole = !self.out.normal[normal_start..].contains(&b'.');
        let behind: &[u8] = rest.get(digits + blank..).unwrap_or_default();
        let unit =
            matches!(behind, [b'c' | b'm' | b'C' | b'M', b'm' | b'M', ..] | [b'x' | b'X', b' ' | b'0'..=b'9', ..])
                || behind.starts_with("×".as_bytes());
        whole && unit && (1..=2).contains(&digits)
    }

    pub(super) fn thousands(&self) -> bool {
        (1..=3).all(|i| self.digit_at(self.at + i)) && !self.digit_at(self.at + 4)
    }
}
