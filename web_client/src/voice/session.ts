/** What phones are told about sound, where they ask: talking re-routes it, and listening alone must not. */
interface AudioSession {
  type: string;
}

export function audioSession(type: "playback" | "play-and-record"): void {
  const found = (navigator as Navigator & { audioSession?: AudioSession }).audioSession;
  if (found !== undefined) found.type = type;
}
