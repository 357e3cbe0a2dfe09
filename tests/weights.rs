//! What the words of a note weigh (`lexicons/weights.tsv`): notes that are read as papers by it, and elements that no statement tells.

use opnote::analysis::{Analysis, Approach, Aspect, Depth, GuidanceUse, Modality, Region};
use opnote::analyzer::Analyzer;
use opnote::lexicon::weights::{self, Answer};
use opnote::note::Note;
use std::fs;

/// The analysis of a note by weights that speak for these answers where the word "oddword" stands, and by no others.
fn weighed(text: &str, answers: &[(Answer, f32)]) -> Analysis {
    let folder = tempfile::tempdir().expect("a folder");
    let weight = |a: &Answer| answers.iter().find(|(b, _)| a == b).map(|(_, weight)| weight.to_string());
    let cells: Vec<String> = Answer::ALL.iter().map(|a| weight(a).unwrap_or_default()).collect();
    let file = format!("{}\noddword\t{}\n", weights::heading(), cells.join("\t"));
    fs::write(folder.path().join(weights::FILE), file).expect("written");
    Analyzer::with_folder(folder.path()).expect("loads").analyze(&Note::new(text))
}

/// A biopsy of which neither layer nor region is told, long enough to be weighed.
const SILENT: &str = "OPERATION: incisional biopsy of a mass on the left. A 4 cm incision was made over the mass, and a wedge of it was sent \
    to pathology for permanent section. Bleeding was stopped with cautery. The wound was washed with saline, closed with nylon and \
    dressed, oddword, and the patient went home with her sister in the afternoon.";

#[test]
fn words_speak_where_no_statement_tells() {
    let unsaid = weighed(SILENT, &[]);
    assert_eq!((unsaid.procedures[0].depth.value, unsaid.procedures[0].region.value), (None, None));
    assert!(!unsaid.flags.iter().any(|f| f.id == "read-by-weight"));
    let taken = (Answer::Nothing, -9.0);
    let deep = weighed(SILENT, &[taken, (Answer::Depth(Depth::Deep), 3.0)]);
    let depth = &deep.procedures[0].depth;
    assert_eq!(depth.value, Some(Depth::Deep));
    assert_eq!((depth.evidence[0].text.as_str(), depth.evidence[0].rule.as_str()), ("oddword", "weights.tsv:deep"));
    let flag = deep.flags.iter().find(|f| f.id == "read-by-weight").expect("the reader is told");
    assert_eq!(flag.evidence, depth.evidence);
    // A note that speaks as those do that keep silent keeps silent.
    let silent = weighed(SILENT, &[taken, (Answer::Depth(Depth::Deep), 3.0), (Answer::NoDepth, 2.0)]);
    assert_eq!(silent.procedures[0].depth.value, None);
}

#[test]
fn words_outweigh_a_statement_by_a_margin_only() {
    let text = &SILENT.replace("over the mass", "through the fascia lata into the mass");
    let taken = (Answer::Nothing, -9.0);
    let of = |weight| weighed(text, &[taken, (Answer::Depth(Depth::Superficial), weight)]).procedures[0].depth.value;
    assert_eq!((of(0.0), of(3.9), of(4.1)), (Some(Depth::Deep), Some(Depth::Deep), Some(Depth::Superficial)));
    // The fascia itself weighs nothing here: the margin is over what the words say of the layer that was read.
    let both = [taken, (Answer::Depth(Depth::Superficial), 4.1), (Answer::Depth(Depth::Deep), 0.5)];
    assert_eq!(weighed(text, &both).procedures[0].depth.value, Some(Depth::Deep));
}

