//! What is answered, by the names of `GeoReport` v2. A field that there is nothing to say in is there
//! and empty (`null` in JSON), as the standard's own examples have it.

use serde::Serialize;
use utoipa::ToSchema;

/// Service Discovery: where the service is, and how one gets a key.
#[derive(Debug, Serialize, ToSchema)]
pub struct Discovery {
    /// When this last changed.
    pub changeset: String,
    /// Whom to ask.
    pub contact: String,
    /// How to get a key.
    pub key_service: String,
    /// Where it is.
    pub endpoints: Vec<Endpoint>,
}

/// One place where a version of the service is.
#[derive(Debug, Serialize, ToSchema)]
pub struct Endpoint {
    /// Which specification.
    pub specification: String,
    /// Where.
    pub url: String,
    /// When it last changed.
    pub changeset: String,
    /// `production` or `test`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Media types.
    pub formats: Vec<String>,
}

/// GET Service List: a category of the county's profile.
#[derive(Debug, Serialize, ToSchema)]
pub struct Service {
    /// The category's code.
    pub service_code: String,
    /// Its name.
    pub service_name: String,
    /// Who usually answers for it.
    pub description: Option<String>,
    /// Whether there is a definition with attributes; there never is.
    pub metadata: bool,
    /// `realtime`: a report has its number with the answer.
    #[serde(rename = "type")]
    pub kind: String,
    /// Nothing.
    pub keywords: Option<String>,
    /// Nothing.
    pub group: Option<String>,
}

/// GET Service Requests: a case, as far as everybody may know of it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Request {
    /// The case.
    pub service_request_id: String,
    /// `open` or `closed`.
    pub status: String,
    /// How it stands, in words.
    pub status_notes: Option<String>,
    /// The category's name.
    pub service_name: Option<String>,
    /// The category's code.
    pub service_code: String,
    /// What was reported; only for the system that reported it.
    pub description: Option<String>,
    /// The department that leads it.
    pub agency_responsible: Option<String>,
    /// Its number.
    pub service_notice: Option<String>,
    /// When it was reported here.
    pub requested_datetime: String,
    /// When it last came a step further.
    pub updated_datetime: Option<String>,
    /// When the department's answer is due.
    pub expected_datetime: Option<String>,
    /// Where, in words.
    pub address: Option<String>,
    /// The code of its grid.
    pub address_id: Option<String>,
    /// Nothing: the register has none.
    pub zipcode: Option<String>,
    /// Latitude, WGS-84.
    pub lat: Option<f64>,
    /// Longitude, WGS-84.
    pub long: Option<f64>,
    /// A link that was sent with it; only for the system that reported it.
    pub media_url: Option<String>,
    /// All that was sent with it and has no place of its own here, as it came; only for the system
    /// that reported it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extended_attributes: Option<Vec<Extended>>,
}

/// One thing that was sent with a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Extended {
    /// The field's name as it came.
    pub name: String,
    /// Its value as it came.
    pub value: String,
}

/// POST Service Request: it was taken in.
#[derive(Debug, Serialize, ToSchema)]
pub struct Created {
    /// The case.
    pub service_request_id: String,
    /// Its number, and what became of what was sent.
    pub service_notice: String,
    /// The account that was sent.
    pub account_id: Option<String>,
}

/// GET `service_request_id` from a token. A token is the case's own identity: nothing waits here.
#[derive(Debug, Serialize, ToSchema)]
pub struct Token {
    /// The case.
    pub service_request_id: String,
    /// The same.
    pub token: String,
}

/// Errors: why something was refused.
#[derive(Debug, Serialize, ToSchema)]
pub struct Fault {
    /// The HTTP status.
    pub code: u16,
    /// Why, in the caller's language.
    pub description: String,
}
