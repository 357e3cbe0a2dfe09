//! Unfilled blanks of a template: `***`, `[SIDE]`, `____`, `{laterality:1234}`, `@LAT@`.

use std::sync::LazyLock;

use memchr::{memchr_iter, memchr2_iter, memchr3, memchr3_iter};
use regex::Regex;

/// A blank as templates leave it. Ornaments around a title line (`*** TITLE ***`) are told apart by their pair.
static BLANK: LazyLock<Regex> = LazyLock::new(|| {
    let blanks = [
        r"\*{3,}",
        r"_{3,}",
        r"\{[A-Za-z][^{}\n]{0,60}\}",
        r"\[(?i:tbc|tbd|tba|n/?e|blank|empty|to (?:be )?(?:confirm(?:ed)?|follow|complete[d]?))\]",
        // The last field of a line, its lines or dots without an answer.
        r"(?m):[ \t]?_{2,}",
        r"(?m)\.{4,}[ \t]*$",
        r"\[(?:[A-Z][A-Z /_-]{2,30}|[a-z]+(?: [a-z]+)? here|\*+|_+|\.{3,})\]",
        r"@[A-Z][A-Z0-9_]{1,20}@",
        r"<[A-Z][A-Z _]{2,20}>",
        r"\b(?:XX+|xx+) ?(?:cm|mm)\b",
        r"\?{3,}",
        // A choice, an order or the name of a value, in brackets.
        r"\[[A-Za-z]{1,12}(?:/[A-Za-z]{1,12})+\]",
        r"\[(?i:insert|enter|select|choose|specify|fill|click|type|describe|to be (?:filled|entered))\b[^\]\n]{0,40}\]",
        r"[\[<](?i:size|side|site|laterality|location|date|depth|length|width|volume|number)(?: in [cm]m)?[\]>]",
        r"[\[<](?i:free[ -]?text|text|values?|reasons?|details?|diagnosis|findings?|indications?|measurements?|muscle|approach|technique|gauge|modality|specimen|compartment|aspect|region)(?: here)?[\]>]",
        r"\b[Xx]{2}/[Xx]{2}/[Xx]{2,4}\b",
        r"#{2,} ?(?:cm|mm|x|of)\b",
        r":[ \t]*(?:#{2,}|~{2,})(?:[\s.,;)/?%\-:|\]]|$)",
        r"##[A-Z][A-Z_]{2,20}##",
        r"%[A-Za-z][A-Za-z_]{2,20}%",
        r"\$[A-Z][A-Z_]{2,20}\$",
        r"\[ {3,}\]|\[ ?\] ?(?:cm|mm)\b",
        r"\((?i:select|choose|specify|enter|insert|fill in)(?: [a-z]+){0,2}\)",
        r"<<[^<>\n]{2,30}>>",
        r"\[ *(?:\?+|[xX]{2,}|_{2,}) *\]",
        r"__ ?(?:cm|mm|x)\b",
        r"\.{3,} ?(?:cm|mm)\b",
        r"(?i:click (?:or tap )?here to (?:enter|add))",
    ];
    Regex::new(&blanks.join("|")).expect("the expression is a constant that the tests compile")
});

/// Whether a text holds a blank that somebody was to fill in.
pub fn holds_blank(text: &str) -> bool {
    unfilled(text).next().is_some()
}

/// The blanks of a text that are no remarks, and the byte that each starts at.
pub fn unfilled(text: &str) -> impl Iterator<Item = (usize, &str)> {
    blanks(text).filter(|(_, blank)| !is_remark(blank))
}

/// The blanks of a text and the byte that each starts at. None reaches over a line's end, so that a line without its marks is
/// passed over.
fn blanks(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    // Most notes have none in any line.
    let lines = if may_hold_blank(text.as_bytes()) { text } else { "" };
    let lines = lines.split_inclusive('\n').map(move |line| {
        start += line.len();
        (start - line.len(), line)
    });
    lines.filter(|(_, line)| may_hold_blank(line.as_bytes())).flat_map(|(from, line)| {
        // Told once for all blanks of a line, and only where there is one.
        let mut ornament = None;
        let found = BLANK.find_iter(line).filter(move |_| !*ornament.get_or_insert_with(|| is_ornament(line)));
        found.map(move |m| {
            let blank = without_colon(m.as_str());
            (from + m.end() - blank.len(), blank)
        })
    })
}

/// A blank without the colon by which it was told to be one.
fn without_colon(found: &str) -> &str {
    found.trim_start_matches([':', ' ', '\t'])
}

