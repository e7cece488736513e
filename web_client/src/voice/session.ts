/** What phones are told about sound, and what they say of it, where they ask: talking re-routes it, and listening alone must not. */
interface AudioSession extends EventTarget {
  type: string;
  state?: "inactive" | "active" | "interrupted";
}

function found(): AudioSession | undefined {
  return (navigator as Navigator & { audioSession?: AudioSession }).audioSession;
}

export function audioSession(type: "playback" | "play-and-record"): void {
  const session = found();
  if (session !== undefined) session.type = type;
}

/** A telephone call or an alarm is over: `call`, so that what it stopped can play on. */
export function onAudioSession(call: () => void): void {
  const session = found();
  session?.addEventListener?.("statechange", () => {
    if (session.state === "active") call();
  });
}