#[test]
fn words_may_say_that_two_layers_contradict_each_other() {
    let deep = SILENT.replace("over the mass", "through the fascia lata into the mass");
    let both = format!("PREOPERATIVE DIAGNOSIS: suprafascial mass.\n{deep}");
    let weights =
        |deep| [(Answer::Nothing, -9.0), (Answer::Depth(Depth::Conflict), 2.0), (Answer::Depth(Depth::Deep), deep)];
    // The account outweighs what was thought before.
    assert_eq!(weighed(&both, &[]).procedures[0].depth.value, Some(Depth::Deep));
    let read = weighed(&both, &weights(1.0));
    let depth = &read.procedures[0].depth;
    assert_eq!(depth.value, Some(Depth::Conflict));
    assert!(depth.evidence.iter().any(|e| e.text.starts_with("suprafascial")), "{:?}", depth.evidence);
    assert!(depth.evidence.iter().any(|e| e.text.contains("fascia lata")), "{:?}", depth.evidence);
    assert!(read.flags.iter().any(|f| f.id == "depth-contradictory"));
    // Not where the words speak more for the layer that was read, and not where no other is told.
    assert_eq!(weighed(&both, &weights(3.0)).procedures[0].depth.value, Some(Depth::Deep));
    assert_eq!(weighed(&deep, &weights(1.0)).procedures[0].depth.value, Some(Depth::Deep));
}

#[test]
fn nothing_is_weighed_into_a_note_that_does_not_tell_that_tissue_was_taken() {
    let deep = (Answer::Depth(Depth::Deep), 9.0);
    assert_eq!(weighed(SILENT, &[deep]).procedures[0].depth.value, None);
    let nothing = weighed(SILENT, &[deep, (Answer::Nothing, 9.0)]);
    assert_eq!(nothing.procedures.len(), 0);
    let flag = nothing.flags.iter().find(|f| f.id == "read-by-weight").expect("that a biopsy was taken back is told");
    assert_eq!((flag.evidence[0].text.as_str(), flag.evidence[0].rule.as_str()), ("oddword", "weights.tsv:nothing"));
}

#[test]
fn no_word_places_a_lesion_at_a_thigh_that_is_not_named() {
    let answers = [(Answer::Nothing, -9.0), (Answer::Region(Region::Thigh), 9.0)];
    assert_eq!(weighed(SILENT, &answers).procedures[0].region.value, None);
    let named = SILENT.replace("went home", "held her thigh and went home");
    assert_eq!(weighed(&named, &answers).procedures[0].region.value, Some(Region::Thigh));
}

/// Whether a flag is raised.
fn flags(analysis: &Analysis, id: &str) -> bool {
    analysis.flags.iter().any(|f| f.id == id)
}

#[test]
fn aspects_are_added_and_dropped_but_for_the_last() {
    let text = &SILENT.replace("on the left", "of the left lateral proximal thigh");
    let taken = (Answer::Nothing, -9.0);
    let of =
        |aspect, weight| weighed(text, &[taken, (Answer::Aspect(aspect), weight)]).procedures[0].aspects.value.clone();
    use Aspect::{Lateral, Medial, Proximal};
    assert_eq!(of(Medial, 2.0), [Lateral, Proximal]);
    assert_eq!(of(Medial, 3.0), [Medial, Lateral, Proximal]);
    assert_eq!(of(Lateral, -3.0), [Lateral, Proximal]);
    assert_eq!(of(Lateral, -4.0), [Proximal]);
    let alone = text.replace(" proximal", "");
    let against = [taken, (Answer::Aspect(Lateral), -9.0)];
    assert_eq!(weighed(&alone, &against).procedures[0].aspects.value, [Lateral]);
}

