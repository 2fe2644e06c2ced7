# central. 键与 en/central.ftl 一一对应, 由测试检查.

central-help-about = 县域社会治理中心的中心服务
central-help-serve = 启动一个县的中心服务
central-help-listen = 监听地址; 端口为 0 时自动选用空闲端口
central-help-database = 数据库: 一个文件 (不存在时新建), 或 PostgreSQL 数据库
central-help-sample = 空数据库装入的示例县: chishui, 或示例包文件
central-help-log = 日志格式: text, 或 json (每行一个对象)
central-help-metrics = 指标的监听地址 (/metrics, Prometheus 格式); 不给出时不提供. 只用外人到不了的地址
central-help-page = 浏览器版控制台的页面所在文件夹 (编译出的 ui/dist); 不给出时找程序旁的 console 和 /usr/share/onemap/console, 都没有就不提供页面
central-help-traces = 链路追踪的接收地址 (OTLP over HTTP, JSON), 如 http://127.0.0.1:4318; 不填则不发送
central-help-provider = 本县统一身份认证 (OpenID Connect) 的设置文件, TOML
central-help-language = 提示信息的语言
central-help-import = 导入文件
central-help-import-cases = 把 Excel 留言表导入为事件; 中心服务运行时也可导入
central-help-file = .xlsx 文件
central-help-source = 留言来源; 只有同一来源的相同编号才视为已导入
central-help-seed = 随机内容由此种子决定
central-help-simulate = 模拟群众、受理员和部门工作, 用于演示
central-help-central = 中心服务的地址
central-help-per-minute = 平均每分钟的命令数
central-help-minutes = 运行多少分钟; 不填则一直运行

central-listening = 正在监听 http://{ $address }, 按 Ctrl-C 结束.
central-database-unguarded = 此数据库登录不受行级安全约束 (超级用户或 BYPASSRLS), 又不能创建或使用角色 onemap_central. 请先创建: CREATE ROLE onemap_central NOLOGIN; 再 GRANT onemap_central 给该登录.
central-failed = 未能完成: { $reason }
central-database-address = “{ $address }” 不是数据库地址, 请写成 sqlite:文件名, 或 postgres://用户@主机/数据库.
central-cannot-listen = 无法监听 { $address }: { $reason }
central-file-unreadable = 无法读取文件 { $file }: { $reason }
central-traces-unusable = 链路追踪的接收地址不能用: { $reason }
central-provider-unusable = 统一身份认证的设置文件不能用: { $reason }
central-no-ground = 此数据库还没有带网格的县域, 请先用 --sample 启动一次.

central-reading = 读取
central-writing = 写入
central-imported = 共读取 { $read } 条留言: 新增 { $added } 件 (其中已答复并办结 { $closed } 件), 已有 { $known } 件.
central-nothing-imported = 没有导入任何内容.

central-sheet-not-a-sheet = 这不是可读的 .xlsx 文件: { $looks-like }.
central-sheet-sheet-too-large = 文件超过 { $limit-mib } MiB (压缩或解压后).
central-sheet-sheet-empty = 文件里没有留言.
central-sheet-missing-columns = 缺少列: { $missing }. 现有列: { $found }.
central-sheet-bad-rows = 表中有 { $count } 处问题, 前 { $shown } 处如下:

central-looks-like-nothing = 文件是空的
central-looks-like-old-or-locked = 像是 .xls 或加了密码的文件, 请另存为不加密的 .xlsx
central-looks-like-text = 像是文本 (CSV), 请另存为 .xlsx
central-looks-like-picture = 像是图片或 PDF
central-looks-like-damaged = 文件已损坏或不完整
central-looks-like-unknown = 无法识别的文件

central-finding-missing-value = 第 { $row } 行 { $column } 列 ({ $header }): 单元格为空.
central-finding-wrong-type = 第 { $row } 行 { $column } 列 ({ $header }): “{ $value }” 的类型不对.
central-finding-bad-date = 第 { $row } 行 { $column } 列 ({ $header }): “{ $value }” 不是日期.
central-finding-bad-number = 第 { $row } 行 { $column } 列 ({ $header }): “{ $value }” 不是整数.
central-finding-duplicate-differs = 第 { $row } 行 { $column } 列 ({ $header }): “{ $value }” 与第 { $other-row } 行编号相同而内容不同.
central-finding-duplicate-column = 第 { $row } 行 { $column } 列: “{ $header }” 列重复.
central-finding-day-only = 提示: 第 { $row } 行 { $column } 列 ({ $header }): 只有日期, 按当天零时计.
central-finding-duplicate-same = 提示: 第 { $row } 行与第 { $other-row } 行内容相同, 只导入一次.

