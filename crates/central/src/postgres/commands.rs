//! The tables `commands` and `numbers`.

use onemap_protocol::command::Answer;
use sqlx::PgConnection;
use uuid::Uuid;

use super::value::ROWS;
use crate::error::StoreError;
use crate::repository::Remembered;
use crate::rows::{ANSWER, json, read};

pub(super) async fn first_answer(
    connection: &mut PgConnection,
    device: Uuid,
    id: Uuid,
) -> Result<Option<Answer>, StoreError> {
    let answer: Option<String> =
        sqlx::query_scalar("SELECT answer FROM commands WHERE device = $1 AND id = $2")
            .bind(device)
            .bind(id)
            .fetch_optional(connection)
            .await?;
    answer.map(|answer| read(ANSWER, &answer)).transpose()
}

pub(super) async fn remember(
    connection: &mut PgConnection,
    answers: &[Remembered],
) -> Result<(), StoreError> {
    for answers in answers.chunks(ROWS) {
        let texts: Vec<String> = answers
            .iter()
            .map(|remembered| json(ANSWER, &remembered.answer))
            .collect::<Result<_, _>>()?;
        let of = |id: fn(&Remembered) -> Uuid| answers.iter().map(id).collect::<Vec<_>>();
        let times: Vec<i64> = answers.iter().map(|one| one.at.as_microsecond()).collect();
        sqlx::query(
            "INSERT INTO commands (device, id, answered_at, answer) \
             SELECT * FROM UNNEST($1::uuid[], $2::uuid[], $3::bigint[], $4::text[])",
        )
        .bind(of(|one| one.device))
        .bind(of(|one| one.id))
        .bind(times)
        .bind(texts)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

pub(super) async fn last_number(
    connection: &mut PgConnection,
    day: &str,
) -> Result<u32, StoreError> {
    let last: Option<i64> = sqlx::query_scalar("SELECT last FROM numbers WHERE day = $1")
        .bind(day)
        .fetch_optional(connection)
        .await?;
    Ok(last.map_or(0, |last| last as u32))
}

pub(super) async fn set_last_number(
    connection: &mut PgConnection,
    day: &str,
    last: u32,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO numbers (day, last) VALUES ($1, $2) \
         ON CONFLICT (day) DO UPDATE SET last = excluded.last",
    )
    .bind(day)
    .bind(i64::from(last))
    .execute(connection)
    .await?;
    Ok(())
}
