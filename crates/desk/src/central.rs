//! Talking to a central over HTTP. Shapes and addresses only; when to talk is the machine's.

use std::error::Error;
use std::fmt::Write as _;
use std::time::Duration;

use futures_util::{Stream, StreamExt};
use onemap_domain::account::AccountChange;
use onemap_domain::audit::Revealed;
use onemap_domain::case::{ATTACHMENT_BYTES, CaseId, ContentHash};
use onemap_domain::people::UserId;
use onemap_protocol::account::{AccountChanged, AccountRow};
use onemap_protocol::attachment::Holding;
use onemap_protocol::audit::{AuditPage, Openings, OpeningsTaken, RevealReason};
use onemap_protocol::command::{Batch, BatchAnswer};
use onemap_protocol::desk::ReadAudit;
use onemap_protocol::feed::{
    Cursor, FeedPage, HEARTBEAT_SECONDS, SnapshotLine, SnapshotPlace, StreamTick,
};
use onemap_protocol::problem::{Problem, ProblemCode};
use onemap_protocol::session::{Secret, Session, SignIn};
use onemap_protocol::trace;
use onemap_protocol::version::{self, Impasse};
use onemap_store::outbox::NextPiece;
use onemap_sync::machine::Failure;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};
use reqwest::{Certificate, Client, RequestBuilder, Response, StatusCode};

/// Entries of one page of the feed.
const PAGE: u32 = 500;
/// Entries of the audit stream that are asked for about one case.
const LOOKS: u32 = 200;
/// Records and cases of one answer with a snapshot. While it is read the central cannot empty its
/// write-ahead log.
const PIECE: u32 = 20_000;
/// How long an answer may pause; a stream has a heartbeat more often than that.
const SILENCE: Duration = Duration::from_secs(4 * HEARTBEAT_SECONDS);
/// How long a request with a small answer may take.
const PATIENCE: Duration = Duration::from_secs(15);
/// How long a piece of an attachment may take, on a slow line.
const PIECE_PATIENCE: Duration = Duration::from_mins(1);

/// A central.
pub(crate) struct Central {
    address: String,
    client: Client,
}

