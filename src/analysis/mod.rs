//! Analysis: every figure of the papers, from the returns alone.
//!
//! *In:* the board, the quarter, the returns, and the quarter before where there is one. *Out:* [`Facts`]: each figure as
//! `analysis.md` defines it, exact until it is printed, with the cells it came from, and what is worth saying of it.
//! *Invariants:* pure and total: no input makes it fail, and a figure whose months or members are not all there is
//! `None`, never a sum of what happens to be there. *It must not know* how anything is worded or drawn.

pub mod facts;

pub use facts::*;
