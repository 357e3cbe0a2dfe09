//! Region, aspects and structure of the sampled lesion, from the sites that speak of it.

use super::{Findings, Reading, Tier, aspects_of, holds, is_held, is_sampling};
use crate::analysis::{Element, Evidence, Region};
use crate::assertion::Subject;
use crate::document::Document;
use crate::document::section::Role;
use crate::finding::site::{CONTRADICTS, Site};
use crate::lexicon::concept::group::MUSCLES;
use crate::lexicon::concept::{Concept, ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;
use crate::statement::Statement;

/// Decides region, aspects and structure of a lesion.
pub(super) fn find(reading: &Reading, lesion: usize, findings: &mut Findings) {
    let tied = |s: &&Site| s.weight > 1 || s.weight == 1 && !s.of_other;
    let all: Vec<&Site> = reading.lesions.sites(&reading.sites, lesion).filter(tied).collect();
    // Where something is tied to the sampled lesion, only the regions so told are weighed.
    let tells = |s: &Site| named_region(s).or_else(|| implied_region(s));
    let mut firm: Vec<Region> = all.iter().filter(|s| s.firm).filter_map(|s| tells(s)).collect();
    if is_tendon_of_knee(reading, &all) || is_measured_at_knee(reading, &all) {
        firm.clear();
    }
    let fits = |s: &&Site| {
        if firm.is_empty() { !s.aside || s.weight >= CONTRADICTS } else { tells(s).is_none_or(|r| firm.contains(&r)) }
    };
    let mut sites: Vec<&Site> = all.iter().copied().filter(fits).collect();
    // Told in passing only: better than not at all.
    if sites.iter().all(|s| tells(s).is_none()) {
        sites.clone_from(&all);
    }
    let knee = sites.iter().any(|s| s.concepts.has(known::KNEE));
    let placed = |s: &Site| named_region(s).map(|r| if knee && is_borderland(s) { Region::Knee } else { r });
    // A region named in passing yields to the muscle that was sampled.
    let strongest =
        |says: &dyn Fn(&Site) -> bool| sites.iter().filter(|s| says(s)).map(|s| s.weight).max().unwrap_or(0);
    let named = strongest(&|s| named_region(s).is_some());
    let implied = strongest(&|s| named_region(s).is_none() && implied_region(s).is_some());
    let region = match named + 3 <= implied || named == 1 && implied > 2 {
        true => most(&sites, implied_region),
        false => most(&sites, placed).or_else(|| most(&sites, implied_region)),
    };
    findings.region.value = region;
    if let Some(region) = region {
        let says = |s: &&Site| placed(s).or_else(|| implied_region(s)) == Some(region);
        findings.region.evidence = quotes(reading, sites.iter().copied().filter(|s| says(s)));
    }
    if region.is_none() {
        of_story(reading, lesion, findings);
    }
    aspects(reading, lesion, &all, findings.region.value, findings);
    structure(reading, &all, findings);
}

/// Takes the aspects from the sites of a region that was decided by what the words weigh, and quotes the sites that name it behind those
/// words: what was read for another region told nothing of this one.
pub(super) fn place_anew(reading: &Reading, lesion: usize, findings: &mut Findings) {
    let tied = |s: &&Site| s.weight > 1 || s.weight == 1 && !s.of_other;
    let sites: Vec<&Site> = reading.lesions.sites(&reading.sites, lesion).filter(tied).collect();
    let region = findings.region.value;
    let named = quotes(reading, sites.iter().copied().filter(|s| region.is_some() && named_region(s) == region));
    let evidence = &mut findings.region.evidence;
    let apart = |e: &Evidence| !evidence.iter().any(|w| w.start < e.end && e.start < w.end);
    let named: Vec<Evidence> = named.into_iter().filter(apart).collect();
    evidence.extend(named);
    let read = std::mem::take(&mut findings.aspects);
    aspects(reading, lesion, &sites, region, findings);
    // "Two fingers above the kneecap, on the outer half": told of thigh or knee, whichever it is.
    if findings.aspects.value.is_empty() && matches!(region, Some(Region::Thigh | Region::Knee)) {
        findings.aspects = read;
    }
    findings.structure = Element::default();
    structure(reading, &sites, findings);
}

/// "Right knee, medial side. A lesion in the semimembranosus tendon": muscles of the thigh end at the knee. Where the lesion is tied to
/// nothing but the tendon of one, and every region that is named is the knee, it lies there.
fn is_tendon_of_knee(reading: &Reading, sites: &[&Site]) -> bool {
    const REACH: usize = 2;
    let own = |s: &&&Site| !s.aside && s.weight > 1;
    let tendon = |s: &Site| {
        (s.first..=s.last + REACH).any(|t| reading.document.word_is(t, WordClass::TendonName))
            && named_region(s).is_none()
    };
    let mut firm = sites.iter().filter(|s| s.firm).peekable();
    if firm.peek().is_none() || !firm.all(|s| tendon(s)) {
        return false;
    }
    let mut named = sites.iter().filter(own).filter_map(|s| named_region(s)).peekable();
    named.peek().is_some() && named.all(|r| r == Region::Knee)
}

/// "Swollen R knee region, medial, 9 x 7 cm. … a bit of vastus medialis cut out": muscles of the thigh reach the knee. Where the lesion is
/// measured at the knee and no thigh is named, it lies there, whatever muscle was cut.
fn is_measured_at_knee(reading: &Reading, sites: &[&Site]) -> bool {
    let named = || sites.iter().filter(|s| !s.aside && s.weight > 1).filter_map(|s| named_region(s));
    let sizes_of = |sentence: usize| {
        let from = reading.sizes.partition_point(|size| size.sentence < sentence);
        reading.sizes[from..].iter().take_while(move |size| size.sentence == sentence)
    };
    let measured = |s: &&&Site| {
        s.weight >= CONTRADICTS
            && named_region(s) == Some(Region::Knee)
            && sizes_of(s.sentence).any(|size| size.weight > 0)
    };
    let firm = || sites.iter().filter(|s| s.firm);
    firm().next().is_some()
        && firm().all(|s| named_region(s).is_none())
        && named().all(|r| r == Region::Knee)
        && sites.iter().any(|s| measured(&s))
}

/// "The needle attempt at the right gracilis mass was abandoned", "the skin over the left thigh looked normal": where nothing else
/// places what was sampled, the one region that the note tells of a lesion, its skin or an act, however it goes on about it.
fn of_story(reading: &Reading, lesion: usize, findings: &mut Findings) {
    // "In March we shall biopsy the left thigh": what is told behind the act is another matter.
    let act = |s: &&Statement| is_sampling(s.claim) && is_held(s) && Tier::of(s.role) == Tier::Body;
    let acted = reading.statements.iter().filter(act).map(|s| s.last).max().unwrap_or(0);
    let told = |s: &&Site| {
        named_region(s).or_else(|| implied_region(s)).is_some_and(|r| r != Region::Other)
            && s.first < acted
            && (!s.aside || is_of_lesion(reading, s))
            && is_of_story(reading, s)
    };
    let sites: Vec<&Site> = reading.lesions.sites(&reading.sites, lesion).filter(told).collect();
    let region = |s: &Site| named_region(s).or_else(|| implied_region(s));
    let Some(first) = sites.first().copied().and_then(region) else { return };
    if reading.lesions.count == 1 && sites.iter().all(|s| region(s) == Some(first)) {
        findings.region.value = Some(first);
        findings.region.evidence = quotes(reading, sites.into_iter());
    }
}

/// Whether a sentence about this patient's lesion, its skin or an act names a place, and not as a plan, a comparison or the past.
pub(super) fn is_of_story(reading: &Reading, site: &Site) -> bool {
    const ABOUT: ConceptSet =
        ConceptSet::of(&[known::LESION, known::BIOPSY, known::SAMPLE, known::MUSCLE, known::SKIN, known::PERFORM]);
    const GONE: ConceptSet = ConceptSet::of(&[
        known::REMOVE,
        known::EXCISION,
        known::SCAR,
        known::DRAINAGE,
        known::ANESTHESIA,
        known::BLOCK,
    ]);
    let document = reading.document;
    let said = document.sentences[site.sentence].concepts;
    !matches!(site.role, Role::Plan | Role::Family | Role::Comparison | Role::Past)
        && site.assertion.subject == Subject::Patient
        && (is_of_lesion(reading, site)
            || !site.assertion.is_negated()
                && !said.meets(GONE)
                && (said.meets(ABOUT) || is_place_of_harm(document, site)))
}

/// "Thorn in the right thigh 3 months ago": where something went in or hit, a few words before the place.
fn is_place_of_harm(document: &Document, site: &Site) -> bool {
    const REACH: usize = 6;
    let from = document.sentences[site.sentence].first.max(site.first.saturating_sub(REACH));
    (from..site.first).any(|t| document.word_is(t, WordClass::PlaceOfHarm))
}

/// "The right gracilis mass": a noun for the lesion follows close, and nothing denies it there.
fn is_of_lesion(reading: &Reading, site: &Site) -> bool {
    const REACH: usize = 3;
    let document = reading.document;
    let end = document.sentences[site.sentence].end;
    // "Adductor mass" is a phrase of its own.
    let named = (site.first..end.min(site.last + REACH))
        .any(|t| document.is(t, known::LESION) || document.word_is(t, WordClass::LesionNoun));
    let denied = (site.first.saturating_sub(REACH)..site.first)
        .any(|t| document.is(t, known::NONE) || matches!(document.tokens.word(t), "no" | "without"));
    named && !denied
}

/// Takes region and aspects from the words that set a lesion apart from the others, where nothing else tells them: "For the calf, …",
/// "#1 ant, 3 cm".
pub(super) fn take_over(reading: &Reading, lesion: usize, findings: &mut Findings) {
    const OPENING: usize = 8;
    let document = reading.document;
    let (key, aspects) = reading.lesions.told_apart_by(lesion);
    let Some(first) = (0..document.tokens.list.len()).find(|&t| reading.lesions.of(t) == Some(lesion)) else { return };
    let opening = || first..document.tokens.list.len().min(first + OPENING);
    let quote = |set: ConceptSet| {
        let token = opening().find(|&t| document.concepts(t).meets(set))?;
        let mention = document.mention(token)?;
        Some(reading.quote(mention.first(), mention.last(), &reading.row_of(token)))
    };
    const REGIONS: [(ConceptSet, Region); 3] = [
        (ConceptSet::of(&[known::THIGH]), Region::Thigh),
        (ConceptSet::of(&[known::KNEE]), Region::Knee),
        (ConceptSet::of(&[known::OTHER_REGION]), Region::Other),
    ];
    let told: Vec<&(ConceptSet, Region)> = REGIONS.iter().filter(|(set, _)| key.meets(*set)).collect();
    if let ([(set, region)], None) = (&told[..], findings.region.value)
        && let Some(evidence) = quote(*set)
    {
        findings.region.value = Some(*region);
        findings.region.evidence = vec![evidence];
    }
    // "BACK LUMP." beside what an introduction tells of both.
    let told = |set: ConceptSet| findings.aspects.value.iter().any(|a| aspects_of(set).any(|s| s == *a));
    let open = [AROUND, ALONG].into_iter().filter(|&axis| !told(axis)).fold(ConceptSet::EMPTY, ConceptSet::with);
    let own = aspects.iter().filter(|&a| open.has(a)).fold(ConceptSet::EMPTY, |set, a| set.with(ConceptSet::of(&[a])));
    if let Some(evidence) = quote(own) {
        findings.aspects.value.extend(aspects_of(own));
        findings.aspects.value.sort();
        findings.aspects.evidence.push(evidence);
    }
}

/// The region a site names.
pub fn named_region(site: &Site) -> Option<Region> {
    let has = |c| site.concepts.has(c);
    if has(known::KNEE) {
        Some(Region::Knee)
    } else if has(known::THIGH) {
        Some(Region::Thigh)
    } else if has(known::OTHER_REGION) {
        Some(Region::Other)
    } else {
        None
    }
}

/// The region a named muscle implies.
pub fn implied_region(site: &Site) -> Option<Region> {
    if site.concepts.has(known::THIGH_MUSCLE) {
        Some(Region::Thigh)
    } else if site.concepts.has(known::OTHER_MUSCLE) {
        Some(Region::Other)
    } else {
        None
    }
}

/// The pes anserinus and its neighbours belong to the knee where the note itself names it.
fn is_borderland(site: &Site) -> bool {
    site.concepts.has(known::OTHER_REGION) && site.concepts.has(known::LANDMARK)
}

/// The region with the greatest weight; of equals the one named first.
fn most(sites: &[&Site], region: impl Fn(&Site) -> Option<Region>) -> Option<Region> {
    let mut weights = [(Region::Thigh, 0), (Region::Knee, 0), (Region::Other, 0)];
    let mut first = None;
    for site in sites {
        let Some(r) = region(site) else { continue };
        first = first.or(Some(r));
        if let Some(w) = weights.iter_mut().find(|w| w.0 == r) {
            w.1 += site.weight;
        }
    }
    let top = weights.iter().map(|w| w.1).max().filter(|&w| w > 0)?;
    first.filter(|f| weights.contains(&(*f, top))).or_else(|| weights.iter().find(|w| w.1 == top).map(|w| w.0))
}

/// Aspects around a limb, and along it.
const AROUND: ConceptSet = ConceptSet::of(&[known::ANTERIOR, known::POSTERIOR, known::MEDIAL, known::LATERAL]);
const ALONG: ConceptSet = ConceptSet::of(&[known::PROXIMAL, known::MID, known::DISTAL]);

fn aspects(reading: &Reading, lesion: usize, sites: &[&Site], region: Option<Region>, findings: &mut Findings) {
    let fits =
        |s: &&Site| s.weight >= 2 && named_region(s).is_none_or(|r| Some(r) == region) && !is_of_state(reading, s);
    let mine = |s: &Site| shared_aspects(reading, lesion, s);
    let mut telling: Vec<&Site> = sites.iter().copied().filter(fits).filter(|s| !mine(s).is_empty()).collect();
    if telling.is_empty() {
        telling = told_in_passing(reading, lesion, region);
    } else if !telling.iter().any(|s| s.aspects.meets(AROUND)) {
        telling.extend(told_in_passing(reading, lesion, region).into_iter().filter(|s| s.aspects.meets(AROUND)));
    } else if !telling.iter().any(|s| s.aspects.meets(ALONG)) {
        telling.extend(told_in_passing(reading, lesion, region).into_iter().filter(|s| s.aspects.meets(ALONG)));
    }
    if telling.is_empty() {
        telling = told_at_all(reading, lesion, region);
    }
    // "A lateral incision": where the cut was, unless it is told on which other side the lesion lies.
    let around = telling.iter().filter(|s| !s.of_cut).fold(ConceptSet::EMPTY, |set, s| set.with(s.aspects));
    let sided = around.meets(AROUND);
    let agrees = |s: &Site| AROUND.iter().all(|a| !s.aspects.has(a) || around.has(a)) && s.aspects.meets(AROUND);
    let telling: Vec<&Site> = telling.into_iter().filter(|s| !sided || !s.of_cut || agrees(s)).collect();
    for aspect in telling.iter().flat_map(|s| aspects_of(mine(s))) {
        if !findings.aspects.value.contains(&aspect) {
            findings.aspects.value.push(aspect);
        }
    }
    findings.aspects.value.sort();
    if !findings.aspects.value.is_empty() {
        findings.aspects.evidence = quotes(reading, telling.into_iter());
    }
    if region == Some(Region::Knee) && !findings.aspects.value.iter().any(|a| aspects_of(AROUND).any(|b| b == *a)) {
        behind_knee(reading, lesion, findings);
    }
}

/// "A nodule beneath the popliteal fascia of the right knee": the fascia that closes the back of the knee tells where the lesion lies.
fn behind_knee(reading: &Reading, lesion: usize, findings: &mut Findings) {
    let document = reading.document;
    let popliteal = |m: &&Mention| {
        m.is(known::FASCIA)
            && (m.first()..=m.last()).any(|t| document.tokens.word(t).starts_with("poplit"))
            && reading.lesions.concerns(m.first(), lesion)
            && Tier::of(document.section_of(m.first()).role) > Tier::Outside
    };
    let Some(mention) = document.mentions.iter().find(popliteal) else { return };
    findings.aspects.value.extend(aspects_of(ConceptSet::of(&[known::POSTERIOR])));
    findings.aspects.value.sort();
    findings.aspects.evidence.push(reading.quote(mention.first(), mention.last(), &reading.row_of(mention.first())));
}

/// What a site says of a lesion among several: "two lumps on the inside of the thigh, one in its upper third and one in its lower
/// third" holds for the upper one but for what is told of the other end.
fn shared_aspects(reading: &Reading, lesion: usize, site: &Site) -> ConceptSet {
    // "Both masses ache, the lower one more so": one of several, and nobody can tell which.
    let document = reading.document;
    let one = document.tokens.list.get(site.last + 1).is_some_and(|_| document.tokens.word(site.last + 1) == "one");
    if one && reading.lesions.count > 1 && reading.lesions.of(site.first).is_none() {
        return ConceptSet::EMPTY;
    }
    let (_, own) = reading.lesions.told_apart_by(lesion);
    if own.is_empty() || reading.lesions.of(site.first).is_some() {
        return site.aspects;
    }
    const OPPOSITES: [(Concept, Concept); 3] =
        [(known::ANTERIOR, known::POSTERIOR), (known::MEDIAL, known::LATERAL), (known::PROXIMAL, known::DISTAL)];
    OPPOSITES.into_iter().flat_map(|(a, b)| [(a, b), (b, a)]).fold(site.aspects, |left, (told, other)| {
        if own.has(other) && !own.has(told) { left.without(told) } else { left }
    })
}

/// "His right thigh has been getting thicker on the back side": where nothing tied to the lesion tells an aspect, what is said of
/// its region does, save of a symptom, a support or another side.
fn told_in_passing<'s>(reading: &'s Reading, lesion: usize, region: Option<Region>) -> Vec<&'s Site> {
    let lends = |s: &Site| lent_region(reading, s);
    let fits = |s: &&Site| {
        !s.aside
            && !s.of_other
            && !s.aspects.is_empty()
            && !is_of_state(reading, s)
            && holds(&s.assertion)
            && Tier::of(s.role) > Tier::Outside
            && region.is_some()
            && (named_region(s) == region || named_region(s).is_none() && lends(s) == region)
    };
    reading.lesions.sites(&reading.sites, lesion).filter(fits).collect()
}

