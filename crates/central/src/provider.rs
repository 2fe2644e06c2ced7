//! Signing in by a county's own identity provider (`OpenID` Connect Core 1.0).
//!
//! The provider takes the place of the password and, where its file says so, of the second factor; who may
//! do what stays with the central. A person is asked there and comes back with a code (authorization code
//! flow with PKCE, RFC 7636), which the central exchanges for a signed statement of who they are. Which
//! account that is, a claim says at the first time, and the provider's own name for the person from then
//! on: a login name that was given to somebody else does not open the account of the one before.
//!
//! Nothing is kept here between going there and coming back: what must be the same is with the browser, in a
//! cookie (`http/provider.rs`), so either of two centrals may see them come back.
//!
//! Deliberately absent: making accounts of people whom only the provider knows, signing out there, groups and
//! roles of theirs.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreIdTokenClaims, CoreProviderMetadata, CoreUserInfoClaims,
};
use openidconnect::{
    AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndUserNickname, EndUserUsername,
    EndpointMaybeSet, EndpointNotSet, EndpointSet, HttpRequest, HttpResponse, IssuerUrl,
    LocalizedClaim, Nonce, OAuth2TokenResponse as _, PkceCodeChallenge, PkceCodeVerifier,
    RedirectUrl, Scope, TokenResponse as _,
};
use reqwest::{Certificate, Client};
use serde::Deserialize;
use tokio::sync::Mutex;

use crate::error::with_causes;

/// Where a browser comes back to, below the central's address.
pub const BACK: &str = "/v1/provider/back";

/// How long the provider may take over an answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long what it says of itself is gone by. Its keys change rarely, and are announced before.
const KNOWN_FOR: Duration = Duration::from_mins(10);

/// Longest answer that is read, bytes.
const ANSWER_LIMIT: usize = 1 << 20;

/// What a county writes of its provider, as TOML.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// What the button on the sign-in page says after 用: 市统一身份认证.
    pub name: String,
    /// The provider's address, as it calls itself.
    pub issuer: String,
    /// What this central is called there.
    pub client_id: String,
    /// A file with the secret that it has there; without it the central is a public client.
    pub client_secret_file: Option<PathBuf>,
    /// How browsers reach this central.
    pub address: String,
    /// What of a person is their login name here.
    #[serde(default)]
    pub claim: Claim,
    /// Who asks for a second factor where an account needs one.
    #[serde(default)]
    pub second_factor: SecondFactor,
    /// A file with the certificates (PEM) of the authority that alone may vouch for the provider; those that
    /// the system goes by without it.
    pub authority: Option<PathBuf>,
}

/// What of a person is their login name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Claim {
    /// `preferred_username`.
    #[default]
    PreferredUsername,
    /// `nickname`.
    Nickname,
    /// `sub`.
    Sub,
}

/// Who asks for a second factor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecondFactor {
    /// The central, as after a password.
    #[default]
    Here,
    /// The provider, for everybody: the central asks nobody.
    There,
}

/// Why a provider's file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// A file that cannot be read.
    #[error("{file}: {source}")]
    File {
        /// Which.
        file: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Not of this form.
    #[error("{file}: {source}")]
    Form {
        /// Which.
        file: PathBuf,
        /// What is wrong, with its line.
        source: Box<toml::de::Error>,
    },
    /// A field that is none.
    #[error("{field}: {reason}")]
    Field {
        /// Which.
        field: &'static str,
        /// Why.
        reason: String,
    },
    /// No HTTP client can be made.
    #[error("no HTTP client: {0}")]
    Client(#[from] reqwest::Error),
}

/// Why nobody is vouched for.
#[derive(Debug, thiserror::Error)]
pub enum ProviderError {
    /// The provider does not answer, or not as one.
    #[error("the provider does not answer: {0}")]
    Unreachable(String),
    /// What came back is not for what was asked, or is not signed by the provider.
    #[error("what came back is not to be believed: {0}")]
    Unbelievable(String),
    /// The provider says nothing of what would be a login name here.
    #[error("the provider does not say who it is")]
    Nameless,
}

/// What must be the same when a person comes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Errand {
    /// Comes back with the code.
    pub state: String,
    /// Stands in the signed statement.
    pub nonce: String,
    /// Proves that whoever exchanges the code began.
    pub verifier: String,
}

