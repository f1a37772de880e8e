//! v1 employees as they stand on the wire, read in one pass that no value can end.
//!
//! An attribute that the admin did not tick is not there at all. Must not know the unified model.

use serde::de::{IgnoredAny, MapAccess};
use serde_json::value::RawValue;

use super::attribute::{AsCustom, AsEnvelope, AsNode, AsNodes, AsPlain, Attribute, Custom, Node};
use super::mappable::CUSTOM_KEY;
use super::reading::{Any, Found, Key, Reading};
use super::scalar::Scalar;

/// The attributes that feed unified fields: for each how it is read, and as what it is kept.
macro_rules! attributes {
    ($($reading:ident -> $kept:ty { $($key:ident,)* })*) => {
        /// The system's attributes by their keys.
        #[derive(Debug)]
        pub(super) struct Attributes<'b> {
            $($(pub(super) $key: Attribute<$kept>,)*)*
        }

        impl Default for Attributes<'_> {
            fn default() -> Self {
                Self { $($($key: Attribute::absent(stringify!($key)),)*)* }
            }
        }

        impl<'b> Attributes<'b> {
            /// Reads the value under `key`, if it is one of these.
            fn read<A: MapAccess<'b>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
                match key {
                    $($(stringify!($key) => {
                        self.$key.is_there = true;
                        self.$key.value = map.next_value_seed(Any(AsEnvelope($reading)))?;
                    })*)*
                    _ => {
                        map.next_value::<IgnoredAny>()?;
                    }
                }
                Ok(())
            }
        }
    };
}

attributes! {
    AsPlain -> Scalar<'b> {
        id,
        first_name,
        last_name,
        preferred_name,
        email,
        gender,
        status,
        position,
        employment_type,
        weekly_working_hours,
        hire_date,
        contract_end_date,
        probation_period_end,
        last_working_day,
        termination_date,
        termination_type,
        termination_reason,
        created_at,
        last_modified_at,
        profile_picture,
    }
    AsNode -> Node<'b> {
        supervisor,
        subcompany,
        office,
        department,
        team,
    }
    AsNodes -> Vec<Found<Node<'b>>> {
        cost_centers,
    }
}

/// The universal ids that feed unified fields.
macro_rules! universal {
    ($($name:ident = $($id:literal)|+;)*) => {
        /// Attributes of the customer's with a universal id, by what they mean.
        #[derive(Debug)]
        pub(super) struct Universal<'b> {
            $(pub(super) $name: Attribute<&'b RawValue>,)*
        }

        impl Default for Universal<'_> {
            fn default() -> Self {
                Self { $($name: Attribute::absent(CUSTOM),)* }
            }
        }

        impl<'b> Universal<'b> {
            /// Where the value of an attribute with this universal id is kept.
            pub(super) fn place(&mut self, id: &str) -> Option<&mut Attribute<&'b RawValue>> {
                match id {
                    $($($id)|+ => Some(&mut self.$name),)*
                    _ => None,
                }
            }
        }
    };
}

/// What stands for the key of any attribute of the customer's where a key must not be named.
pub(super) const CUSTOM: &str = "dynamic_*";

// `iban` is official; the others were not seen (?), and an account in which they mean nothing has none.
universal! {
    iban = "iban";
    bic = "bic";
    account_holder = "account_holder";
    employee_number = "employee_number" | "personnel_number";
    date_of_birth = "date_of_birth" | "birthday";
    personal_email = "personal_email" | "private_email";
    personal_phone = "personal_mobile_number" | "mobile_number";
    work_phone = "work_phone" | "office_phone";
    street = "street" | "address_line_1";
    city = "city";
    zip_code = "zip_code" | "postal_code";
}

/// One employee.
#[derive(Debug, Default)]
pub(super) struct WireEmployee<'b> {
    /// The system's attributes.
    pub(super) attributes: Attributes<'b>,
    /// The customer's attributes that mean something here.
    pub(super) universal: Universal<'b>,
    /// All of the customer's attributes.
    pub(super) custom: Vec<Custom<'b>>,
}

impl<'b> WireEmployee<'b> {
    /// Forgets the row, but not the room that it took.
    fn clear(&mut self) {
        self.attributes = Attributes::default();
        self.universal = Universal::default();
        self.custom.clear();
    }

    /// Finds the attributes that mean something here. Of several that mean the same it is the first by its key that
    /// holds something, in whatever order they came: so do explanations choose.
    fn choose(&mut self) {
        let known = |it: &&Custom<'_>| it.value.is_some() && matches!(it.universal_id, Scalar::Text(_));
        let mut known: Vec<&Custom<'b>> = self.custom.iter().filter(known).collect();
        known.sort_unstable_by(|one, other| one.key.cmp(&other.key));
        for custom in known {
            let Scalar::Text(id) = &custom.universal_id else { continue };
            let Some(place) = self.universal.place(id) else { continue };
            if matches!(place.value, Found::Nothing) {
                place.value = custom.value.map_or(Found::Nothing, Found::Value);
            }
        }
    }
}

/// Reads one row. A row that is no employee leaves one without an id.
pub(super) struct IntoRow<'r, 'b>(pub(super) &'r mut WireEmployee<'b>);

impl<'b> Reading<'b> for IntoRow<'_, 'b> {
    type Read = ();

    fn scalar(self, _: Scalar<'b>) {
        self.0.clear();
    }

    fn object<A: MapAccess<'b>>(self, mut map: A) -> Result<(), A::Error> {
        self.0.clear();
        while let Some(Key(key)) = map.next_key()? {
            if key == "attributes" {
                map.next_value_seed(Any(IntoAttributes(&mut *self.0)))?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

/// Reads the attributes of one row.
struct IntoAttributes<'r, 'b>(&'r mut WireEmployee<'b>);

impl<'b> Reading<'b> for IntoAttributes<'_, 'b> {
    type Read = ();

    fn scalar(self, _: Scalar<'b>) {}

    fn object<A: MapAccess<'b>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(Key(key)) = map.next_key()? {
            if key.starts_with(CUSTOM_KEY) {
                let custom = map.next_value_seed(Any(AsCustom(key)))?;
                self.0.custom.push(custom);
            } else {
                self.0.attributes.read(&key, &mut map)?;
            }
        }
        self.0.choose();
        Ok(())
    }
}
