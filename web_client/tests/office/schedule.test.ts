import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Rule, Schedule } from "../../src/protocol/office.gen";
import { missing } from "../../src/pages/office/schedule/problems";
import { formOfRrule, rruleOf } from "../../src/pages/office/schedule/rrule";
import { newRule, newSchedule, type RuleForm } from "../../src/pages/office/schedule/rule-form";
import { formOfRule, formOfSchedule, hasWeekends, ruleOf, scheduleOf } from "../../src/pages/office/schedule/schedule";

const KNOWN: [string, Partial<RuleForm>][] = [
  ["FREQ=MONTHLY;BYDAY=3SU", { pattern: "nth", ordinals: [3], weekday: "SU", months: "all" }],
  ["FREQ=MONTHLY;BYDAY=1TH,3TH", { pattern: "nth", ordinals: [1, 3], weekday: "TH" }],
  ["FREQ=MONTHLY;BYDAY=-1TH", { pattern: "nth", ordinals: [-1], weekday: "TH" }],
  ["FREQ=MONTHLY;BYDAY=1SA,-1SA", { pattern: "nth", ordinals: [1, -1] }],
  ["FREQ=MONTHLY;BYDAY=5SA", { pattern: "nth", ordinals: [5] }],
  ["FREQ=MONTHLY;BYMONTH=2,4,6,8,10,12;BYDAY=2SU", { pattern: "nth", months: "even" }],
  ["FREQ=MONTHLY;BYMONTH=1,3,5,7,9,11;BYMONTHDAY=15", { pattern: "day", months: "odd", days: [15] }],
  ["FREQ=MONTHLY;BYMONTH=6,11;BYDAY=2SA", { pattern: "nth", months: "chosen", chosenMonths: [6, 11] }],
  ["FREQ=MONTHLY;INTERVAL=2;BYDAY=2SU", { pattern: "nth", months: "second" }],
  ["FREQ=MONTHLY;BYMONTHDAY=-1", { pattern: "day", days: [-1] }],
  ["FREQ=MONTHLY;BYMONTHDAY=10,20,-1", { pattern: "day", days: [10, 20, -1] }],
  ["FREQ=WEEKLY;BYDAY=TU,FR", { pattern: "weekly", weekdays: ["TU", "FR"] }],
  ["FREQ=WEEKLY;INTERVAL=2;BYDAY=SA", { pattern: "biweekly", weekdays: ["SA"] }],
  ["FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", { pattern: "workdays" }],
  ["FREQ=WEEKLY;BYDAY=WE;COUNT=5", { pattern: "weekly", count: 5 }],
  ["FREQ=YEARLY;BYMONTH=6,11;BYDAY=2SA", { pattern: "yearly", yearlyBy: "nth", chosenMonths: [6, 11], ordinals: [2] }],
  ["FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=3", { pattern: "yearly", yearlyBy: "day", chosenMonths: [10], days: [3] }],
];

test.each(KNOWN)("%s is a form, and the form is that rule", (text, expected) => {
  const form = formOfRrule(text);
  expect(form).toMatchObject(expected);
  expect(rruleOf(newRule(form))).toBe(text);
});

test.each([
  "FREQ=DAILY;INTERVAL=3",
  "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
  "FREQ=MONTHLY;BYDAY=1TH,3SU",
  "FREQ=MONTHLY;BYMONTHDAY=-3",
  "FREQ=MONTHLY;BYDAY=SU",
  "FREQ=MONTHLY",
  "FREQ=MONTHLY;INTERVAL=3;BYDAY=1SU",
  "FREQ=WEEKLY;BYDAY=SU;UNTIL=20270331",
  "FREQ=WEEKLY;INTERVAL=3;BYDAY=SU",
  "FREQ=WEEKLY;BYMONTH=4;BYDAY=SU",
  "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA;WKST=SU",
  "FREQ=YEARLY;BYYEARDAY=100",
  "FREQ=YEARLY;BYDAY=20MO",
  "nonsense",
])("%s has no form of its own, and stays as it is written", (text) => {
  expect(formOfRrule(text)).toEqual({ pattern: "raw", raw: text });
  expect(rruleOf(newRule(formOfRrule(text)))).toBe(text);
});

test("how a rule is written does not matter", () => {
  expect(formOfRrule("rrule:freq=weekly;byday=fr,tu;wkst=MO;")).toMatchObject({ pattern: "weekly", weekdays: ["TU", "FR"] });
  expect(formOfRrule("FREQ=MONTHLY;BYDAY=-1TH,+1TH")).toMatchObject({ ordinals: [1, -1] });
  expect(rruleOf(newRule({ pattern: "raw", raw: " RRULE:FREQ=DAILY " }))).toBe("FREQ=DAILY");
});