/// Whom the provider vouches for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vouched {
    /// The provider's own name for them, never given to another.
    pub subject: String,
    /// The login name.
    pub login: String,
}

type Known = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// A provider.
pub struct Provider {
    settings: Settings,
    issuer: IssuerUrl,
    back: RedirectUrl,
    secret: Option<ClientSecret>,
    client: Client,
    known: Mutex<Option<(Instant, Arc<Known>)>>,
}

impl Provider {
    /// By a file.
    pub fn read(file: &Path) -> Result<Provider, SettingsError> {
        let text = read(file)?;
        let settings = toml::from_str(&text).map_err(|source| SettingsError::Form {
            file: file.to_owned(),
            source: Box::new(source),
        })?;
        Provider::new(settings)
    }

    /// By its settings; it is not asked yet.
    pub fn new(settings: Settings) -> Result<Provider, SettingsError> {
        let wrong = |field, reason: &dyn std::fmt::Display| SettingsError::Field {
            field,
            reason: reason.to_string(),
        };
        let issuer = IssuerUrl::new(settings.issuer.clone());
        let issuer = issuer.map_err(|error| wrong("issuer", &error))?;
        let address = settings.address.trim_end_matches('/');
        let back = RedirectUrl::new(format!("{address}{BACK}"));
        let back = back.map_err(|error| wrong("address", &error))?;
        let secret = settings.client_secret_file.as_deref().map(read);
        let secret = secret.transpose()?;
        let secret = secret.map(|secret| ClientSecret::new(secret.trim().to_owned()));
        let mut client = Client::builder()
            .timeout(PATIENCE)
            // Whoever is asked answers: an address that leads elsewhere is nobody's that was named.
            .redirect(reqwest::redirect::Policy::none());
        if let Some(file) = &settings.authority {
            let pinned = Certificate::from_pem_bundle(read(file)?.as_bytes())?;
            if pinned.is_empty() {
                return Err(wrong("authority", &"no certificate in PEM"));
            }
            client = client.tls_certs_only(pinned);
        } else if !settings.issuer.starts_with("https:") {
            client = client.tls_certs_only([]);
        }
        Ok(Provider {
            issuer,
            back,
            secret,
            client: client.build()?,
            settings,
            known: Mutex::default(),
        })
    }

    /// What its button says.
    pub fn name(&self) -> &str {
        &self.settings.name
    }

    /// Whether it asks for the second factor itself.
    pub fn asks_for_factors(&self) -> bool {
        self.settings.second_factor == SecondFactor::There
    }

