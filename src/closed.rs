//! Whether standard output was closed when the process began (`>&-`). The runtime opens the null device in its place before `main`,
//! so that what is written there is lost without an error: it must be asked before that. Nowhere else is there unsafe code.

use std::sync::atomic::{AtomicBool, Ordering};

static WAS_CLOSED: AtomicBool = AtomicBool::new(false);

/// Whether whatever is written to standard output is lost; false where a system does not tell.
pub fn stdout_was_closed() -> bool {
    WAS_CLOSED.load(Ordering::Relaxed)
}

/// Linux runs what stands in this section before the runtime puts anything in the place of what is closed.
#[cfg(target_os = "linux")]
#[allow(unsafe_code, reason = "the section is what makes it run early; the function itself is safe")]
#[used]
#[unsafe(link_section = ".init_array")]
static EARLY: extern "C" fn() = {
    extern "C" fn look() {
        // Without `/proc` nothing is told.
        let is_open = |fd: &str| std::fs::symlink_metadata(format!("/proc/self/fd/{fd}")).is_ok();
        let is_told = std::fs::symlink_metadata("/proc/self/fd").is_ok();
        WAS_CLOSED.store(is_told && !is_open("1"), Ordering::Relaxed);
    }
    look
};
