"""The peer of `cargo xtask bench kpi`: the same figures by GROUP BY in duckdb.

Asked by lines on standard input (see ../src/peer.rs). The table lies in duckdb's memory before
any time is taken, with codes as enums, and with the day on which a case counts already worked out:
that favours this side. What is timed is the queries and the fetching of their rows; adding the
month's rows to the rest of the year's is left out, which favours it too.

One query for each kind of day, with the period as a filter and the parts as grouping sets, was the
fastest of what was tried (duckdb 2.0.0, 2 cores): one GROUP BY a part over all cases took 11 times
as long, one query with grouping sets for everything 14 times, a GROUP BY of all three keys rolled
up afterwards 3 times.
"""

import sys
import time

import duckdb

SHEET, *DAYS, NOW, DAY_END = sys.argv[1:]
# The month lies within the year; days as texts are in the order of time.
PERIODS = {"month": DAYS[:2], "year": DAYS[2:]}
assert DAYS[2] <= DAYS[0] <= DAYS[1] <= DAYS[3]
KEYS = ["department", "town", "category"]
OWED = ["acceptance", "completion", "closing"]
ANSWERS = ["responded", "resolved", "satisfied"]

# Each rate, in our order: the day a case counts on, what puts it into the denominator of those
# that have such a day, and what puts it into the numerator of those.
RATES = [
    ("closing_on", "true", "closing_done IS NOT NULL"),
    ("closing_on", "true", "closing_met"),
    ("closing_on", "true", "reworked"),
    ("closing_on", "true", "extended"),
    ("dispatched_on", "true", "returned"),
    ("acceptance_on", "true", "acceptance_met"),
    ("completion_on", "true", "completion_done IS NOT NULL"),
    ("completion_on", "true", "completion_met"),
    ("established_on", "true", "completion_done IS NOT NULL OR closing_done IS NOT NULL"),
    ("visited_on", "responded IS NOT NULL", "responded"),
    ("visited_on", "resolved IS NOT NULL", "resolved"),
    ("visited_on", "satisfied IS NOT NULL", "satisfied"),
]
RETURN = 4
LOADS = [
    "true",
    f"due_second < {NOW}",
    f"due_second BETWEEN {NOW} AND {DAY_END}",
    "returned",
]


def load(con):
    flags = ["reworked", "extended", "imported", "open", *ANSWERS]
    types = {column: "BOOLEAN" for column in flags + [f"{owed}_sharp" for owed in OWED]}
    days = ["established_on", "dispatched_on", "visited_on"]
    days += [f"{owed}_{which}" for owed in OWED for which in ("due", "done")]
    types |= {column: "DATE" for column in days}
    types |= {column: "VARCHAR" for column in [*KEYS, "returned_by"]}
    types["due_second"] = "BIGINT"
    con.execute(f"CREATE TABLE sheet AS FROM read_csv('{SHEET}', header = true, types = {types})")
    for key in KEYS:
        listed = f"SELECT DISTINCT {key} FROM sheet WHERE {key} IS NOT NULL"
        if key == "department":
            listed += " UNION SELECT unnest(string_split(returned_by, ';')) FROM sheet"
            listed += " WHERE returned_by IS NOT NULL"
        con.execute(f"CREATE TYPE {key}_code AS ENUM ({listed})")
    counted = [
        f"""CASE WHEN {owed}_due IS NOT NULL THEN least({owed}_due, {owed}_done) END AS {owed}_on,
        {owed}_done,
        coalesce({owed}_done < {owed}_due OR ({owed}_done = {owed}_due AND {owed}_sharp), false)
            AS {owed}_met"""
        for owed in OWED
    ]
    keys = [f"{key}::{key}_code AS {key}" for key in KEYS]
    con.execute(
        f"""CREATE TABLE cases AS SELECT {", ".join(keys + counted)},
        established_on, dispatched_on, reworked, extended, open, due_second,
        CASE WHEN NOT imported THEN visited_on END AS visited_on, {", ".join(ANSWERS)},
        returned_by IS NOT NULL AS returned FROM sheet"""
    )
    # A return counts for whoever sent the case back, whoever leads it now.
    con.execute(
        """CREATE TABLE returns AS SELECT sender::department_code AS department, dispatched_on,
        sender IS NOT DISTINCT FROM lead AS led FROM (
            SELECT unnest(string_split(returned_by, ';')) AS sender, department AS lead, dispatched_on
            FROM sheet WHERE returned_by IS NOT NULL)"""
    )
    con.execute("DROP TABLE sheet")


