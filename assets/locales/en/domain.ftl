# Words of the field: stages, lanes, commands, events, roles, refusals and problems. The keys are
# those of zh-CN/domain.ftl; a test checks it.

app-name = One map of governance

level-province = province
level-city = city
level-county = county
level-town = town
level-village = village
level-grid = grid
level-household-unit = household unit
kind-base = base grid
kind-dedicated = dedicated grid

stage-reported = Reported
stage-verified = Verified
stage-established = Established
stage-dispatched = Dispatched
stage-handling = Handling
stage-fed-back = Fed back
stage-closed = Closed
stage-evaluated = Evaluated
stage-declined = Declined

lane-to-verify = To verify
lane-to-establish = To establish
lane-to-dispatch = To dispatch
lane-to-accept = To accept
lane-handling = Handling
lane-to-close = To close
lane-overdue = Overdue
lane-done = Done

lamp-green = in time
lamp-yellow = due soon
lamp-red = overdue

urgency-normal = Normal
urgency-urgent = Urgent
urgency-emergency = Emergency

satisfaction-satisfied = Satisfied
satisfaction-fair = Fairly satisfied
satisfaction-dissatisfied = Dissatisfied

command-report = Report
command-amend = Amend
command-verify = Verify
command-decline = Decline
command-establish = Establish
command-dispatch = Dispatch
command-withdraw = Withdraw
command-accept = Accept
command-return = Return
command-progress = Report progress
command-feed-back = Feed back
command-close = Close
command-reopen = Reopen
command-evaluate = Evaluate
command-urge = Urge

event-reported = Reported
event-imported = Imported
event-amended = Amended
event-verified = Verified
event-declined = Declined
event-established = Established
event-dispatched = Dispatched
event-withdrawn = Withdrawn
event-accepted = Accepted
event-returned = Returned
event-progressed = Progress
event-fed-back = Fed back
event-closed = Closed
event-reopened = Reopened
event-evaluated = Evaluated
event-urged = Urged
event-clock-started = Clock started

role-operator = Operator
role-clerk = Department clerk
role-leader = Leader
role-grid-worker = Grid worker

post-grid-leader = Grid leader
post-grid-worker = Grid worker
post-party-group-leader = Party group leader
post-household-unit-leader = Household unit leader
post-mediator = Mediator

resource-county-station = County station
resource-town-station = Town station
resource-village-station = Village station
resource-camera = Camera

clock-stage = This step
clock-whole = Whole case

field-title = Title
field-text = Text
field-category = Category
field-channel = Channel
field-urgency = Urgency
field-address = Address
field-position = Place
field-reporter = Reporter
field-name = Name
field-phone = Phone
field-lead = Lead
field-assists = Assisting departments
field-requirements = Requirements
field-due-at = Feed back by
field-note = Note
field-reason = Reason
field-result = Result
field-user = User name
field-password = Password
field-text-query = Search

refusal-not-found = There is no such case, or it is outside your area.
refusal-already-exists = This case exists already; it was not taken in twice.
refusal-stage-not-allowed = The case is at “{ $stage }”; “{ $command }” is not possible now.
refusal-role-not-allowed = A { $role } may not use “{ $command }”.
refusal-not-lead = Only a clerk of the leading department can do this.
refusal-not-dispatcher = Only the person who dispatched it can withdraw it.
refusal-handler-closes = Who handled a case may not close it; please ask a colleague.
refusal-field-missing = Please fill in: { $field }.
refusal-field-too-long = { $field } is too long; { $limit } characters at most.
refusal-field-unknown = { $field } “{ $value }” is not in the register.
refusal-lead-assists = The lead cannot also assist.
refusal-outside-county = This place is in none of your grids; please click on the map again.
refusal-due-in-past = That time has passed; please choose a later one.

problem-sign-in-needed = Please sign in first.
problem-wrong-credentials = The user name or the password is wrong.
problem-offline-unknown-user = The line is down. Only users who signed in on this computer in the last seven days can sign in now.
problem-not-found = Not found, or outside your area.
problem-bad-input = { $field } is not right.
problem-too-large = This is too large and was not sent.
problem-central-unreachable = The central does not answer. Your order is kept here and goes out when the line is back.
problem-storage-failed = The local file { $file } cannot be read or written. Please check the disk and try again.
problem-disk-full = The disk is full; this order was not saved. Please make room and try again.
problem-not-ready = The county is being loaded for the first time; one moment please.
problem-internal = The program failed; it is in the log under { $reference }. Your data are safe.
