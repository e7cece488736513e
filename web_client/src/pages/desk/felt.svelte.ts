/**
 * How a concern is felt by somebody who looks at the hall: a tremble of the device and one soft tone, each only if chosen. The
 * choice is kept in this browser, over sessions: it says of nobody anything.
 */
const KEPT = "engawa.desk.felt";
const WAYS = ["tone", "vibration"] as const;
export type Way = (typeof WAYS)[number];

/** C5: heard beside voices without being one. */
const HERTZ = 523;
const LOUD = 0.12;
const RISES_S = 0.04;
const FADES_S = 1.2;
const TREMBLE_MS = [120, 80, 120];

function read(): readonly Way[] {
  try {
    const kept = localStorage.getItem(KEPT) ?? "";
    return WAYS.filter((way) => kept.split(" ").includes(way));
  } catch {
    return [];
  }
}

export class Felt {
  #chosen = $state.raw(read());
  #sound: AudioContext | null = null;

  /** Whether this device can do it at all. */
  can(way: Way): boolean {
    return way === "tone" ? "AudioContext" in window : "vibrate" in navigator;
  }

  has(way: Way): boolean {
    return this.#chosen.includes(way);
  }

  /** Chosen by a tap, it shows at once what it is like. */
  choose(way: Way, on: boolean): void {
    this.#chosen = WAYS.filter((each) => (each === way ? on : this.has(each)));
    try {
      if (this.#chosen.length === 0) localStorage.removeItem(KEPT);
      else localStorage.setItem(KEPT, this.#chosen.join(" "));
    } catch {
      // A browser that keeps nothing has it until it reloads.
    }
    if (on) this.#do(way);
  }

  /** Browsers stay silent until a page is touched: called at every touch, so that the tone is ready when it is needed. */
  touched(): void {
    if (this.has("tone") && this.#sound?.state !== "running") void this.#context().resume();
  }

  /** A concern has come. */
  concern(): void {
    this.#chosen.forEach((way) => { this.#do(way); });
  }

  end(): void {
    void this.#sound?.close();
    this.#sound = null;
  }

  #context(): AudioContext {
    return (this.#sound ??= new AudioContext());
  }

  #do(way: Way): void {
    if (!this.can(way)) return;
    if (way === "vibration") navigator.vibrate(TREMBLE_MS);
    else this.#tone();
  }

  #tone(): void {
    const sound = this.#context();
    void sound.resume();
    const [tone, gain, now] = [sound.createOscillator(), sound.createGain(), sound.currentTime];
    tone.frequency.value = HERTZ;
    gain.gain.setValueAtTime(0, now);
    gain.gain.linearRampToValueAtTime(LOUD, now + RISES_S);
    gain.gain.exponentialRampToValueAtTime(0.0001, now + RISES_S + FADES_S);
    tone.connect(gain).connect(sound.destination);
    tone.start(now);
    tone.stop(now + RISES_S + FADES_S);
  }
}
