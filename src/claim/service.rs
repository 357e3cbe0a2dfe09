//! What a billed code is for: its kind by the code book's families, and how it stands to one procedure of the note.

use crate::analysis::{Approach, Depth, Family, GuidanceUse, Modality, Neighbour, Procedure, Region, Status, Verdict};
use crate::codebook::CodeBook;
use crate::codebook::entry::{CodeEntry, FigureName};

use super::wording::Found;

/// The fine needle family, by what guided it: the code of the first lesion and that of each further one.
const ASPIRATION: [(Option<Modality>, [&str; 2]); 5] = [
    (None, ["10021", "10004"]),
    (Some(Modality::Ultrasound), ["10005", "10006"]),
    (Some(Modality::Fluoroscopy), ["10007", "10008"]),
    (Some(Modality::Ct), ["10009", "10010"]),
    (Some(Modality::Mri), ["10011", "10012"]),
];

/// Codes of one region from the lesser work to the greater, for those of which the book has no figures: below the deep fascia is
/// more than above it, and the larger lesion more than the smaller (domain 1.1, 2.8, 2.10).
const LADDERS: [&[&str]; 9] = [
    &["27327", "27337", "27328", "27339"],
    &["27329", "27364"],
    &["27040", "27041"],
    &["27613", "27614"],
    &["27618", "27632"],
    &["21920", "21925"],
    &["24065", "24066"],
    &["25065", "25066"],
    &["23065", "23066"],
];

/// What a code is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// An open biopsy of thigh or knee.
    Open,
    /// An open biopsy of another region.
    OpenElsewhere,
    Needle,
    Aspiration,
    Muscle,
    Excision,
    Skin,
    Guidance,
    /// Anything else that stands in the book.
    Other,
}

impl Kind {
    /// The kind of a code; `None` where the book has no entry.
    pub(super) fn of(book: &CodeBook, code: &str) -> Option<Self> {
        let entry = book.code(code)?;
        Some(match entry.family.as_str() {
            "open biopsy of soft tissue" if entry.region.contains("thigh") => Self::Open,
            "open biopsy of soft tissue" => Self::OpenElsewhere,
            "needle biopsy" => Self::Needle,
            "fine needle aspiration" => Self::Aspiration,
            "muscle biopsy" => Self::Muscle,
            "excision of a soft-tissue lump" | "radical resection" => Self::Excision,
            "skin biopsy" => Self::Skin,
            "imaging guidance" => Self::Guidance,
            _ => Self::Other,
        })
    }
}

/// Whether an approach is that of a needle through the skin.
pub(super) fn is_needle(approach: Option<Approach>) -> bool {
    matches!(approach, Some(Approach::CoreNeedle | Approach::FineNeedle | Approach::Needle))
}

/// How a billed code stands to a procedure, and what is said of it.
pub(super) fn compare(book: &CodeBook, code: &str, kind: Kind, procedure: &Procedure) -> (Verdict, Found) {
    let (verdict, found) = match procedure.status {
        Status::OutOfScope => {
            by_neighbours(book, code, kind, &procedure.neighbours).unwrap_or_else(|| out_of_scope(kind, procedure))
        }
        _ => match &procedure.code {
            None => undetermined(kind, procedure),
            Some(supported) => supported_by(book, code, kind, procedure, supported),
        },
    };
    (verdict, found.with("code", code))
}

/// How a code stands to the families beyond the three where one of them is settled: it is theirs, or pays more or less than theirs.
pub(super) fn by_neighbours(
    book: &CodeBook,
    code: &str,
    kind: Kind,
    neighbours: &[Neighbour],
) -> Option<(Verdict, Found)> {
    let settled = || neighbours.iter().filter(|n| n.missing.is_empty());
    let says = |name, n: &Neighbour| Found::new(name).quoting(n.evidence.clone()).citing(n.source.clone());
    if let Some(own) = settled().find(|n| n.codes.iter().any(|c| c == code)) {
        return Some((Verdict::Agrees, says("agrees-neighbour", own)));
    }
    let other = settled().find(|n| n.codes.iter().all(|c| Kind::of(book, c) == Some(kind)))?;
    let [told] = &other.codes[..] else { return None };
    let over = pays_more(book, code, told)?;
    let (verdict, name) =
        if over { (Verdict::OverCoded, "over-neighbour") } else { (Verdict::UnderCoded, "under-neighbour") };
    Some((verdict, says(name, other).with("other", told.as_str())))
}

