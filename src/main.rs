//! The command line's entry: parse, run, map the result to an exit code. Everything else is in `cli`.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run(std::env::args_os())
}
