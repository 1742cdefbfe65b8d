//! Turns the Excel returns of a county's Community Safety Partnerships into the papers its board reads every quarter.
//!
//! Data flows one way; each stage imports only the ones before it and the leaves ([`quarter`], [`problem`], [`number`],
//! [`text`], [`paper`], [`threads`]):
//!
//! ```text
//! inputs/*.xlsx ─ workbook ─ returns ─ analysis ─ narrative ─ document ─┬─ layout ─ finish ─ papers/*.pdf
//!                calamine              figures    handlebars  markdown  │  genpdf   lopdf
//!                                                              drawing ─┘
//! ```

pub mod analysis;
pub mod board;
pub mod cli;
pub mod command;
pub mod document;
pub mod drawing;
pub mod finish;
pub mod layout;
pub mod narrative;
pub mod number;
pub mod output;
pub mod paper;
pub mod problem;
pub mod quarter;
pub mod returns;
pub(crate) mod text;
pub mod threads;
pub mod workbook;
