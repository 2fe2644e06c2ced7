//! Reading what is shown: confirmed cases with the overlay over them. Every query takes a scope.

use jiff::Timestamp;
use onemap_domain::area::{AreaCode, Level, Position};
use onemap_domain::case::{Case, CaseId, Flag, Stage};
use onemap_domain::clock::Term;
use onemap_domain::department::{DepartmentCode, Load};
use onemap_domain::event::Recorded;
use onemap_domain::lane::Lane;
use onemap_domain::people::{Role, Scope};
use onemap_domain::profile::Profile;
use onemap_domain::subject::SubjectId;
use onemap_protocol::command::line_of;
use onemap_protocol::desk::{CaseFilter, Happening};
use serde::de::DeserializeOwned;
use sqlx::sqlite::{Sqlite, SqliteRow};
use sqlx::{QueryBuilder, Row};
use uuid::Uuid;

use super::{Cache, FILE};
use crate::StoreError;

/// A case as it should be shown.
#[derive(Clone, Debug, PartialEq)]
pub struct ShownCase {
    /// The state.
    pub case: Case,
    /// The overlay shows it.
    pub pending: bool,
}

/// An open case as a point.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// Which.
    pub id: CaseId,
    /// Where.
    pub position: Position,
    /// The term of its nearest running clock.
    pub term: Option<Term>,
    /// Who leads it.
    pub lead: Option<DepartmentCode>,
}

/// How many cases share a stage and flags.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageCount {
    /// The stage.
    pub stage: Stage,
    /// The flags.
    pub flags: Vec<Flag>,
    /// Whether work is owed: a merged case owes none.
    pub open: bool,
    /// How many.
    pub cases: u32,
    /// Of those, overdue.
    pub overdue: u32,
}

impl Cache {
    /// One case as the central has confirmed it, for deciding on it again.
    pub(super) async fn confirmed(&self, id: CaseId) -> Result<Option<Case>, StoreError> {
        self.state("SELECT state FROM cases WHERE id = ?", id.to_string())
            .await
    }

