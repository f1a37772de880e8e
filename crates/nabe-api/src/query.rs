//! Query strings as the published clients write them: repeated names, lists with commas, `filter[name]`.

use nabe_model::errors::Code;

use crate::problem::Problem;

/// A query string, read.
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    /// Reads the part behind the question mark.
    pub(crate) fn parse(text: Option<&str>) -> Self {
        let pairs = form_urlencoded::parse(text.unwrap_or_default().as_bytes());
        Self(pairs.map(|(name, value)| (name.into_owned(), value.into_owned())).collect())
    }

    /// A parameter's value; an empty one counts as none.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str()).filter(|it| !it.is_empty())
    }

    /// A list: repeated, repeated with `[]`, or with commas.
    pub(crate) fn list(&self, name: &str) -> Vec<String> {
        let mine = self.0.iter().filter(|(key, _)| key.strip_suffix("[]").unwrap_or(key) == name);
        mine.flat_map(|(_, value)| value.split(','))
            .map(str::trim)
            .filter(|it| !it.is_empty())
            .map(str::to_owned)
            .collect()
    }

    /// A filter's value; of one that is repeated all of them with commas, as lists are written.
    pub(crate) fn filter(&self, name: &str) -> Option<String> {
        let mine = self.0.iter().filter(|(key, _)| filter_name(key) == Some(name));
        let values: Vec<&str> = mine.map(|(_, value)| value.as_str()).filter(|it| !it.is_empty()).collect();
        // The contract's older form has no brackets.
        if values.is_empty() { self.get(name).map(str::to_owned) } else { Some(values.join(",")) }
    }

    /// A number of at least 1.
    pub(crate) fn number(&self, name: &str) -> Result<Option<u32>, Problem> {
        let Some(text) = self.get(name) else { return Ok(None) };
        match text.parse::<u32>() {
            Ok(number) if number > 0 => Ok(Some(number)),
            _ => {
                Err(Problem::new(Code::BadRequest, format!("`{name}` must be a whole number of at least 1.")))
            }
        }
    }

    /// A truth value.
    pub(crate) fn truth(&self, name: &str) -> Result<bool, Problem> {
        match self.get(name) {
            None | Some("false" | "0") => Ok(false),
            Some("true" | "1") => Ok(true),
            Some(_) => Err(Problem::new(Code::BadRequest, format!("`{name}` must be true or false."))),
        }
    }

    /// What stands in the brackets of `name[…]`, with its values; of `name[a][]` it is `a[]`.
    pub(crate) fn members(&self, name: &str) -> Vec<(String, String)> {
        let inside = |key: &str| {
            let (first, deeper) = key.strip_prefix(name)?.strip_prefix('[')?.split_once(']')?;
            let is_whole = deeper.is_empty() || (deeper.starts_with('[') && deeper.ends_with(']'));
            is_whole.then(|| format!("{first}{deeper}"))
        };
        self.0.iter().filter_map(|(key, value)| Some((inside(key)?, value.clone()))).collect()
    }

    /// Refuses parameters that would be ignored, those without a value included: a list of everybody taken for one of a
    /// few does harm.
    pub(crate) fn only(&self, known: &[&str]) -> Result<(), Problem> {
        for (key, value) in &self.0 {
            let name = key.strip_suffix("[]").unwrap_or(key);
            let shown: String = name.chars().take(40).collect();
            if !known.contains(&name) {
                let known = known.join(", ");
                let message = format!("There is no parameter `{shown}` here. There are: {known}.");
                return Err(Problem::new(Code::BadRequest, message));
            }
            if value.split(',').all(|it| it.trim().is_empty()) {
                let message = format!("`{shown}` has no value. Leave it out, or say which.");
                return Err(Problem::new(Code::BadRequest, message));
            }
        }
        Ok(())
    }

    /// Refuses filters that would be ignored, in any spelling, and those without a value: an unfiltered list taken for
    /// a filtered one does harm.
    pub(crate) fn only_filters(&self, known: &[&str]) -> Result<(), Problem> {
        for (key, _) in self.0.iter().filter(|(key, _)| is_like_a_filter(key)) {
            match filter_name(key) {
                Some(name) if known.contains(&name) => self.has_value(name)?,
                name => return Err(unknown(name.unwrap_or(key), known)),
            }
        }
        Ok(())
    }

    fn has_value(&self, name: &str) -> Result<(), Problem> {
        let mine = self.0.iter().filter(|(key, _)| filter_name(key) == Some(name));
        let says = |value: &str| value.contains(|it: char| it != ',' && !it.is_whitespace());
        if mine.into_iter().any(|(_, value)| says(value)) {
            return Ok(());
        }
        let message = format!("`filter[{name}]` is empty. Give it a value, or leave it out.");
        Err(Problem::new(Code::BadRequest, message))
    }
}

