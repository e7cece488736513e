/**
 * Between one repetition of a form and RFC 5545, both ways. Pure. A rule that the form has no words for is shown as it is
 * written, and never changed by being looked at.
 */
import { ORDINALS, type RuleForm, type Weekday } from "./rule-form";

const FROM_MONDAY: readonly Weekday[] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
const WORKDAYS: readonly Weekday[] = ["MO", "TU", "WE", "TH", "FR"];
const EVEN = [2, 4, 6, 8, 10, 12];
const ODD = [1, 3, 5, 7, 9, 11];

// -- from a form ---------------------------------------------------------------------------------------------------
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
  } else if (form.pattern === "kind") {
    parts.push("FREQ=DAILY");
  } else {
    const chosen = form.pattern === "workdays" ? WORKDAYS : inOrder(form.weekdays);
    if (chosen.length === 0) return null;
    parts.push("FREQ=WEEKLY");
    if (form.pattern === "biweekly") parts.push("INTERVAL=2");
    parts.push(`BYDAY=${chosen.join(",")}`);
  }
  if (form.count !== null && !form.held) parts.push(`COUNT=${form.count}`);
  return parts.join(";");
}

// -- to a form -----------------------------------------------------------------------------------------------------

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
