# panels. 键与 en/panels.ftl 一一对应, 由测试检查.
# 地图、案件、交办、新案件、区域、部门六块面板的文字.

## 地图

map-loading-what = 地图
map-trouble = 有些图块没有读到.
map-late = 逾期 { $days } 天
map-late-today = 今日逾期
map-layer-areas = 网格边界
map-layer-units = 联户单元
map-layer-people = 岗位力量 { $count } 人
map-layers-failed = 数量读不到: { $why }
map-department-crowd = %count 个单位 · 未结 %open/%capacity · 逾期 %overdue
map-department-free-overdue = { $name } { $open } · 逾期 { $overdue }
map-label = 地图
map-failed = 地图没有画出来
map-failed-safe = 左侧清单和右侧面板不受影响, 可以照常办理.
map-retry = 重新绘制
map-breadcrumbs = 所在辖区
map-open = 未结 { $count }
map-overdue = 逾期 { $count }
map-back = 返回上级
map-layers = 图层
map-layers-fold = 收起图层
map-layers-unfold = 展开图层
map-layer-cases = 未结案件
map-layer-departments = 部门负荷
map-layer-resources = 资源
map-layer-dedicated = 其中专属网格 { $count }
map-legend = 图例
map-legend-fold = 收起图例
map-legend-unfold = 展开图例
map-legend-green = 正常
map-legend-yellow = 临期
map-legend-red = 逾期, 外环随天数变大
map-legend-cluster = 多件, 颜色取最急的
map-legend-department = 部门负荷, 菱形为有逾期
map-legend-dedicated = 专属网格
map-legend-simulated = 网格边界与案件为模拟
map-department = { $name } { $open }/{ $capacity }
map-department-overdue = { $name } { $open }/{ $capacity } · 逾期 { $overdue }
map-department-free = { $name } { $open }
map-pick = 请在图上点选案件位置
map-pick-cancel = 取消点选

## 案件

case-what = 案件
case-pending-tag = 待确认
case-more = 展开
case-less = 收起
case-whole-limit = 全案 { $period }
when-yesterday = 昨天 { $time }
when-today = 今天 { $time }
when-tomorrow = 明天 { $time }
when-date = { $month }月{ $day }日 { $time }
when-date-of-year = { $year }年{ $month }月{ $day }日 { $time }
case-empty = 没有选中案件
case-empty-hint = 在左侧清单或地图上选一件. J、K 上下移动, Enter 打开.
case-unnumbered = 待编号
case-unnumbered-hint = 编号由中心给出, 送达后自动补上
case-imported = 历史件
case-imported-hint = 由其他系统导入, 原编号 { $number }
case-position-simulated = 位置模拟
case-flow = 办理流程
case-step-done = 已完成
case-step-now = 当前环节
case-step-ahead = 未到
case-due = { $when } 前
case-since = 自 { $when } 起算
case-no-clock = 本环节没有时限
case-ended = { $when } 办结
case-ended-in-time = 全程按期
case-ended-late = 有环节逾期
case-pending = 指令已存入本机, 等中心确认
case-pending-offline = 线路{ $since }断开. 指令已存入本机, 恢复后自动送出
case-pending-hint = 显示的是确认后的样子; 送达前别人还看不到.
case-matter = 内容
case-no-text = 没有更多内容
case-address = 地址
case-reporter = 反映人
case-reporter-none = 未留反映人
case-reporter-masked = 已脱敏
case-origin = 来源系统所报原文
case-origin-number = 对方编号 { $number }
case-order = 办理
case-lead = 牵头
case-assists = 协办
case-requirements = 要求
case-order-due = 反馈期限
case-result = 办理结果
case-outcome = 结案
case-declined = 不予立案
case-satisfaction = 满意度
case-returned = 退单 { $count } 次
case-urged = 催办 { $count } 次
case-reopened = 返工 { $count } 次
case-people = 网格力量
case-nearby = 附近相似
case-nearby-scope = 500 米内同类未结
case-metres = { $count } 米
case-timeline = 时间线
case-timeline-count = 共 { $count } 条
case-actions = 可办事项
case-action-none = 您的角色在这一环节没有可办的事项
case-submitted = { $command }已提交

case-form-back = 返回
case-form-sending = 正在提交…
case-form-moved = 您填写期间案件有了变化, 请看一眼再提交.
case-form-verify = 核实后进入立案
case-form-decline = 不予立案后案件即终止, 理由会记入时间线
case-form-establish = 立案后开始计全案时限
case-form-withdraw = 撤回后回到待交办, 牵头单位不再办理
case-form-accept = 受理后由贵单位办理, 时限到 { $when }
case-form-accept-unlimited = 受理后由贵单位办理
case-form-return = 退单后回到中心重新交办
case-form-progress = 进展会记入时间线, 不改变环节
case-form-feed-back = 反馈后由中心结案
case-form-close = 结案后可由中心评价, 也可重办
case-form-reopen = 重办计为返工, 回到牵头单位
case-form-evaluate = 反映人对办理的评价
case-form-urge = 催办会通知牵头单位, 并记入时间线
case-note-verify = 核实到的情况
case-note-withdraw = 为什么撤回
case-note-progress = 做了什么
case-note-close = 结案说明
case-note-urge = 催什么
case-reason-decline = 为什么不予立案
case-reason-return = 为什么退单, 建议由谁办理
case-reason-reopen = 哪里没有办好
case-result-hint = 怎样办的, 结果如何
case-closing-needs-note = 这种结案方式必须写明

