# Many cases at once, the lasso, flags in lists. The keys are those of zh-CN/bulk.ftl; a test checks it.

## Marks in lists: shorter than the flags' names, to fit a line

flags = Flags
mark-research = Research
mark-objection = Objection
mark-request = Request
mark-hard = Hard to place
mark-paused = Paused
mark-supervised = Supervised
mark-adopted = Adopted
mark-whistled = Whistle
mark-expedited = Green channel
mark-dissatisfied = Dissatisfied
category-chip-hint = Only this category; press for all of them

## Choosing many

bulk-pick = Select for many
bulk-unpick = Leave out
bulk-count = { $count } selected
bulk-choose-list = Select all { $count } of this list
bulk-drop = Drop selection
bulk-to-panel = Act on many
bulk-limit = At most { $limit } can be selected at once; { $count } were left out.
bulk-busy = Commands are being sent. Stop them before changing the selection.
bulk-lasso = Draw around cases
bulk-lasso-key = Draw around cases (L)
bulk-lasso-how = Press and drag around them, or click point by point and double-click to close.
bulk-lasso-cancel = Stop drawing
bulk-lasso-empty = No open case lies within the ring.

## The panel of many

bulk-content = In the selection
bulk-by-lane = Lane
bulk-by-lamp = Deadline
bulk-by-category = Category
bulk-ended = Closed or out of reach
bulk-unknown = Not read yet
bulk-no-deadline = No deadline
bulk-reading = Reading…
bulk-reading-of = { $read } of { $total } read
bulk-commands = Do with all of them
bulk-commands-none = Your role has nothing that can be done with many cases.
bulk-cannot-undo-short = Cannot be undone
bulk-none-can = None of the selected cases allows this
bulk-keys = X selects or leaves out, Shift+J and Shift+K go on selecting, Ctrl+A takes the list, L draws around cases, Enter enters the panel, Esc goes one step back.
bulk-last = Last: { $command }, { $count } done
bulk-last-open = Show results
bulk-for = { $count } cases
bulk-next = Preview { $count }
bulk-back = Back
bulk-due-profile = By the rules
bulk-due-set = Set a time
bulk-only-usual = { $command } only what it usually leads by category
bulk-urgency-own = Each keeps its own
bulk-longest = At most { $period }
bulk-preview = { $command }: { $count } cases
bulk-send = { $command } { $count }
bulk-said-dispatch = { $lead } leads; each is due by the rules.
bulk-said-dispatch-due = { $lead } leads; due { $due }.
bulk-said-assists = { $assists } assist.
bulk-can-undo = { $withdraw } takes all of it back, here and for 10 minutes.
bulk-cannot-undo = This cannot be undone.
bulk-decided = Each case is decided by itself; one refusal does not hold up the others.
bulk-unable = { $count } cannot be done and will not be sent
bulk-because-stage = At stage “{ $stage }”
bulk-because-flag = { $flag }
bulk-because-elsewhere = Led by another department
bulk-leads = Usual lead by category
bulk-other-leads = { $count } are usually led by somebody else
bulk-lead-unknown = Named in no duty list
bulk-other-urgency = The urgency of { $count } becomes { $urgency }.
bulk-stop = Stop
bulk-go-on = Send the other { $count }
bulk-retry = Try { $count } again
bulk-undo = { $withdraw } all ({ $minutes } min left)
bulk-undo-of = { $withdraw }: { $command }
bulk-undo-words = { $withdraw }, all together
bulk-left = { $count } were not sent.
bulk-given = All commands are stored on this device. What the central decides otherwise appears under “Conflicts”.
bulk-done = { $count } done
bulk-refused = { $count } refused
bulk-mark-done = Done
bulk-mark-refused = Refused
bulk-more = Show more, { $count } left
bulk-untitled = This case cannot be seen

## Shortcuts

key-pick = Select for many, or leave out
key-pick-on = Go on selecting
key-pick-all = Select the whole list
key-lasso = Draw around cases on the map
key-supervise = Supervise
