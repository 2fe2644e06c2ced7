use onemap_exchange::paper::{Answer, Receipt, Row, Slip};

use crate::{frame, printed, rows};

const NUMBER: &str = "520381-20261121-0041督1";

fn slip(answer: &str) -> Slip {
    Slip {
        frame: frame("督办单", NUMBER),
        organisation: "赤水市".to_owned(),
        marks: vec!["模拟".to_owned()],
        number: Row::new("编号", NUMBER),
        addressee: "住房和城乡建设局:".to_owned(),
        request: "下列案件由贵单位牵头办理. 现予督办, 请于 2026年11月27日 18:00 前办理并书面答复."
            .to_owned(),
        rows: rows(&[
            ("案号", "520381-20261121-0041"),
            ("案件", "康佳社区3组化粪池外溢, 污水流到路面"),
            (
                "反映内容",
                "化粪池堵塞, 污水流到路面, 气味很大, 影响出行. 反映人称已持续一周.",
            ),
            ("督办阶梯", "催办督办 · 第 2 级 督办"),
            ("督办事由", "受理三日没有进展, 反映人再次来电."),
            ("答复期限", "2026年11月27日 18:00"),
        ]),
        signature: vec![
            "签发: 孙强 (督办员)".to_owned(),
            "2026年11月21日 (盖章)".to_owned(),
        ],
        receipt: Receipt {
            title: "回执".to_owned(),
            cut: "沿虚线裁下, 随答复一并送回".to_owned(),
            rows: rows(&[
                ("督办单", NUMBER),
                ("案件", "康佳社区3组化粪池外溢, 污水流到路面"),
                ("送回期限", "2026年11月27日 18:00"),
            ]),
            answer: Answer {
                label: "答复".to_owned(),
                text: answer.to_owned(),
            },
            signed: vec!["经办人".to_owned(), "负责人".to_owned(), "日期".to_owned()],
        },
    }
}

#[test]
fn a_slip_is_one_page_with_its_receipt() {
    let paper = printed("slip", &slip("").markup());
    assert_eq!(paper.pages.len(), 1, "{}", paper.text);
    for words in [
        "督办单",
        NUMBER,
        "住房和城乡建设局:",
        "请于 2026年11月27日 18:00 前",
        "回执",
        "负责人",
        "wangmin",
    ] {
        assert!(paper.says(words), "{words} is missing in {}", paper.text);
    }
}

#[test]
fn an_answered_slip_has_the_answer_on_its_receipt() {
    let paper = printed("slip-answered", &slip("已疏通管网, 11月25日完工.").markup());
    assert!(paper.says("已疏通管网, 11月25日完工."));
    assert_eq!(paper.pages.len(), 1, "{}", paper.text);
}
