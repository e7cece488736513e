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

/** A secret that came with the address: `#setup=…`, `#invitation=…`, `#known=…`, `#demo=mail:password`. */
export interface Secret {
  kind: "setup" | "invitation" | "known" | "demo";
  value: string;
}

export function secretOf(hash: string): Secret | null {
  const match = /^#(setup|invitation|known|demo)=(.+)$/.exec(hash);
  if (match === null) return null;
  return { kind: match[1] as Secret["kind"], value: readable(match[2] ?? "") };
}
