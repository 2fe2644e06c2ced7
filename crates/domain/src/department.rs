//! Departments and the load they carry.

use serde::{Deserialize, Serialize};

use crate::area::{AreaCode, Position};

/// The code of a department: letters, digits and dashes; a town's own office uses its area code.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String))]
#[serde(transparent)]
pub struct DepartmentCode(pub String);

impl DepartmentCode {
    /// The code's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for DepartmentCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A body that work orders go to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Department {
    /// Its code.
    pub code: DepartmentCode,
    /// Full name: 住房和城乡建设局.
    pub name: String,
    /// Short name for maps and lists: 住建局.
    pub short: String,
    /// What it answers for, in the words of its duty list (三定方案).
    pub duties: Vec<String>,
    /// Where it sits.
    pub seat: Position,
    /// Open cases it can carry at once.
    pub capacity: u32,
    /// The area it serves.
    pub area: AreaCode,
    /// Made up for demonstration.
    #[serde(default)]
    pub simulated: bool,
}

/// What a department carries now. Load = open ÷ capacity (domain.md, Indicators).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Load {
    /// Cases it leads that are dispatched and not closed.
    pub open: u32,
    /// Of those, past their deadline.
    pub overdue: u32,
    /// Of those, due before the end of today.
    pub due_today: u32,
    /// Of those, returned at least once.
    pub returned: u32,
    /// Open cases it can carry at once.
    pub capacity: u32,
}

impl Load {
    /// Open ÷ capacity; `None` where no capacity is known.
    pub fn share(&self) -> Option<f64> {
        (self.capacity > 0).then(|| f64::from(self.open) / f64::from(self.capacity))
    }
}