test("a form that is not finished is no rule", () => {
  const unfinished: Partial<RuleForm>[] = [
    { pattern: "nth", ordinals: [] },
    { pattern: "nth", months: "chosen", chosenMonths: [] },
    { pattern: "day", days: [] },
    { pattern: "weekly", weekdays: [] },
    { pattern: "yearly", chosenMonths: [] },
    { pattern: "yearly", yearlyBy: "day", chosenMonths: [3], days: [] },
    { pattern: "raw", raw: "  " },
    { pattern: "dates", dates: [] },
  ];
  for (const each of unfinished) {
    const rule = newRule(each);
    expect(rruleOf(rule)).toBeNull();
    expect(missing(newSchedule("2026-12-01", { rules: [rule] }))).toHaveLength(1);
  }
});

describe("a whole rule", () => {
  const rule: Rule = {
    id: "a",
    rule: "FREQ=MONTHLY;BYDAY=2SA",
    start: "13:30",
    end: "15:30",
    places: [
      { form: "venue", venue: "区民センター" },
      { form: "online", venue: null },
    ],
    rooms: [
      { name: "居場所", start: null, end: null },
      { name: "待合室", start: "13:00", end: null },
    ],
    blocks: [{ name: "講話", mode: "lecture", start: "13:30", end: "14:10" }],
  };

  test("comes back as it was", () => {
    expect(ruleOf(formOfRule(rule))).toEqual(rule);
  });

  test("an open end is no end, and a time that was typed before is kept for later", () => {
    const form = { ...formOfRule({ ...rule, end: null }), end: "" };
    expect(form.openEnd).toBe(true);
    expect(ruleOf(form).end).toBeNull();
    expect(ruleOf({ ...formOfRule(rule), openEnd: true })).toMatchObject({ end: null });
  });

  test("nobody meets online in a hall", () => {
    expect(ruleOf(newRule({ places: [{ form: "online", venue: "区民センター" }] })).places).toEqual([{ form: "online", venue: null }]);
  });

  test("free dates are in order, each once", () => {
    const form = newRule({ pattern: "dates", dates: ["2027-02-01", "2026-12-01", "2027-02-01"] });
    expect(ruleOf(form)).toMatchObject({ dates: ["2026-12-01", "2027-02-01"] });
    expect(ruleOf(form)).not.toHaveProperty("rule");
  });
});

describe("a whole schedule", () => {
  const schedule: Schedule = {
    timezone: "Asia/Tokyo",
    starts_on: "2026-04-01",
    ends_on: "2027-03-31",
    rules: [{ id: "a", rule: "FREQ=MONTHLY;BYDAY=3SU", start: "10:00", end: null, places: [{ form: "hybrid", venue: null }], rooms: [], blocks: [] }],
    holidays: "next_week",
    weekends: "previous_day",
    closed: ["12-29/01-03", "2026-08-13/2026-08-15"],
    on_closed: "skip",
    changes: [{ kind: "cancel", date: "2026-05-17", scope: "this", note: "台風" }],
  };

  test("comes back as it was", () => {
    expect(scheduleOf(formOfSchedule(schedule))).toEqual(schedule);
  });

  test("shows the rules of the last replacement", () => {
    const rules = [{ id: "a", rule: "FREQ=WEEKLY;BYDAY=MO", start: "10:00" }];
    const changes: Schedule["changes"] = [{ kind: "replace", date: "2026-09-01", scope: "later", rules }, ...(schedule.changes ?? [])];
    expect(formOfSchedule({ ...schedule, changes }).rules[0]).toMatchObject({ pattern: "weekly", weekdays: ["MO"], openEnd: true });
  });

  test("says what is missing, where", () => {
    const form = newSchedule("", { endless: false, rules: [newRule({ start: "", end: "", rooms: [{ name: " " }] })] });
    expect(missing(form).map((each) => each.at)).toEqual(["starts_on", "ends_on", "rules.0.start", "rules.0.end", "rules.0.rooms.0.name"]);
    expect(missing(newSchedule("2026-12-01"))).toEqual([]);
  });
});

