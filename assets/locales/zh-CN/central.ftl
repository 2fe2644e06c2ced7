# central. 键与 en/central.ftl 一一对应, 由测试检查.

central-help-about = 县域社会治理中心的中心服务
central-help-serve = 启动一个县的中心服务
central-help-listen = 监听地址; 端口为 0 时自动选用空闲端口
central-help-database = 数据库文件; 不存在时新建
central-help-sample = 空数据库装入的示例县: chishui, 或示例包文件
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
central-failed = 未能完成: { $reason }
central-database-address = “{ $address }” 不是数据库地址, 请写成 sqlite:文件名.
central-cannot-listen = 无法监听 { $address }: { $reason }
central-file-unreadable = 无法读取文件 { $file }: { $reason }
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
