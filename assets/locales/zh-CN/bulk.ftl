# 批量办理、圈选、清单标记. 键与 en/bulk.ftl 一一对应, 由测试检查.

## 清单标记: 比标记全称短, 放得进一行

flags = 标记
mark-research = 研判
mark-objection = 异议
mark-request = 待批
mark-hard = 易派难办
mark-paused = 暂停
mark-supervised = 督办中
mark-adopted = 包案
mark-whistled = 吹哨
mark-expedited = 绿色通道
mark-dissatisfied = 不满意
category-chip-hint = 只看这一类; 点一下恢复全部类别

## 选多件

bulk-pick = 选入批量
bulk-unpick = 移出批量
bulk-count = 已选 { $count } 件
bulk-choose-list = 全选本清单 { $count } 件
bulk-drop = 放弃选择
bulk-to-panel = 批量办理
bulk-limit = 一次最多选 { $limit } 件, 有 { $count } 件没有选入.
bulk-busy = 正在逐件送出, 停下以后再改选择.
bulk-lasso = 圈选案件
bulk-lasso-key = 圈选案件 (L)
bulk-lasso-how = 按住拖动画圈; 或逐点单击, 双击收口.
bulk-lasso-cancel = 取消圈选
bulk-lasso-empty = 圈内没有未结案件.

## 批量面板

bulk-content = 所选案件
bulk-by-lane = 分道
bulk-by-lamp = 时限
bulk-by-category = 类别
bulk-ended = 已办结或不再可办
bulk-unknown = 还没有读到
bulk-no-deadline = 没有时限
bulk-reading = 正在读取…
bulk-reading-of = 已读 { $read } / { $total }
bulk-commands = 一并办理
bulk-commands-none = 您的角色没有可以成批办理的事项.
bulk-cannot-undo-short = 送出后不能撤销
bulk-none-can = 所选案件都不能这样办
bulk-keys = X 选入或移出, Shift+J、Shift+K 连续选, Ctrl+A 全选本清单, L 圈选, Enter 进入面板, Esc 退一步.
bulk-last = 上一次: { $command }, 已办 { $count } 件
bulk-last-open = 查看结果
bulk-for = { $count } 件
bulk-next = 预览 { $count } 件
bulk-back = 返回
bulk-due-profile = 按时限规定
bulk-due-set = 指定时间
bulk-only-usual = 只{ $command }按类别通常由它牵头的
bulk-urgency-own = 各按原来的紧急程度
bulk-longest = 最长 { $period }
bulk-preview = 对 { $count } 件{ $command }
bulk-send = { $command } { $count } 件
bulk-said-dispatch = 交{ $lead }牵头, 反馈期限各按规定.
bulk-said-dispatch-due = 交{ $lead }牵头, { $due } 前反馈.
bulk-said-assists = 由{ $assists }协办.
bulk-can-undo = 送出后 10 分钟内可以在这里一次{ $withdraw }.
bulk-cannot-undo = 送出后不能撤销.
bulk-decided = 每件单独裁决, 一件不成不影响其他件.
bulk-unable = 有 { $count } 件不能这样办, 不会送出
bulk-because-stage = 正在“{ $stage }”环节
bulk-because-flag = { $flag }
bulk-because-elsewhere = 由其他单位牵头
bulk-leads = 按类别通常的牵头单位
bulk-other-leads = 有 { $count } 件按类别通常由别的单位牵头
bulk-lead-unknown = 职责清单没有列明
bulk-other-urgency = 有 { $count } 件的紧急程度会改为{ $urgency }.
bulk-stop = 停止
bulk-go-on = 继续送出 { $count } 件
bulk-retry = 重试未成的 { $count } 件
bulk-undo = 全部{ $withdraw } (还可 { $minutes } 分钟)
bulk-undo-of = { $withdraw }{ $command }
bulk-undo-words = 批量{ $withdraw }
bulk-left = 还有 { $count } 件没有送出.
bulk-given = 指令都已存入本机. 中心若有不同意见, 会列在“冲突”里.
bulk-done = 已办 { $count } 件
bulk-refused = 未成 { $count } 件
bulk-mark-done = 已办
bulk-mark-refused = 未成
bulk-more = 再列一些, 还有 { $count } 件
bulk-untitled = 看不到这件案件

## 快捷键

key-pick = 选入或移出批量
key-pick-on = 连续选
key-pick-all = 全选本清单
key-lasso = 在图上圈选
key-supervise = 督办
