//! Minutes as a Word document: titles that Word's navigation shows, tables, A4 with the margins and
//! type sizes of GB/T 9704-2012 (公文格式: text in 三号仿宋, titles in 黑体 and 楷体).
//!
//! Deliberately absent: a watermark across the page, which Word draws from VML that its kin reads
//! differently; who wrote the document, and when, stands in the head of every page instead.

use std::io::Cursor;

use docx_rs::{
    AlignmentType, BreakType, Docx, Footer, Header, HeightRule, LineSpacing, LineSpacingType,
    NumPages, PageMargin, PageNum, Paragraph, ParagraphBorder, ParagraphBorderPosition,
    ParagraphBorders, Run, RunFonts, Shading, SpecialIndentType, Style, StyleType, Table,
    TableCell, TableCellMargins, TableLayoutType, TableRow, VAlignType, WidthType, XMLDocx,
};

use super::{Column, Line, Minutes, Part, Row, plain};

/// Why there is no document: a fault of the program.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the Word document cannot be written: {0}")]
pub struct WordError(String);

// Lengths are twips, twentieths of a point; 1 mm is 56.7 of them.
const PAGE: (u32, u32) = (11906, 16838);
const LEFT: i32 = 1587; // 28 mm
const RIGHT: i32 = 1474; // 26 mm
const TOP: i32 = 2098; // 37 mm
const BOTTOM: i32 = 1985; // 35 mm
/// Width of the text: 156 mm.
const WIDTH: usize = 8845;
const LABEL: usize = 1700;

// Sizes are half points.
const TITLE: usize = 44; // 二号
const BODY: usize = 32; // 三号
const SUBTITLE: usize = 28; // 四号
const TABLE: usize = 21; // 五号
const SMALL: usize = 18; // 小五

const RED: &str = "C00000";
const GREY: &str = "5F5F5F";
const FILL: &str = "F2F2F2";

const FANG_SONG: &str = "仿宋";
const KAI: &str = "楷体";
const HEI: &str = "黑体";
const XIAO_BIAO_SONG: &str = "方正小标宋简体";

pub(super) fn of(minutes: &Minutes) -> Result<Vec<u8>, WordError> {
    let (year, month, day) = minutes.frame.day;
    let made = format!("{year:04}-{month:02}-{day:02}T00:00:00Z");
    let mut docx = styled(Docx::new())
        .page_size(PAGE.0, PAGE.1)
        .page_margin(
            PageMargin::new()
                .left(LEFT)
                .right(RIGHT)
                .top(TOP)
                .bottom(BOTTOM),
        )
        .header(header(minutes))
        .footer(footer(&minutes.frame.page))
        .created_at(&made)
        .updated_at(&made);
    docx = docx.add_paragraph(styled_as("Organisation", &minutes.organisation));
    docx = docx.add_paragraph(styled_as("Title", &minutes.frame.title).set_borders(red_line()));
    docx = docx.add_paragraph(styled_as("Subtitle", &minutes.subject));
    if !minutes.marks.is_empty() {
        let marks: Vec<String> = minutes
            .marks
            .iter()
            .map(|mark| format!("[{mark}]"))
            .collect();
        docx = docx.add_paragraph(styled_as("Mark", &marks.join(" ")));
    }
    docx = docx.add_table(pairs(&minutes.head));
    for section in &minutes.sections {
        docx = docx.add_paragraph(styled_as("Heading1", &section.title));
        for part in &section.parts {
            docx = match part {
                Part::Title(title) => docx.add_paragraph(styled_as("Heading2", title)),
                Part::Words(words) => docx.add_paragraph(styled_as("BodyText", words)),
                Part::Table { columns, lines } => docx.add_table(table(columns, lines)),
            };
        }
    }
    for words in &minutes.end {
        docx = docx.add_paragraph(styled_as("Small", words));
    }
    packed(docx.build(), minutes)
}

