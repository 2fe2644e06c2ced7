//! The kinds of records: who reads and who keeps each.

use serde::{Deserialize, Serialize};

use crate::people::Role;

/// What a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RecordKind {
    /// 领导接访
    Reception,
    /// 四不两直抽样
    Draw,
    /// 会议: 每日晨会、周研判、月会商
    Meeting,
    /// 会议议定事项
    Decision,
    /// 勤务台账
    Duty,
    /// 值班表
    Roster,
    /// 社会治理指数
    Index,
    /// 考评评分
    Appraisal,
    /// 达标凭证
    Standard,
}

impl RecordKind {
    /// Every kind.
    pub const ALL: [RecordKind; 9] = [
        RecordKind::Reception,
        RecordKind::Draw,
        RecordKind::Meeting,
        RecordKind::Decision,
        RecordKind::Duty,
        RecordKind::Roster,
        RecordKind::Index,
        RecordKind::Appraisal,
        RecordKind::Standard,
    ];

    /// The stable name on the wire, in SQL and in the locale files.
    pub const fn name(self) -> &'static str {
        match self {
            RecordKind::Reception => "reception",
            RecordKind::Draw => "draw",
            RecordKind::Meeting => "meeting",
            RecordKind::Decision => "decision",
            RecordKind::Duty => "duty",
            RecordKind::Roster => "roster",
            RecordKind::Index => "index",
            RecordKind::Appraisal => "appraisal",
            RecordKind::Standard => "standard",
        }
    }

    /// Who may read records of this kind, in whose area they lie.
    pub const fn readers(self) -> &'static [Role] {
        match self {
            // A county publishes when its leaders receive people, and posts who is on duty.
            RecordKind::Reception | RecordKind::Roster => &Role::AT_WORK,
            // Who will be checked is not told before.
            RecordKind::Draw => &[Role::Supervisor, Role::Leader],
            // The wall says beside today's figures what the morning's were.
            RecordKind::Meeting | RecordKind::Index => {
                &[Role::Operator, Role::Supervisor, Role::Leader, Role::Wall]
            }
            RecordKind::Decision => &[Role::Operator, Role::Supervisor, Role::Leader, Role::Clerk],
            RecordKind::Duty => RecordKind::Duty.keepers(),
            RecordKind::Appraisal => RecordKind::Appraisal.keepers(),
            RecordKind::Standard => RecordKind::Standard.keepers(),
        }
    }

    /// Who may give commands on records of this kind.
    pub const fn keepers(self) -> &'static [Role] {
        match self {
            RecordKind::Reception
            | RecordKind::Meeting
            | RecordKind::Roster
            | RecordKind::Index
            | RecordKind::Appraisal => &[Role::Operator, Role::Supervisor, Role::Leader],
            // Who of them, the duty's rule says, or the standard's.
            RecordKind::Duty | RecordKind::Standard => &[
                Role::GridWorker,
                Role::Operator,
                Role::Clerk,
                Role::Supervisor,
                Role::Leader,
            ],
            RecordKind::Draw => &[Role::Supervisor, Role::Leader],
            RecordKind::Decision => &[Role::Operator, Role::Supervisor, Role::Leader, Role::Clerk],
        }
    }
}
