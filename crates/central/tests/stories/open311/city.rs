//! What another city's system exports goes in and comes out equal. The requests are made up, in the
//! manner of the standard's examples and of what cities make of it.

use onemap_domain::case::{Case, Facts};
use onemap_domain::command::Command;
use onemap_domain::event::{Event, Recorded};
use serde_json::Value;

use super::{Fields, text};
use crate::stage::Stage;

/// Ten requests as they were exported, and a few of the kinds that are odd. Every one names a service
/// of ours and a place in the county; all else is the other city's.
const EXPORTED: [&[(&str, &str)]; 12] = [
    // As the standard's own example has it, every field there.
    &[
        ("service_request_id", "638344"),
        ("status", "closed"),
        ("status_notes", "Duplicate request."),
        ("service_name", "Sidewalk and Curb Issues"),
        ("description", "Broken curb"),
        ("agency_responsible", "Public Works"),
        ("service_notice", ""),
        ("requested_datetime", "2010-04-14T06:37:38-08:00"),
        ("updated_datetime", "2010-04-14T06:37:38-08:00"),
        ("expected_datetime", "2010-04-15T06:37:38-08:00"),
        ("address_string", "8TH AVE and JUDAH ST"),
        ("address_id", "545483"),
        ("zipcode", "94122"),
        ("media_url", "http://city.example/requests/media/638344.jpg"),
    ],
    // Hardly anything.
    &[],
    // No text and no time, an address alone beside the place.
    &[("address_string", "红军社区2组, 老槐树下")],
    // Attributes, one of them several times, one empty, one with a name of its own kind.
    &[
        ("description", "Abandoned vehicle"),
        ("attribute[WHISPAWN]", "123456"),
        ("attribute[WHISDORN][]", "124"),
        ("attribute[WHISDORN][]", "125"),
        ("attribute[WHISDORN][]", "124"),
        ("attribute[EMPTY]", ""),
        ("attribute[颜色]", "红"),
    ],
    // Times that are valid and odd: a day, a leap second, a part of a second, midnight as 24:00.
    &[
        ("description", "Graffiti"),
        ("requested_datetime", "2016-12-31T23:59:60Z"),
        ("updated_datetime", "2012-02-29"),
        ("expected_datetime", "2012-02-29T24:00:00+14:00"),
        ("attribute[seen_at]", "1994-11-05T08:15:30.123456789-05:30"),
    ],
    // Who it was, in every way.
    &[
        ("description", "Street light out"),
        ("first_name", "Zoë"),
        ("last_name", "O'Neil-Łukasz"),
        ("email", "zoe+311@example.org"),
        ("phone", "+1 (415) 555-0100"),
        ("account_id", "acc-9"),
        ("device_id", "a1b2c3"),
    ],
    // White space, line ends, markup, quotes, an emoji, a text from right to left.
    &[
        (
            "description",
            "  first line\r\n\tsecond <b>&amp; \"third\" 🕳️ שלום \n",
        ),
        ("attribute[note]", " kept as it is "),
    ],
    // An address that is longer than a case has room for.
    &[
        ("description", "Overgrown verge"),
        (
            "address_string",
            "from the north-eastern corner of the intersection of the old county road and the lane \
             behind the former cooperative, along the ditch, to the second culvert",
        ),
    ],
    // Extensions that others use.
    &[
        ("description", "Pothole"),
        ("attribute[external_id]", "FMS/77"),
        ("requested_datetime", "2021-06-01T10:00:00+01:00"),
        ("attribute[easting]", "529090.2"),
        ("attribute[closest_address]", "{\"road\": \"High Street\"}"),
        ("extended_attributes", "{\"classification\": \"urgent\"}"),
        ("is_private", "true"),
    ],
    // A field that comes twice, and one without a name.
    &[
        ("description", "Flooding"),
        ("description", "Flooding, deeper than yesterday"),
        ("", "nameless"),
    ],
    // A grid's code as another city's address, beside coordinates.
    &[("description", "Litter"), ("address_id", "520381001001002")],
    // The longest text of the standard would be 4,000 characters; this one has several lines.
    &[("description", "一、井盖破损；二、路灯不亮。\n三、积水。")],
];

/// What was kept under a name, in its order.
fn kept(request: &Value, name: &str) -> Vec<String> {
    let kept = request["extended_attributes"].as_array().unwrap().iter();
    let kept = kept.filter(|one| one["name"] == name);
    kept.map(|one| text(one, "value").to_owned()).collect()
}

/// What a client makes of an answer: a field's value under its own name, and among what was kept.
fn comes_out(request: &Value, name: &str) -> Vec<String> {
    let own = match name {
        "lat" | "long" => request[name].to_string(),
        "address_string" => request["address"].as_str().unwrap_or_default().to_owned(),
        name => request[name].as_str().unwrap_or_default().to_owned(),
    };
    let mut out = kept(request, name);
    out.push(own);
    out
}

