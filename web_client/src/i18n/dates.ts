/**
 * Times as people of the place read them. The clock of the place where a session is held counts wherever the reader is; whose own
 * clock shows something else is told that beside it, and a place that is not in Japan is named.
 */
import type { Catalogue } from "./ja";

export const ZONE = "Asia/Tokyo";
let held = ZONE;

const clocks = new Map<string, Intl.DateTimeFormat>();

/**
 * Year to minute on a zone's clock, each as its digits. Asked for by name: in which order and with which signs a browser
 * writes them is its own affair, and not the same in all.
 */
export function partsOf(at: number | Date, zone = ZONE): Partial<Record<Intl.DateTimeFormatPartTypes, string>> {
  const two = "2-digit";
  const clock = clocks.get(zone)
    ?? new Intl.DateTimeFormat("en-u-ca-gregory-nu-latn", { timeZone: zone, year: "numeric", month: two, day: two, hour: two, minute: two, hourCycle: "h23" });
  clocks.set(zone, clock);
  return Object.fromEntries(clock.formatToParts(at).map(({ type, value }) => [type, value]));
}

/** The day of a moment on a zone's calendar: 2026-04-19. */
export function dayOf(at: number | Date, zone = ZONE): string {
  const { year = "", month = "", day = "" } = partsOf(at, zone);
  return `${year}-${month}-${day}`;
}

/** A zone's name, or another where the browser does not know it. */
function known(name: string, otherwise: string): string {
  try {
    partsOf(0, name);
    return name;
  } catch {
    return otherwise;
  }
}

/** Where the session of this page is held, from now on. A zone that the browser does not know is Japan's. */
export function heldIn(name: string): void {
  held = known(name, ZONE);
}

/** The hour of the day where the session is held, 0 to 23. */
export function hourHeld(at: number): number {
  return Number(partsOf(at, held).hour);
}

/** Whether two moments are on one day where the session is held. */
export function sameDay(one: number, other: number): boolean {
  return dayOf(one, held) === dayOf(other, held);
}

/** 「10:05」, for messages. */
export function clockOf(at: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", timeZone: held }).format(at);
}

/** 「10:00」, or 「12月5日(土) 10:00」. */
function hoursOf(at: number, locale: string, timeZone: string, dated: boolean): string {
  const date: Intl.DateTimeFormatOptions = dated ? { month: "long", day: "numeric", weekday: "short" } : {};
  return new Intl.DateTimeFormat(locale, { ...date, hour: "numeric", minute: "2-digit", timeZone }).format(at);
}

/** 「12月13日(日)」, on the calendar of the place. */
export function dateOf(at: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { month: "long", day: "numeric", weekday: "short", timeZone: held }).format(at);
}

/** 「10:00」 on the same day, 「12月5日(土) 10:00」 otherwise, and 「(あなたの時間では 12月4日(金) 17:00)」 for whoever is elsewhere. */
export function timeOf(at: number, now: number, t: Pick<Catalogue, "locale" | "zoneOf" | "yours">): string {
  const own = known(new Intl.DateTimeFormat().resolvedOptions().timeZone, held);
  const alike = dayOf(at, held) === dayOf(at, own);
  const there = hoursOf(at, t.locale, held, !sameDay(at, now) || !alike) + (held === ZONE ? "" : t.zoneOf(held));
  const mine = hoursOf(at, t.locale, own, !alike);
  return alike && mine === hoursOf(at, t.locale, held, false) ? there : there + t.yours(mine);
}
