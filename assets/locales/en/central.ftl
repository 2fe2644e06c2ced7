# central. The keys are those of zh-CN/central.ftl; a test checks it.

central-help-about = The central of a county governance centre
central-help-serve = Serve a county
central-help-listen = Where to listen; port 0 takes a free one
central-help-database = The database: a file, which is made when it is not there, or one of PostgreSQL
central-help-sample = A sample county to fill an empty database with: chishui, or a package file
central-help-log = How the log is written: text, or json with one object a line
central-help-metrics = Where metrics are served (/metrics, Prometheus); nowhere when absent. Only for an address that nobody else reaches
central-help-page = Folder of the page for browsers (the built ui/dist); when absent: console beside the program, or /usr/share/onemap/console; no page when there is neither
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
central-database-unguarded = This database login is above row-level security (a superuser, or BYPASSRLS), and may neither make the role onemap_central nor use it. Please have it made: CREATE ROLE onemap_central NOLOGIN; GRANT onemap_central TO the login.
central-failed = This failed: { $reason }
central-database-address = “{ $address }” is no database address; please write sqlite:FILE or postgres://USER@HOST/DATABASE.
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

# Checking a profile's file (profile check). One sentence for each mistake, its line and field first.
central-help-profile = The files of profiles
central-help-profile-check = Checks a profile's file and explains every mistake with its line
central-help-profile-list = Lists the profiles that ship with the program
central-help-profile-file = The .toml file
central-profile-listed = { $code }: { $name }
central-profile-good = { $file }: no mistakes. { $name } ({ $code }), { $steps } steps, { $clocks } clocks, { $categories } categories.
central-profile-bad = { $file }: { $count } mistakes.
central-profile-line = Line { $line }: { $problem }
central-profile-field = Line { $line }, { $field }: { $problem }

central-profile-mistake-syntax = This is not TOML ({ $message }). The rest is checked once it is.
central-profile-mistake-unreadable = This cannot be read ({ $message }).
central-profile-mistake-unknown-field = There is no field “{ $value }”.
central-profile-mistake-unknown-field-near = There is no field “{ $value }”. Is it “{ $nearest }”?
central-profile-mistake-missing-field = The required field “{ $value }” is missing.
central-profile-mistake-wrong-type = This must be { $expected }, and is { $found }.
central-profile-mistake-unknown-word = “{ $value }” is not { $words }. There are: { $all }.
central-profile-mistake-unknown-word-near = “{ $value }” is not { $words }. Is it “{ $nearest }”? There are: { $all }.
central-profile-mistake-out-of-range = The number must be from { $least } to { $most }.
central-profile-mistake-blank = The text must not be empty.
central-profile-mistake-period-units = A period has one unit, and only one. The units: { $all }.
central-profile-mistake-bad-area = “{ $value }” is not the code of an area or a grid.
central-profile-mistake-empty-list = There must be at least one.
central-profile-mistake-repeated = “{ $value }” stands twice.
central-profile-mistake-duplicate-code = The code “{ $value }” is that of line { $first } already.
central-profile-mistake-unknown-code = { $among } has no code “{ $value }”.
central-profile-mistake-unknown-code-near = { $among } has no code “{ $value }”. Is it “{ $nearest }”?
central-profile-mistake-missing-stage = No step (steps) has the stage { $value }.
central-profile-mistake-stage-twice = The step of line { $first } has the stage { $value } already.
central-profile-mistake-stage-order = The stage { $value } must stand before { $other }.
central-profile-mistake-clock-never-runs = No step has any of these stages, so this clock never starts.
central-profile-mistake-reserved-clock = The program keeps the clock code “{ $value }” for itself; take another.
central-profile-mistake-clock-name = Rows of one clock have one name; see line { $first }.
central-profile-mistake-never-holds = This row never holds for any case: its conditions cannot be met, or rows with more conditions always go first.
central-profile-mistake-never-holds-after = This row never holds for any case: line { $first } asks for the same or less, and always goes first.
central-profile-mistake-extension-unit = An extension is in the unit of its clock ({ $value }).
central-profile-mistake-needs = This has no effect without { $other }.
central-profile-mistake-pause-by-hand = Handing off pauses by itself and does not stand here; the bodies stand in bodies.
central-profile-mistake-visit-order = The handler (handler) visits first, then the centre (centre).
central-profile-mistake-visit-by-nobody = No role may make the visit of { $value }, so no case could be closed. For handler it is clerk, for centre another role.
central-profile-mistake-too-many = This asks for more than the { $there } that are listed.
central-profile-mistake-overfull = { $there } members are listed, more than the size of { $size }.
central-profile-mistake-rule-shadowed = This rule is never the first: the rule “{ $other }” has the same conditions and the same owner.
central-profile-mistake-rule-clashes = Whenever this rule fits it clashes with the rule “{ $other }”: as many conditions, another owner.
central-profile-mistake-bad-moment = “{ $value }” is not a day (2026-03-01) or a time of day (08:00).
central-profile-mistake-measure-form = A row looks at one thing: the word "punctual" or "judged", or one key alone ({ "{" } rate = "…" { "}" }, { "{" } duty = "…" { "}" }, { "{" } reported = 4 { "}" }).
central-profile-mistake-post-twice = The force of line { $first } has the post { $value } already; a post is in one force.
central-profile-mistake-judged-index = The index is computed every day, so nobody can give the points of a row; such rows belong in scorecard.
central-profile-mistake-duty-above = This duty is owed by { $value }, above the scorecard's { $other }, so it would never count.
central-profile-mistake-points-sum = The points of the rows sum to { $sum }, and must sum to 100.

