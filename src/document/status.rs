//! Statuses: a word, and what its colour and shape stand for.

/// A coloured label.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Status {
    /// Which colour and shape.
    pub tone: Tone,
    /// The word, which is always there.
    pub word: String,
}

/// What a colour stands for: the theme gives the colours, the layout a shape for each.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Tone {
    /// Needs attention: red status, off track, high risk.
    Red,
    /// May need attention: amber status, at risk, medium risk.
    Amber,
    /// As it should be: green status, on track, low risk.
    Green,
    /// Neither: no target, not started.
    Grey,
    /// Done.
    Blue,
}
