//! What is missing, contradictory or at risk. In: the reading, the procedures, the record. Out: flags, most serious first. When
//! each is raised is the flag table of `corpora/ANNOTATION.md`; its words are those of `lexicons/flags.toml`. Changes nothing.
//! Beside the flags stands [`Counsel`]: advice, risks and the checklist of the report, which change none of them.

mod advice;
mod completeness;
pub mod placeholder;
pub mod query;
mod risk;
pub mod stated_code;

use crate::analysis::{
    Advice, Approach, CompletenessItem, Depth, Evidence, Flag, GuidanceUse, Laterality, Modality, Procedure, Query,
    Record, Region, Risk, Status,
};
use crate::coding::case::Situation;
use crate::finding::{Findings, Reading, own, weighed};
use crate::lexicon::said;

/// Title of every question to the physician.
const QUERY_TITLE: &str = "Clarification: operative note";

/// What stands beside the flags.
#[derive(Debug, Clone, Default)]
pub struct Counsel {
    /// What to look at before the claim.
    pub advice: Vec<Advice>,
    /// What may be refused, the likeliest first.
    pub risks: Vec<Risk>,
    /// The parts of an operative report; empty where nothing was sampled.
    pub completeness: Vec<CompletenessItem>,
}

/// Whether words were read by what they weigh, and not by a row or pattern.
pub fn rests_on_weights(evidence: &Evidence) -> bool {
    [weighed::RULE, own::RULE, said::WEIGHTS_FILE].iter().any(|rule| evidence.rule.starts_with(rule))
}

/// What a coder would look at beside the code.
pub fn counsel(situation: &Situation) -> Counsel {
    let sampled = !situation.procedures.is_empty();
    Counsel {
        advice: advice::of(situation),
        risks: risk::of(situation),
        completeness: if sampled { completeness::of(situation) } else { Vec::new() },
    }
}

/// The flags with their questions completed: what each quotes and which answers it offers.
pub fn with_questions(situation: &Situation, mut flags: Vec<Flag>) -> Vec<Flag> {
    query::complete(situation, &mut flags);
    flags
}

/// Raises the flags of a note. `details` are the findings of each procedure that the output does not carry.
pub fn flags(reading: &Reading, procedures: &[Procedure], details: &[Findings], record: &Record) -> Vec<Flag> {
    let mut audit = Audit { reading, flags: Vec::new() };
    for (index, (procedure, detail)) in procedures.iter().zip(details).enumerate() {
        audit.scope(index, procedure);
        if procedure.status != Status::OutOfScope {
            audit.approach(index, procedure, detail);
            audit.depth(index, procedure, detail);
            audit.site(index, procedure);
            audit.guidance(index, procedure, detail);
        }
    }
    let several = reading.runs_for_several();
    if procedures.len() > 1 || !several.is_empty() {
        audit.raise("multiple-sites", None, several.clone());
    }
    if procedures.iter().any(|p| p.status != Status::OutOfScope) {
        audit.record(record);
    }
    audit.note(procedures);
    audit.weighed(procedures, details, record, [several, reading.runs_for_nothing()].concat());
    audit.sorted()
}

struct Audit<'a> {
    reading: &'a Reading<'a>,
    flags: Vec<Flag>,
}

