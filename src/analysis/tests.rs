mod properties;
pub(super) mod published;
mod shape;
