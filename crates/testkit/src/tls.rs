//! TLS before a central, as the reverse proxy of a county has it: an authority made up for the test, and a
//! door on loopback that shows a certificate by it.

use std::net::SocketAddr;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;

/// What can go wrong while one is made up.
pub type Fault = Box<dyn std::error::Error + Send + Sync>;

/// An authority that vouches for doors.
pub struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
}

impl Authority {
    /// One that nobody knew before.
    pub fn new() -> Result<Authority, Fault> {
        let mut params = CertificateParams::new(Vec::new())?;
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate()?)?;
        Ok(Authority { issuer })
    }

    /// Its certificate, in PEM: what consoles are given.
    pub fn pem(&self) -> String {
        self.issuer.pem()
    }

    /// What a door shows that this authority vouches for as `name`, an address or a host's name.
    pub fn vouches_for(&self, name: &str) -> Result<Shown, Fault> {
        let key = KeyPair::generate()?;
        let params = CertificateParams::new(vec![name.to_owned()])?;
        let certificate = params.signed_by(&key, &self.issuer)?;
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let key = PrivateKeyDer::try_from(key.serialize_der())?;
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key)?;
        Ok(Shown(Arc::new(config)))
    }
}

/// A certificate with its key.
#[derive(Clone)]
pub struct Shown(Arc<ServerConfig>);

/// A door with TLS before a central.
pub struct TlsDoor {
    /// Where a console connects.
    pub address: SocketAddr,
    shown: watch::Sender<Shown>,
}

impl TlsDoor {
    /// Stands before a central, and shows this.
    pub async fn before(central: SocketAddr, shown: Shown) -> std::io::Result<TlsDoor> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let (shown, shows) = watch::channel(shown);
        tokio::spawn(async move {
            while let Ok((outside, _)) = listener.accept().await {
                let mut shows = shows.clone();
                let now = shows.borrow_and_update().0.clone();
                tokio::spawn(async move {
                    // What a certificate was shown for ends when another one is shown.
                    tokio::select! {
                        // Whoever does not like the certificate goes away.
                        _ = pass(outside, central, now) => {}
                        _ = shows.changed() => {}
                    }
                });
            }
        });
        Ok(TlsDoor { address, shown })
    }

    /// Shows another certificate from now on; what is open is closed.
    pub fn show(&self, shown: Shown) {
        self.shown.send_replace(shown);
    }
}

async fn pass(
    outside: TcpStream,
    central: SocketAddr,
    shown: Arc<ServerConfig>,
) -> std::io::Result<()> {
    let mut outside = TlsAcceptor::from(shown).accept(outside).await?;
    let mut inside = TcpStream::connect(central).await?;
    copy_bidirectional(&mut outside, &mut inside).await?;
    Ok(())
}
