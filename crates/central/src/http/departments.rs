//! Reading departments and what they carry.

use axum::Json;
use axum::extract::State;
use onemap_domain::department::{Department, Load};
use onemap_protocol::problem::{Problem, ProblemCode};
use serde::Serialize;
use utoipa::ToSchema;

use super::App;
use super::caller::Caller;
use super::failure::Failure;
use crate::acceptance::CALENDAR;

/// A department and what it carries.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LoadedDepartment {
    /// Which.
    department: Department,
    /// What it carries of the cases in the caller's scope.
    load: Load,
}

/// Departments.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DepartmentList {
    /// In the register's order.
    departments: Vec<LoadedDepartment>,
}

/// Departments
///
/// With the load of each, counted over the cases that the caller may see.
#[utoipa::path(get, path = "/v1/departments", tag = "departments", security(("session" = [])),
    responses((status = 200, body = DepartmentList), (status = 401, body = Problem),
        (status = 503, body = Problem)))]
pub(super) async fn list(
    State(app): State<App>,
    caller: Caller,
) -> Result<Json<DepartmentList>, Failure> {
    let land = app.land().ok_or(ProblemCode::NotReady)?;
    let now = (app.now)();
    let day_end = CALENDAR.end_of(CALENDAR.date(now));
    let mut loads = app
        .repository
        .loads(&caller.user.scope, now, day_end)
        .await?;
    let departments = land
        .register
        .departments
        .iter()
        .map(|department| LoadedDepartment {
            load: Load {
                capacity: department.capacity,
                ..loads.remove(&department.code).unwrap_or_default()
            },
            department: department.clone(),
        });
    Ok(Json(DepartmentList {
        departments: departments.collect(),
    }))
}
