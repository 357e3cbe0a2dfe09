//! What a run of text is, and how that looks on a terminal.

use anstyle::{AnsiColor, Style};

/// What a run of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Tone {
    /// Running text.
    #[default]
    Plain,
    /// Headings and the code.
    Strong,
    /// Beside the point: sources, versions, silence.
    Quiet,
    /// Words of the note that an element rests on.
    Mark,
    /// Words of the note that the record rests on.
    Passage,
    /// The label of such words, with its brackets.
    Label,
    /// All is well.
    Good,
    /// Severity error.
    Error,
    /// Severity warning.
    Warning,
    /// Severity info.
    Info,
}

impl Tone {
    pub(super) fn style(self) -> Style {
        let colour = |c: AnsiColor| Style::new().fg_color(Some(c.into()));
        match self {
            Self::Plain => Style::new(),
            Self::Strong => Style::new().bold(),
            Self::Quiet => Style::new().dimmed(),
            Self::Mark => colour(AnsiColor::Cyan).bold().underline(),
            Self::Passage => Style::new().underline(),
            Self::Label => colour(AnsiColor::Magenta),
            Self::Good => colour(AnsiColor::Green).bold(),
            Self::Error => colour(AnsiColor::Red).bold(),
            Self::Warning => colour(AnsiColor::Yellow).bold(),
            Self::Info => colour(AnsiColor::Blue).bold(),
        }
    }
}
