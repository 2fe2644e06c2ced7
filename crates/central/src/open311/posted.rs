//! POST Service Request: what another system sends, and what becomes of each field.
//!
//! A field that a case has a place for goes there. Every other one, and every one that would not come
//! out of its place as it came, is kept beside it ([`Origin`]); what is kept that way, and what is not
//! kept, is named in the answer's `service_notice`.

use onemap_domain::area::{AreaCode, Level, Position};
use onemap_domain::case::{Facts, Origin, Reporter, Said, Urgency};
use onemap_domain::profile::Category;
use onemap_domain::{Ground as _, Refusal, TITLE_LIMIT};
use onemap_protocol::problem::Problem;
use sha2::{Digest as _, Sha256};

use super::refused;
use super::xml::is_legal;
use crate::keys::Holder;
use crate::land::Land;

/// Longest description, characters (POST Service Request).
const DESCRIPTION_LIMIT: usize = 4_000;

/// Longest title that is made of a description's beginning, characters.
const BEGINNING: usize = 40;

/// What says which report it is, in the reporting system: the number under which a system exports it,
/// or the attribute that others use for the same.
const NUMBERS: [&str; 2] = ["service_request_id", "attribute[external_id]"];

/// A posted form, field by field as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posted {
    fields: Vec<(String, String)>,
}

/// What the reporting system is told beside the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// It names a grid and no place: a point in the grid stands for it.
    PlacedByGrid,
    /// A link is kept and not followed.
    LinkNotFollowed,
}

/// A report, ready to be decided.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The matter.
    pub facts: Facts,
    /// What is to be told of it.
    pub notices: Vec<Notice>,
}

impl Posted {
    /// Reads a form. Nothing in it may be lost on its way: bytes that are no UTF-8, and characters that
    /// an answer in XML could not say, are refused.
    pub fn read(body: &[u8]) -> Result<Posted, Problem> {
        let fields: Vec<(String, String)> = form_urlencoded::parse(body).into_owned().collect();
        for (name, value) in &fields {
            let text = || name.chars().chain(value.chars());
            if text().any(|c| c == char::REPLACEMENT_CHARACTER || !is_legal(c)) {
                return Err(refused(400, "open311-characters").with("field", name));
            }
        }
        Ok(Posted { fields })
    }

    /// With what was sent another way.
    #[must_use]
    pub fn and(mut self, other: Posted) -> Posted {
        self.fields.extend(other.fields);
        self
    }

    /// A field's value, the first of several; one that is empty says nothing.
    pub fn value(&self, name: &str) -> Option<&str> {
        let mut fields = self.fields.iter();
        let found = fields.find(|(known, value)| known == name && !value.trim().is_empty());
        found.map(|(_, value)| value.as_str())
    }

    /// All values of a field.
    pub fn values(&self, name: &str) -> impl Iterator<Item = &str> {
        let fields = self.fields.iter().filter(move |(known, _)| known == name);
        fields.map(|(_, value)| value.as_str())
    }

    /// The reporting system's own number of the matter.
    pub fn number(&self) -> Option<&str> {
        NUMBERS.iter().find_map(|name| self.value(name))
    }

    /// Says the same whenever the same is sent, in whatever order of the fields.
    pub fn digest(&self) -> [u8; 32] {
        let mut fields: Vec<_> = self
            .fields
            .iter()
            .filter(|(name, _)| name != "api_key")
            .collect();
        // Stable: what comes twice under one name keeps its order.
        fields.sort_by_key(|(name, _)| name);
        let mut digest = Sha256::new();
        for (name, value) in fields {
            for part in [name, value] {
                digest.update((part.len() as u64).to_be_bytes());
                digest.update(part.as_bytes());
            }
        }
        digest.finalize().into()
    }

    /// The case that it reports, or why it is none.
    pub fn report(&self, land: &Land, holder: &Holder) -> Result<Report, Problem> {
        let category = self.category(land)?;
        let place = self.place(land)?;
        let description = self.value("description").unwrap_or_default();
        if description.chars().nth(DESCRIPTION_LIMIT).is_some() {
            let limit = DESCRIPTION_LIMIT.to_string();
            return Err(refused(400, "open311-too-long")
                .with("field", "description")
                .with("limit", limit));
        }
        let facts = Facts {
            title: title(description, category),
            text: description.trim().to_owned(),
            category: category.code.clone(),
            channel: holder.channel.clone(),
            urgency: Urgency::Normal,
            reporter: self.reporter(),
            position: place.position,
            address: shortened(self.value("address_string").unwrap_or_default()),
            grid: place.grid,
            persons: Vec::new(),
            unit: None,
            position_simulated: place.is_named_only,
            origin: None,
        };
        let origin = Origin {
            system: holder.account.clone(),
            number: self.number().map(str::to_owned),
            said: self.left_over(&facts),
        };
        let mut notices = Vec::new();
        if place.is_named_only {
            notices.push(Notice::PlacedByGrid);
        }
        if self.value("media_url").is_some() {
            notices.push(Notice::LinkNotFollowed);
        }
        let origin = Some(Box::new(origin));
        let facts = Facts { origin, ..facts };
        Ok(Report { facts, notices })
    }

