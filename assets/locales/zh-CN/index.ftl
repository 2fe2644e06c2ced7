# 社会治理指数与考评.

scene-index = 指数
key-go-index = 治理指数与考评(模式有这些内容时)
alias-index = zs kp zhishu kaoping index scorecard
index-title = 治理指数与考评
what-index = 指数
what-scorecards = 考评表

index-tabs = 指数与考评的两个部分
index-tab-index = 社会治理指数
index-tab-scorecards = 考评
index-keys = ← → 换日, J、K 逐件选择, Esc 收起

## 指数

index-today = 今天 { $month }月{ $day }日 { $weekday }
index-day = { $month }月{ $day }日 { $weekday }
index-day-of-year = { $year }年{ $month }月{ $day }日 { $weekday }
index-on = { $month }月{ $day }日
index-days = { $month }月{ $from }日至{ $to-month }月{ $to }日
index-before = 前一天
index-after = 后一天
index-pick = 选择日期
index-last = 看最近一天
index-none = 还没有生成过指数
index-none-next = 每天 { $time } 生成前一天的指数, 第一个在下一次 { $time } 生成.
index-none-of = { $day }没有指数
index-none-of-next = 当天中心没有运行, 事后不补造. 请看前后的日子.
index-total = 总分
index-of-most = / { $most }
index-change = 与前一天比
index-change-up = 比前一天 ▲ { $points }
index-change-down = 比前一天 ▼ { $points }
index-change-same = 与前一天持平
index-change-none = 前一天没有指数
index-change-formula = 公式换了, 不与前一天比
index-formula = 公式版本
index-made = 公式版本 { $version } · 依据: { $basis } · { $at } 生成, 此后不变

index-course = { $area } 近 { $days } 天
index-course-gaps = { $count } 天没有指数
index-of = { $name } 指数
index-course-gap = 没有指数
index-course-gap-on = { $day }: 没有指数
index-course-on = { $day }: { $points } 分, 公式版本 { $formula }
index-course-formula = 公式 { $formula }
index-course-day = 日期

index-rows = { $area } 各项得分
index-rows-order = 失分多的在前, 其余按公式次序
index-whole = 回到全县
index-row = 项目
index-counted = 计算
index-share = 比率
index-got = 得分
index-got-of = { $got } / { $points }
index-lost = 失分
index-lost-by = 看失分的案件或区域
index-nothing-counted = 没有可计的, 不失分
index-points = { $points } 分
index-own-days = 近 { $days } 天
index-fraction-free = 无{ $what } { $above } ÷ { $all } { $below }
index-fraction-punctual = 未逾期 { $above } ÷ 在办 { $below }
index-fraction-duty = 已完成 { $above } ÷ 应完成 { $below }
index-fraction-reported = 上报 { $above } ÷ 目标 { $below }
index-fraction-judged = 评分 { $above } ÷ 满分 { $below }

index-towns = 乡镇(街道)排名
index-town = 乡镇(街道)
index-turn = 看这里的各项得分
index-over = 按哪段时间排名
index-over-day = 当日
index-over-month = 本月均值(讲评)
index-over-year = 本年均值(考核)
index-over-about-day = 各列是该项的失分, 点开看案件
index-over-about-month = 从当月一日到所选的日子, 各日总分的平均
index-over-about-year = 从一月一日到所选的日子, 各日总分的平均
index-over-days = { $days } 天
index-mean = 平均分
index-rests-on = 有指数的天数
index-means-none = 这段时间没有指数

index-grounds = { $area } · { $row } · 失 { $points } 分
index-grounds-full = 这一项没有失分.
index-grounds-reported = 按上报件数计分, 差的是件数, 没有可列的案件.
index-grounds-judged = 这一项由人评分.
index-grounds-own = 欠的是全县自己的任务, 不在乡镇名下.
index-grounds-unseen = 失分的案件不在您能看到的乡镇.
index-unseen = 另有 { $count } 件不在这里: 您无权查看, 或者已经不在库中.
index-areas = { $count } 处没有做到

## 考评

scorecards-month = { $year }年{ $month }月
scorecards-before = 上个月
scorecards-after = 下个月
scorecards-area = 乡镇(街道)
scorecards-keys = 方向键选格, 回车打开, Esc 收起
scorecards-about = { $name }: { $rows } 项 · 依据: { $basis }
scorecards-days = 计分日: { $days }
scorecards-not-begun = 本月第一天还没有过完, 明天起计分
scorecards-first = 列出前 { $shown } 个, 共 { $total } 个
scorecards-to-give = { $count } 格待评分
scorecards-all-given = 待评的都已评分
scorecards-none = 这里没有要考评的{ $level }
scorecards-none-next = 请换一个乡镇(街道).
scorecards-total = 得分
scorecards-of = / { $of }
scorecards-uncounted = 未计
scorecards-give = 评分
scorecards-legend = 两位小数的由程序计算, 点开看失分的案件或区域; 整数的由人评分. “未计”的不计入满分.
scorecards-cell = { $row }: { $got }, 满分 { $most }. { $told }
scorecards-ungiven-hint = 回车评分
scorecards-given-hint = { $by } 评分. { $note }
scorecards-form = { $area } · { $row }
scorecards-points = 分数(0 至 { $most })
scorecards-note = 理由
scorecards-before-given = { $by } 评了 { $points } 分,
scorecards-wrong-points = 请填 0 至 { $most } 的整数.
scorecards-wrong-note = 不给满分({ $most } 分)的, 要写明理由.
