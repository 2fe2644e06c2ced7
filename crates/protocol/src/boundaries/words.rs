//! The sentences of a report, for the screen and the command line alike.

use super::{Finding, Format, LevelCount, Report};
use crate::text::Text;

/// A square kilometre has so many square metres.
const KM2: f64 = 1e6;

impl Finding {
    /// The whole sentence: where it stands in the file, what it is, and where on the ground.
    pub fn sentence(&self, format: Format, text: &Text) -> String {
        let mut params: Vec<(&str, String)> = vec![
            ("area", self.named()),
            ("field", self.field.clone().unwrap_or_default()),
            ("value", self.value.clone().unwrap_or_default()),
            ("expected", self.expected.clone().unwrap_or_default()),
            (
                "others",
                joined(self.others.iter().map(ToString::to_string)),
            ),
        ];
        let numbers = [
            ("other-row", self.other_row),
            ("count", self.count),
            ("metres", self.metres.map(|metres| metres.round() as u32)),
        ];
        let numbers = numbers.into_iter();
        params.extend(numbers.filter_map(|(name, value)| Some((name, value?.to_string()))));
        params.extend(self.share.map(|share| ("share", percent(share))));
        params.extend(self.m2.map(|m2| ("ground", ground(m2, text))));
        let mut sentence = format!(
            "{}{}",
            self.place_in_file(format, text),
            said(text, &key(self.problem.code()), &params)
        );
        if let Some(place) = self.place {
            let [lon, lat] = [place.lon, place.lat].map(|degrees| format!("{degrees:.6}"));
            sentence += &text.say("boundary-at", &[("lon", &lon), ("lat", &lat)]);
        }
        sentence
    }

    fn place_in_file(&self, format: Format, text: &Text) -> String {
        let Some(row) = self.row else {
            return String::new();
        };
        let row = text.say(
            &format!("boundary-row-{}", format.name()),
            &[("row", &row.to_string())],
        );
        match &self.field {
            Some(field) => text.say("boundary-row-field", &[("row", &row), ("field", field)]),
            None => text.say("boundary-row-alone", &[("row", &row)]),
        }
    }

    /// The area's name with its code.
    fn named(&self) -> String {
        match (&self.area, &self.name) {
            (Some(code), Some(name)) => format!("{name} ({code})"),
            (Some(code), None) => code.to_string(),
            (None, name) => name.clone().unwrap_or_default(),
        }
    }
}

impl Report {
    /// Everything that it says, line by line; of each problem at most `most` findings, and how many more
    /// there are.
    pub fn lines(&self, text: &Text, most: usize) -> Vec<String> {
        let rows = self.rows.to_string();
        let form = text.say(&format!("boundary-format-{}", self.format.name()), &[]);
        let head = [
            ("file", self.file.as_str()),
            ("format", &form),
            ("rows", &rows),
        ];
        let mut lines = vec![text.say("boundary-file", &head)];
        lines.extend(self.levels.iter().map(|count| level_line(count, text)));
        lines.extend(self.datum_lines(text));
        for count in &self.counts {
            let of_it = self
                .findings
                .iter()
                .filter(|one| one.problem == count.problem);
            let shown: Vec<&Finding> = of_it.take(most).collect();
            for finding in &shown {
                let severity = finding.severity.name();
                let sentence = finding.sentence(self.format, text);
                lines.push(text.say(
                    &format!("boundary-severity-{severity}"),
                    &[("sentence", &sentence)],
                ));
            }
            let more = (count.count as usize).saturating_sub(shown.len());
            if more > 0 {
                lines.push(text.say("boundary-more", &[("count", &more.to_string())]));
            }
        }
        if self.slivers.count > 0 {
            let count = self.slivers.count.to_string();
            let ground = ground(self.slivers.m2, text);
            let filled = [("count", count.as_str()), ("ground", &ground)];
            lines.push(text.say("boundary-slivers", &filled));
        }
        lines
    }

    fn datum_lines(&self, text: &Text) -> Vec<String> {
        let mut lines = Vec::new();
        if let Some(declared) = &self.datum.declared {
            lines.push(text.say("boundary-datum-declared", &[("declared", declared)]));
        }
        if !self.datum.misfits.is_empty() {
            let figures = self.datum.misfits.iter();
            let figures =
                figures.map(|one| format!("{} {}", one.datum.title(), percent(one.share)));
            lines.push(text.say("boundary-datum-figures", &[("figures", &joined(figures))]));
        }
        if let Some(read_as) = self.datum.read_as {
            lines.push(text.say("boundary-datum-read", &[("datum", read_as.title())]));
        }
        lines
    }
}

