/**
 * Hearing and being heard, as one person's states. Entering only receives; a microphone is asked for at 話す and not before.
 *
 * Theory. `sound` says whether one wants to hear and whether it works; `talk` how far one is with talking. One peer serves
 * both. It is offered anew after every new connection to the server, when the line breaks, and when somebody speaks and
 * nothing arrives. `#round` numbers the peers: what a former one still says is not heard.
 */
import type { Clock } from "../protocol/clock";
import type { Answer, ClientCommand, Microphone } from "../protocol/wire";
import { Meter } from "./meter";
import { Peer } from "./peer";
import { Speaker } from "./speaker";

export type Sound = "off" | "connecting" | "on" | "blocked" | "failed";
export type Talk = "off" | "asking" | "testing" | "open";
/** Why a microphone could not be used, or was closed by itself. Keys of the catalogue's `voice`. */
export type VoiceWord =
  | "denied"
  | "missing"
  | "busy"
  | "broken"
  | "insecure"
  | "closedHidden"
  | "closedQuiet"
  | "closedLost"
  | "gap";

export interface VoiceDeps {
  clock: Clock;
  ask: (command: ClientCommand, keep?: boolean) => Promise<Answer>;
  /** Is somebody else speaking whom one should hear? */
  somebodySpeaks: () => boolean;
  tell: (word: VoiceWord) => void;
}

const QUIET_MS = 180_000;
const LOUD = 0.3;
const METER_MS = 80;
const WATCH_MS = 1000;
const NO_PACKETS_MS = 5000;
const WAITS_MS = [1000, 3000, 8000, 20_000];

interface AudioSession {
  type: string;
}

function audioSession(type: "playback" | "play-and-record"): void {
  const found = (navigator as Navigator & { audioSession?: AudioSession }).audioSession;
  if (found !== undefined) found.type = type;
}

/** A kind sentence for what getUserMedia threw. */
export function wordFor(error: unknown): VoiceWord {
  const name = error instanceof Error || error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "missing";
  if (name === "NotReadableError" || name === "AbortError") return "busy";
  return "broken";
}

export class Voice {
  readonly #deps: VoiceDeps;
  #speaker: Speaker | null = null;
  #peer: Peer | null = null;
  #round = 0;
  #failures = 0;
  #stream: MediaStream | null = null;
  #meter: Meter | null = null;
  #quietSince = 0;
  #packets = -1;
  #packetsAt = 0;
  #asked: Microphone = "off";
  #cancelWatch: (() => void) | null = null;
  #cancelMeter: (() => void) | null = null;
  #cancelRetry: (() => void) | null = null;
  #sound = $state<Sound>("off");
  #talk = $state<Talk>("off");
  #held = $state(false);
  #level = $state(0);

