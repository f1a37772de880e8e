//! What people have left of each type of absence, and so which types they have: v1 alone tells it, for one person a
//! call.
//!
//! Must not know how calls are made.

use nabe_connector::{
    Answers, Ask, Call, CallError, Defect, Each, Evidence, FieldRule, Filters, Needs, PageInfo, Plan,
    Resource, Rules, Source,
};
use nabe_model::hris::TimeOffBalance;
use nabe_model::select::Asked;
use nabe_model::value::Text;
use serde::Deserialize;

use super::absences::is_of_type;
use super::employees::number;
use super::kinds::{self, Kind, told_by_v1};
use super::listed::{each_row, page};
use super::operation;
use super::scalar::Scalar;
use super::told::Told;
use super::values::Values;

/// Balances of a person.
pub(super) struct Balances;

/// The types of absence of which a person has a balance.
pub(super) struct PoliciesOfPerson;

impl Resource for Balances {
    fn rules(&self) -> &'static [FieldRule] {
        BALANCE
    }

    fn page_limit(&self) -> u32 {
        u32::MAX
    }

    fn plan(&self, ask: &Ask<'_>) -> Result<Plan, CallError> {
        // A balance has no address of its own.
        if ask.id.is_some() { Ok(Plan::Scan) } else { plan(ask) }
    }

    fn further(&self, ask: &Ask<'_>, _: &Answers<'_>) -> Result<Vec<(String, Call)>, CallError> {
        Ok(needs_kinds(ask.asked, ask.filters).then(kinds::list_v1).into_iter().collect())
    }

    fn read(&self, ask: &Ask<'_>, answers: &Answers<'_>, each: Each<'_>) -> Result<PageInfo, CallError> {
        let person = number(ask.parent.unwrap_or_default())?;
        let kinds = told_by_v1(answers.further);
        let policies = ask.filters.ids("policy_ids");
        let is_wanted = |it: &TimeOffBalance<'_>| {
            let ids = [&it.policy_id, &it.remote_policy_id];
            let is_one =
                |it: &Option<Text<'_>>, all: &[&str]| it.as_deref().is_some_and(|it| all.contains(&it));
            policies.as_ref().is_none_or(|all| ids.into_iter().any(|it| is_one(it, all)))
        };
        Ok(each_row(page(answers.first())?, ask.explain, each, |row, out| {
            let wire: Wire<'_> = serde_json::from_str(row.get())?;
            let (record, kind) = balance(wire, person, &kinds, ask.asked, &mut out.defects);
            if is_wanted(&record) {
                out.give_with(record.id.as_deref(), &record, kind.map(|it| it.source.get().as_bytes()));
            } else {
                out.pass_over();
            }
            Ok(())
        }))
    }
}

impl Resource for PoliciesOfPerson {
    fn rules(&self) -> &'static [FieldRule] {
        POLICY_OF_PERSON
    }

    fn page_limit(&self) -> u32 {
        u32::MAX
    }

    fn plan(&self, ask: &Ask<'_>) -> Result<Plan, CallError> {
        plan(ask)
    }

    fn further(&self, _: &Ask<'_>, _: &Answers<'_>) -> Result<Vec<(String, Call)>, CallError> {
        Ok(vec![kinds::list_v1()])
    }

    fn read(&self, ask: &Ask<'_>, answers: &Answers<'_>, each: Each<'_>) -> Result<PageInfo, CallError> {
        let kinds = told_by_v1(answers.further);
        Ok(each_row(page(answers.first())?, ask.explain, each, |row, out| {
            let wire: Wire<'_> = serde_json::from_str(row.get())?;
            let id = out.values().id("id", wire.id);
            let name = out.values().text("name", wire.name);
            let Some(kind) = kind_of(&kinds, id.as_ref(), name.as_ref(), &mut out.values()) else {
                return Ok(());
            };
            if is_of_type(&kind.policy, ask.filters) {
                let detail = Some(kind.source.get().as_bytes());
                out.give_with(kind.policy.id.as_deref(), &kind.policy, detail);
            } else {
                out.pass_over();
            }
            Ok(())
        }))
    }
}

fn plan(ask: &Ask<'_>) -> Result<Plan, CallError> {
    let person = number(ask.parent.unwrap_or_default())?;
    Ok(Plan::call(Call::with_path(operation("v1_get_absence_balance"), &[person])))
}

/// Whether what is asked for needs the types.
fn needs_kinds(asked: &Asked, filters: &Filters) -> bool {
    let is_wanted = |it: &&str| asked.fields.inside(it).is_some();
    ["policy_id", "balance_unit"].iter().any(is_wanted)
        || asked.expands("policy")
        || filters.text("policy_ids").is_some()
}

