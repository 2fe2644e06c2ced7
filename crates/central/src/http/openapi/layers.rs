//! What a route does not say of itself, because it is answered before or behind it: an outdated console, too
//! many requests, a fault of ours. And the media type of failures, which is one for each door.

use std::collections::BTreeMap;

use utoipa::openapi::path::Operation;
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, SchemaType};
use utoipa::openapi::{Content, OpenApi, PathItem, Ref, RefOr, Response, Schema, Type};

use super::super::{open311, report_form};

/// Each may come from any route.
const BEFORE_AND_BEHIND: [(&str, &str); 4] = [
    ("426", "The console is too old."),
    (
        "429",
        "Too many requests; `Retry-After` says when to come again.",
    ),
    ("500", "A fault of the central's, which its log tells."),
    ("503", "Not now: no county yet, or no answer in time."),
];

/// A door's form of failures: the media types, and what is in them.
struct Form {
    media_types: &'static [&'static str],
    schema: RefOr<Schema>,
    /// What is wrong with a request, and what is not there.
    usual: &'static [(&'static str, &'static str)],
}

impl Form {
    fn of(path: &str) -> Form {
        let faults = || {
            let faults = ArrayBuilder::new().items(Ref::from_schema_name("Fault"));
            RefOr::T(Schema::Array(faults.build()))
        };
        let asked_wrongly = &[
            ("400", "The request cannot be read."),
            ("404", "Not there, or another county's."),
        ];
        if path.starts_with(open311::ROOT) {
            return Form {
                media_types: match path.rsplit_once('.') {
                    Some((_, "json")) => &["application/json"],
                    Some((_, "xml")) => &["text/xml"],
                    _ => &["application/json", "text/xml"],
                },
                schema: faults(),
                usual: asked_wrongly,
            };
        }
        if path.starts_with(report_form::ROOT) {
            let page = ObjectBuilder::new().schema_type(SchemaType::Type(Type::String));
            return Form {
                media_types: &["text/html"],
                schema: RefOr::T(Schema::Object(page.build())),
                usual: &[
                    ("400", "The form cannot be read."),
                    ("404", "Not there."),
                    ("422", "The form is not filled in."),
                ],
            };
        }
        Form {
            media_types: &["application/problem+json"],
            schema: RefOr::Ref(Ref::from_schema_name("Problem")),
            usual: &[],
        }
    }

    fn content(&self, schema: &RefOr<Schema>) -> impl Iterator<Item = (String, RefOr<Content>)> {
        let content = RefOr::T(Content::new(Some(schema.clone())));
        let each = self.media_types.iter();
        each.map(move |kind| ((*kind).to_owned(), content.clone()))
    }

    /// Failures in this door's form, those named that no route names.
    fn complete(&self, operation: &mut Operation) {
        let responses = &mut operation.responses.responses;
        for (status, description) in BEFORE_AND_BEHIND.iter().chain(self.usual) {
            let known = responses.entry((*status).to_owned());
            known.or_insert_with(|| RefOr::T(Response::new(*description)));
        }
        for (status, response) in responses {
            let RefOr::T(response) = response else {
                continue;
            };
            let is_failure = status.starts_with(['4', '5']);
            // What answers in two forms succeeds in both.
            if is_failure {
                response.content = self.content(&self.schema).collect();
            } else if self.media_types.len() > 1 {
                let told = response.content.values().next().cloned();
                let kinds = self.media_types.iter().map(|kind| (*kind).to_owned());
                response.content = kinds.zip(told.into_iter().cycle()).collect();
            }
        }
    }
}

/// The document with what the layers say.
pub(super) fn completed(mut document: OpenApi) -> OpenApi {
    let paths: &mut BTreeMap<String, PathItem> = &mut document.paths.paths;
    for (path, item) in paths {
        let form = Form::of(path);
        let operations = [
            &mut item.get,
            &mut item.post,
            &mut item.put,
            &mut item.patch,
            &mut item.delete,
        ];
        for operation in operations.into_iter().flatten() {
            form.complete(operation);
        }
    }
    document
}
