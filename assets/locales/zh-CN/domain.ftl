# 领域用词: 阶段、分道、命令、事件、角色、拒绝与问题. 键与 en/domain.ftl 一一对应, 由测试检查.

app-name = 社会治理一张图

level-province = 省
level-city = 市
level-county = 县(市)
level-town = 乡镇(街道)
level-village = 村(社区)
level-grid = 网格
level-household-unit = 联户单元
kind-base = 基础网格
kind-dedicated = 专属网格

stage-reported = 上报
stage-verified = 核实
stage-established = 立案
stage-dispatched = 交办
stage-handling = 处理
stage-fed-back = 反馈
stage-closed = 结案
stage-evaluated = 评价
stage-declined = 不予立案

lane-to-verify = 待核实
lane-to-establish = 待立案
lane-to-dispatch = 待交办
lane-to-accept = 待受理
lane-handling = 处理中
lane-to-close = 待结案
lane-overdue = 逾期
lane-done = 已办结

lamp-green = 正常
lamp-yellow = 临期
lamp-red = 逾期

urgency-normal = 一般
urgency-urgent = 较急
urgency-emergency = 紧急

satisfaction-satisfied = 满意
satisfaction-fair = 基本满意
satisfaction-dissatisfied = 不满意

command-report = 上报
command-amend = 更正
command-verify = 核实
command-decline = 不予立案
command-establish = 立案
command-dispatch = 交办
command-withdraw = 撤回
command-accept = 受理
command-return = 退单
command-progress = 报进展
command-feed-back = 反馈
command-close = 结案
command-reopen = 重办
command-evaluate = 评价
command-urge = 催办

event-reported = 上报
event-imported = 导入历史件
event-amended = 更正
event-verified = 核实
event-declined = 不予立案
event-established = 立案
event-dispatched = 交办
event-withdrawn = 撤回
event-accepted = 受理
event-returned = 退单
event-progressed = 进展
event-fed-back = 反馈
event-closed = 结案
event-reopened = 重办
event-evaluated = 评价
event-urged = 催办
event-clock-started = 开始计时

role-operator = 派遣员
role-clerk = 部门经办
role-leader = 领导
role-grid-worker = 网格员

post-grid-leader = 网格长
post-grid-worker = 网格员
post-party-group-leader = 党小组组长
post-household-unit-leader = 联户长
post-mediator = 人民调解员

resource-county-station = 县级站点
resource-town-station = 镇级站点
resource-village-station = 村级站点
resource-camera = 摄像头

clock-stage = 本环节时限
clock-whole = 全案时限

field-title = 标题
field-text = 内容
field-category = 类别
field-channel = 来源
field-urgency = 紧急程度
field-address = 地址
field-position = 位置
field-reporter = 反映人
field-name = 姓名
field-phone = 电话
field-lead = 牵头单位
field-assists = 协办单位
field-requirements = 办理要求
field-due-at = 反馈期限
field-note = 说明
field-reason = 理由
field-result = 办理结果
field-user = 用户名
field-password = 密码
field-text-query = 搜索内容

refusal-not-found = 没有这件案件, 或不在您的管辖范围内.
refusal-already-exists = 这件案件已经存在, 没有重复登记.
refusal-stage-not-allowed = 案件处于“{ $stage }”, 现在不能{ $command }.
refusal-role-not-allowed = “{ $role }”没有{ $command }的权限.
refusal-not-lead = 只有牵头单位的经办人才能办理.
refusal-not-dispatcher = 只有交办人本人可以撤回.
refusal-handler-closes = 经手办理的人不能结案, 请换一位同事.
refusal-field-missing = 请填写{ $field }.
refusal-field-too-long = { $field }太长, 最多 { $limit } 个字.
refusal-field-unknown = { $field }“{ $value }”不在名录中.
refusal-lead-assists = 牵头单位不能同时协办.
refusal-outside-county = 这个位置不在您管辖的网格内, 请在图上重新点选.
refusal-due-in-past = 反馈期限已经过去, 请选一个以后的时间.

problem-sign-in-needed = 请先登录.
problem-wrong-credentials = 用户名或密码不对.
problem-offline-unknown-user = 线路已断. 只有最近七天在这台电脑上登录过的用户才能离线登录.
problem-not-found = 没有找到, 或不在您的管辖范围内.
problem-bad-input = { $field }填写有误.
problem-too-large = 内容太大, 没有发送.
problem-central-unreachable = 中心没有应答. 指令已存在本机, 线路恢复后自动送出.
problem-storage-failed = 本机文件无法读写 ({ $file }). 请检查磁盘后重试.
problem-disk-full = 磁盘已满, 这条指令没有保存. 请腾出空间后再试.
problem-not-ready = 正在首次装载数据, 请稍候.
problem-internal = 程序出错, 已记入日志 ({ $reference }). 您的数据没有丢失.
