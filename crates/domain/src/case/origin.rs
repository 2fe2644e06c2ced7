//! What another system said of a matter beside what a case has a place for.
//!
//! Kept word for word, so that nothing is dropped and the system can read back what it sent. No rule
//! looks at it.

use serde::{Deserialize, Serialize};

use crate::mask;
use crate::people::UserId;

/// Most things that one system says of one matter.
pub const ORIGIN_COUNT: usize = 100;

/// Which system a matter came from, and what it said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Origin {
    /// The account of that system.
    pub system: UserId,
    /// Its own number of the matter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// What has no place of its own in a case, in the order it came. A name may come twice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub said: Vec<Said>,
}

/// One thing that another system said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Said {
    /// What that system calls it.
    pub name: String,
    /// As it came.
    pub value: String,
}

/// What says who somebody is, by the names of Open311 `GeoReport` v2 (POST Service Request).
const OF_A_PERSON: [&str; 6] = [
    "first_name",
    "last_name",
    "phone",
    "email",
    "account_id",
    "device_id",
];

impl Origin {
    /// Masks it for a reader: what says who somebody is keeps its first character only, and numbers
    /// of people are masked in all else.
    pub fn mask(&mut self) {
        for said in &mut self.said {
            said.value = if OF_A_PERSON.contains(&said.name.as_str()) {
                mask::name(&said.value)
            } else {
                mask::written(&said.value)
            };
        }
    }

    /// Characters in all.
    pub fn length(&self) -> usize {
        let number = self
            .number
            .as_ref()
            .map_or(0, |number| number.chars().count());
        let said = self.said.iter();
        said.fold(number, |sum, said| {
            sum + said.name.chars().count() + said.value.chars().count()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_somebody_is_and_numbers_of_people_are_masked_and_all_else_is_as_it_came() {
        let said = |name: &str, value: &str| Said {
            name: name.to_owned(),
            value: value.to_owned(),
        };
        let mut origin = Origin {
            system: UserId("city".to_owned()),
            number: Some("638344".to_owned()),
            said: vec![
                said("email", "jd@x.cn"),
                said("attribute[call]", "13812341234"),
                said("attribute[WHISPAWN]", "123456"),
            ],
        };
        assert_eq!(origin.length(), 6 + 12 + 26 + 25);
        origin.mask();
        let values: Vec<&str> = origin.said.iter().map(|said| said.value.as_str()).collect();
        assert_eq!(values, ["j******", "138****1234", "123456"]);
    }
}
