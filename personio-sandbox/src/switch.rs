//! Switches for what nobody knows: each behaviour with two plausible answers has a name, its positions and a default.
//!
//! The first position is the default. It must not know what a position does: whoever behaves one way or the other asks.

use std::sync::atomic::{AtomicU8, Ordering};

/// One switch.
#[derive(Debug)]
pub(crate) struct Definition {
    pub(crate) name: &'static str,
    /// The question that no source answers.
    pub(crate) question: &'static str,
    /// Where the question stands in the facts.
    pub(crate) source: &'static str,
    /// The first is the default.
    pub(crate) positions: &'static [&'static str],
}

/// Declares the switches once: variant, name, positions, question, source.
macro_rules! switches {
    ($($variant:ident $name:literal [$($position:literal)+] $question:literal $source:literal;)+) => {
        /// A behaviour that can be switched.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Switch { $($variant),+ }

        /// Every switch, in the order of the variants.
        pub(crate) const SWITCHES: &[Definition] = &[
            $(Definition { name: $name, question: $question, source: $source, positions: &[$($position),+] }),+
        ];

        const COUNT: usize = SWITCHES.len();

        #[cfg(test)]
        impl Switch {
            /// Every switch.
            pub(crate) const ALL: [Self; COUNT] = [$(Self::$variant),+];
        }
    };
}

