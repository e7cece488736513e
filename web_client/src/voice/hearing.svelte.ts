/**
 * Hearing: whether one wants to, whether it works, and the one peer that carries voice both ways.
 *
 * The peer is offered anew after every new connection to the server, when the line breaks, and when somebody speaks and
 * nothing arrives. `#round` numbers the peers: what a former one still says is not heard.
 */
import type { Clock } from "../protocol/clock";
import type { Answer, ClientCommand } from "../protocol/wire";
import { Peer } from "./peer";
import { audioSession } from "./session";
import { Speaker } from "./speaker";

export type Sound = "off" | "connecting" | "on" | "blocked" | "failed";

/** Why nothing is heard: the network lets no voice through, or the server has none to give. */
export type Silence = "noPath" | "noServer";

export interface HearingDeps {
  clock: Clock;
  ask: (command: ClientCommand, keep?: boolean) => Promise<Answer>;
  /** Is somebody else speaking whom one should hear? */
  somebodySpeaks: () => boolean;
  /** What is sent by the peer at this moment; null while one does not talk. */
  sends: () => MediaStreamTrack | null;
  /** Sound had stopped unnoticed, and is being connected anew. */
  gap: () => void;
}

const WATCH_MS = 1000;
const NO_PACKETS_MS = 5000;
/** A peer that was answered and has not connected by then never will. */
const CONNECTING_MS = 20_000;
/** The server may be restarting its voice: only after so many refusals in a row one is told. */
const REFUSALS = 2;
const WAITS_MS = [1000, 3000, 8000, 20_000];

export class Hearing {
  readonly #deps: HearingDeps;
  #speaker: Speaker | null = null;
  #peer: Peer | null = null;
  #round = 0;
  #failures = 0;
  /** Whether the last peer that was offered got through. */
  #path = false;
  #packets = -1;
  #packetsAt = 0;
  #cancelWatch: (() => void) | null = null;
  #cancelRetry: (() => void) | null = null;
  #sound = $state<Sound>("off");
  #silence = $state<Silence | null>(null);

  constructor(deps: HearingDeps) {
    this.#deps = deps;
  }

  get sound(): Sound {
    return this.#sound;
  }

  /** Why it does not work, as far as that is known; null while it does, or is not wanted. */
  get silence(): Silence | null {
    return this.#silence;
  }

  set volume(volume: number) {
    if (this.#speaker !== null) this.#speaker.volume = volume;
  }

  /** To be called inside a tap. */
  listen(volume: number): void {
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

  /** Who talks stays connected, but hears nothing. */
  mute(): void {
    this.#sound = "off";
    this.#silence = null;
    if (this.#speaker !== null) this.#speaker.muted = true;
    this.letGo();
  }

  /** A new connection to the server, or all voice peers were lost. */
  lost(): void {
    if (this.#wanted) this.#offerSoon(0);
  }

  /** The page is seen again: what a phone has stopped plays on. */
  resume(): void {
    if (this.#sound === "on" || this.#sound === "blocked") void this.#speaker?.play();
  }

  /** What `sends` says has changed. */
  send(track: MediaStreamTrack | null): void {
    if (this.#peer !== null) void this.#peer.send(track);
    else if (track !== null) this.#offerSoon(0);
  }

  /** Give the peer up, unless somebody is heard by it or hears. */
  letGo(): void {
    if (this.#wanted) return;
    this.#round += 1;
    this.#cancelRetry?.();
    this.#closePeer();
  }

  get #wanted(): boolean {
    return this.#sound !== "off" || this.#deps.sends() !== null;
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
      track: (track) => { if (current()) this.#heard(track, current); },
      connected: () => { if (current()) this.#connected(); },
      broken: () => { if (current()) this.#failed("noPath"); },
    });
    this.#peer = peer;
    try {
      const sdp = await peer.offer();
      // A later offer may have overtaken this one; sent now, it would take the later one's place on the server.
      if (!current()) return;
      const track = this.#deps.sends();
      if (track !== null) await peer.send(track);
      const answer = await this.#deps.ask({ type: "offer_voice", sdp }, false);
      if (!current()) return;
      if (answer.ok && answer.answer !== null) {
        this.#watchConnecting(current);
        await peer.answered(answer.answer);
      }
      // Without a connection there is nothing to blame: a new one offers again by itself.
      else if (!answer.ok && answer.code !== "lost") this.#failed("noServer");
    } catch {
      if (current()) this.#failed("noServer");
    }
  }

  #heard(track: MediaStreamTrack, current: () => boolean): void {
    track.addEventListener("ended", () => { if (current()) this.#failed("noServer"); });
    this.#speaker?.hear(track);
  }

  #watchConnecting(current: () => boolean): void {
    this.#cancelWatch?.();
    this.#cancelWatch = this.#deps.clock.after(CONNECTING_MS, () => { if (current()) this.#failed("noPath"); });
  }

  #connected(): void {
    this.#failures = 0;
    this.#path = true;
    this.#silence = null;
    if (this.#sound === "connecting" || this.#sound === "failed") this.#sound = "on";
    this.#packets = -1;
    this.#packetsAt = this.#deps.clock.now();
    this.#watch();
  }

  #failed(why: Silence): void {
    // A line that was found and is lost is looked for again first.
    const told = why === "noPath" ? !this.#path : this.#failures + 1 >= REFUSALS;
    this.#path = false;
    this.#closePeer();
    if (this.#sound !== "off") {
      this.#sound = "failed";
      if (told) this.#silence = why;
    }
    const wait = WAITS_MS[Math.min(this.#failures, WAITS_MS.length - 1)] ?? 20_000;
    this.#failures += 1;
    this.#offerSoon(wait);
  }

  /** Somebody speaks, and nothing has come for a while: the line is dead, whatever ICE believes. */
  #watch(): void {
    this.#cancelWatch?.();
    this.#cancelWatch = this.#deps.clock.after(WATCH_MS, () => {
      this.#speaker?.look();
      const { peer, round } = { peer: this.#peer, round: this.#round };
      if (peer === null) return;
      void peer.received().then((packets) => {
        if (round !== this.#round) return;
        const now = this.#deps.clock.now();
        if (packets !== this.#packets || this.#sound !== "on" || !this.#deps.somebodySpeaks()) {
          this.#packets = packets;
          this.#packetsAt = now;
        } else if (now - this.#packetsAt > NO_PACKETS_MS) {
          this.#deps.gap();
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
}
