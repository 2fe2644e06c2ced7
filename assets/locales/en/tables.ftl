# Tables: every chart and every larger table of figures can be read as a table, copied, exported.

table-as-table = As a table
table-as-chart = As a chart
table-copy = Copy table
table-out = Copy and export this table
table-copy-hint = Copies this table to the clipboard; it pastes into Excel or WPS
table-keep = Export to Excel
table-keep-hint = Keeps this table as .xlsx in the documents folder
table-copied = Rows copied: { $rows }. They paste into Excel or WPS
table-not-copied = Nothing was copied: the system does not let this window write to the clipboard. Please use “Export to Excel”.
table-day = { $day }/{ $month }
table-of-days = { $name }, the last { $days } days

## The exported table

table-untitled = Table
table-name = { $title }-{ $day }
table-at = As of { $when }

## Titles and columns

table-rates = Rates, { $part }, { $from } to { $to }
table-rates-of = What it counts
table-numerator = Numerator
table-denominator = Denominator
table-target = Target
table-met = Met
table-ranking = Ranking by { $rate } ({ $by }), { $from } to { $to }
table-place = Place
table-remark = Remark
table-board = Supervision board ({ $part })
table-matrix = Open cases of { $area }
table-counts = Counts
table-open = open
table-overdue = overdue
table-unclaimed = unclaimed
table-meeting-figures = { $meeting }, figures
table-meeting-rates = { $meeting }, rates
table-meeting-spots = { $meeting }, hot spots
table-figure = Figure
table-now = This period
table-spot-area = Town
table-spot-category = Category
table-spot-back = { $n } before
table-spot-mean = Mean
table-spot-limit = Usual up to

field-map-picture = The map's picture
field-map-title = The length of the map's title
field-map-credit = The length of the base map's credit
field-table-title = The title's length
field-table-columns = The number of columns
field-table-rows = The number of rows
field-table-head = The length of a head
field-table-text = The length of a cell
field-table-count = A number of the table
problem-table-too-large = The table is too large and was not exported: { $field } may be { $limit } at most.