switches! {
    V1Attendance "v1-attendance" ["live" "410" "404"]
        "What attendance and project routes of v1 answer after 2026-08-30." "§0.1, §15.1";
    EmployeesOverLimit "v1-employees-over-limit" ["clamp" "400"]
        "What v1 employees answer to a `limit` over 100." "§15.2";

    RecruitingBeta "v2-recruiting-beta" ["required" "optional"]
        "Whether recruiting of v2 hides from calls without `Beta: true`: a change note without a date ends the beta." "§9.7, §13.15";
    RecruitingOne "v2-recruiting-one" ["bare" "wrapped"]
        "Whether one application, candidate, job or category comes bare or as `{\"_data\": …}`." "§9.7";
    RecruitingBothTimes "v2-recruiting-both-times" ["400" "range"]
        "What recruiting of v2 answers to `updated_at.lt` and `updated_at.gt` together." "§9.7";
    RecruitingWords "v2-recruiting-words" ["upper-case" "lower-case"]
        "How recruiting of v2 spells kinds and types of stages, and genders." "§9.7";
    RecruitingAnonymized "v2-recruiting-anonymized" ["placeholders" "null"]
        "What name and address of an anonymised candidate read." "§9.7";
    SystemPhase "v1-recruiting-system-phase" ["unassigned" "400"]
        "What v1 applications answer to a system phase that isn't one: the text says `unassigned`, the list of errors has one for it." "§10, §13.20";
    UnknownCareerSite "career-site-unknown" ["404" "307"]
        "What the career site of a company that there isn't answers to `/xml`." "§10";
    CareerSiteDomain "career-site-domain" ["as-called" "307"]
        "Whether a career site under `personio.de` answers there, or leads on to `personio.com`." "§10, §14";
    FeedMediaType "career-feed-media-type" ["application/xml" "text/xml"]
        "The media type of the feed: the published file has the one, readers of live feeds report the other." "§10";
    FeedCreatedAt "career-feed-created-at" ["colon" "no-colon"]
        "Whether the offset of `createdAt` has a colon, as readers of live feeds report, or none, as in the published example." "§10";

    RateLimits "rate-limits" ["on" "off"]
        "Whether too many calls are refused; off still counts them for the headers." "§5";
    RateLimitKey "rate-limit-key" ["credential-and-route" "company-and-route" "credential"]
        "Who shares a bucket of calls." "§5, §15.3";
    EmployeesLimit "v1-employees-limit" ["300-a-minute" "5-a-second"]
        "How v1 employees are limited: 300 a minute and 15 a second, or 5 a second with a burst of 15." "§5";
    V1OtherLimit "v1-other-limit" ["none" "10-a-second"]
        "Whether the other routes of v1 have a limit that isn't published, like 10 a second with a burst of 100." "§5";
    V2OtherBurst "v2-other-burst" ["30" "100"]
        "How many calls at once the routes of v2 allow that refill by 10 a second." "§5";
    V1TooManyBody "v1-429-body" ["json" "empty"]
        "What v1 says with a 429." "§15.3";
    V2TooManyBody "v2-429-body" ["empty" "problem"]
        "What v2 says with a 429; jobs are described with a problem." "§5, §15.3";

    V1WrongCredentials "v1-wrong-credentials" ["403" "401"]
        "The status of a token request of v1 with a wrong id or secret." "§2.1, §15.3";
    V1WrongCredentialsCode "v1-wrong-credentials-code" ["status" "0"]
        "Whether `error.code` repeats that status, or is 0 as in other errors of v1." "§2.1, §4.1, §15.3";
    V1MissingCredentials "v1-missing-credentials" ["400" "as-wrong"]
        "What a token request of v1 without id or secret gets." "§2.1";
    V2WrongSecret "v2-wrong-secret" ["invalid_client" "unauthorized_client"]
        "Which of the two documented errors a wrong secret gets; the example of the second has one." "§2.2";
    RevokeAuthorization "revoke-authorization" ["open" "bearer" "refused"]
        "Who may end a token: anyone, whoever sends a valid one as bearer, or nobody, as one user was told." "§2.3";
    RevokeEffect "revoke-effect" ["new-value" "same-value" "none"]
        "What the next token request gives after a token was ended; `none` lets it live on." "§2.3, §15.5";
    V2UnauthorizedBody "v2-401-body" ["problem" "message" "empty"]
        "What v2 says to a token that is missing, unknown, expired or revoked." "§15.5";
    PersonsUnauthorizedBody "persons-401-body" ["message" "problem"]
        "What persons say with a 401; the text is known, its shape is not." "§4.2, §15.5";
    ReportsBadToken "reports-bad-token" ["401" "400"]
        "Whether reports answer a bad token as they answer a missing right." "§15.5";
    EmploymentsMissingRight "employments-missing-right" ["401" "403"]
        "Whether employments answer a missing right as persons do." "§1.1";
    GuessedScopes "guessed-scopes" ["listed" "unlisted"]
        "Whether scopes exist whose names only follow the pattern of others." "§1.1, §15.8";
    AppHeaders "app-headers" ["ignored" "form" "required"]
        "Whether calls are refused whose partner or app header is badly formed, or missing." "§3, §15.9";
    AppHeaderNames "app-header-names" ["both" "x-only"]
        "Whether partner and app headers are read that are spelled without `X-`." "§3, §15.9";
    OrgUnitsBeta "org-units-beta" ["open" "hidden"]
        "Whether the list of org units hides from calls without `Beta: true`." "§3, §9.5";

    SalaryBandsBeta "salary-bands-beta" ["open" "hidden"]
        "Whether salary bands hide from calls without `Beta: true`." "§9.5";

    V1FailedWrites "v1-failed-writes" ["status" "200"]
        "Whether writes of v1 that fail say so by their status, or with 200 and `success: false`." "§4.1";
    V2ProblemType "v2-problem-type" ["address" "null"]
        "Whether the `type` of a problem of v2 is the address of its description, or null as in one live answer." "§4.2";
    AlteredCursor "altered-cursor" ["400" "first-page"]
        "What a cursor gets that was altered or has expired." "§15.11";
    CursorLifetime "cursor-lifetime" ["unlimited" "1h"]
        "How long a cursor lives." "§15.11";
    CursorParameters "cursor-with-parameters" ["400" "cursor-wins"]
        "What parameters get that contradict the cursor beside them." "§6";

    V1UnknownNames "v1-unknown-names" ["ignored" "created" "422"]
        "What becomes of a department, an office or a subcompany of a name that there isn't, when v1 writes an employee." "§8, v1 file";
    V1BracketedNames "v1-bracketed-names" ["nested" "422"]
        "Whether v1 takes `employee[email]` in JSON, as one client sends it, for `email` of `employee`." "§8, personio-py";
    V1Dates "v1-employee-dates" ["t" "space"]
        "What stands between day and time in dates of v1 employees: newer answers have a T, the file's examples a space." "§7";
    V1Units "v1-units" ["objects" "names"]
        "Whether office, department and team of a v1 employee are objects, or texts as one client expects." "§8.1";
    V1Attributes "v1-attributes" ["open" "headers"]
        "Whether the list of attributes answers 403 to calls that don't name partner and app." "§1.1, §13.25";
    V2PersonRequired "v2-person-required" ["names" "names-email-language-employment"]
        "What a new person must have in v2." "§9.1";
    V2PersonCreated "v2-person-created" ["id" "data" "person"]
        "Whether a new person is answered as `id`, as `_data.id`, or as the whole person." "§9.1, §15.4";
    V2PersonEmail "v2-person-email" ["changes" "ignored" "400"]
        "What becomes of an `email` in a change of a person." "§9.1, §15.10";
    V2EmailTaken "v2-email-taken" ["400" "409"]
        "What an e-mail address is answered that somebody else has." "§9.1, §12";
    V2PersonDeleted "v2-person-deleted" ["204" "200"]
        "What a deleted person is answered." "§9.1, §15.4";
    V2EmploymentRequired "v2-employment-required" ["nothing" "status-start-type"]
        "Which fields a change of an employment must have." "§9.1, §15.10";
    V2Weights "v2-cost-center-weights" ["100" "any"]
        "Whether the weights of an employment's cost centers must add up to 100." "§9.1";
    V2CostCenters "v2-cost-centers" ["beta" "404"]
        "Whether an account has the list of cost centers." "§9.5";
    V2OrganisationFields "v2-organisation-fields" ["full" "bare"]
        "Whether lists of org units and legal entities have more than ids, names, types and parents." "§15.7";

    DocumentScan "document-virus-scan" ["at-once" "10s"]
        "When the scan of an uploaded document is over; until then nobody can download it." "§9.4, §11.3";
    V1DocumentTooLarge "v1-document-too-large" ["422" "413"]
        "What v1 answers to a document of more than 30 MB." "§15.12, v1 file";
    V2DocumentPatch "v2-document-patch" ["200" "204"]
        "Whether a changed document is answered with the document or with nothing." "§9.4, §15.4";
    V2DocumentInvalid "v2-document-invalid" ["400" "422"]
        "What a change of a document is answered that has null or an empty text." "§9.4";

    V2CompensationNeeds "v2-compensation-needs" ["salary-and-legal-entity" "nothing"]
        "What a person must have for any of their compensations to be listed." "§9.5";
    V2CompensationTypes "v2-compensation-types" ["all" "recurring-and-one-time"]
        "Whether the list of types has those of salaries, wages and bonuses." "§9.5";
    V2CompensationCreate "v2-compensation-create" ["allowed" "403"]
        "Whether an account may make compensations; several may not, whatever their rights." "§9.5, §13.16";
    V2CompensationCreated "v2-compensation-created" ["compensation" "id"]
        "Whether a new compensation is answered whole or with its id alone." "§9.5, §15.4";
    V2CompensationRefused "v2-compensation-refused" ["400" "422"]
        "What a compensation or a type is answered that contradicts what there is." "§9.5";
    V2CompensationRow "v2-compensation-row" ["flat" "nested"]
        "Whether what is paid is told in the fields of the request, or with `id`, `amount`, hours a week and categories like `FIXED_SALARY`, as a client reads it." "§9.5, §15.7";
    V2SalaryBandFields "v2-salary-band-fields" ["bare" "full"]
        "Whether salary bands have more than ids and names; what more there is has names that are made up." "§9.5, §15.7";

    V1ReportDurations "v1-report-durations" ["minutes" "hours"]
        "In what custom reports of v1 count durations." "§8.2";
    V2ReportName "v2-report-name" ["exact" "contains"]
        "Whether the filter by name of the list of reports finds parts of names." "§9.6";
    V2ReportList "v2-report-list" ["bare" "full"]
        "Whether the list of reports has `chart_type` and `edited_at` beside ids and names, as a client's author met them." "§9.6, §15.7";
    V2ReportUnknown "v2-report-unknown" ["400" "404"]
        "What v2 answers to an unknown report: live readers met a 400, the page has a 404." "§9.6";
    V2ReportErrors "v2-report-errors" ["errors" "message"]
        "Which of two shapes the errors of a report of v2 have." "§4.2, §9.6";

    V2AttendancePatch "v2-attendance-patch" ["204" "200"]
        "Whether a changed attendance period is answered with nothing, or with its id as the page's text says." "§9.3, §15.4";
    V2AffectedPeriods "v2-affected-periods" ["listed" "left-out"]
        "Whether the answer to a new attendance period lists the periods that it affected." "§9.3";
    V2AttendanceOverlap "v2-attendance-overlap" ["422" "409" "allowed"]
        "What v2 answers to an attendance period that overlaps another one of the same type." "§9.3, §12";
    AttendanceZone "attendance-updated-zone" ["utc" "company"]
        "In which zone times without an offset in the filters for changed attendances are read." "§7";
    V1AttendanceDelete "v1-attendance-delete-approval" ["deleted" "pending"]
        "What becomes of an attendance whose deletion does not skip the approval." "§8";
    ProjectAssignment "attendance-project-assignment" ["ignored" "enforced"]
        "Whether time is refused on a project that is archived, over, or not assigned to the person." "§9.3";
    V1TimeOffsRange "v1-time-offs-range" ["within" "overlap"]
        "Which time-offs of v1 a range of days finds: those within it, as two users report, or all that touch it." "§8";
    V1AbsenceErrors "v1-absence-periods-errors" ["problem" "json"]
        "The media type of the errors of the list of hourly absences of v1." "§4.1";
    V1AbsenceUnit "v1-absence-unit" ["hour" "minutes"]
        "The word for the unit of hourly absences of v1; their durations are minutes." "§8.2";
    V1AbsenceCreated "v1-absence-period-created" ["object" "list"]
        "Whether a new hourly absence of v1 is answered as an object or as a list of one." "§8";
    V2AbsenceRange "v2-absence-range" ["overlap" "fields"]
        "Whether times in the filters of absences of v2 find all that overlap them, as the page says, or are compared one by one, as its parameters say." "§9.2";
    V2AbsenceEnd "v2-absence-end" ["exclusive" "inclusive"]
        "Whether a midnight at which an absence ends that is written in v2 is that after its last day, as in reads, or that of its last day, as one client has it." "§7, §9.2";
    V2AbsenceOffsets "v2-absence-offsets" ["shifted" "400"]
        "What becomes of times with an offset in a new or changed absence of v2." "§7, §13.9";
    V2AbsenceComment "v2-absence-comment" ["changes" "ignored"]
        "Whether a change of an absence in v2 changes its comment; one user found that it doesn't." "§9.2";
    V2AbsenceSubstitute "v2-absence-substitute" ["left-out" "shown"]
        "Whether absences of v2 tell the substitute; one user missed it." "§9.2";
    V2AbsenceCreated "v2-absence-created" ["id" "period"]
        "Whether a new absence of v2 is answered with its id or as a whole." "§9.2, §15.4";
    V2AbsencePatch "v2-absence-patch" ["204" "200"]
        "Whether a changed absence of v2 is answered with nothing, as the published page has it, or with its id." "§9.2, §15.4";
    V2AbsenceTypeUnit "v2-absence-type-unit" ["DAY" "DAILY"]
        "How v2 spells what a type of absence is counted in: as an example of its page, or as clients have it." "§9.2, §15.7";
    AbsenceTimerange "absence-timerange-event" ["changed" "always"]
        "Whether `absence-period.updated.timerange` tells only changes of times, or every change, as one user saw." "§11.3";
    AbsenceAccrual "absence-accrual" ["yearly" "monthly"]
        "When the account gives the days of a year: all at its start, or a twelfth each month." "§8";
    AbsenceCarryOver "absence-carry-over" ["until-march" "nothing" "everything"]
        "What becomes of days that a year leaves over." "§8";
    AbsencePending "absence-pending" ["planned" "ignored"]
        "Whether requests that wait for approval lessen the available balance." "§8";
    V2MembersAdded "v2-members-added" ["listed" "empty"]
        "Whether the answer to new members of a project lists all of them or has no body." "§9.3, §15.4";
    V2MembersRemoval "v2-members-removal-body" ["ignored" "read"]
        "Whether members to remove can be named in a body, as one client does, and not only in the query." "§9.3, §15.4";

    WebhookUrlTaken "webhook-same-url" ["409" "allowed"]
        "What a webhook gets with the address of another one: a 409 is published without its cause." "§11.1";
    WebhookNoToken "webhook-no-token" ["accepted" "422"]
        "What a webhook gets that is to send a token and has none." "§11.1";
    WebhookDeleted "webhook-deleted" ["204" "200"]
        "What a deleted webhook is answered." "§11.1, §15.4";
    WebhookDisabledPending "webhook-disabled-pending" ["dropped" "held"]
        "What becomes of events that are still to be sent when their webhook is disabled." "§11.1";
    WebhookDisabledEvents "webhook-disabled-events" ["left-out" "listed"]
        "Whether events are listed, and can be sent later, that happen while their webhook is disabled." "§11.1";
    WebhookRetryToken "webhook-retry-token" ["current" "original"]
        "Which token or headers a retry sends after they were changed." "§11.2, §15.6";
    WebhookRetrySpan "webhook-retry-span" ["3-days" "6-days"]
        "Over how many days a delivery is tried: the page says three, a change note six." "§11.2";
    WebhookUnreachable "webhook-unreachable" ["retried" "given-up"]
        "Whether a receiver is tried again that can't be reached; slow ones and 5xx are." "§11.2";
    WebhookOrder "webhook-order" ["kept" "shuffled"]
        "Whether a webhook is told of events in the order in which they happened." "§11.2, §15.6";
    WebhookDuplicates "webhook-duplicates" ["none" "every"]
        "Whether events are delivered twice." "§11.2, §15.6";
    WebhookCompanyId "webhook-company-id" ["number" "uuid"]
        "Whether the text `company_id` of an event is a number or a uuid." "§15.6";
    WebhookPayload "webhook-payload" ["nested" "flat"]
        "How payloads name what happened to what: `person.id` or `person_id`." "§11.2, §15.6";
    WebhookMeta "webhook-meta" ["left-out" "empty"]
        "Whether events have a `meta`, which is optional." "§11.2";
}

