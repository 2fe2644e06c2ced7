//! Who acts: roles, actors, the people of a grid, and the scope of what one may see.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::area::AreaCode;
use crate::case::Case;
use crate::department::DepartmentCode;

/// What a user may do. Further roles come with the screens that need them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 受理员、派遣员 at the county centre.
    Operator,
    /// 部门经办.
    Clerk,
    /// 领导: adopts, comments, approves.
    Leader,
    /// 督办员: supervises, approves.
    Supervisor,
    /// 网格员: reports from the ground.
    GridWorker,
    /// 大屏: the wall's device account. It reads, and gives no command whatever a profile says.
    Wall,
    /// 系统管理员: opens, locks and unlocks accounts. Like the two below, one of the three that
    /// exclude one another (三员分立): see [`crate::account`].
    SystemAdmin,
    /// 安全管理员: says what an account may do and see.
    SecurityAdmin,
    /// 审计管理员: reads what everybody did, the other two among them.
    AuditAdmin,
}

impl Role {
    /// Every role.
    pub const ALL: [Role; 9] = [
        Role::Operator,
        Role::Clerk,
        Role::Leader,
        Role::Supervisor,
        Role::GridWorker,
        Role::Wall,
        Role::SystemAdmin,
        Role::SecurityAdmin,
        Role::AuditAdmin,
    ];

    /// Those that have to do with cases and records: all but the administrators.
    pub const AT_WORK: [Role; 6] = [
        Role::Operator,
        Role::Clerk,
        Role::Leader,
        Role::Supervisor,
        Role::GridWorker,
        Role::Wall,
    ];

    /// The three administrators, who see neither cases nor records.
    pub const ADMINISTRATORS: [Role; 3] =
        [Role::SystemAdmin, Role::SecurityAdmin, Role::AuditAdmin];

    /// Whether it is one of the three.
    pub const fn is_administrator(self) -> bool {
        matches!(
            self,
            Role::SystemAdmin | Role::SecurityAdmin | Role::AuditAdmin
        )
    }

    /// The stable name on the wire and in the locale files.
    pub const fn name(self) -> &'static str {
        match self {
            Role::Operator => "operator",
            Role::Clerk => "clerk",
            Role::Leader => "leader",
            Role::Supervisor => "supervisor",
            Role::GridWorker => "grid_worker",
            Role::Wall => "wall",
            Role::SystemAdmin => "system_admin",
            Role::SecurityAdmin => "security_admin",
            Role::AuditAdmin => "audit_admin",
        }
    }
}

/// A login name, as the central knows it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String))]
#[serde(transparent)]
pub struct UserId(pub String);

/// Who did something, as the log keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Actor {
    /// Login name.
    pub user: UserId,
    /// Name as colleagues know it.
    pub name: String,
    /// In which role.
    pub role: Role,
    /// For a clerk: of which department.
    pub department: Option<DepartmentCode>,
}

impl Actor {
    /// The login name that nobody can have: that of the central itself.
    pub const SYSTEM: &'static str = "system";

    /// The central acting by itself: a calendar came, or called units did not. It watches over
    /// clocks as a supervisor does, and so acts in that role; its name is a code, which screens
    /// say in their own language.
    pub fn system() -> Actor {
        Actor {
            user: UserId(Actor::SYSTEM.to_owned()),
            name: Actor::SYSTEM.to_owned(),
            role: Role::Supervisor,
            department: None,
        }
    }

    /// Whether it is the central itself.
    pub fn is_system(&self) -> bool {
        self.user.0 == Actor::SYSTEM
    }
}

/// A closed group of cases that only some may know of (mission.md, S44).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String))]
#[serde(transparent)]
pub struct Compartment(pub String);

/// What one user may see: role × area subtree × department × compartments.
///
/// Every query takes one, and there is no way to make one but from a signed-in user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Scope {
    /// The user's role.
    pub role: Role,
    /// The subtree of areas.
    pub area: AreaCode,
    /// For a clerk: the department whose cases they see.
    pub department: Option<DepartmentCode>,
    /// Sealed groups the user may open.
    #[serde(default)]
    pub compartments: BTreeSet<Compartment>,
}

