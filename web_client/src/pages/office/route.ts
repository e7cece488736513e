/** Where in the office one is: the part of the address after #, so that links are plain and back works. */

export interface Route {
  /** First part: calendar, session, series … */
  page: string;
  /** What follows it. */
  rest: readonly string[];
  query: URLSearchParams;
  /** The whole, as a key. */
  path: string;
}

/** `#/series/abc?programme=def` */
export function routeOf(hash: string): Route {
  const text = hash.startsWith("#/") ? hash.slice(2) : "calendar";
  const [path = "", query = ""] = text.split("?", 2);
  const [page = "", ...rest] = path.split("/").map(readable);
  return { page: page === "" ? "calendar" : page, rest, query: new URLSearchParams(query), path };
}

function readable(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** A secret that came with the address: `#setup=…`, `#invitation=…`, `#demo=mail:password`. */
export function secretOf(hash: string): { kind: "setup" | "invitation" | "demo"; value: string } | null {
  const match = /^#(setup|invitation|demo)=(.+)$/.exec(hash);
  if (match === null) return null;
  return { kind: match[1] as "setup" | "invitation" | "demo", value: readable(match[2] ?? "") };
}
