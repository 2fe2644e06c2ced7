//! Slips in the standard.

use super::{Slip, also, far, slip};

pub(super) const SLIPS: &[Slip] = &[
    slip(
        "missing-field",
        "[standard]\nlist = \"two\"\n",
        "¶[standard]\n",
    ),
    slip("unknown-code-near", "list = \"two\"", "¶list = \"too\""),
    slip("unknown-code", "list = \"two\"", "¶list = \"zzzzzzzz\""),
    slip(
        "unknown-word",
        "level = \"grid\"\nbase_grids_only = true\nbasis = \"§ 18\"",
        "¶level = \"province\"\nbase_grids_only = true\nbasis = \"§ 18\"",
    ),
    slip(
        "needs",
        "level = \"grid\"\nbase_grids_only = true\nbasis = \"§ 18\"",
        "level = \"village\"\n¶base_grids_only = true\nbasis = \"§ 18\"",
    ),
    slip(
        "unknown-word-near",
        "by = [\"operator\"]",
        "¶by = [\"operators\"]",
    ),
    slip("out-of-range", "item = 1", "¶item = 0"),
    also("out-of-range", "item = 1", "¶item = 3"),
    slip(
        "unknown-code-near",
        "item = 1\ncategories = [\"noise\"]",
        "item = 1\n¶categories = [\"noises\"]",
    ),
    slip(
        "empty-list",
        "[[standard.revoked_by]]\ncategories = [\"other\"]",
        "[[standard.revoked_by]]\n¶categories = []",
    ),
    far(
        "missing-field",
        "[[standard.revoked_by]]\ncategories = [\"other\"]",
        "[[standard.revoked_by]]\nitem = 2",
        "[[standard.revoked_by]]\nitem = 2",
    ),
];
