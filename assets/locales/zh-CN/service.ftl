# 勤务: 经常性工作、值班、队伍、达标.

scene-service = 勤务
key-go-service = 勤务、值班、队伍与达标(模式有这些内容时)
alias-service = qw zb dw db qinwu zhiban duiwu dabiao service duty roster standard
service-title = 勤务、值班、队伍与达标

service-tabs = 勤务页的各个部分
service-tab-duties = 勤务
service-tab-roster = 值班
service-tab-staffing = 队伍
service-tab-standard = 达标
service-keys-duties = J、K 逐项选择, N 登记, Esc 返回
service-keys-roster = J、K 逐班选择, 回车排班, N 排最近没有人的班次
service-keys-staffing = 点区域名称进入下一级, Esc 回上一级
service-keys-standard = J、K 逐个看未达标的项, 回车登记凭证, Esc 返回
service-crumbs = 所在区域
service-not-kept = 本地的办理模式没有勤务、值班、队伍和达标
service-not-kept-next = 由管理员在模式文件中设置后, 这里就有内容.

service-today = 今天 { $month }月{ $day }日 { $weekday }
service-day = { $month }月{ $day }日 { $weekday }
service-day-of-year = { $year }年{ $month }月{ $day }日 { $weekday }
service-week = { $month }月{ $day }日至{ $to-month }月{ $to-day }日
service-month = { $year }年{ $month }月
service-quarter = { $year }年第{ $quarter }季度
service-year = { $year }年
service-month-column = { $month }月
service-quarter-column = { $quarter }季度
service-before = 往前翻
service-after = 往后翻
service-now = 回到现在
service-too-late = 超过 31 天, 不能再补登.

service-field-area = 区域
service-field-on = 日期
service-field-note = 情况
service-field-mark = 评分(0 到 100)
service-field-reason = 划去的理由
service-wrong-on = 日期要在最近 31 天内, 且不晚于今天.
service-wrong-area = 这个区域没有这项勤务, 或不在您的管辖范围内.
service-wrong-mark = 请填 0 到 100 的整数.
service-wrong-missing = 请填写{ $field }.
service-wrong-input = { $field }填写有误.

## 勤务

what-duties = 勤务
duties-empty = 这里没有应做的勤务
duties-empty-next = 回到上一级区域再看.
duty-nothing-owed = 无须完成
duty-missing = 缺 { $count } 次
duty-times = { $every } { $times } 次
duty-not-yours = 这项勤务由{ $who }登记, 您可以查看.
duty-last = 上期 · { $period }
duty-running = 本期 · { $period }
duty-sides = 这项勤务的两个部分
duty-side-gaps = 缺项
duty-side-sheet = 台账
service-write = 登记
duty-touched = 已记入{ $place }的台账
duty-confirmed = 中心已确认

gaps-title = { $period }的缺项
gaps-none = ✓ 上期全部完成, 没有缺项.
gaps-not-owed = 上期无须完成.
gaps-missing = 缺 { $count } 次
gaps-more = 再列出 { $count } 处
gaps-below = 按下一级区域

what-sheet = 台账
sheet-area = 区域
sheet-missing = 缺
sheet-done = 已完成
sheet-open = 未到期
sheet-rest = 无须完成
sheet-empty = 这段时间没有应做的勤务
sheet-empty-next = 往前翻一页再看.
sheet-more = 再列出 { $count } 行
sheet-limit = 共 { $total } 个区域, 这里是前 { $shown } 个; 进入下一级区域可看全部.
sheet-no-lines = 没有记录
sheet-mark = { $mark } 分
sheet-struck = 已划去, 不计数: { $reason }
sheet-strike = 划去

## 值班

what-roster = 值班表
roster-now = 现在值班
roster-until = 值到{ $day } { $time }
roster-nobody-now = 现在没有排班, 请排今天的班次.
roster-unplanned = 这个月还有 { $count } 个班次没有人
roster-all-planned = 这个月余下的班次都排好了
roster-plan-first = 排{ $day } { $shift }
roster-day = 日期
roster-today = 今天
roster-none = 没有人
roster-nothing-chosen = 选一个班次, 看值班人员
roster-empty = 这个班次没有排人
roster-change = 调整人员
roster-leads = 带班
roster-mode = 值守方式
roster-unit = 单位
roster-no-unit = 不填单位
roster-drop = 去掉
roster-add = 加一人
roster-copy = 照抄上周同日
roster-copy-nobody = 上周同日的这个班次没有人
roster-will-be-empty = 提交后, 这个班次没有人值班.
roster-send = 提交
roster-full = 一个班次最多 { $limit } 人
roster-not-your-area = 全县的值班表由县级人员安排, 您可以查看.

## 队伍

what-staffing = 队伍
staffing-empty = 这里还没有登记队伍人员
staffing-empty-next = 由管理员导入人员名册后, 这里就有人数.
staffing-area = 区域
staffing-others = 其他
staffing-total = 合计
staffing-here = { $area }本级
staffing-whole = { $area }合计
staffing-adds-up = ✓ 各行相加 { $sum }
staffing-does-not-add-up = ✗ 各行相加与合计不符: { $sum }. 请核对人员名册.
counted-title = 县里的数
counted-force = 队伍
counted-figure = 县里的数
counted-registered = 名册人数
counted-basis = 出处
quotas-title = 配备标准
quota-of = 应配备的{ $level }
quota-have = 有 { $have } 人, 应有 { $want } 人
quota-reached = ✓ 全部达到标准

## 达标

what-standard = 达标情况
standard-item-unnamed = 第 { $number } 项(名称待县里填写)
standard-not-yours = 凭证由{ $who }登记, 您可以查看.
standard-of-county = 分母为全县
standard-of-town = 分母为全部乡镇(街道)
standard-of-village = 分母为全部村(社区)
standard-of-grid = 分母为全部网格
standard-of-base-grids = 分母为基础网格, 不含专属网格
standard-show = 列出哪些
standard-show-all = 全部
standard-show-behind = 未达标
standard-partial = 只按您看得到的案件计算, 其他单位的案件也可能撤销达标.
standard-lacks = 差 { $count }
standard-touched = 已记入{ $place }的凭证
standard-empty = 这里没有要达标的单位
standard-empty-next = 回到上一级区域再看.
standard-none-behind = ✓ 全部达标.
standard-held = 达标
standard-state-held = 达标
standard-state-missing = 没有凭证
standard-state-revoked = 已撤销
standard-since = 达标, 凭证日期 { $day }
standard-revoked-on = { $day } 被案件撤销
standard-taken-away = { $day }上报, 撤销了这一项; 补上日期更晚的凭证后重新达标.
standard-later = 凭证日期要晚于 { $day }, 才能重新达标.
standard-no-evidence = 没有凭证
standard-write = 登记凭证
standard-field-on = 达标日期
standard-field-note = 凭证
standard-wrong-on = 日期不能晚于今天.
