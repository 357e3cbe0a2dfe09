//! What was billed, as it is given: fields of a record, or what was typed → [`Claim`].
//!
//! A field may be a text, a list, or objects `{"code", "modifiers", "units"}`; within a text `,` `;` `|` `/` and blanks part. What
//! cannot be read is kept as a fault, never an error: the note is analysed all the same.

use serde_json::{Map, Value};

use super::diagnoses;
use super::line::{self, Pieces, Read, is_modifier, units};
use super::wording::Found;
use crate::analysis::{Billed, BilledCode, Origin};

/// The most lines, and the most diagnoses, that are looked at.
pub(super) const MOST: usize = 64;
/// The most characters of a claim that are shown of what could not be read.
const SHOWN: usize = 24;
/// Years that a claim may be of: of most of them the book has no figures, but they are years.
const YEARS: std::ops::RangeInclusive<u16> = 1900..=2100;

/// What was billed for one note, and what of it could not be read.
///
/// # Example
/// ```
/// use opnote::claim::Claim;
/// let claim = Claim::typed("27324-LT, 76942-26", "C49.22", None);
/// assert_eq!(claim.billed().codes[0].modifiers, ["LT"]);
/// assert_eq!(claim.billed().diagnoses, ["C49.22"]);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Claim {
    pub(super) billed: Billed,
    pub(super) faults: Vec<Found>,
    /// Beside a code stands what may have been its units or a further code, and could not be read.
    pub(super) is_open: bool,
    /// A number was given for units that no units have.
    pub(super) has_impossible_units: bool,
}

impl Claim {
    /// What the fields `billed`, `modifiers`, `units`, `diagnoses` and `year` of a record say; `None` where there is neither
    /// `billed` nor `diagnoses`.
    pub fn from_record(fields: &Map<String, Value>) -> Option<Self> {
        let is_told = |name: &str| fields.get(name).is_some_and(|v| !v.is_null() && v != "");
        if !is_told("billed") && !is_told("diagnoses") {
            return None;
        }
        let mut reader = Reader::default();
        reader.codes(fields.get("billed"));
        reader.modifiers(fields.get("modifiers"));
        reader.units(fields.get("units"));
        reader.diagnoses(fields.get("diagnoses"));
        reader.year(fields.get("year"));
        Some(reader.claim())
    }

    /// What was typed: codes with a comma between them, each with its modifiers, and diagnoses.
    pub fn typed(billed: &str, diagnoses: &str, year: Option<u16>) -> Self {
        let mut reader = Reader::default();
        reader.typed(billed);
        reader.diagnoses(Some(&Value::from(diagnoses)));
        reader.year(year.map(Value::from).as_ref());
        reader.claim()
    }

    /// The lines of a claim in one text, as [`typed`](Self::typed) parts them: `27324-LT, 59; G0463` has two.
    pub fn lines(text: &str) -> Vec<String> {
        line::lines(text)
    }

    /// What was understood.
    pub fn billed(&self) -> &Billed {
        &self.billed
    }

    /// Whether no code was given, readable or not.
    pub(super) fn is_without_codes(&self) -> bool {
        self.billed.codes.is_empty() && self.faults.is_empty()
    }

    /// A claim of what a note itself states.
    pub(super) fn stated(codes: Vec<BilledCode>, diagnoses: Vec<String>) -> Self {
        let billed = Billed { origin: Origin::Note, codes, diagnoses, year: None };
        Self { billed, ..Self::default() }
    }
}

/// Collects a claim, field by field.
#[derive(Default)]
struct Reader {
    claim: Claim,
    unreadable: [Vec<String>; 5],
}

/// Lists of what could not be read, in the order of `NAMES`.
const NAMES: [&str; 5] =
    ["code-malformed", "units-malformed", "year-malformed", "diagnosis-malformed", "units-impossible"];
const CODE: usize = 0;
const UNITS: usize = 1;
const YEAR: usize = 2;
const DIAGNOSIS: usize = 3;
const IMPOSSIBLE_UNITS: usize = 4;

impl Reader {
    /// The field of codes. An object with `codes` in it is a claim of its own, as a record of ours holds it.
    fn codes(&mut self, value: Option<&Value>) {
        match value {
            Some(Value::Array(items)) => items.iter().for_each(|item| self.code(item)),
            Some(Value::Object(fields)) if fields.contains_key("codes") => {
                self.codes(fields.get("codes"));
                either(fields, "modifiers").for_each(|v| self.modifiers(Some(v)));
                either(fields, "units").for_each(|v| self.units(Some(v)));
                self.diagnoses(fields.get("diagnoses"));
            }
            Some(item) => self.code(item),
            None => {}
        }
    }

