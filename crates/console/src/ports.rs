//! The two ports a console stands on.

use std::future::Future;
use std::sync::Arc;

use jiff::Timestamp;
use onemap_domain::area::{AreaCode, Level, Position};
use onemap_domain::case::{Case, CaseId};
use onemap_domain::clock::Clock;
use onemap_domain::command::Command;
use onemap_domain::department::{DepartmentCode, Load};
use onemap_domain::lane::Lane;
use onemap_domain::people::{Scope, User};
use onemap_protocol::desk::{
    CaseFilter, DemonstrationAccount, EnterSession, Happening, OrderRow, Settlement, StatusBar,
    Submitted,
};
use onemap_protocol::problem::Problem;
use uuid::Uuid;

use crate::County;

/// A case as a screen should show it: confirmed state, or the pending overlay over it.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// The state.
    pub case: Case,
    /// It shows the effect of an order that the central has not confirmed.
    pub pending: bool,
}

/// An open case as the map needs it.
#[derive(Clone, Debug, PartialEq)]
pub struct CasePointRow {
    /// Which.
    pub id: CaseId,
    /// Where.
    pub position: Position,
    /// Its nearest running clock.
    pub clock: Option<Clock>,
}

/// Open cases of one area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AreaCount {
    /// Which area.
    pub area: AreaCode,
    /// Open cases.
    pub open: u32,
    /// Of those, overdue.
    pub overdue: u32,
}

/// How often a department led cases of one category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Led {
    /// Which department.
    pub department: DepartmentCode,
    /// How many cases.
    pub cases: u32,
}

/// What is known here. Everything about cases takes a [`Scope`].
pub trait Reads: Send + Sync {
    /// The county, once it is here.
    fn county(&self) -> Option<Arc<County>>;
    /// Who is signed in.
    fn user(&self) -> Option<User>;
    /// The central's time, as well as it is known.
    fn now(&self) -> Timestamp;
    /// The county's name before anybody has signed in, where it is known beforehand.
    fn county_name(&self) -> Option<String>;
    /// Demonstration accounts, in a sample only.
    fn demonstration(&self) -> Vec<DemonstrationAccount>;
    /// A number that grows whenever anything about cases changes.
    fn cases_version(&self) -> u64;
    /// The status bar.
    fn status(&self) -> impl Future<Output = Result<StatusBar, Problem>> + Send;
    /// The outbox, newest first.
    fn orders(&self) -> impl Future<Output = Result<Vec<OrderRow>, Problem>> + Send;
    /// One case.
    fn case(
        &self,
        scope: &Scope,
        id: CaseId,
    ) -> impl Future<Output = Result<Option<Shown>, Problem>> + Send;
    /// Its log, oldest first, pending events last.
    fn timeline(
        &self,
        scope: &Scope,
        id: CaseId,
    ) -> impl Future<Output = Result<Vec<Happening>, Problem>> + Send;
    /// Cases by filter: how many in all, and one page, nearest deadline first (done ones: last
    /// ended first).
    fn cases(
        &self,
        scope: &Scope,
        filter: &CaseFilter,
        now: Timestamp,
        offset: u32,
        limit: u32,
    ) -> impl Future<Output = Result<(u32, Vec<Shown>), Problem>> + Send;
    /// Counts by lane; [`Lane::Overdue`] cuts across the others.
    fn lanes(
        &self,
        scope: &Scope,
        area: Option<&AreaCode>,
        now: Timestamp,
    ) -> impl Future<Output = Result<Vec<(Lane, u32)>, Problem>> + Send;
    /// Open cases below `within`, by area of `level`.
    fn area_counts(
        &self,
        scope: &Scope,
        within: &AreaCode,
        level: Level,
        now: Timestamp,
    ) -> impl Future<Output = Result<Vec<AreaCount>, Problem>> + Send;
    /// What departments carry; capacities are left at 0.
    fn loads(
        &self,
        scope: &Scope,
        now: Timestamp,
        end_of_today: Timestamp,
    ) -> impl Future<Output = Result<Vec<(DepartmentCode, Load)>, Problem>> + Send;
    /// Who led cases of a category.
    fn led(
        &self,
        scope: &Scope,
        category: &str,
    ) -> impl Future<Output = Result<Vec<Led>, Problem>> + Send;
    /// All open cases as points.
    fn points(
        &self,
        scope: &Scope,
    ) -> impl Future<Output = Result<Vec<CasePointRow>, Problem>> + Send;
}

/// What is to be done.
pub trait Submit: Send + Sync {
    /// Signs in.
    fn sign_in(&self, who: &EnterSession) -> impl Future<Output = Result<User, Problem>> + Send;
    /// Signs out.
    fn sign_out(&self) -> impl Future<Output = Result<(), Problem>> + Send;
    /// Puts an order where it survives; the caller has decided that it makes sense.
    fn submit(
        &self,
        author: &User,
        case: Option<CaseId>,
        revision: u64,
        command: Command,
    ) -> impl Future<Output = Result<Submitted, Problem>> + Send;
    /// An order that was set aside: its author's command, so that it can be given again.
    fn set_aside(
        &self,
        order: Uuid,
    ) -> impl Future<Output = Result<Option<(CaseId, Command)>, Problem>> + Send;
    /// Marks an order that was set aside as settled.
    fn settle(
        &self,
        order: Uuid,
        settlement: Settlement,
    ) -> impl Future<Output = Result<(), Problem>> + Send;
    /// Pulls the line or plugs it in again.
    fn set_line(&self, up: bool) -> impl Future<Output = Result<(), Problem>> + Send;
    /// Tries waiting orders now.
    fn retry_now(&self) -> impl Future<Output = Result<(), Problem>> + Send;
}
