# The way of working, rates, the matrix, routing advice, likeness and drafts of new cases. The keys are those of zh-CN/ways.ftl; a test compares them.

what-ways = the ways of working
what-rates = the rates
what-ranking = the ranking
what-matrix = the matrix
what-replay = the replay

# A rate never stands without its numerator and denominator.
percent = { $value }%
percent-none = –

## Routing advice

principle-subject = By subject
principle-place = By place
principle-person = By person
principle-means-subject = whose business the matter is
principle-means-place = in whose area it happened
principle-means-person = who answers for the person or unit concerned
route-list-duty = Duties
route-list-duty-also = Other units with the duty
route-list-power = Powers
route-list-performance = Performance
route-list-place = The place, when no duty fits

dispatch-suggestions-loading = Looking up the rules…
dispatch-verdict-clear = The rules are clear. This is the lead; you may choose another.
dispatch-verdict-clash = Rules that come equally first ({ $count }: { $rules }) name different units. Better refer it to a research meeting, which names the lead.
dispatch-verdict-no-rule = No rule says who leads. Better refer it to a research meeting, which names the lead.
dispatch-doubt-clash = { $count } rules come equally first and name different units:
dispatch-doubt-rule = { $lead }: { $list }, rule { $rule }; { $grounds }
dispatch-doubt-no-rule = No rule says who leads: { $facts }
dispatch-rules-version = Version of the rules: { $version }
dispatch-rules-derived = Rules made from the categories and their departments
dispatch-rule = By { $meaning }; rule { $rule }
dispatch-runners-up = Next
dispatch-learnt = Not by any rule: these have led such cases before
dispatch-by-history = History
dispatch-leads-now = Leads now
dispatch-history = led { $led } of { $known } cases of this kind
dispatch-history-none = no cases of this kind to compare with
dispatch-with = with { $assists }
dispatch-assists-by-rule = Filled in by the rule; you may change it
dispatch-fact-category = category “{ $value }”
dispatch-fact-channel = channel “{ $value }”
dispatch-fact-area = lies in { $value }
dispatch-fact-person = person: { $value }
dispatch-fact-unit = concerns { $value }
dispatch-due-rule = { $clock }: { $period }; basis: { $basis }
dispatch-due-counting = Counting…
dispatch-due-ends = Dispatched now, due { $when }
dispatch-due-steps = How this was counted
dispatch-due-provisional = Provisional: the holidays of { $year } are not published yet. It is counted again when they are.

## New case

alike-title = Possibly the same matter
alike-wait = Type a few words; similar cases appear here.
alike-looking = Looking for similar cases…
alike-none = No similar case.
alike-hint = Have a look before you register it; what you wrote is kept.
alike-score = Likeness { $score }
alike-words = words { $share }%
alike-metres = { $count } m
alike-kilometres = { $count } km
alike-hours = { $count } h apart
alike-days = { $count } d apart
alike-category = same category
alike-phone = same phone
alike-shared = Words in both:

new-case-persons-hint = Several may fit; routing by person uses them
new-case-unit = Unit concerned
new-case-unit-add = Choose a unit
new-case-unit-hint = Only when the matter is about a unit
channels-online = On line
channels-offline = Face to face

draft-kept = Not registered yet: { $title }
draft-return = Continue
draft-drop-title = Drop the case that is not registered yet?
draft-drop-means = “{ $title }” is not registered. Dropped, it cannot be brought back; you may also put it aside and continue later.
draft-continue = Continue
draft-keep = Put aside
draft-drop = Drop

## Where to go

scenes = Pages
scene-desk = Desk
scene-matrix = Matrix
scene-indicators = Rates
scene-ways = Way of working
key-go-matrix = Matrix of areas and categories
key-go-indicators = Rates
key-go-ways = Way of working
alias-matrix = matrix tiles grid
alias-indicators = rates indicators kpi
alias-ways = ways profile working
alias-lane-to-check = check
alias-lane-in-review = review

