//! The second wall: what row-level security lets through of a database of PostgreSQL, asked past the
//! central and all its SQL.

use std::collections::BTreeSet;

use onemap_central::database;
use onemap_central::error::{CentralError, StoreError};
use onemap_domain::command::Command;
use onemap_domain::people::{Compartment, Role, Scope};
use onemap_testkit::county::{small_county, story_case, users};
use sqlx::postgres::PgConnection;
use sqlx::{Connection as _, Executor as _};
use uuid::Uuid;

use crate::place::{cluster, on_postgres};
use crate::stage::Stage;

const WALLED: [&str; 7] = [
    "cases",
    "events",
    "records",
    "parts",
    "listed",
    "attachments",
    "audit",
];

/// A connection that works as centrals do.
async fn as_central(stage: &Stage) -> PgConnection {
    let mut connection = PgConnection::connect(&stage.database()).await.unwrap();
    connection.execute("SET ROLE onemap_central").await.unwrap();
    connection
}

async fn count(connection: &mut PgConnection, table: &str) -> i64 {
    let count = format!("SELECT count(*) FROM {table}");
    sqlx::query_scalar(sqlx::AssertSqlSafe(count))
        .fetch_one(connection)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_query_that_says_nothing_of_its_scope_sees_no_row() {
    if !on_postgres() {
        return;
    }
    let stage = Stage::small().await;
    let mut connection = as_central(&stage).await;
    for table in WALLED {
        assert_eq!(count(&mut connection, table).await, 0, "{table}");
    }
    // Nor after somebody else's scope on the same connection.
    let mut reading = connection.begin().await.unwrap();
    reading
        .execute("SET LOCAL onemap.sees = 'all'")
        .await
        .unwrap();
    assert_eq!(count(&mut reading, "cases").await, 5);
    assert!(count(&mut reading, "events").await > 5);
    reading.rollback().await.unwrap();
    for table in WALLED {
        assert_eq!(count(&mut connection, table).await, 0, "{table}");
    }
}

#[tokio::test]
async fn a_central_may_add_to_the_log_and_may_not_change_it() {
    if !on_postgres() {
        return;
    }
    let stage = Stage::small().await;
    let mut connection = as_central(&stage).await;
    for forbidden in [
        "UPDATE events SET recorded = ''",
        "DELETE FROM events",
        "DELETE FROM cases",
        "DELETE FROM commands",
        "UPDATE commands SET answer = ''",
        "TRUNCATE events",
        "ALTER TABLE events DISABLE ROW LEVEL SECURITY",
        "DROP POLICY everything ON events",
    ] {
        let mut writing = connection.begin().await.unwrap();
        writing
            .execute("SET LOCAL onemap.sees = 'all'")
            .await
            .unwrap();
        let refused = writing.execute(forbidden).await.unwrap_err();
        let code = refused.as_database_error().unwrap().code().unwrap();
        assert_eq!(code, "42501", "{forbidden}");
        writing.rollback().await.unwrap();
    }
}

/// What the policies alone let through of the cases.
async fn let_through(connection: &mut PgConnection, scope: &Scope) -> BTreeSet<Uuid> {
    let mut reading = connection.begin().await.unwrap();
    let compartments: Vec<&str> = scope
        .compartments
        .iter()
        .map(|one| one.0.as_str())
        .collect();
    for (setting, value) in [
        ("onemap.sees", "scope"),
        ("onemap.role", scope.role.name()),
        ("onemap.area", scope.area.as_str()),
        (
            "onemap.department",
            scope.department.as_ref().map_or("", |own| own.as_str()),
        ),
        ("onemap.compartments", &compartments.join("\u{1f}")),
    ] {
        sqlx::query("SELECT set_config($1, $2, true)")
            .bind(setting)
            .bind(value)
            .execute(&mut *reading)
            .await
            .unwrap();
    }
    let cases: Vec<Uuid> = sqlx::query_scalar("SELECT id FROM cases")
        .fetch_all(&mut *reading)
        .await
        .unwrap();
    let told: Vec<Uuid> = sqlx::query_scalar("SELECT DISTINCT subject_id FROM events")
        .fetch_all(&mut *reading)
        .await
        .unwrap();
    if scope.role == Role::Wall {
        assert!(told.is_empty(), "a wall is told states only");
    } else {
        let told: BTreeSet<Uuid> = told.into_iter().collect();
        assert_eq!(
            told,
            cases.iter().copied().collect(),
            "events go with cases"
        );
    }
    assert_eq!(
        count(&mut reading, "records").await,
        0,
        "judged by the rule"
    );
    reading.rollback().await.unwrap();
    cases.into_iter().collect()
}

#[tokio::test]
async fn the_second_wall_lets_through_what_the_first_does() {
    if !on_postgres() {
        return;
    }
    let stage = Stage::in_way(small_county(), "ganzhou", None).await;
    let operator = stage.signed_in("wangmin").await;
    let seal = Command::Seal {
        compartment: Compartment("mental_health".to_owned()),
        reason: "涉及个人隐私".to_owned(),
    };
    operator.does(story_case(2), seal).await;
    let mut connection = as_central(&stage).await;
    let mut seen = BTreeSet::new();
    for user in users() {
        let person = stage.signed_in(&user.actor.user.0).await;
        let scope = person.session.user.scope.clone();
        let listed: BTreeSet<Uuid> = person.all_cases().await.iter().map(|id| id.0).collect();
        let through = let_through(&mut connection, &scope).await;
        assert_eq!(through, listed, "{scope:?}");
        seen.insert(listed.len());
    }
    assert!(
        seen.len() > 2,
        "the users differ in what they see: {seen:?}"
    );
}

/// A role that logs in to this process's server, and a database that is its own.
fn own_database(role: &str, rights: &str) -> String {
    let database = format!("of_{role}");
    for statement in [
        format!("CREATE ROLE {role} LOGIN {rights}"),
        format!("CREATE DATABASE {database} OWNER {role}"),
    ] {
        cluster().tell(&statement).unwrap();
    }
    cluster().address_of(role, &database)
}

#[tokio::test]
async fn an_owner_without_the_role_is_bound_by_the_policies_too() {
    if !on_postgres() {
        return;
    }
    // The role is there; this login is no member of it and may not become one.
    drop(Stage::small().await);
    let address = own_database("plain_owner", "");
    let repository = database::open(&address).await.unwrap();
    assert_eq!(repository.head().await.unwrap().cursor.0, 0);
    repository.close().await;
    let mut owner = PgConnection::connect(&address).await.unwrap();
    let forced: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM pg_class WHERE relrowsecurity AND relforcerowsecurity",
    )
    .fetch_one(&mut owner)
    .await
    .unwrap();
    assert_eq!(forced, WALLED.len() as i64);
    let refused = owner
        .execute("INSERT INTO parts VALUES ('x', gen_random_uuid())")
        .await;
    assert!(refused.is_err(), "nothing is written without saying so");
}

#[tokio::test]
async fn a_login_that_is_above_the_policies_and_cannot_come_down_is_refused() {
    if !on_postgres() {
        return;
    }
    drop(Stage::small().await);
    let address = own_database("above_all", "BYPASSRLS");
    let refused = database::open(&address).await.err().unwrap();
    assert!(
        matches!(refused, CentralError::Store(StoreError::Unguarded)),
        "{refused}"
    );
}
