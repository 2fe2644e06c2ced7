# The case panel: forms, clocks and how they were counted, supervision, adoption, whistles, mediation, merging.
# The same keys as zh-CN/case.ftl; a test checks that.

## Everywhere

case-yes = yes
case-no = no
case-day = { $month }/{ $day }
case-day-of-year = { $year }/{ $month }/{ $day }
case-days-from-to = { $from } to { $to }
case-length-minutes = { $count } min
case-length-hours = { $count } h
case-length-days = { $count } d
case-quoted = “{ $words }”
case-yuan = ¥{ $amount }
case-until = expected until { $when }
case-clock-limit = { $clock } { $period }

## The flow chart

case-flow-beside = Beside the way
case-side-research = In research
case-side-objection = Objection
case-side-paused = Clocks stopped
case-side-review = Review
case-side-final-review = Final review
case-side-declined = Declined
case-side-voided = Voided
case-side-merged = Merged
case-clock-paused-short = II
case-took-minutes = { $count }m
case-took-hours = { $count }h
case-took-days = { $count }d
case-left-short-minutes = { $count }m
case-left-short-hours = { $count }h
case-left-short-days = { $count }d
case-late-short-minutes = +{ $count }m
case-late-short-hours = +{ $count }h
case-late-short-days = +{ $count }d

## Clocks

case-clocks = Clocks
case-clocks-running = { $count } running
case-clocks-stopped = Stopped: { $count }
case-clock-how = Open to see how it was counted
case-clock-paused = stopped
case-clock-extended = extended × { $count }
case-no-clock-paused = Clocks stand still until it resumes
case-provisional = provisional ({ $year })
case-provisional-tag = provisional
case-provisional-hint = The holidays of { $year } are not published yet; it is counted again once they are
case-was-kept = in time
case-was-late-minutes = { $count } min late
case-was-late-hours = { $count } h late
case-was-late-days = { $count } d late
case-clock-basis = Basis
case-clock-period = Period
case-clock-started = From
case-clock-ends = Until
case-clock-stopped = Stopped
case-clock-by-hand = The dispatcher set this time; nothing was counted.
case-clock-was-moved = It has been moved since; the timeline says why.

## How a deadline is counted

case-count-first-day = The day it came in ({ $day }) does not count
case-count-starts-at = Counted from { $when }
case-count-opens = Outside working hours: counted from the opening, { $when }
case-count-on-from = Counted on from its former last day, { $day }
case-count-paused = Stood still after { $from } up to { $to }: { $count } days do not count
case-count-paused-for = Stood still for { $length }, which does not count
case-count-weekend = { $days }: weekend, passed over
case-count-holiday = { $days }: { $holiday }, passed over
case-count-made-up = { $day } is a working weekend day and counts
case-count-month-end = The month has no day { $missing }, so its last day is taken: { $day }
case-count-last-day = The last day is { $day }
case-count-moved = { $from } is a rest day, so it moves to { $to }
case-count-ends-midnight = Ends { $when }
case-count-ends-close = Ends at the close of business, { $when }
case-count-ends-hour = Ends { $when }
case-count-provisional = The holidays of { $year } are not published yet; weekends were taken to rest

## What may be done

case-actions-more = { $count } more
case-actions-all = Everything
case-group-handling = Handle
case-group-pressing = Press
case-group-time = Time
case-group-ties = Ties
case-group-record = Correct and void

key-visit = Visit
key-merge = Merge

## Forms

field-handled = Really handled
field-resolved = Really solved
field-satisfied = Really satisfied
field-passed = It is so
field-maintained = The answer stands
field-agreed = Agreement reached
field-satisfaction = Satisfaction
field-into = Merge into
field-with = Link with
field-from = Merged into
case-up-to = { $name } (at most { $period })
case-longest = At most { $period }
case-nothing-to-choose = There is nothing to choose
case-person-add = Add a name
case-person-nth = Person { $count }
case-quick-hours = +{ $count } h
case-quick-days = +{ $count } d
case-quick-today = today 18:00
case-quick-tomorrow = tomorrow 18:00
case-unit-natural-days = natural days
case-unit-working-days = working days
case-unit-months = months
case-unit-years = years
case-unit-running-hours = hours
case-unit-working-hours = working hours
case-other-none = Nothing alike or nearby; search by number.
case-other-search = Search by number or title
case-other-searching = Searching…
case-other-not-found = No such case
case-other-unseen = a case outside your scope
case-other-earlier = another case

