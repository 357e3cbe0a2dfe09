//! The note as received: sole owner of the text, which nothing in the crate changes.

/// One operative or procedure note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The caller's name for the note, given back in the analysis.
    pub id: Option<String>,
    /// The dictation, byte for byte. Every span in an analysis points into it.
    pub text: String,
}

impl Note {
    /// A note without an id.
    pub fn new(text: impl Into<String>) -> Self {
        Self { id: None, text: text.into() }
    }

    /// A note with the caller's id.
    pub fn with_id(id: impl Into<String>, text: impl Into<String>) -> Self {
        Self { id: Some(id.into()), text: text.into() }
    }
}
