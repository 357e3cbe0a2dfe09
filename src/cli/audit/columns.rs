//! The fields of a record → note, claim and groups, by the names that were typed or the usual ones.

use super::args::ColumnArgs;
use super::date::Date;
use opnote::claim::Claim;
use serde_json::{Map, Value};

/// The most characters of a value to group by.
const GROUP_CHARS: usize = 80;

/// Which field holds what.
#[derive(Debug)]
pub struct Columns {
    text: Name,
    id: Name,
    /// The fields of a claim, each under the name that [`Claim::from_record`] knows.
    claim: Vec<(&'static str, Name)>,
    groups: Vec<Group>,
}

/// A field's name, and whether it was typed.
#[derive(Debug)]
struct Name {
    name: String,
    typed: bool,
}

/// A field to group by, and which part of its value.
#[derive(Debug)]
struct Group {
    label: String,
    name: String,
    part: Part,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Whole,
    Month,
    Year,
}

/// What the fields of a record hold.
#[derive(Debug)]
pub struct Picked {
    pub text: String,
    pub id: Option<String>,
    pub claim: Option<Claim>,
    pub grouped: Grouped,
}

/// Why fields hold no note, with what could be read beside it.
#[derive(Debug)]
pub struct Unread {
    pub reason: String,
    pub id: Option<String>,
    pub grouped: Grouped,
}

/// The values that a record is grouped by.
#[derive(Debug, Default)]
pub struct Grouped {
    /// Null where there is none.
    pub values: Map<String, Value>,
    /// The groups by a part of a date whose field holds something, and whether that is a date.
    pub dates: Vec<(String, bool)>,
}

impl Columns {
    pub fn new(args: &ColumnArgs) -> Self {
        let name = |typed: &Option<String>, usual: &str| Name {
            name: typed.clone().unwrap_or_else(|| usual.to_owned()),
            typed: typed.is_some(),
        };
        Self {
            text: name(&args.text, "text"),
            id: name(&args.id, "id"),
            claim: vec![
                ("billed", name(&args.billed, "billed")),
                ("modifiers", name(&args.modifiers, "modifiers")),
                ("units", name(&None, "units")),
                ("diagnoses", name(&args.diagnoses, "diagnoses")),
                ("year", name(&None, "year")),
            ],
            groups: args.group_by.iter().map(|g| Group::new(g)).collect(),
        }
    }

    /// How the groups are called in rows.
    pub fn group_labels(&self) -> impl Iterator<Item = &str> {
        self.groups.iter().map(|g| g.label.as_str())
    }

    /// Every field that may be asked for.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let claim = self.claim.iter().map(|(_, n)| n.name.as_str());
        let groups = self.groups.iter().map(|g| g.name.as_str());
        [self.text.name.as_str(), self.id.name.as_str()].into_iter().chain(claim).chain(groups)
    }

    /// The first name asked for that is not among those that exist.
    pub fn missing(&self, exists: impl Fn(&str) -> bool) -> Option<&str> {
        let named = [&self.text, &self.id].into_iter().chain(self.claim.iter().map(|(_, n)| n));
        let asked = named.filter(|n| n.typed || n.name == self.text.name).map(|n| n.name.as_str());
        let mut asked = asked.chain(self.groups.iter().map(|g| g.name.as_str()));
        asked.find(|name| !exists(name))
    }

    /// Picks what the fields hold. Reasons quote no value.
    pub fn pick(&self, mut fields: Map<String, Value>) -> Result<Picked, Box<Unread>> {
        let grouped = self.grouped(&fields);
        let id = match fields.get(&self.id.name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(id)) => Ok(Some(id.clone()).filter(|id| !id.is_empty())),
            Some(Value::Number(id)) => Ok(Some(id.to_string())),
            Some(_) => Err(format!("`{}` is neither a string nor a number", self.id.name)),
        };
        let id = match id {
            Ok(id) => id,
            Err(reason) => return Err(Box::new(Unread { reason, id: None, grouped })),
        };
        let claim = self.claim(&fields);
        let reason = match fields.remove(&self.text.name) {
            Some(Value::String(text)) => return Ok(Picked { text, id, claim, grouped }),
            Some(Value::Null) => format!("`{}` is null", self.text.name),
            Some(_) => format!("`{}` is not a string", self.text.name),
            None => format!("no `{}`", self.text.name),
        };
        Err(Box::new(Unread { reason, id, grouped }))
    }

    fn grouped(&self, fields: &Map<String, Value>) -> Grouped {
        let mut grouped = Grouped::default();
        for group in &self.groups {
            let text = group.text(fields);
            let value = group.value(&text);
            if group.part != Part::Whole && !text.is_empty() {
                grouped.dates.push((group.label.clone(), value.is_some()));
            }
            grouped.values.insert(group.label.clone(), value.map_or(Value::Null, Value::String));
        }
        grouped
    }

    fn claim(&self, fields: &Map<String, Value>) -> Option<Claim> {
        let is_blank = |value: &Value| value.as_str().is_some_and(|text| text.trim().is_empty());
        let field = |n: &Name| fields.get(&n.name).filter(|value| !is_blank(value)).cloned();
        let told = self.claim.iter().filter_map(|(usual, n)| Some(((*usual).to_owned(), field(n)?)));
        let mut told: Map<String, Value> = told.collect();
        if let Some(Value::String(billed)) = told.get("billed") {
            let lines = Claim::lines(billed);
            // Nothing but commas is no claim.
            told.insert("billed".to_owned(), if lines.is_empty() { Value::Null } else { lines.into() });
        }
        Claim::from_record(&told)
    }
}

