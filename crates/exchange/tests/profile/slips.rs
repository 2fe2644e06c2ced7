//! One mistake at a time.

mod service;
mod standard;

/// One change of the good profile, and the one mistake that it makes.
pub struct Slip {
    /// What stands there; the first of its kind is changed.
    pub from: &'static str,
    /// What is put in its place; ¶ marks where the mistake is told.
    pub to: &'static str,
    /// What stands where the mistake is told, when that is elsewhere.
    pub at: &'static str,
    /// The mistake, by the end of its key in the locale files.
    pub code: &'static str,
    /// Whether it can be made with the others that say so.
    pub together: bool,
}

/// By itself.
const fn slip(code: &'static str, from: &'static str, to: &'static str) -> Slip {
    Slip {
        from,
        to,
        at: "",
        code,
        together: false,
    }
}

/// By itself, or with the others.
const fn also(code: &'static str, from: &'static str, to: &'static str) -> Slip {
    Slip {
        from,
        to,
        at: "",
        code,
        together: true,
    }
}

/// Told elsewhere.
const fn far(code: &'static str, from: &'static str, to: &'static str, at: &'static str) -> Slip {
    Slip {
        from,
        to,
        at,
        code,
        together: false,
    }
}

/// Every slip.
pub fn slips() -> impl Iterator<Item = &'static Slip> {
    SLIPS.iter().chain(service::SLIPS).chain(standard::SLIPS)
}