#[tokio::test]
async fn requests_of_another_city_come_out_as_they_went_in() {
    let stage = Stage::small().await;
    let operator = stage.signed_in("wangmin").await;
    let key = stage.key_of("city").await;
    for (at, exported) in EXPORTED.iter().enumerate() {
        let long = format!("105.7{at:02}53");
        let mut sent: Vec<(&str, &str)> = vec![
            ("api_key", &key),
            ("jurisdiction_id", "520381"),
            ("service_code", "sewage"),
            ("lat", "28.5821"),
            ("long", &long),
        ];
        sent.extend_from_slice(exported);
        let created = stage.reports(&sent).await;
        let id = text(&created, "service_request_id").to_owned();
        let read = stage.request(&id, Some(&key)).await;
        assert_eq!(
            (&*read["lat"].to_string(), &*read["long"].to_string()),
            ("28.5821", &*long)
        );
        assert_eq!(read["service_code"], "sewage");
        let description = sent.iter().find(|(name, _)| *name == "description");
        let description = description.map_or("", |(_, value)| value);
        assert_eq!(
            read["description"], description,
            "the first of several, as it came"
        );
        let notice = text(&created, "service_notice");
        nothing_is_lost(
            &sent,
            &read,
            notice,
            &operator.reads(&format!("/v1/cases/{id}")).await,
        );
    }
}

fn nothing_is_lost(sent: &Fields, read: &Value, notice: &str, case: &Case) {
    for (name, value) in sent {
        if ["api_key", "jurisdiction_id"].contains(name) {
            continue;
        }
        let out = comes_out(read, name);
        let is_out = out.iter().any(|one| one == value);
        // A phone has its place in the case, which masks it; it is nobody's to read here.
        let is_placed = *name == "phone" && {
            let phone = case
                .facts
                .reporter
                .as_ref()
                .map(|reporter| reporter.phone.clone());
            phone == Some(onemap_domain::mask::phone(value))
        };
        assert!(
            is_out || is_placed,
            "{name}: {value:?} went in, {out:?} came out"
        );
        let own = [
            "service_code",
            "lat",
            "long",
            "description",
            "address_string",
            "phone",
        ];
        let is_named = own.contains(name) || notice.contains(name);
        assert!(is_named, "{name} is not said to be kept: {notice}");
    }
    // Each as often as it came: a set would lose one.
    let doubled = sent
        .iter()
        .filter(|(name, _)| *name == "attribute[WHISDORN][]")
        .count();
    if doubled > 0 {
        assert_eq!(kept(read, "attribute[WHISDORN][]"), ["124", "125", "124"]);
    }
}

#[tokio::test]
async fn what_another_system_said_stays_with_its_case_and_is_masked_for_whoever_reads_it() {
    let stage = Stage::small().await;
    let operator = stage.signed_in("wangmin").await;
    let key = stage.key_of("city").await;
    let sent = [
        ("api_key", key.as_str()),
        ("service_code", "sewage"),
        ("lat", "28.582"),
        ("long", "105.725"),
        ("email", "zoe@example.org"),
        ("attribute[call]", "13812341234"),
        ("attribute[floor]", "7"),
    ];
    let created = stage.reports(&sent).await;
    let id = text(&created, "service_request_id").to_owned();
    let case: Case = operator.reads(&format!("/v1/cases/{id}")).await;
    let values = |case: &Case| -> Vec<String> {
        let said = &case.facts.origin.as_ref().unwrap().said;
        said.iter().map(|said| said.value.clone()).collect()
    };
    assert_eq!(values(&case), ["z**************", "138****1234", "7"]);
    assert_eq!(
        case.facts.title, "污水与化粪池",
        "without a text, what kind of matter it is"
    );
    // A page sends the facts back without it, or masked; neither changes what was said.
    let amended = Facts {
        title: "化粪池".to_owned(),
        origin: None,
        ..case.facts.clone()
    };
    let amend = Command::Amend {
        facts: Box::new(amended),
    };
    let seen = operator.order(case.id, case.revision, amend);
    operator.sends(vec![seen]).await;
    let read = stage.request(&id, Some(&key)).await;
    let kept = read["extended_attributes"].as_array().unwrap();
    assert_eq!(text(&kept[0], "value"), "zoe@example.org");
    let log: Vec<Recorded> = operator.reads(&format!("/v1/cases/{id}/timeline")).await;
    assert!(
        log.iter()
            .any(|line| matches!(line.event, Event::Amended { .. })),
        "{log:?}"
    );
    let log = serde_json::to_string(&log).unwrap();
    assert!(
        !log.contains("zoe@") && !log.contains("13812341234"),
        "{log}"
    );
    let wall = stage.signed_in("daping").await;
    let told: Value = wall.reads(&format!("/v1/cases/{id}")).await;
    assert!(
        told["facts"]["origin"].is_null(),
        "a wall is told nothing of it"
    );
}

#[tokio::test]
async fn nobody_says_what_another_system_said() {
    let stage = Stage::small().await;
    let operator = stage.signed_in("wangmin").await;
    let mut forged = onemap_testkit::county::facts("井盖破损", 1);
    forged.origin = Some(Box::new(onemap_domain::case::Origin {
        system: onemap_domain::people::UserId("city".to_owned()),
        number: None,
        said: Vec::new(),
    }));
    let command = Command::Report {
        facts: Box::new(forged),
    };
    let case = onemap_domain::case::CaseId(uuid::Uuid::now_v7());
    let answer = operator.gives(case, command).await;
    let answer = serde_json::to_value(answer).unwrap();
    assert_eq!(
        (&answer["code"], &answer["params"]["field"]),
        (&"field_unknown".into(), &"origin".into())
    );
}