/// As it is told in the report: what each field was taken for.
impl std::fmt::Display for Columns {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "text={} id={}", self.text.name, self.id.name)?;
        self.claim.iter().try_for_each(|(usual, n)| write!(f, " {usual}={}", n.name))?;
        self.groups.iter().try_for_each(|g| write!(f, " group={}", g.label))
    }
}

impl Group {
    fn new(asked: &str) -> Self {
        let (name, part) = match asked.rsplit_once(':') {
            Some((name, "month")) => (name, Part::Month),
            Some((name, "year")) => (name, Part::Year),
            _ => (asked, Part::Whole),
        };
        let label = if part == Part::Whole { name.to_owned() } else { asked.replace(':', "_") };
        Self { label, name: name.to_owned(), part }
    }

    /// What a record's field holds; nothing where it is absent.
    fn text(&self, fields: &Map<String, Value>) -> String {
        match fields.get(&self.name) {
            Some(Value::String(text)) => text.trim().to_owned(),
            Some(Value::Number(number)) => number.to_string(),
            Some(Value::Bool(value)) => value.to_string(),
            _ => String::new(),
        }
    }

    /// The value to group by, if there is one.
    fn value(&self, text: &str) -> Option<String> {
        let value = match self.part {
            Part::Whole => Some(text.chars().take(GROUP_CHARS).collect()),
            Part::Month => Date::read(text).and_then(Date::month),
            Part::Year => Date::read(text).map(Date::year),
        };
        value.filter(|v: &String| !v.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn columns(text: Option<&str>, group_by: &[&str]) -> Columns {
        Columns::new(&ColumnArgs {
            text: text.map(str::to_owned),
            id: None,
            billed: None,
            modifiers: None,
            diagnoses: None,
            group_by: group_by.iter().map(|g| (*g).to_owned()).collect(),
        })
    }

    fn fields(value: Value) -> Map<String, Value> {
        value.as_object().cloned().expect("an object")
    }

    #[test]
    fn fields_are_found_by_their_names() {
        let record = fields(json!({"note": "a", "id": 7, "billed": "27324-LT", "surgeon": "S1", "date": "2026-03-14"}));
        let picked = columns(Some("note"), &["surgeon", "date:month"]).pick(record).expect("a note");
        assert_eq!((picked.text.as_str(), picked.id.as_deref()), ("a", Some("7")));
        assert_eq!(picked.claim.expect("a claim").billed().codes[0].modifiers, ["LT"]);
        assert_eq!(Value::from(picked.grouped.values), json!({"surgeon": "S1", "date_month": "2026-03"}));
    }

    #[test]
    fn a_field_may_hold_several_codes() {
        let claim = |billed: &str| {
            columns(None, &[]).pick(fields(json!({"text": "a", "billed": billed}))).expect("a note").claim
        };
        let codes = |billed: &str| claim(billed).map(|c| c.billed().codes.len());
        assert_eq!(["27324-LT, 59; 76942-26", "27324,G0463", "20206 x2"].map(codes), [Some(2), Some(2), Some(1)]);
        assert!(claim(" ,").is_none());
    }

    #[test]
    fn what_is_missing_is_named() {
        let columns = columns(None, &["site"]);
        assert_eq!(columns.missing(|n| n == "text"), Some("site"));
        assert_eq!(columns.missing(|n| n == "text" || n == "site"), None);
        let unread = columns.pick(fields(json!({"id": "x"}))).expect_err("no note");
        assert_eq!((unread.reason.as_str(), unread.id.as_deref()), ("no `text`", Some("x")));
    }

    #[test]
    fn what_is_no_date_is_told_apart_from_what_is_absent() {
        let columns = columns(None, &["date:month", "date:year", "site"]);
        let dates =
            |date: Value| columns.pick(fields(json!({"text": "a", "date": date}))).expect("a note").grouped.dates;
        let told = |month, year| vec![("date_month".to_owned(), month), ("date_year".to_owned(), year)];
        assert_eq!(dates(json!("2026-03-04")), told(true, true));
        assert_eq!(dates(json!("03/04/2026")), told(false, true));
        assert_eq!(dates(json!("soon")), told(false, false));
        assert_eq!((dates(json!(" ")), dates(Value::Null)), (vec![], vec![]));
    }
}