const SLIPS: &[Slip] = &[
    // Form.
    slip("syntax", "yellow_share = 25", "¶yellow_share 25"),
    slip(
        "syntax",
        "yellow_share = 25",
        "yellow_share = 25\n¶yellow_share = 30",
    ),
    slip("syntax", "yellow_share = 25", "¶yellow_share = '25"),
    also("unknown-field", "source =", "¶colour = 1\nsource ="),
    slip("unknown-field-near", "yellow_share", "¶yelow_share"),
    also(
        "unknown-field-near",
        "green_channel = true",
        "green_channel = true\n¶whistles = true",
    ),
    slip("unknown-field-near", "follows_order", "¶follow_order"),
    slip(
        "unknown-field-near",
        "{ zh = \"窗口\", en",
        "¶{ zh = \"窗口\", e",
    ),
    slip(
        "unknown-field-near",
        "[[routing.routes]]\ncode = \"all\"",
        "[[routing.routes]]\ncode = \"all\"\n¶unit = []",
    ),
    slip(
        "missing-field",
        "# Made up for the tests: it has every field, and no mistake.\ncode = \"nowhere\"",
        "¶# Made up",
    ),
    slip(
        "missing-field",
        "[review]\nask_within = { natural_days = 30 }",
        "¶[review]",
    ),
    also("missing-field", ", en = \"Take in\"", "¶"),
    slip(
        "missing-field",
        "[[channels]]\ncode = \"hotline\"",
        "¶[[channels]]",
    ),
    slip(
        "missing-field",
        "[[routing.lists]]\ncode = \"own\"\nname = { zh = \"本县名单\", en = \"Own list\" }",
        "¶[[routing.lists]]\ncode = \"own\"",
    ),
    slip("wrong-type", "yellow_share = 25", "¶yellow_share = \"25\""),
    slip("wrong-type", "yellow_share = 25", "¶yellow_share = 25.0"),
    slip("wrong-type", "online = true", "¶online = 2026-01-01"),
    slip(
        "wrong-type",
        "stages = [\"handling\"]",
        "¶stages = \"handling\"",
    ),
    slip("wrong-type", "\"handling\",", "¶7,\n\"handling\","),
    slip("wrong-type", "[triage]", "¶[[triage]]"),
    slip("wrong-type", "{ natural_days = 60 }", "¶60"),
    slip(
        "wrong-type",
        "[[steps]]\nname = { zh = \"受理\", en = \"Take in\" }",
        "[[steps]]\n¶name = \"受理\"",
    ),
    slip("wrong-type", "departments = []", "¶departments = {}"),
    slip("unknown-word", "\"declined\"", "¶\"zzzzzzzz\""),
    slip("unknown-word-near", "\"dispatched\",", "¶\"dispached\","),
    slip("unknown-word-near", "accept = {", "¶acept = {"),
    slip(
        "unknown-word-near",
        "[\"grid_worker\"]",
        "¶[\"gridworker\"]",
    ),
    also("unknown-word-near", "\"centre\"]", "¶\"center\"]"),
    slip("unknown-word-near", "[\"emergency\"]", "¶[\"emergancy\"]"),
    slip("unknown-word-near", "[\"joint\"]", "¶[\"joined\"]"),
    slip("unknown-word-near", "\"postponed\", ", "¶\"postpone\", "),
    slip(
        "unknown-word-near",
        "principle = \"place\"",
        "¶principle = \"places\"",
    ),
    slip(
        "unknown-word-near",
        "{ natural_days = 60 }",
        "¶{ natural_day = 60 }",
    ),
    slip("out-of-range", "yellow_share = 25", "¶yellow_share = 101"),
    slip("out-of-range", "yellow_share = 25", "¶yellow_share = -1"),
    slip(
        "out-of-range",
        "{ natural_days = 60 }",
        "¶{ natural_days = 0 }",
    ),
    slip("out-of-range", "rounds = 2", "¶rounds = 3"),
    slip("out-of-range", "least_members = 1", "¶least_members = 256"),
    also("out-of-range", "least_bodies = 1", "¶least_bodies = 0"),
    slip("out-of-range", "times = 1", "¶times = 0"),
    slip(
        "unknown-word-near",
        "indicator = \"rework\"",
        "¶indicator = \"reworks\"",
    ),
    also("out-of-range", "hundredths = 9950", "¶hundredths = 10001"),
    slip(
        "missing-field",
        "[[targets]]\nindicator = \"rework\"",
        "¶[[targets]]",
    ),
    slip("blank", "source = \"tests\"", "¶source = \" \""),
    also("blank", "zh = \"热线\"", "¶zh = \"\""),
    slip("period-units", "{ natural_days = 60 }", "¶{}"),
    slip(
        "period-units",
        "{ natural_days = 60 }",
        "¶{ natural_days = 60, months = 2 }",
    ),
    also("bad-area", "[\"520381\"]", "¶[\"赤水\"]"),
    slip("empty-list", "[\"grid_worker\"]", "¶[]"),
    slip(
        "empty-list",
        "[\"closed\", \"evaluated\", \"voided\"]",
        "[\"closed\", \"evaluated\", \"voided\"]\n[[steps]]\nname = { zh = \"空\", en = \"None\" }\n¶stages = []",
    ),
    slip("empty-list", "[\"handler\", \"centre\"]", "¶[]"),
    slip(
        "empty-list",
        "code = \"usual\"\nname = { zh = \"阶梯\", en = \"Ladder\" }\nrungs = [",
        "code = \"empty\"\nname = { zh = \"阶梯\", en = \"Ladder\" }\n¶rungs = []\n[[ladders]]\ncode = \"usual\"\nname = { zh = \"阶梯\", en = \"Ladder\" }\nrungs = [",
    ),
    slip(
        "empty-list",
        "roles = [\n  { code = \"leader\", name = { zh = \"领导\", en = \"Leader\" } },\n  { code = \"official\", name = { zh = \"干部\", en = \"Official\" } },\n]",
        "¶roles = []",
    ),
    also(
        "repeated",
        "departments = [\"zhifa\"]",
        "¶departments = [\"zhifa\", \"zhifa\"]",
    ),
    // Meaning: codes.
    slip("duplicate-code", "code = \"hotline\"", "¶code = \"window\""),
    slip(
        "duplicate-code",
        "[[categories]]\ncode = \"other\"",
        "[[categories]]\n¶code = \"noise\"\nname = { zh = \"又\", en = \"Again\" }\ndepartments = []\n\n[[categories]]\ncode = \"other\"",
    ),
    slip(
        "duplicate-code",
        "code = \"not_supported\"",
        "¶code = \"resolved\"",
    ),
    slip(
        "duplicate-code",
        "{ code = \"official\"",
        "¶{ code = \"leader\"",
    ),
    also("duplicate-code", "{ code = \"u1\"", "¶{ code = \"l1\""),
    slip("duplicate-code", "{ code = \"b\"", "¶{ code = \"a\""),
    also("duplicate-code", "code = \"plain\"", "¶code = \"all\""),
    slip(
        "unknown-code",
        "[triage]\nchannels = [\"window\"]",
        "[triage]\n¶channels = [\"zzzzzz\"]",
    ),
    slip(
        "unknown-code-near",
        "[triage]\nchannels = [\"window\"]",
        "[triage]\n¶channels = [\"windows\"]",
    ),
    also(
        "unknown-code-near",
        "categories = [\"noise\"]\nexpedited",
        "¶categories = [\"noises\"]\nexpedited",
    ),
    also(
        "unknown-code-near",
        "\"noise\", \"other\"]",
        "¶\"noise\", \"others\"]",
    ),
    slip("unknown-code-near", "list = \"own\"", "¶list = \"owns\""),
    slip(
        "unknown-code-near",
        "persons = [\"driver\"]",
        "¶persons = [\"drivers\"]",
    ),
    slip("duplicate-code", "code = \"aid\"", "¶code = \"quiet\""),
    slip(
        "duplicate-code",
        "indicator = \"rework\"",
        "¶indicator = \"completion_in_time\"",
    ),
    also(
        "unknown-code-near",
        "categories = [\"noise\"]\ntext",
        "¶categories = [\"noisy\"]\ntext",
    ),
    // Meaning: stages.
    slip(
        "missing-stage",
        "[[steps]]\nname = { zh = \"受理\", en = \"Take in\" }\nstages = [\"reported\", ",
        "¶[[steps]]\nname = { zh = \"受理\", en = \"Take in\" }\nstages = [",
    ),
    far(
        "missing-stage",
        "\"under_review\", \"under_final_review\"",
        "\"under_review\"",
        "[review]",
    ),
    also("stage-twice", "\"voided\"]", "\"voided\",\n¶\"declined\"]"),
    also(
        "stage-order",
        "stages = [\"reported\", \"verified\"",
        "¶stages = [\"verified\", \"reported\"",
    ),
    // Meaning: clocks.
    slip(
        "clock-never-runs",
        "stages = [\"fed_back\"]",
        "¶stages = [\"checked\"]",
    ),
    slip(
        "reserved-clock",
        "code = \"feedback\"",
        "¶code = \"whistle\"",
    ),
    also(
        "clock-name",
        "name = { zh = \"办理\", en = \"Handle\" }\nbasis = \"§ 2\"",
        "¶name = { zh = \"处理\", en = \"Handle\" }\nbasis = \"§ 2\"",
    ),
    slip(
        "never-holds",
        "[[clocks]]\ncode = \"feedback\"",
        EACH_URGENCY,
    ),
    slip("never-holds-after", "[triage]", AGAIN),
    also(
        "extension-unit",
        "longest = { natural_days = 30 }",
        "¶longest = { working_days = 30 }",
    ),
    // Meaning: what needs something else.
    far("needs", "green_channel = true", "", "expedited = true"),
    far(
        "needs",
        "[triage]\nchannels = [\"window\"]",
        "",
        "paths = [",
    ),
    far(
        "needs",
        "\"postponed\", \"hearing\"",
        "\"postponed\"",
        "stops = [",
    ),
    far(
        "needs",
        "[[bodies]]\ncode = \"court\"\nname = { zh = \"法院\", en = \"Court\" }",
        "",
        "stops = [",
    ),
    far(
        "needs",
        "rounds = 2",
        "rounds = 1",
        "\"under_final_review\"",
    ),
    far(
        "needs",
        "[whistle]\narrive_within = { running_hours = 2 }",
        "",
        "whistle = [",
    ),
    also(
        "needs",
        "[words]",
        "[words]\n¶check = { zh = \"核查\", en = \"Check\" }",
    ),
    also(
        "pause-by-hand",
        "\"postponed\", \"hearing\"",
        "¶\"postponed\", \"hearing\", \"hand_off\"",
    ),
    slip(
        "visit-order",
        "by = [\"handler\", \"centre\"]",
        "¶by = [\"centre\", \"handler\"]",
    ),
    slip(
        "visit-by-nobody",
        "visit = [\"clerk\", \"operator\"]",
        "¶visit = [\"clerk\"]",
    ),
    slip(
        "visit-by-nobody",
        "visit = [\"clerk\", \"operator\"]",
        "¶visit = [\"operator\"]",
    ),
    slip("too-many", "least_bodies = 1", "¶least_bodies = 2"),
    far("overfull", "size = 2", "size = 1", "members = ["),
    // Meaning: routing.
    slip(
        "rule-shadowed",
        "[[routing.routes]]\ncode = \"plain\"",
        SHADOW,
    ),
    far(
        "rule-clashes",
        "[[routing.routes]]\ncode = \"plain\"",
        CLASH,
        "lead = \"town_office\"",
    ),
];

const EACH_URGENCY: &str = r#"
[[clocks]]
code = "feedback"
name = { zh = "反馈", en = "Feedback" }
basis = "§ 3"
stages = ["fed_back"]
period = { working_days = 7 }
urgencies = ["normal", "urgent"]

[[clocks]]
code = "feedback"
name = { zh = "反馈", en = "Feedback" }
basis = "§ 3"
stages = ["fed_back"]
period = { working_days = 7 }
urgencies = ["emergency"]

¶[[clocks]]
code = "feedback""#;

const AGAIN: &str = r#"
¶[[clocks]]
code = "feedback"
name = { zh = "反馈", en = "Feedback" }
basis = "§ 3"
stages = ["handling"]
period = { working_days = 8 }

[triage]"#;

const SHADOW: &str = r#"
[[routing.routes]]
code = "before"
list = "duty"
principle = "subject"
basis = "§ 7"
categories = ["noise", "other"]
lead = "town_office"

[[routing.routes]]
¶code = "plain""#;

const CLASH: &str = r#"
[[routing.routes]]
code = "before"
list = "duty"
principle = "subject"
basis = "§ 7"
categories = ["noise", "other"]
lead = "gongan"

[[routing.routes]]
code = "plain""#;