/// A line of a stream that is not what it should be, or the end of one that was cut.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StreamError {
    #[error("the line broke: {0}")]
    Broken(#[from] reqwest::Error),
    #[error("the central sent something unreadable: {0}")]
    Unreadable(#[from] serde_json::Error),
}

/// Why there is no line to a central.
#[derive(Debug, thiserror::Error)]
pub enum LineError {
    /// No HTTP client can be made.
    #[error("no HTTP client: {0}")]
    Client(#[from] reqwest::Error),
    /// The authority's file holds no certificate.
    #[error("the authority's file holds no certificate in PEM")]
    NoAuthority,
}

impl Central {
    /// At an address; over TLS (`https:`) it must show a certificate by `authority` (PEM) alone, or by one of the
    /// system's where none is given.
    pub(crate) fn new(address: &str, authority: Option<&[u8]>) -> Result<Central, LineError> {
        let spoken = HeaderMap::from_iter([(
            HeaderName::from_static(version::HEADER),
            HeaderValue::from(version::SPOKEN),
        )]);
        let mut client = Client::builder()
            .default_headers(spoken)
            .no_proxy()
            .read_timeout(SILENCE)
            .connect_timeout(Duration::from_secs(5));
        if let Some(authority) = authority {
            let pinned = Certificate::from_pem_bundle(authority)?;
            if pinned.is_empty() {
                return Err(LineError::NoAuthority);
            }
            client = client.tls_certs_only(pinned);
        } else if !address.starts_with("https:") {
            // Without TLS nobody is asked: a machine may have no authorities at all.
            client = client.tls_certs_only([]);
        }
        let client = client.build()?;
        Ok(Central {
            address: address.trim_end_matches('/').to_owned(),
            client,
        })
    }

    pub(crate) async fn sign_in(&self, sign_in: &SignIn) -> Result<Session, Problem> {
        let unreachable = || Problem::new(ProblemCode::CentralUnreachable);
        let response = self
            .client
            .post(self.url("/v1/sessions"))
            .timeout(PATIENCE)
            .json(sign_in)
            .send()
            .await
            .map_err(|error| unanswered(&error))?;
        if let Some(which) = outdated(&response) {
            return Err(Problem::new(which.code()));
        }
        if response.status().is_success() {
            return response.json().await.map_err(|_| unreachable());
        }
        if response.status().is_server_error() {
            return Err(unreachable());
        }
        Err(response.json().await.unwrap_or_else(|_| unreachable()))
    }

    pub(crate) async fn send(&self, token: &Secret, batch: &Batch) -> Result<BatchAnswer, Failure> {
        let mut request = self.client.post(self.url("/v1/commands")).json(batch);
        if let Some(first) = batch.commands.first() {
            request = request.header(trace::HEADER, trace::of_order(first.id));
        }
        self.asked(request, token).await
    }

    pub(crate) async fn feed(&self, token: &Secret, after: Cursor) -> Result<FeedPage, Failure> {
        let query = format!("/v1/feed?after={}&limit={PAGE}", after.0);
        self.asked(self.client.get(self.url(&query)), token).await
    }

    /// A piece of an attachment. A failure comes with the code of its reason.
    pub(crate) async fn send_piece(
        &self,
        token: &Secret,
        piece: &NextPiece,
    ) -> Result<Holding, (Failure, String)> {
        let unreachable = |error: reqwest::Error| {
            let code = unanswered(&error).code;
            (lost(&error), code)
        };
        let query = format!(
            "/v1/attachments?sha256={}&size={}&offset={}",
            piece.sha256, piece.size, piece.offset
        );
        let response = self
            .client
            .post(self.url(&query))
            .timeout(PIECE_PATIENCE)
            .bearer_auth(&token.0)
            .header(reqwest::header::CONTENT_TYPE, "application/octet-stream")
            .body(piece.bytes.clone())
            .send()
            .await
            .map_err(unreachable)?;
        if response.status().is_success() {
            return response.json().await.map_err(unreachable);
        }
        let failure = failure(&response);
        let problem: Option<Problem> = response.json().await.ok();
        let code = problem.map(|problem| problem.code);
        let code = code.unwrap_or_else(|| ProblemCode::CentralUnreachable.name().to_owned());
        Err((failure, code))
    }

    /// The bytes of an attachment.
    pub(crate) async fn attachment(
        &self,
        token: &Secret,
        sha256: &ContentHash,
    ) -> Result<Vec<u8>, Problem> {
        let unreachable = |error: reqwest::Error| unanswered(&error);
        let response = self
            .client
            .get(self.url(&format!("/v1/attachments/{sha256}")))
            .bearer_auth(&token.0)
            .send()
            .await
            .map_err(unreachable)?;
        if !response.status().is_success() {
            return Err(response.json().await.map_err(unreachable)?);
        }
        // Never more than an attachment can have, whatever the central sends.
        let mut bytes = Vec::new();
        let mut chunks = response.bytes_stream();
        while let Some(chunk) = chunks.next().await {
            bytes.extend_from_slice(&chunk.map_err(unreachable)?);
            if bytes.len() as u64 > ATTACHMENT_BYTES {
                return Err(Problem::new(ProblemCode::TooLarge));
            }
        }
        Ok(bytes)
    }

    /// Every account.
    pub(crate) async fn accounts(&self, token: &Secret) -> Result<Vec<AccountRow>, Problem> {
        #[derive(serde::Deserialize)]
        struct List {
            accounts: Vec<AccountRow>,
        }
        let request = self.client.get(self.url("/v1/accounts"));
        let list: List = told(request, token).await?;
        Ok(list.accounts)
    }

    pub(crate) async fn change_account(
        &self,
        token: &Secret,
        login: &UserId,
        change: &AccountChange,
    ) -> Result<AccountChanged, Problem> {
        let path = format!("/v1/accounts/{}", in_an_address(login));
        let request = self.client.post(self.url(&path));
        told(request.json(change), token).await
    }

    /// What is masked in a case; the central writes the reason down first.
    pub(crate) async fn reveal(
        &self,
        token: &Secret,
        case: CaseId,
        reason: &str,
    ) -> Result<Revealed, Problem> {
        let asked = RevealReason {
            reason: reason.to_owned(),
        };
        let url = self.url(&format!("/v1/cases/{case}/reveal"));
        told(self.client.post(url).json(&asked), token).await
    }

    /// Tells which sealed cases were opened.
    pub(crate) async fn send_openings(
        &self,
        token: &Secret,
        openings: &Openings,
    ) -> Result<(), Failure> {
        let url = self.url("/v1/openings");
        let taken = self.asked(self.client.post(url).json(openings), token);
        taken.await.map(|_: OpeningsTaken| ())
    }

    /// A page of the audit stream.
    pub(crate) async fn audit(
        &self,
        token: &Secret,
        ask: &ReadAudit,
    ) -> Result<AuditPage, Problem> {
        let mut path = format!("/v1/audit?limit={LOOKS}");
        let asked = [
            ask.user.as_ref().map(|user| ("user", in_an_address(user))),
            ask.case.map(|case| ("case", case.to_string())),
            ask.after.map(|after| ("after", after.to_string())),
        ];
        for (name, value) in asked.into_iter().flatten() {
            // Writing to a String cannot fail.
            let _ = write!(path, "&{name}={value}");
        }
        told(self.client.get(self.url(&path)), token).await
    }

    async fn asked<T: serde::de::DeserializeOwned>(
        &self,
        request: RequestBuilder,
        token: &Secret,
    ) -> Result<T, Failure> {
        let unreachable = |error: reqwest::Error| lost(&error);
        let response = request
            .timeout(PATIENCE)
            .bearer_auth(&token.0)
            .send()
            .await
            .map_err(unreachable)?;
        accepted(response)?.json().await.map_err(unreachable)
    }

    /// The snapshot, or its rest, line by line; at most so much of it that the central's moment
    /// does not last too long.
    pub(crate) async fn snapshot(
        &self,
        token: &Secret,
        from: Option<SnapshotPlace>,
    ) -> Result<impl Stream<Item = Result<SnapshotLine, StreamError>> + use<>, Failure> {
        let query = match from {
            Some(from) => format!("/v1/snapshot?limit={PIECE}&{from}"),
            None => format!("/v1/snapshot?limit={PIECE}"),
        };
        let response = self.streamed(&query, token).await?;
        Ok(lines(response).map(|line| Ok(SnapshotLine::read(&line?)?)))
    }

    /// The ticks of the stream.
    pub(crate) async fn stream(
        &self,
        token: &Secret,
    ) -> Result<impl Stream<Item = Result<StreamTick, StreamError>> + use<>, Failure> {
        let response = self.streamed("/v1/stream", token).await?;
        Ok(lines(response).filter_map(async |line| match line {
            Ok(line) => {
                let data = line.strip_prefix(b"data:")?;
                Some(serde_json::from_slice(data).map_err(StreamError::from))
            }
            Err(error) => Some(Err(error.into())),
        }))
    }

    async fn streamed(&self, path: &str, token: &Secret) -> Result<Response, Failure> {
        let response = self
            .client
            .get(self.url(path))
            .bearer_auth(&token.0)
            .send()
            .await
            .map_err(|error| lost(&error))?;
        accepted(response)
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }
}

/// What is answered to somebody who waits for it, or the central's own sentence of why not.
async fn told<T: serde::de::DeserializeOwned>(
    request: RequestBuilder,
    token: &Secret,
) -> Result<T, Problem> {
    let unreachable = |error: reqwest::Error| unanswered(&error);
    let request = request.timeout(PATIENCE).bearer_auth(&token.0);
    let response = request.send().await.map_err(unreachable)?;
    if let Some(which) = outdated(&response) {
        return Err(Problem::new(which.code()));
    }
    if response.status().is_success() {
        return response.json().await.map_err(unreachable);
    }
    Err(response.json().await.map_err(unreachable)?)
}

/// A login has no character that an address would have to write otherwise; what has one is nobody's, and
/// so is what becomes of it.
fn in_an_address(login: &UserId) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let chars = login.0.chars();
    chars.map(|c| if is_plain(c) { c } else { '.' }).collect()
}

/// Why there is no answer.
fn lost(error: &reqwest::Error) -> Failure {
    if is_untrusted(error) {
        Failure::Impasse(Impasse::Untrusted)
    } else {
        Failure::Unreachable { retry_after: None }
    }
}

/// The same, to somebody who waits for it.
fn unanswered(error: &reqwest::Error) -> Problem {
    Problem::new(if is_untrusted(error) {
        ProblemCode::CentralUntrusted
    } else {
        ProblemCode::CentralUnreachable
    })
}

/// Whether somebody answered and could not show that it is the central.
fn is_untrusted(error: &reqwest::Error) -> bool {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if let Some(rustls::Error::InvalidCertificate(_)) = error.downcast_ref() {
            return true;
        }
        // An error of the system says what it carries, but is not its own source.
        let carried = error.downcast_ref::<std::io::Error>();
        cause = match carried.and_then(std::io::Error::get_ref) {
            Some(carried) => Some(carried),
            None => error.source(),
        };
    }
    false
}

