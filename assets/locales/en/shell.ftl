# The shell: sign-in, header, inbox, status bar, orders, search, shortcuts. The keys are those of
# zh-CN/shell.ftl; a test checks it.

simulated = Simulated
simulated-hint = Cases, people, departments and grids are made up for demonstration

# Everywhere
close = Close
close-esc = Close (Esc)
cancel = Cancel
retry = Try again
choose = Please choose
loading = Loading { $what }…
progress = { $done } / { $total }
stale = What you see is older: { $why }
failure-safe = Everything recorded and every waiting order is safe.
what-program = the program
what-county = the county
what-cases = cases
what-orders = orders

# Time
ago-now = just now
ago-minutes = { $n } min ago
ago-hours = { $n } h ago
ago-days = { $n } d ago
ago-yesterday = yesterday { $time }
date-this-year = { $month }/{ $day } { $time }
date = { $year }-{ $month }-{ $day } { $time }
left-minutes = { $n } min left
left-hours = { $n } h left
left-days = { $n } d left
due-today = by { $time } today
due-tomorrow = by { $time } tomorrow
overdue-minutes = { $n } min overdue
overdue-hours = { $n } h overdue
overdue-days = { $n } d overdue
weekday-1 = Mon
weekday-2 = Tue
weekday-3 = Wed
weekday-4 = Thu
weekday-5 = Fri
weekday-6 = Sat
weekday-7 = Sun

# Signing in
sign-in = Sign in
signing-in = Signing in…
sign-in-offline = The line is down. Users who signed in on this computer in the last seven days can sign in now.
sign-in-again = Sign in again
locked = The screen is locked. Enter your password to go on; nothing on it was lost.
demonstration = Demonstration users
demonstration-hint = One click fills in the name and the password; then sign in.
first-load-offline = The line is down; loading goes on by itself when it is back.

# Header and menu
new-case = New case
language = Language
language-zh-CN = 中文
language-en = English
theme = Appearance
theme-auto = System
theme-light = Light
theme-dark = Dark
line-pull = Pull the line
line-pull-hint = Orders then stay on this computer until it is back
line-plug-in = Plug the line in
line-plug-in-hint = Sends the waiting orders at once
sources-title = Sources of data
sources-profile = Way of working: { $name }. { $source }
sign-out = Sign out
sign-out-waiting = Orders still waiting ({ $count }) will go out in your name

# Inbox
inbox = Inbox
lanes = Lanes
cases = Cases
conflicts = Conflicts
all-open = All open
area-chip-hint = Only this area; click to show all
list-filter = Filter by title, number, address
list-empty = There are no open cases.
list-empty-lane = No case waits in this lane.
list-empty-done = No case is done yet.
list-empty-next = Press N for a new case, or choose another lane.
list-empty-narrowed = No case fits.
list-empty-narrowed-next = Try other words, or a wider area.
whole-area = Show the whole area
no-number = no number yet
pending = pending
pending-hint = In effect on this computer; the central has not confirmed it yet
nothing-selected = No case is selected.
nothing-selected-next = Choose one in the list or on the map, step with J and K, or press / to search.

# Status bar
link-idle = Signed out
link-connecting = Connecting
link-loading = Loading { $done } / { $total }
link-online = Connected
link-offline = Offline (since { $since })
link-pulled = Line pulled (since { $since })
link-sign-in-needed = The session has lapsed
status-synchronised = Synchronised { $age }
status-waiting = Waiting
status-conflicts = Conflicts
status-rebuilt = Local cache rebuilt
status-rebuilt-hint = The cache file was damaged and was loaded again from the central; waiting orders were not touched
status-clock = The central's time
status-hint = J K step · Enter open · ? all shortcuts

# Orders
orders-title = Orders
orders-about = Every order is written on this computer first, then sent to the central: never lost, never doubled.
orders-set-aside = Set aside, for you to settle
orders-waiting = Waiting
orders-delivered = Delivered lately
orders-empty = There are no orders.
orders-empty-next = The orders you give are listed here.
retry-now = Send now
retry-now-nothing = No order is waiting
retry-now-pulled = The line is pulled; plug it in from the user menu first
order-meant = It says: { $words }
order-waiting = Waiting to be sent
order-waiting-tried = Waiting; tries so far: { $tries }
order-waiting-failed = Waiting; tries so far: { $tries }, { $why }
order-failure-sign-in-needed = a new sign-in is needed
order-failure-central-unreachable = the central does not answer
order-failure-not-ready = the central is not ready yet
order-failure-storage-failed = the central cannot save
order-failure-disk-full = the central's disk is full
order-failure-internal = the central's program failed
order-failure-too-large = it is too large
order-failure-bad-input = something in it is wrong
order-failure-not-found = the central does not know the address
order-failure-wrong-credentials = the user name or the password is wrong
order-failure-offline-unknown-user = one sign-in on line is needed
order-delivered = Delivered
order-set-aside = Set aside
order-conflict = Somebody else changed this case first. Look at it as it is now, then send again or drop it.
order-send-again = Send again
order-drop = Drop
order-drop-title = Drop this order?
order-drop-means = “{ $command }” will never be sent and cannot be brought back. The case stays as it is now.
order-drop-confirm = Drop the order
toast-delivered = Orders delivered: { $n }
toast-set-aside = Orders not accepted, for you to settle: { $n }
toast-open-orders = Settle

# Search and commands
search-hint = Search numbers, titles, texts, places, departments (pinyin initials work)
searching = Searching “{ $text }”…
search-nothing = Nothing found for “{ $text }”. Try the last four digits of a number, a place or pinyin initials.
search-scope = Only cases of your department are searched.
palette-title = Commands
palette-hint = Type a command, a case, a place, a department
hit-command = Command
hit-case = Case
hit-department = Department
command-go-orders = Open orders
command-go-lane = Show: { $lane }
command-theme = Appearance: { $theme }
command-lock = Lock the screen
alias-new-case = new xjaj
alias-orders = orders outbox zl
alias-all-open = open all
alias-lane-to-verify = verify
alias-lane-to-establish = establish
alias-lane-to-dispatch = dispatch
alias-lane-to-accept = accept
alias-lane-handling = handling
alias-lane-to-close = close
alias-lane-overdue = overdue late
alias-lane-done = done closed
alias-theme-auto = theme system
alias-theme-light = theme light
alias-theme-dark = theme dark
alias-language-zh-CN = chinese zhongwen
alias-language-en = english
alias-help = help keys shortcuts
alias-sources = sources data
alias-lock = lock

# Shortcuts
help-title = Shortcuts
help-more = While you type only Esc and Ctrl+K are shortcuts. Esc always goes one step back.
key-next = Next case
key-previous = Previous case
key-open = Into the case panel
key-dispatch = Dispatch
key-urge = Urge
key-new-case = New case
key-search = Search
key-palette = Commands
key-go-desk = Back to the inbox
key-go-orders = Open orders
key-go-all = All open cases
key-go-lane = Lane by its place
key-help = This page
key-back = One step back

list-separator = {", "}