  constructor(deps: VoiceDeps) {
    this.#deps = deps;
    document.addEventListener("visibilitychange", this.#visibility);
    addEventListener("pageshow", this.#visibility);
  }

  get sound(): Sound {
    return this.#sound;
  }

  get talk(): Talk {
    return this.#talk;
  }

  /** Open only while a key or finger is down. */
  get held(): boolean {
    return this.#held;
  }

  /** 0 to 1, while a microphone is tested or open. */
  get level(): number {
    return this.#level;
  }

  /** Whether this browser can play or send voice at all. Message apps' own browsers often cannot. */
  get possible(): boolean {
    return typeof RTCPeerConnection === "function";
  }

  get canTalk(): boolean {
    return this.possible && typeof navigator.mediaDevices?.getUserMedia === "function";
  }

  set volume(volume: number) {
    if (this.#speaker !== null) this.#speaker.volume = volume;
  }

  /** 音を出す. To be called inside a tap. */
  listen(volume: number): void {
    if (!this.possible) return;
    this.#speaker ??= new Speaker((blocked) => {
      if (blocked && this.#sound !== "off") this.#sound = "blocked";
      else if (!blocked && this.#sound === "blocked") this.#sound = "on";
    });
    this.#speaker.volume = volume;
    this.#speaker.muted = false;
    audioSession("playback");
    if (this.#sound === "blocked") {
      void this.#speaker.play();
      return;
    }
    this.#sound = "connecting";
    this.#offerSoon(0);
  }

  /** 音なし. Who talks stays connected, but hears nothing. */
  mute(): void {
    this.#sound = "off";
    if (this.#speaker !== null) this.#speaker.muted = true;
    if (this.#talk !== "open") this.#dropPeer();
  }

  /** A new connection to the server, or all voice peers were lost. */
  lost(): void {
    if (this.#wanted) this.#offerSoon(0);
  }

  /** 話す: ask for the microphone and show how loud one is. Nobody hears it. */
  async test(): Promise<void> {
    if (this.#talk !== "off") return;
    if (!this.canTalk) {
      this.#deps.tell(window.isSecureContext ? "broken" : "insecure");
      return;
    }
    this.#talk = "asking";
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
      this.#deps.tell(wordFor(error));
    }
  }

  /** 声を出す. The microphone is already there, so it is heard at once. */
  async open(): Promise<Answer> {
    const track = this.#stream?.getAudioTracks()[0];
    if (track === undefined) return { ok: false, code: "lost" };
    this.#talk = "open";
    this.#quietSince = this.#deps.clock.now();
    if (this.#peer === null) this.#offerSoon(0);
    else void this.#peer.send(track);
    const answer = await this.#say("open");
    if (!answer.ok && this.#talkNow() === "open") this.close();
    return answer;
  }

  /** 押しているあいだだけ. */
  hold(down: boolean): void {
    if (down === this.#held) return;
    this.#held = down;
    if (down) {
      void this.open();
    } else if (this.#talk === "open") {
      this.#talk = "testing";
      void this.#peer?.send(null);
      void this.#say("off");
    }
  }

  /** 話すのをやめる: the microphone is let go altogether. */
  close(word?: VoiceWord): void {
    const was = this.#talk;
    this.#talk = "off";
    this.#held = false;
    this.#level = 0;
    this.#cancelMeter?.();
    this.#cancelMeter = null;
    this.#meter?.close();
    this.#meter = null;
    void this.#peer?.send(null);
    this.#stream?.getTracks().forEach((track) => { track.stop(); });
    this.#stream = null;
    audioSession("playback");
    if (this.#asked !== "off") void this.#say("off");
    if (this.#sound === "off") this.#dropPeer();
    if (word !== undefined && was !== "off") this.#deps.tell(word);
  }

  /** What the room says of one's own microphone: staff may have put it to rest, a place may have closed it. */
  roomSays(microphone: Microphone): void {
    if (microphone === "off" && this.#talk === "open" && this.#asked === "open" && this.#settled) this.close();
    if (microphone === "open" && this.#talk === "off" && this.#asked === "off" && this.#settled) void this.#say("off");
  }

  /** Nothing is heard, sent or kept any more; until one comes in again. */
  end(): void {
    this.#asked = "off";
    this.close();
    this.#sound = "off";
    if (this.#speaker !== null) this.#speaker.muted = true;
    this.#dropPeer();
  }

  get #wanted(): boolean {
    return this.#sound !== "off" || this.#talk === "open";
  }

  #pending = 0;

  /** No question about the microphone is on its way: what the room says is what it means. */
  get #settled(): boolean {
    return this.#pending === 0;
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
    this.#talk = "testing";
    audioSession("play-and-record");
    stream.getAudioTracks()[0]?.addEventListener("ended", () => {
      if (this.#stream === stream) this.close("closedLost");
    });
    this.#meter = new Meter(stream);
    this.#measure();
  }

  #measure(): void {
    this.#cancelMeter = this.#deps.clock.after(METER_MS, () => {
      if (this.#meter === null) return;
      const now = this.#deps.clock.now();
      this.#level = this.#meter.level();
      if (this.#level > LOUD) this.#quietSince = now;
      if (this.#talk === "open" && !this.#held && now - this.#quietSince > QUIET_MS) {
        this.close("closedQuiet");
        return;
      }
      this.#measure();
    });
  }

  #offerSoon(ms: number): void {
    this.#cancelRetry?.();
    const round = ++this.#round;
    this.#cancelRetry = this.#deps.clock.after(ms, () => {
      if (round === this.#round && this.#wanted) void this.#offer(round);
    });
  }

  async #offer(round: number): Promise<void> {
    this.#closePeer();
    const current = () => round === this.#round;
    if (this.#sound !== "off" && this.#sound !== "blocked") this.#sound = "connecting";
    const peer = new Peer({
      track: (track) => { if (current()) this.#speaker?.hear(track); },
      connected: () => { if (current()) this.#connected(); },
      broken: () => { if (current()) this.#failed(); },
    });
    this.#peer = peer;
    try {
      const sdp = await peer.offer();
      // A later offer may have overtaken this one; sent now, it would take the later one's place on the server.
      if (!current()) return;
      if (this.#talk === "open") await peer.send(this.#stream?.getAudioTracks()[0] ?? null);
      const answer = await this.#deps.ask({ type: "offer_voice", sdp }, false);
      if (!current()) return;
      if (answer.ok && answer.answer !== null) await peer.answered(answer.answer);
      // Without a connection there is nothing to blame: a new one offers again by itself.
      else if (!answer.ok && answer.code !== "lost") this.#failed();
    } catch {
      if (current()) this.#failed();
    }
  }

  #connected(): void {
    this.#failures = 0;
    if (this.#sound === "connecting" || this.#sound === "failed") this.#sound = "on";
    this.#packets = -1;
    this.#packetsAt = this.#deps.clock.now();
    this.#watch();
  }

  #failed(): void {
    this.#closePeer();
    if (this.#sound !== "off") this.#sound = "failed";
    const wait = WAITS_MS[Math.min(this.#failures, WAITS_MS.length - 1)] ?? 20_000;
    this.#failures += 1;
    this.#offerSoon(wait);
  }

  /** Somebody speaks, and nothing has come for a while: the line is dead, whatever ICE believes. */
  #watch(): void {
    this.#cancelWatch?.();
    this.#cancelWatch = this.#deps.clock.after(WATCH_MS, () => {
      const { peer, round } = { peer: this.#peer, round: this.#round };
      if (peer === null) return;
      void peer.received().then((packets) => {
        if (round !== this.#round) return;
        const now = this.#deps.clock.now();
        if (packets !== this.#packets || this.#sound !== "on" || !this.#deps.somebodySpeaks()) {
          this.#packets = packets;
          this.#packetsAt = now;
        } else if (now - this.#packetsAt > NO_PACKETS_MS) {
          this.#deps.tell("gap");
          this.#offerSoon(0);
          return;
        }
        this.#watch();
      });
    });
  }

  #closePeer(): void {
    this.#cancelWatch?.();
    this.#cancelWatch = null;
    this.#peer?.close();
    this.#peer = null;
  }

  #dropPeer(): void {
    this.#round += 1;
    this.#cancelRetry?.();
    this.#closePeer();
  }

  #visibility = (): void => {
    if (document.visibilityState === "hidden") {
      if (this.#talk !== "off") this.close("closedHidden");
    } else if (this.#sound === "on" || this.#sound === "blocked") {
      void this.#speaker?.play();
    }
  };
}
