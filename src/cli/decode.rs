//! Bytes of a note → text, and the encoding they turned out to be in.
//!
//! UTF-8 with or without a byte order mark; UTF-16 with one, or clearly so; else windows-1252, unless the bytes are no text at all. Where
//! a text is UTF-8 but for some bytes, these alone are windows-1252.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Text, and its encoding where it was not plain UTF-8.
pub type Decoded = (String, Option<&'static str>);

/// Why bytes are no note, and on which line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoText {
    pub line: u64,
    pub reason: String,
}

/// Bytes looked at to tell what a file is.
const SAMPLE: usize = 4096;

/// Decodes a note.
pub fn decode(bytes: Vec<u8>) -> Result<Decoded, NoText> {
    if let Some(reason) = foreign(&bytes) {
        return Err(NoText { line: 1, reason });
    }
    if let Some((encoding, bom)) = utf_16(&bytes) {
        return decode_utf_16(encoding, &bytes[bom..]);
    }
    if let Some(at) = bytes.iter().position(|b| *b == 0) {
        return Err(NoText {
            line: line_of(&bytes, at),
            reason: "a NUL byte: this is a binary file, not a note".into(),
        });
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(without_mark(text)),
        Err(error) if holds_utf_8(error.as_bytes()) => decode_mixed(error.as_bytes()),
        Err(error) => decode_windows(error.as_bytes()),
    }
}

fn without_mark(text: String) -> Decoded {
    match text.strip_prefix('\u{feff}') {
        Some(rest) => (rest.to_owned(), Some("utf-8-bom")),
        None => (text, None),
    }
}

/// What is said of a Parquet file that is taken for a text.
#[cfg(feature = "parquet")]
const PARQUET: &str = "a Parquet file, not a text; `opnote audit` reads it where it is named so (.parquet)";
/// What is said of a Parquet file that is taken for a text.
#[cfg(not(feature = "parquet"))]
const PARQUET: &str = "a Parquet file, which this build does not read: it was made without the feature `parquet`";

/// Why bytes are no text, where they begin as a file does that is often mistaken for a note.
pub fn foreign(bytes: &[u8]) -> Option<String> {
    if bytes.starts_with(b"PAR1") {
        return Some(PARQUET.to_owned());
    }
    let kinds: [(&[u8], &str); 5] = [
        (b"%PDF-", "a PDF file"),
        (b"PK\x03\x04", "a Word document or another zip file"),
        (b"\xd0\xcf\x11\xe0", "an old Word document"),
        (b"\x1f\x8b", "a gzip file"),
        (b"{\\rtf", "an RTF file"),
    ];
    let (_, kind) = kinds.iter().find(|(magic, _)| bytes.starts_with(magic))?;
    Some(format!("this is {kind}, not a text; turn it into plain text first"))
}

/// The UTF-16 in which bytes are written, and the length of their byte order mark.
pub fn utf_16(bytes: &[u8]) -> Option<(&'static Encoding, usize)> {
    match bytes {
        [0xff, 0xfe, ..] => Some((UTF_16LE, 2)),
        [0xfe, 0xff, ..] => Some((UTF_16BE, 2)),
        _ => clear_utf_16(&bytes[..bytes.len().min(SAMPLE)]).map(|e| (e, 0)),
    }
}

/// Without a mark: zero bytes in nearly all places of one parity and in none of the other, as Latin script gives.
fn clear_utf_16(sample: &[u8]) -> Option<&'static Encoding> {
    let pairs = sample.len() / 2;
    let zeros = |parity: usize| sample.iter().skip(parity).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let most = |n: usize| pairs >= 4 && n * 10 >= pairs * 9;
    match (even, odd) {
        (0, n) if most(n) => Some(UTF_16LE),
        (n, 0) if most(n) => Some(UTF_16BE),
        _ => None,
    }
}

fn decode_utf_16(encoding: &'static Encoding, bytes: &[u8]) -> Result<Decoded, NoText> {
    let name = if encoding == UTF_16LE { "utf-16le" } else { "utf-16be" };
    match encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) if text.contains('\0') => {
            let line = 1 + text.split('\0').next().unwrap_or_default().matches('\n').count() as u64;
            Err(NoText { line, reason: "a NUL character: this is a binary file, not a note".into() })
        }
        Some(text) => Ok((text.into_owned(), Some(name))),
        None => {
            let (text, _) = encoding.decode_without_bom_handling(bytes);
            let line = 1 + text.split('\u{fffd}').next().unwrap_or_default().matches('\n').count() as u64;
            Err(NoText { line, reason: format!("broken {name}: an unpaired surrogate or half a character") })
        }
    }
}