fn out_of_scope(kind: Kind, procedure: &Procedure) -> (Verdict, Found) {
    let (approach, elsewhere) = (procedure.approach.value, procedure.region.value == Some(Region::Other));
    let may_belong = match approach {
        Some(Approach::Excision) => matches!(kind, Kind::Excision) || kind == Kind::Other,
        Some(Approach::Punch) => kind == Kind::Skin,
        _ if !elsewhere => false,
        Some(Approach::Incision) => matches!(kind, Kind::OpenElsewhere | Kind::Muscle | Kind::Other),
        Some(_) => matches!(kind, Kind::Needle | Kind::Aspiration | Kind::Other),
        None => kind != Kind::Open,
    };
    if may_belong {
        return (Verdict::CannotBeTold, Found::new("outside").quoting(words_of(procedure)));
    }
    let name = match approach {
        Some(Approach::Excision) => "excision",
        Some(Approach::Punch) => "skin",
        _ => "other-region",
    };
    (Verdict::NotSupported, Found::new(name).quoting(words_of(procedure)))
}

fn undetermined(kind: Kind, procedure: &Procedure) -> (Verdict, Found) {
    match matches!(kind, Kind::Open | Kind::Excision) && is_needle(procedure.approach.value) {
        true => (Verdict::OverCoded, Found::new("over-needle-elsewhere").quoting(words_of(procedure))),
        false => (Verdict::CannotBeTold, Found::new("undetermined").quoting(words_of(procedure))),
    }
}

fn supported_by(book: &CodeBook, code: &str, kind: Kind, procedure: &Procedure, supported: &str) -> (Verdict, Found) {
    let fine = procedure.approach.value == Some(Approach::FineNeedle);
    let rule = procedure.candidates.first().map(|c| c.source.clone()).unwrap_or_default();
    let says = |name| Found::new(name).with("other", supported).quoting(words_of(procedure)).citing(rule.clone());
    if let (Kind::Open | Kind::Muscle, Some(codes)) = (kind, muscle_codes(procedure)) {
        return for_muscle_disease(book, code, codes, procedure);
    }
    if code == supported {
        return (Verdict::Agrees, agreement(procedure, fine, says));
    }
    if fine && kind == Kind::Aspiration {
        return aspiration(code, procedure);
    }
    if kind == Kind::Muscle && !is_needle(procedure.approach.value) && procedure.depth.value == Some(Depth::Deep) {
        return (Verdict::CannotBeTold, says("muscle-purpose"));
    }
    let is_compared = matches!(kind, Kind::Open | Kind::Needle | Kind::Muscle | Kind::Excision);
    let pay = is_compared.then(|| pay(book, code).zip(pay(book, supported))).flatten();
    match pay {
        Some((billed, paid)) if billed > paid => (Verdict::OverCoded, says(over(code, kind, procedure))),
        Some((billed, paid)) if billed < paid => (Verdict::UnderCoded, says("under")),
        // The book has no figure of every removal; the whole is more than a part of it whatever it pays.
        None if kind == Kind::Excision => (Verdict::OverCoded, says("over-excision")),
        _ => (Verdict::NotSupported, says("not-supported")),
    }
}

fn agreement(procedure: &Procedure, fine: bool, says: impl Fn(&'static str) -> Found) -> Found {
    match procedure.status {
        Status::Default => says("agrees-by-default"),
        _ if fine => {
            let family = aspiration_codes(procedure).map_or("10021, 10004 to 10012".to_owned(), |c| c.join(", "));
            Found::new("agrees-fine-needle").with("other", family).quoting(words_of(procedure))
        }
        _ => says("agrees"),
    }
}

/// Why a code that pays more is not supported.
fn over(code: &str, kind: Kind, procedure: &Procedure) -> &'static str {
    match (is_needle(procedure.approach.value), procedure.status, procedure.depth.value) {
        _ if kind == Kind::Excision => "over-excision",
        (true, ..) if kind == Kind::Open => "over-needle",
        (false, Status::Default, _) if kind == Kind::Open => "over-depth-silent",
        (false, _, Some(Depth::Superficial)) if kind == Kind::Open && code != "27323" => "over-superficial",
        _ => "over",
    }
}

