# What is printed: the case file and the supervision slip. The same keys as zh-CN/paper.ftl; a test checks that.

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

## Buttons

paper-keep-case-file = Case file
paper-keep-case-file-hint = Prints everything about this case as a PDF into your documents folder
paper-keep-slip = Print the slip
paper-keep-slip-hint = Prints this slip with its receipt as a PDF into your documents folder
paper-keeping = Printing…
paper-kept = Kept at { $path }
paper-open = Open
paper-no-slip = There is no slip to print.
