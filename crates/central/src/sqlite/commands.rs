//! The tables `commands` and `numbers`.

use onemap_protocol::command::Answer;
use sqlx::{QueryBuilder, Sqlite, SqliteConnection};
use uuid::Uuid;

use super::value::{ROWS, bytes};
use crate::error::StoreError;
use crate::repository::Remembered;
use crate::rows::{ANSWER, json, read};

pub(super) async fn first_answer(
    connection: &mut SqliteConnection,
    device: Uuid,
    id: Uuid,
) -> Result<Option<Answer>, StoreError> {
    let answer: Option<String> =
        sqlx::query_scalar("SELECT answer FROM commands WHERE device = ? AND id = ?")
            .bind(bytes(device))
            .bind(bytes(id))
            .fetch_optional(connection)
            .await?;
    answer.map(|answer| read(ANSWER, &answer)).transpose()
}

pub(super) async fn remember(
    connection: &mut SqliteConnection,
    answers: &[Remembered],
) -> Result<(), StoreError> {
    for answers in answers.chunks(ROWS) {
        let texts: Vec<String> = answers
            .iter()
            .map(|remembered| json(ANSWER, &remembered.answer))
            .collect::<Result<_, _>>()?;
        let mut query =
            QueryBuilder::<Sqlite>::new("INSERT INTO commands (device, id, answered_at, answer) ");
        query.push_values(answers.iter().zip(texts), |mut row, (remembered, text)| {
            row.push_bind(bytes(remembered.device))
                .push_bind(bytes(remembered.id))
                .push_bind(remembered.at.as_microsecond())
                .push_bind(text);
        });
        query
            .build()
            .persistent(answers.len() == 1)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

pub(super) async fn last_number(
    connection: &mut SqliteConnection,
    day: &str,
) -> Result<u32, StoreError> {
    let last: Option<u32> = sqlx::query_scalar("SELECT last FROM numbers WHERE day = ?")
        .bind(day)
        .fetch_optional(connection)
        .await?;
    Ok(last.unwrap_or(0))
}

pub(super) async fn set_last_number(
    connection: &mut SqliteConnection,
    day: &str,
    last: u32,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO numbers (day, last) VALUES (?, ?) \
         ON CONFLICT (day) DO UPDATE SET last = excluded.last",
    )
    .bind(day)
    .bind(last)
    .execute(connection)
    .await?;
    Ok(())
}
