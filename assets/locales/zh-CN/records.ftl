# 登记类事项: 领导接访、抽样检查、会议、议定事项.

record-reception = 领导接访
record-draw = 四不两直抽样
record-meeting = 会议
record-decision = 议定事项

reception-plan = 安排接访
reception-change = 调整接访安排
reception-cancel = 取消接访
reception-hold = 登记接访情况
reception-planned = 安排了接访
reception-changed = 调整了安排
reception-cancelled = 取消了接访
reception-held = 登记了接访情况
reception-mode-fixed = 定点接访
reception-mode-visiting = 带案下访
reception-mode-video = 视频接访

draw-draw = 抽样
draw-find = 登记检查结果
draw-drawn = 抽取了样本
draw-found = 登记了检查结果

meeting-freeze = 冻结会议材料
meeting-open = 开始会议
meeting-close = 结束会议
meeting-frozen = 会议材料已冻结
meeting-opened = 会议开始
meeting-closed = 会议结束

decision-decide = 议定
decision-report = 反馈落实情况
decision-drop = 撤销议定事项
decision-decided = 会议议定
decision-reported = 反馈了落实情况
decision-dropped = 撤销了议定事项
decision-becomes-order = 交办
decision-becomes-supervision = 督办
decision-becomes-note = 议定

record-duty = 勤务台账
record-roster = 值班表
record-index = 社会治理指数
record-appraisal = 考评评分
record-standard = 达标凭证

duty-write = 登记勤务
duty-strike = 划去勤务记录
duty-written = 登记了勤务
duty-struck = 划去了一条记录
every-day = 每日
every-week = 每周
every-month = 每月
every-quarter = 每季
every-year = 每年

roster-put = 排班
roster-put-in-place = 调整了值班表

index-freeze = 生成指数
index-frozen = 指数已生成

appraisal-give = 评分
appraisal-given = 评了分

standard-attest = 登记达标凭证
standard-strike = 划去达标凭证
standard-attested = 登记了达标凭证
standard-struck = 划去了达标凭证

rhythm-daily = 每日晨会
rhythm-weekly = 周研判
rhythm-monthly = 月会商

figure-reported = 新增
figure-dispatched = 交办
figure-closed = 结案
figure-open = 在办
figure-overdue = 逾期
figure-due-today = 今日到期

subject-overdue = 逾期
subject-due-today = 今日到期
subject-returned-twice = 反复退单
subject-dissatisfied = 不满意
subject-group = 群体诉求
subject-repeated = 重复诉求

## 领导接访日程

what-receptions = 接访日程
what-reception = 接访记录
scene-receptions = 接访
key-go-receptions = 领导接访日程(模式有接访日程时)
alias-receptions = ldjf jf jiefang jiefangricheng receptions
receptions-title = 领导接访日程
receptions-about = 哪位领导在哪一天、哪里接访, 情况如何. 每位领导 { $days } 天内至少接访一次.
receptions-basis = 依据: { $basis }
receptions-leaders = 领导接访情况
receptions-last = 上次接访 { $day }, 已过 { $days } 天
receptions-last-today = 今天已接访
receptions-never = 还没有登记过接访
receptions-next = 下次 { $day }
receptions-no-next = 没有后续安排
receptions-late = 超过 { $days } 天未接访
receptions-ahead = 今天和今后两周
receptions-behind = 过去两周
receptions-no-days = 没有安排
receptions-empty = 还没有接访安排
receptions-empty-next = 按 N 安排第一场接访.
receptions-outside = 另有 { $count } 场在这四周以外.
receptions-whole = 显示全部日期
receptions-four-weeks = 只看前后两周
receptions-not-kept = 本地的治理模式没有领导接访日程
receptions-not-kept-next = 在治理模式文件里写明 [reception] 后才有这一页.
receptions-nothing-chosen = 选一场接访, 看安排和情况
receptions-keys = J、K 逐场选择, 回车进入, N 安排接访.
receptions-today = 今天 { $month }月{ $day }日 { $weekday }
receptions-day = { $month }月{ $day }日 { $weekday }
receptions-day-of-year = { $year }年{ $month }月{ $day }日 { $weekday }
receptions-figures = { $parties } 批, { $cases } 件
receptions-copy = 点击选中视频地址, 复制后打开
receptions-add-selected = 加入选中的案件 { $case }
receptions-drop = 移出
receptions-drop-case = 移出 { $case }
receptions-form-keys = Alt A 加入当前选中的案件.
reception-state-planned = 计划中
reception-state-held = 已接访
reception-state-missed = 未登记
reception-state-cancelled = 已取消
receptions-field-leader = 领导用户名
receptions-field-name = 领导姓名
receptions-field-mode = 接访方式
receptions-field-area = 接访范围
receptions-field-on = 日期
receptions-field-from = 开始时间
receptions-field-to = 结束时间
receptions-field-place = 地点或视频地址
receptions-field-reason = 取消原因
receptions-field-parties = 来访批数
receptions-field-note = 情况说明
receptions-field-cases = 听取或受理的案件
receptions-wrong-to = 结束时间要晚于开始时间.
receptions-wrong-on = 日期已过, 请选今天或以后.
receptions-wrong-area = 不在您的管辖范围内, 请另选范围.
receptions-wrong-missing = 请填写{ $field }.
receptions-wrong-input = { $field }填写不对, 请检查.