case-event-imported = 原编号 { $number }
case-event-replied = 答复: { $text }
case-event-amended = 改了{ $fields }
case-event-lead = 牵头 { $lead }
case-event-assists = 协办 { $assists }
case-event-due = { $when } 前反馈
case-event-clock = { $clock }到 { $when }
case-event-author = { $name } · { $unit }

period-days = { $count } 个自然日
period-hours = { $count } 小时

## 交办

dispatch-suggestions = 建议牵头
dispatch-load-meaning = 负荷 = 未结 ÷ 承办能力
dispatch-suggestions-failed = 建议读不出来, 可以直接选单位.
dispatch-lead = 牵头单位
dispatch-lead-search = 输入名称或代码查找单位
dispatch-lead-none = 没有这个名称的单位
dispatch-assists = 协办单位
dispatch-assist-add = 添加协办
dispatch-assist-remove = 去掉 { $name }
dispatch-requirements = 办理要求
dispatch-requirements-hint = 要求做到什么, 反馈什么
dispatch-due = 反馈期限
dispatch-due-profile = 按时限规定
dispatch-due-today = 今天 18:00
dispatch-due-days = +{ $count } 天
dispatch-due-custom = 指定时间
dispatch-due-how-set = 由派遣员指定
dispatch-due-unlimited = 没有规定处理时限
dispatch-load = { $open } / { $capacity }
dispatch-load-overdue = 逾期 { $count }
dispatch-preview = 交{ $lead }牵头, { $when } 前反馈.
dispatch-preview-assists = 交{ $lead }牵头, { $assists }协办, { $when } 前反馈.
dispatch-preview-unlimited = 交{ $lead }牵头, 不设反馈期限.
dispatch-preview-assists-unlimited = 交{ $lead }牵头, { $assists }协办, 不设反馈期限.
dispatch-preview-none = 还没有选牵头单位.

## 新案件

new-case-heading = 新案件
new-case-amend-hint = 更正会记入时间线; 若别人先改过, 会请您再看一遍.
new-case-text = 反映内容
new-case-text-hint = 边听边记
new-case-title = 标题
new-case-title-hint = 一句话, 清单上看得懂
new-case-title-suggested = 取自内容第一句, 可以改
new-case-category = 类别
new-case-reporter-name = 反映人姓名
new-case-reporter-phone = 电话
new-case-reporter-kept = 留空即保持原反映人 { $reporter }
new-case-pick = 在图上点选
new-case-picking = 请点地图…
new-case-town = 乡镇(街道)
new-case-village = 村(社区)
new-case-grid = 网格
new-case-located = 落在
new-case-locating = 正在查网格…
new-case-not-located = 还没有位置
new-case-outside = 这个位置不在任何网格内
new-case-address = 地址
new-case-address-hint = 路名、门牌、参照物
new-case-channel = 来源
new-case-submit = 登记
new-case-cancel = 取消

## 区域

area-what = 区域
area-name-column = 名称
area-cases-none-next = 新案件落在这里时会出现在这里.
area-size = 面积
area-standard-go = 打开达标页
area-square-kilometres = { $count } km²
area-square-metres = { $count } m²
area-households = 户数
area-open = 未结
area-overdue = 逾期
area-children-count = { $count } 个
area-children-none = 下面没有更细的划分
area-children-sum = 合计
area-children-agree = 与本级一致
area-units-note = 案件归到网格, 不细分到联户单元
area-people = 人员
area-people-none = 这一级没有登记人员
area-vacant = 空缺
area-vacant-hint = 这个岗位还没有人
area-cases = 未结案件
area-cases-none = 没有未结案件
area-cases-first = 按期限先后, 最多列 { $count } 件

## 部门

department-what = 部门
department-cases-none-next = 交办给它的案件会出现在这里.
department-duties = 职责
department-duties-none = 没有登记职责
department-load = 负荷
department-load-of = 未结 { $open } / 能力 { $capacity }
department-load-unknown = 未结 { $open }, 没有登记承办能力
department-over-capacity = 超出能力 { $count } 件
department-open = 未结
department-overdue = 逾期
department-due-today = 今天到期
department-returned = 退过单
department-cases = 牵头的未结案件
department-cases-none = 没有未结案件
department-cases-first = 按期限先后, 最多列 { $count } 件