/// "A plan was made for the anterolateral side of the knee", "the anterior mid thigh was infiltrated": where nothing else tells an aspect,
/// what is told of the region of a lone lesion, if all that is told agrees.
fn told_at_all<'s>(reading: &'s Reading, lesion: usize, region: Option<Region>) -> Vec<&'s Site> {
    let fits = |s: &&Site| {
        s.aspects.meets(AROUND.with(ALONG))
            && !(s.aside || s.of_other)
            && region.is_some_and(|r| r != Region::Other)
            && named_region(s).or_else(|| implied_region(s)) == region
            && (holds(&s.assertion) || is_about_lesion(reading, s))
            && !is_of_state(reading, s)
            && !s.assertion.is_negated()
            && s.assertion.subject == Subject::Patient
            && !matches!(s.role, Role::Plan | Role::Family | Role::Comparison | Role::Past | Role::Aside)
    };
    if reading.lesions.count != 1 {
        return Vec::new();
    }
    let sites: Vec<&Site> = reading.lesions.sites(&reading.sites, lesion).filter(fits).collect();
    let agree = |set: ConceptSet| {
        let mut told = sites.iter().filter(|s| s.aspects.meets(set));
        let first = told.next().map(|s| s.aspects);
        first.is_none_or(|f| told.all(|s| set.iter().all(|a| s.aspects.has(a) == f.has(a))))
    };
    if agree(AROUND) && agree(ALONG) { sites } else { Vec::new() }
}

