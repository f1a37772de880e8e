//! Compensations, their types and salary bands (facts §9.5).

use super::mark::{L, LT, O, OQ, OT, T, U};
use super::{Fact, fact};
use crate::switch::Switch;

pub(super) const FACTS: &[Fact] = &[
    fact(
        "9.5",
        O,
        "R:post_v2-compensations",
        "Compensations are listed for a month, 100 at a time and at most; a longer span is refused.",
    ),
    fact(
        "9.5",
        OT,
        "R:post_v2-compensations, StackOne",
        "Pay is told without proration, and only for people with a base salary and a legal entity.",
    )
    .switched(&[Switch::V2CompensationNeeds]),
    fact(
        "9.5",
        O,
        "R:post_v2-compensations",
        "A new compensation names person, type, value and first day; the interval is MONTHLY unless it says otherwise.",
    ),
    fact(
        "9.5",
        O,
        "R:post_v2-compensations",
        "No compensation can be changed or deleted, and no bonus be made.",
    ),
    fact("9.5", LT, "FI, PK", "A new compensation can be a 403 in spite of both scopes.")
        .switched(&[Switch::V2CompensationCreate]),
    fact(
        "9.5",
        O,
        "R:post_v2-compensations-types",
        "Types are listed and made with name and category, RECURRING or ONE_TIME.",
    ),
    fact("9.5", OQ, "R:post_v2-compensations, F", "Some types are refused for a new compensation."),
    fact(
        "9.5",
        T,
        "BO",
        "Salary bands are listed with id and name; what else they tell is published nowhere.",
    )
    .switched(&[Switch::V2SalaryBandFields]),
    fact("9.5", L, "SE", "Amounts have two decimals and a currency."),
    fact(
        "9.5",
        U,
        "",
        "What is paid is told in the fields of the request that makes it; a client reads `id`, `amount` and hours.",
    )
    .switched(&[Switch::V2CompensationRow]),
    fact("9.5", U, "", "Salary bands are there without `Beta: true`.").switched(&[Switch::SalaryBandsBeta]),
    fact("9.5", U, "", "The list of types has those of salaries, wages and bonuses as well.")
        .switched(&[Switch::V2CompensationTypes]),
    fact("9.5", U, "", "A new compensation is answered whole.").switched(&[Switch::V2CompensationCreated]),
    fact("9.5", U, "", "A compensation or a type that contradicts what there is is a 400.")
        .switched(&[Switch::V2CompensationRefused]),
];
