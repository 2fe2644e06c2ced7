# What is printed or written: case file, supervision slip, minutes, ledger of decisions. The same keys as zh-CN/paper.ftl; a test checks that.

## Every paper

paper-page = Page { $page } of { $pages }
paper-watermark = { $name } { $login } { $when }
paper-unnumbered = no number yet
paper-masked = Names, phones, and mobile and identity numbers in texts are masked.
paper-pending-note = What is marked “{ pending }” had not been confirmed by the central when this was printed.
paper-printed = Printed by { $name } ({ $login }) on { $when } from { app-name }.
paper-sealed = Sealed: { $group }
paper-level = { $ladder } · rung { $level }, { $rung }
paper-nothing = none

## The case file

paper-map = Map
paper-map-name = Map of { $county } { $day }
paper-case-file = Case file
paper-case-file-name = case-file-{ $number }
paper-numbering = {"1. "}
paper-number = Number
paper-case = Case
paper-place = Grid
paper-reported-at = Reported
paper-stands = Stands at
paper-closed-at = Ended
paper-matter = The matter
paper-way = The way
paper-clocks = Clocks
paper-clock = Clock
paper-clock-result = Result
paper-clock-kept = in time
paper-clock-late = { $length } late
paper-clock-runs = running
paper-clock-basis = Basis: { $basis }
paper-clock-counted = Counted: { $steps }
paper-step-separator = {"; "}
paper-order = Order and handling
paper-times = Times
paper-whistle-unit = Unit
paper-whistle-came = Arrival
paper-adoption-item = Item
paper-adoption-owner = Owed by
paper-policy = Policy
paper-policy-basis = Basis
paper-policy-text = What it says
paper-visit-by = Visited by
paper-visit-at = When
paper-visit-result = Result
paper-ties = Merged and linked cases
paper-timeline = What happened

## The supervision slip

paper-slip = Supervision slip
paper-slip-name = supervision-slip-{ $number }
paper-slip-number = Number
paper-slip-to = { $unit }:
paper-slip-request = Your unit leads the case below. It is now under supervision: handle it and answer in writing by { $when }, and send back the receipt with your answer.
paper-slip-ladder = Rung
paper-slip-reason = Why
paper-slip-due = Answer by
paper-slip-issued-by = Issued by { $name } ({ $role })
paper-slip-issued-on = { $day } (seal)
paper-receipt = Receipt
paper-receipt-cut = cut here
paper-receipt-slip = Slip
paper-receipt-due = Send back by
paper-receipt-answer = Answer
paper-receipt-handler = Handled by
paper-receipt-head = Head
paper-receipt-day = Date

## The minutes

paper-minutes = Minutes
paper-minutes-name = minutes-{ $day } { $meeting }
paper-minutes-of = { $meeting }, { $day }
paper-minutes-of-days = { $meeting } { $day } ({ $days })
paper-minutes-unended = not ended
paper-minutes-about = Period
paper-minutes-frozen = Pack frozen
paper-minutes-chair = Led by
paper-minutes-opened = Opened
paper-minutes-closed = Ended
paper-minutes-attendees = Present
paper-numerals = 123456789
paper-minutes-section = { $number }. { $title }
paper-minutes-none = None.
paper-minutes-figures = Figures
paper-minutes-rates = Indicators
paper-minutes-owed = What came of earlier decisions
paper-minutes-cases = Cases spoken of
paper-minutes-spots = Hot spots
paper-minutes-duties = Duties
paper-duty = Duty
paper-duty-done = Done
paper-duty-owed = Owed
paper-duty-percent = Share
paper-duty-areas = Areas missing
paper-duty-missing = Missing in: { $areas }
paper-duty-missing-first = Missing in (the first): { $areas }
paper-index = Governance index { $points } of { $most }.
paper-index-since = Governance index { $points } of { $most }; { $before } at the end of the period before.
paper-minutes-taken = Decisions of this meeting
paper-minutes-note = Note
paper-written = Written by { $name } ({ $login }) on { $when } from { app-name }.
paper-texts-masked = Mobile and identity numbers in texts are masked; sealed cases are left out.
paper-unknown = –
paper-unassigned = nobody yet
paper-figure = What
paper-figure-count = Cases
paper-before-daily = Day before
paper-before-weekly = Week before
paper-before-monthly = Month before
paper-before-week = Same day last week
paper-before-long = As many days before
paper-before-week-long = Same weekdays before
paper-before-note = As many days before: { $days }.
paper-before-week-note = Same weekdays before: { $days }.
paper-before-stocks = Open, overdue and due today are what the packs frozen then said; in the first column, the pack before.
paper-rate = Indicator
paper-rate-value = Value
paper-rate-counts = Counted
paper-rate-of = Meaning
paper-subject-title = { $subject } ({ $count })
paper-subject-due = Due
paper-subject-returned = sent back { $count } times
paper-subject-people = brought by { $count } people
paper-subject-others = { $count } more are in the pack.
paper-spot-area = Town
paper-spot-count = Now
paper-spot-usual = Usual
paper-spot-limit = Usual up to
paper-spot-sum-daily = the same weekday of { $periods } weeks before: { $sum }, mean { $usual }
paper-spot-sum-weekly = { $periods } weeks before: { $sum }, mean { $usual }
paper-spot-sum-monthly = { $periods } periods of the same length before: { $sum }, mean { $usual }
paper-spot-sum-long = { $periods } spans of the same weekdays before: { $sum }, mean { $usual }
paper-spot-limit-now = usual up to mean + 2 × its square root = { $limit } (rounded up to 0.01)
paper-spot-limit-then = usual up to { $limit } (the old way: mean and root rounded down first, too low)
paper-decision-index = No.
paper-decision-text = Decision
paper-decision-becomes = Becomes
paper-decision-department = Department
paper-decision-person = Person
paper-decision-by = By
paper-decision-state = State
paper-decision-owed = owed
paper-decision-overdue = overdue
paper-decision-done = done
paper-decision-dropped = dropped
paper-decision-case = Case { $number }
paper-decision-case-stands = Case { $number } { $title }: { $stage }
paper-decision-report = { $when } { $by }: { $text }

## The ledger of decisions

paper-ledger = Ledger of decisions
paper-ledger-name = ledger-of-decisions-{ $day }
paper-ledger-index = No.
paper-ledger-meeting = Meeting
paper-ledger-meeting-name = { $day } { $meeting }
paper-ledger-decided = Decided
paper-ledger-case = Case
paper-ledger-report = Latest report
paper-ledger-reported = Reported

## Buttons

paper-keep-case-file = Case file
paper-keep-case-file-hint = Prints everything about this case as a PDF into your documents folder
paper-keep-slip = Print the slip
paper-keep-slip-hint = Prints this slip with its receipt as a PDF into your documents folder
paper-keeping = Writing…
paper-kept = Kept at { $path }
paper-open = Open
paper-handed-over = Downloaded { $path }
paper-hand-over-again = Download again
paper-no-slip = There is no slip to print.
