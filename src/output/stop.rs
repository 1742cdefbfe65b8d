//! Signals that ask the program to end, looked at while files are written.
//!
//! At any other time they end it at once, as they would without this module: there is nothing to tidy up then.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use signal_hook::{SigId, consts, flag, low_level};

/// The signals that are waited for: Ctrl-C, a request to end, and, where there is one, a file that grows too long.
const SIGNALS: &[i32] = &[
    consts::SIGINT,
    consts::SIGTERM,
    #[cfg(unix)]
    consts::SIGXFSZ,
];

/// The signals of a program, from when this is made.
#[derive(Debug)]
pub struct Stop {
    /// The last signal while files were written; 0 for none.
    asked: Arc<AtomicUsize>,
    /// Whether a signal may end the program at once.
    idle: Arc<AtomicBool>,
    actions: Vec<SigId>,
}

impl Stop {
    /// Begins to look out for signals.
    ///
    /// # Errors
    /// Where the system does not allow it.
    pub fn new() -> io::Result<Self> {
        let (asked, idle) = (Arc::default(), Arc::new(AtomicBool::new(true)));
        let mut stop = Stop { asked, idle, actions: Vec::new() };
        for signal in SIGNALS {
            let number = usize::try_from(*signal).map_err(io::Error::other)?;
            stop.actions.push(flag::register_usize(*signal, Arc::clone(&stop.asked), number)?);
            // It stays when this is dropped: without it, the signal would do nothing at all from then on.
            flag::register_conditional_default(*signal, Arc::clone(&stop.idle))?;
        }
        Ok(stop)
    }

    /// Keeps signals from ending the program while what this gives is there.
    pub(super) fn look(&self) -> Looking<'_> {
        self.idle.store(false, Ordering::SeqCst);
        Looking(self)
    }
}

impl Drop for Stop {
    fn drop(&mut self) {
        self.actions.drain(..).for_each(|action| _ = low_level::unregister(action));
    }
}

/// A time during which signals are looked at instead of obeyed.
pub(super) struct Looking<'a>(&'a Stop);

impl Looking<'_> {
    /// Says whether to go on.
    ///
    /// # Errors
    /// The signal that asks to end.
    pub(super) fn asked(&self) -> Result<(), i32> {
        match self.0.asked.load(Ordering::SeqCst) {
            0 => Ok(()),
            signal => Err(i32::try_from(signal).unwrap_or(consts::SIGTERM)),
        }
    }

    /// Lets signals end the program again.
    ///
    /// # Errors
    /// The signal that asked for it meanwhile.
    pub(super) fn end(self) -> Result<(), i32> {
        // In this order, no signal falls between the two.
        self.0.idle.store(true, Ordering::SeqCst);
        self.asked()
    }
}

impl Drop for Looking<'_> {
    fn drop(&mut self) {
        self.0.idle.store(true, Ordering::SeqCst);
    }
}

/// Ends the program as a signal does that nobody looks out for; returns only where the system has no such signal.
pub fn end_by(signal: i32) {
    _ = low_level::emulate_default_handler(signal);
}
