//! The page that tells what of a provider is covered: made from the rules that explain each value.

use std::fmt::Write as _;

use nabe_model::coverage::{Coverage, CoveredField, CoveredObject, NotServed};

/// The page, as Markdown.
pub(crate) fn markdown(name: &str, coverage: &Coverage) -> String {
    let mut page = format!(
        "# What of {name} is covered\n\nEach field of the unified API: where it comes from, which permission and \
         which attribute it needs, what it costs beside the calls of the list, and how well {name}'s side is known. \
         The same is in the API, at `GET /connectors/meta/{{connector}}`.\n\n"
    );
    for object in &coverage.objects {
        self::object(&mut page, object);
    }
    page.push_str("## Not served\n\nThese answer `not_supported` and say why.\n\n");
    page.push_str("| Operation | Why |\n| --- | --- |\n");
    for NotServed { operation, limit, why } in &coverage.not_served {
        let who = if *limit == "provider" { name } else { "Nabe" };
        let _ = writeln!(page, "| `{operation}` | {who}: {} |", cell(why));
    }
    page
}

fn object(page: &mut String, object: &CoveredObject) {
    let _ = writeln!(page, "## {}\n", object.object);
    let operations: Vec<String> = object.operations.iter().map(|it| format!("`{it}`")).collect();
    if object.fields.is_empty() {
        let _ = writeln!(page, "{}. Answers with a file, by one call.\n", operations.join(", "));
        return;
    }
    let rows = object.rows_per_call.map_or("The list comes whole with one call.".to_owned(), |rows| {
        format!("One call brings up to {rows} rows.")
    });
    let _ = writeln!(page, "{}. {rows}\n", operations.join(", "));
    page.push_str("| Field | From | Rule | Permission | Attribute | Asked by | Further calls | Known |\n");
    page.push_str("| --- | --- | --- | --- | --- | --- | --- | --- |\n");
    for field in &object.fields {
        row(page, field);
    }
    page.push('\n');
}

fn row(page: &mut String, field: &CoveredField) {
    let code = |text: &str| if text.is_empty() { "-".to_owned() } else { format!("`{}`", cell(text)) };
    let CoveredField {
        field,
        covered,
        mappable,
        path,
        rule,
        permission,
        attribute,
        asked_by,
        cost,
        evidence,
    } = field;
    let from = if *covered { code(path) } else { "not there".to_owned() };
    let from = if mappable.is_empty() { from } else { format!("{from}, or a mapping of the account") };
    let cost = match *cost {
        "call_per_record" => "one a record",
        "call_per_page" => "one a page",
        "call_per_person" => "one a person, unless a setting of the account tells it",
        _ => "none",
    };
    let _ = writeln!(
        page,
        "| `{field}` | {from} | {} | `{permission}` | {} | {} | {cost} | {} |",
        cell(rule),
        code(attribute.unwrap_or_default()),
        code(asked_by.unwrap_or_default()),
        evidence.replace('_', " "),
    );
}

/// A bar would end the cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
