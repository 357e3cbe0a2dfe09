//! Figures that must be reached: `codes=0.97`, `false-codes=0`.

use super::{ContextEvaluation, Evaluation, Scored};
use std::str::FromStr;

/// The names a gate may use, and what each measures. Names of single elements may be used too.
pub const METRICS: [(&str, &str); 10] = [
    ("codes", "notes whose codes and statuses are exactly right"),
    ("everything", "notes without any difference"),
    ("procedures", "notes with the right number of procedures"),
    ("element", "the lowest F1 of all elements"),
    ("macro", "the mean F1 of all elements"),
    ("flags", "F1 of all flags together"),
    ("modalities", "guidance in use with the right modalities"),
    ("evidence", "right values whose evidence overlaps a gold quotation"),
    ("record", "record entries that are right"),
    ("false-codes", "number of notes without a code that were given one"),
];

/// The names a gate on labelled sentences may use: each is the F1 of one label against the rest.
pub const CONTEXT_METRICS: [&str; 4] = ["negation", "historical", "hypothetical", "experiencer"];

/// A figure and what it must reach, written `name=number`.
#[derive(Debug, Clone, PartialEq)]
pub struct Gate {
    metric: String,
    bound: f64,
}

/// From which side the figure is bounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// At least the number.
    Min,
    /// At most the number.
    Max,
}

/// A gate that was missed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("gate missed: {metric} is {figure}, wanted at {side} {bound}")]
pub struct Missed {
    metric: String,
    figure: f64,
    side: &'static str,
    bound: f64,
}

impl FromStr for Gate {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (metric, bound) = text.split_once('=').ok_or("wanted: name=number")?;
        let bound = bound.parse::<f64>().ok().filter(|b| b.is_finite()).ok_or("no number after `=`")?;
        if figure(&Evaluation::new(), metric).is_none() && !CONTEXT_METRICS.contains(&metric) {
            return Err(format!("no figure of that name; there are {}", names().join(", ")));
        }
        Ok(Self { metric: metric.to_owned(), bound })
    }
}

impl Gate {
    /// Whether the gate is one on labelled sentences, rather than on notes.
    pub fn is_of_context(&self) -> bool {
        CONTEXT_METRICS.contains(&self.metric.as_str())
    }

    /// The figure's name.
    pub fn metric(&self) -> &str {
        &self.metric
    }

    /// `Some` where the evaluation does not reach the figure.
    pub fn missed(&self, evaluation: &Evaluation, limit: Limit) -> Option<Missed> {
        self.unless_held(figure(evaluation, &self.metric)?, limit)
    }

    /// The same for labelled sentences.
    pub fn missed_in_context(&self, evaluation: &ContextEvaluation, limit: Limit) -> Option<Missed> {
        let (_, tally) = evaluation.tallies().into_iter().find(|(name, _)| *name == self.metric)?;
        self.unless_held(tally.f1(), limit)
    }

    fn unless_held(&self, figure: f64, limit: Limit) -> Option<Missed> {
        let (held, side) = match limit {
            Limit::Min => (figure >= self.bound, "least"),
            Limit::Max => (figure <= self.bound, "most"),
        };
        (!held).then(|| Missed { metric: self.metric.clone(), figure, side, bound: self.bound })
    }
}

fn names() -> Vec<&'static str> {
    METRICS.iter().map(|m| m.0).chain(Scored::ALL.map(Scored::name)).chain(CONTEXT_METRICS).collect()
}

fn figure(e: &Evaluation, metric: &str) -> Option<f64> {
    let share = |part: usize, whole: usize| if whole == 0 { 1.0 } else { part as f64 / whole as f64 };
    Some(match metric {
        "codes" => e.of_notes(e.codes_exact),
        "everything" => e.of_notes(e.everything_exact),
        "procedures" => e.of_notes(e.count_exact),
        "element" => e.elements.values().map(|t| t.f1()).fold(1.0, f64::min),
        "macro" => e.macro_f1(),
        "flags" => e.all_flags().f1(),
        "modalities" => share(e.modalities_right, e.modalities_compared),
        "evidence" => share(e.evidence_overlapping, e.evidence_compared),
        "record" => share(e.record_right, e.record_compared),
        "false-codes" => e.false_codes as f64,
        name => Scored::ALL.iter().find(|s| s.name() == name).and_then(|s| e.elements.get(s))?.f1(),
    })
}

#[cfg(test)]
mod tests {
    use super::{Evaluation, Gate, Limit, METRICS};

    #[test]
    fn every_documented_name_is_a_gate() {
        for (name, _) in METRICS {
            assert!(format!("{name}=0.5").parse::<Gate>().is_ok(), "{name}");
        }
        assert!("size_mm=0.9".parse::<Gate>().is_ok());
        assert!("colour=0.9".parse::<Gate>().is_err());
        assert!("codes".parse::<Gate>().is_err());
    }

    #[test]
    fn a_missed_gate_says_which() {
        let gate: Gate = "codes=0.97".parse().expect("a gate");
        let missed = gate.missed(&Evaluation::new(), Limit::Min).map(|m| m.to_string());
        assert_eq!(missed.as_deref(), Some("gate missed: codes is 0, wanted at least 0.97"));
        assert_eq!(gate.missed(&Evaluation::new(), Limit::Max), None);
    }
}