central-profile-type-text = a text
central-profile-type-number = a whole number
central-profile-type-fraction = a number with a fraction
central-profile-type-flag = true or false
central-profile-type-time = a date or a time
central-profile-type-list = a list
central-profile-type-table = a table
central-profile-words-stage = a stage
central-profile-words-command = a command
central-profile-words-role = a role
central-profile-words-urgency = an urgency
central-profile-words-path = a path
central-profile-words-pause = a cause of a pause
central-profile-words-visitor = a visitor
central-profile-words-principle = one of the three principles
central-profile-words-unit = a unit of a period
central-profile-words-indicator = an indicator
central-profile-words-mode = ways of receiving people
central-profile-words-every = a recurrence
central-profile-words-level = a level that owes duties or has people
central-profile-words-post = a post
central-profile-words-measure = something that a row can look at

# What the central does by itself
central-whistle-no-show = Called by a whistle and not there in time: { $units }

# Calendars, changing the way of working, checking the log
central-help-import-calendar = Import a year's holidays and make-up working days; also while a central is running
central-help-calendar-file = The calendar's file (.toml, written like those in assets/calendars)
central-help-profile-use = Make this county work by another profile; also while a central is running
central-help-profile-choice = The code of a profile that ships, or the county's own file (checked first; with a mistake nothing is changed)
central-help-verify-log = Walk along every case's log and the audit stream: nothing changed, missing or moved, and the replay gives the kept state
central-calendar-imported = Imported the calendar of { $year } ({ $notice }); { $recomputed } cases with a provisional deadline computed anew; version { $version } of the register.
central-calendar-form = Line { $line }: this is no calendar's file ({ $message }).
central-calendar-field = Line { $line }, { $field } “{ $value }”: { $problem }
central-calendar-no-date = Please write 2026-02-15 or 2026-02-15/2026-02-23.
central-calendar-backwards = It ends before it begins.
central-calendar-too-long = { $days } days off in one run are more than can be.
central-calendar-other-year = { $date } is neither in the year nor in the December before it.
central-calendar-twice = { $date } stands in line { $first } already.
central-calendar-no-weekend = { $date } is no Saturday or Sunday, and is worked anyway.
central-calendar-empty = It says nothing.
central-no-county = This database has no county yet; please serve it once with --sample.
central-profile-used = The county works by { $code } now; version { $version } of the register.
central-profile-unknown = No profile has the code “{ $code }”. There are: { $known }.
central-other-profile = The county of this database works by { $there }, not by { $asked }. Take another database, or change it with profile use.
central-log-good = The log is as it was recorded: { $cases } cases, { $events } events; audit stream: { $audited } entries.
central-log-event = The log was changed: case { $case } is not what was recorded from revision { $revision } on (changed, missing or moved).
central-log-state = A state was changed: that of case { $case } is not what its log gives.
central-log-feed = The log has a gap: the event at place { $cursor } is missing.
central-log-heads = It has all that { $heads } signed heads say.
central-log-audit = The audit stream was changed: it is not what was written from number { $sequence } on (changed, missing, moved or cut off).
central-log-head-feed = The log was changed or cut off: up to place { $cursor } it is not what the head signed at { $at } says.
central-log-head-audit = The audit stream was changed or cut off: up to number { $sequence } it is not what the head signed at { $at } says.
central-log-head-history = The head signed at { $at } is of another history. After a restore, put the heads of before into a folder of their own.
central-audit-exported = Exported { $entries } entries of the audit stream to { $file }.
central-no-moment = “{ $value }” is no moment: a day like 2026-12-01, or a time with its offset like 2026-12-01T08:00:00+08:00.
central-file-unwritable = The file { $file } cannot be written: { $reason }
central-help-heads = Keep signed heads of the log in this folder, to be copied to where nobody can change them
central-help-heads-key = The key that signs them; made on first use, its public half beside it (.pub)
central-help-heads-every = How often a head is signed, minutes; at a graceful stop as well
central-help-verify-heads = The folder of signed heads that the log is held against: it finds an end that was cut off
central-help-public-key = The public half of the key that signed them
central-help-audit = The audit stream: who signed in, who looked at what, what was changed
central-help-audit-export = Write a part of it as lines of JSON with their digests
central-help-audit-file = The new file
central-help-from = From this moment on; from the first entry when absent
central-help-to = Before this moment; to the last entry when absent
central-help-serve-profile = The profile that the sample is opened in, by its code; the sample's own without it