    /// The fingerprint of the commands that made a case or record as it is shown, confirmed and
    /// pending ones, up to a revision.
    pub async fn line(&self, subject: SubjectId, revision: u64) -> Result<Uuid, StoreError> {
        let commands: Vec<String> = sqlx::query_scalar(
            "SELECT body ->> 'command' FROM (
                SELECT case_id AS id, revision, body FROM events
                UNION ALL SELECT case_id, revision, body FROM overlay_events
                UNION ALL SELECT record_id, revision, body FROM record_entries
                UNION ALL SELECT record_id, revision, body FROM record_overlay_entries)
             WHERE id = ? AND revision <= ? ORDER BY revision",
        )
        .bind(subject.to_string())
        .bind(revision as i64)
        .fetch_all(&self.pool)
        .await
        .map_err(StoreError::database(FILE))?;
        let commands = commands
            .iter()
            .map(|command| Uuid::parse_str(command).unwrap_or_default());
        Ok(line_of(commands))
    }

    /// The one state that a query gives for an identity.
    pub(super) async fn state<T: DeserializeOwned>(
        &self,
        sql: &'static str,
        id: String,
    ) -> Result<Option<T>, StoreError> {
        let state: Option<String> = sqlx::query_scalar(sql)
            .bind(id)
            .fetch_optional(&self.pool)
            .await
            .map_err(StoreError::database(FILE))?;
        state
            .map(|state| serde_json::from_str(&state))
            .transpose()
            .map_err(StoreError::contents(FILE))
    }

    /// One case.
    pub async fn case(&self, scope: &Scope, id: CaseId) -> Result<Option<ShownCase>, StoreError> {
        let mut query = selecting("state, pending", scope);
        query.push(" AND id = ").push_bind(id.to_string());
        let row = query
            .build()
            .fetch_optional(&self.pool)
            .await
            .map_err(StoreError::database(FILE))?;
        row.map(|row| shown(&row)).transpose()
    }

    /// A case's log, oldest first, pending events last.
    pub async fn timeline(&self, scope: &Scope, id: CaseId) -> Result<Vec<Happening>, StoreError> {
        if self.case(scope, id).await?.is_none() {
            return Ok(Vec::new());
        }
        let rows = sqlx::query(
            "SELECT body, 0 AS pending, revision FROM events WHERE case_id = ?1
             UNION ALL SELECT body, 1, revision FROM overlay_events WHERE case_id = ?1
             ORDER BY pending, revision",
        )
        .bind(id.to_string())
        .fetch_all(&self.pool)
        .await
        .map_err(StoreError::database(FILE))?;
        rows.iter()
            .map(|row| {
                let recorded: Recorded =
                    serde_json::from_str(row.get("body")).map_err(StoreError::contents(FILE))?;
                Ok(Happening {
                    recorded,
                    pending: row.get::<i64, _>("pending") == 1,
                })
            })
            .collect()
    }

    /// How many cases a filter finds, and one page of them.
    pub async fn cases(
        &self,
        scope: &Scope,
        profile: &Profile,
        filter: &CaseFilter,
        now: Timestamp,
        offset: u32,
        limit: u32,
    ) -> Result<(u32, Vec<ShownCase>), StoreError> {
        let fail = StoreError::database(FILE);
        let mut count = selecting("count(*)", scope);
        narrow(&mut count, profile, filter, now);
        let total: u32 = count
            .build_query_scalar()
            .fetch_one(&self.pool)
            .await
            .map_err(&fail)?;
        let mut query = selecting("state, pending", scope);
        narrow(&mut query, profile, filter, now);
        query.push(if filter.lane == Some(Lane::Done) {
            " ORDER BY closed_at DESC, id"
        } else {
            " ORDER BY due_at IS NULL, due_at, reported_at, id"
        });
        query
            .push(" LIMIT ")
            .push_bind(limit)
            .push(" OFFSET ")
            .push_bind(offset);
        let rows = self.rows(query).await?;
        Ok((total, rows.iter().map(shown).collect::<Result<_, _>>()?))
    }

    /// Every case with its revision, and whether the overlay shows it.
    pub async fn revisions(&self, scope: &Scope) -> Result<Vec<(CaseId, u64, bool)>, StoreError> {
        let rows = self.rows(selecting("id, revision, pending", scope)).await?;
        Ok(rows
            .iter()
            .map(|row| {
                let id = CaseId(Uuid::parse_str(row.get("id")).unwrap_or_default());
                let revision = row.get::<i64, _>("revision") as u64;
                (id, revision, row.get::<i64, _>("pending") == 1)
            })
            .collect())
    }

    /// These cases, as far as the scope covers them.
    pub async fn states(
        &self,
        scope: &Scope,
        ids: &[CaseId],
    ) -> Result<Vec<ShownCase>, StoreError> {
        let ids: Vec<String> = ids.iter().map(CaseId::to_string).collect();
        let ids = serde_json::to_string(&ids).map_err(StoreError::contents(FILE))?;
        let mut query = selecting("state, pending", scope);
        query
            .push(" AND id IN (SELECT value FROM json_each(")
            .push_bind(ids)
            .push("))");
        self.rows(query).await?.iter().map(shown).collect()
    }

    /// Counts by stage and flags; which lane a stage waits in is the profile's.
    pub async fn counts(
        &self,
        scope: &Scope,
        area: Option<&AreaCode>,
        now: Timestamp,
    ) -> Result<Vec<StageCount>, StoreError> {
        let mut query = QueryBuilder::new(
            "SELECT stage, flags, open, count(*) AS cases, coalesce(sum(open AND due_at < ",
        );
        query
            .push_bind(now.as_millisecond())
            .push("), 0) AS overdue FROM shown WHERE ");
        within(&mut query, scope);
        in_area(&mut query, area);
        query.push(" GROUP BY stage, flags, open");
        let rows = self.rows(query).await?;
        Ok(rows
            .iter()
            .filter_map(|row| {
                let name: &str = row.get("stage");
                let flags: &str = row.get("flags");
                let has = |flag: &Flag| flags.split(',').any(|one| one == flag.name());
                Some(StageCount {
                    stage: Stage::ALL.into_iter().find(|stage| stage.name() == name)?,
                    flags: Flag::ALL.into_iter().filter(has).collect(),
                    open: row.get::<i64, _>("open") == 1,
                    cases: row.get("cases"),
                    overdue: row.get("overdue"),
                })
            })
            .collect())
    }

    /// Open and overdue cases below an area, by area of `level`.
    pub async fn area_counts(
        &self,
        scope: &Scope,
        area: &AreaCode,
        level: Level,
        now: Timestamp,
    ) -> Result<Vec<(AreaCode, u32, u32)>, StoreError> {
        let mut query = QueryBuilder::new("SELECT substr(grid, 1, ");
        query
            .push_bind(level.digits() as i64)
            .push(") AS code, count(*) AS open, ");
        query
            .push("coalesce(sum(due_at < ")
            .push_bind(now.as_millisecond());
        query.push("), 0) AS overdue FROM shown WHERE open AND ");
        within(&mut query, scope);
        in_area(&mut query, Some(area));
        query.push(" GROUP BY code");
        let rows = self.rows(query).await?;
        Ok(rows
            .iter()
            .filter_map(|row| {
                let code = AreaCode::parse(row.get("code")).ok()?;
                Some((code, row.get("open"), row.get("overdue")))
            })
            .collect())
    }

    /// What departments carry. Capacities are not here.
    pub async fn loads(
        &self,
        scope: &Scope,
        now: Timestamp,
        end_of_today: Timestamp,
    ) -> Result<Vec<(DepartmentCode, Load)>, StoreError> {
        let mut query = QueryBuilder::new("SELECT lead, count(*) AS open, coalesce(sum(due_at < ");
        query.push_bind(now.as_millisecond());
        query
            .push("), 0) AS overdue, coalesce(sum(due_at >= ")
            .push_bind(now.as_millisecond());
        query
            .push(" AND due_at <= ")
            .push_bind(end_of_today.as_millisecond());
        query.push("), 0) AS due_today, sum(returned > 0) AS returned FROM shown WHERE ");
        query.push("carried AND lead IS NOT NULL AND ");
        within(&mut query, scope);
        query.push(" GROUP BY lead");
        let rows = self.rows(query).await?;
        Ok(rows
            .iter()
            .map(|row| {
                let load = Load {
                    open: row.get("open"),
                    overdue: row.get("overdue"),
                    due_today: row.get("due_today"),
                    returned: row.get("returned"),
                    capacity: 0,
                };
                (DepartmentCode(row.get("lead")), load)
            })
            .collect())
    }

    /// Who led cases of a category, most first.
    pub async fn led(
        &self,
        scope: &Scope,
        category: &str,
    ) -> Result<Vec<(DepartmentCode, u32)>, StoreError> {
        let mut query = selecting("lead, count(*) AS cases", scope);
        query
            .push(" AND lead IS NOT NULL AND category = ")
            .push_bind(category.to_owned());
        query.push(" GROUP BY lead ORDER BY cases DESC, lead");
        let rows = self.rows(query).await?;
        Ok(rows
            .iter()
            .map(|row| (DepartmentCode(row.get("lead")), row.get("cases")))
            .collect())
    }

    /// All open cases as points.
    pub async fn points(&self, scope: &Scope) -> Result<Vec<Point>, StoreError> {
        let mut query = selecting("id, lon, lat, due_from, due_at, lead", scope);
        query.push(" AND open ORDER BY id");
        let rows = self.rows(query).await?;
        Ok(rows
            .iter()
            .map(|row| {
                let moment = |name: &str| {
                    let at: Option<i64> = row.get(name);
                    at.and_then(|at| Timestamp::from_millisecond(at).ok())
                };
                let term = moment("due_from")
                    .zip(moment("due_at"))
                    .map(|(from, due_at)| Term { from, due_at });
                Point {
                    id: CaseId(Uuid::parse_str(row.get("id")).unwrap_or_default()),
                    position: Position {
                        lon: row.get("lon"),
                        lat: row.get("lat"),
                    },
                    term,
                    lead: row.get::<Option<String>, _>("lead").map(DepartmentCode),
                }
            })
            .collect())
    }

    /// Where the cases of a scope are that were reported in `[from, to)`, of one category or of all; sealed ones are
    /// left out, whoever asks.
    pub async fn reported(
        &self,
        scope: &Scope,
        category: Option<&str>,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Vec<Position>, StoreError> {
        let mut query = selecting("lon, lat", scope);
        query
            .push(" AND compartment IS NULL AND reported_at >= ")
            .push_bind(from.as_millisecond())
            .push(" AND reported_at < ")
            .push_bind(to.as_millisecond());
        if let Some(category) = category {
            query
                .push(" AND category = ")
                .push_bind(category.to_owned());
        }
        let rows = self.rows(query).await?;
        let position = |row: &SqliteRow| Position {
            lon: row.get("lon"),
            lat: row.get("lat"),
        };
        Ok(rows.iter().map(position).collect())
    }

    async fn rows(&self, mut query: QueryBuilder<Sqlite>) -> Result<Vec<SqliteRow>, StoreError> {
        let rows = query.build().fetch_all(&self.pool).await;
        rows.map_err(StoreError::database(FILE))
    }
}

