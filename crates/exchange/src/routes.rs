//! A routing table by itself, as a text to be tried: a profile's `[routing]` and nothing else.

use onemap_domain::route::RouteTable;
use serde::Deserialize;

/// Why a text is not a routing table.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct RoutesError {
    /// The line of the mistake, from 1.
    pub line: usize,
    /// What the parser expected there.
    pub message: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Whole {
    routing: RouteTable,
}

/// Reads a text that holds one `[routing]` table, or what stands in one.
pub fn read(text: &str) -> Result<RouteTable, RoutesError> {
    let is_headed = text
        .lines()
        .any(|line| line.trim_start().starts_with("[routing]"));
    let read = if is_headed {
        toml::from_str(text).map(|whole: Whole| whole.routing)
    } else {
        toml::from_str(text)
    };
    read.map_err(|error| {
        let before = error
            .span()
            .and_then(|span| text.get(..span.start))
            .unwrap_or_default();
        RoutesError {
            line: 1 + before.matches('\n').count(),
            message: error.message().to_owned(),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read_and_a_mistake_is_named_with_its_line() {
        let text = "[routing]\nversion = \"1\"\n\n[[routing.lists]]\ncode = \"duty\"\n\n[[routing.routes]]\ncode = \"r1\"\nlist = \"duty\"\nprinciple = \"subject\"\nbasis = \"\"\nlead = \"zhujian\"\n";
        assert_eq!(read(text).unwrap().rules.len(), 1);
        let bare = text.replace("[routing]\n", "").replace("routing.", "");
        assert_eq!(read(&bare), read(text), "the heading may be left out");
        let wrong = text.replace("principle = \"subject\"", "principle = \"whim\"");
        assert_eq!(read(&wrong).unwrap_err().line, 10);
    }
}
