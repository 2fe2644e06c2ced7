use onemap_exchange::paper::{CaseFile, Chapter, Column, Content, Entry, Line, State, Step};

use crate::{frame, printed, rows};

const NUMBER: &str = "520381-20261121-0041";

fn way() -> Vec<Step> {
    let step = |name: &str, when: &str, state| Step {
        name: name.to_owned(),
        when: when.to_owned(),
        state,
    };
    vec![
        step("信息采集", "11月21日 09:38", State::Done),
        step("立案", "11月21日 09:52", State::Done),
        step("任务派遣", "11月21日 10:05", State::Done),
        step("任务处理", "11月21日 10:40", State::Now),
        step("核查反馈", "", State::Ahead),
        step("结案", "", State::Ahead),
        step("综合评价", "", State::Ahead),
    ]
}

fn clocks() -> Content {
    let column = |name: &str, share| Column {
        name: name.to_owned(),
        share,
    };
    let line = |cells: [&str; 5], notes: &[&str]| Line {
        cells: cells.map(str::to_owned).to_vec(),
        notes: notes.iter().map(|&note| note.to_owned()).collect(),
    };
    Content::Table {
        columns: vec![
            column("时限", 4),
            column("期限", 3),
            column("起算", 4),
            column("届满", 4),
            column("结果", 3),
        ],
        lines: vec![
            line(
                [
                    "处理时限",
                    "5 个工作日",
                    "2026年11月21日 10:40",
                    "2026年11月27日 18:00",
                    "计时中",
                ],
                &[
                    "依据: CJ/T 315—2009",
                    "收到当日 (11月21日) 不计; 11月22日周末, 跳过; 最后一日为11月27日; 届满于下班时间 11月27日 18:00",
                ],
            ),
            line(
                [
                    "受理时限",
                    "2 小时",
                    "2026年11月21日 10:05",
                    "2026年11月21日 12:05",
                    "按期",
                ],
                &["依据: 惯例"],
            ),
        ],
    }
}

fn entries(count: usize) -> Vec<Entry> {
    (0..count)
        .map(|index| Entry {
            when: format!("2026年11月{}日 10:05", 1 + index % 28),
            what: "交办".to_owned(),
            who: "王敏 · 派遣员".to_owned(),
            facts: vec![
                "牵头 住房和城乡建设局".to_owned(),
                "协办 执法局".to_owned(),
                "办理时限到 2026年11月27日 18:00".to_owned(),
            ],
            words: vec![
                (
                    None,
                    "请到现场查看, 三日内回复, 并告知反映人办理结果.".to_owned(),
                ),
                (Some("理由".to_owned()), "排水管网由该局管护.".to_owned()),
            ],
        })
        .collect()
}

fn chapter(title: &str, contents: Vec<Content>) -> Chapter {
    Chapter {
        title: title.to_owned(),
        contents,
    }
}

fn case_file(text: &str) -> CaseFile {
    CaseFile {
        frame: frame("一案一册", NUMBER),
        organisation: "赤水市".to_owned(),
        subject: "康佳社区3组化粪池外溢, 污水流到路面".to_owned(),
        marks: vec!["待确认".to_owned(), "模拟".to_owned()],
        cover: rows(&[
            ("案号", NUMBER),
            ("类别", "污水外溢"),
            ("来源", "12345 热线"),
            ("反映时间", "2026年11月21日 09:38"),
            ("反映人", "张** 138****1234"),
            ("牵头单位", "住房和城乡建设局"),
            ("现在", "处理"),
        ]),
        numbering: "一、".to_owned(),
        chapters: vec![
            chapter("反映内容", vec![Content::Pairs(rows(&[("内容", text)]))]),
            chapter("办理流程", vec![Content::Way(way())]),
            chapter("时限", vec![clocks()]),
            chapter("办理经过", vec![Content::Timeline(entries(14))]),
        ],
        end: vec![
            "本册由王敏 (wangmin) 于 2026年11月21日 19:05 从社会治理一张图打印.".to_owned(),
            "姓名、电话已脱敏.".to_owned(),
        ],
    }
}

#[test]
fn a_case_file_has_its_number_title_and_watermark_on_every_page() {
    let paper = case_file("污水流到路面, 气味很大, 请尽快处理.");
    let paper = printed("case-file", &paper.markup());
    assert!(paper.pages.len() >= 2, "{} pages", paper.pages.len());
    for (index, page) in paper.pages.iter().enumerate() {
        assert!(page.contains(NUMBER), "page {index}: {page}");
        assert!(page.contains("wangmin"), "page {index}: {page}");
        let count = paper.pages.len();
        let numbered = format!("第 {} 页 共 {count} 页", index + 1);
        assert!(page.contains(&numbered), "page {index}: {page}");
    }
    for words in [
        "一案一册",
        "张** 138****1234",
        "一、反映内容",
        "四、办理经过",
        "住房和城乡建设局",
        "收到当日 (11月21日) 不计",
    ] {
        assert!(paper.says(words), "{words} is missing in {}", paper.text);
    }
}

#[test]
fn hostile_text_is_printed_as_it_was_written() {
    let hostile = concat!(
        "#read(\"/etc/passwd\") $x^2$ *粗* _斜_ `码` <标> @引 // 注 /* 注 */\n",
        "= 标题\n- 项 + 项 / 词: 义 \\u{41} \\ ~ -- --- ... 'a' \"b\"\n",
        "#import \"@preview/x:0.1.0\" #panic() ]]} ) \u{7} \u{202e} 尾",
    );
    let mut paper = case_file(hostile);
    paper.subject = hostile.to_owned();
    paper.frame.watermark = "#panic(\"水\")".to_owned();
    let paper = printed("hostile", &paper.markup());
    for words in [
        "#read(\"/etc/passwd\") $x^2$ *粗* _斜_ `码` <标> @引 // 注 /* 注 */",
        "= 标题",
        "- 项 + 项 / 词: 义 \\u{41} \\ ~ -- --- ... 'a' \"b\"",
        "#import \"@preview/x:0.1.0\" #panic() ]]} )",
        "#panic(\"水\")",
        "尾",
    ] {
        assert!(paper.says(words), "{words} is missing in {}", paper.text);
    }
}

#[test]
fn a_reply_of_seven_thousand_characters_and_a_word_without_an_end_stay_on_their_pages() {
    let sentence = "经查, 该处管网为二十年前铺设, 已请施工单位进场. ";
    let endless = "a1b2".repeat(300);
    let text = format!("{}\n{endless}", sentence.repeat(270));
    let paper = printed("long", &case_file(&text).markup());
    let whole = paper.count(sentence);
    // Where a page ends, its foot and the next one's head stand inside a sentence.
    assert!(whole + paper.pages.len() >= 270, "{whole} sentences");
    // It may be broken once, where its page ends.
    assert!(paper.count("a1b2") >= 299, "nothing left the page");
}
