//! Returns: what partnerships and the county unit sent, read rightly or refused with the cell named.
//!
//! *In:* located cells, the board and the quarter. *Out:* [`Returns`], parted for the two sessions: what is open and what
//! is closed are of different types from here on, and nothing leads from the closed to the open. A [`Return`]'s values
//! cannot be wrong: areas, categories and priorities are resolved, months are without gaps, counts are whole and not
//! negative, closed lists are enums. Every value that is printed or calculated with knows its cell. *It must not know*
//! calamine, nor what is said of the figures.
//!
//! People fill returns in by hand, so reading is forgiving about form and strict about content; nothing is guessed, and
//! every problem is reported, all of them in one run. What sheets and columns there are is in one place, [`fields`]; what
//! is closed, in another, `session`.

pub mod blank;
mod carried;
mod checks;
mod counts;
mod cover;
pub mod fields;
mod folder;
mod guide;
mod lists;
mod marks;
pub mod model;
mod part;
mod plan;
mod quarters;
mod read;
pub mod report;
mod session;
mod table;
mod values;

pub use carried::between_quarters;
pub use folder::{file_stem, missing, read_files, read_folder, sender_name};
pub use guide::guide;
pub use model::*;
pub use part::not_closed_since;
pub use plan::of_the_plan;
pub use quarters::Quarters;
pub use read::{Parted, read};

#[cfg(test)]
pub(crate) mod tests;
