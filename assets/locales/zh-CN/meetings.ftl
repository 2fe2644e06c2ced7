# 会议: 每日晨会、周研判、月会商

scene-meetings = 晨会
key-go-meetings = 晨会、周研判、月会商
alias-meetings = ch hy chenhui huiyi zyp yhs meetings
meetings-title = 会议
meetings-own-title = 会议议定事项
what-meetings = 会议
what-meeting = 会议材料
what-decisions = 议定事项

meetings-today = 今天 { $month }月{ $day }日 { $weekday }
meetings-day = { $month }月{ $day }日 { $weekday }
meetings-day-of-year = { $year }年{ $month }月{ $day }日 { $weekday }
meetings-date = { $month }月{ $day }日
meetings-span = { $from }至{ $to }

meetings-rhythm = 会议种类
meetings-about = 材料由中心按时冻结, 议定一次录入, 下次会议先看落实. P 开始, J、K 换一场.
meetings-list = 会议列表
meetings-row-about = { $days }的材料, { $time } 冻结
meetings-state-ahead = 未开
meetings-state-open = 进行中
meetings-state-over = 已结束
meetings-none-daily = 还没有晨会材料
meetings-none-weekly = 还没有周研判材料
meetings-none-monthly = 还没有月会商材料
meetings-frozen-daily = 中心每天 { $time } 冻结前一天的材料, 到时会出现在这里.
meetings-frozen-weekly = 中心每周一 { $time } 冻结上一周的材料, 到时会出现在这里.
meetings-frozen-monthly = 中心每月 1 日 { $time } 冻结上一月的材料, 到时会出现在这里.
meetings-frozen-daily-working = 中心每个工作日 { $time } 冻结上一份材料以来各天的材料(周一含周五至周日), 到时会出现在这里.
meetings-frozen-weekly-working = 中心每周第一个工作日 { $time } 冻结上一周的材料(整周休息的并入下一份), 到时会出现在这里.
meetings-frozen-monthly-working = 中心每月第一个工作日 { $time } 冻结上一月的材料, 到时会出现在这里.

meetings-frozen = { $days }的材料, 已在 { $time } 冻结; 此后情况再变, 这里也不变.
meetings-begin = 开始会议
meetings-present = 演示
meetings-is-over = 会议已经结束, 请在下一场会议上议定.

meetings-page-owed = 上次议定事项的落实
meetings-page-figures = 数据
meetings-rates = 比率
meetings-page-overdue = 逾期
meetings-page-due-today = 今日到期
meetings-page-returned-twice = 反复退单
meetings-page-dissatisfied = 不满意
meetings-page-group = 群体诉求
meetings-page-repeated = 重复诉求
meetings-page-hot-spots = 热点
meetings-page-duties = 勤务
meetings-duty-whole = 应做 { $owed }, 全部完成
meetings-duty-gaps = 完成 { $done } / 应做 { $owed }, 缺 { $areas } 处
meetings-duty-times = 缺 { $count } 次
meetings-duty-others = 另有 { $count } 处, 见勤务页.
meetings-index-before = 较上期末
meetings-page-decided = 本次议定事项
meetings-subjects = 要研究的案件
meetings-first = 按期限先后列出前 { $count } 件
meetings-no-owed = 没有尚未落实的议定事项.
meetings-none-decided = 还没有议定事项. 开会时按 D 录入.
meetings-no-rates = 这一期没有可以计算的率.
meetings-no-spots = 没有超出常值的热点.

meetings-before-daily = 前一日
meetings-before-weekly = 前一周
meetings-before-monthly = 前一月
meetings-week-before = 上周同日
meetings-before-pack = 上一份材料
meetings-before-days = { $days }
meetings-title-days = { $title } ({ $days })
meetings-before-unknown = 无数据
meetings-then = { $count } ({ $change })
meetings-same = 持平
meetings-figure-reported = 这一期内上报的案件
meetings-figure-dispatched = 这一期内交办的案件
meetings-figure-closed = 这一期内结案的案件
meetings-figure-open = 冻结时在办的案件
meetings-figure-overdue = 冻结时逾期的案件
meetings-figure-due-today = 冻结时起到当天 24:00 到期的案件
meetings-behind = { $figure } { $count } 件
meetings-behind-now = 现在能看到 { $now } 件; 冻结时是 { $then } 件.
meetings-behind-newest = 按上报时间由近到远列出前 { $count } 件.
meetings-behind-none = 现在没有能看到的案件
meetings-behind-close = 收起清单

