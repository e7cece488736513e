/** When each step of a run sheet begins and ends by the clock of the place, if nothing takes longer. */
import { clockField } from "../when";

const MINUTE = 60_000;

export interface Span {
  from: string;
  /** "" where a step has no minutes. */
  to: string;
}

/** One after the other from `start`; and the moment, as a string, at which the last is over. */
export function spansOf(steps: readonly { minutes?: number }[], start: string, zone: string): { spans: Span[]; end: string } {
  let at = Date.parse(start);
  const said = (moment: number) => clockField(new Date(moment).toISOString(), zone);
  const spans = steps.map((step) => {
    const minutes = step.minutes ?? 0;
    const from = said(at);
    at += minutes * MINUTE;
    return { from, to: minutes > 0 ? said(at) : "" };
  });
  return { spans, end: new Date(at).toISOString() };
}
