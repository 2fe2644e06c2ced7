# Attachments. The keys are those of zh-CN/attachments.ftl, which a test checks.

field-file = The file
field-file-name = The file's name
field-sha256 = The file's digest
field-offset = The offset

problem-attachment-altered = The attachment was damaged on its way and the central did not take it; please send it again.
problem-attachment-on-its-way = The attachment has not reached the central as a whole yet; please look again later.
problem-attachments-under-way = This account has too many attachments that are not finished; please wait until those are.

attachments = Attachments
attachments-none = No attachments yet.
attachments-add = Attach a file
attachments-add-hint = A photo (JPEG, PNG, WebP) or a PDF, { $mebibytes } MiB at most each. Files can also be dropped here.
attachments-adding = Saving { $name }…
attachments-open = Show { $name }
attachments-close = Hide { $name }
attachments-save = Save { $name }
attachments-what = the attachment
attachments-no-preview = Such a file cannot be shown here; please save and open it.
attachments-unreadable = The file cannot be read; please check it and try again.
attachments-pending = Waits: it goes when the central has the order.
attachments-sending = Sending, { $percent }%
attachments-offline = The line is down at { $percent }%; it goes on from here when the line is back.
attachments-failed = Not sent: { $reason }
attachments-retry = Send again
attachments-damaged = The copy on this computer is damaged and cannot be sent; please attach the original file again.

attachments-waiting = Attachments to be sent
attachments-waiting-hint = Orders go first, attachments follow in pieces; after a cut they go on from where they were.
attachments-of-case = Case { $number }

attachment-size-bytes = { $count } bytes
attachment-size-kib = { $count } KiB
attachment-size-mib = { $count } MiB
