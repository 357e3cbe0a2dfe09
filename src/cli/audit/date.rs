//! A date as exports write it → its year and, where that is beyond doubt, its month.

/// Years that a date may be of.
const YEARS: std::ops::RangeInclusive<u16> = 1900..=2100;
/// What the names of months begin with, in their order.
const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const LONG_MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// A date, less its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date {
    year: u16,
    /// From 1; `None` where it may be the day as well.
    month: Option<u16>,
}

/// A part of a date.
#[derive(Debug, Clone, Copy)]
enum Part {
    /// Its value, and how many digits it is written with.
    Number(u32, usize),
    /// A month by its name.
    Month(u16),
}

impl Date {
    /// Reads `2026-03-04`, `2026/3/4`, `20260304`, `2026-03`, `4.3.2026`, `Mar 4 2026`, `4 March 2026` or `3/14/2026`, with or without
    /// a time behind it. `03/04/2026` has a year and no month: which of the two numbers is the month, nothing tells.
    pub fn read(text: &str) -> Option<Self> {
        use Part::{Month, Number};
        let parts = parts(text.trim())?;
        match parts[..] {
            [Number(all, 8)] => Self::of(all / 10_000, all / 100 % 100, all % 100),
            [Number(year, 4)] => Some(Self { year: year_of(year)?, month: None }),
            [Number(year, 4), Number(month, 1 | 2)] => Self::of(year, month, 1),
            [Number(year, 4), Number(month, 1 | 2), Number(day, 1 | 2)] => Self::of(year, month, day),
            [Number(month, 1 | 2), Number(year, 4)] => Self::of(year, month, 1),
            [Number(day, 1 | 2), Number(month, 1 | 2), Number(year, 4)] if text.contains('.') => {
                Self::of(year, month, day)
            }
            [Number(a, 1 | 2), Number(b, 1 | 2), Number(year, 4)] => Self::of_either(year, a, b),
            [Month(month), Number(day, 1 | 2), Number(year, 4)]
            | [Number(day, 1 | 2), Month(month), Number(year, 4)]
            | [Number(year, 4), Month(month), Number(day, 1 | 2)] => Self::of(year, month.into(), day),
            [Month(month), Number(year, 4)] => Self::of(year, month.into(), 1),
            _ => None,
        }
    }

    fn of(year: u32, month: u32, day: u32) -> Option<Self> {
        let month = u16::try_from(month).ok().filter(|m| (1..=12).contains(m) && (1..=31).contains(&day))?;
        Some(Self { year: year_of(year)?, month: Some(month) })
    }

    /// Of two numbers the one that can be no month is the day.
    fn of_either(year: u32, a: u32, b: u32) -> Option<Self> {
        match (a > 12, b > 12) {
            (true, _) => Self::of(year, b, a),
            (_, true) => Self::of(year, a, b),
            _ if a == b => Self::of(year, a, b),
            _ => Self::of(year, a, b).and(Self::of(year, b, a)).map(|date| Self { month: None, ..date }),
        }
    }

    /// `2026-03`.
    pub fn month(self) -> Option<String> {
        self.month.map(|month| format!("{:04}-{month:02}", self.year))
    }

    /// `2026`.
    pub fn year(self) -> String {
        format!("{:04}", self.year)
    }
}

fn year_of(year: u32) -> Option<u16> {
    u16::try_from(year).ok().filter(|y| YEARS.contains(y))
}

/// Numbers and names of months, up to a time of day; `None` where anything else stands there.
fn parts(text: &str) -> Option<Vec<Part>> {
    let is_between = |c: char| c.is_whitespace() || matches!(c, '-' | '/' | '.' | ',');
    let mut parts = Vec::new();
    for word in text.split(is_between).filter(|w| !w.is_empty()) {
        let word = word.to_ascii_lowercase();
        // "2026-03-04T10:30", "20260304T1030".
        let (word, is_last) = match word.split_once('t').filter(|(date, _)| is_number(date)) {
            Some((date, _)) => (date, true),
            None => (word.as_str(), false),
        };
        if parts.len() >= 3 || word.contains(':') {
            break;
        }
        parts.push(part(word)?);
        if is_last {
            break;
        }
    }
    Some(parts)
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.len() <= 8 && word.bytes().all(|b| b.is_ascii_digit())
}

fn part(word: &str) -> Option<Part> {
    if is_number(word) {
        return word.parse().ok().map(|number| Part::Number(number, word.len()));
    }
    let is_it =
        |place: &usize| [MONTHS[*place], LONG_MONTHS[*place]].contains(&word) || (*place == 8 && word == "sept");
    let place = (0..MONTHS.len()).find(is_it)?;
    u16::try_from(place + 1).ok().map(Part::Month)
}

#[cfg(test)]
mod tests {
    use super::Date;

    #[test]
    fn months_of_dates() {
        let month = |date: &str| Date::read(date).and_then(Date::month);
        for date in [
            "2026-03-04",
            "2026-03-04T10:30:00Z",
            "2026-03-04 10:30",
            "2026/3/4",
            "20260304",
            "20260304T1030",
            "2026-03",
            "4.3.2026",
            "04.03.2026 08:15",
            "Mar 4 2026",
            "March 4, 2026",
            "4 March 2026",
            "04-MAR-2026",
            "3/14/2026",
            "14/3/2026",
            "3/3/2026",
        ] {
            assert_eq!(month(date).as_deref(), Some("2026-03"), "{date}");
        }
        for date in [
            "",
            "March",
            "2026",
            "2026-13-01",
            "2026-00",
            "14.3.26",
            "03/04/2026",
            "13/14/2026",
            "soon",
            "46085",
            "1.5",
        ] {
            assert_eq!(month(date), None, "{date}");
        }
    }

    #[test]
    fn years_of_dates() {
        let year = |date: &str| Date::read(date).map(Date::year);
        assert!(["2026", "03/04/2026", "2026-03-04", "4.3.2026"].iter().all(|d| year(d).as_deref() == Some("2026")));
        assert!(["1234", "26", "13/14/2026", "A 2026"].iter().all(|date| year(date).is_none()));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(text: String) {
            let _ = Date::read(&text).map(Date::month);
        }
    }
}
