# 查看个人信息, 谁看过

reveal-open = 查看
reveal-title = 查看个人信息
reveal-note = 谁、什么时候、为什么查看, 先记入审计再显示. 显示 60 秒, 离开本件即重新遮盖.
reveal-presets = 常用理由
reveal-confirm = 记入审计并查看
reveal-needs-line = 查看须联网: 中心先记下是谁、为什么查看, 才能显示. 现在离线.
reveal-shown = 已显示
reveal-hide = 遮盖
reveal-said = 来源系统所报
reveal-parties = 当事人
reveal-nothing = 没有留下个人信息
reveal-reason-call-back = 回电核实
reveal-reason-visit = 上门联系
reveal-reason-duplicate = 核对重复反映
reveal-reason-satisfaction = 满意度回访

looks = 谁看过
looks-read = 查询
looks-again = 重新查询
looks-what = 查看记录
looks-note = 谁查看过本件的个人信息; 查询本身也记入审计.
looks-none = 没有人查看过
looks-needs-line = 查看记录在中心, 须联网才能查询. 现在离线.
looks-sealed = 打开封存件
looks-why = 理由: { $reason }
look-field-name = 姓名
look-field-phone = 电话
look-field-origin = 来源系统所报
look-field-parties = 当事人