/// The muscle codes that fit where muscle was sampled through a cut for a disease of muscle and no mass is told.
pub(super) fn muscle_codes(procedure: &Procedure) -> Option<&[String]> {
    let open = procedure.approach.value == Some(Approach::Incision);
    let of_muscle = |n: &&Neighbour| n.family == Family::MuscleBiopsy;
    procedure.neighbours.iter().filter(|_| open).find(of_muscle).map(|n| n.codes.as_slice())
}

/// The purpose sends it to the muscle codes; which of them, the depth within the muscle tells.
fn for_muscle_disease(book: &CodeBook, code: &str, codes: &[String], procedure: &Procedure) -> (Verdict, Found) {
    let evidence = procedure.neighbours.iter().filter(|n| n.family == Family::MuscleBiopsy).flat_map(|n| &n.evidence);
    let quoted = evidence.take(2).cloned().collect();
    let says = |name| Found::new(name).with("other", codes.join(", ")).quoting(quoted);
    if codes.iter().any(|c| c == code) {
        return (Verdict::Agrees, says("agrees-muscle"));
    }
    let Some(billed) = pay(book, code) else { return (Verdict::CannotBeTold, says("muscle-disease")) };
    let paid: Vec<f64> = codes.iter().filter_map(|c| pay(book, c)).collect();
    let verdict = match () {
        _ if paid.len() < codes.len() => Verdict::CannotBeTold,
        _ if paid.iter().all(|p| billed > *p) => Verdict::OverCoded,
        _ if paid.iter().all(|p| billed < *p) => Verdict::UnderCoded,
        _ => Verdict::CannotBeTold,
    };
    match verdict {
        Verdict::OverCoded => (verdict, says("over-muscle-disease")),
        Verdict::UnderCoded => (verdict, says("under-muscle-disease")),
        _ => (verdict, says("muscle-disease")),
    }
}

/// The fine needle family fits where its guidance does.
fn aspiration(code: &str, procedure: &Procedure) -> (Verdict, Found) {
    let words = || words_of(procedure);
    match aspiration_codes(procedure) {
        Some(codes) if codes.contains(&code) => (Verdict::Agrees, Found::new("agrees-aspiration").quoting(words())),
        Some(codes) => {
            let found = Found::new("aspiration-guidance").with("other", codes.join(", ")).quoting(words());
            (Verdict::NotSupported, found)
        }
        None => (Verdict::CannotBeTold, Found::new("undetermined").quoting(words())),
    }
}

/// The codes of the fine needle family by what guided it; `None` where guidance was used and its imaging is not told.
fn aspiration_codes(procedure: &Procedure) -> Option<[&'static str; 2]> {
    let guidance = &procedure.guidance;
    let by = match guidance.value {
        Some(GuidanceUse::Used) => Some(*guidance.modalities.first()?),
        _ => None,
    };
    ASPIRATION.iter().find(|(of, _)| *of == by).map(|(_, codes)| *codes)
}

/// Whether one code pays more than another of its kind: by the figures of the book, or else by the order of their ladder.
fn pays_more(book: &CodeBook, code: &str, told: &str) -> Option<bool> {
    let by_figures = || pay(book, code).zip(pay(book, told)).map(|(a, b)| a > b);
    let place = |ladder: &&[&str], code: &str| ladder.iter().position(|c| *c == code);
    let by_order = || LADDERS.iter().find_map(|l| Some(place(l, code)? > place(l, told)?));
    by_figures().or_else(by_order)
}

/// What a code pays, in relative value units of the latest year that has a total; codes are put in order by it.
pub(super) fn pay(book: &CodeBook, code: &str) -> Option<f64> {
    let totals = |entry: &CodeEntry| {
        let totals = entry.figures.iter().filter(|f| f.name == FigureName::Total);
        totals.max_by_key(|f| f.year).map(|f| f.value)
    };
    book.code(code).and_then(totals)
}

/// The words that tell how the tissue was reached, and how deep or where.
fn words_of(procedure: &Procedure) -> Vec<crate::analysis::Evidence> {
    let second = match procedure.status {
        Status::OutOfScope => &procedure.region.evidence,
        _ => &procedure.depth.evidence,
    };
    let first = procedure.approach.evidence.iter().take(1);
    let needle = is_needle(procedure.approach.value);
    first.chain(second.iter().take(usize::from(!needle || procedure.status == Status::OutOfScope))).cloned().collect()
}
