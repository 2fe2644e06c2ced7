# Words of the field: stages, lanes, flags, commands, events, roles, clocks, refusals and problems.
# The keys are those of zh-CN/domain.ftl; a test checks it.

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
stage-checked = Checked
stage-closed = Closed
stage-evaluated = Evaluated
stage-under-review = Under review
stage-under-final-review = Under final review
stage-declined = Declined
stage-voided = Voided

lane-to-verify = To verify
lane-to-establish = To establish
lane-to-dispatch = To dispatch
lane-to-accept = To accept
lane-handling = Handling
lane-to-check = To check
lane-to-close = To close
lane-in-review = In review
lane-overdue = Overdue
lane-done = Done

flag-research = Waits for research
flag-objection = Return to decide
flag-request = Request to decide
flag-hard = Hard to handle
flag-paused = Paused
flag-supervised = Supervised
flag-adopted = Adopted by a leader
flag-whistled = Whistle blown
flag-expedited = Green channel
flag-dissatisfied = Dissatisfied

lamp-green = in time
lamp-yellow = due soon
lamp-red = overdue

urgency-normal = Normal
urgency-urgent = Urgent
urgency-emergency = Emergency

satisfaction-satisfied = Satisfied
satisfaction-fair = Fairly satisfied
satisfaction-dissatisfied = Dissatisfied

path-on-the-spot = On the spot
path-joint = Jointly
path-report-up = Report up

cause-postponed = Postponed
cause-hearing = Hearing
cause-hand-off = With an outside body

visitor-handler = handling department
visitor-centre = centre

wish-extension = Extension
wish-void = Voiding

command-report = Report
command-amend = Amend
command-triage = Sort
command-verify = Verify
command-decline = Decline
command-establish = Establish
command-expedite = Use the green channel
command-refer = Refer to research
command-designate = Designate the lead
command-dispatch = Dispatch
command-withdraw = Withdraw
command-redispatch = Dispatch anew
command-accept = Accept
command-return = Return
command-uphold-return = Uphold the return
command-reject-return = Reject the return
command-form-task-force = Form a task force
command-progress = Report progress
command-request-extension = Ask for an extension
command-request-void = Ask to void
command-approve = Approve
command-refuse = Refuse
command-suspend = Suspend
command-resume = Resume
command-hand-off = Hand off
command-come-back = Take back from outside
command-mediate = Record a mediation
command-feed-back = Feed back
command-check = Check
command-visit = Visit
command-close = Close
command-ask-review = Ask for a review
command-decide-review = Decide the review
command-reopen = Reopen
command-evaluate = Evaluate
command-urge = Urge
command-supervise = Supervise
command-climb = Climb the ladder
command-answer-supervision = Answer the supervision
command-adopt = Adopt
command-attest = Show what was done
command-comment = Comment
command-whistle = Blow the whistle
command-report-in = Report in
command-rate-whistle = Rate the whistle
command-hand-out = Hand out policies
command-attach = Attach a file
command-merge = Merge
command-unmerge = Undo the merge
command-link = Link
command-seal = Seal
command-unseal = Unseal

event-reported = Reported
event-imported = Imported
event-amended = Amended
event-triaged = Sorted
event-verified = Verified
event-declined = Declined
event-established = Established
event-expedited = Onto the green channel
event-referred = Referred to research
event-dispatched = Dispatched
event-withdrawn = Withdrawn
event-accepted = Accepted
event-objected = Objection to the order
event-returned = Returned
event-objection-rejected = Return rejected
event-task-force-formed = Task force formed
event-progressed = Progress
event-requested = Request
event-request-approved = Request approved
event-request-refused = Request refused
event-voided = Voided
event-suspended = Suspended
event-resumed = Resumed
event-handed-off = Handed off
event-came-back = Came back
event-mediated = Mediation
event-fed-back = Fed back
event-check-passed = Check passed
event-check-failed = Check failed
event-visited = Visit
event-closed = Closed
event-review-asked = Review asked for
event-review-decided = Review decided
event-reopened = Reopened
event-evaluated = Evaluated
event-urged = Urged
event-supervised = Supervision
event-supervision-answered = Supervision answered
event-adopted = Adopted by a leader
event-attested = Adoption item shown
event-commented = Comment
event-whistled = Whistle
event-reported-in = Reported in
event-whistle-rated = Whistle rated
event-handed-out = Policies handed out
event-attached = File attached
event-merged = Merged into another case
event-absorbed = Another case merged in
event-unmerged = Merge undone
event-released = Merged case taken out again
event-linked = Linked
event-sealed = Sealed
event-unsealed = Unsealed
event-clock-started = Clock started
event-clock-moved = Deadline moved