impl Switch {
    /// Its name.
    pub(crate) fn name(self) -> &'static str {
        self.definition().name
    }

    /// What is known of it.
    pub(crate) fn definition(self) -> &'static Definition {
        &SWITCHES[self as usize]
    }
}

/// Where the switches stand.
#[derive(Debug)]
pub(crate) struct Switches {
    positions: [AtomicU8; COUNT],
}

/// Why a switch can't be set.
#[derive(Debug, thiserror::Error)]
pub(crate) enum UnknownSwitch {
    #[error("there is no switch `{0}`; `personio-sandbox facts` lists them")]
    Name(String),
    #[error("`{name}` can't be `{position}`; it can be {known}")]
    Position { name: &'static str, position: String, known: String },
}

impl Default for Switches {
    fn default() -> Self {
        Self { positions: [const { AtomicU8::new(0) }; COUNT] }
    }
}

impl Switches {
    /// The position of a switch.
    pub(crate) fn get(&self, switch: Switch) -> &'static str {
        let place = switch as usize;
        SWITCHES[place].positions[usize::from(self.positions[place].load(Ordering::Relaxed))]
    }

    /// Whether a switch stands in this position.
    pub(crate) fn is(&self, switch: Switch, position: &str) -> bool {
        debug_assert!(
            SWITCHES[switch as usize].positions.contains(&position),
            "{switch:?} has no {position}"
        );
        self.get(switch) == position
    }

