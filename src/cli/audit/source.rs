//! An input opened: from a file or standard input, unpacked where it is gzip or zstd, as UTF-8 where it is UTF-16, buffered.

use crate::cli::decode::utf_16;
use encoding_rs_io::DecodeReaderBytesBuilder;
use flate2::bufread::MultiGzDecoder;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

/// Bytes read at once.
const BUFFER: usize = 1 << 16;
/// How standard input is named in rows and messages.
pub const STDIN: &str = "<stdin>";

/// A reader that may go from thread to thread.
pub type Reader = Box<dyn BufRead + Send>;

/// The name of an input in rows and messages.
pub fn name(path: &Path) -> String {
    if path == Path::new("-") { STDIN.to_owned() } else { path.to_string_lossy().into_owned() }
}

/// Opens an input; gzip and zstd are told by their first bytes.
///
/// # Errors
/// It cannot be opened.
pub fn open(path: &Path) -> io::Result<Reader> {
    if path == Path::new("-") {
        return unpacked(Box::new(BufReader::with_capacity(BUFFER, io::stdin())));
    }
    if path.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    unpacked(Box::new(BufReader::with_capacity(BUFFER, File::open(path)?)))
}

/// What a packed stream holds: all its members or frames, one after another.
fn unpacked(mut reader: Reader) -> io::Result<Reader> {
    let start = reader.fill_buf()?;
    if start.starts_with(b"\x1f\x8b") {
        let unpacker = Unpacker { inner: MultiGzDecoder::new(reader), format: "gzip" };
        return Ok(Box::new(BufReader::with_capacity(BUFFER, unpacker)));
    }
    if start.starts_with(b"\x28\xb5\x2f\xfd") {
        let unpacker = Unpacker { inner: zstd::Decoder::with_buffer(reader)?, format: "zstd" };
        return Ok(Box::new(BufReader::with_capacity(BUFFER, unpacker)));
    }
    Ok(reader)
}

/// Puts faults of packed data into plain words.
struct Unpacker<R> {
    inner: R,
    format: &'static str,
}

impl<R: Read> Read for Unpacker<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.inner.read(buffer).map_err(|e| match e.kind() {
            io::ErrorKind::Interrupted => e,
            io::ErrorKind::UnexpectedEof => io::Error::other(format!("the {} data end too early", self.format)),
            _ => io::Error::other(format!("the {} data are broken", self.format)),
        })
    }
}

/// A stream of records in UTF-8, and what it was in: a byte order mark is taken off, UTF-16 is turned as it comes.
///
/// # Errors
/// It cannot be read.
pub fn as_utf_8(mut reader: Reader) -> io::Result<(Reader, Option<&'static str>)> {
    let start = reader.fill_buf()?;
    if start.starts_with(b"\xef\xbb\xbf") {
        reader.consume(3);
        return Ok((reader, Some("utf-8-bom")));
    }
    let Some((encoding, _)) = utf_16(start) else { return Ok((reader, None)) };
    let name = if encoding == encoding_rs::UTF_16LE { "utf-16le" } else { "utf-16be" };
    let decoded = DecodeReaderBytesBuilder::new().encoding(Some(encoding)).bom_override(true).build(reader);
    Ok((Box::new(BufReader::with_capacity(BUFFER, decoded)), Some(name)))
}

/// The first bytes of a stream, up to a bound.
///
/// # Errors
/// It cannot be read.
pub fn start(reader: Reader, most: usize) -> io::Result<Vec<u8>> {
    let mut start = Vec::new();
    reader.take(most as u64).read_to_end(&mut start)?;
    Ok(start)
}

#[cfg(test)]
mod tests {
    use super::{Reader, as_utf_8};
    use std::io::{Cursor, Read};

    #[test]
    fn utf_16_is_turned_as_it_comes() {
        for (mark, name) in [("\u{feff}", "utf-16le"), ("", "utf-16le")] {
            let bytes: Vec<u8> = format!("{mark}größer ½\n").encode_utf16().flat_map(u16::to_le_bytes).collect();
            let reader: Reader = Box::new(Cursor::new(bytes));
            let (mut reader, found) = as_utf_8(reader).expect("readable");
            let mut text = String::new();
            reader.read_to_string(&mut text).expect("UTF-8");
            assert_eq!((text.as_str(), found), ("größer ½\n", Some(name)));
        }
    }
}