central-simulating = 开始模拟, 种子 { $seed }, 按 Ctrl-C 结束.
central-simulated = 已发出 { $given } 条命令: 执行 { $applied } 条, 被拒 { $refused } 条, 未答复 { $failed } 条.
central-away = { $address } 的中心服务没有应答.
central-sign-in-refused = “{ $user }” 无法在该中心登录, 该中心是否装入了同一示例县?

# 检查治理模式文件 (profile check). 每处错误一句, 前面是行号和字段.
central-help-profile = 治理模式文件
central-help-profile-check = 检查一个治理模式文件, 逐行说明每处错误
central-help-profile-list = 列出随程序提供的治理模式
central-help-profile-file = .toml 文件
central-profile-listed = { $code }: { $name }
central-profile-good = { $file }: 没有错误. { $name } ({ $code }), { $steps } 步, { $clocks } 种时限, { $categories } 个类别.
central-profile-bad = { $file }: 有 { $count } 处错误.
central-profile-line = 第 { $line } 行: { $problem }
central-profile-field = 第 { $line } 行, { $field }: { $problem }

central-profile-mistake-syntax = 不合 TOML 的写法 ({ $message }). 改好写法后再检查其余内容.
central-profile-mistake-unreadable = 无法读取 ({ $message }).
central-profile-mistake-unknown-field = 没有“{ $value }”这个字段.
central-profile-mistake-unknown-field-near = 没有“{ $value }”这个字段, 是不是“{ $nearest }”?
central-profile-mistake-missing-field = 缺少必填字段“{ $value }”.
central-profile-mistake-wrong-type = 这里应当是{ $expected }, 写的是{ $found }.
central-profile-mistake-unknown-word = “{ $value }”不是{ $words }. 可用的有: { $all }.
central-profile-mistake-unknown-word-near = “{ $value }”不是{ $words }, 是不是“{ $nearest }”? 可用的有: { $all }.
central-profile-mistake-out-of-range = 数字应当在 { $least } 到 { $most } 之间.
central-profile-mistake-blank = 文字不能为空.
central-profile-mistake-period-units = 时长要写一个单位, 也只能写一个. 可用的单位: { $all }.
central-profile-mistake-bad-area = “{ $value }”不是区划或网格代码.
central-profile-mistake-empty-list = 至少要有一项.
central-profile-mistake-repeated = “{ $value }”重复.
central-profile-mistake-duplicate-code = 代码“{ $value }”与第 { $first } 行重复.
central-profile-mistake-unknown-code = { $among } 里没有代码“{ $value }”.
central-profile-mistake-unknown-code-near = { $among } 里没有代码“{ $value }”, 是不是“{ $nearest }”?
central-profile-mistake-missing-stage = 各步骤 (steps) 中缺少环节 { $value }.
central-profile-mistake-stage-twice = 环节 { $value } 在第 { $first } 行的步骤里已经有了.
central-profile-mistake-stage-order = 环节 { $value } 应当排在 { $other } 之前.
central-profile-mistake-clock-never-runs = 这些环节都不在任何步骤里, 这个时限永远不会开始.
central-profile-mistake-reserved-clock = 时限代码“{ $value }”由程序专用, 请换一个.
central-profile-mistake-clock-name = 同一代码的时限应当同名, 名称见第 { $first } 行.
central-profile-mistake-never-holds = 没有任何案件会用到这一行时限: 条件不可能成立, 或总有条件更多的行先适用.
central-profile-mistake-never-holds-after = 没有任何案件会用到这一行时限: 第 { $first } 行的条件相同或更宽, 总是先适用.
central-profile-mistake-extension-unit = 延期的单位应当与时限本身相同 ({ $value }).
central-profile-mistake-needs = 要先有 { $other }, 这一项才起作用.
central-profile-mistake-pause-by-hand = 移送由移送命令自行暂停, 不能列在这里; 移送对象写在 bodies.
central-profile-mistake-visit-order = 回访应当先办理单位 (handler), 后中心 (centre).
central-profile-mistake-visit-by-nobody = 没有角色可以做 { $value } 的回访, 案件将无法结案. handler 由 clerk 回访, centre 由其他角色回访.
central-profile-mistake-too-many = 要求的数目多于已列出的 { $there } 个.
central-profile-mistake-overfull = 列出了 { $there } 个成员, 多于 size 写的 { $size }.
central-profile-mistake-rule-shadowed = 这条规则永远不会先适用: 规则“{ $other }”的条件和单位相同.
central-profile-mistake-rule-clashes = 这条规则每次适用都与规则“{ $other }”冲突: 条件一样多, 单位不同.
central-profile-mistake-bad-moment = “{ $value }”不是日期 (如 2026-03-01) 或时刻 (如 08:00).
central-profile-mistake-measure-form = 考核内容写一个词 ("punctual" 或 "judged"), 或只写一项 (如 { "{" } rate = "…" { "}" }、{ "{" } duty = "…" { "}" }、{ "{" } reported = 4 { "}" }).
central-profile-mistake-post-twice = 岗位 { $value } 已在第 { $first } 行的队伍里, 一个岗位只能属于一支队伍.
central-profile-mistake-judged-index = 指数每天由程序计算, 不能有人工评分的行; 人工评分写在 scorecard.
central-profile-mistake-duty-above = 这项职责由 { $value } 一级承担, 高于考评表的 { $other } 一级, 永远不会计分.
central-profile-mistake-points-sum = 各行分值合计 { $sum } 分, 应当是 100 分.

