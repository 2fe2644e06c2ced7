//! The way to the central: sessions of the sample's accounts, and what they ask and give.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use onemap_domain::case::{Case, Stage};
use onemap_domain::command::Command;
use onemap_domain::people::UserId;
use onemap_exchange::county::Account;
use onemap_protocol::command::{Answer, Batch, BatchAnswer, Envelope, Subject};
use onemap_protocol::session::{Secret, Session, SignIn};
use reqwest::{Client, RequestBuilder, Response, StatusCode};
use serde::Deserialize;
use uuid::Uuid;

use super::login;
use crate::tokens::derived;

/// How long the central may take.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Why the central did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum LineError {
    /// No connection, no answer, or one that cannot be read.
    #[error("the central does not answer")]
    Away(#[from] reqwest::Error),
    /// An account of the sample cannot sign in there.
    #[error("{user} cannot sign in: status {status}")]
    SignIn {
        /// Whose.
        user: String,
        /// What the central said.
        status: u16,
    },
    /// The central refuses the request as such.
    #[error("the central answered with status {status}")]
    Status {
        /// What it said.
        status: u16,
    },
}

impl LineError {
    /// Whether it may go better later.
    pub(super) fn is_passing(&self) -> bool {
        match self {
            LineError::Away(error) => !error.is_builder(),
            LineError::SignIn { status, .. } | LineError::Status { status } => *status >= 500,
        }
    }
}

#[derive(Deserialize)]
struct CaseList {
    cases: Vec<Case>,
}

/// Sessions at one central.
pub(super) struct Line {
    client: Client,
    central: String,
    seed: u64,
    sessions: BTreeMap<UserId, Session>,
}

impl Line {
    pub(super) fn to(central: &str, seed: u64) -> Result<Line, LineError> {
        let client = Client::builder().timeout(TIMEOUT).build()?;
        let central = central.trim_end_matches('/').to_owned();
        Ok(Line {
            client,
            central,
            seed,
            sessions: BTreeMap::new(),
        })
    }

    /// The device that an account of this simulation uses.
    fn device(&self, account: &Account) -> Uuid {
        let user = login(account).0.as_bytes();
        derived(&[b"simulation device", &self.seed.to_be_bytes(), user])
    }

    /// Signs an account in, unless it is.
    pub(super) async fn sign_in(&mut self, account: &Account) -> Result<Session, LineError> {
        if let Some(session) = self.sessions.get(login(account)) {
            return Ok(session.clone());
        }
        let password = Secret(account.password.clone());
        let sign_in = SignIn::with_password(login(account).clone(), password, self.device(account));
        let request = self
            .client
            .post(format!("{}/v1/sessions", self.central))
            .json(&sign_in);
        let response = request.send().await?;
        if !response.status().is_success() {
            let status = response.status().as_u16();
            return Err(LineError::SignIn {
                user: sign_in.user.0,
                status,
            });
        }
        let session: Session = response.json().await?;
        self.sessions.insert(sign_in.user, session.clone());
        Ok(session)
    }

    /// Asks as an account; signs in anew once when its session has lapsed.
    async fn ask(
        &mut self,
        account: &Account,
        request: impl Fn(&Client, &str, &Session) -> RequestBuilder,
    ) -> Result<Response, LineError> {
        let session = self.sign_in(account).await?;
        let send = |session: Session| {
            let request = request(&self.client, &self.central, &session);
            request.bearer_auth(&session.token.0).send()
        };
        let mut response = send(session).await?;
        if response.status() == StatusCode::UNAUTHORIZED {
            self.sessions.remove(login(account));
            let session = self.sign_in(account).await?;
            let request = request(&self.client, &self.central, &session);
            response = request.bearer_auth(&session.token.0).send().await?;
        }
        if response.status().is_success() {
            Ok(response)
        } else {
            Err(LineError::Status {
                status: response.status().as_u16(),
            })
        }
    }

    /// The newest cases at a stage, at most 200.
    pub(super) async fn cases(
        &mut self,
        account: &Account,
        stage: Stage,
    ) -> Result<Vec<Case>, LineError> {
        let response = self
            .ask(account, |client, central, _| {
                let stage = stage.name();
                client.get(format!("{central}/v1/cases?stage={stage}&limit=200"))
            })
            .await?;
        Ok(response.json::<CaseList>().await?.cases)
    }

    /// Gives one command.
    pub(super) async fn give(
        &mut self,
        account: &Account,
        subject: Subject,
        command: Command,
    ) -> Result<Answer, LineError> {
        let device = self.device(account);
        let id = Uuid::now_v7();
        let response = self
            .ask(account, |client, central, session| {
                let envelope = Envelope {
                    id,
                    device,
                    author_grant: session.grant.clone(),
                    issued_at: Timestamp::now(),
                    subjects: vec![subject],
                    seen: None,
                    command: command.clone(),
                };
                client.post(format!("{central}/v1/commands")).json(&Batch {
                    history_id: None,
                    commands: vec![envelope],
                })
            })
            .await?;
        let status = response.status().as_u16();
        let answers = response.json::<BatchAnswer>().await?.answers;
        answers
            .into_iter()
            .next()
            .ok_or(LineError::Status { status })
    }
}
