//! `opnote schema`: the JSON schema of an analysis record.

use super::output::{Frame, Output};
use super::{Exit, Failure};
use anstream::ColorChoice;
use opnote::render::json::{pretty, schema};

pub fn run() -> Result<Exit, Failure> {
    let mut output = Output::new(Frame::One, ColorChoice::Never, 0);
    output.write(&pretty(&schema()))?;
    output.finish()?;
    Ok(Exit::Done)
}