const HOURS = { id: "a", start: "10:00", end: "12:00", places: [{ form: "hybrid" as const, venue: null }], rooms: [], blocks: [] };
const MORE: [string, Partial<Rule>, Partial<RuleForm>][] = [
  ["平日だけ", { rule: "FREQ=DAILY", only: "workdays", nth: [] }, { pattern: "kind", kind: "workdays", numbers: [] }],
  ["祝日だけ", { rule: "FREQ=DAILY", only: "holidays", nth: [] }, { pattern: "kind", kind: "holidays" }],
  ["第3開庁日と最後の開庁日", { rule: "FREQ=DAILY", only: "open", nth: [3, -1] }, { pattern: "kind", kind: "open", numbers: [3, -1] }],
  ["月曜の祝日だけ", { rule: "FREQ=WEEKLY;BYDAY=MO", only: "holidays", nth: [] }, { pattern: "raw", raw: "FREQ=WEEKLY;BYDAY=MO" }],
  ["31日、なければ末日", { rule: "FREQ=MONTHLY;BYMONTHDAY=31", short_months: "last_day" }, { pattern: "day", shortMonths: "last_day" }],
  ["全10回、休んだ分は足す", { rule: "FREQ=WEEKLY;BYDAY=WE", held: 10 }, { pattern: "weekly", held: true, count: 10 }],
  ["月曜の祝日、全3回", { rule: "FREQ=WEEKLY;BYDAY=MO", only: "holidays", nth: [], held: 3 }, { pattern: "raw", held: true, count: 3 }],
  ["予備日つきの3回", { dates: ["2026-06-06", "2026-07-04"], held: 3 }, { pattern: "dates", held: true, count: 3 }],
  ["夜どおし", { rule: "FREQ=MONTHLY;BYDAY=4SA", elapsed: true }, { pattern: "nth" }],
];

test.each(MORE)("%s comes back as it was", (_, given, expected) => {
  const rule = { ...HOURS, ...given };
  const form = formOfRule(rule);
  expect(form).toMatchObject(expected);
  expect(ruleOf(form)).toEqual(rule);
});

/** The table of patterns that town halls use. */
const TABLE = readFileSync(new URL("../../../docs/schedule.md", import.meta.url), "utf8").replace(/^.*## Patterns that town halls use/s, "").replace(/\n## .*$/s, "");
const ROWS = [
  ...TABLE.matchAll(/^\| (.+?) \| `(.+?)` \|/gm),
].map((row) => [row[1] ?? "", row[2] ?? ""] as const);

test("the table is there", () => {
  expect(ROWS.length).toBeGreaterThan(35);
});

/** Without what is written only where it says something. */
function told(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(told);
  if (value === null || typeof value !== "object") return value;
  const defaults: Record<string, unknown> = {
    id: "", form: "hybrid", venue: null, end: null, start: null, ends_on: null, holidays: "hold", weekends: "hold", on_closed: "skip",
    timezone: "Asia/Tokyo", scope: "this", mode: "",
  };
  const kept = Object.entries(value).map(([key, each]) => [key, told(each)] as const);
  const empty = (each: unknown): boolean => Array.isArray(each) && (each.length === 0 || JSON.stringify(each) === "[{}]");
  return Object.fromEntries(kept.filter(([key, each]) => each !== defaults[key] && !empty(each)));
}

test.each(ROWS)("%s, as docs/schedule.md has it, comes through the form as it was", (_, beside) => {
  const given = JSON.parse(`{"starts_on": "2026-04-01", ${beside}}`) as Schedule;
  expect(told(scheduleOf(formOfSchedule(given)))).toEqual(told(given));
});

test("土日にあたったら is asked where days of the month are", () => {
  expect(hasWeekends(newSchedule("2026-04-01"))).toBe(false);
  expect(hasWeekends(newSchedule("2026-04-01", { rules: [newRule({ pattern: "day", days: [15] })] }))).toBe(true);
  expect(hasWeekends(newSchedule("2026-04-01", { weekends: "skip" }))).toBe(true);
});

test("what only くわしい規則 keeps is gone with it", () => {
  const form = formOfRule({ ...HOURS, rule: "FREQ=WEEKLY;BYDAY=MO", only: "holidays", nth: [], elapsed: true });
  expect(ruleOf({ ...form, pattern: "nth" })).not.toHaveProperty("only");
  expect(ruleOf({ ...form, pattern: "nth" })).toMatchObject({ elapsed: true });
});

test("turns of places by held dates come back as they were, and mean nothing where there is one place", () => {
  const places = [{ form: "online" as const, venue: null }, { form: "venue" as const, venue: "東センター" }];
  const rule: Rule = { ...HOURS, rule: "FREQ=MONTHLY;BYDAY=2SA", turns: "held", places };
  expect(ruleOf(formOfRule(rule))).toEqual(rule);
  expect(ruleOf({ ...formOfRule(rule), places: [places[0] ?? { form: "online", venue: null }] })).not.toHaveProperty("turns");
});
