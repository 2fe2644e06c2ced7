# Meetings: daily, weekly, monthly

scene-meetings = Meetings
key-go-meetings = Daily, weekly and monthly meetings
alias-meetings = meetings morning weekly monthly
meetings-title = Meetings
meetings-own-title = Decisions of meetings
what-meetings = the meetings
what-meeting = the pack
what-decisions = the decisions

meetings-today = today { $day }/{ $month } { $weekday }
meetings-day = { $day }/{ $month } { $weekday }
meetings-day-of-year = { $day }/{ $month }/{ $year } { $weekday }
meetings-date = { $day }/{ $month }
meetings-span = { $from } to { $to }

meetings-rhythm = Kind of meeting
meetings-about = The central freezes each pack at its time; decisions are typed once, and the next meeting opens with them. P begins, J and K change the meeting.
meetings-list = Meetings
meetings-row-about = of { $days }, frozen at { $time }
meetings-state-ahead = Not held yet
meetings-state-open = In session
meetings-state-over = Over
meetings-none-daily = No daily pack yet
meetings-none-weekly = No weekly pack yet
meetings-none-monthly = No monthly pack yet
meetings-frozen-daily = The central freezes the pack of the day before at { $time } every day; it appears here then.
meetings-frozen-weekly = The central freezes the pack of last week at { $time } every Monday; it appears here then.
meetings-frozen-monthly = The central freezes the pack of last month at { $time } on the first of the month; it appears here then.
meetings-frozen-daily-working = The central freezes the pack of the days since the one before (on a Monday, of Friday to Sunday) at { $time } on working days; it appears here then.
meetings-frozen-weekly-working = The central freezes the pack of last week (a week of rest goes into the next one) at { $time } on the week's first working day; it appears here then.
meetings-frozen-monthly-working = The central freezes the pack of last month at { $time } on the month's first working day; it appears here then.

meetings-frozen = The pack of { $days }, frozen at { $time }; whatever changes since, it does not.
meetings-begin = Begin the meeting
meetings-present = Present
meetings-is-over = The meeting is over; decide it at the next one.

meetings-page-owed = What came of earlier decisions
meetings-page-figures = Figures
meetings-rates = Rates
meetings-page-overdue = Overdue
meetings-page-due-today = Due today
meetings-page-returned-twice = Returned again and again
meetings-page-dissatisfied = Dissatisfied
meetings-page-group = Brought by several people
meetings-page-repeated = Repeated
meetings-page-hot-spots = Hot spots
meetings-page-duties = Duties
meetings-duty-whole = { $owed } owed, all done
meetings-duty-gaps = { $done } of { $owed } done, missing in { $areas } areas
meetings-duty-times = { $count } times
meetings-duty-others = and { $count } more, on the page of duties.
meetings-index-before = since the period before
meetings-page-decided = Decided today
meetings-subjects = Cases to speak of
meetings-first = The first { $count } by their deadlines
meetings-no-owed = No decision is owed.
meetings-none-decided = Nothing decided yet. Press D during the meeting.
meetings-no-rates = No rate can be computed for this period.
meetings-no-spots = No hot spot above its usual range.

meetings-before-daily = the day before
meetings-before-weekly = the week before
meetings-before-monthly = the month before
meetings-week-before = same day last week
meetings-before-pack = the pack before
meetings-before-days = { $days }
meetings-title-days = { $title } ({ $days })
meetings-before-unknown = no data
meetings-then = { $count } ({ $change })
meetings-same = the same
meetings-figure-reported = Cases reported in the period
meetings-figure-dispatched = Cases dispatched in the period
meetings-figure-closed = Cases closed in the period
meetings-figure-open = Cases open when it was frozen
meetings-figure-overdue = Cases overdue when it was frozen
meetings-figure-due-today = Cases due from then until the end of that day
meetings-behind = { $figure }: { $count }
meetings-behind-now = { $now } can be seen now; there were { $then } when it was frozen.
meetings-behind-newest = The first { $count }, the newest report first.
meetings-behind-none = No case can be seen now
meetings-behind-close = Close the list

meetings-spot-sum = now { $count }, { $periods } { $earlier }, mean { $mean }, usual up to { $limit }
meetings-spot-periods-daily = same weekday of the eight weeks before
meetings-spot-periods-weekly = the eight weeks before
meetings-spot-periods-monthly = the eight periods before
meetings-spot-periods-long = the eight spans of the same weekdays before
meetings-spot-rule = Usual up to = mean + 2 × √mean, rounded up to 0.01; hot is what is above that and at least { $floor } cases. The earliest period comes first.
meetings-spot-rule-then = This pack was frozen in the old way, which rounded the mean and its root down, so that the limit may be too low; hot is what is above it and at least { $floor } cases. The earliest period comes first.

meetings-no-lead = not dispatched
meetings-returned = returned { $count } times
meetings-people = brought by { $count } people
meetings-decided-as = Decided: { $form }

meetings-by = by { $day }
meetings-then-stage = then: { $stage }
meetings-then-hint = Where the case stood when the pack was frozen
meetings-later = since
meetings-no-report = Nobody has reported on it yet.
meetings-owes-owed = Owed
meetings-owes-late = Owed and late
meetings-owes-done = Done
meetings-owes-dropped = Dropped
meetings-report-done = It is done, and leaves the next meeting

meetings-own-about = What meetings decided for your department, or for no department by name. Report on it before its day; the next meeting opens with it.
meetings-own-none = No decision is your department's to carry out
meetings-own-none-next = Decisions of meetings appear here.

meetings-about-search = About no case; type a number or a title to choose one
meetings-about-none = Not about this one
meetings-no-department = No department
meetings-means-note = It goes into the minutes and the ledger, and orders nothing.
meetings-means-no-case = Choose a case first, or make it a decision only.
meetings-means-no-unit = Nobody leads the case yet: choose a department.
meetings-means-dispatch = Sends the case to { $unit }.
meetings-means-redispatch = Sends the case to { $unit } instead.
meetings-means-urge = { $unit } has the case: it is urged.
meetings-means-supervise = Issues a supervision slip.
meetings-means-climb = The case is supervised: one rung higher.
meetings-refused = Not possible

meetings-field-text = Decision
meetings-field-report = What came of it
meetings-field-becomes = Becomes
meetings-field-case = About
meetings-field-department = Department
meetings-field-person = Person
meetings-field-by = By
meetings-field-reason = Why it is dropped
meetings-field-attendees = Who was there
meetings-field-note = Note
meetings-wrong-by = That day has passed; choose today or later.
meetings-wrong-case = An order or a supervision is about a case: choose one first.
meetings-wrong-missing = Fill in: { $field }.
meetings-wrong-long = { $field } is too long, at most { $limit } characters.
meetings-wrong-becomes = This way of working has no ladder; make it an order or a decision only.
meetings-wrong-input = { $field } is not right, please check.

meetings-close-about = One name a line, or parted by commas; { $count } so far
meetings-end = The end
meetings-attendees = { $count } were there: { $names }
meetings-keep-minutes-pdf = Minutes as PDF
meetings-keep-minutes-word = Minutes as Word
meetings-keep-ledger = Ledger of decisions as Excel

meetings-previous = Previous
meetings-next = Next
meetings-leave = Leave the presentation
meetings-show-keys = ↑ ↓ choose one
