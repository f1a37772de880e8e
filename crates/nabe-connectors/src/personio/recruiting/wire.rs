//! What the objects of recruiting have in common: references, moments, stages, and who hires.
//!
//! Must not know any record as a whole.

use nabe_model::ats::{HiringMember, Place, Stage};
use nabe_model::value::{Choice, DateTime, Text};
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess};

use nabe_connector::DefectKind;

use crate::personio::reading::{Any, Found, Key, Reading};
use crate::personio::scalar::Scalar;
use crate::personio::values::Values;

/// Something by its id, and perhaps its name.
#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'b"))]
pub(super) struct Named<'b> {
    pub(super) id: Scalar<'b>,
    pub(super) name: Scalar<'b>,
}

/// Where a reference stands in its row.
pub(super) struct NamedAt {
    pub(super) at: &'static str,
    pub(super) id: &'static str,
    pub(super) name: &'static str,
}

/// The places of a reference by the place of the whole.
macro_rules! named_at {
    ($at:literal) => {
        $crate::personio::recruiting::wire::NamedAt {
            at: $at,
            id: concat!($at, ".id"),
            name: concat!($at, ".name"),
        }
    };
}
pub(super) use named_at;

impl<'b> Named<'b> {
    /// The reference with its defects noted; nothing if there is none.
    pub(super) fn read(found: Found<Self>, at: &NamedAt, values: &mut Values<'_>) -> Option<Place<'b>> {
        let wire = values.found(at.at, found)?;
        let id = values.id(at.id, wire.id);
        Some(Place { id: id.clone(), remote_id: id, name: values.text(at.name, wire.name) })
    }
}

/// A moment: an object with its zone on applications, jobs and transitions, plain on candidates (checked live).
#[derive(Default)]
pub(super) struct Moment<'b> {
    at: Scalar<'b>,
    zone: Scalar<'b>,
}

impl Moment<'_> {
    /// The instant. One without an offset has none, unless its zone is UTC.
    pub(super) fn read(self, path: &'static str, values: &mut Values<'_>) -> Option<DateTime> {
        let text = values.text(path, self.at)?;
        let is_utc = self.zone == Scalar::Text("UTC".into());
        let without_offset = || is_utc.then(|| DateTime::instant(&format!("{}Z", &*text))).flatten();
        DateTime::instant(&text).or_else(without_offset).or_else(|| values.refuse(path, DefectKind::NotADate))
    }
}

struct AsMoment;

impl<'b> Reading<'b> for AsMoment {
    type Read = Moment<'b>;

    fn scalar(self, at: Scalar<'b>) -> Moment<'b> {
        Moment { at, zone: Scalar::Null }
    }

    fn object<A: MapAccess<'b>>(self, mut map: A) -> Result<Moment<'b>, A::Error> {
        let mut moment = Moment::default();
        while let Some(Key(key)) = map.next_key()? {
            match &*key {
                "date-time" => moment.at = map.next_value()?,
                "timezone" => moment.zone = map.next_value()?,
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(moment)
    }
}

impl<'de: 'b, 'b> Deserialize<'de> for Moment<'b> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Any(AsMoment))
    }
}

/// A stage: those of the system have neither id nor name (checked live).
#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'b"))]
pub(super) struct WireStage<'b> {
    id: Scalar<'b>,
    kind: Scalar<'b>,
    name: Scalar<'b>,
    #[serde(rename = "type")]
    type_: Scalar<'b>,
}

/// Where a stage stands in its row.
pub(super) struct StageAt {
    pub(super) at: &'static str,
    pub(super) id: &'static str,
    pub(super) kind: &'static str,
    pub(super) name: &'static str,
    pub(super) type_: &'static str,
}

/// The places of a stage by the place of the whole.
macro_rules! stage_at {
    ($at:literal) => {
        $crate::personio::recruiting::wire::StageAt {
            at: $at,
            id: concat!($at, ".id"),
            kind: concat!($at, ".kind"),
            name: concat!($at, ".name"),
            type_: concat!($at, ".type"),
        }
    };
}
pub(super) use stage_at;

/// The stages of the system, as v1 spells them (official), and what of an application's status they say for certain.
///
/// v2 was seen with capitals (third party). Which of `kind` and `type` has the word is not told anywhere (?): it is
/// looked for in both.
const SYSTEM: [(&str, Option<&str>); 5] = [
    ("unassigned", None),
    ("rejected", Some("rejected")),
    ("withdrawn", Some("declined_by_candidate")),
    ("offer", Some("offer")),
    ("accepted", Some("accepted")),
];

fn system(word: &str) -> Option<&'static (&'static str, Option<&'static str>)> {
    SYSTEM.iter().find(|(name, _)| name.eq_ignore_ascii_case(word))
}

impl<'b> WireStage<'b> {
    /// The stage, which is declared by the company or observed on an application.
    ///
    /// One of the system is known by its word, since Personio gives it no id.
    pub(super) fn read(
        found: Found<Self>,
        at: &StageAt,
        source: &'static str,
        values: &mut Values<'_>,
    ) -> Option<Stage<'b>> {
        let wire = values.found(at.at, found)?;
        let remote_id = values.id(at.id, wire.id);
        let kind = values.text(at.kind, wire.kind);
        let type_ = values.text(at.type_, wire.type_);
        let own_id = || [&kind, &type_].into_iter().flatten().find_map(|it| system(it));
        let id = remote_id.clone().or_else(|| own_id().map(|(name, _)| Text::from(*name)));
        let word = |it: &Option<Text<'b>>| it.as_deref().is_some_and(|it| system(it).is_some());
        Some(Stage {
            id,
            remote_id,
            name: values.text(at.name, wire.name),
            kind: if !word(&kind) && word(&type_) { type_ } else { kind },
            stage_source: Some(source),
            ..Stage::default()
        })
    }
}

/// What a stage says of an application's status: only what is certain.
pub(super) fn status<'b>(stage: &Stage<'b>) -> Option<Choice<'b>> {
    let kind = stage.kind.clone()?;
    let value = system(&kind).and_then(|(_, status)| *status);
    Some(Choice::new(value, kind))
}

/// Whether an application that stands here was refused by the company.
pub(super) fn is_rejection(stage: &Stage<'_>) -> bool {
    stage.kind.as_deref().and_then(system).is_some_and(|(name, _)| *name == "rejected")
}

/// Somebody who hires.
#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'b"))]
pub(super) struct WireMember<'b> {
    person: Found<Named<'b>>,
    role: Found<Named<'b>>,
}

/// Who hires; an empty list when nobody does (official).
pub(super) type WireTeam<'b> = Found<Vec<Found<WireMember<'b>>>>;

/// The members, without those that can't be read.
pub(super) fn team<'b>(found: WireTeam<'b>, values: &mut Values<'_>) -> Option<Vec<HiringMember<'b>>> {
    let members = values.found("hiring_team", found)?;
    let member = |found| {
        let WireMember { person, role } = values.found("hiring_team[]", found)?;
        let person = Named::read(person, &named_at!("hiring_team[].person"), values)?;
        let role = Named::read(role, &named_at!("hiring_team[].role"), values);
        Some(HiringMember {
            user_id: person.id.clone(),
            remote_user_id: person.id,
            role: role.and_then(|it| it.name),
            ..HiringMember::default()
        })
    };
    Some(members.into_iter().filter_map(member).collect())
}
