# The index and the scorecards.

scene-index = Index
key-go-index = The index and the scorecards (where the profile has them)
alias-index = index score scorecard
index-title = The index and the scorecards
what-index = the index
what-scorecards = the scorecards

index-tabs = The two parts: index and scorecards
index-tab-index = Governance index
index-tab-scorecards = Scorecards
index-keys = ← → other days, J and K through the cases, Esc closes

## The index

index-today = Today, { $weekday } { $day }/{ $month }
index-day = { $weekday } { $day }/{ $month }
index-day-of-year = { $weekday } { $day }/{ $month }/{ $year }
index-on = { $day }/{ $month }
index-days = { $from }/{ $month } to { $to }/{ $to-month }
index-before = Day before
index-after = Day after
index-pick = Choose a day
index-last = Show the last day
index-none = No index was made yet
index-none-next = Every day at { $time } the index of the day before is made; the first comes at the next { $time }.
index-none-of = There is no index of { $day }
index-none-of-next = The central did not run that day, and none is made up afterwards. Look at the days around it.
index-total = Total
index-of-most = / { $most }
index-change = Against the day before
index-change-up = ▲ { $points } against the day before
index-change-down = ▼ { $points } against the day before
index-change-same = As on the day before
index-change-none = No index of the day before
index-change-formula = Another formula, not compared with the day before
index-formula = Version of the formula
index-made = Formula { $version } · basis: { $basis } · made { $at }, unchanged since

index-course = { $area }, last { $days } days
index-course-gaps = { $count } days without an index
index-of = Index of { $name }
index-course-gap = No index
index-course-gap-on = { $day }: no index
index-course-on = { $day }: { $points } points, formula { $formula }
index-course-formula = Formula { $formula }
index-course-day = Day

index-rows = { $area }, row by row
index-rows-order = Those that lost most first, the others in the formula's order
index-whole = Back to the county
index-row = Row
index-counted = Counted
index-share = Share
index-got = Points
index-got-of = { $got } / { $points }
index-lost = Lost
index-lost-by = Show the cases or areas it was lost by
index-nothing-counted = Nothing counted, nothing lost
index-points = { $points } points
index-own-days = last { $days } days
index-fraction-free = without { $what } { $above } ÷ { $all } { $below }
index-fraction-punctual = not overdue { $above } ÷ open { $below }
index-fraction-duty = done { $above } ÷ owed { $below }
index-fraction-reported = reported { $above } ÷ wanted { $below }
index-fraction-judged = given { $above } ÷ most { $below }

index-towns = Towns by rank
index-town = Town
index-turn = Show its rows
index-over = Ranked over
index-over-day = The day
index-over-month = Mean of the month (review)
index-over-year = Mean of the year (assessment)
index-over-about-day = Each column is what that row lost; press one for its cases
index-over-about-month = The mean of the totals from the first of the month to the chosen day
index-over-about-year = The mean of the totals from 1 January to the chosen day
index-over-days = { $days } days
index-mean = Mean
index-rests-on = Days with an index
index-means-none = There is no index in this time

index-grounds = { $area } · { $row } · { $points } points lost
index-grounds-full = This row lost nothing.
index-grounds-reported = This row counts reports. What is missing are reports, so there are no cases to list.
index-grounds-judged = Somebody gives the points of this row.
index-grounds-own = The county itself owes it, not one of its towns.
index-grounds-unseen = The cases are in towns that you do not see.
index-unseen = { $count } more are not here: you may not see them, or they are gone.
index-areas = { $count } areas did not do it

## Scorecards

scorecards-month = { $month }/{ $year }
scorecards-before = Month before
scorecards-after = Month after
scorecards-area = Town
scorecards-keys = Arrow keys from cell to cell, Enter opens, Esc closes
scorecards-about = { $name }: { $rows } rows · basis: { $basis }
scorecards-days = Days that count: { $days }
scorecards-not-begun = The first day of the month is not over; counting begins tomorrow
scorecards-first = The first { $shown } of { $total }
scorecards-to-give = { $count } cells wait for points
scorecards-all-given = All points are given
scorecards-none = Nobody is scored here: no { $level }
scorecards-none-next = Choose another town.
scorecards-total = Points
scorecards-of = / { $of }
scorecards-uncounted = none
scorecards-give = Give
scorecards-legend = Figures with decimals are counted; open one for the cases or areas it was lost by. Whole figures were given by people. What did not count is not in the most either.
scorecards-cell = { $row }: { $got } of { $most }. { $told }
scorecards-ungiven-hint = Enter gives points
scorecards-given-hint = Given by { $by }. { $note }
scorecards-form = { $area } · { $row }
scorecards-points = Points (0 to { $most })
scorecards-note = Why
scorecards-before-given = { $by } gave { $points },
scorecards-wrong-points = Give a whole number from 0 to { $most }.
scorecards-wrong-note = Say why it is less than all { $most } points.
