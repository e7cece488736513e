/** The spans of the record: fiscal years from April, the last five of them, or free days. */
import { today } from "../when";

export type By = "month" | "year" | "programme" | "session";
export const BYS: readonly By[] = ["month", "year", "programme", "session"];

export interface Asked {
  first: string;
  last: string;
  by: By;
  published: boolean;
}

export function fiscalYear(day: string): number {
  return Number(day.slice(0, 4)) - (Number(day.slice(5, 7)) < 4 ? 1 : 0);
}

export function spanOfYear(year: number): { first: string; last: string } {
  return { first: `${year}-04-01`, last: `${year + 1}-03-31` };
}

/** "2026", "years" or "free": what the span's field shows for two days. */
export function nameOf(first: string, last: string): string {
  const year = fiscalYear(first);
  const now = fiscalYear(today());
  const whole = spanOfYear(year);
  if (whole.first === first && whole.last === last) return String(year);
  return first === spanOfYear(now - 4).first && last === spanOfYear(now).last ? "years" : "free";
}

export function spanNamed(name: string): { first: string; last: string } | null {
  const now = fiscalYear(today());
  if (name === "free") return null;
  return name === "years" ? { first: spanOfYear(now - 4).first, last: spanOfYear(now).last } : spanOfYear(Number(name));
}

function isDay(text: string | null): text is string {
  return text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text);
}

/** What the address asks for; this fiscal year by month if it says nothing. */
export function askedOf(query: URLSearchParams): Asked {
  const usual = spanOfYear(fiscalYear(today()));
  const [first, last, by] = [query.get("first"), query.get("last"), query.get("by")];
  return {
    first: isDay(first) ? first : usual.first,
    last: isDay(last) ? last : usual.last,
    by: BYS.find((each) => each === by) ?? "month",
    published: query.get("published") === "true",
  };
}

export function queryOf(asked: Asked): string {
  return new URLSearchParams({ first: asked.first, last: asked.last, by: asked.by, published: String(asked.published) }).toString();
}
