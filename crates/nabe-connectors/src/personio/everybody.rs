//! All employments of the company, which Personio has no list of: people page by page, then the employments of each.
//!
//! v1 lists a hundred people in a call, v2 fifty (official), so v1 it is. A page has whole people, unless one has more
//! employments than fit. Must not know what an employment says.

use nabe_connector::{
    Answers, Ask, Call, CallError, Defect, DefectKind, Each, FieldRule, PageInfo, Plan, Resource,
};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::employees::{self, PAGE_LIMIT, number};
use super::employment_rules::EMPLOYMENT;
use super::employments::{Hands, PersonEmployments};
use super::history::{self, History};
use super::names;
use super::offsets::{List, Place};
use super::page::{self, Envelope};
use super::reading::from_json;
use super::salary;
use super::scalar::Scalar;

/// People whose employments are fetched at once. How many people fill a page shows only then.
const AT_ONCE: usize = 8;

/// All employments.
pub(super) struct AllEmployments;

impl Resource for AllEmployments {
    fn rules(&self) -> &'static [FieldRule] {
        EMPLOYMENT
    }

    fn page_limit(&self) -> u32 {
        PAGE_LIMIT
    }

    fn plan(&self, ask: &Ask<'_>) -> Result<Plan, CallError> {
        if ask.id.is_some() {
            return PersonEmployments.plan(ask);
        }
        // A change of an employment may not count as a change of the person (?): everybody is looked at.
        ask.filters.instant("updated_after")?;
        Ok(Plan::call(employees::people(&Position::read(ask.position)?.place()?, ask.limit)))
    }

    fn further(&self, ask: &Ask<'_>, answers: &Answers<'_>) -> Result<Vec<(String, Call)>, CallError> {
        if ask.id.is_some() {
            return PersonEmployments.further(ask, answers);
        }
        let mut rows = Vec::new();
        let walked = Walk::new(ask, answers, false)?.go(answers, &mut |_, row, _| rows.push(row))?;
        if walked.wanted.is_empty() && ask.asked.expands("groups") {
            return Ok(names::calls(&rows, ask.asked, answers));
        }
        Ok(walked.wanted)
    }

    fn read(&self, ask: &Ask<'_>, answers: &Answers<'_>, each: Each<'_>) -> Result<PageInfo, CallError> {
        if ask.id.is_some() {
            return PersonEmployments.read(ask, answers, each);
        }
        let mut hands = Hands::new(ask, answers, each);
        let walk = Walk::new(ask, answers, ask.explain || salary::is_wanted(ask.asked))?;
        let mut rows = 0;
        let walked = walk.go(answers, &mut |person, row, source| {
            rows += 1;
            hands.on(row, person, source);
        })?;
        if !walked.wanted.is_empty() {
            return Err(CallError::Malformed { at: "the employments of a person".to_owned() });
        }
        let mut lost = walked.lost;
        lost.append(&mut hands.lost);
        Ok(PageInfo { next: walked.next, rows, lost })
    }
}

/// Where a page begins: at a person, and perhaps in the midst of their employments.
#[derive(Default, Deserialize, Serialize)]
struct Position {
    people: Option<String>,
    /// How much of the last given person was given.
    part: Option<Part>,
}

/// How many employments of a person were given, and which: if they aren't the first ones any more, the list moved.
#[derive(Clone, Copy, Deserialize, PartialEq, Serialize)]
struct Part {
    given: usize,
    which: u64,
}

impl Part {
    /// Of the first employments, in their order.
    fn of(rows: &[&RawValue]) -> Self {
        // FNV-1a, which never changes: a position outlives the program.
        let bytes = rows.iter().flat_map(|it| [own_id(it).as_bytes(), b"\n"].concat());
        let which = bytes
            .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
        Self { given: rows.len(), which }
    }
}

fn own_id(row: &RawValue) -> String {
    #[derive(Default, Deserialize)]
    #[serde(default, bound(deserialize = "'de: 'b"))]
    struct Wire<'b> {
        id: Scalar<'b>,
    }
    let wire: Wire<'_> = from_json(row.get()).unwrap_or_default();
    wire.id.id().map(String::from).unwrap_or_default()
}

impl Position {
    fn read(position: Option<&str>) -> Result<Self, CallError> {
        let Some(position) = position else { return Ok(Self::default()) };
        serde_json::from_str(position).map_err(|_| CallError::Malformed { at: "position".to_owned() })
    }

    fn place(&self) -> Result<Place, CallError> {
        Place::read(self.people.as_deref())
    }

    fn text(people: String, part: Option<Part>) -> Result<String, CallError> {
        let position = Self { people: Some(people), part };
        serde_json::to_string(&position).map_err(|_| CallError::Malformed { at: "position".to_owned() })
    }
}

/// A way through the people of a page, until it is full.
struct Walk<'b> {
    people: Vec<(Option<String>, Option<&'b RawValue>)>,
    envelope: Envelope,
    list: List,
    /// Of whom only a part was given, and which.
    partly: Option<(String, Part)>,
    room: usize,
}

/// What came of it.
struct Walked {
    /// Calls without which it doesn't get on.
    wanted: Vec<(String, Call)>,
    next: Option<String>,
    lost: Vec<Defect>,
}

