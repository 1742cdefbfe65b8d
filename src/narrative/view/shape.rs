//! The table that a template may see: structs whose fields' names, types and meanings are kept as data.

/// What is known of a struct of the view: its name and its fields.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    /// The struct's name.
    pub(crate) name: &'static str,
    /// Its fields in order.
    pub(crate) fields: &'static [Field],
}

/// A field of the view.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field {
    /// Its name.
    pub(crate) name: &'static str,
    /// Its type as written.
    pub(crate) kind: &'static str,
    /// What it means.
    pub(crate) meaning: &'static str,
}

impl Field {
    /// Takes a field's type apart: what it is, whether it is a list of that, and whether it may be `null`.
    pub(crate) fn plain_kind(&self) -> (&'static str, bool, bool) {
        let inside = |kind: &'static str, outer: &str| {
            kind.strip_prefix(outer)
                .and_then(|k| k.trim().strip_prefix('<'))
                .and_then(|k| k.strip_suffix('>'))
                .map(str::trim)
        };
        if let Some(kind) = inside(self.kind, "Option") {
            return (kind, false, true);
        }
        inside(self.kind, "Vec").map_or((self.kind, false, false), |kind| (kind, true, false))
    }
}

/// Writes structs of the view, and `SHAPES`: what is known of them. What a struct has `beside` its fields no template sees.
macro_rules! view {
    ($($(#[doc = $about:literal])+ $vis:vis struct $name:ident { $($(#[doc = $meaning:literal])+ $field:ident : $kind:ty,)+ $(beside { $($(#[doc = $hidden:literal])+ $unseen:ident : $of:ty,)+ })? })+) => {
        $($(#[doc = $about])+
        #[derive(Clone, Debug, serde::Serialize)]
        $vis struct $name {
            $($(#[doc = $meaning])+ pub(crate) $field: $kind,)+
            $($($(#[doc = $hidden])+ #[serde(skip)] pub(crate) $unseen: $of,)+)?
        })+

        /// What is known of these structs.
        pub(super) const SHAPES: &[$crate::narrative::view::Shape] = &[$($crate::narrative::view::Shape {
            name: stringify!($name),
            fields: &[$($crate::narrative::view::Field {
                name: stringify!($field),
                kind: stringify!($kind),
                meaning: concat!($($meaning),+),
            },)+],
        },)+];
    };
}
