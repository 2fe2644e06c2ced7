# 督办台

scene-supervision = 督办
key-go-supervision = 督办台
alias-supervision = db dbt duban dubantai supervision
supervision-title = 督办台
what-supervision = 督办台
what-board = 督办看板
what-course = 办件走势
what-in-hand = 领导待办
what-owed-decisions = 议定事项
what-draws = 抽样记录

supervision-tabs = 督办台的四个部分
supervision-tab-board = 督办看板
supervision-tab-department = 部门
supervision-tab-leader = 领导
supervision-tab-draws = 四不两直抽样
supervision-keys = J、K 逐件选择, 回车进入案件, U 催办, S 督办

## 督办看板

supervision-area = 乡镇
supervision-category = 类别
supervision-all-areas = 全部乡镇
supervision-all-categories = 全部类别
supervision-at = 截至 { $time }
board-empty = 没有在办案件
board-empty-next = 换一个乡镇或类别再看.
board-department = 牵头单位
board-everybody = 合计
board-nobody = 未交办
board-turn = { $name }: 打开部门页
board-cell = { $whose }, { $column }: { $count } 件
board-worst = 逾期最多
board-worst-count = { $count } 件
board-worst-none = 没有单位逾期

board-column-overdue = 逾期
board-column-open = 在办
board-column-unlimited = 无时限
board-column-green = 正常
board-column-yellow = 临期
board-column-late3 = 逾期 3 天以内
board-column-late7 = 逾期 4 至 7 天
board-column-later = 逾期 7 天以上
board-column-supervised = 督办中
board-column-unanswered = 超期未复
board-column-returned-twice = 反复退单
board-column-dissatisfied = 不满意
board-column-adopted = 包案
board-column-request = 待批
board-short-late3 = ≤3 天
board-short-late7 = ≤7 天
board-short-later = >7 天
board-hint-overdue = 已过期限的案件; 色条由深到浅为 7 天以上、4 至 7 天、3 天以内
board-hint-open = 尚未结案的案件
board-hint-unlimited = 当前没有时限在走的案件
board-hint-green = 离期限还远
board-hint-yellow = 临近期限
board-hint-late3 = 超过期限不满 3 个 24 小时
board-hint-late7 = 超过期限 3 个以上、不满 7 个 24 小时
board-hint-later = 超过期限 7 个 24 小时以上
board-hint-supervised = 督办单已发出, 等待答复
board-hint-unanswered = 督办单已过答复期限, 仍未答复
board-hint-returned-twice = 退单两次及以上
board-hint-dissatisfied = 回访或核查有人不满意
board-hint-adopted = 有领导包案
board-hint-request = 有申请等待批准

listed-total = { $count } 件
listed-span = 第 { $from } 至 { $to } 件, 共 { $total } 件
listed-before = 上一页
listed-next = 下一页
listed-close = 收起列表
listed-none = 这里已经没有案件
listed-none-next = 打开列表后, 这些案件已办理或转走.

## 部门

supervision-choose-department = 选择部门
supervision-to-board = 返回看板
supervision-no-department = 还没有选择部门
supervision-no-department-next = 在上面选择, 或在看板上点部门名称.
supervision-duties = 职责与联系
supervision-course = 近 { $days } 天
supervision-course-open = 在办
supervision-course-dispatched = 交办
supervision-course-closed = 结案
supervision-course-date = 日期
supervision-course-day = { $month }月{ $day }日
supervision-course-told = { $day }: 在办 { $open } 件, 交办 { $dispatched } 件, 结案 { $closed } 件
supervision-course-empty = 这些天没有交办给它的案件
supervision-rates = { $month }月指标
supervision-rates-least = 分母不足 { $least } 的不宜比较
supervision-rate-few = 分母太小
supervision-rates-none = { $month }月还没有可计算的指标.
supervision-worst = 最急的案件
supervision-worst-none = 没有在办案件

## 领导

leader-requests = 待批申请
leader-requests-none = 没有等待批准的申请.
leader-request = 申请{ $wish }: { $reason }
leader-slips = 督办升到最高一级或超期未复
leader-slips-none = 没有这样的督办.
leader-decisions = 未落实的议定事项
leader-decisions-none = 议定事项都已落实.
leader-by = { $month }月{ $day }日前
leader-late = 已逾期
leader-adopted = 领导包案
leader-adopted-none = 没有领导包案的在办案件
leader-adopted-unknown = 本地的治理模式没有领导包案
leader-adopted-by = { $name } 包案, 责任单位 { $unit }
leader-shown = 已落实 { $shown } / { $items }
leader-own = 我包的
leader-item-owed = 待落实

## 四不两直抽样

draws-about = 不发通知、不打招呼、不听汇报、不用陪同接待, 直奔基层、直插现场. 先登记抽样, 再看名单.
draws-without = 本地取消了检查抽样
draws-without-next = 治理模式写明不做实地检查(四个取消), 所以这里没有抽样.
draws-refused-next = 抽样由督查和领导登记, 名单只给他们看.
draws-empty = 还没有抽样
draws-empty-next = 点“新的抽样”, 登记后显示名单.
draw-new = 新的抽样
draw-of = { $whole } 件中抽 { $size } 件
draw-results = 合格 { $passed }、不合格 { $failed }、待查 { $left }
draw-from = 抽样总体
draw-from-closed = 最近结案
draw-from-open = 全部在办
draw-from-category = 某类在办
draw-told-closed = { $area }最近 { $days } 天结案的案件, 共 { $count } 件
draw-told-open = { $area }全部在办案件, 共 { $count } 件
draw-told-category = { $area }在办的{ $category }案件, 共 { $count } 件
draw-population = 现在的总体: { $count } 件
draw-population-unknown = 请先说明从哪些案件里抽.
draw-population-empty = 总体里没有案件, 请换一个范围.
draw-population-large = 总体超过 { $limit } 件, 请缩小范围.
draw-size-most = 1 至 { $count } 件
draw-explained = 名单由中心抽取: 总体、种子, 加上中心登记时的随机份额, 三样决定名单. 份额事先谁也不知道, 所以挑不出名单; 三样都记录在案, 随时可以再抽一次核对.
draw-send = 登记并抽样
draw-other-seed = 换一个种子
draw-waits = 待中心抽取: 抽样已写入待发箱, 中心登记时才抽出名单.
draw-undrawn = 待中心抽取
draw-share = 中心份额
draw-no-share = 无(旧办法抽取)
draw-same = ✓ 已用登记的总体、种子和中心份额重新抽过一次, 名单完全一致.
draw-other = ✗ 用登记的总体、种子和中心份额重抽, 名单不一致, 请核对记录.
drawn-passed = 合格
drawn-failed = 不合格
drawn-left = 待查
drawn-on-map = 在地图上看
drawn-map-all = 全部在地图上看
drawn-map-legend = 抽样结果: ✓ 合格 { $passed }、✗ 不合格 { $failed }、○ 待查 { $left }
drawn-map-unseen = 另有 { $count } 件不在地图上
drawn-map-off = 撤下抽样标记
drawn-note-hint = 不合格时必须写明看到了什么.
drawn-pass = 合格
drawn-fail = 不合格
field-area = 范围
field-days = 最近多少天
field-size = 抽取件数
field-seed = 种子