    fn category<'a>(&self, land: &'a Land) -> Result<&'a Category, Problem> {
        let missing = || refused(400, "open311-no-service-code");
        let code = self.value("service_code").ok_or_else(missing)?;
        let unknown = || refused(404, "open311-service-unknown").with("value", code);
        land.profile.category(code).ok_or_else(unknown)
    }

    /// Where it is: `lat` and `long`, or the code of a grid as `address_id`. An address in words alone
    /// names no place that the county could be sure of.
    fn place(&self, land: &Land) -> Result<Place, Problem> {
        if let Some(position) = self.position()? {
            let outside = || Problem::from(Refusal::OutsideCounty);
            let grid = land.grid_at(position).ok_or_else(outside)?;
            return Ok(Place {
                position,
                grid,
                is_named_only: false,
            });
        }
        let code = self.value("address_id");
        let code = code.ok_or_else(|| refused(400, "open311-no-place"))?;
        let unknown = || refused(400, "open311-grid-unknown").with("value", code);
        let grid = grid_code(code).ok_or_else(unknown)?;
        let position = land.point_in(&grid).ok_or_else(unknown)?;
        Ok(Place {
            position,
            grid,
            is_named_only: true,
        })
    }

    fn position(&self) -> Result<Option<Position>, Problem> {
        let wrong = |field: &str| refused(400, "open311-coordinate").with("field", field);
        let degrees = |field: &str, most: f64| -> Result<Option<f64>, Problem> {
            let Some(text) = self.value(field) else {
                return Ok(None);
            };
            let number = text.trim().parse().ok();
            let number = number.filter(|number: &f64| number.abs() <= most);
            number.map(Some).ok_or_else(|| wrong(field))
        };
        match (degrees("lat", 90.0)?, degrees("long", 180.0)?) {
            (Some(lat), Some(lon)) => Ok(Some(Position { lon, lat })),
            (None, None) => Ok(None),
            (None, Some(_)) => Err(wrong("lat")),
            (Some(_), None) => Err(wrong("long")),
        }
    }

    fn reporter(&self) -> Option<Reporter> {
        let part = |name| self.value(name).unwrap_or_default().trim();
        let (first, last) = (part("first_name"), part("last_name"));
        // From here on characters are those of Chinese, Japanese and Korean.
        let is_eastern = first.chars().chain(last.chars()).any(|c| c >= '\u{2E80}');
        let name = match (first, last) {
            ("", one) | (one, "") => one.to_owned(),
            (first, last) if is_eastern => format!("{last}{first}"),
            (first, last) => format!("{first} {last}"),
        };
        let phone = part("phone").to_owned();
        let is_named = !name.is_empty() || !phone.is_empty();
        is_named.then_some(Reporter { name, phone })
    }

    /// What the facts do not say again as it came.
    fn left_over(&self, facts: &Facts) -> Vec<Said> {
        let mut seen = std::collections::BTreeSet::new();
        let left = self.fields.iter().filter(|(name, value)| {
            let is_first = seen.insert(name.as_str());
            !(is_first && comes_out(name, value, facts))
        });
        left.map(|(name, value)| Said {
            name: name.clone(),
            value: value.clone(),
        })
        .collect()
    }
}

/// Whether the facts say a field again as it came. The key is nobody's to read; the jurisdiction is
/// the county, or there would be no case.
fn comes_out(name: &str, value: &str, facts: &Facts) -> bool {
    let phone = facts.reporter.as_ref().map(|reporter| &reporter.phone);
    match name {
        "api_key" | "jurisdiction_id" | "service_code" => true,
        "lat" | "long" => !facts.position_simulated && !value.trim().is_empty(),
        "address_id" => facts.position_simulated && value == facts.grid.as_str(),
        "address_string" => value == facts.address,
        "description" => value == facts.text,
        "phone" => phone.is_some_and(|phone| phone == value),
        _ => false,
    }
}

struct Place {
    position: Position,
    grid: AreaCode,
    /// A grid was named and no place in it.
    is_named_only: bool,
}

/// The code of a grid, as a QR code carries it.
pub fn grid_code(text: &str) -> Option<AreaCode> {
    let code = AreaCode::parse(text.trim()).ok()?;
    (code.level() == Level::Grid).then_some(code)
}

/// One line for lists: how the description begins, else what kind of matter it is.
pub fn title(description: &str, category: &Category) -> String {
    let mut sentences = description.split(['\n', '。', '！', '？', '；']);
    let first = sentences.find_map(|text| Some(text.trim()).filter(|text| !text.is_empty()));
    let Some(first) = first else {
        return category.name.zh.clone();
    };
    let mut title: String = first.chars().take(BEGINNING).collect();
    if first.chars().nth(BEGINNING).is_some() {
        title.push('…');
    }
    title
}

/// As much of an address as a case has room for; the whole is kept beside it.
fn shortened(address: &str) -> String {
    let address: String = address.trim().chars().take(TITLE_LIMIT).collect();
    address.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn posted(body: &str) -> Posted {
        Posted::read(body.as_bytes()).unwrap()
    }

    #[test]
    fn the_same_report_has_the_same_digest_in_whatever_order_and_under_whatever_key() {
        let one = posted("a=1&b=2&b=3&api_key=x");
        assert_eq!(one.digest(), posted("b=2&api_key=y&b=3&a=1").digest());
        assert_ne!(one.digest(), posted("a=1&b=3&b=2").digest());
        assert_ne!(one.digest(), posted("a=1b&=2&b=3").digest());
    }

    #[test]
    fn what_cannot_be_kept_as_it_came_is_refused_by_its_field() {
        for body in [
            "description=%FF",
            "description=%00",
            "description=%EF%BF%BF",
        ] {
            let problem = Posted::read(body.as_bytes()).unwrap_err();
            assert_eq!(problem.params["field"], "description", "{body}");
        }
    }

    #[test]
    fn a_name_is_put_together_as_its_language_does() {
        let name = |body: &str| posted(body).reporter().unwrap().name;
        assert_eq!(name("first_name=Zoë&last_name=Doe"), "Zoë Doe");
        assert_eq!(name("first_name=三丰&last_name=张"), "张三丰");
        assert_eq!(name("last_name=Doe"), "Doe");
    }
}
