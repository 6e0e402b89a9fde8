//! A stack of one's own for what goes as deep as a file is nested.

use std::panic::resume_unwind;
use std::thread::{Builder, scope};

/// Enough for the deepest file that is read, also where nothing is optimised: each of 64 levels takes about 50 KiB of it then. Only what is
/// used becomes memory.
const BYTES: usize = 16 << 20;

/// Does something on such a stack, as the caller's may be small; on the caller's own where there are no threads.
pub(super) fn on_its_own_stack<T: Send>(run: impl Fn() -> T + Sync) -> T {
    scope(|scope| match Builder::new().stack_size(BYTES).spawn_scoped(scope, &run) {
        Ok(thread) => thread.join().unwrap_or_else(|panic| resume_unwind(panic)),
        Err(_) => run(),
    })
}
