//! What a character counts for, and the folds of typographic ones.

/// How a character counts.
pub(super) enum Class {
    Letter(char),
    Accented(&'static str),
    Digit,
    /// A digit as wide as a Chinese character.
    WideDigit,
    Fraction(&'static str),
    Blank,
    Newline,
    Nothing,
    Mark(u8),
    Check(bool),
}

pub(super) fn push_lower(out: &mut Vec<u8>, c: char) {
    if c.is_ascii() {
        out.push((c as u8).to_ascii_lowercase());
        return;
    }
    let mut buffer = [0; 4];
    for lower in c.to_lowercase() {
        out.extend_from_slice(lower.encode_utf8(&mut buffer).as_bytes());
    }
}

/// Eight bytes with their letters made small, and how many of them are letters before the first that is none.
pub(super) fn lower_letters(eight: u64) -> (u64, usize) {
    const EACH: u64 = 0x0101_0101_0101_0101;
    // The bit 0x20 parts small letters from capitals; it makes no letter of any other byte.
    let lower = eight | (0x20 * EACH);
    // Adding what a byte lacks to 0x80 sets its top bit where it reaches `a`, or the byte behind `z`, without any carry.
    let seven = lower & (0x7f * EACH);
    let from_a = seven + (0x80 - b'a' as u64) * EACH;
    let behind_z = seven + (0x7f - b'z' as u64) * EACH;
    let letters = from_a & !behind_z & !eight & (0x80 * EACH);
    let others = !letters & (0x80 * EACH);
    (lower, others.trailing_zeros() as usize / 8)
}

pub(super) fn ascii_class(byte: u8) -> Class {
    match byte {
        b'a'..=b'z' | b'A'..=b'Z' => Class::Letter(byte as char),
        b'0'..=b'9' => Class::Digit,
        b' ' | b'\t' => Class::Blank,
        b'\n' | b'\r' | 0x0b | 0x0c => Class::Newline,
        0..=0x1f | 0x7f => Class::Nothing,
        b'`' => Class::Mark(b'\''),
        _ => Class::Mark(byte),
    }
}

/// What a digit in a ring stands for.
const RINGED: [&str; 9] = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];

/// Typographic characters and the accents of European names, folded to what a typist would key in.
pub(super) fn unicode_class(c: char) -> Class {
    match c {
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => Class::Blank,
        '\u{85}' | '\u{2028}' | '\u{2029}' => Class::Newline,
        // Full-width forms are ASCII, moved.
        '\u{ff01}'..='\u{ff5e}' => match ascii_class((u32::from(c) - 0xff01) as u8 + b'!') {
            Class::Digit => Class::WideDigit,
            class => class,
        },
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{300}'..='\u{36f}' => Class::Nothing,
        '\u{2010}'..='\u{2012}' | '\u{2212}' => Class::Mark(b'-'),
        '\u{2013}'..='\u{2015}' => Class::Mark(b'|'),
        '\u{2018}'..='\u{201b}' | '\u{2032}' | '\u{b4}' => Class::Mark(b'\''),
        '\u{201c}'..='\u{201f}' | '\u{2033}' | '\u{ab}' | '\u{bb}' => Class::Mark(b'"'),
        '\u{d7}' | '\u{2715}' | '\u{2a09}' => Class::Letter('x'),
        '\u{2022}'
        | '\u{2023}'
        | '\u{25aa}'..='\u{25ab}'
        | '\u{25cf}'
        | '\u{25e6}'
        | '\u{25a0}'
        | '\u{b7}'
        | '\u{2043}' => Class::Mark(b'*'),
        '\u{2190}'..='\u{21ff}' => Class::Mark(b'>'),
        '\u{2264}' => Class::Mark(b'<'),
        '\u{2265}' => Class::Mark(b'>'),
        '\u{2248}' | '\u{223c}' => Class::Nothing,
        '\u{bd}' => Class::Fraction("0.5"),
        '\u{bc}' => Class::Fraction("0.25"),
        '\u{be}' => Class::Fraction("0.75"),
        '\u{2153}' => Class::Fraction("0.333"),
        '\u{2154}' => Class::Fraction("0.667"),
        // The numbers of a list, in rings.
        '\u{2460}'..='\u{2468}' => Class::Fraction(RINGED[c as usize - 0x2460]),
        '\u{2776}'..='\u{277e}' => Class::Fraction(RINGED[c as usize - 0x2776]),
        '\u{2780}'..='\u{2788}' => Class::Fraction(RINGED[c as usize - 0x2780]),
        '\u{2610}' | '\u{25a1}' | '\u{25cb}' => Class::Check(false),
        '\u{2611}' | '\u{2612}' | '\u{2713}' | '\u{2714}' | '\u{2717}' | '\u{2718}' | '\u{25c9}' => Class::Check(true),
        // Letters in rings, as the side is written by hand.
        '\u{24b6}'..='\u{24cf}' => Class::Letter((b'a' + (c as u32 - 0x24b6) as u8) as char),
        '\u{24d0}'..='\u{24e9}' => Class::Letter((b'a' + (c as u32 - 0x24d0) as u8) as char),
        '\u{2026}' => Class::Mark(b'.'),
        // The empty set answers a form: none.
        '\u{2205}' => Class::Accented("nil"),
        'ﬁ' => Class::Accented("fi"),
        'ﬂ' => Class::Accented("fl"),
        'æ' | 'Æ' => Class::Accented("ae"),
        'œ' | 'Œ' => Class::Accented("oe"),
        'ß' => Class::Accented("ss"),
        'à'..='å' | 'À'..='Å' | 'ā' | 'ă' | 'ą' => Class::Accented("a"),
        'ç' | 'Ç' | 'ć' | 'č' => Class::Accented("c"),
        'è'..='ë' | 'È'..='Ë' | 'ē' | 'ę' | 'ě' => Class::Accented("e"),
        'ì'..='ï' | 'Ì'..='Ï' => Class::Accented("i"),
        'ñ' | 'Ñ' | 'ń' => Class::Accented("n"),
        'ò'..='ö' | 'Ò'..='Ö' | 'ø' | 'Ø' | 'ō' | 'ő' => Class::Accented("o"),
        'ù'..='ü' | 'Ù'..='Ü' | 'ū' | 'ű' => Class::Accented("u"),
        'ý' | 'ÿ' | 'Ý' => Class::Accented("y"),
        'š' | 'Š' | 'ś' => Class::Accented("s"),
        'ž' | 'Ž' | 'ż' => Class::Accented("z"),
        // An area or a volume is no length: `cm³` is a word of its own.
        '²' => Class::Accented("2"),
        '³' => Class::Accented("3"),
        'µ' | 'μ' => Class::Accented("u"),
        c if c.is_alphabetic() => Class::Letter(c),
        c if c.is_whitespace() => Class::Blank,
        c if c.is_control() => Class::Nothing,
        _ => Class::Mark(b'?'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_letters_are_told_at_once() {
        for byte in 0..=u8::MAX {
            let (lower, count) = lower_letters(u64::from_le_bytes([b'Z', byte, b'a', b'q', b'z', b'A', b'm', b'{']));
            assert_eq!(count, if byte.is_ascii_alphabetic() { 7 } else { 1 }, "{byte}");
            assert!(count == 1 || lower.to_le_bytes()[1] == byte.to_ascii_lowercase());
        }
        assert_eq!(lower_letters(u64::from_le_bytes(*b"Scarpasf")).1, 8);
    }
}
