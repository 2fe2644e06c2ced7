//! The servers of a database: one takes writes, the primary, and others may stand by to take its place.
//!
//! An address names them as libpq's does: `postgres://USER@localhost/DATABASE?host=a,b`, with `port=` likewise
//! where they differ. sqlx knows one server only, so a central looks itself which of them is not in recovery,
//! and has its pools connect to that one from then on.
//!
//! Deliberately absent: promoting anything, and keeping an old primary from coming back as one; both are the
//! business of whoever runs the servers.

use std::path::Path;
use std::str::FromStr as _;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{Connection as _, PgPool};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep, timeout};

use super::SETTINGS;
use crate::error::StoreError;

/// How often the primary is looked at, and for how long an answer is waited for.
const LOOK: Duration = Duration::from_millis(500);
const PATIENCE: Duration = Duration::from_secs(3);

/// Where a database may be.
#[derive(Clone, Debug)]
pub(super) struct Hosts(Vec<PgConnectOptions>);

/// The task that follows the primary; it ends with this.
#[derive(Debug)]
pub(super) struct Following(JoinHandle<()>);

impl Drop for Following {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Hosts {
    /// Those of an address; `None` when it is none.
    pub(super) fn of(address: &str) -> Option<Hosts> {
        let (base, query) = address.split_once('?').unwrap_or((address, ""));
        let (mut hosts, mut ports) = (Vec::new(), Vec::new());
        let mut rest = form_urlencoded::Serializer::new(String::new());
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let all = || value.split(',').map(str::to_owned).collect();
            match name.as_ref() {
                "host" => hosts = all(),
                "port" => ports = all(),
                // There is no other choice here.
                "target_session_attrs" => {}
                _ => {
                    rest.append_pair(&name, &value);
                }
            }
        }
        let options = PgConnectOptions::from_str(&format!("{base}?{}", rest.finish())).ok()?;
        let options = options.application_name("onemap-central").options(SETTINGS);
        if hosts.is_empty() {
            hosts.push(options.get_host().to_owned());
        }
        let mut all = Vec::new();
        for (nth, host) in hosts.iter().enumerate() {
            let port = match ports.get(nth).or_else(|| ports.first()) {
                Some(port) => port.parse().ok()?,
                None => options.get_port(),
            };
            let options = options.clone().port(port);
            all.push(if Path::new(host).is_absolute() {
                options.socket(host)
            } else {
                options.host(host)
            });
        }
        Some(Hosts(all))
    }

    /// The first that takes writes, waited for; the only one there is, whatever it does.
    pub(super) async fn primary(
        &self,
        patience: Duration,
    ) -> Result<(usize, PgConnectOptions), StoreError> {
        if let [only] = self.0.as_slice() {
            return Ok((0, only.clone()));
        }
        let begun = Instant::now();
        loop {
            let mut failed = StoreError::NoPrimary;
            for (at, options) in self.0.iter().enumerate() {
                match takes_writes(options).await {
                    Ok(true) => return Ok((at, options.clone())),
                    Ok(false) => {}
                    Err(error) => failed = error.into(),
                }
            }
            if begun.elapsed() >= patience {
                return Err(failed);
            }
            sleep(LOOK).await;
        }
    }

    /// Has these pools connect to the primary from now on, whichever it will be; `at` is it now.
    pub(super) fn follow(self, at: usize, pools: Vec<PgPool>) -> Option<Following> {
        (self.0.len() > 1).then(|| Following(tokio::spawn(self.followed(at, pools))))
    }

    async fn followed(self, mut at: usize, pools: Vec<PgPool>) {
        loop {
            sleep(LOOK).await;
            if matches!(takes_writes(&self.0[at]).await, Ok(true)) {
                continue;
            }
            let Ok((now, options)) = self.primary(Duration::ZERO).await else {
                continue;
            };
            if now == at {
                continue;
            }
            at = now;
            tracing::warn!(
                server = at + 1,
                of = self.0.len(),
                "another server is the primary now"
            );
            for pool in &pools {
                pool.set_connect_options(options.clone());
            }
        }
    }
}

async fn takes_writes(options: &PgConnectOptions) -> Result<bool, sqlx::Error> {
    let asked = async {
        let mut connection = PgConnection::connect_with(options).await?;
        let is_standby: bool = sqlx::query_scalar("SELECT pg_is_in_recovery()")
            .fetch_one(&mut connection)
            .await?;
        connection.close().await?;
        Ok(!is_standby)
    };
    let answer = timeout(PATIENCE, asked).await;
    answer.unwrap_or(Err(sqlx::Error::PoolTimedOut))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_one_server_or_several_each_with_its_port() {
        let of = |address: &str| {
            let hosts = Hosts::of(address).unwrap().0;
            let each = hosts.iter().map(|one| {
                let socket = one.get_socket().map(|socket| socket.display().to_string());
                (
                    socket.unwrap_or_else(|| one.get_host().to_owned()),
                    one.get_port(),
                )
            });
            each.collect::<Vec<_>>()
        };
        let two = |one: &str, other: &str| vec![(one.to_owned(), 5432), (other.to_owned(), 5432)];
        assert_eq!(
            of("postgres://onemap@localhost/onemap?host=/run/a,/run/b"),
            two("/run/a", "/run/b")
        );
        assert_eq!(
            of("postgres://onemap@x/onemap?host=a,b&target_session_attrs=read-write"),
            two("a", "b")
        );
        assert_eq!(
            of("postgres://onemap@x/onemap?host=a,b&port=5433,5434"),
            [("a".to_owned(), 5433), ("b".to_owned(), 5434)]
        );
        assert_eq!(
            of("postgres://onemap@a:5433/onemap"),
            [("a".to_owned(), 5433)]
        );
        assert!(Hosts::of("postgres://onemap@a/onemap?host=a,b&port=x").is_none());
    }
}
