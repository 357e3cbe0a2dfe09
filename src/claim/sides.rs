//! Sides told, as sets: what note, modifiers and diagnoses are compared by.

use crate::analysis::{Evidence, Laterality, Procedure};

/// A set of sides that is not empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sides {
    pub(super) left: bool,
    pub(super) right: bool,
}

impl Sides {
    pub(super) const BOTH: Self = Self { left: true, right: true };

    /// The sides of procedures; `None` where there are none, or one of them is silent or contradictory.
    pub(super) fn of<'a>(procedures: impl IntoIterator<Item = &'a Procedure>) -> Option<Self> {
        let mut sides: Option<Self> = None;
        for procedure in procedures {
            let side = match is_on_both(procedure) {
                true => Self::BOTH,
                false => Self::of_laterality(procedure.laterality.value?)?,
            };
            sides = Some(sides.map_or(side, |s| s.and(side)));
        }
        sides
    }

    fn of_laterality(laterality: Laterality) -> Option<Self> {
        match laterality {
            Laterality::Left => Some(Self { left: true, right: false }),
            Laterality::Right => Some(Self { left: false, right: true }),
            Laterality::Bilateral => Some(Self::BOTH),
            Laterality::Conflict => None,
        }
    }

    /// The sides that modifiers tell.
    pub(super) fn of_modifiers<'a>(modifiers: impl IntoIterator<Item = &'a String>) -> Option<Self> {
        let side = |m: &String| match m.as_str() {
            "LT" => Some(Self { left: true, right: false }),
            "RT" => Some(Self { left: false, right: true }),
            "50" => Some(Self::BOTH),
            _ => None,
        };
        modifiers.into_iter().filter_map(side).reduce(Self::and)
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self { left: self.left || other.left, right: self.right || other.right }
    }

    pub(super) fn both(self) -> bool {
        self.left && self.right
    }

    /// Whether all of these sides are among others.
    pub(super) fn within(self, other: Self) -> bool {
        (!self.left || other.left) && (!self.right || other.right)
    }

    /// Whether something of one side, or of both, does not fit what was done on others.
    pub(super) fn differs(self, done: Self) -> bool {
        !self.within(done)
    }

    /// Whether none of these sides is among others.
    pub(super) fn is_apart_from(self, other: Self) -> bool {
        !(self.left && other.left || self.right && other.right)
    }

    pub(super) fn word(self) -> &'static str {
        match (self.left, self.right) {
            (true, true) => "both sides",
            (true, false) => "left",
            _ => "right",
        }
    }

    /// The modifier of these sides.
    pub(super) fn modifier(self) -> &'static str {
        match (self.left, self.right) {
            (true, true) => "50",
            (true, false) => "LT",
            _ => "RT",
        }
    }
}

/// Whether the note tells of both sides at once, by the side itself or by words that call for the modifier of both.
pub(super) fn is_on_both(procedure: &Procedure) -> bool {
    let has = |modifier: &str| procedure.code_modifiers.iter().any(|m| m.modifier == modifier);
    procedure.laterality.value == Some(Laterality::Bilateral) || (has("50") && !has("LT") && !has("RT"))
}

/// The words that tell the sides of procedures, three at most.
pub(super) fn quotations<'a>(procedures: impl IntoIterator<Item = &'a Procedure>) -> Vec<Evidence> {
    procedures.into_iter().flat_map(|p| p.laterality.evidence.iter().take(1)).take(3).cloned().collect()
}
