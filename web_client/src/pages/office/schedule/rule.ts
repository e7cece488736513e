/**
 * Between what a clerk chooses (毎月第3日曜) and what the server keeps (RFC 5545). Pure. A rule that the form has no words for
 * is shown as it is written, and never changed by being looked at.
 */
import type { Block, FieldError, LinkedRoom, Place, Policy, Rule, Schedule } from "../../../protocol/office.gen";

export const WEEKDAYS = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"] as const;
export type Weekday = (typeof WEEKDAYS)[number];
const FROM_MONDAY: readonly Weekday[] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
const WORKDAYS: readonly Weekday[] = ["MO", "TU", "WE", "TH", "FR"];
export const ORDINALS = [1, 2, 3, 4, 5, -1] as const;
export const PATTERNS = ["nth", "weekly", "biweekly", "day", "workdays", "yearly", "dates", "raw"] as const;
export type Pattern = (typeof PATTERNS)[number];
export const MONTHS = ["all", "even", "odd", "second", "chosen"] as const;
/** `second`: every other month, counted from the first one. */
export type Months = (typeof MONTHS)[number];

const EVEN = [2, 4, 6, 8, 10, 12];
const ODD = [1, 3, 5, 7, 9, 11];
export const YEAR_END = "12-29/01-03";

/** One repetition as a form holds it. What the chosen pattern does not use stays as it was, for those who change their mind. */
export interface RuleForm {
  id: string;
  pattern: Pattern;
  /** 第1 … 第5, and -1 for 最終. */
  ordinals: number[];
  /** Of 第◯曜. */
  weekday: Weekday;
  /** Of 毎週 and 隔週. */
  weekdays: Weekday[];
  /** 1 … 31, and -1 for 末日. */
  days: number[];
  months: Months;
  chosenMonths: number[];
  yearlyBy: "nth" | "day";
  dates: string[];
  raw: string;
  /** 全◯回 */
  count: number | null;
  start: string;
  end: string;
  openEnd: boolean;
  places: Place[];
  rooms: LinkedRoom[];
  /** Not in the form; kept. */
  blocks: Block[];
}

export interface ScheduleForm {
  timezone: string;
  startsOn: string;
  endless: boolean;
  endsOn: string;
  rules: RuleForm[];
  holidays: Policy;
  yearEnd: boolean;
  /** Other closed days, as the server writes them. */
  closed: string[];
  onClosed: Policy;
  changes: NonNullable<Schedule["changes"]>;
}

export function newRule(from: Partial<RuleForm> = {}): RuleForm {
  return {
    id: "",
    pattern: "nth",
    ordinals: [3],
    weekday: "SU",
    weekdays: [],
    days: [],
    months: "all",
    chosenMonths: [],
    yearlyBy: "nth",
    dates: [],
    raw: "",
    count: null,
    start: "14:00",
    end: "16:00",
    openEnd: false,
    places: [{ form: "hybrid", venue: null }],
    rooms: [],
    blocks: [],
    ...from,
  };
}

export function newSchedule(startsOn: string, from: Partial<ScheduleForm> = {}): ScheduleForm {
  return {
    timezone: "Asia/Tokyo",
    startsOn,
    endless: true,
    endsOn: "",
    rules: [newRule()],
    holidays: "hold",
    yearEnd: true,
    closed: [],
    onClosed: "skip",
    changes: [],
    ...from,
  };
}

// -- RRULE ---------------------------------------------------------------------------------------------------------

function inOrder(days: readonly Weekday[]): Weekday[] {
  return FROM_MONDAY.filter((day) => days.includes(day));
}

function monthsOf(form: RuleForm): number[] {
  if (form.months === "even") return EVEN;
  if (form.months === "odd") return ODD;
  return form.months === "chosen" ? [...form.chosenMonths].sort((a, b) => a - b) : [];
}

/** First to fifth, then the last; days of the month likewise. */
function counted(numbers: readonly number[]): number[] {
  return [...new Set(numbers)].sort((a, b) => (a < 0 ? 100 : a) - (b < 0 ? 100 : b));
}

