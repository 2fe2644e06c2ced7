//! Lanes: how the inbox of the desk sorts open cases by what they wait for. Which stage waits in
//! which lane is the profile's ([`crate::profile::Profile::lane`]).

use serde::{Deserialize, Serialize};

/// A lane of the inbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Lane {
    /// 待核实
    ToVerify,
    /// 待立案
    ToEstablish,
    /// 待交办
    ToDispatch,
    /// 待受理
    ToAccept,
    /// 处理中
    Handling,
    /// 待核查
    ToCheck,
    /// 待结案
    ToClose,
    /// 复查复核
    InReview,
    /// 逾期, from any of the lanes above
    Overdue,
    /// 已办结
    Done,
}

impl Lane {
    /// Every lane in the order of the screen.
    pub const ALL: [Lane; 10] = [
        Lane::ToVerify,
        Lane::ToEstablish,
        Lane::ToDispatch,
        Lane::ToAccept,
        Lane::Handling,
        Lane::ToCheck,
        Lane::ToClose,
        Lane::InReview,
        Lane::Overdue,
        Lane::Done,
    ];

    /// The stable name on the wire and in the locale files.
    pub const fn name(self) -> &'static str {
        match self {
            Lane::ToVerify => "to_verify",
            Lane::ToEstablish => "to_establish",
            Lane::ToDispatch => "to_dispatch",
            Lane::ToAccept => "to_accept",
            Lane::Handling => "handling",
            Lane::ToCheck => "to_check",
            Lane::ToClose => "to_close",
            Lane::InReview => "in_review",
            Lane::Overdue => "overdue",
            Lane::Done => "done",
        }
    }
}
