//! Slips in what returns, who stands on the ground, and scores.

use super::{Slip, also, far, slip};

pub(super) const SLIPS: &[Slip] = &[
    slip(
        "missing-field",
        "[[duties]]\ncode = \"review\"",
        "¶[[duties]]",
    ),
    also(
        "unknown-word-near",
        "every = \"week\"",
        "¶every = \"weekly\"",
    ),
    slip(
        "unknown-word",
        "level = \"village\"\nmarked",
        "¶level = \"household_unit\"\nmarked",
    ),
    slip(
        "unknown-word",
        "level = \"county\"",
        "¶level = \"province\"",
    ),
    slip("unknown-word", "by = [\"leader\"]", "¶by = [\"wall\"]"),
    slip("empty-list", "by = [\"leader\"]", "¶by = []"),
    slip("out-of-range", "times = 2", "¶times = 0"),
    slip("out-of-range", "times = 2", "¶times = 13"),
    also(
        "bad-moment",
        "from = \"2026-03-01\"",
        "¶from = \"2026-02-30\"",
    ),
    slip("wrong-type", "from = \"2026-03-01\"", "¶from = 2026-03-01"),
    slip("duplicate-code", "code = \"review\"", "¶code = \"patrol\""),
    slip(
        "needs",
        "every = \"week\"",
        "every = \"week\"\n¶working_days_only = true",
    ),
    slip(
        "needs",
        "level = \"village\"\nmarked",
        "level = \"village\"\n¶base_grids_only = true\nmarked",
    ),
    slip("bad-moment", "from = \"08:00\"", "¶from = \"8 o'clock\""),
    also("bad-moment", "to = \"08:00\"", "¶to = \"24:00\""),
    slip(
        "duplicate-code",
        "{ code = \"by_night\"",
        "¶{ code = \"by_day\"",
    ),
    slip(
        "duplicate-code",
        "{ code = \"on_call\"",
        "¶{ code = \"resident\"",
    ),
    slip(
        "missing-field",
        "[roster]\nbasis = \"§ 13\"\n",
        "¶[roster]\n",
    ),
    slip("duplicate-code", "code = \"part\"", "¶code = \"full\""),
    also(
        "post-twice",
        "posts = [\"household_unit_leader\", \"mediator\"]",
        "posts = [\"household_unit_leader\",\n¶\"grid_leader\"]",
    ),
    slip(
        "repeated",
        "posts = [\"household_unit_leader\", \"mediator\"]",
        "¶posts = [\"mediator\", \"mediator\"]",
    ),
    slip(
        "unknown-word-near",
        "posts = [\"grid_leader\"]",
        "¶posts = [\"grid_leaders\"]",
    ),
    slip(
        "needs",
        "counted = 16584\nbasis = \"§ 19\"",
        "¶counted = 16584",
    ),
    also("needs", "counted = 16584\nbasis", "¶basis"),
    slip("out-of-range", "counted = 16584", "¶counted = -1"),
    slip(
        "duplicate-code",
        "code = \"per_twenty\"",
        "¶code = \"one_each\"",
    ),
    slip("out-of-range", "least = 3", "¶least = 0"),
    also("out-of-range", "per_households = 20", "¶per_households = 0"),
    slip(
        "empty-list",
        "posts = [\"party_group_leader\"]",
        "¶posts = []",
    ),
    slip(
        "unknown-word",
        "rate = \"closing_in_time\"",
        "¶rate = \"happiness\"",
    ),
    slip(
        "unknown-word-near",
        "measure = { rate =",
        "¶measure = { rates =",
    ),
    also(
        "unknown-word-near",
        "measure = \"punctual\"",
        "¶measure = \"punctal\"",
    ),
    slip(
        "measure-form",
        "measure = \"punctual\"",
        "¶measure = \"rate\"",
    ),
    slip("measure-form", "measure = \"punctual\"", "¶measure = 7"),
    slip("measure-form", "measure = \"punctual\"", "¶measure = {}"),
    slip(
        "measure-form",
        "measure = \"punctual\"",
        "¶measure = { judged = 5 }",
    ),
    slip(
        "measure-form",
        "measure = { reported = 4 }",
        "¶measure = { reported = 4, rate = \"closing\" }",
    ),
    slip("out-of-range", "{ reported = 4 }", "¶{ reported = 0 }"),
    slip("duplicate-code", "code = \"now\"", "¶code = \"in_time\""),
    also("duplicate-code", "code = \"manner\"", "¶code = \"reports\""),
    slip(
        "judged-index",
        "measure = \"punctual\"",
        "¶measure = \"judged\"",
    ),
    slip(
        "unknown-code-near",
        "[[index.rows]]\ncode = \"patrols\"\nname = { zh = \"巡查\", en = \"Patrols\" }\npoints = 25\nmeasure = { duty = \"patrol\" }",
        "[[index.rows]]\ncode = \"patrols\"\nname = { zh = \"巡查\", en = \"Patrols\" }\npoints = 25\n¶measure = { duty = \"patrols\" }",
    ),
    slip(
        "unknown-code",
        "points = 30\nmeasure = { duty = \"patrol\" }",
        "points = 30\n¶measure = { duty = \"zzzzzzzz\" }",
    ),
    slip(
        "out-of-range",
        "points = 25\nmeasure = { duty = \"patrol\" }",
        "points = 25\nmeasure = { duty = \"review\" }\n¶days = 6",
    ),
    far(
        "out-of-range",
        "points = 25\nmeasure = { duty = \"patrol\" }",
        "points = 25\nmeasure = { duty = \"review\" }",
        "[[index.rows]]\ncode = \"patrols\"",
    ),
    slip("out-of-range", "\ndays = 30", "\n¶days = 367"),
    far("points-sum", "points = 40", "points = 41", "[[index.rows]]"),
    far(
        "points-sum",
        "points = 60",
        "points = 59",
        "[[scorecard.rows]]",
    ),
    slip("out-of-range", "points = 60", "¶points = 0"),
    slip(
        "duty-above",
        "points = 30\nmeasure = { duty = \"patrol\" }",
        "points = 30\n¶measure = { duty = \"review\" }",
    ),
];
