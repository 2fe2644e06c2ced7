//! Papers for a browser: printed here, kept there. The central keeps none.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use onemap_console::Paper;
use onemap_press::{Press, PressError};
use onemap_protocol::desk::Kept;
use onemap_protocol::problem::{Problem, ProblemCode};

use crate::error::fault;

/// What prints.
pub(super) struct Printer {
    press: Press,
}

impl Default for Printer {
    /// With the system's fonts.
    fn default() -> Printer {
        Printer {
            press: Press::new(Vec::new()),
        }
    }
}

impl Printer {
    /// Prints a paper where it is not ready. Blocks.
    pub(super) fn print(&self, name: &str, paper: Paper) -> Result<Kept, Problem> {
        let printed = paper.printed(
            |markup, picture| self.press.pdf(markup, picture),
            |markup, picture| self.press.png(markup, picture),
        );
        let (ending, bytes) = printed.map_err(|error| unprinted(&error))?;
        let name = format!("{name}.{ending}");
        Ok(Kept {
            path: name.clone(),
            name,
            content: Some(STANDARD.encode(bytes)),
        })
    }
}

fn unprinted(error: &PressError) -> Problem {
    match error {
        PressError::NoChineseFont => Problem::new(ProblemCode::NoChineseFont),
        error => fault(error),
    }
}
