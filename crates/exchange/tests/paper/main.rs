//! The papers as an independent reader (poppler's pdftotext) finds them, and what they look like
//! when `ONEMAP_PICTURES` names a folder.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod case_file;
mod minutes;
mod slip;

use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;
use std::time::Instant;

use onemap_exchange::paper::{Frame, Row};
use onemap_press::Fonts;

static FONTS: LazyLock<Fonts> = LazyLock::new(|| Fonts::installed(&[]));

/// A paper that was printed.
struct Printed {
    text: String,
    pages: Vec<String>,
}

impl Printed {
    /// Whether the words stand there, however the lines were broken.
    fn says(&self, words: &str) -> bool {
        self.count(words) > 0
    }

    /// How often they stand there.
    fn count(&self, words: &str) -> usize {
        squeezed(&self.text).matches(&squeezed(words)).count()
    }
}

fn squeezed(text: &str) -> String {
    let seen = |c: &char| !c.is_whitespace() && *c != '\u{200b}';
    text.chars().filter(seen).collect()
}

fn printed(name: &str, markup: &str) -> Printed {
    let start = Instant::now();
    let pdf = onemap_press::pdf(markup, None, &FONTS).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("paper.pdf");
    std::fs::write(&file, &pdf).unwrap();
    println!(
        "{name}: {} kB in {} ms",
        pdf.len() / 1000,
        start.elapsed().as_millis()
    );
    pictured(name, &file);
    // In the order of the page: the watermark crosses the lines and would cut them.
    let read = Command::new("pdftotext")
        .arg("-raw")
        .arg(&file)
        .arg("-")
        .output()
        .unwrap();
    assert!(read.status.success(), "{read:?}");
    let text = String::from_utf8(read.stdout).unwrap();
    // A form feed ends each page.
    let pages = text.split_terminator('\u{c}').map(str::to_owned).collect();
    Printed { text, pages }
}

fn pictured(name: &str, file: &Path) {
    let Some(folder) = std::env::var_os("ONEMAP_PICTURES") else {
        return;
    };
    std::fs::create_dir_all(&folder).unwrap();
    let picture = Path::new(&folder).join(name);
    let drawn = Command::new("pdftoppm")
        .args(["-png", "-r", "70"])
        .args([file, &picture])
        .status();
    assert!(drawn.unwrap().success());
}

fn frame(title: &str, number: &str) -> Frame {
    Frame {
        language: "zh-CN".to_owned(),
        title: title.to_owned(),
        number: number.to_owned(),
        watermark: "王敏 wangmin 2026年11月21日 19:05".to_owned(),
        page: "第 <page> 页 共 <pages> 页".to_owned(),
        author: "王敏".to_owned(),
        day: (2026, 11, 21),
    }
}

fn rows(rows: &[(&str, &str)]) -> Vec<Row> {
    rows.iter()
        .map(|(label, value)| Row::new(*label, *value))
        .collect()
}
