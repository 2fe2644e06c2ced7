# panels. The keys are those of zh-CN/panels.ftl; a test checks it.
# The map and the panels of cases, dispatch, new cases, areas and departments.

## Map

map-loading-what = the map
map-trouble = Some tiles could not be read.
map-late = { $days } d late
map-late-today = late today
map-layer-areas = Grid boundaries
map-layer-units = Household units
map-layer-people = { $count } people hold posts
map-layers-failed = No counts: { $why }
map-department-crowd = %count departments · open %open/%capacity · overdue %overdue
map-department-free-overdue = { $name } { $open } · overdue { $overdue }
map-label = Map
map-failed = The map could not be drawn
map-failed-safe = The list on the left and the panel on the right still work.
map-retry = Draw again
map-breadcrumbs = Where you are
map-open = { $count } open
map-overdue = { $count } overdue
map-back = One level up
map-layers = Layers
map-layers-fold = Fold the layers
map-layers-unfold = Unfold the layers
map-layer-cases = Open cases
map-layer-departments = Department load
map-layer-resources = Resources
map-layer-dedicated = of these dedicated { $count }
map-legend = Legend
map-legend-fold = Fold the legend
map-legend-unfold = Unfold the legend
map-legend-green = In time
map-legend-yellow = Due soon
map-legend-red = Overdue; the ring grows with the days
map-legend-cluster = Several cases, in the colour of the most pressing
map-legend-department = Department; the arc is its load, a diamond says overdue
map-legend-dedicated = Dedicated grid
map-legend-simulated = Boundaries, people and cases are simulated
map-department = { $name } { $open }/{ $capacity }
map-department-overdue = { $name } { $open }/{ $capacity } · overdue { $overdue }
map-department-free = { $name } { $open }
map-pick = Click the place of the case on the map
map-pick-cancel = Cancel

## Case

case-what = the case
case-pending-tag = unconfirmed
case-more = More
case-less = Less
case-whole-limit = { $period } for the whole case
when-yesterday = yesterday { $time }
when-today = today { $time }
when-tomorrow = tomorrow { $time }
when-date = { $month }/{ $day } { $time }
when-date-of-year = { $year }/{ $month }/{ $day } { $time }
case-empty = No case is selected
case-empty-hint = Select one in the list or on the map. J and K move, Enter opens.
case-unnumbered = no number yet
case-unnumbered-hint = The central gives the number once the order has arrived
case-imported = imported
case-imported-hint = From another system, where its number is { $number }
case-position-simulated = place simulated
case-flow = Flow
case-step-done = done
case-step-now = now
case-step-ahead = ahead
case-due = by { $when }
case-since = since { $when }
case-no-clock = This step has no time limit
case-ended = ended { $when }
case-ended-in-time = every step in time
case-ended-late = some step was late
case-pending = Your order is kept here and awaits the central
case-pending-offline = The line went down { $since }. Your order is kept here and goes out when it is back
case-pending-hint = You see the case as it will be; others do not see it yet.
case-matter = Matter
case-no-text = Nothing more was said
case-address = Address
case-reporter = Reporter
case-reporter-none = Nobody was named
case-reporter-masked = masked
case-origin = As the reporting system said it
case-origin-number = its number { $number }
case-order = Handling
case-lead = Lead
case-assists = Assisting
case-requirements = Requirements
case-order-due = Feed back by
case-result = Result
case-outcome = Closed as
case-declined = Declined
case-satisfaction = Satisfaction
case-returned = returned × { $count }
case-urged = urged × { $count }
case-reopened = reopened × { $count }
case-people = People of the grid
case-nearby = Similar nearby
case-nearby-scope = open, same category, within 500 m
case-metres = { $count } m
case-timeline = Timeline
case-timeline-count = { $count } in all
case-actions = What you can do
case-action-none = There is nothing for your role to do at this step
case-submitted = { $command }: given