/// Which of the two is too old for the other, if one is.
fn outdated(response: &Response) -> Option<Impasse> {
    let said = response.headers().get(version::HEADER);
    if !version::is_understood(version::spoken(said.map(HeaderValue::as_bytes))) {
        return Some(Impasse::OldCentral);
    }
    let refused = response.status() == StatusCode::UPGRADE_REQUIRED;
    refused.then_some(Impasse::OldConsole)
}

/// Retry 5xx, 408, 425 and 429; 401 once after a refresh; never another 4xx (reliability.md).
fn accepted(response: Response) -> Result<Response, Failure> {
    if outdated(&response).is_none() && response.status().is_success() {
        return Ok(response);
    }
    Err(failure(&response))
}

fn failure(response: &Response) -> Failure {
    if let Some(which) = outdated(response) {
        return Failure::Impasse(which);
    }
    let status = response.status();
    let header = response.headers().get(RETRY_AFTER);
    let retry_after = header.and_then(|value| value.to_str().ok()?.parse().ok());
    match status {
        StatusCode::UNAUTHORIZED => Failure::SignInNeeded,
        StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_EARLY | StatusCode::TOO_MANY_REQUESTS => {
            Failure::Unreachable { retry_after }
        }
        status if status.is_client_error() => Failure::Rejected,
        _ => Failure::Unreachable { retry_after },
    }
}