/** The RRULE of a form; null for a list of dates, and where something has not been chosen yet. */
export function rruleOf(form: RuleForm): string | null {
  if (form.pattern === "raw") return form.raw.trim().replace(/^RRULE:/i, "") || null;
  if (form.pattern === "dates") return null;
  const parts: string[] = [];
  const nth = counted(form.ordinals)
    .map((ordinal) => `${ordinal}${form.weekday}`)
    .join(",");
  const days = counted(form.days).join(",");
  const months = monthsOf(form);
  if (form.pattern === "nth" || form.pattern === "day") {
    if ((form.pattern === "nth" ? nth : days) === "") return null;
    if (form.months === "chosen" && months.length === 0) return null;
    parts.push("FREQ=MONTHLY");
    if (form.months === "second") parts.push("INTERVAL=2");
    if (months.length > 0) parts.push(`BYMONTH=${months.join(",")}`);
    parts.push(form.pattern === "nth" ? `BYDAY=${nth}` : `BYMONTHDAY=${days}`);
  } else if (form.pattern === "yearly") {
    const chosen = [...form.chosenMonths].sort((a, b) => a - b);
    if (chosen.length === 0 || (form.yearlyBy === "nth" ? nth : days) === "") return null;
    parts.push("FREQ=YEARLY", `BYMONTH=${chosen.join(",")}`, form.yearlyBy === "nth" ? `BYDAY=${nth}` : `BYMONTHDAY=${days}`);
  } else {
    const chosen = form.pattern === "workdays" ? WORKDAYS : inOrder(form.weekdays);
    if (chosen.length === 0) return null;
    parts.push("FREQ=WEEKLY");
    if (form.pattern === "biweekly") parts.push("INTERVAL=2");
    parts.push(`BYDAY=${chosen.join(",")}`);
  }
  if (form.count !== null) parts.push(`COUNT=${form.count}`);
  return parts.join(";");
}

interface Parts {
  freq: string;
  interval: number;
  byDay: { ordinal: number; day: Weekday }[];
  byMonth: number[];
  byMonthDay: number[];
  count: number | null;
}

const KNOWN = new Set(["FREQ", "INTERVAL", "BYDAY", "BYMONTH", "BYMONTHDAY", "COUNT"]);

function numbers(text: string | undefined, least: number, most: number): number[] | null {
  if (text === undefined) return [];
  const all = text.split(",").map((part) => (/^[+-]?\d{1,4}$/.test(part) ? Number(part) : Number.NaN));
  return all.every((each) => each >= least && each <= most && each !== 0) ? [...new Set(all)] : null;
}

/** The parts of a rule, if it has none that the form does not know. */
function partsOf(text: string): Parts | null {
  const given = new Map<string, string>();
  for (const part of text.trim().replace(/^RRULE:/i, "").toUpperCase().replace(/;$/, "").split(";")) {
    const [name = "", value = ""] = part.split("=", 2);
    if (value === "" || given.has(name)) return null;
    // Weeks begin on Monday anyway.
    if (name === "WKST" && value === "MO") continue;
    if (!KNOWN.has(name)) return null;
    given.set(name, value);
  }
  const byDay: Parts["byDay"] = [];
  for (const part of given.get("BYDAY")?.split(",") ?? []) {
    const match = /^([+-]?\d{1,2})?(SU|MO|TU|WE|TH|FR|SA)$/.exec(part);
    if (match === null) return null;
    byDay.push({ ordinal: Number(match[1] ?? 0), day: match[2] as Weekday });
  }
  const interval = numbers(given.get("INTERVAL"), 1, 400);
  const byMonth = numbers(given.get("BYMONTH"), 1, 12);
  const byMonthDay = numbers(given.get("BYMONTHDAY"), -31, 31);
  const count = numbers(given.get("COUNT"), 1, 5000);
  if (interval === null || byMonth === null || byMonthDay === null || count === null) return null;
  return { freq: given.get("FREQ") ?? "", interval: interval[0] ?? 1, byDay, byMonth, byMonthDay, count: count[0] ?? null };
}

function same(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((each) => b.includes(each));
}

