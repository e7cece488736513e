/**
 * Talking, step by step: a microphone is asked for at 話す and not before; it is first only measured, then heard; and it is
 * let go altogether when one stops, when the page is hidden, when something else takes it, and after three minutes without
 * a voice. Whether it still gives anything is looked at again with every measure; what cannot be measured counts as a voice.
 */
import type { Clock } from "../protocol/clock";
import type { Answer, ClientCommand, Microphone } from "../protocol/wire";
import { Meter } from "./meter";
import { audioSession } from "./session";

export type Talk = "off" | "asking" | "testing" | "open";
/** Why a microphone could not be used. */
export type Mute = "denied" | "missing" | "busy" | "broken" | "insecure";
/** The same, or why it was closed by itself. Keys of the catalogue's `voice`. */
export type TalkingWord = Mute | "closedHidden" | "closedQuiet" | "closedLost" | "closedTaken";

export interface TalkingDeps {
  clock: Clock;
  ask: (command: ClientCommand, keep?: boolean) => Promise<Answer>;
  tell: (word: TalkingWord) => void;
  /** From now on this is sent to others; null is nothing. */
  send: (track: MediaStreamTrack | null) => void;
  /** The microphone has been let go. */
  closed: () => void;
}

const QUIET_MS = 180_000;
const LOUD = 0.3;
const METER_MS = 80;
/** Something else may take the microphone for a moment, as when a headset is put on. */
const TAKEN_MS = 3000;

/** A kind sentence for what getUserMedia threw. */
export function wordFor(error: unknown): Mute {
  const name = error instanceof Error || error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "missing";
  if (name === "NotReadableError" || name === "AbortError") return "busy";
  return "broken";
}

export class Talking {
  readonly #deps: TalkingDeps;
  #stream: MediaStream | null = null;
  #meter: Meter | null = null;
  #quietSince = 0;
  /** Since when the device keeps this microphone from us, as during a telephone call. */
  #takenSince: number | null = null;
  /** What the room was last asked for. */
  #asked: Microphone = "off";
  /** Questions about the microphone on their way; without any, what the room says is what it means. */
  #pending = 0;
  #cancelMeter: (() => void) | null = null;
  #talk = $state<Talk>("off");
  #mute = $state<Mute | null>(null);
  #held = $state(false);
  #level = $state<number | null>(0);

  constructor(deps: TalkingDeps) {
    this.#deps = deps;
  }

  get talk(): Talk {
    return this.#talk;
  }

  get held(): boolean {
    return this.#held;
  }

  /** From 0 to 1; null while it cannot be measured. */
  get level(): number | null {
    return this.#level;
  }

  get possible(): boolean {
    return typeof navigator.mediaDevices?.getUserMedia === "function";
  }

  /** What others hear; null while nobody does. */
  get track(): MediaStreamTrack | null {
    return this.#talk === "open" ? (this.#stream?.getAudioTracks()[0] ?? null) : null;
  }

  async test(): Promise<void> {
    if (this.#talk !== "off") return;
    if (!this.possible) {
      this.#without(window.isSecureContext ? "broken" : "insecure");
      return;
    }
    this.#talk = "asking";
    this.#mute = null;
    try {
      const stream = await navigator.mediaDevices.getUserMedia({
        audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
      });
      if (this.#talkNow() !== "asking") {
        stream.getTracks().forEach((track) => { track.stop(); });
        return;
      }
      this.#have(stream);
    } catch (error) {
      this.#talk = "off";
      this.#without(wordFor(error));
    }
  }

  /** Why there was no microphone when it was last asked for; null where there was one. */
  get mute(): Mute | null {
    return this.#mute;
  }

  #without(why: Mute): void {
    this.#mute = why;
    this.#deps.tell(why);
  }

  async open(): Promise<Answer> {
    const track = this.#stream?.getAudioTracks()[0];
    if (track === undefined) return { ok: false, code: "lost" };
    this.#talk = "open";
    this.#quietSince = this.#deps.clock.now();
    this.#deps.send(track);
    const answer = await this.#say("open");
    if (!answer.ok && this.#talkNow() === "open") this.close();
    return answer;
  }

  hold(down: boolean): void {
    if (down === this.#held) return;
    this.#held = down;
    if (down) {
      void this.open();
    } else if (this.#talk === "open") {
      this.#talk = "testing";
      this.#deps.send(null);
      void this.#say("off");
    }
  }

  /** `word` is told to the person, if the microphone was on at all. */
  close(word?: TalkingWord): void {
    const was = this.#talk;
    this.#talk = "off";
    this.#held = false;
    this.#level = 0;
    this.#cancelMeter?.();
    this.#cancelMeter = null;
    this.#meter?.close();
    this.#meter = null;
    this.#takenSince = null;
    this.#deps.send(null);
    this.#stream?.getTracks().forEach((track) => { track.stop(); });
    this.#stream = null;
    audioSession("playback");
    if (this.#asked !== "off") void this.#say("off");
    this.#deps.closed();
    if (word !== undefined && was !== "off") this.#deps.tell(word);
  }

  roomSays(microphone: Microphone): void {
    if (this.#pending > 0) return;
    if (microphone === "off" && this.#talk === "open" && this.#asked === "open") this.close();
    if (microphone === "open" && this.#talk === "off" && this.#asked === "off") void this.#say("off");
  }

  /** One has left: closed, and the room is asked for nothing any more. */
  end(): void {
    this.#asked = "off";
    this.close();
  }

  /** The talk of this moment; after waiting it may be another one than before. */
  #talkNow(): Talk {
    return this.#talk;
  }

  async #say(microphone: Microphone): Promise<Answer> {
    this.#asked = microphone;
    this.#pending += 1;
    const answer = await this.#deps.ask({ type: "set_microphone", microphone });
    this.#pending -= 1;
    return answer;
  }

  #have(stream: MediaStream): void {
    this.#stream = stream;
    this.#mute = null;
    this.#talk = "testing";
    audioSession("play-and-record");
    stream.getAudioTracks()[0]?.addEventListener("ended", () => {
      if (this.#stream === stream) this.close("closedLost");
    });
    this.#meter = Meter.of(stream);
    this.#measure();
  }

  #measure(): void {
    this.#cancelMeter = this.#deps.clock.after(METER_MS, () => {
      const track = this.#stream?.getAudioTracks()[0];
      if (track === undefined) return;
      const word = this.#look(track, this.#deps.clock.now());
      if (word === null) this.#measure();
      else this.close(word);
    });
  }

  /** What the microphone gives just now; answers why it has to be closed. */
  #look(track: MediaStreamTrack, now: number): TalkingWord | null {
    if (track.readyState === "ended") return "closedLost";
    this.#takenSince = track.muted ? (this.#takenSince ?? now) : null;
    if (this.#takenSince !== null && now - this.#takenSince > TAKEN_MS) return "closedTaken";
    this.#level = track.muted ? null : (this.#meter?.level() ?? null);
    if (this.#level === null || this.#level > LOUD) this.#quietSince = now;
    return this.#talk === "open" && !this.#held && now - this.#quietSince > QUIET_MS ? "closedQuiet" : null;
  }
}