/// Whether the sentence of a site speaks of a lesion or of an act on it.
fn is_about_lesion(reading: &Reading, site: &Site) -> bool {
    const ABOUT: ConceptSet =
        ConceptSet::of(&[known::LESION, known::BIOPSY, known::SAMPLE, known::WEDGE, known::INCISION, known::CUT]);
    reading.document.sentences[site.sentence].concepts.meets(ABOUT)
}

/// "Sensation over the lateral thigh was intact", "bruising of the posterior thigh is expected": a state of the limb, in a sentence that
/// speaks of no lesion and no act.
fn is_of_state(reading: &Reading, site: &Site) -> bool {
    let document = reading.document;
    const SMALL: ConceptSet = ConceptSet::of(&[known::DETERMINER, known::PREPOSITION, known::OVER, known::INSIDE]);
    let from = document.sentences[site.sentence].first;
    let noun = (from..site.first).rev().find(|&t| !document.concepts(t).meets(SMALL));
    noun.is_some_and(|t| document.word_is(t, WordClass::LimbState)) && !is_about_lesion(reading, site)
}

/// "The right thigh was prepared on its medial surface": the region named before in the sentence has the aspect, where no lesion
/// and no structure stands between.
fn lent_region(reading: &Reading, site: &Site) -> Option<Region> {
    const OTHERS: ConceptSet =
        MUSCLES.with(ConceptSet::of(&[known::LANDMARK, known::LESION, known::NON_SOFT_TISSUE, known::SYMPTOM]));
    // How far before an aspect its region may be named, in tokens and in places: sentences without marks have no end.
    const REACH: usize = 60;
    const PLACES: usize = 12;
    let end = reading.sites.partition_point(|s| s.first < site.first);
    let mut before = reading.sites[..end].iter().rev().take(PLACES).take_while(|s| s.sentence == site.sentence);
    let named = |s: &&Site| s.last < site.first && s.last + REACH > site.first && named_region(s).is_some();
    let owner = before.find(named)?;
    let between = (owner.last + 1..site.first).any(|t| reading.document.concepts(t).meets(OTHERS));
    (!owner.aside && !between && !site.concepts.meets(OTHERS)).then(|| named_region(owner)).flatten()
}

