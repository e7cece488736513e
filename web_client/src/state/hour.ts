/** Which light the room is in, by the clock of the place where it is held: `data-hour`, for which colours.css has colours. */
export type Hour = "morning" | "day" | "evening" | "night";

/** `hour` from 0 to 23. The server's public pages say the same (server/office/papers/drawings/hours.py). */
export function lightAt(hour: number): Hour {
  if (hour < 5 || hour >= 19) return "night";
  return hour < 10 ? "morning" : hour < 16 ? "day" : "evening";
}