    /// Where a person is sent, and what must be the same when they come back.
    pub async fn begin(&self) -> Result<(String, Errand), ProviderError> {
        let known = self.known().await?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let (address, state, nonce) = known
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                CsrfToken::new_random,
                Nonce::new_random,
            )
            .add_scope(Scope::new("profile".to_owned()))
            .set_pkce_challenge(challenge)
            .url();
        let errand = Errand {
            state: state.into_secret(),
            nonce: nonce.secret().clone(),
            verifier: verifier.into_secret(),
        };
        Ok((address.to_string(), errand))
    }

    /// Whom a code is of that came back from an errand.
    pub async fn vouched(&self, code: String, errand: Errand) -> Result<Vouched, ProviderError> {
        let known = self.known().await?;
        let asks = |request| ask(self.client.clone(), request);
        let unbelievable =
            |error: &dyn std::fmt::Display| ProviderError::Unbelievable(error.to_string());
        let request = known.exchange_code(AuthorizationCode::new(code));
        let request = request.map_err(|error| unbelievable(&error))?;
        let request = request.set_pkce_verifier(PkceCodeVerifier::new(errand.verifier));
        let told = request.request_async(&asks).await.map_err(of_exchange)?;
        let statement = told
            .id_token()
            .ok_or_else(|| unbelievable(&"no statement"))?;
        let verifier = known.id_token_verifier();
        let claims = statement.claims(&verifier, &Nonce::new(errand.nonce));
        let claims: &CoreIdTokenClaims = match claims {
            Ok(claims) => claims,
            Err(error) => {
                // It may have other keys by now: the next person finds them.
                self.known.lock().await.take();
                return Err(unbelievable(&error));
            }
        };
        let subject = claims.subject().as_str().to_owned();
        let mut said = self.login(&subject, claims.preferred_username(), claims.nickname());
        if said.is_none() {
            // Many say it only to who asks for more.
            let whom = Some(claims.subject().clone());
            let asked = known.user_info(told.access_token().clone(), whom);
            let asked = asked.map_err(|_| ProviderError::Nameless)?;
            let more = asked.request_async(&asks).await;
            let more: CoreUserInfoClaims = more.map_err(|error| unbelievable(&error))?;
            said = self.login(&subject, more.preferred_username(), more.nickname());
        }
        let login = said.ok_or(ProviderError::Nameless)?;
        Ok(Vouched {
            subject,
            // Login names here have no capitals.
            login: login.trim().to_lowercase(),
        })
    }

    /// What of a person is their login name, as far as it is said.
    fn login(
        &self,
        subject: &str,
        preferred: Option<&EndUserUsername>,
        nickname: Option<&LocalizedClaim<EndUserNickname>>,
    ) -> Option<String> {
        match self.settings.claim {
            Claim::Sub => Some(subject.to_owned()),
            Claim::PreferredUsername => preferred.map(|name| name.to_string()),
            // In no language in particular.
            Claim::Nickname => nickname?.get(None).map(|name| name.to_string()),
        }
    }

    /// What it says of itself, asked anew every so often.
    async fn known(&self) -> Result<Arc<Known>, ProviderError> {
        let mut kept = self.known.lock().await;
        if let Some((since, known)) = kept.as_ref()
            && since.elapsed() < KNOWN_FOR
        {
            return Ok(known.clone());
        }
        let asks = |request| ask(self.client.clone(), request);
        let told = CoreProviderMetadata::discover_async(self.issuer.clone(), &asks).await;
        let told = told.map_err(|error| ProviderError::Unreachable(with_causes(&error)))?;
        let id = ClientId::new(self.settings.client_id.clone());
        let known = CoreClient::from_provider_metadata(told, id, self.secret.clone());
        let known = Arc::new(known.set_redirect_uri(self.back.clone()));
        *kept = Some((Instant::now(), known.clone()));
        Ok(known)
    }
}

fn of_exchange<E: std::error::Error + 'static, R>(
    error: openidconnect::RequestTokenError<E, R>,
) -> ProviderError
where
    R: openidconnect::ErrorResponse + 'static,
{
    match &error {
        openidconnect::RequestTokenError::Request(_) => {
            ProviderError::Unreachable(with_causes(&error))
        }
        _ => ProviderError::Unbelievable(with_causes(&error)),
    }
}

/// Why a request of the library's has no answer.
#[derive(Debug, thiserror::Error)]
enum AskError {
    #[error(transparent)]
    Line(#[from] reqwest::Error),
    #[error("an answer that is too long")]
    TooLong,
    #[error(transparent)]
    Form(#[from] axum::http::Error),
}

async fn ask(client: Client, request: HttpRequest) -> Result<HttpResponse, AskError> {
    let mut answer = client.execute(request.try_into()?).await?;
    let mut whole = axum::http::Response::builder().status(answer.status());
    for (name, value) in answer.headers() {
        whole = whole.header(name, value);
    }
    let mut body = Vec::new();
    while let Some(piece) = answer.chunk().await? {
        body.extend_from_slice(&piece);
        if body.len() > ANSWER_LIMIT {
            return Err(AskError::TooLong);
        }
    }
    Ok(whole.body(body)?)
}

fn read(file: &Path) -> Result<String, SettingsError> {
    std::fs::read_to_string(file).map_err(|source| SettingsError::File {
        file: file.to_owned(),
        source,
    })
}
