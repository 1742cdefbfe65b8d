//! Whole-program tests: the binary, run as a person would run it.

mod agreement;
mod command_line;
mod cycle;
mod faults;
mod fixture;
mod intake;
mod isolation;
mod leak;
mod papers;
mod run;