/// The lines of an answer as they come; the rest after the last line break is one, too.
fn lines(response: Response) -> impl Stream<Item = Result<Vec<u8>, reqwest::Error>> + use<> {
    // What has come, and from where in it no line was taken yet.
    let start = (Box::pin(response.bytes_stream()), Vec::new(), 0, false);
    futures_util::stream::unfold(start, |(mut bytes, mut rest, mut from, ended)| async move {
        loop {
            if let Some(length) = rest[from..].iter().position(|byte| *byte == b'\n') {
                let end = from + length;
                let line = rest[from..end].to_vec();
                return Some((Ok(line), (bytes, rest, end + 1, ended)));
            }
            rest.drain(..from);
            from = 0;
            if ended {
                let last = std::mem::take(&mut rest);
                return (!last.is_empty()).then(|| (Ok(last), (bytes, rest, from, true)));
            }
            match bytes.next().await {
                Some(Ok(chunk)) => rest.extend_from_slice(&chunk),
                Some(Err(error)) => {
                    rest.clear();
                    return Some((Err(error), (bytes, rest, from, true)));
                }
                None => {
                    return (!rest.is_empty())
                        .then(|| (Ok(std::mem::take(&mut rest)), (bytes, rest, from, true)));
                }
            }
        }
    })
}