case-form-triage = It goes on by the path chosen
case-form-expedite = The shorter limits hold from here
case-form-refer = A research meeting names the lead
case-form-designate = A designated lead cannot return it
case-form-redispatch = The former lead no longer handles it; accepting is timed anew
case-form-withdraw-closing = The case is as it was before closing
case-form-return-reviewed = Until it is upheld, your department stays the lead
case-form-uphold-return = The case goes back to the centre to be dispatched again
case-form-reject-return = The lead goes on handling it
case-form-form-task-force = Then it can be accepted
case-form-request-extension = With approval the clock moves on
case-form-request-void = With approval the case is voided
case-form-approve = It takes effect at once
case-form-refuse = Whoever asked will read the reason
case-form-suspend = The clocks that may stop stand still
case-form-resume = The clocks go on
case-form-hand-off = Nothing is handled here meanwhile
case-form-come-back = The clocks go on
case-form-mediate = The record is kept with the case
case-form-check = A no sends it back and counts as rework
case-form-visit = Any no sends it back and counts as rework
case-form-ask-review = The answer is examined again
case-form-decide-review = If it does not stand, the department does it again
case-form-supervise = A slip is issued that must be answered in time
case-form-climb = It becomes “{ $rung }”, with a new time to answer
case-form-answer-supervision = The slip is settled
case-form-adopt = You take the case on; the responsible unit shares the items
case-form-attest = It can be closed when every item has evidence
case-form-comment = It stands in the timeline
case-form-whistle = The units must be there in time
case-form-report-in = Notes when your unit arrived
case-form-rate-whistle = The callers rate the unit, the unit rates the call; each once
case-form-hand-out = Noted with the case; the text can be copied or printed for the person
case-form-merge = This case is merged; the other one goes on for both
case-form-unmerge = Both are again what they were
case-form-link = Each is shown with the other; both go on
case-form-seal = Only its group can see it
case-form-unseal = It is seen as usual again

case-note-triage = Anything to add
case-note-uphold-return = Anything to add; may be empty
case-note-resume = Why it resumes
case-note-report-in = Who is there, and what they see
case-note-rate-whistle = Anything to add, may stay empty
case-note-rate-whistle-no = If dissatisfied, please say why
case-note-approve = Remarks
case-note-approve-told = Say how the person was told the reason for the extension
case-note-check = What was seen
case-note-visit = What the person said
case-note-visit-no = What was not done well; it goes back to the department
case-note-link = How they belong together
case-reason-expedite = Why it goes on the green channel
case-reason-refer = Why no lead can be named
case-reason-designate = What the meeting said
case-reason-redispatch = Why another lead
case-reason-reject-return = Why it is theirs
case-reason-request-extension = Why it cannot be done in time
case-reason-request-void = Why it should be voided
case-reason-refuse = Why not
case-reason-suspend = Why it pauses
case-reason-hand-off = Why it is handed off
case-reason-ask-review = What is wrong with the answer
case-reason-supervise = What is supervised
case-reason-climb = Why the next rung
case-reason-whistle = What they are needed for
case-reason-merge = Why it is the same matter
case-reason-unmerge = Why it is not the same matter
case-reason-seal = Why it is sealed
case-reason-unseal = Why it is opened
case-result-come-back = What came of it outside
case-text-mediate = What was agreed, or why not
case-text-decide-review = The decision and its reasons
case-text-answer-supervision = How far it is, and when it will be done
case-text-comment = What is to be done
case-evidence-attest = What was done, and where it is filed

## Parts

case-objection = Objection to decide
case-objection-hint = Until it is upheld, the present lead answers for it.
case-request = Request to decide
case-wish-extension = Extend { $clock } by { $period }
case-paused = Paused: { $cause }
case-task-force = Task force
case-visits = Visits
case-mediations = Mediation
case-mediation-agreed = agreed
case-mediation-not-agreed = not agreed
case-parties = Parties
case-supervision = Supervision
case-ladder = Ladder
case-slip = { $number }-S{ $slip }
case-slip-issued = Issued
case-slip-due = Answer by
case-slip-answer = Answer
case-slip-owed = not answered yet
case-adoption = Adopted by a leader
case-adopter = Leader
case-items-shown = { $done } of { $total } shown
case-item-owed = owed by { $name }
case-whistle = Whistle
case-whistle-came = { $done } of { $total } there
case-arrived = arrived { $when }
case-arrival-there = in time
case-rated-unit = Whose arrival
case-rated-call = Your unit on the call
case-rating = Rating
case-rated-by-caller = By the callers
case-rated-by-unit = Of the call, by the unit
case-not-rated = not rated
case-policies = Policies handed out
case-policy-bears = bears on this category
case-policy-given = handed out
case-arrival-late = late
case-arrival-expected = expected
case-arrival-no-show = no show
case-merged-into = Merged into
case-merged-into-hint = which goes on for both
case-absorbed = Merged into this one
case-linked = Linked
case-ties-unseen = { $count } more outside your scope
case-alike = Perhaps the same matter
case-alike-score = alike { $score }
case-alike-metres = { $count } m apart
case-alike-apart = { $length } between
case-alike-words = words { $share }% the same
case-alike-category = same category
case-alike-phone = same caller
case-alike-shared = both say { $words }
case-sealed-tag = sealed
case-sealed = Sealed: { $group }
case-sealed-hint = Only its group can see it; do not pass it on or take pictures.
case-expedited = Green channel
case-intake = Taken in by
case-extended = extended × { $count }

## The timeline

case-event-designated = designated
case-event-back-to = back to { $stage }
case-event-members = members { $names }
case-event-answer-by = answer by { $when }
case-event-needed-by = needed by { $when }
case-event-call-rated = { $unit } on the call: { $satisfaction }
case-event-unit-rated = The callers on { $unit }: { $satisfaction }
case-event-unit = responsible { $unit }
case-event-clock-moved = { $clock }: now until { $when } ({ $cause })
case-review-stands = the answer stands
case-review-again = to be done again
case-event-by-system = Automatic