/// Whether bytes that are not all UTF-8 hold a character in several bytes that is not there by chance: one of three bytes and more, an
/// accented Latin or a Greek letter, or one of its signs. A letter and a quotation mark side by side in windows-1252 ("ß»", "É”") would be a
/// letter of another script.
fn holds_utf_8(bytes: &[u8]) -> bool {
    let is_meant = |c: char| matches!(c, '\u{a0}'..='\u{17f}' | '\u{370}'..='\u{3ff}' | '\u{800}'..);
    bytes.utf8_chunks().any(|chunk| chunk.valid().chars().any(is_meant))
}

/// UTF-8 into which bytes of windows-1252 were pasted.
fn decode_mixed(bytes: &[u8]) -> Result<Decoded, NoText> {
    refuse_controls(bytes)?;
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 8);
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.push_str(&WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
    }
    let (text, _) = without_mark(text);
    Ok((text, Some("utf-8-and-windows-1252")))
}

fn decode_windows(bytes: &[u8]) -> Result<Decoded, NoText> {
    refuse_controls(bytes)?;
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    Ok((text.into_owned(), Some("windows-1252")))
}

fn refuse_controls(bytes: &[u8]) -> Result<(), NoText> {
    let is_control = |b: &&u8| **b < 0x20 && !matches!(**b, b'\t' | b'\n' | b'\r' | 0x0b | 0x0c | 0x1b);
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    if sample.iter().filter(is_control).count() * 20 > sample.len() {
        return Err(NoText { line: 1, reason: "mostly control bytes: this is a binary file, not a note".into() });
    }
    Ok(())
}

fn line_of(bytes: &[u8], at: usize) -> u64 {
    1 + bytes[..at].iter().filter(|b| **b == b'\n').count() as u64
}

#[cfg(test)]
mod tests {
    use super::{Decoded, decode};

    fn decoded(bytes: &[u8]) -> Option<Decoded> {
        decode(bytes.to_vec()).ok()
    }

    fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(unit).collect()
    }

    #[test]
    fn every_encoding_is_named() {
        let text = "left thigh, ½ inch";
        let want = |name| Some((text.to_owned(), name));
        assert_eq!(decoded(text.as_bytes()), want(None));
        assert_eq!(decoded(format!("\u{feff}{text}").as_bytes()), want(Some("utf-8-bom")));
        assert_eq!(decoded(&utf16(&format!("\u{feff}{text}"), u16::to_le_bytes)), want(Some("utf-16le")));
        assert_eq!(decoded(&utf16(&format!("\u{feff}{text}"), u16::to_be_bytes)), want(Some("utf-16be")));
        assert_eq!(decoded(&utf16(text, u16::to_le_bytes)), want(Some("utf-16le")));
        assert_eq!(decoded(&utf16(text, u16::to_be_bytes)), want(Some("utf-16be")));
        assert_eq!(decoded(b"left thigh, \xbd inch"), want(Some("windows-1252")));
    }

    #[test]
    fn a_stray_byte_spoils_no_other_character() {
        let mixed = |text: &str| Some((text.to_owned(), Some("utf-8-and-windows-1252")));
        assert_eq!(decoded(b"4 \xc3\x97 3 cm, Dr. M\xfcller"), mixed("4 × 3 cm, Dr. Müller"));
        assert_eq!(decoded(b"M\xfcller\x92s \xe2\x80\x9clump\xe2\x80\x9d"), mixed("Müller’s “lump”"));
        assert_eq!(decoded(b"\xef\xbb\xbfM\xfcller"), mixed("Müller"));
        assert_eq!(decoded(b"2\xb5m, \xce\xbc"), mixed("2µm, μ"));
        // A note cut off within a character.
        assert_eq!(decoded(b"4 \xc3\x97 3 cm \xc3"), mixed("4 × 3 cm Ã"));
        // Pairs that are UTF-8 by chance.
        let latin = |text: &str| Some((text.to_owned(), Some("windows-1252")));
        assert_eq!(decoded(b"\xabgro\xdf\xbb, gr\xf6\xdfer"), latin("«groß», größer"));
        assert_eq!(decoded(b"\x93CAF\xc9\x94 \xfc"), latin("“CAFÉ” ü"));
    }

    #[test]
    fn what_is_no_text_is_refused_with_its_line() {
        let line = |bytes: &[u8]| decode(bytes.to_vec()).err().map(|e| e.line);
        assert_eq!(line(b"one\ntwo\0"), Some(2));
        assert_eq!(line(b"%PDF-1.7"), Some(1));
        assert_eq!(line(b"\x89\x01\x02\x03\x04\x05\x06"), Some(1));
        assert_eq!(line(b"\xff\xfea\0\n\0\0\xd8b\0"), Some(2));
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_text_or_a_reason(bytes: Vec<u8>) {
            if let Ok((text, encoding)) = decode(bytes.clone()) {
                proptest::prop_assert!(!text.contains('\0'));
                proptest::prop_assert!(encoding.is_some() || text.as_bytes() == bytes);
            }
        }
    }
}
