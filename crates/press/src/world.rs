//! What typst may know while it sets one paper: its markup, the fonts, and at most one picture.

use std::sync::{LazyLock, OnceLock};

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, Source};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use crate::{Fonts, PICTURE};

/// The functions of typst; the same for every paper.
static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

/// What the markup is filed under. One for all papers: typst never forgets a file's name, and has
/// room for no more than 65,535 of them.
static PAPER: LazyLock<FileId> = LazyLock::new(|| Source::detached("").id());

/// One paper while it is set.
pub(crate) struct Sheet<'a> {
    source: Source,
    /// What the markup may show under the name [`PICTURE`].
    picture: Option<Bytes>,
    fonts: &'a Fonts,
    /// Read once for this paper, by the fonts' places.
    read: Vec<OnceLock<Option<Font>>>,
}

impl<'a> Sheet<'a> {
    pub(crate) fn new(markup: &str, picture: Option<Vec<u8>>, fonts: &'a Fonts) -> Sheet<'a> {
        Sheet {
            source: Source::new(*PAPER, markup.to_owned()),
            picture: picture.map(Bytes::new),
            fonts,
            read: fonts.places.iter().map(|_| OnceLock::new()).collect(),
        }
    }
}

impl World for Sheet<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.fonts.book
    }

    fn main(&self) -> FileId {
        self.source.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.source.id() {
            Ok(self.source.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let is_picture = id.get().vpath().get_without_slash() == PICTURE;
        let picture = self.picture.clone().filter(|_| is_picture);
        picture.ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        let place = self.fonts.places.get(index)?;
        let read = self.read.get(index)?;
        read.get_or_init(|| place.read()).clone()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
