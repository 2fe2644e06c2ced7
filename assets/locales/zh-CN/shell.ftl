# 外壳: 登录、顶栏、收件箱、状态栏、指令、检索、快捷键. 键与 en/shell.ftl 一一对应, 由测试检查.

simulated = 模拟
simulated-hint = 案件、人员、部门和网格都是演示用的模拟数据

# 各处通用
close = 关闭
close-esc = 关闭 (Esc)
cancel = 取消
retry = 重试
choose = 请选择
loading = 正在装载{ $what }…
progress = { $done } / { $total }
stale = 下面是先前的内容: { $why }
failure-safe = 已登记的内容和待发指令都没有丢失.
what-program = 程序
what-county = 全县数据
what-cases = 案件
what-orders = 指令

# 时间
ago-now = 刚刚
ago-minutes = { $n } 分钟前
ago-hours = { $n } 小时前
ago-days = { $n } 天前
ago-yesterday = 昨天 { $time }
date-this-year = { $month }月{ $day }日 { $time }
date = { $year }年{ $month }月{ $day }日 { $time }
left-minutes = 还剩 { $n } 分钟
left-hours = 还剩 { $n } 小时
left-days = 还剩 { $n } 天
due-today = 今天 { $time } 前
due-tomorrow = 明天 { $time } 前
overdue-minutes = 逾期 { $n } 分钟
overdue-hours = 逾期 { $n } 小时
overdue-days = 逾期 { $n } 天
weekday-1 = 周一
weekday-2 = 周二
weekday-3 = 周三
weekday-4 = 周四
weekday-5 = 周五
weekday-6 = 周六
weekday-7 = 周日

# 登录
sign-in = 登录
signing-in = 正在登录…
sign-in-offline = 线路已断. 最近七天在这台电脑上登录过的用户可以离线登录.
sign-in-again = 重新登录
locked = 屏幕已锁定, 请输入密码继续. 屏幕上的内容仍在.
demonstration = 演示用户
demonstration-hint = 点一下填入用户名和密码, 再点登录.
first-load-offline = 线路已断, 恢复后自动继续.

# 顶栏与菜单
new-case = 新建案件
language = 语言
language-zh-CN = 中文
language-en = English
theme = 外观
theme-auto = 跟随系统
theme-light = 浅色
theme-dark = 深色
line-pull = 断开线路
line-pull-hint = 此后的指令存在本机, 接通后送出
line-plug-in = 接通线路
line-plug-in-hint = 立即送出待发指令
sources-title = 数据来源
sources-profile = 治理模式: { $name }. { $source }
sign-out = 退出登录
sign-out-waiting = 待发的 { $count } 条指令仍会以您的名义送出

# 收件箱
inbox = 收件箱
lanes = 分道
cases = 案件
conflicts = 冲突
all-open = 全部未结
area-chip-hint = 只看这个辖区; 点一下恢复全部
list-filter = 在列表中筛选标题、编号、地址
list-empty = 没有未结案件.
list-empty-lane = 这一道没有案件.
list-empty-done = 还没有办结的案件.
list-empty-next = 按 N 新建案件, 或选别的分道.
list-empty-narrowed = 没有符合条件的案件.
list-empty-narrowed-next = 换几个字, 或放宽辖区.
whole-area = 恢复全部辖区
no-number = 待编号
pending = 待确认
pending-hint = 指令在本机已生效, 中心尚未确认
nothing-selected = 没有选中案件.
nothing-selected-next = 在左边的列表或地图上选一件, 按 J、K 逐件查看, 按 / 检索.

# 状态栏
link-idle = 未登录
link-connecting = 正在连接
link-loading = 正在装载 { $done } / { $total }
link-online = 已连接
link-offline = 离线 (自{ $since })
link-pulled = 线路已断开 (自{ $since })
link-sign-in-needed = 登录已过期
status-synchronised = 同步于{ $age }
status-waiting = 待发
status-conflicts = 冲突
status-rebuilt = 本机缓存已重建
status-rebuilt-hint = 缓存文件损坏, 已从中心重新装载; 待发指令没有受影响
status-clock = 中心时间
status-hint = J K 选案 · Enter 打开 · ? 全部快捷键