meetings-spot-sum = 本期 { $count }, { $periods } { $earlier }, 平均 { $mean }, 常值上限 { $limit }
meetings-spot-periods-daily = 前八周同日
meetings-spot-periods-weekly = 前八周
meetings-spot-periods-monthly = 前八期
meetings-spot-periods-long = 前八个同星期时段
meetings-spot-rule = 常值上限 = 平均 + 2 × √平均, 进到 0.01; 超过上限且不少于 { $floor } 件算热点. 各期由远到近.
meetings-spot-rule-then = 这份材料按旧办法冻结: 平均和平方根先舍去尾数, 上限会偏低; 超过上限且不少于 { $floor } 件算热点. 各期由远到近.

meetings-no-lead = 未交办
meetings-returned = 退单 { $count } 次
meetings-people = { $count } 人共同反映
meetings-decided-as = 已议定: { $form }

meetings-by = { $day }前落实
meetings-then-stage = 冻结时: { $stage }
meetings-then-hint = 材料冻结时案件所处的环节
meetings-later = 冻结后
meetings-no-report = 还没有反馈落实情况.
meetings-owes-owed = 未落实
meetings-owes-late = 逾期未落实
meetings-owes-done = 已落实
meetings-owes-dropped = 已撤销
meetings-report-done = 已落实, 不再列入下次会议

meetings-own-about = 会议议定由本部门落实、或没有指定单位的事项. 请在期限前反馈落实情况, 下次会议先看这里.
meetings-own-none = 没有由本部门落实的议定事项
meetings-own-none-next = 会议议定的事项会出现在这里.

meetings-about-search = 不针对案件; 输入编号或标题可选一件
meetings-about-none = 不针对这件
meetings-no-department = 不指定单位
meetings-means-note = 只记入会议纪要和台账, 不发指令.
meetings-means-no-case = 请先选案件, 或改为“议定”.
meetings-means-no-unit = 案件还没有牵头单位, 请选责任单位.
meetings-means-dispatch = 提交后把这件案件交{ $unit }办理.
meetings-means-redispatch = 提交后把这件案件改派给{ $unit }.
meetings-means-urge = 案件已在{ $unit }, 提交后向它催办.
meetings-means-supervise = 提交后下达督办单.
meetings-means-climb = 案件已有督办, 提交后升级一级.
meetings-refused = 办不到

meetings-field-text = 议定内容
meetings-field-report = 落实情况
meetings-field-becomes = 形式
meetings-field-case = 针对的案件
meetings-field-department = 责任单位
meetings-field-person = 责任人
meetings-field-by = 落实期限
meetings-field-reason = 撤销原因
meetings-field-attendees = 参会人员
meetings-field-note = 备注
meetings-wrong-by = 期限已过, 请选今天或以后.
meetings-wrong-case = 交办和督办要针对一件案件, 请先选案件.
meetings-wrong-missing = 请填写{ $field }.
meetings-wrong-long = { $field }太长, 最多 { $limit } 个字.
meetings-wrong-becomes = 本地的治理模式没有督办级别, 请改为交办或议定.
meetings-wrong-input = { $field }填写不对, 请检查.

meetings-close-about = 每行一人, 或用顿号、逗号隔开; 已列 { $count } 人
meetings-end = 会议结束
meetings-attendees = 参会 { $count } 人: { $names }
meetings-keep-minutes-pdf = 会议纪要 PDF
meetings-keep-minutes-word = 会议纪要 Word
meetings-keep-ledger = 议定事项台账 Excel

meetings-previous = 上一页
meetings-next = 下一页
meetings-leave = 退出演示
meetings-show-keys = ↑ ↓ 选一件
