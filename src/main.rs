//! The command line's entry: parse, run, map the result to an exit code. Everything else is in `cli`.

mod cli;
mod closed;

use std::process::ExitCode;

/// Reading a note makes many short-lived lists, on every thread: about a sixth of the time went to the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cli::run(std::env::args_os())
}
