//! Where each unified field comes from: the data behind `explain` and the coverage table.
//!
//! Must not know a record's values.

/// Where one unified field comes from.
#[derive(Clone, Copy, Debug)]
pub struct FieldRule {
    /// The unified field.
    pub field: &'static str,
    /// What it is read from.
    pub source: Source,
    /// The path in the provider's row, or in the answer of the further call; several are separated by commas.
    pub path: &'static str,
    /// The rule in words.
    pub rule: &'static str,
    /// The permission that it needs, as `row:access`; `public:read` is what everybody may read. Several, one for each
    /// kind of record, are separated by commas.
    pub permission: &'static str,
    /// What it takes to be fetched.
    pub needs: Needs,
    /// How sure we are of the provider's side.
    pub evidence: Evidence,
    /// What it means where the answer lacks the key.
    pub lacking: Lacking,
    /// The attribute of a person that must be readable besides, by its key.
    pub attribute: Option<&'static str>,
}

impl FieldRule {
    /// The same, read from something else.
    #[must_use]
    pub const fn source(self, source: Source) -> Self {
        Self { source, ..self }
    }

    /// The same, fetched only when it is asked for.
    #[must_use]
    pub const fn needs(self, needs: Needs) -> Self {
        Self { needs, ..self }
    }

    /// The same, where an answer without the key means this.
    #[must_use]
    pub const fn lacking(self, lacking: Lacking) -> Self {
        Self { lacking, ..self }
    }

    /// The same, readable only with this attribute of a person.
    #[must_use]
    pub const fn attribute(self, key: &'static str) -> Self {
        Self { attribute: Some(key), ..self }
    }
}

/// Rules of fields that need the same permission.
#[derive(Clone, Copy, Debug)]
pub struct Rules(pub &'static str);

impl Rules {
    /// A rule for what stands in the provider's row.
    pub const fn row(
        self,
        field: &'static str,
        path: &'static str,
        rule: &'static str,
        evidence: Evidence,
    ) -> FieldRule {
        let (Self(permission), source, needs) = (self, Source::Row, Needs::Nothing);
        let (lacking, attribute) = (Lacking::NotSet, None);
        FieldRule { field, source, path, rule, permission, needs, evidence, lacking, attribute }
    }

    /// A rule for what the provider doesn't have.
    pub const fn nowhere(self, field: &'static str, why: &'static str) -> FieldRule {
        self.row(field, "", why, Evidence::Official).source(Source::Nowhere)
    }
}

/// What a unified field is read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Something in the provider's row; where it is missing, it is not set.
    Row,
    /// Several things in the provider's row, of which it takes all.
    AllOfRow,
    /// An attribute with this key, which the provider leaves out when it may not be read.
    Attribute(&'static str),
    /// An attribute of the customer's, found by its universal id.
    UniversalId(&'static str),
    /// A further call for each record.
    Detail,
    /// A further call for a whole page; the row's detail has what it says of the record.
    PageDetail,
    /// An attribute with this key in what a further call answered, which the provider leaves out when it may not be
    /// read. Where there is no such answer for a record, the provider doesn't tell it.
    DetailAttribute(&'static str),
    /// An attribute with this key in the answer of a further call for each person of a page, which is made only while a
    /// setting of the account doesn't tell the same. The provider leaves it out when it may not be read.
    PersonAttribute(&'static str),
    /// Something in the provider's row that tells the field only together with an attribute of the person, as
    /// [`Source::PersonAttribute`] has it.
    RowWithPerson(&'static str),
    /// The provider has no such thing.
    Nowhere,
}

/// What it means that a key is not in an answer. A null is not set, but for the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lacking {
    /// The provider leaves out what is empty.
    NotSet,
    /// The provider writes the key wherever it may be read.
    NotGranted,
    /// The provider has no such thing for this record.
    NotProvided,
    /// The provider has no such thing for this record, and may say so with a null.
    Never,
}

/// What a caller must ask for before a field is fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Nothing: it is always there.
    Nothing,
    /// Its name in `include` or `fields`.
    Include,
    /// Its name in `expand` or `fields`.
    Expand,
    /// Its name in `fields`.
    Naming,
}

/// How well a provider's behaviour is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// Official specification or page.
    Official,
    /// Checked against a live account by somebody.
    Live,
    /// Third-party code, not checked as far as one can see.
    ThirdParty,
    /// Not seen anywhere: our guess.
    Guess,
}