fn is_like_a_filter(key: &str) -> bool {
    key.get(..6).is_some_and(|it| it.eq_ignore_ascii_case("filter"))
}

fn unknown(filter: &str, known: &[&str]) -> Problem {
    let filter: String = filter.chars().take(40).collect();
    let there = match known {
        [] => "It has none.".to_owned(),
        known => format!("There are: {}, each as `filter[…]`.", known.join(", ")),
    };
    Problem::new(Code::BadRequest, format!("This operation has no filter `{filter}`. {there}"))
}

/// The name in `filter[name]`, also where a list is written as `filter[name][]`.
fn filter_name(key: &str) -> Option<&str> {
    key.strip_suffix("[]").unwrap_or(key).strip_prefix("filter[")?.strip_suffix(']')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_come_in_three_forms() {
        let query = Query::parse(Some("status=active&status=error&ids=a,b&x%5B%5D=1&x[]=2&empty="));
        assert_eq!(query.list("status"), ["active", "error"]);
        assert_eq!(query.list("ids"), ["a", "b"]);
        assert_eq!(query.list("x"), ["1", "2"]);
        assert_eq!(query.get("empty"), None);
        assert!(query.list("none").is_empty());
        let query = Query::parse(Some("proxy%5Bstatus%5D=a&proxy[b]=c&proxy=d&proxy[e"));
        assert_eq!(query.members("proxy"), [("status".into(), "a".into()), ("b".into(), "c".into())]);
        let query = Query::parse(Some("proxy[a][]=1&proxy%5Ba%5D%5B%5D=2&proxy[b][c]=3&proxy[d]e=4"));
        let members = query.members("proxy");
        let members: Vec<_> = members.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(members, [("a[]", "1"), ("a[]", "2"), ("b[c]", "3")]);
    }

    #[test]
    fn a_filter_may_be_repeated() {
        let query =
            Query::parse(Some("filter[a]=1&filter%5Ba%5D=2&filter[b][]=3&filter[b][]=4&c=5&filter[d]="));
        let filter = |name| query.filter(name);
        assert_eq!((filter("a"), filter("b")), (Some("1,2".to_owned()), Some("3,4".to_owned())));
        assert_eq!((filter("c"), filter("d"), filter("e")), (Some("5".to_owned()), None, None));
        assert!(query.only_filters(&["a", "d"]).is_err());
    }

    #[test]
    fn a_filter_without_a_value_is_refused() {
        let is_good = |text: &str| Query::parse(Some(text)).only_filters(&["a"]).is_ok();
        for text in ["filter[a]=", "filter[a]", "filter[a]=%20", "filter[a]=,", "filter[a][]=&filter[a][]="] {
            assert!(!is_good(text), "{text}");
        }
        assert!(is_good("filter[a][]=&filter[a][]=1") && is_good("a="));
    }

    #[test]
    fn parameters_that_would_be_ignored_are_refused() {
        let only = |text| Query::parse(Some(text)).only(&["page", "status"]);
        assert!(Query::parse(None).only(&[]).is_ok());
        assert!(only("page=2&status=active,error&status[]=active").is_ok());
        for text in
            ["stauts=active", "filter[status]=active", "status=", "status", "status=,", "page=1&status[]="]
        {
            assert!(only(text).is_err(), "{text}");
        }
    }

    #[test]
    fn unknown_filters_are_refused() {
        let query = Query::parse(Some("filter%5Bemail%5D=a&filter[updated_after]=2024-02-01&page_size=0"));
        assert!(query.only_filters(&["email", "updated_after"]).is_ok());
        assert!(query.only_filters(&["email"]).is_err());
        let message = |text: &str, known: &[&str]| {
            Query::parse(Some(text)).only_filters(known).err().map(|it| it.0.message)
        };
        for text in [
            "filter=x",
            "filter.email=x",
            "Filter[email]=x",
            "FILTER[email]=x",
            "filters[email]=x",
            "filter[email",
        ] {
            assert!(message(text, &["email"]).is_some_and(|it| it.contains("There are: email")), "{text}");
        }
        assert_eq!(
            message("filter[a]=1", &[]).as_deref(),
            Some("This operation has no filter `a`. It has none.")
        );
        assert!(query.number("page_size").is_err());
        assert!(Query::parse(Some("raw=yes")).truth("raw").is_err());
    }
}