# What the sample says when it is opened in another way of working
central-sample-review = The reporter does not agree with the answer and asks for a review (made up)
central-profile-sealed = Cases are sealed in the group “{ $code }”, which that profile does not have. Please unseal them first, or add the group to the profile.

# Backups
central-help-backup = Copy the whole SQLite database into a file; also while a central is running
central-help-restore = Put a backup in the place of the SQLite database; no central may be running on it
central-help-backup-file = The backup's file
central-help-backup-replace = Replace the file when it is there already
central-help-restore-replace = Replace the database when there is one; it is kept beside under a dated name
central-contents = { $events } events, up to { $until }
central-contents-empty = no events
central-backed-up = Backed up into { $file }: { $contents }. It was read again and is whole.
central-restored = Restored: { $contents }.
central-restored-replaced = The database that was there is kept as { $file }.
central-restored-history = Consoles notice by themselves when the central runs again, and load the county anew; what they were told after the backup they send again.
central-backup-missing = There is no file { $file }.
central-backup-exists = { $file } is there already. Nothing was changed; --replace replaces it.
central-backup-other-database = A PostgreSQL database is copied and put back with its own tools: pg_dump and pg_restore, or pg_basebackup. Nothing was changed.
central-backup-same = The backup and the database are the same file. Nothing was changed.
central-backup-not-whole = { $file } is no whole backup of a central ({ $reason }). Nothing was changed.
central-backup-newer = The backup is of a newer version of this program. Please restore it with that one. Nothing was changed.
central-backup-in-use = The database is in use. Please stop the central (and other commands on it) first. Nothing was changed.
central-database-restoring = A backup is being restored into this database. Please wait until that is done.

central-help-import-areas = Import names, codes and outlines of county, towns and villages (GeoJSON, a Shapefile in a zip, or CSV); compared with the register first, and not imported while there are errors. An empty database begins its register with it
central-help-import-grids = Import names, codes and outlines of grids and household units; compared with the register first, and not imported while there are errors
central-help-boundaries-file = GeoJSON, a Shapefile in a .zip, or a CSV
central-help-datum = The datum of the outlines; when absent, only outlines are taken that fit the area above as they are
central-help-preview = Only say what would be found, and import nothing; 2 is returned when there are errors
central-help-county = The county's code; needed where the file has several and the database none yet
central-help-areas-profile = The profile, by its code, of a county that is begun in an empty database
central-no-area-code = “{ $code }” is no area code.
central-areas-begun = The register of { $county } is begun; version { $version } of the register.
central-areas-imported = Imported into the register of { $county }; version { $version } of the register.
central-areas-previewed = Only looked at; nothing was imported. Errors: { $errors }.
central-areas-stands = { $errors } errors stand against it; please mend them first.
central-areas-no-profile = This database has no county yet. To begin one with this file, please name its profile with --profile: { $known }.
central-areas-other-county = The county of this database is { $name } ({ $code }), not the one that was named.
central-areas-no-county = This database has no county yet, and the file has no row of one to begin with. Please import a file with the county first.
central-areas-several-counties = There are several counties in the file: { $counties }. A central is of one county; please name its code with --county.
central-areas-not-there = { $code } is not in the file; it has: { $counties }.
central-areas-no-name = The county { $code } has no name; no register can begin with it.
