//! Org units, legal entities, cost centers, workplaces and jobs.

use super::step::{Step, get};

pub(super) fn steps() -> Vec<Step> {
    vec![
        get("departments", "/v2/org-units?type=department").keep("departments", "/_data/*/id"),
        get("teams with what is above", "/v2/org-units?type=team&include_parent_chain=true")
            .keep("teams", "/_data/*/id"),
        get("units of an unknown type", "/v2/org-units?type=nothing").expect(400),
        get("each department", "/v2/org-units/{departments}?type=department"),
        get("each team", "/v2/org-units/{teams}?type=team&include_parent_chain=true"),
        get("a unit without its type", "/v2/org-units/1").expect(400),
        get("an unknown unit", "/v2/org-units/999999?type=team").expect(404),
        get("legal entities", "/v2/legal-entities").keep("entities", "/_data/*/id"),
        get("a page of none", "/v2/legal-entities?limit=0").expect(400),
        get("each legal entity", "/v2/legal-entities/{entities}"),
        get("an unknown legal entity", "/v2/legal-entities/999999").expect(404),
        get("cost centers", "/v2/cost-centers?sort=-name"),
        get("cost centers by an unknown order", "/v2/cost-centers?sort=nothing").expect(400),
        get("workplaces", "/v2/workplaces"),
        get("workplaces without opting in", "/v2/workplaces").without_beta().expect(404),
        get("workplaces without a token", "/v2/workplaces").without_token().expect(401),
        get("jobs", "/v2/jobs"),
        get("too large a page of jobs", "/v2/jobs?limit=1000").expect(400),
    ]
}
