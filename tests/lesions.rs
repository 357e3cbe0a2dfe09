//! Several lesions told apart by what each is called by: a muscle, an end of the limb, its size, or its place in the order of naming.

use opnote::analyzer::Analyzer;
use opnote::note::Note;

/// What is found of each lesion: its structure or aspects, whichever it has, its largest size, and its code.
fn lesions(text: &str) -> Vec<(String, Option<f64>, Option<String>)> {
    let analysis = Analyzer::builtin().analyze(&Note::new(text));
    let told = |p: &opnote::analysis::Procedure| {
        let aspects: Vec<String> = p.aspects.value.iter().map(|a| format!("{a:?}").to_lowercase()).collect();
        let place = p.structure.value.clone().unwrap_or_else(|| aspects.join(" "));
        (place, p.size_mm.value.as_ref().map(|mm| mm[0]), p.code.clone())
    };
    analysis.procedures.iter().map(told).collect()
}

/// The places and sizes that a text must be read with, all of them by a core needle.
fn assert_cored(text: &str, expected: &[(&str, Option<f64>)]) {
    let expected: Vec<_> = expected.iter().map(|(p, mm)| ((*p).to_owned(), *mm, Some("20206".to_owned()))).collect();
    assert_eq!(lesions(text), expected, "{text}");
}

#[test]
fn lesions_are_told_apart_by_their_muscles() {
    let both = [("sartorius", None), ("gracilis", None)];
    let intro = "Two lumps of the left thigh.";
    assert_cored(
        &format!("{intro} Three cores (14G) from the sartorius lump, then two cores from the gracilis lump."),
        &both,
    );
    assert_cored(
        &format!("{intro} The sartorius lump was cored three times (14G). The gracilis lump was then cored twice."),
        &both,
    );
    let far = [("vastus lateralis", None), ("semitendinosus", None)];
    assert_cored(
        "Two masses in the right thigh. I biopsied the mass in the vastus lateralis with a 14 gauge needle, four passes. For the mass in \
         the semitendinosus I turned her over and used the same needle, three passes. All to histology.",
        &far,
    );
}

#[test]
fn lesions_are_told_apart_by_their_ends_of_the_limb_sizes_and_order() {
    let sides = [("lateral", Some(30.0)), ("medial", Some(20.0))];
    assert_cored("Left thigh lumps x2, lateral 3 cm and medial 2 cm. Both cored, 14G, three each.", &sides);
    assert_cored(
        "Two lumps of the left thigh, one lateral, 3 cm, the other medial, 2 cm. Three 14G cores from each.",
        &sides,
    );
    assert_cored(
        "Two lumps of the left thigh. Three 14G cores from the upper lump and two from the lower lump.",
        &[("proximal", None), ("distal", None)],
    );
    assert_cored(
        "Two lumps of the left thigh: a 3 cm one in the sartorius and a 2 cm one in gracilis. Tru-cut 14G: three cores from the former, \
         then two cores from the latter.",
        &[("sartorius", Some(30.0)), ("gracilis", Some(20.0))],
    );
    assert_cored(
        "Core biopsy of two left thigh masses. The larger, 6 cm, sits in the rectus femoris and the smaller, 2 cm, in the subcutaneous fat \
         laterally. Four 14G cores were taken from the larger and two from the smaller.",
        &[("rectus femoris", Some(60.0)), ("", Some(20.0))],
    );
}

#[test]
fn what_is_told_of_a_lesion_that_was_left_is_not_the_others() {
    let lateral = vec![("lateral".to_owned(), Some(20.0), Some("27323".to_owned()))];
    let left = "Two lumps were palpable on the left thigh, the medial lump, 3 cm, hurts. Only the lateral lump, 2 cm, was biopsied: skin cut, \
         fat, wedge taken above the fascia.";
    assert_eq!(lesions(left), lateral);
}

#[test]
fn old_lesions_and_parts_of_one_are_no_lesions_of_today() {
    let of = |text: &str| lesions(text).len();
    let old = "HISTORY: Two nodules in the left thigh last year, both gone. PROCEDURE: 14G core biopsy of the medial mass of the right thigh, \
        3 cm. The lateral lump under the skin is an old lipoma and was left. Three cores to histology.";
    assert_eq!(of(old), 1);
    let poles = "HISTORY: three masses of the left thigh removed over the years. PROCEDURE: recurrent left thigh mass, growing, 5 cm. Three \
        14G cores from the proximal mass pole and two 14G cores from the distal mass pole. Histology.";
    assert_eq!(of(poles), 1);
}

#[test]
fn one_lesion_by_two_names_stays_one() {
    assert_cored(
        "One lump of the left thigh in the sartorius. Three 14G cores from the sartorius lump at its upper end, two from its lower end.",
        &[("sartorius", None)],
    );
    let one = lesions(
        "The mass, in the vastus lateralis, was exposed. The vastus lateralis mass was incised. A wedge was taken from the mass in the \
         quadriceps. Left thigh. Two masses were seen on MRI in both lungs.",
    );
    assert_eq!(one.len(), 1, "the quadriceps is no other muscle than the vastus");
}

#[test]
fn lesions_are_told_apart_by_their_layers() {
    let both = [("", Some(20.0)), ("sartorius", Some(40.0))];
    let intro = "There are two lumps in the left thigh, one in the fat (2 cm) and one in the sartorius (4 cm).";
    assert_cored(&format!("{intro} Three 16G cores were taken from each."), &both);
    let ordered = [("vastus", Some(30.0)), ("", Some(20.0))];
    assert_cored(
        "Two masses of the left thigh. The first lies in the vastus, 3 cm; three 16G cores. The second lies in the fat, 2 cm; two cores.",
        &ordered,
    );
}

#[test]
fn two_lesions_of_one_sentence_are_two() {
    assert_cored(
        "16G core x3 of left lateral thigh mass 4 cm and right lateral thigh mass 3 cm.",
        &[("lateral", Some(40.0)), ("lateral", Some(30.0))],
    );
    assert_cored(
        "Two nodules of the right anterior thigh, 2 cm and 1 cm, 14G core biopsy of each.",
        &[("anterior", Some(20.0)), ("anterior", Some(10.0))],
    );
    assert_cored(
        "Two lesions in the right thigh, one anterior 3 cm and one posterior 2 cm, were each biopsied with a 14G core needle.",
        &[("anterior", Some(30.0)), ("posterior", Some(20.0))],
    );
    assert_cored(
        "Core biopsy of two masses in the left thigh. Mass A, anterior, 3 cm, and mass B, posterior, 2 cm, each sampled with 14G x3.",
        &[("anterior", Some(30.0)), ("posterior", Some(20.0))],
    );
}

#[test]
fn what_another_lesion_that_was_left_lies_in_is_not_the_sampled_ones() {
    let deep = vec![("vastus medialis".to_owned(), Some(52.0), Some("20206".to_owned()))];
    let mass = "Left vastus medialis mass, 5.2 cm.";
    let left = "There is a further 8 mm nodule in the fat distally, which was left alone.";
    assert_eq!(lesions(&format!("{mass} {left} 16-gauge, three cores.")), deep);
    let noticed = "While scanning I noticed a second, 8 mm nodule in the fat more distally; I did not sample it.";
    let vastus = vec![("vastus".to_owned(), Some(52.0), Some("20206".to_owned()))];
    assert_eq!(lesions(&format!("{mass} {noticed} The vastus mass: 16-gauge, three cores.")), vastus);
}
