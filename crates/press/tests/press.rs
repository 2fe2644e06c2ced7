//! What comes out of the press, as an independent reader (poppler) finds it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::path::Path;
use std::process::Command;

use onemap_press::{Fonts, PressError, pdf, png};

fn asked(program: &str, arguments: &[&str], file: &Path) -> String {
    let answer = Command::new(program)
        .args(arguments)
        .arg(file)
        .args((program == "pdftotext").then_some("-"))
        .output()
        .unwrap();
    assert!(answer.status.success(), "{answer:?}");
    String::from_utf8(answer.stdout).unwrap()
}

const MARKUP: &str = "#set page(paper: \"a4\")\n#set text(font: (\"Noto Serif CJK SC\", \"SimSun\"))\n\
                      督办单 \\ 赤水市 Chishui #pagebreak() 第二页";

#[test]
fn chinese_words_come_out_on_pages_of_their_own_with_their_fonts_inside() {
    let bytes = pdf(MARKUP, None, &Fonts::installed(&[])).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("paper.pdf");
    std::fs::write(&file, &bytes).unwrap();
    let text = asked("pdftotext", &["-raw"], &file);
    let pages: Vec<&str> = text.split_terminator('\u{c}').collect();
    assert_eq!(pages.len(), 2, "{text}");
    assert!(pages[0].contains("督办单") && pages[0].contains("赤水市"));
    assert!(pages[1].contains("第二页"));
    let size = asked("pdfinfo", &[], &file);
    assert!(size.contains("(A4)"), "{size}");
    // Name, type, encoding, embedded: a reader without Chinese fonts must show it, too.
    let fonts = asked("pdffonts", &[], &file);
    let embedded = fonts.lines().skip(2);
    assert!(embedded.clone().count() > 0, "{fonts}");
    for font in embedded {
        let words: Vec<&str> = font.split_whitespace().rev().collect();
        assert_eq!(words.get(4), Some(&"yes"), "{font}");
    }
}

#[test]
fn the_same_markup_makes_the_same_bytes() {
    let fonts = Fonts::installed(&[]);
    assert_eq!(pdf(MARKUP, None, &fonts), pdf(MARKUP, None, &fonts));
}

/// One red pixel.
const DOT: &[u8] = include_bytes!("dot.png");

#[test]
fn a_picture_that_is_given_is_on_the_page_and_a_page_becomes_a_picture_of_its_size() {
    let fonts = Fonts::installed(&[]);
    let markup = "#set page(width: 120pt, height: 80pt, margin: 0pt)\n\
                  #image(\"picture.png\", width: 100%, height: 100%, fit: \"stretch\")";
    let page = png(markup, Some(DOT.to_vec()), &fonts).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("page.png");
    std::fs::write(&file, page).unwrap();
    let found = asked("identify", &["-format", "%w %h %[pixel:p{60,40}]"], &file);
    assert_eq!(found, "120 80 srgba(255,0,0,1)");
    let printed = pdf(markup, Some(DOT.to_vec()), &fonts).unwrap();
    std::fs::write(&file, printed).unwrap();
    assert_eq!(asked("pdfimages", &["-list"], &file).lines().count(), 3);
    // Without one the same markup reaches nothing.
    assert!(matches!(
        pdf(markup, None, &fonts),
        Err(PressError::Markup(_))
    ));
}

#[test]
fn without_a_chinese_font_nothing_is_printed() {
    let none = tempfile::tempdir().unwrap();
    let nowhere = none.path().join("missing");
    for fonts in [
        Fonts::given([]),
        Fonts::in_folder(none.path()),
        Fonts::in_folder(&nowhere),
    ] {
        assert_eq!(pdf(MARKUP, None, &fonts), Err(PressError::NoChineseFont));
    }
}

#[test]
fn markup_reaches_no_file_and_no_package() {
    let fonts = Fonts::installed(&[]);
    for reach in [
        "#read(\"/etc/passwd\")",
        "#read(\"paper.typ\")",
        "#include \"other.typ\"",
        "#image(\"/usr/share/pixmaps/debian-logo.png\")",
        "#import \"@preview/cetz:0.3.0\"",
        "#plugin(\"x.wasm\")",
        "#datetime.today()",
    ] {
        let refused = pdf(reach, None, &fonts);
        assert!(
            matches!(refused, Err(PressError::Markup(_))),
            "{reach}: {refused:?}"
        );
    }
}
