// Answers crates/exchange/tests/calendar/oracle.rs: what each day is, and when each period ends.
// Which days rest comes from chinese-days. The counting is written for this test, in another way
// than the domain's: by whole minutes and by walking single days; working days by the package.
//
// In: {"days": [from, to], "cases": [{kind, count, start, pause}]} on standard input; moments are
// milliseconds since 1970. Out: {"days": {date: kind}, "ends": [moment]}.
const { findWorkday, getDayDetail } = require("chinese-days");

const DAY = 86_400_000;
const HOUR = 3_600_000;
const BEIJING = 8 * HOUR;

const number = (moment) => Math.floor((moment + BEIJING) / DAY);
const date = (day) => new Date(day * DAY).toISOString().slice(0, 10);
const parsed = (text) => Date.parse(`${text}T00:00:00Z`) / DAY;
const midnightAfter = (day) => (day + 1) * DAY - BEIJING;

const known = new Map();
function detail(day) {
  if (!known.has(day)) known.set(day, getDayDetail(date(day)));
  return known.get(day);
}
const works = (day) => detail(day).work;

function kind(day) {
  const { work, name } = detail(day);
  const named = name.includes(",");
  if (named) return work ? "made_up" : "holiday";
  return work ? "working" : "weekend";
}

function moved(day) {
  while (!works(day)) day += 1;
  return midnightAfter(day);
}

function monthsLater(day, months) {
  const start = new Date(day * DAY);
  const year = start.getUTCFullYear();
  const month = start.getUTCMonth() + months;
  const lastOfMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(start.getUTCDate(), lastOfMonth)) / DAY;
}

function openMinute(moment) {
  const hour = Math.floor(((moment + BEIJING) % DAY) / HOUR);
  return works(number(moment)) && ((hour >= 8 && hour < 12) || (hour >= 14 && hour < 18));
}

function workingMinutesLater(moment, minutes) {
  while (minutes > 0) {
    if (openMinute(moment)) minutes -= 1;
    moment += 60_000;
  }
  return moment;
}

function count(from, to, counts, step) {
  let found = 0;
  for (let at = from; at < to; at += step) if (counts(at)) found += 1;
  return found;
}

/** Where a period ends whose pause, [from, to] or nothing, does not count. */
function end({ kind, count: length, start, pause }) {
  const day = number(start);
  const [from, to] = pause ?? [start, start];
  const days = number(to) - number(from);
  switch (kind) {
    case "natural_days":
      return moved(day + length + days);
    case "months":
      return moved(monthsLater(day, length) + days);
    case "years":
      return moved(monthsLater(day, 12 * length) + days);
    case "working_days": {
      const paused = count(number(from) + 1, number(to) + 1, works, 1);
      return midnightAfter(parsed(findWorkday(length + paused, date(day))));
    }
    case "running_hours":
      return start + length * HOUR + (to - from);
    case "working_hours":
      return workingMinutesLater(start, length * 60 + count(from, to, openMinute, 60_000));
    default:
      throw new Error(`no period is called ${kind}`);
  }
}

let text = "";
process.stdin.setEncoding("utf8");
process.stdin.on("data", (part) => (text += part));
process.stdin.on("end", () => {
  const asked = JSON.parse(text);
  const [from, to] = asked.days.map(parsed);
  const days = {};
  for (let day = from; day <= to; day += 1) days[date(day)] = kind(day);
  process.stdout.write(JSON.stringify({ days, ends: asked.cases.map(end) }));
});