    /// One field, or one member of a list.
    fn code(&mut self, value: &Value) {
        match value {
            Value::Null => {}
            Value::String(text) => self.line(text),
            Value::Number(number) => self.line(&number.to_string()),
            Value::Object(fields) => self.object(fields),
            Value::Array(_) | Value::Bool(_) => self.refuse(CODE, &value.to_string()),
        }
    }

    fn object(&mut self, fields: &Map<String, Value>) {
        let Some(code) = fields.get("code") else {
            return self.refuse(CODE, "an object without `code`");
        };
        let before = self.claim.billed.codes.len();
        if !code.is_object() {
            self.code(code);
        }
        let mut modifiers = Vec::new();
        either(fields, "modifiers").for_each(|v| words(v, &mut modifiers));
        let units = either(fields, "units").filter_map(|v| self.number_of_units(v)).last();
        for index in before..self.claim.billed.codes.len() {
            self.append(index, &modifiers);
            if let Some(units) = units {
                self.set_units(index, units);
            }
        }
    }

    /// What was typed: a comma parts lines, so that several codes in one word are several in one field.
    fn typed(&mut self, text: &str) {
        line::lines(text).iter().for_each(|line| self.line(line));
    }

    /// The codes of one text, with what is appended to each.
    fn line(&mut self, text: &str) {
        let pieces = Pieces::of(text);
        let codes = pieces.codes();
        let Read { lines, refused, units } = pieces.read();
        refused.iter().for_each(|piece| self.refuse(CODE, piece));
        units.iter().for_each(|piece| self.refuse_units(piece));
        self.claim.is_open |= codes > 0 && refused.iter().any(|p| p.contains(|c: char| c.is_ascii_digit()));
        if codes > 1 {
            let piece: Vec<_> = lines.iter().take(8).map(|l| l.code.clone()).collect();
            self.claim.faults.push(Found::new("several-codes").with("piece", piece.join(", ")));
        }
        lines.into_iter().for_each(|line| self.push(line));
    }

    fn push(&mut self, line: BilledCode) {
        match self.claim.billed.codes.len() < MOST {
            true => self.claim.billed.codes.push(line),
            false => self.claim.faults.push(Found::new("too-much").with("count", MOST.to_string())),
        }
    }

    /// Modifiers given apart. Where there are as many as codes, each goes to its own; else 26 and TC go to guidance, the others to
    /// every other code.
    fn modifiers(&mut self, value: Option<&Value>) {
        let Some(value) = value else { return };
        let codes = self.claim.billed.codes.len();
        if let Value::Array(items) = value
            && items.len() == codes
            && codes > 1
        {
            for (index, item) in items.iter().enumerate() {
                let mut modifiers = Vec::new();
                words(item, &mut modifiers);
                self.append(index, &modifiers);
            }
            return;
        }
        let mut modifiers = Vec::new();
        words(value, &mut modifiers);
        if codes == 0 && !modifiers.is_empty() && self.unreadable[CODE].is_empty() {
            let piece = shown(&modifiers.join(", "));
            self.claim.faults.push(Found::new("modifier-without-code").with("piece", piece));
        }
        let is_imaging = |code: &str| code.starts_with('7');
        let has = |imaging: bool| self.claim.billed.codes.iter().any(|l| is_imaging(&l.code) == imaging);
        let (has_imaging, has_other) = (has(true), has(false));
        for index in 0..codes {
            let imaging = is_imaging(&self.claim.billed.codes[index].code);
            let belongs = |m: &&String| match matches!(m.as_str(), "26" | "TC") {
                true => imaging || !has_imaging,
                false => !imaging || !has_other,
            };
            let own: Vec<String> = modifiers.iter().filter(belongs).cloned().collect();
            self.append(index, &own);
        }
    }

    fn append(&mut self, index: usize, modifiers: &[String]) {
        let line = &mut self.claim.billed.codes[index];
        for modifier in modifiers.iter().take(MOST) {
            if !line.modifiers.contains(modifier) {
                line.modifiers.push(shown(modifier));
            }
        }
    }

