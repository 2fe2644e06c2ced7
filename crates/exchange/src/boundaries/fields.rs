//! Which field of a row is what. Names are compared without regard to case; the first of a list that a
//! row has is taken.

/// What the field of codes may be called.
pub const CODE_FIELDS: [&str; 22] = [
    "code",
    "adcode",
    "area_code",
    "areacode",
    "grid_code",
    "gridcode",
    "区划代码",
    "行政区划代码",
    "统计用区划代码",
    "网格编码",
    "网格代码",
    "社区代码",
    "村代码",
    "代码",
    "编码",
    "xzqdm",
    "xzqhdm",
    "zldwdm",
    "pac",
    "dm",
    "bm",
    "id",
];

/// What the field of names may be called.
pub const NAME_FIELDS: [&str; 15] = [
    "name",
    "area_name",
    "areaname",
    "grid_name",
    "gridname",
    "名称",
    "区划名称",
    "行政区划名称",
    "网格名称",
    "社区名称",
    "村名称",
    "xzqmc",
    "xzqhmc",
    "zldwmc",
    "mc",
];

/// What the field of levels may be called.
pub const LEVEL_FIELDS: [&str; 5] = ["level", "kind", "级别", "层级", "类型"];

/// What the field of parents' codes may be called.
pub const PARENT_FIELDS: [&str; 7] = [
    "parent",
    "parent_code",
    "parentcode",
    "pid",
    "上级",
    "上级代码",
    "上级区划代码",
];

/// What the field of longitudes may be called.
pub const LON_FIELDS: [&str; 5] = ["lon", "lng", "longitude", "经度", "中心经度"];

/// What the field of latitudes may be called.
pub const LAT_FIELDS: [&str; 4] = ["lat", "latitude", "纬度", "中心纬度"];

/// The field of a row that has one of these names: its name in the file and its value.
pub(super) fn find<'a>(
    fields: &'a [(String, String)],
    names: &[&str],
) -> Option<(&'a str, &'a str)> {
    names.iter().find_map(|wanted| {
        let mut fields = fields.iter();
        let found = fields.find(|(name, _)| {
            let name = name.trim();
            name.eq_ignore_ascii_case(wanted)
        })?;
        Some((found.0.as_str(), found.1.trim()))
    })
}
