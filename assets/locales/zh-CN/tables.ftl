# 表格: 每张图、每张较大的数字表都能看成表格、复制、导出. 键与 en/tables.ftl 一一对应, 由测试检查.

table-as-table = 看表格
table-as-chart = 看图
table-copy = 复制表格
table-out = 复制和导出这张表
table-copy-hint = 把这张表复制到剪贴板, 可以直接粘贴到 Excel 或 WPS
table-keep = 导出 Excel
table-keep-hint = 把这张表存成 .xlsx, 放到文档文件夹
table-copied = 已复制 { $rows } 行, 可以粘贴到 Excel 或 WPS
table-not-copied = 没有复制: 系统不让这个窗口写剪贴板. 请改用“导出 Excel”.
table-day = { $month }月{ $day }日
table-of-days = { $name } 近 { $days } 天

## 导出的表

table-untitled = 表格
table-name = { $title }-{ $day }
table-at = 截至 { $when }

## 各表的标题和列

table-rates = 指标 { $part } { $from } 至 { $to }
table-rates-of = 口径
table-numerator = 分子
table-denominator = 分母
table-target = 目标
table-met = 是否达标
table-ranking = { $rate }排名 ({ $by }) { $from } 至 { $to }
table-place = 名次
table-remark = 说明
table-board = 督办看板 ({ $part })
table-matrix = 民情格子铺 { $area }
table-counts = 计数
table-open = 未结
table-overdue = 逾期
table-unclaimed = 待领
table-meeting-figures = { $meeting } 数据
table-meeting-rates = { $meeting } 指标
table-meeting-spots = { $meeting } 热点
table-figure = 事项
table-now = 本期
table-spot-area = 乡镇(街道)
table-spot-category = 类别
table-spot-back = 前 { $n } 期
table-spot-mean = 平均
table-spot-limit = 常值上限

field-map-picture = 地图图片
field-map-title = 地图标题字数
field-map-credit = 底图署名字数
field-table-title = 表格标题字数
field-table-columns = 表格列数
field-table-rows = 表格行数
field-table-head = 表头字数
field-table-text = 单元格字数
field-table-count = 表格里的数字
problem-table-too-large = 表格太大, 没有导出: { $field }最多 { $limit }.