fn shown(row: &SqliteRow) -> Result<ShownCase, StoreError> {
    let case = serde_json::from_str(row.get("state")).map_err(StoreError::contents(FILE))?;
    Ok(ShownCase {
        case,
        pending: row.get::<i64, _>("pending") == 1,
    })
}

fn selecting(columns: &str, scope: &Scope) -> QueryBuilder<Sqlite> {
    let mut query = QueryBuilder::new(format!("SELECT {columns} FROM shown WHERE "));
    within(&mut query, scope);
    query
}

/// The scope as a condition; the same rule as [`Scope::covers`].
fn within(query: &mut QueryBuilder<Sqlite>, scope: &Scope) {
    query
        .push("grid GLOB ")
        .push_bind(format!("{}*", scope.area));
    if scope.role == Role::Clerk {
        // Without a department there is nothing to see: no row's list contains ",,,".
        let own = scope.department.as_ref();
        let own = own.map_or_else(|| ",,,".to_owned(), |code| format!(",{code},"));
        query
            .push(" AND instr(departments, ")
            .push_bind(own)
            .push(") > 0");
    }
    query.push(" AND (compartment IS NULL");
    if !scope.compartments.is_empty() {
        query.push(" OR compartment IN (");
        let mut own = query.separated(", ");
        for compartment in &scope.compartments {
            own.push_bind(compartment.0.clone());
        }
        query.push(")");
    }
    query.push(")");
}

