//! What a row gives, before anything of it is judged.

use super::raw::Raw;

/// What a row can give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slot {
    /// `displayName`.
    Name,
    /// `description`.
    Description,
    /// `isHidden`.
    Hidden,
    /// `catalog`: an id or a name, or in JSON an object with one of them.
    Catalog,
    /// `catalog.id` of JSON.
    NestedId,
    /// `catalog.displayName` of JSON.
    NestedName,
    /// `catalogId`.
    CatalogId,
    /// `catalogName`.
    CatalogName,
}

impl Slot {
    /// The property of that name.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Name => "displayName",
            Self::Description => "description",
            Self::Hidden => "isHidden",
            Self::Catalog => "catalog",
            Self::NestedId => "catalog.id",
            Self::NestedName => "catalog.displayName",
            Self::CatalogId => "catalogId",
            Self::CatalogName => "catalogName",
        }
    }

    /// The property of an input that it is about, from the outside in.
    pub(crate) const fn path(self) -> &'static [&'static str] {
        match self {
            Self::Name => &["displayName"],
            Self::Description => &["description"],
            Self::Hidden => &["isHidden"],
            Self::Catalog => &["catalog"],
            Self::NestedId | Self::CatalogId => &["catalog", "id"],
            Self::NestedName | Self::CatalogName => &["catalog", "displayName"],
        }
    }
}

/// What a row gives for a slot.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) enum Cell<'t> {
    /// Nothing.
    #[default]
    Absent,
    /// A text.
    Text(Raw<'t>),
    /// `true` or `false` of JSON.
    Boolean(bool),
    /// An object of JSON whose properties have slots of their own.
    Object,
    /// Something else of JSON, with its article.
    Other(&'static str),
}

/// A property of JSON that is none of ours.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Unknown<'t> {
    pub name: Raw<'t>,
    /// Whether it is one of `catalog`.
    pub nested: bool,
}

/// What is wrong with a row as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Broken {
    /// A value of JSON that is no object, with its article.
    NotAnObject(&'static str),
    /// A line that is not JSON.
    Line,
    /// A quote within a cell that is not quoted.
    QuoteInCell,
    /// Text behind the closing quote of a cell.
    TextBehindQuote,
}

/// Everything that a row gives.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Fields<'t> {
    pub name: Cell<'t>,
    pub description: Cell<'t>,
    pub hidden: Cell<'t>,
    pub catalog: Cell<'t>,
    pub nested_id: Cell<'t>,
    pub nested_name: Cell<'t>,
    pub catalog_id: Cell<'t>,
    pub catalog_name: Cell<'t>,
    /// The first of its properties that are none of ours, at most [`UNKNOWN_MAX`].
    pub unknown: Vec<Unknown<'t>>,
    pub broken: Option<Broken>,
    /// Whether it has more cells than the header has columns.
    pub surplus: bool,
}

/// How many unknown properties of one row are told: a hostile file could have very many.
pub(crate) const UNKNOWN_MAX: usize = 100;

impl<'t> Fields<'t> {
    /// A row that cannot be read.
    pub(crate) fn broken(broken: Broken) -> Self {
        Self { broken: Some(broken), ..Self::default() }
    }

    /// Puts a value where it belongs.
    pub(crate) fn set(&mut self, slot: Slot, cell: Cell<'t>) {
        *match slot {
            Slot::Name => &mut self.name,
            Slot::Description => &mut self.description,
            Slot::Hidden => &mut self.hidden,
            Slot::Catalog => &mut self.catalog,
            Slot::NestedId => &mut self.nested_id,
            Slot::NestedName => &mut self.nested_name,
            Slot::CatalogId => &mut self.catalog_id,
            Slot::CatalogName => &mut self.catalog_name,
        } = cell;
    }
}