## Way of working

ways-title = Way of working
ways-about = How cases are handled here: the flow, the time limits, who may do what, the lists and the routing rules. All of it is data in one file. The other ways that ship with the program can be compared here.
ways-choose = Choose a way of working
ways-in-force = In force
ways-as-shipped = As shipped
ways-figures = { $steps } steps · { $clocks } time limits · { $channels } channels · { $categories } categories
ways-use = This way is not in force. To put it in force, on the computer of the central:
ways-use-trial = To try it on the sample county:
ways-none = none
ways-when = For
ways-any-case = every case
ways-basis = Basis

ways-flow = Flow
ways-or = or { $stages }
ways-limit-varies = depends on the case

ways-clocks = Time limits
ways-clocks-none = There are no time limits.
ways-yellow = Yellow when less than { $share }% is left
ways-clock = Name
ways-period = How long
ways-stages = Runs in
ways-not-expedited = off the green channel
ways-extension = May be extended { $times } times, by { $longest } at most, with approval
ways-extension-told = May be extended { $times } times, by { $longest } at most, with approval and telling the person
ways-stops = Stands still for: { $causes }
ways-follows-order = A dispatch's own due time takes its place
ways-repeats = Starts anew with every report of progress
ways-without-deadline = Runs only when no other clock does

ways-roles = Who may do what
ways-roles-note = Only commands of this way; tinted rows differ from the usual
ways-command = Command
ways-may = { $role } may

ways-rules = Rules
ways-triage = Sorting
ways-triage-is = Cases from { $channels } must be sorted first.
ways-returns = Returns
ways-returns-window = An order may be returned within { $period } of its dispatch.
ways-returns-open = An order may be returned until it is accepted.
ways-returns-at-once = A return takes effect at once.
ways-returns-reviewed = A return must be upheld; until then the first receiver stays the lead.
ways-returns-designated = It may be returned after its lead was designated, too.
ways-returns-not-designated = It may not be returned after its lead was designated.
ways-task-force = Task force
ways-task-force-required = A task force comes first: one person each for { $roles }, and at least { $least } of: { $members }. Handling starts afterwards.
ways-task-force-may = A task force may be formed: one person each for { $roles }, and at least { $least } of: { $members }.
ways-visits = Visits
ways-visits-are = Before closing, visits by { $visitors }, in this order.
ways-review = Review
ways-review-is = May be asked for within { $period } of the answer, { $rounds } times at most.
ways-mediation = Mediation
ways-mediation-is = By { $bodies }; at least { $least } take part.
ways-mediation-confirmed = Within { $period } of an agreement a court may be asked to confirm it.
ways-pauses = Pauses
ways-bodies = Bodies to hand off to
ways-whistle = Whistle
ways-whistle-is = Units that are called are usually there within { $period }.
ways-green = Green channel
ways-green-is = There is one; shorter limits hold on it.
ways-adoption = Adoption by leaders
ways-adoption-is = The leader: { $leader }. The responsible unit: { $unit }.
ways-compartments = Sealed groups

ways-ladders = Ladders of supervision
ways-rung-answer = answer within { $period }

ways-channels = Channels
ways-categories = Categories and departments ({ $count })
ways-categories-note = The first department is the usual lead.
ways-closings = Closing reasons
ways-needs-note = an explanation
ways-demands = Demands { $demands }
ways-demands-nothing = Demands nothing more
ways-persons = Tags of persons
ways-lists = Lists
ways-lists-note = Members that the sources do not name are the county's to fill in
ways-list-filled = { $size } members, { $known } filled in
ways-policies = Policies
ways-targets = Targets

ways-routing = Routing rules
ways-routing-derived = No rules of its own: made from the departments of each category, the first one leads; without one, the office of the town.
ways-routing-about = Version { $version }, { $count } rules; lists in their order: { $lists }
ways-route-list = List and principle
ways-owner-town-office = The town's office
ways-owner-unit = The unit concerned