#[test]
fn guidance_that_is_denied_yields_to_a_wide_margin_only() {
    let taken = (Answer::Nothing, -9.0);
    let led = (Answer::Modality(Modality::Ct), 1.0);
    let silent = weighed(SILENT, &[taken, led, (Answer::Guidance, 2.0)]);
    assert_eq!(silent.procedures[0].guidance.value, Some(GuidanceUse::Used));
    assert_eq!(silent.procedures[0].guidance.modalities, [Modality::Ct]);
    assert_eq!(weighed(SILENT, &[taken, (Answer::Guidance, 1.0)]).procedures[0].guidance.value, None);
    let unguided = weighed(SILENT, &[taken, (Answer::Unguided, 3.5)]);
    assert_eq!(unguided.procedures[0].guidance.value, Some(GuidanceUse::NotUsed));
    let denied = &format!("{SILENT} No imaging guidance was used.");
    let of = |weight| weighed(denied, &[taken, (Answer::Guidance, weight)]).procedures[0].guidance.value;
    assert_eq!((of(6.0), of(7.0)), (Some(GuidanceUse::NotUsed), Some(GuidanceUse::Used)));
}

#[test]
fn a_conversion_is_taken_back_where_the_words_speak_against_it() {
    let text = &SILENT.replace(
        "A 4 cm incision",
        "A core needle biopsy was tried and yielded nothing, so we converted to open. A 4 cm incision",
    );
    let taken = (Answer::Nothing, -9.0);
    assert!(flags(&weighed(text, &[taken]), "converted-to-open"));
    assert!(!flags(&weighed(text, &[taken, (Answer::Converted, -4.0)]), "converted-to-open"));
}

#[test]
fn the_record_is_told_by_words_where_it_was_not_read() {
    let text = &SILENT.replace("was sent to pathology for permanent section", "was taken");
    let unsaid = weighed(text, &[]);
    assert!(!unsaid.record.indication.value && !unsaid.record.specimen.value);
    let told = weighed(text, &[(Answer::Indication, 4.0), (Answer::Specimen, 5.0)]);
    assert!(told.record.indication.value && told.record.specimen.value);
    assert_eq!(told.record.indication.text.as_deref(), Some("oddword"));
    assert!(flags(&told, "read-by-weight"));
}

#[test]
fn several_lesions_are_flagged_and_not_weighed_as_one() {
    let answers = [(Answer::Nothing, -9.0), (Answer::Depth(Depth::Deep), 9.0), (Answer::Several, 2.0)];
    let several = weighed(SILENT, &answers);
    assert!(flags(&several, "multiple-sites") && flags(&several, "read-by-weight"));
    assert_eq!(several.procedures[0].depth.value, None);
}

/// A sample that no pattern reads as taken is found by the words, at a place that is named; what was only drained is not.
#[test]
fn a_procedure_that_was_not_read_is_found_by_words() {
    let text = "Biopsy day list, room four. Her thigh lump, oddword. She came with her husband by train, was seen by the nurse and the student, \
        had a drink of water, slept a little, was driven home in the evening, and will hear of it by letter in a week or two, as she wished.";
    let answers =
        [(Answer::Nothing, -5.0), (Answer::Approach(Approach::CoreNeedle), 3.0), (Answer::Region(Region::Thigh), 3.0)];
    assert!(weighed(text, &[]).procedures.is_empty());
    let found = weighed(text, &answers);
    assert_eq!(found.procedures[0].code.as_deref(), Some("20206"));
    let elsewhere = text.replace("thigh", "scalp");
    assert!(weighed(&elsewhere, &answers).procedures.is_empty());
    let drained = text.replace("Biopsy day list", "Day list");
    assert!(weighed(&drained, &answers).procedures.is_empty());
}

/// In a note twice as long as most, words must speak twice as much.
#[test]
fn a_long_note_must_speak_more() {
    let long = &format!("{SILENT} {}", "She was told of this again. ".repeat(110));
    let taken = (Answer::Nothing, -30.0);
    let of = |weight| weighed(long, &[taken, (Answer::Depth(Depth::Deep), weight)]).procedures[0].depth.value;
    assert_eq!((of(3.0), of(9.0)), (None, Some(Depth::Deep)));
}

