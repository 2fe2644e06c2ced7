//! XML and JSON say the same: each answer is asked for in both, and read by another reader than wrote it.

use quick_xml::Reader;
use quick_xml::events::Event;
use reqwest::{Client, StatusCode};
use serde_json::{Map, Value};

use super::{json, report, text};
use crate::stage::Stage;

/// An element as its children read: a list where the name says so, an object, or a text.
fn element(reader: &mut Reader<&[u8]>, name: &str) -> Value {
    let lists = [
        "services",
        "service_requests",
        "endpoints",
        "formats",
        "extended_attributes",
        "errors",
    ];
    let (mut children, mut said) = (Vec::new(), String::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                let name = start.name().as_ref().to_owned();
                let value = element(reader, &name);
                children.push((name, value));
            }
            Event::Empty(empty) => {
                let name = empty.name().as_ref().to_owned();
                let is_list = lists.contains(&name.as_str());
                let value = if is_list {
                    Value::Array(Vec::new())
                } else {
                    Value::Null
                };
                children.push((name, value));
            }
            Event::Text(part) => said.push_str(&part.xml10_content()),
            Event::GeneralRef(part) => {
                let one = part.resolve_char_ref().unwrap();
                let named = || match &*part {
                    "lt" => '<',
                    "gt" => '>',
                    "amp" => '&',
                    other => panic!("&{other};"),
                };
                said.push(one.unwrap_or_else(named));
            }
            Event::End(_) => break,
            other => panic!("{other:?}"),
        }
    }
    if lists.contains(&name) {
        return children.into_iter().map(|(_, value)| value).collect();
    }
    if children.is_empty() {
        return Value::String(said);
    }
    Value::Object(children.into_iter().collect::<Map<_, _>>())
}

fn read(document: &str) -> (String, Value) {
    let declaration = "<?xml version=\"1.0\" encoding=\"utf-8\"?>";
    assert!(document.starts_with(declaration), "{document}");
    let mut reader = Reader::from_str(document);
    loop {
        if let Event::Start(start) = reader.read_event().unwrap() {
            let name = start.name().as_ref().to_owned();
            let value = element(&mut reader, &name);
            return (name, value);
        }
    }
}

/// JSON as XML can say it: every value a text.
fn plain(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(plain).collect(),
        Value::Object(fields) => {
            let fields = fields.into_iter();
            fields.map(|(name, value)| (name, plain(value))).collect()
        }
        Value::Null | Value::String(_) => value,
        other => Value::String(other.to_string()),
    }
}

#[tokio::test]
async fn xml_and_json_say_the_same() {
    let stage = Stage::small().await;
    let key = stage.key_of("one").await;
    let mut sent = report(&key, "<b>&\r\n\"化粪池\" 'x' ]]>");
    sent.push(("attribute[a&b]", " 1 < 2\t"));
    let created = stage.reports(&sent).await;
    let id = text(&created, "service_request_id").to_owned();
    for (path, query, status, root) in [
        ("discovery", String::new(), 200, "discovery"),
        ("services", String::new(), 200, "services"),
        ("requests", String::new(), 200, "service_requests"),
        (
            "requests",
            "service_code=road".to_owned(),
            200,
            "service_requests",
        ),
        (
            "requests",
            format!("service_request_id={id}&api_key={key}"),
            200,
            "service_requests",
        ),
        (
            &*format!("requests/{id}"),
            format!("api_key={key}"),
            200,
            "service_requests",
        ),
        (
            &*format!("tokens/{id}"),
            String::new(),
            200,
            "service_requests",
        ),
        ("services/sewage", String::new(), 404, "errors"),
        ("requests/x", String::new(), 404, "errors"),
        ("requests", "status=<lost>".to_owned(), 400, "errors"),
    ] {
        let ask = |ending: &str| {
            let url = stage.url(&format!("/open311/v2/{path}.{ending}?{query}"));
            Client::new().get(url).send()
        };
        let status = StatusCode::from_u16(status).unwrap();
        let said = json(ask("json").await.unwrap(), status).await;
        let response = ask("xml").await.unwrap();
        assert_eq!(response.status(), status, "{path}");
        assert_eq!(
            response.headers()["content-type"],
            "text/xml; charset=utf-8"
        );
        let (name, value) = read(&response.text().await.unwrap());
        assert_eq!(name, root, "{path}?{query}");
        assert_eq!(value, plain(said), "{path}?{query}");
    }
    let xml = stage.posts("/open311/v2/requests.xml", &sent).await;
    assert_eq!(xml.status(), 200);
    let (name, value) = read(&xml.text().await.unwrap());
    assert_eq!(
        (name.as_str(), text(&value[0], "service_request_id")),
        ("service_requests", &*id)
    );
}
