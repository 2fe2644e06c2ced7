# The supervision desk

scene-supervision = Supervision
key-go-supervision = The supervision desk
alias-supervision = supervision board
supervision-title = Supervision desk
what-supervision = the supervision desk
what-board = the supervision board
what-course = the course of the department
what-in-hand = what the leader has in hand
what-owed-decisions = decisions
what-draws = samples

supervision-tabs = The four parts of the supervision desk
supervision-tab-board = Board
supervision-tab-department = Department
supervision-tab-leader = Leader
supervision-tab-draws = Unannounced samples
supervision-keys = J and K go through the cases, Enter goes into one, U urges, S supervises

## The board

supervision-area = Town
supervision-category = Category
supervision-all-areas = All towns
supervision-all-categories = All categories
supervision-at = As of { $time }
board-empty = No open cases
board-empty-next = Choose another town or category.
board-department = Lead
board-everybody = Total
board-nobody = Not dispatched
board-turn = { $name }: open its page
board-cell = { $whose }, { $column }: { $count }
board-worst = Most overdue
board-worst-count = { $count }
board-worst-none = Nobody is overdue

board-column-overdue = Overdue
board-column-open = Open
board-column-unlimited = No deadline
board-column-green = In time
board-column-yellow = Due soon
board-column-late3 = Up to 3 days overdue
board-column-late7 = 4 to 7 days overdue
board-column-later = Over 7 days overdue
board-column-supervised = Supervised
board-column-unanswered = Unanswered
board-column-returned-twice = Returned twice
board-column-dissatisfied = Dissatisfied
board-column-adopted = Adopted
board-column-request = Requests
board-short-late3 = ≤3 d
board-short-late7 = ≤7 d
board-short-later = >7 d
board-hint-overdue = Past their deadline; the bar goes from over 7 days, dark, to up to 3 days, light
board-hint-open = Not closed yet
board-hint-unlimited = No deadline runs now
board-hint-green = The deadline is far
board-hint-yellow = The deadline is near
board-hint-late3 = Past the deadline by up to three times 24 hours
board-hint-late7 = Past the deadline by three to seven times 24 hours
board-hint-later = Past the deadline by more than seven times 24 hours
board-hint-supervised = A supervision slip waits for its answer
board-hint-unanswered = The time to answer the slip has passed
board-hint-returned-twice = Sent back twice or more
board-hint-dissatisfied = Somebody was not content
board-hint-adopted = A leader took it on
board-hint-request = A request waits for a decision

listed-total = { $count } cases
listed-span = { $from } to { $to } of { $total }
listed-before = Back
listed-next = On
listed-close = Close the list
listed-none = There are no cases here any more
listed-none-next = They moved on while the list was open.

## A department

supervision-choose-department = Choose a department
supervision-to-board = Back to the board
supervision-no-department = No department is chosen
supervision-no-department-next = Choose one above, or press a name on the board.
supervision-duties = Duties and contacts
supervision-course = The last { $days } days
supervision-course-open = Open
supervision-course-dispatched = Dispatched
supervision-course-closed = Closed
supervision-course-date = Day
supervision-course-day = { $day }/{ $month }
supervision-course-told = { $day }: { $open } open, { $dispatched } dispatched, { $closed } closed
supervision-course-empty = Nothing was dispatched to it in these days
supervision-rates = Rates of month { $month }
supervision-rates-least = With a denominator below { $least } a rate does not compare
supervision-rate-few = Too few to compare
supervision-rates-none = Nothing counts in month { $month } yet.
supervision-worst = Most pressing cases
supervision-worst-none = No open cases

## The leader

leader-requests = Requests to decide
leader-requests-none = Nothing waits for a decision.
leader-request = Asks for { $wish }: { $reason }
leader-slips = Slips on the highest rung, or unanswered
leader-slips-none = There is no such slip.
leader-decisions = Decisions still owed
leader-decisions-none = Every decision has been carried out.
leader-by = By { $day }/{ $month }
leader-late = Overdue
leader-adopted = Adopted cases
leader-adopted-none = No open case is adopted by a leader
leader-adopted-unknown = This way of working has no adoption by leaders
leader-adopted-by = Adopted by { $name }, responsible unit { $unit }
leader-shown = { $shown } of { $items } shown
leader-own = Mine
leader-item-owed = Owed

## Samples

draws-about = No notice, no call ahead, no briefing, no escort: straight to the place. The draw is recorded first, the sample is seen after.
draws-without = Samples for checks were given up here
draws-without-next = The way of working has no inspections in the field, so nothing is drawn.
draws-refused-next = Supervisors and leaders record draws, and only they see them.
draws-empty = Nothing has been drawn yet
draws-empty-next = Press “New draw”; the sample is shown when it is recorded.
draw-new = New draw
draw-of = { $size } out of { $whole }
draw-results = { $passed } passed, { $failed } failed, { $left } left
draw-from = Population
draw-from-closed = Closed lately
draw-from-open = All open
draw-from-category = Open of a category
draw-told-closed = { $area }, closed in the last { $days } days: { $count } cases
draw-told-open = { $area }, all open: { $count } cases
draw-told-category = { $area }, open, { $category }: { $count } cases
draw-population = The population now: { $count } cases
draw-population-unknown = Say first from which cases is drawn.
draw-population-empty = The population is empty; choose another.
draw-population-large = The population is larger than { $limit }; narrow it.
draw-size-most = 1 to { $count }
draw-explained = The central draws: population, seed, and a random share that it adds when it records the draw. Nobody knows the share before, so nobody can choose a sample; all three are on the record, and anybody can draw it again.
draw-send = Record and draw
draw-other-seed = Another seed
draw-waits = Waits for the central to draw: the draw is in the outbox, and its sample is drawn when the central records it.
draw-undrawn = Waits for the central to draw
draw-share = The central's share
draw-no-share = None (drawn in the old way)
draw-same = ✓ Drawn again from the recorded population, seed and share of the central: the sample is the same.
draw-other = ✗ Drawn again from the recorded population, seed and share of the central, the sample differs. Check the record.
drawn-passed = Passed
drawn-failed = Failed
drawn-left = Left
drawn-on-map = On the map
drawn-map-all = All on the map
drawn-map-legend = The sample: ✓ { $passed } passed, ✗ { $failed } failed, ○ { $left } left
drawn-map-unseen = { $count } more are not on the map
drawn-map-off = Take the marks off
drawn-note-hint = What failed needs a word on what was seen.
drawn-pass = Passed
drawn-fail = Failed
field-area = Area
field-days = Days back
field-size = Sample size
field-seed = Seed
