//! Paper: typst markup to the bytes of a PDF, or of a picture.
//!
//! What is printed stands in the markup, and in the one picture that may be given with it: there is no
//! network, no package and no clock behind it, and fonts are the only files that are read. The same
//! markup, picture and fonts make the same bytes.
//!
//! Deliberately absent: what the papers say (`onemap_exchange::paper` writes the markup) and where
//! they are kept (`onemap-desk`).

mod fonts;
mod press;
mod world;

pub use fonts::Fonts;
pub use press::Press;

use typst::diag::{SourceDiagnostic, Warned};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;
use typst_render::RenderOptions;

use world::Sheet;

/// Why there is no paper.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PressError {
    /// No font of this machine has Chinese characters; a paper without them says nothing.
    #[error("no font with Chinese characters was found, neither bundled nor on the system")]
    NoChineseFont,
    /// The markup is wrong: a fault of the program.
    #[error("the markup cannot be set: {0}")]
    Markup(String),
    /// The pages cannot be written as a PDF.
    #[error("the pages cannot be written as a PDF: {0}")]
    Pdf(String),
    /// The page cannot be written as a picture.
    #[error("the page cannot be written as a picture: {0}")]
    Png(String),
}

/// The name under which the markup finds its picture.
pub const PICTURE: &str = "picture.png";

/// Sets the markup and returns the PDF. Takes some hundred milliseconds, most of them for reading
/// the fonts; do it off the main thread.
pub fn pdf(markup: &str, picture: Option<Vec<u8>>, fonts: &Fonts) -> Result<Vec<u8>, PressError> {
    set(markup, picture, fonts, |pages| {
        typst_pdf::pdf(pages, &PdfOptions::default())
            .map_err(|found| PressError::Pdf(told(found.as_slice())))
    })
}

/// Sets the markup and returns its first page as a picture (PNG), a pixel for each point.
pub fn png(markup: &str, picture: Option<Vec<u8>>, fonts: &Fonts) -> Result<Vec<u8>, PressError> {
    set(markup, picture, fonts, |pages| {
        let page = pages.pages().first();
        let page = page.ok_or_else(|| PressError::Png("there is no page".to_owned()))?;
        let options = RenderOptions {
            pixel_per_pt: 1.0.into(),
            ..RenderOptions::default()
        };
        typst_render::render(page, &options)
            .encode_png()
            .map_err(|error| PressError::Png(error.to_string()))
    })
}

fn set(
    markup: &str,
    picture: Option<Vec<u8>>,
    fonts: &Fonts,
    write: impl FnOnce(&PagedDocument) -> Result<Vec<u8>, PressError>,
) -> Result<Vec<u8>, PressError> {
    if !fonts.speak_chinese() {
        return Err(PressError::NoChineseFont);
    }
    let sheet = Sheet::new(markup, picture, fonts);
    let Warned { output, .. } = typst::compile::<PagedDocument>(&sheet);
    let written = output
        .map_err(|found| PressError::Markup(told(found.as_slice())))
        .and_then(|pages| write(&pages));
    // What typst remembers between two runs would keep the fonts in memory, tens of megabytes.
    typst::comemo::evict(0);
    written
}

/// The first complaint, with what it is about.
fn told(found: &[SourceDiagnostic]) -> String {
    found
        .first()
        .map(|first| first.message.to_string())
        .unwrap_or_default()
}
