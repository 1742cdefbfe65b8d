//! What is read, what is forgiven and what is refused, on workbooks given as rows of text.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod forgiven;
mod refused;
pub(crate) mod sample;
mod sessions;
mod told;
mod varied;