fn in_area(query: &mut QueryBuilder<Sqlite>, area: Option<&AreaCode>) {
    if let Some(area) = area {
        query.push(" AND grid GLOB ").push_bind(format!("{area}*"));
    }
}

fn narrow(
    query: &mut QueryBuilder<Sqlite>,
    profile: &Profile,
    filter: &CaseFilter,
    now: Timestamp,
) {
    match filter.lane {
        None => {
            query.push(" AND open");
        }
        Some(Lane::Overdue) => {
            query
                .push(" AND open AND due_at < ")
                .push_bind(now.as_millisecond());
        }
        Some(lane) => {
            // A merged case waits in no lane; the case it was merged into does.
            if lane != Lane::Done {
                query.push(" AND open");
            }
            query.push(" AND stage IN (");
            let mut stages = query.separated(", ");
            for stage in profile.stages_in(lane) {
                stages.push_bind(stage.name());
            }
            query.push(")");
        }
    }
    if let Some(category) = &filter.category {
        query.push(" AND category = ").push_bind(category.clone());
    }
    if let Some(flag) = filter.flag {
        query
            .push(" AND instr(flags, ")
            .push_bind(format!(",{},", flag.name()))
            .push(") > 0");
    }
    in_area(query, filter.area.as_ref());
    if let Some(department) = &filter.department {
        query
            .push(" AND carried AND lead = ")
            .push_bind(department.to_string());
    }
    let text = filter.text.trim();
    if !text.is_empty() {
        let escaped = text
            .replace('\\', "\\\\")
            .replace('%', "\\%")
            .replace('_', "\\_");
        let pattern = format!("%{escaped}%");
        query.push(" AND (");
        let mut either = query.separated(" OR ");
        for column in ["number", "title", "text", "address"] {
            either.push(format!("{column} LIKE "));
            either.push_bind_unseparated(pattern.clone());
            either.push_unseparated(" ESCAPE '\\'");
        }
        query.push(")");
    }
}
