//! `opnote explain`: what the code book says of a code, a code modifier or a flag. No note is read.

use super::args::{ExplainArgs, Figures};
use super::output::{Frame, Output, width};
use super::{Exit, Failure, lexicon_of};
use anstream::ColorChoice;
use opnote::Lexicon;
use opnote::codebook::CodeBook;
use opnote::codebook::explanation::Explanation;
use opnote::render::{json::pretty, text};

pub fn run(args: &ExplainArgs, colour: ColorChoice) -> Result<Exit, Failure> {
    let lexicon = lexicon_of(args.lexicon.lexicons.as_deref())?;
    let book = CodeBook::new(&lexicon)?;
    let explanation = match &args.topic {
        Some(topic) => explained(&book, &lexicon, topic)?,
        None => book.index(&lexicon),
    };
    let width = width(args.width);
    let (frame, record) = match args.format {
        Figures::Text => (Frame::Reports, text::explanation(&explanation, width)),
        Figures::Json => (Frame::One, pretty(&explanation)),
    };
    let mut output = Output::new(frame, colour, width);
    output.write(&record)?;
    output.finish()?;
    Ok(Exit::Done)
}

fn explained(book: &CodeBook, lexicon: &Lexicon, topic: &str) -> Result<Explanation, Failure> {
    book.explain(lexicon, topic).ok_or_else(|| {
        let hint = match book.near(lexicon, topic)[..] {
            [] => "`opnote explain` lists what can be explained".to_owned(),
            ref near => format!("near it: {}", near.join(", ")),
        };
        Failure::Message(format!("nothing is known of `{topic}`; {hint}"))
    })
}