/// What the library writes no command for, added to the parts that it made: rows that stand at the
/// head of each page, and whose document it is.
fn packed(mut parts: XMLDocx, minutes: &Minutes) -> Result<Vec<u8>, WordError> {
    // The first row of a table is its head where it may not be split; nobody's text holds a tag.
    let first = "</w:tblGrid><w:tr><w:trPr><w:cantSplit />";
    let head = format!("{first}<w:tblHeader />");
    parts.document = replaced(&parts.document, first, &head)?;
    let (title, author) = (&minutes.frame.title, &minutes.frame.author);
    let author = format!(">{}<", xml(author));
    let core = replaced(&parts.doc_props.core, ">unknown<", &author)?;
    let title = format!(
        "<dc:title>{} {}</dc:title></cp:coreProperties>",
        xml(title),
        xml(&minutes.frame.number)
    );
    parts.doc_props.core = replaced(&core, "</cp:coreProperties>", &title)?;
    let mut file = Cursor::new(Vec::new());
    parts
        .pack(&mut file)
        .map_err(|fault| WordError(fault.to_string()))?;
    Ok(file.into_inner())
}

fn replaced(part: &[u8], from: &str, to: &str) -> Result<Vec<u8>, WordError> {
    let part = str::from_utf8(part).map_err(|fault| WordError(fault.to_string()))?;
    Ok(part.replace(from, to).into_bytes())
}

fn xml(text: &str) -> String {
    let text = plain(text);
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// Chinese in one font, the rest in the one that official letters have beside it.
fn fonts(chinese: &str) -> RunFonts {
    RunFonts::new()
        .ascii("Times New Roman")
        .hi_ansi("Times New Roman")
        .east_asia(chinese)
}

fn styled(docx: Docx) -> Docx {
    let style = |id: &str, name: &str, font: &str, size: usize| {
        Style::new(id, StyleType::Paragraph)
            .name(name)
            .based_on("Normal")
            .fonts(fonts(font))
            .size(size)
    };
    let lines = |before: u32, after: u32| {
        LineSpacing::new()
            .line_rule(LineSpacingType::Auto)
            .before(before)
            .after(after)
            .line(288)
    };
    let indent = Some(SpecialIndentType::FirstLine(BODY as i32 * 2 * 10));
    docx.default_fonts(fonts(FANG_SONG))
        .default_size(TABLE)
        .add_style(
            style("Organisation", "Organisation", XIAO_BIAO_SONG, SUBTITLE)
                .align(AlignmentType::Center),
        )
        .add_style(
            style("Title", "Title", XIAO_BIAO_SONG, TITLE)
                .color(RED)
                .align(AlignmentType::Center)
                .line_spacing(lines(60, 60)),
        )
        .add_style(
            style("Subtitle", "Subtitle", HEI, SUBTITLE)
                .align(AlignmentType::Center)
                .line_spacing(lines(160, 160)),
        )
        .add_style(
            style("Mark", "Mark", HEI, TABLE)
                .color(RED)
                .align(AlignmentType::Center)
                .line_spacing(lines(0, 120)),
        )
        .add_style(
            style("Heading1", "heading 1", HEI, BODY)
                .next("BodyText")
                .outline_lvl(0)
                .line_spacing(lines(280, 120)),
        )
        .add_style(
            style("Heading2", "heading 2", KAI, SUBTITLE)
                .next("BodyText")
                .outline_lvl(1)
                .line_spacing(lines(160, 80)),
        )
        .add_style(
            style("BodyText", "Body Text", FANG_SONG, BODY)
                .indent(None, indent, None, None)
                .line_spacing(lines(0, 0)),
        )
        .add_style(style("Cell", "Cell", FANG_SONG, TABLE))
        .add_style(
            style("Small", "Small", FANG_SONG, SMALL)
                .color(GREY)
                .line_spacing(lines(60, 0)),
        )
}

fn styled_as(style: &str, text: &str) -> Paragraph {
    let paragraph = Paragraph::new().style(style).add_run(run(text));
    // A title is never the last line of a page.
    match style {
        "Heading1" | "Heading2" => paragraph.keep_next(true),
        _ => paragraph,
    }
}

/// Text as it was written: each line on a line of its own.
fn run(text: &str) -> Run {
    let text = plain(text);
    let mut run = Run::new();
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            run = run.add_break(BreakType::TextWrapping);
        }
        run = run.add_text(line);
    }
    run
}

