# Records: receptions, samples, meetings, decisions.

record-reception = Leader's reception
record-draw = Unannounced sample
record-meeting = Meeting
record-decision = Decision

reception-plan = Plan a reception
reception-change = Change the plan
reception-cancel = Cancel the reception
reception-hold = Record the reception
reception-planned = planned the reception
reception-changed = changed the plan
reception-cancelled = cancelled the reception
reception-held = recorded the reception
reception-mode-fixed = At the centre
reception-mode-visiting = Visiting
reception-mode-video = By video

draw-draw = Draw a sample
draw-find = Record a check
draw-drawn = drew the sample
draw-found = recorded a check

meeting-freeze = Freeze the pack
meeting-open = Open the meeting
meeting-close = Close the meeting
meeting-frozen = froze the pack
meeting-opened = opened the meeting
meeting-closed = closed the meeting

decision-decide = Decide
decision-report = Report on it
decision-drop = Drop the decision
decision-decided = decided
decision-reported = reported on it
decision-dropped = dropped the decision
decision-becomes-order = Order
decision-becomes-supervision = Supervision
decision-becomes-note = Decision only

record-duty = Duty book
record-roster = Duty roster
record-index = Governance index
record-appraisal = Points given
record-standard = Evidence of the standard

duty-write = Write down a duty
duty-strike = Strike a line of a duty book
duty-written = A duty was written down
duty-struck = A line was struck
every-day = daily
every-week = weekly
every-month = monthly
every-quarter = quarterly
every-year = yearly

roster-put = Plan the roster
roster-put-in-place = The roster was planned

index-freeze = Make the index
index-frozen = The index was made

appraisal-give = Give points
appraisal-given = Points were given

standard-attest = Write evidence of the standard
standard-strike = Strike evidence of the standard
standard-attested = Evidence was written
standard-struck = Evidence was struck

rhythm-daily = Daily meeting
rhythm-weekly = Weekly review
rhythm-monthly = Monthly review

figure-reported = New
figure-dispatched = Dispatched
figure-closed = Closed
figure-open = Open
figure-overdue = Overdue
figure-due-today = Due today

subject-overdue = Overdue
subject-due-today = Due today
subject-returned-twice = Returned again and again
subject-dissatisfied = Dissatisfied
subject-group = Brought by several people
subject-repeated = Repeated

## The calendar of receptions

what-receptions = the receptions
what-reception = the reception's log
scene-receptions = Receptions
key-go-receptions = Receptions by leaders, where the way of working has them
alias-receptions = receptions leaders calendar
receptions-title = Receptions by leaders
receptions-about = Which leader receives people when and where, and what came of it. Every leader receives people at least once in { $days } days.
receptions-basis = Set in: { $basis }
receptions-leaders = Receptions by leader
receptions-last = Last received { $day }, { $days } days ago
receptions-last-today = Received people today
receptions-never = Nothing recorded yet
receptions-next = Next { $day }
receptions-no-next = Nothing planned
receptions-late = No reception for more than { $days } days
receptions-ahead = Today and the next two weeks
receptions-behind = The past two weeks
receptions-no-days = Nothing planned
receptions-empty = No reception is planned yet
receptions-empty-next = Press N to plan the first.
receptions-outside = { $count } more outside these four weeks.
receptions-whole = Show every day
receptions-four-weeks = Only two weeks either way
receptions-not-kept = This county's way of working has no calendar of receptions
receptions-not-kept-next = The page is there once the way of working has [reception].
receptions-nothing-chosen = Choose a reception to see its plan and what came of it
receptions-keys = J and K go through them, Enter goes in, N plans one.
receptions-today = Today { $weekday } { $month }/{ $day }
receptions-day = { $weekday } { $month }/{ $day }
receptions-day-of-year = { $weekday } { $year }/{ $month }/{ $day }
receptions-figures = parties: { $parties }, cases: { $cases }
receptions-copy = One press chooses the video address, to be copied
receptions-add-selected = Add the selected case { $case }
receptions-drop = Remove
receptions-drop-case = Remove { $case }
receptions-form-keys = Alt A adds the selected case.
reception-state-planned = Planned
reception-state-held = Held
reception-state-missed = Not recorded
reception-state-cancelled = Cancelled
receptions-field-leader = Leader's login
receptions-field-name = Leader's name
receptions-field-mode = How
receptions-field-area = For the people of
receptions-field-on = Day
receptions-field-from = From
receptions-field-to = To
receptions-field-place = Place or video address
receptions-field-reason = Why it is cancelled
receptions-field-parties = Parties received
receptions-field-note = What came of it
receptions-field-cases = Cases heard or taken in
receptions-wrong-to = The end must be later than the beginning.
receptions-wrong-on = That day has passed; choose today or a later one.
receptions-wrong-area = That lies outside your area; choose another.
receptions-wrong-missing = Fill in: { $field }.
receptions-wrong-input = { $field } cannot be read; check it.
