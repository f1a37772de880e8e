//! `/v1/company/employees/{id}/absences/balance`: what somebody has left of their days off.

use crate::access::tokens::Grant;
use crate::rules::balance::{Account, Accrual, CarryOver, balances};
use crate::switch::{Switch, Switches};
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::Call;
use crate::wire::json::{Json, Object};
use crate::wire::refusal;

/// Shows a balance for each type that the employee is entitled to; which types the real one lists is [?].
pub(crate) fn show(call: &Call<'_>, _: &Grant) -> Outcome {
    let company = call.company();
    let person = call.param(0).parse().ok().and_then(|it| company.people.get(it));
    let person = person.ok_or_else(refusal::v1_not_found)?;
    let today = company.day_of(call.now());
    let mut json = Json::with_capacity(512);
    json.raw("{\"success\":true,\"data\":[");
    for (at, it) in balances(&company, person, today, account(call.state.switches())).into_iter().enumerate()
    {
        json.raw(if at > 0 { "," } else { "" });
        let mut body = Object::open(&mut json);
        body.key("id").int(i64::from(it.kind.id));
        body.text("name", Some(&it.kind.name)).text("category", it.kind.category.as_deref());
        body.key("balance").hundredths(it.now);
        body.key("available_balance").hundredths(it.available);
        body.close();
    }
    json.raw("]}");
    Ok(Answer::ok(json))
}

/// The rules of the account, as the switches stand.
pub(crate) fn account(switches: &Switches) -> Account {
    let accrual = match switches.get(Switch::AbsenceAccrual) {
        "monthly" => Accrual::Monthly,
        _ => Accrual::Yearly,
    };
    let carry_over = match switches.get(Switch::AbsenceCarryOver) {
        "nothing" => CarryOver::Nothing,
        "everything" => CarryOver::Everything,
        _ => CarryOver::UntilMarch,
    };
    Account { accrual, carry_over, pending_counts: switches.is(Switch::AbsencePending, "planned") }
}
