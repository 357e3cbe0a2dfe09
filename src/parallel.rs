//! Two halves of one piece of work at the same time, to keep start-up short.

/// What both give. With the command line built in, `beside` runs on a thread of its own where the system grants one; without, or
/// where it grants none, one runs after the other, so that the library by itself starts no thread.
pub(crate) fn both<A: Send, B>(beside: &(impl Fn() -> A + Sync), here: impl FnOnce() -> B) -> (A, B) {
    #[cfg(feature = "cli")]
    {
        std::thread::scope(|scope| match std::thread::Builder::new().spawn_scoped(scope, beside) {
            Ok(other) => {
                let here = here();
                (other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), here)
            }
            Err(_) => (beside(), here()),
        })
    }
    #[cfg(not(feature = "cli"))]
    (beside(), here())
}

#[cfg(test)]
mod tests {
    use super::both;

    #[test]
    fn each_half_keeps_its_place() {
        let words = ["fascia", "lata"];
        assert_eq!(both(&|| words[0].len(), || words[1].to_owned()), (6, "lata".to_owned()));
    }
}
