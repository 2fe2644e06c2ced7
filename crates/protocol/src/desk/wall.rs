//! The wall (大屏): what it shows, and how a desk drives it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use onemap_domain::area::{Area, AreaCode};
use onemap_domain::board::Sums;
use onemap_domain::indicator::Rate;
use onemap_domain::lane::Lane;
use onemap_domain::pack::{HotSpot, PackIndex};
use serde::{Deserialize, Serialize};

use super::{CaseRow, DepartmentLoad, OnDuty, RateRow};

/// What the wall shows of an area; of the whole county when it names none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskWall {
    /// Which area.
    pub area: Option<AreaCode>,
}

/// The answer to [`AskWall`]. Nothing of any reporter, nothing sealed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WallView {
    /// The moment, central time.
    pub at: Timestamp,
    /// The area.
    pub area: Area,
    /// 上报 today, and yesterday by the same time of day.
    pub reported: Compared,
    /// 结案 today, and yesterday by the same time of day.
    pub closed: Compared,
    /// Open cases by band and concern.
    pub sums: Sums,
    /// The last daily pack's moment with its open and overdue cases; only of the whole county.
    pub morning: Option<Morning>,
    /// Open cases by lane, in the way's order; they sum to `sums.open`.
    pub lanes: Vec<(Lane, u32)>,
    /// Departments with open cases, the most loaded first.
    pub loads: Vec<DepartmentLoad>,
    /// The areas one level down, the most overdue first.
    pub places: Vec<PlaceRow>,
    /// Category × town above its usual range in the days that a daily pack of today looks back on.
    pub hot_spots: Vec<HotSpot>,
    /// Cases reported in the last 30 days by channel, the most first.
    pub channels: Vec<(String, u32)>,
    /// Cases reported in the last 30 days by category, the most first.
    pub categories: Vec<(String, u32)>,
    /// Rates of this month that anything counted in.
    pub rates: Vec<RateRow>,
    /// The cases that are longest overdue.
    pub worst: Vec<CaseRow>,
    /// What happened last, the newest first.
    pub latest: Vec<Latest>,
    /// What interrupts: emergencies reported and deadlines passed in the last [`ALARM_SECONDS`].
    pub alarms: Vec<Alarm>,
    /// Cases reported today, by hour of the day: 24 figures.
    pub hours: Vec<u32>,
    /// Who is on duty now; nobody's number.
    pub on_duty: Vec<OnDuty>,
    /// The county's index of the last day, with the one before; only of the whole county.
    pub index: Option<PackIndex>,
    /// Duties of the last daily pack, done of owed; only of the whole county.
    pub duties: Vec<(String, Rate)>,
}

/// How long an alarm interrupts, seconds.
pub const ALARM_SECONDS: i64 = 30;

/// A figure of today beside yesterday's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compared {
    /// Today so far.
    pub today: u32,
    /// Yesterday by the same time of day.
    pub yesterday: u32,
}

/// What the last daily pack said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Morning {
    /// When it was frozen.
    pub at: Timestamp,
    /// Open cases then.
    pub open: u64,
    /// Overdue cases then.
    pub overdue: u64,
}

/// An area of the level below.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceRow {
    /// Which.
    pub area: AreaCode,
    /// Open cases.
    pub open: u32,
    /// Of those, overdue.
    pub overdue: u32,
    /// Reported today.
    pub reported: u32,
}

/// A case in which something has just happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Latest {
    /// When.
    pub at: Timestamp,
    /// The case as it stands now.
    pub row: CaseRow,
}

/// Why the wall is interrupted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlarmKind {
    /// 紧急: an emergency came in.
    Emergency,
    /// 新逾期: a deadline has just passed.
    Overdue,
}

/// What interrupts the wall.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Alarm {
    /// Why.
    pub kind: AlarmKind,
    /// Since when.
    pub at: Timestamp,
    /// The case.
    pub row: CaseRow,
}

/// A scene of the wall.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scene {
    /// 总览
    Overview,
    /// 乡镇
    Towns,
    /// 部门
    Departments,
    /// 逾期
    Overdue,
    /// 热点
    Topics,
    /// 聚焦: one case.
    Spotlight,
}

impl Scene {
    /// Every scene, in the order of the rotation.
    pub const ALL: [Scene; 6] = [
        Scene::Overview,
        Scene::Towns,
        Scene::Departments,
        Scene::Overdue,
        Scene::Topics,
        Scene::Spotlight,
    ];

    /// The stable name on the wire and in the locale files.
    pub const fn name(self) -> &'static str {
        match self {
            Scene::Overview => "overview",
            Scene::Towns => "towns",
            Scene::Departments => "departments",
            Scene::Overdue => "overdue",
            Scene::Topics => "topics",
            Scene::Spotlight => "spotlight",
        }
    }
}

/// How the wall is driven, as it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskDrive {}

/// The answer to [`AskDrive`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Drive {
    /// How its window stands.
    pub window: WallWindow,
    /// The monitors of this machine.
    pub monitors: Vec<Monitor>,
    /// The monitor it is shown on.
    pub monitor: Option<String>,
    /// The rotation stands still.
    pub paused: bool,
    /// Steps made by hand; each goes one scene on.
    pub steps: u32,
    /// The scene that stays.
    pub pinned: Option<Scene>,
    /// Only this area.
    pub area: Option<AreaCode>,
    /// Seconds of each scene.
    pub seconds: BTreeMap<Scene, u32>,
    /// No sound with an alarm.
    pub muted: bool,
    /// The program starts with the session of this machine's user, as it was started now.
    pub starts_by_itself: bool,
    /// Who its device account is; `None` while it has none.
    pub account: Option<String>,
}

/// How the wall's window stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WallWindow {
    /// This program can show none: a browser.
    #[default]
    Impossible,
    /// Closed.
    Closed,
    /// Open, or being opened.
    Open,
    /// It could not be opened; the log says why.
    Failed,
}

/// A monitor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Monitor {
    /// Its name, as the window system calls it.
    pub name: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
}

/// Drive the wall.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DriveWall {
    /// How.
    pub order: WallOrder,
}

/// What a desk tells the wall.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "order", rename_all = "snake_case")]
pub enum WallOrder {
    /// Open it, full screen, on a monitor; on the one that it was on last when absent.
    Open {
        /// Which monitor.
        monitor: Option<String>,
    },
    /// Close it.
    Close,
    /// Let the rotation stand still, or go on.
    Pause {
        /// Whether it stands still.
        paused: bool,
    },
    /// One scene on.
    Next,
    /// Start the program with the session, or do not.
    StartByItself {
        /// Whether.
        on: bool,
    },
    /// Keep one scene, or none.
    Pin {
        /// Which.
        scene: Option<Scene>,
    },
    /// Only one area, or the whole county.
    Area {
        /// Which.
        area: Option<AreaCode>,
    },
    /// Sound with an alarm, or none.
    Mute {
        /// Whether none.
        muted: bool,
    },
}