/// Takes an employment, with its person and their row of v1.
type Take<'t, 'b> = &'t mut dyn FnMut(&str, &'b RawValue, Option<&'b RawValue>);

/// The key of the call that looks whether a person is still there.
fn looked_for(id: &str) -> String {
    format!("{id}?")
}

/// Whether somebody without employments is gone, as far as that is known yet: whoever is still there has some, and a
/// list without them would have a gap that nobody sees.
fn is_gone(id: &str, answers: &Answers<'_>) -> Result<bool, CallError> {
    let key = looked_for(id);
    if answers.further.contains_key(&key) {
        return Err(CallError::Malformed { at: "the employments of a person who is there".to_owned() });
    }
    Ok(answers.gone.contains(&key))
}

impl<'b> Walk<'b> {
    fn new(ask: &Ask<'_>, answers: &Answers<'b>, with_source: bool) -> Result<Self, CallError> {
        let position = Position::read(ask.position)?;
        let place = position.place()?;
        let offset = place.offset();
        let partly = place.last_given().map(str::to_owned).zip(position.part);
        let list = List::new(place, ask.limit, PAGE_LIMIT).never_full();
        let mut people = Vec::new();
        let body = answers.first();
        let envelope = page::read(body, with_source, &mut |row, source| {
            let id = std::mem::take(&mut row.attributes.id.value).value().and_then(Scalar::id);
            // What can't be a person's id has no employments.
            people.push((id.filter(|it| number(it).is_ok()).map(String::from), source));
        })?
        .has_rows_or_ends(ask, offset)?;
        let room = usize::try_from(ask.limit).unwrap_or(usize::MAX).max(1);
        Ok(Self { people, envelope, list, partly, room })
    }

    fn go(mut self, answers: &Answers<'b>, take: Take<'_, 'b>) -> Result<Walked, CallError> {
        let mut wanted = Vec::new();
        let (mut is_empty, mut room) = (true, self.room);
        for (id, source) in std::mem::take(&mut self.people) {
            let Some((id, from)) = self.whose(id)? else { continue };
            if room == 0 && !is_empty {
                return self.stopped(wanted, None);
            }
            let rows = match history::of_person(&id, answers)? {
                History::Known(rows) => rows,
                History::Gone if is_gone(&id, answers)? => Vec::new(),
                History::Gone => {
                    wanted.push((looked_for(&id), employees::one(&id)?));
                    self.partly = None;
                    continue;
                }
                History::Wanted(key, call) => {
                    wanted.push((key, call));
                    self.partly = None;
                    // They have one at least, mostly.
                    room = room.saturating_sub(1);
                    if room == 0 || wanted.len() == AT_ONCE {
                        break;
                    }
                    continue;
                }
            };
            let given = from.map_or(0, |it| it.given);
            if from.is_some_and(|it| rows.len() < given || Part::of(&rows[..given]) != it) {
                return Err(CallError::ListChanged);
            }
            let (before, rest) = rows.split_at(given);
            if rest.len() > room && !is_empty {
                return self.stopped(wanted, None);
            }
            self.list.is_new(Some(&id));
            let now = &rest[..rest.len().min(room)];
            for row in now {
                take(&id, row, source);
            }
            (is_empty, room) = (is_empty && now.is_empty(), room - now.len());
            self.partly = None;
            if now.len() < rest.len() {
                let part = Part::of(&rows[..before.len() + now.len()]);
                return self.stopped(wanted, Some(part));
            }
        }
        self.ended(wanted)
    }

    /// The next person, if they have employments that were not given, and which were.
    fn whose(&mut self, id: Option<String>) -> Result<Option<(String, Option<Part>)>, CallError> {
        let Some(id) = id else {
            if self.list.is_new(None) {
                let path = "attributes.id.value".into();
                self.envelope.lost.push(Defect { path, kind: DefectKind::NoId });
            }
            return Ok(None);
        };
        if let Some((partly, part)) = &self.partly {
            if *partly == id {
                return Ok(Some((id, Some(*part))));
            }
            // Others come behind them: they are gone, or moved.
            if self.list.would_be_new(&id) {
                return Err(CallError::ListChanged);
            }
        }
        if self.list.would_be_new(&id) {
            return Ok(Some((id, None)));
        }
        self.list.is_new(Some(&id));
        Ok(None)
    }

    /// The page is full.
    fn stopped(self, wanted: Vec<(String, Call)>, part: Option<Part>) -> Result<Walked, CallError> {
        let next = Some(Position::text(self.list.stopped()?, part)?);
        Ok(Walked { wanted, next, lost: self.envelope.lost })
    }

    /// All people of the page were taken.
    fn ended(self, wanted: Vec<(String, Call)>) -> Result<Walked, CallError> {
        let Envelope { rows, total, lost } = self.envelope;
        if !wanted.is_empty() {
            return Ok(Walked { wanted, next: None, lost });
        }
        let part = self.partly.map(|it| it.1);
        if part.is_some() && !self.list.is_waiting() {
            return Err(CallError::ListChanged);
        }
        let next = self.list.next(rows, total)?;
        let next = next.map(|it| Position::text(it, part)).transpose()?;
        Ok(Walked { wanted, next, lost })
    }
}