fn red_line() -> ParagraphBorders {
    let line = ParagraphBorder::new(ParagraphBorderPosition::Bottom);
    ParagraphBorders::with_empty().set(line.size(16).space(4).color(RED))
}

fn header(minutes: &Minutes) -> Header {
    let words = format!("{}    {}", minutes.frame.number, minutes.frame.watermark);
    Header::new().add_paragraph(styled_as("Small", &words).align(AlignmentType::Right))
}

/// The sentence of the page's number, with the fields where its numbers stand.
fn footer(sentence: &str) -> Footer {
    let mut paragraph = Paragraph::new().style("Small").align(AlignmentType::Center);
    let mut rest = sentence;
    while let Some((before, field)) = rest.split_once('<') {
        paragraph = paragraph.add_run(run(before));
        let (name, after) = field.split_once('>').unwrap_or((field, ""));
        paragraph = match name {
            "page" => paragraph.add_page_num(PageNum::new()),
            "pages" => paragraph.add_num_pages(NumPages::new()),
            other => paragraph.add_run(run(other)),
        };
        rest = after;
    }
    Footer::new().add_paragraph(paragraph.add_run(run(rest)))
}

/// A cell; `kept` where what stands under its row belongs to it, on the same page.
fn cell(text: &str, width: usize, kept: bool) -> TableCell {
    TableCell::new()
        .width(width, WidthType::Dxa)
        .vertical_align(VAlignType::Center)
        .add_paragraph(styled_as("Cell", text).keep_next(kept))
}

fn head(text: &str, width: usize) -> TableCell {
    let words = Run::new().add_text(plain(text)).fonts(fonts(HEI));
    TableCell::new()
        .width(width, WidthType::Dxa)
        .vertical_align(VAlignType::Center)
        .shading(Shading::new().fill(FILL))
        .add_paragraph(
            Paragraph::new()
                .style("Cell")
                .align(AlignmentType::Center)
                .keep_next(true)
                .add_run(words),
        )
}

fn ruled(rows: Vec<TableRow>, widths: Vec<usize>) -> Table {
    Table::new(rows)
        .set_grid(widths)
        .width(WIDTH, WidthType::Dxa)
        .layout(TableLayoutType::Fixed)
        .margins(TableCellMargins::new().margin(40, 90, 40, 90))
}

/// Labels with what they say.
fn pairs(rows: &[Row]) -> Table {
    let row = |row: &Row| {
        let cells = vec![
            head(&row.label, LABEL),
            cell(&row.value, WIDTH - LABEL, false),
        ];
        TableRow::new(cells)
            .row_height(420.0)
            .height_rule(HeightRule::AtLeast)
    };
    ruled(rows.iter().map(row).collect(), vec![LABEL, WIDTH - LABEL])
}

fn table(columns: &[Column], lines: &[Line]) -> Table {
    let shares: usize = columns.iter().map(|column| usize::from(column.share)).sum();
    let width = |column: &Column| WIDTH * usize::from(column.share) / shares.max(1);
    let widths: Vec<usize> = columns.iter().map(width).collect();
    let heads = columns.iter().zip(&widths);
    let heads = heads.map(|(column, width)| head(&column.name, *width));
    let mut rows = vec![TableRow::new(heads.collect()).cant_split()];
    for line in lines {
        let cells = line.cells.iter().zip(&widths);
        let kept = !line.notes.is_empty();
        let cells = cells
            .map(|(text, width)| cell(text, *width, kept))
            .collect();
        rows.push(TableRow::new(cells).cant_split());
        if kept {
            let mut under = TableCell::new()
                .width(widths.iter().sum(), WidthType::Dxa)
                .grid_span(columns.len());
            for note in &line.notes {
                under = under.add_paragraph(styled_as("Small", note));
            }
            rows.push(TableRow::new(vec![under]).cant_split());
        }
    }
    ruled(rows, widths)
}