/// "Thigh muscle", "muscles of the thigh": the words name the limb and that it is of muscle, no muscle of its own.
fn names_any_muscle(document: &Document, mention: &Mention) -> bool {
    let mut words = (mention.first()..=mention.last()).map(|t| document.tokens.word(t));
    words.all(|w| matches!(w, "thigh" | "muscle" | "muscles" | "of" | "the"))
}

fn structure(reading: &Reading, sites: &[&Site], findings: &mut Findings) {
    const NAMED: ConceptSet = MUSCLES.with(ConceptSet::of(&[known::LANDMARK]));
    let document = reading.document;
    // "Right thigh muscle biopsy" names no muscle.
    let unnamed = |t: usize| document.mention(t).is_some_and(|m| names_any_muscle(document, m));
    let wanted = |t: &usize| document.concepts(*t).meets(NAMED) && !unnamed(*t);
    let named = |s: &&&Site| s.concepts.meets(NAMED) && (s.first..=s.last).any(|t| wanted(&t));
    let Some(site) = sites.iter().filter(named).max_by_key(|s| s.weight) else { return };
    if let Some(token) = (site.first..=site.last).find(wanted)
        && let Some(mention) = document.mention(token)
    {
        findings.structure.value = Some(reading.lexicon.rows()[mention.row as usize].phrase.to_string());
        findings.structure.evidence = vec![reading.quote(mention.first(), mention.last(), &reading.row_of(token))];
    }
}

/// Quotations of up to three sites, the fullest descriptions first, none in the words of another.
pub(super) fn quotes<'s>(reading: &Reading, sites: impl Iterator<Item = &'s Site>) -> Vec<Evidence> {
    let mut sites: Vec<&Site> = sites.collect();
    sites.sort_by_key(|s| std::cmp::Reverse((named_region(s).is_some(), s.weight >= 3, fullness(s), s.weight)));
    let mut out: Vec<Evidence> = Vec::new();
    for site in sites {
        let quote = reading.quote(site.first, site.last, &reading.row_of(site.first));
        if !out.iter().any(|e| e.text.eq_ignore_ascii_case(&quote.text)) {
            out.push(quote);
        }
        if out.len() == 3 {
            break;
        }
    }
    out
}

/// How much a description says: its side, and each of its aspects.
fn fullness(site: &Site) -> usize {
    let sided = [known::LEFT, known::RIGHT, known::BILATERAL].into_iter().any(|c| site.concepts.has(c));
    aspects_of(site.aspects).count() + usize::from(sided)
}