/** 第◯曜: one weekday, and which ones of the month. */
function nthOf(parts: Parts): Pick<RuleForm, "ordinals" | "weekday"> | null {
  const [first] = parts.byDay;
  if (first === undefined || parts.byMonthDay.length > 0) return null;
  const known = parts.byDay.every(({ ordinal, day }) => day === first.day && (ORDINALS as readonly number[]).includes(ordinal));
  return known ? { ordinals: counted(parts.byDay.map((each) => each.ordinal)), weekday: first.day } : null;
}

/** ◯日: days of the month, and its last. */
function daysOf(parts: Parts): Pick<RuleForm, "days"> | null {
  const known = parts.byDay.length === 0 && parts.byMonthDay.length > 0 && parts.byMonthDay.every((day) => day >= -1);
  return known ? { days: counted(parts.byMonthDay) } : null;
}

function monthly(parts: Parts): Partial<RuleForm> | null {
  if (parts.interval > 2 || (parts.interval === 2 && parts.byMonth.length > 0)) return null;
  const months: Pick<RuleForm, "months" | "chosenMonths"> =
    parts.interval === 2
      ? { months: "second", chosenMonths: [] }
      : parts.byMonth.length === 0
        ? { months: "all", chosenMonths: [] }
        : same(parts.byMonth, EVEN)
          ? { months: "even", chosenMonths: [] }
          : same(parts.byMonth, ODD)
            ? { months: "odd", chosenMonths: [] }
            : { months: "chosen", chosenMonths: parts.byMonth };
  const nth = nthOf(parts);
  if (nth !== null) return { pattern: "nth", ...nth, ...months };
  const days = daysOf(parts);
  return days === null ? null : { pattern: "day", ...days, ...months };
}

function weekly(parts: Parts): Partial<RuleForm> | null {
  const days = parts.byDay.map((each) => each.day);
  const plain = parts.byDay.every((each) => each.ordinal === 0) && parts.byMonth.length === 0 && parts.byMonthDay.length === 0;
  if (!plain || days.length === 0 || parts.interval > 2) return null;
  if (parts.interval === 2) return { pattern: "biweekly", weekdays: inOrder(days) };
  return same(days, WORKDAYS) ? { pattern: "workdays" } : { pattern: "weekly", weekdays: inOrder(days) };
}

function yearly(parts: Parts): Partial<RuleForm> | null {
  if (parts.interval !== 1 || parts.byMonth.length === 0) return null;
  const nth = nthOf(parts);
  const chosenMonths = [...parts.byMonth].sort((a, b) => a - b);
  if (nth !== null) return { pattern: "yearly", yearlyBy: "nth", chosenMonths, ...nth };
  const days = daysOf(parts);
  return days === null ? null : { pattern: "yearly", yearlyBy: "day", chosenMonths, ...days };
}

const READERS: Record<string, (parts: Parts) => Partial<RuleForm> | null> = { MONTHLY: monthly, WEEKLY: weekly, YEARLY: yearly };

/** What a form holds for a rule; a rule it has no words for becomes くわしい規則. */
export function formOfRrule(text: string): Partial<RuleForm> {
  const parts = partsOf(text);
  const raw: Partial<RuleForm> = { pattern: "raw", raw: text };
  if (parts === null) return raw;
  const read = READERS[parts.freq]?.(parts) ?? null;
  return read === null ? raw : { ...read, count: parts.count };
}

// -- rules and schedules -------------------------------------------------------------------------------------------

export function formOfRule(rule: Rule): RuleForm {
  const base = newRule({
    id: rule.id ?? "",
    start: rule.start,
    end: rule.end ?? "",
    openEnd: rule.end === null || rule.end === undefined,
    places: rule.places === undefined || rule.places.length === 0 ? [{ form: "hybrid", venue: null }] : [...rule.places],
    rooms: [...(rule.rooms ?? [])],
    blocks: [...(rule.blocks ?? [])],
  });
  if (rule.rule === null || rule.rule === undefined) return { ...base, pattern: "dates", dates: [...(rule.dates ?? [])].sort() };
  return { ...base, ...formOfRrule(rule.rule) };
}

