# 治理模式、指标、格子铺、路由建议、新案件的查重与草稿. 键与 en/ways.ftl 一一对应, 由测试检查.

what-ways = 治理模式
what-rates = 指标
what-ranking = 排名
what-matrix = 格子铺
what-replay = 回放结果

# 率只与分子、分母同时出现.
percent = { $value }%
percent-none = –

## 路由建议

principle-subject = 属事
principle-place = 属地
principle-person = 属人
principle-means-subject = 看这件事归谁管
principle-means-place = 看事情发生在谁的辖区
principle-means-person = 看涉及的人或单位归谁管
route-list-duty = 职责清单
route-list-duty-also = 其他职责单位
route-list-power = 权力清单
route-list-performance = 履职清单
route-list-place = 属地兜底

dispatch-suggestions-loading = 正在查规则…
dispatch-verdict-clear = 规则明确, 牵头单位如下, 可以改选.
dispatch-verdict-clash = { $count } 条规则同等优先而指向不同单位 ({ $rules }), 宜提交研判, 由研判会议指定牵头.
dispatch-verdict-no-rule = 没有规则说明由谁牵头, 宜提交研判, 由研判会议指定牵头.
dispatch-doubt-clash = { $count } 条规则同等优先而指向不同单位:
dispatch-doubt-rule = { $lead }: { $list }规则 { $rule }; { $grounds }
dispatch-doubt-no-rule = 没有规则说明由谁牵头: { $facts }
dispatch-rules-version = 规则版本: { $version }
dispatch-rules-derived = 规则由类别与职责单位推得
dispatch-rule = { $meaning }; 规则 { $rule }
dispatch-runners-up = 其次
dispatch-learnt = 规则之外, 历史上由这些单位牵头过
dispatch-by-history = 历史
dispatch-leads-now = 现牵头
dispatch-history = 同类 { $known } 件中 { $led } 件由其牵头
dispatch-history-none = 没有同类案件可作印证
dispatch-with = { $assists }协办
dispatch-assists-by-rule = 按规则预填, 可以改
dispatch-fact-category = 类别“{ $value }”
dispatch-fact-channel = 来源“{ $value }”
dispatch-fact-area = 地点在{ $value }
dispatch-fact-person = 属“{ $value }”
dispatch-fact-unit = 涉及{ $value }
dispatch-due-rule = { $clock } { $period }, 依据: { $basis }
dispatch-due-counting = 正在推算…
dispatch-due-ends = 现在交办, 期限到 { $when }
dispatch-due-steps = 怎样推算
dispatch-due-provisional = 暂定: { $year } 年放假安排尚未公布, 公布后自动重算.

## 新案件

alike-title = 可能是同一件事
alike-wait = 写几个字, 相似的案件会列在这里.
alike-looking = 正在查相似案件…
alike-none = 没有相似的案件.
alike-hint = 点开看看再登记; 已写的内容会保留.
alike-score = 相似 { $score }
alike-words = 文字 { $share }%
alike-metres = { $count } 米
alike-kilometres = { $count } 公里
alike-hours = { $count } 小时
alike-days = { $count } 天
alike-category = 同类别
alike-phone = 同电话
alike-shared = 共同的字句:

new-case-persons-hint = 可多选; 按属人原则交办时要用
new-case-unit = 涉及单位
new-case-unit-add = 选择单位
new-case-unit-hint = 反映的就是某个单位时才填
channels-online = 线上
channels-offline = 线下

draft-kept = 有一件没登记完: { $title }
draft-return = 继续填写
draft-drop-title = 放弃没登记完的案件?
draft-drop-means = “{ $title }”还没有登记. 放弃后不能恢复; 也可以先放一放, 稍后继续.
draft-continue = 继续填写
draft-keep = 先放一放
draft-drop = 放弃

## 去处

scenes = 页面
scene-desk = 工作台
scene-matrix = 格子铺
scene-indicators = 指标
scene-ways = 治理模式
key-go-matrix = 民情格子铺
key-go-indicators = 指标
key-go-ways = 治理模式
alias-matrix = mqgzp gzp gezipu matrix
alias-indicators = zb zhibiao indicators rates
alias-ways = zlms ms zhilimoshi profile ways
alias-lane-to-check = dhc ckdhc
alias-lane-in-review = fcfhz fc fh ckfc

## 治理模式