/// Whether any blank can stand in a text: each starts with one of these marks, some with several alike. Spares nearly
/// every note the expression, which reads a byte at a time.
fn may_hold_blank(text: &[u8]) -> bool {
    let alike =
        |at: usize, count: usize| text[at..].len() >= count && text[at..at + count].iter().all(|b| *b == text[at]);
    memchr3(b'{', b'[', b'@', text).is_some()
        || memchr3_iter(b'*', b'_', b'?', text).any(|at| alike(at, 3))
        || memchr2_iter(b'<', b'X', text).any(|at| text[at] == b'<' || alike(at, 2))
        || memchr2_iter(b'.', b'x', text).any(|at| alike(at, if text[at] == b'.' { 3 } else { 2 }))
        || memchr2_iter(b'c', b'C', text).any(|at| text[at + 1..].starts_with(b"lick"))
        || memchr_iter(b'_', text).any(|at| alike(at, 2))
        || memchr2_iter(b'%', b'#', text).any(|at| match text[at] {
            b'#' => alike(at, 2),
            _ => text.get(at + 1).is_some_and(u8::is_ascii_alphabetic),
        })
        || memchr2_iter(b'$', b'~', text).any(|at| match text[at] {
            b'~' => alike(at, 2),
            _ => text.get(at + 1).is_some_and(u8::is_ascii_uppercase),
        })
        || memchr_iter(b'(', text).any(|at| opens_order(&text[at + 1..]))
}

/// Whether words in brackets may be an order to whoever fills in a template: "(select)", "(specify side)".
fn opens_order(inside: &[u8]) -> bool {
    const ORDERS: [&[u8]; 6] = [b"select", b"choose", b"specify", b"enter", b"insert", b"fill in"];
    ORDERS.iter().any(|o| inside.get(..o.len()).is_some_and(|words| words.eq_ignore_ascii_case(o)))
}

/// What a person put in brackets: "[LEFT]", "[REDACTED]".
fn is_remark(blank: &str) -> bool {
    const REMARKS: [&str; 10] =
        ["LEFT", "RIGHT", "YES", "NONE", "SIC", "SIGNED", "REDACTED", "UNCLEAR", "INAUDIBLE", "CONFIRMED"];
    // Where a note comes from: "[MSK TRIAGE]".
    const PLACES: [&str; 10] =
        ["TRIAGE", "CLINIC", "WARD", "THEATRE", "REFERRAL", "ADDENDUM", "COPY", "DRAFT", "FINAL", "AMENDED"];
    let inside = blank.strip_prefix('[').and_then(|b| b.strip_suffix(']'));
    inside.is_some_and(|words| REMARKS.contains(&words) || words.split(' ').any(|w| PLACES.contains(&w)))
}

/// Whether stars or lines frame a line or fill it: `*** NOTE ***`, `________`.
fn is_ornament(line: &str) -> bool {
    let line = line.trim();
    let mark = line.chars().next().unwrap_or(' ');
    let framed = matches!(mark, '*' | '_')
        && line.len() > 6
        && line.starts_with([mark; 3].iter().collect::<String>().as_str())
        && line.ends_with([mark; 3].iter().collect::<String>().as_str());
    let alone = matches!(mark, '*' | '_' | '?') && line.chars().all(|c| c == mark) && line.len() > 12;
    framed || alone
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blanks(text: &str) -> Vec<&str> {
        let found: Vec<&str> = super::blanks(text).map(|(_, blank)| blank).collect();
        let line = |at: usize| {
            let start = text[..at].rfind('\n').map_or(0, |i| i + 1);
            text[start..].lines().next().unwrap_or_default()
        };
        let whole = BLANK.find_iter(text).filter(|m| !is_ornament(line(m.start())));
        assert_eq!(
            found,
            whole.map(|m| without_colon(m.as_str())).collect::<Vec<_>>(),
            "no line is passed over wrongly"
        );
        found
    }

    #[test]
    fn blanks_are_found_and_ornaments_are_not() {
        assert_eq!(blanks("Side: [SIDE]\nSize: ____ x ____ cm"), ["[SIDE]", "____", "____"]);
        assert_eq!(blanks("Post-op: *** {laterality:1234} @LAT@"), ["***", "{laterality:1234}", "@LAT@"]);
        assert_eq!(blanks("Side: [left/right] Size: xx cm, [size in cm]"), ["[left/right]", "xx cm", "[size in cm]"]);
        assert_eq!(blanks("Size: [ __ ] cm. [enter side]. Click here to enter text").len(), 3);
        assert_eq!(blanks("Size ........ 3 cm"), Vec::<&str>::new());
        assert!(is_remark("[LEFT]") && !is_remark("[SIDE]"));
        assert_eq!(blanks("Indication: [free text] [Muscle]; ## cm, %SIDE%, xx/xx/xxxx").len(), 5);
        assert_eq!(blanks("Size: ### %size% $SIZE$ (select) [    ] [ ] cm Depth: ~~~").len(), 7);
        assert_eq!(blanks("### Findings\n1% lidocaine, ## 3"), Vec::<&str>::new());
        assert_eq!(blanks("*** PROCEDURE NOTE ***"), Vec::<&str>::new());
        assert_eq!(blanks("____________________\nNote"), Vec::<&str>::new());
        assert_eq!(blanks("Side: [x] left [ ] right (see [2])"), Vec::<&str>::new());
    }
}
