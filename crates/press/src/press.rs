//! A press that is kept: it looks for its fonts once.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use crate::{Fonts, PressError};

/// What papers are printed with.
pub struct Press {
    /// Folders with fonts of our own; the system's come after them.
    folders: Vec<PathBuf>,
    /// Known after the first paper: looking for fonts opens every font file of the machine.
    fonts: Mutex<Option<Arc<Fonts>>>,
}

impl Press {
    /// With the fonts of these folders, then the system's.
    pub fn new(folders: Vec<PathBuf>) -> Press {
        Press {
            folders,
            fonts: Mutex::new(None),
        }
    }

    /// As [`crate::pdf`]. Blocks.
    pub fn pdf(&self, markup: &str, picture: Option<Vec<u8>>) -> Result<Vec<u8>, PressError> {
        crate::pdf(markup, picture, &self.fonts())
    }

    /// As [`crate::png`]. Blocks.
    pub fn png(&self, markup: &str, picture: Option<Vec<u8>>) -> Result<Vec<u8>, PressError> {
        crate::png(markup, picture, &self.fonts())
    }

    fn fonts(&self) -> Arc<Fonts> {
        let mut known = self.fonts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(fonts) = known.as_ref() {
            return fonts.clone();
        }
        let fonts = Arc::new(Fonts::installed(&self.folders));
        // Without a Chinese font somebody will install one and try again.
        if fonts.speak_chinese() {
            *known = Some(fonts.clone());
        }
        fonts
    }
}
