/** Times as people of the place read them. Sessions are held in Japan, so its clock counts wherever the reader is. */
export const ZONE = "Asia/Tokyo";

function day(at: number): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: ZONE }).format(at);
}

/** 「10:00」 on the same day, 「12月5日(土) 10:00」 otherwise. */
export function timeOf(at: number, now: number, locale: string): string {
  if (day(at) === day(now)) {
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