role-operator = Operator
role-clerk = Department clerk
role-leader = Leader
role-supervisor = Supervisor
role-grid-worker = Grid worker
role-wall = Wall display
role-system-admin = System administrator
role-security-admin = Security administrator
role-audit-admin = Audit administrator

post-grid-leader = Grid leader
post-grid-worker = Grid worker
post-party-group-leader = Party group leader
post-household-unit-leader = Household unit leader
post-mediator = Mediator

resource-county-station = County station
resource-town-station = Town station
resource-village-station = Village station
resource-camera = Camera

# The three clocks of every profile; the others are named by the profile.
clock-supervision = Supervision answer
clock-whistle = Arrival on the spot
clock-order = Order due
clock-confirmation = Court confirmation

clock-cause-extension = extension approved
clock-cause-pause = moved on after a pause
clock-cause-calendar = counted again with the year's calendar
clock-cause-regraded = counted again for another urgency or category
clock-cause-green-channel = onto the green channel

# How long something may take. $count is a number.
period-natural-days = { $count ->
    [one] { $count } natural day
   *[other] { $count } natural days
}
period-working-days = { $count ->
    [one] { $count } working day
   *[other] { $count } working days
}
period-months = { $count ->
    [one] { $count } month
   *[other] { $count } months
}
period-years = { $count ->
    [one] { $count } year
   *[other] { $count } years
}
period-running-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
period-working-hours = { $count ->
    [one] { $count } working hour
   *[other] { $count } working hours
}

field-title = Title
field-text = Text
field-category = Category
field-channel = Channel
field-urgency = Urgency
field-address = Address
field-position = Place
field-reporter = Reporter
field-persons = Person tags
field-origin = What another system said
field-name = Name
field-phone = Phone
field-path = Path
field-lead = Lead
field-assists = Assisting departments
field-requirements = Requirements
field-due-at = Feed back by
field-roles = Task force roles
field-members = Task force members
field-clock = Clock
field-period = Extension
field-note = Note
field-reason = Reason
field-result = Result
field-cause = Cause of the pause
field-until = Expected until
field-body = Outside body
field-bodies = Mediating bodies
field-parties = Parties (two at least)
field-amount = Sum agreed on
field-demands = What the closing demands
field-ladder = Supervision ladder
field-unit = Responsible unit
field-item = Item
field-evidence = Evidence
field-policies = Policies
field-units = Units called
field-needed-by = Needed by
field-compartment = Sealed group
field-user = User name
field-password = Password
field-request = The request

