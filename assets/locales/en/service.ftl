# Duties, rosters, staffing, the standard.

scene-service = Duties
key-go-service = Duties, rosters, staffing and the standard (where the profile has them)
alias-service = service duty roster staffing standard
service-title = Duties, rosters, staffing, standard

service-tabs = The parts of the page
service-tab-duties = Duties
service-tab-roster = Roster
service-tab-staffing = Staffing
service-tab-standard = Standard
service-keys-duties = J, K choose, N writes down, Esc goes back
service-keys-roster = J, K choose a shift, Enter plans it, N plans the next one without people
service-keys-staffing = An area's name goes one level down, Esc one level up
service-keys-standard = J, K go through what does not hold, Enter writes evidence, Esc goes back
service-crumbs = Area
service-not-kept = This way of working has no duties, roster, staffing or standard
service-not-kept-next = They appear here once an administrator has put them into the profile.

service-today = Today { $weekday } { $month }/{ $day }
service-day = { $weekday } { $month }/{ $day }
service-day-of-year = { $weekday } { $year }/{ $month }/{ $day }
service-week = { $month }/{ $day } to { $to-month }/{ $to-day }
service-month = { $year }/{ $month }
service-quarter = Q{ $quarter } { $year }
service-year = { $year }
service-month-column = { $month }
service-quarter-column = Q{ $quarter }
service-before = Earlier
service-after = Later
service-now = Back to now
service-too-late = More than 31 days ago: it can no longer be written down.

service-field-area = Area
service-field-on = Day
service-field-note = Note
service-field-mark = Mark (0 to 100)
service-field-reason = Why it is struck
service-wrong-on = The day must lie within the last 31 days and not after today.
service-wrong-area = This area does not owe this duty, or is not within yours.
service-wrong-mark = Enter a whole number from 0 to 100.
service-wrong-missing = Enter: { $field }.
service-wrong-input = { $field } cannot be read.

## Duties

what-duties = duties
duties-empty = Nothing is owed here
duties-empty-next = Go one level up.
duty-nothing-owed = Nothing owed
duty-missing = { $count } missing
duty-times = { $times } times { $every }
duty-not-yours = Written down by: { $who }. You can read it.
duty-last = Last · { $period }
duty-running = Running · { $period }
duty-sides = The two sides of the duty
duty-side-gaps = Missing
duty-side-sheet = Sheet
service-write = Write down
duty-touched = Written into the book of { $place }
duty-confirmed = Confirmed by the central

gaps-title = Missing: { $period }
gaps-none = ✓ All done in the last period.
gaps-not-owed = Nothing was owed in the last period.
gaps-missing = { $count } missing
gaps-more = { $count } more
gaps-below = One level down

what-sheet = the sheet
sheet-area = Area
sheet-missing = Missing
sheet-done = Done
sheet-open = Not over yet
sheet-rest = Not owed
sheet-empty = Nothing is owed in this time
sheet-empty-next = Turn one page back.
sheet-more = { $count } more rows
sheet-limit = { $total } areas, these are the first { $shown }; go one level down to see all.
sheet-no-lines = No lines
sheet-mark = Mark { $mark }
sheet-struck = Struck, does not count: { $reason }
sheet-strike = Strike

## Roster

what-roster = the roster
roster-now = On duty now
roster-until = until { $day } { $time }
roster-nobody-now = Nobody is planned for now: plan today's shifts.
roster-unplanned = { $count } more shifts of the month without people
roster-all-planned = The rest of the month is planned
roster-plan-first = Plan { $day } { $shift }
roster-day = Day
roster-today = Today
roster-none = Nobody
roster-nothing-chosen = Choose a shift to see its people
roster-empty = Nobody is planned for this shift
roster-change = Change people
roster-leads = Leads
roster-mode = How
roster-unit = Unit
roster-no-unit = No unit
roster-drop = Remove
roster-add = Add somebody
roster-copy = As a week before
roster-copy-nobody = Nobody had this shift a week before
roster-will-be-empty = Once sent, nobody is on duty in this shift.
roster-send = Send
roster-full = A shift has { $limit } people at most
roster-not-your-area = The county's roster is planned at the county. You can read it.

## Staffing

what-staffing = staffing
staffing-empty = No people are registered here yet
staffing-empty-next = Counts appear once an administrator has imported the register of people.
staffing-area = Area
staffing-others = Others
staffing-total = Total
staffing-here = { $area } itself
staffing-whole = { $area } in all
staffing-adds-up = ✓ The rows sum: { $sum }
staffing-does-not-add-up = ✗ The rows do not sum to the total: { $sum }. Check the register of people.
counted-title = The county's own figures
counted-force = Force
counted-figure = Own figure
counted-registered = In the register
counted-basis = Where it stands
quotas-title = Staffing standards
quota-of = { $level }
quota-have = { $have } of { $want }
quota-reached = ✓ All reach it

## The standard

what-standard = the standard
standard-item-unnamed = Item { $number } (to be named by the county)
standard-not-yours = Evidence is written by: { $who }. You can read it.
standard-of-county = Of the county
standard-of-town = Of all towns
standard-of-village = Of all villages
standard-of-grid = Of all grids
standard-of-base-grids = Of base grids, without dedicated ones
standard-show = Which are listed
standard-show-all = All
standard-show-behind = Not reached
standard-partial = Only the cases you can see count here; those of other units may revoke more.
standard-lacks = { $count } short
standard-touched = Written into the evidence of { $place }
standard-empty = Nothing here can reach the standard
standard-empty-next = Go one level up.
standard-none-behind = ✓ All reach it.
standard-held = Held
standard-state-held = Held
standard-state-missing = No evidence
standard-state-revoked = Revoked
standard-since = Held, evidence of { $day }
standard-revoked-on = Revoked by a case of { $day }
standard-taken-away = reported { $day }, revoked this item; evidence of a later day makes it hold again.
standard-later = Only evidence of a day after { $day } makes it hold again.
standard-no-evidence = No evidence
standard-write = Write evidence
standard-field-on = Day on which it held
standard-field-note = Evidence
standard-wrong-on = The day must not lie after today.
