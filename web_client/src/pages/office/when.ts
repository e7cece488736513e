/** Days and times as people in Japan read them. Days are texts such as 2026-04-19, as the server writes them. */
const ZONE = "Asia/Tokyo";
const WEEKDAY = ["日", "月", "火", "水", "木", "金", "土"] as const;

const dayFormat = new Intl.DateTimeFormat("en-CA", { timeZone: ZONE, year: "numeric", month: "2-digit", day: "2-digit" });
const clockFormat = new Intl.DateTimeFormat("ja", { timeZone: ZONE, hour: "numeric", minute: "2-digit" });
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

/** The day of a moment: 2026-04-19. */
export function dayOf(moment: string | Date): string {
  return dayFormat.format(new Date(moment));
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

/** 10:00 */
export function clockWords(moment: string): string {
  return clockFormat.format(new Date(moment));
}

/** 10:00〜12:00, or 17:00〜 with an open end; the end of an overnight session is 翌. */
export function spanWords(start: string, end: string | null): string {
  if (end === null) return `${clockWords(start)}〜`;
  return `${clockWords(start)}〜${dayOf(start) === dayOf(end) ? "" : "翌"}${clockWords(end)}`;
}

/** 12月5日(土) 10:00〜12:00 */
export function whenWords(start: string, end: string | null): string {
  return `${dayWords(dayOf(start))} ${spanWords(start, end)}`;
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
export function clockField(moment: string): string {
  return new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, hour: "2-digit", minute: "2-digit" }).format(new Date(moment));
}

/** A time field some minutes later, around midnight too. */
export function laterClock(clock: string, minutes: number): string {
  const [hour = "0", minute = "0"] = clock.split(":");
  const total = (((Number(hour) * 60 + Number(minute) + minutes) % 1440) + 1440) % 1440;
  return `${String(Math.floor(total / 60)).padStart(2, "0")}:${String(total % 60).padStart(2, "0")}`;
}