refusal-not-found = There is no such case, or it is outside your area.
refusal-already-exists = This case exists already; it was not taken in twice.
refusal-not-in-profile = This county's way of working has no “{ $command }”.
refusal-stage-not-allowed = The case is at “{ $stage }”; “{ $command }” is not possible now.
refusal-role-not-allowed = The role “{ $role }” may not use “{ $command }”; please ask a colleague who may.
refusal-not-lead = Only a clerk of the leading department can do this; sorting is done by the department that took it in.
refusal-not-dispatcher = Only the person who dispatched it can withdraw it; please ask that person.
refusal-not-closer = Only the person who closed it can withdraw the closing; to have it done again, use “{ command-reopen }”.
refusal-handler-closes = Who handled a case may not close it; please ask a colleague.
refusal-handler-checks = Who handled a case may not check it; please ask a colleague.
refusal-field-missing = Please fill in: { $field }.
refusal-field-too-long = { $field } is too long; { $limit } characters at most.
refusal-field-unknown = { $field } “{ $value }” is not in the register; please choose one that is.
refusal-demand-missing = Closing for this reason also needs “{ $demand }”; please fill it in.
refusal-lead-assists = The lead cannot also assist; please take it out of the assisting departments.
refusal-same-lead = This department leads already; please choose another one.
refusal-outside-county = This place is in none of your grids; please click on the map again.
refusal-due-in-past = { $due_at } has passed; please choose a later time.
refusal-triage-first = This case must be sorted first: “{ path-on-the-spot }”, “{ path-joint }” or “{ path-report-up }”.
refusal-no-intake = No department took this case in itself; please choose “{ path-report-up }”.
refusal-in-research = A research meeting has this case; please use “{ command-designate }” with what the meeting said.
refusal-already-in-research = A research meeting has this case already; nothing more is needed.
refusal-already-expedited = This case is on the green channel already; nothing more is needed.
refusal-task-force-first = The task force must be formed first.
refusal-task-force-incomplete = The task force has no “{ $missing }” yet; please fill that role.
refusal-task-force-members = Please add members to the task force; the least number beside its roles is { $least }.
refusal-return-too-late = It could be returned until { $until }; if it cannot be handled, please call the centre.
refusal-designated-stays = A research meeting named the lead, so it cannot be returned; if it cannot be handled, please call the centre.
refusal-objection-pending = A return waits to be upheld or rejected; please wait for that decision.
refusal-no-objection = No return waits for a decision.
refusal-paused = The case is paused ({ $cause }); it must be resumed or come back first.
refusal-not-paused = The case is neither postponed nor in a hearing; if an outside body has it, use “{ command-come-back }”.
refusal-not-handed-off = No outside body has this case, so it cannot come back.
refusal-clock-not-running = This clock does not run now; please choose another one.
refusal-extension-not-allowed = “{ $clock_name }” cannot be extended; please keep the deadline.
refusal-extensions-used = “{ $clock_name }” has been extended as often as it may be ({ $times }); please keep the deadline.
refusal-extension-too-long = An extension may be { $longest } at most, asked for in the same unit; please change it.
refusal-request-pending = A request waits for its decision; please wait for that.
refusal-no-request = No request waits for a decision.
refusal-own-request = Who asks may not decide; please ask a colleague.
refusal-visit-missing = The visit of the { $visitor } is still owed; it comes first.
refusal-visit-done = The { $visitor } has made its visit; nothing more is needed.
refusal-same-visitor = The visits are made by different people of different units, and not by who handled it for the centre; please ask a colleague.
refusal-supervision-stands = A supervision slip has not been answered; to press harder, use “{ command-climb }”.
refusal-no-supervision = No supervision slip stands; there is nothing to climb or to answer.
refusal-supervision-answered = The slip has been answered; nothing more is needed.
refusal-supervision-owed = A supervision slip has not been answered; the lead must answer it before closing.
refusal-ladder-top = This is the highest rung; it cannot climb further.
refusal-already-adopted = { $name } has adopted this case already; nobody else can.
refusal-not-adopted = No leader has adopted this case; a leader must do that first.
refusal-not-adopter = Only the leader who adopted the case can show this item.
refusal-not-adopted-unit = Only a clerk of the responsible unit can show this item.
refusal-adoption-owed = Items of the adoption without evidence: { $missing }; please show them before closing.
refusal-not-whistled = This unit was not called, so it need not report in and cannot be rated.
refusal-already-reported-in = Your unit has reported in; nothing more is needed.
refusal-whistle-still-out = This unit has not reported in and still has time to; please rate it when it is there or late.
refusal-whistle-rated = Your side has rated it already; nothing more is needed.
refusal-too-few-bodies = Too few bodies took part; please choose at least { $least }.
refusal-review-too-late = A review could be asked for until { $until }; that time has passed.
refusal-reviews-exhausted = All reviews have been made; the same facts are not taken again.
refusal-attachment-too-large = The file is too large; an attachment may have { $mebibytes } MiB at most. Please make the photo smaller.
refusal-attachment-kind = Only JPEG, PNG and WebP photos and PDF files can be attached; the contents count, not the file's ending.
refusal-attached-already = The case has this attachment already; nothing more is needed.
refusal-too-many-attachments = A case has { $most } attachments at most, and this one is full.
refusal-merge-self = A case cannot be merged or linked with itself; please choose another one.
refusal-merged = The case was merged into another one; please work on that one, or undo the merge first.
refusal-has-merged = Other cases were merged into this one; please undo those merges first.
refusal-target-closed = The other case has ended, so nothing can be merged into it; you can use “{ command-link }” instead.
refusal-not-merged-there = The case was not merged into that one; there is nothing to undo.
refusal-already-linked = The two cases are linked already; nothing more is needed.
refusal-sealed-apart = A sealed case can be merged or linked only with cases of its compartment.
refusal-already-sealed = The case is sealed already; nothing more is needed.
refusal-not-sealed = The case is not sealed; there is nothing to unseal.
refusal-compartment-not-yours = You are not in this sealed group; please ask somebody who is.
refusal-record-not-yours = The { $role } does not keep such records.
refusal-account-not-yours = The { $role } does not do this to accounts: the system administrator opens and locks them, the security administrator grants.
refusal-own-account = Nobody changes their own account; please ask another administrator.
refusal-administrators-exclude = System, security and audit administrators exclude one another and have no other role; please open another account.
refusal-account-not-there = The account cannot be changed so now; please look at how it stands.
refusal-record-not-in-profile = This county's way of working has no such records.
refusal-record-ended = This has ended and cannot be changed any more.
refusal-not-receiver = Another leader receives there; please leave it to them or to the staff.
refusal-reception-ahead = The reception is on { $on }; it can be recorded from that day on.
refusal-not-drawn = This case is not in the sample.
refusal-found-already = The check of this case is recorded and stays; to look again, draw again.
refusal-only-the-central = Only the central freezes the pack, at its time.
refusal-meeting-open = The meeting has been opened already.
refusal-meeting-not-open = The meeting has not been opened yet.

