//! The `board-papers` program.

fn main() {}