#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'b"))]
struct Wire<'b> {
    id: Scalar<'b>,
    name: Scalar<'b>,
    balance: Scalar<'b>,
    available_balance: Scalar<'b>,
}

fn balance<'b, 'k>(
    wire: Wire<'b>,
    person: &str,
    kinds: &'k Told<Kind<'b>>,
    asked: &Asked,
    defects: &mut Vec<Defect>,
) -> (TimeOffBalance<'b>, Option<&'k Kind<'b>>) {
    let mut values = Values { defects };
    let remote_policy_id = values.id("id", wire.id);
    let name = values.text("name", wire.name);
    let kind = kind_of(kinds, remote_policy_id.as_ref(), name.as_ref(), &mut values);
    let policy = kind.map(|it| &it.policy);
    let person = Text::from(person.to_owned());
    let record = TimeOffBalance {
        id: remote_policy_id.as_deref().map(|it| format!("{}-{it}", &*person).into()),
        employee_id: Some(person.clone()),
        remote_employee_id: Some(person),
        policy_id: policy.and_then(|it| it.id.clone()),
        remote_policy_id,
        policy: policy.filter(|_| asked.expands("policy")).cloned(),
        current_balance: values.number("balance", wire.balance),
        available_balance: values.number("available_balance", wire.available_balance),
        balance_unit: policy.and_then(|it| it.duration_unit.clone()),
        ..TimeOffBalance::default()
    };
    (record, kind)
}

/// The type of a balance: that of its number. No page says that the number is that of the type (?), so the names must
/// agree.
fn kind_of<'k, 'b>(
    kinds: &'k Told<Kind<'b>>,
    id: Option<&Text<'b>>,
    name: Option<&Text<'b>>,
    values: &mut Values<'_>,
) -> Option<&'k Kind<'b>> {
    let kind = kinds.get(id?, "attributes", values)?;
    (kind.policy.name.as_ref() == name).then_some(kind)
}

use Evidence::{Guess, Official};
use Source::PageDetail;

const READ: Rules = Rules("time_off:read");

#[rustfmt::skip] // a table: one row a field
static BALANCE: &[FieldRule] = &[
    READ.row("id", "id", "the person's number and that of the type", Guess),
    READ.nowhere("remote_id", "balances have no ids there: the one that stands in a balance is that of the type"),
    READ.row("employee_id", "{id}", "the person in the path of the question", Official),
    READ.row("remote_employee_id", "{id}", "the person in the path of the question", Official),
    READ.row("policy_id", "attributes.id_v2", "the id under which v2 has the type of this number and name; left out of `fields` together with `balance_unit`, the call is saved", Guess).source(PageDetail),
    READ.row("remote_policy_id", "id", "as text: the number of the type in v1", Guess),
    READ.row("policy", "attributes", "the type of this number and name", Guess).source(PageDetail).needs(Needs::Expand),
    READ.row("current_balance", "balance", "as of today: of an absence that goes on only what is over", Official),
    READ.row("available_balance", "available_balance", "what is left to be planned", Official),
    READ.nowhere("initial_balance", "Personio does not tell it"),
    READ.row("balance_unit", "attributes.unit", "what the type is counted in; that the balance is too is a guess", Guess).source(PageDetail),
    READ.nowhere("balance_start_date", "Personio does not tell it"),
    READ.nowhere("balance_expiry_date", "Personio does not tell what is carried over"),
    READ.nowhere("is_unlimited", "Personio does not tell it"),
    READ.nowhere("updated_at", "Personio does not tell it"),
];

#[rustfmt::skip] // a table: one row a field
static POLICY_OF_PERSON: &[FieldRule] = &[
    READ.row("id", "attributes.id_v2", "the id under which v2 has the type of this number and name", Guess).source(PageDetail),
    READ.row("remote_id", "attributes.id_v2", "the id under which v2 has the type of this number and name", Guess).source(PageDetail),
    READ.row("name", "attributes.name", "as it stands", Official).source(PageDetail),
    READ.nowhere("description", "types of absence have no description"),
    READ.row("type", "attributes.category", "by Personio's category; several of them are other", Official).source(PageDetail),
    READ.row("duration_unit", "attributes.unit", "days or hours", Official).source(PageDetail),
    READ.nowhere("reasons", "absences have no reasons to choose from"),
    READ.nowhere("created_at", "Personio does not tell it"),
    READ.nowhere("updated_at", "Personio does not tell it"),
];