fn level_line(count: &LevelCount, text: &Text) -> String {
    let level = count.level.name().replace('_', "-");
    let level = text.say(&format!("level-{level}"), &[]);
    let filled = [
        ("level", level),
        ("expected", count.expected.to_string()),
        ("there", count.there.to_string()),
        ("outlined", count.outlined.to_string()),
        ("after", count.after.to_string()),
    ];
    said(text, "boundary-level", &filled)
}

fn key(code: &str) -> String {
    format!("boundary-{}", code.replace('_', "-"))
}

fn said(text: &Text, key: &str, params: &[(&str, String)]) -> String {
    let params: Vec<(&str, &str)> = params.iter().map(|(n, v)| (*n, v.as_str())).collect();
    text.say(key, &params)
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join("、")
}

/// Two decimals; what is not nothing does not read as nothing.
fn percent(share: f64) -> String {
    if share > 0.0 && share < 0.000_05 {
        return "<0.01 %".to_owned();
    }
    format!("{:.2} %", share * 100.0)
}

fn ground(m2: f64, text: &Text) -> String {
    if m2 < KM2 / 100.0 {
        text.say("boundary-m2", &[("m2", &format!("{m2:.0}"))])
    } else {
        text.say("boundary-km2", &[("km2", &format!("{:.2}", m2 / KM2))])
    }
}

#[cfg(test)]
mod tests {
    use onemap_domain::area::{AreaCode, Level, Outline, Position};

    use super::super::{DatumFound, Problem, SliverCount};
    use super::*;
    use crate::text::Language;

    fn a_finding(problem: Problem) -> Finding {
        Finding {
            row: Some(1141),
            field: Some("adcode".to_owned()),
            value: Some("52038".to_owned()),
            expected: Some("GCJ-02".to_owned()),
            area: AreaCode::parse("520381001").ok(),
            name: Some("市中街道".to_owned()),
            others: AreaCode::parse("520381002").into_iter().collect(),
            other_row: Some(7),
            count: Some(31),
            m2: Some(12_345.0),
            share: Some(0.0123),
            metres: Some(512.0),
            place: Some(Position {
                lon: 105.7,
                lat: 28.5,
            }),
            outline: Outline::default(),
            ..Finding::new(problem)
        }
    }

    #[test]
    fn every_finding_has_a_whole_sentence_that_names_row_field_and_place() {
        for language in Language::ALL {
            let text = Text::of(language);
            for problem in Problem::ALL {
                for format in [Format::Geojson, Format::Shapefile, Format::Csv] {
                    let sentence = a_finding(problem).sentence(format, &text);
                    for needed in ["1141", "adcode", "105.700000"] {
                        assert!(sentence.contains(needed), "{sentence}");
                    }
                    let whole = !sentence.contains('{') && !sentence.contains("boundary-");
                    assert!(whole, "{sentence}");
                }
            }
        }
    }

    #[test]
    fn a_report_says_how_many_more_there_are() {
        let mut report = Report {
            file: "a.csv".to_owned(),
            format: Format::Csv,
            rows: 3,
            levels: vec![LevelCount {
                level: Level::Town,
                expected: 17,
                there: 16,
                outlined: 0,
                after: 17,
            }],
            datum: DatumFound::default(),
            findings: Vec::new(),
            counts: Vec::new(),
            errors: 0,
            slivers: SliverCount { count: 2, m2: 0.5 },
        };
        report.take(vec![a_finding(Problem::Gap); 300]);
        assert_eq!((report.errors, report.findings.len()), (0, 200));
        assert_eq!(report.count(Problem::Gap), 300);
        for language in Language::ALL {
            let lines = report.lines(&Text::of(language), 5);
            assert_eq!(lines.len(), 1 + 1 + 5 + 1 + 1, "{lines:#?}");
            assert!(lines[7].contains("295"), "{lines:#?}");
            assert!(
                lines.iter().all(|line| !line.contains("boundary-")),
                "{lines:#?}"
            );
        }
        report.take(vec![
            a_finding(Problem::Overlap),
            a_finding(Problem::Missing),
        ]);
        assert_eq!((report.errors, report.is_good()), (1, false));
    }
}