case-form-back = Back
case-form-sending = Sending…
case-form-moved = The case has changed while you were typing; please look again before sending.
case-form-verify = Then it can be established
case-form-decline = This ends the case; the reason stands in the timeline
case-form-establish = This starts the clock of the whole case
case-form-withdraw = The case goes back to be dispatched; the lead no longer handles it
case-form-accept = Your department handles it from here, until { $when }
case-form-accept-unlimited = Your department handles it from here
case-form-return = The case goes back to the centre to be dispatched again
case-form-progress = Progress is noted in the timeline; the step stays
case-form-feed-back = Then the centre closes it
case-form-close = Afterwards the centre can evaluate it or reopen it
case-form-reopen = This counts as rework and goes back to the lead
case-form-evaluate = What the reporter says of the handling
case-form-urge = The lead is notified, and the timeline shows it
case-note-verify = What was found
case-note-withdraw = Why it is taken back
case-note-progress = What was done
case-note-close = How it ended
case-note-urge = What is urgent
case-reason-decline = Why it is not taken on
case-reason-return = Why it is returned, and who should have it
case-reason-reopen = What was not done well
case-result-hint = What was done and what came of it
case-closing-needs-note = This way of closing must be explained

case-event-imported = Original number { $number }
case-event-replied = Answer: { $text }
case-event-amended = Changed: { $fields }
case-event-lead = Lead { $lead }
case-event-assists = Assisting { $assists }
case-event-due = Feed back by { $when }
case-event-clock = { $clock }: until { $when }
case-event-author = { $name } · { $unit }

period-days = { $count } natural days
period-hours = { $count } hours

## Dispatch

dispatch-suggestions = Suggested lead
dispatch-load-meaning = load = open ÷ capacity
dispatch-suggestions-failed = Suggestions cannot be read; you can still choose a department.
dispatch-lead = Lead
dispatch-lead-search = Find a department by name or code
dispatch-lead-none = No department of this name
dispatch-assists = Assisting departments
dispatch-assist-add = Add
dispatch-assist-remove = Remove { $name }
dispatch-requirements = Requirements
dispatch-requirements-hint = What must be done, and what to feed back
dispatch-due = Feed back by
dispatch-due-profile = As the rules say
dispatch-due-today = today 18:00
dispatch-due-days = + { $count } d
dispatch-due-custom = at a set time
dispatch-due-how-set = set by the dispatcher
dispatch-due-unlimited = no limit is set for handling
dispatch-load = { $open } / { $capacity }
dispatch-load-overdue = overdue { $count }
dispatch-preview = { $lead } leads; feed back by { $when }.
dispatch-preview-assists = { $lead } leads, { $assists } assists; feed back by { $when }.
dispatch-preview-unlimited = { $lead } leads, without a time limit.
dispatch-preview-assists-unlimited = { $lead } leads, { $assists } assists, without a time limit.
dispatch-preview-none = No lead has been chosen.

## New case

new-case-heading = New case
new-case-amend-hint = The timeline shows it; if somebody else was first, you will be asked to look again.
new-case-text = What is reported
new-case-text-hint = Write while you listen
new-case-title = Title
new-case-title-hint = One line that reads well in a list
new-case-title-suggested = From the first sentence; you may change it
new-case-category = Category
new-case-reporter-name = Reporter's name
new-case-reporter-phone = Phone
new-case-reporter-kept = Leave empty to keep { $reporter }
new-case-pick = Click on the map
new-case-picking = Click the map…
new-case-town = Town
new-case-village = Village
new-case-grid = Grid
new-case-located = Lies in
new-case-locating = Looking up the grid…
new-case-not-located = No place yet
new-case-outside = This place is in no grid
new-case-address = Address
new-case-address-hint = Street, number, landmark
new-case-channel = Channel
new-case-submit = Take in
new-case-cancel = Cancel

## Area

area-what = the area
area-name-column = Name
area-cases-none-next = Cases reported in this area will be listed here.
area-size = Size
area-standard-go = Open the standard
area-square-kilometres = { $count } km²
area-square-metres = { $count } m²
area-households = Households
area-open = Open
area-overdue = Overdue
area-children-count = { $count } in all
area-children-none = There is nothing finer below
area-children-sum = Sum
area-children-agree = agrees with the area
area-units-note = Cases belong to the grid, not to a household unit
area-people = People
area-people-none = Nobody is registered here
area-vacant = vacant
area-vacant-hint = Nobody holds this post
area-cases = Open cases
area-cases-none = No open case
area-cases-first = Nearest deadline first, { $count } at most

## Department

department-what = the department
department-cases-none-next = Cases that it is given to lead will be listed here.
department-duties = Duties
department-duties-none = No duty is registered
department-load = Load
department-load-of = { $open } open of { $capacity }
department-load-unknown = { $open } open; no capacity is registered
department-over-capacity = { $count } above capacity
department-open = Open
department-overdue = Overdue
department-due-today = Due today
department-returned = Returned before
department-cases = Open cases it leads
department-cases-none = No open case
department-cases-first = Nearest deadline first, { $count } at most