# 指令
orders-title = 指令
orders-about = 每条指令先写入本机, 再送到中心, 不丢也不重.
orders-set-aside = 冲突与拒绝, 等您处理
orders-waiting = 待发
orders-delivered = 最近送达
orders-empty = 没有指令.
orders-empty-next = 您发出的指令会列在这里.
retry-now = 立即送出
retry-now-nothing = 没有待发的指令
retry-now-pulled = 线路已断开, 请先在用户菜单里接通
order-meant = 内容: { $words }
order-waiting = 等待送出
order-waiting-tried = 等待送出, 已试 { $tries } 次
order-waiting-failed = 等待送出, 已试 { $tries } 次: { $why }
order-failure-sign-in-needed = 需要重新登录
order-failure-central-unreachable = 中心没有应答
order-failure-not-ready = 中心还没有准备好
order-failure-storage-failed = 中心无法保存
order-failure-disk-full = 中心磁盘已满
order-failure-internal = 中心程序出错
order-failure-too-large = 内容太大
order-failure-bad-input = 内容有误
order-failure-not-found = 中心没有这个地址
order-failure-wrong-credentials = 用户名或密码不对
order-failure-offline-unknown-user = 需要联网登录一次
order-delivered = 已送达
order-set-aside = 搁置于
order-conflict = 别人先改了这件案件. 请看过现在的情况, 再决定重新发出还是放弃.
order-send-again = 重新发出
order-drop = 放弃
order-drop-title = 放弃这条指令?
order-drop-means = “{ $command }”不会再送出, 也不能恢复. 案件保持现在的状态.
order-drop-confirm = 放弃指令
toast-delivered = { $n } 条指令已送达
toast-set-aside = { $n } 条指令没有被接受, 等您处理
toast-open-orders = 去处理

# 检索与命令
search-hint = 检索 编号、标题、内容、地名、部门 (可用拼音首字母)
searching = 正在检索“{ $text }”…
search-nothing = 没有找到“{ $text }”. 可以试编号后四位、地名或拼音首字母.
search-scope = 只检索本部门的案件.
palette-title = 命令
palette-hint = 输入命令、案件、地名、部门
hit-command = 命令
hit-case = 案件
hit-department = 部门
command-go-orders = 打开指令
command-go-lane = 查看{ $lane }
command-theme = 外观: { $theme }
command-lock = 锁定屏幕
alias-new-case = xjaj xinjian new
alias-orders = dkzl zl zhiling orders
alias-all-open = qbwj ckqbwj open
alias-lane-to-verify = dhs ckdhs
alias-lane-to-establish = dla ckdla
alias-lane-to-dispatch = djb ckdjb
alias-lane-to-accept = dsl ckdsl
alias-lane-handling = clz ckclz
alias-lane-to-close = dja ckdja
alias-lane-overdue = yq ckyq
alias-lane-done = ybj ckybj
alias-theme-auto = wg gsxt
alias-theme-light = wg qs
alias-theme-dark = wg ss
alias-language-zh-CN = zw zhongwen chinese
alias-language-en = yw yingwen english
alias-help = kjj bz help
alias-sources = sjly ly sources
alias-lock = sdpm sp lock

# 快捷键
help-title = 快捷键
help-more = 输入文字时只有 Esc 和 Ctrl+K 有效. Esc 总是退一步.
key-next = 下一件
key-previous = 上一件
key-open = 进入案件面板
key-dispatch = 交办
key-urge = 催办
key-new-case = 新建案件
key-search = 检索
key-palette = 命令
key-go-desk = 回到收件箱
key-go-orders = 打开指令
key-go-all = 全部未结
key-go-lane = 第几个分道
key-help = 这一页
key-back = 退一步

list-separator = 、
