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
subject-dissatisfied = Dissatisfied on a visit
subject-repeated = Repeated and merged

refusal-record-not-yours = The { $role } does not keep such records.
refusal-record-not-in-profile = This county's way of working has no such records.
refusal-record-ended = This has ended and cannot be changed any more.
refusal-not-receiver = Another leader receives there; please leave it to them or to the staff.
refusal-reception-ahead = The reception is on { $on }; it can be recorded from that day on.
refusal-not-drawn = This case is not in the sample.
refusal-found-already = The check of this case is recorded and stays; to look again, draw again.
refusal-only-the-central = Only the central freezes the pack, at its time.
refusal-meeting-open = The meeting has been opened already.
refusal-meeting-not-open = The meeting has not been opened yet.
