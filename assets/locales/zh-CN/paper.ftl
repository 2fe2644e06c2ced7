# 打印和生成的文书: 一案一册、督办单、会议纪要、议定事项台账. 键与 en/paper.ftl 一一对应, 由测试检查.

## 每份文书

paper-page = 第 { $page } 页 共 { $pages } 页
paper-watermark = { $name } { $login } { $when }
paper-unnumbered = 待编号
paper-masked = 姓名、电话和文字里的手机号、身份证号已经脱敏.
paper-pending-note = 标“{ pending }”的内容在打印时还没有得到中心确认.
paper-printed = 由{ $name } ({ $login }) 于 { $when } 从{ app-name }打印.
paper-sealed = 已封存: { $group }
paper-level = { $ladder } · 第 { $level } 级 { $rung }
paper-nothing = 无

## 一案一册

paper-map = 地图
paper-map-name = { $county }地图-{ $day }
paper-case-file = 一案一册
paper-case-file-name = 一案一册-{ $number }
paper-numbering = 一、
paper-number = 案号
paper-case = 案件
paper-place = 所在网格
paper-reported-at = 反映时间
paper-stands = 现在环节
paper-closed-at = 办结时间
paper-matter = 反映内容
paper-way = 办理流程
paper-clocks = 时限
paper-clock = 时限
paper-clock-result = 结果
paper-clock-kept = 按期
paper-clock-late = 逾期 { $length }
paper-clock-runs = 计时中
paper-clock-basis = 依据: { $basis }
paper-clock-counted = 推算: { $steps }
paper-step-separator = {"; "}
paper-order = 交办与办理
paper-times = 次数
paper-whistle-unit = 单位
paper-whistle-came = 到场
paper-adoption-item = 事项
paper-adoption-owner = 由谁
paper-policy = 政策
paper-policy-basis = 依据
paper-policy-text = 内容
paper-visit-by = 回访人
paper-visit-at = 时间
paper-visit-result = 结果
paper-ties = 并案与关联
paper-timeline = 办理经过

## 督办单

paper-slip = 督办单
paper-slip-name = 督办单-{ $number }
paper-slip-number = 编号
paper-slip-to = { $unit }:
paper-slip-request = 下列案件由贵单位牵头办理. 现予督办, 请于 { $when } 前办理并书面答复, 回执随答复一并送回.
paper-slip-ladder = 督办级别
paper-slip-reason = 督办事由
paper-slip-due = 答复期限
paper-slip-issued-by = 签发: { $name } ({ $role })
paper-slip-issued-on = { $day } (盖章)
paper-receipt = 回执
paper-receipt-cut = 沿虚线裁下
paper-receipt-slip = 督办单
paper-receipt-due = 送回期限
paper-receipt-answer = 答复
paper-receipt-handler = 经办人
paper-receipt-head = 负责人
paper-receipt-day = 日期

## 会议纪要