    /// Whether a switch can be put into a position.
    pub(crate) fn check(name: &str, position: &str) -> Result<(), UnknownSwitch> {
        place(name, position).map(drop)
    }

    /// Puts a switch into a position.
    pub(crate) fn set(&self, name: &str, position: &str) -> Result<(), UnknownSwitch> {
        let (place, at) = place(name, position)?;
        self.positions[place].store(at, Ordering::Relaxed);
        Ok(())
    }

    /// Puts every switch into its default position.
    pub(crate) fn reset(&self) {
        for position in &self.positions {
            position.store(0, Ordering::Relaxed);
        }
    }

    /// Every switch with its position.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&'static Definition, &'static str)> {
        let place = |(at, it): (usize, &'static Definition)| {
            (it, it.positions[usize::from(self.positions[at].load(Ordering::Relaxed))])
        };
        SWITCHES.iter().enumerate().map(place)
    }
}

/// The place of a switch, and that of one of its positions.
fn place(name: &str, position: &str) -> Result<(usize, u8), UnknownSwitch> {
    let Some(place) = SWITCHES.iter().position(|it| it.name == name) else {
        return Err(UnknownSwitch::Name(name.to_owned()));
    };
    let Definition { name, positions, .. } = &SWITCHES[place];
    let found = positions.iter().position(|it| *it == position);
    found.and_then(|it| u8::try_from(it).ok()).map(|at| (place, at)).ok_or_else(|| UnknownSwitch::Position {
        name,
        position: position.to_owned(),
        known: positions.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", "),
    })
}

#[cfg(test)]
mod tests {
    use super::{Switch, Switches};

    #[test]
    fn a_switch_is_set_by_name_and_refuses_what_it_does_not_have() {
        let switches = Switches::default();
        assert_eq!(switches.get(Switch::V1Attendance), "live");
        switches.set("v1-attendance", "410").unwrap();
        assert!(switches.is(Switch::V1Attendance, "410"));
        assert!(switches.set("v1-attendance", "on").unwrap_err().to_string().contains("`404`"));
        assert!(switches.set("nothing", "on").is_err());
        switches.reset();
        assert!(switches.is(Switch::V1Attendance, "live"));
    }
}