    /// Units given apart: a list goes by the codes, a single number to the first code.
    fn units(&mut self, value: Option<&Value>) {
        let values: &[Value] = match value {
            None | Some(Value::Null) => return,
            Some(Value::Array(values)) => values,
            Some(value) => std::slice::from_ref(value),
        };
        for (index, value) in values.iter().enumerate().take(MOST) {
            let Some(units) = self.number_of_units(value) else { continue };
            match index < self.claim.billed.codes.len() {
                true => self.set_units(index, units),
                false if self.unreadable[CODE].is_empty() => {
                    let piece = format!("{units} units");
                    self.claim.faults.push(Found::new("modifier-without-code").with("piece", piece));
                }
                false => {}
            }
        }
    }

    fn set_units(&mut self, index: usize, given: u32) {
        let line = &mut self.claim.billed.codes[index];
        if line.units == 1 {
            line.units = given;
        } else if line.units != given {
            let piece = format!("{} and {given}", line.units);
            let found = Found::new("contradictory-units").with("code", line.code.clone()).with("piece", piece);
            self.claim.faults.push(found);
        }
    }

    fn number_of_units(&mut self, value: &Value) -> Option<u32> {
        let text = match value {
            Value::Null => return None,
            Value::String(text) if text.trim().is_empty() => return None,
            Value::String(text) => text.trim().to_owned(),
            other => other.to_string(),
        };
        let read = units(&text);
        if read.is_none() {
            self.refuse_units(&text);
        }
        read
    }

    fn diagnoses(&mut self, value: Option<&Value>) {
        let mut given = Vec::new();
        value.into_iter().for_each(|v| words(v, &mut given));
        for word in given {
            match diagnoses::normal(&word) {
                None => self.refuse(DIAGNOSIS, &word),
                Some(code) if self.claim.billed.diagnoses.contains(&code) => {}
                Some(code) if self.claim.billed.diagnoses.len() < MOST => self.claim.billed.diagnoses.push(code),
                Some(_) => self.claim.faults.push(Found::new("too-much").with("count", MOST.to_string())),
            }
        }
    }

    fn year(&mut self, value: Option<&Value>) {
        let text = match value {
            None | Some(Value::Null) => return,
            Some(Value::String(text)) => text.trim().to_owned(),
            Some(other) => other.to_string(),
        };
        match text.parse().ok().filter(|year| YEARS.contains(year)) {
            Some(year) => self.claim.billed.year = Some(year),
            None => self.refuse(YEAR, &text),
        }
    }

    /// Words are taken for one unit, and told; a number that is none of units (`0`, `-3`, `x-1`) may have been meant for any.
    fn refuse_units(&mut self, piece: &str) {
        let is_number = piece.trim_start_matches(['x', 'X']).parse::<f64>().is_ok_and(f64::is_finite);
        self.claim.is_open |= is_number;
        self.claim.has_impossible_units |= is_number;
        self.refuse(if is_number { IMPOSSIBLE_UNITS } else { UNITS }, piece);
    }

    fn refuse(&mut self, list: usize, piece: &str) {
        let piece = format!("“{}”", shown(piece));
        if self.unreadable[list].len() < MOST && !self.unreadable[list].contains(&piece) {
            self.unreadable[list].push(piece);
        }
    }

    fn claim(mut self) -> Claim {
        for (name, pieces) in NAMES.into_iter().zip(&self.unreadable).filter(|(_, pieces)| !pieces.is_empty()) {
            self.claim.faults.push(Found::new(name).with("piece", pieces.join(", ")));
        }
        self.claim
    }
}

/// The words of a field, in capitals: texts are parted, lists gone through, other values taken as they are written.
fn words(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::Null => {}
        Value::Array(items) => items.iter().for_each(|item| words(item, into)),
        Value::String(text) => {
            let is_between = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|' | '/');
            into.extend(text.split(is_between).filter(|w| !w.is_empty()).map(modifier_in_full));
        }
        other => into.push(other.to_string()),
    }
}

/// What stands under a name of several, or under that of one.
fn either<'a>(fields: &'a Map<String, Value>, name: &'a str) -> impl Iterator<Item = &'a Value> {
    [name, name.trim_end_matches('s')].into_iter().filter_map(|name| fields.get(name))
}

/// A modifier may carry the hyphen that ties it to its code.
fn modifier_in_full(word: &str) -> String {
    let bare = word.trim_start_matches('-');
    if is_modifier(bare) { bare.to_ascii_uppercase() } else { word.to_ascii_uppercase() }
}

