//! Which attributes credentials may read.
//!
//! Personio leaves out every attribute that was not ticked, without a word (forum reports); the list of attributes
//! names those that may be read (official, though a 403 is reported). Must not know what follows from it.

use nabe_connector::{Call, CallError, Inspect, Labels, Sample};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::BTreeMap;

use super::operation;

/// How many employees are looked at: one page (official).
const SAMPLE: &str = "100";

/// The attributes of employees.
pub(super) struct PersonioInspect;

#[derive(Deserialize)]
struct Page<'b> {
    #[serde(borrow)]
    data: Vec<&'b RawValue>,
}

#[derive(Deserialize)]
struct Row<'b> {
    #[serde(borrow)]
    attributes: BTreeMap<Cow<'b, str>, &'b RawValue>,
}

#[derive(Deserialize)]
struct Envelope {
    label: Option<String>,
}

#[derive(Deserialize)]
struct Listed {
    key: String,
    label: Option<String>,
}

impl Inspect for PersonioInspect {
    fn sample(&self) -> Call {
        Call::to(operation("v1_list_employees")).query("limit", SAMPLE).query("offset", "0")
    }

    fn read_sample(&self, body: &[u8]) -> Result<Sample, CallError> {
        let page: Page<'_> = read(body)?;
        let mut sample =
            Sample { records: u32::try_from(page.data.len()).unwrap_or(u32::MAX), ..Sample::default() };
        // A row that can't be read shows nothing, and costs only itself.
        for row in page.data.iter().filter_map(|it| serde_json::from_str::<Row<'_>>(it.get()).ok()) {
            for (key, value) in row.attributes {
                if !sample.attributes.contains_key(key.as_ref()) {
                    let label = serde_json::from_str::<Envelope>(value.get()).ok().and_then(|it| it.label);
                    sample.attributes.insert(key.to_string(), label.unwrap_or_else(|| key.to_string()));
                }
            }
        }
        Ok(sample)
    }

    fn catalogue(&self) -> Option<Call> {
        Some(Call::to(operation("v1_list_attributes")))
    }

    fn read_catalogue(&self, body: &[u8]) -> Result<Labels, CallError> {
        let page: Page<'_> = read(body)?;
        let listed = page.data.iter().filter_map(|it| serde_json::from_str::<Listed>(it.get()).ok());
        Ok(listed.map(|it| (it.key.clone(), it.label.unwrap_or(it.key))).collect())
    }
}

fn read(body: &[u8]) -> Result<Page<'_>, CallError> {
    serde_json::from_slice(body).map_err(|_| CallError::Malformed { at: "data".to_owned() })
}
