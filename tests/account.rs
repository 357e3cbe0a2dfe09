//! Notes that are read as papers by what their words weigh (`lexicons/account.tsv`).

use opnote::analyzer::Analyzer;
use opnote::note::Note;

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
