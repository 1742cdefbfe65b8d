//! Returns: what partnerships and the county unit sent, read rightly or refused with the cell named.
//!
//! *In:* located cells, the board and the quarter. *Out:* a [`Return`], whose values cannot be wrong: areas, categories
//! and priorities are resolved, months are without gaps, counts are whole and not negative, closed lists are enums.
//! Every value that is printed or calculated with knows its cell. *It must not know* calamine, nor what is said of the
//! figures.

pub mod model;

pub use model::*;
