//! The quarters before, as their returns were read.

use crate::quarter::Quarter;
use crate::returns::{County, Return, Sender};

/// The returns of an earlier quarter, and those of the quarter on file before it.
#[derive(Clone, Debug)]
pub struct Previous {
    /// The quarter that they are for.
    pub quarter: Quarter,
    /// Its returns.
    pub returns: Vec<Return>,
    /// The latest quarter on file before that, if any: for how often actions slipped, and how long they have been open.
    pub earlier: Option<Box<Previous>>,
}

impl Previous {
    /// Finds what someone sent that quarter.
    pub(crate) fn sent_by(&self, sender: Sender) -> Option<&Return> {
        self.returns.iter().find(|r| r.sender == sender)
    }

    /// Gives what the unit sent that quarter.
    pub(crate) fn county(&self) -> Option<&County> {
        self.sent_by(Sender::Unit).map(|r| &r.county)
    }

    /// Gives this quarter and those before it, the latest first.
    pub(crate) fn back(&self) -> impl Iterator<Item = &Previous> {
        std::iter::successors(Some(self), |p| p.earlier.as_deref())
    }
}
