# central. The keys are those of zh-CN/central.ftl; a test checks it.

central-help-about = The central of a county governance centre
central-help-serve = Serve a county
central-help-listen = Where to listen; port 0 takes a free one
central-help-database = The database file; it is made when it is not there
central-help-sample = A sample county to fill an empty database with: chishui, or a package file
central-help-language = The language of messages
central-help-import = Bring files in
central-help-import-cases = Make cases of an Excel sheet of messages; also while a central is running
central-help-file = The .xlsx file
central-help-source = Where the messages come from; a number is known again only from the same source
central-help-seed = What is drawn by chance follows from this number
central-help-simulate = Residents, operators and departments at work, for demonstrations
central-help-central = The address of the central
central-help-per-minute = Commands per minute, on average
central-help-minutes = How long; without end when absent

central-listening = Listening on http://{ $address }. Ctrl-C ends it.
central-failed = This failed: { $reason }
central-database-address = “{ $address }” is no database address; please write sqlite:FILE.
central-cannot-listen = Cannot listen on { $address }: { $reason }
central-file-unreadable = The file { $file } cannot be read: { $reason }
central-no-ground = This database has no county with grids yet; please serve it once with --sample.

central-reading = Reading
central-writing = Writing
central-imported = { $read } messages read: { $added } added ({ $closed } of them with a reply, closed), { $known } known already.
central-nothing-imported = Nothing was imported.

central-sheet-not-a-sheet = This is no readable .xlsx file: { $looks-like }.
central-sheet-sheet-too-large = The file is larger than { $limit-mib } MiB, packed or unpacked.
central-sheet-sheet-empty = There are no messages in the file.
central-sheet-missing-columns = Columns are missing: { $missing }. Found: { $found }.
central-sheet-bad-rows = { $count } problems in the rows; the first { $shown }:

central-looks-like-nothing = it is empty
central-looks-like-old-or-locked = it looks like an .xls, or it has a password; please save it as .xlsx without one
central-looks-like-text = it looks like a text (a CSV?); please save it as .xlsx
central-looks-like-picture = it looks like a picture or a PDF
central-looks-like-damaged = it is damaged or not complete
central-looks-like-unknown = it looks like nothing we know

central-finding-missing-value = Row { $row }, column { $column } ({ $header }): the cell is empty.
central-finding-wrong-type = Row { $row }, column { $column } ({ $header }): “{ $value }” is not what belongs here.
central-finding-bad-date = Row { $row }, column { $column } ({ $header }): “{ $value }” is not a date.
central-finding-bad-number = Row { $row }, column { $column } ({ $header }): “{ $value }” is not a whole number.
central-finding-duplicate-differs = Row { $row }, column { $column } ({ $header }): “{ $value }” stands in row { $other-row } too, with other contents.
central-finding-duplicate-column = Row { $row }, column { $column }: a second column “{ $header }”.
central-finding-day-only = Note: row { $row }, column { $column } ({ $header }): only the day is known; taken as its beginning.
central-finding-duplicate-same = Note: row { $row } says the same as row { $other-row }; taken once.

central-simulating = Simulating with seed { $seed }. Ctrl-C ends it.
central-simulated = { $given } commands given: { $applied } carried out, { $refused } refused, { $failed } without an answer.
central-away = The central at { $address } does not answer.
central-sign-in-refused = “{ $user }” cannot sign in there. Was that central opened on this sample?