ways-calendars = Working calendars known
ways-calendars-note = In years that are not listed, deadlines in working days are provisional.
ways-calendars-none = No year's holidays are loaded.
ways-year = Year
ways-notice = Notice of the State Council
ways-days-off = Days off
ways-made-up = Weekend days worked

replay-title = Routing rules replayed
replay-about = The rules in force, tried on past cases and compared with who led them.
replay-again = Replay again
replay-fraction = same lead { $same } ÷ replayed { $total }
replay-changed = Would go elsewhere
replay-clashes = Rules clash: research meeting
replay-unrouted = No rule: research meeting
replay-was = Led by
replay-would = By the rules
replay-cases = Cases
replay-one = Example
replay-open = Open one
replay-empty = There are no cases to replay.
replay-empty-next = Come back when cases have been dispatched.
replay-other = Try another table
replay-other-about = Written as [routing] in a profile. The rules in force stay as they are.
replay-nothing-written = Please write a table first
replay-try = Try it
replay-example =
    version = "trial-1"

    {"["}[lists]]
    code = "duty"

    {"["}[routes]]
    code = "duty.road"
    list = "duty"
    principle = "subject"
    basis = "clause of the duty list"
    categories = ["road"]
    lead = "jiaotong"

## Rates

indicators-title = Rates
indicators-about = Every rate with its numerator and denominator. Choose a row for its ranking and the cases behind it.
indicators-choose = Please choose days and a part first.
indicators-rates = All rates
indicators-rate = Rate
indicators-fraction = Numerator ÷ denominator
indicators-percent = Per cent
indicators-period = Period
indicators-span-this-week = This week
indicators-span-this-month = This month
indicators-span-last-month = Last month
indicators-span-custom = Other days
indicators-from = First day
indicators-to = Last day
indicators-days = { $from } to { $to }
indicators-days-wrong = Please give both days, the earlier one first
indicators-part = Part
indicators-part-all = County
indicators-part-department = Department
indicators-part-town = Town
indicators-part-village = Village
indicators-part-category = Category
indicators-part-channel = Channel
indicators-target-least = Target ≥ { $value }
indicators-target-most = Target ≤ { $value }
indicators-target-met = met
indicators-target-missed = missed
indicators-empty = No case counts in these days.
indicators-empty-next = Choose other days or another part.
indicators-note = What is due counts on the day of its deadline, or earlier when it was done earlier. Two decimals; 100.00% only when all are. How the handling rate counts, its source does not say; our reading is answered or closed ÷ established.

ranking-title = Ranking: { $rate }
ranking-higher = Highest first
ranking-lower = Lowest first
ranking-by = Ranked
ranking-least = Denominator at least
ranking-turn = Show all rates of this one
ranking-empty = Nobody to rank.
ranking-none-able = Every denominator is too small to be ranked.
ranking-too-few = Denominator too small, not ranked

behind-title = Cases behind: { $rate } ({ $part })
behind-which = Which cases
behind-missing = Not in the numerator
behind-met = In the numerator
behind-all = { $total } in all
behind-first = { $total } in all, the first { $shown } here
behind-none = There are none.

## Matrix

matrix-title = Matrix
matrix-about = Open cases by area and category. Choose a tile for its cases at the left; choose an area to go into it.
matrix-empty = There are no open cases here.
matrix-empty-next = Go one level up, or wait for new cases.
matrix-sum = Sum
matrix-tile = { $open } open, { $overdue } overdue, { $unclaimed } unclaimed
matrix-enter = Go into it
matrix-show-grid = Show this grid at the right
matrix-without-lead = Dispatched cases without a lead: { $count }. By the rules there can be none; please check.
matrix-shown = At the left: { $area }, { $category }
matrix-any = all
matrix-show-all = Show all
matrix-legend-open = Large: open
matrix-legend-overdue = overdue
matrix-legend-unclaimed = unclaimed
matrix-legend-keys = Arrow keys move, Enter opens, Esc goes up
