/** Days and times as people in Japan read them. Days are texts such as 2026-04-19, as the server writes them. */
import { ZONE, dayOf as dayAt, partsOf } from "../../i18n/dates";

const WEEKDAY = ["日", "月", "火", "水", "木", "金", "土"] as const;

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(moment: string, zone: string): string {
  const format = clocks.get(zone) ?? new Intl.DateTimeFormat("ja", { timeZone: zone, hour: "numeric", minute: "2-digit" });
  clocks.set(zone, format);
  return format.format(new Date(moment));
}
const fullFormat = new Intl.DateTimeFormat("ja", {
  timeZone: ZONE,
  year: "numeric",
  month: "numeric",
  day: "numeric",
  hour: "numeric",
  minute: "2-digit",
});
const momentFormat = new Intl.DateTimeFormat("ja", {
  timeZone: ZONE,
  month: "numeric",
  day: "numeric",
  hour: "numeric",
  minute: "2-digit",
});

/** The day of a moment, where it is held: 2026-04-19. */
export function dayOf(moment: string | Date, zone = ZONE): string {
  return dayAt(new Date(moment), zone);
}

export function today(): string {
  return dayOf(new Date());
}

/** Noon of a day at UTC: so that no clock change and no zone makes it another one. */
function noon(day: string): Date {
  return new Date(`${day}T12:00:00Z`);
}

export function plusDays(day: string, days: number): string {
  const date = noon(day);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** 0 is Sunday. */
export function weekdayOf(day: string): number {
  return noon(day).getUTCDay();
}

/** 2026-12 */
export function monthOf(day: string): string {
  return day.slice(0, 7);
}

export function plusMonths(month: string, months: number): string {
  const date = new Date(`${month}-01T12:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + months);
  return date.toISOString().slice(0, 7);
}

/** The days that a month's table shows, whole weeks from Sunday to Saturday. */
export function weeksOf(month: string): { first: string; last: string } {
  const start = `${month}-01`;
  const end = plusDays(`${plusMonths(month, 1)}-01`, -1);
  return { first: plusDays(start, -weekdayOf(start)), last: plusDays(end, 6 - weekdayOf(end)) };
}

/** 5月3日(日); the year is said only where it is not this one. */
export function dayWords(day: string, year: boolean | "other" = "other"): string {
  const [y = "", m = "", d = ""] = day.split("-");
  const words = `${Number(m)}月${Number(d)}日(${WEEKDAY[weekdayOf(day)]})`;
  return year === true || (year === "other" && y !== today().slice(0, 4)) ? `${Number(y)}年${words}` : words;
}

/** What stands beside hours that are not Japan's, as in a schedule's reading: " [America/New_Yorkの時刻]". */
export function zoneWords(zone: string): string {
  return zone === ZONE || zone === "Japan" ? "" : ` [${zone}の時刻]`;
}

/** 10:00, with the zone where it is not Japan's. */
export function clockWords(moment: string, zone = ZONE): string {
  return clockOf(moment, zone) + zoneWords(zone);
}

/** 10:00〜12:00, or 17:00〜 with an open end; the end of an overnight session is 翌. The zone is said where it is not Japan's. */
export function spanWords(start: string, end: string | null, zone = ZONE): string {
  const until = end === null ? "" : `${dayOf(start, zone) === dayOf(end, zone) ? "" : "翌"}${clockOf(end, zone)}`;
  return `${clockOf(start, zone)}〜${until}${zoneWords(zone)}`;
}

/** 12月5日(土) 10:00〜12:00, with the zone where it is not Japan's. */
export function whenWords(start: string, end: string | null, zone = ZONE): string {
  return `${dayWords(dayOf(start, zone))} ${spanWords(start, end, zone)}`;
}

/** What comes first: by day of the place, and within it by moment, whatever the clocks of two zones say. */
export function inOrder(
  one: { readonly start: string; readonly timezone?: string },
  other: { readonly start: string; readonly timezone?: string },
): number {
  const [mine, theirs] = [dayOf(one.start, one.timezone), dayOf(other.start, other.timezone)];
  if (mine !== theirs) return mine < theirs ? -1 : 1;
  return Date.parse(one.start) - Date.parse(other.start);
}

/** 4/19 10:05 */
export function momentWords(moment: string): string {
  return momentFormat.format(new Date(moment));
}

/** 2026/4/19 10:05, for logs. */
export function fullMoment(moment: string): string {
  return fullFormat.format(new Date(moment));
}

/** 09:30 of a moment, as a time field holds it. */
export function clockField(moment: string, zone = ZONE): string {
  const { hour = "", minute = "" } = partsOf(new Date(moment), zone);
  return `${hour}:${minute}`;
}

/** A time field some minutes later, around midnight too. */
export function laterClock(clock: string, minutes: number): string {
  const [hour = "0", minute = "0"] = clock.split(":");
  const total = (((Number(hour) * 60 + Number(minute) + minutes) % 1440) + 1440) % 1440;
  return `${String(Math.floor(total / 60)).padStart(2, "0")}:${String(total % 60).padStart(2, "0")}`;
}
