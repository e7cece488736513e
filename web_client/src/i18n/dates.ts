/** Times as people of the place read them. Sessions are held in Japan, so its clock counts wherever the reader is. */
export const ZONE = "Asia/Tokyo";

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

/** 「10:00」 on the same day, 「12月5日(土) 10:00」 otherwise. */
export function timeOf(at: number, now: number, locale: string): string {
  if (dayOf(at) === dayOf(now)) {
    return new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit", timeZone: ZONE }).format(at);
  }
  return dateOf(at, locale);
}

export function dateOf(at: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, {
    month: "long",
    day: "numeric",
    weekday: "short",
    hour: "numeric",
    minute: "2-digit",
    timeZone: ZONE,
  }).format(at);
}

/** 「10:05」, for messages. */
export function clockOf(at: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", timeZone: ZONE }).format(at);
}