central-profile-type-text = 文字
central-profile-type-number = 整数
central-profile-type-fraction = 小数
central-profile-type-flag = true 或 false
central-profile-type-time = 日期或时间
central-profile-type-list = 列表
central-profile-type-table = 表
central-profile-words-stage = 环节
central-profile-words-command = 命令
central-profile-words-role = 角色
central-profile-words-urgency = 紧急程度
central-profile-words-path = 路径
central-profile-words-pause = 暂停原因
central-profile-words-visitor = 回访方
central-profile-words-principle = 三属原则
central-profile-words-unit = 时长单位
central-profile-words-indicator = 指标
central-profile-words-mode = 接访方式
central-profile-words-every = 周期
central-profile-words-level = 承担职责或配备人员的层级
central-profile-words-post = 岗位
central-profile-words-measure = 考核内容
central-profile-words-station = 站点层级

# 中心自己做的事
central-whistle-no-show = 吹哨后未按时报到: { $units }

# 工作历、治理模式的更换与日志核验
central-help-import-calendar = 导入一年的放假安排 (含调休); 中心服务运行时也可导入
central-help-calendar-file = 放假安排文件 (.toml, 写法同 assets/calendars)
central-help-profile-use = 让这个县改用另一种治理模式; 中心服务运行时也可更换
central-help-profile-choice = 随程序附带的模式代码, 或本县自己的模式文件 (先检查, 有错则不更换)
central-help-verify-log = 逐件核验日志链和审计链: 有无改动、缺失、错位, 重放是否得到现状
central-calendar-imported = 已导入 { $year } 年放假安排 ({ $notice }); 重算暂定时限 { $recomputed } 件; 名册第 { $version } 版.
central-calendar-form = 第 { $line } 行: 不是放假安排文件 ({ $message }).
central-calendar-field = 第 { $line } 行 { $field } “{ $value }”: { $problem }
central-calendar-no-date = 应写成 2026-02-15 或 2026-02-15/2026-02-23.
central-calendar-backwards = 结束日早于开始日.
central-calendar-too-long = 连休 { $days } 天, 超出可能的长度.
central-calendar-other-year = { $date } 既不在当年, 也不在上年 12 月.
central-calendar-twice = { $date } 在第 { $first } 行已写过.
central-calendar-no-weekend = { $date } 不是周六或周日, 本来就上班.
central-calendar-empty = 内容为空.
central-no-county = 此数据库还没有县域, 请先用 --sample 启动一次.
central-profile-used = 已改用治理模式 { $code }; 名册第 { $version } 版.
central-profile-unknown = 没有代码为 “{ $code }” 的治理模式. 现有: { $known }.
central-other-profile = 此数据库的县按 { $there } 工作, 不是 { $asked }. 请换一个数据库, 或用 profile use 更换.
central-log-good = 日志完好: { $cases } 件, { $events } 条记录; 审计 { $audited } 条.
central-log-event = 日志有改动: 事件 { $case } 从第 { $revision } 条记录起与当初所记不符 (被改、缺失或错位).
central-log-state = 现状有改动: 事件 { $case } 的现状不是其日志重放的结果.
central-log-feed = 日志有缺失: 序号 { $cursor } 的记录不在了.
central-log-heads = 与 { $heads } 份签名链头相符.
central-log-audit = 审计有改动: 从第 { $sequence } 条起与当初所记不符 (被改、缺失、错位或截断).
central-log-head-feed = 日志被改或被截断: 到序号 { $cursor } 为止与 { $at } 签名的链头不符.
central-log-head-audit = 审计被改或被截断: 到第 { $sequence } 条为止与 { $at } 签名的链头不符.
central-log-head-history = { $at } 签名的链头属于另一段历史. 恢复备份之后, 请把此前的链头另放一个文件夹.
central-audit-exported = 已导出审计 { $entries } 条到 { $file }.
central-no-moment = “{ $value }”不是时刻: 请写日期 (2026-12-01) 或带时区的时刻 (2026-12-01T08:00:00+08:00).
central-file-unwritable = 文件 { $file } 无法写入: { $reason }
central-help-heads = 把日志的签名链头存入这个文件夹, 供另行备份到别处
central-help-heads-key = 签名用的密钥文件; 首次使用时生成, 公钥存于同名 .pub
central-help-heads-every = 每隔多少分钟签一次; 正常停止时也签
central-help-verify-heads = 对照这个文件夹里的签名链头核验: 末尾被截断也能发现
central-help-public-key = 签名密钥的公钥文件
central-help-audit = 审计: 谁登录、谁看了什么、改了什么
central-help-audit-export = 把一段审计连同摘要导出为 JSON 行
central-help-audit-file = 新文件
central-help-from = 从这一刻起; 不填则从第一条起
central-help-to = 到这一刻之前; 不填则到最后一条
central-help-serve-profile = 示例县按哪种治理模式装入 (代码); 不填则按示例自带的模式

