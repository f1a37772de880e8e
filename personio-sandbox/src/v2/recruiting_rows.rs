//! How v2 writes the rows of recruiting.

use jiff::Timestamp;

use crate::model::company::Company;
use crate::model::person::Gender;
use crate::model::recruiting::{
    Application, Candidate, JobPosition, RecruitingCategory, Stage, SystemStage, Transition,
};
use crate::switch::Switch;
use crate::wire::call::Call;
use crate::wire::json::{Json, Object};

/// What rows are written with.
pub(super) struct Rows<'a> {
    company: &'a Company,
    /// Scheme and host of the links.
    base: String,
    lower_case: bool,
    null_when_anonymized: bool,
}

impl<'a> Rows<'a> {
    pub(super) fn new(call: &Call<'_>, company: &'a Company) -> Self {
        Self {
            company,
            base: call.base(),
            lower_case: call.switched(Switch::RecruitingWords, "lower-case"),
            null_when_anonymized: call.switched(Switch::RecruitingAnonymized, "null"),
        }
    }

    pub(super) fn application(&self, json: &mut Json, it: &Application) {
        let mut body = Object::open(json);
        id(&mut body, it.id);
        body.date("application_date", Some(it.date));
        let candidate = self.company.candidates.get(it.candidate);
        let mut short = Object::open(body.key("candidate"));
        id(&mut short, it.candidate);
        if let Some(candidate) = candidate {
            self.email(&mut short, candidate);
            self.names(&mut short, candidate);
            self.gender(&mut short, candidate);
        }
        short.close();
        let position = self.company.job_positions.get(it.position);
        let mut job = Object::open(body.key("job"));
        id(&mut job, it.position);
        if let Some(position) = position {
            job.text("name", Some(&position.name));
            self.department(&mut job, position);
            self.category_of(&mut job, position);
        }
        job.close();
        self.stage(body.key("current_stage"), it.stage());
        let channel = it.channel.and_then(|it| self.company.recruiting_channels.get(it));
        named(&mut body, "channel", channel.map(|it| (it.id, &*it.name)));
        self.hiring_team(&mut body, position);
        body.key("is_anonymized").value(&candidate.is_some_and(|it| it.anonymized));
        moment(body.key("created_at"), it.created_at);
        moment(body.key("updated_at"), it.updated_at);
        body.close();
    }

    pub(super) fn transition(&self, json: &mut Json, it: Transition) {
        let mut body = Object::open(json);
        moment(body.key("entered_at"), it.entered_at);
        self.stage(body.key("stage"), it.stage);
        body.close();
    }

    /// Times of candidates are plain, unlike those of all others (facts §7 [L]).
    pub(super) fn candidate(&self, json: &mut Json, it: &Candidate) {
        let mut body = Object::open(json);
        id(&mut body, it.id);
        self.names(&mut body, it);
        self.email(&mut body, it);
        self.gender(&mut body, it);
        body.text("phone", it.phone.as_deref()).text("location", it.location.as_deref());
        body.date("birthday", it.birthday);
        body.text("linkedin_profile", it.linkedin_profile.as_deref());
        body.text("available_from", it.available_from.as_deref());
        let list = body.key("applications");
        list.raw("[");
        for (at, application) in self.company.applications_of(it).enumerate() {
            list.raw(if at > 0 { "," } else { "" });
            let mut short = Object::open(list);
            id(&mut short, application.id);
            short.date("application_date", Some(application.date)).close();
        }
        list.raw("]");
        body.key("created_at").utc(it.created_at);
        body.key("updated_at").utc(it.updated_at);
        body.close();
    }

    pub(super) fn job(&self, json: &mut Json, it: &JobPosition) {
        let mut body = Object::open(json);
        id(&mut body, it.id);
        body.text("name", Some(&it.name));
        self.department(&mut body, it);
        self.category_of(&mut body, it);
        self.hiring_team(&mut body, Some(it));
        body.reference("company", Some(self.company.profile.id));
        moment(body.key("created_at"), it.created_at);
        moment(body.key("updated_at"), it.updated_at);
        body.close();
    }