export function ruleOf(form: RuleForm): Rule {
  const rrule = rruleOf(form);
  return {
    ...(form.id === "" ? {} : { id: form.id }),
    ...(form.pattern === "dates" ? { dates: [...new Set(form.dates)].sort() } : { rule: rrule ?? "" }),
    start: form.start,
    end: form.openEnd || form.end === "" ? null : form.end,
    places: form.places.map((place) => {
      const venue = place.form === "online" ? "" : (place.venue ?? "").trim();
      return { form: place.form ?? "hybrid", venue: venue === "" ? null : venue };
    }),
    rooms: form.rooms.map((room) => ({ name: room.name.trim(), start: room.start || null, end: room.end || null })),
    blocks: form.blocks,
  };
}

export function formOfSchedule(schedule: Schedule): ScheduleForm {
  const closed = schedule.closed ?? [];
  return {
    timezone: schedule.timezone ?? "Asia/Tokyo",
    startsOn: schedule.starts_on,
    endless: schedule.ends_on === null || schedule.ends_on === undefined,
    endsOn: schedule.ends_on ?? "",
    rules: currentRules(schedule).map(formOfRule),
    holidays: schedule.holidays ?? "hold",
    yearEnd: closed.includes(YEAR_END),
    closed: closed.filter((each) => each !== YEAR_END),
    onClosed: schedule.on_closed ?? "skip",
    changes: schedule.changes ?? [],
  };
}

/** The rules that hold at the end: those of the last replacement, if there was one. */
export function currentRules(schedule: Schedule): Rule[] {
  for (const change of [...(schedule.changes ?? [])].reverse()) if (change.kind === "replace") return change.rules;
  return schedule.rules ?? [];
}

export function scheduleOf(form: ScheduleForm): Schedule {
  return {
    timezone: form.timezone,
    starts_on: form.startsOn,
    ends_on: form.endless || form.endsOn === "" ? null : form.endsOn,
    rules: form.rules.map(ruleOf),
    holidays: form.holidays,
    closed: [...(form.yearEnd ? [YEAR_END] : []), ...form.closed],
    on_closed: form.onClosed,
    changes: form.changes,
  };
}

// -- what is missing -----------------------------------------------------------------------------------------------

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const CLOCK = /^\d{2}:\d{2}$/;

/** What has to be chosen before the server can be asked, as it would say it. Paths begin inside the schedule. */
export function missing(form: ScheduleForm): FieldError[] {
  const found: FieldError[] = [];
  const say = (at: string, message: string) => found.push({ at, code: "missing", message });
  if (!DAY.test(form.startsOn)) say("starts_on", "はじまりの日を入れてください");
  if (!form.endless && !DAY.test(form.endsOn)) say("ends_on", "おわりの日を入れるか、「決めない」を選んでください");
  form.rules.forEach((rule, index) => {
    const at = `rules.${index}`;
    if (rule.pattern === "dates") {
      if (rule.dates.length === 0) say(`${at}.dates`, "日をひとつは選んでください");
    } else if (rruleOf(rule) === null) say(`${at}.rule`, unchosen(rule));
    if (!CLOCK.test(rule.start)) say(`${at}.start`, "始まりの時刻を入れてください");
    if (!rule.openEnd && !CLOCK.test(rule.end)) say(`${at}.end`, "終わりの時刻を入れるか、「終わりは決めない」を選んでください");
    rule.rooms.forEach((room, number) => {
      if (room.name.trim() === "") say(`${at}.rooms.${number}.name`, "部屋の名前を入れてください");
    });
  });
  return found;
}

function unchosen(rule: RuleForm): string {
  if (rule.pattern === "raw") return "規則を入れてください";
  if (rule.pattern === "weekly" || rule.pattern === "biweekly") return "曜日を選んでください";
  const numbered = rule.pattern === "nth" || (rule.pattern === "yearly" && rule.yearlyBy === "nth");
  if ((numbered ? rule.ordinals : rule.days).length === 0) return numbered ? "第何週かを選んでください" : "何日かを選んでください";
  return "月を選んでください";
}
