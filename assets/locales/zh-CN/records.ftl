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
subject-dissatisfied = 回访不满意
subject-repeated = 重复与合并诉求

refusal-record-not-yours = { $role }不登记这类事项.
refusal-record-not-in-profile = 本地的办理模式没有这类事项.
refusal-record-ended = 这一项已经办结, 不能再改动.
refusal-not-receiver = 这场接访由别的领导主持, 请由本人或工作人员登记.
refusal-reception-ahead = 接访安排在 { $on }, 当天才能登记情况.
refusal-not-drawn = 这件案件不在抽取的样本里.
refusal-found-already = 这件案件的检查结果已经登记, 不能更改; 需要复查请重新抽样.
refusal-only-the-central = 会议材料只由中心系统按时冻结.
refusal-meeting-open = 会议已经开始.
refusal-meeting-not-open = 会议还没有开始.