impl Scope {
    /// Whether the case may be shown. What is out of scope reads as not found.
    pub fn covers(&self, case: &Case) -> bool {
        let sealed = case.compartment.as_ref();
        self.covers_what(&case.facts.grid, sealed, |own| {
            case.departments().contains(own)
        })
    }

    /// The same of a case of which no more is at hand than its grid, the group it is sealed in, and
    /// whether a department has a part in it.
    pub fn covers_what(
        &self,
        grid: &AreaCode,
        sealed: Option<&Compartment>,
        has_part: impl FnOnce(&DepartmentCode) -> bool,
    ) -> bool {
        let department = match (self.role, &self.department) {
            (Role::Clerk, Some(own)) => has_part(own),
            (Role::Clerk, None) => false,
            (role, _) => !role.is_administrator(),
        };
        let open = sealed.is_none_or(|sealed| self.compartments.contains(sealed));
        department && open && self.area.covers(grid)
    }
}

/// A signed-in user: who acts, and what they may see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct User {
    /// Who acts.
    pub actor: Actor,
    /// What they may see.
    pub scope: Scope,
}

/// A post that somebody holds on the ground.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Post {
    /// 网格长
    GridLeader,
    /// 网格员
    GridWorker,
    /// 网格党小组组长
    PartyGroupLeader,
    /// 联户长
    HouseholdUnitLeader,
    /// 人民调解员
    Mediator,
}

impl Post {
    /// The stable name on the wire and in the locale files.
    pub const fn name(self) -> &'static str {
        match self {
            Post::GridLeader => "grid_leader",
            Post::GridWorker => "grid_worker",
            Post::PartyGroupLeader => "party_group_leader",
            Post::HouseholdUnitLeader => "household_unit_leader",
            Post::Mediator => "mediator",
        }
    }
}

/// The posts that every grid has (治理铁三角; mission.md, S2), in this order.
pub const GRID_POSTS: [Post; 3] = [Post::GridLeader, Post::GridWorker, Post::PartyGroupLeader];

/// Somebody who holds a post in an area.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Person {
    /// Stable within the county.
    pub id: String,
    /// Full name.
    pub name: String,
    /// Mobile number.
    pub phone: String,
    /// Post held.
    pub post: Post,
    /// Where.
    pub area: AreaCode,
    /// The force that they belong to by the register; the one of their post when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub force: Option<String>,
    /// Made up for demonstration.
    #[serde(default)]
    pub simulated: bool,
}

/// What stands on the ground and helps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ResourceKind {
    /// 县级站点
    CountyStation,
    /// 镇级站点
    TownStation,
    /// 村级站点
    VillageStation,
    /// 摄像头
    Camera,
}

impl ResourceKind {
    /// The kinds that people go to, from the county down.
    pub const STATIONS: [ResourceKind; 3] = [
        ResourceKind::CountyStation,
        ResourceKind::TownStation,
        ResourceKind::VillageStation,
    ];

    /// Whether people go to it.
    pub const fn is_station(self) -> bool {
        !matches!(self, ResourceKind::Camera)
    }

    /// The stable name on the wire and in the locale files.
    pub const fn name(self) -> &'static str {
        match self {
            ResourceKind::CountyStation => "county_station",
            ResourceKind::TownStation => "town_station",
            ResourceKind::VillageStation => "village_station",
            ResourceKind::Camera => "camera",
        }
    }
}

/// A station or a camera.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Resource {
    /// Stable within the county.
    pub id: String,
    /// What it is.
    pub kind: ResourceKind,
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub position: crate::area::Position,
    /// The area it belongs to.
    pub area: AreaCode,
    /// Made up for demonstration.
    #[serde(default)]
    pub simulated: bool,
}
