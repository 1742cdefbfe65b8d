mod properties;
mod published;
mod shape;