/// What could not be read, cut where it is long.
fn shown(piece: &str) -> String {
    match piece.char_indices().nth(SHOWN) {
        Some((cut, _)) => format!("{}…", &piece[..cut]),
        None => piece.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn claim(fields: Value) -> Claim {
        Claim::from_record(fields.as_object().expect("an object")).expect("a claim")
    }

    /// Lines as `code-modifiers x units`.
    fn lines(fields: Value) -> Vec<String> {
        let line = |l: &BilledCode| format!("{} {} x{}", l.code, l.modifiers.join(","), l.units);
        claim(fields).billed.codes.iter().map(line).collect()
    }

    fn faults(fields: Value) -> Vec<&'static str> {
        claim(fields).faults.iter().map(Found::name).collect()
    }

    #[test]
    fn every_form_of_the_same_line() {
        for billed in [
            json!("27324-LT-59 x2"),
            json!("27324 LT 59 x2"),
            json!("27324LT,59 x 2"),
            json!(["27324 LT/59 *2"]),
            json!("cpt 27324-lt|59 ×2"),
            json!("2 x 27324 (LT, 59)"),
            json!({"code": 27324, "modifiers": ["LT", "59"], "units": 2}),
            json!({"code": "27324-LT", "modifiers": "59", "units": "2"}),
            json!({"codes": ["27324"], "modifiers": ["LT", "59"], "units": 2}),
        ] {
            assert_eq!(lines(json!({"billed": billed})), ["27324 LT,59 x2"], "{billed}");
        }
        assert_eq!(lines(json!({"billed": 27323.0})), ["27323  x1"]);
        assert_eq!(lines(json!({"billed": "27323.0"})), ["27323  x1"]);
    }

    #[test]
    fn units_may_be_glued_to_a_code_or_modifier() {
        for billed in ["27324x2", "27324X2.0", "27324*2", "27324 x2"] {
            assert_eq!(lines(json!({"billed": billed})), ["27324  x2"], "{billed}");
        }
        for billed in ["27324-LTx2", "27324LTx2", "27324 LTx2", "27324-LT×2"] {
            assert_eq!(lines(json!({"billed": billed})), ["27324 LT x2"], "{billed}");
        }
        assert_eq!(lines(json!({"billed": "27324-59x12, xs"})), ["27324 59,XS x12"]);
        assert_eq!(lines(json!({"billed": "27324-X2"})), ["27324 X2 x1"]);
    }

    #[test]
    fn units_that_are_none_are_told_however_they_are_given() {
        for billed in [
            json!("27324-LT x-1"),
            json!("27324-LT x -12"),
            json!("27324-LT x0"),
            json!("27324-LT x 0"),
            json!("27324LTx0"),
            json!("0 x 27324-LT"),
            json!("27324LTx2000"),
            json!({"code": "27324-LT", "units": -3}),
            json!({"code": "27324", "modifier": "LT", "unit": 0}),
        ] {
            let fields = json!({"billed": billed});
            assert_eq!(faults(fields.clone()), ["units-impossible"], "{billed}");
            assert_eq!(lines(fields.clone()), ["27324 LT x1"], "{billed}");
            let read = claim(fields);
            assert!(read.is_open && read.has_impossible_units, "{billed}");
        }
        for billed in [json!("27324-LT x two"), json!({"code": "27324-LT", "units": "two"})] {
            assert_eq!(faults(json!({"billed": billed})), ["units-malformed"], "{billed}");
        }
        assert_eq!(lines(json!({"billed": "27324x0"})), ["27324  x1"]);
        assert_eq!(faults(json!({"billed": "27324x0"})), ["units-impossible"]);
    }

    #[test]
    fn names_of_one_are_read_as_those_of_several() {
        for billed in [
            json!({"code": "27324", "modifier": "LT", "unit": 2}),
            json!({"code": "27324", "modifiers": ["LT"], "unit": "2"}),
            json!({"codes": ["27324"], "modifier": "LT", "unit": 2}),
        ] {
            assert_eq!(lines(json!({"billed": billed})), ["27324 LT x2"], "{billed}");
        }
    }

    #[test]
    fn what_may_be_units_leaves_a_claim_open() {
        let is_open = |billed: Value| claim(json!({"billed": billed})).is_open;
        assert!(["27324 (2)", "27324-LT 2", "27324 2732"].iter().all(|b| is_open(json!(b))));
        assert!(["27324-LT", "27324 biopsy", "27324 x2"].iter().all(|b| !is_open(json!(b))));
        assert!(!is_open(json!(["27324-LT", "2732"])), "a line of its own says nothing of the others");
    }

    #[test]
    fn a_text_has_a_line_for_each_code() {
        assert_eq!(Claim::lines("27324-LT, 59; 76942-26"), ["27324-LT 59", "76942-26"]);
        assert_eq!(Claim::lines("27324,G0463|0232T, x2"), ["27324", "G0463", "0232T x2"]);
        assert_eq!(Claim::lines(" ,;"), Vec::<String>::new());
    }

    #[test]
    fn modifiers_given_apart_find_their_code() {
        assert_eq!(lines(json!({"billed": "27324", "modifiers": "-LT; 59"})), ["27324 LT,59 x1"]);
        assert_eq!(
            lines(json!({"billed": ["27323", "27323"], "modifiers": ["LT", "RT"]})),
            ["27323 LT x1", "27323 RT x1"]
        );
        let beside = json!({"billed": ["20206", "76942"], "modifiers": "LT 59 26", "units": 2});
        assert_eq!(lines(beside), ["20206 LT,59 x2", "76942 26 x1"]);
        assert_eq!(
            lines(json!({"billed": ["20206", "76942"], "modifiers": [["LT", "59"], "26"]})),
            ["20206 LT,59 x1", "76942 26 x1"]
        );
    }

    #[test]
    fn diagnoses_are_parted_and_brought_into_form() {
        let claim = claim(json!({"billed": "27323", "diagnoses": "c4922; R22.42|D17.24/C49.22"}));
        assert_eq!(claim.billed.diagnoses, ["C49.22", "R22.42", "D17.24"]);
        assert!(claim.faults.is_empty());
    }

    #[test]
    fn what_cannot_be_read_is_a_fault() {
        let cases = [
            (json!({"billed": "2732"}), "code-malformed"),
            (json!({"billed": "biopsy"}), "code-malformed"),
            (json!({"billed": true}), "code-malformed"),
            (json!({"billed": [["27323"]]}), "code-malformed"),
            (json!({"billed": {"number": "27323"}}), "code-malformed"),
            (json!({"billed": "27323/27324"}), "several-codes"),
            (json!({"billed": "27323, 76942"}), "several-codes"),
            (json!({"billed": "27323", "units": "a few"}), "units-malformed"),
            (json!({"billed": "27323", "units": -1}), "units-impossible"),
            (json!({"billed": "27323", "units": 1.5}), "units-impossible"),
            (json!({"billed": "27323 x2", "units": 3}), "contradictory-units"),
            (json!({"billed": [], "modifiers": "LT"}), "modifier-without-code"),
            (json!({"billed": [], "units": 2}), "modifier-without-code"),
            (json!({"billed": "27323", "year": "last year"}), "year-malformed"),
            (json!({"billed": "27323", "year": 20226}), "year-malformed"),
            (json!({"billed": "27323", "diagnoses": ["lump"]}), "diagnosis-malformed"),
            (json!({"billed": "27323", "diagnoses": 49}), "diagnosis-malformed"),
        ];
        for (fields, want) in cases {
            assert_eq!(faults(fields.clone()), [want], "{fields}");
        }
    }

    #[test]
    fn nothing_billed_is_no_claim() {
        for fields in
            [json!({}), json!({"billed": null}), json!({"billed": ""}), json!({"modifiers": "LT", "year": 2026})]
        {
            assert!(Claim::from_record(fields.as_object().expect("an object")).is_none(), "{fields}");
        }
    }

    #[test]
    fn a_comma_parts_what_is_typed() {
        let claim = Claim::typed("27324-LT,59, 76942-26", "C49.22 R22.42", Some(2026));
        assert_eq!(claim.billed.codes.len(), 2);
        assert_eq!(claim.billed.codes[0].modifiers, ["LT", "59"]);
        assert_eq!(claim.billed.diagnoses.len(), 2);
        assert!(claim.faults.is_empty());
        assert_eq!(Claim::typed("27323/27324", "", None).faults.len(), 1);
    }

    #[test]
    fn a_claim_without_end_is_cut() {
        let codes: Vec<_> = (0..5000).map(|_| json!("27323")).collect();
        assert_eq!(claim(json!({"billed": codes})).billed.codes.len(), MOST);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(billed: String, modifiers: String, diagnoses: String) {
            claim(json!({"billed": format!("2{billed}"), "modifiers": modifiers, "units": billed, "diagnoses": diagnoses}));
        }
    }
}