problem-sign-in-needed = Please sign in first.
problem-wrong-credentials = The user name or the password is wrong.
problem-locked-out = Too many wrong passwords; nobody can sign in by this name until { $until }.
problem-account-closed = This account is locked, or not granted yet; please ask an administrator.
problem-new-password-needed = This is a one-time password; please choose another one.
problem-one-time-lapsed = The one-time password has lapsed; please ask the system administrator for another.
problem-ticket-lapsed = The sign-in by the identity provider has lapsed or was used already. Please try once more.
problem-provider-stranger = The identity provider knows you, but this central has no account for you, or the account of this name belongs to somebody else. Please ask a system administrator to open one, or a security administrator to untie it.
problem-provider-failed = The identity provider does not answer, or its answer is not to be believed; nobody was signed in. Please try again later, or sign in with a password.
problem-password-too-weak = The new password is too weak: at least { $least } characters, without the user name, other than the old one.
problem-second-factor-needed = Please enter the six digits of your authenticator.
problem-second-factor-unset = This account needs a second factor: scan the code with an authenticator on your telephone, then enter the six digits that it shows.
problem-wrong-code = The six digits are wrong, or were used already; please wait for the next ones.
problem-offline-unknown-user = The line is down. Only users who signed in on this computer in the last seven days can sign in now.
problem-not-found = Not found, or outside your area.
problem-not-permitted = Your role may not do that.
problem-bad-input = { $field } is not right.
problem-bad-text = Line { $line } cannot be read: { $reason }
problem-too-large = This is too large and was not sent.
problem-too-many-requests = These are more requests at once than can be answered; it goes on by itself in a moment.
problem-central-unreachable = The central does not answer. Your order is kept here and goes out when the line is back.
problem-console-outdated = This program is too old for the central. Please have it updated on this computer; what is kept here stays.
problem-central-outdated = The central's program is too old for this one. Please tell who runs the central that it must be updated.
problem-central-untrusted = The certificate that was shown does not prove that this is your central, and nothing was said to it. Please tell who runs the central; what is kept here stays.
problem-authority-unusable = The file of the certificate authority cannot be used ({ $file }): it cannot be read, or holds no certificate in PEM. Please check the argument --authority.
problem-storage-failed = The local file { $file } cannot be read or written. Please check the disk and try again.
problem-storage-read-only = The folder of the local files can only be read; this order was not saved ({ $file }). Please check the disk or its rights and try again. What is there can still be read.
problem-order-gone = This order was sent or settled meanwhile; it cannot be changed any more.
problem-changed-meanwhile = Somebody has just changed this; the order was not carried out. Look at how it stands now and decide again.
problem-desktop-only = Only the desktop program can do this; the page in a browser cannot.
problem-disk-full = The disk is full; this order was not saved. Please make room and try again.
problem-no-chinese-font = This computer has no Chinese font, so nothing can be printed. Install fonts-noto-cjk and try again.
problem-base-map-unreachable = The base map's service cannot be reached; what was kept of it is shown.
problem-base-map-refused = The base map's service does not know the key, or its count for today is used up.
problem-base-map-broken = The file { $file } of a base map cannot be used: { $reason }
problem-not-ready = The county is being loaded for the first time; one moment please.
problem-internal = The program failed; it is in the log under { $reference }. Your data are safe.

# Indicators. A rate is always shown with its numerator and denominator; -of names the two.
indicator-closing = Closing rate
indicator-closing-of = closed ÷ due to be closed
indicator-closing-in-time = Closing in time
indicator-closing-in-time-of = closed in time ÷ due to be closed
indicator-rework = Rework rate
indicator-rework-of = reopened ÷ due to be closed
indicator-extension = Extension rate
indicator-extension-of = extended ÷ due to be closed
indicator-return = Return rate
indicator-return-of = sent back ÷ dispatched
indicator-acceptance-in-time = Acceptance in time
indicator-acceptance-in-time-of = accepted in time ÷ due to be accepted
indicator-completion = Completion rate
indicator-completion-of = answered by the department ÷ due to be answered
indicator-completion-in-time = Completion in time
indicator-completion-in-time-of = answered in time ÷ due to be answered
indicator-handling = Handling rate
indicator-handling-of = answered or closed ÷ established
indicator-response = Response rate
indicator-response-of = contacted ÷ asked about it on a visit
indicator-resolution = Resolution rate
indicator-resolution-of = resolved ÷ asked about it on a visit
indicator-satisfaction = Satisfaction rate
indicator-satisfaction-of = satisfied ÷ asked about it on a visit
indicator-arrival = Arrival in time
indicator-arrival-of = units there in time ÷ units called
indicator-arrival-worth = Callers content
indicator-arrival-worth-of = satisfied or fairly satisfied with the unit ÷ rated by the callers
indicator-call-worth = Call found needed
indicator-call-worth-of = satisfied or fairly satisfied with the call ÷ rated by the unit