def count(what):
    return "count(*)" if what == "true" else f"count(*) FILTER ({what})"


def between(day, period):
    first, last = PERIODS[period]
    return f"{day} BETWEEN DATE '{first}' AND DATE '{last}'"


def by_part(columns, where, month="false"):
    """Rows of: department, town, category, which of them are summed over, in the month, columns."""
    sets = ", ".join(f"({', '.join(part)})" for part in [["m"], *([key, "m"] for key in KEYS)])
    keys = ", ".join(KEYS)
    return f"""SELECT {keys}, grouping({keys}), m, {", ".join(columns)}
        FROM (SELECT *, {month} AS m FROM cases WHERE {where}) GROUP BY GROUPING SETS ({sets})"""


def queries():
    asked = {}
    for day in dict.fromkeys(day for day, *_ in RATES):
        rates = [rest for one, *rest in RATES if one == day]
        columns = [count(what) for rate in rates for what in rate]
        asked[day] = by_part(columns, between(day, "year"), between(day, "month"))
    asked["load"] = by_part([count(what) for what in LOADS], "open")
    returns = []
    for period in PERIODS:
        within = between("dispatched_on", period)
        returns += [count(within), count(f"{within} AND NOT led")]
    asked["returns"] = f"SELECT department, {', '.join(returns)} FROM returns GROUP BY department"
    return asked


def run(con, asked):
    return {name: con.execute(query).fetchall() for name, query in asked.items()}


def told(rows):
    """Each row's part, whether it is of the month, and its figures."""
    for row in rows:
        keys, (summed, month, *counts) = row[: len(KEYS)], row[len(KEYS) :]
        given = [at for at in range(len(KEYS)) if not summed & 1 << (len(KEYS) - 1 - at)]
        part = (KEYS[given[0]], keys[given[0]]) if given else ("all", "*")
        # A case without a department belongs to none.
        if part[1] is not None:
            yield part, month, counts


def lines(answers):
    figures, loads = {}, {}
    places = {}
    for place, (day, *_) in enumerate(RATES):
        places.setdefault(day, []).append(place)
    nothing = lambda: {period: [[0, 0] for _ in RATES] for period in PERIODS}
    for day, its in places.items():
        for part, month, counts in told(answers[day]):
            sums = figures.setdefault(part, nothing())
            for period in ["month", "year"] if month else ["year"]:
                for at, place in enumerate(its):
                    sums[period][place][0] += counts[2 * at + 1]
                    sums[period][place][1] += counts[2 * at]
    for part, _, counts in told(answers["load"]):
        loads[part] = counts
    for code, *counts in answers["returns"]:
        sums = figures.setdefault(("department", code), nothing())
        for at, period in enumerate(PERIODS):
            sent, by_former = counts[2 * at : 2 * at + 2]
            sums[period][RETURN] = [sent, sums[period][RETURN][1] + by_former]
    for part in figures.keys() | loads.keys():
        name = " ".join(part)
        for period, rates in figures.get(part, nothing()).items():
            yield " ".join([period, name, *(f"{met}/{whole}" for met, whole in rates)])
        yield " ".join(["load", name, *map(str, loads.get(part, [0] * len(LOADS)))])


def main():
    start = time.perf_counter()
    con = duckdb.connect()
    load(con)
    took = time.perf_counter() - start
    rows, threads = con.execute("SELECT count(*), current_setting('threads') FROM cases").fetchone()
    print(f"duckdb {duckdb.__version__}, {threads} threads, {rows} rows read in {took:.1f} s", flush=True)
    asked = queries()
    for line in sys.stdin:
        if line.strip() == "answer":
            for line in lines(run(con, asked)):
                print(line)
            print(flush=True)
        else:
            start = time.perf_counter()
            run(con, asked)
            print(time.perf_counter() - start, flush=True)


main()
