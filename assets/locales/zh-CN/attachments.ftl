# 附件. 键与 en/attachments.ftl 一一对应, 由测试检查.

field-file = 文件
field-file-name = 文件名
field-sha256 = 文件校验码
field-offset = 起始位置

problem-attachment-altered = 附件在途中损坏, 中心没有收下; 请重新发送.
problem-attachment-on-its-way = 附件还没有全部送到中心, 请稍后再看.
problem-attachments-under-way = 这个账号没有传完的附件太多, 请等前面的传完.

attachments = 附件
attachments-none = 还没有附件.
attachments-add = 添加附件
attachments-add-hint = 照片 (JPEG、PNG、WebP) 或 PDF, 每个最多 { $mebibytes } MiB. 也可以把文件拖到这里.
attachments-adding = 正在保存 { $name }…
attachments-open = 查看 { $name }
attachments-close = 收起 { $name }
attachments-save = 另存 { $name }
attachments-what = 附件
attachments-no-preview = 这种文件不能在这里显示, 请另存后打开.
attachments-unreadable = 文件读不出来, 请检查后再添加.
attachments-pending = 待发送: 指令送达中心后开始传送.
attachments-sending = 正在传送 { $percent }%
attachments-offline = 线路已断, 已传 { $percent }%, 恢复后从这里接着传.
attachments-failed = 没有传成: { $reason }
attachments-retry = 重新发送
attachments-damaged = 本机保存的附件已损坏, 不能发送; 请重新添加原文件.

attachments-waiting = 待传附件
attachments-waiting-hint = 指令先送, 附件随后分块传送; 断线后从中断处接着传.
attachments-of-case = 案件 { $number }

attachment-size-bytes = { $count } 字节
attachment-size-kib = { $count } KiB
attachment-size-mib = { $count } MiB
