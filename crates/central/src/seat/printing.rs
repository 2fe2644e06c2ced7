//! Papers for a browser: printed here, kept there. The central keeps none.

use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use onemap_console::Paper;
use onemap_press::{Fonts, PressError};
use onemap_protocol::desk::{ChartForm, Kept};
use onemap_protocol::problem::{Problem, ProblemCode};

use super::lock;
use crate::error::fault;

/// What prints.
#[derive(Default)]
pub(super) struct Printer {
    /// Known after the first paper: looking for fonts opens every font file of the machine.
    fonts: Mutex<Option<Arc<Fonts>>>,
}

impl Printer {
    /// Prints a paper where it is not ready. Blocks.
    pub(super) fn print(&self, name: &str, paper: Paper) -> Result<Kept, Problem> {
        let (ending, bytes) = match paper {
            Paper::Print(markup) => {
                let printed = onemap_press::pdf(&markup, None, &self.fonts());
                ("pdf", printed.map_err(|error| unprinted(&error))?)
            }
            Paper::Chart {
                form,
                markup,
                picture,
            } => {
                let press = match form {
                    ChartForm::Pdf => onemap_press::pdf,
                    ChartForm::Png => onemap_press::png,
                };
                let printed = press(&markup, Some(picture), &self.fonts());
                (form.ending(), printed.map_err(|error| unprinted(&error))?)
            }
            Paper::File { ending, bytes } => (ending, bytes),
        };
        let name = format!("{name}.{ending}");
        Ok(Kept {
            path: name.clone(),
            name,
            content: Some(STANDARD.encode(bytes)),
        })
    }

    fn fonts(&self) -> Arc<Fonts> {
        let mut known = lock(&self.fonts);
        if let Some(fonts) = known.as_ref() {
            return fonts.clone();
        }
        let fonts = Arc::new(Fonts::installed(&[]));
        // Without a Chinese font somebody will install one and try again.
        if fonts.speak_chinese() {
            *known = Some(fonts.clone());
        }
        fonts
    }
}

fn unprinted(error: &PressError) -> Problem {
    match error {
        PressError::NoChineseFont => Problem::new(ProblemCode::NoChineseFont),
        error => fault(error),
    }
}
