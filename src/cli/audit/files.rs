//! What was named → files, one after another, folders walked as they are reached. What cannot be walked is a fault with its place.

use super::args::{AuditArgs, Kind};
use super::opened::Body;
use super::source;
use crate::cli::Failure;
use crate::cli::ids::{self, Ids, Repeats};
use crate::cli::input::unreadable;
use ignore::overrides::{Override, OverrideBuilder};
use ignore::{Walk, WalkBuilder};
use std::collections::VecDeque;
use std::io;
use std::path::{Path, PathBuf};

/// A file to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub path: PathBuf,
    pub kind: Kind,
}

/// A fault: the place, and why there is nothing to be read.
pub type Fault = (String, Body);

/// All files, in order: inputs as named, folders sorted by name.
pub struct Files {
    inputs: VecDeque<PathBuf>,
    walk: Option<Folder>,
    globs: Vec<String>,
    from: Option<Kind>,
    /// What this run writes, never to be read.
    own: Vec<PathBuf>,
    /// What was named so far: a file is read once.
    seen: Ids,
}

/// A folder being walked.
struct Folder {
    path: PathBuf,
    walk: Walk,
    /// Which files are asked for: a filter of our own, since the walk's would bring back what is hidden.
    wanted: Override,
    /// Whether nothing was found yet.
    is_empty: bool,
}

impl Files {
    /// `own` are the files that the run itself writes.
    ///
    /// # Errors
    /// A glob that does not read.
    pub fn new(args: &AuditArgs, own: Vec<PathBuf>) -> Result<Self, Failure> {
        overrides(Path::new("."), &args.glob).map_err(|e| Failure::Message(format!("--glob: {e}")))?;
        let inputs = args.inputs.iter().cloned().collect();
        Ok(Self { inputs, walk: None, globs: args.glob.clone(), from: args.from, own, seen: Ids::default() })
    }

    fn walked(&mut self) -> Option<Result<Named, Fault>> {
        loop {
            let folder = self.walk.as_mut()?;
            let Some(entry) = folder.walk.next() else { return self.empty().map(Err) };
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    folder.is_empty = false;
                    return Some(Err(walk_fault(&error)));
                }
            };
            let is_wanted = entry.file_type().is_some_and(|t| !t.is_dir())
                && !folder.wanted.matched(entry.path(), false).is_ignore();
            if is_wanted && !self.is_own(entry.path()) {
                self.walk.iter_mut().for_each(|folder| folder.is_empty = false);
                let path = entry.into_path();
                if self.is_again(&path) {
                    continue;
                }
                let kind = kind(&path, self.from);
                return Some(Ok(Named { path, kind }));
            }
        }
    }

    /// The fault of a folder that was walked in vain; it is left then.
    fn empty(&mut self) -> Option<Fault> {
        let folder = self.walk.take().filter(|folder| folder.is_empty)?;
        let reason = if self.globs.is_empty() { "no file in it" } else { "no file in it that --glob asks for" };
        Some((folder.path.display().to_string(), Body::Empty(reason)))
    }

    /// Files that were named more than once, be it within a folder.
    pub fn repeats(&self) -> Repeats {
        self.seen.repeats()
    }

    /// Whether a file was named before, by whatever path. Of what cannot be found the run tells as often as it is named.
    fn is_again(&mut self, path: &Path) -> bool {
        let whole = if path == Path::new("-") { Ok(path.to_owned()) } else { path.canonicalize() };
        whole.is_ok_and(|whole| self.seen.add(ids::hash(&whole), || source::name(path)))
    }

    fn is_own(&self, path: &Path) -> bool {
        let alike = |own: &&PathBuf| own.file_name() == path.file_name();
        self.own.iter().filter(alike).any(|own| same_file::is_same_file(own, path).unwrap_or(false))
    }
}

impl Iterator for Files {
    type Item = Result<Named, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.walked() {
                return Some(item);
            }
            self.walk = None;
            let path = self.inputs.pop_front()?;
            if !path.is_dir() {
                if self.is_again(&path) {
                    continue;
                }
                let kind = kind(&path, self.from);
                return Some(Ok(Named { path, kind }));
            }
            let wanted = overrides(&path, &self.globs).unwrap_or_else(|_| Override::empty());
            self.walk = Some(Folder { walk: walk(&path), wanted, path, is_empty: true });
        }
    }
}

/// Only `.ignore` files within the folder count: what a repository's rules keep out of a commit is often what is to be audited.
fn walk(folder: &Path) -> Walk {
    let mut builder = WalkBuilder::new(folder);
    builder.parents(false).git_ignore(false).git_global(false).git_exclude(false).follow_links(true);
    builder.sort_by_file_name(std::cmp::Ord::cmp).build()
}

fn overrides(folder: &Path, globs: &[String]) -> Result<Override, ignore::Error> {
    let mut builder = OverrideBuilder::new(folder);
    for glob in globs {
        builder.add(glob)?;
    }
    builder.build()
}

fn walk_fault(error: &ignore::Error) -> Fault {
    let (file, reason) = why(error);
    (file, Body::Unopened(reason))
}

/// The place of a fault of a walk, and its reason in plain words.
fn why(error: &ignore::Error) -> (String, String) {
    let mut inner = error;
    let mut file = "<folder>".to_owned();
    loop {
        match inner {
            ignore::Error::WithPath { path, err } => (file, inner) = (path.display().to_string(), err),
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => inner = err,
            ignore::Error::Loop { child, .. } => {
                return (child.display().to_string(), "a link that leads back into its own folder".into());
            }
            ignore::Error::Io(e) => return (file.clone(), unreadable(file.as_str().into(), None, e).reason),
            other => return (file, format!("cannot be read: {}", io::Error::other(other.to_string()))),
        }
    }
}

/// How a file is read: by its ending, less that of gzip or zstd, else as was said, else as text; standard input is JSON lines unless said otherwise.
pub fn kind(path: &Path, from: Option<Kind>) -> Kind {
    let packed = path.extension().is_some_and(|e| ["gz", "zst", "zstd"].iter().any(|p| e.eq_ignore_ascii_case(p)));
    let path = if packed { &path.with_extension("") } else { path };
    let is = |ending: &str| path.extension().is_some_and(|e| e.eq_ignore_ascii_case(ending));
    match from {
        _ if is("jsonl") || is("ndjson") => Kind::Jsonl,
        _ if is("csv") => Kind::Csv,
        _ if is("tsv") || is("tab") => Kind::Tsv,
        #[cfg(feature = "parquet")]
        _ if is("parquet") => Kind::Parquet,
        Some(kind) => kind,
        None if path == Path::new("-") => Kind::Jsonl,
        None => Kind::Text,
    }
}
