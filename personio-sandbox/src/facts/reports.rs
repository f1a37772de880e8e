//! Reports of both generations (facts §8, §8.2, §9.6).

use super::mark::{L, O, OL, T, U};
use super::{Fact, fact};
use crate::switch::Switch;

pub(super) const FACTS: &[Fact] = &[
    fact("8", O, "V1", "v1 lists custom reports, their columns, and the rows of one, employee by employee."),
    fact(
        "8.2",
        O,
        "V1",
        "A custom report is of a day, of a history or of a span, and its values are typed by column.",
    ),
    fact(
        "9.6",
        OL,
        "R:listcompanyreports, SE",
        "v2 lists reports newest first, and only those that are opened to the API.",
    ),
    fact("9.6", O, "R:getreport", "A report of v2 comes whole unless a limit is given."),
    fact(
        "9.6",
        L,
        "SE",
        "A row of v2 is a list of cells in the order of the columns, each with a value by type.",
    ),
    fact(
        "9.6",
        L,
        "SE",
        "Grouped reports, and reports that are shared but can't be read, are a 400 with a text from inside.",
    ),
    fact(
        "9.6",
        L,
        "SE",
        "A report that there isn't is a 400 that names it, and a missing right a 400 `Unauthorized token`.",
    )
    .switched(&[Switch::V2ReportUnknown]),
    fact(
        "9.6",
        L,
        "SE",
        "The list of reports of v2 tells what a report is shown as, and when it was edited.",
    )
    .switched(&[Switch::V2ReportList]),
    fact("9.6", U, "", "The list of reports of v2 is narrowed by whole names.")
        .switched(&[Switch::V2ReportName]),
    fact("8.2", U, "", "Durations of custom reports are told in minutes.")
        .switched(&[Switch::V1ReportDurations]),
    fact("9.6", O, "R:getreport", "Other parameters beside a cursor are refused."),
    fact("9.6", T, "FI", "Attributes of reports can be listed."),
];
