//! Spans for those who run a central, by OpenTelemetry: which request took how long, and where in it. They go
//! to a collector by OTLP over HTTP in JSON, in batches, off the way of the requests; a collector that is not
//! there holds nobody up.
//!
//! A caller that says which trace its request belongs to (W3C Trace Context) is followed. A console names its
//! batches after their first order ([`onemap_protocol::trace`]), so an order's number is enough to find what
//! became of it.
//!
//! Deliberately absent: personal data. A span has the route without what stands in its place, counts, and how
//! it ended.

use std::sync::OnceLock;

use axum::http::HeaderMap;
use opentelemetry::propagation::{Extractor, TextMapPropagator};
use opentelemetry::trace::{Status, TracerProvider as _};
use opentelemetry_otlp::{ExporterBuildError, Protocol, SpanExporter, WithExportConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing::level_filters::LevelFilter;
use tracing::{Span, Subscriber};
use tracing_opentelemetry::OpenTelemetrySpanExt as _;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::registry::LookupSpan;

/// What a span is said to come from.
const SERVICE: &str = "onemap-central";

/// Where the spans of this process go; empty while nobody asked for any.
static PROVIDER: OnceLock<SdkTracerProvider> = OnceLock::new();

/// Where a collector may not be written to.
#[derive(Debug, thiserror::Error)]
pub enum TracesError {
    /// Its address is none.
    #[error(transparent)]
    Address(#[from] ExporterBuildError),
    /// The spans of a process go to one collector.
    #[error("this process sends its spans elsewhere already")]
    Twice,
}

/// Sends this process's spans to the collector at `address`, such as `http://127.0.0.1:4318`. To be called
/// before there is an asynchronous runtime: it sends from a thread of its own.
pub fn to<S>(address: &str) -> Result<impl Layer<S> + use<S>, TracesError>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    let exporter = SpanExporter::builder()
        .with_http()
        .with_protocol(Protocol::HttpJson)
        .with_endpoint(format!("{}/v1/traces", address.trim_end_matches('/')))
        .build()?;
    let provider = SdkTracerProvider::builder()
        .with_batch_exporter(exporter)
        .with_resource(Resource::builder().with_service_name(SERVICE).build())
        .build();
    let tracer = provider.tracer(SERVICE);
    PROVIDER.set(provider).map_err(|_| TracesError::Twice)?;
    Ok(tracing_opentelemetry::layer()
        .with_tracer(tracer)
        .with_location(false)
        .with_threads(false)
        .with_filter(Targets::new().with_target("onemap_central", LevelFilter::INFO)))
}

/// Sends what has not been sent, and ends it.
pub fn end() {
    if let Some(provider) = PROVIDER.get()
        && let Err(error) = provider.shutdown()
    {
        tracing::warn!(%error, "the last spans did not reach their collector");
    }
}

/// A request has come: its span continues the trace that its caller names.
pub(crate) fn begun(span: &Span, headers: &HeaderMap, method: &'static str, route: &str) {
    if PROVIDER.get().is_none() {
        return;
    }
    let caller = TraceContextPropagator::new().extract(&Headers(headers));
    // Only a span that has begun could refuse it.
    let _ = span.set_parent(caller);
    span.record("otel.name", format!("{method} {route}"));
    span.record("otel.kind", "server");
    span.set_attribute("http.request.method", method);
    span.set_attribute("http.route", route.to_owned());
}

/// It was answered.
pub(crate) fn answered(span: &Span, status: u16) {
    if PROVIDER.get().is_none() {
        return;
    }
    span.set_attribute("http.response.status_code", i64::from(status));
    if status >= 500 {
        span.set_status(Status::error(""));
    }
}

struct Headers<'a>(&'a HeaderMap);

impl Extractor for Headers<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key)?.to_str().ok()
    }

    fn keys(&self) -> Vec<&str> {
        self.0.keys().map(axum::http::HeaderName::as_str).collect()
    }
}
