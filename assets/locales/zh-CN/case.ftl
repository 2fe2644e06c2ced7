# 案件面板: 各命令的表单、时限与计算过程、督办、包案、吹哨、调解、并案.
# 键与 en/case.ftl 一一对应, 由测试检查.

## 通用

case-yes = 是
case-no = 否
case-day = { $month }月{ $day }日
case-day-of-year = { $year }年{ $month }月{ $day }日
case-days-from-to = { $from }至{ $to }
case-length-minutes = { $count } 分钟
case-length-hours = { $count } 小时
case-length-days = { $count } 天
case-quoted = “{ $words }”
case-yuan = { $amount } 元
case-until = 预计至 { $when }
case-clock-limit = { $clock } { $period }

## 流程图

case-flow-beside = 流程之外
case-side-research = 研判
case-side-objection = 退单异议
case-side-paused = 停表
case-side-review = 复查
case-side-final-review = 复核
case-side-declined = 不予立案
case-side-voided = 作废
case-side-merged = 已并案
case-clock-paused-short = 停
case-took-minutes = { $count }分
case-took-hours = { $count }时
case-took-days = { $count }天
case-left-short-minutes = { $count }分
case-left-short-hours = { $count }时
case-left-short-days = { $count }天
case-late-short-minutes = 逾{ $count }分
case-late-short-hours = 逾{ $count }时
case-late-short-days = 逾{ $count }天

## 时限

case-clocks = 时限
case-clocks-running = { $count } 项计时
case-clocks-stopped = 已停的时限 { $count } 项
case-clock-how = 点开看怎样计算
case-clock-paused = 停表
case-clock-extended = 延期 { $count } 次
case-no-clock-paused = 停表中, 恢复后续计
case-provisional = 暂定 ({ $year } 年)
case-provisional-tag = 暂定
case-provisional-hint = { $year } 年放假安排尚未公布, 公布后自动重算
case-was-kept = 按期
case-was-late-minutes = 逾期 { $count } 分钟
case-was-late-hours = 逾期 { $count } 小时
case-was-late-days = 逾期 { $count } 天
case-clock-basis = 依据
case-clock-period = 期限
case-clock-started = 起算
case-clock-ends = 届满
case-clock-stopped = 停止
case-clock-by-hand = 期限由派遣员指定, 没有推算.
case-clock-was-moved = 期限已经变更, 变更缘由见时间线.

## 期限推算

case-count-first-day = 收到当日 ({ $day }) 不计
case-count-starts-at = 自 { $when } 起算
case-count-opens = 非工作时间, 自 { $when } 上班起算
case-count-on-from = 自原届满日 { $day } 之后续计
case-count-paused = { $from }之后至{ $to }停表 { $count } 天, 不计
case-count-paused-for = 停表 { $length }, 不计
case-count-weekend = { $days }周末, 跳过
case-count-holiday = { $days }{ $holiday }放假, 跳过
case-count-made-up = { $day }调休上班, 计入
case-count-month-end = 当月没有 { $missing } 日, 取月末 { $day }
case-count-last-day = 最后一日为{ $day }
case-count-moved = { $from }是休息日, 顺延到{ $to }
case-count-ends-midnight = 届满于 { $when }
case-count-ends-close = 届满于下班时间 { $when }
case-count-ends-hour = 届满于 { $when }
case-count-provisional = { $year } 年放假安排尚未公布, 暂按周末休息推算

## 可办事项

case-actions-more = 更多 { $count } 项
case-actions-all = 全部事项
case-group-handling = 办理
case-group-pressing = 督促
case-group-time = 时限
case-group-ties = 关系
case-group-record = 更正作废

key-visit = 回访
key-merge = 并案

## 表单

field-handled = 真办理
field-resolved = 真解决
field-satisfied = 真满意
field-passed = 核查属实
field-maintained = 维持原答复
field-agreed = 达成协议
field-satisfaction = 满意度
field-into = 并入的案件
field-with = 关联的案件
field-from = 已并入的案件
case-up-to = { $name } (最多 { $period })
case-longest = 最多 { $period }
case-nothing-to-choose = 没有可选的项
case-person-add = 填写姓名
case-person-nth = 第 { $count } 人
case-quick-hours = +{ $count } 小时
case-quick-days = +{ $count } 天
case-quick-today = 今天 18:00
case-quick-tomorrow = 明天 18:00
case-unit-natural-days = 个自然日
case-unit-working-days = 个工作日
case-unit-months = 个月
case-unit-years = 年
case-unit-running-hours = 小时
case-unit-working-hours = 个工作小时
case-other-none = 没有相似或附近的案件, 请按案号查找.
case-other-search = 输入案号、标题查找
case-other-searching = 正在查找…
case-other-not-found = 没有找到案件
case-other-unseen = 不在您管辖范围内的案件
case-other-earlier = 另一件案件

