//! The fonts of this machine: known by their names and characters, read when a paper needs them.

use std::path::{Path, PathBuf};

use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontInfo};
use typst::utils::LazyHash;
use typst_kit::fonts::{FontPath, scan, system};

/// Characters that a font must have for a paper of a county to be readable.
const CHINESE: [char; 4] = ['县', '案', '督', '办'];

/// Where the bytes of a font are.
pub(crate) enum Place {
    /// In a file; read for each paper and let go again, since a Chinese font has 20 MB and more.
    File(FontPath),
    /// In memory.
    Memory(Font),
}

impl Place {
    pub(crate) fn read(&self) -> Option<Font> {
        match self {
            Place::File(FontPath { path, index }) => {
                let bytes = std::fs::read(path).ok()?;
                Font::new(Bytes::new(bytes), *index)
            }
            Place::Memory(font) => Some(font.clone()),
        }
    }
}

/// Fonts to print with. Looking for them reads every font file's tables once; keep it.
pub struct Fonts {
    pub(crate) book: LazyHash<FontBook>,
    pub(crate) places: Vec<Place>,
}

impl Fonts {
    /// The fonts of these folders, then those that are installed on the system. A folder that is
    /// not there has none.
    pub fn installed(folders: &[PathBuf]) -> Fonts {
        let bundled = folders.iter().flat_map(|folder: &PathBuf| scan(folder));
        Fonts::in_files(bundled.chain(system()))
    }

    /// The fonts of one folder alone.
    pub fn in_folder(folder: &Path) -> Fonts {
        Fonts::in_files(scan(folder))
    }

    /// Fonts that are given as bytes: single fonts or collections.
    pub fn given(files: impl IntoIterator<Item = Vec<u8>>) -> Fonts {
        let fonts = files
            .into_iter()
            .flat_map(|bytes| Font::iter(Bytes::new(bytes)).collect::<Vec<_>>());
        Fonts::new(fonts.map(|font| (font.info().clone(), Place::Memory(font))))
    }

    fn in_files(files: impl Iterator<Item = (FontPath, FontInfo)>) -> Fonts {
        Fonts::new(files.map(|(path, info)| (info, Place::File(path))))
    }

    fn new(found: impl Iterator<Item = (FontInfo, Place)>) -> Fonts {
        let mut book = FontBook::new();
        let mut places = Vec::new();
        for (info, place) in found {
            book.push(info);
            places.push(place);
        }
        Fonts {
            book: LazyHash::new(book),
            places,
        }
    }

    /// Whether one of them has Chinese characters.
    pub fn speak_chinese(&self) -> bool {
        let has_all = |info: &FontInfo| CHINESE.iter().all(|c| info.coverage.contains(*c as u32));
        (0..self.places.len()).any(|index| self.book.info(index).is_some_and(has_all))
    }
}
