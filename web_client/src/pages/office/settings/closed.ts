/** Closed days as their form holds them: `12-29/01-03` every year, `2026-08-13/2026-08-15` once, or single days. */
export interface ClosedForm {
  /** For the page only. */
  key: number;
  every: boolean;
  /** 12-29 or 2026-08-13; "" is not chosen yet, "12-" is half chosen. */
  first: string;
  last: string;
}

export function closedForm(texts: readonly string[]): ClosedForm[] {
  return texts.map((text, key) => {
    const [first = "", last = first] = text.split("/");
    return { key, every: first.length === 5, first, last };
  });
}

export function closedText(row: ClosedForm): string {
  return row.last === "" || row.last === row.first ? row.first : `${row.first}/${row.last}`;
}

export function whole(day: string, every: boolean): boolean {
  return every ? /^\d{2}-\d{2}$/.test(day) : /^\d{4}-\d{2}-\d{2}$/.test(day);
}

/** What is missing: "first", "last" or "order"; null if the row can be saved. */
export function missingIn(row: ClosedForm): "first" | "last" | "order" | null {
  if (!whole(row.first, row.every)) return "first";
  if (row.last !== "" && !whole(row.last, row.every)) return "last";
  return !row.every && row.last !== "" && row.last < row.first ? "order" : null;
}

/** 29 days in February: some years have them. */
export function daysIn(month: string): number {
  return new Date(Date.UTC(2028, Number(month), 0)).getUTCDate();
}
