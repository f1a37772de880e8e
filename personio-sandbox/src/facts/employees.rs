//! Employees of v1 (facts §8, §8.1).

use super::mark::{L, LQ, O, OQ, OT, QT, T, U};
use super::{Fact, fact};
use crate::switch::Switch;

pub(super) const FACTS: &[Fact] = &[
    fact(
        "8",
        OQ,
        "V1, SEM",
        "`attributes[]` shows the named attributes alone; with `updated_since` it also says whose changes count.",
    ),
    fact(
        "8",
        O,
        "V1",
        "A new employee is written as JSON or as a form with `employee[…]`, and answered with 200 and its id.",
    ),
    fact("8", O, "V1", "Departments, offices and subcompanies are written by name."),
    fact("8", U, "V1", "A name that there isn't is left out, and the answer says so in `meta`.")
        .switched(&[Switch::V1UnknownNames]),
    fact("8", O, "V1", "Without a status the hire date decides: `active` if it is over, else `onboarding`."),
    fact("8", O, "V1", "A change can't touch the e-mail address, and ignores attributes that there aren't."),
    fact(
        "8",
        O,
        "V1",
        "`balance` of an absence counts what was taken until today, `available_balance` what is planned as well.",
    ),
    fact(
        "8",
        O,
        "V1",
        "Attributes are listed with key, label, type, universal id, and options for lists and tags; `custom-attributes` is the same list.",
    ),
    fact(
        "8",
        O,
        "V1",
        "A picture is a PNG of the wanted width, for whoever may read the attribute; the width can be left out.",
    ),
    fact(
        "8",
        T,
        "PY",
        "JSON with names like `employee[email]`, as one client sends it, is taken as a form would be.",
    )
    .switched(&[Switch::V1BracketedNames]),
    fact("8.1", O, "V1", "Every attribute is an object of label, value, type and universal id."),
    fact("8.1", O, "V1", "Weekly hours are a text; salaries are numbers beside a currency."),
    fact("8.1", O, "V1", "A supervisor is a short employee, or null."),
    fact(
        "8.1",
        OT,
        "V1, NG",
        "Office, department, team and subcompany are objects with id and name, or null.",
    )
    .switched(&[Switch::V1Units]),
    fact(
        "8.1",
        O,
        "V1",
        "Cost centers have percentages, work schedules hours for each day, holiday calendars country and state.",
    ),
    fact(
        "8.1",
        O,
        "V1",
        "Own attributes are `dynamic_` with a number, labelled with their name, mostly without a universal id.",
    ),
    fact("8.1", L, "PY", "Several tags come as one text, joined by commas or written as JSON."),
    fact("8.1", LQ, "DLT, F", "What may not be read, and what was removed, is no key at all."),
    fact("8.1", T, "NG", "An employment of an outsider is `external`."),
    fact(
        "8.2",
        O,
        "V1",
        "Where another object names an employee, it has id, names and e-mail address as attributes.",
    ),
    fact(
        "8.2",
        QT,
        "F",
        "`status` is one of onboarding, active, leave and inactive, and moves with the clock.",
    ),
];