/// Of two lesions each is weighed by its own words.
#[test]
fn the_words_of_one_lesion_tell_nothing_of_the_other() {
    let text = "1. Left thigh: a 4 cm incision was made over the mass and a wedge was sent to pathology, oddword. The wound was closed. \
        2. Right knee: a 3 cm incision was made over the mass and a wedge was sent to pathology. The wound was closed with nylon and \
        dressed, and she went home with her sister in the afternoon.";
    let answers = [(Answer::Nothing, -9.0), (Answer::Depth(Depth::Deep), 4.0)];
    let depths: Vec<_> = weighed(text, &answers).procedures.iter().map(|p| p.depth.value).collect();
    assert_eq!(depths.len(), 2);
    assert_eq!(depths.iter().filter(|d| d.is_some()).count(), 1, "{depths:?}");
}

#[test]
fn a_short_note_is_not_weighed() {
    let short = "Incisional biopsy of a mass on the left, oddword. A wedge was sent to pathology.";
    let answers = [(Answer::Nothing, 9.0), (Answer::Approach(Approach::CoreNeedle), 9.0)];
    assert_eq!(weighed(short, &answers).procedures[0].approach.value, Some(Approach::Incision));
}

/// A note that its words make a paper says so, with words that stand in it; the account of the same acts says nothing of it.
#[test]
fn a_paper_by_its_words_is_told() {
    let paper = "Member services, reply to your complaint. The claim for an open biopsy of the left thigh was reviewed by our consultant. \
        The office note describes a plan to open the fascia and send a wedge. Our criteria ask for a needle first. You may appeal \
        this decision within sixty days by sending the form below to the address of the plan.";
    let account = "Minor theatre. Left thigh mass, 6 cm. Under local a 4 cm incision was made, the fascia lata was opened and a wedge was \
        sent to pathology. The fascia was closed, the skin was closed with nylon, and the wound was dressed. She went home with her \
        sister and comes back for the result on the day that was given to her in writing.";
    let analyzer = Analyzer::builtin();
    let told = |text: &str| analyzer.trace(&Note::new(text)).decisions.into_iter().find(|d| d.element == "paper");
    let why = told(paper).expect("a paper").why;
    let named: Vec<&str> = why.split('“').skip(1).filter_map(|w| w.split('”').next()).collect();
    assert!(!named.is_empty() && named.iter().all(|w| paper.contains(w)), "{why}");
    assert!(analyzer.analyze(&Note::new(paper)).procedures.is_empty());
    assert_eq!(told(account), None);
    assert_eq!(analyzer.analyze(&Note::new(account)).procedures.len(), 1);
}

/// The analysis of a note by weights for several words.
fn weighed_by(text: &str, words: &[(&str, &[(Answer, f32)])]) -> Analysis {
    let folder = tempfile::tempdir().expect("a folder");
    let row = |(word, answers): &(&str, &[(Answer, f32)])| {
        let weight = |a: &Answer| answers.iter().find(|(b, _)| a == b).map(|(_, weight)| weight.to_string());
        let cells: Vec<String> = Answer::ALL.iter().map(|a| weight(a).unwrap_or_default()).collect();
        format!("{word}\t{}\n", cells.join("\t"))
    };
    let rows: String = words.iter().map(row).collect();
    fs::write(folder.path().join(weights::FILE), format!("{}\n{rows}", weights::heading())).expect("written");
    Analyzer::with_folder(folder.path()).expect("loads").analyze(&Note::new(text))
}

/// Two lesions of which the patterns make one.
const TWO: &str = "OPERATION: open biopsies, left thigh. Under general anesthesia the leg was prepped and draped in the usual way. Oddone we \
    cut 4 cm, slit the fascia lata and took a wedge out of a pale growth of 52 mm. It was closed again with nylon. Oddtwo there was a \
    lump of 15 mm in the fat, and a piece of that was shaved off as well. All of it went to pathology in the afternoon.";

