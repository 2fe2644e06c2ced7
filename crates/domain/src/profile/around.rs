//! What is looked for around a case or a unit: cameras, stations by what they do, and how far a unit comes in
//! so many minutes (135 快速反应圈; mission.md, S18, S27, S32).

use serde::{Deserialize, Serialize};

use super::{Label, OpenList, Profile};
use crate::people::ResourceKind;

/// How far around a case cameras are looked for where a profile does not say, metres: a convention.
pub const USUAL_CAMERA_METRES: u32 = 300;

/// What is looked for around a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SurroundingsRule {
    /// Where it is set, or that it is a convention.
    pub basis: String,
    /// How far cameras are looked for, metres.
    #[serde(default = "usual_cameras")]
    pub camera_metres: u32,
    /// Rings of response, the nearest first.
    #[serde(default)]
    pub rings: Vec<RingRule>,
    /// What stations of a level do.
    #[serde(default)]
    pub stations: Vec<StationRule>,
}

const fn usual_cameras() -> u32 {
    USUAL_CAMERA_METRES
}

/// A ring of response: who stands in it is there in so many minutes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RingRule {
    /// What the county calls it.
    pub name: Label,
    /// Minutes.
    pub minutes: u16,
    /// How far one comes in that time, metres as the crow flies.
    pub metres: u32,
}

/// What the stations of a level do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StationRule {
    /// Which stations.
    pub kind: ResourceKind,
    /// The code of one of the profile's lists: its members are the services.
    pub list: String,
}

impl Profile {
    /// How far around a case cameras are looked for, metres.
    pub fn camera_metres(&self) -> u32 {
        let rule = self.surroundings.as_ref();
        rule.map_or(USUAL_CAMERA_METRES, |rule| rule.camera_metres)
    }

    /// The rings of response.
    pub fn rings(&self) -> &[RingRule] {
        let rule = self.surroundings.as_ref();
        rule.map_or(&[], |rule| &rule.rings)
    }

    /// The services of stations of a kind; `None` where the profile says nothing of them.
    pub fn services_of(&self, kind: ResourceKind) -> Option<&OpenList> {
        let rules = &self.surroundings.as_ref()?.stations;
        let rule = rules.iter().find(|rule| rule.kind == kind)?;
        self.lists.iter().find(|list| list.code == rule.list)
    }
}