impl Audit<'_> {
    /// Raises a flag once a note, in the words of the table.
    fn raise(&mut self, id: &str, procedure: Option<usize>, evidence: Vec<Evidence>) {
        if self.flags.iter().any(|f| f.id == id) {
            return;
        }
        let Some(rule) = self.reading.lexicon.flags().iter().find(|f| f.id == id) else { return };
        let query = rule.question.clone().map(|question| Query {
            title: QUERY_TITLE.to_owned(),
            indicators: Vec::new(),
            question,
            options: Vec::new(),
        });
        self.flags.push(Flag {
            id: id.to_owned(),
            severity: rule.severity,
            procedure,
            message: rule.message.clone(),
            query,
            source: rule.source.clone(),
            evidence,
        });
    }

    fn scope(&mut self, index: usize, procedure: &Procedure) {
        match procedure.approach.value {
            Some(Approach::Excision) => {
                self.raise("excision-not-biopsy", Some(index), procedure.approach.evidence.clone())
            }
            Some(Approach::Punch) => self.raise("skin-biopsy", Some(index), procedure.approach.evidence.clone()),
            _ => {}
        }
        if procedure.region.value == Some(Region::Other) {
            self.raise("outside-region", Some(index), procedure.region.evidence.clone());
        }
    }

    fn approach(&mut self, index: usize, procedure: &Procedure, detail: &Findings) {
        if procedure.approach.value.is_none() {
            self.raise("approach-undocumented", Some(index), Vec::new());
        }
        if detail.fine_needle || procedure.approach.value == Some(Approach::FineNeedle) {
            self.raise("fine-needle-aspiration", Some(index), procedure.approach.evidence.clone());
        }
        if detail.converted {
            self.raise("converted-to-open", Some(index), procedure.approach.evidence.clone());
        }
    }

    fn depth(&mut self, index: usize, procedure: &Procedure, detail: &Findings) {
        match procedure.depth.value {
            Some(Depth::Conflict) => self.raise("depth-contradictory", Some(index), procedure.depth.evidence.clone()),
            None if procedure.approach.value == Some(Approach::Incision) => {
                let id = if detail.bare_depth { "depth-nonspecific" } else { "depth-undocumented" };
                self.raise(id, Some(index), Vec::new());
            }
            _ => {}
        }
    }

    fn site(&mut self, index: usize, procedure: &Procedure) {
        match procedure.laterality.value {
            None => self.raise("laterality-undocumented", Some(index), Vec::new()),
            Some(Laterality::Conflict) => {
                self.raise("laterality-contradictory", Some(index), procedure.laterality.evidence.clone())
            }
            _ => {}
        }
        if procedure.size_mm.value.is_none() {
            self.raise("size-undocumented", Some(index), Vec::new());
        }
        match procedure.region.value {
            None => self.raise("site-undocumented", Some(index), Vec::new()),
            Some(_) if procedure.aspects.value.is_empty() && procedure.structure.value.is_none() => {
                self.raise("site-nonspecific", Some(index), procedure.region.evidence.clone())
            }
            _ => {}
        }
    }

    fn guidance(&mut self, index: usize, procedure: &Procedure, detail: &Findings) {
        let guidance = &procedure.guidance;
        if guidance.value.is_none() {
            self.raise("guidance-undocumented", Some(index), Vec::new());
        }
        if guidance.value != Some(GuidanceUse::Used) {
            return;
        }
        if guidance.modalities.is_empty() {
            self.raise("guidance-modality-undocumented", Some(index), guidance.evidence.clone());
        }
        if guidance.modalities.contains(&Modality::Ultrasound) && !detail.images_saved {
            self.raise("guidance-images-undocumented", Some(index), guidance.evidence.clone());
        }
        if procedure.approach.value == Some(Approach::Incision) {
            self.raise("guidance-with-incision", Some(index), guidance.evidence.clone());
        }
    }

    fn record(&mut self, record: &Record) {
        let entries = [
            ("preop-diagnosis-undocumented", &record.preop_diagnosis),
            ("postop-diagnosis-undocumented", &record.postop_diagnosis),
            ("indication-undocumented", &record.indication),
            ("specimen-undocumented", &record.specimen),
        ];
        for (id, entry) in entries {
            if !entry.value {
                self.raise(id, None, Vec::new());
            }
        }
    }

    /// Flags of the note as a whole.
    fn note(&mut self, procedures: &[Procedure]) {
        let placeholders = placeholder::find(self.reading);
        if !placeholders.is_empty() {
            self.raise("template-placeholder", None, placeholders);
        }
        let mismatched = stated_code::mismatches(self.reading, procedures);
        if !mismatched.is_empty() {
            self.raise("code-mismatch", None, mismatched);
        }
    }

    /// Tells which elements rest on what the words of the note weigh together, and on no statement.
    fn weighed(&mut self, procedures: &[Procedure], details: &[Findings], record: &Record, of_lesions: Vec<Evidence>) {
        let of_procedure = |p: &Procedure| {
            let place = [&p.region.evidence, &p.aspects.evidence, &p.laterality.evidence, &p.size_mm.evidence];
            let act = [&p.approach.evidence, &p.depth.evidence, &p.guidance.evidence];
            act.into_iter().chain(place).flatten().cloned().collect::<Vec<Evidence>>()
        };
        let Record { preop_diagnosis, postop_diagnosis, indication, specimen } = record;
        let of_record = [preop_diagnosis, postop_diagnosis, indication, specimen];
        let of_record = of_record.into_iter().flat_map(|entry| entry.evidence.clone());
        let of_images = details.iter().filter(|f| f.guidance.value == Some(GuidanceUse::Used));
        let of_images = of_images.filter_map(|f| f.images_weighed.clone());
        let all = procedures.iter().flat_map(of_procedure).chain(of_images).chain(of_record).chain(of_lesions);
        let words: Vec<Evidence> = all.filter(rests_on_weights).collect();
        if !words.is_empty() {
            self.raise("read-by-weight", None, words);
        }
    }

    /// Most serious first, then in the order of the table.
    fn sorted(mut self) -> Vec<Flag> {
        let place = |f: &Flag| self.reading.lexicon.flags().iter().position(|r| r.id == f.id);
        self.flags.sort_by_key(|f| (f.severity, place(f)));
        self.flags
    }
}