ways-title = 治理模式
ways-about = 本地怎样办理案件: 流程、时限、权限、名录和路由规则, 都以数据写在一个文件里. 随程序提供的其他模式可以在这里对照.
ways-choose = 选择一种模式
ways-in-force = 现行
ways-as-shipped = 随程序提供的原文
ways-figures = { $steps } 步 · { $clocks } 种时限 · { $channels } 个来源 · { $categories } 个类别
ways-use = 这种模式没有启用. 在中心服务所在的电脑上启用:
ways-use-trial = 在示例县上试用:
ways-none = 无
ways-when = 适用于
ways-any-case = 所有案件
ways-basis = 依据

ways-flow = 流程
ways-or = 或{ $stages }
ways-limit-varies = 视情况

ways-clocks = 时限
ways-clocks-none = 没有规定时限.
ways-yellow = 剩余不足 { $share }% 时亮黄灯
ways-clock = 名称
ways-period = 多长
ways-stages = 在哪些环节计时
ways-not-expedited = 不在绿色通道
ways-extension = 可延期 { $times } 次, 每次最多 { $longest }, 须批准
ways-extension-told = 可延期 { $times } 次, 每次最多 { $longest }, 须批准并告知当事人
ways-stops = { $causes }时停止计时
ways-follows-order = 交办时另定期限的, 以交办为准
ways-repeats = 每报一次进展, 重新计时
ways-without-deadline = 没有其他时限时才计时

ways-roles = 谁可以做什么
ways-roles-note = 只列本模式有的命令; 加底色的与通常不同
ways-command = 命令
ways-may = { $role }可以

ways-rules = 规则
ways-triage = 分流
ways-triage-is = 从{ $channels }来的案件须先分流.
ways-returns = 退单
ways-returns-window = 交办后 { $period }内可以退单.
ways-returns-open = 受理之前可以退单.
ways-returns-at-once = 退单即生效.
ways-returns-reviewed = 退单须审核, 同意之前首接单位仍然负责.
ways-returns-designated = 指定牵头之后也可以退单.
ways-returns-not-designated = 指定牵头之后不能退单.
ways-task-force = 专班
ways-task-force-required = 须先组建专班: { $roles }各一人, { $members }至少 { $least } 人, 之后才能办理.
ways-task-force-may = 可以组建专班: { $roles }各一人, { $members }至少 { $least } 人.
ways-visits = 回访
ways-visits-are = 结案之前依次由{ $visitors }回访.
ways-review = 复查复核
ways-review-is = 收到答复后 { $period }内可以申请, 最多 { $rounds } 次.
ways-mediation = 调解
ways-mediation-is = 由{ $bodies }调解, 至少 { $least } 家参加.
ways-mediation-confirmed = 达成协议后 { $period }内可以申请司法确认.
ways-pauses = 可以暂停的情形
ways-bodies = 可以移送的机构
ways-whistle = 吹哨报到
ways-whistle-is = 被叫到的单位通常应在 { $period }内到场.
ways-green = 绿色通道
ways-green-is = 有; 转入后按较短的时限办理.
ways-adoption = 领导包案
ways-adoption-is = 领导: { $leader }. 责任单位: { $unit }.
ways-compartments = 封存组

ways-ladders = 督办阶梯
ways-rung-answer = { $period }内答复

ways-channels = 来源
ways-categories = 类别与职责单位 ({ $count } 个)
ways-categories-note = 排在第一的通常牵头.
ways-closings = 结案方式
ways-needs-note = 写明情况
ways-demands = 须{ $demands }
ways-demands-nothing = 没有别的要求
ways-persons = 属人标签
ways-lists = 名录
ways-lists-note = 来源没有列出的成员, 由使用单位填写
ways-list-filled = { $size } 项, 已填 { $known } 项
ways-policies = 政策服务包
ways-targets = 目标

ways-routing = 路由规则
ways-routing-derived = 没有单列的规则: 由类别的职责单位推得, 排在第一的牵头, 没有职责单位的归属地乡镇(街道).
ways-routing-about = 版本 { $version }, { $count } 条规则; 名单先后: { $lists }
ways-route-list = 名单与原则
ways-owner-town-office = 属地乡镇(街道)
ways-owner-unit = 涉及的单位