# 示例县按另一种模式装入时补上的话
central-sample-review = 对答复不服, 申请复查 (模拟)
central-profile-sealed = 还有封存在 “{ $code }” 分组的事件, 要换的模式没有这个分组. 请先解封, 或在模式里加上它.

# 备份
central-help-backup = 把整个 SQLite 数据库备份到一个文件; 中心服务运行时也可备份
central-help-restore = 用备份替换 SQLite 数据库; 中心服务须先停止
central-help-backup-file = 备份文件
central-help-backup-replace = 文件已存在时替换
central-help-restore-replace = 已有数据库时替换; 原数据库改为带日期的名字, 留在旁边
central-contents = { $events } 条记录, 截至 { $until }
central-contents-empty = 没有记录
central-backed-up = 已备份到 { $file }: { $contents }. 已重新读取核对, 完整.
central-restored = 已恢复: { $contents }.
central-restored-replaced = 原数据库已留存为 { $file }.
central-restored-history = 中心服务重新启动后, 各控制台会自行发现并重新装载; 备份之后已送达的指令由控制台补送.
central-backup-missing = 没有文件 { $file }.
central-backup-exists = { $file } 已存在, 没有改动任何内容. 加 --replace 可替换.
central-backup-other-database = PostgreSQL 数据库请用它自己的工具备份和恢复: pg_dump 与 pg_restore, 或 pg_basebackup. 没有改动任何内容.
central-backup-same = 备份文件与数据库是同一个文件, 没有改动任何内容.
central-backup-not-whole = { $file } 不是完整的中心备份 ({ $reason }), 没有改动任何内容.
central-backup-newer = 备份来自更新版本的程序, 请用那个版本恢复. 没有改动任何内容.
central-backup-in-use = 数据库正在使用, 请先停止中心服务 (以及正在运行的其他命令). 没有改动任何内容.
central-database-restoring = 正在向此数据库恢复备份, 请等恢复完成.

# 行政区划与边界
central-help-import-areas = 导入县、乡镇、村的名称、代码和边界 (GeoJSON, Shapefile 压缩包或 CSV); 先与名册核对, 有错则不导入. 空数据库由此建立名册
central-help-import-grids = 导入网格和联户单元的名称、代码和边界; 先与名册核对, 有错则不导入
central-help-boundaries-file = GeoJSON, Shapefile 压缩包 (.zip) 或 CSV 文件
central-help-datum = 边界的坐标系; 不指明时, 只有与上级边界直接吻合的才导入
central-help-preview = 只报告核对结果, 不导入; 有错时返回 2
central-help-county = 县的代码; 文件里有几个县而数据库还没有县时必须指明
central-help-areas-profile = 空数据库建立名册时采用的治理模式 (代码)
central-no-area-code = “{ $code }” 不是区划代码.
central-areas-begun = 已建立{ $county }的名册; 名册第 { $version } 版.
central-areas-imported = 已导入{ $county }的名册; 名册第 { $version } 版.
central-areas-previewed = 只核对, 没有导入. 错误 { $errors } 处.
central-areas-stands = 有 { $errors } 处错误, 请改正后再导入.
central-areas-no-profile = 此数据库还没有县域. 要用这个文件建立名册, 请用 --profile 指明治理模式: { $known }.
central-areas-other-county = 此数据库的县是{ $name } ({ $code }), 不是指明的县.
central-areas-no-county = 此数据库还没有县域, 文件里也没有县这一行, 无法建立名册. 请先导入含县的文件.
central-areas-several-counties = 文件里有几个县: { $counties }. 一个中心只管一个县, 请用 --county 指明代码.
central-areas-not-there = 文件里没有 { $code }, 只有: { $counties }.
central-areas-no-name = 县 { $code } 没有名称, 无法建立名册.