#[test]
fn two_lesions_are_told_apart_by_the_passages_that_open_them() {
    let openings: [(&str, &[(Answer, f32)]); 2] =
        [("oddone", &[(Answer::FirstTold, 2.0)]), ("oddtwo", &[(Answer::NextTold, 0.5)])];
    let of = |several| weighed_by(TWO, &[openings[0], openings[1], ("anesthesia", &[(Answer::Several, several)])]);
    assert_eq!(of(0.4).procedures.len(), 1, "half of what is needed comes from the passage");
    let both = of(0.6);
    let depths: Vec<_> = both.procedures.iter().map(|p| p.depth.value).collect();
    assert_eq!(depths, [Some(Depth::Deep), Some(Depth::Superficial)]);
    let sizes: Vec<_> = both.procedures.iter().map(|p| p.size_mm.value.clone()).collect();
    assert_eq!(sizes, [Some(vec![52.0]), Some(vec![15.0])]);
    assert!(flags(&both, "read-by-weight"));
    // Told apart by the places alone, it is flagged too.
    let placed = TWO
        .replace("a pale growth of", "a pale growth of the medial side, of")
        .replace("a lump of", "a lump of the lateral side, of");
    let turn: [(&str, &[(Answer, f32)]); 2] = [openings[0], ("=other-aspect", &[(Answer::NextTold, 2.0)])];
    let apart = weighed_by(&placed, &[turn[0], turn[1], ("anesthesia", &[(Answer::Several, 0.6)])]);
    assert_eq!(apart.procedures.len(), 2);
    assert!(flags(&apart, "read-by-weight"));
    // Where no passage speaks for it, all words together must.
    assert_eq!(weighed_by(TWO, &[("anesthesia", &[(Answer::Several, 0.9)])]).procedures.len(), 1);
}

#[test]
fn a_lesion_is_whole_by_words_unless_a_part_is_told() {
    let taken = (Answer::Nothing, -9.0);
    let whole = SILENT.replace("incisional biopsy", "biopsy").replace("a wedge of it was sent", "it was sent");
    let of = |text: &str, weight| weighed(text, &[taken, (Answer::Whole, weight)]).procedures[0].approach.value;
    assert_eq!((of(&whole, -0.5), of(&whole, 0.5)), (Some(Approach::Incision), Some(Approach::Excision)));
    let part = whole.replace("it was sent", "half of the mass was cut off and sent");
    assert_eq!((of(&part, 3.5), of(&part, 4.5)), (Some(Approach::Incision), Some(Approach::Excision)));
}

#[test]
fn aspects_of_one_of_several_are_asked_where_none_was_read() {
    let two = "OPERATION: core needle biopsies of two masses. 1. Left thigh: 14 gauge, four cores were taken from a mass that lay toward the \
        oddword. 2. Right medial knee: 16 gauge, three cores were taken from the mass. Both were sent to pathology in formalin, and the \
        patient went home in the afternoon with her sister.";
    let answers = [(Answer::Nothing, -9.0), (Answer::Several, 9.0), (Answer::Aspect(Aspect::Lateral), 0.5)];
    let aspects: Vec<_> = weighed(two, &answers).procedures.into_iter().map(|p| p.aspects.value).collect();
    assert_eq!(aspects, [vec![Aspect::Lateral], vec![Aspect::Medial]]);
}

#[test]
fn what_is_as_deep_as_the_lesion_before_lies_in_its_layer() {
    let two = "1. Left thigh: 3 cm incision, fascia lata opened, wedge of the mass to pathology. 2. Right thigh: 3 cm incision, through the \
        same layers, wedge of the mass to pathology.";
    let analysis = weighed(two, &[]);
    let depths: Vec<_> = analysis.procedures.iter().map(|p| p.depth.value).collect();
    assert_eq!(depths, [Some(Depth::Deep), Some(Depth::Deep)]);
    assert!(analysis.procedures[1].depth.evidence.iter().any(|e| e.text == "same layers"));
    let other = weighed(&two.replace("through the same layers", "deepened"), &[]);
    assert_eq!(other.procedures[1].depth.value, None);
}