paper-minutes = 会议纪要
paper-minutes-name = 会议纪要-{ $day } { $meeting }
paper-minutes-of = { $meeting } { $day }
paper-minutes-of-days = { $meeting } { $day } ({ $days })
paper-minutes-unended = 未结束
paper-minutes-about = 研判期间
paper-minutes-frozen = 材料冻结
paper-minutes-chair = 主持
paper-minutes-opened = 开始
paper-minutes-closed = 结束
paper-minutes-attendees = 出席
paper-numerals = 一二三四五六七八九
paper-minutes-section = { $number }、{ $title }
paper-minutes-none = 无.
paper-minutes-figures = 运行数据
paper-minutes-rates = 指标
paper-minutes-owed = 往次议定事项落实情况
paper-minutes-cases = 研究的案件
paper-minutes-spots = 热点
paper-minutes-duties = 勤务
paper-duty = 勤务
paper-duty-done = 完成
paper-duty-owed = 应做
paper-duty-percent = 完成率
paper-duty-areas = 缺失处数
paper-duty-missing = 缺: { $areas }
paper-duty-missing-first = 缺(列前几处): { $areas }
paper-index = 社会治理指数 { $points } 分(满分 { $most }).
paper-index-since = 社会治理指数 { $points } 分(满分 { $most }), 上期末 { $before } 分.
paper-minutes-taken = 本次议定事项
paper-minutes-note = 备注
paper-written = 由{ $name } ({ $login }) 于 { $when } 从{ app-name }生成.
paper-texts-masked = 文字里的手机号、身份证号已经脱敏; 已封存的案件不在其中.
paper-unknown = —
paper-unassigned = 未交办
paper-figure = 事项
paper-figure-count = 件数
paper-before-daily = 前一日
paper-before-weekly = 前一周
paper-before-monthly = 前一月
paper-before-week = 上周同日
paper-before-long = 此前同样天数
paper-before-week-long = 此前同星期
paper-before-note = 此前同样天数: { $days }.
paper-before-week-note = 此前同星期: { $days }.
paper-before-stocks = 在办、逾期、今日到期为当时冻结的材料所载; 前一列取上一份材料.
paper-rate = 指标
paper-rate-value = 数值
paper-rate-counts = 分子 ÷ 分母
paper-rate-of = 口径
paper-subject-title = { $subject } ({ $count } 件)
paper-subject-due = 时限
paper-subject-returned = 已退单 { $count } 次
paper-subject-people = { $count } 人共同反映
paper-subject-others = 另有 { $count } 件, 见会议材料.
paper-spot-area = 乡镇 (街道)
paper-spot-count = 本期
paper-spot-usual = 平时
paper-spot-limit = 平时上限
paper-spot-sum-daily = 前 { $periods } 周同日: { $sum }, 平均 { $usual }
paper-spot-sum-weekly = 前 { $periods } 周: { $sum }, 平均 { $usual }
paper-spot-sum-monthly = 前 { $periods } 个等长时段: { $sum }, 平均 { $usual }
paper-spot-sum-long = 前 { $periods } 个同星期时段: { $sum }, 平均 { $usual }
paper-spot-limit-now = 平时上限 = 平均 + 2 × 平均的平方根 = { $limit } (进到 0.01)
paper-spot-limit-then = 平时上限 { $limit } (旧办法: 平均和平方根先舍去尾数, 偏低)
paper-decision-index = 序
paper-decision-text = 议定事项
paper-decision-becomes = 去向
paper-decision-department = 责任单位
paper-decision-person = 责任人
paper-decision-by = 时限
paper-decision-state = 状态
paper-decision-owed = 未到期
paper-decision-overdue = 逾期
paper-decision-done = 已落实
paper-decision-dropped = 撤销
paper-decision-case = 案件 { $number }
paper-decision-case-stands = 案件 { $number } { $title }: { $stage }
paper-decision-report = { $when } { $by }: { $text }

## 议定事项台账

paper-ledger = 议定事项台账
paper-ledger-name = 议定事项台账-{ $day }
paper-ledger-index = 序号
paper-ledger-meeting = 会议
paper-ledger-meeting-name = { $day } { $meeting }
paper-ledger-decided = 议定日期
paper-ledger-case = 案件编号
paper-ledger-report = 最近落实情况
paper-ledger-reported = 上报时间

## 按钮

paper-keep-case-file = 一案一册
paper-keep-case-file-hint = 把这件案件的全部内容打印成 PDF, 存到文档文件夹
paper-keep-slip = 打印督办单
paper-keep-slip-hint = 把这张督办单连同回执打印成 PDF, 存到文档文件夹
paper-keeping = 正在生成…
paper-kept = 已存到 { $path }
paper-open = 打开
paper-handed-over = 已下载 { $path }
paper-hand-over-again = 再下载一次
paper-no-slip = 没有督办单可以打印.