    /// Whether the stages of the system belong to the list of a category is not known [?].
    pub(super) fn category(&self, json: &mut Json, it: &RecruitingCategory) {
        let mut body = Object::open(json);
        id(&mut body, it.id);
        body.text("name", Some(&it.name));
        let system = |it: SystemStage| Stage::System(it);
        let first = std::iter::once(system(SystemStage::Unassigned));
        let custom = it.phases.iter().map(|it| Stage::Custom(*it));
        let others = SystemStage::ALL.into_iter().filter(|it| *it != SystemStage::Unassigned).map(system);
        let list = body.key("stages");
        list.raw("[");
        for (at, stage) in first.chain(custom).chain(others).enumerate() {
            list.raw(if at > 0 { "," } else { "" });
            self.stage(list, stage);
        }
        list.raw("]");
        body.reference("company", Some(self.company.profile.id));
        body.close();
    }

    /// Id and name can be null (facts §9.7 [L]): stages of the system have only their kind. That the type is the one of
    /// v1's phases is assumed, as is the spelling of both [?].
    fn stage(&self, json: &mut Json, stage: Stage) {
        let mut body = Object::open(json);
        let (kind, word) = match stage {
            Stage::System(stage) => {
                body.key("id").raw("null");
                (stage.as_str(), "system")
            }
            Stage::Custom(number) => {
                id(&mut body, number);
                ("custom", "custom")
            }
        };
        let name = match stage {
            Stage::System(_) => None,
            Stage::Custom(number) => self.company.recruiting_phases.get(number).map(|it| &*it.name),
        };
        body.text("kind", Some(&self.word(kind))).text("name", name);
        body.text("type", Some(&self.word(word))).close();
    }

    /// What an anonymised candidate's name and address read is not known [?].
    fn names(&self, body: &mut Object<'_>, it: &Candidate) {
        let (first, last) = match (it.anonymized, self.null_when_anonymized) {
            (false, _) => (Some(&*it.first_name), Some(&*it.last_name)),
            (true, true) => (None, None),
            (true, false) => (Some("Anonymized"), Some("Candidate")),
        };
        body.text("first_name", first).text("last_name", last);
    }

    fn email(&self, body: &mut Object<'_>, it: &Candidate) {
        let address = match (it.anonymized, self.null_when_anonymized) {
            (false, _) => Some(it.email.clone()),
            (true, true) => None,
            (true, false) => Some(format!("anonymized-{}@example.com", it.id)),
        };
        body.text("email", address.as_deref());
    }

    fn gender(&self, body: &mut Object<'_>, it: &Candidate) {
        let word = it.gender.map(|it| match it {
            Gender::Male => "male",
            Gender::Female => "female",
            Gender::Diverse => "diverse",
        });
        body.text("gender", word.map(|it| self.word(it)).as_deref());
    }

    fn word(&self, word: &str) -> String {
        if self.lower_case { word.to_owned() } else { word.to_ascii_uppercase() }
    }

    fn department(&self, body: &mut Object<'_>, it: &JobPosition) {
        let unit = it.department.and_then(|it| self.company.units.get(it));
        named(body, "department", unit.map(|it| (it.id, it.name.as_str())));
    }

    fn category_of(&self, body: &mut Object<'_>, it: &JobPosition) {
        let category = it.category.and_then(|it| self.company.recruiting_categories.get(it));
        named(body, "category", category.map(|it| (it.id, &*it.name)));
    }

    /// Everybody responsible, with a link; empty when nobody is (facts §9.7 [O]).
    fn hiring_team(&self, body: &mut Object<'_>, it: Option<&JobPosition>) {
        let list = body.key("hiring_team");
        list.raw("[");
        for (at, (person, role)) in it.iter().flat_map(|it| &it.hiring_team).enumerate() {
            list.raw(if at > 0 { "," } else { "" });
            let number = i64::from(*person);
            list.raw("{\"person\":{\"id\":\"")
                .int(number)
                .raw("\",\"_meta\":{\"links\":{\"self\":{\"href\":\"");
            list.text(&self.base).raw("/v2/persons/").int(number);
            list.raw("\"}}}},\"role\":{\"name\":").string(role).raw("}}");
        }
        list.raw("]");
    }
}

fn id(body: &mut Object<'_>, id: u32) {
    body.key("id").raw("\"").int(i64::from(id)).raw("\"");
}

fn named(body: &mut Object<'_>, key: &str, row: Option<(u32, &str)>) {
    let json = body.key(key);
    let Some((number, name)) = row else {
        json.raw("null");
        return;
    };
    let mut row = Object::open(json);
    id(&mut row, number);
    row.text("name", Some(name)).close();
}

/// A moment as applications, jobs and transitions have it (facts §7 [L]); that the zone is always UTC is assumed [?].
fn moment(json: &mut Json, at: Timestamp) {
    json.raw("{\"date-time\":").utc(at).raw(",\"timezone\":\"UTC\"}");
}