case-form-triage = 分流后按所选去向办理
case-form-expedite = 转入后适用更短的时限
case-form-refer = 由研判会议指定牵头单位
case-form-designate = 指定后牵头单位不能退单
case-form-redispatch = 原牵头单位不再办理, 重新计受理时限
case-form-withdraw-closing = 撤回后案件回到结案前
case-form-return-reviewed = 审核同意之前, 贵单位仍是牵头单位
case-form-uphold-return = 同意后回到中心重新交办
case-form-reject-return = 驳回后由原牵头单位继续办理
case-form-form-task-force = 组建后可以受理
case-form-request-extension = 批准后时限顺延
case-form-request-void = 批准后案件作废
case-form-approve = 批准后立即生效
case-form-refuse = 申请人会看到理由
case-form-suspend = 暂停期间, 规定可停的时限停表
case-form-resume = 恢复后时限续计
case-form-hand-off = 移送期间本级不再办理
case-form-come-back = 回转后时限续计
case-form-mediate = 调解记录会记入案件
case-form-check = 未通过即退回办理, 计为返工
case-form-visit = 有一项为“否”即退回办理, 计为返工
case-form-ask-review = 重新审查原答复
case-form-decide-review = 不维持的由原单位重新办理
case-form-supervise = 发出督办单, 限期答复
case-form-climb = 升级为“{ $rung }”, 重新限期答复
case-form-answer-supervision = 答复后督办单销号
case-form-adopt = 由您包案, 责任单位分担各项
case-form-attest = 各项落实之后才能结案
case-form-comment = 批示会记入时间线
case-form-whistle = 所选单位须按时到场
case-form-report-in = 记下本单位的到场时间
case-form-rate-whistle = 吹哨方评价到场单位, 到场单位评价吹哨; 双方各评一次
case-form-hand-out = 发放后记入案件, 可以复制、打印交给当事人
case-form-merge = 本案并入另一件, 由那一件继续办理
case-form-unmerge = 两件各回原状
case-form-link = 两件案件互相可见, 各自办理
case-form-seal = 封存后只有组内人员可见
case-form-unseal = 解封后恢复正常可见范围

case-note-triage = 补充说明
case-note-uphold-return = 补充说明, 可不填
case-note-resume = 为什么恢复
case-note-report-in = 到场人员、情况
case-note-rate-whistle = 补充说明, 可不填
case-note-rate-whistle-no = 不满意要写明为什么
case-note-approve = 批准意见
case-note-approve-told = 写明怎样把延期理由告知了当事人
case-note-check = 核查到的情况
case-note-visit = 当事人怎么说
case-note-visit-no = 哪里没有办好, 会退回办理单位
case-note-link = 两件有什么关系
case-reason-expedite = 为什么走绿色通道
case-reason-refer = 为什么定不了牵头单位
case-reason-designate = 研判会议的意见
case-reason-redispatch = 为什么改派
case-reason-reject-return = 为什么应由该单位办理
case-reason-request-extension = 为什么不能按期办结
case-reason-request-void = 为什么作废
case-reason-refuse = 为什么不批准
case-reason-suspend = 为什么暂停
case-reason-hand-off = 为什么移送
case-reason-ask-review = 对原答复哪里不服
case-reason-supervise = 督办什么
case-reason-climb = 为什么升级
case-reason-whistle = 到场做什么
case-reason-merge = 为什么是同一件事
case-reason-unmerge = 为什么不是同一件事
case-reason-seal = 为什么封存
case-reason-unseal = 为什么解封
case-result-come-back = 外部机构的处理结果
case-text-mediate = 协议内容, 或没有谈成的原因
case-text-decide-review = 决定和理由
case-text-answer-supervision = 办到什么程度, 何时办结
case-text-comment = 批示内容
case-evidence-attest = 做了什么, 材料存放在哪里

## 各部分

case-objection = 退单异议待审
case-objection-hint = 审核同意之前, 仍由现牵头单位负责.
case-request = 申请待批
case-wish-extension = { $clock }延长 { $period }
case-paused = { $cause }, 暂停办理
case-task-force = 专班
case-visits = 回访
case-mediations = 调解
case-mediation-agreed = 达成协议
case-mediation-not-agreed = 未达成协议
case-parties = 当事人
case-supervision = 督办
case-ladder = 督办阶梯
case-slip = { $number }督{ $slip }
case-slip-issued = 发出
case-slip-due = 答复期限
case-slip-answer = 答复
case-slip-owed = 尚未答复
case-adoption = 领导包案
case-adopter = 包案领导
case-items-shown = 已落实 { $done } / { $total }
case-item-owed = 待{ $name }落实
case-whistle = 吹哨报到
case-whistle-came = 到场 { $done } / { $total }
case-arrived = { $when } 到场
case-arrival-there = 准时
case-rated-unit = 评价哪个单位的到场
case-rated-call = 本单位评价这次吹哨
case-rating = 评价
case-rated-by-caller = 吹哨方评价
case-rated-by-unit = 该单位评价吹哨
case-not-rated = 未评价
case-policies = 已发放政策
case-policy-bears = 与本案类别有关
case-policy-given = 已发放
case-arrival-late = 迟到
case-arrival-expected = 等待到场
case-arrival-no-show = 未到场
case-merged-into = 已并入
case-merged-into-hint = 由那一件继续办理
case-absorbed = 并入本案的案件
case-linked = 关联案件
case-ties-unseen = 另有 { $count } 件不在您管辖范围内
case-alike = 疑似同一件
case-alike-score = 相似 { $score }
case-alike-metres = 相距 { $count } 米
case-alike-apart = 相隔 { $length }
case-alike-words = 用词相同 { $share }%
case-alike-category = 同一类别
case-alike-phone = 同一来电
case-alike-shared = 共同用词 { $words }
case-sealed-tag = 已封存
case-sealed = 已封存: { $group }
case-sealed-hint = 只有组内人员可见, 请勿转述、截图.
case-expedited = 绿色通道
case-intake = 首接单位
case-extended = 延期 { $count } 次

## 时间线

case-event-designated = 研判指定
case-event-back-to = 回到{ $stage }
case-event-members = 成员 { $names }
case-event-answer-by = { $when } 前答复
case-event-needed-by = { $when } 前到场
case-event-call-rated = { $unit }评价吹哨: { $satisfaction }
case-event-unit-rated = 吹哨方评价{ $unit }: { $satisfaction }
case-event-unit = 责任单位 { $unit }
case-event-clock-moved = { $clock }改到 { $when } ({ $cause })
case-review-stands = 维持原答复
case-review-again = 不维持, 重新办理
case-event-by-system = 系统自动
