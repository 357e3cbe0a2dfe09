//! `opnote completions` and `opnote man`: made from the definition of the command line itself.

use super::args::{Cli, CompletionsArgs, ManArgs};
use super::{Exit, Failure};
use clap::{Command, CommandFactory};
use std::io::{self, Write};

pub fn run(args: &CompletionsArgs) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "opnote", &mut script);
    io::stdout().write_all(&script)?;
    Ok(Exit::Done)
}

pub fn man(args: &ManArgs) -> Result<Exit, Failure> {
    let mut page = Vec::new();
    let command = page_of(args.command.as_deref())?;
    let title = command.get_display_name().unwrap_or("opnote").to_owned();
    clap_mangen::Man::new(command).title(title).render(&mut page)?;
    io::stdout().write_all(&page)?;
    Ok(Exit::Done)
}

fn page_of(command: Option<&str>) -> Result<Command, Failure> {
    let mut root = Cli::command();
    root.build();
    let Some(name) = command else { return Ok(root) };
    let unknown = || Failure::Message(format!("{name}: no such command"));
    let found = root.find_subcommand(name).ok_or_else(unknown)?.clone();
    Ok(found)
}
