//! One fault as it is asked for: which calls it strikes, and what becomes of them.

use http::Method;
use serde::Deserialize;
use serde_json::Value;

use super::effect::Effect;
use crate::routes::{Family, ROUTES, Route};

/// A fault that can be.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) matching: Match,
    pub(crate) effect: Effect,
    /// As it was asked for, to be shown again.
    pub(crate) given: Value,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Input {
    #[serde(rename = "match", default)]
    matching: Match,
    effect: Effect,
}

/// Which calls a fault strikes; what is left out restricts nothing.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Match {
    pub(crate) method: Option<String>,
    /// A route as the table spells it, or its beginning with a `*` behind.
    pub(crate) route: Option<String>,
    /// The client id of a credential.
    pub(crate) credential: Option<String>,
    /// Which of the calls that fit, counted from 1.
    pub(crate) nth: Option<Nth>,
    /// How likely each of them is struck, from 0 to 1.
    pub(crate) probability: Option<f64>,
    /// What chance is drawn from; the same seed strikes the same calls.
    pub(crate) seed: u64,
    /// How often it strikes at most.
    pub(crate) times: Option<u64>,
    /// How long it strikes every call that fits, once it has struck.
    pub(crate) lasting: Option<Lasting>,
}

/// Some of the calls in their order.
#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "`nth` must be a number from 1, a list of them, or \"every\"")]
pub(crate) enum Nth {
    One(u64),
    Some(Vec<u64>),
    Word(Every),
}

/// The word for all calls.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Every {
    Every,
}

/// How long a fault goes on.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Lasting {
    /// For so many calls, the first included.
    Calls(u64),
    /// For so many seconds of the sandbox's clock.
    Seconds(i64),
}

/// Why a fault can't be, in a sentence for people.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct InvalidFault(pub(crate) String);

impl Fault {
    /// Reads a fault; `knows` says whether there is a credential.
    pub(crate) fn read(body: &[u8], knows: impl Fn(&str) -> bool) -> Result<Self, InvalidFault> {
        let wrong = |error: serde_json::Error| InvalidFault(error.to_string());
        let given: Value = serde_json::from_slice(body).map_err(wrong)?;
        let Input { matching, effect } = Input::deserialize(&given).map_err(wrong)?;
        matching.check(&effect, knows)?;
        effect.check().map_err(InvalidFault)?;
        Ok(Self { matching, effect, given })
    }
}

impl Match {
    fn check(&self, effect: &Effect, knows: impl Fn(&str) -> bool) -> Result<(), InvalidFault> {
        let wrong = |message: String| Err(InvalidFault(message));
        let fits = |it: &&Route| it.family != Family::Control && self.fits(&it.method, it.template);
        let mut routes = ROUTES.iter().filter(fits).peekable();
        if routes.peek().is_none() {
            let (method, route) = (self.method.as_deref(), self.route.as_deref());
            return wrong(format!(
                "no route is `{} {}`; routes are spelled like `/v2/persons/{{id}}`, or `/v2/*` for all that begin so",
                method.unwrap_or("*"),
                route.unwrap_or("*")
            ));
        }
        if !routes.any(|it| effect.is_for(it)) {
            return wrong("this effect has nothing to change in the routes of `match`".to_owned());
        }
        if let Some(id) = self.credential.as_deref().filter(|it| !knows(it)) {
            return wrong(format!("there is no credential `{id}`; `credential` is its client id"));
        }
        if self.probability.is_some_and(|it| !(0.0..=1.0).contains(&it)) {
            return wrong("`probability` must be from 0 to 1".to_owned());
        }
        let nth_is_zero = match &self.nth {
            Some(Nth::One(nth)) => *nth == 0,
            Some(Nth::Some(list)) => list.is_empty() || list.contains(&0),
            Some(Nth::Word(Every::Every)) | None => false,
        };
        if nth_is_zero {
            return wrong("`nth` counts from 1".to_owned());
        }
        if matches!(self.lasting, Some(Lasting::Calls(0) | Lasting::Seconds(..=0))) {
            return wrong("`lasting` must be at least 1".to_owned());
        }
        Ok(())
    }

    /// Whether calls with this method to a route can be struck.
    pub(crate) fn fits(&self, method: &Method, template: &str) -> bool {
        self.method.as_ref().is_none_or(|it| method.as_str().eq_ignore_ascii_case(it))
            && self.route.as_ref().is_none_or(|it| is_route(it, template))
    }
}

/// Whether `wanted` names a route, whatever it calls the placeholders.
fn is_route(wanted: &str, template: &str) -> bool {
    if let Some(beginning) = wanted.strip_suffix('*') {
        return template.starts_with(beginning);
    }
    let placeholder = |it: &str| it.starts_with('{');
    let same = |(a, b): (&str, &str)| a == b || (placeholder(a) && placeholder(b));
    wanted.split('/').count() == template.split('/').count()
        && wanted.split('/').zip(template.split('/')).all(same)
}