ways-calendars = 已知的工作日历
ways-calendars-note = 没有列出的年份, 按工作日计的期限是暂定的.
ways-calendars-none = 没有装入任何年份的放假安排.
ways-year = 年份
ways-notice = 国务院办公厅通知
ways-days-off = 放假(天)
ways-made-up = 调休上班(天)

replay-title = 路由规则回放
replay-about = 用现行规则把过去的案件重新分派一遍, 与当时的牵头单位相比.
replay-again = 重新回放
replay-fraction = 与原牵头一致 { $same } ÷ 回放 { $total }
replay-changed = 会改派
replay-clashes = 规则冲突, 转研判
replay-unrouted = 没有规则, 转研判
replay-was = 原牵头
replay-would = 按规则
replay-cases = 件数
replay-one = 例
replay-open = 打开一件
replay-empty = 没有可以回放的案件.
replay-empty-next = 有案件交办过之后再来.
replay-other = 试另一张规则表
replay-other-about = 按模式文件中 [routing] 的写法写在下面, 不影响现行规则.
replay-nothing-written = 请先写规则表
replay-try = 试算
replay-example =
    version = "试-1"

    {"["}[lists]]
    code = "duty"

    {"["}[routes]]
    code = "duty.road"
    list = "duty"
    principle = "subject"
    basis = "三定方案第几条"
    categories = ["road"]
    lead = "jiaotong"

## 指标

indicators-title = 指标
indicators-about = 每个率都与分子、分母一起列出; 点一行看排名和背后的案件.
indicators-choose = 请先选定日期和范围.
indicators-rates = 各项指标
indicators-rate = 指标
indicators-fraction = 分子 ÷ 分母
indicators-percent = 百分率
indicators-period = 时段
indicators-span-this-week = 本周
indicators-span-this-month = 本月
indicators-span-last-month = 上月
indicators-span-custom = 自定义
indicators-from = 起始日期
indicators-to = 截止日期
indicators-days = { $from } 至 { $to }
indicators-days-wrong = 请填写起止日期, 起始日期在前
indicators-part = 范围
indicators-part-all = 全县
indicators-part-department = 部门
indicators-part-town = 乡镇
indicators-part-village = 村居
indicators-part-category = 类别
indicators-part-channel = 来源
indicators-target-least = 目标 ≥ { $value }
indicators-target-most = 目标 ≤ { $value }
indicators-target-met = 达标
indicators-target-missed = 未达标
indicators-empty = 这段时间没有可以计入的案件.
indicators-empty-next = 换一个时段或范围.
indicators-note = 应结案等按期限所在的日期计入, 提前办结的按办结日期计入. 百分率保留两位小数, 全部达到才是 100.00%. 办理率的算法来源没有说明, 按我们的理解: 已办结或结案 ÷ 立案.

ranking-title = { $rate }排名
ranking-higher = 高者在前
ranking-lower = 低者在前
ranking-by = 排名对象
ranking-least = 分母至少
ranking-turn = 只看这一家的各项指标
ranking-empty = 没有可以排名的.
ranking-none-able = 分母都太小, 没有参加排名的.
ranking-too-few = 分母不足, 不参加排名

behind-title = { $rate }背后的案件 ({ $part })
behind-which = 哪些案件
behind-missing = 未计入分子
behind-met = 计入分子
behind-all = 共 { $total } 件
behind-first = 共 { $total } 件, 列出前 { $shown } 件
behind-none = 没有这样的案件.

## 格子铺

matrix-title = 民情格子铺
matrix-about = 未结案件按辖区和类别排成格子. 点一格, 左边列出这一格的案件; 点辖区名进入下一级.
matrix-empty = 这里没有未结案件.
matrix-empty-next = 退回上一级看看, 或等新的案件.
matrix-sum = 合计
matrix-tile = 未结 { $open } 件, 逾期 { $overdue } 件, 待领 { $unclaimed } 件
matrix-enter = 进入下一级
matrix-show-grid = 在右边查看这个网格
matrix-without-lead = 有 { $count } 件案件已交办而没有牵头单位, 按规则不应出现, 请核对.
matrix-shown = 左边列出的是: { $area }, { $category }
matrix-any = 全部
matrix-show-all = 恢复全部
matrix-legend-open = 大字为未结
matrix-legend-overdue = 逾期
matrix-legend-unclaimed = 待领(未受理)
matrix-legend-keys = 方向键移动, Enter 打开, Esc 退回
