//! Lanes: how the inbox of the desk sorts open cases by what they wait for.

use serde::{Deserialize, Serialize};

use crate::case::Stage;

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
    /// 待结案
    ToClose,
    /// 逾期, from any of the lanes above
    Overdue,
    /// 已办结
    Done,
}

impl Lane {
    /// Every lane in the order of the screen.
    pub const ALL: [Lane; 8] = [
        Lane::ToVerify,
        Lane::ToEstablish,
        Lane::ToDispatch,
        Lane::ToAccept,
        Lane::Handling,
        Lane::ToClose,
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
            Lane::ToClose => "to_close",
            Lane::Overdue => "overdue",
            Lane::Done => "done",
        }
    }

    /// The lane a stage waits in; every stage has exactly one.
    pub const fn of(stage: Stage) -> Lane {
        match stage {
            Stage::Reported => Lane::ToVerify,
            Stage::Verified => Lane::ToEstablish,
            Stage::Established => Lane::ToDispatch,
            Stage::Dispatched => Lane::ToAccept,
            Stage::Handling => Lane::Handling,
            Stage::FedBack => Lane::ToClose,
            Stage::Closed | Stage::Evaluated | Stage::Declined => Lane::Done,
        }
    }

    /// The stages that wait in this lane; none for [`Lane::Overdue`], which cuts across.
    pub fn stages(self) -> impl Iterator<Item = Stage> {
        Stage::ALL
            .into_iter()
            .filter(move |stage| Lane::of(*stage) == self)
    }
}
